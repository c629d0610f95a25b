use std::collections::BTreeSet;

use countersign_core::backup::{ExportProblem, ExportView, Way};
use countersign_core::vault::{TokenId, VaultToken};
use leptos::prelude::*;

use super::{Chosen, question};
use crate::dom::{Node, view};
use crate::routes::Route;
use crate::runtime::{Exporting, Runtime};
use crate::ui::screen::{Bar, Screen};
use crate::ui::widgets::{Button, Icon, LinkButton, Note, Tone, Weight};
use crate::ui::{texts, use_app};

const WAYS: [Way; 4] = [
    Way::QrCodes,
    Way::Transfer,
    Way::OtpauthText,
    Way::AegisJson,
];

/// What the person has chosen.
#[derive(Clone, Copy)]
pub(super) struct Choice {
    way: RwSignal<Way>,
    /// Whether all of the offered tokens go.
    all: RwSignal<bool>,
    some: RwSignal<BTreeSet<TokenId>>,
    /// What was chosen elsewhere; everything where nothing was.
    offered: StoredValue<Option<Chosen>>,
}

impl Choice {
    pub(super) fn new(offered: Option<Chosen>) -> Self {
        Self {
            way: RwSignal::new(Way::QrCodes),
            all: RwSignal::new(true),
            some: RwSignal::default(),
            offered: StoredValue::new(offered),
        }
    }

    /// Whether it is about a single token, of which only the QR code is of use.
    fn is_of_one(self) -> bool {
        self.offered
            .with_value(|offered| offered.as_ref().is_some_and(|ids| ids.len() == 1))
    }

    /// The tokens that may go, by name.
    fn offered(self, runtime: Runtime) -> Vec<VaultToken> {
        let mut tokens = runtime.tokens.get();
        self.offered.with_value(|offered| {
            let is_offered = |id: &TokenId| offered.as_ref().is_none_or(|ids| ids.contains(id));
            tokens.retain(|token| token.registration().is_none() && is_offered(&token.id));
        });
        tokens.sort_by_cached_key(|token| token.token.issuer.to_lowercase());
        tokens
    }

    fn ask(self, exporting: Exporting) {
        let way = self.way.get_untracked();
        if self.all.get_untracked() {
            let offered = self.offered.get_value();
            exporting.ask(way, offered.as_deref());
        } else {
            let some: Vec<_> = self.some.get_untracked().into_iter().collect();
            exporting.ask(way, Some(&some));
        }
    }
}

/// What is to go out, and how.
pub(super) fn screen(
    runtime: Runtime,
    exporting: Exporting,
    choice: Choice,
    way_back: Route,
) -> Screen {
    let words = texts().export();
    question::ask_when_waited_for(exporting);
    let one = choice.is_of_one();
    let title = if one { words.title_qr } else { words.title };
    let allowed = Memo::new(move |_| runtime.plain_export_allowed());
    let offer = move || {
        if !allowed.get() {
            return forbidden();
        }
        view! {
            <div role="status">{move || problem_note(&exporting.view.get())}</div>
            {warning(one)}
            {one.then(|| one_token(runtime, choice))}
            {(!one).then(|| ways(choice))}
            {(!one).then(|| tokens(runtime, choice))}
        }
    };
    let actions = move || {
        if allowed.get() {
            asking(exporting, choice)
        } else {
            backup_instead()
        }
    };
    Screen {
        title: title.to_owned(),
        bar: Bar::Task {
            name: title,
            heading: true,
            close_label: texts().shell().close,
            close: use_app().going(way_back),
        },
        body: Node::of(offer),
        actions: Some(Node::of(actions)),
        ..Screen::default()
    }
}

fn asking(exporting: Exporting, choice: Choice) -> Node {
    let words = texts().export();
    let label = move || {
        let label = if is_file(choice.way.get()) {
            words.make_file
        } else {
            words.show
        };
        label.to_owned()
    };
    let ask = Callback::new(move |()| choice.ask(exporting));
    view! { <Button label=Signal::derive(label) on_press=ask /> }
}

const fn is_file(way: Way) -> bool {
    matches!(way, Way::OtpauthText | Way::AegisJson)
}

fn warning(one: bool) -> Node {
    let words = texts().export();
    let text = if one { words.warning_qr } else { words.warning };
    view! { <Note tone=Tone::Unsure icon=Icon::Alert title=words.warning_title text=text /> }
}

