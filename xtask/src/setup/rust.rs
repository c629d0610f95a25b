//! A Rust that compiles to WebAssembly: rustup's with its target, or else the distribution's, which builds the
//! standard library along with the application.

use std::{
    fmt, fs,
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

use crate::{
    fail::{Context, Outcome, fail},
    process::{answer, command, find, path_with, run_within, say, version_in},
    project,
    setup::apt,
};

pub(crate) const TARGET: &str = "wasm32-unknown-unknown";

/// The oldest Rust that compiles this workspace, as in `Cargo.toml`.
const OLDEST: [u32; 2] = [1, 95];

/// The packages that hold the distribution's Rust, apart from the linker, whose name has a version in it.
const PACKAGES: [&str; 5] = [
    "rustc-web",
    "cargo-web",
    "rust-web-src",
    "rust-web-llvm",
    "rust-web-clippy",
];

const DISTRIBUTION: &str = "/usr/bin";

/// Which Rust compiles to WebAssembly here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum WasmRust {
    /// The one that runs this program, with the target added by rustup.
    Rustup,
    /// The distribution's, beside rustup's.
    Distribution,
}

impl fmt::Display for WasmRust {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Rustup => "rustup's, with its target",
            Self::Distribution => "the distribution's, beside rustup's",
        })
    }
}

/// What is built, which decides about the parts of the standard library.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    Build,
    /// As it is delivered: small, and without anything about the machine that it was built on.
    Release,
    Test,
}

/// Nobody reads what these leave out: places in the sources, which hold the paths of this machine, and what `{:?}`
/// writes. They are not stable options yet. SHA-2 goes in loops in place of unrolled rounds.
const SMALL: &str = "-Zlocation-detail=none -Zfmt-debug=none --cfg sha2_backend_soft=\"compact\"";

/// Panics without a message; needs a standard library of its own. The page sees that the app has stopped all the same.
const SMALLER: &str = "-Zunstable-options -Cpanic=immediate-abort";

impl WasmRust {
    /// A command that finds this Rust first, then the tools in these folders.
    pub(crate) fn command(
        self,
        program: &Path,
        purpose: Purpose,
        tools: &[PathBuf],
    ) -> Outcome<Command> {
        let mut folders = Vec::new();
        let mut command = command(program);
        if self == Self::Distribution {
            folders.push(PathBuf::from(DISTRIBUTION));
            command.env_remove("RUSTUP_TOOLCHAIN");
        }
        let builds_library = match self {
            Self::Distribution => true,
            Self::Rustup => purpose == Purpose::Release && rustup_has_library(),
        };
        if builds_library {
            let parts = match purpose {
                Purpose::Build | Purpose::Release => "std,panic_abort",
                Purpose::Test => "std,panic_abort,test",
            };
            command
                .env("RUSTC_BOOTSTRAP", "1")
                .env("CARGO_UNSTABLE_BUILD_STD", parts);
        }
        if purpose == Purpose::Release {
            let flags = if builds_library {
                format!("{SMALL} {SMALLER}")
            } else {
                SMALL.to_owned()
            };
            command
                .env("RUSTC_BOOTSTRAP", "1")
                .env("RUSTFLAGS", flags)
                .env("CARGO_UNSTABLE_BUILD_STD_FEATURES", "optimize_for_size");
        }
        folders.extend_from_slice(tools);
        command
            .current_dir(project::root())
            .env("PATH", path_with(&folders)?)
            // Two toolchains in one folder throw each other's work away.
            .env("CARGO_TARGET_DIR", target_folder());
        Ok(command)
    }

    /// This Rust's cargo.
    pub(crate) fn cargo(self, purpose: Purpose, tools: &[PathBuf]) -> Outcome<Command> {
        let cargo = match self {
            Self::Rustup => PathBuf::from("cargo"),
            Self::Distribution => Path::new(DISTRIBUTION).join("cargo"),
        };
        self.command(&cargo, purpose, tools)
    }

    /// What its compiler says about itself; part of what a build depends on.
    pub(crate) fn version(self) -> Outcome<String> {
        let rustc = match self {
            Self::Rustup => PathBuf::from("rustc"),
            Self::Distribution => Path::new(DISTRIBUTION).join("rustc"),
        };
        match answer(self.command(&rustc, Purpose::Build, &[])?.arg("-Vv")) {
            Some(version) => Ok(version),
            None => fail("rustc does not say its version."),
        }
    }
}

/// The target folder of everything that is compiled to WebAssembly.
pub(crate) fn target_folder() -> PathBuf {
    project::root().join("target/wasm")
}

