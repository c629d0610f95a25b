//! Drives the flows of `countersign-core` in a browser, and is all that views know of it.
//!
//! A view reads the signals of a [`Runtime`] and calls its methods. Here alone tasks are started,
//! timers set and answers taken back to the machine that asked. What is kept here is counted or
//! belongs to the root, so that an answer that comes after its screen has gone finds its place.

mod adding;
mod backing_up;
mod backup;
mod clock;
mod commands;
mod engine;
mod exporting;
mod flow;
mod importing;
mod keeping;
mod lock;
mod locksmith;
mod online;
mod scan;
mod sms;
mod upkeep;
mod wake;

use std::rc::Rc;

use countersign_core::Timestamp;
use countersign_core::codes::Showing;
use countersign_core::sign_in::{Event, Phase, View};
use countersign_core::vault::{DamagedRecord, VaultError, VaultToken};
use leptos::prelude::*;

pub use self::adding::Adding;
pub use self::backing_up::{BackingUp, Drilling};
use self::engine::Engine;
pub use self::exporting::Exporting;
pub use self::flow::Flow;
pub use self::importing::Importing;
pub use self::locksmith::{Allowed, NewKey, Seen};
pub use self::scan::{CameraNews, CameraScan};
pub use crate::platform::Listener;
pub use crate::platform::backup::NoWorker;
pub use crate::platform::files::{
    DataFile, Handed, ImageFile, chosen as chosen_image, chosen_data, chosen_file,
};
pub use crate::platform::storage::{Room, Standing as StorageStanding};
pub use crate::platform::updates::UpdateNews;
pub use crate::platform::{CameraRefusal, ScanFailure};
pub use countersign_core::lock::{Event as LockEvent, LockAfter, State as LockState};

/// The database of the app.
const DATABASE: &str = "countersign";

/// Whether the vault can be used.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum VaultState {
    /// It is being opened.
    #[default]
    Opening,
    /// It is open.
    Open,
    /// A lock is on; [`Runtime::lock`] says more.
    Locked,
    /// It could not be opened; [`Runtime::open_vault`] tries again.
    Failed(VaultError),
    /// Another tab runs a newer version of the app and has taken the database over. What was read
    /// stays on the screen; nothing can be written until the page is loaded again.
    TakenOver,
}

/// A version of the app that is there and waits.
pub type WaitingVersion = Option<String>;

/// Everything that views show and can order. Copies are the same runtime.
#[derive(Clone, Copy)]
pub struct Runtime {
    engine: StoredValue<Rc<Engine>, LocalStorage>,
    /// The device's clock, at each full second while the page can be seen.
    pub now: Signal<Timestamp>,
    /// False when the device surely has no network.
    pub online: Signal<bool>,
    /// Whether the vault can be used.
    pub vault: Signal<VaultState>,
    /// The tokens that are not in the trash, the oldest first; empty until the vault is open.
    pub tokens: Signal<Vec<VaultToken>>,
    /// The tokens in the trash, the oldest first.
    pub trash: Signal<Vec<VaultToken>>,
    /// Grows whenever the vault holds something else.
    pub vault_changes: Signal<u64>,
    /// Records that cannot be read.
    pub damaged: Signal<Vec<DamagedRecord>>,
    /// How the person wants the list to be shown.
    pub showing: Signal<Showing>,
    /// Whether there is room for two panes.
    pub wide: Signal<bool>,
    /// What the server calls itself, as last seen, once the sign-in has begun.
    pub server_name: Signal<Option<String>>,
    /// Who is signed in; empty while nobody is.
    pub user_name: Signal<String>,
    /// The server's clock minus the device's in milliseconds, once they were compared.
    pub clock_offset: Signal<Option<i64>>,
    /// When they were compared last, by the device's clock.
    pub clock_measured: Signal<Option<Timestamp>>,
    /// Whether [`Runtime::sign_in`] can be watched.
    pub sign_in_begun: Signal<bool>,
    /// What the mark shows.
    pub phase: Signal<Phase>,
    /// Whether a lock is set and closed.
    pub lock: Signal<LockState>,
    /// When the app locks itself.
    pub lock_after: Signal<LockAfter>,
    /// The version that waits, unless it was put off.
    pub update: Signal<WaitingVersion>,
    /// How safe the tokens are from the browser itself, once that is known.
    pub storage: Signal<Option<StorageStanding>>,
}

impl Runtime {
    /// Starts everything; once, under the root owner. The vault opens by itself.
    ///
    /// Whatever calls back later does so under that owner, so that contexts given there are found
    /// even when the screen that asked has gone.
    pub fn start() -> Self {
        let owner = Owner::current().unwrap_or_default();
        let runtime = Self::with_engine(Engine::new(DATABASE, owner));
        runtime.with(|engine| {
            engine.listen();
            engine.open_vault();
        });
        runtime
    }

    fn with_engine(engine: Rc<Engine>) -> Self {
        let seen = &engine.seen;
        Self {
            now: engine.clock.now().into(),
            online: seen.online.read_only().into(),
            vault: seen.vault.read_only().into(),
            tokens: seen.tokens.read_only().into(),
            trash: seen.trash.read_only().into(),
            vault_changes: seen.changes.read_only().into(),
            damaged: seen.damaged.read_only().into(),
            showing: seen.showing.read_only().into(),
            wide: seen.wide.read_only().into(),
            server_name: seen.server_name.read_only().into(),
            user_name: seen.user_name.read_only().into(),
            clock_offset: seen.clock_offset.read_only().into(),
            clock_measured: seen.clock_measured.read_only().into(),
            sign_in_begun: seen.sign_in_begun.read_only().into(),
            phase: seen.phase.read_only().into(),
            lock: seen.lock.read_only().into(),
            lock_after: seen.lock_after.read_only().into(),
            update: seen.update.read_only().into(),
            storage: seen.storage.read_only().into(),
            engine: StoredValue::new_local(engine),
        }
    }

    /// Locks, opens, or tells the lock something else.
    pub fn tell_lock(self, event: LockEvent) {
        self.with(|engine| engine.tell_lock(event));
    }

    /// Begins to sign in, which needs a part of the app of its own; nobody has to wait for it.
    pub fn begin_sign_in(self) {
        self.with(Engine::begin_sign_in);
    }

    /// The step that the sign-in is at.
    pub fn sign_in(self) -> Signal<View> {
        let flow = self.engine.try_with_value(|engine| engine.sign_in());
        match flow.flatten() {
            Some(flow) => flow.view(),
            None => Signal::stored(View::Starting),
        }
    }

    /// Tells the sign-in what the person did.
    pub fn send(self, event: Event) {
        self.with(|engine| engine.send(event));
    }

    /// Does something with the engine, unless the app has been taken off the page.
    fn with(self, act: impl FnOnce(&Rc<Engine>)) {
        let _ = self.engine.try_with_value(act);
    }
}
