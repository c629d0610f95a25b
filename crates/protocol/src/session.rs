use serde::{Deserialize, Serialize};

use crate::{RegistrationMeans, SecretText, Timestamp};

/// `POST /sessions`: password and code in one request (`product.md`, section 4, rule 1). Needs a
/// DPoP proof by the device key.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StartSession {
    /// The user's name at this server; case does not matter.
    pub user_name: String,
    /// The user's password.
    pub password: SecretText,
    /// The current code of the registered token, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<SecretText>,
    /// What the user sees in lists of sessions.
    pub device_name: String,
}

/// The answer to [`StartSession`]; the session itself travels in the cookie.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StartedSession {
    /// Who signed in.
    pub user: User,
    /// The session.
    pub session: SessionInfo,
}

/// The user as the user may see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct User {
    /// The name to sign in with.
    pub name: String,
    /// The name to call the person by.
    pub display_name: String,
}

/// One session of the user.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SessionInfo {
    /// Names the session; not the secret that it is held by.
    pub id: String,
    /// The device that it belongs to.
    pub device_name: String,
    /// When it was started.
    pub started_at: Timestamp,
    /// When it was last used.
    pub last_used_at: Timestamp,
    /// When it ends if it is not used before.
    pub idle_ends_at: Timestamp,
    /// When it ends in any case.
    pub ends_at: Timestamp,
    /// The address that it was started from.
    pub address: String,
    /// Whether it is the one that asks.
    pub current: bool,
}

/// `GET /sessions`: all sessions of the user that have not ended, newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Sessions {
    /// The sessions.
    pub sessions: Vec<SessionInfo>,
}

/// `GET /me`: who is signed in, on which device, until when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Me {
    /// Who is signed in.
    pub user: User,
    /// The session that asks.
    pub session: SessionInfo,
    /// The user's registered token, on whichever device it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub binding: Option<BindingInfo>,
}

/// Where and when the user's registered token was registered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BindingInfo {
    /// The issuer at the time of issue.
    pub issuer: String,
    /// The device that holds it.
    pub device_name: String,
    /// Whether it is the device that asks.
    pub this_device: bool,
    /// Counts the registrations of this user, from 1.
    pub generation: u64,
    /// When it was registered.
    pub registered_at: Timestamp,
    /// How it was allowed.
    pub means: RegistrationMeans,
    /// The address that it was registered from.
    pub address: String,
}
