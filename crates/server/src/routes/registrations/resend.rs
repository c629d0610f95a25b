use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use countersign_protocol::{Problem, RegistrationStarted};

use crate::domain::registration;
use crate::domain::sign_in::Caller;
use crate::error::ApiError;
use crate::ids::RegistrationId;
use crate::middleware::{ClientAddress, DeviceKey};
use crate::state::AppState;

/// Asks for another code by text message
///
/// The tries are not refilled.
#[utoipa::path(
    post,
    path = "/registrations/{id}/resend",
    security(("dpop" = [])),
    params(("id" = String, Path, description = "Names the registration")),
    responses(
        (status = 202, description = "Taken; a code is sent if all is right", body = RegistrationStarted),
        (status = 404, description = "registration-unknown", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "resend-too-early or sms-tries-used-up", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(in crate::routes) async fn resend_registration(
    State(state): State<AppState>,
    ClientAddress(address): ClientAddress,
    DeviceKey(jkt): DeviceKey,
    Path(id): Path<String>,
) -> Result<(StatusCode, Json<RegistrationStarted>), ApiError> {
    let id = RegistrationId::from(id);
    let started = registration::resend(&state, &Caller { jkt, address }, &id).await?;
    Ok((StatusCode::ACCEPTED, Json(started)))
}
