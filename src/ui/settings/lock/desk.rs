use countersign_core::SecretText;
use countersign_core::lock::{
    Attempt, LockError, NewSecret, RecoveryCode, Refusal, SlotKind, Standing,
};
use leptos::prelude::*;

use crate::i18n::LockTexts;
use crate::runtime::{Allowed, NewKey, Runtime, Seen};
use crate::ui::App;
use crate::ui::lock::{lock_error_text, refusal_text};

/// Where the page is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Overview,
    /// Unlocking before a change.
    Prove(Change),
    /// A new PIN or passphrase.
    Secret,
    /// A new recovery code.
    Paper,
    /// A new passkey, and whether it was made.
    Passkey(bool),
}

/// What can be changed of a lock that is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Change {
    Secret,
    Recovery,
    Passkey,
    Remove(SlotKind),
    TurnOff,
}

/// What lies on the desk while the lock is being changed. It is cleared after each change, and
/// goes with the page.
#[derive(Clone, Copy)]
pub(super) struct Desk {
    pub(super) app: App,
    pub(super) step: RwSignal<Step>,
    pub(super) standing: RwSignal<Option<Standing>>,
    pub(super) problem: RwSignal<Option<String>>,
    pub(super) refusal: RwSignal<Option<Refusal>>,
    pub(super) busy: RwSignal<bool>,
    allowed: StoredValue<Option<Allowed>, LocalStorage>,
    /// What was typed for a first lock, twice.
    first: StoredValue<Option<(NewSecret, SecretText)>, LocalStorage>,
    pub(super) code: StoredValue<Option<RecoveryCode>, LocalStorage>,
    new_key: StoredValue<Option<NewKey>, LocalStorage>,
}

impl Desk {
    pub(super) fn new(app: App) -> Self {
        let desk = Self {
            app,
            step: RwSignal::new(Step::Overview),
            standing: RwSignal::new(None),
            problem: RwSignal::new(None),
            refusal: RwSignal::new(None),
            busy: RwSignal::new(false),
            allowed: StoredValue::new_local(None),
            first: StoredValue::new_local(None),
            code: StoredValue::new_local(None),
            new_key: StoredValue::new_local(None),
        };
        desk.look();
        desk
    }

