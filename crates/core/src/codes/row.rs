use countersign_otp::{Code, Kind};
use countersign_protocol::Timestamp;

use super::search::{folded, matches};
use crate::vault::{Standing, TokenId, VaultToken};

/// Parts of the gauge, whatever the period.
pub const GAUGE_PARTS: u8 = 30;
/// The zone in which a code is about to run out.
const ZONE_MS: u64 = 5_000;

/// One row of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeRow {
    /// Names the token.
    pub id: TokenId,
    /// Who issued it; may be empty.
    pub issuer: String,
    /// Whose it is; may be empty.
    pub account_name: String,
    /// The first letter or digit of the issuer, else of the account; `?` if there is none.
    pub monogram: String,
    /// The code of now.
    pub code: Code,
    /// The code after it; not for counter tokens.
    pub next: Option<Code>,
    /// How long the code is still good for; not for counter tokens.
    pub gauge: Option<Gauge>,
    /// Whether its codes count for signing in, for a registered token.
    pub standing: Option<Standing>,
}

impl CodeRow {
    /// Whether it is shown as the plate: the registered token whose codes count.
    pub fn is_plate(&self) -> bool {
        self.standing == Some(Standing::Active)
    }
}

/// How long a code is still good for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gauge {
    /// Whole seconds, rounded up: from the period down to 1.
    pub seconds_left: u64,
    /// Parts of [`GAUGE_PARTS`] that are left, rounded up: from 30 down to 1.
    pub parts_left: u8,
    /// So many of the last parts stand for the last five seconds.
    pub zone_parts: u8,
    /// Whether those five seconds have begun.
    pub in_zone: bool,
}

/// The list at a moment: what matches the query, the registered token first, then by name.
///
/// `offset` is the server's clock minus the device's, milliseconds. Registered tokens are counted
/// by the server's clock, all others by the device's.
pub fn rows(tokens: &[VaultToken], now: Timestamp, offset: i64, query: &str) -> Vec<CodeRow> {
    let query = folded(query);
    let mut found: Vec<_> = tokens
        .iter()
        .filter(|token| matches(token, &query))
        .map(|token| (sort_key(token), token))
        .collect();
    found.sort_by(|(a, _), (b, _)| a.cmp(b));
    let rows = found.into_iter().map(|(_, token)| row(token, now, offset));
    rows.collect()
}

fn sort_key(token: &VaultToken) -> (u8, String, String, Timestamp) {
    let rank = match token.registration().map(|r| r.standing) {
        Some(Standing::Active) => 0,
        Some(Standing::Stopped { .. }) => 1,
        None => 2,
    };
    let names = &token.token;
    let issuer = folded(&names.issuer);
    (rank, issuer, folded(&names.account_name), token.added_at)
}

/// One row at a moment.
pub fn row(token: &VaultToken, now: Timestamp, offset: i64) -> CodeRow {
    let millis = unix_millis(token, now, offset);
    let seconds = millis / 1000;
    let parameters = &token.token;
    let counts = matches!(parameters.kind, Kind::Hotp { .. });
    CodeRow {
        id: token.id.clone(),
        issuer: parameters.issuer.clone(),
        account_name: parameters.account_name.clone(),
        monogram: monogram(&parameters.issuer, &parameters.account_name),
        code: parameters.code_at(seconds),
        next: (!counts).then(|| parameters.next_code(seconds)),
        gauge: gauge(token, millis),
        standing: token.registration().map(|r| r.standing),
    }
}

/// The time that a token goes by.
pub(super) fn unix_millis(token: &VaultToken, now: Timestamp, offset: i64) -> u64 {
    let offset = token.registration().map_or(0, |_| offset);
    u64::try_from(now.plus_millis(offset).as_millis()).unwrap_or(0)
}

