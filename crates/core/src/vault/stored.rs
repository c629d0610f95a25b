//! The stored form of a token: what lies in a record, before it is encrypted.
//!
//! The form's version stands beside the ciphertext and is bound to it. A change of the form is a
//! new version with its own struct, and [`read`] turns older ones into the newest; the golden
//! test below holds the form still.

use countersign_otp::{Digits, Kind, Period, Secret, Token};
use countersign_protocol::{Algorithm, SecretText, Timestamp};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::token::{Origin, Registration, Standing, StopReason, VaultToken};
use super::{Damage, OrderKey, TokenId, tidy_tags};
use crate::ports::RecordId;

/// The kind of a token's record.
pub(super) const KIND: &str = "token";
/// The version that is written.
pub(super) const VERSION: u32 = 2;

/// What is bound to a ciphertext: a label, the version, the kind with its length, the id.
pub(crate) fn associated_data(id: &RecordId, kind: &str, version: u32) -> Vec<u8> {
    let kind_length = u32::try_from(kind.len()).unwrap_or(u32::MAX);
    let mut bytes = b"countersign record\0".to_vec();
    bytes.extend(version.to_be_bytes());
    bytes.extend(kind_length.to_be_bytes());
    bytes.extend(kind.as_bytes());
    bytes.extend(id.as_str().as_bytes());
    bytes
}

/// Version 2: the first one, and what people do with a token.
#[derive(Serialize, Deserialize)]
struct StoredToken {
    token: StoredToken1,
    tags: Vec<String>,
    pinned: bool,
    order: String,
    uses: u64,
    last_used_at: Option<Timestamp>,
    deleted_at: Option<Timestamp>,
}

/// Version 1.
#[derive(Serialize, Deserialize)]
struct StoredToken1 {
    issuer: String,
    account_name: String,
    /// Base 32.
    secret: SecretText,
    kind: StoredKind,
    registration: Option<StoredRegistration>,
    added_at: Timestamp,
    note: String,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum StoredKind {
    Totp {
        algorithm: Algorithm,
        digits: u8,
        period: u32,
    },
    Hotp {
        algorithm: Algorithm,
        digits: u8,
        counter: u64,
    },
    Steam,
}

#[derive(Serialize, Deserialize)]
struct StoredRegistration {
    user_name: String,
    generation: u64,
    registered_at: Timestamp,
    confirmed_at: Timestamp,
    stopped: Option<Stopped>,
}

#[derive(Serialize, Deserialize)]
struct Stopped {
    at: Option<Timestamp>,
    reason: StoredReason,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum StoredReason {
    Superseded,
    Revoked,
    #[serde(other)]
    Unknown,
}

/// Writes the newest form.
pub(super) fn write(token: &VaultToken) -> Zeroizing<Vec<u8>> {
    let first = StoredToken1 {
        issuer: token.token.issuer.clone(),
        account_name: token.token.account_name.clone(),
        secret: SecretText::new(token.token.secret.to_base32().expose()),
        kind: StoredKind::from(token.token.kind),
        registration: token.registration().map(StoredRegistration::from),
        added_at: token.added_at,
        note: token.note.clone(),
    };
    // Room for all of it at once: a buffer that grows leaves copies of the secret behind.
    let text = [&first.issuer, &first.account_name, &first.note];
    let text = text.into_iter().chain(&token.tags);
    let room = text.map(|t| t.len() * 6).sum::<usize>()
        + first.secret.expose().len()
        + token.order.as_str().len();
    let stored = StoredToken {
        token: first,
        tags: token.tags.clone(),
        pinned: token.pinned,
        order: token.order.as_str().to_owned(),
        uses: token.uses,
        last_used_at: token.last_used_at,
        deleted_at: token.deleted_at,
    };
    let mut bytes = Zeroizing::new(Vec::with_capacity(room + 1280));
    // Neither the form nor a `Vec` can refuse to be written.
    let _ = serde_json::to_writer(&mut *bytes, &stored);
    bytes
}

/// Reads any version up to the newest.
pub(super) fn read(id: TokenId, version: u32, bytes: &[u8]) -> Result<VaultToken, Damage> {
    let token = match version {
        1 => serde_json::from_slice(bytes)
            .ok()
            .and_then(|stored: StoredToken1| stored.into_token(id)),
        2 => serde_json::from_slice(bytes)
            .ok()
            .and_then(|stored: StoredToken| stored.into_token(id)),
        0 => None,
        _ => return Err(Damage::Newer),
    };
    token.ok_or(Damage::Content)
}

impl StoredToken {
    fn into_token(self, id: TokenId) -> Option<VaultToken> {
        let first = self.token.into_token(id)?;
        Some(VaultToken {
            tags: tidy_tags(self.tags),
            pinned: self.pinned,
            order: OrderKey::from_stored(self.order).unwrap_or(first.order),
            uses: self.uses,
            last_used_at: self.last_used_at,
            deleted_at: self.deleted_at,
            ..first
        })
    }
}

impl StoredToken1 {
    fn into_token(self, id: TokenId) -> Option<VaultToken> {
        let token = Token {
            issuer: self.issuer,
            account_name: self.account_name,
            secret: Secret::from_base32(self.secret.expose()).ok()?,
            kind: self.kind.into_kind()?,
        };
        let origin = match self.registration {
            None => Origin::Offline,
            Some(stored) => Origin::Registered(stored.into()),
        };
        Some(VaultToken {
            note: self.note,
            ..VaultToken::new(id, token, origin, self.added_at)
        })
    }
}

impl From<Kind> for StoredKind {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Totp {
                algorithm,
                digits,
                period,
            } => Self::Totp {
                algorithm: algorithm_to_wire(algorithm),
                digits: digits.get(),
                period: period.seconds(),
            },
            Kind::Hotp {
                algorithm,
                digits,
                counter,
            } => Self::Hotp {
                algorithm: algorithm_to_wire(algorithm),
                digits: digits.get(),
                counter,
            },
            Kind::Steam => Self::Steam,
        }
    }
}

