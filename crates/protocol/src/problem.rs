use core::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::Timestamp;

const PREFIX: &str = "urn:countersign:problem:";

/// An error as the wire carries it: `application/problem+json` (RFC 9457, section 3), with the
/// members that a client can act on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Problem {
    /// What it is; stable.
    #[serde(rename = "type")]
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub kind: ProblemType,
    /// A short text for people, in English.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// What is to be done about it, in English.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// Seconds to wait before another try; as in `Retry-After`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<u64>,
    /// Tries that are left.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tries_left: Option<u32>,
    /// When it happened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Timestamp>,
    /// Until when it lasts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
    /// Why a session ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<SessionEnd>,
    /// What an operator can look for in the server's log.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
}

impl Problem {
    /// A problem of this type with its usual title and status.
    pub fn new(kind: ProblemType) -> Self {
        let (status, title) = kind.describe();
        Self {
            title: title.to_owned(),
            kind,
            status,
            detail: None,
            retry_after: None,
            tries_left: None,
            at: None,
            until: None,
            reason: None,
            reference: None,
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.title, self.status)
    }
}

impl core::error::Error for Problem {}

macro_rules! problem_types {
    ($($(#[doc = $doc:literal])+ $variant:ident = $name:literal, $status:literal, $title:literal;)+) => {
        /// The stable name of a problem, written as `urn:countersign:problem:<name>`.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum ProblemType {
            $($(#[doc = $doc])+ $variant,)+
            /// One that this version does not know, as it was written.
            Unknown(String),
        }

        impl ProblemType {
            /// Every type that this version knows.
            pub const KNOWN: &'static [Self] = &[$(Self::$variant),+];

            /// The name without the prefix; the whole text for an unknown one.
            pub fn name(&self) -> &str {
                match self {
                    $(Self::$variant => $name,)+
                    Self::Unknown(text) => text,
                }
            }

            fn describe(&self) -> (u16, &str) {
                match self {
                    $(Self::$variant => ($status, $title),)+
                    Self::Unknown(_) => (500, "Unknown problem"),
                }
            }
        }
    };
}

problem_types! {
    /// One refusal for a wrong name, a wrong password, a missing code and a locked account
    /// (`product.md`, section 4, rule 1).
    Refused = "refused", 401, "Not signed in";
    /// The code did not match. Told to the bound device alone. Carries `tries_left`.
    CodeRefused = "code-refused", 401, "The code did not match";
    /// The code was right but has been used. Told to the bound device alone. Carries
    /// `retry_after`: when the next code begins.
    CodeUsed = "code-used", 401, "The code has been used";
    /// The token was moved to another device. Told to the old device alone. Carries `at`.
    TokenSuperseded = "token-superseded", 401, "The token was moved to another device";
    /// An administrator revoked the token. Told to its device alone. Carries `at`.
    TokenRevoked = "token-revoked", 401, "The token was revoked";
    /// The account is locked. Told to the bound device alone. Carries `until`, unless an
    /// administrator has to open it.
    AccountLocked = "account-locked", 403, "The account is locked";
    /// Too many calls. Carries `retry_after`.
    TooManyRequests = "too-many-requests", 429, "Too many requests";
    /// Not the code of the text message. Carries `tries_left`.
    SmsCodeWrong = "sms-code-wrong", 422, "Not the code of the text message";
    /// The code of the text message has expired; a new one may be asked for.
    SmsCodeExpired = "sms-code-expired", 410, "The code of the text message has expired";
    /// Too many wrong codes. Carries `retry_after`.
    SmsTriesUsedUp = "sms-tries-used-up", 429, "Too many wrong codes";
    /// A resend was asked for too early. Carries `retry_after`.
    ResendTooEarly = "resend-too-early", 429, "Another text message cannot be sent yet";
    /// There is no such registration for this device key.
    RegistrationUnknown = "registration-unknown", 404, "No such registration";
    /// There is no session, or it has ended. Carries `reason` and `at` where known.
    SessionRequired = "session-required", 401, "Not signed in";
    /// The proof lacks the server's nonce, or holds an old one: repeat with the nonce of this
    /// answer's `DPoP-Nonce` header (RFC 9449, section 8).
    UseDpopNonce = "use-dpop-nonce", 401, "Proof of possession needs a fresh nonce";
    /// The proof is missing or wrong (RFC 9449, section 4.3).
    InvalidDpopProof = "invalid-dpop-proof", 401, "Proof of possession refused";
    /// The client is older than the server serves.
    ClientTooOld = "client-too-old", 426, "This server needs a newer app";
    /// The request cannot be understood; `detail` says where.
    BadRequest = "bad-request", 400, "The request cannot be understood";
    /// Nothing lies here.
    NotFound = "not-found", 404, "Not found";
    /// The method does not fit.
    MethodNotAllowed = "method-not-allowed", 405, "Method not allowed";
    /// The body is longer than the server reads.
    PayloadTooLarge = "payload-too-large", 413, "The request is too large";
    /// The body is not JSON.
    UnsupportedMediaType = "unsupported-media-type", 415, "The request is not JSON";
    /// The server failed; `reference` finds it in the log.
    Internal = "internal", 500, "The server failed";
    /// The server cannot answer now. Carries `retry_after`.
    Unavailable = "unavailable", 503, "The server cannot answer now";
}

impl Serialize for ProblemType {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Unknown(text) => serializer.serialize_str(text),
            known => serializer.collect_str(&format_args!("{PREFIX}{}", known.name())),
        }
    }
}

impl<'de> Deserialize<'de> for ProblemType {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let known = text
            .strip_prefix(PREFIX)
            .and_then(|name| Self::KNOWN.iter().find(|kind| kind.name() == name));
        Ok(known.cloned().unwrap_or(Self::Unknown(text)))
    }
}

/// Why a session ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum SessionEnd {
    /// It was not used for too long.
    Idle,
    /// It reached its longest life.
    Expired,
    /// Its user signed out.
    SignedOut,
    /// It was ended from another session of the user.
    EndedElsewhere,
    /// The registered token was moved to another device.
    Superseded,
    /// An administrator ended it.
    Administrator,
    /// Something that this version does not know.
    #[serde(other)]
    Unknown,
}

#[cfg(test)]
mod tests {
    use super::{Problem, ProblemType};

    #[test]
    fn a_problem_is_written_and_read_back() {
        let problem = Problem {
            tries_left: Some(4),
            ..Problem::new(ProblemType::SmsCodeWrong)
        };
        let text = serde_json::to_string(&problem).unwrap();
        assert_eq!(
            text,
            r#"{"type":"urn:countersign:problem:sms-code-wrong","title":"Not the code of the text message","status":422,"tries_left":4}"#
        );
        assert_eq!(serde_json::from_str::<Problem>(&text).unwrap(), problem);
    }

    #[test]
    fn unknown_types_and_fields_are_kept_or_ignored() {
        let text = r#"{"type":"about:blank","title":"x","status":418,"teapot":true}"#;
        let problem: Problem = serde_json::from_str(text).unwrap();
        assert_eq!(problem.kind, ProblemType::Unknown("about:blank".to_owned()));
    }

    #[test]
    fn every_type_is_read_back() {
        for kind in ProblemType::KNOWN {
            let text = serde_json::to_string(kind).unwrap();
            assert_eq!(&serde_json::from_str::<ProblemType>(&text).unwrap(), kind);
        }
    }
}
