//! What the browser knows about the person's languages and how they write dates.

use countersign_protocol::Timestamp;
use js_sys::{Array, Date, Object};
use wasm_bindgen::JsValue;

use super::js;

/// The preferred languages as tags, best first.
pub fn languages() -> Vec<String> {
    let listed: Array = js::navigator()
        .map(|navigator| navigator.languages())
        .unwrap_or_default();
    listed.iter().filter_map(|tag| tag.as_string()).collect()
}

/// A date and time of day in this language and the device's time zone, such as
/// "Nov 24, 2026, 5:00 AM".
pub fn date_time(language: &str, moment: Timestamp) -> String {
    format(
        language,
        moment,
        &[("dateStyle", "medium"), ("timeStyle", "short")],
    )
}

/// A date in this language and the device's time zone.
pub fn date(language: &str, moment: Timestamp) -> String {
    format(language, moment, &[("dateStyle", "medium")])
}

/// A time of day in this language and the device's time zone.
pub fn time(language: &str, moment: Timestamp) -> String {
    format(language, moment, &[("timeStyle", "short")])
}

#[expect(
    clippy::cast_precision_loss,
    reason = "milliseconds of any date fit in 53 bits"
)]
fn format(language: &str, moment: Timestamp, styles: &[(&str, &str)]) -> String {
    let options = Object::new();
    for (name, style) in styles {
        js::set(&options, name, &JsValue::from_str(style));
    }
    let date = Date::new(&JsValue::from_f64(moment.as_millis() as f64));
    date.to_locale_string(language, &options).into()
}
