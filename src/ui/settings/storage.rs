use leptos::prelude::*;

use super::page;
use crate::dom::{Node, view};
use crate::i18n::size;
use crate::runtime::{Room, Runtime, StorageStanding};
use crate::ui::screen::Screen;
use crate::ui::widgets::{Button, Icon, Note, Tone, Weight};
use crate::ui::{backup, install};
use crate::ui::{texts, use_app};

/// How safe the tokens are from the browser itself, in one line.
pub(super) fn line(standing: Option<StorageStanding>) -> (Tone, &'static str) {
    let words = &texts().keeping().storage;
    let Some(StorageStanding {
        installed,
        persistent,
    }) = standing
    else {
        return (Tone::Plain, words.unknown);
    };
    match (installed, persistent) {
        (true, true) => (Tone::Good, words.installed_kept),
        (true, false) => (Tone::Unsure, words.installed),
        (false, true) => (Tone::Good, words.tab_kept),
        (false, false) => (Tone::Unsure, words.tab),
    }
}

/// How safe the tokens are, and what can be done for them.
pub(super) fn screen() -> Screen {
    let words = &texts().keeping().storage;
    let runtime = use_app().known.runtime;
    let backup = Memo::new(move |_| runtime.backup_standing());
    let verdict = move || {
        let (tone, text) = line(runtime.storage.get());
        let has_tokens = !runtime.tokens.read().is_empty();
        let backup = backup.read();
        let icon = match tone {
            Tone::Good => Icon::Check,
            _ => Icon::Storage,
        };
        let text = if has_tokens {
            format!(
                "{text} {}",
                (words.with_backup)(&backup::line(backup.as_ref()))
            )
        } else {
            text.to_owned()
        };
        view! { <Note tone=tone icon=icon text=text /> }
    };
    let body = view! {
        {verdict}
        {facts(runtime)}
        <ul class="panel">
            <li>{backup::row(runtime)}</li>
        </ul>
        <p class="soft">{words.encrypted}</p>
        {ask_to_keep(runtime)}
        {how_to_install(runtime)}
    };
    page(words.title, body)
}

fn facts(runtime: Runtime) -> Node {
    let words = &texts().keeping().storage;
    let room = RwSignal::new(None::<Option<Room>>);
    runtime.room(move |known| {
        let _ = room.try_set(Some(known));
    });
    let used = move || match room.get() {
        None => String::new(),
        Some(None) => words.room_unknown.to_owned(),
        Some(Some(Room { used, limit })) => {
            (words.room_used)(&size(used, words.point), &size(limit, words.point))
        }
    };
    let said = move |standing: StorageStanding| {
        let place = if standing.installed {
            words.place_installed
        } else {
            words.place_tab
        };
        let promise = if standing.persistent {
            words.promise_given
        } else {
            words.promise_not_given
        };
        view! {
            <div>
                <dt>{words.place}</dt>
                <dd>{place}</dd>
            </div>
            <div>
                <dt>{words.promise}</dt>
                <dd>{promise}</dd>
            </div>
        }
    };
    view! {
        <dl class="facts panel">
            {move || runtime.storage.get().map(said)}
            <div>
                <dt>{words.room}</dt>
                <dd class="tabular">{used}</dd>
            </div>
        </dl>
    }
}

/// Asks for the promise that is still missing.
fn ask_to_keep(runtime: Runtime) -> Node {
    let words = &texts().keeping().storage;
    let asking = RwSignal::new(false);
    let refused = RwSignal::new(false);
    let announcer = use_app().announcer;
    let label = Signal::derive(move || {
        let label = if asking.get() {
            words.asking
        } else {
            words.ask
        };
        label.to_owned()
    });
    let press = Callback::new(move |()| {
        if !asking.get_untracked() {
            asking.set(true);
            runtime.ask_to_keep(move |kept| {
                let _ = asking.try_set(false);
                let _ = refused.try_set(!kept);
                if kept {
                    announcer.toast(words.promised);
                }
            });
        }
    });
    let missing = Memo::new(move |_| {
        let standing = runtime.storage.get();
        standing.is_some_and(|standing| !standing.persistent)
    });
    let button = move || {
        missing.get().then(|| {
            view! { <Button label=label weight=Weight::Quiet waits=asking on_press=press /> }
        })
    };
    let answered = move || {
        refused.get().then(|| {
            view! { <Note tone=Tone::Unsure icon=Icon::Info text=words.refused /> }
        })
    };
    view! {
        <div class="stack">
            <div role="status">{answered}</div>
            {button}
        </div>
    }
}

/// How the app is installed, where it is not.
fn how_to_install(runtime: Runtime) -> Node {
    let words = &texts().keeping().install;
    let offered = RwSignal::new(false);
    let watched = runtime.watch_install(move |now| {
        let _ = offered.try_set(now);
    });
    let watched = StoredValue::new_local(watched);
    on_cleanup(move || watched.dispose());
    let in_tab = Memo::new(move |_| {
        let standing = runtime.storage.get();
        standing.is_some_and(|standing| !standing.installed)
    });
    let way = move || {
        if runtime.is_ios_tab() {
            install::steps()
        } else if offered.get() {
            let press = Callback::new(move |()| runtime.ask_to_install());
            view! { <Button label=words.install on_press=press /> }
        } else {
            view! { <p>{words.by_menu}</p> }
        }
    };
    let section = move || {
        in_tab.get().then(|| {
            view! {
                <section class="stack" aria-labelledby="install">
                    <h2 class="group__title" id="install">
                        {words.title}
                    </h2>
                    {way}
                </section>
            }
        })
    };
    Node::of(section)
}
