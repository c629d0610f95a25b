//! What a visitor downloads, against its budget.

use std::path::Path;

use serde_json::{Value, json};

use super::stamp;
use crate::{
    fail::{Outcome, fail},
    project,
};

/// Bytes as they travel, brotli, for the first screen; 1 KB is 1,000 bytes.
const FIRST_LOAD: Budget = Budget {
    goal: 180_000,
    ceiling: 280_000,
};
/// The same for what reads QR codes, which is loaded when it is needed.
const QR_WORKER: Budget = Budget {
    goal: 95_000,
    ceiling: 95_000,
};

/// What something may weigh.
#[derive(Clone, Copy)]
struct Budget {
    /// What the product promises.
    goal: usize,
    /// What fails the build. Where it is above the goal, the product is not there yet, every table
    /// says so, and the ceiling may only fall (`docs/adr/0005-elements-of-our-own.md`).
    ceiling: usize,
}

/// One file of `dist/`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) source: String,
    pub(crate) name: String,
    pub(crate) raw: usize,
    pub(crate) brotli: usize,
}

/// Prints both tables; fails when one is over its budget.
pub(crate) fn report(entries: &[Entry]) -> Outcome {
    let first = |source: &str| {
        [
            "index.html",
            "style.css",
            "boot.js",
            "countersign.js",
            "countersign_bg.wasm",
        ]
        .contains(&source)
            || source.starts_with("snippets/")
    };
    let qr = |source: &str| source.starts_with("qr");
    let first = table("First load", entries, first, FIRST_LOAD);
    let qr = table("QR worker, loaded when needed", entries, qr, QR_WORKER);
    match (first, qr) {
        (None, _) => fail("dist/ holds nothing of a first load."),
        (Some(true), None | Some(true)) => Ok(()),
        (Some(false), _) => fail("The first load is over its budget."),
        (_, Some(false)) => fail("The QR worker is over its budget."),
    }
}

/// True when what is chosen fits the budget; nothing when there is none of it.
fn table(
    title: &str,
    entries: &[Entry],
    chosen: impl Fn(&str) -> bool,
    budget: Budget,
) -> Option<bool> {
    let rows: Vec<&Entry> = entries
        .iter()
        .filter(|entry| chosen(&entry.source))
        .collect();
    if rows.is_empty() {
        return None;
    }
    println!("\n{title} (1 KB is 1,000 bytes)");
    println!("{:<46}{:>12}{:>12}", "", "raw", "brotli");
    for row in &rows {
        println!(
            "{:<46}{:>12}{:>12}",
            row.source,
            kilobytes(row.raw),
            kilobytes(row.brotli)
        );
    }
    let total: usize = rows.iter().map(|row| row.brotli).sum();
    let raw: usize = rows.iter().map(|row| row.raw).sum();
    println!(
        "{:<46}{:>12}{:>12}   goal {}",
        "together",
        kilobytes(raw),
        kilobytes(total),
        kilobytes(budget.goal)
    );
    if total > budget.goal {
        let over = kilobytes(total - budget.goal);
        println!(
            "NOT THERE YET: {over} over its goal; fails over {}.",
            kilobytes(budget.ceiling)
        );
    }
    Some(total <= budget.ceiling)
}

fn kilobytes(bytes: usize) -> String {
    format!("{}.{} KB", bytes / 1000, bytes % 1000 / 100)
}

/// What `dist/` was made from and what is in it, for the next call.
pub(crate) fn to_note(inputs: &str, entries: &[Entry]) -> String {
    let files: Vec<Value> = entries
        .iter()
        .map(|entry| json!({ "source": entry.source, "name": entry.name, "raw": entry.raw, "brotli": entry.brotli }))
        .collect();
    json!({ "inputs": inputs, "files": files, "page": page_of_dist() }).to_string()
}

/// The note of the last build, if `dist/` was made from the same inputs and is still that one.
pub(crate) fn read_note(note: &Path, inputs: &str) -> Option<Vec<Entry>> {
    let note: Value = serde_json::from_str(&project::read(note).ok()?).ok()?;
    if note["inputs"] != inputs || note["page"] != json!(page_of_dist()) {
        return None;
    }
    let entries: Option<Vec<Entry>> = note["files"].as_array()?.iter().map(entry).collect();
    let dist = project::root().join("dist");
    entries.filter(|entries| entries.iter().all(|entry| dist.join(&entry.name).is_file()))
}

fn entry(value: &Value) -> Option<Entry> {
    let number = |name: &str| usize::try_from(value[name].as_u64()?).ok();
    Some(Entry {
        source: value["source"].as_str()?.to_owned(),
        name: value["name"].as_str()?.to_owned(),
        raw: number("raw")?,
        brotli: number("brotli")?,
    })
}

fn page_of_dist() -> Option<String> {
    let page = project::read(&project::root().join("dist/index.html")).ok()?;
    Some(stamp::hex(page.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entries(wasm: usize) -> Vec<Entry> {
        let entry = |source: &str, brotli| Entry {
            source: source.to_owned(),
            name: source.to_owned(),
            raw: brotli * 3,
            brotli,
        };
        vec![
            entry("index.html", 2_000),
            entry("countersign_bg.wasm", wasm),
            entry("icons/app.svg", 9_000_000),
        ]
    }

    #[test]
    fn the_budget_counts_what_the_first_screen_needs() {
        assert_eq!(report(&entries(FIRST_LOAD.ceiling - 2_000)), Ok(()));
        assert!(report(&entries(FIRST_LOAD.ceiling - 1_999)).is_err());
    }

    #[test]
    fn a_table_of_nothing_is_not_within_the_budget() {
        assert!(report(&[]).is_err());
    }

    #[test]
    fn the_qr_worker_has_a_budget_of_its_own() {
        let mut all = entries(1_000);
        all.push(Entry {
            source: "qr_bg.wasm".to_owned(),
            name: String::new(),
            raw: 0,
            brotli: 95_001,
        });
        assert!(report(&all).is_err());
    }

    #[test]
    fn sizes_are_written_in_thousands() {
        assert_eq!(kilobytes(180_000), "180.0 KB");
        assert_eq!(kilobytes(99), "0.0 KB");
        assert_eq!(kilobytes(12_345), "12.3 KB");
    }
}
