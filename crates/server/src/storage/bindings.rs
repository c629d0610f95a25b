use countersign_protocol::{Algorithm, BindingState, RegistrationMeans, SessionEnd, Timestamp};
use sqlx::SqliteConnection;
use sqlx::sqlite::SqliteRow;

use super::rows::{moment, number, text, value, word};
use super::sessions;
use super::{Storage, StorageError};
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