/// Asks in this order: what is there already, rustup within a time limit, the distribution's packages.
pub(crate) fn find_or_install() -> Outcome<WasmRust> {
    if rustup_has_target() && rustup_has_library() {
        return Ok(WasmRust::Rustup);
    }
    if distribution_is_complete() {
        return Ok(WasmRust::Distribution);
    }
    let parts: [&[&str]; 2] = [
        &["target", "add", TARGET],
        &["component", "add", "rust-src"],
    ];
    if parts.iter().all(|part| rustup_adds(part)) && rustup_has_target() && rustup_has_library() {
        return Ok(WasmRust::Rustup);
    }
    say("rustup cannot complete it here; taking the distribution's Rust beside it.");
    match install_distribution() {
        Err(_) if rustup_has_target() => {
            say("That cannot be had either. What is delivered will be larger than its budget.");
            Ok(WasmRust::Rustup)
        }
        installed => installed,
    }
}

fn install_distribution() -> Outcome<WasmRust> {
    apt::install(&PACKAGES, "Rust for WebAssembly").context(format_args!(
        "There is no way to compile for {TARGET} (`rustup target add {TARGET}` would be the ordinary one)"
    ))?;
    if let Some(linker) = missing_linker() {
        apt::install(&[&linker], "the linker for WebAssembly")?;
    }
    if distribution_is_complete() {
        return Ok(WasmRust::Distribution);
    }
    fail(format!(
        "The distribution's Rust is installed but too old or incomplete; add the target by hand: \
         `rustup target add {TARGET}`."
    ))
}

fn rustup_has_target() -> bool {
    let mut rustc = command("rustc");
    let folder = answer(rustc.args(["--print", "target-libdir", "--target", TARGET]));
    folder.is_some_and(|folder| Path::new(&folder).is_dir())
}

/// Whether the standard library can be built along.
fn rustup_has_library() -> bool {
    answer(command("rustc").args(["--print", "sysroot"])).is_some_and(|sysroot| {
        Path::new(&sysroot)
            .join("lib/rustlib/src/rust/library/std")
            .is_dir()
    })
}

fn rustup_adds(what: &[&str]) -> bool {
    if find("rustup").is_none() {
        return false;
    }
    say(format!(
        "Completing Rust: rustup {} (for at most 20 seconds)",
        what.join(" ")
    ));
    run_within(command("rustup").args(what), Duration::from_secs(20))
}

fn distribution_is_complete() -> bool {
    let folder = Path::new(DISTRIBUTION);
    let rustc = folder.join("rustc");
    let plain = |argument: &[&str]| {
        answer(
            command(&rustc)
                .env_remove("RUSTUP_TOOLCHAIN")
                .args(argument),
        )
    };
    let recent = plain(&["-V"])
        .and_then(|said| version_in(&said))
        .is_some_and(|version| version[..] >= OLDEST[..]);
    let library = plain(&["--print", "sysroot"]).is_some_and(|sysroot| {
        Path::new(&sysroot)
            .join("lib/rustlib/src/rust/library/std")
            .is_dir()
    });
    let programs = ["cargo", "cargo-clippy", "rust-lld"]
        .iter()
        .all(|program| folder.join(program).exists());
    recent && library && programs
}

/// `rust-lld` is a link to `lld-N`, which is a package of that name that nothing depends on.
fn missing_linker() -> Option<String> {
    let link = Path::new(DISTRIBUTION).join("rust-lld");
    if link.exists() {
        return None;
    }
    linker_package(&fs::read_link(link).ok()?)
}

fn linker_package(link: &Path) -> Option<String> {
    let name = link.file_name()?.to_str()?;
    name.starts_with("lld-").then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_linker_package_is_read_from_the_link() {
        assert_eq!(
            linker_package(Path::new("lld-22")),
            Some("lld-22".to_owned())
        );
        assert_eq!(
            linker_package(Path::new("../lib/llvm-23/bin/lld-23")),
            Some("lld-23".to_owned())
        );
        assert_eq!(linker_package(Path::new("ld")), None);
    }

    #[test]
    fn the_oldest_rust_is_the_one_of_the_workspace() -> Outcome {
        let manifest = project::read(&project::root().join("Cargo.toml"))?;
        let [major, minor] = OLDEST;
        assert!(manifest.contains(&format!("rust-version = \"{major}.{minor}\"")));
        Ok(())
    }

    #[test]
    fn the_distributions_rust_builds_the_standard_library_along() -> Outcome {
        let command = WasmRust::Distribution.cargo(Purpose::Test, &[])?;
        let parts = command
            .get_envs()
            .find(|(name, _)| *name == "CARGO_UNSTABLE_BUILD_STD");
        assert_eq!(
            parts.and_then(|(_, value)| value),
            Some("std,panic_abort,test".as_ref())
        );
        Ok(())
    }
}
