//! What every step needs: the moment, the common part, and the orders that are being written.

use countersign_protocol::{SessionEnd, Timestamp};

use super::state::{Common, Credentials, Notice, Resume, State, StoppedToken, TokenRef, Wake};
use super::{Announcement, Answer, Effect, Event, Job};
use crate::api::ApiError;
use crate::vault::{Standing, TokenId};
use crate::{Note, Ticket, Why};

/// The state afterward, and what became of the event.
pub(super) type Next = (State, Note);

pub(super) fn moved(state: State) -> Next {
    (state, Note::Moved)
}

pub(super) fn kept(state: State) -> Next {
    (state, Note::Kept)
}

pub(super) fn ignored(state: State, why: Why) -> Next {
    (state, Note::Ignored(why))
}

/// The form, with the reason why the person is there.
pub(super) fn signed_out(notice: impl Into<Option<Notice>>) -> State {
    State::SignedOut {
        notice: notice.into(),
        problem: None,
    }
}

/// The form after a session ended at the server.
pub(super) fn session_ended(reason: Option<SessionEnd>, at: Option<Timestamp>) -> State {
    signed_out(Notice::SessionEnded { reason, at })
}

/// One step in the making.
pub(super) struct Turn<'a> {
    pub(super) now: Timestamp,
    pub(super) common: &'a mut Common,
    pub(super) effects: &'a mut Vec<Effect>,
}

impl Turn<'_> {
    /// Orders work whose answer is awaited.
    pub(super) fn run(&mut self, job: impl FnOnce(Ticket) -> Job) -> Ticket {
        let ticket = self.common.ticket.draw();
        self.effects.push(Effect::Run(job(ticket)));
        ticket
    }

    /// Orders work that is not awaited.
    pub(super) fn order(&mut self, job: Job) {
        self.effects.push(Effect::Run(job));
    }

    /// Orders to be woken, not before now.
    pub(super) fn wake_at(&mut self, at: Timestamp) -> Wake {
        let wake = Wake {
            at: at.max(self.now),
            ticket: self.common.ticket.draw(),
        };
        self.effects.push(Effect::WakeAt(wake.at, wake.ticket));
        wake
    }

    pub(super) fn announce(&mut self, announcement: Announcement) {
        self.effects.push(Effect::Announce(announcement));
    }

    /// When to ask a server again that gives no answer: after 2, 4, 8, 16 and then every 30 s.
    pub(super) fn wake_to_retry(&mut self) -> Wake {
        let (_, tries) = self.common.away.get_or_insert((self.now, 0));
        let seconds = 2_i64.checked_shl(*tries).unwrap_or(i64::MAX).clamp(2, 30);
        *tries = tries.saturating_add(1).min(8);
        self.wake_at(self.now.plus_seconds(seconds))
    }

    /// So many seconds from now as a server asks for, within reason.
    pub(super) fn after(&self, seconds: Option<u64>) -> Timestamp {
        let seconds = seconds.unwrap_or(5).clamp(1, 86_400);
        self.now
            .plus_seconds(i64::try_from(seconds).unwrap_or(86_400))
    }

    pub(super) fn look(&mut self, credentials: Credentials) -> State {
        State::Looking {
            credentials,
            ticket: self.run(Job::Look),
        }
    }

    pub(super) fn check(&mut self, credentials: Credentials, token: Option<TokenRef>) -> State {
        let ticket = self.run(|ticket| Job::StartSession {
            ticket,
            credentials: credentials.clone(),
            token: token.as_ref().map(|token| token.id.clone()),
        });
        State::Checking {
            credentials,
            token,
            ticket,
        }
    }

    pub(super) fn start_registration(&mut self, credentials: Credentials) -> State {
        let ticket = self.run(|ticket| Job::StartRegistration {
            ticket,
            credentials: credentials.clone(),
        });
        State::Starting {
            credentials,
            ticket,
        }
    }

    pub(super) fn resume(&mut self, resume: Resume) -> State {
        match resume {
            Resume::SignIn(credentials) => self.look(credentials),
            Resume::Check(credentials, token) => self.check(credentials, Some(token)),
            Resume::Register(credentials) => self.start_registration(credentials),
            Resume::Session => State::Resuming(self.run(Job::LoadMe)),
        }
    }
}

/// What an event says about a time that is waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ring {
    /// The time has come.
    Due,
    /// A timer came too early; another one is ordered.
    Early,
    /// The event is about something else.
    Other,
}

