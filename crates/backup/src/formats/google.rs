//! Transfer codes of Google Authenticator: `otpauth-migration://offline?data=…`, a protocol
//! buffer with about ten tokens each, numbered if there are several.

use std::collections::BTreeMap;

use countersign_otp::{Algorithm, Digits, Kind, Period, percent_decode};

use super::protobuf::{self, Field};
use crate::{Damage, Details, Entry, MissingParts, OtherKind, Why, encoding::from_base64, fields};

/// More parts than anybody shows; a number above it is not one of parts.
const MOST_PARTS: u32 = 1_000;

pub(crate) fn is_it(uri: &str) -> bool {
    data(uri).is_some()
}

/// What follows `data=`, as it stands in the text.
fn data(uri: &str) -> Option<&str> {
    let uri = uri.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    let (scheme, rest) = uri.split_once(':')?;
    let known = ["otpauth-migration", "web+otpauth-migration"];
    if !known.iter().any(|known| scheme.eq_ignore_ascii_case(known)) {
        return None;
    }
    let (_, query) = rest.split_once('?').unwrap_or((rest, ""));
    let found = query
        .split('&')
        .find_map(|parameter| parameter.strip_prefix("data="));
    Some(found.unwrap_or_default())
}

/// One transfer code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TransferPart {
    batch_id: i32,
    index: u32,
    size: u32,
    entries: Vec<Entry>,
}

impl TransferPart {
    /// Reads `otpauth-migration://offline?data=…`, also behind `web+`.
    ///
    /// # Errors
    /// Says how it is damaged.
    pub fn from_uri(uri: &str) -> Result<Self, Damage> {
        let data = percent_decode(data(uri).ok_or(Damage::Malformed)?);
        // Some apps escape twice; a plus becomes a space on the way through a form.
        let data = if data.contains('%') {
            percent_decode(&data)
        } else {
            data
        };
        let data = from_base64(&data.trim().replace(' ', "+")).ok_or(Damage::Malformed)?;
        if data.is_empty() {
            return Err(Damage::Empty);
        }
        let found = protobuf::fields(&data).ok_or(Damage::Malformed)?;
        let number = |field| {
            let last = found.iter().rfind(|(number, _)| *number == field);
            last.map_or(0, |(_, field)| field.number())
        };
        let small = |number: u64| u32::try_from(number).map_err(|_| Damage::Malformed);
        let size = small(number(3))?.max(1);
        let index = small(number(4))?;
        let tokens = found.iter().filter(|(number, _)| *number == 1);
        let entries: Vec<_> = tokens.map(|(_, field)| entry(field.bytes())).collect();
        if size > MOST_PARTS || index >= size {
            return Err(Damage::Malformed);
        }
        Ok(Self {
            // Negative ones are written as 64 bits, of which the upper half is all ones.
            batch_id: low_half(number(5)),
            index,
            size,
            entries,
        })
    }

    /// The transfer that it belongs to; often negative.
    pub fn batch_id(&self) -> i32 {
        self.batch_id
    }

    /// Which part it is, counted from 0.
    pub fn index(&self) -> u32 {
        self.index
    }

    /// How many parts the transfer has, at least 1.
    pub fn size(&self) -> u32 {
        self.size
    }

    /// Its tokens.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }
}

fn low_half(number: u64) -> i32 {
    let [a, b, c, d, ..] = number.to_le_bytes();
    i32::from_le_bytes([a, b, c, d])
}

fn entry(message: &[u8]) -> Entry {
    let found = protobuf::fields(message);
    let readable = found.is_some();
    let found = found.unwrap_or_default();
    let field = |number| {
        let last = found.iter().rfind(|(field, _)| *field == number);
        last.map_or(Field::Number(0), |(_, field)| *field)
    };
    let text = |number| String::from_utf8_lossy(field(number).bytes()).into_owned();
    let (issuer, name) = names(&text(3), &text(2));
    let kind = kind(
        field(4).number(),
        field(5).number(),
        field(6).number(),
        field(7).number(),
    );
    fields::entry(
        &issuer,
        &name,
        if readable { kind } else { Err(Why::NotAToken) },
        fields::raw(field(1).bytes()),
        Details::default(),
    )
}

