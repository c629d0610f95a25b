use countersign_protocol::{Algorithm, BindingState, RegistrationMeans, SessionEnd, Timestamp};
use sqlx::SqliteConnection;
use sqlx::sqlite::SqliteRow;

use super::rows::{moment, number, text, value, word};
use super::sessions::{self, NewSession};
use super::{Storage, StorageError};
use crate::domain::locks::{
    CODE_TRIES, CODE_TRIES_IN_ALL, FIRST_LOCK_MS, LONGEST_LOCK_MS, PASSWORD_TRIES,
};
use crate::ids::{BindingId, UserId};

/// A binding to be made.
#[derive(Clone, Debug)]
pub struct NewBinding {
    /// Names the row.
    pub id: BindingId,
    /// Whose it is.
    pub user_id: UserId,
    /// The device key's thumbprint.
    pub jkt: String,
    /// The sealed secret.
    pub secret_enc: Vec<u8>,
    /// The issuer at the time of issue.
    pub issuer: String,
    /// Seconds per code.
    pub period: u32,
    /// How the registration was allowed.
    pub means: RegistrationMeans,
    /// The device that holds it.
    pub device_name: String,
    /// The address that it was registered from.
    pub address: String,
}

/// A binding: user, device key, registered token and generation.
#[derive(Clone, Debug)]
pub struct BindingRecord {
    /// Names the row.
    pub id: BindingId,
    /// Whose it is.
    pub user_id: UserId,
    /// The user's name.
    pub user_name: String,
    /// The device key's thumbprint.
    pub jkt: String,
    /// The sealed secret.
    pub secret_enc: Vec<u8>,
    /// The issuer at the time of issue.
    pub issuer: String,
    /// The hash function.
    pub algorithm: Algorithm,
    /// Digits of a code.
    pub digits: u8,
    /// Seconds per code.
    pub period: u32,
    /// Counts the registrations of the user, from 1.
    pub generation: u64,
    /// What it is now.
    pub state: BindingState,
    /// Since when.
    pub since: Timestamp,
    /// When it was registered.
    pub registered_at: Timestamp,
    /// How the registration was allowed.
    pub means: RegistrationMeans,
    /// The device that holds it.
    pub device_name: String,
    /// The address that it was registered from.
    pub address: String,
    /// The last step whose code was accepted; -1 before the first.
    pub last_step: i64,
    /// Wrong codes since the last success.
    pub code_failures: u32,
    /// Wrong codes since the registration.
    pub code_failures_total: u32,
    /// Wrong passwords with a right code since the last success.
    pub password_failures: u32,
    /// Until when nothing is taken.
    pub locked_until: Timestamp,
}

/// What a wrong code did.
#[derive(Clone, Debug)]
pub enum CodeAttempt {
    /// It was counted; the binding as it is now.
    Counted(Box<BindingRecord>),
    /// It was not taken: the binding is locked or no longer active.
    NotTaken,
}

macro_rules! select_bindings {
    ($rest:literal) => {
        concat!(
            "SELECT b.*, u.name AS user_name FROM bindings b JOIN users u ON u.id = b.user_id ",
            $rest
        )
    };
}

fn algorithm_of(word: &str) -> Option<Algorithm> {
    match word {
        "SHA1" => Some(Algorithm::Sha1),
        "SHA256" => Some(Algorithm::Sha256),
        "SHA512" => Some(Algorithm::Sha512),
        _ => None,
    }
}

fn state_of(word: &str) -> Option<BindingState> {
    match word {
        "active" => Some(BindingState::Active),
        "superseded" => Some(BindingState::Superseded),
        "revoked" => Some(BindingState::Revoked),
        _ => None,
    }
}

fn means_of(word: &str) -> Option<RegistrationMeans> {
    match word {
        "sms" => Some(RegistrationMeans::Sms),
        "activation-code" => Some(RegistrationMeans::ActivationCode),
        _ => None,
    }
}

fn word_of_means(means: RegistrationMeans) -> &'static str {
    match means {
        RegistrationMeans::ActivationCode => "activation-code",
        RegistrationMeans::Sms | RegistrationMeans::Unknown => "sms",
    }
}

fn binding(row: &SqliteRow) -> Result<BindingRecord, StorageError> {
    Ok(BindingRecord {
        id: text(row, "id")?,
        user_id: text(row, "user_id")?,
        user_name: text(row, "user_name")?,
        jkt: text(row, "jkt")?,
        secret_enc: value(row, "secret_enc")?,
        issuer: text(row, "issuer")?,
        algorithm: word(row, "algorithm", algorithm_of)?,
        digits: number(row, "digits")?,
        period: number(row, "period")?,
        generation: number(row, "generation")?,
        state: word(row, "state", state_of)?,
        since: moment(row, "since")?,
        registered_at: moment(row, "registered_at")?,
        means: word(row, "means", means_of)?,
        device_name: text(row, "device_name")?,
        address: text(row, "address")?,
        last_step: value(row, "last_step")?,
        code_failures: number(row, "code_failures")?,
        code_failures_total: number(row, "code_failures_total")?,
        password_failures: number(row, "password_failures")?,
        locked_until: moment(row, "locked_until")?,
    })
}

