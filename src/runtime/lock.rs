//! The lock: whether the vault is open, and when it closes by itself. What opens it is a part of
//! its own (`locksmith`).

use core::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use countersign_core::Timestamp;
use countersign_core::lock::{Effect, Event, Lock, LockAfter, State};
use countersign_core::ports::{Clock, SealError};
use countersign_core::sign_in::Phase;
use countersign_core::vault::{MetaKey, Vault, VaultError};
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::engine::{Engine, OpenVault, show};
use super::{Flow, VaultState, locksmith};
use crate::platform::{BrowserClock, Listener, presence};

/// Other tabs are told at most this often that this one is used.
const TELL_MILLIS: i64 = 5000;

/// What carries the lock.
pub(super) struct Locking {
    flow: Flow<Lock>,
    /// A vault that was opened and not taken yet.
    opened: RefCell<Option<OpenVault>>,
    used: Cell<Timestamp>,
    told_used: Cell<Timestamp>,
    /// How often the app had been locked when this tab was opened.
    locks: RefCell<Option<String>>,
}

impl Locking {
    pub(super) fn new(engine: &Weak<Engine>) -> Self {
        let engine = engine.clone();
        let flow = Flow::new(Lock::default(), move |_, effect| {
            if let Some(engine) = engine.upgrade() {
                engine.perform(effect);
            }
        });
        Self {
            flow,
            opened: RefCell::default(),
            used: Cell::new(BrowserClock.now()),
            told_used: Cell::default(),
            locks: RefCell::new(presence::locks()),
        }
    }

    /// When the app was last used, in this tab or another.
    fn last_used(&self) -> Timestamp {
        let here = self.used.get();
        presence::last_used().map_or(here, |there| there.max(here))
    }
}

impl Engine {
    /// Hears when the app is used.
    pub(super) fn listen_to_use(self: &Rc<Self>) -> Vec<Listener> {
        let used = self.handler(|engine: &Rc<Self>, ()| engine.used());
        presence::on_use(move || used(()))
    }

    fn used(&self) {
        let (now, lock) = (BrowserClock.now(), &self.lock);
        lock.used.set(now);
        if now.millis_since(lock.told_used.get()).abs() >= TELL_MILLIS {
            lock.told_used.set(now);
            presence::tell_used(now);
        }
    }

    /// The page is hidden or shown again.
    pub(super) fn seen_or_not(&self, visible: bool) {
        if visible {
            if presence::locks() != *self.lock.locks.borrow() {
                self.lock_changed();
            }
            let used = self.lock.last_used();
            self.tell_lock(Event::Shown { used });
        } else {
            self.tell_lock(Event::Hidden);
        }
        presence::blank(!visible);
    }

    /// Another tab has locked, set a lock, or turned it off.
    pub(super) fn lock_changed(&self) {
        self.tell_lock(Event::ChangedElsewhere);
    }

    /// Tells the lock what happens, and shows what follows.
    pub(super) fn tell_lock(&self, event: Event) {
        self.lock.flow.send(event);
        self.lock.flow.watch().with_untracked(|lock| {
            let Some(lock) = lock else { return };
            show(&self.seen.lock, lock.state().clone());
            show(&self.seen.lock_after, lock.after());
            if matches!(lock.state(), State::Locked(_) | State::Opening(_)) {
                show(&self.seen.vault, VaultState::Locked);
            }
        });
    }

    fn perform(self: &Rc<Self>, effect: Effect) {
        let engine = Rc::clone(self);
        match effect {
            Effect::Ask => spawn_local(async move { engine.ask_for_vault().await }),
            Effect::Open(ticket, attempt) => spawn_local(async move {
                let tried = match locksmith::open(Rc::clone(&engine), attempt).await {
                    Ok(opening) => opening.await,
                    Err(_) => Err(locksmith::not_arrived()),
                };
                engine.tell_lock(match tried {
                    Ok(vault) => {
                        *engine.lock.opened.borrow_mut() = Some(Rc::new(vault));
                        Event::Opened(ticket)
                    }
                    Err(refusal) => Event::Refused(ticket, refusal),
                });
                // What the lock has not taken came too late.
                engine.lock.opened.take();
            }),
            Effect::Take => {
                if let Some(vault) = self.lock.opened.take() {
                    *self.lock.locks.borrow_mut() = presence::locks();
                    self.used();
                    self.take_vault(&vault);
                }
            }
            Effect::Drop { tell } => self.drop_vault(tell),
            Effect::WakeAt(at, ticket) => self.wakes.at(at, move || {
                let used = engine.lock.last_used();
                engine.tell_lock(Event::Woke(ticket, used));
            }),
        }
    }

    /// Opens the vault by the device slot, or finds that a lock is set.
    pub(super) async fn ask_for_vault(&self) {
        let found = match Vault::open(Rc::clone(&self.ports)).await {
            Ok(vault) => {
                *self.lock.opened.borrow_mut() = Some(Rc::new(vault));
                Event::Found { locked: false }
            }
            Err(VaultError::Seal(SealError::Locked)) => Event::Found { locked: true },
            Err(error) => return self.seen.vault.set(VaultState::Failed(error)),
        };
        self.tell_lock(found);
        self.lock.opened.take();
    }

    /// Forgets the vault, its key, the sign-in, and everything that is shown of them.
    fn drop_vault(&self, tell: bool) {
        if let Some(vault) = self.stop_vault() {
            vault.close();
        }
        let seen = &self.seen;
        seen.vault.set(VaultState::Opening);
        seen.tokens.set(Vec::new());
        seen.trash.set(Vec::new());
        seen.damaged.set(Vec::new());
        seen.sign_in_begun.set(false);
        seen.phase.set(Phase::default());
        seen.user_name.set(String::new());
        if tell {
            presence::count_lock();
            *self.lock.locks.borrow_mut() = presence::locks();
            self.ports.tell_lock();
        }
    }

    /// Tells the lock when it is to lock, as the vault keeps it.
    pub(super) fn read_lock_after(&self, vault: &OpenVault) {
        let after: LockAfter = vault.words(MetaKey::LockAfter).unwrap_or_default();
        self.tell_lock(Event::After(after));
    }
}
