//! Refusals and faults: two arms. A refusal is an answer that the caller can act on; a fault is
//! logged under a reference, and the caller is told the reference alone.

use std::error::Error;

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use countersign_protocol::{Problem, ProblemType, Timestamp};

use crate::crypto::password::PasswordError;
use crate::crypto::{RandomError, SealError, random};
use crate::storage::StorageError;

/// What is answered in place of what was asked for.
#[derive(Debug)]
pub enum ApiError {
    /// The caller is told why.
    Refusal(Box<Problem>),
    /// Something failed that should not.
    Fault(Box<dyn Error + Send + Sync>),
}

impl ApiError {
    /// A request that cannot be understood, and where.
    pub fn bad_request(detail: impl Into<String>) -> Self {
        Problem {
            detail: Some(detail.into()),
            ..Problem::new(ProblemType::BadRequest)
        }
        .into()
    }

    /// A refusal until a moment: seconds to wait, at least one.
    pub fn wait(kind: ProblemType, until: Timestamp, now: Timestamp) -> Self {
        Problem {
            retry_after: Some(seconds_until(until, now)),
            ..Problem::new(kind)
        }
        .into()
    }
}

/// Whole seconds from now to then, rounded up, at least one.
pub fn seconds_until(then: Timestamp, now: Timestamp) -> u64 {
    let millis = u64::try_from(then.millis_since(now)).unwrap_or_default();
    millis.div_ceil(1000).max(1)
}

impl From<Problem> for ApiError {
    fn from(problem: Problem) -> Self {
        Self::Refusal(Box::new(problem))
    }
}

impl From<ProblemType> for ApiError {
    fn from(kind: ProblemType) -> Self {
        Problem::new(kind).into()
    }
}

impl From<PasswordError> for ApiError {
    fn from(error: PasswordError) -> Self {
        match error {
            PasswordError::Busy => Problem {
                retry_after: Some(1),
                ..Problem::new(ProblemType::Unavailable)
            }
            .into(),
            PasswordError::Failed(_) => Self::Fault(error.into()),
        }
    }
}

macro_rules! faults {
    ($($error:ty),+) => {$(
        impl From<$error> for ApiError {
            fn from(error: $error) -> Self {
                Self::Fault(error.into())
            }
        }
    )+};
}

faults!(StorageError, RandomError, SealError, serde_json::Error);

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        match self {
            Self::Refusal(problem) => answer(&problem),
            Self::Fault(error) => {
                let reference = random::text::<9>().ok();
                tracing::error!(reference, error = %error, "a request failed");
                answer(&Problem {
                    reference,
                    ..Problem::new(ProblemType::Internal)
                })
            }
        }
    }
}

fn answer(problem: &Problem) -> Response {
    let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    // A problem is strings and numbers: it can always be written.
    let body = serde_json::to_vec(problem).unwrap_or_default();
    let json = (header::CONTENT_TYPE, "application/problem+json");
    let mut response = (status, [json], body).into_response();
    if let Some(seconds) = problem.retry_after
        && matches!(problem.status, 429 | 503)
    {
        let value = HeaderValue::from(seconds);
        response.headers_mut().insert(header::RETRY_AFTER, value);
    }
    if status == StatusCode::UNAUTHORIZED {
        let value = HeaderValue::from_static(challenge(&problem.kind));
        response
            .headers_mut()
            .insert(header::WWW_AUTHENTICATE, value);
    }
    response
}

/// What every 401 carries (RFC 9110, section 15.5.2), in the words of RFC 9449, sections 7.1 and
/// 9.
fn challenge(kind: &ProblemType) -> &'static str {
    match kind {
        ProblemType::UseDpopNonce => "DPoP error=\"use_dpop_nonce\", algs=\"ES256\"",
        ProblemType::InvalidDpopProof => "DPoP error=\"invalid_dpop_proof\", algs=\"ES256\"",
        _ => "DPoP algs=\"ES256\"",
    }
}

#[cfg(test)]
mod tests {
    use super::seconds_until;
    use countersign_protocol::Timestamp;

    #[test]
    fn a_wait_is_rounded_up_and_never_zero() {
        let now = Timestamp::from_millis(10_000);
        for (then, seconds) in [(9_000, 1), (10_000, 1), (10_001, 1), (11_001, 2)] {
            assert_eq!(seconds_until(Timestamp::from_millis(then), now), seconds);
        }
    }
}
