//! Finding or installing what the commands need, and nothing that a command does not need.

pub(crate) mod apt;
pub(crate) mod browser;
pub(crate) mod node;
pub(crate) mod rust;
pub(crate) mod tools;

use crate::{fail::Outcome, process::say};

/// Everything at once, for people who want to go offline afterwards.
pub(crate) fn everything() -> Outcome {
    let rust = rust::find_or_install()?;
    say(format!("Rust for WebAssembly: {rust}"));
    say(format!(
        "wasm-bindgen: {}",
        tools::wasm_bindgen()?.display()
    ));
    say(format!("Trunk: {}", tools::trunk()?.display()));
    say(format!("wasm-opt: {}", node::wasm_opt()?.display()));
    say(format!(
        "Chromium: {}",
        browser::find_or_install()?.chromium.display()
    ));
    say(format!("Firefox: {}", browser::firefox()?.display()));
    Ok(())
}
