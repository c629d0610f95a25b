//! The vault: tokens, each an encrypted record of its own, and a few plain values beside them.
//!
//! - A record's id, kind and version are bound to it as associated data, so that records cannot
//!   be exchanged for one another.
//! - Nothing is said to be done before it is known to be in the store; what fails leaves memory
//!   and store as they were. An answer of the store that was lost is found out by reading again.
//! - What another tab has written meanwhile is never written over: see `commit`.
//! - A record that cannot be read does not hide the others: it is kept and reported apart.
//! - Writes wait for each other, so that a counter is never used twice.
//!
//! Left to others: to encrypt and to keep ([`Sealer`], [`Store`]), and to notice that another tab
//! has written ([`Vault::reload`]).
//!
//! [`Store`]: crate::ports::Store
//! [`Sealer`]: crate::ports::Sealer

mod backups;
mod batch;
mod commit;
mod meta;
mod order;
mod records;
mod registered;
mod stored;
mod token;
mod turnstile;
mod upkeep;

use core::slice;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

pub use batch::{Applied, Changes, NewToken, Revision};
pub use meta::{MetaKey, Words};
pub use order::OrderKey;
pub(crate) use stored::associated_data;
pub use token::{Origin, Registration, Standing, StopReason, VaultToken};
pub use upkeep::{Place, TRASH_DAYS, tidy_tags};

use countersign_otp::{Kind, Token};
use countersign_protocol::Timestamp;
use zeroize::Zeroizing;

use crate::ports::{Batch, Entropy, Ports, RecordId, SealError, Sealer, StoreError};
use turnstile::Turnstile;

/// Names a token; it is the name of its record.
pub type TokenId = RecordId;

/// The data key of these ports.
type KeyOf<P> = <<P as Ports>::Sealer as Sealer>::KeyHandle;

/// The open vault. Reading is synchronous and from memory.
pub struct Vault<P: Ports> {
    ports: Rc<P>,
    key: RefCell<Option<KeyOf<P>>>,
    inner: RefCell<Inner>,
    writes: Turnstile,
}

#[derive(Default)]
struct Inner {
    tokens: Vec<VaultToken>,
    trash: Vec<VaultToken>,
    damaged: Vec<DamagedRecord>,
    /// The sealed record beside the tokens, as it was opened.
    backups: Option<Zeroizing<Vec<u8>>>,
    meta: BTreeMap<String, Vec<u8>>,
    changes: u64,
    /// Of the store, when it was read or written last.
    revision: u64,
    /// Whether the store may hold something else: an answer was lost, or reading failed.
    doubtful: bool,
}

impl Inner {
    /// Puts a token where it belongs, in the place of what it was.
    fn set(&mut self, token: VaultToken) {
        let (here, elsewhere) = if token.is_in_trash() {
            (&mut self.trash, &mut self.tokens)
        } else {
            (&mut self.tokens, &mut self.trash)
        };
        elsewhere.retain(|there| there.id != token.id);
        match here.iter_mut().find(|there| there.id == token.id) {
            Some(there) => *there = token,
            None => here.push(token),
        }
    }
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

/// What a person may change of a token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// Who issued it.
    pub issuer: String,
    /// Whose it is.
    pub account_name: String,
    /// What the person writes about it.
    pub note: String,
    /// What it is found by; kept as [`tidy_tags`] has them.
    pub tags: Vec<String>,
    /// Whether it stands before the others.
    pub pinned: bool,
}

impl Edit {
    /// What the person may change, as it is.
    pub fn of(token: &VaultToken) -> Self {
        Self {
            issuer: token.token.issuer.clone(),
            account_name: token.token.account_name.clone(),
            note: token.note.clone(),
            tags: token.tags.clone(),
            pinned: token.pinned,
        }
    }
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
    /// Tokens that make different codes cannot become one.
    Different,
    /// What is there is no longer what was looked at.
    Changed,
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
    /// [`SealError::Locked`] where a lock is on: then [`Vault::open_by`] opens it.
    pub async fn open(ports: Rc<P>) -> Result<Self, VaultError> {
        let key = ports.sealer().open().await?;
        Self::open_by(ports, key).await
    }

