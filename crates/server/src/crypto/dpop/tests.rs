use super::{Expected, ProofError, check, public_key};
use crate::crypto::Keys;
use base64ct::{Base64UrlUnpadded, Encoding};
use countersign_protocol::{Jwk, Timestamp};
use p256::ecdsa::signature::Signer;
use p256::ecdsa::{Signature, SigningKey};
use serde_json::{Value, json};

const NOW: Timestamp = Timestamp::from_seconds(1_795_500_000);
const EXPECTED: Expected<'_> = Expected {
    method: "POST",
    origin: "https://pam.example.com",
    path: "/api/v1/sessions",
    now: NOW,
};

struct Draft {
    key: SigningKey,
    header: Value,
    claims: Value,
}

fn keys() -> Keys {
    Keys::from_master(&[1; 32])
}

fn encode(value: &Value) -> String {
    Base64UrlUnpadded::encode_string(value.to_string().as_bytes())
}

fn draft() -> Draft {
    let key = SigningKey::from_slice(&[7; 32]).unwrap();
    let point = key.verifying_key().to_sec1_point(false);
    let part =
        |range: std::ops::Range<usize>| Base64UrlUnpadded::encode_string(&point.as_bytes()[range]);
    Draft {
        header: json!({
            "typ": "dpop+jwt",
            "alg": "ES256",
            "jwk": {"kty": "EC", "crv": "P-256", "x": part(1..33), "y": part(33..65)},
        }),
        claims: json!({
            "jti": "0123456789abcdef",
            "htm": "POST",
            "htu": "https://pam.example.com/api/v1/sessions",
            "iat": NOW.as_seconds(),
            "nonce": keys().dpop_nonce(NOW),
        }),
        key,
    }
}

impl Draft {
    fn sign(&self) -> String {
        let signed = format!("{}.{}", encode(&self.header), encode(&self.claims));
        let signature: Signature = self.key.sign(signed.as_bytes());
        format!(
            "{signed}.{}",
            Base64UrlUnpadded::encode_string(&signature.to_bytes())
        )
    }

    fn with_claim(mut self, name: &str, value: Value) -> Self {
        self.claims[name] = value;
        self
    }

    fn with_header(mut self, name: &str, value: Value) -> Self {
        self.header[name] = value;
        self
    }

    fn check(&self) -> Result<super::Proof, ProofError> {
        check(&self.sign(), EXPECTED, &keys())
    }
}

#[test]
fn a_proper_proof_holds_and_names_its_key() {
    let proof = draft().check().unwrap();
    assert_eq!(proof.jkt.len(), 43);
    assert_eq!(
        draft()
            .with_claim("jti", json!("another-name-16c"))
            .check()
            .unwrap()
            .jkt,
        proof.jkt
    );
}

#[test]
fn the_thumbprint_is_that_of_rfc_9449() {
    // RFC 9449, section 6.1: the key of figure 3 and its `jkt`.
    let jwk = Jwk {
        crv: "P-256".to_owned(),
        kty: "EC".to_owned(),
        x: "l8tFrhx-34tV3hRICRDY9zCkDlpBhF42UQUfWVAWBFs".to_owned(),
        y: "9VE4jf_Ok_o64zbTTlcuNJajHmt6v9TDVrU0CdvGRDA".to_owned(),
    };
    let (_, jkt) = public_key(&jwk).unwrap();
    assert_eq!(jkt, "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I");
}

#[test]
fn the_proof_of_rfc_9449_is_understood_up_to_its_nonce() {
    // RFC 9449, section 4.1, figure 2. It has no nonce, which is looked for after the signature.
    let proof = "eyJ0eXAiOiJkcG9wK2p3dCIsImFsZyI6IkVTMjU2IiwiandrIjp7Imt0eSI6IkVDIiwieCI6Imw4\
        dEZyaHgtMzR0VjNoUklDUkRZOXpDa0RscEJoRjQyVVFVZldWQVdCRnMiLCJ5IjoiOVZFNGpmX09rX282NHpiVF\
        RsY3VOSmFqSG10NnY5VERWclUwQ2R2R1JEQSIsImNydiI6IlAtMjU2In19.eyJqdGkiOiItQndDM0VTYzZhY2M\
        ybFRjIiwiaHRtIjoiUE9TVCIsImh0dSI6Imh0dHBzOi8vc2VydmVyLmV4YW1wbGUuY29tL3Rva2VuIiwiaWF0I\
        joxNTYyMjYyNjE2fQ.2-GxA6T8lP4vfrg8v-FdWP0A0zdrj8igiMLvqRMUvwnQg4PtFLbdLXiOSsX0x7NVY-FN\
        yJK70nfbV37xRZT3Lg";
    let expected = Expected {
        method: "POST",
        origin: "https://server.example.com",
        path: "/token",
        now: Timestamp::from_seconds(1_562_262_616),
    };
    assert_eq!(check(proof, expected, &keys()), Err(ProofError::NeedsNonce));
}

