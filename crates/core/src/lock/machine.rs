use countersign_protocol::{SecretText, Timestamp};

use super::{InvalidRecoveryCode, LockAfter, LockError};
use crate::machine::{Machine, Note, Step, Ticket, Why};

/// Whether the app is locked, and when it locks itself. Holds no secret in any state.
#[derive(Debug, Default)]
pub struct Lock {
    state: State,
    after: LockAfter,
    tickets: Ticket,
    /// The wake or answer that is waited for.
    awaited: Ticket,
}

/// Where the lock stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum State {
    /// Nobody knows yet whether a lock is set.
    #[default]
    Unknown,
    /// No lock is set: the vault is open, and stays so.
    Free,
    /// Locked, and why the last try did not open it.
    Locked(Option<Refusal>),
    /// A try is under way.
    Opening(Way),
    /// A lock is set, and the vault is open.
    Open,
}

/// A way in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// The PIN or passphrase.
    Secret,
    /// The recovery code.
    Recovery,
    /// The passkey.
    Passkey,
}

/// A try to open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Attempt {
    /// By PIN or passphrase.
    Secret(SecretText),
    /// By recovery code.
    Recovery(SecretText),
    /// By passkey.
    Passkey,
}

impl Attempt {
    const fn way(&self) -> Way {
        match self {
            Self::Secret(_) => Way::Secret,
            Self::Recovery(_) => Way::Recovery,
            Self::Passkey => Way::Passkey,
        }
    }
}

/// Why a try did not open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The slot was not opened.
    Lock(LockError),
    /// What was typed is no recovery code.
    NoCode(InvalidRecoveryCode),
    /// The person, or the time, ended the question for the passkey.
    Cancelled,
    /// The passkey has no secret to give in this browser.
    NoSecret,
    /// The vault could not be read although the slot was opened, or code has not arrived.
    Vault(crate::vault::VaultError),
}

/// What happens to the lock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// The store has answered whether a lock is set.
    Found {
        /// Whether it is.
        locked: bool,
    },
    /// The person tries.
    Try(Attempt),
    /// A try opened the vault.
    Opened(Ticket),
    /// A try did not.
    Refused(Ticket, Refusal),
    /// A lock was set here.
    Set,
    /// The lock was turned off here.
    TurnedOff,
    /// The person chose when to lock.
    After(LockAfter),
    /// The person locks.
    LockNow,
    /// Another tab has locked, or set a lock, or turned it off.
    ChangedElsewhere,
    /// The app is hidden.
    Hidden,
    /// The app is shown again; it was last used then.
    Shown {
        /// In any tab.
        used: Timestamp,
    },
    /// It is time to look; the app was last used then.
    Woke(Ticket, Timestamp),
}

/// What the lock orders.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Ask the store whether a lock is set; [`Event::Found`] answers.
    Ask,
    /// Open by this; [`Event::Opened`] or [`Event::Refused`] answers.
    Open(Ticket, Attempt),
    /// What was opened is now the app's; what is opened and not taken is dropped.
    Take,
    /// Drop the vault, its key, and everything of it that is shown.
    Drop {
        /// Whether other tabs are to be told.
        tell: bool,
    },
    /// Wake at this moment.
    WakeAt(Timestamp, Ticket),
}

impl Lock {
    /// Where it stands.
    pub const fn state(&self) -> &State {
        &self.state
    }

    /// When it locks itself.
    pub const fn after(&self) -> LockAfter {
        self.after
    }

    fn to(mut self, state: State, effects: Vec<Effect>) -> Step<Self> {
        self.state = state;
        self.with(effects, Note::Moved)
    }

    fn kept(self, effects: Vec<Effect>) -> Step<Self> {
        self.with(effects, Note::Kept)
    }

    fn ignored(self, why: Why) -> Step<Self> {
        self.with(Vec::new(), Note::Ignored(why))
    }

