//! The device's wall clock. It may be wrong and may jump; the core corrects it by what the
//! server says.

use countersign_core::ports::Clock;
use countersign_protocol::Timestamp;

/// [`Clock`] over `Date.now`.
#[derive(Clone, Copy, Debug, Default)]
pub struct BrowserClock;

impl Clock for BrowserClock {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "milliseconds since 1970 are whole and fit"
    )]
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(js_sys::Date::now() as i64)
    }
}
