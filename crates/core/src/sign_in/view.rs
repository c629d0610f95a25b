use countersign_protocol::{BindingInfo, SessionInfo, Timestamp, User};

use super::state::{
    Activation, ActivationProblem, Common, Failure, FormProblem, Notice, Resume, SignIn,
    SmsProblem, SmsSent, State, TokenRef,
};
use crate::Ticket;
use crate::vault::{StopReason, VaultError};

/// Clock differences of so many milliseconds or more are told (`product.md`, section 4, rule 8).
const CLOCK_HINT_FROM_MS: i64 = 10_000;

/// What a screen shows: reasons and numbers, no sentences and no secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum View {
    /// The app has just started: nothing yet.
    Starting,
    /// The form.
    Form(FormView),
    /// Something is under way that may be canceled.
    Waiting(Waiting),
    /// The server asks for another token.
    AskChange {
        /// The tokens that are here.
        tokens: Vec<TokenRef>,
        /// The name that the server asks for.
        issuer: String,
    },
    /// Which token answers?
    TokenPage {
        /// The tokens that are here.
        tokens: Vec<TokenRef>,
        /// The name that the server asks for.
        issuer: String,
    },
    /// One message, "try again" and "register a token on this device".
    Refused,
    /// Text message or activation code.
    RegisterChoice,
    /// The code of the text message.
    Sms(SmsView),
    /// The activation code.
    Activation(ActivationView),
    /// The issued token could not be written yet.
    SaveFailed(VaultError),
    /// Registered; goes on by itself or by `Continue`.
    Registered {
        /// The token's name.
        issuer: String,
        /// Whether another device's token stopped.
        superseded_other: bool,
    },
    /// The server did not accept the code.
    Mismatch(MismatchView),
    /// The code was used before.
    CodeUsed {
        /// Seconds until the next one goes, by itself.
        next_in: u64,
    },
    /// The token stopped.
    Moved(MovedView),
    /// The account is locked.
    Locked {
        /// Until when; without it an administrator has to open it.
        until: Option<Timestamp>,
        /// The same in seconds from now.
        opens_in: Option<u64>,
    },
    /// No answer.
    Offline {
        /// Seconds until it is tried again, by itself.
        retry_in: u64,
    },
    /// The server asks to wait.
    Throttled {
        /// Seconds until it goes on, by itself.
        retry_in: u64,
    },
    /// Something answers, but not as the server.
    NotOurs,
    /// The server serves newer apps only.
    TooOld,
    /// The server or this device failed.
    Failed(Failure),
    /// Signed in.
    SignedIn(Box<SessionView>),
}

/// What is under way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Waiting {
    /// Looking for the token.
    Looking,
    /// The server checks the password, and the code where there is one.
    Checking {
        /// Whether a code goes along.
        with_code: bool,
    },
    /// Asking for the text message.
    Starting,
    /// Writing the issued token.
    Saving,
    /// Asking whether the session still stands.
    Resuming,
    /// Ending the session.
    SigningOut,
}

/// The form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormView {
    /// The name that was typed last.
    pub user_name: String,
    /// What people call the server, where known.
    pub server_name: Option<String>,
    /// The token whose code will be sent along, where the last known configuration asks for it.
    pub code_of: Option<TokenRef>,
    /// Why the person is here.
    pub notice: Option<Notice>,
    /// What is wrong with what was typed.
    pub problem: Option<FormProblem>,
}

/// The code of the text message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SmsView {
    /// Whose registration.
    pub user_name: String,
    /// Seconds that the code still works for; 0 = it has run out.
    pub valid_for: u64,
    /// Seconds until another one may be asked for; 0 = now.
    pub resend_in: u64,
    /// Wrong codes that are still allowed.
    pub tries_left: u32,
    /// What is wrong.
    pub problem: Option<SmsProblem>,
    /// Seconds until a code goes again, where the problem says so.
    pub wait: Option<u64>,
    /// The code is being checked.
    pub confirming: bool,
    /// Another one is being asked for.
    pub resending: bool,
    /// Whether an activation code can be used instead; not after a reload, which forgets the
    /// password.
    pub can_activate: bool,
}

/// The activation code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActivationView {
    /// Whose registration.
    pub user_name: String,
    /// What is wrong.
    pub problem: Option<ActivationProblem>,
    /// Seconds until a code goes again, where the problem says so.
    pub wait: Option<u64>,
    /// The code is being checked.
    pub busy: bool,
}

/// The server did not accept the code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MismatchView {
    /// The token.
    pub token: TokenRef,
    /// Codes that are still allowed.
    pub tries_left: Option<u32>,
    /// Seconds until the next code begins; 0 = now.
    pub next_in: u64,
    /// Whether the next code goes by itself, because the person asked for it.
    pub waiting: bool,
    /// By how many seconds this device's clock is off: over 0 = slow. Only where it matters.
    pub clock_slow_by: Option<i64>,
}

