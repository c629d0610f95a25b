//! The ways out, each read back.

use countersign_backup::{
    Damage, Details, Facts, Format, KeptToken, LeftOut, ReadError,
    write::{self, Argon2Cost, NotInTransfer, Sealing, WriteError},
};
use countersign_otp::{Algorithm, Digits, Kind, Period, Secret, Token};
use proptest::prelude::*;

use crate::support::{ALL, assert_known, file, known, plain, read};

const FACTS: Facts = Facts {
    created_at: 1_790_000_000_000,
    left_out: LeftOut { registered: 1 },
};
const PASSWORD: &str = "correct horse battery";

fn sealing(password: &str) -> Sealing<'_> {
    Sealing {
        password,
        salt: *b"0123456789abcdef",
        nonce: *b"fedcba987654",
        cost: Argon2Cost::new(19_456, 2, 1).unwrap(),
    }
}

fn known_tokens() -> Vec<KeptToken> {
    let mut tokens: Vec<_> = ALL.iter().map(|issuer| plain(known(issuer))).collect();
    tokens[0].details = Details {
        note: "Erste Zeile\nİkinci satır 🙂".to_owned(),
        tags: vec!["Work".to_owned(), "İş".to_owned()],
        pinned: true,
        trashed: true,
        uses: 12,
        last_used_at: Some(1_780_000_000_000),
    };
    tokens
}

#[test]
fn our_backup_is_read_back_with_all_that_it_keeps() {
    let tokens = known_tokens();
    let text = write::backup(&tokens, FACTS, &sealing(PASSWORD)).unwrap();
    let import = read(text.as_bytes(), Some(PASSWORD)).unwrap();
    assert_known(&import, Format::Countersign, &ALL);
    assert!(import.readable().eq(tokens.iter()));
    assert_eq!(import.facts, Some(FACTS));
}

#[test]
fn the_form_of_our_backup_does_not_change_by_accident() {
    let text = write::backup(&known_tokens(), FACTS, &sealing(PASSWORD)).unwrap();
    assert_eq!(text, String::from_utf8(file("countersign.json")).unwrap());
}

#[test]
fn a_wrong_password_is_told_from_every_kind_of_damage() {
    let text = String::from_utf8(file("countersign.json")).unwrap();
    assert_eq!(
        read(text.as_bytes(), Some("x")),
        Err(ReadError::WrongPassword)
    );
    for (from, to) in [
        ("1790000000000", "1790000000001"),
        ("\"registered\": 1", "\"registered\": 0"),
        ("\"t\": 2", "\"t\": 3"),
        ("\"m\": 19456", "\"m\": 19457"),
        ("\"checksum\": \"", "\"checksum\": \"0"),
        ("\"ciphertext\": \"", "\"ciphertext\": \"AAAA"),
    ] {
        let changed = text.replace(from, to);
        assert_ne!(changed, text);
        let damaged = ReadError::Damaged(Damage::Altered);
        assert_eq!(
            read(changed.as_bytes(), Some(PASSWORD)),
            Err(damaged),
            "{from}"
        );
    }
    for length in 1..text.len() - 2 {
        let damaged = ReadError::Damaged(Damage::CutOff);
        assert_eq!(
            read(&text.as_bytes()[..length], Some(PASSWORD)),
            Err(damaged),
            "{length}"
        );
    }
}

#[test]
fn weak_passwords_and_costs_are_refused() {
    assert_eq!(
        write::backup(&[], FACTS, &sealing("")),
        Err(WriteError::NoPassword)
    );
    for (memory_kib, passes, lanes) in [(19_455, 2, 1), (19_456, 1, 1), (19_456, 2, 0)] {
        assert_eq!(
            Argon2Cost::new(memory_kib, passes, lanes),
            Err(WriteError::TooWeak)
        );
    }
}

#[test]
fn the_password_is_not_part_of_debug_output() {
    assert!(!format!("{:?}", sealing(PASSWORD)).contains("horse"));
}

