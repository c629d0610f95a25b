//! How often a wrong code or password is taken before a pause, and how long the pauses are.

use countersign_protocol::Timestamp;

const MINUTE_MS: i64 = 60_000;
const HOUR_MS: i64 = 60 * MINUTE_MS;

/// Wrong codes of a binding in a row before it is locked for a time.
pub const CODE_TRIES: u32 = 5;
/// Wrong codes of a binding since its registration; then it must be registered anew.
pub const CODE_TRIES_IN_ALL: u32 = 50;
/// Wrong passwords by the bound device, with the right code, before its binding is locked.
pub const PASSWORD_TRIES: u32 = 10;
/// The first lock; each one after it without a success between is twice as long.
pub const FIRST_LOCK_MS: i64 = 30 * MINUTE_MS;
/// No lock is longer.
pub const LONGEST_LOCK_MS: i64 = 24 * HOUR_MS;
/// Text messages for one user name and password in [`SHORT_WINDOW_MS`].
pub const SENDS_IN_SHORT_WINDOW: u32 = 3;
/// The shorter of the two spans in which text messages are counted.
pub const SHORT_WINDOW_MS: i64 = 10 * MINUTE_MS;
/// Text messages for one user name and password in [`LONG_WINDOW_MS`].
pub const SENDS_IN_LONG_WINDOW: u32 = 10;
/// The longer of the two spans in which text messages are counted.
pub const LONG_WINDOW_MS: i64 = 24 * HOUR_MS;
/// A registration can be taken up again so long after its last text message.
pub const REGISTRATION_LIFE_MS: i64 = 30 * MINUTE_MS;
/// An activation code can be used so long.
pub const ACTIVATION_LIFE_MS: i64 = 10 * MINUTE_MS;

/// When the lock ends that starts now, as the `nth` (from 1) since the last success.
pub fn locked_until(now: Timestamp, nth: u32) -> Timestamp {
    let doublings = nth.saturating_sub(1).min(16);
    now.plus_millis((FIRST_LOCK_MS << doublings).min(LONGEST_LOCK_MS))
}

#[cfg(test)]
mod tests {
    use super::{FIRST_LOCK_MS, LONGEST_LOCK_MS, locked_until};
    use countersign_protocol::Timestamp;

    #[test]
    fn locks_double_up_to_a_day() {
        let now = Timestamp::from_seconds(1_000);
        let length = |nth| locked_until(now, nth).millis_since(now);
        assert_eq!(length(1), FIRST_LOCK_MS);
        assert_eq!(length(2), 2 * FIRST_LOCK_MS);
        assert_eq!(length(6), 32 * FIRST_LOCK_MS);
        assert_eq!(length(7), LONGEST_LOCK_MS);
        assert_eq!(length(u32::MAX), LONGEST_LOCK_MS);
    }
}
