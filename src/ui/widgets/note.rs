use crate::dom::{Node, view};
use leptos::prelude::*;

use super::Icon;

/// How a note is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tone {
    Plain,
    Good,
    Unsure,
    Refused,
}

impl Tone {
    const fn class(self) -> &'static str {
        match self {
            Self::Plain => "note",
            Self::Good => "note note--true",
            Self::Unsure => "note note--wane",
            Self::Refused => "note note--stop",
        }
    }

    const fn tag_class(self) -> &'static str {
        match self {
            Self::Plain => "tag",
            Self::Good => "tag tag--true",
            Self::Unsure => "tag tag--wane",
            Self::Refused => "tag tag--stop",
        }
    }

    /// Bad news are said at once, everything else when there is a pause.
    const fn role(self) -> Option<&'static str> {
        match self {
            Self::Refused => Some("alert"),
            Self::Good | Self::Unsure => Some("status"),
            Self::Plain => None,
        }
    }
}

/// Something about this task: a title where there is one, a sentence, perhaps a button.
#[component]
pub(crate) fn Note(
    tone: Tone,
    icon: Icon,
    #[prop(optional, into)] title: Option<String>,
    #[prop(into)] text: Signal<String>,
    #[prop(optional)] more: Option<Node>,
) -> Node {
    view! {
        <div class=tone.class() role=tone.role()>
            {icon.large()}
            {title.map(|title| view! { <b>{title}</b> })}
            <p>{move || text.get()}</p>
            {more.map(|more| view! { <div class="note__more">{more}</div> })}
        </div>
    }
}

/// A reading in a word or two.
pub(crate) fn tag(tone: Tone, icon: Option<Icon>, text: &'static str) -> Node {
    view! {
        <span class=tone.tag_class()>
            {icon.map(Icon::large)}
            {text}
        </span>
    }
}
