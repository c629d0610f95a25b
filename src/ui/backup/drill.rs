use countersign_backup::{Damage, ReadError};
use countersign_core::SecretText;
use countersign_core::backup::{DrillEvent, DrillProblem, DrillReport, DrillView, SealFailure};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::file::FileChoice;
use super::standing::{facts_list, stayed};
use super::{number, page};
use crate::dom::{Node, view};
use crate::routes::Route;
use crate::runtime::{Drilling, Runtime};
use crate::ui::screen::Screen;
use crate::ui::shell::framed;
use crate::ui::storage_trouble::vault_error_text;
use crate::ui::widgets::{Button, Icon, Note, SecretField, SubmitButton, Tone, Weight};
use crate::ui::{texts, use_app};

const PASSWORD: &str = "file-password";

/// Which screen is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Stage {
    Choosing,
    Password,
    Opening,
    Found(DrillReport),
}

impl Stage {
    fn of(view: &DrillView) -> Self {
        match view {
            DrillView::Choosing(_) => Self::Choosing,
            DrillView::Password(_) => Self::Password,
            DrillView::Opening => Self::Opening,
            DrillView::Found(report) => Self::Found(report.clone()),
        }
    }
}

/// Opening a backup again, from the file to what was found.
pub(super) fn pages(runtime: Runtime) -> Node {
    let drilling = runtime.begin_drill();
    let stage = Memo::new(move |_| Stage::of(&drilling.view.read()));
    let screen = move || match stage.get() {
        Stage::Choosing => framed(choosing(drilling)),
        Stage::Password => framed(password(drilling)),
        Stage::Opening => framed(opening()),
        Stage::Found(report) => framed(found(drilling, &report)),
    };
    Node::of(screen)
}

fn problem(drilling: Drilling) -> Option<DrillProblem> {
    match drilling.view.get() {
        DrillView::Choosing(problem) | DrillView::Password(problem) => problem,
        DrillView::Opening | DrillView::Found(_) => None,
    }
}

fn choosing(drilling: Drilling) -> Screen {
    let words = texts().backup();
    let choice = FileChoice::new();
    let note = move || {
        let text = problem_text(problem(drilling)?);
        Some(view! { <Note tone=Tone::Refused icon=Icon::Alert text=text /> })
    };
    let body = view! {
        <div role="status">{note}</div>
        <p>{words.check_intro}</p>
        {choice.input(move |file| drilling.chosen(file))}
    };
    let actions = view! { <Button label=words.choose on_press=choice.ask() /> };
    page(words.check, body, Some(actions))
}

fn password(drilling: Drilling) -> Screen {
    let words = texts().backup();
    let app = use_app();
    let password = RwSignal::new(SecretText::default());
    let empty = RwSignal::new(false);
    let error = Signal::derive(move || {
        if empty.get() {
            return Some(words.empty.to_owned());
        }
        problem(drilling).map(|problem| problem_text(problem).to_owned())
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let typed = password.get_untracked();
        empty.set(typed.is_empty());
        if typed.is_empty() {
            app.focus(PASSWORD);
        } else {
            drilling.send(DrillEvent::Open(typed));
        }
    };
    let body = view! {
        <form class="stack" id="drill-form" novalidate on:submit=submit>
            <SecretField
                id=PASSWORD
                label=words.file_password
                show_label=words.show_password
                autocomplete="off"
                on_input=Callback::new(move |text: String| password.set(SecretText::new(text)))
                error=error
            />
        </form>
    };
    let again = Callback::new(move |()| drilling.send(DrillEvent::Again));
    let actions = view! {
        <SubmitButton label=words.open form="drill-form" />
        <Button label=words.choose_other weight=Weight::Quiet on_press=again />
    };
    Screen {
        focus: Some(PASSWORD),
        ..page(words.check, body, Some(actions))
    }
}

fn opening() -> Screen {
    let words = texts().backup();
    let body = view! { <p class="soft" role="status">{words.opening}</p> };
    page(words.check, body, None)
}

fn problem_text(problem: DrillProblem) -> &'static str {
    let words = texts().backup();
    let error = match problem {
        DrillProblem::OtherFormat => return words.other_format,
        DrillProblem::Failed(SealFailure::NoWorker) => return words.no_worker,
        DrillProblem::Failed(SealFailure::OutOfMemory) => return words.out_of_memory,
        DrillProblem::Read(error) => error,
    };
    match error {
        ReadError::NotRecognized | ReadError::PasswordNeeded(_) => words.other_format,
        ReadError::WrongPassword | ReadError::WrongPasswordOrDamaged => words.wrong_password,
        ReadError::Damaged(Damage::Empty) => words.file_empty,
        ReadError::Damaged(Damage::CutOff) => words.cut_off,
        ReadError::Damaged(Damage::Malformed | Damage::Altered) => words.damaged,
        ReadError::TooLarge => words.too_large,
        ReadError::OutOfMemory(_) => words.out_of_memory,
        ReadError::TooCostly(_) | ReadError::Unsupported(_) => words.unreadable_file,
    }
}

