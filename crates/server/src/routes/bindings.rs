use axum::Json;
use axum::extract::State;
use countersign_protocol::BindingStatuses;

use crate::domain::registration;
use crate::error::ApiError;
use crate::middleware::DeviceKey;
use crate::state::AppState;

/// What became of the registered tokens of the device key that signs the proof
#[utoipa::path(
    get,
    path = "/bindings",
    security(("dpop" = [])),
    responses((status = 200, description = "The newest binding of each user", body = BindingStatuses))
)]
pub(super) async fn bindings(
    State(state): State<AppState>,
    DeviceKey(jkt): DeviceKey,
) -> Result<Json<BindingStatuses>, ApiError> {
    registration::statuses(&state, &jkt).await.map(Json)
}
