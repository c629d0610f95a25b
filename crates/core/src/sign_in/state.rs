use core::fmt;

use countersign_protocol::{
    BindingInfo, ClientConfig, Registered, RegistrationStarted, SecretText, SessionEnd,
    SessionInfo, Timestamp, User,
};
use serde::{Deserialize, Serialize};

use crate::Ticket;
use crate::ports::KeyError;
use crate::vault::{Standing, StopReason, TokenId, VaultError, VaultToken};

/// The sign-in as a whole.
#[derive(Debug)]
pub struct SignIn {
    pub(super) common: Common,
    pub(super) state: State,
}

/// What is true in every state; no secret among it.
#[derive(Debug, Default)]
pub(super) struct Common {
    /// The last ticket that was drawn.
    pub(super) ticket: Ticket,
    pub(super) kept: Kept,
    pub(super) config: Option<ClientConfig>,
    /// The server's clock minus the device's, milliseconds.
    pub(super) offset: Option<i64>,
    pub(super) tokens: Vec<TokenRef>,
    /// Since when the server gives no answer, and how often it was asked since.
    pub(super) away: Option<(Timestamp, u32)>,
    pub(super) bindings_check: Option<Ticket>,
    pub(super) bindings_checked_at: Option<Timestamp>,
    /// A sign-out at the server that is under way without anybody watching.
    pub(super) sign_out: Option<Ticket>,
    /// When the next such sign-out is tried.
    pub(super) sign_out_wake: Option<Ticket>,
}

/// Where the sign-in stands.
#[derive(Debug)]
pub enum State {
    /// Reading what was kept.
    Restoring(Ticket),
    /// Asking whether the session of before the reload still stands.
    Resuming(Ticket),
    /// The form.
    SignedOut {
        /// Why the person is here.
        notice: Option<Notice>,
        /// What is wrong with what was typed.
        problem: Option<FormProblem>,
    },
    /// Fetching the configuration, looking for the token.
    Looking {
        /// For the check.
        credentials: Credentials,
        /// Awaited.
        ticket: Ticket,
    },
    /// The server checks password and code.
    Checking {
        /// For the check, and for what may follow it.
        credentials: Credentials,
        /// The token whose code goes along.
        token: Option<TokenRef>,
        /// Awaited.
        ticket: Ticket,
    },
    /// Registered tokens are here, none of the name that the server asks for.
    AskChange(Credentials),
    /// The list of those tokens.
    TokenPage(Credentials),
    /// One message for everything that an outsider may not know.
    Refused(Credentials),
    /// Text message or activation code.
    RegisterChoice(Credentials),
    /// Asking for a text message.
    Starting {
        /// Asked for with these.
        credentials: Credentials,
        /// Awaited.
        ticket: Ticket,
    },
    /// Waiting for the code of the text message.
    SmsSent(SmsSent),
    /// Waiting for the activation code.
    Activation(Activation),
    /// The issued token goes into the vault.
    Saving {
        /// What is to be saved.
        issued: Issued,
        /// Awaited.
        ticket: Ticket,
    },
    /// It could not be written; it is still here.
    SaveFailed {
        /// What is to be saved.
        issued: Issued,
        /// Why it was not.
        problem: VaultError,
    },
    /// Registered; goes on by itself.
    Registered {
        /// For the check that follows.
        credentials: Credentials,
        /// The new token.
        token: TokenRef,
        /// Whether another device's token stopped.
        superseded_other: bool,
        /// When it goes on.
        wake: Wake,
    },
    /// The server did not accept the code.
    Mismatch(Mismatch),
    /// The code was used before; the next one goes by itself.
    CodeUsed {
        /// For the next check.
        credentials: Credentials,
        /// The token.
        token: TokenRef,
        /// When the next code begins.
        wake: Wake,
    },
    /// The token stopped: moved to another device, or revoked.
    TokenMoved(TokenMoved),
    /// The account is locked.
    Locked {
        /// Until when, by the server's clock; without it an administrator has to open it.
        until: Option<Timestamp>,
        /// When it opens.
        wake: Option<Wake>,
    },
    /// No answer; goes on by itself.
    Offline {
        /// What was asked for.
        resume: Resume,
        /// When it is tried again.
        wake: Wake,
    },
    /// The server asks to wait; goes on by itself.
    Throttled {
        /// What was asked for.
        resume: Resume,
        /// When it is tried again.
        wake: Wake,
    },
    /// Something answers, but not as the server.
    NotOurs(Resume),
    /// The server or this device failed.
    Failed {
        /// What was asked for.
        resume: Resume,
        /// What failed.
        failure: Failure,
    },
    /// The server serves newer apps only.
    TooOld,
    /// Signed in.
    SignedIn(Box<SignedIn>),
    /// The session is being ended; nothing of it is here any longer.
    SigningOut(Ticket),
}

