//! `otpauth://` texts as they are found in the wild.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a helper of tests fails the test"
)]

use countersign_otp::{Algorithm, Digits, InvalidSecret, Kind, Period, Secret, Token, UriError};

const HELLO: &str = "JBSWY3DPEHPK3PXP";

fn read(uri: &str) -> Token {
    Token::from_uri(uri).unwrap_or_else(|error| panic!("{uri}: {error}"))
}

fn totp(algorithm: Algorithm, digits: u8, period: u32) -> Kind {
    Kind::Totp {
        algorithm,
        digits: Digits::new(digits).unwrap(),
        period: Period::new(period).unwrap(),
    }
}

fn usual() -> Kind {
    totp(Algorithm::Sha1, 6, 30)
}

/// What follows `otpauth://totp/` makes these names.
fn assert_names(cases: &[(&str, &str, &str)]) {
    for (rest, issuer, account_name) in cases {
        let token = read(&format!("otpauth://totp/{rest}"));
        assert_eq!(
            (token.issuer.as_str(), token.account_name.as_str()),
            (*issuer, *account_name),
            "{rest}"
        );
    }
}

/// These parameters, after a secret, make this kind.
fn assert_kinds(cases: &[(&str, Kind)]) {
    for (parameters, kind) in cases {
        let token = read(&format!("otpauth://totp/A:b?secret={HELLO}{parameters}"));
        assert_eq!(token.kind, *kind, "{parameters}");
        assert_eq!(token.secret.expose_bytes(), b"Hello!\xde\xad\xbe\xef");
    }
}

fn assert_errors(cases: &[(&str, UriError)]) {
    for (uri, error) in cases {
        assert_eq!(Token::from_uri(uri).err(), Some(*error), "{uri}");
    }
}

#[test]
fn the_example_of_the_key_uri_format_is_read() {
    let token = read(
        "otpauth://totp/ACME%20Co:john.doe@email.com?secret=HXDMVJECJJWSRB3HWIZR4IFUGFTMXBOZ\
         &issuer=ACME%20Co&algorithm=SHA1&digits=6&period=30",
    );
    assert_eq!(token.issuer, "ACME Co");
    assert_eq!(token.account_name, "john.doe@email.com");
    assert_eq!(token.kind, usual());
    assert_eq!(token.secret.expose_bytes().len(), 20);
}

#[test]
fn what_is_not_said_has_its_default() {
    assert_eq!(read("otpauth://totp/?secret=GE").kind, usual());
    assert_eq!(
        read("otpauth://hotp/?secret=GE").kind,
        Kind::Hotp {
            algorithm: Algorithm::Sha1,
            digits: Digits::default(),
            counter: 0
        }
    );
}

#[test]
fn every_parameter_is_read() {
    assert_kinds(&[
        (
            "&algorithm=SHA256&digits=9&period=86400",
            totp(Algorithm::Sha256, 9, 86_400),
        ),
        (
            "&algorithm=SHA512&digits=10&period=1",
            totp(Algorithm::Sha512, 10, 1),
        ),
        (
            "&ALGORITHM=SHA256&Digits=8&periOD=60",
            totp(Algorithm::Sha256, 8, 60),
        ),
        ("&digits=8&digits=7", totp(Algorithm::Sha1, 8, 30)),
        ("&digits=%38&period=+60", totp(Algorithm::Sha1, 8, 60)),
    ]);
    let counter = u64::MAX;
    assert_eq!(
        read(&format!("otpauth://hotp/?secret=GE&counter={counter}")).kind,
        Kind::Hotp {
            algorithm: Algorithm::Sha1,
            digits: Digits::default(),
            counter
        }
    );
}

