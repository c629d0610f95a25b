use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use countersign_protocol::{Problem, RegistrationStarted, StartRegistration};

use crate::domain::registration;
use crate::domain::sign_in::Caller;
use crate::error::ApiError;
use crate::middleware::{Body, ClientAddress, DeviceKey};
use crate::state::AppState;

/// Asks for a code by text message
///
/// Answered alike whether or not the account exists, has a phone, or the password is right.
/// Repeating it by the same device key before another message may be sent gives the same
/// registration.
#[utoipa::path(
    post,
    path = "/registrations",
    security(("dpop" = [])),
    request_body = StartRegistration,
    responses(
        (status = 202, description = "Taken; a code is sent if all is right", body = RegistrationStarted),
        (status = 429, description = "resend-too-early, sms-tries-used-up or too-many-requests", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(in crate::routes) async fn start_registration(
    State(state): State<AppState>,
    ClientAddress(address): ClientAddress,
    DeviceKey(jkt): DeviceKey,
    Body(request): Body<StartRegistration>,
) -> Result<(StatusCode, Json<RegistrationStarted>), ApiError> {
    let started = registration::start(&state, &Caller { jkt, address }, &request).await?;
    Ok((StatusCode::ACCEPTED, Json(started)))
}
