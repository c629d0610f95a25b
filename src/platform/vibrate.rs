//! A short buzz as a sign that something worked. Silently nothing where there is no motor.

use super::js;

/// Buzzes for 10 milliseconds.
pub fn tick() {
    let Some(navigator) = js::navigator() else {
        return;
    };
    if js::property(&navigator, "vibrate").is_some() {
        let _ = navigator.vibrate_with_duration(10);
    }
}