fn found(drilling: Drilling, report: &DrillReport) -> Screen {
    let words = texts().backup();
    let lists = [
        (words.missing, &report.missing),
        (words.older, &report.older),
        (words.gone, &report.gone),
        (words.unreadable, &report.unreadable),
    ];
    let lists = lists.map(|(title, names)| names_list(title, names));
    let facts = [
        (words.written, use_app().here().moment(report.created_at)),
        (words.in_file, (words.tokens)(number(report.in_file))),
    ];
    let body = view! {
        {verdict(report)}
        {standing(report)}
        {facts_list(facts)}
        {lists.into_iter().collect::<Vec<_>>()}
        {stayed(report.registered)}
    };
    let again = Callback::new(move |()| drilling.send(DrillEvent::Again));
    let complete = report.is_complete();
    let actions = view! {
        {(!complete).then(make_instead)}
        {complete.then(done)}
        <Button label=words.choose_other weight=Weight::Quiet on_press=again />
    };
    page(words.check, body, Some(actions))
}

fn done() -> Node {
    view! { <Button label=texts().backup().done on_press=use_app().going(Route::Backup) /> }
}

fn make_instead() -> Node {
    view! { <Button label=texts().backup().make on_press=use_app().going(Route::MakeBackup) /> }
}

fn verdict(report: &DrillReport) -> Node {
    let words = texts().backup();
    if report.is_complete() {
        let text = (words.complete)(number(report.as_now));
        return view! { <Note tone=Tone::Good icon=Icon::Check text=text /> };
    }
    let lacking = report.missing.len() + report.older.len();
    let text = (words.incomplete)(number(lacking));
    view! { <Note tone=Tone::Unsure icon=Icon::Alert text=text /> }
}

/// Whether it is the last verified one now.
fn standing(report: &DrillReport) -> Node {
    let words = texts().backup();
    match &report.not_noted {
        Some(error) => {
            view! { <Note tone=Tone::Refused icon=Icon::Storage text=vault_error_text(error) /> }
        }
        None if report.counts => view! { <p>{words.counts}</p> },
        None => view! { <p>{words.not_newest}</p> },
    }
}

fn names_list(title: &'static str, names: &[String]) -> Option<Node> {
    let items = names.iter().map(|name| {
        let name = match name.as_str() {
            "" => texts().codes().unnamed.to_owned(),
            name => name.to_owned(),
        };
        view! {
            <li>
                <div class="row" dir="auto">
                    {name}
                </div>
            </li>
        }
    });
    (!names.is_empty()).then(|| {
        view! {
            <section>
                <h2 class="group__title">{title}</h2>
                <ul class="panel">{items.collect::<Vec<_>>()}</ul>
            </section>
        }
    })
}
