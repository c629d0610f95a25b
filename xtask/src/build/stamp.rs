//! Fingerprints: of contents, for names and integrity, and of everything that a build depends on.

use std::{fmt::Write, fs, path::PathBuf};

use base64::{Engine, prelude::BASE64_STANDARD};
use sha2::{Digest, Sha256, Sha384};

use super::Mode;
use crate::{
    fail::{Context, Outcome},
    project,
};

/// What the application is made of. Everything else may change without a new build.
const INPUTS: [&str; 10] = [
    "src",
    "style",
    "public",
    "crates",
    "xtask/src/build",
    "xtask/src/setup",
    "index.html",
    "Trunk.toml",
    "Cargo.toml",
    "Cargo.lock",
];

/// The crates that no part of the application is made of. A new crate is taken for one that is.
const OTHERS: [&str; 2] = ["crates/server/", "crates/testkit/"];

/// How many characters of a fingerprint go into a name.
const NAME_LENGTH: usize = 16;

/// SHA-256 in hexadecimal.
pub(crate) fn hex(content: &[u8]) -> String {
    to_hex(&Sha256::digest(content))
}

/// The part of a fingerprint that tells two versions of one file apart.
pub(crate) fn short(content: &[u8]) -> String {
    let mut name = hex(content);
    name.truncate(NAME_LENGTH);
    name
}

/// What the browser compares a file with.
pub(crate) fn integrity(content: &[u8]) -> String {
    format!("sha384-{}", BASE64_STANDARD.encode(Sha384::digest(content)))
}

/// The fingerprint of everything that a build depends on.
pub(crate) fn of_inputs(mode: Mode, compiler: &str) -> Outcome<String> {
    let root = project::root();
    let mut files: Vec<PathBuf> = vec![root.join("package-lock.json")];
    for input in INPUTS {
        let path = root.join(input);
        if path.is_dir() {
            files.extend(project::files_below(&path)?);
        } else {
            files.push(path);
        }
    }
    files.retain(|file| {
        !OTHERS
            .iter()
            .any(|other| project::shown(file).starts_with(other))
    });
    let mut all = Sha256::new();
    all.update(format!("{mode:?}\n{compiler}\n"));
    for file in files {
        let content = fs::read(&file).context(file.display())?;
        all.update(format!("{} {}\n", project::shown(&file), hex(&content)));
    }
    Ok(to_hex(&all.finalize()))
}

fn to_hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
            // Writing to a String cannot fail.
            let _ = write!(text, "{byte:02x}");
            text
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fingerprints_are_the_well_known_ones() {
        assert_eq!(
            hex(b""),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        );
        assert_eq!(short(b"abc"), "ba7816bf8f01cfea");
        assert_eq!(
            integrity(b"abc"),
            "sha384-ywB1P0WjXou1oD1pmsZQBycsMqsO3tFjGotgWkP/W+2AhgcroefMI1i67KE0yCWn"
        );
    }

    #[test]
    fn another_compiler_or_mode_is_another_build() -> Outcome {
        let one = of_inputs(Mode::Release, "1.95")?;
        assert_eq!(one, of_inputs(Mode::Release, "1.95")?);
        assert_ne!(one, of_inputs(Mode::Release, "1.96")?);
        assert_ne!(one, of_inputs(Mode::Dev, "1.95")?);
        Ok(())
    }
}
