//! How a batch gets into the store: once, over nothing that is newer, and known to be there.

use zeroize::Zeroizing;

use super::turnstile::Through;
use super::{Inner, Vault, VaultError, VaultToken, backups};
use crate::ports::{Batch, Ports, SealError, Snapshot, Store, StoreError};

/// How often other tabs may be faster before this one gives up.
pub(super) const TRIES: u32 = 20;

impl<P: Ports> Vault<P> {
    /// Waits until no other write is on its way and what is in memory is what is in the store.
    pub(super) async fn enter(&self) -> Result<Through<'_>, VaultError> {
        let through = self.writes.enter().await;
        if self.inner.borrow().doubtful {
            self.read_again().await?;
        }
        Ok(through)
    }

    /// Writes a batch that follows from what is in memory. The caller is through `enter`.
    ///
    /// Where another tab was faster, memory is read again, and the batch is written all the same
    /// if that tab left the tokens alone that it is about. After any other failure memory is read
    /// again, too, which shows whether the batch is there and only the answer was lost.
    pub(super) async fn commit(&self, mut batch: Batch) -> Result<(), VaultError> {
        let mut tries = TRIES;
        loop {
            let revision = self.inner.borrow().revision;
            batch.at = Some(revision);
            let Err(error) = self.ports.store().commit(batch.clone()).await else {
                self.inner.borrow_mut().revision = revision + 1;
                return Ok(());
            };
            let before = self.concerned(&batch);
            match self.read_after(&batch).await {
                Ok(true) => return Ok(()),
                Ok(false) => {}
                // What failed first says more.
                Err(_) => return Err(error.into()),
            }
            tries -= 1;
            if error != StoreError::Stale || tries == 0 || self.concerned(&batch) != before {
                return Err(error.into());
            }
        }
    }

    /// Reads everything. The caller is through `writes`.
    pub(super) async fn read_again(&self) -> Result<(), VaultError> {
        self.read_after(&Batch::default()).await.map(drop)
    }

    /// Reads everything, and tells whether all of this batch is there.
    async fn read_after(&self, batch: &Batch) -> Result<bool, VaultError> {
        self.inner.borrow_mut().doubtful = true;
        let snapshot = self.ports.store().load().await?;
        if snapshot.epoch != self.epoch()? {
            return Err(SealError::Locked.into());
        }
        let written = is_written(batch, &snapshot);
        let read = self.read(snapshot).await?;
        self.take(read);
        Ok(written)
    }

    /// Keeps what was read, unless the vault was closed meanwhile.
    fn take(&self, read: Inner) {
        if self.key.borrow().is_none() {
            return;
        }
        let mut inner = self.inner.borrow_mut();
        let same = inner.tokens == read.tokens
            && inner.damaged == read.damaged
            && inner.meta == read.meta
            && inner.backups == read.backups;
        let changes = inner.changes + u64::from(!same);
        *inner = Inner { changes, ..read };
    }

    /// The tokens that a batch is about, and what is known of backups if it is about that, as they
    /// are now.
    fn concerned(&self, batch: &Batch) -> (Vec<VaultToken>, Option<Zeroizing<Vec<u8>>>) {
        let is_about = |token: &&VaultToken| {
            batch.delete.contains(&token.id) || batch.put.iter().any(|put| put.id == token.id)
        };
        let inner = self.inner.borrow();
        let all = inner.tokens.iter().chain(&inner.trash);
        let tokens = all.filter(is_about).cloned().collect();
        let about_backups = batch.put.iter().any(|put| put.kind == backups::KIND);
        let backups = inner.backups.as_ref().filter(|_| about_backups);
        (tokens, backups.cloned())
    }
}

/// Whether all that a batch asks for is there. Nonces are random, so an equal record is its own.
fn is_written(batch: &Batch, snapshot: &Snapshot) -> bool {
    batch.put.iter().all(|put| snapshot.records.contains(put))
        && batch.put_meta.iter().all(|put| snapshot.meta.contains(put))
        && !snapshot
            .records
            .iter()
            .any(|record| batch.delete.contains(&record.id))
        && !snapshot
            .meta
            .iter()
            .any(|(name, _)| batch.delete_meta.contains(name))
}
