//! What is done with a token at once.

use countersign_core::codes::{Showing, Sort};
use countersign_core::vault::TokenId;
use leptos::prelude::*;

use super::super::state::{Asked, Deed, List};
use super::throw_away;
use crate::ui::{export, texts};

/// Does it; gives what is asked next.
pub(super) fn done(list: List, deed: Deed, id: &TokenId) -> Option<Asked> {
    let (hands, runtime) = (list.hands, list.runtime());
    let token = hands.token(id)?;
    match deed {
        Deed::CopyNext => {
            copy_next(list, id);
            None
        }
        Deed::Edit => Some(Asked::Edit(id.clone())),
        Deed::Pin => {
            let words = texts().organize();
            let text = if token.pinned {
                words.unpinned
            } else {
                words.pinned
            };
            let done = move |result| match result {
                Ok(()) => hands.app.announcer.toast(text),
                failed => hands.tell_failure(failed),
            };
            runtime.pin_tokens(vec![id.clone()], !token.pinned, done);
            None
        }
        Deed::Pick => {
            if token.registration().is_none() {
                list.pick(id);
            }
            None
        }
        Deed::Hold => {
            list.hold(id);
            None
        }
        Deed::Export => {
            export::begin(hands.app, vec![id.clone()]);
            None
        }
        Deed::Delete if token.registration().is_some() => Some(Asked::Delete(id.clone())),
        Deed::Delete => {
            throw_away(hands, vec![id.clone()]);
            None
        }
        Deed::Up | Deed::Down => {
            step(list, id, deed == Deed::Down);
            None
        }
    }
}

/// Copies the code after the one of now; a counter moves to it.
pub(super) fn copy_next(list: List, id: &TokenId) {
    let Some(token) = list.hands.token(id) else {
        return;
    };
    match list.reading_of(&token).next {
        Some(next) => list.hands.copy_next(id, next.expose()),
        None => list.hands.advance(id.clone()),
    }
}

/// Moves a token one up or down in the person's own order, and says where it stands then.
fn step(list: List, id: &TokenId, down: bool) {
    let (hands, runtime) = (list.hands, list.runtime());
    let words = texts().organize();
    let place = list.catalog.read_untracked().step(id, down);
    let Some(place) = place else {
        let manual = runtime.showing.read_untracked().sort == Sort::Manual;
        let text = if manual {
            words.at_the_end
        } else {
            words.only_own_order
        };
        hands.app.announcer.toast(text);
        return;
    };
    runtime.place_token(id.clone(), place, move |result| match result {
        Ok(()) => hands.app.announcer.say(
            if down {
                words.moved_down
            } else {
                words.moved_up
            }
            .to_owned(),
        ),
        failed => hands.tell_failure(failed),
    });
}

/// Shows the list in another way.
pub(super) fn show_as(list: List, change: impl FnOnce(&mut Showing)) {
    let runtime = list.runtime();
    let mut showing = runtime.showing.get_untracked();
    change(&mut showing);
    runtime.set_showing(showing, move |result| list.hands.tell_failure(result));
}