    /// Reads everything by a key that is open already.
    ///
    /// # Errors
    /// If the store cannot be read; [`SealError::Locked`] if another tab has put another data key
    /// in place of this one.
    pub async fn open_by(ports: Rc<P>, key: KeyOf<P>) -> Result<Self, VaultError> {
        let vault = Self {
            ports,
            key: RefCell::new(Some(key)),
            inner: RefCell::default(),
            writes: Turnstile::default(),
        };
        vault.reload().await?;
        Ok(vault)
    }

    /// Forgets the key and everything that was read: from now on every answer is
    /// [`SealError::Locked`], also to what is under way.
    pub fn close(&self) {
        self.key.take();
        let mut inner = self.inner.borrow_mut();
        let changes = inner.changes + 1;
        *inner = Inner {
            changes,
            ..Inner::default()
        };
    }

    /// Goes on with another data key, under which the same records lie now. What is on its way
    /// under the old one is waited for.
    pub async fn adopt(&self, key: KeyOf<P>) -> Result<(), VaultError> {
        let _through = self.writes.enter().await;
        if let Some(held) = self.key.borrow_mut().as_mut() {
            *held = key;
        }
        self.read_again().await
    }

    fn key(&self) -> Result<KeyOf<P>, VaultError> {
        let key = self.key.borrow().clone();
        key.ok_or(VaultError::Seal(SealError::Locked))
    }

    /// Which data key this vault reads and writes with.
    fn epoch(&self) -> Result<u64, VaultError> {
        Ok(self.ports.sealer().epoch(&self.key()?))
    }

    /// Reads everything again, because another tab has written.
    ///
    /// # Errors
    /// If the store cannot be read; then everything stays as it is. [`SealError::Locked`] if
    /// another tab has set a lock, and another data key with it.
    pub async fn reload(&self) -> Result<(), VaultError> {
        let _through = self.writes.enter().await;
        self.read_again().await
    }

    /// Grows whenever what can be read from here changes; to know when to show it again.
    pub fn changes(&self) -> u64 {
        self.inner.borrow().changes
    }

    /// Looks at the tokens that are not in the trash, the oldest first.
    pub fn with_tokens<T>(&self, look: impl FnOnce(&[VaultToken]) -> T) -> T {
        look(&self.inner.borrow().tokens)
    }

    /// A copy of the tokens that are not in the trash, the oldest first.
    pub fn tokens(&self) -> Vec<VaultToken> {
        self.inner.borrow().tokens.clone()
    }

    /// A copy of the tokens in the trash, the oldest first.
    pub fn trashed(&self) -> Vec<VaultToken> {
        self.inner.borrow().trash.clone()
    }

    /// A copy of one token, also if it is in the trash.
    pub fn lookup(&self, id: &TokenId) -> Option<VaultToken> {
        let inner = self.inner.borrow();
        let mut all = inner.tokens.iter().chain(&inner.trash);
        all.find(|token| token.id == *id).cloned()
    }

    /// Looks for something among the tokens in the trash.
    fn in_trash<T>(&self, look: impl FnMut(&VaultToken) -> Option<T>) -> Vec<T> {
        self.inner.borrow().trash.iter().filter_map(look).collect()
    }

    /// Records that cannot be read.
    pub fn damaged(&self) -> Vec<DamagedRecord> {
        self.inner.borrow().damaged.clone()
    }

