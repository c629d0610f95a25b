//! Ways out.

mod aegis;
mod own;
mod text;
mod transfer;

pub use aegis::aegis_json;
pub use own::{Argon2Cost, Sealing, WriteError, backup};
pub use text::otpauth_list;
pub use transfer::{NotInTransfer, Transfer, google_transfer};
