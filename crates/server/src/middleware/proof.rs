use axum::extract::{FromRequestParts, OriginalUri};
use axum::http::request::Parts;
use countersign_protocol::{DPOP_HEADER, Problem, ProblemType};

use crate::crypto::dpop::{self, Expected, ProofError};
use crate::error::ApiError;
use crate::state::AppState;

/// The caller proved that it holds this device key: its thumbprint.
#[derive(Clone, Debug)]
pub(crate) struct DeviceKey(pub(crate) String);

fn invalid(detail: &str) -> ApiError {
    Problem {
        detail: Some(format!("The proof is refused: {detail}.")),
        ..Problem::new(ProblemType::InvalidDpopProof)
    }
    .into()
}

impl FromRequestParts<AppState> for DeviceKey {
    type Rejection = ApiError;

    async fn from_request_parts(
        parts: &mut Parts,
        state: &AppState,
    ) -> Result<Self, Self::Rejection> {
        let mut proofs = parts.headers.get_all(DPOP_HEADER).iter();
        let proof = match (proofs.next(), proofs.next()) {
            (Some(proof), None) => proof.to_str().map_err(|_| invalid("it is not a JWT"))?,
            (None, _) => return Err(invalid("it is missing")),
            (Some(_), Some(_)) => return Err(invalid("there is more than one")),
        };
        let path = parts
            .extensions
            .get::<OriginalUri>()
            .map_or(parts.uri.path(), |uri| uri.path());
        let expected = Expected {
            method: parts.method.as_str(),
            origin: state.origin.as_str(),
            path,
            now: state.clock.now(),
        };
        let proof = dpop::check(proof, expected, &state.keys).map_err(|error| match error {
            ProofError::NeedsNonce => ProblemType::UseDpopNonce.into(),
            ProofError::Invalid(detail) => invalid(detail),
        })?;
        let first_time = state
            .storage
            .remember_proof(&proof.hash, proof.remember_until)
            .await?;
        if !first_time {
            return Err(invalid("it has been used before"));
        }
        Ok(Self(proof.jkt))
    }
}
