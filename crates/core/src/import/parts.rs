//! Codes of transfers from Google Authenticator, as they are read one after another.

use countersign_backup::{Damage, Import, PartAdded, TransferPart, TransferParts};

use super::text::{is_link, is_transfer};

/// The transfers that have begun. Nearly always there is one; what belongs to another is kept
/// apart, so that no token is lost.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Transfers {
    transfers: Vec<TransferParts>,
    last: Option<PartAdded>,
}

/// How far the transfers are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TransferView {
    /// Each transfer that has begun.
    pub transfers: Vec<TransferProgress>,
    /// What became of the code that was read last.
    pub last: PartAdded,
}

/// How far one transfer is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TransferProgress {
    /// How many codes were read.
    pub read: u32,
    /// How many there are.
    pub of: u32,
    /// Which are missing, counted from 1 as the app that shows them does.
    pub missing: Vec<u32>,
}

impl Transfers {
    /// Whether a text has codes of transfers and nothing else that is a link to a token.
    pub(super) fn has_codes(text: &str) -> bool {
        let mut links = text
            .lines()
            .map(str::trim)
            .filter(|line| is_link(line))
            .peekable();
        links.peek().is_some() && links.all(is_transfer)
    }

    /// Takes the codes of a text, one on a line. On an error, the ones before it are taken.
    pub(super) fn add(&mut self, text: &str) -> Result<(), Damage> {
        for line in text.lines().map(str::trim) {
            if is_transfer(line) {
                self.take(TransferPart::from_uri(line)?);
            }
        }
        Ok(())
    }

    fn take(&mut self, part: TransferPart) {
        let others = !self.transfers.is_empty();
        let mut added = self
            .transfers
            .iter_mut()
            .map(|transfer| transfer.add(part.clone()));
        let known = added.find(|added| *added != PartAdded::OtherTransfer);
        self.last = Some(known.unwrap_or_else(|| {
            let mut transfer = TransferParts::default();
            let first = transfer.add(part);
            self.transfers.push(transfer);
            if others {
                PartAdded::OtherTransfer
            } else {
                first
            }
        }));
    }

    /// Whether there is anything and nothing of it is missing.
    pub(super) fn are_complete(&self) -> bool {
        !self.transfers.is_empty() && self.transfers.iter().all(TransferParts::is_complete)
    }

    /// The tokens of all codes that were read.
    pub(super) fn into_import(self) -> Import {
        Import::of_transfers(self.transfers)
    }

    pub(super) fn view(&self) -> Option<TransferView> {
        let transfers = self.transfers.iter().map(|transfer| {
            let (read, of) = transfer.progress();
            let missing = transfer.missing_parts();
            TransferProgress {
                read,
                of,
                missing: missing.map(|parts| parts.missing).unwrap_or_default(),
            }
        });
        Some(TransferView {
            transfers: transfers.collect(),
            last: self.last?,
        })
    }
}
