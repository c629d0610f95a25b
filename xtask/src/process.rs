//! Running other programs: quietly, in the open, or while counting what they say.

use std::{
    env,
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use crate::fail::{Context, Outcome, fail};

/// Says what is going on, on a line of its own.
pub(crate) fn say(line: impl AsRef<str>) {
    eprintln!("  {}", line.as_ref());
}

/// A command that does not inherit what cargo and rustup told this program about itself, so that what it builds does
/// not depend on how it was called.
pub(crate) fn command(program: impl AsRef<Path>) -> Command {
    let mut command = Command::new(program.as_ref());
    for (name, _) in env::vars() {
        if name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_") {
            command.env_remove(name);
        }
    }
    for name in [
        "CARGO",
        "RUSTC",
        "RUSTDOC",
        "LD_LIBRARY_PATH",
        "RUST_RECURSION_COUNT",
    ] {
        command.env_remove(name);
    }
    command
}

/// How a command is written on a command line, without its environment.
pub(crate) fn spelled(command: &Command) -> String {
    let program = Path::new(command.get_program()).file_name().map_or_else(
        || command.get_program().to_string_lossy(),
        |name| name.to_string_lossy(),
    );
    let mut line = program.into_owned();
    for argument in command.get_args() {
        line.push(' ');
        line.push_str(&argument.to_string_lossy());
    }
    line
}

/// Runs a command in the open.
pub(crate) fn run(command: &mut Command) -> Outcome {
    let line = spelled(command);
    let status = command
        .status()
        .context(format_args!("`{line}` does not start"))?;
    if status.success() {
        Ok(())
    } else {
        fail(format!("`{line}` ended with {status}"))
    }
}

/// What a command prints, or nothing when it cannot be run or fails.
pub(crate) fn answer(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).output().ok()?;
    let text = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    output.status.success().then_some(text)
}

/// Runs a command, shows each line that it prints and hands it over as well.
pub(crate) fn run_watched(command: &mut Command, mut seen: impl FnMut(&str)) -> Outcome {
    let line = spelled(command);
    let mut child = command
        .stdout(Stdio::piped())
        .spawn()
        .context(format_args!("`{line}` does not start"))?;
    if let Some(output) = child.stdout.take() {
        for text in BufReader::new(output).lines() {
            let text = text?;
            println!("{text}");
            seen(&text);
        }
    }
    let status = child.wait()?;
    if status.success() {
        Ok(())
    } else {
        fail(format!("`{line}` ended with {status}"))
    }
}

/// Runs a command and ends it when it takes longer than `limit`. True when it succeeded in time.
pub(crate) fn run_within(command: &mut Command, limit: Duration) -> bool {
    let Ok(mut child) = command.stdin(Stdio::null()).stdout(Stdio::null()).spawn() else {
        return false;
    };
    let end = Instant::now() + limit;
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return status.success(),
            Ok(None) if Instant::now() < end => thread::sleep(Duration::from_millis(100)),
            Ok(None) | Err(_) => {
                // It may have ended in the meantime; either way it is over.
                let _ = child.kill();
                let _ = child.wait();
                return false;
            }
        }
    }
}

/// Where a program is on `PATH`.
pub(crate) fn find(program: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path)
        .map(|folder| folder.join(program))
        .find(|file| file.is_file())
}

/// `PATH` with these folders in front.
pub(crate) fn path_with(folders: &[PathBuf]) -> Outcome<std::ffi::OsString> {
    let rest = env::var_os("PATH").unwrap_or_default();
    let all = folders.iter().cloned().chain(env::split_paths(&rest));
    env::join_paths(all).context("a folder of the tools has a name that PATH cannot hold")
}

/// The first thing in a program's answer that looks like a version, as numbers: `wasm-opt version 132` is `[132]`.
pub(crate) fn version_in(text: &str) -> Option<Vec<u32>> {
    let word = text
        .split_whitespace()
        .map(|word| word.trim_start_matches('v'))
        .find(|word| word.starts_with(|first: char| first.is_ascii_digit()))?;
    let plain = word.split(['-', '+']).next()?;
    plain.split('.').map(|part| part.parse().ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_found_in_what_programs_say() {
        assert_eq!(version_in("v20.20.2"), Some(vec![20, 20, 2]));
        assert_eq!(
            version_in("rustc 1.96.0 (ac68faa20 2026-05-25)"),
            Some(vec![1, 96, 0])
        );
        assert_eq!(
            version_in("wasm-opt version 132 (version_132)"),
            Some(vec![132])
        );
        assert_eq!(version_in("trunk 0.21.14"), Some(vec![0, 21, 14]));
        assert_eq!(
            version_in("rustc 1.97.0-nightly (abc 2026-06-01)"),
            Some(vec![1, 97, 0])
        );
        assert_eq!(version_in("no number here"), None);
    }

    #[test]
    fn a_command_is_spelled_without_the_folder_of_its_program() {
        let mut command = Command::new("/somewhere/bin/cargo");
        command.args(["test", "--workspace"]);
        assert_eq!(spelled(&command), "cargo test --workspace");
    }

    #[test]
    fn a_command_that_takes_too_long_is_ended() {
        assert!(!run_within(
            Command::new("tail").args(["-f", "/dev/null"]),
            Duration::ZERO
        ));
        assert!(run_within(
            &mut Command::new("true"),
            Duration::from_mins(1)
        ));
    }

    #[test]
    fn what_is_watched_is_handed_over_line_by_line() -> Outcome {
        let mut lines = Vec::new();
        run_watched(Command::new("printf").arg("one\\ntwo\\n"), |line| {
            lines.push(line.to_owned());
        })?;
        assert_eq!(lines, ["one", "two"]);
        Ok(())
    }
}