    /// Texts also for what is pressed, where no view is being drawn.
    fn words(self) -> &'static LockTexts {
        self.app.known.language.get_untracked().lock()
    }

    pub(super) fn runtime(self) -> Runtime {
        self.app.known.runtime
    }

    /// Whether a lock is set; not before that is known.
    pub(super) fn is_set(self) -> bool {
        self.standing
            .with(|standing| standing.as_ref().is_some_and(Standing::is_locked))
    }

    /// Back to the overview, with an empty desk.
    pub(super) fn reset(self) {
        self.allowed.set_value(None);
        self.first.set_value(None);
        self.code.set_value(None);
        self.new_key.set_value(None);
        self.problem.set(None);
        self.refusal.set(None);
        self.busy.set(false);
        self.step.set(Step::Overview);
        self.look();
    }

    fn look(self) {
        self.runtime().lock_standing(move |found| match found {
            Ok(found) => self.standing.set(Some(found)),
            Err(error) => self.problem.set(Some(lock_error_text(&error, None))),
        });
    }

    /// Begins a change: a lock that is set is opened first.
    pub(super) fn begin(self, change: Change) {
        self.problem.set(None);
        self.step.set(Step::Prove(change));
    }

    pub(super) fn begin_first(self) {
        self.problem.set(None);
        self.step.set(Step::Secret);
    }

    pub(super) fn prove(self, attempt: Attempt, change: Change) {
        self.busy.set(true);
        self.runtime().prove(attempt, move |opened| {
            self.busy.set(false);
            match opened {
                Ok(allowed) => {
                    self.refusal.set(None);
                    self.allowed.set_value(Some(allowed));
                    self.go_on(change);
                }
                Err(refusal) => {
                    self.refusal.set(Some(refusal));
                    self.look();
                }
            }
        });
    }

    fn go_on(self, change: Change) {
        match change {
            Change::Secret => self.step.set(Step::Secret),
            Change::Recovery => self.show_code(),
            Change::Passkey => self.step.set(Step::Passkey(false)),
            Change::Remove(kind) => self.with_allowed(move |by| {
                self.runtime()
                    .remove_slot(by, kind, move |result| self.done(result));
            }),
            Change::TurnOff => self.with_allowed(move |by| {
                self.runtime()
                    .turn_lock_off(by, move |result| self.said(result, self.words().off));
            }),
        }
    }

    fn show_code(self) {
        self.code
            .set_value(Some(self.runtime().new_recovery_code()));
        self.step.set(Step::Paper);
    }

    /// Does something by the slot that was opened.
    fn with_allowed(self, act: impl FnOnce(Allowed)) {
        let allowed = self.allowed.try_get_value().flatten();
        match allowed {
            Some(allowed) => {
                self.busy.set(true);
                act(allowed);
            }
            None => self.reset(),
        }
    }

    /// Takes a new PIN or passphrase. A first one waits for the recovery code.
    pub(super) fn take_secret(self, new: NewSecret, again: SecretText) {
        self.problem.set(None);
        if self.is_set() {
            self.with_allowed(move |by| {
                self.runtime()
                    .change_secret(by, new, again, move |result| self.done(result));
            });
        } else {
            self.first.set_value(Some((new, again)));
            self.show_code();
        }
    }

    /// The PIN or passphrase that waits for the recovery code.
    pub(super) fn waiting_kind(self) -> Option<SlotKind> {
        self.first
            .with_value(|first| first.as_ref().map(|(new, _)| new.kind.slot()))
    }

    /// The recovery code is kept, or none is wanted.
    pub(super) fn take_code(self, wanted: bool) {
        let code = self.code.try_update_value(Option::take).flatten();
        let code = code.filter(|_| wanted);
        match (self.first.try_update_value(Option::take).flatten(), code) {
            (Some((new, again)), code) => {
                self.busy.set(true);
                self.runtime().set_lock(new, again, code, move |result| {
                    self.said(result, self.words().on);
                });
            }
            (None, Some(code)) => self.with_allowed(move |by| {
                self.runtime()
                    .set_recovery(by, code, move |result| self.done(result));
            }),
            (None, None) => self.reset(),
        }
    }

    /// On a tap: makes the passkey.
    pub(super) fn make_passkey(self) {
        self.busy.set(true);
        let name = self.words().passkey_name;
        self.runtime().make_passkey(name, move |made| {
            self.busy.set(false);
            match made {
                Ok(made) => {
                    self.problem.set(None);
                    self.new_key.set_value(Some(made));
                    self.step.set(Step::Passkey(true));
                }
                Err(refusal) => self.problem.set(Some(refusal_text(&refusal, None))),
            }
        });
    }

    /// On a tap: uses the new passkey, and sets it once it has made the same secret twice.
    pub(super) fn try_passkey(self) {
        let Some(new) = self.new_key.try_update_value(Option::take).flatten() else {
            return self.step.set(Step::Passkey(false));
        };
        self.busy.set(true);
        self.runtime().try_passkey(new, move |seen| {
            self.busy.set(false);
            match seen {
                Ok(Seen::Once(new)) => self.new_key.set_value(Some(new)),
                Ok(Seen::Twice(new)) => self.with_allowed(move |by| {
                    self.runtime()
                        .set_passkey(by, new, move |result| self.done(result));
                }),
                Err(refusal) => {
                    self.problem.set(Some(refusal_text(&refusal, None)));
                    self.step.set(Step::Passkey(false));
                }
            }
        });
    }

    fn done(self, result: Result<(), LockError>) {
        self.said(result, self.words().saved);
    }

    fn said(self, result: Result<(), LockError>, text: &'static str) {
        self.busy.set(false);
        match result {
            Ok(()) => {
                self.reset();
                self.app.announcer.toast(text);
            }
            Err(error) => {
                self.reset();
                self.problem.set(Some(lock_error_text(&error, None)));
            }
        }
    }
}
