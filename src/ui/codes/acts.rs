//! What happens when something is done with a token.

use countersign_core::codes::Reading;
use countersign_core::vault::{TokenId, VaultError, VaultToken};
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

    /// Copies a code, tells so, and offers the next one where this one is about to end.
    pub(super) fn copy(self, id: &TokenId, reading: Reading, copied: impl FnOnce() + 'static) {
        let (id, noted) = (id.clone(), id.clone());
        let seconds = reading.gauge.map(|gauge| gauge.seconds_left);
        self.runtime().copy(reading.code.expose(), move |result| {
            if result.is_err() {
                self.app.announcer.toast(texts().codes().copy_refused);
                return;
            }
            self.runtime().note_use(id);
            copied();
            match (seconds, reading.next) {
                (Some(seconds), Some(next)) if seconds <= HARDLY_ANY_SECONDS => {
                    self.offer_next(noted, seconds, next.expose().to_owned());
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

    fn offer_next(self, id: TokenId, seconds: u64, next: String) {
        let words = texts().codes();
        let press = move || self.copy_next(&id, &next);
        let text = (words.runs_out)(seconds);
        self.app.announcer.toast_with(text, words.copy_next, press);
    }

    /// Copies the code after the one of now, and tells so.
    pub(super) fn copy_next(self, id: &TokenId, next: &str) {
        let id = id.clone();
        self.runtime().copy(next, move |result| {
            let words = texts().codes();
            if result.is_err() {
                return self.app.announcer.toast(words.copy_refused);
            }
            self.runtime().note_use(id);
            self.app.announcer.toast(words.copied_toast);
        });
    }

    /// Makes the next code of a counter.
    pub(super) fn advance(self, id: TokenId) {
        self.runtime()
            .advance_counter(id, move |result| self.tell_failure(result));
    }

    /// A token as it is kept.
    pub(super) fn token(self, id: &TokenId) -> Option<VaultToken> {
        let tokens = self.runtime().tokens.read_untracked();
        tokens.iter().find(|token| token.id == *id).cloned()
    }

    /// Says what could not be done.
    pub(super) fn tell_failure(self, result: Result<(), VaultError>) {
        if let Err(error) = result {
            self.app.announcer.toast(vault_error_text(&error));
        }
    }
}
