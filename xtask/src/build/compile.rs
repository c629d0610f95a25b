//! From Rust to WebAssembly and its glue: Trunk for the application, cargo and wasm-bindgen for the QR worker.

use std::{
    fs,
    path::{Path, PathBuf},
};

use super::{Files, Mode, name_below, split, stamp};
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

/// The crate of the worker that reads QR codes.
const QR_PACKAGE: &str = "countersign-qr";

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
        files.insert(GLUE.to_owned(), glue.into_bytes());
        files.insert(WASM.to_owned(), self.optimized(&folder.join(WASM))?);
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

    /// The worker that reads QR codes. It is loaded when it is needed and has a crate of its own, so that none of it is
    /// in the application.
    pub(crate) fn qr_worker(&self) -> Outcome<Files> {
        if !has_worker(&project::read(
            &project::root().join("crates/qr/Cargo.toml"),
        )?) {
            say("crates/qr makes no library for the browser: no QR worker.");
            return Ok(Files::new());
        }
        say("Compiling the QR worker");
        let (profile, folder) = match self.mode {
            Mode::Release => ("wasm-release", "wasm-release"),
            Mode::Dev => ("dev", "debug"),
        };
        run(self.rust.cargo(self.purpose(), &[])?.args([
            "build",
            "--quiet",
            "-p",
            QR_PACKAGE,
            "--lib",
            "--target",
            TARGET,
            "--profile",
            profile,
        ]))?;
        let library = QR_PACKAGE.replace('-', "_");
        let wasm = rust::target_folder()
            .join(TARGET)
            .join(folder)
            .join(format!("{library}.wasm"));
        let out = project::notes().join("qr");
        run(command(self.wasm_bindgen.join("wasm-bindgen"))
            .args([
                "--target",
                "web",
                "--no-typescript",
                "--out-name",
                "qr",
                "--out-dir",
            ])
            .arg(&out)
            .arg(&wasm))?;
        let glue = fs::read(out.join("qr.js")).context("qr.js")?;
        let wasm = self.optimized(&out.join("qr_bg.wasm"))?;
        Ok(Files::from([
            ("qr.js".to_owned(), glue),
            ("qr_bg.wasm".to_owned(), wasm),
        ]))
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

fn has_worker(manifest: &str) -> bool {
    manifest.contains("\"cdylib\"")
}