/// The binding of that row, as this transaction sees it.
pub(super) async fn by_id(
    connection: &mut SqliteConnection,
    id: &BindingId,
) -> Result<BindingRecord, StorageError> {
    let row = sqlx::query(select_bindings!("WHERE b.id = ?"))
        .bind(id.as_str())
        .fetch_optional(connection)
        .await?;
    binding(&row.ok_or(StorageError::Missing)?)
}

/// Makes a binding in the place of the user's active one, whose sessions end; tells whether that
/// one was on another device key.
pub(super) async fn replace(
    connection: &mut SqliteConnection,
    new: &NewBinding,
    now: Timestamp,
) -> Result<(BindingRecord, bool), StorageError> {
    let old = sqlx::query(
        "UPDATE bindings SET state = 'superseded', since = ? \
         WHERE user_id = ? AND state = 'active' RETURNING id, jkt",
    )
    .bind(now.as_millis())
    .bind(new.user_id.as_str())
    .fetch_optional(&mut *connection)
    .await?;
    let mut superseded_other = false;
    if let Some(old) = old {
        superseded_other = value::<String>(&old, "jkt")? != new.jkt;
        let id = text(&old, "id")?;
        sessions::end_all_of_binding(connection, &id, SessionEnd::Superseded, now).await?;
    }
    sqlx::query(
        "INSERT INTO bindings (id, user_id, jkt, secret_enc, issuer, algorithm, digits, period, \
         generation, state, since, registered_at, means, device_name, address) \
         SELECT ?, ?, ?, ?, ?, 'SHA1', 6, ?, COALESCE(MAX(generation), 0) + 1, 'active', \
         ?, ?, ?, ?, ? FROM bindings WHERE user_id = ?",
    )
    .bind(new.id.as_str())
    .bind(new.user_id.as_str())
    .bind(&new.jkt)
    .bind(new.secret_enc.as_slice())
    .bind(&new.issuer)
    .bind(i64::from(new.period))
    .bind(now.as_millis())
    .bind(now.as_millis())
    .bind(word_of_means(new.means))
    .bind(&new.device_name)
    .bind(&new.address)
    .bind(new.user_id.as_str())
    .execute(&mut *connection)
    .await?;
    Ok((by_id(connection, &new.id).await?, superseded_other))
}

impl Storage {
    /// Every binding that a user has had, newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn bindings_of(&self, user: &UserId) -> Result<Vec<BindingRecord>, StorageError> {
        let rows = sqlx::query(select_bindings!(
            "WHERE b.user_id = ? ORDER BY b.generation DESC"
        ))
        .bind(user.as_str())
        .fetch_all(&self.readers)
        .await?;
        rows.iter().map(binding).collect()
    }

    /// The user's active binding.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn active_binding(
        &self,
        user: &UserId,
    ) -> Result<Option<BindingRecord>, StorageError> {
        let row = sqlx::query(select_bindings!(
            "WHERE b.user_id = ? AND b.state = 'active'"
        ))
        .bind(user.as_str())
        .fetch_optional(&self.readers)
        .await?;
        row.as_ref().map(binding).transpose()
    }

    /// The newest binding on this device key of each user that has one.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn bindings_of_key(&self, jkt: &str) -> Result<Vec<BindingRecord>, StorageError> {
        let rows = sqlx::query(select_bindings!(
            "WHERE b.jkt = ? AND b.generation = (SELECT MAX(n.generation) FROM bindings n \
             WHERE n.jkt = b.jkt AND n.user_id = b.user_id) ORDER BY u.name_key"
        ))
        .bind(jkt)
        .fetch_all(&self.readers)
        .await?;
        rows.iter().map(binding).collect()
    }

    /// The newest binding of the user of that name on this device key.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn binding_of_name_and_key(
        &self,
        name: &str,
        jkt: &str,
    ) -> Result<Option<BindingRecord>, StorageError> {
        let row = sqlx::query(select_bindings!(
            "WHERE u.name_key = ? AND b.jkt = ? ORDER BY b.generation DESC LIMIT 1"
        ))
        .bind(super::users::name_key(name))
        .bind(jkt)
        .fetch_optional(&self.readers)
        .await?;
        row.as_ref().map(binding).transpose()
    }

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

    /// Revokes the user's active binding and ends its sessions; tells which one it was.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn revoke_binding(
        &self,
        user: &UserId,
        now: Timestamp,
    ) -> Result<Option<BindingRecord>, StorageError> {
        let mut transaction = self.begin().await?;
        let row = sqlx::query(
            "UPDATE bindings SET state = 'revoked', since = ? \
             WHERE user_id = ? AND state = 'active' RETURNING id",
        )
        .bind(now.as_millis())
        .bind(user.as_str())
        .fetch_optional(&mut *transaction)
        .await?;
        let Some(row) = row else {
            return Ok(None);
        };
        let id = text(&row, "id")?;
        sessions::end_all_of_binding(&mut transaction, &id, SessionEnd::Administrator, now).await?;
        let revoked = by_id(&mut transaction, &id).await?;
        transaction.commit().await?;
        Ok(Some(revoked))
    }
}
