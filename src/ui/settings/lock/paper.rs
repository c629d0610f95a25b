use countersign_core::lock::{RecoveryCode, SlotKind};
use leptos::prelude::*;

use super::cancel;
use super::desk::Desk;
use crate::dom::{Node, view};
use crate::ui::widgets::{Button, Icon, Weight};
use crate::ui::{Order, texts};

/// The recovery code, shown once.
pub(super) fn view(desk: Desk) -> Node {
    let words = texts().lock();
    let kept = RwSignal::new(false);
    let error = RwSignal::new(None::<&'static str>);
    let text = desk
        .code
        .with_value(|code| code.as_ref().map(RecoveryCode::to_text))
        .unwrap_or_default();
    let groups = text
        .split(' ')
        .map(|group| view! { <span>{group}</span> " " })
        .collect::<Vec<_>>();
    let refused = texts().codes().copy_refused;
    let copy = Callback::new(move |()| {
        let text = desk
            .code
            .with_value(|code| code.as_ref().map(RecoveryCode::to_text));
        let told = move |copied: Result<(), _>| match copied {
            Ok(()) => desk.app.announcer.toast(words.copied),
            Err(_) => desk.app.announcer.toast(refused),
        };
        desk.runtime().copy(&text.unwrap_or_default(), told);
    });
    let go_on = Callback::new(move |()| {
        if desk.busy.get_untracked() {
            return;
        }
        if kept.get_untracked() {
            desk.take_code(true);
        } else {
            error.set(Some(words.kept_first));
            desk.app.focus("kept");
        }
    });
    let first = desk.waiting_kind();
    let label = move || match (desk.busy.get(), first.is_some()) {
        (true, _) => words.working.to_owned(),
        (false, true) => words.turn_on.to_owned(),
        (false, false) => words.keep_code.to_owned(),
    };
    // A PIN can be erased by wrong tries: it needs the code behind it.
    let without = (first == Some(SlotKind::Passphrase)).then(|| {
        view! {
            <Button
                label=words.without_code
                weight=Weight::Quiet
                on_press=Callback::new(move |()| desk.take_code(false))
            />
        }
    });
    view! {
        <section class="stack stack--wide" aria-labelledby="paper">
            <h2 id="paper">{words.paper_title}</h2>
            <p class="soft">{words.paper_text}</p>
            <p class="paper" dir="ltr">
                {groups}
            </p>
            <div class="row__acts row__acts--apart">
                <Button label=words.copy weight=Weight::Quiet icon=Icon::Copy on_press=copy />
                <Button
                    label=words.print
                    weight=Weight::Quiet
                    on_press=Callback::new(move |()| desk.app.order(Order::Print))
                />
            </div>
            <label class="agree">
                <input
                    type="checkbox"
                    id="kept"
                    on:change=move |_| {
                        kept.update(|kept| *kept = !*kept);
                        error.set(None);
                    }
                />
                <span>{words.kept}</span>
            </label>
            <p role="alert">{move || error.get()}</p>
            <div class="stack">
                <Button label=Signal::derive(label) waits=desk.busy on_press=go_on />
                {without}
                {cancel(desk)}
            </div>
        </section>
    }
}
