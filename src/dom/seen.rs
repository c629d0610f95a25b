use js_sys::Array;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{IntersectionObserver, IntersectionObserverEntry, IntersectionObserverInit};

use super::{Node, js, keep};

/// How far below the edge of the window something counts as about to be seen.
const AHEAD: &str = "0px 0px 800px 0px";
/// So near the edge of the window, what is dragged scrolls the page, and so far at a time.
const EDGE: f64 = 80.0;
const STEP: f64 = 12.0;

type Look = Closure<dyn FnMut(Array)>;

/// Watches until it is dropped.
struct Watch {
    observer: IntersectionObserver,
    _look: Look,
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}

/// A place that has no size and tells when it is about to be seen.
pub(crate) fn about_to_be_seen(act: impl Fn() + 'static) -> Node {
    let place = js::element("div");
    let look = Look::new(move |entries: Array| {
        let seen = |entry: wasm_bindgen::JsValue| {
            entry
                .unchecked_into::<IntersectionObserverEntry>()
                .is_intersecting()
        };
        if entries.iter().any(seen) {
            act();
        }
    });
    let options = IntersectionObserverInit::new();
    options.set_root_margin(AHEAD);
    let observer = IntersectionObserver::new_with_options(look.as_ref().unchecked_ref(), &options);
    if let Ok(observer) = observer {
        observer.observe(&place);
        keep(Watch {
            observer,
            _look: look,
        });
    }
    Node(place.into())
}

/// The rest of the id of the element at this point of the window that begins with `prefix`, or of
/// what it stands in. Where the point is near the upper or lower edge, the page is scrolled on.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "a window is not so large that a point of it would not fit"
)]
pub(crate) fn row_under(x: i32, y: i32, prefix: &str) -> Option<String> {
    let window = leptos::prelude::window();
    let height = window.inner_height().ok()?.as_f64()?;
    let y = f64::from(y);
    if y < EDGE {
        window.scroll_by_with_x_and_y(0.0, -STEP);
    } else if y > height - EDGE {
        window.scroll_by_with_x_and_y(0.0, STEP);
    }
    let at = window.document()?.element_from_point(x as f32, y as f32)?;
    let row = at.closest(&format!("[id^='{prefix}']")).ok()??;
    row.id().strip_prefix(prefix).map(str::to_owned)
}
