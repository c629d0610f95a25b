//! Files to read, and what is in them.

use countersign_backup::{Details, Entry, Format, Import, KeptToken, Limits, ReadError};
use countersign_otp::{Algorithm, Digits, Kind, Period, Secret, Token};

/// The password of every encrypted file, but Ente's.
pub(crate) const PASSWORD: &str = "test";

/// A file of `tests/files`.
pub(crate) fn file(name: &str) -> Vec<u8> {
    let path = format!("{}/tests/files/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read(path).unwrap()
}

pub(crate) fn read(bytes: &[u8], password: Option<&str>) -> Result<Import, ReadError> {
    countersign_backup::read(bytes, password, &Limits::default())
}

pub(crate) fn token(uri: &str) -> Token {
    Token::from_uri(uri).unwrap()
}

pub(crate) fn plain(token: Token) -> KeptToken {
    KeptToken {
        token,
        details: Details::default(),
    }
}

/// The seven tokens that are in nearly all of Aegis's test files, by their issuers.
pub(crate) fn known(issuer: &str) -> Token {
    let sha = |bits| match bits {
        1 => Algorithm::Sha1,
        256 => Algorithm::Sha256,
        _ => Algorithm::Sha512,
    };
    let totp = |bits, digits, seconds| Kind::Totp {
        algorithm: sha(bits),
        digits: Digits::new(digits).unwrap(),
        period: Period::new(seconds).unwrap(),
    };
    let hotp = |bits, digits, counter| Kind::Hotp {
        algorithm: sha(bits),
        digits: Digits::new(digits).unwrap(),
        counter,
    };
    let (account_name, secret, kind) = match issuer {
        "Deno" => ("Mason", "4SJHB4GSD43FZBAI7C2HLRJGPQ", totp(1, 6, 30)),
        "SPDX" => ("James", "5OM4WOOGPLQEF6UGN3CPEOOLWU", totp(256, 7, 20)),
        "Airbnb" => ("Elijah", "7ELGJSGXNCCTV3O6LKJWYFV2RA", totp(512, 8, 50)),
        "Issuu" => ("James", "YOOMIXWS5GN6RTBPUFFWKTW5M4", hotp(1, 6, 1)),
        "Air Canada" => ("Benjamin", "KUVJJOM753IHTNDSZVCNKL7GII", hotp(256, 7, 50)),
        "WWE" => ("Mason", "5VAML3X35THCEBVRLV24CGBKOY", hotp(512, 8, 10_300)),
        "Boeing" => ("Sophia", "JRZCL47CMXVOQMNPZR2F7J4RGI", Kind::Steam),
        _ => panic!("no such token"),
    };
    Token {
        issuer: issuer.to_owned(),
        account_name: account_name.to_owned(),
        secret: Secret::from_base32(secret).unwrap(),
        kind,
    }
}

pub(crate) const ALL: [&str; 7] = [
    "Deno",
    "SPDX",
    "Airbnb",
    "Issuu",
    "Air Canada",
    "WWE",
    "Boeing",
];

/// Asserts that an import is of a format and has the known tokens of these issuers and no others.
#[track_caller]
pub(crate) fn assert_known(import: &Import, format: Format, issuers: &[&str]) {
    assert_eq!(import.format, format);
    let mut found: Vec<_> = import.readable().map(|kept| &kept.token).collect();
    let mut expected: Vec<_> = issuers.iter().map(|issuer| known(issuer)).collect();
    found.sort_by(|left, right| left.issuer.cmp(&right.issuer));
    expected.sort_by(|left, right| left.issuer.cmp(&right.issuer));
    assert_eq!(found, expected.iter().collect::<Vec<_>>());
    assert_eq!(import.entries.len(), issuers.len());
}

/// The only entry of an import.
#[track_caller]
pub(crate) fn only(import: &Import) -> &Entry {
    let [entry] = import.entries.as_slice() else {
        panic!("{} entries", import.entries.len());
    };
    entry
}
