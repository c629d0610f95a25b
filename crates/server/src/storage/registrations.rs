use countersign_protocol::{BindingState, Timestamp};
use sqlx::sqlite::SqliteRow;
use sqlx::{Sqlite, Transaction};
use subtle::ConstantTimeEq;

use super::activation::Activated;
use super::bindings::{self, NewBinding};
use super::rows::{moment, optional_text, switch, text, value};
use super::sms_tries::{self, SmsTries};
use super::{Storage, StorageError};
use crate::crypto::Digest;
use crate::domain::SmsPolicy;
use crate::domain::locks::REGISTRATION_LIFE_MS;
use crate::ids::{BindingId, RegistrationId, UserId};

/// A registration to be started.
#[derive(Clone, Debug)]
pub struct NewRegistration {
    /// Names the row.
    pub id: RegistrationId,
    /// Whose it is; `None` for one that only looks like the others.
    pub user_id: Option<UserId>,
    /// The device key's thumbprint.
    pub jkt: String,
    /// The user name and password that it was started with.
    pub subject: Digest,
    /// What is stored in place of the code.
    pub code_hash: Digest,
    /// The device that is to hold the token.
    pub device_name: String,
}

/// A registration that has been started.
#[derive(Clone, Debug)]
pub struct RegistrationRecord {
    /// Names the row.
    pub id: RegistrationId,
    /// Whose it is; `None` for one that can never be completed.
    pub user_id: Option<UserId>,
    /// The user name and password that it was started with.
    pub subject: Digest,
    /// When the code stops to work.
    pub expires_at: Timestamp,
    /// From when on another code may be asked for.
    pub resend_at: Timestamp,
    /// The device that is to hold the token.
    pub device_name: String,
    /// The binding that came of it.
    pub binding_id: Option<BindingId>,
    code_hash: Digest,
    superseded_other: bool,
}

/// What became of asking for a text message.
#[derive(Clone, Debug)]
pub enum Sending {
    /// The code is to be sent.
    Send {
        /// The registration.
        registration: RegistrationRecord,
        /// Wrong codes that are still allowed.
        tries_left: u32,
    },
    /// There is a registration whose code was sent a moment ago; nothing is to be sent.
    Sent {
        /// The registration.
        registration: RegistrationRecord,
        /// Wrong codes that are still allowed.
        tries_left: u32,
    },
    /// Another text message cannot be sent before then.
    TooEarly(Timestamp),
    /// Too many wrong codes; nothing is taken before then.
    UsedUp(Timestamp),
    /// There is no such registration for this device key.
    Unknown,
}

/// What became of a code.
#[derive(Clone, Debug)]
pub enum Confirmation {
    /// It was right.
    Done(Box<Activated>),
    /// It was right, but the account has been locked since.
    Refused,
    /// The token that it issued was moved to another device, or revoked, since then.
    Gone(Box<Activated>),
    /// It was wrong; so many tries are left.
    Wrong(u32),
    /// It has expired.
    Expired,
    /// Too many wrong codes; nothing is taken before then.
    UsedUp(Timestamp),
    /// There is no such registration for this device key.
    Unknown,
}

fn registration(row: &SqliteRow) -> Result<RegistrationRecord, StorageError> {
    Ok(RegistrationRecord {
        id: text(row, "id")?,
        user_id: optional_text(row, "user_id")?,
        subject: super::rows::digest(row, "subject")?,
        expires_at: moment(row, "expires_at")?,
        resend_at: moment(row, "resend_at")?,
        device_name: text(row, "device_name")?,
        binding_id: optional_text(row, "binding_id")?,
        code_hash: super::rows::digest(row, "code_hash")?,
        superseded_other: switch(row, "superseded_other")?,
    })
}

async fn of_key(
    transaction: &mut Transaction<'static, Sqlite>,
    id: &RegistrationId,
    jkt: &str,
    now: Timestamp,
) -> Result<Option<RegistrationRecord>, StorageError> {
    let row = sqlx::query("SELECT * FROM registrations WHERE id = ? AND jkt = ? AND ends_at > ?")
        .bind(id.as_str())
        .bind(jkt)
        .bind(now.as_millis())
        .fetch_optional(&mut **transaction)
        .await?;
    row.as_ref().map(registration).transpose()
}

