//! A text from a link, a QR code or the clipboard.
#![no_main]

use countersign_otp::Token;
use libfuzzer_sys::{Corpus, fuzz_target};

fuzz_target!(|text: &str| -> Corpus {
    let Ok(token) = Token::from_uri(text) else {
        // What is refused is worth changing further only if it was nearly one.
        return if text.contains(':') {
            Corpus::Keep
        } else {
            Corpus::Reject
        };
    };
    countersign_fuzz::uri(&token);
    for seconds in [0, 1_795_500_000, u64::MAX] {
        let now = token.code_at(seconds);
        assert!(now.expose().len() >= 5);
        assert!(token.matching_step(now.expose(), seconds, 1).is_some());
        let _ = token.next_code(seconds);
        let _ = token.milliseconds_left(seconds);
    }
    Corpus::Keep
});