/// Issuer and label without the escapes that the first app left in them.
fn names(issuer: &str, label: &str) -> (String, String) {
    let (plain, label) = (percent_decode(issuer), percent_decode(label));
    // Forms write a space as `+`; the label shows whether it was one.
    let spaced = plain.replace('+', " ");
    let issuer = match label.split_once(':') {
        Some((before, _)) if before.trim() == spaced.trim() => spaced,
        _ => plain,
    };
    (issuer, label)
}

fn kind(algorithm: u64, digits: u64, kind: u64, counter: u64) -> Result<Kind, Why> {
    let algorithm = match algorithm {
        0 | 1 => Algorithm::Sha1,
        2 => Algorithm::Sha256,
        3 => Algorithm::Sha512,
        _ => return Err(Why::UnsupportedAlgorithm),
    };
    let digits = match digits {
        0 | 1 => Digits::default(),
        2 => Digits::new(8).map_err(|_| Why::BadDigits)?,
        _ => return Err(Why::BadDigits),
    };
    match kind {
        0 | 2 => Ok(Kind::Totp {
            algorithm,
            digits,
            period: Period::default(),
        }),
        1 => Ok(Kind::Hotp {
            algorithm,
            digits,
            counter,
        }),
        _ => Err(Why::UnknownKind(OtherKind::Other)),
    }
}

/// Collects the parts of one transfer, as they are scanned one after another.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TransferParts {
    parts: BTreeMap<u32, TransferPart>,
}

/// What became of a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartAdded {
    /// It is new.
    New,
    /// It was there already.
    Again,
    /// It belongs to another transfer than the ones before, and was not taken.
    OtherTransfer,
}

impl TransferParts {
    /// Takes a part; the first one says which transfer it is.
    pub fn add(&mut self, part: TransferPart) -> PartAdded {
        let other =
            |first: &TransferPart| (first.batch_id, first.size) != (part.batch_id, part.size);
        if self.first().is_some_and(other) {
            return PartAdded::OtherTransfer;
        }
        match self.parts.entry(part.index) {
            std::collections::btree_map::Entry::Vacant(place) => {
                place.insert(part);
                PartAdded::New
            }
            std::collections::btree_map::Entry::Occupied(_) => PartAdded::Again,
        }
    }

    /// How many parts are there, and how many there are in all; 0 of 0 before the first.
    pub fn progress(&self) -> (u32, u32) {
        let size = self.first().map_or(0, TransferPart::size);
        let there = u32::try_from(self.parts.len()).unwrap_or(size);
        (there, size)
    }

    /// Which parts are missing; nothing if it is complete or has not begun.
    pub fn missing_parts(&self) -> Option<MissingParts> {
        let first = self.first()?;
        let missing: Vec<_> = self.missing_numbers().collect();
        (!missing.is_empty()).then_some(MissingParts {
            batch_id: first.batch_id,
            size: first.size,
            missing,
        })
    }

    /// Whether every part is there.
    pub fn is_complete(&self) -> bool {
        self.first().is_some() && self.missing_numbers().next().is_none()
    }

    /// The tokens of all parts that are there, in order.
    pub fn into_entries(self) -> Vec<Entry> {
        self.parts
            .into_values()
            .flat_map(|part| part.entries)
            .collect()
    }

    fn first(&self) -> Option<&TransferPart> {
        self.parts.first_key_value().map(|(_, part)| part)
    }

    fn missing_numbers(&self) -> impl Iterator<Item = u32> {
        let size = self.first().map_or(0, TransferPart::size);
        (0..size)
            .filter(|index| !self.parts.contains_key(index))
            .map(|index| index + 1)
    }
}
