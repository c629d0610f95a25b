use countersign_protocol::{SessionEnd, Timestamp};
use sqlx::SqliteConnection;
use sqlx::sqlite::SqliteRow;

use super::rows::{moment, optional_moment, optional_text, text, value};
use super::{Storage, StorageError};
use crate::crypto::Digest;
use crate::ids::{BindingId, SessionId, UserId};

/// A session to be started.
#[derive(Clone, Debug)]
pub struct NewSession {
    /// Names the row.
    pub id: SessionId,
    /// SHA-256 of the secret in the cookie.
    pub secret_hash: Digest,
    /// Whose it is.
    pub user_id: UserId,
    /// The thumbprint of the device key that it is bound to.
    pub jkt: String,
    /// The binding whose code started it.
    pub binding_id: Option<BindingId>,
    /// What the user sees in lists of sessions.
    pub device_name: String,
    /// The address that it was started from.
    pub address: String,
    /// When it was started.
    pub started_at: Timestamp,
    /// When it ends in any case.
    pub ends_at: Timestamp,
}

/// A session.
#[derive(Clone, Debug)]
pub struct SessionRecord {
    /// Names the row.
    pub id: SessionId,
    /// Whose it is.
    pub user_id: UserId,
    /// The thumbprint of the device key that it is bound to.
    pub jkt: String,
    /// The device that it belongs to.
    pub device_name: String,
    /// The address that it was started from.
    pub address: String,
    /// When it was started.
    pub started_at: Timestamp,
    /// When it was last used.
    pub last_used_at: Timestamp,
    /// When it ends in any case.
    pub ends_at: Timestamp,
    /// When and why it ended.
    pub ended: Option<(Timestamp, SessionEnd)>,
}

impl From<NewSession> for SessionRecord {
    fn from(new: NewSession) -> Self {
        Self {
            id: new.id,
            user_id: new.user_id,
            jkt: new.jkt,
            device_name: new.device_name,
            address: new.address,
            started_at: new.started_at,
            last_used_at: new.started_at,
            ends_at: new.ends_at,
            ended: None,
        }
    }
}

fn word_of(reason: SessionEnd) -> &'static str {
    match reason {
        SessionEnd::Idle => "idle",
        SessionEnd::Expired => "expired",
        SessionEnd::SignedOut => "signed-out",
        SessionEnd::EndedElsewhere => "ended-elsewhere",
        SessionEnd::Superseded => "superseded",
        SessionEnd::Administrator => "administrator",
        SessionEnd::Unknown => "unknown",
    }
}

fn reason_of(word: &str) -> SessionEnd {
    [
        SessionEnd::Idle,
        SessionEnd::Expired,
        SessionEnd::SignedOut,
        SessionEnd::EndedElsewhere,
        SessionEnd::Superseded,
        SessionEnd::Administrator,
    ]
    .into_iter()
    .find(|&reason| word_of(reason) == word)
    .unwrap_or(SessionEnd::Unknown)
}

fn session(row: &SqliteRow) -> Result<SessionRecord, StorageError> {
    let reason = optional_text::<String>(row, "end_reason")?;
    Ok(SessionRecord {
        id: text(row, "id")?,
        user_id: text(row, "user_id")?,
        jkt: text(row, "jkt")?,
        device_name: text(row, "device_name")?,
        address: text(row, "address")?,
        started_at: moment(row, "started_at")?,
        last_used_at: moment(row, "last_used_at")?,
        ends_at: moment(row, "ends_at")?,
        ended: optional_moment(row, "ended_at")?
            .map(|at| (at, reason_of(reason.as_deref().unwrap_or_default()))),
    })
}

