use countersign_otp::{Kind, Secret, Token};
use proptest::prelude::*;

use super::{Header, seal};
use crate::{Details, Facts, KeptToken, LeftOut, Limits, read};

fn any_token() -> impl Strategy<Value = KeptToken> {
    let names = (any::<String>(), any::<String>(), any::<String>());
    let tags = proptest::collection::vec(any::<String>(), 0..4);
    let secret = proptest::collection::vec(any::<u8>(), 1..40);
    let rest = (
        any::<bool>(),
        any::<bool>(),
        any::<u64>(),
        any::<Option<u64>>(),
        any::<u64>(),
    );
    (names, tags, secret, rest).prop_map(|(names, tags, secret, rest)| {
        let (issuer, account_name, note) = names;
        let (pinned, trashed, uses, last_used_at, counter) = rest;
        let kind = Kind::Hotp {
            algorithm: countersign_otp::Algorithm::Sha512,
            digits: countersign_otp::Digits::default(),
            counter,
        };
        let secret = Secret::from_bytes(secret).unwrap();
        KeptToken {
            token: Token {
                issuer,
                account_name,
                secret,
                kind,
            },
            details: Details {
                note,
                tags,
                pinned,
                trashed,
                uses,
                last_used_at,
            },
        }
    })
}

proptest! {
    #[test]
    fn whatever_is_kept_is_read_back(
        tokens in proptest::collection::vec(any_token(), 0..5),
        created_at in any::<u64>(),
        registered in any::<u32>(),
        salt in any::<[u8; 16]>(),
        nonce in any::<[u8; 12]>(),
        password in "\\PC{1,20}",
    ) {
        let facts = Facts { created_at, left_out: LeftOut { registered } };
        let header = Header { facts, memory_kib: 8, passes: 1, lanes: 1, salt, nonce };
        let text = seal(&tokens, &header, &password).unwrap();
        let import = read(text.as_bytes(), Some(&password), &Limits::default()).unwrap();
        prop_assert_eq!(import.facts, Some(facts));
        prop_assert!(import.readable().eq(tokens.iter()));
    }
}
