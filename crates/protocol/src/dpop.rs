use serde::{Deserialize, Serialize};

/// A P-256 public key (RFC 7517; members in the order of RFC 7638, section 3.2, so that the
/// serialized form is what the thumbprint is made of).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Jwk {
    /// The curve: `P-256`.
    pub crv: String,
    /// The key type: `EC`.
    pub kty: String,
    /// The x coordinate, base64url without padding.
    pub x: String,
    /// The y coordinate, base64url without padding.
    pub y: String,
}

/// The header of a DPoP proof (RFC 9449, section 4.2).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DpopHeader {
    /// `dpop+jwt`.
    pub typ: String,
    /// `ES256`.
    pub alg: String,
    /// The device key's public half.
    pub jwk: Jwk,
}

/// The claims of a DPoP proof (RFC 9449, section 4.2). There is no `ath`: the session travels in
/// a cookie and is bound to the key by the server.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DpopClaims {
    /// Unique for each proof; at least 96 random bits.
    pub jti: String,
    /// The HTTP method.
    pub htm: String,
    /// The URL without query and fragment.
    pub htu: String,
    /// When it was made, seconds since 1970, by the server's clock as the client knows it.
    pub iat: i64,
    /// The server's nonce.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nonce: Option<String>,
}
