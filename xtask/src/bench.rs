//! Figures: what the product takes, beside others, in one table.

use crate::{
    build::{
        self, Mode,
        compile::{Compiler, WORKERS, Worker},
    },
    fail::Outcome,
    process::{command, run},
    project, run as serving,
    setup::{browser, node},
};

/// Codes alone, apart from the application, so that others can be asked for the same.
const CODES: Worker = Worker {
    package: "countersign-bench-codes",
    name: "codes",
};

/// The keys of locks.
const KDF: Worker = Worker {
    package: "countersign-kdf",
    name: "kdf",
};

/// Builds what is delivered, measures and prints; `arguments` go to `bench/bench.mjs`. `mode` is the quick one only to try
/// the measuring itself.
pub(crate) fn measure(mode: Mode, arguments: &[String]) -> Outcome {
    node::packages(node::FOR_TESTING)?;
    node::packages_of(&project::root().join("bench"), node::FOR_TESTING)?;
    let browser = browser::find_or_install()?;
    build::build(mode)?;
    let server = serving::server()?;
    let folder = project::root().join("target/bench");
    let compiler = Compiler::find(mode)?;
    for worker in WORKERS.iter().chain([&CODES, &KDF]) {
        for (name, content) in compiler.worker(worker)? {
            project::write(&folder.join(name), content)?;
        }
    }
    // Node.js reads the glue as modules.
    project::write(&folder.join("package.json"), r#"{ "type": "module" }"#)?;
    run(command("node")
        .current_dir(project::root())
        .arg("bench/bench.mjs")
        .args(arguments)
        .env("COUNTERSIGN_SERVER", &server)
        .env("COUNTERSIGN_BENCH", &folder)
        .env("CHROMIUM", &browser.chromium))
}
