//! The codes of many tokens, compiled as the app is; `cargo xtask bench` measures it.
#![cfg(target_arch = "wasm32")]

use countersign_otp::Token;
use wasm_bindgen::prelude::wasm_bindgen;

/// Tokens whose codes are wanted.
#[wasm_bindgen]
pub struct Tokens(Vec<Token>);

#[wasm_bindgen]
impl Tokens {
    /// Reads one `otpauth` text on each line; what is none is left out.
    #[wasm_bindgen(constructor)]
    pub fn new(lines: &str) -> Self {
        let tokens = lines.lines().filter_map(|line| Token::from_uri(line).ok());
        Self(tokens.collect())
    }

    /// The codes of all of them at a time in seconds since 1970-01-01 UTC, one on each line.
    pub fn codes(&self, unix_seconds: u32) -> String {
        let codes = self
            .0
            .iter()
            .map(|token| token.code_at(unix_seconds.into()));
        codes.fold(String::new(), |mut all, code| {
            all.push_str(code.expose());
            all.push('\n');
            all
        })
    }
}
