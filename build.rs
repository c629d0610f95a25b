//! Splitting the app into files needs to know what refers to what.

use std::env;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let for_browser = env::var("CARGO_CFG_TARGET_ARCH").is_ok_and(|arch| arch == "wasm32");
    if for_browser && env::var_os("CARGO_FEATURE_SPLIT").is_some() {
        println!("cargo::rustc-link-arg-bins=--emit-relocs");
    }
}
