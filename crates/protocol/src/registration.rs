use serde::{Deserialize, Serialize};

use crate::{SecretText, Timestamp};

/// `POST /registrations`: asks for a code by text message. Needs a DPoP proof by the device key
/// that is to hold the registered token.
///
/// The answer is the same whether or not the account exists, has a phone, or the password is
/// right (`product.md`, section 4, rule 1).
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StartRegistration {
    /// The user's name at this server; case does not matter.
    pub user_name: String,
    /// The user's password.
    pub password: SecretText,
    /// What the user sees in lists of devices, such as "Chrome on Android".
    pub device_name: String,
}

/// The answer to [`StartRegistration`] and to a resend.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RegistrationStarted {
    /// Names the registration in the calls that follow; useless without the device key.
    pub id: String,
    /// When the code stops to work.
    pub expires_at: Timestamp,
    /// From when on another code may be asked for.
    pub resend_at: Timestamp,
    /// Wrong codes that are still allowed. A resend does not refill them.
    pub tries_left: u32,
}

/// `POST /registrations/{id}/confirm`. Repeating it with the same code by the same device key is
/// safe: the same [`Registered`] comes back while the code has not expired.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ConfirmRegistration {
    /// The six digits of the text message.
    pub code: SecretText,
}

/// `POST /registrations/activate`: an activation code from an administrator in place of the text
/// message. Repeatable like [`ConfirmRegistration`].
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Activate {
    /// The user's name at this server.
    pub user_name: String,
    /// The user's password.
    pub password: SecretText,
    /// The activation code; spaces, dashes and case do not matter.
    pub activation_code: SecretText,
    /// What the user sees in lists of devices.
    pub device_name: String,
}

/// The registered token has been issued to this device; every older one has stopped.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Registered {
    /// The secret and its parameters.
    pub token: IssuedToken,
    /// Counts the registrations of this user, from 1.
    pub generation: u64,
    /// When it was registered.
    pub registered_at: Timestamp,
    /// Whether another device's token stopped because of this.
    pub superseded_other: bool,
}

/// A TOTP token as the server issues it (RFC 6238).
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct IssuedToken {
    /// The issuer at the time of issue.
    pub issuer: String,
    /// The user's name.
    pub account_name: String,
    /// The secret in base 32 without padding.
    pub secret: SecretText,
    /// The hash function.
    pub algorithm: Algorithm,
    /// Digits of a code, 6 to 10.
    pub digits: u8,
    /// Seconds that a code is shown for, 1 to 86,400.
    pub period: u32,
}

/// The hash function of a token (RFC 6238, section 1.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Algorithm {
    /// HMAC-SHA-1.
    Sha1,
    /// HMAC-SHA-256.
    Sha256,
    /// HMAC-SHA-512.
    Sha512,
}

/// How a registration was allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum RegistrationMeans {
    /// By a code in a text message.
    Sms,
    /// By an activation code from an administrator.
    ActivationCode,
    /// By something that this version does not know.
    #[serde(other)]
    Unknown,
}

/// `GET /bindings`: what became of the registered tokens of the device key that signs the proof.
/// Needs no session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BindingStatuses {
    /// The newest binding of each user on this device key.
    pub bindings: Vec<BindingStatus>,
}

/// One binding of this device key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BindingStatus {
    /// The user's name.
    pub account_name: String,
    /// Counts the registrations of this user, from 1.
    pub generation: u64,
    /// What it is now.
    pub state: BindingState,
    /// Since when.
    pub since: Timestamp,
}

/// The life of a binding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum BindingState {
    /// Its codes count.
    Active,
    /// Another device has been registered since.
    Superseded,
    /// An administrator has revoked it.
    Revoked,
    /// Something that this version does not know; its codes do not count.
    #[serde(other)]
    Unknown,
}
