use core::time::Duration;
use std::sync::Arc;

use crate::dom::{Node, view};
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;

/// How long a toast stays, and how long one with something to press.
const SHORT: Duration = Duration::from_secs(5);
const LONG: Duration = Duration::from_secs(10);

/// Something to press in a toast. It outlives the screen that it comes from.
type Press = Arc<dyn Fn() + Send + Sync>;

/// Something that has happened, and perhaps the way to undo it.
#[derive(Clone)]
struct Toast {
    text: String,
    action: Option<(&'static str, Press)>,
}

/// Tells people what has happened: toasts, and a live region of the shell.
#[derive(Clone, Copy)]
pub(crate) struct Announcer {
    toast: RwSignal<Option<Toast>>,
    hides: StoredValue<Option<TimeoutHandle>>,
    polite: RwSignal<String>,
}

impl Announcer {
    pub(crate) fn new() -> Self {
        Self {
            toast: RwSignal::new(None),
            hides: StoredValue::new(None),
            polite: RwSignal::new(String::new()),
        }
    }

    /// Shows a sentence for a while, in place of the one before.
    pub(crate) fn toast(self, text: impl Into<String>) {
        self.show(Toast {
            text: text.into(),
            action: None,
        });
    }

    /// The same with something to press.
    pub(crate) fn toast_with(
        self,
        text: String,
        label: &'static str,
        press: impl Fn() + Send + Sync + 'static,
    ) {
        self.show(Toast {
            text,
            action: Some((label, Arc::new(press))),
        });
    }

    /// Is heard, not seen.
    pub(crate) fn say(self, text: String) {
        self.polite.set(text);
    }

    /// Takes everything back that was said.
    pub(crate) fn clear(self) {
        self.hide();
        self.polite.set(String::new());
    }

    fn show(self, toast: Toast) {
        let stays = if toast.action.is_some() { LONG } else { SHORT };
        self.toast.set(Some(toast));
        let hides = set_timeout_with_handle(move || self.hide(), stays).ok();
        let before = self
            .hides
            .try_update_value(|handle| core::mem::replace(handle, hides));
        if let Some(before) = before.flatten() {
            before.clear();
        }
    }

    fn hide(self) {
        self.toast.set(None);
    }
}

/// The places where the announcer speaks. They stay in the page, or nobody would hear them.
pub(crate) fn announcements(announcer: Announcer) -> Node {
    let toast = move || {
        announcer.toast.get().map(|toast| {
            let button = toast.action.map(|(label, action)| {
                let press = move |_| {
                    announcer.hide();
                    action();
                };
                view! {
                    <button type="button" on:click=press>
                        {label}
                    </button>
                }
            });
            view! {
                <div class="toast">
                    <p>{toast.text}</p>
                    {button}
                </div>
            }
        })
    };
    view! {
        <div class="toasts" role="status">
            {toast}
        </div>
        <p class="heard" role="status">
            {move || announcer.polite.get()}
        </p>
    }
}
