//! The whole product in a real browser, against the real server.

use super::count::{Count, Runner};
use crate::{
    build::{self, Mode},
    fail::Outcome,
    process::{command, run_watched},
    project, run,
    setup::{browser, node},
};

/// Builds what is tested and runs the tests; `arguments` go to Playwright. Tells how many passed.
pub(crate) fn test(mode: Mode, arguments: &[String]) -> Outcome<usize> {
    node::packages(node::FOR_TESTING)?;
    let browser = browser::find_or_install()?;
    build::build(mode)?;
    let server = run::server()?;
    let mut npm = command("npm");
    npm.current_dir(project::root())
        .args(["run", "--silent", "e2e", "--"])
        .args(arguments)
        .env("COUNTERSIGN_SERVER", &server)
        .env("CHROMIUM", &browser.chromium)
        .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
    let mut count = Count::default();
    run_watched(&mut npm, |line| count.see(Runner::Playwright, line))?;
    count.passed("end-to-end tests")
}
