use core::time::Duration;

use countersign_core::Timestamp;
use countersign_core::codes::{self, CodeRow};
use countersign_core::vault::{Standing, TokenId, VaultToken};
use leptos::ev::{self, KeyboardEvent};
use leptos::prelude::*;

use super::acts::Hands;
use super::menu::Asked;
use super::plate::plate;
use super::row::{Acts, Shown, row};
use super::shown::Names;
use crate::dom::{Node, each, view};
use crate::ui::texts;
use crate::ui::widgets::{Button, Icon, Weight};

/// How long the tick of a copied row stays.
const COPIED: Duration = Duration::from_secs(2);
const SEARCH: &str = "search";

/// The list and what is going on in it.
#[derive(Clone, Copy)]
pub(super) struct List {
    hands: Hands,
    query: RwSignal<String>,
    /// What matches the query, in order. Codes in it are those of when it was searched.
    found: Memo<Vec<CodeRow>>,
    /// Whether the search has the focus.
    searching: RwSignal<bool>,
    copied: RwSignal<Option<TokenId>>,
    pub(super) chosen: RwSignal<Option<TokenId>>,
    pub(super) asked: RwSignal<Option<Asked>>,
}

impl List {
    pub(super) fn new(hands: Hands, chosen: RwSignal<Option<TokenId>>) -> Self {
        let query = RwSignal::new(String::new());
        let runtime = hands.runtime();
        let found = Memo::new(move |_| {
            let now = runtime.now.get_untracked();
            let offset = runtime.clock_offset.get_untracked().unwrap_or(0);
            codes::rows(&runtime.tokens.read(), now, offset, &query.read())
        });
        Self {
            hands,
            query,
            found,
            searching: RwSignal::new(false),
            copied: RwSignal::new(None),
            chosen,
            asked: RwSignal::new(None),
        }
    }

    /// The row of this token as it is now.
    pub(super) fn live(self, first: CodeRow) -> Signal<CodeRow> {
        let runtime = self.hands.runtime();
        let id = first.id.clone();
        let token = Memo::new(move |_| {
            let tokens = runtime.tokens.read();
            tokens
                .iter()
                .find(|token: &&VaultToken| token.id == id)
                .cloned()
        });
        let live = move |before: Option<&CodeRow>| {
            let offset = runtime.clock_offset.get().unwrap_or(0);
            match token.read().as_ref() {
                Some(token) => codes::row(token, runtime.now.get(), offset),
                None => before.unwrap_or(&first).clone(),
            }
        };
        Memo::new(live).into()
    }

    /// The token that is chosen; without a choice the first.
    pub(super) fn current(self) -> Option<CodeRow> {
        let found = self.found.read();
        let chosen = self.chosen.read();
        let is_chosen = |row: &&CodeRow| Some(&row.id) == chosen.as_ref();
        found
            .iter()
            .find(is_chosen)
            .or_else(|| found.first())
            .cloned()
    }

    /// The token of a row.
    pub(super) fn token(self, id: &TokenId) -> Option<VaultToken> {
        self.hands.token(id)
    }

    /// Copies a code and shows the tick for a moment.
    pub(super) fn copy(self, row: &CodeRow) {
        let id = row.id.clone();
        self.hands.copy(row, move || {
            let _ = self.copied.try_set(Some(id.clone()));
            let forget = move || {
                let same = self
                    .copied
                    .try_with_untracked(|copied| copied.as_ref() == Some(&id));
                if same == Some(true) {
                    self.copied.set(None);
                }
            };
            set_timeout(forget, COPIED);
        });
    }

    fn shown(self, first: CodeRow) -> Shown {
        let names = Names::of(&first);
        let (chosen, copied, asked) = (self.chosen, self.copied, self.asked);
        let (focused_id, copied_id, current_id) =
            (first.id.clone(), first.id.clone(), first.id.clone());
        let advanced_id = first.id.clone();
        let row = self.live(first);
        Shown {
            names,
            row,
            copied: Signal::derive(move || copied.read().as_ref() == Some(&copied_id)),
            current: Signal::derive(move || chosen.read().as_ref() == Some(&current_id)),
            acts: Acts {
                copy: Callback::new(move |()| self.copy(&row.read_untracked())),
                more: Callback::new(move |()| asked.set(Some(Asked::Menu(row.get_untracked())))),
                advance: Callback::new(move |()| self.hands.advance(advanced_id.clone())),
                focused: Callback::new(move |()| chosen.set(Some(focused_id.clone()))),
            },
        }
    }

