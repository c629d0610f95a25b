use countersign_core::import::{ImportEvent, ImportView, LineKind, LineView, PreviewView};
use leptos::prelude::*;

use super::words::{change_text, missing_text, why_text};
use super::{back, page};
use crate::dom::{Node, view};
use crate::runtime::Importing;
use crate::ui::screen::Screen;
use crate::ui::storage_trouble::vault_error_text;
use crate::ui::widgets::{Button, Icon, Note, Tone, Weight};
use crate::ui::{texts, use_app};

/// A line with its number in the file.
type Numbered = (usize, LineView);

/// A look at what is in the file, before anything is written.
pub(super) fn screen(importing: Importing) -> Screen {
    let words = texts().import();
    let preview =
        Memo::new(
            move |before: Option<&Option<PreviewView>>| match &*importing.view.read() {
                ImportView::Preview(preview) => Some((**preview).clone()),
                _ => before.cloned().flatten(),
            },
        );
    let problem = move || {
        let preview = preview.read();
        let text = vault_error_text(preview.as_ref()?.problem.as_ref()?);
        Some(view! { <Note tone=Tone::Refused icon=Icon::Storage text=text /> })
    };
    // Choosing changes no line but the one that the browser has marked already.
    let lines = Memo::new(move |_| {
        let preview = preview.read();
        let lines = preview.iter().flat_map(|preview| preview.lines.iter());
        let chosen = lines.map(|line| LineView {
            wanted: line.wanted.map(|_| true),
            ..line.clone()
        });
        chosen.collect::<Vec<_>>()
    });
    let listed = move || {
        lines.track();
        let lines = preview.with_untracked(|preview| preview.as_ref().map(|it| it.lines.clone()));
        sections(lines.unwrap_or_default(), importing)
    };
    let body = view! {
        {problem}
        {preview.with_untracked(|preview| preview.as_ref().map(about))}
        {listed}
    };
    let count = Memo::new(move |_| preview.read().as_ref().map_or(0, |preview| preview.count));
    let writing = Signal::derive(move || preview.read().as_ref().is_some_and(|it| it.writing));
    let label = Signal::derive(move || match (writing.get(), count.get()) {
        (true, _) => words.importing.to_owned(),
        (false, 0) => words.finish_nothing.to_owned(),
        (false, count) => (words.import)(count),
    });
    let write = Callback::new(move |()| importing.send(ImportEvent::Write));
    let actions = view! {
        <Button label=label waits=writing on_press=write />
        <Button label=words.cancel weight=Weight::Quiet on_press=back(importing) />
    };
    page(words.preview_title, back(importing), body, Some(actions))
}

/// What the file says of itself.
fn about(preview: &PreviewView) -> Node {
    let words = texts().import();
    let mut lines = Vec::new();
    if let Some(at) = preview.created_at {
        lines.push((words.written_at)(&use_app().here().moment(at)));
    }
    if preview.registered_left_out > 0 {
        let number = usize::try_from(preview.registered_left_out).unwrap_or(usize::MAX);
        lines.push((words.left_out)(number));
    }
    lines.extend(preview.missing_parts.iter().map(missing_text));
    if preview.passed_over > 0 {
        lines.push((words.passed_over)(preview.passed_over));
    }
    if preview.count == 0 {
        lines.push(words.nothing_new.to_owned());
    }
    let app = preview.format.app();
    let title = app.map_or_else(|| words.a_list.to_owned(), words.from);
    view! { <Note tone=Tone::Plain icon=Icon::Import title=title text=lines.join(" ") /> }
}

fn sections(lines: Vec<LineView>, importing: Importing) -> Node {
    let words = texts().import();
    let mut kinds: [Vec<Numbered>; 5] = Default::default();
    let [new, changed, unreadable, twice, same] = &mut kinds;
    for numbered in lines.into_iter().enumerate() {
        match numbered.1.kind {
            LineKind::New => new.push(numbered),
            LineKind::Changed(_) => changed.push(numbered),
            LineKind::Unreadable(_) => unreadable.push(numbered),
            LineKind::Duplicate => twice.push(numbered),
            LineKind::Same => same.push(numbered),
        }
    }
    let titles = [
        words.new,
        words.changed,
        words.unreadable,
        words.twice,
        words.same,
    ];
    let ids = ["new", "changed", "unreadable", "twice", "same"];
    let hints = [None, Some(words.changed_hint), None, None, None];
    let sections = kinds.into_iter().zip(titles).zip(ids).zip(hints);
    let sections = sections.filter(|(((lines, _), _), _)| !lines.is_empty());
    let drawn = sections.map(|(((lines, title), id), hint)| {
        let title = title(lines.len());
        let rows = lines.into_iter().map(|line| row(line, importing));
        let rows = rows.collect::<Vec<_>>();
        view! {
            <section aria-labelledby=id>
                <h2 class="group__title" id=id>
                    {title}
                </h2>
                {hint.map(|hint| view! { <p class="soft small import__hint">{hint}</p> })}
                <ul class="panel">{rows}</ul>
            </section>
        }
    });
    Node::of(drawn.collect::<Vec<_>>())
}

fn row((number, line): Numbered, importing: Importing) -> Node {
    let words = texts().import();
    let name = if line.issuer.is_empty() {
        texts().codes().unnamed.to_owned()
    } else {
        line.issuer.clone()
    };
    let mut said = Vec::new();
    if !line.account_name.is_empty() {
        said.push(line.account_name.clone());
    }
    match &line.kind {
        LineKind::Changed(changes) => {
            said.extend(changes.iter().map(|change| change_text(*change).to_owned()));
        }
        LineKind::Unreadable(why) => said.push(why_text(*why)),
        LineKind::New | LineKind::Same | LineKind::Duplicate => {}
    }
    if line.trashed {
        said.push(words.in_trash.to_owned());
    }
    let here = line.here.as_deref().map(words.here_named);
    let text = view! {
        <span class="row__text">
            <b dir="auto">{name}</b>
            <span dir="auto">{said.join(" · ")}</span>
            {here.map(|here| view! { <span dir="auto">{here}</span> })}
        </span>
    };
    let row = match line.wanted {
        Some(wanted) => view! {
            <label class="row">
                <input
                    type="checkbox"
                    checked=wanted
                    on:change=move |event| {
                        importing.send(ImportEvent::Want(number, event_target_checked(&event)));
                    }
                />
                {text}
            </label>
        },
        None => view! { <div class="row">{text}</div> },
    };
    view! { <li>{row}</li> }
}
