use crate::dom::{Node, view};
use leptos::prelude::*;

/// What the two halves say (`design.md`, section 1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mark {
    /// Joined: signed in.
    Joined,
    /// Apart, the other half hollow: signed out.
    Apart,
    /// Apart and filled: being checked.
    Closing,
    /// The other half amber: another token is asked for.
    Wane,
    /// The other half dashed red: refused.
    Stop,
}

impl Mark {
    const fn class(self) -> &'static str {
        match self {
            Self::Joined => "mark",
            Self::Apart => "mark mark--apart",
            Self::Closing => "mark mark--closing",
            Self::Wane => "mark mark--apart mark--wane",
            Self::Stop => "mark mark--apart mark--stop",
        }
    }

    /// Decoration, so whoever uses it has words beside it.
    pub(crate) fn drawn(self) -> Node {
        shape(Signal::stored(self), "")
    }

    /// Small, at the end of a row.
    pub(crate) fn small(self) -> Node {
        shape(Signal::stored(self), "mark--small")
    }

    /// Larger, where it is the picture of a screen.
    pub(crate) fn large(self) -> Node {
        shape(Signal::stored(self), "mark--large")
    }
}

/// A mark whose halves move as its state changes.
pub(crate) fn moving_mark(state: Signal<Mark>) -> Node {
    shape(state, "")
}

fn shape(state: Signal<Mark>, size: &'static str) -> Node {
    view! {
        <svg
            class=move || format!("{} {size}", state.get().class())
            viewBox="0 0 48 48"
            aria-hidden="true"
            focusable="false"
        >
            <path class="mark__ours" d="M15.2 6.04V25.8H29.2V43.312A20 20 0 0 1 15.2 6.04Z"></path>
            <path class="mark__theirs" d="M32.8 41.96V22.2H18.8V4.688A20 20 0 0 1 32.8 41.96Z"></path>
        </svg>
    }
}
