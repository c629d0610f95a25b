//! What browsers get that is not the API: the app's files, the security headers of every answer,
//! the demo page and the health check.

mod assets;
mod demo;
mod encoding;
mod files;
mod headers;
mod log;

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::Response;
use axum::routing::get;

pub use assets::{Asset, Assets, Form};

use crate::sms::ConsoleMessages;
use crate::storage::Storage;
use headers::SecurityHeaders;

/// What the server serves beside its API.
pub struct Web {
    /// The app's files.
    pub assets: Assets,
    /// Whether people reach the server by TLS.
    pub https: bool,
    /// The messages of the demo page; it exists in demo mode alone.
    pub demo: Option<ConsoleMessages>,
    /// What the health check asks.
    pub storage: Storage,
}

#[derive(Clone)]
struct Files {
    assets: Arc<Assets>,
    security: SecurityHeaders,
}

impl Web {
    /// Puts everything around the API's routes: whatever those do not answer is a file or an
    /// address of the app.
    pub fn around(self, api: Router) -> Router {
        let security = SecurityHeaders::new(self.https);
        let files = Files {
            assets: Arc::new(self.assets),
            security: security.clone(),
        };
        let health = Router::new()
            .route("/healthz", get(health))
            .with_state(self.storage);
        let mut router = api.merge(health);
        if let Some(messages) = self.demo {
            router = router.merge(demo::router(messages));
        }
        router
            .merge(Router::new().fallback(file).with_state(files))
            .layer(from_fn_with_state(security, headers::add_security_headers))
            .layer(from_fn(log::log_answer))
    }
}

async fn file(
    State(files): State<Files>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    files::serve_file(&files.assets, &files.security, &method, &uri, &headers)
}

async fn health(State(storage): State<Storage>) -> (StatusCode, &'static str) {
    match storage.ping().await {
        Ok(()) => (StatusCode::OK, "ok\n"),
        Err(error) => {
            tracing::error!(%error, "health check");
            (
                StatusCode::SERVICE_UNAVAILABLE,
                "the database does not answer\n",
            )
        }
    }
}

#[cfg(test)]
mod tests;
