//! Keys, hashes and randomness. Nothing here panics.

pub mod dpop;
mod keys;
mod nonce;
pub mod password;
pub mod random;
mod seal;

pub use keys::{Digest, KeyFileError, Keys, sha256};
pub use random::RandomError;
pub use seal::{SealError, TokenSecret};
