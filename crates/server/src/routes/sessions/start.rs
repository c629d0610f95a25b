use axum::Json;
use axum::extract::State;
use axum::http::header::{InvalidHeaderValue, SET_COOKIE};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use countersign_protocol::{Problem, StartSession, StartedSession};

use crate::domain::sign_in::{self, Caller};
use crate::error::ApiError;
use crate::middleware::{Body, ClientAddress, DeviceKey};
use crate::routes::cookie;
use crate::state::AppState;

impl From<InvalidHeaderValue> for ApiError {
    fn from(error: InvalidHeaderValue) -> Self {
        Self::Fault(error.into())
    }
}

type Started = (
    StatusCode,
    [(HeaderName, HeaderValue); 1],
    Json<StartedSession>,
);

/// Signs in: password and code in one request
///
/// Without a bound device key every failure is `refused`. With one: `code-refused`, `code-used`,
/// `token-superseded`, `token-revoked` and `account-locked` tell about that binding. The session
/// travels in the cookie.
#[utoipa::path(
    post,
    path = "/sessions",
    security(("dpop" = [])),
    request_body = StartSession,
    responses(
        (status = 201, description = "Signed in", body = StartedSession),
        (status = 403, description = "account-locked", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "too-many-requests", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(in crate::routes) async fn start_session(
    State(state): State<AppState>,
    ClientAddress(address): ClientAddress,
    DeviceKey(jkt): DeviceKey,
    Body(request): Body<StartSession>,
) -> Result<Started, ApiError> {
    let started = sign_in::sign_in(&state, &Caller { jkt, address }, &request).await?;
    let cookie = cookie::set(&started.secret, started.lifetime_seconds)?;
    Ok((
        StatusCode::CREATED,
        [(SET_COOKIE, cookie)],
        Json(started.answer),
    ))
}
