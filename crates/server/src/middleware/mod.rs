//! What lies between a request and its route: the proof, the session, the body, the headers.

mod address;
mod body;
mod headers;
mod proof;
mod session;

pub(crate) use address::ClientAddress;
pub(crate) use body::Body;
pub(crate) use headers::stamp;
pub(crate) use proof::DeviceKey;
pub(crate) use session::SignedIn;
