//! Telling backups apart, by content alone, and opening them.

use serde_json::Value;

use crate::{
    Damage, Detected, Format, Import, KeyDerivation, Limits, ReadError, Unsupported,
    csv::{self, Table},
    formats::{
        aegis, andotp, bitwarden, duo, ente, extension, freeotp_plus, keepassxc, lastpass, own,
        proton, raivo, steam, stratum, text_list, two_fas, two_fauth,
    },
    json::Document,
};

/// Says what a file is, by its content.
pub fn detect(bytes: &[u8], limits: &Limits) -> Detected {
    let found = classify(bytes, limits).and_then(|source| Ok((source.key()?, source)));
    match found {
        Ok((key, source)) => Detected::Backup {
            format: source.format(),
            key,
            certain: !matches!(source, Source::Unmarked(_)),
        },
        Err(ReadError::Unsupported(reason)) => Detected::Unsupported(reason),
        Err(ReadError::Damaged(damage)) => Detected::Damaged(damage),
        Err(_) => Detected::Unknown,
    }
}

/// Reads a backup, token by token: those that cannot be used are in the result with the reason.
///
/// A password for a file that needs none does not matter. Passwords are taken as they are, so
/// normalize them to NFC before.
///
/// # Errors
/// See [`ReadError`].
pub fn read(bytes: &[u8], password: Option<&str>, limits: &Limits) -> Result<Import, ReadError> {
    let mut import = classify(bytes, limits)?.read(password, limits)?;
    import.name_the_nameless();
    Ok(import)
}

/// A file whose format is known.
enum Source<'a> {
    Json(Format, Document),
    Table(Format, &'a str),
    Lines(&'a str),
    /// Encrypted, with Stratum's mark.
    Stratum(&'a [u8]),
    /// Encrypted, it seems, with no mark at all, as andOTP does.
    Unmarked(&'a [u8]),
}

fn classify<'a>(bytes: &'a [u8], limits: &Limits) -> Result<Source<'a>, ReadError> {
    if bytes.len() > limits.bytes {
        return Err(ReadError::TooLarge);
    }
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(Damage::Empty.into());
    }
    if stratum::sealed_key(bytes).is_some() {
        return Ok(Source::Stratum(bytes));
    }
    if let Some(reason) = foreign(bytes) {
        return Err(ReadError::Unsupported(reason));
    }
    let Ok(text) = core::str::from_utf8(bytes) else {
        return match andotp::sealed_key(bytes) {
            Some(_) => Ok(Source::Unmarked(bytes)),
            None => Err(ReadError::NotRecognized),
        };
    };
    let text = text.trim_start_matches('\u{feff}').trim();
    if text.starts_with(['{', '[']) {
        let document = Document::parse(text.as_bytes())?;
        let format = json_format(&document.0).ok_or(ReadError::NotRecognized)?;
        return Ok(Source::Json(format, document));
    }
    classify_text(text)
}

fn classify_text(text: &str) -> Result<Source<'_>, ReadError> {
    let header = csv::header(text);
    let has = |name: &str| header.iter().any(|column| column == name);
    if has(bitwarden::COLUMN) {
        Ok(Source::Table(Format::Bitwarden, text))
    } else if keepassxc::COLUMNS.into_iter().all(has) {
        Ok(Source::Table(Format::KeePassXc, text))
    } else if text_list::is_it(text) {
        Ok(Source::Lines(text))
    } else if text.starts_with("-----BEGIN PGP MESSAGE") {
        Err(ReadError::Unsupported(Unsupported::OpenPgp))
    } else if text.starts_with("<?xml") && text.contains("<map") {
        Err(ReadError::Unsupported(Unsupported::AndroidSettings))
    } else {
        Err(ReadError::NotRecognized)
    }
}

/// Files that are known by their first bytes and not read here.
fn foreign(bytes: &[u8]) -> Option<Unsupported> {
    const MARKS: [(&[u8], Unsupported); 10] = [
        (b"PK\x03\x04", Unsupported::Zip),
        (b"PK\x05\x06", Unsupported::Zip),
        (b"\x03\xd9\xa2\x9a", Unsupported::KeePassDatabase),
        (b"SQLite format 3\0", Unsupported::Database),
        (b"\xac\xed\x00\x05", Unsupported::FreeOtp2),
        (b"\x89PNG\r\n", Unsupported::Picture),
        (b"\xff\xd8\xff", Unsupported::Picture),
        (b"GIF8", Unsupported::Picture),
        (b"RIFF", Unsupported::Picture),
        // OpenPGP: a session key encrypted for a public key, version 3, as andOTP writes.
        (b"\x85\x01\x0c\x03", Unsupported::OpenPgp),
    ];
    MARKS
        .iter()
        .find(|(mark, _)| bytes.starts_with(mark))
        .map(|(_, reason)| *reason)
}

