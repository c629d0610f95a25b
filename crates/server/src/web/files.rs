use axum::body::Body;
use axum::http::header::{
    ACCEPT, ALLOW, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_SECURITY_POLICY,
    CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY,
};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri};
use axum::response::{IntoResponse as _, Response};

use super::assets::{Asset, Assets, Form, INDEX};
use super::encoding::Accepted;
use super::headers::SecurityHeaders;

/// What is shown in place of the app when the server was compiled without it.
const NOT_BUILT: &str = include_str!("not_built.html");

/// Answers what no other route does: the app's files, and the app itself for every address that a
/// person can open.
pub(super) fn serve_file(
    assets: &Assets,
    security: &SecurityHeaders,
    method: &Method,
    uri: &Uri,
    headers: &HeaderMap,
) -> Response {
    if !matches!(*method, Method::GET | Method::HEAD) {
        let allow = [(ALLOW, HeaderValue::from_static("GET, HEAD"))];
        return (StatusCode::METHOD_NOT_ALLOWED, allow).into_response();
    }
    let name = uri.path().trim_start_matches('/');
    let found = if name.is_empty() {
        assets.lookup(INDEX)
    } else {
        assets.lookup(name).or_else(|| {
            assets
                .lookup(INDEX)
                .filter(|_| is_navigation(uri.path(), headers))
        })
    };
    let mut response = match found {
        Some(asset) => answer(asset, headers),
        None if !assets.has_app() && is_navigation(uri.path(), headers) => not_built(),
        None => (StatusCode::NOT_FOUND, "Not found\n").into_response(),
    };
    if found.is_some() {
        response
            .headers_mut()
            .insert(CONTENT_SECURITY_POLICY, security.app_policy());
    }
    if *method == Method::HEAD {
        *response.body_mut() = Body::empty();
    }
    response
}

/// Whether a person opens an address of the app, and no program asks for a file.
fn is_navigation(path: &str, headers: &HeaderMap) -> bool {
    let of_the_app =
        !path.contains('.') && !path.starts_with("/api/") && !path.starts_with("/demo/");
    let by_a_person = match headers.get("sec-fetch-mode") {
        Some(mode) => mode == "navigate",
        None => headers
            .get(ACCEPT)
            .and_then(|accept| accept.to_str().ok())
            .is_some_and(|accept| accept.contains("text/html")),
    };
    of_the_app && by_a_person
}

fn answer(asset: &Asset, headers: &HeaderMap) -> Response {
    let accepted = Accepted::from_headers(headers);
    let (form, encoding) = match (&asset.brotli, &asset.gzip) {
        (Some(brotli), _) if accepted.brotli => (brotli, Some("br")),
        (_, Some(gzip)) if accepted.gzip => (gzip, Some("gzip")),
        _ => (&asset.plain, None),
    };
    let caching = if asset.immutable {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    let mut response = if is_known(form, headers) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let mut response = Response::new(Body::from(form.bytes.clone()));
        let described = response.headers_mut();
        described.insert(CONTENT_TYPE, HeaderValue::from_static(asset.content_type));
        described.insert(CONTENT_LENGTH, HeaderValue::from(form.bytes.len()));
        if let Some(encoding) = encoding {
            described.insert(CONTENT_ENCODING, HeaderValue::from_static(encoding));
        }
        response
    };
    let described = response.headers_mut();
    described.insert(CACHE_CONTROL, HeaderValue::from_static(caching));
    described.insert(VARY, HeaderValue::from_static("accept-encoding"));
    if let Ok(etag) = HeaderValue::try_from(&form.etag) {
        described.insert(ETAG, etag);
    }
    response
}

/// Whether the browser has exactly this form already (RFC 9110, section 13.1.2).
fn is_known(form: &Form, headers: &HeaderMap) -> bool {
    let known = headers.get_all(IF_NONE_MATCH).iter();
    known
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(|tag| tag.trim().trim_start_matches("W/"))
        .any(|tag| tag == "*" || tag == form.etag)
}

fn not_built() -> Response {
    let headers = [
        (
            CONTENT_TYPE,
            HeaderValue::from_static("text/html; charset=utf-8"),
        ),
        (CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    (StatusCode::SERVICE_UNAVAILABLE, headers, NOT_BUILT).into_response()
}
