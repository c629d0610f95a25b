//! Dates, times, durations and masked numbers. Pure: the moment and the offset from UTC come in.

use countersign_core::Timestamp;

use super::Language;

/// A space that neither breaks nor takes much room, between a number and its unit.
const THIN: char = '\u{202f}';

/// What a language says around numbers.
pub(crate) struct Units {
    pub(crate) second: &'static str,
    pub(crate) minute: &'static str,
    pub(crate) hour: &'static str,
    pub(crate) months: [&'static str; 12],
    pub(crate) today: fn(&str) -> String,
    pub(crate) yesterday: fn(&str) -> String,
    pub(crate) on_day: fn(&str, &str) -> String,
}

/// Where and when the reader is.
#[derive(Clone, Copy)]
pub(crate) struct Here {
    pub(crate) language: Language,
    /// Minutes to add to UTC for the local time at a moment.
    pub(crate) offset_minutes: fn(Timestamp) -> i32,
    pub(crate) now: Timestamp,
}

impl Here {
    /// "21 November 2026".
    pub(crate) fn date(self, at: Timestamp) -> String {
        let (date, _) = self.parts(at);
        self.written(&date)
    }

    /// "2026-11-21", for the names of files.
    pub(crate) fn day(self, at: Timestamp) -> String {
        self.parts(at).0
    }

    /// "14:32" today, else with the day.
    pub(crate) fn clock(self, at: Timestamp) -> String {
        let (date, time) = self.parts(at);
        if date == self.parts(self.now).0 {
            time
        } else {
            self.moment(at)
        }
    }

    /// "Today, 14:32", "Yesterday, 14:32" or "21 November 2026, 14:32".
    pub(crate) fn moment(self, at: Timestamp) -> String {
        let units = self.language.units();
        let (date, time) = self.parts(at);
        let day = |moment: Timestamp| self.parts(moment).0;
        if date == day(self.now) {
            (units.today)(&time)
        } else if date == day(self.now.plus_seconds(-86_400)) {
            (units.yesterday)(&time)
        } else {
            (units.on_day)(&self.written(&date), &time)
        }
    }

    /// The local date as `2026-11-21` and the local time as `14:32`.
    fn parts(self, at: Timestamp) -> (String, String) {
        let local = at
            .plus_seconds(i64::from((self.offset_minutes)(at)) * 60)
            .to_string();
        let (date, rest) = local.split_once('T').unwrap_or((&local, ""));
        (date.to_owned(), rest.chars().take(5).collect())
    }

    fn written(self, date: &str) -> String {
        let mut parts = date.splitn(3, '-');
        let (year, month, day) = (parts.next(), parts.next(), parts.next());
        let number = |part: Option<&str>| part.and_then(|text| text.parse::<usize>().ok());
        match (year, number(month), number(day)) {
            (Some(year), Some(month @ 1..=12), Some(day)) => {
                let name = self.language.units().months[month - 1];
                format!("{day} {name} {year}")
            }
            _ => date.to_owned(),
        }
    }
}

/// "18 s", "8:12", "2 h 10 min": at least a second, rounded up by the caller.
pub(crate) fn duration(language: Language, seconds: u64) -> String {
    let units = language.units();
    let (hours, minutes) = (seconds / 3600, seconds / 60 % 60);
    if seconds < 60 {
        format!("{seconds}{THIN}{}", units.second)
    } else if hours == 0 {
        format!("{minutes}:{:02}", seconds % 60)
    } else {
        format!(
            "{hours}{THIN}{} {minutes}{THIN}{}",
            units.hour, units.minute
        )
    }
}

/// A difference that does not run: "94 s", "5 min", "4 min 59 s".
pub(crate) fn span(language: Language, seconds: u64) -> String {
    let units = language.units();
    let (minutes, rest) = (seconds / 60, seconds % 60);
    if seconds < 120 {
        format!("{seconds} {}", units.second)
    } else if rest == 0 {
        format!("{minutes} {}", units.minute)
    } else {
        format!("{minutes} {} {rest} {}", units.minute, units.second)
    }
}

/// "482 917" read digit by digit: "4 8 2 9 1 7".
pub(crate) fn spelled(code: &str) -> String {
    let mut text = String::with_capacity(code.len() * 2);
    for sign in code.chars().filter(|sign| !sign.is_whitespace()) {
        if !text.is_empty() {
            text.push(' ');
        }
        text.push(sign);
    }
    text
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::{Here, duration, span, spelled};
    use crate::i18n::Language;
    use countersign_core::Timestamp;

    fn here(language: Language, now: &str) -> Here {
        Here {
            language,
            offset_minutes: |_| 180,
            now: at(now),
        }
    }

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[wasm_bindgen_test]
    fn days_are_those_of_the_reader() {
        let here = here(Language::En, "2026-11-21T21:30:00Z");
        assert_eq!(here.moment(at("2026-11-21T21:02:00Z")), "Today, 00:02");
        assert_eq!(here.moment(at("2026-11-21T20:59:00Z")), "Yesterday, 23:59");
        assert_eq!(here.clock(at("2026-11-21T21:02:00Z")), "00:02");
        assert_eq!(here.date(at("2026-03-03T22:00:00Z")), "4 March 2026");
        assert_eq!(here.day(at("2026-03-03T22:00:00Z")), "2026-03-04");
    }

    #[wasm_bindgen_test]
    fn turkish_has_its_own_months_and_days() {
        let here = here(Language::Tr, "2026-11-21T09:00:00Z");
        assert_eq!(here.moment(at("2026-11-21T06:05:00Z")), "Bugün 09:05");
        assert_eq!(
            here.moment(at("2026-08-01T06:05:00Z")),
            "1 Ağustos 2026, 09:05"
        );
    }

    #[wasm_bindgen_test]
    fn durations_change_their_form_with_their_length() {
        assert_eq!(duration(Language::En, 18), "18\u{202f}s");
        assert_eq!(duration(Language::Tr, 18), "18\u{202f}sn");
        assert_eq!(duration(Language::En, 492), "8:12");
        assert_eq!(duration(Language::En, 7800), "2\u{202f}h 10\u{202f}min");
    }

    #[wasm_bindgen_test]
    fn differences_are_told_in_words() {
        assert_eq!(span(Language::En, 94), "94 s");
        assert_eq!(span(Language::En, 300), "5 min");
        assert_eq!(span(Language::Tr, 299), "4 dk 59 sn");
    }

    #[wasm_bindgen_test]
    fn codes_are_read_sign_by_sign() {
        assert_eq!(spelled("482 917"), "4 8 2 9 1 7");
    }
}
