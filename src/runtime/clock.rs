//! The one clock that views watch.

use countersign_core::Timestamp;
use countersign_core::ports::Clock;
use leptos::prelude::*;

use crate::platform::BrowserClock;
use crate::platform::timers::{Timeout, is_visible};

/// The device's clock as a signal, set at each full second while the page can be seen.
#[derive(Clone)]
pub(super) struct Ticking {
    now: ArcRwSignal<Timestamp>,
    timer: StoredValue<Option<Timeout>, LocalStorage>,
}

impl Ticking {
    pub(super) fn new() -> Self {
        Self {
            now: ArcRwSignal::new(BrowserClock.now()),
            timer: StoredValue::new_local(None),
        }
    }

    pub(super) fn now(&self) -> ArcReadSignal<Timestamp> {
        self.now.read_only()
    }

    /// Sets the clock, and goes on ticking if the page can be seen.
    pub(super) fn tick(&self) {
        let now = BrowserClock.now();
        self.now.set(now);
        let timer = is_visible().then(|| {
            let ticking = self.clone();
            let rest = 1000 - now.as_millis().rem_euclid(1000);
            Timeout::after(rest, move || ticking.tick())
        });
        let _ = self.timer.try_set_value(timer.flatten());
    }
}
