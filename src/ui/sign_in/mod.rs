//! Signing in, one file for each kind of step.

mod activation;
mod change;
mod code_used;
mod form;
mod mismatch;
mod moved;
mod parts;
mod refused;
mod register;
mod registered;
mod sms;
mod stopped;
mod waiting;

use core::mem::discriminant;

use countersign_core::sign_in::{SessionView, View, Waiting};
use leptos::prelude::*;

use self::parts::{Send, part_of};
use super::account;
use super::screen::Screen;
use super::shell::framed;
use crate::dom::Node;
use crate::parts::part;
use crate::runtime::{Runtime, VaultState};

part! {
    online:
    /// Signing in, or the account.
    pub(crate) fn pages(runtime: Runtime) -> Node {
        runtime.begin_sign_in();
        Node::of(move || match (runtime.sign_in_begun.get(), runtime.vault.get()) {
            (true, _) => steps(runtime),
            (false, VaultState::Failed(error)) => framed(stopped::no_vault(&error, runtime)),
            (false, _) => framed(waiting::starting()),
        })
    }
}

/// A new screen for each new step.
fn steps(runtime: Runtime) -> Node {
    let view = runtime.sign_in();
    let send = Callback::new(move |event| runtime.send(event));
    let step = Memo::new(move |_| step_of(&view.read()));
    let screen = move || {
        // Read, since a memo that was only tracked is never worked out and never tells of a change.
        step.with(|_| ());
        framed(screen(view, send))
    };
    Node::of(screen)
}

/// What a new screen is made for. While the server checks, the steps are on one screen.
fn step_of(view: &View) -> impl PartialEq + core::marker::Send + Sync + use<> {
    let waits_for = match view {
        View::Waiting(Waiting::Looking | Waiting::Checking { .. }) => Some(Waiting::Looking),
        View::Waiting(other) => Some(*other),
        _ => None,
    };
    (discriminant(view), waits_for)
}

/// Takes one variant out of a view.
macro_rules! pick {
    ($variant:ident) => {
        |view| match view {
            View::$variant(found) => Some(found),
            _ => None,
        }
    };
}

/// The screen of the step that the flow is at. It follows the view by itself while the step is
/// the same; the next step is another screen.
fn screen(view: Signal<View>, send: Send) -> Screen {
    match view.get_untracked() {
        View::Starting => waiting::starting(),
        View::Form(first) => form::screen(part_of(view, first, pick!(Form)), send),
        View::Waiting(first) => waiting::screen(part_of(view, first, pick!(Waiting)), send),
        View::AskChange { tokens, issuer } => change::ask(&tokens, &issuer, send),
        View::TokenPage { tokens, issuer } => change::page(tokens, &issuer, send),
        View::Refused => refused::screen(send),
        View::RegisterChoice => register::screen(send),
        View::Sms(first) => sms::screen(part_of(view, first, pick!(Sms)), send),
        View::Activation(first) => {
            activation::screen(part_of(view, first, pick!(Activation)), send)
        }
        View::SaveFailed(problem) => stopped::save_failed(&problem, send),
        View::Registered {
            issuer,
            superseded_other,
        } => registered::screen(&issuer, superseded_other, send),
        View::Mismatch(first) => mismatch::screen(part_of(view, first, pick!(Mismatch)), send),
        View::CodeUsed { next_in } => code_used::screen(part_of(view, next_in, seconds_of), send),
        View::Moved(first) => moved::screen(part_of(view, first, pick!(Moved)), send),
        View::Locked { until, .. } => stopped::locked(until, send),
        View::Offline { retry_in } => stopped::offline(part_of(view, retry_in, seconds_of), send),
        View::Throttled { retry_in } => {
            stopped::throttled(part_of(view, retry_in, seconds_of), send)
        }
        View::NotOurs => stopped::not_ours(send),
        View::TooOld => stopped::too_old(send),
        View::Failed(failure) => stopped::failed(&failure, send),
        View::SignedIn(first) => account::screen(part_of(view, *first, session_of), send),
    }
}

/// The seconds that are counted down by the steps that wait for nothing else.
#[expect(clippy::needless_pass_by_value, reason = "like the other picks")]
fn seconds_of(view: View) -> Option<u64> {
    match view {
        View::CodeUsed { next_in: seconds }
        | View::Offline { retry_in: seconds }
        | View::Throttled { retry_in: seconds } => Some(seconds),
        _ => None,
    }
}

fn session_of(view: View) -> Option<SessionView> {
    match view {
        View::SignedIn(session) => Some(*session),
        _ => None,
    }
}
