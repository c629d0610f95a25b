//! The vault: tokens, each an encrypted record of its own, and a few plain values beside them.
//!
//! - A record's id, kind and version are bound to it as associated data, so that records cannot
//!   be exchanged for one another.
//! - Nothing is said to be done before [`Store::commit`] returned `Ok`; what fails leaves memory
//!   and store as they were.
//! - A record that cannot be read does not hide the others: it is kept and reported apart.
//! - Writes wait for each other, so that a counter is never used twice.
//!
//! Left to others: to encrypt and to keep ([`Sealer`], [`Store`]), and to notice that another tab
//! has written ([`Vault::reload`]).
//!
//! [`Store`]: crate::ports::Store
//! [`Store::commit`]: crate::ports::Store::commit
//! [`Sealer`]: crate::ports::Sealer

mod meta;
mod registered;
mod stored;
mod token;
mod turnstile;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

pub use meta::MetaKey;
pub use token::{Origin, Registration, Standing, StopReason, VaultToken};

use countersign_otp::{Kind, Token};
use countersign_protocol::Timestamp;

use crate::ports::{
    Batch, Entropy, Ports, RecordId, SealError, Sealed, SealedRecord, Sealer, Snapshot, Store,
    StoreError,
};
use turnstile::Turnstile;

/// Names a token; it is the name of its record.
pub type TokenId = RecordId;

/// The open vault. Reading is synchronous and from memory.
pub struct Vault<P: Ports> {
    ports: Rc<P>,
    key: <P::Sealer as Sealer>::KeyHandle,
    inner: RefCell<Inner>,
    writes: Turnstile,
}

#[derive(Default)]
struct Inner {
    tokens: Vec<VaultToken>,
    damaged: Vec<DamagedRecord>,
    meta: BTreeMap<String, Vec<u8>>,
    changes: u64,
}

/// A record that cannot be read. It is kept as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DamagedRecord {
    /// Names it.
    pub id: RecordId,
    /// What is wrong with it.
    pub damage: Damage,
}

/// What is wrong with a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Damage {
    /// It does not decrypt.
    Ciphertext,
    /// It decrypts to something that is no token.
    Content,
    /// A newer version of the app wrote it.
    Newer,
}

/// What became of a token that was to be added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Added {
    /// It is in the vault.
    New(TokenId),
    /// One with the same secret and parameters is there already; nothing was changed.
    Duplicate(TokenId),
}

/// A token that was deleted: what an undo needs.
#[derive(Debug, PartialEq, Eq)]
pub struct Deleted(VaultToken);

impl Deleted {
    /// The token.
    pub fn token(&self) -> &VaultToken {
        &self.0
    }
}

/// What a person may change of a token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// Who issued it.
    pub issuer: String,
    /// Whose it is.
    pub account_name: String,
    /// What the person writes about it.
    pub note: String,
}

/// Why the vault did not do what it was asked to. Nothing was changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum VaultError {
    /// The store failed.
    Store(StoreError),
    /// The sealer failed.
    Seal(SealError),
    /// There is no such token.
    Unknown,
    /// The names of a registered token are the server's.
    Registered,
    /// The token makes codes by the time: there is no counter.
    NoCounter,
    /// The issued token cannot be used: its secret or a parameter is out of range.
    Invalid,
}

impl From<StoreError> for VaultError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<SealError> for VaultError {
    fn from(error: SealError) -> Self {
        Self::Seal(error)
    }
}

impl<P: Ports> Vault<P> {
    /// Opens the key and reads everything.
    ///
    /// # Errors
    /// If the key cannot be opened or the store cannot be read; never because of single records.
    pub async fn open(ports: Rc<P>) -> Result<Self, VaultError> {
        let key = ports.sealer().open().await?;
        let vault = Self {
            ports,
            key,
            inner: RefCell::default(),
            writes: Turnstile::default(),
        };
        vault.reload().await?;
        Ok(vault)
    }

