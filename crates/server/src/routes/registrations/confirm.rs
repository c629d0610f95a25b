use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use countersign_protocol::{ConfirmRegistration, Problem, Registered};

use crate::domain::registration;
use crate::domain::sign_in::Caller;
use crate::error::ApiError;
use crate::ids::RegistrationId;
use crate::middleware::{Body, ClientAddress, DeviceKey};
use crate::state::AppState;

/// Gives the code of the text message and gets the token
///
/// Repeating it with the same code by the same device key gives the same answer while the code has
/// not expired. Completing it ends the user's token on any other device, and its sessions.
#[utoipa::path(
    post,
    path = "/registrations/{id}/confirm",
    security(("dpop" = [])),
    params(("id" = String, Path, description = "Names the registration")),
    request_body = ConfirmRegistration,
    responses(
        (status = 201, description = "The token", body = Registered),
        (status = 404, description = "registration-unknown", body = Problem, content_type = "application/problem+json"),
        (status = 410, description = "sms-code-expired", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "sms-code-wrong", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "sms-tries-used-up", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(in crate::routes) async fn confirm_registration(
    State(state): State<AppState>,
    ClientAddress(address): ClientAddress,
    DeviceKey(jkt): DeviceKey,
    Path(id): Path<String>,
    Body(request): Body<ConfirmRegistration>,
) -> Result<(StatusCode, Json<Registered>), ApiError> {
    let id = RegistrationId::from(id);
    let caller = Caller { jkt, address };
    let registered = registration::confirm(&state, &caller, &id, &request).await?;
    Ok((StatusCode::CREATED, Json(registered)))
}
