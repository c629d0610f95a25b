//! The sign-in behind the views. Its code is a part of its own: who only keeps codes never needs it.

use std::rc::{Rc, Weak};

use countersign_core::runner::Runner;
use countersign_core::sign_in::{Effect, Event, Job, SignIn, View};
use countersign_core::vault::MetaKey;
use countersign_protocol::ClientConfig;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::engine::{Engine, OpenVault, show};
use super::flow::Flow;
use super::sms::SmsEar;
use super::wake::Wakes;
use crate::parts::part;
use crate::platform::{BrowserPorts, device_name};

/// The app's version, as the server is told.
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The sign-in, as the rest of the app knows it without having its code.
pub(super) trait SignInFlow {
    /// The step that it is at.
    fn view(&self) -> Signal<View>;

    /// Takes one event.
    fn send(&self, event: Event);

    /// Compares the device's clock with the server's, and tells whether the server has answered.
    fn compare_clock(&self, done: Box<dyn FnOnce(bool)>);
}

part! {
    online:
    /// Begins to sign in over an open vault.
    pub(super) fn begin(engine: Rc<Engine>, vault: OpenVault) -> Rc<dyn SignInFlow> {
        Online::begin(&engine, vault)
    }
}

/// What carries the sign-in.
struct Online {
    engine: Weak<Engine>,
    runner: Rc<Runner<BrowserPorts>>,
    vault: OpenVault,
    flow: Flow<SignIn>,
    wakes: Wakes,
    sms: SmsEar,
}

impl Online {
    fn begin(engine: &Rc<Engine>, vault: OpenVault) -> Rc<dyn SignInFlow> {
        let ports = Rc::clone(&engine.ports);
        let runner = Runner::new(ports, Rc::clone(&vault), VERSION, &device_name());
        let online = Rc::new_cyclic(|online: &Weak<Self>| {
            let performer = online.clone();
            let flow = Flow::new(SignIn::new(), move |_, effect| {
                if let Some(online) = performer.upgrade() {
                    online.perform(effect);
                }
            });
            Self {
                engine: Rc::downgrade(engine),
                runner: Rc::new(runner),
                vault,
                flow,
                wakes: engine.wakes.clone(),
                sms: SmsEar::default(),
            }
        });
        online.send(Event::Start);
        online
    }

    fn perform(self: &Rc<Self>, effect: Effect) {
        match effect {
            Effect::Run(job) => self.run(job),
            Effect::WakeAt(at, ticket) => {
                let online = Rc::clone(self);
                self.wakes.at(at, move || online.send(Event::Woke(ticket)));
            }
            Effect::ListenForSms(ticket) => {
                let online = Rc::clone(self);
                let arrived = move |code| online.send(Event::SmsArrived(ticket, code));
                self.sms.listen(arrived);
            }
            Effect::StopListening => self.sms.stop(),
            Effect::Announce(announcement) => {
                if let Some(engine) = self.engine.upgrade() {
                    engine.tell(&engine.announce, announcement);
                }
            }
        }
    }

    fn run(self: &Rc<Self>, job: Job) {
        let online = Rc::clone(self);
        spawn_local(async move {
            let answer = online.runner.perform(job).await;
            if let Some(engine) = online.engine.upgrade() {
                engine.show(&online.vault);
                show_clock(&engine, &online.runner);
            }
            if let Some(event) = answer {
                online.send(event);
            }
        });
    }

    /// Tells the rest of the app where the sign-in stands.
    fn tell(&self) {
        let Some(engine) = self.engine.upgrade() else {
            return;
        };
        let config: Option<ClientConfig> = self.vault.meta(MetaKey::ClientConfig);
        show(
            &engine.seen.server_name,
            config.map(|config| config.server_name),
        );
        self.flow.watch().with_untracked(|machine| {
            let Some(machine) = machine else { return };
            show(&engine.seen.phase, machine.phase());
            show(
                &engine.seen.user_name,
                machine.display_name().unwrap_or_default().to_owned(),
            );
        });
    }
}

impl SignInFlow for Online {
    fn view(&self) -> Signal<View> {
        let Some(engine) = self.engine.upgrade() else {
            return Signal::stored(View::Starting);
        };
        let (machine, now) = (self.flow.watch(), engine.clock.now());
        // Asked again each second only while it counts seconds down.
        let view = move |machine: &Option<SignIn>| match machine {
            Some(machine) if machine.counts_down() => machine.view(now.get()),
            Some(machine) => machine.view(now.get_untracked()),
            None => View::Starting,
        };
        Memo::new(move |_| machine.with(&view)).into()
    }

    fn send(&self, event: Event) {
        self.flow.send(event);
        self.tell();
    }

    fn compare_clock(&self, done: Box<dyn FnOnce(bool)>) {
        let (runner, engine) = (Rc::clone(&self.runner), self.engine.clone());
        spawn_local(async move {
            let answered = runner.compare_clock().await;
            if let Some(engine) = engine.upgrade() {
                show_clock(&engine, &runner);
                engine.call_back(done, answered);
            }
        });
    }
}

fn show_clock(engine: &Engine, runner: &Runner<BrowserPorts>) {
    show(&engine.seen.clock_offset, runner.offset());
    show(&engine.seen.clock_measured, runner.measured_at());
}