    /// Reads everything again, because another tab has written.
    ///
    /// # Errors
    /// If the store cannot be read; then everything stays as it is.
    pub async fn reload(&self) -> Result<(), VaultError> {
        let _through = self.writes.enter().await;
        let snapshot = self.ports.store().load().await?;
        let read = self.read(snapshot).await;
        let mut inner = self.inner.borrow_mut();
        let changes = inner.changes + 1;
        *inner = Inner { changes, ..read };
        Ok(())
    }

    async fn read(&self, snapshot: Snapshot) -> Inner {
        let mut inner = Inner {
            meta: snapshot.meta.into_iter().collect(),
            ..Inner::default()
        };
        for record in snapshot.records {
            let id = record.id.clone();
            match self.unseal(record).await {
                Ok(token) => inner.tokens.push(token),
                Err(damage) => inner.damaged.push(DamagedRecord { id, damage }),
            }
        }
        let age = |token: &VaultToken| (token.added_at, token.id.clone());
        inner.tokens.sort_by_key(age);
        inner
    }

    async fn unseal(&self, record: SealedRecord) -> Result<VaultToken, Damage> {
        if record.kind != stored::KIND {
            return Err(Damage::Newer);
        }
        let associated = stored::associated_data(&record.id, &record.kind, record.version);
        let sealed = Sealed {
            nonce: record.nonce,
            ciphertext: record.ciphertext,
        };
        let port = self.ports.sealer();
        let plain = port.unseal(&self.key, &associated, &sealed).await;
        let plain = plain.map_err(|_| Damage::Ciphertext)?;
        stored::read(record.id, record.version, &plain)
    }

    async fn seal(&self, token: &VaultToken) -> Result<SealedRecord, VaultError> {
        let associated = stored::associated_data(&token.id, stored::KIND, stored::VERSION);
        let plain = stored::write(token);
        let port = self.ports.sealer();
        let sealed = port.seal(&self.key, &associated, &plain).await?;
        Ok(SealedRecord {
            id: token.id.clone(),
            kind: stored::KIND.to_owned(),
            version: stored::VERSION,
            nonce: sealed.nonce,
            ciphertext: sealed.ciphertext,
        })
    }

    /// Grows whenever what can be read from here changes; to know when to show it again.
    pub fn changes(&self) -> u64 {
        self.inner.borrow().changes
    }

    /// Looks at the tokens, the oldest first.
    pub fn with_tokens<T>(&self, look: impl FnOnce(&[VaultToken]) -> T) -> T {
        look(&self.inner.borrow().tokens)
    }

    /// A copy of the tokens, the oldest first.
    pub fn tokens(&self) -> Vec<VaultToken> {
        self.inner.borrow().tokens.clone()
    }

    /// A copy of one token.
    pub fn lookup(&self, id: &TokenId) -> Option<VaultToken> {
        let inner = self.inner.borrow();
        inner.tokens.iter().find(|token| token.id == *id).cloned()
    }

    /// Records that cannot be read.
    pub fn damaged(&self) -> Vec<DamagedRecord> {
        self.inner.borrow().damaged.clone()
    }

    /// Adds an offline token, unless the same is there.
    pub async fn add(&self, token: Token, now: Timestamp) -> Result<Added, VaultError> {
        let _through = self.writes.enter().await;
        let same = |there: &VaultToken| is_same(&there.token, &token).then(|| there.id.clone());
        if let Some(id) = self.with_tokens(|tokens| tokens.iter().find_map(same)) {
            return Ok(Added::Duplicate(id));
        }
        let token = VaultToken {
            id: self.new_id(),
            token,
            origin: Origin::Offline,
            added_at: now,
            note: String::new(),
        };
        let id = token.id.clone();
        self.put(vec![token], Vec::new()).await?;
        Ok(Added::New(id))
    }

