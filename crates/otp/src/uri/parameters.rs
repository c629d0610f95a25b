use core::str::FromStr;

use zeroize::Zeroizing;

use super::{Algorithm, Digits, Period, STEAM, Secret, UriError};
use crate::percent;

/// Parameters that other apps were seen to run together with the one before, for want of a `&`.
const KNOWN: [&str; 6] = [
    "secret",
    "issuer",
    "algorithm",
    "digits",
    "period",
    "counter",
];

/// The parameters of an `otpauth://` text, each as it stands in the text.
#[derive(Default)]
pub(super) struct Parameters<'a> {
    pub(super) issuer: Option<&'a str>,
    secret: Option<&'a str>,
    algorithm: Option<&'a str>,
    digits: Option<&'a str>,
    period: Option<&'a str>,
    counter: Option<&'a str>,
    steam: bool,
}

impl<'a> Parameters<'a> {
    pub(super) fn split(query: &'a str) -> Self {
        let mut parameters = Self::default();
        for mut rest in query.split('&') {
            while !rest.is_empty() {
                let (key, value) = rest.split_once('=').unwrap_or((rest, ""));
                let key = key.to_ascii_lowercase();
                // `&` is `&amp;` in texts that were copied out of HTML.
                let key = key.strip_prefix("amp;").unwrap_or(&key);
                let end = if KNOWN.contains(&key) {
                    end_of_value(value)
                } else {
                    value.len()
                };
                let (value, after) = value.split_at(end);
                parameters.set(key, value);
                rest = after;
            }
        }
        parameters
    }

    /// Keeps the first of each.
    fn set(&mut self, key: &str, value: &'a str) {
        let place = match key {
            "issuer" => &mut self.issuer,
            "secret" => &mut self.secret,
            "algorithm" => &mut self.algorithm,
            "digits" => &mut self.digits,
            "period" => &mut self.period,
            "counter" => &mut self.counter,
            _ => {
                self.steam |=
                    key == "steam" || key == "encoder" && value.eq_ignore_ascii_case(STEAM);
                return;
            }
        };
        place.get_or_insert(value);
    }

    /// Whether a time-based token is one of Steam's: it says so, or it bears that name and does
    /// not insist on another number of digits than Steam's.
    pub(super) fn ask_for_steam(&self, issuer: &str) -> bool {
        let digits = self.digits.map(clean).filter(|digits| !is_unset(digits));
        let algorithm = self.algorithm.map(clean).unwrap_or_default();
        self.steam
            || algorithm.eq_ignore_ascii_case(STEAM)
            || issuer.eq_ignore_ascii_case(STEAM) && digits.is_none_or(|digits| *digits == "5")
    }

    pub(super) fn secret(&self) -> Result<Secret, UriError> {
        let secret = self.secret.map(clean).unwrap_or_default();
        if secret.is_empty() {
            return Err(UriError::MissingSecret);
        }
        Secret::from_base32(&secret).map_err(UriError::BadSecret)
    }

    pub(super) fn algorithm(&self) -> Result<Algorithm, UriError> {
        let name = self.algorithm.map(clean).unwrap_or_default();
        if is_unset(&name) {
            return Ok(Algorithm::default());
        }
        Algorithm::from_name(&name).ok_or(UriError::UnsupportedAlgorithm)
    }

    pub(super) fn digits(&self) -> Result<Digits, UriError> {
        match number(self.digits, UriError::BadDigits)? {
            Some(digits) => Digits::new(digits).map_err(|_| UriError::BadDigits),
            None => Ok(Digits::default()),
        }
    }

    pub(super) fn period(&self) -> Result<Period, UriError> {
        match number(self.period, UriError::BadPeriod)? {
            Some(seconds) => Period::new(seconds).map_err(|_| UriError::BadPeriod),
            None => Ok(Period::default()),
        }
    }

    pub(super) fn counter(&self) -> Result<u64, UriError> {
        Ok(number(self.counter, UriError::BadCounter)?.unwrap_or_default())
    }
}

/// Where a value ends: at its end, or where a known parameter follows without a `&`.
fn end_of_value(value: &str) -> usize {
    let starts = value.match_indices('=').filter_map(|(index, _)| {
        let (before, after) = value.split_at(index);
        // Padding of a secret is followed by nothing or more of it.
        if after.trim_start_matches('=').is_empty() {
            return None;
        }
        KNOWN
            .iter()
            .find(|key| before.ends_with(*key))
            .map(|key| index - key.len())
    });
    starts.min().unwrap_or(value.len())
}

/// A value without what cannot belong to it: escapes, spaces around, and whatever follows a `#`.
/// It may be the secret, so it is wiped.
fn clean(value: &str) -> Zeroizing<String> {
    let value = value.split('#').next().unwrap_or_default();
    let spaced = Zeroizing::new(value.replace('+', " "));
    let decoded = Zeroizing::new(percent::decode(&spaced));
    Zeroizing::new(decoded.trim().to_owned())
}

/// Ente once wrote `null` for what has its default.
fn is_unset(value: &str) -> bool {
    value.is_empty() || value.eq_ignore_ascii_case("null")
}

fn number<N: FromStr>(value: Option<&str>, error: UriError) -> Result<Option<N>, UriError> {
    match value.map(clean).filter(|value| !is_unset(value)) {
        Some(value) => value.parse().map(Some).map_err(|_| error),
        None => Ok(None),
    }
}
