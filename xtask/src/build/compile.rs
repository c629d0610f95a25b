//! From Rust to WebAssembly and its glue: Trunk for the application, cargo and wasm-bindgen for the workers.

use std::{
    fs,
    path::{Path, PathBuf},
};

use super::{Files, Mode, name_below, names, split, stamp};
use crate::{
    fail::{Context, Outcome, fail},
    process::{command, run, say},
    project,
    setup::{
        node,
        rust::{self, Purpose, TARGET, WasmRust},
        tools,
    },
};

/// Code that the page loads when it is needed and runs apart from itself: `public/NAME-worker.js` starts it. Each has a
/// crate of its own, so that none of it is in the application.
pub(crate) struct Worker {
    pub(crate) package: &'static str,
    /// What its glue and its WebAssembly are called.
    pub(crate) name: &'static str,
}

pub(crate) const WORKERS: [Worker; 3] = [
    Worker {
        package: "countersign-qr",
        name: "qr",
    },
    Worker {
        package: "countersign-backup-worker",
        name: "backup",
    },
    Worker {
        package: "countersign-kdf",
        name: "kdf",
    },
];

/// What wasm-bindgen makes of the application.
const GLUE: &str = "countersign.js";
const WASM: &str = "countersign_bg.wasm";

/// What the compiler may use, which `wasm-opt` has to be told.
const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-sign-ext",
    "--enable-nontrapping-float-to-int",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
];

impl Worker {
    /// Whether this file of the build belongs to it.
    pub(crate) fn has(&self, source: &str) -> bool {
        let rest = source.strip_prefix(self.name).unwrap_or_default();
        [".js", "_bg.wasm", "-worker.js"].contains(&rest)
    }
}

/// Everything that takes part in compiling, found or installed.
pub(crate) struct Compiler {
    mode: Mode,
    rust: WasmRust,
    wasm_bindgen: PathBuf,
    trunk: PathBuf,
    wasm_opt: PathBuf,
}

impl Compiler {
    pub(crate) fn find(mode: Mode) -> Outcome<Self> {
        Ok(Self {
            mode,
            rust: rust::find_or_install()?,
            wasm_bindgen: tools::wasm_bindgen()?,
            trunk: tools::trunk()?,
            wasm_opt: node::wasm_opt()?,
        })
    }

    /// What a build depends on besides the sources. The tools have fixed versions, which stand in the sources.
    pub(crate) fn version(&self) -> Outcome<String> {
        self.rust.version()
    }

    /// The application's WebAssembly, glue and snippets.
    pub(crate) fn application(&self) -> Outcome<Files> {
        // Trunk works without the network, so that it downloads no tools: what cargo needs has to be here before.
        say("Fetching crates");
        run(self
            .rust
            .cargo(self.purpose(), &[])?
            .args(["fetch", "--quiet", "--target", TARGET]))?;
        say("Compiling the application: trunk build");
        let (stand_in, variable) = split::stand_in(&self.wasm_bindgen)?;
        let tools = [stand_in, self.trunk.clone()];
        let mut trunk = self
            .rust
            .command(&self.trunk.join("trunk"), self.purpose(), &tools)?;
        trunk
            .args(["build", "--offline"])
            .env(variable.0, variable.1)
            .env_remove("NO_COLOR");
        if self.mode == Mode::Release {
            trunk.arg("--release");
        }
        run(&mut trunk)?;
        let folder = project::root().join("target/trunk");
        let mut files = self.parts()?;
        let glue = fs::read_to_string(folder.join(GLUE)).context(GLUE)?;
        let glue = split::with_loader(&glue, &files)?;
        let wasm = fs::read(folder.join(WASM)).context(WASM)?;
        let (wasm, glue) = names::shortened(&wasm, &glue)?;
        let short = project::notes().join("short").join(WASM);
        project::write(&short, &wasm)?;
        files.insert(GLUE.to_owned(), glue.into_bytes());
        files.insert(WASM.to_owned(), self.optimized(&short)?);
        let snippets = folder.join("snippets");
        for file in project::files_below(&snippets)? {
            files.insert(
                name_below(&folder, &file),
                fs::read(&file).context(file.display())?,
            );
        }
        Ok(files)
    }

    /// What is fetched when it is first needed.
    fn parts(&self) -> Outcome<Files> {
        let mut files = Files::new();
        for part in split::parts()? {
            let name = part.file_name().unwrap_or_default().to_string_lossy();
            files.insert(name.into_owned(), self.optimized(&part)?);
        }
        Ok(files)
    }

    const fn purpose(&self) -> Purpose {
        match self.mode {
            Mode::Release => Purpose::Release,
            Mode::Dev => Purpose::Build,
        }
    }

    /// A worker's WebAssembly and glue.
    pub(crate) fn worker(&self, worker: &Worker) -> Outcome<Files> {
        let Worker { package, name } = worker;
        say(format!("Compiling the {name} worker"));
        let (profile, folder) = match self.mode {
            Mode::Release => ("wasm-release", "wasm-release"),
            Mode::Dev => ("dev", "debug"),
        };
        run(self.rust.cargo(self.purpose(), &[])?.args([
            "build",
            "--quiet",
            "-p",
            package,
            "--lib",
            "--target",
            TARGET,
            "--profile",
            profile,
        ]))?;
        let library = package.replace('-', "_");
        let wasm = rust::target_folder()
            .join(TARGET)
            .join(folder)
            .join(format!("{library}.wasm"));
        let out = project::notes().join(name);
        run(command(self.wasm_bindgen.join("wasm-bindgen"))
            .args([
                "--target",
                "web",
                "--no-typescript",
                "--out-name",
                name,
                "--out-dir",
            ])
            .arg(&out)
            .arg(&wasm))?;
        let (glue, wasm) = (format!("{name}.js"), format!("{name}_bg.wasm"));
        let small = self.optimized(&out.join(&wasm))?;
        let script = fs::read(out.join(&glue)).context(&glue)?;
        Ok(Files::from([(glue, script), (wasm, small)]))
    }

    /// Runs `wasm-opt`, unless it has seen the same bytes before.
    fn optimized(&self, wasm: &Path) -> Outcome<Vec<u8>> {
        let content = fs::read(wasm).context(wasm.display())?;
        if self.mode == Mode::Dev {
            return Ok(content);
        }
        let done = project::notes()
            .join("opt")
            .join(format!("{}.wasm", stamp::hex(&content)));
        if let Ok(content) = fs::read(&done) {
            return Ok(content);
        }
        say(format!(
            "Making it smaller: wasm-opt -Oz {}",
            project::shown(wasm)
        ));
        let fresh = done.with_extension("fresh");
        project::write(&fresh, [])?;
        run(command(&self.wasm_opt)
            .arg("-Oz")
            .args(FEATURES)
            .arg("-o")
            .arg(&fresh)
            .arg(wasm))?;
        let small = fs::read(&fresh).context(fresh.display())?;
        if small.len() > content.len() {
            return fail(format!(
                "wasm-opt made {} larger; is it the right version?",
                project::shown(wasm)
            ));
        }
        fs::rename(&fresh, &done).context(done.display())?;
        Ok(small)
    }
}
