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

use countersign_otp::{Code, Kind, Secret, Token, UriError, percent_decode};
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
    let text = plain_link(text);
    let trimmed = text.expose().trim();
    if trimmed.is_empty() {
        return Err(AddProblem::Empty);
    }
    Token::from_uri(trimmed).map_err(|error| match error {
        UriError::NotOtpauth if looks_like_secret(trimmed) => AddProblem::BareSecret,
        error => AddProblem::Uri(error),
    })
}

/// A link as its issuer wrote it. What comes through an address, as with `web+otpauth`, may have
/// been escaped once more as a whole; every other text stays as it is.
fn plain_link(text: &SecretText) -> SecretText {
    let scheme_is_escaped = |text: &str| {
        let scheme = text.trim_start().split(['/', '?']).next();
        let scheme = scheme.unwrap_or_default().to_ascii_lowercase();
        let scheme = scheme.strip_prefix("web").unwrap_or(&scheme);
        let scheme = scheme.strip_prefix("%2b").unwrap_or(scheme);
        let scheme = scheme.strip_prefix('+').unwrap_or(scheme);
        scheme.starts_with("otpauth") && scheme.contains("%3a")
    };
    if scheme_is_escaped(text.expose()) {
        SecretText::new(percent_decode(text.expose()))
    } else {
        text.clone()
    }
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
            // Another one has come in; one that cannot be read leaves what is looked at.
            (State::Preview(token, problem), AddEvent::Read(text)) => match read(&text) {
                Ok(token) => (State::Preview(token, None), Note::Moved),
                Err(_) => (
                    State::Preview(token, problem),
                    Note::Ignored(Why::OutOfPlace),
                ),
            },
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

#[cfg(test)]
mod tests {
    use super::{Add, AddEvent, AddProblem, AddView};
    use crate::{Machine, SecretText, Timestamp};
    use countersign_otp::UriError;

    const NOW: Timestamp = Timestamp::from_seconds(59);
    const LINK: &str =
        "otpauth://totp/Acme%20Co:ada%40x.org?secret=JBSWY3DPEHPK3PXP&issuer=Acme%20Co";

    fn after(add: Add, text: &str) -> Add {
        add.step(NOW, AddEvent::Read(SecretText::new(text))).state
    }

    fn names(add: &Add) -> Option<(String, String)> {
        match add.view(NOW) {
            AddView::Preview(preview) => Some((preview.names.issuer, preview.names.account_name)),
            _ => None,
        }
    }

    #[test]
    fn a_link_is_read_however_an_address_has_escaped_it() {
        for text in [
            LINK.to_owned(),
            format!("web+{LINK}"),
            "web%2Botpauth%3A%2F%2Ftotp%2FAcme%2520Co%3Aada%2540x.org%3Fsecret%3DJBSWY3DPEHPK3PXP%26issuer%3DAcme%2520Co".to_owned(),
            "otpauth%3a%2f%2ftotp/Acme%2520Co%3Aada%2540x.org?secret%3DJBSWY3DPEHPK3PXP&issuer=Acme%2520Co".to_owned(),
        ] {
            let names = names(&after(Add::new(), &text));
            assert_eq!(names, Some(("Acme Co".to_owned(), "ada@x.org".to_owned())), "{text}");
        }
    }

    #[test]
    fn a_link_that_is_escaped_once_is_read_once() {
        let link = "otpauth://totp/A%26B%2525:me?secret=JBSWY3DPEHPK3PXP&issuer=A%26B%2525";
        let names = names(&after(Add::new(), link));
        assert_eq!(names, Some(("A&B%25".to_owned(), "me".to_owned())));
    }

    #[test]
    fn a_text_that_only_looks_escaped_stays_as_it_is() {
        for text in ["web%2Bhello%3A", "100%25 otpauth%3A", "https://otpauth%3a"] {
            assert_eq!(
                after(Add::new(), text).view(NOW),
                AddView::Entry(Some(AddProblem::Uri(UriError::NotOtpauth)))
            );
        }
    }

    #[test]
    fn what_comes_in_during_a_look_is_looked_at_instead_if_it_can_be_read() {
        let first = after(Add::new(), LINK);
        let still = after(first, "no link");
        assert_eq!(
            names(&still).map(|names| names.0).as_deref(),
            Some("Acme Co")
        );
        let other = after(
            still,
            "otpauth://totp/Bank:me?secret=JBSWY3DPEHPK3PXP&issuer=Bank",
        );
        assert_eq!(names(&other).map(|names| names.0).as_deref(), Some("Bank"));
    }
}
