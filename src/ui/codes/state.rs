//! What is going on in the list.

use core::time::Duration;
use std::sync::Arc;

use countersign_core::Timestamp;
use countersign_core::codes::{self, Catalog, Listed, Reading};
use countersign_core::vault::{TokenId, VaultToken};
use leptos::prelude::*;

use super::acts::Hands;
use super::row::{Acts, Shown};
use super::shown::{Names, button_id};
use crate::runtime::Runtime;

/// How long the tick of a copied row stays.
const COPIED: Duration = Duration::from_secs(2);
/// How long a hidden code stays once it was shown.
const REVEALED_MILLIS: i64 = 10_000;
/// So many rows are drawn at first, which no screen has more room for, and so many more each time
/// that the last one comes near.
const ROWS: usize = 12;
const MORE_ROWS: usize = 24;

/// What is asked about the list or about a token of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Asked {
    /// What can be done with the token.
    Menu(TokenId),
    Edit(TokenId),
    Details(TokenId),
    Resync(TokenId),
    /// Whether it really shall go, for good.
    Delete(TokenId),
    /// How the list is sorted, and where the rest is.
    Organize,
    /// Which tags the picked tokens get.
    Tag,
    /// Which keys do what.
    Keys,
    /// Something to be done at once.
    Do(Deed, TokenId),
}

/// What can be done with a token at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Deed {
    CopyNext,
    Edit,
    Pin,
    Pick,
    Hold,
    Export,
    Delete,
    Up,
    Down,
}

/// The list and what is going on in it. Copies are the same list.
#[derive(Clone, Copy)]
pub(super) struct List {
    pub(super) hands: Hands,
    pub(super) query: RwSignal<String>,
    /// The tag that is looked at alone.
    pub(super) tag: RwSignal<Option<String>>,
    pub(super) catalog: Memo<Arc<Catalog>>,
    /// What matches the query, in order.
    pub(super) found: Memo<Vec<Arc<Listed>>>,
    /// How many rows are drawn.
    rows: RwSignal<usize>,
    /// The row that has the focus, and whether it got there by keyboard.
    pub(super) focused: RwSignal<Option<TokenId>>,
    pub(super) by_keyboard: RwSignal<bool>,
    copied: RwSignal<Option<TokenId>>,
    /// Whose hidden code is shown, and since when.
    revealed: RwSignal<Option<(TokenId, Timestamp)>>,
    /// Whose code is held, and since when.
    held: RwSignal<Option<(TokenId, Timestamp)>>,
    pub(super) chosen: RwSignal<Option<TokenId>>,
    /// The tokens that are picked to do something with all of them; nothing while none are picked.
    pub(super) picked: RwSignal<Option<Vec<TokenId>>>,
    pub(super) asked: RwSignal<Option<Asked>>,
}

impl List {
    pub(super) fn new(hands: Hands) -> Self {
        let runtime = hands.runtime();
        let (query, tag) = (RwSignal::new(String::new()), RwSignal::new(None));
        let showing = runtime.showing;
        let sort = Memo::new(move |_| showing.read().sort);
        let arranged = move |before: Option<&Arc<Catalog>>| {
            let before = before.map(|before| &**before);
            Arc::new(Catalog::new(&runtime.tokens.read(), sort.get(), before))
        };
        let catalog = Memo::new_with_compare(arranged, |_, _| true);
        let rows = RwSignal::new(ROWS);
        let found = Memo::new(move |_| catalog.read().find(&query.read(), tag.read().as_deref()));
        Self {
            hands,
            query,
            tag,
            catalog,
            found,
            rows,
            focused: RwSignal::new(None),
            by_keyboard: RwSignal::new(false),
            copied: RwSignal::new(None),
            revealed: RwSignal::new(None),
            held: RwSignal::new(None),
            chosen: RwSignal::new(None),
            picked: RwSignal::new(None),
            asked: RwSignal::new(None),
        }
    }

    pub(super) fn runtime(self) -> Runtime {
        self.hands.runtime()
    }

    pub(super) fn ask(self, asked: Asked) {
        self.asked.set(Some(asked));
    }

    /// Looks for something else, from the top of the list.
    pub(super) fn search(self, query: String) {
        self.rows.set(ROWS);
        self.query.set(query);
    }

    /// Looks at the tokens of one tag, or at all of them again.
    pub(super) fn filter(self, tag: Option<String>) {
        self.rows.set(ROWS);
        self.tag.set(tag);
    }

    /// The rows that are drawn.
    pub(super) fn drawn(self) -> Vec<Arc<Listed>> {
        let rows = self.rows.get();
        self.found.read().iter().take(rows).cloned().collect()
    }

    /// Whether there are more rows than are drawn.
    pub(super) fn has_more(self) -> bool {
        self.found.read().len() > self.rows.get()
    }

    pub(super) fn draw_more(self) {
        self.rows.update(|rows| *rows += MORE_ROWS);
    }

    /// The token of a row as it is now, and as it last was once it has gone.
    pub(super) fn live_token(self, first: VaultToken) -> Memo<VaultToken> {
        let tokens = self.runtime().tokens;
        Memo::new(move |before: Option<&VaultToken>| {
            let last = before.unwrap_or(&first);
            let tokens = tokens.read();
            tokens
                .iter()
                .find(|token| token.id == last.id)
                .unwrap_or(last)
                .clone()
        })
    }

    /// What a token shows now.
    pub(super) fn live(self, token: Memo<VaultToken>) -> Signal<Reading> {
        let (now, offset) = (self.runtime().now, self.runtime().clock_offset);
        let held = self.held;
        let live = move |_: Option<&Reading>| {
            let (token, now, offset) = (token.read(), now.get(), offset.get().unwrap_or(0));
            let since = of(held.read().as_ref(), &token.id);
            since
                .and_then(|since| codes::held(&token, since, now, offset))
                .unwrap_or_else(|| codes::reading(&token, now, offset))
        };
        Memo::new(live).into()
    }

