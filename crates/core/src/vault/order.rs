//! Where a token stands in the manual order.

use countersign_protocol::Timestamp;

use super::TokenId;

/// What keys are written in, the least first. No key ends in the least, so that there is always
/// room between two of them.
const DIGITS: &[u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";
/// The middle of [`DIGITS`].
const MIDDLE: char = 'i';
/// So many digits hold a time until the year 5188.
const TIME_DIGITS: u32 = 9;
/// So many characters of an id tell apart what came in the same millisecond.
const ID_LENGTH: usize = 8;

/// A token's place in the manual order. Between any two keys there is another, so that a move
/// writes one token and leaves the others alone.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OrderKey(String);

impl OrderKey {
    /// Where a token stands that nobody has moved: after all that came before it.
    pub fn added(at: Timestamp, id: &TokenId) -> Self {
        let millis = u64::try_from(at.as_millis()).unwrap_or(0);
        let digit = |place: u32| char::from(digit(millis / 36_u64.pow(place) % 36));
        let time = (0..TIME_DIGITS).rev().map(digit);
        let id = id.as_str().chars().take(ID_LENGTH);
        Self(time.chain(id).chain([MIDDLE]).collect())
    }

    /// What a store gives back; nothing if it is no key.
    pub(super) fn from_stored(text: String) -> Option<Self> {
        let known = text.bytes().all(|byte| DIGITS.contains(&byte));
        (known && !text.is_empty() && !text.ends_with('0')).then_some(Self(text))
    }

    /// As a store holds it.
    pub(super) fn as_str(&self) -> &str {
        &self.0
    }

    /// A key after this one and before that of any token that is added later.
    #[must_use]
    pub fn after(&self) -> Self {
        let moved = self.0.len() > TIME_DIGITS as usize + ID_LENGTH + 1;
        let mut bytes = self.0.clone().into_bytes();
        match bytes.last_mut() {
            Some(last) if moved && *last < b'z' => *last = digit(value(*last) + 1),
            _ => bytes.push(MIDDLE as u8),
        }
        Self(bytes.into_iter().map(char::from).collect())
    }

    /// A key before this one.
    #[must_use]
    pub fn before(&self) -> Self {
        between("", Some(&self.0))
    }

    /// A key between this one and `next`; one after this where `next` is not greater.
    #[must_use]
    pub fn between(&self, next: &Self) -> Self {
        if self < next {
            between(&self.0, Some(&next.0))
        } else {
            self.after()
        }
    }
}

fn digit(value: u64) -> u8 {
    let index = usize::try_from(value).unwrap_or(usize::MAX);
    DIGITS.get(index).copied().unwrap_or(b'z')
}

fn value(digit: u8) -> u64 {
    let found = DIGITS.iter().position(|known| *known == digit);
    found
        .and_then(|index| u64::try_from(index).ok())
        .unwrap_or(0)
}

/// The middle of two fractions, where `low` is less than `high`: the digits that they share, and
/// then the first for which there is room. Nothing for `high` is 1.
fn between(low: &str, mut high: Option<&str>) -> OrderKey {
    let mut key = String::new();
    for place in 0.. {
        let at = |text: &str| text.as_bytes().get(place).map(|byte| value(*byte));
        let below = at(low).unwrap_or(0);
        let above = high.map_or(36, |high| at(high).unwrap_or(0));
        if above > below + 1 {
            key.push(char::from(digit(below.midpoint(above))));
            break;
        }
        key.push(char::from(digit(below)));
        if above > below {
            high = None;
        }
    }
    OrderKey(key)
}

#[cfg(test)]
mod tests {
    use countersign_protocol::Timestamp;
    use proptest::prelude::*;

    use super::OrderKey;
    use crate::ports::RecordId;

    fn added(second: i64, id: u8) -> OrderKey {
        let id = RecordId::from_random([id; 16]);
        OrderKey::added(Timestamp::from_seconds(second), &id)
    }

    #[test]
    fn tokens_that_nobody_moved_stand_in_the_order_they_came() {
        let times = [0, 1, 1_795_496_400, 1_795_496_401, 9_999_999_999];
        let keys: Vec<_> = times.map(|second| added(second, 7)).into();
        assert!(keys.is_sorted_by(|a, b| a < b));
        assert_eq!(added(1_795_496_400, 7).as_str(), "0mwu874w007070707i");
        assert_ne!(added(5, 1), added(5, 2));
    }

    #[test]
    fn what_is_moved_to_the_end_stays_before_what_comes_later() {
        let (last, later) = (added(100, 1), added(101, 0));
        let mut key = last.clone();
        for _ in 0..1000 {
            let next = key.after();
            assert!(key < next && next < later);
            key = next;
        }
        assert!(key.as_str().len() < 100);
    }

    #[test]
    fn what_is_no_key_is_not_taken_from_a_store() {
        for text in ["", "0", "a0", "A", "ı", "a-b"] {
            assert_eq!(OrderKey::from_stored(text.to_owned()), None, "{text:?}");
        }
        let key = added(5, 1);
        assert_eq!(OrderKey::from_stored(key.as_str().to_owned()), Some(key));
    }

    proptest! {
        #[test]
        fn there_is_always_room_between_two(moves in proptest::collection::vec((0_usize..6, 0_usize..6), 1..200)) {
            let mut keys: Vec<_> = (0..6).map(|second| added(second, 3)).collect();
            for (from, to) in moves {
                keys.remove(from);
                let key = match (to.checked_sub(1).map(|before| &keys[before]), keys.get(to)) {
                    (Some(before), Some(after)) => before.between(after),
                    (Some(before), None) => before.after(),
                    (None, Some(after)) => after.before(),
                    (None, None) => unreachable!("five are left"),
                };
                prop_assert_eq!(OrderKey::from_stored(key.as_str().to_owned()), Some(key.clone()));
                keys.insert(to, key);
                prop_assert!(keys.is_sorted_by(|a, b| a < b), "{:?}", keys);
            }
        }
    }
}
