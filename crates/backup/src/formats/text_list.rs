//! Lists of `otpauth://`, `otpauth-migration://`, `steam://` and `motp://` texts: one on a line,
//! or several with commas between, as Ente writes them.

use std::collections::BTreeMap;

use super::{
    ente,
    google::{self, TransferPart, TransferParts},
};
use crate::{Entry, Format, Import, Unreadable, Why, fields};

const SCHEMES: [&str; 6] = [
    "otpauth:",
    "otpauth-migration:",
    "steam:",
    "motp:",
    "web+otpauth:",
    "web+otpauth-migration:",
];

/// By the transfer's number and its number of parts.
type Transfers = BTreeMap<(i32, u32), TransferParts>;

pub(crate) fn is_it(text: &str) -> bool {
    text.lines().any(starts_with_scheme)
}

pub(crate) fn format(text: &str) -> Format {
    let mut lines = text.lines().filter(|line| starts_with_scheme(line));
    if ente::has_details(text) {
        Format::Ente
    } else if lines.all(google::is_it) {
        Format::GoogleTransfer
    } else {
        Format::OtpauthList
    }
}

pub(crate) fn read(text: &str) -> Import {
    let mut import = Import::new(format(text), Vec::new());
    let mut transfers = Transfers::new();
    for (index, line) in text.lines().enumerate() {
        let line = trim(line);
        if line.is_empty() || line.starts_with('#') || line.starts_with("//") {
            continue;
        }
        for uri in split(line) {
            if google::is_it(uri) {
                add_part(uri, index, &mut transfers, &mut import.entries);
            } else if starts_with_scheme(uri) {
                import
                    .entries
                    .push(fields::uri_entry(uri, "", "", ente::details(uri)));
            } else {
                import.entries.push(not_a_token(index));
            }
        }
    }
    for transfer in transfers.into_values() {
        import.take_transfer(transfer);
    }
    import
}

/// Parts of several transfers may stand in one list.
fn add_part(uri: &str, line: usize, transfers: &mut Transfers, entries: &mut Vec<Entry>) {
    let Ok(part) = TransferPart::from_uri(uri) else {
        return entries.push(not_a_token(line));
    };
    let which = (part.batch_id(), part.size());
    transfers.entry(which).or_default().add(part);
}

fn not_a_token(line: usize) -> Entry {
    Entry::Unreadable(Unreadable {
        name: format!("#{}", line + 1),
        why: Why::NotAToken,
    })
}

fn trim(line: &str) -> &str {
    line.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}')
}

fn starts_with_scheme(line: &str) -> bool {
    let line = trim(line);
    SCHEMES.iter().any(|scheme| {
        let start = line.as_bytes().get(..scheme.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(scheme.as_bytes()))
    })
}

/// The texts of a line. A comma ends one only if another begins after it.
fn split(line: &str) -> Vec<&str> {
    let mut texts = Vec::new();
    let mut start = 0;
    for (index, _) in line.match_indices(',') {
        let after = line.get(index + 1..).unwrap_or_default().trim_start();
        if starts_with_scheme(after) {
            texts.extend(line.get(start..index));
            start = index + 1;
        }
    }
    texts.extend(line.get(start..));
    texts
}
