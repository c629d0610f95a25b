//! Starts the app in `#app`. When it stops, `boot.js` notices and shows what is left to do.

use countersign::application;
use leptos::mount::mount_to;
use leptos::prelude::document;
use wasm_bindgen::JsCast;

fn main() {
    let Some(place) = document().get_element_by_id("app") else {
        return;
    };
    mount_to(place.unchecked_into(), application).forget();
}
