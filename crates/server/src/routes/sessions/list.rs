use axum::Json;
use axum::extract::State;
use countersign_protocol::Sessions;

use crate::domain;
use crate::error::ApiError;
use crate::middleware::SignedIn;
use crate::state::AppState;

/// All sessions of the user that have not ended, newest first
#[utoipa::path(
    get,
    path = "/sessions",
    security(("dpop" = [], "session" = [])),
    responses((status = 200, description = "The sessions", body = Sessions))
)]
pub(in crate::routes) async fn sessions(
    State(state): State<AppState>,
    SignedIn { session, lifetimes }: SignedIn,
) -> Result<Json<Sessions>, ApiError> {
    let open = domain::sessions::list(&state, &session, lifetimes).await?;
    Ok(Json(open))
}
