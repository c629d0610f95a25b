//! What Countersign's client and server say to each other (`product.md`, section 9).
//!
//! JSON over HTTPS under [`API_PREFIX`]. Unknown fields are ignored and unknown enum values are
//! kept as unknown, so that either side may be newer than the other. This crate knows no client,
//! no server, no clock and no network.
#![forbid(unsafe_code)]
#![warn(missing_docs)]

mod config;
mod dpop;
pub mod limits;
mod problem;
mod registration;
mod secret;
mod session;
mod time;

pub use config::{ClientConfig, ClientPolicy};
pub use dpop::{DpopClaims, DpopHeader, Jwk};
pub use problem::{Problem, ProblemType, SessionEnd};
pub use registration::{
    Activate, Algorithm, BindingState, BindingStatus, BindingStatuses, ConfirmRegistration,
    IssuedToken, Registered, RegistrationMeans, RegistrationStarted, StartRegistration,
};
pub use secret::SecretText;
pub use session::{BindingInfo, Me, SessionInfo, Sessions, StartSession, StartedSession, User};
pub use time::{InvalidTimestamp, Timestamp};

/// Where every endpoint lies.
pub const API_PREFIX: &str = "/api/v1";
/// Request header: the client's version, `major.minor.patch`.
pub const CLIENT_HEADER: &str = "Countersign-Client";
/// Response header on every answer: the server's clock, milliseconds since 1970-01-01 UTC.
pub const TIME_HEADER: &str = "Countersign-Time";
/// Request header: the proof of possession of the device key (RFC 9449, section 4).
pub const DPOP_HEADER: &str = "DPoP";
/// Response header: the nonce that the next proof must carry (RFC 9449, section 8).
pub const DPOP_NONCE_HEADER: &str = "DPoP-Nonce";
/// The cookie that holds the session.
pub const SESSION_COOKIE: &str = "__Host-countersign";
