//! The tokens in the order of the list, and what is found among them.

use core::cmp::Ordering;
use std::collections::BTreeMap;
use std::sync::Arc;

use countersign_protocol::Timestamp;

use super::Sort;
use super::monogram::monogram;
use super::search::{folded, matches};
use crate::vault::{OrderKey, Place, Standing, TokenId, VaultToken};

/// What the list says of a token, without its code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Names the token.
    pub id: TokenId,
    /// Who issued it; may be empty.
    pub issuer: String,
    /// Whose it is; may be empty.
    pub account_name: String,
    /// Two letters that stand for the issuer, else for the account; `?` if there is none.
    pub monogram: String,
    /// Whether its codes count for signing in, for a registered token.
    pub standing: Option<Standing>,
    /// Whether it stands before the others.
    pub pinned: bool,
    /// Whether its codes go by a counter.
    pub counts: bool,
}

impl Listed {
    /// What the list says of this token.
    pub fn of(token: &VaultToken) -> Self {
        let names = &token.token;
        Self {
            id: token.id.clone(),
            issuer: names.issuer.clone(),
            account_name: names.account_name.clone(),
            monogram: monogram(&names.issuer, &names.account_name),
            standing: token.registration().map(|r| r.standing),
            pinned: token.pinned,
            counts: names.period().is_none(),
        }
    }
}

/// The tokens in the order of the list. Making one costs as much as there are tokens; finding
/// something in it costs little, and no code is computed for either.
#[derive(Debug)]
pub struct Catalog {
    sort: Sort,
    entries: Vec<Entry>,
}

#[derive(Debug)]
struct Entry {
    listed: Arc<Listed>,
    /// What is searched.
    text: String,
    names: (String, String),
    tags: Vec<String>,
    order: OrderKey,
    use_: Use,
    added_at: Timestamp,
}

/// How often and when a code was taken.
type Use = (u64, Option<Timestamp>);

impl Catalog {
    /// The registered token first, then what is pinned, then the rest.
    ///
    /// Where the order goes by use, what stands in `before` keeps its place in it: a row does not
    /// move away under the finger that has just tapped it.
    pub fn new(tokens: &[VaultToken], sort: Sort, before: Option<&Self>) -> Self {
        let by_use = matches!(sort, Sort::LastUsed | Sort::MostUsed);
        let before = before.filter(|before| by_use && before.sort == sort);
        let known = before.map(Self::uses).unwrap_or_default();
        let entry = |token| {
            let mut entry = Entry::of(token);
            if let Some(use_) = known.get(&entry.listed.id) {
                entry.use_ = *use_;
            }
            entry
        };
        let mut entries: Vec<_> = tokens.iter().map(entry).collect();
        entries.sort_by(|a, b| a.compare(b, sort));
        Self { sort, entries }
    }

    fn uses(&self) -> BTreeMap<&TokenId, Use> {
        let entries = self.entries.iter();
        entries
            .map(|entry| (&entry.listed.id, entry.use_))
            .collect()
    }

    /// What has every word of the query in its issuer, account, tags or note, and carries the tag.
    pub fn find(&self, query: &str, tag: Option<&str>) -> Vec<Arc<Listed>> {
        let query = folded(query);
        let carries = |entry: &Entry| tag.is_none_or(|tag| entry.tags.iter().any(|t| t == tag));
        let found = self
            .entries
            .iter()
            .filter(|entry| carries(entry) && matches(&entry.text, &query));
        found.map(|entry| Arc::clone(&entry.listed)).collect()
    }

    /// All tags, by name.
    pub fn tags(&self) -> Vec<String> {
        let tags = self.entries.iter().flat_map(|entry| &entry.tags);
        let by_name: BTreeMap<_, _> = tags.map(|tag| (folded(tag), tag)).collect();
        by_name.into_values().cloned().collect()
    }