    /// Changes names and note. The names of a registered token stay the server's.
    pub async fn edit(&self, id: &TokenId, edit: Edit) -> Result<(), VaultError> {
        self.change(id, |token| {
            let names = &mut token.token;
            let same = names.issuer == edit.issuer && names.account_name == edit.account_name;
            if !same && matches!(token.origin, Origin::Registered(_)) {
                return Err(VaultError::Registered);
            }
            names.issuer = edit.issuer;
            names.account_name = edit.account_name;
            token.note = edit.note;
            Ok(())
        })
        .await
    }

    /// Moves a counter token to its next code. The code is to be shown only after this.
    pub async fn advance_counter(&self, id: &TokenId) -> Result<(), VaultError> {
        self.change(id, |token| match &mut token.token.kind {
            Kind::Hotp { counter, .. } => {
                *counter = counter.saturating_add(1);
                Ok(())
            }
            Kind::Totp { .. } | Kind::Steam => Err(VaultError::NoCounter),
        })
        .await
    }

    /// Deletes a token and gives back what an undo needs.
    pub async fn delete(&self, id: &TokenId) -> Result<Deleted, VaultError> {
        let _through = self.writes.enter().await;
        let token = self.lookup(id).ok_or(VaultError::Unknown)?;
        self.put(Vec::new(), vec![id.clone()]).await?;
        Ok(Deleted(token))
    }

    /// Takes a deletion back. On failure the deleted token comes back with the error.
    pub async fn restore(&self, deleted: Deleted) -> Result<(), (Deleted, VaultError)> {
        let _through = self.writes.enter().await;
        match self.put(vec![deleted.0.clone()], Vec::new()).await {
            Ok(()) => Ok(()),
            Err(error) => Err((deleted, error)),
        }
    }

    /// Deletes a record that cannot be read, for good.
    pub async fn discard(&self, id: &RecordId) -> Result<(), VaultError> {
        let _through = self.writes.enter().await;
        let batch = Batch {
            delete: vec![id.clone()],
            ..Batch::default()
        };
        self.ports.store().commit(batch).await?;
        let mut inner = self.inner.borrow_mut();
        inner.damaged.retain(|record| record.id != *id);
        inner.changes += 1;
        Ok(())
    }

    /// Changes one token: first in the store, then in memory.
    async fn change(
        &self,
        id: &TokenId,
        change: impl FnOnce(&mut VaultToken) -> Result<(), VaultError>,
    ) -> Result<(), VaultError> {
        let _through = self.writes.enter().await;
        let mut token = self.lookup(id).ok_or(VaultError::Unknown)?;
        change(&mut token)?;
        self.put(vec![token], Vec::new()).await
    }

    /// Writes and deletes in one commit, and then in memory. The caller is through `writes`.
    async fn put(&self, put: Vec<VaultToken>, delete: Vec<TokenId>) -> Result<(), VaultError> {
        let mut batch = Batch {
            delete: delete.clone(),
            ..Batch::default()
        };
        for token in &put {
            batch.put.push(self.seal(token).await?);
        }
        self.ports.store().commit(batch).await?;
        let mut inner = self.inner.borrow_mut();
        inner.changes += 1;
        inner.tokens.retain(|token| !delete.contains(&token.id));
        for token in put {
            match inner.tokens.iter_mut().find(|there| there.id == token.id) {
                Some(there) => *there = token,
                None => inner.tokens.push(token),
            }
        }
        Ok(())
    }

    fn new_id(&self) -> TokenId {
        let mut bytes = [0; 16];
        self.ports.entropy().fill(&mut bytes);
        TokenId::from_random(bytes)
    }
}

/// Whether two tokens make the same codes. A counter counts as the same wherever it stands.
fn is_same(a: &Token, b: &Token) -> bool {
    let without_counter = |kind: Kind| match kind {
        Kind::Hotp {
            algorithm, digits, ..
        } => Kind::Hotp {
            algorithm,
            digits,
            counter: 0,
        },
        kind => kind,
    };
    a.secret == b.secret && without_counter(a.kind) == without_counter(b.kind)
}
