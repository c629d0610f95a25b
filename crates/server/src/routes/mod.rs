//! The whole table of routes. Each operation has a file of its own, and the description of it
//! beside it.

mod bindings;
mod client_config;
mod cookie;
mod me;
mod openapi;
mod registrations;
mod sessions;

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::header;
use axum::middleware::from_fn_with_state;
use axum::routing::{any, get};
use countersign_protocol::limits::BODY_MAX;
use countersign_protocol::{API_PREFIX, ProblemType};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::error::ApiError;
use crate::middleware::stamp;
use crate::state::AppState;

/// What a client asks before it says its version.
pub(crate) const CLIENT_CONFIG: &str = "/client-config";
/// The description of the interface.
pub(crate) const OPENAPI: &str = "/openapi.json";

/// The API, under [`API_PREFIX`].
pub(crate) fn build(state: AppState) -> Router {
    let operations = OpenApiRouter::new()
        .routes(routes!(client_config::client_config))
        .routes(routes!(registrations::start::start_registration))
        .routes(routes!(registrations::resend::resend_registration))
        .routes(routes!(registrations::confirm::confirm_registration))
        .routes(routes!(registrations::activate::activate))
        .routes(routes!(bindings::bindings))
        .routes(routes!(
            sessions::start::start_session,
            sessions::list::sessions
        ))
        .routes(routes!(sessions::end::end_session))
        .routes(routes!(me::me));
    let (router, description) = OpenApiRouter::with_openapi(openapi::frame())
        .nest(API_PREFIX, operations)
        .split_for_parts();
    let description: Arc<str> = openapi::finish(description).into();
    let answer_description = move || {
        let description = Arc::clone(&description);
        async move {
            let json = (header::CONTENT_TYPE, "application/json");
            ([json], description.to_string())
        }
    };
    router
        .route(&format!("{API_PREFIX}{OPENAPI}"), get(answer_description))
        .route("/api", any(not_found))
        .route("/api/{*rest}", any(not_found))
        .method_not_allowed_fallback(method_not_allowed)
        .layer(DefaultBodyLimit::max(BODY_MAX))
        .layer(from_fn_with_state(state.clone(), stamp))
        .with_state(state)
}

async fn not_found() -> ApiError {
    ProblemType::NotFound.into()
}

async fn method_not_allowed() -> ApiError {
    ProblemType::MethodNotAllowed.into()
}
