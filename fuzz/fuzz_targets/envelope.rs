//! Our own backup, changed: either it says so, or it opens to the very same tokens.
#![no_main]

use std::sync::OnceLock;

use countersign_backup::{Format, Import, Limits, ReadError, detect, read};
use libfuzzer_sys::fuzz_target;

const FILE: &[u8] = include_bytes!("../../crates/backup/tests/files/countersign.json");
const PASSWORD: &str = "correct horse battery";

/// What this file costs and no more.
fn limits() -> Limits {
    Limits {
        memory_kib: 19_456,
        milliseconds: 60,
        ..Limits::default()
    }
}

fn unchanged() -> &'static Result<Import, ReadError> {
    static UNCHANGED: OnceLock<Result<Import, ReadError>> = OnceLock::new();
    UNCHANGED.get_or_init(|| read(FILE, Some(PASSWORD), &limits()))
}

fuzz_target!(|bytes: &[u8]| {
    assert!(unchanged().is_ok());
    let _ = detect(bytes, &limits());
    let changed = read(bytes, Some(PASSWORD), &limits());
    let own = |import: &Import| import.format == Format::Countersign;
    if changed.as_ref().is_ok_and(own) {
        assert_eq!(&changed, unchanged());
    }
});
