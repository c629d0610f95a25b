//! How a token gets into the vault: from a text that was pasted, scanned or typed, over a look at
//! it, to the write.
//!
//! - **Started by** opening the page: [`Add::new`].
//! - **Ends with** `Saved` or `Duplicate`.
//!
//! ```text
//! Entry ── Read | Typed ──▶ Preview ── Save ──▶ Saving ── saved ──▶ Saved
//!   ▲ what is wrong with it   │                   ├── same there ──▶ Duplicate
//!   └──────── Back ───────────┘                   └── failed ──▶ Preview with the reason
//! ```

use countersign_otp::{Code, Kind, Secret, Token, UriError};
use countersign_protocol::{SecretText, Timestamp};

use super::manual::{Manual, ManualErrors};
use crate::vault::{Added, TokenId, VaultError};
use crate::{Machine, Note, Step, Ticket, Why};

/// Adding one token.
#[derive(Debug, Default)]
pub struct Add {
    ticket: Ticket,
    state: State,
}

#[derive(Debug)]
enum State {
    Entry(Option<AddProblem>),
    Preview(Token, Option<VaultError>),
    Saving(Token, Ticket),
    Saved(TokenId),
    Duplicate(TokenId),
}

impl Default for State {
    fn default() -> Self {
        Self::Entry(None)
    }
}

/// What can happen.
#[derive(Debug)]
pub enum AddEvent {
    /// A text came in: pasted, scanned, dropped, shared.
    Read(SecretText),
    /// The form was sent.
    Typed(Manual),
    /// The names were changed in the preview.
    Renamed(Names),
    /// Save it.
    Save,
    /// Back from the preview to the entry.
    Back,
    /// Answers [`AddEffect::Save`].
    Saved(Ticket, Result<Added, VaultError>),
}

/// What a token is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Names {
    /// Who issued it.
    pub issuer: String,
    /// Whose it is.
    pub account_name: String,
}

/// What is ordered.
#[derive(Debug)]
pub enum AddEffect {
    /// [`crate::vault::Vault::add`] it; the answer is [`AddEvent::Saved`].
    Save(Ticket, Box<Token>),
}

/// Why nothing can be previewed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AddProblem {
    /// Nothing was there.
    Empty,
    /// The text alone is a secret: the form asks for the rest.
    BareSecret,
    /// The text holds no token that can be used.
    Uri(UriError),
    /// The form.
    Manual(ManualErrors),
}

/// What the page shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AddView {
    /// The ways in.
    Entry(Option<AddProblem>),
    /// Is this what the other app shows?
    Preview(PreviewView),
    /// It is in the vault.
    Saved(TokenId),
    /// It was there already.
    Duplicate(TokenId),
}

/// A look at a token before it is saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PreviewView {
    /// What it is called.
    pub names: Names,
    /// How its codes are made.
    pub kind: Kind,
    /// The code of now.
    pub code: Code,
    /// Whole seconds that it is still good for; not for counter tokens.
    pub seconds_left: Option<u64>,
    /// It is being saved.
    pub saving: bool,
    /// Why it could not be saved.
    pub problem: Option<VaultError>,
}

impl Add {
    /// Nothing has been read yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// What the page shows at this moment of the device's clock.
    pub fn view(&self, now: Timestamp) -> AddView {
        match &self.state {
            State::Entry(problem) => AddView::Entry(problem.clone()),
            State::Preview(token, problem) => AddView::Preview(PreviewView {
                problem: problem.clone(),
                ..preview(token, now)
            }),
            State::Saving(token, _) => AddView::Preview(PreviewView {
                saving: true,
                ..preview(token, now)
            }),
            State::Saved(id) => AddView::Saved(id.clone()),
            State::Duplicate(id) => AddView::Duplicate(id.clone()),
        }
    }

    /// Whether a token's secret is in it.
    pub fn holds_secret(&self) -> bool {
        matches!(self.state, State::Preview(..) | State::Saving(..))
    }
}

fn preview(token: &Token, now: Timestamp) -> PreviewView {
    let millis = u64::try_from(now.as_millis()).unwrap_or(0);
    PreviewView {
        names: Names {
            issuer: token.issuer.clone(),
            account_name: token.account_name.clone(),
        },
        kind: token.kind,
        code: token.code_at(millis / 1000),
        seconds_left: token.seconds_left(millis),
        saving: false,
        problem: None,
    }
}

/// The token in a text.
fn read(text: &SecretText) -> Result<Token, AddProblem> {
    let trimmed = text.expose().trim();
    if trimmed.is_empty() {
        return Err(AddProblem::Empty);
    }
    Token::from_uri(trimmed).map_err(|error| match error {
        UriError::NotOtpauth if looks_like_secret(trimmed) => AddProblem::BareSecret,
        error => AddProblem::Uri(error),
    })
}

/// Sixteen characters of base 32, as sites print them; fewer are rather a word.
fn looks_like_secret(text: &str) -> bool {
    Secret::from_base32(text).is_ok_and(|secret| secret.expose_bytes().len() >= 10)
}

impl Machine for Add {
    type Event = AddEvent;
    type Effect = AddEffect;

    fn step(mut self, _now: Timestamp, event: AddEvent) -> Step<Self> {
        let mut effects = Vec::new();
        let entered = |result: Result<Token, AddProblem>| match result {
            Ok(token) => (State::Preview(token, None), Note::Moved),
            Err(problem) => (State::Entry(Some(problem)), Note::Kept),
        };
        let (state, note) = match (self.state, event) {
            (State::Entry(_), AddEvent::Read(text)) => entered(read(&text)),
            (State::Entry(_), AddEvent::Typed(form)) => {
                entered(form.check().map_err(AddProblem::Manual))
            }
            (State::Preview(token, problem), AddEvent::Renamed(names)) => {
                let token = Token {
                    issuer: names.issuer.trim().to_owned(),
                    account_name: names.account_name.trim().to_owned(),
                    ..token
                };
                (State::Preview(token, problem), Note::Kept)
            }
            (State::Preview(token, _), AddEvent::Save) => {
                let ticket = self.ticket.draw();
                effects.push(AddEffect::Save(ticket, Box::new(token.clone())));
                (State::Saving(token, ticket), Note::Moved)
            }
            (State::Preview(..), AddEvent::Back) => (State::Entry(None), Note::Moved),
            (State::Saving(token, asked), AddEvent::Saved(ticket, result)) if asked == ticket => {
                let state = match result {
                    Ok(Added::New(id)) => State::Saved(id),
                    Ok(Added::Duplicate(id)) => State::Duplicate(id),
                    Err(error) => State::Preview(token, Some(error)),
                };
                (state, Note::Moved)
            }
            (state @ State::Saving(..), AddEvent::Save) => (state, Note::Ignored(Why::Busy)),
            (state, AddEvent::Saved(..)) => (state, Note::Ignored(Why::Stale)),
            (state, _) => (state, Note::Ignored(Why::OutOfPlace)),
        };
        Step {
            state: Self {
                ticket: self.ticket,
                state,
            },
            effects,
            note,
        }
    }
}
