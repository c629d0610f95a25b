use crate::vault::Words;

/// How the person wants the list to be shown. It is kept as it is, under
/// [`crate::vault::MetaKey::Showing`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Showing {
    /// What stands first.
    pub sort: Sort,
    /// Whether a code is hidden until it is tapped.
    pub hidden: bool,
    /// Whether the digits of a code stand in one piece.
    pub ungrouped: bool,
}

/// What stands first, after the registered token and what is pinned.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// By issuer, then account.
    #[default]
    Name,
    /// As the person has put them.
    Manual,
    /// The last used one.
    LastUsed,
    /// The one used most.
    MostUsed,
}

const HIDDEN: &str = "hidden";
const UNGROUPED: &str = "ungrouped";

impl Sort {
    const ALL: [Self; 4] = [Self::Name, Self::Manual, Self::LastUsed, Self::MostUsed];

    const fn word(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Manual => "manual",
            Self::LastUsed => "last-used",
            Self::MostUsed => "most-used",
        }
    }
}

/// Words that nobody knows, as of a newer app, change nothing.
impl Words for Showing {
    fn to_words(&self) -> String {
        let mut words = self.sort.word().to_owned();
        for (is_so, word) in [(self.hidden, HIDDEN), (self.ungrouped, UNGROUPED)] {
            if is_so {
                words.push(' ');
                words.push_str(word);
            }
        }
        words
    }

    fn from_words(words: &str) -> Option<Self> {
        let is_there = |wanted: &str| words.split(' ').any(|word| word == wanted);
        let mut sorts = Sort::ALL.into_iter();
        Some(Self {
            sort: sorts.find(|sort| is_there(sort.word())).unwrap_or_default(),
            hidden: is_there(HIDDEN),
            ungrouped: is_there(UNGROUPED),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Showing, Sort};
    use crate::vault::Words;

    #[test]
    fn the_kept_form_stays_as_it_is() {
        let showing = Showing {
            sort: Sort::LastUsed,
            hidden: true,
            ungrouped: true,
        };
        assert_eq!(showing.to_words(), "last-used hidden ungrouped");
        assert_eq!(Showing::default().to_words(), "name");
    }

    #[test]
    fn every_showing_comes_back_from_its_words() {
        for sort in Sort::ALL {
            for (hidden, ungrouped) in [(false, false), (false, true), (true, false), (true, true)]
            {
                let showing = Showing {
                    sort,
                    hidden,
                    ungrouped,
                };
                assert_eq!(Showing::from_words(&showing.to_words()), Some(showing));
            }
        }
    }

    #[test]
    fn what_is_missing_is_as_at_first_and_strange_words_change_nothing() {
        assert_eq!(Showing::from_words(""), Some(Showing::default()));
        let shown = Showing::from_words("by-color hidden {}");
        assert_eq!(
            shown.map(|shown| (shown.sort, shown.hidden)),
            Some((Sort::Name, true))
        );
    }
}
