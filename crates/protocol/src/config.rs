use serde::{Deserialize, Serialize};

use crate::Timestamp;

/// What a client must know before anyone is signed in: `GET /client-config`.
///
/// Public, and the same for everyone. The client keeps the last one, to be able to say sensible
/// things without a network.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ClientConfig {
    /// What people call this server; shown as "to {name}".
    pub server_name: String,
    /// `tfa.otp.issuer`: the name that a registered token must carry.
    pub issuer: String,
    /// `mobile.application.otp.enabled`.
    pub mobile_otp_enabled: bool,
    /// The server's clock when it answered.
    pub server_time: Timestamp,
    /// The oldest client version that the server still serves, `major.minor.patch`.
    pub oldest_client: String,
}
