//! A file that is no text: encrypted, foreign or damaged.
#![no_main]

use libfuzzer_sys::{Corpus, fuzz_target};

fuzz_target!(|bytes: &[u8]| -> Corpus {
    let mine = core::str::from_utf8(bytes).is_err();
    if !mine {
        return Corpus::Reject;
    }
    countersign_fuzz::file(bytes);
    Corpus::Keep
});
