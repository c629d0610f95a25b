use serde::{Deserialize, Serialize};

/// When the app locks itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LockAfter {
    /// As soon as it is hidden.
    Hidden,
    /// A minute after it was last used.
    One,
    /// Five minutes after it was last used.
    #[default]
    Five,
    /// Fifteen minutes after it was last used.
    Fifteen,
}

impl LockAfter {
    /// In the order in which they are offered.
    pub const ALL: [Self; 4] = [Self::Hidden, Self::One, Self::Five, Self::Fifteen];

    /// Seconds without use; a minute also for [`LockAfter::Hidden`], whose page may lie open.
    pub const fn seconds(self) -> u32 {
        match self {
            Self::Hidden | Self::One => 60,
            Self::Five => 300,
            Self::Fifteen => 900,
        }
    }

    /// Whether a server that allows at most `max_seconds` allows this.
    pub fn is_allowed(self, max_seconds: Option<u32>) -> bool {
        max_seconds.is_none_or(|max| self == Self::Hidden || self.seconds() <= max)
    }

    /// This, or the longest that a server allows where that is shorter.
    #[must_use]
    pub fn within(self, max_seconds: Option<u32>) -> Self {
        if self.is_allowed(max_seconds) {
            return self;
        }
        let allowed = Self::ALL.into_iter().rev();
        allowed
            .into_iter()
            .find(|after| after.is_allowed(max_seconds))
            .unwrap_or(Self::Hidden)
    }
}

#[cfg(test)]
mod tests {
    use super::LockAfter;

    #[test]
    fn a_server_shortens_what_was_chosen_and_never_lengthens_it() {
        assert_eq!(LockAfter::Fifteen.within(None), LockAfter::Fifteen);
        assert_eq!(LockAfter::Fifteen.within(Some(600)), LockAfter::Five);
        assert_eq!(LockAfter::Fifteen.within(Some(10)), LockAfter::Hidden);
        assert_eq!(LockAfter::One.within(Some(900)), LockAfter::One);
        assert_eq!(LockAfter::Hidden.within(Some(900)), LockAfter::Hidden);
    }
}