/// The token stopped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MovedView {
    /// The token, where it is still here.
    pub token: Option<TokenRef>,
    /// Moved to another device, or revoked.
    pub reason: StopReason,
    /// When.
    pub at: Option<Timestamp>,
    /// It is being removed.
    pub removing: bool,
    /// Why it could not be removed.
    pub problem: Option<VaultError>,
}

/// Who is signed in, on which device, until when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionView {
    /// Who.
    pub user: User,
    /// This session.
    pub session: SessionInfo,
    /// The user's registered token.
    pub binding: Option<BindingInfo>,
    /// Whether `user`, `session` and `binding` are being asked for.
    pub loading: bool,
    /// Why that failed last.
    pub problem: Option<Failure>,
    /// The user's sessions, once they were loaded.
    pub sessions: Option<Vec<SessionInfo>>,
    /// Whether they are being loaded.
    pub sessions_loading: bool,
    /// Why that failed last.
    pub sessions_problem: Option<Failure>,
    /// The session that is being ended.
    pub ending: Option<String>,
    /// Why that failed last.
    pub ending_problem: Option<Failure>,
    /// By how many seconds this device's clock is off: over 0 = slow. Only where it matters.
    pub clock_slow_by: Option<i64>,
}

/// What the mark shows (`design.md`, section 1).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Phase {
    /// Halves apart, the right one hollow.
    #[default]
    SignedOut,
    /// Halves apart, both filled.
    Checking,
    /// The right half amber: another token or a registration is asked for.
    Asked,
    /// The right half dashed red.
    Refused,
    /// Joined.
    SignedIn,
}

impl SignIn {
    /// What a screen shows at this moment of the device's clock.
    pub fn view(&self, now: Timestamp) -> View {
        let common = &self.common;
        match &self.state {
            State::Restoring(_) => View::Starting,
            // What is typed before the start would be lost with it.
            State::SignedOut { .. } if common.ticket == Ticket::default() => View::Starting,
            State::Resuming(_) => View::Waiting(Waiting::Resuming),
            State::SignedOut { notice, problem } => {
                View::Form(common.form(notice.as_ref(), *problem))
            }
            State::Looking { .. } => View::Waiting(Waiting::Looking),
            State::Checking { token, .. } => View::Waiting(Waiting::Checking {
                with_code: token.is_some(),
            }),
            State::AskChange(credentials) => View::AskChange {
                tokens: common.active_tokens_of(&credentials.user_name),
                issuer: common.issuer().to_owned(),
            },
            State::TokenPage(credentials) => View::TokenPage {
                tokens: common.active_tokens_of(&credentials.user_name),
                issuer: common.issuer().to_owned(),
            },
            State::Refused(_) => View::Refused,
            State::RegisterChoice(_) => View::RegisterChoice,
            State::Starting { .. } => View::Waiting(Waiting::Starting),
            State::SmsSent(sms) => View::Sms(common.sms(sms, now)),
            State::Activation(activation) => View::Activation(ActivationView {
                user_name: activation.credentials.user_name.clone(),
                wait: match &activation.problem {
                    Some(ActivationProblem::Wait(until)) => Some(seconds_to(*until, now)),
                    _ => None,
                },
                problem: activation.problem.clone(),
                busy: activation.busy.is_some(),
            }),
            State::Saving { .. } => View::Waiting(Waiting::Saving),
            State::SaveFailed { problem, .. } => View::SaveFailed(problem.clone()),
            State::Registered {
                token,
                superseded_other,
                ..
            } => View::Registered {
                issuer: token.issuer.clone(),
                superseded_other: *superseded_other,
            },
            State::Mismatch(mismatch) => View::Mismatch(MismatchView {
                token: mismatch.token.clone(),
                tries_left: mismatch.tries_left,
                next_in: seconds_to(mismatch.next_at, now),
                waiting: mismatch.wake.is_some(),
                clock_slow_by: common.clock_slow_by(),
            }),
            State::CodeUsed { wake, .. } => View::CodeUsed {
                next_in: seconds_to(wake.at, now),
            },
            State::TokenMoved(moved) => View::Moved(MovedView {
                token: moved.token.clone(),
                reason: moved.reason,
                at: moved.at,
                removing: moved.removing.is_some(),
                problem: moved.problem.clone(),
            }),
            State::Locked { until, .. } => View::Locked {
                until: *until,
                opens_in: until.map(|until| seconds_to(common.on_device(until), now)),
            },
            State::Offline { wake, .. } => View::Offline {
                retry_in: seconds_to(wake.at, now),
            },
            State::Throttled { wake, .. } => View::Throttled {
                retry_in: seconds_to(wake.at, now),
            },
            State::NotOurs(_) => View::NotOurs,
            State::TooOld => View::TooOld,
            State::Failed { failure, .. } => View::Failed(failure.clone()),
            State::SignedIn(signed_in) => View::SignedIn(Box::new(SessionView {
                user: signed_in.user.clone(),
                session: signed_in.session.clone(),
                binding: signed_in.binding.clone(),
                loading: signed_in.me.loading.is_some(),
                problem: signed_in.me.problem.clone(),
                sessions: signed_in.sessions.value.clone(),
                sessions_loading: signed_in.sessions.loading.is_some(),
                sessions_problem: signed_in.sessions.problem.clone(),
                ending: signed_in.ending.as_ref().map(|(_, id)| id.clone()),
                ending_problem: signed_in.ending_problem.clone(),
                clock_slow_by: common.clock_slow_by(),
            })),
            State::SigningOut(_) => View::Waiting(Waiting::SigningOut),
        }
    }