impl Storage {
    /// The registration of that name for this device key.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn registration(
        &self,
        id: &RegistrationId,
        jkt: &str,
        now: Timestamp,
    ) -> Result<Option<RegistrationRecord>, StorageError> {
        let row =
            sqlx::query("SELECT * FROM registrations WHERE id = ? AND jkt = ? AND ends_at > ?")
                .bind(id.as_str())
                .bind(jkt)
                .bind(now.as_millis())
                .fetch_optional(&self.readers)
                .await?;
        row.as_ref().map(registration).transpose()
    }

    /// Starts a registration, real or made up, within the tries and text messages that are left
    /// for its user name and password.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn start_registration(
        &self,
        new: &NewRegistration,
        policy: SmsPolicy,
        now: Timestamp,
    ) -> Result<Sending, StorageError> {
        let mut transaction = self.begin().await?;
        let mut tries = sms_tries::of_subject(&mut transaction, &new.subject, now).await?;
        if tries.blocked_until > now {
            return Ok(Sending::UsedUp(tries.blocked_until));
        }
        let sent = sqlx::query(
            "SELECT * FROM registrations WHERE subject = ? AND jkt = ? AND binding_id IS NULL \
             AND expires_at > ? AND resend_at > ?",
        )
        .bind(new.subject.as_slice())
        .bind(&new.jkt)
        .bind(now.as_millis())
        .bind(now.as_millis())
        .fetch_optional(&mut *transaction)
        .await?;
        if let Some(row) = sent {
            return Ok(Sending::Sent {
                registration: registration(&row)?,
                tries_left: tries.left(policy),
            });
        }
        if !tries.count_sending(policy, now) {
            return Ok(Sending::TooEarly(tries.next_sending(policy, now)));
        }
        tries.save(&mut transaction).await?;
        sqlx::query(
            "DELETE FROM registrations WHERE subject = ? AND jkt = ? AND binding_id IS NULL",
        )
        .bind(new.subject.as_slice())
        .bind(&new.jkt)
        .execute(&mut *transaction)
        .await?;
        insert(&mut transaction, new, &tries, policy, now).await?;
        let started = of_key(&mut transaction, &new.id, &new.jkt, now).await?;
        transaction.commit().await?;
        Ok(
            started.map_or(Sending::Unknown, |registration| Sending::Send {
                registration,
                tries_left: tries.left(policy),
            }),
        )
    }

    /// Puts another code in the place of a registration's last one. The tries stay as they are.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn resend_registration(
        &self,
        id: &RegistrationId,
        jkt: &str,
        code_hash: &Digest,
        policy: SmsPolicy,
        now: Timestamp,
    ) -> Result<Sending, StorageError> {
        let mut transaction = self.begin().await?;
        let open = of_key(&mut transaction, id, jkt, now).await?;
        let Some(open) = open.filter(|registration| registration.binding_id.is_none()) else {
            return Ok(Sending::Unknown);
        };
        let mut tries = sms_tries::of_subject(&mut transaction, &open.subject, now).await?;
        if tries.blocked_until > now {
            return Ok(Sending::UsedUp(tries.blocked_until));
        }
        if !tries.count_sending(policy, now) {
            return Ok(Sending::TooEarly(tries.next_sending(policy, now)));
        }
        tries.save(&mut transaction).await?;
        sqlx::query(
            "UPDATE registrations SET code_hash = ?, expires_at = ?, resend_at = ?, ends_at = ? \
             WHERE id = ?",
        )
        .bind(code_hash.as_slice())
        .bind(now.plus_millis(policy.lifetime_ms).as_millis())
        .bind(tries.next_sending(policy, now).as_millis())
        .bind(now.plus_millis(REGISTRATION_LIFE_MS).as_millis())
        .bind(id.as_str())
        .execute(&mut *transaction)
        .await?;
        let renewed = of_key(&mut transaction, id, jkt, now).await?;
        transaction.commit().await?;
        Ok(
            renewed.map_or(Sending::Unknown, |registration| Sending::Send {
                registration,
                tries_left: tries.left(policy),
            }),
        )
    }

    /// Takes a code: completes the registration, or counts a wrong one. A made-up registration
    /// (`new` is `None`) takes no code.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn confirm_registration(
        &self,
        id: &RegistrationId,
        jkt: &str,
        code_hash: &Digest,
        new: Option<&NewBinding>,
        policy: SmsPolicy,
        now: Timestamp,
    ) -> Result<Confirmation, StorageError> {
        let mut transaction = self.begin().await?;
        let Some(open) = of_key(&mut transaction, id, jkt, now).await? else {
            return Ok(Confirmation::Unknown);
        };
        let mut tries = sms_tries::of_subject(&mut transaction, &open.subject, now).await?;
        if tries.blocked_until > now {
            return Ok(Confirmation::UsedUp(tries.blocked_until));
        }
        if open.expires_at <= now {
            return Ok(Confirmation::Expired);
        }
        let right = bool::from(open.code_hash.ct_eq(code_hash));
        let Some(new) = new.filter(|_| right) else {
            let left = tries.count_wrong_code(policy, now);
            tries.save(&mut transaction).await?;
            transaction.commit().await?;
            return Ok(
                left.map_or(Confirmation::UsedUp(tries.blocked_until), |left| {
                    Confirmation::Wrong(left)
                }),
            );
        };
        let confirmation = complete(&mut transaction, &open, new, now).await?;
        if matches!(&confirmation, Confirmation::Done(done) if !done.repeated) {
            tries.forget_wrong_codes();
            tries.save(&mut transaction).await?;
            transaction.commit().await?;
        }
        Ok(confirmation)
    }
}

