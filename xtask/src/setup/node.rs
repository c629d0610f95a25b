//! Node.js and the packages of `package-lock.json`: wasm-opt and the end-to-end tests.

use std::path::{Path, PathBuf};

use crate::{
    build::stamp,
    fail::{Context, Outcome, fail},
    process::{answer, command, run, say, version_in},
    project,
    setup::apt,
};

/// The oldest Node.js that runs wasm-opt.
pub(crate) const FOR_BUILDING: u32 = 18;
/// The oldest Node.js that runs Playwright.
pub(crate) const FOR_TESTING: u32 = 20;

/// Finds or installs Node.js, then the packages when they are missing or the lock file has changed.
pub(crate) fn packages(oldest: u32) -> Outcome {
    packages_of(&project::root(), oldest)
}

/// The same for a folder with a lock file of its own.
pub(crate) fn packages_of(folder: &Path, oldest: u32) -> Outcome {
    node(oldest)?;
    let lock = project::read(&folder.join("package-lock.json"))?;
    let stamp = folder.join("node_modules/.countersign");
    let wanted = stamp::hex(lock.as_bytes());
    if project::read(&stamp).is_ok_and(|found| found == wanted) {
        return Ok(());
    }
    say("Installing the packages of package-lock.json: npm ci");
    run(command("npm")
        .current_dir(folder)
        .args(["ci", "--no-audit", "--no-fund", "--loglevel=error"])
        // Browsers come from the distribution.
        .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1"))
    .context("The packages of package-lock.json could not be installed")?;
    project::write(&stamp, wanted)
}

/// The program `wasm-opt` of the version in `package-lock.json`.
pub(crate) fn wasm_opt() -> Outcome<PathBuf> {
    packages(FOR_BUILDING)?;
    let program = project::root().join("node_modules/.bin/wasm-opt");
    if program.exists() {
        Ok(program)
    } else {
        fail("The package binaryen has no wasm-opt.")
    }
}

fn node(oldest: u32) -> Outcome {
    if found(oldest) {
        return Ok(());
    }
    apt::install(&["nodejs", "npm"], "Node.js")?;
    if found(oldest) {
        return Ok(());
    }
    fail(format!(
        "Node.js {oldest} or newer is needed, with npm: install it from nodejs.org, then repeat the command."
    ))
}

fn found(oldest: u32) -> bool {
    let version = answer(command("node").arg("--version")).and_then(|said| version_in(&said));
    let recent = version
        .and_then(|version| version.first().copied())
        .is_some_and(|major| major >= oldest);
    recent && answer(command("npm").arg("--version")).is_some()
}
