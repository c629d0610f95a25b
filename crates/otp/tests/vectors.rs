//! The published vectors: RFC 4226, appendix D; RFC 6238, appendix B; Steam.
#![expect(clippy::unwrap_used, reason = "a helper of tests fails the test")]

use countersign_otp::{Algorithm, Digits, Kind, Period, Secret, Token};
use proptest::prelude::*;

fn token(secret: impl Into<Box<[u8]>>, kind: Kind) -> Token {
    Token {
        issuer: String::new(),
        account_name: String::new(),
        secret: Secret::from_bytes(secret).unwrap(),
        kind,
    }
}

fn seed(algorithm: Algorithm) -> Vec<u8> {
    let length = match algorithm {
        Algorithm::Sha1 => 20,
        Algorithm::Sha256 => 32,
        Algorithm::Sha512 => 64,
    };
    b"1234567890".iter().copied().cycle().take(length).collect()
}

fn totp(algorithm: Algorithm, digits: u8, period: u32) -> Token {
    token(
        seed(algorithm),
        Kind::Totp {
            algorithm,
            digits: Digits::new(digits).unwrap(),
            period: Period::new(period).unwrap(),
        },
    )
}

fn hotp(counter: u64) -> Token {
    token(
        seed(Algorithm::Sha1),
        Kind::Hotp {
            algorithm: Algorithm::Sha1,
            digits: Digits::default(),
            counter,
        },
    )
}

fn steam(secret: &str) -> Token {
    token(
        Secret::from_base32(secret).unwrap().expose_bytes(),
        Kind::Steam,
    )
}

/// RFC 4226, appendix D.
const HOTP: [&str; 10] = [
    "755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871",
    "520489",
];

#[test]
fn the_vectors_of_rfc_4226_appendix_d_hold() {
    for (counter, code) in (0..).zip(HOTP) {
        assert_eq!(hotp(counter).code_at(0).expose(), code, "counter {counter}");
    }
}

#[test]
fn the_vectors_of_rfc_6238_appendix_b_hold() {
    let vectors = [
        (59, "94287082", "46119246", "90693936"),
        (1_111_111_109, "07081804", "68084774", "25091201"),
        (1_111_111_111, "14050471", "67062674", "99943326"),
        (1_234_567_890, "89005924", "91819424", "93441116"),
        (2_000_000_000, "69279037", "90698825", "38618901"),
        (20_000_000_000, "65353130", "77737706", "47863826"),
    ];
    for (seconds, sha1, sha256, sha512) in vectors {
        for (algorithm, code) in [
            (Algorithm::Sha1, sha1),
            (Algorithm::Sha256, sha256),
            (Algorithm::Sha512, sha512),
        ] {
            let token = totp(algorithm, 8, 30);
            assert_eq!(
                token.code_at(seconds).expose(),
                code,
                "{algorithm:?} at {seconds}"
            );
        }
    }
}

/// Secrets, times and codes that other authenticators publish among their tests.
#[test]
fn steam_codes_are_those_of_other_authenticators() {
    let vectors = [
        ("63BEDWCQZKTQWPESARIERL5DTTQFCJTK", 1_511_200_518, "FR8RV"),
        ("63BEDWCQZKTQWPESARIERL5DTTQFCJTK", 1_511_200_714, "9P3VP"),
        ("STEAMKEY", 1_742_298_317, "VKFDN"),
    ];
    for (secret, seconds, code) in vectors {
        assert_eq!(steam(secret).code_at(seconds).expose(), code);
    }
}

/// RFC 4226, appendix D gives the whole truncated value for each counter.
#[test]
fn codes_have_6_to_10_digits_of_the_truncated_value() {
    let cases = [
        (6, "755224"),
        (7, "4755224"),
        (8, "84755224"),
        (9, "284755224"),
        (10, "1284755224"),
    ];
    for (digits, code) in cases {
        assert_eq!(totp(Algorithm::Sha1, digits, 30).code_at(0).expose(), code);
    }
}

#[test]
fn secrets_of_any_length_make_codes() {
    for length in [1, 10, 64, 129, 1000] {
        let token = token(vec![7; length], totp(Algorithm::Sha1, 6, 30).kind);
        assert_eq!(token.code_at(0).expose().len(), 6);
    }
}

#[test]
fn a_step_lasts_its_period_to_the_millisecond() {
    let token = totp(Algorithm::Sha1, 6, 45);
    assert_eq!((token.step_at(44), token.step_at(45)), (0, 1));
    assert_eq!(token.step_starts_at(3), Some(135));
    assert_eq!(token.milliseconds_left(0), Some(45_000));
    assert_eq!(token.milliseconds_left(44_999), Some(1));
    assert_eq!(token.milliseconds_left(45_000), Some(45_000));
    assert_eq!(token.seconds_left(0), Some(45));
    assert_eq!(token.seconds_left(1), Some(45));
    assert_eq!(token.seconds_left(44_000), Some(1));
    assert_eq!(token.seconds_left(44_999), Some(1));
}

