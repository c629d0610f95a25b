//! What runs behind the views: the vault, the sign-in, and what the browser tells.

use core::cell::RefCell;
use std::rc::Rc;

use countersign_core::Timestamp;
use countersign_core::codes::Showing;
use countersign_core::lock::{LockAfter, State as LockState};
use countersign_core::ports::{Clock, SealError, StoreError};
use countersign_core::sign_in::{Announcement, Event, Phase};
use countersign_core::vault::{DamagedRecord, MetaKey, TokenId, Vault, VaultError, VaultToken};
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::clock::Ticking;
use super::lock::Locking;
use super::online::{self, SignInFlow};
use super::wake::Wakes;
use super::{VaultState, WaitingVersion};
use crate::platform::storage::{self, Standing};
use crate::platform::updates::{self, UpdateNews};
use crate::platform::{BrowserClock, BrowserPorts, Listener, StorageNotice, network, page, timers};

/// Hears what is to be told in passing.
type Tell<T> = RefCell<Option<Rc<dyn Fn(T)>>>;

/// What runs behind the views.
pub(super) struct Engine {
    /// The owner under which views are called back.
    owner: Owner,
    pub(super) ports: Rc<BrowserPorts>,
    open: RefCell<Option<OpenVault>>,
    sign_in: RefCell<Beginning>,
    pub(super) lock: Locking,
    pub(super) clock: Ticking,
    pub(super) seen: Seen,
    pub(super) announce: Tell<Announcement>,
    pub(super) update_news: Tell<UpdateNews>,
    pub(super) wakes: Wakes,
    /// Uses of codes that have not been written down yet.
    pub(super) uses: RefCell<Vec<(TokenId, Timestamp)>>,
    listeners: RefCell<Vec<Listener>>,
}

/// The vault once it is open.
pub(super) type OpenVault = Rc<Vault<BrowserPorts>>;

/// Whether the sign-in has begun.
#[derive(Clone, Default)]
enum Beginning {
    /// Nobody has needed it yet.
    #[default]
    NotYet,
    /// It begins as soon as the vault is open.
    Wanted,
    /// Its code is on the way.
    Coming,
    /// It runs.
    Begun(Rc<dyn SignInFlow>),
}

/// What views watch.
#[derive(Default)]
pub(super) struct Seen {
    pub(super) online: ArcRwSignal<bool>,
    pub(super) vault: ArcRwSignal<VaultState>,
    pub(super) tokens: ArcRwSignal<Vec<VaultToken>>,
    pub(super) trash: ArcRwSignal<Vec<VaultToken>>,
    pub(super) changes: ArcRwSignal<u64>,
    pub(super) damaged: ArcRwSignal<Vec<DamagedRecord>>,
    pub(super) showing: ArcRwSignal<Showing>,
    pub(super) wide: ArcRwSignal<bool>,
    pub(super) server_name: ArcRwSignal<Option<String>>,
    pub(super) user_name: ArcRwSignal<String>,
    pub(super) phase: ArcRwSignal<Phase>,
    pub(super) sign_in_begun: ArcRwSignal<bool>,
    pub(super) clock_offset: ArcRwSignal<Option<i64>>,
    pub(super) lock: ArcRwSignal<LockState>,
    pub(super) lock_after: ArcRwSignal<LockAfter>,
    pub(super) update: ArcRwSignal<WaitingVersion>,
    pub(super) clock_measured: ArcRwSignal<Option<Timestamp>>,
    pub(super) storage: ArcRwSignal<Option<Standing>>,
}

impl Engine {
    /// An engine over the database of this name; nothing runs yet.
    pub(super) fn new(database: &str, owner: Owner) -> Rc<Self> {
        Rc::new_cyclic(|engine| Self {
            owner,
            lock: Locking::new(engine),
            ports: Rc::new(BrowserPorts::new(database)),
            open: RefCell::default(),
            sign_in: RefCell::default(),
            clock: Ticking::new(),
            seen: Seen::default(),
            announce: RefCell::default(),
            update_news: RefCell::default(),
            wakes: Wakes::default(),
            uses: RefCell::default(),
            listeners: RefCell::default(),
        })
    }