/// What was typed into the form.
#[derive(Clone)]
pub struct Credentials {
    /// Trimmed, not empty.
    pub user_name: String,
    /// Not empty.
    pub password: SecretText,
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Credentials({})", self.user_name)
    }
}

/// In [`State::SmsSent`].
#[derive(Debug)]
pub struct SmsSent {
    /// Gone after a reload; the password is asked again in the end.
    pub(super) credentials: Option<Credentials>,
    pub(super) registration: Pending,
    pub(super) problem: Option<SmsProblem>,
    pub(super) busy: Option<SmsBusy>,
    /// A code that could not be sent yet.
    pub(super) unsent: Option<(SecretText, Wake)>,
    pub(super) listening: Ticket,
}

impl SmsSent {
    pub(super) fn confirming(&self) -> Option<Ticket> {
        match self.busy {
            Some(SmsBusy::Confirming(ticket, _)) => Some(ticket),
            _ => None,
        }
    }

    pub(super) fn resending(&self) -> Option<Ticket> {
        match self.busy {
            Some(SmsBusy::Resending(ticket)) => Some(ticket),
            _ => None,
        }
    }

    /// Until when no code is taken, by the device's clock.
    pub(super) fn waits_until(&self) -> Option<Timestamp> {
        match self.problem {
            Some(SmsProblem::Wait(until)) => Some(until),
            Some(SmsProblem::UsedUp(until)) => until,
            _ => None,
        }
    }
}

/// What is under way in [`State::SmsSent`].
#[derive(Debug)]
pub(super) enum SmsBusy {
    Confirming(Ticket, SecretText),
    Resending(Ticket),
}

/// In [`State::Activation`].
#[derive(Debug)]
pub struct Activation {
    pub(super) credentials: Credentials,
    pub(super) problem: Option<ActivationProblem>,
    pub(super) busy: Option<(Ticket, SecretText)>,
    /// A code that could not be sent yet.
    pub(super) unsent: Option<(SecretText, Wake)>,
}

/// A token that the server issued and that is not in the vault yet.
#[derive(Debug)]
pub struct Issued {
    pub(super) registered: Box<Registered>,
    pub(super) credentials: Option<Credentials>,
}

/// In [`State::Mismatch`].
#[derive(Debug)]
pub struct Mismatch {
    pub(super) credentials: Credentials,
    pub(super) token: TokenRef,
    pub(super) tries_left: Option<u32>,
    /// When the next code begins, by the device's clock.
    pub(super) next_at: Timestamp,
    /// Set when the person has asked for it.
    pub(super) wake: Option<Wake>,
}

/// In [`State::TokenMoved`].
#[derive(Debug)]
pub struct TokenMoved {
    pub(super) credentials: Credentials,
    pub(super) token: Option<TokenRef>,
    pub(super) reason: StopReason,
    pub(super) at: Option<Timestamp>,
    pub(super) removing: Option<Ticket>,
    pub(super) problem: Option<VaultError>,
}

/// In [`State::SignedIn`].
#[derive(Debug)]
pub struct SignedIn {
    pub(super) user: User,
    pub(super) session: SessionInfo,
    pub(super) binding: Option<BindingInfo>,
    pub(super) me: Panel<()>,
    pub(super) sessions: Panel<Vec<SessionInfo>>,
    pub(super) ending: Option<(Ticket, String)>,
    pub(super) ending_problem: Option<Failure>,
    /// When the session ends unless it is used.
    pub(super) wake: Wake,
}

/// Something that is loaded, perhaps more than once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Panel<T> {
    /// What was loaded last.
    pub value: Option<T>,
    /// Set while it is being loaded.
    pub loading: Option<Ticket>,
    /// Why the last loading failed.
    pub problem: Option<Failure>,
}

/// A time to wake up at, by the device's clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wake {
    /// The time.
    pub at: Timestamp,
    /// Awaited.
    pub ticket: Ticket,
}

