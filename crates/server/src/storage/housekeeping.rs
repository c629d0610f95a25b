use countersign_protocol::Timestamp;

use super::{Storage, StorageError};

const DAY_MS: i64 = 86_400_000;
/// Why a session ended is told so long after it has.
const ENDED_SESSIONS_KEPT_MS: i64 = 30 * DAY_MS;
/// Pauses after wrong text message codes grow unless there was none for so long.
const TRIES_KEPT_MS: i64 = 7 * DAY_MS;
/// Deliveries and notices are kept so long.
const MESSAGES_KEPT_MS: i64 = 90 * DAY_MS;

impl Storage {
    /// Removes what has expired. Call it at the start and every hour.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn purge(&self, now: Timestamp) -> Result<(), StorageError> {
        let before = |kept_ms: i64| now.plus_millis(-kept_ms).as_millis();
        for (statement, limit) in [
            ("DELETE FROM dpop_seen WHERE expires_at <= ?", before(0)),
            ("DELETE FROM registrations WHERE ends_at <= ?", before(0)),
            (
                "DELETE FROM activation_codes WHERE expires_at <= ?",
                before(0),
            ),
            (
                "DELETE FROM sms_tries WHERE touched_at <= ?",
                before(TRIES_KEPT_MS),
            ),
            (
                "DELETE FROM sessions WHERE COALESCE(ended_at, ends_at) <= ?",
                before(ENDED_SESSIONS_KEPT_MS),
            ),
            (
                "DELETE FROM sms_deliveries WHERE at <= ?",
                before(MESSAGES_KEPT_MS),
            ),
            (
                "DELETE FROM notices WHERE at <= ?",
                before(MESSAGES_KEPT_MS),
            ),
        ] {
            sqlx::query(statement)
                .bind(limit)
                .execute(&self.writer)
                .await?;
        }
        Ok(())
    }
}
