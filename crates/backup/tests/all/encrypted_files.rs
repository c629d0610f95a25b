//! Encrypted files: by the programs themselves where such files exist as text, else by
//! `tests/files/make.py`, which is an independent implementation.

use crate::support::{ALL, PASSWORD, assert_known, file, known, read};
use countersign_backup::{
    Damage, Detected, Format, KeyDerivation, Limits, ReadError, Unsupported, detect,
};

/// The file, its format, its key derivation, and the issuers of its tokens.
type Case = (&'static str, Format, KeyDerivation, &'static [&'static str]);

const CASES: [Case; 7] = [
    ("aegis_encrypted.json", Format::Aegis, SCRYPT, &ALL),
    (
        "2fas_encrypted_v4.2fas",
        Format::TwoFas,
        pbkdf2(10_000),
        &["Deno", "Issuu", "Air Canada", "WWE", "Boeing"],
    ),
    (
        "proton_encrypted.json",
        Format::Proton,
        argon2id(19_456, 2, 1),
        &["Deno", "SPDX", "Airbnb"],
    ),
    (
        "stratum_strong.stratum",
        Format::Stratum,
        argon2id(65_536, 3, 4),
        &ALL,
    ),
    (
        "stratum_legacy.authpro",
        Format::Stratum,
        pbkdf2(64_000),
        &ALL,
    ),
    ("andotp_new.json.aes", Format::AndOtp, pbkdf2(145_776), &ALL),
    (
        "andotp_old.json.aes",
        Format::AndOtp,
        KeyDerivation::Sha256,
        &ALL,
    ),
];

const SCRYPT: KeyDerivation = KeyDerivation::Scrypt {
    log_n: 15,
    r: 8,
    p: 1,
};

const fn pbkdf2(iterations: u32) -> KeyDerivation {
    KeyDerivation::Pbkdf2 { iterations }
}

const fn argon2id(memory_kib: u32, passes: u32, lanes: u32) -> KeyDerivation {
    KeyDerivation::Argon2id {
        memory_kib,
        passes,
        lanes,
    }
}

#[test]
fn the_right_password_opens_each() {
    for (name, format, _, issuers) in CASES {
        assert_known(&read(&file(name), Some(PASSWORD)).unwrap(), format, issuers);
    }
}

#[test]
fn each_says_what_it_is_and_costs_before_a_password_is_there() {
    for (name, format, key, _) in CASES {
        let detected = Detected::Backup {
            format,
            key: Some(key),
            // andOTP has no mark of its own.
            certain: format != Format::AndOtp,
        };
        assert_eq!(detect(&file(name), &Limits::default()), detected, "{name}");
        assert_eq!(
            read(&file(name), None),
            Err(ReadError::PasswordNeeded(key)),
            "{name}"
        );
    }
}

#[test]
fn a_wrong_password_is_told_as_well_as_the_format_can() {
    for (name, format, ..) in CASES {
        let expected = match format {
            Format::Aegis | Format::TwoFas => ReadError::WrongPassword,
            _ => ReadError::WrongPasswordOrDamaged,
        };
        assert_eq!(read(&file(name), Some("Test")), Err(expected), "{name}");
    }
}

#[test]
fn what_costs_more_than_allowed_is_refused_before_a_password_is_asked_for() {
    let limits = Limits {
        memory_kib: 1024,
        milliseconds: 1,
        ..Limits::default()
    };
    for (name, _, key, _) in CASES {
        let read = countersign_backup::read(&file(name), None, &limits);
        let expected = match key {
            KeyDerivation::Sha256 => ReadError::PasswordNeeded(key),
            _ => ReadError::TooCostly(key),
        };
        assert_eq!(read, Err(expected), "{name}");
    }
}

#[test]
fn ente_opens_with_its_three_kinds_of_tokens() {
    let bytes = file("ente_encrypted.json");
    let key = argon2id(10, 1, 1);
    assert_eq!(read(&bytes, None), Err(ReadError::PasswordNeeded(key)));
    assert_eq!(
        read(&bytes, Some("wrong")),
        Err(ReadError::WrongPasswordOrDamaged)
    );
    let import = read(&bytes, Some("password")).unwrap();
    assert_eq!(import.format, Format::Ente);
    let names: Vec<_> = import
        .readable()
        .map(|kept| (kept.token.issuer.as_str(), kept.token.account_name.as_str()))
        .collect();
    assert_eq!(
        names,
        [
            ("dfdf", "adfasdf"),
            ("issuertest", "accountest"),
            ("steam", "steam")
        ]
    );
}

#[test]
fn a_gibibyte_for_ente_is_within_the_limits_and_two_are_not() {
    let text = String::from_utf8(file("ente_encrypted.json")).unwrap();
    let with = |bytes: &str| {
        text.replace("10240", bytes)
            .replace("\"opsLimit\": 1", "\"opsLimit\": 4")
    };
    let real = argon2id(1 << 20, 4, 1);
    assert_eq!(
        read(with("1073741824").as_bytes(), None),
        Err(ReadError::PasswordNeeded(real))
    );
    let double = argon2id(2 << 20, 4, 1);
    assert_eq!(
        read(with("2147483648").as_bytes(), Some("x")),
        Err(ReadError::TooCostly(double))
    );
}

#[test]
fn bitwarden_opens_with_either_derivation() {
    for (name, key) in [
        ("bitwarden_pbkdf2.json", pbkdf2(600_000)),
        ("bitwarden_argon2id.json", argon2id(65_536, 3, 4)),
    ] {
        let bytes = file(name);
        assert_eq!(read(&bytes, None), Err(ReadError::PasswordNeeded(key)));
        let import = read(&bytes, Some(PASSWORD)).unwrap();
        let first = import.readable().next().unwrap();
        assert_eq!((import.entries.len(), &first.token), (4, &known("Deno")));
        assert_eq!(read(&bytes, Some("Test")), Err(ReadError::WrongPassword));
    }
}

/// Changes one letter in the middle of a text that starts with `mark`.
fn damaged(name: &str, mark: &str) -> Vec<u8> {
    let mut bytes = file(name);
    let text = String::from_utf8(bytes.clone()).unwrap();
    let start = text.find(mark).unwrap() + mark.len() + 40;
    bytes[start] = if bytes[start] == b'A' { b'B' } else { b'A' };
    bytes
}

#[test]
fn damage_is_told_from_a_wrong_password_where_the_format_has_two_seals() {
    for (name, mark) in [
        ("aegis_encrypted.json", "\"db\": \""),
        ("2fas_encrypted_v4.2fas", "\"servicesEncrypted\":\""),
        ("bitwarden_argon2id.json", "\"data\": \""),
    ] {
        let read = read(&damaged(name, mark), Some(PASSWORD));
        assert_eq!(read, Err(ReadError::Damaged(Damage::Altered)), "{name}");
    }
}

#[test]
fn a_file_that_was_cut_off_says_so_whatever_the_password() {
    for (name, ..) in CASES
        .into_iter()
        .filter(|(name, ..)| !name.contains("andotp"))
    {
        let bytes = file(name);
        let short = if name.starts_with("stratum") {
            50
        } else {
            bytes.len() / 2
        };
        let read = read(&bytes[..short], Some(PASSWORD));
        assert_eq!(read, Err(ReadError::Damaged(Damage::CutOff)), "{name}");
    }
}

#[test]
fn an_aegis_vault_whose_slots_no_password_opens_is_refused() {
    let text = String::from_utf8(file("aegis_encrypted.json")).unwrap();
    let biometric = text.replace("\"type\": 1", "\"type\": 2");
    let reason = Unsupported::AegisWithoutPassword;
    assert_eq!(
        read(biometric.as_bytes(), Some(PASSWORD)),
        Err(ReadError::Unsupported(reason))
    );
}
