use countersign_otp::Token;
use proptest::prelude::*;

use super::*;
use crate::{Damage, Format};
use crate::{Details, Entry, LeftOut, MissingParts, OtherKind, Unreadable, Unsupported, Why};

fn file(name: &str) -> Vec<u8> {
    let path = format!("{}/tests/files/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read(path).unwrap()
}

fn kept(uri: &str) -> KeptToken {
    KeptToken {
        token: Token::from_uri(uri).unwrap(),
        details: Details {
            note: "at the desk".to_owned(),
            tags: vec!["work".to_owned(), "İş".to_owned()],
            pinned: true,
            trashed: true,
            uses: u64::MAX,
            last_used_at: Some(1_795_496_400_123),
        },
    }
}

fn import(entries: Vec<Entry>) -> Import {
    Import {
        format: Format::OtpauthList,
        entries,
        passed_over: 7,
        missing_parts: vec![MissingParts {
            batch_id: -1,
            size: 3,
            missing: vec![2, 3],
        }],
        facts: Some(Facts {
            created_at: 128,
            left_out: LeftOut { registered: 1 },
        }),
    }
}

#[test]
fn every_file_arrives_as_it_was_read() {
    let mut files = 0;
    let folder = format!("{}/tests/files", env!("CARGO_MANIFEST_DIR"));
    for found in std::fs::read_dir(folder).unwrap() {
        let name = found.unwrap().file_name().into_string().unwrap();
        // These need a gibibyte, and the others show the same.
        if name.starts_with("ente_") && !name.ends_with("plain.txt") {
            continue;
        }
        let bytes = file(&name);
        let opened = Opened {
            detected: detect(&bytes, &Limits::default()),
            read: read(&bytes, Some("test"), &Limits::default()),
        };
        assert_eq!(
            Opened::from_bytes(&bytes_of(&opened)),
            Some(opened),
            "{name}"
        );
        files += 1;
    }
    assert!(files > 20, "{files}");
}

#[test]
fn tokens_of_all_kinds_arrive_with_all_that_is_kept() {
    let uris = [
        "otpauth://totp/A:b?secret=JBSWY3DPEHPK3PXP&issuer=A&algorithm=SHA512&digits=10&period=86400",
        "otpauth://hotp/c?secret=JBSWY3DPEHPK3PXP&counter=18446744073709551615&algorithm=SHA256",
        "steam://JBSWY3DPEHPK3PXP",
    ];
    let list = uris.join("\n");
    let read = read(list.as_bytes(), None, &Limits::default()).unwrap();
    assert_eq!(read.readable().count(), 3);
    let mut entries = read.entries;
    entries.push(Entry::Readable(Box::new(kept(uris[0]))));
    let opened = Opened {
        detected: Detected::Unknown,
        read: Ok(import(entries)),
    };
    assert_eq!(Opened::from_bytes(&bytes_of(&opened)), Some(opened));
}

#[test]
fn every_reason_arrives() {
    let key = KeyDerivation::Scrypt {
        log_n: 15,
        r: 8,
        p: 1,
    };
    let reasons = [
        ReadError::NotRecognized,
        ReadError::PasswordNeeded(key),
        ReadError::WrongPassword,
        ReadError::WrongPasswordOrDamaged,
        ReadError::Damaged(Damage::CutOff),
        ReadError::TooLarge,
        ReadError::TooCostly(KeyDerivation::Pbkdf2 { iterations: 1 }),
        ReadError::OutOfMemory(KeyDerivation::Sha256),
        ReadError::Unsupported(Unsupported::NewerVersion(Format::Aegis)),
    ];
    for reason in reasons {
        let opened = Opened {
            detected: Detected::Damaged(Damage::Altered),
            read: Err(reason),
        };
        assert_eq!(Opened::from_bytes(&bytes_of(&opened)), Some(opened));
    }
    let unreadable = |why| {
        Entry::Unreadable(Unreadable {
            name: "#1".to_owned(),
            why,
        })
    };
    let whys = [
        Why::UnknownKind(OtherKind::Yandex),
        Why::BadSecret(countersign_otp::InvalidSecret::NotBase32 { position: 300 }),
        Why::NotAToken,
    ];
    let entries = whys.map(unreadable).to_vec();
    let opened = Opened {
        detected: Detected::Unsupported(Unsupported::Zip),
        read: Ok(import(entries)),
    };
    assert_eq!(Opened::from_bytes(&bytes_of(&opened)), Some(opened));
}

#[test]
fn what_is_ordered_is_written_and_opens() {
    let tokens = [kept("otpauth://totp/A:b?secret=JBSWY3DPEHPK3PXP")];
    let facts = Facts {
        created_at: 1_795_496_400_123,
        left_out: LeftOut { registered: 2 },
    };
    let sealing = Sealing {
        password: "four words in a row",
        salt: [1; 16],
        nonce: [2; 12],
        cost: Argon2Cost::new(19_456, 2, 1).unwrap(),
    };
    let order = write_order(&tokens, facts, &sealing);
    let text = written_from_bytes(&write(&order).unwrap())
        .unwrap()
        .unwrap();
    let opened = Opened::from_bytes(&open(text.as_bytes(), Some(sealing.password))).unwrap();
    let import = opened.read.unwrap();
    assert_eq!(
        import.readable().collect::<Vec<_>>(),
        tokens.iter().collect::<Vec<_>>()
    );
    assert_eq!(import.facts, Some(facts));
    let empty = write_order(
        &tokens,
        facts,
        &Sealing {
            password: "",
            ..sealing
        },
    );
    assert_eq!(
        written_from_bytes(&write(&empty).unwrap()),
        Some(Err(WriteError::NoPassword))
    );
}

proptest! {
    #[test]
    fn any_number_arrives(number: u64, signed: i32) {
        prop_assert_eq!(whole::<u64>(&bytes_of(&number)), Some(number));
        prop_assert_eq!(whole::<i32>(&bytes_of(&signed)), Some(signed));
    }

    #[test]
    fn other_bytes_are_no_answer_and_no_panic(bytes: Vec<u8>) {
        let _ = Opened::from_bytes(&bytes);
        let _ = written_from_bytes(&bytes);
        prop_assert!(bytes.len() > 40 || write(&bytes).is_none());
    }

    #[test]
    fn a_part_of_an_answer_is_none(cut in 0_usize..60) {
        let bytes = open(b"otpauth://totp/A:b?secret=JBSWY3DPEHPK3PXP", None);
        prop_assert!(Opened::from_bytes(&bytes).is_some());
        let part = bytes.get(..cut.min(bytes.len() - 1)).unwrap();
        prop_assert_eq!(Opened::from_bytes(part), None);
    }
}
