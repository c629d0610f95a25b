use countersign_core::SecretText;
use countersign_core::backup::{
    Made, MakeProblem, MakeView, PasswordProblem, SealFailure, Strength, strength,
};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::file::FileChoice;
use super::standing::{facts_list, stayed, stays};
use super::{number, page};
use crate::dom::{Node, view};
use crate::routes::Route;
use crate::runtime::{BackingUp, Runtime};
use crate::ui::screen::Screen;
use crate::ui::shell::framed;
use crate::ui::storage_trouble::vault_error_text;
use crate::ui::widgets::{Button, Icon, Note, SecretField, SubmitButton, Tone, Weight};
use crate::ui::{texts, use_app};

const PASSWORD: &str = "backup-password";
const AGAIN: &str = "backup-again";
const JSON: &str = "application/json";

/// Which screen is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Stage {
    Typing,
    Working,
    Ready(Made),
    Kept(Made),
}

impl Stage {
    fn of(view: &MakeView) -> Self {
        match view {
            MakeView::Typing(_) => Self::Typing,
            MakeView::Working { .. } => Self::Working,
            MakeView::Ready { made, .. } => Self::Ready(made.clone()),
            MakeView::Kept(made) => Self::Kept(made.clone()),
        }
    }
}

/// Making a backup, from the password to the kept file.
pub(super) fn pages(runtime: Runtime) -> Node {
    let making = runtime.begin_backup();
    let stage = Memo::new(move |_| Stage::of(&making.view.read()));
    let screen = move || match stage.get() {
        Stage::Typing => framed(typing(runtime, making)),
        Stage::Working => framed(working(making)),
        Stage::Ready(made) => framed(ready(runtime, making, &made)),
        Stage::Kept(made) => framed(kept(&made)),
    };
    Node::of(screen)
}

fn problem(making: BackingUp) -> Option<MakeProblem> {
    match making.view.get() {
        MakeView::Typing(problem) | MakeView::Ready { problem, .. } => problem,
        MakeView::Working { .. } | MakeView::Kept(_) => None,
    }
}

fn typing(runtime: Runtime, making: BackingUp) -> Screen {
    let words = texts().backup();
    let app = use_app();
    let password = RwSignal::new(SecretText::default());
    let again = RwSignal::new(SecretText::default());
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        making.start(password.get_untracked(), again.get_untracked());
        let wrong = problem(making);
        if let Some(MakeProblem::Password(problem)) = wrong {
            app.focus(field_of(problem));
        }
    };
    let error_of = move |id: &'static str| {
        Signal::derive(move || match problem(making) {
            Some(MakeProblem::Password(problem)) if field_of(problem) == id => {
                Some(password_text(problem).to_owned())
            }
            _ => None,
        })
    };
    let judged = move || match strength(password.read().expose()) {
        Ok(Strength::Strong) => words.strong,
        Ok(Strength::Enough) => words.enough,
        Err(_) => words.no_reset,
    };
    let body = view! {
        <div role="status">{move || problem(making).as_ref().and_then(problem_note)}</div>
        <p>{words.intro}</p>
        <form class="stack" id="backup-form" novalidate on:submit=submit>
            <SecretField
                id=PASSWORD
                label=words.password
                show_label=words.show_password
                autocomplete="new-password"
                on_input=Callback::new(move |text: String| password.set(SecretText::new(text)))
                hint=words.password_hint
                error=error_of(PASSWORD)
            />
            <SecretField
                id=AGAIN
                label=words.again
                show_label=words.show_password
                autocomplete="new-password"
                on_input=Callback::new(move |text: String| again.set(SecretText::new(text)))
                error=error_of(AGAIN)
            />
        </form>
        <p class="soft">{judged}</p>
        <p class="soft">{stays(&runtime.tokens.read_untracked())}</p>
    };
    let actions = view! { <SubmitButton label=words.make form="backup-form" /> };
    page(words.make, body, Some(actions))
}

const fn field_of(problem: PasswordProblem) -> &'static str {
    match problem {
        PasswordProblem::Different => AGAIN,
        PasswordProblem::Empty | PasswordProblem::Short | PasswordProblem::Monotonous => PASSWORD,
    }
}

fn password_text(problem: PasswordProblem) -> &'static str {
    let words = texts().backup();
    match problem {
        PasswordProblem::Empty => words.empty,
        PasswordProblem::Short => words.short,
        PasswordProblem::Monotonous => words.monotonous,
        PasswordProblem::Different => words.different,
    }
}

