//! Encrypted files that lost their end or one byte on the way.

use countersign_backup::{Damage, Format, ReadError};

use crate::support::{ALL, PASSWORD, assert_known, file, read};

/// Files whose keys cost next to nothing, so that every place can be tried.
const CHEAP: [&str; 2] = ["ente_sodium_final.json", "andotp_old.json.aes"];

#[test]
fn ente_opens_what_libsodium_sealed_with_either_tag() {
    for name in ["ente_sodium_message.json", "ente_sodium_final.json"] {
        let import = read(&file(name), Some(PASSWORD)).unwrap();
        assert_known(&import, Format::Ente, &ALL);
    }
}

#[test]
fn json_without_its_end_is_cut_off_at_every_place() {
    for name in [
        "2fas_encrypted_v4.2fas",
        "aegis_encrypted.json",
        "bitwarden_argon2id.json",
        "bitwarden_pbkdf2.json",
        "ente_encrypted.json",
        "proton_encrypted.json",
    ] {
        let bytes = file(name);
        for length in 1..bytes.trim_ascii_end().len() {
            let read = read(&bytes[..length], Some(PASSWORD));
            assert_eq!(
                read,
                Err(ReadError::Damaged(Damage::CutOff)),
                "{name} {length}"
            );
        }
    }
}

#[test]
fn sealed_bytes_without_their_end_do_not_open() {
    for name in [
        "stratum_strong.stratum",
        "stratum_legacy.authpro",
        "andotp_new.json.aes",
    ] {
        let bytes = file(name);
        for length in [60, bytes.len() / 2, bytes.len() - 16, bytes.len() - 1] {
            let error = read(&bytes[..length], Some(PASSWORD)).unwrap_err();
            let expected = [
                ReadError::WrongPasswordOrDamaged,
                ReadError::Damaged(Damage::CutOff),
            ];
            assert!(expected.contains(&error), "{name} {length} {error:?}");
        }
    }
    let bytes = file("andotp_old.json.aes");
    for length in 0..bytes.len() {
        assert!(read(&bytes[..length], Some(PASSWORD)).is_err(), "{length}");
    }
}

#[test]
fn one_wrong_byte_in_what_is_sealed_does_not_open() {
    for name in ["stratum_strong.stratum", "andotp_new.json.aes"] {
        let mut bytes = file(name);
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        let read = read(&bytes, Some(PASSWORD));
        assert_eq!(read, Err(ReadError::WrongPasswordOrDamaged), "{name}");
    }
    let text = String::from_utf8(file("proton_encrypted.json")).unwrap();
    let start = text.find("\"content\"").unwrap() + 100;
    let mut bytes = text.into_bytes();
    bytes[start] = if bytes[start] == b'A' { b'B' } else { b'A' };
    let read = read(&bytes, Some(PASSWORD));
    assert_eq!(read, Err(ReadError::WrongPasswordOrDamaged));
}

#[test]
fn one_wrong_byte_anywhere_never_opens_as_something_else() {
    for name in CHEAP {
        let whole = read(&file(name), Some(PASSWORD)).unwrap();
        for place in 0..file(name).len() {
            let mut bytes = file(name);
            bytes[place] ^= 2;
            if let Ok(import) = read(&bytes, Some(PASSWORD)) {
                assert_eq!(import, whole, "{name} {place}");
            }
        }
    }
}
