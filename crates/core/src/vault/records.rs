//! Tokens as sealed records, and back.

use zeroize::Zeroizing;

use super::stored::{self, associated_data};
use super::{Damage, DamagedRecord, Inner, Vault, VaultError, VaultToken, backups};
use crate::ports::{Ports, RecordId, SealError, Sealed, SealedRecord, Sealer, Snapshot};

impl<P: Ports> Vault<P> {
    /// What a snapshot holds.
    pub(super) async fn read(&self, snapshot: Snapshot) -> Result<Inner, VaultError> {
        let mut inner = Inner {
            meta: snapshot.meta.into_iter().collect(),
            revision: snapshot.revision,
            ..Inner::default()
        };
        for record in snapshot.records {
            if record.kind == backups::KIND {
                inner.backups = self.open_sealed(record).await?.ok();
                continue;
            }
            let id = record.id.clone();
            match self.unseal(record).await? {
                Ok(token) if token.is_in_trash() => inner.trash.push(token),
                Ok(token) => inner.tokens.push(token),
                Err(damage) => inner.damaged.push(DamagedRecord { id, damage }),
            }
        }
        let age = |token: &VaultToken| (token.added_at, token.id.clone());
        inner.tokens.sort_by_key(age);
        inner.trash.sort_by_key(age);
        Ok(inner)
    }

    /// What a record holds, or what is wrong with it. Fails where that cannot be told.
    async fn unseal(&self, record: SealedRecord) -> Result<Result<VaultToken, Damage>, VaultError> {
        if record.kind != stored::KIND {
            return Ok(Err(Damage::Newer));
        }
        let (id, version) = (record.id.clone(), record.version);
        let plain = self.open_sealed(record).await?;
        Ok(plain.and_then(|plain| stored::read(id, version, &plain)))
    }

    /// What is in a record as bytes, or that it does not decrypt. Fails where that cannot be told.
    async fn open_sealed(
        &self,
        record: SealedRecord,
    ) -> Result<Result<Zeroizing<Vec<u8>>, Damage>, VaultError> {
        let associated = associated_data(&record.id, &record.kind, record.version);
        let sealed = Sealed {
            nonce: record.nonce,
            ciphertext: record.ciphertext,
        };
        let port = self.ports.sealer();
        match port.unseal(&self.key()?, &associated, &sealed).await {
            Ok(plain) => Ok(Ok(plain)),
            Err(SealError::Damaged) => Ok(Err(Damage::Ciphertext)),
            Err(error) => Err(error.into()),
        }
    }

    pub(super) async fn seal(&self, token: &VaultToken) -> Result<SealedRecord, VaultError> {
        let plain = stored::write(token);
        self.seal_record(token.id.clone(), stored::KIND, stored::VERSION, &plain)
            .await
    }

    pub(super) async fn seal_record(
        &self,
        id: RecordId,
        kind: &str,
        version: u32,
        plain: &[u8],
    ) -> Result<SealedRecord, VaultError> {
        let associated = associated_data(&id, kind, version);
        let port = self.ports.sealer();
        let sealed = port.seal(&self.key()?, &associated, plain).await?;
        Ok(SealedRecord {
            id,
            kind: kind.to_owned(),
            version,
            nonce: sealed.nonce,
            ciphertext: sealed.ciphertext,
        })
    }
}