fn json_format(value: &Value) -> Option<Format> {
    type Test = fn(&Value) -> bool;
    const OBJECTS: [(Test, Format); 12] = [
        (own::is_it, Format::Countersign),
        (aegis::is_it, Format::Aegis),
        (two_fas::is_it, Format::TwoFas),
        (ente::is_it, Format::Ente),
        (two_fauth::is_it, Format::TwoFAuth),
        (proton::is_it, Format::Proton),
        (bitwarden::is_it, Format::Bitwarden),
        (lastpass::is_it, Format::LastPass),
        (freeotp_plus::is_it, Format::FreeOtpPlus),
        (stratum::is_it, Format::Stratum),
        (steam::is_it, Format::Steam),
        (extension::is_it, Format::BrowserExtension),
    ];
    const ARRAYS: [(Test, Format); 3] = [
        (raivo::is_it, Format::Raivo),
        (duo::is_it, Format::Duo),
        (andotp::is_it, Format::AndOtp),
    ];
    let find = |tests: &[(Test, Format)], value: &Value| {
        tests
            .iter()
            .find(|(test, _)| test(value))
            .map(|(_, format)| *format)
    };
    match value {
        // One broken entry does not hide the others.
        Value::Array(entries) => entries.iter().find_map(|entry| find(&ARRAYS, entry)),
        _ => find(&OBJECTS, value),
    }
}

impl Source<'_> {
    fn format(&self) -> Format {
        match self {
            Self::Json(format, _) | Self::Table(format, _) => *format,
            Self::Lines(lines) => text_list::format(lines),
            Self::Stratum(_) => Format::Stratum,
            Self::Unmarked(_) => Format::AndOtp,
        }
    }

    /// How its key is made; nothing if it needs none.
    fn key(&self) -> Result<Option<KeyDerivation>, ReadError> {
        match self {
            Self::Json(format, Document(value)) => match format {
                Format::Countersign => own::key(value),
                Format::Aegis => aegis::key(value),
                Format::TwoFas => two_fas::key(value),
                Format::Ente => ente::key(value),
                Format::Bitwarden => bitwarden::key(value),
                Format::Proton => proton::key(value),
                Format::BrowserExtension => extension::read(value).map(|_| None),
                _ => Ok(None),
            },
            Self::Table(..) | Self::Lines(_) => Ok(None),
            Self::Stratum(bytes) => Ok(stratum::sealed_key(bytes)),
            Self::Unmarked(bytes) => Ok(andotp::sealed_key(bytes)),
        }
    }

    fn read(&self, password: Option<&str>, limits: &Limits) -> Result<Import, ReadError> {
        match self {
            Self::Json(format, Document(value)) => read_json(*format, value, password, limits),
            Self::Table(Format::KeePassXc, text) => Ok(keepassxc::read_table(&Table::parse(text))),
            Self::Table(_, text) => Ok(bitwarden::read_table(&Table::parse(text))),
            Self::Lines(lines) => Ok(text_list::read(lines)),
            Self::Stratum(bytes) => stratum::read_sealed(bytes, password, limits),
            Self::Unmarked(bytes) => andotp::read_sealed(bytes, password, limits),
        }
    }
}

fn read_json(
    format: Format,
    value: &Value,
    password: Option<&str>,
    limits: &Limits,
) -> Result<Import, ReadError> {
    match format {
        Format::Countersign => own::read(value, password, limits),
        Format::Aegis => aegis::read(value, password, limits),
        Format::TwoFas => two_fas::read(value, password, limits),
        Format::Ente => ente::read(value, password, limits),
        Format::Bitwarden => bitwarden::read(value, password, limits),
        Format::Proton => proton::read(value, password, limits),
        Format::Stratum => Ok(stratum::read(value)),
        Format::AndOtp => Ok(andotp::read(value)),
        Format::FreeOtpPlus => Ok(freeotp_plus::read(value)),
        Format::Raivo => Ok(raivo::read(value)),
        Format::LastPass => Ok(lastpass::read(value)),
        Format::Duo => Ok(duo::read(value)),
        Format::Steam => Ok(steam::read(value)),
        Format::TwoFAuth => Ok(two_fauth::read(value)),
        Format::BrowserExtension => extension::read(value),
        Format::KeePassXc | Format::GoogleTransfer | Format::OtpauthList => {
            Err(ReadError::NotRecognized)
        }
    }
}