    /// Who is signed in, as people call them.
    pub fn display_name(&self) -> Option<&str> {
        match &self.state {
            State::SignedIn(signed_in) => Some(&signed_in.user.display_name),
            _ => None,
        }
    }

    /// What the mark shows.
    pub fn phase(&self) -> Phase {
        match &self.state {
            State::Looking { .. }
            | State::Checking { .. }
            | State::Starting { .. }
            | State::Saving { .. }
            | State::Registered { .. }
            | State::CodeUsed { .. }
            | State::Resuming(_) => Phase::Checking,
            State::AskChange(_)
            | State::TokenPage(_)
            | State::RegisterChoice(_)
            | State::SmsSent(_)
            | State::Activation(_)
            | State::SaveFailed { .. }
            | State::TokenMoved(_) => Phase::Asked,
            State::Refused(_) | State::Mismatch(_) | State::Locked { .. } => Phase::Refused,
            State::SignedIn(_) => Phase::SignedIn,
            State::Restoring(_)
            | State::SignedOut { .. }
            | State::Offline { .. }
            | State::Throttled { .. }
            | State::NotOurs(_)
            | State::Failed { .. }
            | State::TooOld
            | State::SigningOut(_) => Phase::SignedOut,
        }
    }

    /// Whether [`view`](Self::view) counts seconds, so that it has to be asked again each second.
    pub fn counts_down(&self) -> bool {
        matches!(
            self.state,
            State::SmsSent(_)
                | State::Activation(Activation {
                    problem: Some(ActivationProblem::Wait(_)),
                    ..
                })
                | State::Mismatch(_)
                | State::CodeUsed { .. }
                | State::Locked { until: Some(_), .. }
                | State::Offline { .. }
                | State::Throttled { .. }
        )
    }

    /// Whether a password, a code or an issued token is in it.
    pub fn holds_secret(&self) -> bool {
        match &self.state {
            State::Looking { .. }
            | State::Checking { .. }
            | State::AskChange(_)
            | State::TokenPage(_)
            | State::Refused(_)
            | State::RegisterChoice(_)
            | State::Starting { .. }
            | State::Activation(_)
            | State::Saving { .. }
            | State::SaveFailed { .. }
            | State::Registered { .. }
            | State::Mismatch(_)
            | State::CodeUsed { .. }
            | State::TokenMoved(_) => true,
            State::SmsSent(sms) => {
                sms.credentials.is_some() || sms.unsent.is_some() || sms.confirming().is_some()
            }
            State::Offline { resume, .. }
            | State::Throttled { resume, .. }
            | State::Failed { resume, .. }
            | State::NotOurs(resume) => !matches!(resume, Resume::Session),
            State::Restoring(_)
            | State::Resuming(_)
            | State::SignedOut { .. }
            | State::Locked { .. }
            | State::TooOld
            | State::SignedIn(_)
            | State::SigningOut(_) => false,
        }
    }
}

impl Common {
    fn form(&self, notice: Option<&Notice>, problem: Option<FormProblem>) -> FormView {
        let code_of = self
            .asks_for_codes()
            .then(|| self.named_token_of(&self.kept.user_name))
            .flatten();
        FormView {
            user_name: self.kept.user_name.clone(),
            server_name: self.config.as_ref().map(|c| c.server_name.clone()),
            code_of,
            notice: notice.cloned(),
            problem,
        }
    }

    fn sms(&self, sms: &SmsSent, now: Timestamp) -> SmsView {
        let started = &sms.registration.started;
        SmsView {
            user_name: sms.registration.user_name.clone(),
            valid_for: full_seconds_to(self.on_device(started.expires_at), now),
            resend_in: seconds_to(self.on_device(started.resend_at), now),
            tries_left: started.tries_left,
            wait: sms.waits_until().map(|until| seconds_to(until, now)),
            problem: sms.problem.clone(),
            confirming: sms.confirming().is_some(),
            resending: sms.resending().is_some(),
            can_activate: sms.credentials.is_some(),
        }
    }

    fn clock_slow_by(&self) -> Option<i64> {
        let offset = self
            .offset
            .filter(|offset| offset.abs() > CLOCK_HINT_FROM_MS)?;
        Some(offset / 1000)
    }
}

/// Whole seconds that are left, rounded up; 0 when the time has come.
fn seconds_to(at: Timestamp, now: Timestamp) -> u64 {
    let millis = u64::try_from(at.millis_since(now)).unwrap_or(0);
    millis.div_ceil(1000)
}

/// Whole seconds that are left for sure; `now` may be up to a second old.
fn full_seconds_to(at: Timestamp, now: Timestamp) -> u64 {
    u64::try_from(at.millis_since(now)).unwrap_or(0) / 1000
}
