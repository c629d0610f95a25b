use countersign_core::SecretText;
use countersign_core::codes::{
    AddEvent, AddProblem, Manual, ManualErrors, ManualKind, SecretProblem,
};
use countersign_otp::Algorithm;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::intake::Intake;
use super::page;
use super::problem::{problem, secret_text};
use crate::dom::{Node, view};
use crate::i18n::{duration, spelled};
use crate::routes::Route;
use crate::runtime::Adding;
use crate::ui::screen::Screen;
use crate::ui::widgets::{
    Choices, Field, Icon, Purpose, SecretField, SelectField, SubmitButton, digits,
};
use crate::ui::{language, texts, use_app};

/// The form as it stands.
type Form = RwSignal<Manual>;
/// What is wrong with a field.
type Wrong = Signal<Option<String>>;

/// Typing a token in.
pub(super) fn screen(adding: Adding, intake: Intake) -> Screen {
    let words = texts().add();
    let form = RwSignal::new(Manual::default());
    let problem = problem(adding);
    let errors = Signal::derive(move || match problem.get() {
        Some(AddProblem::Manual(errors)) => errors,
        _ => ManualErrors::default(),
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        intake.forget();
        adding.send(AddEvent::Typed(form.get_untracked()));
    };
    let body = view! {
        {intake.note()}
        <form class="stack stack--wide" id="hand-form" novalidate on:submit=submit>
            {names_and_secret(form, errors)}
            {preview(form)}
            {other_settings(form, errors)}
        </form>
    };
    let actions = view! { <SubmitButton label=words.go_on form="hand-form" /> };
    page(words.hand_title, Route::Add, body, Some(actions))
}

fn names_and_secret(form: Form, errors: Signal<ManualErrors>) -> Node {
    let words = texts().add();
    let no_name: Wrong = wrong(errors, |errors| {
        errors.names.then_some(texts().add().names_missing)
    });
    let no_secret: Wrong = wrong(errors, |errors| {
        Some(match errors.secret? {
            SecretProblem::Missing => texts().add().secret_missing,
            SecretProblem::Invalid(reason) => secret_text(reason),
        })
    });
    view! {
        <div class="stack">
            <Field
                id="issuer"
                label=words.issuer
                hint=words.issuer_hint
                on_input=typed(form, |form, text| form.issuer = text)
                error=no_name
            />
            <Field
                id="account"
                label=words.account
                hint=words.account_hint
                on_input=typed(form, |form, text| form.account_name = text)
            />
            <SecretField
                id="secret"
                label=words.secret
                show_label=words.show_secret
                hint=words.secret_hint
                autocomplete="off"
                on_input=typed(form, |form, text| form.secret = SecretText::new(text))
                error=no_secret
            />
        </div>
    }
}

/// The code as the form stands, so that it can be compared before anything is sent. Who listens
/// finds it here; it is not read out at each key.
fn preview(form: Form) -> Node {
    let words = texts().ways();
    let now = use_app().known.now;
    let shown = Memo::new(move |_| form.read().shown(now.get()));
    let code = move || match &*shown.read() {
        Some(shown) => shown.code.grouped().expose().to_owned(),
        None => "––– –––".to_owned(),
    };
    let said = move || match &*shown.read() {
        Some(shown) => (texts().add().code_spelled)(&spelled(shown.code.expose())),
        None => words.live_none.to_owned(),
    };
    let left = move || {
        let seconds = shown.read().as_ref()?.seconds_left?;
        let time = duration(language(), seconds);
        Some((texts().codes().seconds_left)(&time))
    };
    view! {
        <section class="panel panel--pad hero" aria-labelledby="live">
            <h2 class="field__label" id="live">
                {words.live}
            </h2>
            <div class="hero__value">
                {digits(code)} <span class="heard">{said}</span>
                <span class="soft tabular" aria-hidden="true">
                    {left}
                </span>
            </div>
            <p class="soft">{words.live_hint}</p>
        </section>
    }
}

fn other_settings(form: Form, errors: Signal<ManualErrors>) -> Node {
    let words = texts().add();
    let asked = RwSignal::new(false);
    let wrong = move || {
        let errors = errors.read();
        errors.digits.is_some() || errors.period.is_some() || errors.counter
    };
    let open = Memo::new(move |_| asked.get() || wrong());
    view! {
        <div class="stack">
            <button
                class="text-link"
                type="button"
                aria-expanded=move || if open.get() { "true" } else { "false" }
                aria-controls="other-settings"
                on:click=move |_| asked.update(|asked| *asked = !*asked)
            >
                {words.more_settings}
                {Icon::Forward.small()}
            </button>
            <div class="stack" id="other-settings" hidden=move || !open.get()>
                {kind(form)}
                {move || parameters(form, errors)}
            </div>
        </div>
    }
}

fn kind(form: Form) -> Node {
    let words = texts().organize();
    let kinds: Choices = vec![
        ("totp", words.kind_time),
        ("hotp", words.kind_counter),
        ("steam", words.kind_steam),
    ];
    let choose = typed(form, |form, key| {
        form.kind = match key.as_str() {
            "hotp" => ManualKind::Hotp,
            "steam" => ManualKind::Steam,
            _ => ManualKind::Totp,
        };
    });
    view! { <SelectField id="kind" label=texts().add().kind options=kinds on_change=choose /> }
}

/// What the chosen kind has to be told.
fn parameters(form: Form, errors: Signal<ManualErrors>) -> Option<Node> {
    let words = texts().add();
    let kind = Memo::new(move |_| form.read().kind).get();
    let last = match kind {
        ManualKind::Steam => return None,
        ManualKind::Totp => {
            let error: Wrong = wrong(errors, |errors| {
                errors.period.map(|_| texts().add().period_invalid)
            });
            view! {
                <Field
                    id="period"
                    label=words.period
                    purpose=Purpose::Number
                    initial=form.read_untracked().period.clone()
                    on_input=typed(form, |form, text| form.period = text)
                    error=error
                />
            }
        }
        ManualKind::Hotp => {
            let error: Wrong = wrong(errors, |errors| {
                errors.counter.then_some(texts().add().counter_invalid)
            });
            view! {
                <Field
                    id="counter"
                    label=words.counter
                    purpose=Purpose::Number
                    initial=form.read_untracked().counter.clone()
                    on_input=typed(form, |form, text| form.counter = text)
                    error=error
                />
            }
        }
    };
    let no_digits: Wrong = wrong(errors, |errors| {
        errors.digits.map(|_| texts().add().digits_invalid)
    });
    Some(view! {
        {algorithm(form)}
        <Field
            id="digits"
            label=words.digits
            purpose=Purpose::Number
            initial=form.read_untracked().digits.clone()
            on_input=typed(form, |form, text| form.digits = text)
            error=no_digits
        />
        {last}
    })
}

fn algorithm(form: Form) -> Node {
    let names: Choices = vec![
        ("SHA1", "SHA-1"),
        ("SHA256", "SHA-256"),
        ("SHA512", "SHA-512"),
    ];
    let choose = typed(form, |form, key| {
        form.algorithm = match key.as_str() {
            "SHA256" => Algorithm::Sha256,
            "SHA512" => Algorithm::Sha512,
            _ => Algorithm::Sha1,
        };
    });
    view! {
        <SelectField id="algorithm" label=texts().add().algorithm options=names on_change=choose />
    }
}

/// Takes what was typed into the form.
fn typed(form: Form, take: fn(&mut Manual, String)) -> Callback<String> {
    Callback::new(move |text| form.update(|form| take(form, text)))
}

fn wrong(errors: Signal<ManualErrors>, pick: fn(&ManualErrors) -> Option<&'static str>) -> Wrong {
    Signal::derive(move || pick(&errors.read()).map(str::to_owned))
}
