use std::fmt;

use countersign_server::config::ConfigError;
use countersign_server::crypto::RandomError;
use countersign_server::crypto::password::PasswordError;
use countersign_server::storage::StorageError;

/// One sentence that says what went wrong and what to do.
#[derive(Debug)]
pub(super) struct CliError(String);

impl CliError {
    pub(super) fn new(sentence: impl Into<String>) -> Self {
        Self(sentence.into())
    }
}

impl fmt::Display for CliError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<ConfigError> for CliError {
    fn from(error: ConfigError) -> Self {
        Self(error.to_string())
    }
}

impl From<StorageError> for CliError {
    fn from(error: StorageError) -> Self {
        Self(format!("The database cannot do that: {error}."))
    }
}

impl From<RandomError> for CliError {
    fn from(error: RandomError) -> Self {
        Self(format!("Nothing was changed: {error}."))
    }
}

impl From<PasswordError> for CliError {
    fn from(error: PasswordError) -> Self {
        Self(format!("The password cannot be hashed: {error}."))
    }
}
