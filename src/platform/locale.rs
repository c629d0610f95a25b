//! What the browser knows about the person's languages and time zone.

use countersign_protocol::Timestamp;
use js_sys::{Array, Date};
use wasm_bindgen::JsValue;

use super::js;

/// The preferred languages as tags, best first.
pub fn languages() -> Vec<String> {
    let listed: Array = js::navigator()
        .map(|navigator| navigator.languages())
        .unwrap_or_default();
    listed.iter().filter_map(|tag| tag.as_string()).collect()
}

/// Minutes to add to UTC for the local time at a moment: 180 in Istanbul.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "milliseconds of any date fit in 53 bits, and an offset is under a day"
)]
pub fn offset_minutes(moment: Timestamp) -> i32 {
    let date = Date::new(&JsValue::from_f64(moment.as_millis() as f64));
    // JavaScript counts the other way around.
    -(date.get_timezone_offset() as i32)
}
