//! Backups of Countersign and of other authenticators: told apart, opened, compared, written.
//!
//! [`detect`] says what a file is, [`read`] opens it, [`diff`] compares it with the vault, and
//! [`write`] has the ways out. [`wire`] carries files and what is in them to a worker and back. The crate guarantees that a file is judged by its content alone;
//! that one token that cannot be read does not keep the others back; that no bytes make it panic
//! or take more time and memory than [`Limits`] allow; and that secrets and passwords are never
//! part of a `Debug` output or an error.
//!
//! It is left to others to make random bytes, to know what time it is, to normalize passwords to
//! NFC, and to keep registered tokens away from every way out. Key derivations take seconds and
//! up to a gibibyte: call [`read`] and [`write::backup`] in a worker that is thrown away.
#![forbid(unsafe_code)]
#![warn(missing_docs)]

mod cipher;
mod csv;
mod derive;
mod encoding;
mod error;
mod fields;
mod format;
mod formats;
mod json;
mod kept;
mod plan;
mod read;
mod secret_stream;
pub mod wire;
pub mod write;

pub use derive::{KeyDerivation, Limits};
pub use error::{Damage, ReadError};
pub use format::{Detected, Format, Unsupported};
pub use formats::google::{PartAdded, TransferPart, TransferParts};
pub use kept::{
    Details, Entry, Facts, Import, KeptToken, LeftOut, MissingParts, OtherKind, Unreadable, Why,
};
pub use plan::{Change, Existing, Line, Plan, Totals, diff};
pub use read::{detect, read};
