//! What a token shows at a moment.

use countersign_otp::Code;
use countersign_protocol::Timestamp;

use crate::vault::VaultToken;

/// Parts of the gauge, whatever the period.
pub const GAUGE_PARTS: u8 = 30;
/// The zone in which a code is about to run out.
const ZONE_MS: u64 = 5_000;

/// What a token shows at a moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// The code.
    pub code: Code,
    /// The code after it; not for counter tokens, and not while the code is held.
    pub next: Option<Code>,
    /// How long the code is still good for; not for counter tokens.
    pub gauge: Option<Gauge>,
    /// Whether the code is held, and for how long it can be.
    pub held: Option<Held>,
}

/// How long a code is still good for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gauge {
    /// Whole seconds, rounded up: from the period down to 1; 0 for a held code that has run out.
    pub seconds_left: u64,
    /// Parts of [`GAUGE_PARTS`] that are left, rounded up: from 30 down to 1, or 0.
    pub parts_left: u8,
    /// So many of the last parts stand for the last five seconds.
    pub zone_parts: u8,
    /// Whether those five seconds have begun.
    pub in_zone: bool,
}

/// How good a held code still is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Held {
    /// It is the current one for so many whole seconds, rounded up.
    Good(u64),
    /// It ran out so many whole seconds ago, rounded up, at least one. Most servers take it for one more period.
    Late(u64),
}

/// What a token shows now.
///
/// `offset` is the server's clock minus the device's, milliseconds. Registered tokens are counted
/// by the server's clock, all others by the device's.
pub fn reading(token: &VaultToken, now: Timestamp, offset: i64) -> Reading {
    let millis = unix_millis(token, now, offset);
    let seconds = millis / 1000;
    let (parameters, left) = (&token.token, token.token.milliseconds_left(millis));
    Reading {
        code: parameters.code_at(seconds),
        next: left.map(|_| parameters.next_code(seconds)),
        gauge: left.and_then(|left| gauge(token, left)),
        held: None,
    }
}

/// What a token shows whose code is held as it was at `since`. Nothing for a counter token, whose
/// code stays by itself, and once the code has been over for a period, when no server takes it.
pub fn held(token: &VaultToken, since: Timestamp, now: Timestamp, offset: i64) -> Option<Reading> {
    let (since, now) = (
        unix_millis(token, since, offset),
        unix_millis(token, now, offset),
    );
    let period = u64::from(token.token.period()?.seconds()) * 1000;
    let ends = since + token.token.milliseconds_left(since)?;
    let left = ends.saturating_sub(now);
    let late = now.saturating_sub(ends);
    let held = match left {
        0 if late >= period => return None,
        0 => Held::Late(late.div_ceil(1000).max(1)),
        left => Held::Good(left.div_ceil(1000)),
    };
    Some(Reading {
        code: token.token.code_at(since / 1000),
        next: None,
        gauge: gauge(token, left.min(period)),
        held: Some(held),
    })
}

/// The time that a token goes by.
fn unix_millis(token: &VaultToken, now: Timestamp, offset: i64) -> u64 {
    let offset = token.registration().map_or(0, |_| offset);
    u64::try_from(now.plus_millis(offset).as_millis()).unwrap_or(0)
}

fn gauge(token: &VaultToken, left: u64) -> Option<Gauge> {
    let period = u64::from(token.token.period()?.seconds()) * 1000;
    let parts = |millis: u64| {
        let parts = (millis * u64::from(GAUGE_PARTS)).div_ceil(period);
        u8::try_from(parts).unwrap_or(GAUGE_PARTS).min(GAUGE_PARTS)
    };
    Some(Gauge {
        seconds_left: left.div_ceil(1000),
        parts_left: parts(left),
        zone_parts: parts(ZONE_MS),
        in_zone: left <= ZONE_MS,
    })
}

#[cfg(test)]
mod tests {
    use countersign_otp::Token;
    use countersign_protocol::Timestamp;

    use super::{Held, held, reading};
    use crate::ports::RecordId;
    use crate::vault::{Origin, Registration, Standing, VaultToken};