/// What goes on when the server answers again.
#[derive(Debug)]
pub enum Resume {
    /// The sign-in, from the look for the token on.
    SignIn(Credentials),
    /// The check with a token that the person chose.
    Check(Credentials, TokenRef),
    /// The wish for a text message.
    Register(Credentials),
    /// The session of before the reload.
    Session,
}

/// A registered token as the sign-in sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenRef {
    /// Names it in the vault.
    pub id: TokenId,
    /// Its issuer.
    pub issuer: String,
    /// Whose it is.
    pub user_name: String,
    /// Counts the registrations of this user.
    pub generation: u64,
    /// Whether its codes count.
    pub standing: Standing,
}

/// A registered token that has stopped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoppedToken {
    /// Names it in the vault.
    pub id: TokenId,
    /// When it stopped.
    pub at: Option<Timestamp>,
    /// Why.
    pub reason: StopReason,
}

impl TokenRef {
    /// Of a registered token; nothing for an offline one.
    pub fn of(token: &VaultToken) -> Option<Self> {
        let registration = token.registration()?;
        Some(Self {
            id: token.id.clone(),
            issuer: token.token.issuer.clone(),
            user_name: registration.user_name.clone(),
            generation: registration.generation,
            standing: registration.standing,
        })
    }
}

impl StoppedToken {
    /// Of a registered token that has stopped; nothing for any other.
    pub fn of(token: &VaultToken) -> Option<Self> {
        match token.registration()?.standing {
            Standing::Active => None,
            Standing::Stopped { at, reason } => Some(Self {
                id: token.id.clone(),
                at,
                reason,
            }),
        }
    }
}

/// What a reload needs; no secret among it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Kept {
    /// The user name that was typed last.
    pub user_name: String,
    /// A registration that waits for its code.
    pub pending: Option<Pending>,
    /// Whether a session was running.
    pub signed_in: bool,
    /// Whether a session is still to be ended at the server.
    pub owes_sign_out: bool,
}

/// A registration that waits for its code. Useless without the device key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pending {
    /// Whose it is.
    pub user_name: String,
    /// What the server said.
    pub started: RegistrationStarted,
}

/// Why the person is at the form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// They signed out.
    SignedOut,
    /// They signed out here, but the server does not know yet; it is told by itself later.
    SignOutUnsent,
    /// The session ended.
    SessionEnded {
        /// Why.
        reason: Option<SessionEnd>,
        /// When, by the server's clock.
        at: Option<Timestamp>,
    },
    /// The token is registered; the password is needed once more.
    Registered,
    /// The stopped token has been removed.
    TokenRemoved,
    /// The server gave no answer for a long time, so what was typed has been dropped.
    Unreachable,
    /// The lock of the account is over.
    LockOver,
}

/// What is wrong with what was typed into the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormProblem {
    /// No user name.
    UserNameMissing,
    /// Longer than any user name.
    UserNameTooLong,
    /// No password.
    PasswordMissing,
    /// Longer than any password.
    PasswordTooLong,
}

/// What is wrong at the text message's code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SmsProblem {
    /// Not six digits.
    Incomplete,
    /// Not the code.
    Wrong,
    /// It has run out.
    Expired,
    /// Too many wrong codes; until when nothing goes, by the device's clock, where known.
    UsedUp(Option<Timestamp>),
    /// The server does not know the registration any longer.
    Unknown,
    /// The server asks to wait, until then by the device's clock.
    Wait(Timestamp),
    /// No answer; goes on by itself.
    Unreachable,
    /// Something else.
    Failed(Failure),
}

/// What is wrong at the activation code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ActivationProblem {
    /// Nothing was typed.
    Missing,
    /// The name, the password or the code is wrong.
    Refused,
    /// The server asks to wait, until then by the device's clock.
    Wait(Timestamp),
    /// No answer; goes on by itself.
    Unreachable,
    /// Something else.
    Failed(Failure),
}

/// Something failed that the person can only try again or report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The server failed.
    Server {
        /// Finds it in the server's log.
        reference: Option<String>,
    },
    /// The server did not accept the proof of the device key, most likely because of the clock.
    Proof,
    /// The device key cannot be used.
    DeviceKey(KeyError),
    /// The code could not be computed: the token is not in the vault any longer.
    TokenGone,
    /// No answer.
    Unreachable,
    /// Something answers, but not as the server.
    NotOurs,
    /// The server asks to wait.
    Wait,
}
