use countersign_protocol::Timestamp;

use super::{Storage, StorageError};
use crate::crypto::Digest;

impl Storage {
    /// Remembers a proof of possession; `false` when it has been seen before.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn remember_proof(
        &self,
        hash: &Digest,
        expires_at: Timestamp,
    ) -> Result<bool, StorageError> {
        let done = sqlx::query(
            "INSERT INTO dpop_seen (hash, expires_at) VALUES (?, ?) ON CONFLICT DO NOTHING",
        )
        .bind(hash.as_slice())
        .bind(expires_at.as_millis())
        .execute(&self.writer)
        .await?;
        Ok(done.rows_affected() == 1)
    }
}