    /// Adds an offline token, unless the same is there. One that is in the trash comes back, with
    /// the names and the counter that it has now.
    pub async fn add(&self, token: Token, now: Timestamp) -> Result<Added, VaultError> {
        let _through = self.enter().await?;
        let same = |there: &VaultToken| same_codes(&there.token, &token);
        let there = |there: &VaultToken| same(there).then(|| there.id.clone());
        if let Some(id) = self.with_tokens(|tokens| tokens.iter().find_map(there)) {
            return Ok(Added::Duplicate(id));
        }
        let thrown_away = self.in_trash(|there| same(there).then(|| there.clone()));
        let token = match thrown_away.into_iter().next() {
            Some(there) => VaultToken {
                token,
                deleted_at: None,
                ..there
            },
            None => VaultToken::new(self.new_id(), token, Origin::Offline, now),
        };
        let id = token.id.clone();
        self.put(vec![token], Vec::new()).await?;
        Ok(Added::New(id))
    }

    /// Changes names, note, tags and pin. The names of a registered token stay the server's.
    pub async fn edit(&self, id: &TokenId, edit: Edit) -> Result<(), VaultError> {
        self.change(slice::from_ref(id), &mut |token| {
            let names = &mut token.token;
            let same = names.issuer == edit.issuer && names.account_name == edit.account_name;
            if !same && matches!(token.origin, Origin::Registered(_)) {
                return Err(VaultError::Registered);
            }
            names.issuer.clone_from(&edit.issuer);
            names.account_name.clone_from(&edit.account_name);
            token.note.clone_from(&edit.note);
            token.tags = tidy_tags(&edit.tags);
            token.pinned = edit.pinned;
            Ok(())
        })
        .await
    }

    /// Moves a counter token to its next code. The code is to be shown only after this.
    pub async fn advance_counter(&self, id: &TokenId) -> Result<(), VaultError> {
        self.change(
            slice::from_ref(id),
            &mut |token| match &mut token.token.kind {
                Kind::Hotp { counter, .. } => {
                    *counter = counter.saturating_add(1);
                    Ok(())
                }
                Kind::Totp { .. } | Kind::Steam => Err(VaultError::NoCounter),
            },
        )
        .await
    }

    /// Deletes a record that cannot be read, for good.
    pub async fn discard(&self, id: &RecordId) -> Result<(), VaultError> {
        let _through = self.enter().await?;
        let batch = Batch {
            delete: vec![id.clone()],
            ..Batch::default()
        };
        self.commit(batch).await?;
        self.remember(|inner| inner.damaged.retain(|record| record.id != *id));
        Ok(())
    }

    /// Changes tokens, all or none: first in the store, then in memory.
    async fn change(
        &self,
        ids: &[TokenId],
        change: &mut dyn FnMut(&mut VaultToken) -> Result<(), VaultError>,
    ) -> Result<(), VaultError> {
        let _through = self.enter().await?;
        let mut tries = commit::TRIES;
        loop {
            let mut changed = Vec::new();
            for id in ids {
                let mut token = self.lookup(id).ok_or(VaultError::Unknown)?;
                change(&mut token)?;
                changed.push(token);
            }
            tries -= 1;
            match self.put(changed, Vec::new()).await {
                // Changed once more, on top of what the other tab has made of them.
                Err(VaultError::Store(StoreError::Stale)) if tries > 0 => {}
                result => return result,
            }
        }
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
        self.commit(batch).await?;
        self.remember(|inner| {
            let gone = |token: &VaultToken| delete.contains(&token.id);
            inner.tokens.retain(|token| !gone(token));
            inner.trash.retain(|token| !gone(token));
            for token in put {
                inner.set(token);
            }
        });
        Ok(())
    }

    /// Changes what is in memory, unless the vault was closed meanwhile: then what was written is
    /// written, and stays out of memory.
    fn remember(&self, change: impl FnOnce(&mut Inner)) {
        if self.key.borrow().is_some() {
            let mut inner = self.inner.borrow_mut();
            inner.changes += 1;
            change(&mut inner);
        }
    }

    fn new_id(&self) -> TokenId {
        let mut bytes = [0; 16];
        self.ports.entropy().fill(&mut bytes);
        TokenId::from_random(bytes)
    }
}

/// Whether two tokens make the same codes. A counter counts as the same wherever it stands.
pub(crate) fn same_codes(a: &Token, b: &Token) -> bool {
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
