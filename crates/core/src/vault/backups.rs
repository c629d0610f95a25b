//! What is known of the person's backups: one sealed record beside the tokens, so that it is
//! locked, moved to another key and erased with them.

use super::{Vault, VaultError};
use crate::backup::BackupState;
use crate::ports::{Batch, Ports, RecordId};

/// The kind of the record.
pub(super) const KIND: &str = "backups";
const VERSION: u32 = 1;

/// There is one such record, so it always has the same name.
fn id() -> RecordId {
    RecordId::from_random([0; 16])
}

impl<P: Ports> Vault<P> {
    /// What is known of the person's backups.
    pub fn backup_state(&self) -> BackupState {
        let inner = self.inner.borrow();
        let bytes = inner.backups.as_ref();
        bytes.map_or_else(BackupState::default, |bytes| BackupState::read(bytes))
    }

    /// Changes what is known of them, and gives back what `change` does.
    pub async fn change_backup_state<T>(
        &self,
        change: impl FnOnce(&mut BackupState) -> T,
    ) -> Result<T, VaultError> {
        let _through = self.enter().await?;
        let mut state = self.backup_state();
        let answer = change(&mut state);
        let bytes = state.write();
        let record = self.seal_record(id(), KIND, VERSION, &bytes).await?;
        let batch = Batch {
            put: vec![record],
            ..Batch::default()
        };
        self.commit(batch).await?;
        self.remember(|inner| inner.backups = Some(bytes));
        Ok(answer)
    }
}