    /// Moves the focus to the row before or after the one that has it.
    fn walk(self, step: isize) {
        let found = self.found.read_untracked();
        let chosen = self.chosen.read_untracked();
        let here = found
            .iter()
            .position(|row| Some(&row.id) == chosen.as_ref());
        let next = match here {
            Some(here) => here.saturating_add_signed(step),
            None => 0,
        };
        if let Some(row) = found.get(next) {
            self.hands.app.focus(&Names::of(row).button_id());
        }
    }
}

/// Names a row together with what its frame is made of, so that a renamed or stopped token gets a
/// new frame.
fn key(row: &CodeRow) -> String {
    let CodeRow {
        id,
        issuer,
        account_name,
        standing,
        ..
    } = row;
    let standing = match standing {
        None => String::new(),
        Some(Standing::Active) => "active".to_owned(),
        Some(Standing::Stopped { at, reason }) => {
            let at = at.map(Timestamp::as_millis).unwrap_or_default();
            format!("{} {at}", *reason as u8)
        }
    };
    let id = id.as_str();
    format!("{id}\n{issuer}\n{account_name}\n{standing}")
}

/// Search, plates and rows.
pub(super) fn view(list: List) -> Node {
    let words = texts().codes();
    let found = list.found;
    let registered = Memo::new(move |_| part_of(&found.read(), true));
    let others = Memo::new(move |_| part_of(&found.read(), false));
    let any_others = Memo::new(move |_| !others.read().is_empty());
    let rows = move || {
        any_others.get().then(|| {
            view! {
                <ul class="panel codes" aria-label=words.tokens>
                    {each(move || others.get(), key, move |first| view! { <li>{row(list.shown(first))}</li> })}
                </ul>
            }
        })
    };
    view! {
        {finder(list)}
        <div class="stack" on:keydown=move |event| walked(list, &event)>
            {each(move || registered.get(), key, move |first| plate(list.shown(first)))}
            {rows}
            {move || found.read().is_empty().then(|| nothing(list))}
        </div>
    }
}

fn part_of(found: &[CodeRow], registered: bool) -> Vec<CodeRow> {
    let rows = found
        .iter()
        .filter(|row| row.standing.is_some() == registered);
    rows.cloned().collect()
}

fn walked(list: List, event: &KeyboardEvent) {
    let step = match event.key().as_str() {
        "ArrowDown" => 1,
        "ArrowUp" => -1,
        _ => return,
    };
    event.prevent_default();
    list.walk(step);
}

fn finder(list: List) -> Node {
    let words = texts().codes();
    typing_anywhere_searches(list);
    let said = move || {
        let searched = !list.query.read().trim().is_empty();
        searched.then(|| {
            let number = list.found.read().len();
            (words.found)(u64::try_from(number).unwrap_or(u64::MAX))
        })
    };
    let keys = move |event: KeyboardEvent| match event.key().as_str() {
        "ArrowDown" => {
            event.prevent_default();
            list.chosen.set(None);
            list.walk(0);
        }
        "Escape" => list.query.set(String::new()),
        _ => {}
    };
    view! {
        <search class="finder">
            <div class="field__box">
                {Icon::Search.small()}
                <input
                    type="search"
                    id=SEARCH
                    aria-label=words.search
                    placeholder=words.search
                    autocomplete="off"
                    autocapitalize="none"
                    spellcheck="false"
                    prop:value=move || list.query.get()
                    on:input=move |event| list.query.set(event_target_value(&event))
                    on:keydown=keys
                    on:focus=move |_| list.searching.set(true)
                    on:blur=move |_| list.searching.set(false)
                />
                <kbd class="finder__key" aria-hidden="true">
                    "/"
                </kbd>
            </div>
        </search>
        <p class="heard" role="status">
            {said}
        </p>
    }
}

/// "/" moves to the search, and so does any letter that is typed at nothing in particular.
fn typing_anywhere_searches(list: List) {
    let app = list.hands.app;
    let listener = window_event_listener(ev::keydown, move |event| {
        let key = event.key();
        let command = event.ctrl_key() || event.meta_key() || event.alt_key();
        let letter = key.chars().count() == 1 && key.chars().all(char::is_alphanumeric);
        let busy = list.asked.read_untracked().is_some() || list.searching.get_untracked();
        if command || busy {
            return;
        }
        if key == "/" {
            event.prevent_default();
            app.focus(SEARCH);
        } else if letter {
            app.focus(SEARCH);
        }
    });
    on_cleanup(move || listener.remove());
}

/// Nothing matches.
fn nothing(list: List) -> Node {
    let words = texts().codes();
    let clear = Callback::new(move |()| {
        list.query.set(String::new());
        list.hands.app.focus(SEARCH);
    });
    let text = move || (words.no_match)(list.query.read().trim());
    view! {
        <div class="empty">
            <p>{text}</p>
            <Button label=words.clear_search weight=Weight::Quiet on_press=clear />
        </div>
    }
}
