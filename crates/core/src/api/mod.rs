//! The client of the server's API (`product.md`, section 9).
//!
//! Each call carries a proof by the device key (RFC 9449) with the server's nonce, repeats once
//! when the server asks for a fresh nonce, and measures the clock. What is answered is one of:
//! what was asked for, a [`Problem`], no answer, or an answer of something that is not our server
//! ([`ApiError`]).
//!
//! Left to others: when to call, and what to do about a failure.

mod calls;
mod error;
mod proof;

use core::cell::{Cell, RefCell};

use countersign_protocol::{
    CLIENT_HEADER, DPOP_HEADER, DPOP_NONCE_HEADER, Problem, ProblemType, TIME_HEADER, Timestamp,
};
use serde::de::DeserializeOwned;
use zeroize::Zeroizing;

use crate::ports::{Clock, Http, HttpRequest, HttpResponse, Method, Ports};
pub use error::ApiError;

/// What the client remembers from call to call; no secret among it.
#[derive(Debug)]
pub struct Api {
    version: &'static str,
    nonce: RefCell<Option<String>>,
    offset: Cell<Option<i64>>,
    measured_at: Cell<Option<Timestamp>>,
}

/// One call, as it may have to be repeated.
struct Call {
    method: Method,
    path: String,
    body: Option<Zeroizing<Vec<u8>>>,
    proof: bool,
}

impl Api {
    /// For an app of this version, `major.minor.patch`, with the offset as it was measured last.
    pub fn new(version: &'static str, offset: Option<i64>) -> Self {
        Self {
            version,
            nonce: RefCell::new(None),
            offset: Cell::new(offset),
            measured_at: Cell::new(None),
        }
    }

    /// The server's clock minus the device's, milliseconds, as measured at the last answer.
    pub fn offset(&self) -> Option<i64> {
        self.offset.get()
    }

    /// When that was measured, by the device's clock; nothing before the first answer.
    pub fn measured_at(&self) -> Option<Timestamp> {
        self.measured_at.get()
    }

    /// Now by the server's clock, as far as it is known.
    pub fn server_now<P: Ports>(&self, ports: &P) -> Timestamp {
        let now = ports.clock().now();
        now.plus_millis(self.offset.get().unwrap_or(0))
    }

    /// Sends a call, and once more with the nonce that the server asks for.
    async fn send<P: Ports>(&self, ports: &P, call: &Call) -> Result<HttpResponse, ApiError> {
        match self.send_once(ports, call).await {
            Err(ApiError::Problem(problem)) if problem.kind == ProblemType::UseDpopNonce => {
                self.send_once(ports, call).await
            }
            answer => answer,
        }
    }

    async fn send_once<P: Ports>(&self, ports: &P, call: &Call) -> Result<HttpResponse, ApiError> {
        let mut headers = vec![
            ("Accept", "application/json".to_owned()),
            (CLIENT_HEADER, self.version.to_owned()),
        ];
        if call.body.is_some() {
            headers.push(("Content-Type", "application/json".to_owned()));
        }
        if call.proof {
            let nonce = self.nonce.borrow().clone();
            let proof = proof::make(ports, call, self.server_now(ports), nonce).await;
            headers.push((DPOP_HEADER, proof.map_err(ApiError::Key)?));
        }
        let request = HttpRequest {
            method: call.method,
            path: call.path.clone(),
            headers,
            body: call.body.clone(),
        };
        let sent_at = ports.clock().now();
        let response = ports.http().send(request).await;
        let response = response.map_err(|_| ApiError::Unreachable)?;
        self.hear(&response, sent_at, ports.clock().now())?;
        if (200..300).contains(&response.status) {
            Ok(response)
        } else {
            Err(refusal(&response))
        }
    }

    /// Learns clock and nonce from an answer of our server; an error if it is none.
    fn hear(
        &self,
        response: &HttpResponse,
        sent_at: Timestamp,
        received_at: Timestamp,
    ) -> Result<(), ApiError> {
        let time = response.header(TIME_HEADER);
        let Some(time) = time.and_then(|text| text.trim().parse::<i64>().ok()) else {
            // A gateway that tells that the server behind it is away.
            let away = matches!(response.status, 502..=504);
            return Err(if away {
                ApiError::Unreachable
            } else {
                ApiError::NotOurs
            });
        };
        let round_trip = received_at.millis_since(sent_at);
        // A clock that was set meanwhile measures nothing.
        if round_trip >= 0 {
            let answered_at = sent_at.plus_millis(round_trip / 2);
            let server = Timestamp::from_millis(time);
            self.offset.set(Some(server.millis_since(answered_at)));
            self.measured_at.set(Some(received_at));
        }
        if let Some(nonce) = response.header(DPOP_NONCE_HEADER) {
            *self.nonce.borrow_mut() = Some(nonce.to_owned());
        }
        Ok(())
    }
}

fn refusal(response: &HttpResponse) -> ApiError {
    match read::<Problem>(response) {
        Ok(problem) if problem.kind == ProblemType::ClientTooOld => ApiError::TooOld,
        Ok(problem) => ApiError::Problem(Box::new(problem)),
        Err(error) => error,
    }
}

/// The body, if it is what the server says at this place.
fn read<T: DeserializeOwned>(response: &HttpResponse) -> Result<T, ApiError> {
    let content_type = response.header("Content-Type").unwrap_or_default();
    let essence = content_type.split(';').next().unwrap_or_default().trim();
    let json = ["application/json", "application/problem+json"];
    if !json.iter().any(|name| essence.eq_ignore_ascii_case(name)) {
        return Err(ApiError::NotOurs);
    }
    serde_json::from_slice(&response.body).map_err(|_| ApiError::NotOurs)
}
