//! What a visitor downloads, against its budget.

use std::path::Path;

use serde_json::{Value, json};

use super::{compile::WORKERS, stamp};
use crate::{
    fail::{Outcome, fail},
    project,
};

/// Bytes as they travel, brotli, for the first screen; 1 KB is 1,000 bytes.
const FIRST_LOAD: usize = 180_000;
/// The same for each worker and each part, which are loaded when they are needed.
const ON_DEMAND: usize = 95_000;

/// One file of `dist/`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) source: String,
    pub(crate) name: String,
    pub(crate) raw: usize,
    pub(crate) brotli: usize,
}

impl Entry {
    fn is_part(&self) -> bool {
        self.source.starts_with("split_") || self.source.starts_with("chunk_")
    }
}

/// Prints all tables; fails when one is over its budget.
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
    let first = table("First load", entries, first, FIRST_LOAD);
    let mut tables = vec![first];
    for part in entries.iter().filter(|entry| entry.is_part()) {
        let itself = |source: &str| source == part.source;
        tables.push(table(
            "Part, fetched when needed",
            entries,
            itself,
            ON_DEMAND,
        ));
    }
    for worker in &WORKERS {
        let title = format!("Worker {}, loaded when needed", worker.name);
        let its_own = |source: &str| worker.has(source);
        tables.push(table(&title, entries, its_own, ON_DEMAND));
    }
    if first.is_none() {
        return fail("dist/ holds nothing of a first load.");
    }
    if tables.contains(&Some(false)) {
        return fail("More bytes than the budget allows.");
    }
    Ok(())
}

/// True when what is chosen fits the budget; nothing when there is none of it.
fn table(
    title: &str,
    entries: &[Entry],
    chosen: impl Fn(&str) -> bool,
    budget: usize,
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
        line(&row.source, row.raw, row.brotli);
    }
    let total: usize = rows.iter().map(|row| row.brotli).sum();
    line("together", rows.iter().map(|row| row.raw).sum(), total);
    println!("{:<46}{:>24}", "budget", kilobytes(budget));
    Some(total <= budget)
}

fn line(name: &str, raw: usize, brotli: usize) {
    println!("{name:<46}{:>12}{:>12}", kilobytes(raw), kilobytes(brotli));
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
        assert_eq!(report(&entries(FIRST_LOAD - 2_000)), Ok(()));
        assert!(report(&entries(FIRST_LOAD - 1_999)).is_err());
    }

    #[test]
    fn a_table_of_nothing_is_not_within_the_budget() {
        assert!(report(&[]).is_err());
    }

    #[test]
    fn workers_and_parts_have_budgets_of_their_own() {
        for source in ["qr_bg.wasm", "split_online.wasm", "chunk_3.wasm"] {
            let mut all = entries(1_000);
            for (name, brotli) in [(source, ON_DEMAND + 1), ("split_tools.wasm", 1)] {
                all.push(Entry {
                    source: name.to_owned(),
                    name: String::new(),
                    raw: 0,
                    brotli,
                });
            }
            assert!(report(&all).is_err(), "{source}");
        }
    }

    #[test]
    fn sizes_are_written_in_thousands() {
        assert_eq!(kilobytes(180_000), "180.0 KB");
        assert_eq!(kilobytes(99), "0.0 KB");
        assert_eq!(kilobytes(12_345), "12.3 KB");
    }
}
