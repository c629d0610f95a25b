use countersign_core::import::{ImportEvent, ImportView, Report, UndoView};
use countersign_core::vault::VaultError;
use leptos::prelude::*;

use super::page;
use super::words::{missing_text, skipped_text};
use crate::dom::{Node, view};
use crate::routes::Route;
use crate::runtime::Importing;
use crate::ui::screen::Screen;
use crate::ui::storage_trouble::vault_error_text;
use crate::ui::widgets::{Button, Icon, Note, Tone, Weight};
use crate::ui::{texts, use_app};

/// What was imported, and the way back.
pub(super) fn screen(importing: Importing) -> Screen {
    let words = texts().import();
    let app = use_app();
    let report = importing.view.with_untracked(|view| match view {
        ImportView::Report(report, _) => Some((**report).clone()),
        _ => None,
    });
    let undo =
        Memo::new(
            move |before: Option<&UndoView>| match (&*importing.view.read(), before) {
                (ImportView::Report(_, undo), _) => undo.clone(),
                (_, Some(before)) => before.clone(),
                (_, None) => UndoView::Nothing,
            },
        );
    let summary = report.clone();
    let result = move || match undo.get() {
        UndoView::Undone => {
            Some(view! { <Note tone=Tone::Good icon=Icon::Check text=words.undone /> })
        }
        UndoView::Failed(error) => {
            let text = (words.undo_failed)(undo_error(&error));
            Some(view! { <Note tone=Tone::Refused icon=Icon::Alert text=text /> })
        }
        _ => summary.as_ref().map(done),
    };
    let left_out = move || {
        let undone = undo.get() == UndoView::Undone;
        report.as_ref().filter(|_| !undone).and_then(skipped)
    };
    let body = view! {
        <div role="status">{result}</div>
        {left_out}
    };
    let can_undo = move || {
        let waits = Signal::derive(move || undo.get() == UndoView::Undoing);
        let possible = !matches!(undo.get(), UndoView::Nothing | UndoView::Undone);
        let label = if waits.get() {
            words.undoing
        } else {
            words.undo
        };
        possible.then(|| {
            view! {
                <Button
                    label=label
                    weight=Weight::Quiet
                    waits=waits
                    on_press=Callback::new(move |()| importing.send(ImportEvent::Undo))
                />
            }
        })
    };
    let leave = app.going(Route::Codes);
    let actions = view! {
        <Button label=words.done on_press=leave />
        {can_undo}
    };
    page(words.report_title, leave, body, Some(actions))
}

fn undo_error(error: &VaultError) -> &'static str {
    match error {
        VaultError::Changed => texts().import().undo_changed,
        error => vault_error_text(error),
    }
}

fn done(report: &Report) -> Node {
    let words = texts().import();
    let mut lines = vec![(words.report)(
        report.added,
        report.same,
        report.skipped.len(),
    )];
    if report.changed > 0 {
        lines.push((words.report_changed)(report.changed));
    }
    lines.extend(report.missing_parts.iter().map(missing_text));
    if let Some(left_out) = report.left_out.filter(|left_out| left_out.registered > 0) {
        let number = usize::try_from(left_out.registered).unwrap_or(usize::MAX);
        lines.push((words.left_out)(number));
    }
    view! { <Note tone=Tone::Good icon=Icon::Check text=lines.join(" ") /> }
}

fn skipped(report: &Report) -> Option<Node> {
    let words = texts().import();
    if report.skipped.is_empty() {
        return None;
    }
    let rows = report.skipped.iter().map(|skipped| {
        view! {
            <li>
                <div class="row">
                    <span class="row__text">
                        <b dir="auto">{skipped.name.clone()}</b>
                        <span>{skipped_text(skipped.why)}</span>
                    </span>
                </div>
            </li>
        }
    });
    let rows = rows.collect::<Vec<_>>();
    Some(view! {
        <section aria-labelledby="skipped">
            <h2 class="group__title" id="skipped">
                {words.skipped_title}
            </h2>
            <ul class="panel">{rows}</ul>
        </section>
    })
}