#[test]
fn secrets_are_read_in_every_shape_they_are_printed_in() {
    for secret in [
        "JBSWY3DPEHPK3PXP",
        "jbswy3dpehpk3pxp",
        "JBSW Y3DP EHPK 3PXP",
        "JBSW%20Y3DP%20EHPK%203PXP",
        "jbsw+y3dp+ehpk+3pxp",
        "JBSW-Y3DP_EHPK-3PXP",
        "JBSWY3DPEHPK3PXP====",
        "JBSWY3DPEHPK3PXP%3D%3D",
        "JBSWY3DPEHPK3PXP#fragment",
    ] {
        let token = read(&format!("otpauth://totp/A:b?secret={secret}&issuer=A"));
        assert_eq!(
            token.secret,
            Secret::from_base32(HELLO).unwrap(),
            "{secret}"
        );
    }
}

#[test]
fn the_scheme_and_the_type_are_read_in_every_shape() {
    for start in [
        "otpauth://totp/",
        "OTPAUTH://TOTP/",
        "otpauth:totp/",
        "otpauth:///totp/",
        "web+otpauth://totp/",
        " \u{feff}otpauth://totp/",
        "\notpauth://totp",
    ] {
        assert_eq!(
            read(&format!("{start}?secret=GE \r\n")).kind,
            usual(),
            "{start}"
        );
    }
}

#[test]
fn issuer_and_account_name_are_told_apart() {
    assert_names(&[
        ("Issuer:me?secret=GE", "Issuer", "me"),
        ("Issuer%3Ame?secret=GE", "Issuer", "me"),
        ("Issuer%3a%20me?secret=GE", "Issuer", "me"),
        ("Issuer:%20me?secret=GE&issuer=Issuer", "Issuer", "me"),
        ("Issuer : me?secret=GE&issuer=Issuer", "Issuer", "me"),
        ("Issuer%3Ame?secret=GE&issuer=Issuer", "Issuer", "me"),
        ("issuer:me?secret=GE&issuer=Issuer", "Issuer", "me"),
        ("me?secret=GE&issuer=Issuer", "Issuer", "me"),
        ("me?secret=GE", "", "me"),
        (":me?secret=GE", "", "me"),
        ("Issuer:?secret=GE&issuer=Issuer", "Issuer", ""),
        ("Issuer?secret=GE&issuer=Issuer", "Issuer", "Issuer"),
        ("?secret=GE&issuer=Issuer", "Issuer", ""),
        ("?secret=GE", "", ""),
        ("Issuer:me?secret=GE&issuer=", "Issuer", "me"),
        ("Issuer:me?issuer&secret=GE", "Issuer", "me"),
    ]);
}

#[test]
fn colons_stay_where_they_belong() {
    assert_names(&[
        (
            "Matrix:@user:matrix.org?secret=GE",
            "Matrix",
            "@user:matrix.org",
        ),
        (
            "Matrix:@user:matrix.org?secret=GE&issuer=Matrix",
            "Matrix",
            "@user:matrix.org",
        ),
        (
            "@user:matrix.org?secret=GE&issuer=Matrix",
            "Matrix",
            "@user:matrix.org",
        ),
        (
            "%40user%3Amatrix.org?secret=GE&issuer=Matrix",
            "Matrix",
            "@user:matrix.org",
        ),
        ("A:B:me?secret=GE&issuer=A:B", "A:B", "me"),
        ("A%3AB:me?secret=GE", "A:B", "me"),
        ("A%3AB:me?secret=GE&issuer=A%3AB", "A:B", "me"),
        (":a%3Ab?secret=GE", "", "a:b"),
    ]);
}

#[test]
fn the_issuer_parameter_wins_over_the_label() {
    assert_names(&[("Old:me?secret=GE&issuer=New", "New", "Old:me")]);
}

#[test]
fn names_are_read_unescaped_too() {
    assert_names(&[
        (
            "My Bank:J\u{f6}rg \u{1f511}?secret=GE",
            "My Bank",
            "J\u{f6}rg \u{1f511}",
        ),
        ("A:100%?secret=GE", "A", "100%"),
        ("A/B:c/d?secret=GE", "A/B", "c/d"),
        ("A:user+tag@x.org?secret=GE&issuer=A", "A", "user+tag@x.org"),
        ("A:%ff?secret=GE", "A", "\u{fffd}"),
    ]);
}