async fn insert(
    transaction: &mut Transaction<'static, Sqlite>,
    new: &NewRegistration,
    tries: &SmsTries,
    policy: SmsPolicy,
    now: Timestamp,
) -> Result<(), StorageError> {
    sqlx::query(
        "INSERT INTO registrations (id, user_id, jkt, subject, code_hash, expires_at, \
         resend_at, device_name, ends_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
    )
    .bind(new.id.as_str())
    .bind(new.user_id.as_ref().map(UserId::as_str))
    .bind(&new.jkt)
    .bind(new.subject.as_slice())
    .bind(new.code_hash.as_slice())
    .bind(now.plus_millis(policy.lifetime_ms).as_millis())
    .bind(tries.next_sending(policy, now).as_millis())
    .bind(&new.device_name)
    .bind(now.plus_millis(REGISTRATION_LIFE_MS).as_millis())
    .execute(&mut **transaction)
    .await?;
    Ok(())
}

/// The right code was given: issues the token, or gives back what was issued.
async fn complete(
    transaction: &mut Transaction<'static, Sqlite>,
    open: &RegistrationRecord,
    new: &NewBinding,
    now: Timestamp,
) -> Result<Confirmation, StorageError> {
    let user = sqlx::query("SELECT locked_at FROM users WHERE id = ?")
        .bind(new.user_id.as_str())
        .fetch_optional(&mut **transaction)
        .await?;
    let user = user.ok_or(StorageError::Missing)?;
    if value::<Option<i64>>(&user, "locked_at")?.is_some() {
        return Ok(Confirmation::Refused);
    }
    if let Some(done) = &open.binding_id {
        let done = Box::new(Activated {
            binding: bindings::by_id(transaction, done).await?,
            superseded_other: open.superseded_other,
            repeated: true,
        });
        return Ok(match done.binding.state {
            BindingState::Active => Confirmation::Done(done),
            _ => Confirmation::Gone(done),
        });
    }
    let (binding, superseded_other) = bindings::replace(transaction, new, now).await?;
    sqlx::query("UPDATE registrations SET binding_id = ?, superseded_other = ? WHERE id = ?")
        .bind(binding.id.as_str())
        .bind(i64::from(superseded_other))
        .bind(open.id.as_str())
        .execute(&mut **transaction)
        .await?;
    Ok(Confirmation::Done(Box::new(Activated {
        binding,
        superseded_other,
        repeated: false,
    })))
}
