//! What people do with tokens that they have: tags, pins, order, use, and the trash. Each is one
//! commit, however many tokens it is done to, and changes all of them or none.

use countersign_otp::Kind;
use countersign_protocol::Timestamp;

use super::{OrderKey, TokenId, Vault, VaultError, VaultToken, same_codes};
use crate::ports::Ports;

/// For so many days a token in the trash can be restored.
pub const TRASH_DAYS: i64 = 30;
const DAY_MILLIS: i64 = 86_400_000;
/// No tag is longer, in characters, and no token has more.
const TAG_LENGTH: usize = 40;
const TAGS: usize = 20;

/// Where a token is moved to in the manual order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// Right before this one.
    Before(TokenId),
    /// Right after this one.
    After(TokenId),
}

impl VaultToken {
    /// Whether it was thrown away and can still be restored.
    pub fn is_in_trash(&self) -> bool {
        self.deleted_at.is_some()
    }

    /// Whole days until a token in the trash is gone, rounded up, at most [`TRASH_DAYS`]; nothing
    /// for all others.
    pub fn days_left(&self, now: Timestamp) -> Option<u64> {
        let whole = TRASH_DAYS * DAY_MILLIS;
        let left = gone_at(self.deleted_at?).millis_since(now);
        let millis = left.clamp(0, whole);
        u64::try_from(millis)
            .ok()
            .map(|millis| millis.div_ceil(DAY_MILLIS.unsigned_abs()))
    }
}

fn gone_at(deleted_at: Timestamp) -> Timestamp {
    deleted_at.plus_millis(TRASH_DAYS * DAY_MILLIS)
}

/// Tags as they are kept: without spaces around them, none empty, none twice (whatever its case),
/// none of more than 40 characters, at most 20.
pub fn tidy_tags<T: AsRef<str>>(tags: impl IntoIterator<Item = T>) -> Vec<String> {
    let mut tidy: Vec<String> = Vec::new();
    for tag in tags {
        let words: Vec<_> = tag.as_ref().split_whitespace().collect();
        let tag: String = words.join(" ").chars().take(TAG_LENGTH).collect();
        let tag = tag.trim_end();
        let known = |there: &String| there.to_lowercase() == tag.to_lowercase();
        if !tag.is_empty() && tidy.len() < TAGS && !tidy.iter().any(known) {
            tidy.push(tag.to_owned());
        }
    }
    tidy
}

impl<P: Ports> Vault<P> {
    /// Adds some tags to each of these tokens and takes others away.
    ///
    /// # Errors
    /// If one is unknown, or the store or the sealer fails.
    pub async fn tag(
        &self,
        ids: &[TokenId],
        add: &[String],
        remove: &[String],
    ) -> Result<(), VaultError> {
        self.change(ids, &mut |token| {
            let kept = token.tags.iter().filter(|tag| !remove.contains(tag));
            token.tags = tidy_tags(kept.chain(add));
            Ok(())
        })
        .await
    }

    /// Puts these tokens before the others, or no longer.
    ///
    /// # Errors
    /// If one is unknown, or the store or the sealer fails.
    pub async fn pin(&self, ids: &[TokenId], pinned: bool) -> Result<(), VaultError> {
        self.change(ids, &mut |token| {
            token.pinned = pinned;
            Ok(())
        })
        .await
    }

    /// Moves a token in the manual order of the tokens that are not in the trash.
    ///
    /// # Errors
    /// If one is unknown, or the store or the sealer fails.
    pub async fn place(&self, id: &TokenId, place: &Place) -> Result<(), VaultError> {
        let key = self.with_tokens(|tokens| key_at(tokens, id, place));
        let key = key.ok_or(VaultError::Unknown)?;
        self.change(core::slice::from_ref(id), &mut |token| {
            token.order.clone_from(&key);
            Ok(())
        })
        .await
    }

