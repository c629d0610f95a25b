//! From rows to values. A value that does not fit is a database error, never a panic.

use countersign_protocol::Timestamp;
use sqlx::sqlite::SqliteRow;
use sqlx::{Decode, Row, Sqlite, Type};

use super::StorageError;
use crate::crypto::Digest;

/// The value of a column.
pub(super) fn value<'r, T>(row: &'r SqliteRow, column: &str) -> Result<T, StorageError>
where
    T: Decode<'r, Sqlite> + Type<Sqlite>,
{
    Ok(row.try_get(column)?)
}

/// A text that holds one of our names or words.
pub(super) fn text<T: From<String>>(row: &SqliteRow, column: &str) -> Result<T, StorageError> {
    value::<String>(row, column).map(T::from)
}

/// A text that may be missing.
pub(super) fn optional_text<T: From<String>>(
    row: &SqliteRow,
    column: &str,
) -> Result<Option<T>, StorageError> {
    Ok(value::<Option<String>>(row, column)?.map(T::from))
}

/// A moment.
pub(super) fn moment(row: &SqliteRow, column: &str) -> Result<Timestamp, StorageError> {
    value(row, column).map(Timestamp::from_millis)
}

/// A moment that may be missing.
pub(super) fn optional_moment(
    row: &SqliteRow,
    column: &str,
) -> Result<Option<Timestamp>, StorageError> {
    Ok(value::<Option<i64>>(row, column)?.map(Timestamp::from_millis))
}

/// A number in its own type.
pub(super) fn number<T: TryFrom<i64>>(row: &SqliteRow, column: &str) -> Result<T, StorageError> {
    let number = value::<i64>(row, column)?;
    T::try_from(number).map_err(|_| unfit(column))
}

/// A switch.
pub(super) fn switch(row: &SqliteRow, column: &str) -> Result<bool, StorageError> {
    value::<i64>(row, column).map(|number| number != 0)
}

/// A word that stands for a value.
pub(super) fn word<T>(
    row: &SqliteRow,
    column: &str,
    read: impl Fn(&str) -> Option<T>,
) -> Result<T, StorageError> {
    read(value(row, column)?).ok_or_else(|| unfit(column))
}

/// The error for a value that does not fit its column.
pub(super) fn unfit(column: &str) -> StorageError {
    StorageError::Database(sqlx::Error::ColumnDecode {
        index: column.to_owned(),
        source: "a value that does not fit".into(),
    })
}

/// A hash.
pub(super) fn digest(row: &SqliteRow, column: &str) -> Result<Digest, StorageError> {
    Digest::try_from(value::<&[u8]>(row, column)?).map_err(|_| unfit(column))
}
