use countersign_protocol::Timestamp;
use sqlx::sqlite::SqliteRow;

use super::rows::{moment, optional_moment, optional_text, text, value, word};
use super::{Storage, StorageError};
use crate::domain::Language;
use crate::ids::UserId;

/// A user as the server knows them.
#[derive(Clone)]
pub struct UserRecord {
    /// Names the row.
    pub id: UserId,
    /// The name to sign in with.
    pub name: String,
    /// The name to call the person by.
    pub display_name: String,
    /// The PHC string of the password, where one is set.
    pub password_hash: Option<String>,
    /// The number for text messages.
    pub phone: Option<String>,
    /// The mail address.
    pub mail: Option<String>,
    /// The language of messages to the user.
    pub language: Language,
    /// Text messages for this user whatever the groups say.
    pub sms_enabled: Option<bool>,
    /// Since when an administrator has locked the account.
    pub locked_at: Option<Timestamp>,
    /// When it was made.
    pub created_at: Timestamp,
}

impl std::fmt::Debug for UserRecord {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("UserRecord")
            .field("id", &self.id)
            .field("locked_at", &self.locked_at)
            .finish_non_exhaustive()
    }
}

/// A user to be made; the rest is set by [`UserChange`].
#[derive(Clone, Debug)]
pub struct NewUser {
    /// Names the row.
    pub id: UserId,
    /// The name to sign in with; unique whatever the case.
    pub name: String,
    /// The name to call the person by.
    pub display_name: String,
    /// The language of messages to the user.
    pub language: Language,
}

/// One change of a user.
#[derive(Clone)]
pub enum UserChange {
    /// The name to call the person by.
    DisplayName(String),
    /// The PHC string of a new password; ends every session.
    PasswordHash(String),
    /// The number for text messages.
    Phone(Option<String>),
    /// The mail address.
    Mail(Option<String>),
    /// The language of messages.
    Language(Language),
    /// Text messages whatever the groups say; `None` lets the groups decide.
    SmsEnabled(Option<bool>),
}

/// The form in which names are compared.
pub(crate) fn name_key(name: &str) -> String {
    name.trim().to_lowercase()
}

fn user(row: &SqliteRow) -> Result<UserRecord, StorageError> {
    Ok(UserRecord {
        id: text(row, "id")?,
        name: text(row, "name")?,
        display_name: text(row, "display_name")?,
        password_hash: optional_text(row, "password_hash")?,
        phone: optional_text(row, "phone")?,
        mail: optional_text(row, "mail")?,
        language: word(row, "language", Language::parse)?,
        sms_enabled: value::<Option<i64>>(row, "sms_enabled")?.map(|number| number != 0),
        locked_at: optional_moment(row, "locked_at")?,
        created_at: moment(row, "created_at")?,
    })
}

impl Storage {
    /// Makes a user.
    ///
    /// # Errors
    /// [`StorageError::Taken`] when the name is another user's.
    pub async fn create_user(&self, new: &NewUser, now: Timestamp) -> Result<(), StorageError> {
        sqlx::query(
            "INSERT INTO users (id, name, name_key, display_name, language, created_at) \
             VALUES (?, ?, ?, ?, ?, ?)",
        )
        .bind(new.id.as_str())
        .bind(new.name.trim())
        .bind(name_key(&new.name))
        .bind(&new.display_name)
        .bind(new.language.as_str())
        .bind(now.as_millis())
        .execute(&self.writer)
        .await?;
        Ok(())
    }

