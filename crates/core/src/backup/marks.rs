use countersign_backup::KeptToken;
use countersign_otp::{Kind, Token};

use crate::vault::VaultToken;

/// Tells whether a token is still what it was: whose codes it makes, and what is kept with it.
///
/// These are FNV-1a hashes of 64 bits. They only have to notice that somebody edited a token, not
/// to withstand anybody, since they are kept sealed with the key of the tokens themselves. A
/// counter, the order and the uses are not part of them: they move by themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Mark {
    /// Secret, type and parameters.
    pub(super) who: u64,
    /// Names, note, tags and whether it is pinned.
    pub(super) what: u64,
}

/// What a mark is made of, wherever the token is.
struct Marked<'a> {
    token: &'a Token,
    note: &'a str,
    tags: &'a [String],
    pinned: bool,
}

impl<'a> From<&'a KeptToken> for Marked<'a> {
    fn from(kept: &'a KeptToken) -> Self {
        Self {
            token: &kept.token,
            note: &kept.details.note,
            tags: &kept.details.tags,
            pinned: kept.details.pinned,
        }
    }
}

impl<'a> From<&'a VaultToken> for Marked<'a> {
    fn from(token: &'a VaultToken) -> Self {
        Self {
            token: &token.token,
            note: &token.note,
            tags: &token.tags,
            pinned: token.pinned,
        }
    }
}

impl Mark {
    fn new(marked: &Marked<'_>) -> Self {
        Self {
            who: who(marked.token),
            what: what(marked),
        }
    }

    pub(super) fn of(kept: &KeptToken) -> Self {
        Self::new(&kept.into())
    }
}

/// The marks of what is in a file and not in the trash, each maker of codes once, in order.
pub(super) fn marks_of_file<'a>(tokens: impl IntoIterator<Item = &'a KeptToken>) -> Vec<Mark> {
    let live = tokens.into_iter().filter(|kept| !kept.details.trashed);
    in_order(live.map(Mark::of))
}

/// The same of what is in the vault and may leave it.
pub(super) fn marks_of_vault(tokens: &[VaultToken]) -> Vec<Mark> {
    let live = tokens
        .iter()
        .filter(|token| token.registration().is_none() && !token.is_in_trash());
    in_order(live.map(|token| Mark::new(&token.into())))
}

fn in_order(marks: impl Iterator<Item = Mark>) -> Vec<Mark> {
    let mut marks: Vec<_> = marks.collect();
    marks.sort_unstable();
    marks.dedup_by_key(|mark| mark.who);
    marks
}

fn who(token: &Token) -> u64 {
    let mut hash = Fnv::default();
    hash.add(token.secret.expose_bytes());
    match token.kind {
        Kind::Totp {
            algorithm,
            digits,
            period,
        } => {
            hash.add(algorithm.name().as_bytes());
            hash.add(&[0, digits.get()]);
            hash.add(&period.seconds().to_be_bytes());
        }
        Kind::Hotp {
            algorithm, digits, ..
        } => {
            hash.add(algorithm.name().as_bytes());
            hash.add(&[1, digits.get()]);
        }
        Kind::Steam => hash.add(&[2]),
    }
    hash.0
}

fn what(marked: &Marked<'_>) -> u64 {
    let mut hash = Fnv::default();
    hash.add(marked.token.issuer.as_bytes());
    hash.add(marked.token.account_name.as_bytes());
    hash.add(marked.note.as_bytes());
    hash.add(&[u8::from(marked.pinned)]);
    let mut tags: Vec<_> = marked.tags.iter().collect();
    tags.sort_unstable();
    for tag in tags {
        hash.add(tag.as_bytes());
    }
    hash.0
}

/// FNV-1a with 64 bits over pieces, each with its length before it.
struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Fnv {
    fn add(&mut self, piece: &[u8]) {
        let length = (piece.len() as u64).to_be_bytes();
        for byte in length.iter().chain(piece) {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
}
