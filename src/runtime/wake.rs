//! Waking flows at a moment of the wall clock, late if the page was away, never early.

use core::cell::RefCell;
use std::rc::Rc;

use countersign_core::Timestamp;
use countersign_core::ports::Clock;

use crate::platform::BrowserClock;
use crate::platform::timers::Timeout;

/// A list of moments with what is to be done at each. Clones are the same list.
#[derive(Clone, Default)]
pub(super) struct Wakes {
    inner: Rc<RefCell<Inner>>,
}

#[derive(Default)]
struct Inner {
    open: Vec<(Timestamp, Box<dyn FnOnce()>)>,
    timer: Option<Timeout>,
}

impl Wakes {
    /// Does `wake` once `at` has come.
    pub(super) fn at(&self, at: Timestamp, wake: impl FnOnce() + 'static) {
        self.inner.borrow_mut().open.push((at, Box::new(wake)));
        self.set_timer();
    }

    /// Does everything whose moment has passed. Timers stop while a device sleeps, so this is
    /// also called when the page is shown again.
    pub(super) fn catch_up(&self) {
        let now = BrowserClock.now();
        let due: Vec<_> = {
            let mut inner = self.inner.borrow_mut();
            inner.open.extract_if(.., |(at, _)| *at <= now).collect()
        };
        for (_, wake) in due {
            wake();
        }
        self.set_timer();
    }

    fn set_timer(&self) {
        let next = self.inner.borrow().open.iter().map(|(at, _)| *at).min();
        let timer = next.and_then(|at| {
            let wakes = self.clone();
            let wait = at.millis_since(BrowserClock.now());
            Timeout::after(wait, move || wakes.catch_up())
        });
        self.inner.borrow_mut().timer = timer;
    }
}