#[test]
fn a_proof_without_a_fresh_nonce_is_asked_for_one() {
    let old = keys().dpop_nonce(NOW.plus_seconds(-301));
    for nonce in [json!(null), json!(""), json!("made up"), json!(old)] {
        let refused = draft().with_claim("nonce", nonce).check();
        assert_eq!(refused, Err(ProofError::NeedsNonce));
    }
}

#[test]
fn the_time_may_be_a_minute_off_and_no_more() {
    let at = |seconds: i64| {
        draft()
            .with_claim("iat", json!(NOW.as_seconds() + seconds))
            .check()
    };
    assert!(at(60).is_ok() && at(-60).is_ok());
    for wrong in [at(61), at(-61), at(i64::MAX - NOW.as_seconds())] {
        assert!(matches!(wrong, Err(ProofError::Invalid(_))), "{wrong:?}");
    }
}

#[test]
fn addresses_are_compared_as_addresses() {
    for htu in [
        "https://pam.example.com/api/v1/sessions",
        "HTTPS://PAM.example.com/api/v1/sessions",
        "https://pam.example.com:443/api/v1/sessions",
        "https://pam.example.com/api/v1/sessions?x=1#y",
    ] {
        assert!(
            draft().with_claim("htu", json!(htu)).check().is_ok(),
            "{htu}"
        );
    }
    for htu in [
        "",
        "/api/v1/sessions",
        "http://pam.example.com/api/v1/sessions",
        "https://pam.example.com:444/api/v1/sessions",
        "https://pam.example.com/api/v1/Sessions",
        "https://pam.example.com/api/v1/sessions/",
        "https://pam.example.com.evil.example/api/v1/sessions",
        "https://evil.example/https://pam.example.com/api/v1/sessions",
    ] {
        let refused = draft().with_claim("htu", json!(htu)).check();
        assert!(matches!(refused, Err(ProofError::Invalid(_))), "{htu}");
    }
}

#[test]
fn wrong_proofs_are_refused() {
    let mut private = draft();
    private.header["jwk"]["d"] = json!("AAAA");
    let mut other_curve = draft();
    other_curve.header["jwk"]["crv"] = json!("P-384");
    let mut off_curve = draft();
    off_curve.header["jwk"]["x"] = off_curve.header["jwk"]["y"].clone();
    let mut other_key = draft();
    other_key.key = SigningKey::from_slice(&[8; 32]).unwrap();
    for wrong in [
        private,
        other_curve,
        off_curve,
        other_key,
        draft().with_header("alg", json!("none")),
        draft().with_header("alg", json!("HS256")),
        draft().with_header("typ", json!("JWT")),
        draft().with_header("crit", json!(["exp"])),
        draft().with_header("jwk", json!({"kty": "oct", "k": "AAAA"})),
        draft().with_claim("htm", json!("GET")),
        draft().with_claim("jti", json!("short")),
        draft().with_claim("iat", json!("now")),
    ] {
        let refused = wrong.check();
        assert!(
            matches!(refused, Err(ProofError::Invalid(_))),
            "{} {refused:?}",
            wrong.header
        );
    }
}

#[test]
fn a_changed_or_damaged_proof_is_refused() {
    let proof = draft().sign();
    let other = draft().with_claim("jti", json!("another-name-16c")).sign();
    let parts: Vec<&str> = proof.split('.').collect();
    let others: Vec<&str> = other.split('.').collect();
    for damaged in [
        String::new(),
        "..".to_owned(),
        parts[..2].join("."),
        format!("{}.{}.", parts[0], parts[1]),
        [parts[0], others[1], parts[2]].join("."),
        [parts[0], parts[1], others[2]].join("."),
        format!("{proof}.{}", parts[2]),
        proof.replace('.', " "),
    ] {
        let refused = check(&damaged, EXPECTED, &keys());
        assert!(matches!(refused, Err(ProofError::Invalid(_))), "{damaged}");
    }
}
