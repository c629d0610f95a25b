use base64ct::{Base64UrlUnpadded, Encoding};
use countersign_protocol::Timestamp;
use subtle::ConstantTimeEq;

use super::Keys;

/// How long a nonce is good for.
const LIFE_SECONDS: i64 = 300;
const TIME_LENGTH: usize = 8;
const MAC_LENGTH: usize = 16;

impl Keys {
    /// The nonce that the next proof must carry (RFC 9449, section 8): the time, authenticated, so
    /// that nothing has to be remembered.
    pub fn dpop_nonce(&self, now: Timestamp) -> String {
        let time = now.as_seconds().to_be_bytes();
        let mac = self.nonce_mac(&[&time]);
        let nonce: Vec<u8> = time
            .into_iter()
            .chain(mac.into_iter().take(MAC_LENGTH))
            .collect();
        Base64UrlUnpadded::encode_string(&nonce)
    }

    /// Whether this server made the nonce within the last five minutes.
    pub fn is_fresh_dpop_nonce(&self, nonce: &str, now: Timestamp) -> bool {
        let Ok(bytes) = Base64UrlUnpadded::decode_vec(nonce) else {
            return false;
        };
        let Some((time, mac)) = bytes.split_first_chunk::<TIME_LENGTH>() else {
            return false;
        };
        let expected = self.nonce_mac(&[time]);
        let authentic = expected
            .first_chunk::<MAC_LENGTH>()
            .is_some_and(|expected| bool::from(expected.as_slice().ct_eq(mac)));
        let age = now.as_seconds().saturating_sub(i64::from_be_bytes(*time));
        authentic && (0..=LIFE_SECONDS).contains(&age)
    }
}

#[cfg(test)]
mod tests {
    use crate::crypto::Keys;
    use countersign_protocol::Timestamp;

    #[test]
    fn a_nonce_is_good_for_five_minutes_at_its_own_server() {
        let (keys, other) = (Keys::from_master(&[1; 32]), Keys::from_master(&[2; 32]));
        let now = Timestamp::from_seconds(1_000_000);
        let nonce = keys.dpop_nonce(now);
        assert!(keys.is_fresh_dpop_nonce(&nonce, now));
        assert!(keys.is_fresh_dpop_nonce(&nonce, now.plus_seconds(300)));
        assert!(!keys.is_fresh_dpop_nonce(&nonce, now.plus_seconds(301)));
        assert!(!keys.is_fresh_dpop_nonce(&nonce, now.plus_seconds(-1)));
        assert!(!other.is_fresh_dpop_nonce(&nonce, now));
        for wrong in ["", "x", "AAAAAAAAAAA", &nonce[1..], &format!("{nonce}A")] {
            assert!(!keys.is_fresh_dpop_nonce(wrong, now), "{wrong}");
        }
    }
}
