use countersign_core::sign_in::{Event, SessionView};
use countersign_protocol::SessionInfo;
use leptos::prelude::*;

use crate::dom::{Node, view};
use crate::ui::widgets::{Button, Dialog, Icon, Note, Tone, Weight, tag};
use crate::ui::{texts, use_app};

/// The user's sessions, with the means to end one.
pub(super) fn list(session: Signal<SessionView>, send: Callback<Event>) -> Node {
    let words = texts().account();
    let asked = RwSignal::new(None::<SessionInfo>);
    let problem = move || {
        let session = session.read();
        let failed = session.sessions_problem.is_some() || session.ending_problem.is_some();
        failed.then(|| {
            view! { <Note tone=Tone::Unsure icon=Icon::Offline text=words.load_failed /> }
        })
    };
    let rows = move || {
        let session = session.read();
        let sessions = session.sessions.as_deref().unwrap_or_default();
        sessions
            .iter()
            .map(|info| row(info, session.ending.as_ref() == Some(&info.id), asked))
            .collect::<Vec<_>>()
    };
    let dialog = move || asked.get().map(|info| confirmation(info, asked, send));
    view! {
        <section class="stack" aria-labelledby="sessions">
            <h2 class="group__title" id="sessions">
                {words.sessions}
            </h2>
            {problem}
            <ul
                class="panel"
                aria-labelledby="sessions"
                aria-busy=move || session.read().sessions.is_none().then_some("true")
            >
                {rows}
            </ul>
            {dialog}
        </section>
    }
}

fn row(info: &SessionInfo, ending: bool, asked: RwSignal<Option<SessionInfo>>) -> Node {
    let words = texts().account();
    let last = (words.session_last)(&use_app().here().moment(info.last_used_at));
    let end = if info.current {
        tag(Tone::Good, Some(Icon::Check), words.session_this)
    } else {
        let name = (words.session_end_name)(&info.device_name);
        let info = info.clone();
        view! {
            <button
                class="button button--quiet button--small"
                type="button"
                aria-label=name
                aria-disabled=ending.then_some("true")
                on:click=move |_| asked.set(Some(info.clone()))
            >
                {words.session_end}
            </button>
        }
    };
    view! {
        <li>
            <div class="row row--tall">
                {Icon::Phone.large()} <span class="row__text">
                    <b dir="auto">{info.device_name.clone()}</b>
                    <span>{last}</span>
                    <span>
                        <bdi>{info.address.clone()}</bdi>
                    </span>
                </span> {end}
            </div>
        </li>
    }
}

fn confirmation(
    info: SessionInfo,
    asked: RwSignal<Option<SessionInfo>>,
    send: Callback<Event>,
) -> Node {
    let words = texts().account();
    let title = (words.session_end_title)(&info.device_name);
    let content = move |close: Callback<()>| {
        let id = info.id.clone();
        let end = Callback::new(move |()| {
            send.run(Event::EndSession(id.clone()));
            close.run(());
        });
        view! {
            <div class="stack">
                <p>{words.session_end_text}</p>
                <Button label=words.session_end weight=Weight::Refuse on_press=end />
                <Button label=texts().shell().cancel weight=Weight::Quiet on_press=close />
            </div>
        }
    };
    view! {
        <Dialog
            title=title
            on_close=Callback::new(move |()| asked.set(None))
            content=Box::new(content)
        />
    }
}