    const fn with(self, effects: Vec<Effect>, note: Note) -> Step<Self> {
        Step {
            state: self,
            effects,
            note,
        }
    }

    fn open(mut self, now: Timestamp, mut effects: Vec<Effect>) -> Step<Self> {
        effects.push(self.wake(now, now));
        self.to(State::Open, effects)
    }

    /// The next moment to look. A clock that was set back makes nothing later.
    fn wake(&mut self, now: Timestamp, used: Timestamp) -> Effect {
        self.awaited = self.tickets.draw();
        let at = used.min(now).plus_seconds(self.after.seconds().into());
        Effect::WakeAt(at, self.awaited)
    }

    /// Locks. Whether a lock is still set is asked, since another tab may have turned it off.
    fn lock(mut self, tell: bool) -> Step<Self> {
        self.awaited = self.tickets.draw();
        self.to(
            State::Locked(None),
            vec![Effect::Drop { tell }, Effect::Ask],
        )
    }

    fn is_over(&self, now: Timestamp, used: Timestamp) -> bool {
        now.millis_since(used) >= i64::from(self.after.seconds()) * 1000
    }

    fn found(self, locked: bool) -> Step<Self> {
        match (&self.state, locked) {
            (State::Unknown, true) => self.to(State::Locked(None), Vec::new()),
            (State::Unknown | State::Locked(_), false) => self.to(State::Free, vec![Effect::Take]),
            (State::Locked(_), true) => self.kept(Vec::new()),
            (State::Free, true) => self.to(State::Locked(None), vec![Effect::Drop { tell: false }]),
            _ => self.ignored(Why::OutOfPlace),
        }
    }
}

impl Machine for Lock {
    type Event = Event;
    type Effect = Effect;

    fn step(mut self, now: Timestamp, event: Event) -> Step<Self> {
        match (&self.state, event) {
            (_, Event::Found { locked }) => self.found(locked),
            (State::Locked(_), Event::Try(attempt)) => {
                self.awaited = self.tickets.draw();
                let (way, ticket) = (attempt.way(), self.awaited);
                self.to(State::Opening(way), vec![Effect::Open(ticket, attempt)])
            }
            (State::Opening(_), Event::Try(_)) => self.ignored(Why::Busy),
            (_, Event::Opened(ticket) | Event::Refused(ticket, _) | Event::Woke(ticket, _))
                if ticket != self.awaited =>
            {
                self.ignored(Why::Stale)
            }
            (State::Opening(_), Event::Opened(_)) => self.open(now, vec![Effect::Take]),
            (State::Opening(_), Event::Refused(_, refusal)) => {
                self.to(State::Locked(Some(refusal)), Vec::new())
            }
            (State::Free, Event::Set) => self.open(now, Vec::new()),
            (State::Open, Event::TurnedOff) => self.to(State::Free, Vec::new()),
            (_, Event::After(after)) => {
                self.after = after;
                let effects = match self.state {
                    State::Open => vec![self.wake(now, now)],
                    _ => Vec::new(),
                };
                self.kept(effects)
            }
            (State::Open, Event::LockNow) => self.lock(true),
            (State::Open | State::Opening(_), Event::ChangedElsewhere) => self.lock(false),
            (State::Free, Event::ChangedElsewhere) => self.to(
                State::Unknown,
                vec![Effect::Drop { tell: false }, Effect::Ask],
            ),
            (State::Locked(_), Event::ChangedElsewhere) => self.kept(vec![Effect::Ask]),
            (State::Open, Event::Hidden) if self.after.when_hidden() => self.lock(true),
            (State::Open, Event::Shown { used } | Event::Woke(_, used)) => {
                if self.is_over(now, used) {
                    return self.lock(true);
                }
                let next = self.wake(now, used);
                self.kept(vec![next])
            }
            _ => self.ignored(Why::OutOfPlace),
        }
    }
}

#[cfg(test)]
#[path = "machine_tests.rs"]
mod tests;
