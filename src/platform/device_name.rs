//! What to call this device in lists: "Chrome on Linux".
//!
//! Guarantees: only the browser's and the system's names, no version and no model, since the
//! server keeps it. Trap: every browser's user agent names others too, so the order matters.

use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue};

use super::js;

/// Searched in the user agent in this order.
const BROWSERS: &[(&str, &str)] = &[
    ("Edg", "Edge"),
    ("SamsungBrowser", "Samsung Internet"),
    ("OPR/", "Opera"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
];

/// Searched in the user agent in this order.
const SYSTEMS: &[(&str, &str)] = &[
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
];

/// The name, never empty.
pub fn device_name() -> String {
    let navigator = js::navigator();
    let hints = navigator
        .as_ref()
        .and_then(|navigator| js::property(navigator, "userAgentData"));
    let agent = navigator
        .and_then(|navigator| navigator.user_agent().ok())
        .unwrap_or_default();
    let system = hints
        .as_ref()
        .and_then(|hints| js::property(hints, "platform")?.as_string())
        .filter(|platform| !platform.is_empty())
        .unwrap_or_else(|| first_named(&agent, SYSTEMS).unwrap_or("web").to_owned());
    let browser = hints
        .as_ref()
        .and_then(brand)
        .or_else(|| first_named(&agent, BROWSERS).map(str::to_owned))
        .unwrap_or_else(|| "Browser".to_owned());
    format!("{browser} on {system}")
}

fn first_named(agent: &str, names: &[(&str, &'static str)]) -> Option<&'static str> {
    names
        .iter()
        .find(|(mark, _)| agent.contains(mark))
        .map(|(_, name)| *name)
}

/// The brand of user agent client hints. The list holds a made-up one ("Not;A=Brand") and the
/// engine; the product is what is neither.
fn brand(hints: &JsValue) -> Option<String> {
    let brands: Array = js::property(hints, "brands")?.dyn_into().ok()?;
    let mut names = brands
        .iter()
        .filter_map(|entry| js::property(&entry, "brand")?.as_string())
        .filter(|name| !name.contains("Not"))
        .collect::<Vec<_>>();
    names.sort_by_key(|name| name == "Chromium");
    let name = names.into_iter().next()?;
    Some(
        name.trim_start_matches("Google ")
            .trim_start_matches("Microsoft ")
            .to_owned(),
    )
}
