//! Command-line tools in Rust that have to be of one exact version.

use std::path::{Path, PathBuf};

use crate::{
    fail::{Context, Outcome, fail},
    process::{answer, command, find, run, say},
    project,
};

/// Newer ones want a Rust that the distributions do not have yet.
const TRUNK: &str = "0.21.14";

/// The folder with `wasm-bindgen` and `wasm-bindgen-test-runner`, of the version that the application links.
pub(crate) fn wasm_bindgen() -> Outcome<PathBuf> {
    let lock = project::read(&project::root().join("Cargo.lock"))?;
    let Some(version) = locked_version(&lock, "wasm-bindgen") else {
        return fail(
            "Cargo.lock names no wasm-bindgen, so there is nothing to build for the browser.",
        );
    };
    find_or_install("wasm-bindgen-cli", "wasm-bindgen", version, 3)
}

/// The folder with `trunk`.
pub(crate) fn trunk() -> Outcome<PathBuf> {
    find_or_install("trunk", "trunk", TRUNK, 6)
}

fn find_or_install(package: &str, program: &str, version: &str, minutes: u32) -> Outcome<PathBuf> {
    if let Some(file) = find(program)
        && is_version(&file, version)
        && let Some(folder) = file.parent()
    {
        return Ok(folder.to_path_buf());
    }
    let tools = project::tools()?;
    let home = tools.join(format!("{package}-{version}"));
    let bin = home.join("bin");
    if is_version(&bin.join(program), version) {
        return Ok(bin);
    }
    say(format!(
        "Installing {package} {version} into {} (some {minutes} minutes, once)",
        home.display()
    ));
    let work = tools.join(format!("{package}-{version}.build"));
    std::fs::create_dir_all(&tools).context(tools.display())?;
    let installed = run(command("cargo")
        .current_dir(&tools)
        .args([
            "install",
            package,
            "--version",
            version,
            "--locked",
            "--force",
            "--root",
        ])
        .arg(&home)
        .env("CARGO_TARGET_DIR", &work)
        // It runs for seconds and compiles for minutes: the compiler need not try hard.
        .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1")
        .env("CARGO_PROFILE_RELEASE_LTO", "off")
        .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16"));
    if work.is_dir() {
        std::fs::remove_dir_all(&work).context(work.display())?;
    }
    installed.context(format_args!("{package} {version} could not be installed"))?;
    Ok(bin)
}

fn is_version(program: &Path, version: &str) -> bool {
    program.is_file()
        && answer(command(program).arg("--version"))
            .is_some_and(|said| said.split_whitespace().nth(1) == Some(version))
}

fn locked_version<'lock>(lock: &'lock str, package: &str) -> Option<&'lock str> {
    let name = format!("name = \"{package}\"");
    let after = lock.lines().skip_while(|line| *line != name).nth(1)?;
    after.strip_prefix("version = \"")?.strip_suffix('"')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_of_a_package_is_read_from_the_lock() {
        let lock = "[[package]]\nname = \"wasm-bindgen-macro\"\nversion = \"0.1.0\"\n\n\
                    [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.129\"\nsource = \"x\"\n";
        assert_eq!(locked_version(lock, "wasm-bindgen"), Some("0.2.129"));
        assert_eq!(locked_version(lock, "wasm"), None);
    }
}