#[test]
fn a_raw_hash_cuts_nothing() {
    assert_names(&[
        ("Shop #1:me?secret=GE&issuer=Shop #1", "Shop #1", "me"),
        ("A:me#2?secret=GE&issuer=A", "A", "me#2"),
    ]);
    assert_kinds(&[
        ("&issuer=A#1&digits=8", totp(Algorithm::Sha1, 8, 30)),
        ("&digits=8#top", totp(Algorithm::Sha1, 8, 30)),
    ]);
}

#[test]
fn a_plus_is_a_space_unless_the_label_has_one() {
    assert_names(&[
        ("My%20Bank:me?secret=GE&issuer=My+Bank", "My Bank", "me"),
        ("Disney+:me?secret=GE&issuer=Disney+", "Disney+", "me"),
        ("me?secret=GE&issuer=Disney%2B", "Disney+", "me"),
    ]);
}

#[test]
fn a_missing_ampersand_is_seen() {
    assert_names(&[
        ("me?secret=GE&issuer=Fooperiod=60", "Foo", "me"),
        ("me?secret=GEissuer=Foo", "Foo", "me"),
    ]);
    assert_kinds(&[
        ("&issuer=Fooperiod=60", totp(Algorithm::Sha1, 6, 60)),
        (
            "issuer=Fooalgorithm=SHA256digits=8period=60",
            totp(Algorithm::Sha256, 8, 60),
        ),
        ("====&digits=8", totp(Algorithm::Sha1, 8, 30)),
        ("&amp;issuer=A&amp;digits=8", totp(Algorithm::Sha1, 8, 30)),
        ("&&digits=8&", totp(Algorithm::Sha1, 8, 30)),
    ]);
}

#[test]
fn algorithms_are_read_under_all_their_names() {
    assert_kinds(&[
        ("&algorithm=sha1", usual()),
        ("&algorithm=SHA-1", usual()),
        ("&algorithm=Algorithm.sha1", usual()),
        (
            "&algorithm=Algorithm.sha512",
            totp(Algorithm::Sha512, 6, 30),
        ),
        ("&algorithm=HMAC-SHA-256", totp(Algorithm::Sha256, 6, 30)),
        ("&algorithm=HmacSHA512", totp(Algorithm::Sha512, 6, 30)),
        ("&algorithm=sha_256", totp(Algorithm::Sha256, 6, 30)),
    ]);
}

#[test]
fn null_and_nothing_are_the_default() {
    assert_kinds(&[
        ("&algorithm=null&digits=null&period=null", usual()),
        ("&algorithm=&digits=&period=", usual()),
        ("&algorithm&digits&period", usual()),
    ]);
}

#[test]
fn what_is_not_known_is_ignored() {
    assert_kinds(&[
        ("&image=https%3A%2F%2Fevil.example%2Fx.svg", usual()),
        ("&image=https://evil.example/?digits=8", usual()),
        (
            "&codeDisplay=%7B%22pinned%22%3Atrue%2C%22tags%22%3A%5B%22a%22%5D%7D&digits=8",
            totp(Algorithm::Sha1, 8, 30),
        ),
        ("&codeDisplay={\"note\":\"period=60\"}", usual()),
        ("&counter=nonsense&lock=false", usual()),
    ]);
}

#[test]
fn steam_is_known_under_all_its_names() {
    for uri in [
        "otpauth://steam/Steam:me?secret=GE&issuer=Steam",
        "otpauth://steam/Steam:me?secret=GE&digits=nonsense",
        "otpauth://totp/Steam:me?secret=GE",
        "otpauth://totp/Steam:me?secret=GE&issuer=Steam",
        "otpauth://totp/Steam:me?secret=GE&issuer=Steam&digits=5&period=30",
        "otpauth://totp/Steam:me?secret=GE&issuer=Steam&digits=null",
        "otpauth://totp/Steam:me?secret=GE&steam",
        "otpauth://totp/Steam:me?secret=GE&encoder=steam&digits=8",
        "otpauth://totp/Steam:me?secret=GE&algorithm=STEAM",
    ] {
        let token = read(uri);
        assert_eq!(token.kind, Kind::Steam, "{uri}");
        assert_eq!(
            (token.issuer.as_str(), token.account_name.as_str()),
            ("Steam", "me")
        );
    }
    assert_eq!(
        read("otpauth://totp/Steam:me?secret=GE&digits=6").kind,
        usual()
    );
    assert_eq!(read("otpauth://totp/Steamy:me?secret=GE").kind, usual());
}

