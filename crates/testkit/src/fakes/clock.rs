use std::cell::Cell;
use std::rc::Rc;

use countersign_core::Timestamp;
use countersign_core::ports::Clock;

/// A clock that stands until it is set.
#[derive(Clone, Default)]
pub struct FakeClock(Rc<Cell<Timestamp>>);

impl FakeClock {
    pub fn at(now: Timestamp) -> Self {
        let clock = Self::default();
        clock.set(now);
        clock
    }

    pub fn set(&self, now: Timestamp) {
        self.0.set(now);
    }

    pub fn advance_seconds(&self, seconds: i64) {
        self.0.set(self.0.get().plus_seconds(seconds));
    }
}

impl Clock for FakeClock {
    fn now(&self) -> Timestamp {
        self.0.get()
    }
}