    /// Counts the uses of codes, by the device's clock. What is not there any more is passed over.
    ///
    /// # Errors
    /// If the store or the sealer fails.
    pub async fn note_uses(&self, uses: &[(TokenId, Timestamp)]) -> Result<(), VaultError> {
        let mut ids: Vec<TokenId> = Vec::new();
        for (id, _) in uses {
            if !ids.contains(id) && self.lookup(id).is_some() {
                ids.push(id.clone());
            }
        }
        self.change(&ids, &mut |token| {
            for (_, at) in uses.iter().filter(|(id, _)| *id == token.id) {
                token.uses = token.uses.saturating_add(1);
                token.last_used_at = token.last_used_at.max(Some(*at));
            }
            Ok(())
        })
        .await
    }

    /// Sets the counter of a token.
    ///
    /// # Errors
    /// If it has none or is unknown, or the store or the sealer fails.
    pub async fn set_counter(&self, id: &TokenId, to: u64) -> Result<(), VaultError> {
        self.change(core::slice::from_ref(id), &mut |token| {
            match &mut token.token.kind {
                Kind::Hotp { counter, .. } => *counter = to,
                Kind::Totp { .. } | Kind::Steam => return Err(VaultError::NoCounter),
            }
            Ok(())
        })
        .await
    }

    /// Throws tokens away, from where they can be restored for [`TRASH_DAYS`] days.
    ///
    /// # Errors
    /// If one is unknown or a registered token, or the store or the sealer fails.
    pub async fn trash(&self, ids: &[TokenId], now: Timestamp) -> Result<(), VaultError> {
        self.change(ids, &mut |token| throw_away(token, now)).await
    }

    /// Takes tokens out of the trash again.
    ///
    /// # Errors
    /// If one is unknown, or the store or the sealer fails.
    pub async fn restore(&self, ids: &[TokenId]) -> Result<(), VaultError> {
        self.change(ids, &mut |token| {
            token.deleted_at = None;
            Ok(())
        })
        .await
    }

    /// Deletes tokens for good, whether or not they are in the trash.
    ///
    /// # Errors
    /// If one is unknown, or the store fails.
    pub async fn delete(&self, ids: &[TokenId]) -> Result<(), VaultError> {
        let _through = self.enter().await?;
        if ids.iter().any(|id| self.lookup(id).is_none()) {
            return Err(VaultError::Unknown);
        }
        self.put(Vec::new(), ids.to_vec()).await
    }

    /// Deletes for good what has been in the trash for [`TRASH_DAYS`] days.
    ///
    /// # Errors
    /// If the store fails; then everything is still there.
    pub async fn purge(&self, now: Timestamp) -> Result<(), VaultError> {
        let is_gone = |token: &VaultToken| token.deleted_at.is_some_and(|at| gone_at(at) <= now);
        let gone: Vec<_> = self.in_trash(|token| is_gone(token).then(|| token.id.clone()));
        if gone.is_empty() {
            return Ok(());
        }
        self.delete(&gone).await
    }

    /// Makes one token of several that make the same codes. The first keeps its names and gets the
    /// notes, tags and uses of the others, which go into the trash.
    ///
    /// # Errors
    /// If one is unknown or a registered token, if one makes other codes
    /// ([`VaultError::Different`]), or if the store or the sealer fails.
    pub async fn merge(
        &self,
        keep: &TokenId,
        others: &[TokenId],
        now: Timestamp,
    ) -> Result<(), VaultError> {
        let _through = self.enter().await?;
        let mut kept = self.lookup(keep).ok_or(VaultError::Unknown)?;
        let mut changed = Vec::new();
        for id in others.iter().filter(|id| *id != keep) {
            let mut other = self.lookup(id).ok_or(VaultError::Unknown)?;
            if !same_codes(&kept.token, &other.token) {
                return Err(VaultError::Different);
            }
            absorb(&mut kept, &other);
            throw_away(&mut other, now)?;
            changed.push(other);
        }
        changed.push(kept);
        self.put(changed, Vec::new()).await
    }
}

fn throw_away(token: &mut VaultToken, now: Timestamp) -> Result<(), VaultError> {
    if token.registration().is_some() {
        return Err(VaultError::Registered);
    }
    token.deleted_at = Some(now);
    Ok(())
}

