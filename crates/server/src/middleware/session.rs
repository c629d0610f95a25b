use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::header;
use axum::http::request::Parts;
use countersign_protocol::{Problem, ProblemType, SESSION_COOKIE, SecretText};

use super::DeviceKey;
use crate::domain::sessions::{self, Lifetimes};
use crate::error::ApiError;
use crate::state::AppState;
use crate::storage::SessionRecord;

/// The caller holds a session and proved the device key that it is bound to.
#[derive(Clone, Debug)]
pub(crate) struct SignedIn {
    /// The session.
    pub(crate) session: SessionRecord,
    /// How long sessions live.
    pub(crate) lifetimes: Lifetimes,
}

impl FromRequestParts<AppState> for SignedIn {
    type Rejection = ApiError;

    async fn from_request_parts(
        parts: &mut Parts,
        state: &AppState,
    ) -> Result<Self, Self::Rejection> {
        let DeviceKey(jkt) = DeviceKey::from_request_parts(parts, state).await?;
        let secret = cookie(&parts.headers).ok_or(ProblemType::SessionRequired)?;
        let (session, lifetimes) =
            sessions::resume(state, &secret, &jkt)
                .await?
                .map_err(|ended| Problem {
                    reason: ended.map(|(_, reason)| reason),
                    at: ended.map(|(at, _)| at),
                    ..Problem::new(ProblemType::SessionRequired)
                })?;
        Ok(Self { session, lifetimes })
    }
}

/// The secret in our cookie, which no path or subdomain can have set: its name begins with
/// `__Host-`.
fn cookie(headers: &HeaderMap) -> Option<SecretText> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(name, _)| *name == SESSION_COOKIE)
        .map(|(_, value)| SecretText::new(value))
}
