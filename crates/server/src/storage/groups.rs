use countersign_protocol::Timestamp;
use sqlx::sqlite::SqliteRow;

use super::rows::{switch, text, value};
use super::{Storage, StorageError};
use crate::ids::UserId;

/// A user group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupRecord {
    /// Its name.
    pub name: String,
    /// Whether its users need one-time codes.
    pub otp_enabled: bool,
    /// Whether its users get text messages, unless a user's own setting says otherwise.
    pub sms_enabled: bool,
}

fn group(row: &SqliteRow) -> Result<GroupRecord, StorageError> {
    Ok(GroupRecord {
        name: text(row, "name")?,
        otp_enabled: switch(row, "otp_enabled")?,
        sms_enabled: switch(row, "sms_enabled")?,
    })
}

impl Storage {
    /// Makes a group.
    ///
    /// # Errors
    /// [`StorageError::Taken`] when there is one of that name.
    pub async fn create_group(
        &self,
        new: &GroupRecord,
        now: Timestamp,
    ) -> Result<(), StorageError> {
        sqlx::query(
            "INSERT INTO groups (name, otp_enabled, sms_enabled, created_at) VALUES (?, ?, ?, ?)",
        )
        .bind(&new.name)
        .bind(i64::from(new.otp_enabled))
        .bind(i64::from(new.sms_enabled))
        .bind(now.as_millis())
        .execute(&self.writer)
        .await?;
        Ok(())
    }

    /// Sets the switches of a group.
    ///
    /// # Errors
    /// [`StorageError::Missing`] when there is no such group.
    pub async fn change_group(&self, group: &GroupRecord) -> Result<(), StorageError> {
        let done = sqlx::query("UPDATE groups SET otp_enabled = ?, sms_enabled = ? WHERE name = ?")
            .bind(i64::from(group.otp_enabled))
            .bind(i64::from(group.sms_enabled))
            .bind(&group.name)
            .execute(&self.writer)
            .await?;
        if done.rows_affected() == 0 {
            return Err(StorageError::Missing);
        }
        Ok(())
    }

    /// The group of that name.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn group(&self, name: &str) -> Result<Option<GroupRecord>, StorageError> {
        let row = sqlx::query("SELECT * FROM groups WHERE name = ?")
            .bind(name)
            .fetch_optional(&self.readers)
            .await?;
        row.as_ref().map(group).transpose()
    }

    /// All groups by name.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn groups(&self) -> Result<Vec<GroupRecord>, StorageError> {
        let rows = sqlx::query("SELECT * FROM groups ORDER BY name")
            .fetch_all(&self.readers)
            .await?;
        rows.iter().map(group).collect()
    }

    /// The groups of a user by name.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn groups_of(&self, user: &UserId) -> Result<Vec<GroupRecord>, StorageError> {
        let rows = sqlx::query(
            "SELECT g.* FROM groups g JOIN user_groups ug ON ug.group_name = g.name \
             WHERE ug.user_id = ? ORDER BY g.name",
        )
        .bind(user.as_str())
        .fetch_all(&self.readers)
        .await?;
        rows.iter().map(group).collect()
    }

    /// Whether one of the groups of the user of that name needs one-time codes.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn needs_code(&self, name: &str) -> Result<bool, StorageError> {
        let row = sqlx::query(
            "SELECT 1 AS found FROM groups g JOIN user_groups ug ON ug.group_name = g.name \
             JOIN users u ON u.id = ug.user_id \
             WHERE u.name_key = ? AND g.otp_enabled = 1 LIMIT 1",
        )
        .bind(super::users::name_key(name))
        .fetch_optional(&self.readers)
        .await?;
        Ok(row.is_some())
    }

    /// The names of a group's users.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn members_of(&self, group: &str) -> Result<Vec<String>, StorageError> {
        let rows = sqlx::query(
            "SELECT u.name FROM users u JOIN user_groups ug ON ug.user_id = u.id \
             WHERE ug.group_name = ? ORDER BY u.name_key",
        )
        .bind(group)
        .fetch_all(&self.readers)
        .await?;
        rows.iter().map(|row| value(row, "name")).collect()
    }

    /// Puts a user into a group; nothing happens where the user is in it.
    ///
    /// # Errors
    /// [`StorageError::Missing`] when there is no such user or group.
    pub async fn join_group(&self, user: &UserId, group: &str) -> Result<(), StorageError> {
        sqlx::query(
            "INSERT INTO user_groups (user_id, group_name) VALUES (?, ?) ON CONFLICT DO NOTHING",
        )
        .bind(user.as_str())
        .bind(group)
        .execute(&self.writer)
        .await?;
        Ok(())
    }

    /// Takes a user out of a group.
    ///
    /// # Errors
    /// [`StorageError::Missing`] when the user was not in it.
    pub async fn leave_group(&self, user: &UserId, group: &str) -> Result<(), StorageError> {
        let done = sqlx::query("DELETE FROM user_groups WHERE user_id = ? AND group_name = ?")
            .bind(user.as_str())
            .bind(group)
            .execute(&self.writer)
            .await?;
        if done.rows_affected() == 0 {
            return Err(StorageError::Missing);
        }
        Ok(())
    }
}
