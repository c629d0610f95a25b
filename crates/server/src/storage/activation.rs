use countersign_protocol::{BindingState, Timestamp};

use super::bindings::{self, BindingRecord, NewBinding};
use super::rows::{optional_text, switch};
use super::{Storage, StorageError};
use crate::crypto::Digest;
use crate::ids::UserId;

/// An activation code to be stored; the code itself is told once, to the administrator.
#[derive(Clone, Debug)]
pub struct NewActivationCode {
    /// What is stored in place of the code.
    pub hash: Digest,
    /// Whom it is for.
    pub user_id: UserId,
    /// When it stops to work.
    pub expires_at: Timestamp,
}

impl Storage {
    /// Stores an activation code in the place of the user's unused ones.
    ///
    /// # Errors
    /// [`StorageError::Missing`] when there is no such user.
    pub async fn add_activation_code(
        &self,
        new: &NewActivationCode,
        now: Timestamp,
    ) -> Result<(), StorageError> {
        let mut transaction = self.begin().await?;
        sqlx::query("DELETE FROM activation_codes WHERE user_id = ? AND used_at IS NULL")
            .bind(new.user_id.as_str())
            .execute(&mut *transaction)
            .await?;
        sqlx::query(
            "INSERT INTO activation_codes (hash, user_id, expires_at, created_at) \
             VALUES (?, ?, ?, ?)",
        )
        .bind(new.hash.as_slice())
        .bind(new.user_id.as_str())
        .bind(new.expires_at.as_millis())
        .bind(now.as_millis())
        .execute(&mut *transaction)
        .await?;
        transaction.commit().await?;
        Ok(())
    }

    /// Uses an activation code once, for this binding; the same device key gets the same binding
    /// again until the code expires. `None` for every reason that there is no such binding. Also
    /// tells whether another device's token stopped.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn activate(
        &self,
        hash: &Digest,
        new: &NewBinding,
        now: Timestamp,
    ) -> Result<Option<Activated>, StorageError> {
        let mut transaction = self.begin().await?;
        let row = sqlx::query(
            "SELECT a.* FROM activation_codes a JOIN users u ON u.id = a.user_id \
             WHERE a.hash = ? AND a.user_id = ? AND a.expires_at > ? AND u.locked_at IS NULL \
             AND (a.jkt IS NULL OR a.jkt = ?)",
        )
        .bind(hash.as_slice())
        .bind(new.user_id.as_str())
        .bind(now.as_millis())
        .bind(&new.jkt)
        .fetch_optional(&mut *transaction)
        .await?;
        let Some(row) = row else {
            return Ok(None);
        };
        if let Some(done) = optional_text(&row, "binding_id")? {
            let binding = bindings::by_id(&mut transaction, &done).await?;
            let superseded_other = switch(&row, "superseded_other")?;
            return Ok(
                (binding.state == BindingState::Active).then_some(Activated {
                    binding,
                    superseded_other,
                    repeated: true,
                }),
            );
        }
        let (binding, superseded_other) = bindings::replace(&mut transaction, new, now).await?;
        sqlx::query(
            "UPDATE activation_codes SET used_at = ?, jkt = ?, binding_id = ?, \
             superseded_other = ? WHERE hash = ?",
        )
        .bind(now.as_millis())
        .bind(&new.jkt)
        .bind(binding.id.as_str())
        .bind(i64::from(superseded_other))
        .bind(hash.as_slice())
        .execute(&mut *transaction)
        .await?;
        transaction.commit().await?;
        Ok(Some(Activated {
            binding,
            superseded_other,
            repeated: false,
        }))
    }
}

/// A completed registration.
#[derive(Clone, Debug)]
pub struct Activated {
    /// The binding.
    pub binding: BindingRecord,
    /// Whether another device's token stopped because of this.
    pub superseded_other: bool,
    /// Whether it had been completed before.
    pub repeated: bool,
}
