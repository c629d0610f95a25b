//! Which backups there are.

use crate::{Damage, KeyDerivation};

/// Who writes a backup like this.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// Our own backup.
    Countersign,
    /// Aegis Authenticator.
    Aegis,
    /// 2FAS.
    TwoFas,
    /// Ente Auth: its text list with details, or encrypted.
    Ente,
    /// Bitwarden and Bitwarden Authenticator: JSON, protected or not, or CSV.
    Bitwarden,
    /// Proton Authenticator.
    Proton,
    /// Stratum, once Authenticator Pro.
    Stratum,
    /// andOTP.
    AndOtp,
    /// `FreeOTP+`.
    FreeOtpPlus,
    /// Raivo OTP.
    Raivo,
    /// `KeePassXC`'s CSV.
    KeePassXc,
    /// `LastPass` Authenticator.
    LastPass,
    /// Duo Mobile.
    Duo,
    /// Steam's own file of one account or several.
    Steam,
    /// `2FAuth`.
    TwoFAuth,
    /// The browser extension Authenticator.
    BrowserExtension,
    /// Transfer codes of Google Authenticator as text.
    GoogleTransfer,
    /// One `otpauth://` text or more.
    OtpauthList,
}

impl Format {
    /// Its name as people know it; nothing for a list that any app may have written.
    pub fn app(self) -> Option<&'static str> {
        Some(match self {
            Self::Countersign => "Countersign",
            Self::Aegis => "Aegis",
            Self::TwoFas => "2FAS",
            Self::Ente => "Ente Auth",
            Self::Bitwarden => "Bitwarden",
            Self::Proton => "Proton Authenticator",
            Self::Stratum => "Stratum",
            Self::AndOtp => "andOTP",
            Self::FreeOtpPlus => "FreeOTP+",
            Self::Raivo => "Raivo OTP",
            Self::KeePassXc => "KeePassXC",
            Self::LastPass => "LastPass Authenticator",
            Self::Duo => "Duo Mobile",
            Self::Steam => "Steam",
            Self::TwoFAuth => "2FAuth",
            Self::BrowserExtension => "Authenticator",
            Self::GoogleTransfer => "Google Authenticator",
            Self::OtpauthList => return None,
        })
    }
}

/// What a file is, by its content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detected {
    /// A backup that can be read, perhaps with a password.
    Backup {
        /// Whose.
        format: Format,
        /// How its key is made of the password; nothing if it is not encrypted.
        key: Option<KeyDerivation>,
        /// False where the format has no mark of its own, so that this is all but a guess:
        /// andOTP's encrypted files. Ask before believing it.
        certain: bool,
    },
    /// A backup that cannot be read here, and why.
    Unsupported(Unsupported),
    /// The start of a backup, but broken.
    Damaged(Damage),
    /// Nothing that is known.
    Unknown,
}

/// Files that are known and cannot be read. Each has its own way out, for the app to say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Unsupported {
    /// Bitwarden's export that only the same account can open: export with a password instead.
    BitwardenAccountRestricted,
    /// An Aegis vault that no password opens: export with a password instead.
    AegisWithoutPassword,
    /// The browser extension's encrypted export: export without a password instead.
    BrowserExtensionEncrypted,
    /// andOTP's export that was encrypted with `OpenPGP`: export with a password instead.
    OpenPgp,
    /// A zip archive (Raivo, Proton Pass, WinAuth): unpack it and take the file inside.
    Zip,
    /// A `KeePass` database: export CSV out of `KeePassXC` instead.
    KeePassDatabase,
    /// An SQLite database, as Microsoft Authenticator and Google Authenticator keep on the
    /// phone. Neither app writes a file; Microsoft's tokens have to be set up anew.
    Database,
    /// `FreeOTP` 2's backup, which is serialized Java.
    FreeOtp2,
    /// Settings of an Android app as XML, as `FreeOTP` 1 and Authy keep them.
    AndroidSettings,
    /// A picture: read it as a QR code instead.
    Picture,
    /// A version of a known format that did not exist yet.
    NewerVersion(Format),
    /// A variant of a known format: another cipher or key derivation than any version has.
    Variant(Format),
}
