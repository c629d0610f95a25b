//! What runs behind the views: the vault, the sign-in, and what the browser tells.

use core::cell::RefCell;
use std::rc::{Rc, Weak};

use countersign_core::ports::StoreError;
use countersign_core::runner::Runner;
use countersign_core::sign_in::{Announcement, Effect, Event, Job, SignIn};
use countersign_core::vault::{DamagedRecord, MetaKey, Vault, VaultError, VaultToken};
use countersign_protocol::ClientConfig;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::clock::Ticking;
use super::flow::Flow;
use super::sms::SmsEar;
use super::wake::Wakes;
use super::{VaultState, WaitingVersion};
use crate::platform::storage::{self, Standing};
use crate::platform::updates::{self, UpdateNews};
use crate::platform::{BrowserPorts, Listener, StorageNotice, device_name, network, timers};

/// The app's version, as the server is told.
pub(super) const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Hears what is to be told in passing.
type Tell<T> = RefCell<Option<Rc<dyn Fn(T)>>>;

/// What runs behind the views.
pub(super) struct Engine {
    /// The owner under which views are called back.
    owner: Owner,
    ports: Rc<BrowserPorts>,
    open: RefCell<Option<Open>>,
    pub(super) sign_in: Flow<SignIn>,
    pub(super) clock: Ticking,
    pub(super) seen: Seen,
    pub(super) announce: Tell<Announcement>,
    pub(super) update_news: Tell<UpdateNews>,
    wakes: Wakes,
    sms: SmsEar,
    listeners: RefCell<Vec<Listener>>,
}

/// What there is once the vault is open.
#[derive(Clone)]
struct Open {
    vault: Rc<Vault<BrowserPorts>>,
    runner: Rc<Runner<BrowserPorts>>,
}

/// What views watch.
#[derive(Default)]
pub(super) struct Seen {
    pub(super) online: ArcRwSignal<bool>,
    pub(super) vault: ArcRwSignal<VaultState>,
    pub(super) tokens: ArcRwSignal<Vec<VaultToken>>,
    pub(super) damaged: ArcRwSignal<Vec<DamagedRecord>>,
    pub(super) config: ArcRwSignal<Option<ClientConfig>>,
    pub(super) clock_offset: ArcRwSignal<Option<i64>>,
    pub(super) update: ArcRwSignal<WaitingVersion>,
    pub(super) storage: ArcRwSignal<Standing>,
}

