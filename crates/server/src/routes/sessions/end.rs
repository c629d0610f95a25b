use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::http::header::SET_COOKIE;
use axum::response::{IntoResponse, Response};
use countersign_protocol::{Problem, ProblemType};

use crate::domain::sessions;
use crate::error::ApiError;
use crate::ids::SessionId;
use crate::middleware::SignedIn;
use crate::routes::cookie;
use crate::state::AppState;

/// In place of an id: the session that asks.
const CURRENT: &str = "current";

/// Ends a session of the user; `current` is the one that asks
#[utoipa::path(
    delete,
    path = "/sessions/{id}",
    security(("dpop" = [], "session" = [])),
    params(("id" = String, Path, description = "Names the session; `current` for the one that asks")),
    responses(
        (status = 204, description = "Ended"),
        (status = 404, description = "not-found", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(in crate::routes) async fn end_session(
    State(state): State<AppState>,
    SignedIn { session, .. }: SignedIn,
    Path(id): Path<String>,
) -> Result<Response, ApiError> {
    let id = match id.as_str() {
        CURRENT => session.id.clone(),
        _ => SessionId::from(id),
    };
    if !sessions::end(&state, &session, &id).await? {
        return Err(ProblemType::NotFound.into());
    }
    if id == session.id {
        let cookie = cookie::clear()?;
        return Ok((StatusCode::NO_CONTENT, [(SET_COOKIE, cookie)]).into_response());
    }
    Ok(StatusCode::NO_CONTENT.into_response())
}
