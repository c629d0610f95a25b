//! JSON as it comes: fields may be missing, `null`, or a text where a number belongs.

use std::collections::BTreeMap;

use serde_json::Value;
use zeroize::Zeroize;

use crate::Damage;

/// A JSON document whose texts are wiped when dropped.
pub(crate) struct Document(pub(crate) Value);

impl Document {
    /// Reads it. Nested deeper than 128 is not JSON to us.
    pub(crate) fn parse(bytes: &[u8]) -> Result<Self, Damage> {
        match serde_json::from_slice(bytes) {
            Ok(value) => Ok(Self(value)),
            Err(error) if error.is_eof() => Err(Damage::CutOff),
            Err(_) => Err(Damage::Malformed),
        }
    }
}

impl Drop for Document {
    fn drop(&mut self) {
        wipe(&mut self.0);
    }
}

fn wipe(value: &mut Value) {
    match value {
        Value::String(text) => text.zeroize(),
        Value::Array(values) => values.iter_mut().for_each(wipe),
        Value::Object(fields) => fields.values_mut().for_each(wipe),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// A text, trimmed; empty if there is none.
pub(crate) fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value
        .get(key)
        .and_then(Value::as_str)
        .unwrap_or_default()
        .trim()
}

/// A list; empty if there is none.
pub(crate) fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value
        .get(key)
        .and_then(Value::as_array)
        .map_or(&[], Vec::as_slice)
}

/// A yes or no, also written as a number or a text; no if there is none.
pub(crate) fn flag(value: &Value, key: &str) -> bool {
    match value.get(key) {
        Some(Value::Bool(flag)) => *flag,
        Some(Value::Number(number)) => number.as_u64() == Some(1),
        Some(Value::String(text)) => matches!(text.trim(), "true" | "1"),
        _ => false,
    }
}

/// There is something, but no number.
#[derive(Clone, Copy, Debug)]
pub(crate) struct NoNumber;

/// A number as it was found, if there is one.
pub(crate) type Number = Result<Option<u64>, NoNumber>;

/// A whole number that is not negative, also written as a text or with `.0`; nothing if there is
/// none.
pub(crate) fn number(value: &Value, key: &str) -> Number {
    match value.get(key) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::Number(number)) => match (number.as_u64(), number.as_f64()) {
            (Some(whole), _) => Ok(Some(whole)),
            (None, Some(float)) => whole(float).map(Some),
            (None, None) => Err(NoNumber),
        },
        Some(Value::String(text)) if is_unset(text) => Ok(None),
        Some(Value::String(text)) => text.trim().parse().map(Some).map_err(|_| NoNumber),
        Some(_) => Err(NoNumber),
    }
}

/// The same where no number is as good as none.
pub(crate) fn count(value: &Value, key: &str) -> Option<u64> {
    number(value, key).ok().flatten()
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the range is checked before"
)]
fn whole(float: f64) -> Result<u64, NoNumber> {
    if float.fract() == 0.0 && (0.0..9.0e15).contains(&float) {
        Ok(float as u64)
    } else {
        Err(NoNumber)
    }
}

fn is_unset(text: &str) -> bool {
    matches!(text.trim(), "" | "null")
}

/// Names by the ids that stand for them.
pub(crate) type Names = BTreeMap<String, String>;

/// The names of a list of records; ids may be texts or numbers. Those without a name are left out.
pub(crate) fn names(records: &[Value], id: &str, name: &str) -> Names {
    let mut names = Names::new();
    for record in records {
        let name = text(record, name);
        if let (Some(id), false) = (id_of(record, id), name.is_empty()) {
            names.insert(id, name.to_owned());
        }
    }
    names
}

/// An id, be it a text or a number.
pub(crate) fn id_of(record: &Value, key: &str) -> Option<String> {
    match text(record, key) {
        "" => count(record, key).map(|id| id.to_string()),
        id => Some(id.to_owned()),
    }
}

/// Records by their position; those without one come last, in their order.
pub(crate) fn in_order<'a>(
    records: impl Iterator<Item = &'a Value>,
    position: fn(&Value) -> Option<u64>,
) -> impl Iterator<Item = &'a Value> {
    let records: Vec<_> = records.collect();
    let places = records.iter().enumerate();
    let places = places.map(|(index, record)| (position(record).unwrap_or(u64::MAX), index));
    let mut places: Vec<_> = places.collect();
    places.sort_unstable();
    places
        .into_iter()
        .filter_map(move |(_, index)| records.get(index).copied())
}
