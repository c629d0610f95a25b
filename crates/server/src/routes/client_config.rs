use axum::Json;
use axum::extract::State;
use countersign_protocol::{ClientConfig, ClientPolicy};

use crate::domain::parameters::{Parameter, Parameters};
use crate::domain::versions::OLDEST_CLIENT;
use crate::error::ApiError;
use crate::state::AppState;

/// What a client must know before anyone is signed in
///
/// Public, and the same for everyone.
#[utoipa::path(
    get,
    path = "/client-config",
    responses((status = 200, description = "The configuration", body = ClientConfig))
)]
pub(super) async fn client_config(
    State(state): State<AppState>,
) -> Result<Json<ClientConfig>, ApiError> {
    let parameters = Parameters::load(&state.storage).await?;
    Ok(Json(ClientConfig {
        server_name: state.server_name.clone(),
        issuer: parameters.value(Parameter::Issuer).to_owned(),
        mobile_otp_enabled: parameters.switch(Parameter::MobileOtpEnabled),
        server_time: state.clock.now(),
        oldest_client: OLDEST_CLIENT.to_owned(),
        policy: policy(&parameters),
    }))
}

fn policy(parameters: &Parameters) -> ClientPolicy {
    let minutes = u32::try_from(parameters.number(Parameter::LockAfterMax)).unwrap_or_default();
    ClientPolicy {
        lock_required: parameters.switch(Parameter::LockRequired),
        lock_after_max_seconds: (minutes > 0).then(|| minutes.saturating_mul(60)),
        plain_export_allowed: parameters.switch(Parameter::PlainExportAllowed),
    }
}