    /// Whether the code of this token can be seen.
    pub(super) fn shows(self, id: TokenId) -> Signal<bool> {
        let (now, showing, revealed) = (self.runtime().now, self.runtime().showing, self.revealed);
        let shows = move |_: Option<&bool>| {
            let since = showing
                .read()
                .hidden
                .then(|| of(revealed.read().as_ref(), &id));
            match since {
                None => true,
                Some(None) => false,
                Some(Some(since)) => now.get().millis_since(since) < REVEALED_MILLIS,
            }
        };
        Memo::new(shows).into()
    }

    /// Holds the code of now until it is too old, or lets go of it.
    pub(super) fn hold(self, id: &TokenId) {
        let now = self.runtime().now.get_untracked();
        let reading = self.hands.token(id).map(|token| self.reading_of(&token));
        let holds = reading.is_some_and(|reading| reading.held.is_some());
        self.held.set((!holds).then(|| (id.clone(), now)));
    }

    /// What a token shows at this moment.
    pub(super) fn reading_of(self, token: &VaultToken) -> Reading {
        let now = self.runtime().now.get_untracked();
        let offset = self.runtime().clock_offset.get_untracked().unwrap_or(0);
        let since = of(self.held.read_untracked().as_ref(), &token.id);
        since
            .and_then(|since| codes::held(token, since, now, offset))
            .unwrap_or_else(|| codes::reading(token, now, offset))
    }

    /// The token that is chosen; without a choice the first.
    pub(super) fn current(self) -> Option<Arc<Listed>> {
        let (found, chosen) = (self.found.read(), self.chosen.read());
        let is_chosen = |listed: &&Arc<Listed>| Some(&listed.id) == chosen.as_ref();
        found
            .iter()
            .find(is_chosen)
            .or_else(|| found.first())
            .cloned()
    }

    /// Picks a token or takes it back, while tokens are picked; else copies its code.
    pub(super) fn press(self, id: &TokenId) {
        if self.picked.read_untracked().is_some() {
            self.pick(id);
        } else {
            self.copy(id);
        }
    }

    pub(super) fn pick(self, id: &TokenId) {
        self.picked.update(|picked| {
            let picked = picked.get_or_insert_default();
            match picked.iter().position(|there| there == id) {
                Some(there) => drop(picked.remove(there)),
                None => picked.push(id.clone()),
            }
        });
    }

    /// Shows a code, copies it and shows the tick for a moment.
    pub(super) fn copy(self, id: &TokenId) {
        let Some(token) = self.hands.token(id) else {
            return;
        };
        let now = self.runtime().now.get_untracked();
        self.revealed.set(Some((id.clone(), now)));
        let id = id.clone();
        self.hands
            .copy(&token.id, self.reading_of(&token), move || {
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

    /// All that a row or a plate is drawn from; nothing once the token has gone.
    pub(super) fn shown(self, listed: &Listed) -> Option<Shown> {
        let token = self.live_token(self.hands.token(&listed.id)?);
        let reading = self.live(token);
        let can_be_seen = self.shows(listed.id.clone());
        // Whoever holds a code is about to type it.
        let shows = move || can_be_seen.get() || reading.read().held.is_some();
        let id = || listed.id.clone();
        let (copied_id, current_id, picked_id) = (id(), id(), id());
        let (press_id, more_id, advance_id, focus_id, blur_id) = (id(), id(), id(), id(), id());
        let (copied, chosen, picked, focused) =
            (self.copied, self.chosen, self.picked, self.focused);
        let is_picked = move || {
            let picked = picked.read();
            Some(picked.as_ref()?.contains(&picked_id))
        };
        let focus = move |()| {
            chosen.set(Some(focus_id.clone()));
            focused.set(Some(focus_id.clone()));
        };
        let blur = move |()| {
            if focused.read_untracked().as_ref() == Some(&blur_id) {
                focused.set(None);
            }
        };
        Some(Shown {
            names: Names::of(listed),
            standing: listed.standing,
            pinned: listed.pinned,
            counts: listed.counts,
            reading,
            showing: self.runtime().showing,
            shows: Signal::derive(shows),
            copied: Signal::derive(move || copied.read().as_ref() == Some(&copied_id)),
            current: Signal::derive(move || chosen.read().as_ref() == Some(&current_id)),
            picked: Signal::derive(is_picked),
            acts: Acts {
                press: Callback::new(move |()| self.press(&press_id)),
                more: Callback::new(move |()| self.ask(Asked::Menu(more_id.clone()))),
                advance: Callback::new(move |()| self.hands.advance(advance_id.clone())),
                focused: Callback::new(focus),
                blurred: Callback::new(blur),
            },
        })
    }

    /// Moves the focus to the row before or after the one that has it.
    pub(super) fn walk(self, step: isize) {
        let found = self.found.read_untracked();
        let chosen = self.chosen.read_untracked().clone();
        let here = found
            .iter()
            .position(|listed| Some(&listed.id) == chosen.as_ref());
        let next = match here {
            Some(here) => here.saturating_add_signed(step),
            None => 0,
        };
        self.by_keyboard.set(true);
        if next + ROWS / 2 > self.rows.get_untracked() {
            self.draw_more();
        }
        if let Some(listed) = found.get(next) {
            self.hands.app.focus(&button_id(&listed.id));
        }
    }
}

/// Since when it is this token's turn.
fn of(whose: Option<&(TokenId, Timestamp)>, id: &TokenId) -> Option<Timestamp> {
    let (of, since) = whose?;
    (of == id).then_some(*since)
}
