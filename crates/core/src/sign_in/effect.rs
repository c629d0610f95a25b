use countersign_protocol::{Registered, SecretText, Timestamp};

use super::state::{Credentials, Kept, StoppedToken};
use crate::Ticket;
use crate::vault::TokenId;

/// What the sign-in orders.
#[derive(Debug)]
pub enum Effect {
    /// Something for [`crate::runner::Runner::perform`]; its answer is the next event.
    Run(Job),
    /// Send [`super::Event::Woke`] at this moment of the device's clock. Never in the past. Many
    /// may be open; those that nobody waits for any longer are ignored.
    WakeAt(Timestamp, Ticket),
    /// Wait for the text message, where the browser can (`WebOTP`); the code comes as
    /// [`super::Event::SmsArrived`]. A new one replaces the one before.
    ListenForSms(Ticket),
    /// Wait no longer.
    StopListening,
    /// Tell the person, in passing.
    Announce(Announcement),
}

/// Work at the server or the vault. Awaited work carries a ticket.
#[derive(Debug)]
pub enum Job {
    /// Read what was kept.
    Restore(Ticket),
    /// Write what a reload needs. Not awaited.
    Keep(Kept),
    /// Fetch the configuration and look which registered tokens are here.
    Look(Ticket),
    /// Ask what became of this device's bindings, and mark those in the vault that stopped.
    CheckBindings(Ticket),
    /// Sign in. The token's code is computed at the moment of sending, by the corrected clock.
    StartSession {
        /// Awaited.
        ticket: Ticket,
        /// Who, and the password.
        credentials: Credentials,
        /// The token whose code goes along.
        token: Option<TokenId>,
    },
    /// Ask for a code by text message.
    StartRegistration {
        /// Awaited.
        ticket: Ticket,
        /// Who, and the password.
        credentials: Credentials,
    },
    /// Ask for another one.
    Resend {
        /// Awaited.
        ticket: Ticket,
        /// The registration.
        id: String,
    },
    /// Send the code of the text message.
    Confirm {
        /// Awaited.
        ticket: Ticket,
        /// The registration.
        id: String,
        /// The code.
        code: SecretText,
    },
    /// Register by an activation code.
    Activate {
        /// Awaited.
        ticket: Ticket,
        /// Who, and the password.
        credentials: Credentials,
        /// The activation code.
        code: SecretText,
    },
    /// Put the issued token into the vault, in place of this user's older one.
    SaveRegistered {
        /// Awaited.
        ticket: Ticket,
        /// What the server issued.
        registered: Box<Registered>,
    },
    /// Note in the vault that a token has stopped. Not awaited.
    MarkStopped(StoppedToken),
    /// Give a registered token the name that the server asks for now. Not awaited.
    RenameToken {
        /// The token.
        token: TokenId,
        /// Its new issuer.
        issuer: String,
    },
    /// Remove a stopped token.
    RemoveToken {
        /// Awaited.
        ticket: Ticket,
        /// The token.
        token: TokenId,
    },
    /// Ask who is signed in.
    LoadMe(Ticket),
    /// Ask for the user's sessions.
    LoadSessions(Ticket),
    /// End another session of the user.
    EndSession {
        /// Awaited.
        ticket: Ticket,
        /// The session.
        id: String,
    },
    /// End the current session at the server.
    SignOut(Ticket),
}

/// Something to tell in passing (a toast, a live region).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Announcement {
    /// Signed in to the server of this name.
    SignedIn {
        /// What people call the server.
        server_name: String,
    },
    /// Another text message was asked for.
    SentAgain,
    /// This device's token is registered.
    Registered {
        /// Its issuer.
        issuer: String,
    },
    /// The registered token carries the server's new name now.
    TokenRenamed {
        /// The new name.
        issuer: String,
    },
    /// Another session has been ended.
    SessionEnded,
}
