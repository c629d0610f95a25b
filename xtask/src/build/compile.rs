//! From Rust to WebAssembly and its glue: Trunk for the application, cargo and wasm-bindgen for the QR worker.

use std::{
    fs,
    path::{Path, PathBuf},
};

use super::{Files, Mode, name_below, stamp};
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
        let tools = [self.wasm_bindgen.clone(), self.trunk.clone()];
        // Trunk works without the network, so that it downloads no tools: what cargo needs has to be here before.
        say("Fetching crates");
        run(self
            .rust
            .cargo(Purpose::Build, &tools)?
            .args(["fetch", "--quiet", "--target", TARGET]))?;
        say("Compiling the application: trunk build");
        let mut trunk = self
            .rust
            .command(&self.trunk.join("trunk"), Purpose::Build, &tools)?;
        trunk.args(["build", "--offline"]).env_remove("NO_COLOR");
        if self.mode == Mode::Release {
            trunk.arg("--release");
        }
        run(&mut trunk)?;
        let folder = project::root().join("target/trunk");
        let mut files = self.generated(&folder, "countersign")?;
        let snippets = folder.join("snippets");
        for file in project::files_below(&snippets)? {
            files.insert(
                name_below(&folder, &file),
                fs::read(&file).context(file.display())?,
            );
        }
        Ok(files)
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
        run(self.rust.cargo(Purpose::Build, &[])?.args([
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
        self.generated(&out, "qr")
    }

    /// What wasm-bindgen wrote under this name, made small.
    fn generated(&self, folder: &Path, name: &str) -> Outcome<Files> {
        let glue = format!("{name}.js");
        let wasm = format!("{name}_bg.wasm");
        let glue_content = fs::read(folder.join(&glue)).context(&glue)?;
        let wasm_content = self.optimized(&folder.join(&wasm))?;
        Ok(Files::from([(glue, glue_content), (wasm, wasm_content)]))
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