    /// Where a token goes that moves one up or down among those that it can be exchanged with;
    /// nothing at either end, or where the order is not the person's own.
    pub fn step(&self, id: &TokenId, down: bool) -> Option<Place> {
        if self.sort != Sort::Manual {
            return None;
        }
        let here = self
            .entries
            .iter()
            .position(|entry| entry.listed.id == *id)?;
        let there = if down {
            here.checked_add(1)?
        } else {
            here.checked_sub(1)?
        };
        let (entry, other) = (self.entries.get(here)?, self.entries.get(there)?);
        if entry.group() != other.group() {
            return None;
        }
        let other = other.listed.id.clone();
        Some(if down {
            Place::After(other)
        } else {
            Place::Before(other)
        })
    }
}

impl Entry {
    fn of(token: &VaultToken) -> Self {
        let listed = Listed::of(token);
        let names = (folded(&listed.issuer), folded(&listed.account_name));
        let rest = folded(&format!("{} {}", token.tags.join(" "), token.note));
        Self {
            text: format!("{} {} {rest}", names.0, names.1),
            listed: Arc::new(listed),
            names,
            tags: token.tags.clone(),
            order: token.order.clone(),
            use_: (token.uses, token.last_used_at),
            added_at: token.added_at,
        }
    }

    /// What stands together, whatever the order.
    fn group(&self) -> (u8, bool) {
        let rank = match self.listed.standing {
            Some(Standing::Active) => 0,
            Some(Standing::Stopped { .. }) => 1,
            None => 2,
        };
        (rank, !self.listed.pinned)
    }

    fn compare(&self, other: &Self, sort: Sort) -> Ordering {
        let sorted = || match sort {
            Sort::Name => Ordering::Equal,
            Sort::Manual => self.order.cmp(&other.order),
            Sort::LastUsed => other.use_.1.cmp(&self.use_.1),
            Sort::MostUsed => other.use_.cmp(&self.use_),
        };
        let by_name = || {
            let (here, there) = ((&self.names, self.added_at), (&other.names, other.added_at));
            here.cmp(&there)
        };
        let groups = self.group().cmp(&other.group());
        groups.then_with(sorted).then_with(by_name)
    }
}

#[cfg(test)]
mod tests {
    use countersign_otp::Token;
    use countersign_protocol::Timestamp;
    use proptest::prelude::*;

    use super::Catalog;
    use crate::codes::Sort;
    use crate::ports::RecordId;
    use crate::vault::{Origin, Place, Registration, Standing, VaultToken};

    fn token(index: u8, name: &str) -> VaultToken {
        let uri = format!("otpauth://totp/{name}?secret=JBSWY3DPEHPK3PXP");
        VaultToken::new(
            RecordId::from_random([index; 16]),
            Token::from_uri(&uri).unwrap(),
            Origin::Offline,
            Timestamp::from_seconds(index.into()),
        )
    }

    fn registered(index: u8, name: &str) -> VaultToken {
        VaultToken {
            origin: Origin::Registered(Registration {
                user_name: "ada".to_owned(),
                generation: 1,
                registered_at: Timestamp::default(),
                confirmed_at: Timestamp::default(),
                standing: Standing::Active,
            }),
            ..token(index, name)
        }
    }

    fn used(token: VaultToken, uses: u64, last: i64) -> VaultToken {
        VaultToken {
            uses,
            last_used_at: Some(Timestamp::from_seconds(last)),
            ..token
        }
    }

    fn accounts(catalog: &Catalog, query: &str, tag: Option<&str>) -> Vec<String> {
        let found = catalog.find(query, tag).into_iter();
        found.map(|listed| listed.account_name.clone()).collect()
    }

    fn sorted(tokens: &[VaultToken], sort: Sort) -> Vec<String> {
        accounts(&Catalog::new(tokens, sort, None), "", None)
    }

    #[test]
    fn the_registered_token_comes_first_then_the_pinned_and_the_rest_by_name() {
        let pinned = VaultToken {
            pinned: true,
            ..token(5, "Zulip:pinned")
        };
        let tokens = [
            token(1, "Zulip:z"),
            token(2, "apple:b"),
            token(3, "Apple:a"),
            registered(4, "Sentry:ada"),
            pinned,
        ];
        assert_eq!(
            sorted(&tokens, Sort::Name),
            ["ada", "pinned", "a", "b", "z"]
        );
        assert_eq!(
            sorted(&tokens, Sort::Manual),
            ["ada", "pinned", "z", "b", "a"]
        );
    }