#[test]
fn a_transfer_says_which_tokens_do_not_fit_into_it() {
    let tokens = ALL.map(known);
    let transfer = write::google_transfer(&tokens, 1);
    let left_out = [
        (1, NotInTransfer::Period),
        (2, NotInTransfer::Period),
        (4, NotInTransfer::Digits),
        (6, NotInTransfer::Steam),
    ];
    assert_eq!(transfer.left_out, left_out);
    let import = read(transfer.parts[0].as_bytes(), None).unwrap();
    assert_known(&import, Format::GoogleTransfer, &["Deno", "Issuu", "WWE"]);
}

#[test]
fn aegis_json_carries_notes_groups_and_favorites() {
    let tokens = known_tokens();
    let mut number = 0;
    let text = write::aegis_json(&tokens, || {
        number += 1;
        [number; 16]
    });
    assert!(text.contains("\"uuid\": \"01010101-0101-4101-8101-010101010101\""));
    let import = read(text.as_bytes(), None).unwrap();
    assert_known(&import, Format::Aegis, &ALL);
    let details = &import.readable().next().unwrap().details;
    assert_eq!(details.note, tokens[0].details.note);
    assert_eq!(details.tags, tokens[0].details.tags);
    assert!(details.pinned);
}

fn any_kind() -> impl Strategy<Value = Kind> {
    let algorithm = prop_oneof![
        Just(Algorithm::Sha1),
        Just(Algorithm::Sha256),
        Just(Algorithm::Sha512)
    ];
    (algorithm, 6_u8..=10, 1_u32..=86_400, any::<u64>(), 0..3).prop_map(
        |(algorithm, digits, seconds, counter, kind)| {
            let digits = Digits::new(digits).unwrap();
            let period = Period::new(seconds).unwrap();
            match kind {
                0 => Kind::Totp {
                    algorithm,
                    digits,
                    period,
                },
                1 => Kind::Hotp {
                    algorithm,
                    digits,
                    counter,
                },
                _ => Kind::Steam,
            }
        },
    )
}

fn any_token() -> impl Strategy<Value = Token> {
    let secret = proptest::collection::vec(any::<u8>(), 1..40);
    ("[^:\\s]{0,12}", "[^:\\s]{0,12}", secret, any_kind()).prop_map(
        |(issuer, account_name, secret, kind)| Token {
            issuer,
            account_name,
            secret: Secret::from_bytes(secret).unwrap(),
            kind,
        },
    )
}

/// A token whose issuer is `Steam` is taken for one of Steam's where a text does not say more.
fn any_tokens() -> impl Strategy<Value = Vec<Token>> {
    proptest::collection::vec(any_token(), 1..25)
}

proptest! {
    #[test]
    fn a_list_is_read_back(tokens in any_tokens()) {
        let import = read(write::otpauth_list(&tokens).as_bytes(), None).unwrap();
        let found: Vec<_> = import.readable().map(|kept| kept.token.clone()).collect();
        prop_assert_eq!(found, tokens);
    }

    #[test]
    fn aegis_json_is_read_back(tokens in any_tokens()) {
        let kept: Vec<_> = tokens.iter().cloned().map(plain).collect();
        let import = read(write::aegis_json(&kept, || [7; 16]).as_bytes(), None).unwrap();
        prop_assert!(import.readable().eq(kept.iter()));
    }

    #[test]
    fn a_transfer_is_read_back(tokens in any_tokens(), batch_id in any::<i32>()) {
        let transfer = write::google_transfer(&tokens, batch_id);
        let left_out: Vec<_> = transfer.left_out.iter().map(|(index, _)| *index).collect();
        let fit = tokens.iter().enumerate().filter(|(index, _)| !left_out.contains(index));
        let fit: Vec<_> = fit.map(|(_, token)| token).collect();
        let text: String = transfer.parts.iter().flat_map(|part| [part.as_str(), "\n"]).collect();
        prop_assert_eq!(transfer.parts.len(), fit.len().div_ceil(10));
        if !fit.is_empty() {
            let import = read(text.as_bytes(), None).unwrap();
            prop_assert!(import.missing_parts.is_empty());
            let found: Vec<_> = import.readable().map(|kept| &kept.token).collect();
            prop_assert_eq!(found.len(), fit.len());
            for (found, written) in found.iter().zip(fit) {
                prop_assert_eq!((&found.secret, found.kind), (&written.secret, written.kind));
            }
        }
    }
}
