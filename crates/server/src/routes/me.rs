use axum::Json;
use axum::extract::State;
use countersign_protocol::Me;

use crate::domain::sessions;
use crate::error::ApiError;
use crate::middleware::SignedIn;
use crate::state::AppState;

/// Who is signed in, on which device, until when
#[utoipa::path(
    get,
    path = "/me",
    security(("dpop" = [], "session" = [])),
    responses((status = 200, description = "Who asks", body = Me))
)]
pub(super) async fn me(
    State(state): State<AppState>,
    SignedIn { session, lifetimes }: SignedIn,
) -> Result<Json<Me>, ApiError> {
    sessions::me(&state, &session, lifetimes).await.map(Json)
}
