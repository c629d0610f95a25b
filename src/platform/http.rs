//! Reaches the server that served the app, by `fetch`.
//!
//! Guarantees: cookies of this origin alone are sent and kept; nothing is cached; a redirect is
//! no answer; after 15 seconds without the whole answer the request is given up. Bodies are
//! wiped here once they are read, as far as the browser lets us.
//! Left to others: what the answer means, and whether to try again.

use std::rc::Rc;

use countersign_core::ports::{Http, HttpRequest, HttpResponse, Unreachable};
use countersign_protocol::{DPOP_NONCE_HEADER, TIME_HEADER};
use js_sys::{Promise, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortController, Headers, RequestCache, RequestCredentials, RequestInit, RequestRedirect,
    Response,
};
use zeroize::Zeroizing;

use super::js;
use super::timers::Timeout;

const TIME_LIMIT_MILLIS: i64 = 15_000;
/// The headers that the core reads.
const READ_HEADERS: [&str; 4] = [
    "Content-Type",
    "Retry-After",
    TIME_HEADER,
    DPOP_NONCE_HEADER,
];

/// [`Http`] over `fetch`.
#[derive(Clone, Copy, Debug, Default)]
pub struct FetchHttp;

impl Http for FetchHttp {
    fn origin(&self) -> String {
        js::window()
            .and_then(|window| window.location().origin().ok())
            .unwrap_or_default()
    }

    async fn send(&self, request: HttpRequest) -> Result<HttpResponse, Unreachable> {
        let abort = Rc::new(AbortController::new().map_err(|_| Unreachable)?);
        let limit = Rc::clone(&abort);
        let _limit = Timeout::after(TIME_LIMIT_MILLIS, move || limit.abort());
        let init = to_init(&request, &abort)?;
        let window = js::window().ok_or(Unreachable)?;
        let response = wait(window.fetch_with_str_and_init(&request.path, &init)).await?;
        let response: Response = response.dyn_into().map_err(|_| Unreachable)?;
        let body = response.array_buffer().map_err(|_| Unreachable)?;
        let body = Uint8Array::new(&wait(body).await?);
        let bytes = Zeroizing::new(body.to_vec());
        body.fill(0, 0, body.length());
        Ok(HttpResponse {
            status: response.status(),
            headers: read_headers(&response.headers()),
            body: bytes,
        })
    }
}

fn to_init(request: &HttpRequest, abort: &AbortController) -> Result<RequestInit, Unreachable> {
    let headers = Headers::new().map_err(|_| Unreachable)?;
    for (name, value) in &request.headers {
        headers.append(name, value).map_err(|_| Unreachable)?;
    }
    let init = RequestInit::new();
    init.set_method(request.method.as_str());
    init.set_headers(&headers);
    init.set_credentials(RequestCredentials::SameOrigin);
    init.set_cache(RequestCache::NoStore);
    init.set_redirect(RequestRedirect::Error);
    init.set_signal(Some(&abort.signal()));
    if let Some(body) = &request.body {
        init.set_body(&Uint8Array::from(body.as_slice()));
    }
    Ok(init)
}

async fn wait(promise: Promise) -> Result<JsValue, Unreachable> {
    JsFuture::from(promise).await.map_err(|_| Unreachable)
}

fn read_headers(headers: &Headers) -> Vec<(String, String)> {
    READ_HEADERS
        .into_iter()
        .filter_map(|name| Some((name.to_owned(), headers.get(name).ok().flatten()?)))
        .collect()
}
