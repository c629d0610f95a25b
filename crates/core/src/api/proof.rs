//! Proofs of possession of the device key (RFC 9449, section 4).

use countersign_protocol::{DpopClaims, DpopHeader, Timestamp};
use serde::Serialize;

use super::Call;
use crate::ports::{DeviceKey, Entropy, Http, KeyError, Ports};

/// A proof for one call, made at `now` of the server's clock.
pub(super) async fn make<P: Ports>(
    ports: &P,
    call: &Call,
    now: Timestamp,
    nonce: Option<String>,
) -> Result<String, KeyError> {
    let mut jti = [0; 16];
    ports.entropy().fill(&mut jti);
    let header = DpopHeader {
        typ: "dpop+jwt".to_owned(),
        alg: "ES256".to_owned(),
        jwk: ports.device_key().ensure().await?,
    };
    let claims = DpopClaims {
        jti: base64url(&jti),
        htm: call.method.as_str().to_owned(),
        htu: ports.http().origin() + &call.path,
        iat: now.as_seconds(),
        nonce,
    };
    let mut proof = part(&header) + "." + &part(&claims);
    let signature = ports.device_key().sign(proof.as_bytes()).await?;
    proof.push('.');
    proof.push_str(&base64url(&signature));
    Ok(proof)
}

fn part<T: Serialize>(value: &T) -> String {
    base64url(&serde_json::to_vec(value).unwrap_or_default())
}

/// Base 64 for URLs, without padding (RFC 4648, section 5).
fn base64url(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for group in bytes.chunks(3) {
        let at = |index: usize| u32::from(group.get(index).copied().unwrap_or(0));
        let bits = at(0) << 16 | at(1) << 8 | at(2);
        for digit in 0..=group.len() {
            let value = bits >> (18 - 6 * digit) & 0x3f;
            let letter = ALPHABET.get(value as usize).copied().unwrap_or(b'-');
            text.push(char::from(letter));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::base64url;

    #[test]
    fn base64url_follows_rfc_4648() {
        for (bytes, text) in [
            ("", ""),
            ("f", "Zg"),
            ("fo", "Zm8"),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg"),
            ("fooba", "Zm9vYmE"),
            ("foobar", "Zm9vYmFy"),
        ] {
            assert_eq!(base64url(bytes.as_bytes()), text);
        }
        assert_eq!(base64url(&[0xfb, 0xff, 0xfe]), "-__-");
    }
}
