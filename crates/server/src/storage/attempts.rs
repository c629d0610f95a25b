use countersign_protocol::{BindingState, SessionEnd, Timestamp};

use super::bindings::{BindingRecord, by_id};
use super::sessions::{self, NewSession};
use super::{Storage, StorageError};
use crate::domain::locks::{
    CODE_TRIES, CODE_TRIES_IN_ALL, FIRST_LOCK_MS, LONGEST_LOCK_MS, PASSWORD_TRIES,
};
use crate::ids::BindingId;

/// What a wrong code or password did.
#[derive(Clone, Debug)]
pub enum CodeAttempt {
    /// It was counted; the binding as it is now.
    Counted(Box<BindingRecord>),
    /// It was not taken: the binding is locked or no longer active.
    NotTaken,
}

impl Storage {
    /// Counts a wrong code of an active binding that is not locked; locks it at every fifth, and
    /// revokes it when there have been too many in all.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn count_wrong_code(
        &self,
        id: &BindingId,
        now: Timestamp,
    ) -> Result<CodeAttempt, StorageError> {
        let mut transaction = self.begin().await?;
        let done = sqlx::query(
            "UPDATE bindings SET code_failures = code_failures + 1, \
             code_failures_total = code_failures_total + 1, \
             locked_until = CASE WHEN (code_failures + 1) % ? <> 0 THEN locked_until \
               WHEN (code_failures + 1) / ? > 6 THEN ? \
               ELSE ? + (? << ((code_failures + 1) / ? - 1)) END, \
             state = CASE WHEN code_failures_total + 1 >= ? THEN 'revoked' ELSE state END, \
             since = CASE WHEN code_failures_total + 1 >= ? THEN ? ELSE since END \
             WHERE id = ? AND state = 'active' AND locked_until <= ?",
        )
        .bind(i64::from(CODE_TRIES))
        .bind(i64::from(CODE_TRIES))
        .bind(now.plus_millis(LONGEST_LOCK_MS).as_millis())
        .bind(now.as_millis())
        .bind(FIRST_LOCK_MS)
        .bind(i64::from(CODE_TRIES))
        .bind(i64::from(CODE_TRIES_IN_ALL))
        .bind(i64::from(CODE_TRIES_IN_ALL))
        .bind(now.as_millis())
        .bind(id.as_str())
        .bind(now.as_millis())
        .execute(&mut *transaction)
        .await?;
        if done.rows_affected() == 0 {
            return Ok(CodeAttempt::NotTaken);
        }
        let counted = by_id(&mut transaction, id).await?;
        if counted.state == BindingState::Revoked {
            sessions::end_all_of_binding(&mut transaction, id, SessionEnd::Administrator, now)
                .await?;
        }
        transaction.commit().await?;
        Ok(CodeAttempt::Counted(Box::new(counted)))
    }

    /// Counts a wrong password that came with a right code; locks the binding at every tenth.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn count_wrong_password(
        &self,
        id: &BindingId,
        now: Timestamp,
    ) -> Result<CodeAttempt, StorageError> {
        let mut transaction = self.begin().await?;
        let done = sqlx::query(
            "UPDATE bindings SET password_failures = password_failures + 1, \
             locked_until = CASE WHEN (password_failures + 1) % ? = 0 THEN ? ELSE locked_until END \
             WHERE id = ? AND state = 'active' AND locked_until <= ?",
        )
        .bind(i64::from(PASSWORD_TRIES))
        .bind(now.plus_millis(FIRST_LOCK_MS).as_millis())
        .bind(id.as_str())
        .bind(now.as_millis())
        .execute(&mut *transaction)
        .await?;
        if done.rows_affected() == 0 {
            return Ok(CodeAttempt::NotTaken);
        }
        let counted = by_id(&mut transaction, id).await?;
        transaction.commit().await?;
        Ok(CodeAttempt::Counted(Box::new(counted)))
    }

    /// Takes a code of this step and starts the session that it opens; `false` when the binding
    /// is no longer active, is locked, has taken this step or a later one, or the account has
    /// been locked or its password changed meanwhile.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn accept_code(
        &self,
        id: &BindingId,
        step: i64,
        new: &NewSession,
        password_hash: &str,
    ) -> Result<bool, StorageError> {
        let mut transaction = self.begin().await?;
        let done = sqlx::query(
            "UPDATE bindings SET last_step = ?, code_failures = 0, password_failures = 0 \
             WHERE id = ? AND state = 'active' AND last_step < ? AND locked_until <= ?",
        )
        .bind(step)
        .bind(id.as_str())
        .bind(step)
        .bind(new.started_at.as_millis())
        .execute(&mut *transaction)
        .await?;
        let accepted = done.rows_affected() == 1
            && sessions::insert(&mut transaction, new, password_hash).await?;
        if accepted {
            transaction.commit().await?;
        }
        Ok(accepted)
    }
}