#[test]
fn the_shortest_and_the_longest_period_count_steps() {
    assert_eq!(totp(Algorithm::Sha1, 6, 1).step_at(123), 123);
    assert_eq!(totp(Algorithm::Sha1, 6, 86_400).step_at(86_400 * 7 - 1), 6);
}

#[test]
fn the_next_code_is_the_one_of_the_next_step() {
    let token = totp(Algorithm::Sha1, 6, 30);
    assert_eq!(token.next_code(29), token.code_at(30));
    assert_eq!(hotp(3).next_code(0).expose(), HOTP[4]);
}

#[test]
fn a_counter_has_no_time() {
    let token = hotp(5);
    assert_eq!(token.step_at(1_000_000), 5);
    assert_eq!(token.period(), None);
    assert_eq!(token.milliseconds_left(1), None);
    assert_eq!(token.seconds_left(1), None);
    assert_eq!(token.step_starts_at(5), None);
}

#[test]
fn the_ends_of_time_and_of_counting_make_codes() {
    for token in [
        totp(Algorithm::Sha512, 10, 1),
        hotp(u64::MAX),
        steam("STEAMKEY"),
    ] {
        let last = token.step_at(u64::MAX);
        assert_eq!(token.code_at(u64::MAX), token.code_of_step(last));
        assert!(!token.next_code(u64::MAX).expose().is_empty());
        let code = token.code_at(u64::MAX);
        assert_eq!(token.matching_step(code.expose(), u64::MAX, 1), Some(last));
    }
}

#[test]
fn a_code_matches_its_step_within_the_skew_alone() {
    let token = totp(Algorithm::Sha1, 6, 30);
    for (step, matched) in [
        (98, None),
        (99, Some(99)),
        (100, Some(100)),
        (101, Some(101)),
        (102, None),
    ] {
        let code = token.code_of_step(step);
        assert_eq!(token.matching_step(code.expose(), 100 * 30 + 7, 1), matched);
    }
}

#[test]
fn without_skew_the_current_code_alone_matches() {
    let token = totp(Algorithm::Sha1, 6, 30);
    assert_eq!(
        token.matching_step(token.code_at(30).expose(), 30, 0),
        Some(1)
    );
    assert_eq!(token.matching_step(token.code_at(0).expose(), 30, 0), None);
}

#[test]
fn the_first_step_has_none_before_it() {
    let token = totp(Algorithm::Sha1, 6, 30);
    assert_eq!(
        token.matching_step(token.code_at(0).expose(), 0, 1),
        Some(0)
    );
}

#[test]
fn what_is_no_code_matches_nothing() {
    let token = totp(Algorithm::Sha1, 6, 30);
    let code = token.code_at(0);
    let code = code.expose();
    for wrong in [
        String::new(),
        code[..5].to_owned(),
        format!("{code}0"),
        format!(" {code}"),
        format!("+{}", &code[1..]),
        "\u{661}\u{662}\u{663}".to_owned(),
    ] {
        assert_eq!(token.matching_step(&wrong, 0, 1), None, "{wrong:?}");
    }
}

#[test]
fn a_counter_is_looked_for_ahead_alone() {
    let token = hotp(4);
    for (code, matched) in [(3, None), (4, Some(4)), (6, Some(6)), (7, None)] {
        assert_eq!(token.matching_step(HOTP[code], 0, 2), matched);
    }
}

/// With a million codes, some steps near each other have the same one.
#[test]
fn a_code_of_two_steps_is_one_use_of_the_later() {
    let token = totp(Algorithm::Sha1, 6, 1);
    let codes: Vec<_> = (0..20_000).map(|step| token.code_of_step(step)).collect();
    let (first, second) = (0..codes.len() - 100)
        .find_map(|first| {
            let second = (first + 1..first + 100).find(|second| codes[*second] == codes[first])?;
            Some((first as u64, second as u64))
        })
        .unwrap();
    let between = first.midpoint(second);
    let code = token.code_of_step(first);
    assert_eq!(
        token.matching_step(code.expose(), between, 100),
        Some(second)
    );
}

proptest! {
    #[test]
    fn every_code_matches_at_its_own_time(
        secret in proptest::collection::vec(any::<u8>(), 1..70),
        digits in 6_u8..=10,
        period in 1_u32..=86_400,
        seconds in 0..u64::MAX / 2,
        skew in 0_u8..5,
    ) {
        let kind = Kind::Totp {
            algorithm: Algorithm::Sha256,
            digits: Digits::new(digits).unwrap(),
            period: Period::new(period).unwrap(),
        };
        let token = token(secret, kind);
        let code = token.code_at(seconds);
        prop_assert_eq!(code.expose().len(), usize::from(digits));
        prop_assert!(code.expose().bytes().all(|byte| byte.is_ascii_digit()));
        let step = token.matching_step(code.expose(), seconds, skew);
        prop_assert!(step.is_some_and(|step| step >= token.step_at(seconds)));
    }
}
