//! Sessions: held by a secret, bound to a device key, ended by time, by their user or by what
//! happens to the binding and the account.

use countersign_protocol::{
    BindingInfo, Me, SecretText, SessionEnd, SessionInfo, Sessions, Timestamp, User,
};

use super::parameters::{Parameter, Parameters};
use crate::crypto::{Digest, RandomError, random, sha256};
use crate::error::ApiError;
use crate::ids::SessionId;
use crate::state::AppState;
use crate::storage::{SessionRecord, UserRecord};

/// How long sessions live, by the system parameters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Lifetimes {
    /// Milliseconds that one may stay unused.
    pub(crate) idle_ms: i64,
    /// Milliseconds after which one ends in any case.
    pub(crate) absolute_ms: i64,
}

/// When and why a session ended, where that is known.
pub(crate) type Ended = Option<(Timestamp, SessionEnd)>;

impl Lifetimes {
    /// As the parameters say.
    pub(crate) fn of(parameters: &Parameters) -> Self {
        Self {
            idle_ms: parameters.number(Parameter::SessionIdle) * 60_000,
            absolute_ms: parameters.number(Parameter::SessionAbsolute) * 3_600_000,
        }
    }
}

/// A new secret of 256 bits, for the cookie alone.
pub(super) fn new_secret() -> Result<SecretText, RandomError> {
    random::text::<32>().map(SecretText::new)
}

/// What is stored in place of a session's secret.
pub(super) fn secret_hash(secret: &SecretText) -> Digest {
    sha256(&[secret.expose().as_bytes()])
}

/// The session that this secret holds, if it was started by this device key and has not ended;
/// else, when and why it ended, which only its own device is told.
pub(crate) async fn resume(
    state: &AppState,
    secret: &SecretText,
    jkt: &str,
) -> Result<Result<(SessionRecord, Lifetimes), Ended>, ApiError> {
    let now = state.clock.now();
    let found = state
        .storage
        .session_by_secret(&secret_hash(secret))
        .await?;
    let Some(mut session) = found.filter(|session| session.jkt == jkt) else {
        return Ok(Err(None));
    };
    if session.ended.is_some() {
        return Ok(Err(session.ended));
    }
    let lifetimes = Lifetimes::of(&Parameters::load(&state.storage).await?);
    let idle_ends_at = session.last_used_at.plus_millis(lifetimes.idle_ms);
    let over = [
        (session.ends_at, SessionEnd::Expired),
        (idle_ends_at, SessionEnd::Idle),
    ]
    .into_iter()
    .filter(|(at, _)| *at <= now)
    .min_by_key(|(at, _)| *at);
    if let Some((at, reason)) = over {
        state
            .storage
            .end_session(&session.user_id, &session.id, reason, at)
            .await?;
        return Ok(Err(Some((at, reason))));
    }
    if !state.storage.touch_session(&session.id, now).await? {
        return Ok(Err(None));
    }
    session.last_used_at = now;
    Ok(Ok((session, lifetimes)))
}

/// A session as its user may see it.
pub(crate) fn describe(
    session: &SessionRecord,
    current: &SessionId,
    lifetimes: Lifetimes,
) -> SessionInfo {
    let idle_ends_at = session.last_used_at.plus_millis(lifetimes.idle_ms);
    SessionInfo {
        id: session.id.to_string(),
        device_name: session.device_name.clone(),
        started_at: session.started_at,
        last_used_at: session.last_used_at,
        idle_ends_at: idle_ends_at.min(session.ends_at),
        ends_at: session.ends_at,
        address: session.address.clone(),
        current: session.id == *current,
    }
}

/// A user as they may see themselves.
pub(crate) fn describe_user(user: &UserRecord) -> User {
    User {
        name: user.name.clone(),
        display_name: user.display_name.clone(),
    }
}

/// The open sessions of the user whose session asks.
pub(crate) async fn list(
    state: &AppState,
    asking: &SessionRecord,
    lifetimes: Lifetimes,
) -> Result<Sessions, ApiError> {
    let open = state
        .storage
        .open_sessions(&asking.user_id, lifetimes.idle_ms, state.clock.now())
        .await?;
    let sessions = open
        .iter()
        .map(|session| describe(session, &asking.id, lifetimes))
        .collect();
    Ok(Sessions { sessions })
}

/// Ends a session of the user whose session asks; tells whether there was one.
pub(crate) async fn end(
    state: &AppState,
    asking: &SessionRecord,
    id: &SessionId,
) -> Result<bool, ApiError> {
    let reason = if *id == asking.id {
        SessionEnd::SignedOut
    } else {
        SessionEnd::EndedElsewhere
    };
    let ended = state
        .storage
        .end_session(&asking.user_id, id, reason, state.clock.now())
        .await?;
    Ok(ended)
}

/// Who is signed in, on which device, until when.
pub(crate) async fn me(
    state: &AppState,
    asking: &SessionRecord,
    lifetimes: Lifetimes,
) -> Result<Me, ApiError> {
    let user = state.storage.user(&asking.user_id).await?;
    let binding = state.storage.active_binding(&asking.user_id).await?;
    Ok(Me {
        user: describe_user(&user),
        session: describe(asking, &asking.id, lifetimes),
        binding: binding.map(|binding| BindingInfo {
            this_device: binding.jkt == asking.jkt,
            issuer: binding.issuer,
            device_name: binding.device_name,
            generation: binding.generation,
            registered_at: binding.registered_at,
            means: binding.means,
            address: binding.address,
        }),
    })
}
