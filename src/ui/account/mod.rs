//! Who is signed in, with which token, in which sessions.

mod sessions;

use crate::dom::{Node, view};
use countersign_core::sign_in::{Event, SessionView};
use countersign_protocol::{BindingInfo, RegistrationMeans};
use leptos::prelude::*;

use super::screen::{Bar, Screen};
use super::widgets::{Icon, Mark, Note, Tone};
use super::{texts, use_app};

/// The account.
pub(crate) fn screen(session: Signal<SessionView>, send: Callback<Event>) -> Screen {
    let words = texts().account();
    let app = use_app();
    let who = move || {
        let session = session.read();
        let server = app.server_name().get();
        view! {
            <div class="row row--tall">
                <span class="monogram monogram--person" aria-hidden="true">
                    {initials(&session.user.display_name)}
                </span>
                <span class="row__text">
                    <b dir="auto">{session.user.display_name.clone()}</b>
                    <span>{(words.signed_in_to)(&server)}</span>
                </span>
                {Mark::Joined.small()}
            </div>
        }
    };
    let body = view! {
        {move || session.read().problem.is_some().then(stale)}
        <div class="panel">{who} {move || facts(&session.read())}</div>
        <section aria-labelledby="token">
            <h2 class="group__title" id="token">
                {words.token}
            </h2>
            <div class="panel">{move || binding(session.read().binding.as_ref())}</div>
        </section>
        {sessions::list(session, send)}
        <ul class="panel" aria-label=words.leave>
            <li>
                <button
                    class="row row--stop"
                    type="button"
                    on:click=move |_| send.run(Event::SignOut)
                >
                    {Icon::Out.large()}
                    <span class="row__text">
                        <b>{words.sign_out}</b>
                        <span>{words.sign_out_hint}</span>
                    </span>
                </button>
            </li>
        </ul>
    };
    Screen {
        title: words.title.to_owned(),
        bar: Bar::Tab {
            title: words.title,
            heading: true,
        },
        body,
        ..Screen::default()
    }
}

/// The first letters of the first two words.
fn initials(name: &str) -> String {
    let letters = name
        .split_whitespace()
        .filter_map(|word| word.chars().next());
    letters.take(2).collect()
}

/// The last loading failed, so this may be old.
fn stale() -> Node {
    view! { <Note tone=Tone::Unsure icon=Icon::Offline text=texts().account().load_failed /> }
}

fn facts(session: &SessionView) -> Node {
    let words = texts().account();
    let here = use_app().here();
    let info = &session.session;
    view! {
        <dl class="facts">
            {fact(words.user_name, session.user.name.clone())}
            {fact(words.device, info.device_name.clone())}
            {fact(words.since, here.moment(info.started_at))}
            <div>
                <dt>{words.until}</dt>
                <dd>
                    {here.moment(info.ends_at)}
                    <small>{(words.until_idle)(&here.moment(info.idle_ends_at))}</small>
                </dd>
            </div>
        </dl>
    }
}

fn binding(binding: Option<&BindingInfo>) -> Node {
    let words = texts().account();
    let Some(binding) = binding else {
        return view! { <p class="panel--pad soft">{words.token_none}</p> };
    };
    let here = use_app().here();
    let place = if binding.this_device {
        words.token_here.to_owned()
    } else {
        (words.token_there)(&binding.device_name)
    };
    let means = match binding.means {
        RegistrationMeans::Sms => words.means_sms,
        RegistrationMeans::ActivationCode => words.means_activation,
        RegistrationMeans::Unknown => words.means_unknown,
    };
    view! {
        <dl class="facts">
            {fact(texts().codes().issuer, binding.issuer.clone())}
            {fact(words.place, place)}
            {fact(words.registered_at, here.moment(binding.registered_at))}
            {fact(words.means, means.to_owned())}
            {fact(words.registered_from, binding.address.clone())}
        </dl>
    }
}

fn fact(name: &'static str, value: String) -> Node {
    view! {
        <div>
            <dt>{name}</dt>
            <dd>
                <bdi>{value}</bdi>
            </dd>
        </div>
    }
}
