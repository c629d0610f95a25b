//! Every file of `tests/files` against what stands beside it in `tests/expected`: names,
//! parameters, secrets (made up, and public), notes, tags and what cannot be read.
//!
//! `EXPECTED=write cargo test -p countersign-backup corpus` writes what is read now; look at each
//! difference before you commit it.

use std::{fmt::Write as _, fs, path::PathBuf};

use countersign_backup::{Details, Detected, Entry, Import, Limits, detect};

use crate::support::{PASSWORD, file, read};

/// The encrypted files with other passwords.
const PASSWORDS: [(&str, &str); 2] = [
    ("countersign.json", "correct horse battery"),
    ("ente_encrypted.json", "password"),
];

fn folder(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("tests")
        .join(name)
}

/// The names of all files of the corpus; what made them and says where they are from is none.
fn corpus() -> Vec<String> {
    let entries = fs::read_dir(folder("files")).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let extension = |name: &str, wanted| name.rsplit('.').next() == Some(wanted);
    let mut names: Vec<_> = names
        .filter(|name| !extension(name, "md") && !extension(name, "py"))
        .collect();
    names.sort();
    names
}

fn password(name: &str) -> &'static str {
    let other = PASSWORDS.iter().find(|(file, _)| *file == name);
    other.map_or(PASSWORD, |(_, password)| password)
}

/// What is read, one thing a line.
fn told(name: &str) -> String {
    let bytes = file(name);
    let Detected::Backup { format, key, .. } = detect(&bytes, &Limits::default()) else {
        panic!("{name} is not recognized");
    };
    let import = read(&bytes, Some(password(name))).unwrap();
    assert_eq!(import.format, format, "{name}");
    let mut text = format!("format: {format:?}\nkey: {key:?}\n");
    let Import {
        entries,
        passed_over,
        missing_parts,
        facts,
        ..
    } = import;
    writeln!(text, "passed over: {passed_over}").unwrap();
    writeln!(text, "missing parts: {missing_parts:?}").unwrap();
    writeln!(text, "facts: {facts:?}").unwrap();
    for entry in &entries {
        match entry {
            Entry::Readable(kept) => {
                writeln!(text, "\n{}", kept.token.to_uri().expose()).unwrap();
                writeln!(
                    text,
                    "  {:?} / {:?}",
                    kept.token.issuer, kept.token.account_name
                )
                .unwrap();
                writeln!(
                    text,
                    "  at 1,700,000,000 s: {}",
                    kept.token.code_at(1_700_000_000).expose()
                )
                .unwrap();
                describe(&mut text, &kept.details);
            }
            Entry::Unreadable(unreadable) => {
                writeln!(
                    text,
                    "\n{:?} cannot be read: {}",
                    unreadable.name, unreadable.why
                )
                .unwrap();
            }
        }
    }
    text
}

/// What is not as it is for most.
fn describe(text: &mut String, details: &Details) {
    let Details {
        note,
        tags,
        pinned,
        trashed,
        uses,
        last_used_at,
    } = details;
    if !note.is_empty() {
        writeln!(text, "  note: {note:?}").unwrap();
    }
    if !tags.is_empty() {
        writeln!(text, "  tags: {tags:?}").unwrap();
    }
    for (what, is) in [("pinned", *pinned), ("in the trash", *trashed)] {
        if is {
            writeln!(text, "  {what}").unwrap();
        }
    }
    if *uses > 0 || last_used_at.is_some() {
        writeln!(text, "  used: {uses} times, last at {last_used_at:?}").unwrap();
    }
}

#[test]
fn every_file_is_read_as_is_expected() {
    let names = corpus();
    assert!(names.len() >= 35, "only {} files", names.len());
    let writing = std::env::var("EXPECTED").is_ok_and(|what| what == "write");
    for name in &names {
        let expected = folder("expected").join(format!("{name}.txt"));
        let told = told(name);
        if writing {
            fs::write(&expected, &told).unwrap();
        }
        let expected = fs::read_to_string(expected).unwrap_or_default();
        assert_eq!(told, expected, "{name}");
    }
    let there = fs::read_dir(folder("expected")).unwrap().count();
    assert_eq!(there, names.len(), "an expected result has no file");
}
