//! Inputs made out of inputs, for a while: libFuzzer on every target of `fuzz/fuzz_targets`.
//!
//! The stable compiler puts the counters in that libFuzzer steers by, so that nothing but a C++ compiler is needed.

use std::{
    fs::{self, File},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::Mutex,
    thread,
    time::Duration,
};

use crate::{
    fail::{Context, Outcome, fail},
    process::{answer, command, find, run, say},
    project,
    setup::apt,
};

/// For how long all targets run in `cargo xtask test`, together and on all cores.
pub(crate) const USUAL: Duration = Duration::from_mins(1);

/// Counters at each edge and at each comparison.
const FLAGS: [&str; 7] = [
    "-Cpasses=sancov-module",
    "-Cllvm-args=-sanitizer-coverage-level=4",
    "-Cllvm-args=-sanitizer-coverage-inline-8bit-counters",
    "-Cllvm-args=-sanitizer-coverage-pc-table",
    "-Cllvm-args=-sanitizer-coverage-trace-compares",
    "-Cforce-frame-pointers=yes",
    "--cfg=fuzzing",
];

/// What one input may take: seconds, memory in MiB, and its length in bytes.
const LIMITS: [&str; 3] = ["-timeout=10", "-rss_limit_mb=1024", "-max_len=8192"];

/// Builds all targets and runs them for so long in all. Tells how many found nothing.
pub(crate) fn test(duration: Duration) -> Outcome<usize> {
    if ["c++", "g++", "clang++"]
        .into_iter()
        .all(|program| find(program).is_none())
    {
        apt::install(&["g++"], "a C++ compiler for libFuzzer")?;
    }
    let targets = targets()?;
    let host = host()?;
    run(&mut cargo(&["build", "--release", "--bins"], &host))?;
    run(cargo(&["clippy", "--release", "--all-targets"], &host).args(["--", "-D", "warnings"]))?;
    let programs = folder().join(&host).join("release");
    let at_once = thread::available_parallelism().map_or(1, usize::from);
    let rounds = u32::try_from(targets.len().div_ceil(at_once)).unwrap_or(u32::MAX);
    let each = (duration / rounds).max(Duration::from_secs(1));
    let waiting = Mutex::new(targets.iter());
    let next = || waiting.lock().ok()?.next();
    thread::scope(|scope| {
        let workers: Vec<_> = (0..at_once)
            .map(|_| {
                scope.spawn(|| {
                    std::iter::from_fn(next)
                        .try_for_each(|target| fuzz(&programs.join(target), target, each))
                })
            })
            .collect();
        workers.into_iter().try_for_each(|worker| {
            worker
                .join()
                .unwrap_or_else(|_| fail("A thread ended early."))
        })
    })?;
    Ok(targets.len())
}

fn folder() -> PathBuf {
    project::root().join("target/fuzz")
}

/// The names of the targets.
fn targets() -> Outcome<Vec<String>> {
    let files = project::files_with(&project::root().join("fuzz/fuzz_targets"), "rs")?;
    let names = files.iter().filter_map(|file| file.file_stem()?.to_str());
    let names: Vec<_> = names.map(str::to_owned).collect();
    if names.is_empty() {
        return fail("There are no fuzz targets.");
    }
    Ok(names)
}

/// This machine. It is named to the compiler, which otherwise would put counters into build scripts too.
fn host() -> Outcome<String> {
    let told = answer(command("rustc").arg("-vV")).unwrap_or_default();
    match told.lines().find_map(|line| line.strip_prefix("host: ")) {
        Some(host) => Ok(host.to_owned()),
        None => fail("`rustc -vV` does not tell for which machine it compiles."),
    }
}

fn cargo(arguments: &[&str], host: &str) -> Command {
    let mut cargo = command("cargo");
    cargo
        .current_dir(project::root().join("fuzz"))
        .args(arguments)
        .args(["--target", host, "--target-dir"])
        .arg(folder())
        .env_remove("RUSTFLAGS")
        .env("CARGO_ENCODED_RUSTFLAGS", FLAGS.join("\u{1f}"));
    cargo
}

/// Runs one target on its seeds and on what earlier runs have found worth keeping.
fn fuzz(program: &Path, name: &str, duration: Duration) -> Outcome {
    let root = project::root();
    let kept = folder().join("corpus").join(name);
    fs::create_dir_all(&kept).context(kept.display())?;
    let own = root.join("fuzz/seeds").join(name);
    let seeds = if own.is_dir() {
        own
    } else {
        root.join("crates/backup/tests/files")
    };
    let log = folder().join(format!("{name}.log"));
    let written = File::create(&log).context(log.display())?;
    let status = Command::new(program)
        .arg(&kept)
        .arg(seeds)
        .args(LIMITS)
        .arg(format!("-max_total_time={}", duration.as_secs()))
        .arg(format!("-dict={}", root.join("fuzz/words.dict").display()))
        .arg(format!("-artifact_prefix={}/{name}-", folder().display()))
        .arg("-print_final_stats=1")
        .stdout(Stdio::null())
        .stderr(written)
        .status()
        .context(program.display())?;
    // It quotes inputs, which need not be text.
    let told = String::from_utf8_lossy(&fs::read(&log).context(log.display())?).into_owned();
    let inputs = inputs(&told);
    if status.success() && inputs > 0 {
        say(format!("{name}: {inputs} inputs, none of them breaks it"));
        return Ok(());
    }
    let end: Vec<_> = told.lines().rev().take(60).collect();
    let end: Vec<_> = end.into_iter().rev().collect();
    let shown = project::shown(program);
    fail(format!(
        "{}\n\nThe fuzz target `{name}` found something, or did not run. The input that it names, as its argument, \
         repeats it: `{shown} FILE`.",
        end.join("\n")
    ))
}

/// How many inputs libFuzzer says that it tried.
fn inputs(told: &str) -> u64 {
    told.lines()
        .find_map(|line| line.strip_prefix("stat::number_of_executed_units:"))
        .and_then(|number| number.trim().parse().ok())
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_of_inputs_is_read_from_what_libfuzzer_says() {
        let told = "Done 12 runs\nstat::number_of_executed_units: 1504\nstat::average_exec_per_sec:     9\n";
        assert_eq!(inputs(told), 1504);
        assert_eq!(inputs("ALARM: working on the last Unit"), 0);
    }

    #[test]
    fn every_target_is_found() -> Outcome {
        let targets = targets()?;
        for name in ["envelope", "otpauth", "stored"] {
            assert!(targets.iter().any(|target| target == name), "{name}");
        }
        Ok(())
    }
}
