//! The registered token of a binding, as the server holds it.

use countersign_otp::{
    Digits, InvalidDigits, InvalidPeriod, InvalidSecret, Kind, Period, Secret, Token,
};
use countersign_protocol::{Algorithm, IssuedToken, Registered, SecretText};

use crate::crypto::{Keys, TokenSecret};
use crate::error::ApiError;
use crate::storage::{Activated, BindingRecord};

/// Codes of the step before and after the current one are taken (RFC 6238, section 5.2).
const SKEW_STEPS: u8 = 1;

macro_rules! damaged_rows {
    ($($error:ty),+) => {$(
        impl From<$error> for ApiError {
            fn from(_: $error) -> Self {
                Self::Fault("a binding's row does not make a token".into())
            }
        }
    )+};
}

damaged_rows!(InvalidDigits, InvalidPeriod, InvalidSecret);

fn token(binding: &BindingRecord, keys: &Keys) -> Result<Token, ApiError> {
    let secret = TokenSecret::open(&binding.secret_enc, keys, &binding.user_id, &binding.id)?;
    Ok(Token {
        issuer: binding.issuer.clone(),
        account_name: binding.user_name.clone(),
        secret: Secret::from_bytes(secret.expose())?,
        kind: Kind::Totp {
            algorithm: match binding.algorithm {
                Algorithm::Sha1 => countersign_otp::Algorithm::Sha1,
                Algorithm::Sha256 => countersign_otp::Algorithm::Sha256,
                Algorithm::Sha512 => countersign_otp::Algorithm::Sha512,
            },
            digits: Digits::new(binding.digits)?,
            period: Period::new(binding.period)?,
        },
    })
}

/// The step whose code this is, among the current one and its neighbors.
pub(super) fn matching_step(
    binding: &BindingRecord,
    keys: &Keys,
    code: &SecretText,
    now_seconds: i64,
) -> Result<Option<i64>, ApiError> {
    let token = token(binding, keys)?;
    let now = u64::try_from(now_seconds).unwrap_or_default();
    let typed: String = code
        .expose()
        .chars()
        .filter(|letter| !letter.is_whitespace())
        .collect();
    let typed = SecretText::new(typed);
    let step = token.matching_step(typed.expose(), now, SKEW_STEPS);
    Ok(step.and_then(|step| i64::try_from(step).ok()))
}

/// The token as the device that has just been bound gets it.
pub(super) fn issue(activated: &Activated, keys: &Keys) -> Result<Registered, ApiError> {
    let binding = &activated.binding;
    let token = token(binding, keys)?;
    Ok(Registered {
        token: IssuedToken {
            issuer: binding.issuer.clone(),
            account_name: binding.user_name.clone(),
            secret: SecretText::new(token.secret.to_base32().expose()),
            algorithm: binding.algorithm,
            digits: binding.digits,
            period: binding.period,
        },
        generation: binding.generation,
        registered_at: binding.registered_at,
        superseded_other: activated.superseded_other,
    })
}
