//! The rules (`product.md`, section 4), free of HTTP and SQL.

pub mod activation;
mod input;
mod language;
pub mod locks;
pub mod parameters;
pub(crate) mod registration;
pub(crate) mod sessions;
pub(crate) mod sign_in;
mod sms_policy;
pub mod throttle;
mod token;
pub mod versions;

pub use language::Language;
pub use sms_policy::SmsPolicy;
