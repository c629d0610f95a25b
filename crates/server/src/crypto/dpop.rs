//! Proofs of possession of the device key (RFC 9449, section 4.3). The check that a proof has not
//! been seen before is left to the caller, who has a memory.

use base64ct::{Base64UrlUnpadded, Encoding};
use countersign_protocol::{DpopClaims, DpopHeader, Jwk, Timestamp};
use p256::ecdsa::signature::Verifier;
use p256::ecdsa::{Signature, VerifyingKey};
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use super::{Digest, Keys, sha256};

/// How far the proof's time may be from the server's, either way.
const CLOCK_SECONDS: i64 = 60;
/// A proof is remembered so long: until its nonce and its time are both too old, twice over.
const REMEMBERED_SECONDS: i64 = 600;
/// Shortest and longest name of a proof: 96 random bits in base64url need 16 letters.
const JTI_LENGTHS: std::ops::RangeInclusive<usize> = 16..=128;
const COORDINATE_LENGTH: usize = 32;

/// What a proof must fit.
#[derive(Clone, Copy, Debug)]
pub struct Expected<'a> {
    /// The HTTP method of the request.
    pub method: &'a str,
    /// The server's origin, in lower case and without the usual port.
    pub origin: &'a str,
    /// The path of the request.
    pub path: &'a str,
    /// The time.
    pub now: Timestamp,
}

/// A proof that holds; it must still be seen for the first time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    /// The device key's thumbprint (RFC 7638), base64url.
    pub jkt: String,
    /// Names the proof of this key, to remember it by.
    pub hash: Digest,
    /// Until when it must be remembered.
    pub remember_until: Timestamp,
}

/// Why a proof does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProofError {
    /// It lacks the server's nonce, or holds an old one; else it is in order.
    NeedsNonce,
    /// It is wrong, and how.
    Invalid(&'static str),
}

/// Checks a proof.
///
/// # Errors
/// When it does not hold.
pub fn check(text: &str, expected: Expected<'_>, keys: &Keys) -> Result<Proof, ProofError> {
    let (signed, signature) = text
        .rsplit_once('.')
        .ok_or(ProofError::Invalid("it is not a JWT"))?;
    let (header, claims) = signed
        .split_once('.')
        .ok_or(ProofError::Invalid("it is not a JWT"))?;
    let jwk = check_header(header)?;
    let (key, jkt) = public_key(&jwk)?;
    check_signature(&key, signed, signature)?;

    let claims: DpopClaims = serde_json::from_slice(&decode(claims)?)
        .map_err(|_| ProofError::Invalid("its claims cannot be read"))?;
    if !JTI_LENGTHS.contains(&claims.jti.len()) {
        return Err(ProofError::Invalid("its jti is too short or too long"));
    }
    if claims.htm != expected.method {
        return Err(ProofError::Invalid("it is for another method"));
    }
    if !is_url_of(&claims.htu, expected.origin, expected.path) {
        return Err(ProofError::Invalid("it is for another address"));
    }
    // Before the time: a client whose clock is wrong learns the right one with the nonce.
    let nonce = claims.nonce.as_deref().unwrap_or_default();
    if !keys.is_fresh_dpop_nonce(nonce, expected.now) {
        return Err(ProofError::NeedsNonce);
    }
    if expected.now.as_seconds().abs_diff(claims.iat) > CLOCK_SECONDS.unsigned_abs() {
        return Err(ProofError::Invalid(
            "its time is more than 60 seconds from the server's clock",
        ));
    }
    Ok(Proof {
        hash: sha256(&[jkt.as_bytes(), claims.jti.as_bytes()]),
        jkt,
        remember_until: expected.now.plus_seconds(REMEMBERED_SECONDS),
    })
}

fn decode(part: &str) -> Result<Vec<u8>, ProofError> {
    Base64UrlUnpadded::decode_vec(part).map_err(|_| ProofError::Invalid("it is not base64url"))
}

fn check_header(part: &str) -> Result<Jwk, ProofError> {
    let unreadable = ProofError::Invalid("its header cannot be read");
    let header: Value = serde_json::from_slice(&decode(part)?).map_err(|_| unreadable)?;
    if header.pointer("/jwk/d").is_some() {
        return Err(ProofError::Invalid("it holds a private key"));
    }
    if header.get("crit").is_some() {
        return Err(ProofError::Invalid("it has critical extensions"));
    }
    let header: DpopHeader = serde_json::from_value(header).map_err(|_| unreadable)?;
    if header.typ != "dpop+jwt" {
        return Err(ProofError::Invalid("its typ is not dpop+jwt"));
    }
    if header.alg != "ES256" {
        return Err(ProofError::Invalid("its alg is not ES256"));
    }
    Ok(header.jwk)
}

fn public_key(jwk: &Jwk) -> Result<(VerifyingKey, String), ProofError> {
    let wrong = ProofError::Invalid("its jwk is not a P-256 key");
    if jwk.kty != "EC" || jwk.crv != "P-256" {
        return Err(wrong);
    }
    let (x, y) = (decode(&jwk.x)?, decode(&jwk.y)?);
    if x.len() != COORDINATE_LENGTH || y.len() != COORDINATE_LENGTH {
        return Err(wrong);
    }
    // SEC 1, section 2.3.4: an uncompressed point.
    let point = [&[4], x.as_slice(), y.as_slice()].concat();
    let key = VerifyingKey::from_sec1_bytes(&point).map_err(|_| wrong)?;
    // Its members are in the order of RFC 7638, section 3.2.
    let canonical = serde_json::to_vec(jwk).map_err(|_| wrong)?;
    let jkt = Base64UrlUnpadded::encode_string(&Sha256::digest(canonical));
    Ok((key, jkt))
}

fn check_signature(key: &VerifyingKey, signed: &str, signature: &str) -> Result<(), ProofError> {
    let wrong = ProofError::Invalid("its signature is wrong");
    let signature = Signature::from_slice(&decode(signature)?).map_err(|_| wrong)?;
    key.verify(signed.as_bytes(), &signature).map_err(|_| wrong)
}

/// Whether `htu` is the address of the request, as RFC 3986, section 6.2 compares them: scheme
/// and host whatever their case, the usual port named or not, query and fragment apart.
fn is_url_of(htu: &str, origin: &str, path: &str) -> bool {
    let bare = htu.split(['?', '#']).next().unwrap_or_default();
    let Some((scheme, rest)) = bare.split_once("://") else {
        return false;
    };
    let (authority, htu_path) = rest
        .find('/')
        .and_then(|at| rest.split_at_checked(at))
        .unwrap_or((rest, "/"));
    let (scheme, authority) = (scheme.to_ascii_lowercase(), authority.to_ascii_lowercase());
    let usual_port = if scheme == "https" { ":443" } else { ":80" };
    let authority = authority.strip_suffix(usual_port).unwrap_or(&authority);
    htu_path == path && format!("{scheme}://{authority}") == origin
}

#[cfg(test)]
mod tests;