/// What is wrong, unless a field says it.
fn problem_note(problem: &MakeProblem) -> Option<Node> {
    let words = texts().backup();
    let text = match problem {
        MakeProblem::Password(_) => return None,
        MakeProblem::NoTokens => words.no_tokens,
        MakeProblem::Seal(SealFailure::NoWorker) => words.no_worker,
        MakeProblem::Seal(SealFailure::OutOfMemory) => words.out_of_memory,
        MakeProblem::NotAsWritten => words.not_as_written,
        MakeProblem::OtherFile => words.other_file,
        MakeProblem::Vault(error) => vault_error_text(error),
    };
    Some(view! { <Note tone=Tone::Refused icon=Icon::Alert text=text /> })
}

fn working(making: BackingUp) -> Screen {
    let words = texts().backup();
    let checking =
        Memo::new(move |_| matches!(*making.view.read(), MakeView::Working { checking: true }));
    let steps = move || {
        let shell = texts().shell();
        let (first, second) = if checking.get() {
            (
                ("steps__item steps__item--done", shell.done),
                ("steps__item steps__item--now", shell.in_progress),
            )
        } else {
            (
                ("steps__item steps__item--now", shell.in_progress),
                ("steps__item steps__item--later", shell.not_yet),
            )
        };
        view! {
            {step(first, words.sealing, words.sealing_hint)}
            {step(second, words.reading, words.reading_hint)}
        }
    };
    let body = view! {
        <div role="status">
            <ol class="steps panel panel--pad">{steps}</ol>
        </div>
    };
    page(words.make, body, None)
}

fn step(
    (class, said): (&'static str, &'static str),
    title: &'static str,
    hint: &'static str,
) -> Node {
    let sign = if said == texts().shell().done {
        Icon::Check.large()
    } else {
        view! { <span class="steps__dot" aria-hidden="true"></span> }
    };
    view! {
        <li class=class>
            {sign} <b>{title} <span class="heard">{said}</span></b> <span>{hint}</span>
        </li>
    }
}

/// What the file is called: no names of people, and the day, so that files sort by it.
fn file_name(made: &Made) -> String {
    format!("countersign-backup-{}.json", use_app().here().day(made.at))
}

fn ready(runtime: Runtime, making: BackingUp, made: &Made) -> Screen {
    let words = texts().backup();
    let app = use_app();
    let name = file_name(made);
    let handed_over = Memo::new(move |_| {
        matches!(
            *making.view.read(),
            MakeView::Ready {
                handed_over: true,
                ..
            }
        )
    });
    let noting =
        Signal::derive(move || matches!(*making.view.read(), MakeView::Ready { noting: true, .. }));
    let choice = FileChoice::new();
    let asked = move || {
        handed_over.get().then(|| {
            view! {
                <h2>{words.kept_title}</h2>
                <p>{words.kept_text}</p>
            }
        })
    };
    let body = view! {
        <div role="status">{move || problem(making).as_ref().and_then(problem_note)}</div>
        <Note
            tone=Tone::Good
            icon=Icon::Check
            title=words.ready
            text=(words.ready_text)(made.tokens.into())
        />
        {facts_list([(words.written, app.here().moment(made.at)), (words.file, name.clone())])}
        {stayed(made.registered)}
        {unreadable(runtime)}
        {asked}
        {choice.input(move |file| making.reopened(file))}
    };
    let can_share = runtime.can_share_file(&name, JSON);
    let actions = move || {
        let (saved, shared) = (name.clone(), name.clone());
        let save = Callback::new(move |()| making.save(&saved));
        let share = Callback::new(move |()| {
            making.share(&shared, move |_| app.announcer.toast(words.share_failed));
        });
        let share = can_share.then(|| {
            view! { <Button label=words.share weight=Weight::Quiet on_press=share /> }
        });
        if handed_over.get() {
            let confirm = Callback::new(move |()| making.confirm());
            view! {
                <Button label=words.confirm waits=noting on_press=confirm />
                <Button label=words.reopen weight=Weight::Quiet on_press=choice.ask() />
                <Button label=words.save_again weight=Weight::Quiet on_press=save />
            }
        } else {
            view! {
                <Button label=words.save on_press=save />
                {share}
            }
        }
    };
    page(words.make, body, Some(Node::of(actions)))
}

/// What cannot be saved because it cannot be read.
fn unreadable(runtime: Runtime) -> Option<Node> {
    let unreadable = number(runtime.damaged.read_untracked().len());
    let text = (unreadable > 0).then(|| (texts().backup().unreadable_stay)(unreadable))?;
    Some(view! { <Note tone=Tone::Unsure icon=Icon::Alert text=text /> })
}

fn kept(made: &Made) -> Screen {
    let words = texts().backup();
    let body = view! {
        <Note
            tone=Tone::Good
            icon=Icon::Check
            title=words.done_title
            text=(words.done_text)(made.tokens.into())
        />
        {stayed(made.registered)}
    };
    let done = view! { <Button label=words.done on_press=use_app().going(Route::Backup) /> };
    page(words.make, body, Some(done))
}
