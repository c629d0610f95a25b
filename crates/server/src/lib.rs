//! Countersign's server (`product.md`, sections 3, 4, 7 and 9): the API under `/api/v1`, the
//! rules behind it, and their storage.
//!
//! `routes` translate between HTTP and `domain`; `domain` holds the rules and asks `storage` for
//! the single statements that they rest on; SQL lies in `storage` alone. Time comes from a
//! [`clock::Clock`], randomness from [`crypto::random`].
#![forbid(unsafe_code)]

pub mod clock;
pub mod config;
pub mod crypto;
pub mod domain;
pub mod error;
pub mod ids;
mod middleware;
mod routes;
pub mod sms;
pub mod state;
pub mod storage;
pub mod web;

pub use state::Setup;

/// The API as a router. Serve it with connection information
/// (`into_make_service_with_connect_info::<SocketAddr>`): callers are slowed down by address.
pub fn app(setup: Setup) -> axum::Router {
    routes::build(state::AppState::new(setup))
}
