//! What happens when something is done with a token.

use countersign_core::codes::{CodeRow, Undo};
use countersign_core::vault::{Deleted, TokenId, VaultError};
use leptos::prelude::*;

use crate::runtime::Runtime;
use crate::ui::storage_trouble::vault_error_text;
use crate::ui::{App, texts};

/// With so few seconds left, a copied code hardly arrives anywhere.
const HARDLY_ANY_SECONDS: u64 = 3;

/// The app and what it runs on; what an act needs.
#[derive(Clone, Copy)]
pub(super) struct Hands {
    pub(super) app: App,
}

impl Hands {
    pub(super) fn runtime(self) -> Runtime {
        self.app.known.runtime
    }

    /// Copies the code of now, tells so, and offers the next one where this one is about to end.
    pub(super) fn copy(self, row: &CodeRow, copied: impl FnOnce() + 'static) {
        let seconds = row.gauge.map(|gauge| gauge.seconds_left);
        let next = row.next.clone();
        self.runtime().copy(row.code.expose(), move |result| {
            if result.is_err() {
                self.app.announcer.toast(texts().codes().copy_refused);
                return;
            }
            copied();
            match (seconds, next) {
                (Some(seconds), Some(next)) if seconds <= HARDLY_ANY_SECONDS => {
                    self.offer_next(seconds, next.expose().to_owned());
                }
                (Some(seconds), _) => {
                    self.app
                        .announcer
                        .toast((texts().codes().copied_left)(seconds));
                }
                (None, _) => self.app.announcer.toast(texts().codes().copied_toast),
            }
        });
    }

    fn offer_next(self, seconds: u64, next: String) {
        let words = texts().codes();
        let press = move || {
            self.runtime().copy(&next, move |result| {
                let words = texts().codes();
                let text = if result.is_ok() {
                    words.copied_toast
                } else {
                    words.copy_refused
                };
                self.app.announcer.toast(text);
            });
        };
        let text = (words.runs_out)(seconds);
        self.app.announcer.toast_with(text, words.copy_next, press);
    }

    /// Makes the next code of a counter.
    pub(super) fn advance(self, id: TokenId) {
        self.runtime()
            .advance_counter(id, move |result| self.tell_failure(result));
    }

    /// Deletes a token and offers to take that back.
    pub(super) fn delete(self, id: TokenId, title: String) {
        self.runtime().delete_token(id, move |result| match result {
            Ok(deleted) => self.offer_undo(deleted, &title),
            Err(error) => self.app.announcer.toast(vault_error_text(&error)),
        });
    }

    fn offer_undo(self, deleted: Deleted, title: &str) {
        let now = self.app.known.now.get_untracked();
        self.app.keep_undo(Undo::new(deleted, now));
        let press = move || {
            let now = self.app.known.now.get_untracked();
            let Some(deleted) = self.app.take_undo().and_then(|undo| undo.take(now)) else {
                return;
            };
            self.runtime().restore_token(deleted, move |result| {
                self.tell_failure(result.map_err(|(_, error)| error));
            });
        };
        let text = (texts().codes().deleted)(title);
        self.app
            .announcer
            .toast_with(text, texts().shell().undo, press);
    }

    /// What the person wrote about a token.
    pub(super) fn note_of(self, id: &TokenId) -> String {
        let tokens = self.runtime().tokens.read_untracked();
        let token = tokens.iter().find(|token| token.id == *id);
        token.map(|token| token.note.clone()).unwrap_or_default()
    }

    /// Says what could not be done.
    pub(super) fn tell_failure(self, result: Result<(), VaultError>) {
        if let Err(error) = result {
            self.app.announcer.toast(vault_error_text(&error));
        }
    }
}
