use super::intake::{Intake, Picture};
use super::page;
use crate::dom::{Node, view};
use crate::routes::Route;
use crate::ui::screen::Screen;
use crate::ui::texts;
use crate::ui::widgets::{Icon, choice, choice_content};

/// The ways to add a token.
pub(super) fn screen(intake: Intake) -> Screen {
    let words = texts().add();
    let picture = Picture::new(intake);
    let body = view! {
        {intake.note()}
        <section class="stack" aria-labelledby="one">
            <h2 class="group__title" id="one">
                {words.one_token}
            </h2>
            <ul class="panel">
                <li>{choice(Route::Scan.path(), Icon::Scan, words.scan, words.scan_hint)}</li>
                <li>
                    <button class="choice" type="button" on:click=move |_| picture.choose()>
                        {choice_content(Icon::Image, words.picture, words.picture_hint)}
                    </button>
                    {picture.input()}
                </li>
                <li>{choice(Route::Paste.path(), Icon::Paste, words.paste, words.paste_hint)}</li>
                <li>
                    {choice(Route::ByHand.path(), Icon::Keyboard, words.by_hand, words.by_hand_hint)}
                </li>
            </ul>
        </section>
        {many()}
        <p class="soft">{texts().ways().anywhere}</p>
        {for_the_server()}
    };
    page(words.title, Route::Codes, body, None)
}

fn many() -> Node {
    let words = texts().import();
    let import = choice(Route::Import.path(), Icon::Import, words.title, words.hint);
    let transfer = choice(
        Route::Scan.path(),
        Icon::Scan,
        words.transfer,
        words.transfer_hint,
    );
    view! {
        <section class="stack" aria-labelledby="many">
            <h2 class="group__title" id="many">
                {words.many}
            </h2>
            <ul class="panel">
                <li>{import}</li>
                <li>{transfer}</li>
            </ul>
        </section>
    }
}

fn for_the_server() -> Node {
    let words = texts().add();
    let way = choice(
        Route::SignIn.path(),
        Icon::Register,
        words.register,
        words.register_hint,
    );
    let ways = texts().ways();
    let by_activation = choice(
        Route::SignIn.path(),
        Icon::Keyboard,
        ways.activation,
        ways.activation_hint,
    );
    view! {
        <section class="stack" aria-labelledby="server">
            <h2 class="group__title" id="server">
                {words.server_token}
            </h2>
            <ul class="panel">
                <li>{way}</li>
                <li>{by_activation}</li>
            </ul>
        </section>
    }
}
