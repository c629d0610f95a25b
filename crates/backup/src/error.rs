//! Why a backup cannot be read.

use core::fmt;

use crate::{KeyDerivation, Unsupported};

/// Why a backup cannot be read. Never says anything of what is in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReadError {
    /// No format that is known.
    NotRecognized,
    /// It is encrypted.
    PasswordNeeded(KeyDerivation),
    /// The password is wrong; the file itself is in order as far as its format can tell.
    WrongPassword,
    /// The password is wrong or the file is damaged. The format cannot tell the two apart.
    WrongPasswordOrDamaged,
    /// It is damaged; another password does not help.
    Damaged(Damage),
    /// It is larger than [`Limits::bytes`](crate::Limits::bytes).
    TooLarge,
    /// Making its key takes more than [`Limits`](crate::Limits) allow.
    TooCostly(KeyDerivation),
    /// Its key needs more memory than this device gives.
    OutOfMemory(KeyDerivation),
    /// A known format that cannot be read here.
    Unsupported(Unsupported),
}

/// What is wrong with a damaged file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Damage {
    /// There is nothing in it.
    Empty,
    /// It ends in the middle.
    CutOff,
    /// It does not have the form that it should have.
    Malformed,
    /// Its checksum or seal does not fit its content.
    Altered,
}

impl From<Damage> for ReadError {
    fn from(damage: Damage) -> Self {
        Self::Damaged(damage)
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotRecognized => "not a backup that is known",
            Self::PasswordNeeded(_) => "a password is needed",
            Self::WrongPassword => "the password is wrong",
            Self::WrongPasswordOrDamaged => "the password is wrong or the file is damaged",
            Self::Damaged(Damage::Empty) => "the file is empty",
            Self::Damaged(Damage::CutOff) => "the file is cut off",
            Self::Damaged(Damage::Malformed) => "the file is damaged",
            Self::Damaged(Damage::Altered) => "the file does not fit its checksum",
            Self::TooLarge => "the file is too large",
            Self::TooCostly(_) => "opening the file would take too long",
            Self::OutOfMemory(_) => "opening the file takes more memory than there is",
            Self::Unsupported(_) => "this kind of file cannot be read",
        })
    }
}

impl core::error::Error for ReadError {}
