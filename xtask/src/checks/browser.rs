//! The tests of the application in headless Chromium.

use super::count::{Count, Runner};
use crate::{
    fail::Outcome,
    process::run_watched,
    setup::{
        browser,
        rust::{self, Purpose, TARGET},
        tools,
    },
};

/// Runs them; `arguments` go to `cargo test`. Tells how many passed.
pub(crate) fn test(arguments: &[String]) -> Outcome<usize> {
    let rust = rust::find_or_install()?;
    let tools = [tools::wasm_bindgen()?];
    let browser = browser::find_or_install()?;
    let mut cargo = rust.cargo(Purpose::Test, &tools)?;
    cargo
        .args(["test", "-p", "countersign", "--tests", "--target", TARGET])
        // All code in one file: nothing cuts a test in parts.
        .arg("--no-default-features")
        .args(arguments)
        .env("CHROMEDRIVER", &browser.driver)
        .env(
            "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER",
            tools[0].join("wasm-bindgen-test-runner"),
        )
        // Nothing of the application runs in Node.js.
        .env("WASM_BINDGEN_USE_BROWSER", "1")
        .env("WASM_BINDGEN_TEST_TIMEOUT", "120");
    let mut count = Count::default();
    run_watched(&mut cargo, |line| count.see(Runner::Cargo, line))?;
    count.passed("browser tests")
}