    #[test]
    fn the_order_goes_by_use_and_what_was_never_used_comes_last() {
        let tokens = [
            token(1, "b"),
            token(2, "a"),
            used(token(3, "often"), 9, 10),
            used(token(4, "lately"), 2, 20),
        ];
        assert_eq!(
            sorted(&tokens, Sort::LastUsed),
            ["lately", "often", "a", "b"]
        );
        assert_eq!(
            sorted(&tokens, Sort::MostUsed),
            ["often", "lately", "a", "b"]
        );
    }

    #[test]
    fn a_row_does_not_move_when_it_is_used_and_does_when_the_list_is_opened_again() {
        let tokens = |uses| [used(token(1, "a"), 5, 9), used(token(2, "b"), uses, 1)];
        let before = Catalog::new(&tokens(4), Sort::MostUsed, None);
        let after = Catalog::new(&tokens(6), Sort::MostUsed, Some(&before));
        assert_eq!(accounts(&after, "", None), ["a", "b"]);
        assert_eq!(sorted(&tokens(6), Sort::MostUsed), ["b", "a"]);
        let other = Catalog::new(&tokens(6), Sort::LastUsed, None);
        let fresh = Catalog::new(&tokens(6), Sort::MostUsed, Some(&other));
        assert_eq!(accounts(&fresh, "", None), ["b", "a"]);
    }

    #[test]
    fn names_tags_and_notes_are_searched_and_tags_chosen() {
        let work = VaultToken {
            tags: vec!["İş".to_owned(), "Source code".to_owned()],
            note: "Envelope 14".to_owned(),
            ..token(1, "GitHub:deniz")
        };
        let tokens = [work, token(2, "GitLab:dkaya")];
        let catalog = Catalog::new(&tokens, Sort::Name, None);
        for (query, tag, found) in [
            ("git", None, vec!["deniz", "dkaya"]),
            ("iş", None, vec!["deniz"]),
            ("envelope git", None, vec!["deniz"]),
            ("envelope lab", None, vec![]),
            ("", Some("İş"), vec!["deniz"]),
            ("lab", Some("İş"), vec![]),
        ] {
            assert_eq!(accounts(&catalog, query, tag), found, "{query} {tag:?}");
        }
        assert_eq!(catalog.tags(), ["İş", "Source code"]);
    }

    #[test]
    fn a_step_stays_among_those_that_stand_together() {
        let pinned = VaultToken {
            pinned: true,
            ..token(1, "pinned")
        };
        let tokens = [pinned, token(2, "b"), token(3, "a")];
        let catalog = Catalog::new(&tokens, Sort::Manual, None);
        let step = |index: usize, down| catalog.step(&tokens[index].id, down);
        assert_eq!(step(0, true), None);
        assert_eq!(step(1, false), None);
        assert_eq!(step(1, true), Some(Place::After(tokens[2].id.clone())));
        assert_eq!(step(2, false), Some(Place::Before(tokens[1].id.clone())));
        assert_eq!(step(2, true), None);
        let by_name = Catalog::new(&tokens, Sort::Name, None);
        assert_eq!(by_name.step(&tokens[1].id, true), None);
    }

    proptest! {
        #[test]
        fn each_word_narrows_and_a_part_of_a_name_finds_it(
            names in proptest::collection::vec("[a-zçğıöşüİŞ ]{1,12}", 1..8),
            pick in any::<prop::sample::Index>(),
            from in 0_usize..6,
        ) {
            let token = |(index, name): (usize, &String)| VaultToken {
                note: name.clone(),
                ..token(u8::try_from(index).unwrap(), "x")
            };
            let tokens: Vec<_> = names.iter().enumerate().map(token).collect();
            let catalog = Catalog::new(&tokens, Sort::Name, None);
            let index = pick.index(names.len());
            let part: String = names[index].chars().skip(from).take(3).collect();
            let found = catalog.find(&part, None);
            prop_assert!(found.iter().any(|listed| listed.id == tokens[index].id));
            let narrower = catalog.find(&format!("{part} ş"), None);
            prop_assert!(narrower.iter().all(|listed| found.contains(listed)));
        }
    }
}
