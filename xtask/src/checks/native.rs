//! Format, clippy and the tests that need no browser.

use std::process::Command;

use super::count::{Count, Runner};
use crate::{
    build::compile::WORKERS,
    fail::Outcome,
    process::{command, run, run_watched},
    project,
    setup::{
        rust::{self, Purpose, TARGET},
        tools,
    },
};

fn cargo() -> Command {
    let mut cargo = command("cargo");
    cargo.current_dir(project::root());
    cargo
}

pub(super) fn format() -> Outcome {
    run(cargo().args(["fmt", "--all", "--check"]))?;
    run(cargo().args(["fmt", "--manifest-path", "fuzz/Cargo.toml", "--check"]))
}

pub(super) fn clippy() -> Outcome {
    let deny = ["--", "-D", "warnings"];
    run(cargo()
        .args([
            "clippy",
            "--workspace",
            "--exclude",
            "countersign",
            "--all-targets",
        ])
        .args(deny))?;
    let rust = rust::find_or_install()?;
    let tools = [tools::wasm_bindgen()?];
    let workers = WORKERS.iter().map(|worker| [worker.package, "--lib"]);
    for package in [["countersign", "--all-targets"]]
        .into_iter()
        .chain(workers)
    {
        run(rust
            .cargo(Purpose::Test, &tools)?
            .args(["clippy", "--target", TARGET, "-p"])
            .args(package)
            .args(deny))?;
    }
    Ok(())
}

pub(super) fn test() -> Outcome<usize> {
    let mut count = Count::default();
    run_watched(
        cargo().args(["test", "--workspace", "--exclude", "countersign"]),
        |line| {
            count.see(Runner::Cargo, line);
        },
    )?;
    count.passed("native tests")
}
