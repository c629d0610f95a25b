use axum::extract::{Request, State};
use axum::http::header::{
    CONTENT_SECURITY_POLICY, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;

/// What the app's pages, scripts and workers may do. `trusted-types default`: Leptos writes
/// `innerHTML` for static markup, so the app's boot module installs one policy that lets exactly
/// that through.
macro_rules! app_policy {
    () => {
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
         img-src 'self' data: blob:; media-src 'self' blob:; font-src 'self'; connect-src 'self'; \
         manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'; \
         frame-ancestors 'none'; object-src 'none'; require-trusted-types-for 'script'; \
         trusted-types default"
    };
}

const APP_POLICY: &str = app_policy!();
const APP_POLICY_HTTPS: &str = concat!(app_policy!(), "; upgrade-insecure-requests");

/// What anything else may do, should a browser ever show it as a page.
const CLOSED_POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
);

const PERMISSIONS: HeaderValue = HeaderValue::from_static(
    "camera=(self), geolocation=(self), publickey-credentials-get=(self), \
     publickey-credentials-create=(self), otp-credentials=(self), clipboard-write=(self), \
     screen-wake-lock=(self), microphone=(), payment=(), usb=(), serial=(), \
     hid=(), midi=(), display-capture=(), idle-detection=()",
);

const PERMISSIONS_POLICY: HeaderName = HeaderName::from_static("permissions-policy");
const OPENER_POLICY: HeaderName = HeaderName::from_static("cross-origin-opener-policy");
const RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");

const SAME_ORIGIN: HeaderValue = HeaderValue::from_static("same-origin");

/// The security headers of every answer; they depend on whether people reach the server by TLS.
#[derive(Clone)]
pub(super) struct SecurityHeaders {
    app_policy: HeaderValue,
    https: bool,
}

impl SecurityHeaders {
    /// For a server that is reached by `https://` or not.
    pub(super) const fn new(https: bool) -> Self {
        let policy = if https { APP_POLICY_HTTPS } else { APP_POLICY };
        Self {
            app_policy: HeaderValue::from_static(policy),
            https,
        }
    }

    /// The policy of the app's own files.
    pub(super) fn app_policy(&self) -> HeaderValue {
        self.app_policy.clone()
    }

    fn add_to(&self, headers: &mut HeaderMap) {
        headers
            .entry(CONTENT_SECURITY_POLICY)
            .or_insert(CLOSED_POLICY);
        headers.insert(PERMISSIONS_POLICY, PERMISSIONS);
        headers.insert(OPENER_POLICY, SAME_ORIGIN);
        headers.insert(RESOURCE_POLICY, SAME_ORIGIN);
        headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
        if self.https {
            headers.insert(
                STRICT_TRANSPORT_SECURITY,
                HeaderValue::from_static("max-age=31536000"),
            );
        }
    }
}

/// Adds the security headers to whatever answers; one that has its own policy keeps it.
pub(super) async fn add_security_headers(
    State(security): State<SecurityHeaders>,
    request: Request,
    next: Next,
) -> Response {
    let mut response = next.run(request).await;
    security.add_to(response.headers_mut());
    response
}