impl StoredKind {
    fn into_kind(self) -> Option<Kind> {
        Some(match self {
            Self::Totp {
                algorithm,
                digits,
                period,
            } => Kind::Totp {
                algorithm: algorithm_from_wire(algorithm),
                digits: Digits::new(digits).ok()?,
                period: Period::new(period).ok()?,
            },
            Self::Hotp {
                algorithm,
                digits,
                counter,
            } => Kind::Hotp {
                algorithm: algorithm_from_wire(algorithm),
                digits: Digits::new(digits).ok()?,
                counter,
            },
            Self::Steam => Kind::Steam,
        })
    }
}

/// The hash function as the wire and the stored form name it.
fn algorithm_to_wire(algorithm: countersign_otp::Algorithm) -> Algorithm {
    match algorithm {
        countersign_otp::Algorithm::Sha1 => Algorithm::Sha1,
        countersign_otp::Algorithm::Sha256 => Algorithm::Sha256,
        countersign_otp::Algorithm::Sha512 => Algorithm::Sha512,
    }
}

/// The inverse.
pub(super) fn algorithm_from_wire(algorithm: Algorithm) -> countersign_otp::Algorithm {
    match algorithm {
        Algorithm::Sha1 => countersign_otp::Algorithm::Sha1,
        Algorithm::Sha256 => countersign_otp::Algorithm::Sha256,
        Algorithm::Sha512 => countersign_otp::Algorithm::Sha512,
    }
}

impl From<&Registration> for StoredRegistration {
    fn from(registration: &Registration) -> Self {
        Self {
            user_name: registration.user_name.clone(),
            generation: registration.generation,
            registered_at: registration.registered_at,
            confirmed_at: registration.confirmed_at,
            stopped: match registration.standing {
                Standing::Active => None,
                Standing::Stopped { at, reason } => Some(Stopped {
                    at,
                    reason: match reason {
                        StopReason::Superseded => StoredReason::Superseded,
                        StopReason::Revoked => StoredReason::Revoked,
                        StopReason::Unknown => StoredReason::Unknown,
                    },
                }),
            },
        }
    }
}

