use countersign_protocol::{
    ClientConfig, Me, Registered, RegistrationStarted, SecretText, Sessions, StartedSession,
    Timestamp,
};

use super::state::{Kept, StoppedToken, TokenRef};
use crate::Ticket;
use crate::api::ApiError;
use crate::vault::{TokenId, VaultError};

/// What can happen to the sign-in.
#[derive(Debug)]
pub enum Event {
    /// The app has started and the vault is open.
    Start,
    /// The form was sent.
    Submit {
        /// As typed.
        user_name: String,
        /// As typed.
        password: SecretText,
    },
    /// The form was sent with the wish to register a token on this device.
    SubmitToRegister {
        /// As typed.
        user_name: String,
        /// As typed.
        password: SecretText,
    },
    /// Change the token: from `AskChange` and `Mismatch` to the token page.
    ChangeToken,
    /// Use this registered token, though it carries another name.
    UseToken(TokenId),
    /// Register a token on this device: from `Refused`, `TokenPage`, `TokenMoved`.
    Register,
    /// Send a code by text message.
    TextMe,
    /// Register by an activation code.
    UseActivationCode,
    /// The code of the text message was typed.
    EnterCode(SecretText),
    /// Send another code.
    ResendCode,
    /// The activation code was typed.
    Activate(SecretText),
    /// Do again what failed. From `Mismatch`: with the next code, as soon as it begins.
    TryAgain,
    /// Go on after the registration.
    Continue,
    /// Remove the stopped token.
    RemoveToken,
    /// Cancel, back, not now: to the form. Not while signed in.
    Leave,
    /// End one of the user's sessions; the current one is signed out.
    EndSession(String),
    /// Sign out.
    SignOut,
    /// Ask again who is signed in and in which sessions: at `Shown`, or by hand.
    Reload,

    /// The network is back.
    Online,
    /// The app is in front again.
    Shown,
    /// The time of a [`super::Effect::WakeAt`] has come.
    Woke(Ticket),
    /// The browser read the code from the text message (`WebOTP`).
    SmsArrived(Ticket, SecretText),

    /// Answers [`super::Job::Restore`].
    Restored(Ticket, Box<Restored>),
    /// Answers [`super::Job::Look`].
    Looked(Box<Looked>),
    /// Answers [`super::Job::CheckBindings`]: those of the tokens here that have stopped. They
    /// are marked in the vault already.
    BindingsChecked(Answer<Vec<StoppedToken>>),
    /// Answers [`super::Job::StartSession`].
    SessionStarted {
        /// The answer.
        answer: Answer<StartedSession>,
        /// Until when the code that was sent is the current one, by the server's clock.
        code_until: Option<Timestamp>,
    },
    /// Answers [`super::Job::StartRegistration`] and [`super::Job::Resend`].
    SmsRequested(Answer<RegistrationStarted>),
    /// Answers [`super::Job::Confirm`] and [`super::Job::Activate`].
    Issued(Answer<Box<Registered>>),
    /// Answers [`super::Job::SaveRegistered`].
    Saved(Ticket, Result<TokenRef, VaultError>),
    /// Answers [`super::Job::RemoveToken`].
    Removed(Ticket, Result<(), VaultError>),
    /// Answers [`super::Job::LoadMe`].
    MeLoaded(Answer<Box<Me>>),
    /// Answers [`super::Job::LoadSessions`].
    SessionsLoaded(Answer<Sessions>),
    /// Answers [`super::Job::EndSession`] and [`super::Job::SignOut`].
    SessionEnded(Answer<()>),
}

/// What the server answered to the question with this ticket.
#[derive(Debug)]
pub struct Answer<T> {
    /// Of the question.
    pub ticket: Ticket,
    /// The server's clock minus the device's, milliseconds, as last measured.
    pub offset: Option<i64>,
    /// The answer.
    pub result: Result<T, ApiError>,
}

/// What was found at the start of the app.
#[derive(Clone, Debug, Default)]
pub struct Restored {
    /// What this machine kept.
    pub kept: Kept,
    /// The last configuration of the server.
    pub config: Option<ClientConfig>,
    /// The last measured offset, as in [`Answer::offset`].
    pub offset: Option<i64>,
    /// The registered tokens on this device.
    pub tokens: Vec<TokenRef>,
}

/// What is known at the start of a sign-in.
#[derive(Debug)]
pub struct Looked {
    /// The configuration, fresh from the server.
    pub answer: Answer<ClientConfig>,
    /// The registered tokens on this device.
    pub tokens: Vec<TokenRef>,
}