impl Engine {
    /// An engine over the database of this name; nothing runs yet.
    pub(super) fn new(database: &str, owner: Owner) -> Rc<Self> {
        Rc::new_cyclic(|engine: &Weak<Self>| {
            let performer = engine.clone();
            let sign_in = Flow::new(SignIn::new(), move |_, effect| {
                if let Some(engine) = performer.upgrade() {
                    engine.perform(effect);
                }
            });
            Self {
                owner,
                ports: Rc::new(BrowserPorts::new(database)),
                open: RefCell::default(),
                sign_in,
                clock: Ticking::new(),
                seen: Seen::default(),
                announce: RefCell::default(),
                update_news: RefCell::default(),
                wakes: Wakes::default(),
                sms: SmsEar::default(),
                listeners: RefCell::default(),
            }
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
        listeners.extend(network::on_change(self.handler(Self::network_changed)));
        listeners.extend(updates::on_news(self.handler(Self::update_heard)));
        let noticed = self.handler(Self::storage_noticed);
        self.ports.connection().on_notice(noticed);
        let engine = Rc::clone(self);
        spawn_local(async move { engine.seen.storage.set(storage::standing().await) });
    }

    /// A listener that does not keep the engine alive.
    fn handler<T: 'static>(
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
        if visible {
            self.clock.tick();
            self.wakes.catch_up();
            self.sign_in.send(Event::Shown);
        }
    }

    fn network_changed(self: &Rc<Self>, online: bool) {
        self.seen.online.set(online);
        if online {
            self.sign_in.send(Event::Online);
        }
    }

    fn update_heard(self: &Rc<Self>, news: UpdateNews) {
        if let UpdateNews::Ready(version) = &news {
            self.seen.update.set(Some(version.clone()));
        }
        self.tell(&self.update_news, news);
    }

    fn storage_noticed(self: &Rc<Self>, notice: StorageNotice) {
        match notice {
            StorageNotice::TakenOver => self.seen.vault.set(VaultState::TakenOver),
            StorageNotice::Changed => {
                let engine = Rc::clone(self);
                spawn_local(async move { engine.reload().await });
            }
        }
    }

    async fn reload(&self) {
        if let Some(open) = self.opened() {
            // What cannot be read now is read at the next change or start.
            let _ = open.vault.reload().await;
            self.show(&open);
        }
    }

    /// Opens the vault, and with it the sign-in. No network is needed.
    pub(super) fn open_vault(self: &Rc<Self>) {
        self.seen.vault.set(VaultState::Opening);
        let engine = Rc::clone(self);
        spawn_local(async move {
            match Vault::open(Rc::clone(&engine.ports)).await {
                Ok(vault) => engine.take_vault(Rc::new(vault)),
                Err(error) => engine.seen.vault.set(VaultState::Failed(error)),
            }
        });
    }

    fn take_vault(&self, vault: Rc<Vault<BrowserPorts>>) {
        let ports = Rc::clone(&self.ports);
        let runner = Runner::new(ports, Rc::clone(&vault), VERSION, &device_name());
        let open = Open {
            vault,
            runner: Rc::new(runner),
        };
        self.show(&open);
        *self.open.borrow_mut() = Some(open);
        self.seen.vault.set(VaultState::Open);
        self.sign_in.send(Event::Start);
    }

    fn opened(&self) -> Option<Open> {
        self.open.borrow().clone()
    }

    /// Shows what is in the vault, where it differs from what is shown.
    fn show(&self, Open { vault, runner }: &Open) {
        show(&self.seen.tokens, vault.tokens());
        show(&self.seen.damaged, vault.damaged());
        show(&self.seen.config, vault.meta(MetaKey::ClientConfig));
        show(&self.seen.clock_offset, runner.offset());
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
                Some(open) => {
                    let result = work(Ok(&open.vault)).await;
                    engine.show(&open);
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

    fn tell<T>(&self, listener: &Tell<T>, value: T) {
        let listener = listener.borrow().clone();
        if let Some(listener) = listener {
            self.call_back(|value| listener(value), value);
        }
    }

    fn perform(self: &Rc<Self>, effect: Effect) {
        match effect {
            Effect::Run(job) => self.run(job),
            Effect::WakeAt(at, ticket) => {
                let flow = self.sign_in.clone();
                self.wakes.at(at, move || flow.send(Event::Woke(ticket)));
            }
            Effect::ListenForSms(ticket) => {
                let flow = self.sign_in.clone();
                let arrived = move |code| flow.send(Event::SmsArrived(ticket, code));
                self.sms.listen(arrived);
            }
            Effect::StopListening => self.sms.stop(),
            Effect::Announce(announcement) => self.tell(&self.announce, announcement),
        }
    }

    fn run(self: &Rc<Self>, job: Job) {
        let Some(open) = self.opened() else { return };
        let engine = Rc::clone(self);
        spawn_local(async move {
            let answer = open.runner.perform(job).await;
            engine.show(&open);
            if let Some(event) = answer {
                engine.sign_in.send(event);
            }
        });
    }

    /// Asks the browser to keep what is stored here; done after a token was added.
    pub(super) fn ask_to_persist(self: &Rc<Self>) {
        let engine = Rc::clone(self);
        spawn_local(async move { engine.seen.storage.set(storage::persist().await) });
    }
}

fn show<T: PartialEq + Send + Sync + 'static>(shown: &ArcRwSignal<T>, value: T) {
    if shown.with_untracked(|before| *before != value) {
        shown.set(value);
    }
}
