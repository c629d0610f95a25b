//! Everything that has to hold before a change is taken, cheapest first.

pub(crate) mod browser;
mod count;
pub(crate) mod css;
pub(crate) mod end_to_end;
pub(crate) mod faults;
pub(crate) mod firefox;
pub(crate) mod fuzz;
pub(crate) mod layers;
mod native;
mod node;
mod source;
mod tools;

use std::time::Instant;

use crate::{
    build::{self, Mode},
    fail::{Context, Outcome, fail},
};

/// One step of the whole. It tells how many tests passed; a step without tests tells zero.
struct Step {
    name: &'static str,
    /// Whether `cargo xtask check` leaves it out.
    slow: bool,
    run: fn() -> Outcome<usize>,
}

const STEPS: [Step; 12] = [
    Step {
        name: "format",
        slow: false,
        run: || native::format().map(|()| 0),
    },
    Step {
        name: "layers",
        slow: false,
        run: || layers::check().map(|()| 0),
    },
    Step {
        name: "css",
        slow: false,
        run: || css::check().map(|()| 0),
    },
    Step {
        name: "clippy",
        slow: false,
        run: || native::clippy().map(|()| 0),
    },
    Step {
        name: "native",
        slow: false,
        run: native::test,
    },
    Step {
        name: "tools",
        slow: false,
        run: tools::test,
    },
    Step {
        name: "fuzz",
        slow: true,
        run: || fuzz::test(fuzz::USUAL),
    },
    Step {
        name: "browser",
        slow: true,
        run: || browser::test(&[]),
    },
    Step {
        name: "size",
        slow: true,
        run: || build::size::report(&build::build(Mode::Release)?).map(|()| 0),
    },
    Step {
        name: "e2e",
        slow: true,
        run: || end_to_end::test(Mode::Release, &[]),
    },
    Step {
        name: "faults",
        slow: true,
        run: || faults::test(Mode::Release),
    },
    Step {
        name: "firefox",
        slow: true,
        run: || firefox::test(Mode::Release),
    },
];

/// All steps, or the one of this name.
pub(crate) fn test(only: Option<&str>) -> Outcome {
    if let Some(name) = only
        && !STEPS.iter().any(|step| step.name == name)
    {
        let names: Vec<&str> = STEPS.iter().map(|step| step.name).collect();
        return fail(format!("There is no step `{name}`: {}.", names.join(", ")));
    }
    run(STEPS
        .iter()
        .filter(|step| only.is_none_or(|name| name == step.name)))
}

/// What is quick enough to run before each commit.
pub(crate) fn check() -> Outcome {
    run(STEPS.iter().filter(|step| !step.slow))
}

fn run(steps: impl Iterator<Item = &'static Step>) -> Outcome {
    let mut passed = 0;
    for step in steps {
        println!("\n== {}", step.name);
        let started = Instant::now();
        let name = step.name;
        passed += (step.run)().context(format_args!(
            "Step `{name}` failed; `cargo xtask test --only {name}` repeats it.\n"
        ))?;
        println!("== {name} took {} s", started.elapsed().as_secs());
    }
    println!("\n{passed} passed, 0 failed");
    Ok(())
}