    /// The user of that name, whatever its case.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn user_by_name(&self, name: &str) -> Result<Option<UserRecord>, StorageError> {
        let row = sqlx::query("SELECT * FROM users WHERE name_key = ?")
            .bind(name_key(name))
            .fetch_optional(&self.readers)
            .await?;
        row.as_ref().map(user).transpose()
    }

    /// The user of that row.
    ///
    /// # Errors
    /// [`StorageError::Missing`] when there is none.
    pub async fn user(&self, id: &UserId) -> Result<UserRecord, StorageError> {
        let row = sqlx::query("SELECT * FROM users WHERE id = ?")
            .bind(id.as_str())
            .fetch_optional(&self.readers)
            .await?;
        user(&row.ok_or(StorageError::Missing)?)
    }

    /// All users by name.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn users(&self) -> Result<Vec<UserRecord>, StorageError> {
        let rows = sqlx::query("SELECT * FROM users ORDER BY name_key")
            .fetch_all(&self.readers)
            .await?;
        rows.iter().map(user).collect()
    }

    /// Changes a user. A new password ends every session.
    ///
    /// # Errors
    /// [`StorageError::Missing`] when there is no such user.
    pub async fn change_user(
        &self,
        id: &UserId,
        change: &UserChange,
        now: Timestamp,
    ) -> Result<(), StorageError> {
        let mut transaction = self.begin().await?;
        let query = match change {
            UserChange::DisplayName(name) => {
                sqlx::query("UPDATE users SET display_name = ? WHERE id = ?").bind(name)
            }
            UserChange::PasswordHash(hash) => {
                sqlx::query("UPDATE users SET password_hash = ? WHERE id = ?").bind(hash)
            }
            UserChange::Phone(phone) => {
                sqlx::query("UPDATE users SET phone = ? WHERE id = ?").bind(phone)
            }
            UserChange::Mail(mail) => {
                sqlx::query("UPDATE users SET mail = ? WHERE id = ?").bind(mail)
            }
            UserChange::Language(language) => {
                sqlx::query("UPDATE users SET language = ? WHERE id = ?").bind(language.as_str())
            }
            UserChange::SmsEnabled(setting) => {
                sqlx::query("UPDATE users SET sms_enabled = ? WHERE id = ?")
                    .bind(setting.map(i64::from))
            }
        };
        let done = query.bind(id.as_str()).execute(&mut *transaction).await?;
        if done.rows_affected() == 0 {
            return Err(StorageError::Missing);
        }
        if matches!(change, UserChange::PasswordHash(_)) {
            super::sessions::end_all_of_user(&mut transaction, id, now).await?;
        }
        transaction.commit().await?;
        Ok(())
    }

    /// Locks an account until [`Storage::unlock_user`]; ends every session.
    ///
    /// # Errors
    /// [`StorageError::Missing`] when there is no such user.
    pub async fn lock_user(&self, id: &UserId, now: Timestamp) -> Result<(), StorageError> {
        let mut transaction = self.begin().await?;
        let done = sqlx::query("UPDATE users SET locked_at = COALESCE(locked_at, ?) WHERE id = ?")
            .bind(now.as_millis())
            .bind(id.as_str())
            .execute(&mut *transaction)
            .await?;
        if done.rows_affected() == 0 {
            return Err(StorageError::Missing);
        }
        super::sessions::end_all_of_user(&mut transaction, id, now).await?;
        transaction.commit().await?;
        Ok(())
    }

    /// Opens a locked account, and the timed lock of its registered token.
    ///
    /// # Errors
    /// [`StorageError::Missing`] when there is no such user.
    pub async fn unlock_user(&self, id: &UserId) -> Result<(), StorageError> {
        let mut transaction = self.begin().await?;
        let done = sqlx::query("UPDATE users SET locked_at = NULL WHERE id = ?")
            .bind(id.as_str())
            .execute(&mut *transaction)
            .await?;
        if done.rows_affected() == 0 {
            return Err(StorageError::Missing);
        }
        sqlx::query(
            "UPDATE bindings SET locked_until = 0, code_failures = 0, password_failures = 0 \
             WHERE user_id = ? AND state = 'active'",
        )
        .bind(id.as_str())
        .execute(&mut *transaction)
        .await?;
        transaction.commit().await?;
        Ok(())
    }
}