/// Adds what another token of the same codes has.
fn absorb(kept: &mut VaultToken, other: &VaultToken) {
    if !other.note.is_empty() && !kept.note.contains(&other.note) {
        let notes = [kept.note.as_str(), &other.note];
        kept.note = notes.join(if kept.note.is_empty() { "" } else { "\n" });
    }
    kept.tags = tidy_tags(kept.tags.iter().chain(&other.tags));
    kept.pinned |= other.pinned;
    kept.added_at = kept.added_at.min(other.added_at);
    kept.uses = kept.uses.saturating_add(other.uses);
    kept.last_used_at = kept.last_used_at.max(other.last_used_at);
    if let (Kind::Hotp { counter, .. }, Kind::Hotp { counter: there, .. }) =
        (&mut kept.token.kind, other.token.kind)
    {
        // A code that was used already is refused; one further on is found by looking ahead.
        *counter = (*counter).max(there);
    }
}

/// The key of that place among the others.
fn key_at(tokens: &[VaultToken], id: &TokenId, place: &Place) -> Option<OrderKey> {
    let (Place::Before(other) | Place::After(other)) = place;
    let mut others: Vec<_> = tokens.iter().filter(|token| token.id != *id).collect();
    others.sort_by(|a, b| (&a.order, &a.id).cmp(&(&b.order, &b.id)));
    let at = others.iter().position(|token| token.id == *other)?;
    let here = &others.get(at)?.order;
    let next_to = |at: Option<usize>| Some(&others.get(at?)?.order);
    Some(match place {
        Place::Before(_) => match next_to(at.checked_sub(1)) {
            Some(previous) => previous.between(here),
            None => here.before(),
        },
        Place::After(_) => match next_to(at.checked_add(1)) {
            Some(next) => here.between(next),
            None => here.after(),
        },
    })
}

#[cfg(test)]
mod tests {
    use countersign_otp::Token;
    use countersign_protocol::Timestamp;
    use proptest::prelude::*;

    use super::{absorb, tidy_tags};
    use crate::ports::RecordId;
    use crate::vault::{Origin, VaultToken};

    fn tokens() -> impl Strategy<Value = Vec<VaultToken>> {
        let tags = proptest::collection::vec("[abİı]{1,2}", 0..4);
        let one = (0_u64..50, 0_i64..9, tags, "[xy]{0,3}", any::<bool>());
        let one = one.prop_map(|(uses, second, tags, note, pinned)| {
            let uri = "otpauth://totp/x?secret=JBSWY3DPEHPK3PXP";
            let id = RecordId::from_random([7; 16]);
            let token = Token::from_uri(uri).unwrap();
            let added_at = Timestamp::from_seconds(second);
            VaultToken {
                uses,
                last_used_at: (uses > 0).then_some(added_at),
                tags: tidy_tags(tags),
                note,
                pinned,
                ..VaultToken::new(id, token, Origin::Offline, added_at)
            }
        });
        proptest::collection::vec(one, 1..6)
    }

    proptest! {
        #[test]
        fn nothing_of_what_becomes_one_is_lost(tokens in tokens()) {
            let mut kept = tokens[0].clone();
            for other in &tokens[1..] {
                absorb(&mut kept, other);
            }
            let uses: u64 = tokens.iter().map(|token| token.uses).sum();
            prop_assert_eq!(kept.uses, uses);
            prop_assert_eq!(kept.last_used_at, tokens.iter().map(|t| t.last_used_at).max().unwrap());
            prop_assert_eq!(kept.pinned, tokens.iter().any(|token| token.pinned));
            prop_assert_eq!(Some(kept.added_at), tokens.iter().map(|t| t.added_at).min());
            for token in &tokens {
                prop_assert!(kept.note.contains(&token.note));
                let has = |tag: &String| kept.tags.iter().any(|t| t.to_lowercase() == tag.to_lowercase());
                prop_assert!(token.tags.iter().all(has));
            }
            prop_assert_eq!(tidy_tags(&kept.tags), kept.tags);
        }
    }
}