impl From<StoredRegistration> for Registration {
    fn from(stored: StoredRegistration) -> Self {
        Self {
            user_name: stored.user_name,
            generation: stored.generation,
            registered_at: stored.registered_at,
            confirmed_at: stored.confirmed_at,
            standing: match stored.stopped {
                None => Standing::Active,
                Some(Stopped { at, reason }) => Standing::Stopped {
                    at,
                    reason: match reason {
                        StoredReason::Superseded => StopReason::Superseded,
                        StoredReason::Revoked => StopReason::Revoked,
                        StoredReason::Unknown => StopReason::Unknown,
                    },
                },
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use countersign_otp::{Kind, Secret, Token};
    use countersign_protocol::Timestamp;

    use super::{VERSION, read, write};
    use crate::ports::RecordId;
    use crate::vault::{Damage, Origin, Registration, Standing, StopReason, VaultToken};

    fn token(kind: &str, origin: Origin) -> VaultToken {
        let uri = format!("otpauth://{kind}/Acme:ada?secret=JBSWY3DPEHPK3PXP&issuer=Acme");
        let id = RecordId::from_random([7; 16]);
        let added_at = Timestamp::from_millis(1_795_496_400_123);
        let token = Token::from_uri(&uri).unwrap();
        VaultToken {
            note: "at the \"desk\"".to_owned(),
            ..VaultToken::new(id, token, origin, added_at)
        }
    }

    fn registered(standing: Standing) -> Origin {
        Origin::Registered(Registration {
            user_name: "ada".to_owned(),
            generation: 3,
            registered_at: Timestamp::from_seconds(1_795_496_400),
            confirmed_at: Timestamp::from_seconds(1_795_496_401),
            standing,
        })
    }

    const FIRST: &str = r#"{"issuer":"Acme","account_name":"ada","secret":"JBSWY3DPEHPK3PXP","kind":{"totp":{"algorithm":"SHA1","digits":6,"period":30}},"registration":null,"added_at":"2026-11-24T05:00:00.123Z","note":"at the \"desk\""}"#;

    #[test]
    fn the_first_form_is_still_read() {
        let token = token("totp", Origin::Offline);
        let read = read(token.id.clone(), 1, FIRST.as_bytes());
        assert_eq!(read, Ok(token));
    }

    #[test]
    fn the_stored_form_stays_as_it_is() {
        let text = |token: &VaultToken| String::from_utf8(write(token).to_vec()).unwrap();
        let used = VaultToken {
            tags: vec!["work".to_owned(), "İş".to_owned()],
            pinned: true,
            uses: 7,
            last_used_at: Some(Timestamp::from_seconds(1_795_496_403)),
            deleted_at: Some(Timestamp::from_seconds(1_795_496_404)),
            ..token("totp", Origin::Offline)
        };
        assert_eq!(
            text(&used),
            format!(
                r#"{{"token":{FIRST},"tags":["work","İş"],"pinned":true,"order":"0mwu874zf07070707i","uses":7,"last_used_at":"2026-11-24T05:00:03Z","deleted_at":"2026-11-24T05:00:04Z"}}"#
            )
        );
        assert_eq!(
            text(&token("totp", Origin::Offline)),
            r#"{"token":{"issuer":"Acme","account_name":"ada","secret":"JBSWY3DPEHPK3PXP","kind":{"totp":{"algorithm":"SHA1","digits":6,"period":30}},"registration":null,"added_at":"2026-11-24T05:00:00.123Z","note":"at the \"desk\""},"tags":[],"pinned":false,"order":"0mwu874zf07070707i","uses":0,"last_used_at":null,"deleted_at":null}"#
        );
        let stopped = registered(Standing::Stopped {
            at: Some(Timestamp::from_seconds(1_795_496_402)),
            reason: StopReason::Superseded,
        });
        assert_eq!(
            text(&token("steam", stopped)),
            r#"{"token":{"issuer":"Acme","account_name":"ada","secret":"JBSWY3DPEHPK3PXP","kind":"steam","registration":{"user_name":"ada","generation":3,"registered_at":"2026-11-24T05:00:00Z","confirmed_at":"2026-11-24T05:00:01Z","stopped":{"at":"2026-11-24T05:00:02Z","reason":"superseded"}},"added_at":"2026-11-24T05:00:00.123Z","note":"at the \"desk\""},"tags":[],"pinned":false,"order":"0mwu874zf07070707i","uses":0,"last_used_at":null,"deleted_at":null}"#
        );
        let hotp = VaultToken {
            token: Token::from_uri("otpauth://hotp/x?secret=JBSWY3DPEHPK3PXP&counter=9").unwrap(),
            ..token("totp", registered(Standing::Active))
        };
        assert!(
            text(&hotp).contains(r#""kind":{"hotp":{"algorithm":"SHA1","digits":6,"counter":9}}"#)
        );
    }

    #[test]
    fn what_is_written_is_read_back() {
        for origin in [
            Origin::Offline,
            registered(Standing::Active),
            registered(Standing::Stopped {
                at: None,
                reason: StopReason::Revoked,
            }),
        ] {
            let token = token("totp", origin);
            assert_eq!(read(token.id.clone(), VERSION, &write(&token)), Ok(token));
        }
    }

    #[test]
    fn other_versions_and_broken_content_are_told_apart() {
        let token = token("totp", Origin::Offline);
        let bytes = write(&token);
        let id = || token.id.clone();
        assert_eq!(read(id(), VERSION + 1, &bytes), Err(Damage::Newer));
        assert_eq!(read(id(), 0, &bytes), Err(Damage::Content));
        assert_eq!(read(id(), VERSION, b"{}"), Err(Damage::Content));
        let text = String::from_utf8(bytes.to_vec()).unwrap();
        let broken = text.replace("\"digits\":6", "\"digits\":60");
        assert_eq!(read(id(), VERSION, broken.as_bytes()), Err(Damage::Content));
    }

    #[test]
    fn a_long_secret_fits_without_growing_the_buffer() {
        let mut token = token("totp", Origin::Offline);
        token.token.secret = Secret::from_bytes([0x61; 1024]).unwrap();
        token.note = "\u{1}".repeat(500);
        let bytes = write(&token);
        assert!(matches!(token.token.kind, Kind::Totp { .. }));
        assert_eq!(read(token.id.clone(), VERSION, &bytes), Ok(token));
    }
}
