//! What backups hold.

use core::fmt;

use countersign_otp::{InvalidSecret, Token, UriError};

use crate::{Format, TransferParts};

/// A backup that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Import {
    /// What it was.
    pub format: Format,
    /// Its tokens, in its order, also those that cannot be used.
    pub entries: Vec<Entry>,
    /// How many of its records have nothing to do with codes: passwords, notes, cards.
    pub passed_over: usize,
    /// Parts of Google transfers that are not in it.
    pub missing_parts: Vec<MissingParts>,
    /// What our own backups say of themselves.
    pub facts: Option<Facts>,
}

impl Import {
    pub(crate) fn new(format: Format, entries: Vec<Entry>) -> Self {
        Self {
            format,
            entries,
            passed_over: 0,
            missing_parts: Vec::new(),
            facts: None,
        }
    }

    /// What was read of transfers from Google Authenticator, with the parts that are missing.
    pub fn of_transfers(transfers: Vec<TransferParts>) -> Self {
        let mut import = Self::new(Format::GoogleTransfer, Vec::new());
        for transfer in transfers {
            import.take_transfer(transfer);
        }
        import.name_the_nameless();
        import
    }

    pub(crate) fn take_transfer(&mut self, transfer: TransferParts) {
        self.missing_parts.extend(transfer.missing_parts());
        self.entries.extend(transfer.into_entries());
    }

    /// What has no name is called by its place.
    pub(crate) fn name_the_nameless(&mut self) {
        for (index, entry) in self.entries.iter_mut().enumerate() {
            if let Entry::Unreadable(unreadable) = entry
                && unreadable.name.is_empty()
            {
                unreadable.name = format!("#{}", index + 1);
            }
        }
    }

    /// The tokens that can be used, in order.
    pub fn readable(&self) -> impl Iterator<Item = &KeptToken> {
        self.entries.iter().filter_map(|entry| match entry {
            Entry::Readable(kept) => Some(&**kept),
            Entry::Unreadable(_) => None,
        })
    }

    /// The ones that cannot be used, in order.
    pub fn unreadable(&self) -> impl Iterator<Item = &Unreadable> {
        self.entries.iter().filter_map(|entry| match entry {
            Entry::Readable(_) => None,
            Entry::Unreadable(unreadable) => Some(unreadable),
        })
    }
}

/// What our own backups say of themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Facts {
    /// When it was written, in milliseconds since 1970-01-01 UTC, by the writer's clock.
    pub created_at: u64,
    /// What was there and is not in it.
    pub left_out: LeftOut,
}

/// Tokens that are not in a backup, and why.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LeftOut {
    /// Registered tokens, which never leave their device.
    pub registered: u32,
}

/// Which parts of a Google transfer are missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MissingParts {
    /// Which transfer.
    pub batch_id: i32,
    /// How many parts it has.
    pub size: u32,
    /// Which are missing, counted from 1 as the app that shows them does.
    pub missing: Vec<u32>,
}

/// One token of a backup.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entry {
    /// It can be used.
    Readable(Box<KeptToken>),
    /// It cannot.
    Unreadable(Unreadable),
}

/// A token with all that is kept with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptToken {
    /// Names, secret and parameters.
    pub token: Token,
    /// The rest.
    pub details: Details,
}

/// What is kept with a token. Its `Debug` shows no note: people write recovery codes there.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Details {
    /// What the person wrote about it; may be empty.
    pub note: String,
    /// Names of the groups, folders, categories or tags it is in.
    pub tags: Vec<String>,
    /// Whether it stands before the others.
    pub pinned: bool,
    /// Whether it was thrown away and can still be restored.
    pub trashed: bool,
    /// How often its code was taken.
    pub uses: u64,
    /// When its code was last taken, in milliseconds since 1970-01-01 UTC, where known.
    pub last_used_at: Option<u64>,
}

impl fmt::Debug for Details {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Details")
            .field(
                "note",
                &format_args!("{} characters", self.note.chars().count()),
            )
            .field("tags", &self.tags)
            .field("pinned", &self.pinned)
            .field("trashed", &self.trashed)
            .field("uses", &self.uses)
            .field("last_used_at", &self.last_used_at)
            .finish()
    }
}

/// A token of a backup that cannot be used here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// What it is called, as far as that could be read; else where it stands. Never a secret.
    pub name: String,
    /// Why it cannot be used.
    pub why: Why,
}

/// Why a token of a backup cannot be used here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// It makes codes in a way that is not known here.
    UnknownKind(OtherKind),
    /// It has no secret.
    NoSecret,
    /// Its secret is somewhere else in the app that wrote it, and not in the file.
    SecretElsewhere,
    /// Its secret cannot be read.
    BadSecret(InvalidSecret),
    /// Its hash function is none of SHA-1, SHA-256 and SHA-512.
    UnsupportedAlgorithm,
    /// Its codes have fewer than 6 digits or more than 10, or their number cannot be read.
    BadDigits,
    /// Its codes are shown for less than a second or more than a day, or that time cannot be read.
    BadPeriod,
    /// Its counter cannot be read.
    BadCounter,
    /// This piece of the file is none of the records that belong there.
    NotAToken,
}

/// Ways to make codes that other apps know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OtherKind {
    /// Mobile-OTP: MD5 of time, secret and PIN.
    MobileOtp,
    /// Yandex: eight letters, with a PIN.
    Yandex,
    /// Blizzard's Battle.net.
    BattleNet,
    /// Something that nobody here has heard of.
    Other,
}

impl From<UriError> for Why {
    fn from(error: UriError) -> Self {
        match error {
            UriError::UnsupportedType => Self::UnknownKind(OtherKind::Other),
            UriError::MissingSecret | UriError::BadSecret(InvalidSecret::Empty) => Self::NoSecret,
            UriError::BadSecret(reason) => Self::BadSecret(reason),
            UriError::UnsupportedAlgorithm => Self::UnsupportedAlgorithm,
            UriError::BadDigits => Self::BadDigits,
            UriError::BadPeriod => Self::BadPeriod,
            UriError::BadCounter => Self::BadCounter,
            UriError::NotOtpauth | UriError::GoogleTransfer => Self::NotAToken,
        }
    }
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::UnknownKind(OtherKind::MobileOtp) => "Mobile-OTP is not supported",
            Self::UnknownKind(OtherKind::Yandex) => "codes of Yandex are not supported",
            Self::UnknownKind(OtherKind::BattleNet) => "codes of Battle.net are not supported",
            Self::UnknownKind(OtherKind::Other) => "this kind of token is not supported",
            Self::NoSecret => "there is no secret",
            Self::SecretElsewhere => "the secret is not in the file",
            Self::BadSecret(_) => "the secret cannot be read",
            Self::UnsupportedAlgorithm => "the hash function is not supported",
            Self::BadDigits => "the number of digits is not from 6 to 10",
            Self::BadPeriod => "the period is not from 1 to 86,400 seconds",
            Self::BadCounter => "the counter cannot be read",
            Self::NotAToken => "not a token",
        })
    }
}