/// Inserts a session in the place of those that the same user has on the same device key, unless
/// the account has been locked or its password changed meanwhile.
pub(super) async fn insert(
    connection: &mut SqliteConnection,
    new: &NewSession,
    password_hash: &str,
) -> Result<bool, StorageError> {
    sqlx::query(
        "UPDATE sessions SET ended_at = ?, end_reason = ? \
         WHERE user_id = ? AND jkt = ? AND ended_at IS NULL",
    )
    .bind(new.started_at.as_millis())
    .bind(word_of(SessionEnd::SignedOut))
    .bind(new.user_id.as_str())
    .bind(&new.jkt)
    .execute(&mut *connection)
    .await?;
    let done = sqlx::query(
        "INSERT INTO sessions (id, secret_hash, user_id, jkt, binding_id, device_name, address, \
         started_at, last_used_at, ends_at) \
         SELECT ?, ?, u.id, ?, ?, ?, ?, ?, ?, ? FROM users u \
         WHERE u.id = ? AND u.locked_at IS NULL AND u.password_hash = ?",
    )
    .bind(new.id.as_str())
    .bind(new.secret_hash.as_slice())
    .bind(&new.jkt)
    .bind(new.binding_id.as_ref().map(BindingId::as_str))
    .bind(&new.device_name)
    .bind(&new.address)
    .bind(new.started_at.as_millis())
    .bind(new.started_at.as_millis())
    .bind(new.ends_at.as_millis())
    .bind(new.user_id.as_str())
    .bind(password_hash)
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Ends every session of a user, by an administrator's act.
pub(super) async fn end_all_of_user(
    connection: &mut SqliteConnection,
    user: &UserId,
    now: Timestamp,
) -> Result<(), StorageError> {
    sqlx::query(
        "UPDATE sessions SET ended_at = ?, end_reason = ? WHERE user_id = ? AND ended_at IS NULL",
    )
    .bind(now.as_millis())
    .bind(word_of(SessionEnd::Administrator))
    .bind(user.as_str())
    .execute(connection)
    .await?;
    Ok(())
}

/// Ends every session that a binding's codes started.
pub(super) async fn end_all_of_binding(
    connection: &mut SqliteConnection,
    binding: &BindingId,
    reason: SessionEnd,
    now: Timestamp,
) -> Result<(), StorageError> {
    sqlx::query(
        "UPDATE sessions SET ended_at = ?, end_reason = ? \
         WHERE binding_id = ? AND ended_at IS NULL",
    )
    .bind(now.as_millis())
    .bind(word_of(reason))
    .bind(binding.as_str())
    .execute(connection)
    .await?;
    Ok(())
}

impl Storage {
    /// Starts a session by the password alone; `false` when the account has been locked or its
    /// password changed meanwhile.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn start_session(
        &self,
        new: &NewSession,
        password_hash: &str,
    ) -> Result<bool, StorageError> {
        let mut transaction = self.begin().await?;
        let started = insert(&mut transaction, new, password_hash).await?;
        if started {
            transaction.commit().await?;
        }
        Ok(started)
    }

    /// The session that is held by the secret of this hash, ended or not.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn session_by_secret(
        &self,
        secret_hash: &Digest,
    ) -> Result<Option<SessionRecord>, StorageError> {
        let row = sqlx::query("SELECT * FROM sessions WHERE secret_hash = ?")
            .bind(secret_hash.as_slice())
            .fetch_optional(&self.readers)
            .await?;
        row.as_ref().map(session).transpose()
    }

    /// Notes that a session was used; `false` when it has ended meanwhile.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn touch_session(
        &self,
        id: &SessionId,
        now: Timestamp,
    ) -> Result<bool, StorageError> {
        let done =
            sqlx::query("UPDATE sessions SET last_used_at = ? WHERE id = ? AND ended_at IS NULL")
                .bind(now.as_millis())
                .bind(id.as_str())
                .execute(&self.writer)
                .await?;
        Ok(done.rows_affected() == 1)
    }

    /// Ends a session of this user; `false` when there is none that has not ended.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn end_session(
        &self,
        user: &UserId,
        id: &SessionId,
        reason: SessionEnd,
        now: Timestamp,
    ) -> Result<bool, StorageError> {
        let done = sqlx::query(
            "UPDATE sessions SET ended_at = ?, end_reason = ? \
             WHERE id = ? AND user_id = ? AND ended_at IS NULL",
        )
        .bind(now.as_millis())
        .bind(word_of(reason))
        .bind(id.as_str())
        .bind(user.as_str())
        .execute(&self.writer)
        .await?;
        Ok(done.rows_affected() == 1)
    }

    /// The sessions of a user that have not ended by `now`, when unused ones end after `idle_ms`;
    /// newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn open_sessions(
        &self,
        user: &UserId,
        idle_ms: i64,
        now: Timestamp,
    ) -> Result<Vec<SessionRecord>, StorageError> {
        let rows = sqlx::query(
            "SELECT * FROM sessions WHERE user_id = ? AND ended_at IS NULL AND ends_at > ? \
             AND last_used_at + ? > ? ORDER BY started_at DESC, id",
        )
        .bind(user.as_str())
        .bind(now.as_millis())
        .bind(idle_ms)
        .bind(now.as_millis())
        .fetch_all(&self.readers)
        .await?;
        rows.iter().map(session).collect()
    }

    /// How many sessions there are, ended or not.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn count_sessions(&self) -> Result<u64, StorageError> {
        let row = sqlx::query("SELECT COUNT(*) AS count FROM sessions")
            .fetch_one(&self.readers)
            .await?;
        let count = value::<i64>(&row, "count")?;
        u64::try_from(count).map_err(|_| super::rows::unfit("count"))
    }
}
