use std::fmt;

/// What went wrong in the database.
#[derive(Debug)]
pub enum StorageError {
    /// There is one of that name already.
    Taken,
    /// There is none of that name.
    Missing,
    /// The database failed, or holds something that it must not.
    Database(sqlx::Error),
    /// The database could not be brought up to date.
    Migration(sqlx::migrate::MigrateError),
}

impl fmt::Display for StorageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Taken => f.write_str("there is one of that name already"),
            Self::Missing => f.write_str("there is none of that name"),
            Self::Database(error) => write!(f, "database: {error}"),
            Self::Migration(error) => write!(f, "database migration: {error}"),
        }
    }
}

impl std::error::Error for StorageError {}

impl From<sqlx::Error> for StorageError {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::Database(inner) if inner.is_unique_violation() => Self::Taken,
            sqlx::Error::Database(inner) if inner.is_foreign_key_violation() => Self::Missing,
            _ => Self::Database(error),
        }
    }
}

impl From<sqlx::migrate::MigrateError> for StorageError {
    fn from(error: sqlx::migrate::MigrateError) -> Self {
        Self::Migration(error)
    }
}
