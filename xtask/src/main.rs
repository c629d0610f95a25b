//! The developer commands: `cargo xtask help` lists them.

mod bench;
mod build;
mod checks;
mod fail;
mod process;
mod project;
mod run;
mod setup;

use std::{env, process::ExitCode, time::Duration};

use fail::{Context, Outcome, fail};

const HELP: &str = "\
cargo xtask <command>

  run [--port N] [--data DIR]   build everything, make demo data, serve it (port 8080, ./data)
  build [--dev]                 the application in dist/, compressed; skips what has not changed
  size                          the bytes of the first load against their budget
  test [--only STEP]            everything that CI runs, cheapest first
  check                         the same without browser tests, release build and end-to-end tests
  layers                        who may import whom
  css                           every class exists and is used
  wasm-test [ARGS]              the browser tests alone; ARGS go to cargo test
  e2e [--dev] [ARGS]            build, then the end-to-end tests alone; ARGS go to Playwright
  fuzz [--seconds N]            the fuzz targets alone, for N seconds in all (60)
  firefox [--dev]               build, then the tests in Firefox alone
  faults [--dev]                build, then the tests of real faults alone
  kills [--dev] [N]             kill the browser N times (200) in the middle of writing; tells what was lost
  bench [--dev] [ARGS]          what the app takes, beside others, in one table; ARGS go to bench/bench.mjs
  setup                         find or install everything that the other commands need";

fn main() -> ExitCode {
    let mut arguments = env::args();
    let called = arguments.next().unwrap_or_default();
    let arguments: Vec<String> = arguments.collect();
    let outcome = if called.ends_with(build::split::CALLED) {
        build::split::cut_and_bind(&arguments)
    } else {
        dispatch(&arguments)
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("\n{failure}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(arguments: &[String]) -> Outcome {
    let (name, rest) = arguments
        .split_first()
        .map_or(("help", &[][..]), |(name, rest)| (name.as_str(), rest));
    match (name, rest) {
        ("help" | "--help" | "-h", _) => {
            println!("{HELP}");
            Ok(())
        }
        ("setup", []) => setup::everything(),
        ("build", []) => build::build(build::Mode::Release).map(drop),
        ("build", [dev]) if dev == "--dev" => build::build(build::Mode::Dev).map(drop),
        ("size", []) => build::size::report(&build::build(build::Mode::Release)?),
        ("run", rest) => run::run(&run::Options::parse(rest)?),
        ("test", []) => checks::test(None),
        ("test", [only, step]) if only == "--only" => checks::test(Some(step)),
        ("check", []) => checks::check(),
        ("layers", []) => checks::layers::check().map(drop),
        ("css", []) => checks::css::check().map(drop),
        ("wasm-test", rest) => checks::browser::test(rest).map(drop),
        ("e2e", [dev, rest @ ..]) if dev == "--dev" => {
            checks::end_to_end::test(build::Mode::Dev, rest).map(drop)
        }
        ("e2e", rest) => checks::end_to_end::test(build::Mode::Release, rest).map(drop),
        ("bench", [dev, rest @ ..]) if dev == "--dev" => bench::measure(build::Mode::Dev, rest),
        ("bench", rest) => bench::measure(build::Mode::Release, rest),
        ("fuzz", []) => checks::fuzz::test(checks::fuzz::USUAL).map(drop),
        ("fuzz", [option, seconds]) if option == "--seconds" => {
            let seconds = seconds.parse().context("N of `fuzz --seconds N`")?;
            checks::fuzz::test(Duration::from_secs(seconds)).map(drop)
        }
        ("firefox", []) => checks::firefox::test(build::Mode::Release).map(drop),
        ("firefox", [dev]) if dev == "--dev" => checks::firefox::test(build::Mode::Dev).map(drop),
        ("faults", []) => checks::faults::test(build::Mode::Release).map(drop),
        ("faults", [dev]) if dev == "--dev" => checks::faults::test(build::Mode::Dev).map(drop),
        ("kills", rest) => checks::faults::kills(rest),
        (name, _) => fail(format!(
            "`cargo xtask {name}` is not a command as written.\n\n{HELP}"
        )),
    }
}
