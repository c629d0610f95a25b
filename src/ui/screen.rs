use crate::dom::Node;
use leptos::prelude::*;

/// What a screen hands to the shell.
pub(crate) struct Screen {
    /// For the window and the history; the `h1` too, where the bar holds it.
    pub(crate) title: String,
    pub(crate) bar: Bar,
    pub(crate) body: Node,
    /// What can be done, at the thumb. Only for tasks.
    pub(crate) actions: Option<Node>,
    /// At the end of the bar.
    pub(crate) bar_end: Option<Node>,
    /// What stands beside the body where there is room.
    pub(crate) detail: Option<Node>,
    pub(crate) look: Look,
    /// What gets the focus in place of the heading.
    pub(crate) focus: Option<&'static str>,
}

/// The bar at the top.
#[derive(Clone, Copy)]
pub(crate) enum Bar {
    /// With the tabs of the app around it.
    Tab {
        title: &'static str,
        /// Whether the title is the page's heading; else the body holds it.
        heading: bool,
    },
    /// A task with a way out and without tabs.
    Task {
        name: &'static str,
        heading: bool,
        close_label: &'static str,
        close: Callback<()>,
    },
}

/// What sets a screen apart from the others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Look {
    #[default]
    Plain,
    /// Dark in both themes, for the camera's picture.
    Scanner,
}

impl Default for Screen {
    fn default() -> Self {
        Self {
            title: String::new(),
            bar: Bar::Tab {
                title: "",
                heading: true,
            },
            body: Node::nothing(),
            actions: None,
            bar_end: None,
            detail: None,
            look: Look::Plain,
            focus: None,
        }
    }
}
