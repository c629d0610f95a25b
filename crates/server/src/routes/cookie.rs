use axum::http::HeaderValue;
use axum::http::header::InvalidHeaderValue;
use countersign_protocol::{SESSION_COOKIE, SecretText};

const ATTRIBUTES: &str = "Path=/; Secure; HttpOnly; SameSite=Strict";

/// The header value that hands a session to the browser.
pub(super) fn set(
    secret: &SecretText,
    lifetime_seconds: i64,
) -> Result<HeaderValue, InvalidHeaderValue> {
    let secret = secret.expose();
    let mut value = HeaderValue::try_from(format!(
        "{SESSION_COOKIE}={secret}; Max-Age={lifetime_seconds}; {ATTRIBUTES}"
    ))?;
    value.set_sensitive(true);
    Ok(value)
}

/// The header value that takes the session from the browser.
pub(super) fn clear() -> Result<HeaderValue, InvalidHeaderValue> {
    HeaderValue::try_from(format!("{SESSION_COOKIE}=; Max-Age=0; {ATTRIBUTES}"))
}
