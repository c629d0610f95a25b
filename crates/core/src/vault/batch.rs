//! Several changes as one: looked at, written in one commit, taken back in one.

use std::collections::{BTreeMap, HashSet};

use countersign_otp::{Kind, Token};
use countersign_protocol::Timestamp;

use super::{Origin, TokenId, Vault, VaultError, VaultToken};
use crate::ports::Ports;

/// What is to be done together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Offline tokens to add, in this order.
    pub add: Vec<NewToken>,
    /// Offline tokens that are there and are to be otherwise.
    pub revise: Vec<Revision>,
}

/// An offline token to add, with what is known of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewToken {
    /// Names, secret and parameters.
    pub token: Token,
    /// What is written about it; may be empty.
    pub note: String,
    /// What it is found by, as [`super::tidy_tags`] has it.
    pub tags: Vec<String>,
    /// Whether it stands before the others.
    pub pinned: bool,
    /// How often its code was taken.
    pub uses: u64,
    /// When its code was last taken.
    pub last_used_at: Option<Timestamp>,
    /// When it was thrown away, while it can still be restored.
    pub deleted_at: Option<Timestamp>,
}

/// A token as it was looked at, and as it is to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revision {
    /// As it was looked at.
    pub before: VaultToken,
    /// As it is to be; id and origin stay.
    pub after: VaultToken,
}

/// Changes that are written: what taking them back needs. Holds secrets; drop it when its time is
/// over.
#[derive(Debug, PartialEq, Eq)]
pub struct Applied {
    added: Vec<VaultToken>,
    revised: Vec<Revision>,
}

impl<P: Ports> Vault<P> {
    /// Writes all changes in one commit.
    ///
    /// # Errors
    /// [`VaultError::Changed`] if a token is no longer as it was looked at, or one that is to be
    /// added is there by now; [`VaultError::Registered`] for a registered one; or if the store or
    /// the sealer fails. Then nothing is changed.
    pub async fn apply(&self, changes: Changes, now: Timestamp) -> Result<Applied, VaultError> {
        let _through = self.enter().await?;
        self.check(&changes)?;
        // A millisecond apart, so that they stand in the order they came in.
        let added = (0..).zip(changes.add).map(|(place, new)| VaultToken {
            note: new.note,
            tags: new.tags,
            pinned: new.pinned,
            uses: new.uses,
            last_used_at: new.last_used_at,
            deleted_at: new.deleted_at,
            ..VaultToken::new(
                self.new_id(),
                new.token,
                Origin::Offline,
                now.plus_millis(place),
            )
        });
        let applied = Applied {
            added: added.collect(),
            revised: changes.revise,
        };
        let revised = applied.revised.iter().map(|revision| &revision.after);
        let put = applied.added.iter().chain(revised).cloned().collect();
        self.put(put, Vec::new()).await?;
        Ok(applied)
    }

    /// Takes changes back in one commit: everything is exactly as it was before them. On failure
    /// they come back with the error.
    ///
    /// # Errors
    /// [`VaultError::Changed`] if one of these tokens was changed since, or if the store or the
    /// sealer fails. Then nothing is changed.
    pub async fn revert(&self, applied: Applied) -> Result<(), (Applied, VaultError)> {
        let _through = match self.enter().await {
            Ok(through) => through,
            Err(error) => return Err((applied, error)),
        };
        let revised = applied.revised.iter().map(|revision| &revision.after);
        if !self.are_there(applied.added.iter().chain(revised)) {
            return Err((applied, VaultError::Changed));
        }
        let before = applied.revised.iter().map(|revision| &revision.before);
        let before = before.cloned().collect();
        let added = applied.added.iter().map(|token| token.id.clone());
        match self.put(before, added.collect()).await {
            Ok(()) => Ok(()),
            Err(error) => Err((applied, error)),
        }
    }

    fn check(&self, changes: &Changes) -> Result<(), VaultError> {
        let is_bound = |revision: &Revision| {
            let (before, after) = (&revision.before, &revision.after);
            let same = before.id == after.id && before.origin == after.origin;
            !same || before.registration().is_some()
        };
        if changes.revise.iter().any(is_bound) {
            return Err(VaultError::Registered);
        }
        let revised = changes.revise.iter().map(|revision| &revision.before);
        if !self.are_there(revised) {
            return Err(VaultError::Changed);
        }
        let inner = self.inner.borrow();
        let there = inner.tokens.iter().chain(&inner.trash);
        let there = there.map(|there| Codes::of(&there.token));
        let mut known: HashSet<_> = there.collect();
        let mut new = changes.add.iter().map(|new| Codes::of(&new.token));
        if new.all(|codes| known.insert(codes)) {
            Ok(())
        } else {
            Err(VaultError::Changed)
        }
    }

    /// Whether these tokens are in the vault exactly so.
    fn are_there<'a>(&self, tokens: impl Iterator<Item = &'a VaultToken>) -> bool {
        let inner = self.inner.borrow();
        let all = inner.tokens.iter().chain(&inner.trash);
        let there: BTreeMap<&TokenId, &VaultToken> = all.map(|there| (&there.id, there)).collect();
        tokens
            .into_iter()
            .all(|token| there.get(&token.id) == Some(&token))
    }
}

/// What the codes of a token depend on, without where a counter stands.
#[derive(PartialEq, Eq, Hash)]
struct Codes<'a> {
    secret: &'a [u8],
    /// Type, hash function, digits, period.
    parameters: (u8, &'static str, u8, u32),
}

impl<'a> Codes<'a> {
    fn of(token: &'a Token) -> Self {
        let parameters = match token.kind {
            Kind::Totp {
                algorithm,
                digits,
                period,
            } => (0, algorithm.name(), digits.get(), period.seconds()),
            Kind::Hotp {
                algorithm, digits, ..
            } => (1, algorithm.name(), digits.get(), 0),
            Kind::Steam => (2, "", 0, 0),
        };
        Self {
            secret: token.secret.expose_bytes(),
            parameters,
        }
    }
}