fn forbidden() -> Node {
    let words = texts().export();
    view! {
        <Note
            tone=Tone::Refused
            icon=Icon::Stop
            title=words.forbidden_title
            text=words.forbidden
        />
    }
}

fn backup_instead() -> Node {
    let words = texts().export();
    view! {
        <LinkButton
            label=words.backup_instead
            href=Route::MakeBackup.path()
            weight=Weight::Filled
        />
    }
}

fn problem_note(view: &ExportView) -> Option<Node> {
    let words = texts().export();
    let ExportView::Choosing(Some(problem)) = view else {
        return None;
    };
    let (tone, text) = match problem {
        ExportProblem::NotAllowed => (Tone::Refused, words.forbidden),
        ExportProblem::Nothing { .. } => (Tone::Refused, words.nothing),
        ExportProblem::NotHeld => (Tone::Refused, words.not_held),
        ExportProblem::Hidden => (Tone::Plain, words.hidden),
    };
    Some(view! { <Note tone=tone icon=Icon::Info text=text /> })
}

fn ways(choice: Choice) -> Node {
    let words = texts().export();
    let rows = WAYS.map(|way| {
        let (key, name, hint) = match way {
            Way::QrCodes => ("codes", words.codes, words.codes_hint),
            Way::Transfer => ("transfer", words.transfer, words.transfer_hint),
            Way::OtpauthText => ("text", words.text_list, words.text_list_hint),
            Way::AegisJson => ("aegis", words.aegis, words.aegis_hint),
        };
        let chosen = choice.way.get_untracked() == way;
        view! {
            <label class="row">
                <input
                    type="radio"
                    name="export-way"
                    value=key
                    checked=chosen
                    on:change=move |_| choice.way.set(way)
                />
                <span class="row__text">
                    <b>{name}</b>
                    <span>{hint}</span>
                </span>
            </label>
        }
    });
    view! {
        <fieldset>
            <legend class="group__title">{words.how}</legend>
            <div class="panel">{rows.into_iter().collect::<Vec<_>>()}</div>
        </fieldset>
    }
}

fn one_token(runtime: Runtime, choice: Choice) -> Node {
    let rows = move || {
        let offered = choice.offered(runtime).into_iter();
        let rows = offered.map(|token| view! { <div class="row">{names(&token)}</div> });
        rows.collect::<Vec<_>>()
    };
    view! { <div class="panel">{rows}</div> }
}

/// All of them, or those that are ticked; the list is drawn only for those who choose.
fn tokens(runtime: Runtime, choice: Choice) -> Node {
    let words = texts().export();
    let list = move || {
        if choice.all.get() {
            return Vec::new();
        }
        let offered = choice.offered(runtime);
        offered.iter().map(|token| tick(token, choice)).collect()
    };
    let toggled = move |_| {
        choice.all.update(|all| *all = !*all);
        choice.some.set(BTreeSet::new());
    };
    view! {
        <fieldset>
            <legend class="group__title">{words.which}</legend>
            <div class="panel">
                <label class="row">
                    <input
                        type="checkbox"
                        checked=choice.all.get_untracked()
                        on:change=toggled
                    />
                    <span class="row__text">
                        <b>{words.all}</b>
                    </span>
                </label>
                {list}
            </div>
        </fieldset>
    }
}

fn tick(token: &VaultToken, choice: Choice) -> Node {
    let id = token.id.clone();
    let chosen = choice.some.with_untracked(|some| some.contains(&id));
    let toggled = move |_| {
        choice.some.update(|some| {
            if !some.remove(&id) {
                some.insert(id.clone());
            }
        });
    };
    view! {
        <label class="row">
            <input type="checkbox" checked=chosen on:change=toggled />
            {names(token)}
        </label>
    }
}

fn names(token: &VaultToken) -> Node {
    let (issuer, account) = (&token.token.issuer, &token.token.account_name);
    let (title, rest) = match (issuer.is_empty(), account.is_empty()) {
        (false, _) => (issuer.clone(), account.clone()),
        (true, false) => (account.clone(), String::new()),
        (true, true) => (texts().codes().unnamed.to_owned(), String::new()),
    };
    view! {
        <span class="row__text">
            <b dir="auto">{title}</b>
            <span dir="auto">{rest}</span>
        </span>
    }
}