impl Turn<'_> {
    /// Whether the time has come. A browser may suspend timers, so coming to the front counts too.
    pub(super) fn rings(&mut self, wake: Option<&mut Wake>, event: &Event) -> Ring {
        let Some(wake) = wake else {
            return Ring::Other;
        };
        match event {
            Event::Woke(ticket) if *ticket == wake.ticket && self.now < wake.at => {
                *wake = self.wake_at(wake.at);
                Ring::Early
            }
            Event::Woke(ticket) if *ticket == wake.ticket => Ring::Due,
            Event::Shown if self.now >= wake.at => Ring::Due,
            _ => Ring::Other,
        }
    }

    /// The same for something that only waits for the network.
    pub(super) fn rings_or_online(&mut self, wake: Option<&mut Wake>, event: &Event) -> Ring {
        match event {
            Event::Online | Event::TryAgain if wake.is_some() => Ring::Due,
            event => self.rings(wake, event),
        }
    }
}

/// For a ring that was not due.
pub(super) fn after_ring(ring: Ring, state: State, event: &Event) -> Next {
    match ring {
        Ring::Early => kept(state),
        Ring::Due | Ring::Other => ignored(state, event.why_ignored()),
    }
}

impl Common {
    /// Learns from any answer: the clock's offset, and whether the server is there.
    pub(super) fn hear<T>(&mut self, answer: &Answer<T>) {
        if answer.offset.is_some() {
            self.offset = answer.offset;
        }
        if !matches!(answer.result, Err(ApiError::Unreachable)) {
            self.away = None;
        }
    }

    /// A moment of the server's clock on this device's clock.
    pub(super) fn on_device(&self, server: Timestamp) -> Timestamp {
        server.plus_millis(0_i64.saturating_sub(self.offset.unwrap_or(0)))
    }

    /// The inverse of [`on_device`](Self::on_device).
    pub(super) fn at_server(&self, device: Timestamp) -> Timestamp {
        device.plus_millis(self.offset.unwrap_or(0))
    }

    /// Notes that a token has stopped.
    pub(super) fn note_stopped(&mut self, stopped: &StoppedToken) {
        for token in self.tokens.iter_mut().filter(|t| t.id == stopped.id) {
            token.standing = Standing::Stopped {
                at: stopped.at,
                reason: stopped.reason,
            };
        }
    }

    /// Notes a token's new name.
    pub(super) fn note_renamed(&mut self, id: &TokenId, issuer: &str) {
        for token in self.tokens.iter_mut().filter(|t| t.id == *id) {
            issuer.clone_into(&mut token.issuer);
        }
    }

    /// Notes a new token, which takes the place of this user's older ones.
    pub(super) fn note_registered(&mut self, token: TokenRef) {
        let user_name = token.user_name.to_lowercase();
        self.tokens
            .retain(|t| t.user_name.to_lowercase() != user_name);
        self.tokens.push(token);
    }

    /// The name that a registered token must carry; empty if nobody knows.
    pub(super) fn issuer(&self) -> &str {
        self.config.as_ref().map_or("", |c| c.issuer.trim())
    }

    /// Whether one-time codes are on, as far as is known.
    pub(super) fn asks_for_codes(&self) -> bool {
        self.config.as_ref().is_some_and(|c| c.mobile_otp_enabled)
    }

    /// The registered tokens of a user whose codes count, the newest first.
    pub(super) fn active_tokens_of(&self, user_name: &str) -> Vec<TokenRef> {
        let mut tokens: Vec<_> = self
            .tokens_of(user_name)
            .filter(|token| token.standing == Standing::Active)
            .cloned()
            .collect();
        tokens.sort_by_key(|token| core::cmp::Reverse(token.generation));
        tokens
    }

    /// The newest registered token of a user that has stopped, if none of them counts.
    pub(super) fn stopped_token_of(&self, user_name: &str) -> Option<TokenRef> {
        let newest = self.tokens_of(user_name).max_by_key(|t| t.generation)?;
        (newest.standing != Standing::Active).then(|| newest.clone())
    }

    /// The registered token of a user that carries the name that the server asks for.
    pub(super) fn named_token_of(&self, user_name: &str) -> Option<TokenRef> {
        let issuer = self.issuer();
        let mut tokens = self.active_tokens_of(user_name).into_iter();
        tokens.find(|token| token.issuer.trim() == issuer)
    }

    fn tokens_of(&self, user_name: &str) -> impl Iterator<Item = &TokenRef> {
        let wanted = user_name.trim().to_lowercase();
        let tokens = self.tokens.iter();
        tokens.filter(move |token| token.user_name.trim().to_lowercase() == wanted)
    }
}
