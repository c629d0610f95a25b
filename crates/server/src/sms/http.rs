//! The channel that hands messages to an HTTP gateway, by the operator's templates.

use std::fmt;
use std::time::Duration;

use axum::body::Bytes;
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, Request, Uri};
use http_body_util::Full;
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;

use super::template::{Escaping, fill};

/// The gateway's templates, as the system parameters `iga.2fa.sms.http.*` say them.
#[derive(Clone, PartialEq, Eq)]
pub struct HttpGateway {
    /// `.url`: where to; values are percent-encoded.
    pub url: String,
    /// `.headers`: one `Name: value` per line. They may hold the gateway's key.
    pub headers: String,
    /// `.body`: JSON, a form, XML or plain text, as its `Content-Type` says.
    pub body: String,
    /// `.timeout`: how long an answer may take.
    pub timeout: Duration,
}

/// Why a channel did not take a message. Holds nothing of the message, of the templates or of the
/// gateway's answer, so that it can be logged and kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SmsFailure {
    /// A parameter makes no request; says which and why.
    Misconfigured(&'static str),
    /// No connection, or it broke.
    Unreachable(String),
    /// No answer in time.
    TimedOut(Duration),
    /// An answer that is no success.
    Refused(u16),
}

impl fmt::Display for SmsFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Misconfigured(what) => f.write_str(what),
            Self::Unreachable(why) => write!(f, "the gateway cannot be reached: {why}"),
            Self::TimedOut(after) => write!(f, "no answer within {} s", after.as_secs_f32()),
            Self::Refused(status) => write!(f, "the gateway answered {status}"),
        }
    }
}

impl std::error::Error for SmsFailure {}

/// Sends requests to gateways, and keeps connections to them.
#[derive(Clone)]
pub struct HttpSender(Client<HttpsConnector<HttpConnector>, Full<Bytes>>);

impl HttpSender {
    /// A client that trusts what the system trusts. Without any root certificate, gateways by
    /// `http://` still work and those by `https://` are refused.
    pub fn new() -> Result<Self, rustls::Error> {
        let mut roots = rustls::RootCertStore::empty();
        let _ = roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        let provider = rustls::crypto::ring::default_provider();
        let tls = rustls::ClientConfig::builder_with_provider(provider.into())
            .with_safe_default_protocol_versions()?
            .with_root_certificates(roots)
            .with_no_client_auth();
        let connector = HttpsConnectorBuilder::new()
            .with_tls_config(tls)
            .https_or_http()
            .enable_http1()
            .build();
        Ok(Self(Client::builder(TokioExecutor::new()).build(connector)))
    }

    /// Hands one message over. Only a 2xx answer in time is a success; redirects are not followed.
    pub async fn send(
        &self,
        gateway: &HttpGateway,
        phone: &str,
        text: &str,
    ) -> Result<(), SmsFailure> {
        let request = gateway.request(phone, text)?;
        match tokio::time::timeout(gateway.timeout, self.0.request(request)).await {
            Err(_) => Err(SmsFailure::TimedOut(gateway.timeout)),
            Ok(Err(error)) => Err(SmsFailure::Unreachable(innermost(&error))),
            Ok(Ok(answer)) if answer.status().is_success() => Ok(()),
            Ok(Ok(answer)) => Err(SmsFailure::Refused(answer.status().as_u16())),
        }
    }
}

/// The cause at the bottom ("Connection refused"); those above only say where it was noticed.
fn innermost(error: &hyper_util::client::legacy::Error) -> String {
    let mut cause: &dyn std::error::Error = error;
    while let Some(deeper) = cause.source() {
        cause = deeper;
    }
    cause.to_string()
}

impl HttpGateway {
    fn request(&self, phone: &str, text: &str) -> Result<Request<Full<Bytes>>, SmsFailure> {
        let url: Uri = fill(&self.url, Escaping::Percent, phone, text)
            .parse()
            .map_err(|_| SmsFailure::Misconfigured("iga.2fa.sms.http.url is not a URL"))?;
        if !matches!(url.scheme_str(), Some("http" | "https")) {
            return Err(SmsFailure::Misconfigured(
                "iga.2fa.sms.http.url must begin with http:// or https://",
            ));
        }
        let mut headers = self.filled_headers(phone, text)?;
        let escaping = escaping_of_body(&self.body, &mut headers);
        let body = fill(&self.body, escaping, phone, text);
        let mut request = Request::new(Full::new(Bytes::from(body)));
        *request.method_mut() = Method::POST;
        *request.uri_mut() = url;
        *request.headers_mut() = headers;
        Ok(request)
    }

    /// The operator's lines are split before any value is put in, and a value with a control
    /// character makes no header: a message cannot add headers of its own.
    fn filled_headers(&self, phone: &str, text: &str) -> Result<HeaderMap, SmsFailure> {
        const WRONG: SmsFailure = SmsFailure::Misconfigured(
            "iga.2fa.sms.http.headers must have one \"Name: value\" per line",
        );
        let mut headers = HeaderMap::new();
        for line in self.headers.lines().filter(|line| !line.trim().is_empty()) {
            let (name, value) = line.split_once(':').ok_or(WRONG)?;
            let name = HeaderName::try_from(name.trim()).map_err(|_| WRONG)?;
            let value = fill(value.trim(), Escaping::None, phone, text);
            let mut value = HeaderValue::try_from(value).map_err(|_| {
                SmsFailure::Misconfigured(
                    "iga.2fa.sms.http.headers cannot hold this message; put {message} into the body",
                )
            })?;
            value.set_sensitive(true);
            headers.append(name, value);
        }
        Ok(headers)
    }
}

/// How values are escaped in the body: as its `Content-Type` says, which is guessed and added when
/// the operator gave none.
fn escaping_of_body(body: &str, headers: &mut HeaderMap) -> Escaping {
    let Some(content_type) = headers.get(CONTENT_TYPE) else {
        let (guess, escaping) = if body.trim_start().starts_with(['{', '[']) {
            ("application/json", Escaping::Json)
        } else {
            ("application/x-www-form-urlencoded", Escaping::Percent)
        };
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(guess));
        return escaping;
    };
    let content_type = content_type.to_str().unwrap_or_default().to_lowercase();
    if content_type.contains("json") {
        Escaping::Json
    } else if content_type.contains("x-www-form-urlencoded") {
        Escaping::Percent
    } else if content_type.contains("xml") {
        Escaping::Xml
    } else {
        Escaping::None
    }
}

#[cfg(test)]
mod tests;