    /// Listens to the browser, and starts the clock.
    pub(super) fn listen(self: &Rc<Self>) {
        self.clock.tick();
        self.seen.online.set(network::is_online());
        let mut listeners = self.listeners.borrow_mut();
        listeners.extend(timers::on_visibility(
            self.handler(Self::visibility_changed),
        ));
        listeners.extend(self.listen_to_use());
        listeners.extend(network::on_change(self.handler(Self::network_changed)));
        listeners.extend(page::on_wide(self.handler(Self::width_changed)));
        listeners.extend(updates::on_news(self.handler(Self::update_heard)));
        let noticed = self.handler(Self::storage_noticed);
        self.ports.connection().on_notice(noticed);
        let engine = Rc::clone(self);
        spawn_local(async move { engine.seen.storage.set(Some(storage::standing().await)) });
    }

    /// A listener that does not keep the engine alive.
    pub(super) fn handler<T: 'static>(
        self: &Rc<Self>,
        handle: fn(&Rc<Self>, T),
    ) -> impl Fn(T) + Clone + 'static {
        let engine = Rc::downgrade(self);
        move |value| {
            if let Some(engine) = engine.upgrade() {
                handle(&engine, value);
            }
        }
    }

    fn visibility_changed(self: &Rc<Self>, visible: bool) {
        self.seen_or_not(visible);
        if visible {
            self.clock.tick();
            self.wakes.catch_up();
            self.send(Event::Shown);
        }
    }

    fn network_changed(self: &Rc<Self>, online: bool) {
        self.seen.online.set(online);
        if online {
            self.send(Event::Online);
        }
    }

    fn width_changed(self: &Rc<Self>, wide: bool) {
        show(&self.seen.wide, wide);
    }

    fn update_heard(self: &Rc<Self>, news: UpdateNews) {
        if let UpdateNews::Ready(version) = &news {
            self.seen.update.set(Some(version.clone()));
        }
        self.tell(&self.update_news, news);
    }

    fn storage_noticed(self: &Rc<Self>, notice: StorageNotice) {
        match notice {
            StorageNotice::LockChanged => self.lock_changed(),
            StorageNotice::TakenOver => self.seen.vault.set(VaultState::TakenOver),
            StorageNotice::Changed => {
                let engine = Rc::clone(self);
                spawn_local(async move { engine.reload().await });
            }
        }
    }

    async fn reload(&self) {
        if let Some(vault) = self.opened() {
            match vault.reload().await {
                Err(VaultError::Seal(SealError::Locked)) => self.lock_changed(),
                // What cannot be read now is read at the next change or start.
                _ => self.show(&vault),
            }
        }
    }

    /// Opens the vault. No network is needed.
    pub(super) fn open_vault(self: &Rc<Self>) {
        self.seen.vault.set(VaultState::Opening);
        let engine = Rc::clone(self);
        spawn_local(async move { engine.ask_for_vault().await });
    }

    /// Takes the vault away from everything, and gives it back to be closed.
    pub(super) fn stop_vault(&self) -> Option<OpenVault> {
        self.sign_in.take();
        self.open.take()
    }

    pub(super) fn take_vault(self: &Rc<Self>, vault: &OpenVault) {
        *self.open.borrow_mut() = Some(Rc::clone(vault));
        self.show(vault);
        self.purge(Rc::clone(vault));
        show(&self.seen.clock_offset, vault.words(MetaKey::ClockOffset));
        show(
            &self.seen.clock_measured,
            vault.words(MetaKey::ClockMeasured),
        );
        // Whoever has signed in before may still be signed in, or have lost the token meanwhile.
        let known_here = vault.has_meta(MetaKey::SignIn);
        self.read_lock_after(vault);
        self.seen.vault.set(VaultState::Open);
        let wanted = matches!(*self.sign_in.borrow(), Beginning::Wanted);
        if known_here || wanted {
            self.begin_sign_in();
        }
    }

    /// Empties the trash of what has been there for its time.
    fn purge(self: &Rc<Self>, vault: OpenVault) {
        let engine = Rc::clone(self);
        spawn_local(async move {
            // What cannot be deleted now is deleted at another start.
            if vault.purge(BrowserClock.now()).await.is_ok() {
                engine.show(&vault);
            }
        });
    }

    /// Begins to sign in as soon as the vault is open. A second call changes nothing.
    pub(super) fn begin_sign_in(self: &Rc<Self>) {
        let mut sign_in = self.sign_in.borrow_mut();
        if matches!(*sign_in, Beginning::Coming | Beginning::Begun(_)) {
            return;
        }
        let Some(vault) = self.opened() else {
            *sign_in = Beginning::Wanted;
            return;
        };
        *sign_in = Beginning::Coming;
        let engine = Rc::clone(self);
        spawn_local(async move {
            let begun = online::begin(Rc::clone(&engine), vault).await;
            let came = begun.is_ok();
            // What has not come is fetched when it is asked for again.
            *engine.sign_in.borrow_mut() = begun.map_or(Beginning::NotYet, Beginning::Begun);
            engine.seen.sign_in_begun.set(came);
        });
    }

    /// The sign-in, once it has begun.
    pub(super) fn sign_in(&self) -> Option<Rc<dyn SignInFlow>> {
        match &*self.sign_in.borrow() {
            Beginning::Begun(flow) => Some(Rc::clone(flow)),
            _ => None,
        }
    }

    /// Tells the sign-in, if it has begun; what happens before does not matter to it.
    pub(super) fn send(&self, event: Event) {
        if let Some(flow) = self.sign_in() {
            flow.send(event);
        }
    }

    pub(super) fn opened(&self) -> Option<OpenVault> {
        self.open.borrow().clone()
    }

    /// Shows what is in the vault, where it differs from what is shown.
    ///
    /// A vault that was closed meanwhile shows nothing any more.
    pub(super) fn show(&self, vault: &OpenVault) {
        if !self.opened().is_some_and(|open| Rc::ptr_eq(&open, vault)) {
            return;
        }
        let tokens = vault.tokens();
        let none_before = self.seen.tokens.with_untracked(Vec::is_empty);
        let is_open = self
            .seen
            .vault
            .with_untracked(|vault| *vault == VaultState::Open);
        if is_open && none_before && !tokens.is_empty() {
            // With the first token there is something to lose.
            self.ask_to_persist();
        }
        show(&self.seen.tokens, tokens);
        show(&self.seen.trash, vault.trashed());
        show(&self.seen.changes, vault.changes());
        show(&self.seen.damaged, vault.damaged());
        let showing = vault.words(MetaKey::Showing).unwrap_or_default();
        show(&self.seen.showing, showing);
    }

    /// Does something with the open vault, then shows what has become of it.
    pub(super) fn work<T: 'static>(
        self: &Rc<Self>,
        work: impl AsyncFnOnce(Result<&Vault<BrowserPorts>, VaultError>) -> T + 'static,
        done: impl FnOnce(T) + 'static,
    ) {
        let engine = Rc::clone(self);
        spawn_local(async move {
            let result = match engine.opened() {
                Some(vault) => {
                    let result = work(Ok(&vault)).await;
                    engine.show(&vault);
                    result
                }
                None => work(Err(VaultError::Store(StoreError::Unavailable))).await,
            };
            engine.call_back(done, result);
        });
    }

    /// Calls a view back.
    pub(super) fn call_back<T>(&self, done: impl FnOnce(T), value: T) {
        self.owner.with(|| done(value));
    }

    pub(super) fn tell<T>(&self, listener: &Tell<T>, value: T) {
        let listener = listener.borrow().clone();
        if let Some(listener) = listener {
            self.call_back(|value| listener(value), value);
        }
    }

    /// Asks the browser to keep what is stored, in the background.
    fn ask_to_persist(&self) {
        let standing = self.seen.storage.clone();
        spawn_local(async move { standing.set(Some(storage::persist().await)) });
    }
}

/// Sets a signal to a value that is not there yet.
pub(super) fn show<T: PartialEq + Send + Sync + 'static>(shown: &ArcRwSignal<T>, value: T) {
    if shown.with_untracked(|before| *before != value) {
        shown.set(value);
    }
}