    fn token(index: u8, uri: &str) -> VaultToken {
        VaultToken::new(
            RecordId::from_random([index; 16]),
            Token::from_uri(uri).unwrap(),
            Origin::Offline,
            Timestamp::from_seconds(index.into()),
        )
    }

    fn registered(index: u8, uri: &str) -> VaultToken {
        VaultToken {
            origin: Origin::Registered(Registration {
                user_name: "ada".to_owned(),
                generation: 1,
                registered_at: Timestamp::default(),
                confirmed_at: Timestamp::default(),
                standing: Standing::Active,
            }),
            ..token(index, uri)
        }
    }

    const RFC: &str =
        "otpauth://totp/RFC:ada?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&digits=8&issuer=RFC";
    const COUNTER: &str = "otpauth://hotp/x?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&counter=1";

    #[test]
    fn a_reading_shows_the_code_of_now_and_the_next_one() {
        let shown = reading(&token(1, RFC), Timestamp::from_seconds(59), 0);
        assert_eq!(shown.code.grouped().expose(), "9428 7082");
        let gauge = shown.gauge.unwrap();
        assert_eq!((gauge.seconds_left, gauge.parts_left), (1, 1));
        assert!(gauge.in_zone);
        let later = reading(&token(1, RFC), Timestamp::from_seconds(60), 0);
        assert_eq!(Some(later.code), shown.next);
        let gauge = later.gauge.unwrap();
        assert_eq!((gauge.seconds_left, gauge.parts_left), (30, 30));
        assert!(!gauge.in_zone);
    }

    #[test]
    fn the_zone_is_five_seconds_wide_whatever_the_period() {
        let gauge = |period: u32, second: i64| {
            let token = token(1, &format!("{RFC}&period={period}"));
            reading(&token, Timestamp::from_seconds(second), 0)
                .gauge
                .unwrap()
        };
        assert_eq!(gauge(30, 0).zone_parts, 5);
        assert_eq!(gauge(60, 0).zone_parts, 3);
        assert_eq!(gauge(3, 0).zone_parts, 30);
        assert!(!gauge(60, 54).in_zone);
        assert!(gauge(60, 55).in_zone);
        assert_eq!(gauge(86_400, 0).parts_left, 30);
    }

    #[test]
    fn only_registered_tokens_go_by_the_clock_of_the_server() {
        let now = Timestamp::from_seconds(0);
        let code = |token, offset| reading(&token, now, offset).code;
        assert_eq!(code(registered(1, RFC), 59_000).expose(), "94287082");
        assert_eq!(code(token(1, RFC), 59_000), code(token(1, RFC), 0));
        assert_ne!(code(token(1, RFC), 59_000).expose(), "94287082");
        assert_eq!(code(registered(1, RFC), i64::MIN), code(token(1, RFC), 0));
    }

    #[test]
    fn a_counter_token_has_neither_gauge_nor_next_code() {
        let shown = reading(&token(1, COUNTER), Timestamp::from_seconds(59), 0);
        assert_eq!(shown.code.expose(), "287082");
        assert_eq!((shown.gauge, shown.next), (None, None));
    }

    #[test]
    fn a_held_code_stays_until_it_has_been_over_for_a_period() {
        let token = token(1, RFC);
        let at = |second: i64| {
            held(
                &token,
                Timestamp::from_seconds(50),
                Timestamp::from_seconds(second),
                0,
            )
        };
        let shown = at(52).unwrap();
        assert_eq!(
            (shown.code.expose(), shown.held),
            ("94287082", Some(Held::Good(8)))
        );
        assert_eq!(shown.next, None);
        let late = at(63).unwrap();
        assert_eq!(
            (late.code.expose(), late.held),
            ("94287082", Some(Held::Late(3)))
        );
        assert_eq!(late.gauge.map(|gauge| gauge.parts_left), Some(0));
        assert!(at(89).is_some());
        assert_eq!(at(90), None);
    }

    #[test]
    fn a_counter_code_is_not_held() {
        let now = Timestamp::from_seconds(59);
        assert_eq!(held(&token(1, COUNTER), now, now, 0), None);
    }
}
