//! No `Debug` output and no error holds a secret or a code.

use core::fmt::Debug;

use countersign_otp::{Code, Kind, Secret, Token};

const PLANTED: &str = "PLANTEDSECRETAAA";

/// In every shape that `Debug` could give a secret away in.
fn shapes(bytes: &[u8], text: &str) -> Vec<String> {
    vec![
        text.to_lowercase(),
        text[..8].to_lowercase(),
        format!("{bytes:?}"),
        format!("{:?}", &bytes[..4])
            .trim_matches(['[', ']'])
            .to_owned(),
        format!("{:02x?}", &bytes[..4]).replace([',', ' ', '[', ']'], ""),
    ]
}

fn assert_hides(shown: &impl Debug, forbidden: &[String]) {
    for output in [format!("{shown:?}"), format!("{shown:#?}")] {
        let output = output.to_lowercase();
        assert!(!output.is_empty());
        for shape in forbidden {
            assert!(!output.contains(shape.as_str()), "{output} has {shape}");
        }
    }
}

#[test]
fn debug_output_holds_neither_secrets_nor_codes() {
    let secret = Secret::from_base32(PLANTED).unwrap();
    let mut forbidden = shapes(secret.expose_bytes(), PLANTED);
    let uri = format!("otpauth://totp/Issuer:me?secret={PLANTED}");
    let token = Token::from_uri(&uri).unwrap();
    let steam = Token {
        kind: Kind::Steam,
        ..token.clone()
    };
    let codes = [token.code_at(0), token.next_code(0), steam.code_at(0)];
    forbidden.extend(codes.iter().map(|code| code.expose().to_lowercase()));

    assert_hides(&secret, &forbidden);
    assert_hides(&secret.to_base32(), &forbidden);
    assert_hides(&token, &forbidden);
    assert_hides(&token.to_uri(), &forbidden);
    assert_hides(&Token::from_uri(&uri), &forbidden);
    assert_hides(&codes, &forbidden);
    assert_hides(&codes.each_ref().map(Code::grouped), &forbidden);
}

#[test]
fn errors_hold_nothing_of_the_text() {
    let forbidden = [PLANTED.to_lowercase(), PLANTED[..8].to_lowercase()];
    for uri in [
        PLANTED.to_owned(),
        format!("{PLANTED}://{PLANTED}"),
        format!("otpauth://{PLANTED}"),
        format!("otpauth://totp/?secret={PLANTED}1"),
        format!("otpauth://totp/?secret={PLANTED}&algorithm={PLANTED}"),
        format!("otpauth://totp/?secret={PLANTED}&digits={PLANTED}"),
        format!("otpauth://totp/?secret={PLANTED}&period={PLANTED}"),
        format!("otpauth://hotp/?secret={PLANTED}&counter={PLANTED}"),
        format!("steam://{PLANTED}1"),
    ] {
        let error = Token::from_uri(&uri).unwrap_err();
        assert_hides(&error, &forbidden);
        assert_hides(&error.to_string(), &forbidden);
    }
}

#[test]
fn secrets_and_codes_are_equal_by_content() {
    let secret = |text| Secret::from_base32(text).unwrap();
    assert_eq!(secret("GEZDG"), secret("ge-zdg"));
    assert_ne!(secret("GEZDG"), secret("GEZDGNBV"));
    let token = Token::from_uri("otpauth://totp/?secret=GEZDGNBV").unwrap();
    assert_eq!(token.code_at(0), token.code_at(29));
    assert_ne!(token.code_at(0), token.code_at(30));
    assert_ne!(token.code_at(0).grouped(), token.code_at(30).grouped());
}
