use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use countersign_protocol::{Activate, Problem, Registered};

use crate::domain::registration;
use crate::domain::sign_in::Caller;
use crate::error::ApiError;
use crate::middleware::{Body, ClientAddress, DeviceKey};
use crate::state::AppState;

/// Gives an activation code from an administrator and gets the token
///
/// Any failure is the same refusal. Repeatable like a confirmation.
#[utoipa::path(
    post,
    path = "/registrations/activate",
    security(("dpop" = [])),
    request_body = Activate,
    responses(
        (status = 201, description = "The token", body = Registered),
        (status = 429, description = "too-many-requests", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(in crate::routes) async fn activate(
    State(state): State<AppState>,
    ClientAddress(address): ClientAddress,
    DeviceKey(jkt): DeviceKey,
    Body(request): Body<Activate>,
) -> Result<(StatusCode, Json<Registered>), ApiError> {
    let registered = registration::activate(&state, &Caller { jkt, address }, &request).await?;
    Ok((StatusCode::CREATED, Json(registered)))
}
