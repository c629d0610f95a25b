//! The runtime over a real browser, without a server: what the codes need must work alone.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use countersign::runtime::{Runtime, VaultState};
use countersign_core::codes::{AddEvent, AddView};
use countersign_core::sign_in::{Phase, View};
use countersign_core::vault::{Added, VaultError};
use countersign_core::{SecretText, ports::StoreError};
use countersign_otp::Token;
use js_sys::{Function, Promise};
use leptos::mount::mount_to_body;
use leptos::prelude::*;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

const LINK: &str = "otpauth://totp/Acme:ada?secret=JBSWY3DPEHPK3PXP&issuer=Acme";

/// Starts a runtime as the app does, with a page that shows nothing.
fn start() -> Runtime {
    let started = Rc::new(Cell::new(None));
    let kept = Rc::clone(&started);
    mount_to_body(move || {
        kept.set(Some((Runtime::start(), Owner::current().unwrap())));
    });
    let (runtime, owner) = started.take().unwrap();
    owner.set();
    runtime
}

/// A promise, and what keeps it.
fn promise() -> (Promise, Function) {
    let kept = RefCell::new(None);
    let promise = Promise::new(&mut |resolve, _reject| *kept.borrow_mut() = Some(resolve));
    (promise, kept.take().unwrap())
}

/// What an order answers.
async fn answer<T: 'static>(order: impl FnOnce(Box<dyn FnOnce(T)>)) -> T {
    let (promise, resolve) = promise();
    let answer = Rc::new(RefCell::new(None));
    let kept = Rc::clone(&answer);
    order(Box::new(move |value| {
        *kept.borrow_mut() = Some(value);
        resolve.call0(&JsValue::UNDEFINED).unwrap();
    }));
    JsFuture::from(promise).await.unwrap();
    answer.take().unwrap()
}

/// Waits until a signal is as wished.
async fn until(wished: impl Fn() -> bool + 'static) {
    let (promise, resolve) = promise();
    Effect::new(move || {
        if wished() {
            resolve.call0(&JsValue::UNDEFINED).unwrap();
        }
    });
    JsFuture::from(promise).await.unwrap();
}

#[wasm_bindgen_test]
async fn a_token_is_added_edited_deleted_and_brought_back_without_a_network() {
    let runtime = start();
    let token = || Token::from_uri(LINK).unwrap();

    let early = answer(|done| runtime.add_token(token(), done)).await;
    assert_eq!(early, Err(VaultError::Store(StoreError::Unavailable)));

    until(move || runtime.vault.get() == VaultState::Open).await;
    let adding = runtime.begin_adding();
    adding.send(AddEvent::Read(SecretText::new(LINK)));
    assert!(matches!(adding.view.get_untracked(), AddView::Preview(_)));
    adding.send(AddEvent::Save);
    until(move || matches!(adding.view.get(), AddView::Saved(_))).await;
    let id = runtime.tokens.get_untracked().first().unwrap().id.clone();

    let again = answer(|done| runtime.add_token(token(), done)).await;
    assert_eq!(again, Ok(Added::Duplicate(id.clone())));

    let ids = || vec![id.clone()];
    let thrown_away = answer(|done| runtime.trash_tokens(ids(), done)).await;
    assert_eq!(thrown_away, Ok(()));
    assert!(runtime.tokens.get_untracked().is_empty());
    assert_eq!(runtime.trash.get_untracked().first().unwrap().id, id);
    let restored = answer(|done| runtime.restore_tokens(ids(), done)).await;
    assert_eq!(restored, Ok(()));
    assert_eq!(runtime.tokens.get_untracked().first().unwrap().id, id);
}

#[wasm_bindgen_test]
async fn the_form_to_sign_in_comes_without_a_server() {
    let runtime = start();
    runtime.begin_sign_in();
    until(move || runtime.sign_in_begun.get()).await;
    let view = runtime.sign_in();
    until(move || matches!(view.get(), View::Form(_))).await;
    assert_eq!(runtime.phase.get_untracked(), Phase::SignedOut);
}

#[wasm_bindgen_test]
async fn the_sign_in_does_not_begin_before_somebody_needs_it() {
    let runtime = start();
    until(move || runtime.vault.get() == VaultState::Open).await;
    assert!(!runtime.sign_in_begun.get_untracked());
    assert_eq!(runtime.sign_in().get_untracked(), View::Starting);
}
