//! Whatever the bytes are, reading ends in time with a result or an error.

use std::time::{Duration, Instant};

use countersign_backup::{Limits, detect, read};
use proptest::prelude::*;

use crate::support::{PASSWORD, file};

const FILES: [&str; 24] = [
    "2fas_encrypted_v4.2fas",
    "2fas_plain_v4.2fas",
    "aegis_encrypted.json",
    "aegis_grouped_v2.json",
    "aegis_plain.json",
    "andotp_new.json.aes",
    "andotp_old.json.aes",
    "andotp_plain.json",
    "bitwarden.csv",
    "bitwarden.json",
    "bitwarden_pbkdf2.json",
    "countersign.json",
    "duo.json",
    "ente_encrypted.json",
    "ente_plain.txt",
    "freeotp_plus.json",
    "google_transfer.txt",
    "lastpass.json",
    "otpauth_list.txt",
    "proton_plain.json",
    "proton_encrypted.json",
    "steam.json",
    "stratum_plain.json",
    "stratum_legacy.authpro",
];

/// So little that a key derivation does not take the time of the tests.
fn cheap() -> Limits {
    Limits {
        memory_kib: 64,
        milliseconds: 3,
        ..Limits::default()
    }
}

fn mutated() -> impl Strategy<Value = Vec<u8>> {
    let changes = proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..6);
    (
        0..FILES.len(),
        changes,
        any::<prop::sample::Index>(),
        any::<bool>(),
    )
        .prop_map(|(name, changes, end, cut)| {
            let mut bytes = file(FILES[name]);
            for (place, byte) in changes {
                let place = place.index(bytes.len());
                bytes[place] = byte;
            }
            if cut {
                bytes.truncate(end.index(bytes.len()));
            }
            bytes
        })
}

/// JSON with the names that the readers look for, and values of any kind.
fn any_json() -> impl Strategy<Value = serde_json::Value> {
    const NAMES: [&str; 40] = [
        "version",
        "header",
        "slots",
        "params",
        "db",
        "entries",
        "info",
        "secret",
        "digits",
        "period",
        "counter",
        "algo",
        "type",
        "groups",
        "name",
        "issuer",
        "schemaVersion",
        "services",
        "otp",
        "servicesEncrypted",
        "reference",
        "kdfParams",
        "encryptedData",
        "memLimit",
        "opsLimit",
        "salt",
        "encrypted",
        "items",
        "login",
        "totp",
        "data",
        "content",
        "uri",
        "Authenticators",
        "Type",
        "tokens",
        "tokenOrder",
        "accounts",
        "issuerName",
        "label",
    ];
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i64>().prop_map(Into::into),
        any::<f64>().prop_map(Into::into),
        "[A-Z2-7:;=|.&]{0,12}".prop_map(Into::into),
    ];
    leaf.prop_recursive(5, 60, 8, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..5).prop_map(Into::into),
            proptest::collection::vec((prop::sample::select(&NAMES[..]), inner), 0..8).prop_map(
                |fields| {
                    let fields = fields
                        .into_iter()
                        .map(|(name, value)| (name.to_owned(), value));
                    serde_json::Value::Object(fields.collect())
                }
            ),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn any_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let _ = detect(&bytes, &cheap());
        let _ = read(&bytes, Some(PASSWORD), &cheap());
    }

    #[test]
    fn any_text(text in "\\PC{0,200}") {
        let _ = read(text.as_bytes(), Some(PASSWORD), &cheap());
        let list = format!("otpauth://totp/{text}\nsteam://{text},otpauth://{text}");
        let _ = read(list.as_bytes(), Some(PASSWORD), &cheap());
        for header in ["name,login_totp", "Group,Title,TOTP"] {
            let table = format!("{header}\n{text}");
            let _ = read(table.as_bytes(), Some(PASSWORD), &cheap());
        }
    }

    #[test]
    fn any_object_with_the_right_names(value in any_json()) {
        let bytes = serde_json::to_vec(&value).unwrap();
        let _ = detect(&bytes, &cheap());
        let _ = read(&bytes, Some(PASSWORD), &cheap());
    }

    #[test]
    fn real_files_that_were_changed(bytes in mutated()) {
        let _ = detect(&bytes, &cheap());
        let _ = read(&bytes, Some(PASSWORD), &cheap());
    }

    #[test]
    fn detecting_and_reading_agree(bytes in mutated()) {
        use countersign_backup::{Detected, ReadError};
        let read = read(&bytes, None, &Limits::default());
        match detect(&bytes, &Limits::default()) {
            Detected::Backup { format, key: None, .. } => match read {
                Ok(import) => prop_assert_eq!(import.format, format),
                Err(error) => prop_assert!(matches!(error, ReadError::Damaged(_)), "{error:?}"),
            },
            Detected::Backup { key: Some(key), .. } => {
                let costs = [ReadError::PasswordNeeded(key), ReadError::TooCostly(key)];
                let error = read.unwrap_err();
                prop_assert!(costs.contains(&error) || matches!(error, ReadError::Damaged(_)), "{error:?}");
            }
            Detected::Unsupported(reason) => prop_assert_eq!(read, Err(ReadError::Unsupported(reason))),
            Detected::Damaged(damage) => prop_assert_eq!(read, Err(ReadError::Damaged(damage))),
            Detected::Unknown => prop_assert!(read.is_err()),
        }
    }
}

#[test]
fn deep_nesting_ends_in_an_error() {
    for text in ["[".repeat(100_000), "{\"a\":".repeat(100_000)] {
        assert!(read(text.as_bytes(), None, &Limits::default()).is_err());
    }
}

#[test]
fn large_files_of_the_worst_kinds_take_no_more_than_their_length() {
    let size = 4 << 20;
    let many = |piece: &str| piece.repeat(size / piece.len());
    let transfer = "otpauth-migration://offline?data=CigKEPqlBekzoNEukL7qlsjBCDYSDnBpQHJhc3BiZXJyeXBpIAEoATACEAEYAQ\n";
    let texts = [
        format!("otpauth://totp/a?secret=MZXW6{}", many(",")),
        format!("otpauth://totp/a?secret=MZXW6{}", many(", ")),
        many("otpauth://totp/a?secret=MZXW6,"),
        many(transfer),
        format!("Group,Title,TOTP\n{}", many("\"")),
        format!("name,login_totp\n{}", many("a,MZXW6\n")),
        format!(
            "{{\"encrypted\":false,\"items\":[{}1]}}",
            many("{\"login\":{\"totp\":\"MZXW6\"}},")
        ),
    ];
    // The limit is far away from what it takes, and near enough to show what grows as a square.
    for text in texts {
        let start = Instant::now();
        let _ = read(text.as_bytes(), None, &Limits::default());
        assert!(start.elapsed() < Duration::from_mins(1), "{}", &text[..40]);
    }
}
