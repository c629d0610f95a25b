//! The person's own order, by dragging and by keyboard.

use std::sync::Arc;

use countersign_core::codes::{Catalog, Listed, Sort};
use countersign_core::vault::{Place, TokenId};
use leptos::ev::{self, KeyboardEvent};
use leptos::prelude::*;

use super::super::acts::Hands;
use super::super::shown::Names;
use super::page;
use crate::dom::{Node, each, row_under, view};
use crate::ui::screen::Screen;
use crate::ui::texts;
use crate::ui::widgets::{Icon, IconButton};

/// Before the id of a row.
const ROW: &str = "order-";

/// What is dragged, and where it would go.
#[derive(Clone, Copy)]
struct Drag {
    hands: Hands,
    catalog: Memo<Arc<Catalog>>,
    dragged: RwSignal<Option<TokenId>>,
    over: RwSignal<Option<Place>>,
}

pub(super) fn screen(hands: Hands) -> Screen {
    let words = texts().organize();
    let runtime = hands.runtime();
    let arranged = move |_: Option<&Arc<Catalog>>| {
        Arc::new(Catalog::new(&runtime.tokens.read(), Sort::Manual, None))
    };
    let drag = Drag {
        hands,
        catalog: Memo::new_with_compare(arranged, |_, _| true),
        dragged: RwSignal::new(None),
        over: RwSignal::new(None),
    };
    let rows = move || {
        let mut rows = drag.catalog.read().find("", None);
        rows.retain(|listed| listed.standing.is_none());
        rows
    };
    let key = |listed: &Arc<Listed>| format!("{} {}", listed.id.as_str(), listed.pinned);
    follow_pointer(drag);
    let body = view! {
        <p class="soft">{words.order_text}</p>
        <ul class="panel" aria-label=words.put_in_order>
            {each(rows, key, move |listed| row(drag, &listed))}
        </ul>
    };
    page(words.put_in_order, body, None)
}

fn row(drag: Drag, listed: &Listed) -> Node {
    let words = texts().organize();
    let names = Names::of(listed);
    let id = || listed.id.clone();
    let (dragged_id, grabbed, up, down, keyed) = (id(), id(), id(), id(), id());
    let (before, after) = (Place::Before(id()), Place::After(id()));
    let is_dragged = move || drag.dragged.read().as_ref() == Some(&dragged_id);
    let is_over = move |place: &Place| drag.over.read().as_ref() == Some(place);
    let keys = move |event: KeyboardEvent| {
        let down = match event.key().as_str() {
            "ArrowUp" if event.alt_key() => false,
            "ArrowDown" if event.alt_key() => true,
            _ => return,
        };
        event.prevent_default();
        drag.step(&keyed, down);
    };
    let pinned = listed.pinned.then(|| Icon::Pin.small());
    view! {
        <li
            id=format!("{ROW}{}", names.id.as_str())
            class="order"
            class:order--dragged=is_dragged
            class:order--before=move || is_over(&before)
            class:order--after=move || is_over(&after)
            on:keydown=keys
        >
            <div class="row">
                <span
                    class="order__handle"
                    aria-hidden="true"
                    on:pointerdown=move |event| {
                        event.prevent_default();
                        drag.dragged.set(Some(grabbed.clone()));
                    }
                >
                    {Icon::Drag.large()}
                </span>
                <span class="row__text">
                    <b dir="auto">{names.title.clone()} {pinned}</b>
                    <span dir="auto">{names.account.clone()}</span>
                </span>
                <IconButton
                    drawing=Icon::Up.large()
                    label=(words.move_up_named)(&names.title)
                    on_press=Callback::new(move |()| drag.step(&up, false))
                />
                <IconButton
                    drawing=Icon::Down.large()
                    label=(words.move_down_named)(&names.title)
                    on_press=Callback::new(move |()| drag.step(&down, true))
                />
            </div>
        </li>
    }
}

impl Drag {
    fn step(self, id: &TokenId, down: bool) {
        let place = self.catalog.read_untracked().step(id, down);
        if let Some(place) = place {
            self.put(id.clone(), place, down);
        } else {
            let text = self.hands.app.words().organize().at_the_end;
            self.hands.app.announcer.say(text.to_owned());
        }
    }

    /// Moves a token; from now on the list is in this order.
    fn put(self, id: TokenId, place: Place, down: bool) {
        let (hands, runtime) = (self.hands, self.hands.runtime());
        let words = hands.app.words().organize();
        let mut showing = runtime.showing.get_untracked();
        if showing.sort != Sort::Manual {
            showing.sort = Sort::Manual;
            runtime.set_showing(showing, move |result| hands.tell_failure(result));
        }
        runtime.place_token(id, place, move |result| match result {
            Ok(()) => {
                let text = if down {
                    words.moved_down
                } else {
                    words.moved_up
                };
                hands.app.announcer.say(text.to_owned());
            }
            failed => hands.tell_failure(failed),
        });
    }

    /// Where the dragged token would go if it was let go here: to the row under the pointer, past
    /// it where it comes from before it.
    fn place_at(self, x: i32, y: i32) -> Option<Place> {
        let dragged = self.dragged.read_untracked().clone()?;
        let row = row_under(x, y, ROW)?;
        let found = self.catalog.read_untracked().find("", None);
        let index = |named: &str| found.iter().position(|listed| listed.id.as_str() == named);
        let (from, to) = (index(dragged.as_str())?, index(&row)?);
        let (here, there) = (found.get(from)?, found.get(to)?);
        if from == to || here.pinned != there.pinned {
            return None;
        }
        let id = there.id.clone();
        Some(if from < to {
            Place::After(id)
        } else {
            Place::Before(id)
        })
    }
}

/// Follows the pointer while something is dragged, wherever it goes.
fn follow_pointer(drag: Drag) {
    let moved = window_event_listener(ev::pointermove, move |event| {
        if drag.dragged.read_untracked().is_some() {
            drag.over
                .set(drag.place_at(event.client_x(), event.client_y()));
        }
    });
    let released = window_event_listener(ev::pointerup, move |_| {
        let place = drag.over.get_untracked();
        let dragged = drag.dragged.get_untracked();
        drag.over.set(None);
        drag.dragged.set(None);
        if let (Some(id), Some(place)) = (dragged, place) {
            let down = matches!(place, Place::After(_));
            drag.put(id, place, down);
        }
    });
    let lost = window_event_listener(ev::pointercancel, move |_| {
        drag.over.set(None);
        drag.dragged.set(None);
    });
    on_cleanup(move || {
        moved.remove();
        released.remove();
        lost.remove();
    });
}
