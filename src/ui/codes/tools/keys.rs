use crate::dom::{Node, view};
use crate::ui::texts;

/// Which keys do what.
pub(super) fn sheet() -> Node {
    let words = texts().organize();
    let anywhere = [
        ("/", words.key_search),
        ("A…Z", words.key_letters),
        ("Enter", words.key_first),
        ("↓ ↑", words.key_walk),
        ("Esc", words.key_escape),
        ("?", words.key_sheet),
    ];
    let on_token = [
        ("Enter", words.key_copy),
        ("N", words.copy_next),
        ("F", words.hold),
        ("E", words.edit),
        ("P", words.pin),
        ("X", words.select),
        ("Alt + ↑ ↓", words.key_move),
        ("Delete", words.throw_away),
    ];
    view! {
        <div class="stack stack--wide">
            {keys(words.keys_anywhere, anywhere.as_slice())}
            {keys(words.keys_on_token, on_token.as_slice())}
        </div>
    }
}

fn keys(title: &'static str, keys: &[(&'static str, &'static str)]) -> Node {
    let rows = keys
        .iter()
        .map(|&(key, does)| {
            view! {
                <div>
                    <dt>
                        <kbd class="key">{key}</kbd>
                    </dt>
                    <dd>{does}</dd>
                </div>
            }
        })
        .collect::<Vec<_>>();
    view! {
        <section>
            <h3 class="group__title">{title}</h3>
            <dl class="facts panel">{rows}</dl>
        </section>
    }
}
