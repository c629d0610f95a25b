//! Moving the focus, and with it what a screen reader says next.
//!
//! Trap: an element that is not a control takes focus only with `tabindex="-1"`; views set it on
//! their headings.

use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::js;

fn element(id: &str) -> Option<HtmlElement> {
    js::document()?.get_element_by_id(id)?.dyn_into().ok()
}

/// Moves the focus to the element with this id; false when there is none.
pub fn focus(id: &str) -> bool {
    element(id).is_some_and(|element| element.focus().is_ok())
}

/// Moves the focus to the first `<h1>` of the page and scrolls to the top: what a new screen does.
pub fn focus_heading() {
    let heading = js::document()
        .and_then(|document| document.query_selector("h1").ok().flatten())
        .and_then(|heading| heading.dyn_into::<HtmlElement>().ok());
    if let Some(heading) = heading {
        let _ = heading.focus();
    }
    if let Some(window) = js::window() {
        window.scroll_to_with_x_and_y(0.0, 0.0);
    }
}

/// Scrolls the element with this id into view.
pub fn scroll_into_view(id: &str) {
    if let Some(element) = element(id) {
        element.scroll_into_view();
    }
}

/// The id of the element that has the focus; `None` when it has no id.
pub fn focused() -> Option<String> {
    let id = js::document()?.active_element()?.id();
    (!id.is_empty()).then_some(id)
}