#[test]
fn the_scheme_of_steam_is_read() {
    for uri in [
        "steam://GE",
        "steam://ge",
        "STEAM:GE",
        "steam://GE/",
        "steam://GE?x=y",
    ] {
        let token = read(uri);
        assert_eq!(
            (token.issuer.as_str(), token.kind),
            ("Steam", Kind::Steam),
            "{uri}"
        );
        assert_eq!(token.secret.expose_bytes(), b"1");
    }
    assert_errors(&[
        ("steam://", UriError::MissingSecret),
        (
            "steam://run/440",
            UriError::BadSecret(InvalidSecret::NotBase32 { position: 4 }),
        ),
    ]);
}

#[test]
fn what_is_no_token_is_told_by_its_reason() {
    assert_errors(&[
        ("", UriError::NotOtpauth),
        ("JBSWY3DPEHPK3PXP", UriError::NotOtpauth),
        ("https://example.org/?secret=GE", UriError::NotOtpauth),
        (
            "otpauth-migration://offline?data=CjEK",
            UriError::GoogleTransfer,
        ),
        (
            "OTPAUTH-MIGRATION://offline?data=CjEK",
            UriError::GoogleTransfer,
        ),
        ("otpauth://", UriError::UnsupportedType),
        ("otpauth://?secret=GE", UriError::UnsupportedType),
        ("otpauth://yaotp/me?secret=GE", UriError::UnsupportedType),
        ("otpauth://totp/me", UriError::MissingSecret),
        ("otpauth://totp/me?issuer=A", UriError::MissingSecret),
        ("otpauth://totp/me?secret=", UriError::MissingSecret),
        (
            "otpauth://totp/me?secret=%20&issuer=A",
            UriError::MissingSecret,
        ),
        (
            "otpauth://totp/me?secret=---",
            UriError::BadSecret(InvalidSecret::Empty),
        ),
        (
            "otpauth://totp/me?secret=A",
            UriError::BadSecret(InvalidSecret::TooShort),
        ),
        (
            "otpauth://totp/me?secret=GE1",
            UriError::BadSecret(InvalidSecret::NotBase32 { position: 3 }),
        ),
    ]);
}

#[test]
fn parameters_out_of_range_are_refused() {
    assert_errors(&[
        (
            "otpauth://totp/me?secret=GE&algorithm=MD5",
            UriError::UnsupportedAlgorithm,
        ),
        ("otpauth://totp/me?secret=GE&digits=5", UriError::BadDigits),
        ("otpauth://totp/me?secret=GE&digits=11", UriError::BadDigits),
        (
            "otpauth://totp/me?secret=GE&digits=six",
            UriError::BadDigits,
        ),
        ("otpauth://totp/me?secret=GE&digits=-6", UriError::BadDigits),
        (
            "otpauth://totp/me?secret=GE&digits=262",
            UriError::BadDigits,
        ),
        ("otpauth://totp/me?secret=GE&period=0", UriError::BadPeriod),
        (
            "otpauth://totp/me?secret=GE&period=86401",
            UriError::BadPeriod,
        ),
        (
            "otpauth://totp/me?secret=GE&period=30.5",
            UriError::BadPeriod,
        ),
        (
            "otpauth://hotp/me?secret=GE&counter=-1",
            UriError::BadCounter,
        ),
        (
            "otpauth://hotp/me?secret=GE&counter=18446744073709551616",
            UriError::BadCounter,
        ),
    ]);
}
