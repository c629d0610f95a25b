//! What went wrong in IndexedDB, sorted by what can be done about it.

use countersign_core::ports::{KeyError, SealError, StoreError};
use indexed_db_futures::error::{Error, OpenDbError};
use wasm_bindgen::JsValue;

use crate::platform::js;

/// A failure of one operation. Nothing of the operation was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// The connection is dead; a new one may work.
    Lost(String),
    /// Another tab keeps an older version open.
    Blocked,
    /// Another tab has written meanwhile.
    Stale,
    /// The database was deleted while it was in use.
    Gone,
    /// No room.
    Full,
    /// The browser keeps nothing here, or not this kind of value.
    Refused(String),
    /// The database was made by a newer app.
    Newer,
    /// An object store or a value is not what it must be.
    Damaged,
    /// The key is there already.
    Taken,
    /// Anything else, by the name of the exception.
    Other(String),
}

impl Fault {
    /// By the name of the `DOMException`.
    pub(crate) fn named(name: &str) -> Self {
        match name {
            "UnknownError" | "InvalidStateError" | "TransactionInactiveError" | "AbortError" => {
                Self::Lost(name.to_owned())
            }
            "QuotaExceededError" => Self::Full,
            "SecurityError" | "NotAllowedError" | "DataCloneError" => {
                Self::Refused(name.to_owned())
            }
            "VersionError" => Self::Newer,
            "NotFoundError" => Self::Damaged,
            "ConstraintError" => Self::Taken,
            _ => Self::Other(name.to_owned()),
        }
    }
}

impl From<Error> for Fault {
    fn from(error: Error) -> Self {
        match error {
            Error::DomException(exception) => {
                Self::named(&js::error_name(&JsValue::from(exception)))
            }
            Error::Unknown(error) => Self::named(&js::error_name(&JsValue::from(error))),
            Error::Serialisation(_) => Self::Damaged,
            Error::MissingData(_) => Self::Lost("AbortError".to_owned()),
        }
    }
}

impl From<OpenDbError> for Fault {
    fn from(error: OpenDbError) -> Self {
        match error {
            OpenDbError::Base(error) => error.into(),
            OpenDbError::NullFactory | OpenDbError::UnsupportedEnvironment => {
                Self::Refused("NoIndexedDb".to_owned())
            }
            // So the library calls whatever is thrown at once, whether or not the version is zero; ours never is.
            OpenDbError::VersionZero => Self::Refused("SecurityError".to_owned()),
        }
    }
}

impl From<Fault> for StoreError {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Lost(_) => Self::Unavailable,
            Fault::Blocked => Self::Blocked,
            Fault::Stale => Self::Stale,
            Fault::Gone => Self::Gone,
            Fault::Full => Self::Full,
            Fault::Refused(_) => Self::Refused,
            Fault::Newer => Self::Newer,
            Fault::Damaged => Self::Damaged,
            Fault::Taken => Self::Other("ConstraintError".to_owned()),
            Fault::Other(name) => Self::Other(name),
        }
    }
}

impl From<Fault> for SealError {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Refused(_) => Self::StorageRefused,
            other => Self::Store(other.into()),
        }
    }
}

impl From<Fault> for KeyError {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Refused(_) => Self::StorageRefused,
            other => Self::Store(other.into()),
        }
    }
}
