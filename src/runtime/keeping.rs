//! What the settings say and ask about the clock and about where everything is stored.

use std::rc::Rc;

use leptos::prelude::Set;
use wasm_bindgen_futures::spawn_local;

use super::Runtime;
use crate::platform::storage::{self, Room};
use crate::platform::{Listener, install};

impl Runtime {
    /// Compares the device's clock with the server's once the sign-in has begun, and tells whether
    /// the server has answered.
    pub fn compare_clock(self, done: impl FnOnce(bool) + 'static) {
        self.with(|engine| match engine.sign_in() {
            Some(flow) => flow.compare_clock(Box::new(done)),
            None => engine.call_back(done, false),
        });
    }

    /// Asks the browser to keep what is stored, and tells whether it has promised to. Some browsers
    /// ask the person; call it on a tap.
    pub fn ask_to_keep(self, done: impl FnOnce(bool) + 'static) {
        self.with(|engine| {
            let engine = Rc::clone(engine);
            spawn_local(async move {
                let standing = storage::persist().await;
                engine.seen.storage.set(Some(standing));
                engine.call_back(done, standing.persistent);
            });
        });
    }

    /// Tells how much is stored; nothing where the browser does not say.
    pub fn room(self, done: impl FnOnce(Option<Room>) + 'static) {
        self.with(|engine| {
            let engine = Rc::clone(engine);
            spawn_local(async move {
                let room = storage::room().await;
                engine.call_back(done, room);
            });
        });
    }

    /// Whether this is a tab that loses everything before long, on iOS.
    pub fn is_ios_tab(self) -> bool {
        storage::is_ios_tab()
    }

    /// Calls `tell` with whether the browser would install the app, until the listener is dropped.
    pub fn watch_install(self, tell: impl Fn(bool) + 'static) -> Option<Listener> {
        install::watch(tell)
    }

    /// Lets the browser ask whether to install the app. Call it in the handler of the tap itself.
    pub fn ask_to_install(self) {
        install::ask();
    }
}
