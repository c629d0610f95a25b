use countersign_backup::write::NotInTransfer;
use countersign_core::backup::{ExportEvent, ExportView, LeftBehind, Shown, Way};
use leptos::prelude::*;

use super::hide;
use crate::dom::{Node, view};
use crate::i18n::duration;
use crate::runtime::{Exporting, Runtime};
use crate::ui::screen::{Bar, Screen};
use crate::ui::widgets::{Button, Icon, Note, Tone, Weight};
use crate::ui::{language, texts, use_app};

/// What is there to scan or to save, for a minute.
pub(super) fn screen(runtime: Runtime, exporting: Exporting, way: Way) -> Screen {
    let words = texts().export();
    let shown = shown_of(exporting);
    let (title, body, actions) = match way {
        Way::QrCodes | Way::Transfer => {
            let title = if way == Way::Transfer {
                words.transfer_title
            } else {
                words.title_qr
            };
            (
                title,
                codes(exporting, shown, way),
                turning(exporting, shown),
            )
        }
        Way::OtpauthText | Way::AegisJson => {
            let actions = handing_over(runtime, exporting, way);
            (words.file_title, file(shown, way), actions)
        }
    };
    Screen {
        title: title.to_owned(),
        bar: Bar::Task {
            name: title,
            heading: true,
            close_label: texts().shell().close,
            close: hide(exporting),
        },
        body,
        actions: Some(actions),
        ..Screen::default()
    }
}

/// What is shown; the last of it while it is being taken away.
fn shown_of(exporting: Exporting) -> Memo<Option<Shown>> {
    Memo::new(
        move |before: Option<&Option<Shown>>| match exporting.view.get() {
            ExportView::Shown(shown) => Some(shown),
            ExportView::Choosing(_) | ExportView::Proving => before.cloned().flatten(),
        },
    )
}

fn codes(exporting: Exporting, shown: Memo<Option<Shown>>, way: Way) -> Node {
    let words = texts().export();
    let number = Memo::new(move |_| shown.read().as_ref().map(|shown| (shown.number, shown.of)));
    let picture = move || {
        let (count, of) = number.get()?;
        let name = shown.with_untracked(|shown| shown.as_ref().map(|shown| shown.name.clone()))?;
        let label = if name.is_empty() {
            let place = (words.number_of)(big(count), big(of));
            format!("{} {place}", words.transfer_title)
        } else {
            (words.code_alt)(&name)
        };
        Some(view! {
            {(!name.is_empty()).then(|| view! { <h2 class="lead__title" dir="auto">{name}</h2> })}
            {drawn(exporting, label)}
        })
    };
    let place = move || {
        let (count, of) = number.get()?;
        (of > 1).then(|| (words.number_of)(big(count), big(of)))
    };
    let hint = if way == Way::Transfer {
        words.scan_transfer_hint
    } else {
        words.scan_hint
    };
    view! {
        <div class="qr">{picture}</div>
        <div class="line line--wrap">
            <p class="tabular" role="status">
                {place}
            </p>
            <p class="soft tabular">{left(shown)}</p>
        </div>
        <p>{hint}</p>
        {stayed(shown, way)}
    }
}

fn drawn(exporting: Exporting, label: String) -> Option<Node> {
    let picture = exporting.picture()?;
    let side = picture.side();
    let path = picture.path();
    Some(view! {
        <svg class="qr__code" role="img" aria-label=label viewBox=format!("0 0 {side} {side}")>
            <path class="qr__dark" d=path.to_string()></path>
        </svg>
    })
}

/// How long it is still there.
fn left(shown: Memo<Option<Shown>>) -> impl Fn() -> Option<String> + 'static {
    let app = use_app();
    move || {
        let until = shown.read().as_ref()?.until;
        let seconds = until.millis_since(app.known.now.get()).max(0) / 1000;
        let seconds = u64::try_from(seconds).unwrap_or_default();
        Some((texts().export().hidden_in)(&duration(language(), seconds)))
    }
}

fn turning(exporting: Exporting, shown: Memo<Option<Shown>>) -> Node {
    let words = texts().export();
    let ends = Memo::new(move |_| {
        let shown = shown.read();
        shown
            .as_ref()
            .map(|shown| (shown.number > 1, shown.number < shown.of))
    });
    let buttons = move || {
        let (before, after) = ends.get().unwrap_or_default();
        let next = Callback::new(move |()| exporting.send(ExportEvent::Next));
        let previous = Callback::new(move |()| exporting.send(ExportEvent::Previous));
        let weight = if after { Weight::Quiet } else { Weight::Filled };
        view! {
            {after.then(|| view! { <Button label=words.next on_press=next /> })}
            {before
                .then(|| {
                    view! { <Button label=words.previous weight=Weight::Quiet on_press=previous /> }
                })}
            <Button label=words.hide weight=weight on_press=hide(exporting) />
        }
    };
    Node::of(buttons)
}

fn file(shown: Memo<Option<Shown>>, way: Way) -> Node {
    let words = texts().export();
    view! {
        <Note
            tone=Tone::Unsure
            icon=Icon::Alert
            title=words.warning_title
            text=words.file_text
        />
        {stayed(shown, way)}
        <p class="soft tabular">{left(shown)}</p>
    }
}

fn handing_over(runtime: Runtime, exporting: Exporting, way: Way) -> Node {
    let words = texts().export();
    let app = use_app();
    let failed = texts().backup().share_failed;
    let now = app.known.now.get_untracked();
    let day = app.here().day(now);
    let (name, kind) = match way {
        Way::AegisJson => (format!("aegis-{day}.json"), "application/json"),
        _ => (format!("otpauth-{day}.txt"), "text/plain"),
    };
    let can_share = runtime.can_share_file(&name, kind);
    let shared = name.clone();
    let save = Callback::new(move |()| {
        if exporting.save(&name, kind) {
            app.announcer.toast(words.saved);
        }
    });
    let share = Callback::new(move |()| {
        exporting.share(&shared, kind, move |result| {
            if result.is_err() {
                app.announcer.toast(failed);
            }
        });
    });
    let share = can_share
        .then(|| view! { <Button label=words.share weight=Weight::Quiet on_press=share /> });
    view! {
        <Button label=words.save on_press=save />
        {share}
        <Button label=words.hide weight=Weight::Quiet on_press=hide(exporting) />
    }
}

/// How many went, and what stayed and why.
fn stayed(shown: Memo<Option<Shown>>, way: Way) -> Node {
    let first = shown.get_untracked();
    let Some(Shown { went, left, .. }) = first else {
        return Node::nothing();
    };
    let words = texts().export();
    let registered = u64::from(left.registered);
    let mut said = vec![(words.went)(big(went))];
    if registered > 0 {
        said.push((words.stays)(registered));
    }
    if way != Way::AegisJson {
        said.push(words.no_details.to_owned());
    }
    view! {
        <p class="soft">{said.join(" ")}</p>
        {not_held(&left)}
    }
}

fn not_held(left: &LeftBehind) -> Option<Node> {
    let words = texts().export();
    let items = left.not_held.iter().map(|(name, why)| {
        let text = match why {
            NotInTransfer::Steam => (words.not_steam)(name),
            NotInTransfer::Digits => (words.not_digits)(name),
            NotInTransfer::Period => (words.not_period)(name),
        };
        view! {
            <li>
                <div class="row">{text}</div>
            </li>
        }
    });
    (!left.not_held.is_empty()).then(|| {
        view! {
            <section>
                <h2 class="group__title">{words.not_in_title}</h2>
                <ul class="panel">{items.collect::<Vec<_>>()}</ul>
            </section>
        }
    })
}

fn big(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}
