use countersign_protocol::Timestamp;

use super::rows::{moment, optional_text, text, word};
use super::{Storage, StorageError};
use crate::ids::UserId;

/// What became of a text message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeliveryState {
    /// The channel took it.
    Sent,
    /// The channel did not take it.
    Failed,
}

impl DeliveryState {
    fn as_str(self) -> &'static str {
        match self {
            Self::Sent => "sent",
            Self::Failed => "failed",
        }
    }

    fn parse(word: &str) -> Option<Self> {
        [Self::Sent, Self::Failed]
            .into_iter()
            .find(|state| state.as_str() == word)
    }
}

/// One attempt to send a text message; the text is not kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// Whom it was for.
    pub user_id: UserId,
    /// The channel that was tried.
    pub channel: String,
    /// What became of it.
    pub state: DeliveryState,
    /// What the channel said.
    pub error: Option<String>,
    /// When.
    pub at: Timestamp,
}

impl Storage {
    /// Records an attempt to send a text message.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn record_delivery(&self, delivery: &Delivery) -> Result<(), StorageError> {
        sqlx::query(
            "INSERT INTO sms_deliveries (user_id, channel, state, error, at) \
             VALUES (?, ?, ?, ?, ?)",
        )
        .bind(delivery.user_id.as_str())
        .bind(&delivery.channel)
        .bind(delivery.state.as_str())
        .bind(&delivery.error)
        .bind(delivery.at.as_millis())
        .execute(&self.writer)
        .await?;
        Ok(())
    }

    /// The latest attempts to send text messages, newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn deliveries(&self, most: u32) -> Result<Vec<Delivery>, StorageError> {
        let rows = sqlx::query("SELECT * FROM sms_deliveries ORDER BY id DESC LIMIT ?")
            .bind(i64::from(most))
            .fetch_all(&self.readers)
            .await?;
        rows.iter()
            .map(|row| {
                Ok(Delivery {
                    user_id: text(row, "user_id")?,
                    channel: text(row, "channel")?,
                    state: word(row, "state", DeliveryState::parse)?,
                    error: optional_text(row, "error")?,
                    at: moment(row, "at")?,
                })
            })
            .collect()
    }

    /// Records what a user was told through another channel.
    ///
    /// # Errors
    /// When the database fails.
    pub(crate) async fn record_notice(
        &self,
        user: &UserId,
        kind: &str,
        at: Timestamp,
    ) -> Result<(), StorageError> {
        sqlx::query("INSERT INTO notices (user_id, kind, at) VALUES (?, ?, ?)")
            .bind(user.as_str())
            .bind(kind)
            .bind(at.as_millis())
            .execute(&self.writer)
            .await?;
        Ok(())
    }
}
