//! Real faults in a real browser: it is killed, its storage is full, its profile is an old one.

use super::node;
use crate::{
    build::{self, Mode},
    fail::{Context, Outcome},
    process::{self, command},
    project, run,
    setup::{browser, node as packages},
};

/// How often `cargo xtask kills` kills the browser unless told otherwise.
const KILLS: u32 = 200;

/// Builds what is tested and runs the tests. Tells how many passed.
pub(crate) fn test(mode: Mode) -> Outcome<usize> {
    let browser = browser::find_or_install()?;
    build::build(mode)?;
    let server = run::server()?;
    let variables: [(&str, &dyn AsRef<_>); 2] = [
        ("CHROMIUM", &browser.chromium),
        ("COUNTERSIGN_SERVER", &server),
    ];
    node::test("tests/faults", &variables, "tests of faults")
}

/// Kills a browser in the middle of what it writes, again and again, and tells what was lost.
pub(crate) fn kills(arguments: &[String]) -> Outcome {
    let (mode, arguments) = match arguments {
        [dev, rest @ ..] if dev == "--dev" => (Mode::Dev, rest),
        rest => (Mode::Release, rest),
    };
    let times = match arguments {
        [] => KILLS,
        [times, ..] => times
            .parse()
            .context(format_args!("`{times}` is no number of kills"))?,
    };
    packages::packages(packages::FOR_TESTING)?;
    let browser = browser::find_or_install()?;
    build::build(mode)?;
    let server = run::server()?;
    process::run(
        command("node")
            .current_dir(project::root())
            .args(["tests/faults/kills.mjs", &times.to_string()])
            .env("CHROMIUM", &browser.chromium)
            .env("COUNTERSIGN_SERVER", &server),
    )
}
