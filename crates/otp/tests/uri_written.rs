//! `otpauth://` texts as we write them, and texts made to break the reader.
#![expect(clippy::unwrap_used, reason = "a helper of tests fails the test")]

use countersign_otp::{Algorithm, Digits, Kind, Period, Secret, Token};
use proptest::prelude::*;

fn totp(algorithm: Algorithm, digits: u8, period: u32) -> Kind {
    Kind::Totp {
        algorithm,
        digits: Digits::new(digits).unwrap(),
        period: Period::new(period).unwrap(),
    }
}

#[test]
fn what_we_write_is_strict() {
    let mut token = Token {
        issuer: "A&B: #1+".to_owned(),
        account_name: "j\u{f6}rg@x.org".to_owned(),
        secret: Secret::from_base32("JBSWY3DPEHPK3PXP").unwrap(),
        kind: totp(Algorithm::Sha256, 8, 60),
    };
    assert_eq!(
        token.to_uri().expose(),
        "otpauth://totp/A%26B%3A%20%231%2B:j%C3%B6rg%40x.org?secret=JBSWY3DPEHPK3PXP\
         &issuer=A%26B%3A%20%231%2B&algorithm=SHA256&digits=8&period=60"
    );
    token.issuer.clear();
    token.kind = Kind::Hotp {
        algorithm: Algorithm::Sha1,
        digits: Digits::default(),
        counter: 7,
    };
    assert_eq!(
        token.to_uri().expose(),
        "otpauth://hotp/j%C3%B6rg%40x.org?secret=JBSWY3DPEHPK3PXP&algorithm=SHA1&digits=6&counter=7"
    );
    token.kind = Kind::Steam;
    assert_eq!(
        token.to_uri().expose(),
        "otpauth://steam/j%C3%B6rg%40x.org?secret=JBSWY3DPEHPK3PXP\
         &algorithm=SHA1&digits=5&period=30"
    );
}

fn name() -> impl Strategy<Value = String> {
    let awkward = "[ :+%#&=?/A-C\u{f6}\u{1f511}]{0,12}";
    prop_oneof![any::<String>(), awkward, Just("Steam".to_owned())]
        .prop_map(|name| name.trim().to_owned())
}

fn kind() -> impl Strategy<Value = Kind> {
    let algorithm = prop_oneof![
        Just(Algorithm::Sha1),
        Just(Algorithm::Sha256),
        Just(Algorithm::Sha512)
    ];
    (algorithm, 6_u8..=10, 1_u32..=86_400, any::<u64>(), 0..3).prop_map(
        |(algorithm, digits, period, counter, kind)| match kind {
            0 => totp(algorithm, digits, period),
            1 => Kind::Hotp {
                algorithm,
                digits: Digits::new(digits).unwrap(),
                counter,
            },
            _ => Kind::Steam,
        },
    )
}

proptest! {
    #[test]
    fn what_we_write_is_read_back(
        issuer in name(),
        account_name in name(),
        secret in proptest::collection::vec(any::<u8>(), 1..70),
        kind in kind(),
    ) {
        let secret = Secret::from_bytes(secret).unwrap();
        let token = Token { issuer, account_name, secret, kind };
        let uri = token.to_uri();
        prop_assert!(uri.expose().bytes().all(|byte| byte.is_ascii_graphic()));
        let read = Token::from_uri(uri.expose());
        prop_assert_eq!(read.as_ref(), Ok(&token), "{}", uri.expose());
    }

    #[test]
    fn arbitrary_text_never_panics(text in any::<String>()) {
        let _ = Token::from_uri(&text);
    }

    #[test]
    fn arbitrary_text_after_the_scheme_never_panics(
        start in prop_oneof![
            Just("otpauth://"), Just("otpauth://totp/"), Just("otpauth://hotp/?"),
            Just("otpauth://totp/?secret="), Just("steam://"),
        ],
        rest in prop_oneof![
            any::<String>(),
            "[a-zA-Z0-9:/?#&=%+ \u{130}\u{f6}]{0,80}",
            "((secret|issuer|digits|period|steam|counter|algorithm)(=|&|==|%3D|null|[0-9]{1,3}|\u{f6}){0,3}){0,8}",
        ],
    ) {
        if let Ok(token) = Token::from_uri(&format!("{start}{rest}")) {
            prop_assert_eq!(Token::from_uri(token.to_uri().expose()), Ok(token));
        }
    }
}
