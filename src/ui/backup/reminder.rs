use countersign_core::backup::{Due, Standing};
use leptos::prelude::*;

use super::number;
use crate::dom::{Node, view};
use crate::routes::Route;
use crate::runtime::Runtime;
use crate::ui::storage_trouble::vault_error_text;
use crate::ui::widgets::{Button, Icon, LinkButton, Note, Tone, Weight};
use crate::ui::{texts, use_app};

/// A word about backups where one is due. It stands in nobody's way and can be put off.
pub(super) fn note(runtime: Runtime) -> Node {
    let due = Memo::new(move |_| {
        let Standing { due, changes, .. } = runtime.backup_standing()?;
        Some((due?, number(changes.total())))
    });
    let note = move || {
        let (due, changes) = due.get()?;
        let words = texts().backup();
        let (text, label, route) = match due {
            Due::First => (words.due_first.to_owned(), words.make, Route::MakeBackup),
            Due::Changed => ((words.due_changed)(changes), words.make, Route::MakeBackup),
            Due::Old => (words.due_old.to_owned(), words.check, Route::CheckBackup),
        };
        Some(view! {
            <Note
                tone=Tone::Plain
                icon=Icon::Export
                text=text
                more=answers(runtime, label, route)
            />
        })
    };
    Node::of(note)
}

fn answers(runtime: Runtime, label: &'static str, route: Route) -> Node {
    let app = use_app();
    let later = Callback::new(move |()| {
        runtime.postpone_backup(move |result| {
            if let Err(error) = result {
                app.announcer.toast(vault_error_text(&error));
            }
        });
    });
    view! {
        <div class="line line--wrap">
            <LinkButton label=label href=route.path() weight=Weight::Small />
            <Button label=texts().backup().later weight=Weight::Small on_press=later />
        </div>
    }
}