fn gauge(token: &VaultToken, millis: u64) -> Option<Gauge> {
    let left = token.token.milliseconds_left(millis)?;
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

fn monogram(issuer: &str, account_name: &str) -> String {
    let mut characters = issuer.chars().chain(account_name.chars());
    match characters.find(|c| c.is_alphanumeric()) {
        Some(first) => first.to_uppercase().collect(),
        None => "?".to_owned(),
    }
}

/// Milliseconds until the list looks different: until the next second of any token that goes by
/// the time. Nothing if none does.
pub fn next_wake(tokens: &[VaultToken], now: Timestamp, offset: i64) -> Option<u64> {
    let timed = tokens.iter().filter(|token| token.token.period().is_some());
    let to_next_second = timed.map(|token| 1000 - unix_millis(token, now, offset) % 1000);
    to_next_second.min()
}

#[cfg(test)]
mod tests {
    use countersign_otp::Token;
    use countersign_protocol::Timestamp;

    use super::{next_wake, row, rows};
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

    #[test]
    fn a_row_shows_the_code_of_now_and_the_next_one() {
        let shown = row(&token(1, RFC), Timestamp::from_seconds(59), 0);
        assert_eq!(shown.code.grouped().expose(), "9428 7082");
        assert_eq!(shown.monogram, "R");
        let gauge = shown.gauge.unwrap();
        assert_eq!((gauge.seconds_left, gauge.parts_left), (1, 1));
        assert!(gauge.in_zone);
        let later = row(&token(1, RFC), Timestamp::from_seconds(60), 0);
        assert_eq!(Some(later.code), shown.next);
        let gauge = later.gauge.unwrap();
        assert_eq!((gauge.seconds_left, gauge.parts_left), (30, 30));
        assert!(!gauge.in_zone);
    }

    #[test]
    fn the_zone_is_five_seconds_wide_whatever_the_period() {
        let gauge = |period: u32, second: i64| {
            let token = token(1, &format!("{RFC}&period={period}"));
            row(&token, Timestamp::from_seconds(second), 0)
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
        let code = |token, offset| row(&token, now, offset).code;
        assert_eq!(code(registered(1, RFC), 59_000).expose(), "94287082");
        assert_eq!(code(token(1, RFC), 59_000), code(token(1, RFC), 0));
        assert_ne!(code(token(1, RFC), 59_000).expose(), "94287082");
        assert_eq!(code(registered(1, RFC), i64::MIN), code(token(1, RFC), 0));
    }

    #[test]
    fn a_counter_token_has_neither_gauge_nor_next_code() {
        let uri = "otpauth://hotp/x?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&counter=1";
        let shown = row(&token(1, uri), Timestamp::from_seconds(59), 0);
        assert_eq!(shown.code.expose(), "287082");
        assert_eq!((shown.gauge, shown.next), (None, None));
    }

    #[test]
    fn the_registered_token_comes_first_and_the_rest_by_name() {
        let tokens = [
            token(1, "otpauth://totp/Zulip:z?secret=JBSWY3DPEHPK3PXP"),
            token(2, "otpauth://totp/apple:b?secret=JBSWY3DPEHPK3PXP"),
            token(3, "otpauth://totp/Apple:a?secret=JBSWY3DPEHPK3PXP"),
            registered(4, "otpauth://totp/Sentry:ada?secret=JBSWY3DPEHPK3PXP"),
        ];
        let order: Vec<_> = rows(&tokens, Timestamp::default(), 0, "")
            .into_iter()
            .map(|row| row.account_name)
            .collect();
        assert_eq!(order, ["ada", "a", "b", "z"]);
    }

    #[test]
    fn the_list_wakes_at_the_next_second_of_either_clock() {
        let now = Timestamp::from_millis(1_250);
        assert_eq!(next_wake(&[], now, 0), None);
        assert_eq!(next_wake(&[token(1, RFC)], now, 600), Some(750));
        let both = [token(1, RFC), registered(2, RFC)];
        assert_eq!(next_wake(&both, now, 600), Some(150));
        let counter = token(1, "otpauth://hotp/x?secret=JBSWY3DPEHPK3PXP&counter=1");
        assert_eq!(next_wake(&[counter], now, 0), None);
    }
}
