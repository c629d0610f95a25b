//! The few calls of the browser that draw. They are told here without the failures that cannot
//! happen: names are literals, and parents are parents.

use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = Document)]
    type Page;

    #[wasm_bindgen(thread_local_v2, js_name = document)]
    static PAGE: Page;

    #[wasm_bindgen(method, js_name = createElement)]
    fn create_element(this: &Page, name: &str) -> web_sys::Element;

    #[wasm_bindgen(method, js_name = createElementNS)]
    fn create_element_in(this: &Page, namespace: &str, name: &str) -> web_sys::Element;

    #[wasm_bindgen(method, js_name = createTextNode)]
    fn create_text(this: &Page, text: &str) -> web_sys::Text;

    #[wasm_bindgen(method, js_name = createComment)]
    fn create_comment(this: &Page, text: &str) -> web_sys::Node;

    #[wasm_bindgen(method, js_name = createDocumentFragment)]
    fn create_fragment(this: &Page) -> web_sys::Node;

    #[wasm_bindgen(js_name = Node)]
    type Parent;

    #[wasm_bindgen(method, js_name = appendChild)]
    fn append_child(this: &Parent, child: &web_sys::Node);

    #[wasm_bindgen(method, js_name = insertBefore)]
    fn insert_before(this: &Parent, child: &web_sys::Node, before: &web_sys::Node);

    #[wasm_bindgen(method, js_name = removeChild)]
    fn remove_child(this: &Parent, child: &web_sys::Node);
}

pub(super) fn element(name: &str) -> web_sys::Element {
    PAGE.with(|page| page.create_element(name))
}

pub(super) fn drawing(name: &str) -> web_sys::Element {
    PAGE.with(|page| page.create_element_in("http://www.w3.org/2000/svg", name))
}

pub(super) fn text(text: &str) -> web_sys::Text {
    PAGE.with(|page| page.create_text(text))
}

/// Marks a place; nobody sees it.
pub(super) fn mark() -> web_sys::Node {
    PAGE.with(|page| page.create_comment(""))
}

pub(super) fn fragment() -> web_sys::Node {
    PAGE.with(Page::create_fragment)
}

pub(super) fn append(parent: &web_sys::Node, child: &web_sys::Node) {
    parent.unchecked_ref::<Parent>().append_child(child);
}

/// Puts a node before one that has a parent.
pub(super) fn insert_before(place: &web_sys::Node, child: &web_sys::Node) {
    if let Some(parent) = place.parent_node() {
        parent.unchecked_ref::<Parent>().insert_before(child, place);
    }
}

pub(super) fn remove(node: &web_sys::Node) {
    if let Some(parent) = node.parent_node() {
        parent.unchecked_ref::<Parent>().remove_child(node);
    }
}
