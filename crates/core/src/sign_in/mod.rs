//! Signing in, from the form to the session and back (`product.md`, section 4).
//!
//! - **Started by** [`Event::Start`], once, when the vault is open.
//! - **Ends** never: a signed-out client is at the form again.
//! - **Driven by** the runtime: every [`Effect::Run`] goes through [`crate::runner`], whose answer
//!   is the next event; the other effects are the runtime's own.
//!
//! ```text
//! Restoring ── nothing kept ──▶ SignedOut
//!           ── a text message was asked for ──▶ SmsSent (without the password)
//!           ── was signed in ──▶ Resuming ──▶ SignedIn | SignedOut | Offline
//! SignedOut ── Submit ──▶ Looking ── codes off, or no token of this user ──▶ Checking (password)
//!                                 ── token named as the issuer ──▶ Checking (password and code)
//!                                 ── tokens of other names ──▶ AskChange ──▶ TokenPage
//! Checking ── accepted ──▶ SignedIn ── SignOut ──▶ SigningOut ──▶ SignedOut
//!          ── refused ──▶ Refused ── Register ──▶ RegisterChoice
//!          ── code refused ──▶ Mismatch ── next code ──▶ Checking
//!          ── code used ──▶ CodeUsed ── next code, by itself ──▶ Checking
//!          ── superseded, revoked ──▶ TokenMoved ── Register ──▶ RegisterChoice
//!          ── locked ──▶ Locked
//! TokenPage ── UseToken ──▶ Checking      ── Register ──▶ RegisterChoice
//! RegisterChoice ── TextMe ──▶ Starting ──▶ SmsSent ── right code ──▶ Saving
//!                ── UseActivationCode ──▶ Activation ── right code ──▶ Saving
//! Saving ── saved ──▶ Registered ──▶ Checking with the new token
//!        ── not saved ──▶ SaveFailed ── TryAgain ──▶ Saving
//! any call ── no answer ──▶ Offline, which goes on by itself
//!          ── 429, 503 ──▶ Throttled, which goes on by itself
//!          ── not ours | too old | failed ──▶ NotOurs | TooOld | Failed
//! any state ── Leave ──▶ SignedOut
//! ```
//!
//! **The attacker** may hold the unlocked device for a moment, read what is kept on it, answer in
//! the server's place without its certificate (not at all), delay, drop or repeat answers. So:
//! credentials and codes live only in the states that need them, are [`SecretText`] and go with
//! the state; what is kept for a reload ([`Kept`]) is no secret; each answer carries the
//! [`Ticket`] of its question and counts once; nothing that is shown tells whether a name or a
//! password was right.
//!
//! [`SecretText`]: crate::SecretText
//! [`Ticket`]: crate::Ticket

mod effect;
mod event;
mod state;
mod step;
#[cfg(test)]
mod tests;
mod turn;
mod view;

pub use effect::{Announcement, Effect, Job};
pub use event::{Answer, Event, Looked, Restored};
pub use state::{
    ActivationProblem, Credentials, Failure, FormProblem, Kept, Notice, Panel, Pending, Resume,
    SignIn, SmsProblem, State, StoppedToken, TokenRef, Wake,
};
pub use view::{
    ActivationView, FormView, MismatchView, MovedView, Phase, SessionView, SmsView, View, Waiting,
};
