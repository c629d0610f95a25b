use core::cell::Cell;
use core::future::{pending, ready};
use std::rc::Rc;

use leptos::prelude::*;
use leptos::task::tick;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{HtmlElement, Text};

use super::{Node, each, later, mount, view};

thread_local! {
    static PLACES: Cell<u32> = const { Cell::new(0) };
}

/// Draws into a new place of the page, under an owner of its own.
fn drawn(draw: impl FnOnce() -> Node + 'static) -> HtmlElement {
    let id = PLACES.with(|places| {
        places.set(places.get() + 1);
        format!("place-{}", places.get())
    });
    let place = document().create_element("div").unwrap();
    place.set_id(&id);
    document().body().unwrap().append_child(&place).unwrap();
    mount(&id, draw);
    place.unchecked_into()
}

fn child(place: &HtmlElement, selector: &str) -> HtmlElement {
    let found = place.query_selector(selector).unwrap();
    found.unwrap().unchecked_into()
}

#[wasm_bindgen_test]
fn markup_becomes_elements_with_attributes_and_classes() {
    let place = drawn(|| {
        let on = RwSignal::new(true);
        let none: Option<String> = None;
        view! {
            <p id="a" hidden=false title=none lang="tr" class="soft" class:grow=move || on.get()>
                "One" {Some("two")} {None::<&str>} {3_u32}
            </p>
            <input value="v" />
        }
    });
    let p = child(&place, "p");
    assert_eq!(p.text_content().unwrap(), "Onetwo3");
    assert_eq!(p.class_name(), "soft grow");
    assert_eq!(p.get_attribute("lang").as_deref(), Some("tr"));
    assert!(!p.has_attribute("hidden") && !p.has_attribute("title"));
    assert!(child(&place, "input").has_attribute("value"));
}

#[wasm_bindgen_test]
fn a_text_is_never_read_as_markup() {
    let text = "<img src=x onerror=alert(1)>";
    let place = drawn(move || view! { <p title=text>{text}</p> });
    assert!(place.query_selector("img").unwrap().is_none());
    assert_eq!(child(&place, "p").text_content().unwrap(), text);
    assert_eq!(child(&place, "p").title(), text);
}

#[wasm_bindgen_test]
async fn what_changes_is_changed_in_its_place() {
    let number = RwSignal::new(1_u32);
    let place = drawn(
        move || view! { <p data-n=move || number.get().to_string()>{move || number.get().to_string()}</p> },
    );
    let p = child(&place, "p");
    let text_of = |p: &HtmlElement| {
        let mut node = p.first_child();
        while let Some(found) = node {
            if let Some(text) = found.dyn_ref::<Text>() {
                return text.clone();
            }
            node = found.next_sibling();
        }
        unreachable!("the paragraph has a text")
    };
    let before = text_of(&p);
    number.set(2);
    tick().await;
    assert_eq!(p.text_content().unwrap(), "2");
    assert_eq!(p.get_attribute("data-n").as_deref(), Some("2"));
    assert!(before == text_of(&p));
}

#[wasm_bindgen_test]
async fn a_list_keeps_its_elements_while_they_move_and_forgets_those_that_go() {
    let items = RwSignal::new(vec!["a", "b", "c"]);
    let place = drawn(move || {
        let draw = |item: &'static str| view! { <li id=item>{item}</li> };
        view! { <ul>{each(move || items.get(), |item| (*item).to_owned(), draw)}</ul> }
    });
    let a = child(&place, "#a");
    items.set(vec!["d", "c", "a"]);
    tick().await;
    assert_eq!(place.text_content().unwrap(), "dca");
    assert!(a == child(&place, "#a"));
    assert!(place.query_selector("#b").unwrap().is_none());
}

#[wasm_bindgen_test]
async fn an_element_that_has_gone_hears_nothing() {
    let (shown, heard) = (RwSignal::new(true), RwSignal::new(0));
    let place = drawn(move || {
        let press = move |_| heard.update(|times| *times += 1);
        let button = move || {
            shown
                .get()
                .then(|| view! { <button on:click=press>"x"</button> })
        };
        Node::of(button)
    });
    let button = child(&place, "button");
    button.click();
    shown.set(false);
    tick().await;
    button.click();
    assert_eq!(heard.get_untracked(), 1);
    assert!(place.query_selector("button").unwrap().is_none());
}

#[wasm_bindgen_test]
fn what_is_there_already_is_drawn_at_once() {
    let here = || ready(view! { <p>"here"</p> });
    let place = drawn(move || later(async move { here().await }, || view! { <p>"wait"</p> }));
    assert_eq!(place.text_content().unwrap(), "here");
}

#[wasm_bindgen_test]
fn what_does_not_come_leaves_what_stands_in_for_it() {
    let place = drawn(|| later(pending(), || view! { <p>"wait"</p> }));
    assert_eq!(place.text_content().unwrap(), "wait");
}

/// A promise, and what keeps it.
fn promise() -> (JsFuture, js_sys::Function) {
    let mut keep = None;
    let promise = js_sys::Promise::new(&mut |resolve, _| keep = Some(resolve));
    (JsFuture::from(promise), keep.unwrap())
}

#[wasm_bindgen_test]
async fn what_comes_late_is_drawn_in_its_place_and_not_once_the_place_has_gone() {
    let (stays, draws) = (RwSignal::new(true), Rc::new(Cell::new(0)));
    let ((first, first_comes), (second, second_comes)) = (promise(), promise());
    let waiting = Rc::new(Cell::new(Some(second)));
    let counted = Rc::clone(&draws);
    let coming = move |when: JsFuture| {
        let counted = Rc::clone(&counted);
        async move {
            when.await.unwrap();
            counted.set(counted.get() + 1);
            view! { <p>"there"</p> }
        }
    };
    let one = coming(first);
    let place = drawn(move || {
        let other = move || match (stays.get(), waiting.take()) {
            (true, Some(when)) => later(coming(when), || view! { <p>"wait"</p> }),
            _ => Node::nothing(),
        };
        view! { <div>{later(one, || view! { <p>"wait"</p> })} {other}</div> }
    });
    assert_eq!(place.text_content().unwrap(), "waitwait");
    first_comes.call0(&wasm_bindgen::JsValue::NULL).unwrap();
    tick().await;
    tick().await;
    assert_eq!(place.text_content().unwrap(), "therewait");
    stays.set(false);
    tick().await;
    second_comes.call0(&wasm_bindgen::JsValue::NULL).unwrap();
    tick().await;
    tick().await;
    assert_eq!(place.text_content().unwrap(), "there");
    assert_eq!(draws.get(), 1);
}
