//! A JSON file, of any of the apps.
#![no_main]

use libfuzzer_sys::{Corpus, fuzz_target};

fuzz_target!(|bytes: &[u8]| -> Corpus {
    let mine = matches!(bytes.trim_ascii_start().first(), Some(b'{' | b'['));
    if !mine {
        return Corpus::Reject;
    }
    countersign_fuzz::file(bytes);
    Corpus::Keep
});
