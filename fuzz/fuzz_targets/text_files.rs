//! A text of lines or columns, of any of the apps.
#![no_main]

use libfuzzer_sys::{Corpus, fuzz_target};

fuzz_target!(|bytes: &[u8]| -> Corpus {
    let mine =
        core::str::from_utf8(bytes).is_ok_and(|text| !text.trim_start().starts_with(['{', '[']));
    if !mine {
        return Corpus::Reject;
    }
    countersign_fuzz::file(bytes);
    Corpus::Keep
});
