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
    /// What the server demands of a device that holds one of its tokens; nothing where an older
    /// server does not say.
    #[serde(default)]
    pub policy: ClientPolicy,
}

/// What a server demands of a device that holds one of its registered tokens.
///
/// What is missing demands nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct ClientPolicy {
    /// `mobile.lock.required`: the vault must have a lock, so that it does not open by itself.
    pub lock_required: bool,
    /// `mobile.lock.after.max.minutes`, in seconds: the longest time without use after which the
    /// vault locks itself. Nothing where the person may choose any time.
    pub lock_after_max_seconds: Option<u32>,
    /// `mobile.plain.export.allowed`: tokens may leave the app unencrypted.
    pub plain_export_allowed: bool,
}

impl Default for ClientPolicy {
    fn default() -> Self {
        Self {
            lock_required: false,
            lock_after_max_seconds: None,
            plain_export_allowed: true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{ClientConfig, ClientPolicy};

    const OLDER: &str = r#"{"server_name":"Northgate","issuer":"Countersign",
        "mobile_otp_enabled":true,"server_time":"2026-11-24T12:00:00.000Z","oldest_client":"0.1.0""#;

    fn policy(more: &str) -> ClientPolicy {
        let config: ClientConfig = serde_json::from_str(&format!("{OLDER}{more}}}")).unwrap();
        config.policy
    }

    #[test]
    fn an_older_server_demands_nothing() {
        assert_eq!(policy(""), ClientPolicy::default());
        assert!(policy("").plain_export_allowed);
    }

    #[test]
    fn what_a_policy_does_not_say_is_not_demanded() {
        let policy = policy(r#","policy":{"lock_required":true,"later":1}"#);
        assert!(policy.lock_required && policy.plain_export_allowed);
        assert_eq!(policy.lock_after_max_seconds, None);
    }
}
