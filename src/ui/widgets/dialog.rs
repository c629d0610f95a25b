use leptos::html;
use leptos::prelude::*;

use super::{Icon, IconButton};
use crate::dom::{Node, view};
use crate::ui::texts;

/// What a dialog shows; it gets the callback that closes it, and is drawn anew when what it reads
/// changes.
pub(crate) type Content = Box<dyn Fn(Callback<()>) -> Node + Send>;

/// A sheet from the bottom, or a dialog in the middle of a wide screen.
///
/// It is the browser's own modal `<dialog>`: the rest of the page is inert, Escape closes it, the
/// focus goes in and returns to where it was.
#[component]
pub(crate) fn Dialog(
    #[prop(into)] title: Signal<String>,
    on_close: Callback<()>,
    content: Content,
) -> Node {
    let node = NodeRef::<html::Dialog>::new();
    let close = Callback::new(move |()| {
        if let Some(dialog) = node.get_untracked() {
            dialog.close();
        }
    });
    // Opening is a call of the element, not something that can be drawn.
    Effect::new(move || {
        if let Some(dialog) = node.get() {
            let _ = dialog.show_modal();
        }
    });
    view! {
        <dialog
            class="sheet"
            node_ref=node
            aria-labelledby="sheet-title"
            on:close=move |_| on_close.run(())
            on:click=move |event| {
                if event.target() == event.current_target() {
                    close.run(());
                }
            }
        >
            <div class="sheet__body">
                <div class="sheet__head">
                    <h2 class="sheet__title" id="sheet-title" tabindex="-1">
                        {move || title.get()}
                    </h2>
                    <IconButton
                        drawing=Icon::Close.large()
                        label=texts().shell().close.to_owned()
                        on_press=close
                    />
                </div>
                {move || content(close)}
            </div>
        </dialog>
    }
}
