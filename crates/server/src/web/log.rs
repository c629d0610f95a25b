use std::time::Instant;

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;

/// One line per answer. No query, no header and no body: they may hold what nobody may read.
pub(super) async fn log_answer(request: Request, next: Next) -> Response {
    let method = request.method().clone();
    let path = request.uri().path().to_owned();
    let begun = Instant::now();
    let response = next.run(request).await;
    let status = response.status().as_u16();
    let millis = begun.elapsed().as_millis();
    if response.status().is_server_error() {
        tracing::error!(%method, path, status, millis, "answered");
    } else if path == "/healthz" {
        tracing::debug!(%method, path, status, millis, "answered");
    } else {
        tracing::info!(%method, path, status, millis, "answered");
    }
    response
}
