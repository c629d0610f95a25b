use countersign_protocol::Problem;

use crate::ports::KeyError;

/// Why a call did not give what was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ApiError {
    /// The server refused or failed, and says so.
    Problem(Box<Problem>),
    /// No answer.
    Unreachable,
    /// Something answers, but not as a server that this app can use.
    NotOurs,
    /// The server serves newer apps only.
    TooOld,
    /// The device key cannot be used.
    Key(KeyError),
    /// The code could not be computed: the token is not in the vault any longer.
    TokenGone,
}
