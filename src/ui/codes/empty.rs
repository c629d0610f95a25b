use leptos::prelude::*;

use crate::dom::{Node, view};
use crate::routes::Route;
use crate::runtime::Runtime;
use crate::ui::texts;
use crate::ui::widgets::{Icon, Mark, choice};

/// Nothing here yet, and three ways to begin.
pub(super) fn first_run(runtime: Runtime) -> Node {
    let words = texts().codes();
    let any_thrown = Memo::new(move |_| !runtime.trash.read().is_empty());
    let bin = move || {
        any_thrown.get().then(|| {
            view! {
                <a class="text-link" href=Route::Bin.path()>
                    {words.thrown_away}
                </a>
            }
        })
    };
    view! {
        <section class="empty" aria-labelledby="first">
            {Mark::Apart.large()}
            <h2 class="empty__title" id="first">
                {words.empty_title}
            </h2>
            <p>{words.empty_text}</p>
        </section>
        <ul class="panel" aria-label=words.ways>
            <li>
                {choice(Route::Scan.path(), Icon::Scan, words.way_scan, words.way_scan_hint)}
            </li>
            <li>{choice(Route::Add.path(), Icon::Add, words.way_add, words.way_add_hint)}</li>
            <li>
                {choice(
                    Route::SignIn.path(),
                    Icon::Register,
                    words.way_sign_in,
                    words.way_sign_in_hint,
                )}
            </li>
        </ul>
        {bin}
    }
}

/// What is coming, of the final height.
pub(super) fn skeleton() -> Node {
    let rows = (0..4)
        .map(|_| {
            view! {
                <li class="code">
                    <div class="code__copy">
                        <span class="skeleton skeleton--mono"></span>
                        <span class="grow">
                            <span class="skeleton skeleton--name"></span>
                            <span class="skeleton skeleton--digits"></span>
                        </span>
                    </div>
                </li>
            }
        })
        .collect::<Vec<_>>();
    view! {
        <p class="heard" role="status">
            {texts().storage().opening}
        </p>
        <ul class="panel codes" aria-label=texts().codes().tokens aria-busy="true">
            {rows}
        </ul>
    }
}
