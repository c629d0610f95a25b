use leptos::prelude::*;

use crate::dom::{Node, view};
use crate::runtime::Runtime;
use crate::ui::storage_trouble::store_error_text;
use crate::ui::widgets::{Button, Field, Purpose, Weight};
use crate::ui::{texts, use_app};

/// What is left to somebody who cannot open: to erase everything, after a word that is typed.
pub(super) fn forgot(runtime: Runtime) -> Node {
    let words = texts().lock();
    let app = use_app();
    let typed = RwSignal::new(String::new());
    let problem = RwSignal::new(None::<String>);
    let erase = Callback::new(move |()| {
        if typed.with_untracked(|typed| typed.trim() != words.erase_word) {
            problem.set(Some((words.erase_differs)(words.erase_word)));
            return app.focus("erase-word");
        }
        runtime.erase_device(move |erased| {
            if let Err(error) = erased {
                problem.set(Some(store_error_text(&error).to_owned()));
            }
        });
    });
    view! {
        <details>
            <summary class="text-link">{words.forgot}</summary>
            <div class="stack lock__forgot">
                <p>{words.forgot_text}</p>
                <Field
                    id="erase-word"
                    label=words.erase_label
                    on_input=Callback::new(move |text| {
                        problem.set(None);
                        typed.set(text);
                    })
                    purpose=Purpose::Exact
                    error=problem
                />
                <Button label=words.erase weight=Weight::Refuse on_press=erase />
            </div>
        </details>
    }
}
