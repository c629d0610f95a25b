use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use countersign_protocol::{
    CLIENT_HEADER, DPOP_HEADER, DPOP_NONCE_HEADER, ProblemType, TIME_HEADER,
};

use crate::domain::versions;
use crate::error::ApiError;
use crate::state::AppState;

/// Puts on every answer the server's clock and the order not to keep it, and on answers to proofs
/// the next nonce; refuses clients that are too old for anything but the client configuration.
pub(crate) async fn stamp(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let is_proof = request.headers().contains_key(DPOP_HEADER);
    let is_public = [crate::routes::CLIENT_CONFIG, crate::routes::OPENAPI]
        .iter()
        .any(|path| request.uri().path().ends_with(path));
    let mut response = if !is_public && is_too_old(request.headers()) {
        ApiError::from(ProblemType::ClientTooOld).into_response()
    } else {
        next.run(request).await
    };
    let now = state.clock.now();
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(TIME_HEADER, HeaderValue::from(now.as_millis()));
    if is_proof && let Ok(nonce) = HeaderValue::try_from(state.keys.dpop_nonce(now)) {
        headers.insert(DPOP_NONCE_HEADER, nonce);
    }
    response
}

fn is_too_old(headers: &HeaderMap) -> bool {
    headers
        .get(CLIENT_HEADER)
        .and_then(|value| value.to_str().ok())
        .is_some_and(versions::is_too_old)
}
