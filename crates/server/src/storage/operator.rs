use super::{Storage, StorageError};
use crate::ids::UserId;

impl Storage {
    /// Whether the database answers.
    ///
    /// # Errors
    /// When it does not.
    pub async fn ping(&self) -> Result<(), StorageError> {
        sqlx::query("SELECT 1").execute(&self.readers).await?;
        Ok(())
    }

    /// Removes a user with everything that is theirs.
    ///
    /// # Errors
    /// [`StorageError::Missing`] when there is no such user.
    pub async fn remove_user(&self, id: &UserId) -> Result<(), StorageError> {
        let done = sqlx::query("DELETE FROM users WHERE id = ?")
            .bind(id.as_str())
            .execute(&self.writer)
            .await?;
        missing_unless(done.rows_affected() == 1)
    }

    /// Removes a group; its users stay.
    ///
    /// # Errors
    /// [`StorageError::Missing`] when there is no such group.
    pub async fn remove_group(&self, name: &str) -> Result<(), StorageError> {
        let done = sqlx::query("DELETE FROM groups WHERE name = ?")
            .bind(name)
            .execute(&self.writer)
            .await?;
        missing_unless(done.rows_affected() == 1)
    }
}

fn missing_unless(found: bool) -> Result<(), StorageError> {
    if found {
        Ok(())
    } else {
        Err(StorageError::Missing)
    }
}
