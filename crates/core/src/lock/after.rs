use crate::vault::Words;

/// When the app locks itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LockAfter {
    /// Seconds without use; 0 as soon as the app is hidden.
    seconds: u32,
}

impl LockAfter {
    /// As soon as it is hidden.
    pub const HIDDEN: Self = Self { seconds: 0 };

    /// What is offered: at once when hidden, and 1, 5 and 15 minutes without use.
    pub const OFFERED: [Self; 4] = [
        Self::HIDDEN,
        Self { seconds: 60 },
        Self { seconds: 300 },
        Self { seconds: 900 },
    ];

    /// Whether it locks as soon as it is hidden.
    pub const fn when_hidden(self) -> bool {
        self.seconds == 0
    }

    /// Seconds without use; a minute also where it locks when hidden, since a page may lie open.
    pub const fn seconds(self) -> u32 {
        if self.when_hidden() { 60 } else { self.seconds }
    }

    /// Whether a server that allows at most `longest` seconds allows this.
    pub fn is_allowed(self, longest: Option<u32>) -> bool {
        longest.is_none_or(|longest| self.seconds <= longest)
    }

    /// This, or what a server allows where that is shorter.
    #[must_use]
    pub fn within(self, longest: Option<u32>) -> Self {
        Self {
            seconds: longest.map_or(self.seconds, |longest| self.seconds.min(longest)),
        }
    }
}

impl Default for LockAfter {
    fn default() -> Self {
        Self { seconds: 300 }
    }
}

/// In seconds.
impl Words for LockAfter {
    fn to_words(&self) -> String {
        self.seconds.to_string()
    }

    fn from_words(words: &str) -> Option<Self> {
        let seconds = words.parse().ok()?;
        Some(Self { seconds })
    }
}

#[cfg(test)]
mod tests {
    use super::LockAfter;
    use crate::vault::Words;

    #[test]
    fn what_was_chosen_comes_back_from_its_words() {
        for after in LockAfter::OFFERED {
            assert_eq!(LockAfter::from_words(&after.to_words()), Some(after));
        }
        assert_eq!(LockAfter::from_words("soon"), None);
    }

    #[test]
    fn a_server_shortens_what_was_chosen_and_never_lengthens_it() {
        let [hidden, one, five, fifteen] = LockAfter::OFFERED;
        assert_eq!(fifteen.within(None), fifteen);
        assert_eq!(fifteen.within(Some(300)), five);
        assert_eq!(fifteen.within(Some(120)).seconds(), 120);
        assert_eq!(one.within(Some(900)), one);
        assert_eq!(hidden.within(Some(900)), hidden);
        assert!(!five.is_allowed(Some(120)) && one.is_allowed(Some(120)));
    }

    #[test]
    fn a_page_that_lies_open_locks_after_a_minute_at_the_latest_where_it_locks_when_hidden() {
        assert_eq!(LockAfter::HIDDEN.seconds(), 60);
    }
}
