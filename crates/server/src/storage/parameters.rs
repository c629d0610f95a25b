use std::collections::HashMap;

use countersign_protocol::Timestamp;

use super::rows::{moment, optional_text, text, value};
use super::{Storage, StorageError};

/// One change of a system parameter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParameterChange {
    /// The parameter.
    pub name: String,
    /// What it was; `None` for the default.
    pub old_value: Option<String>,
    /// What it became.
    pub new_value: String,
    /// Who changed it.
    pub changed_by: String,
    /// When.
    pub changed_at: Timestamp,
}

impl Storage {
    /// The parameters that have been set.
    pub(crate) async fn parameter_values(&self) -> Result<HashMap<String, String>, StorageError> {
        let rows = sqlx::query("SELECT name, value FROM parameters")
            .fetch_all(&self.readers)
            .await?;
        rows.iter()
            .map(|row| Ok((value(row, "name")?, value(row, "value")?)))
            .collect()
    }

    /// Sets a parameter and records who did it, and the values unless they are to be hidden.
    pub(crate) async fn set_parameter_value(
        &self,
        name: &str,
        new_value: &str,
        hidden: bool,
        changed_by: &str,
        now: Timestamp,
    ) -> Result<(), StorageError> {
        let mut transaction = self.begin().await?;
        sqlx::query(
            "INSERT INTO parameter_changes (name, old_value, new_value, changed_by, changed_at) \
             SELECT ?, CASE WHEN ? = 1 THEN NULL ELSE (SELECT value FROM parameters WHERE name = ?) END, \
             ?, ?, ?",
        )
        .bind(name)
        .bind(i64::from(hidden))
        .bind(name)
        .bind(if hidden { "(hidden)" } else { new_value })
        .bind(changed_by)
        .bind(now.as_millis())
        .execute(&mut *transaction)
        .await?;
        sqlx::query(
            "INSERT INTO parameters (name, value) VALUES (?, ?) \
             ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        )
        .bind(name)
        .bind(new_value)
        .execute(&mut *transaction)
        .await?;
        transaction.commit().await?;
        Ok(())
    }

    /// The changes of a parameter, newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn parameter_changes(
        &self,
        name: &str,
    ) -> Result<Vec<ParameterChange>, StorageError> {
        let rows = sqlx::query("SELECT * FROM parameter_changes WHERE name = ? ORDER BY id DESC")
            .bind(name)
            .fetch_all(&self.readers)
            .await?;
        rows.iter()
            .map(|row| {
                Ok(ParameterChange {
                    name: text(row, "name")?,
                    old_value: optional_text(row, "old_value")?,
                    new_value: text(row, "new_value")?,
                    changed_by: text(row, "changed_by")?,
                    changed_at: moment(row, "changed_at")?,
                })
            })
            .collect()
    }
}
