//! The application in `dist/`: compiled by Trunk, then packed so that every file has a name by its content.

pub(crate) mod compile;
mod compress;
mod css;
mod names;
mod pack;
mod shell;
pub(crate) mod size;
pub(crate) mod split;
pub(crate) mod stamp;
mod text;

use std::{collections::BTreeMap, fs, path::Path, time::Instant};

use crate::{
    fail::{Context, Outcome},
    process::say,
    project,
};

/// How hard the build tries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    /// Small and fast, as it is delivered.
    Release,
    /// Quick to build, with names of functions in stack traces.
    Dev,
}

/// Files by their path on the web, without the first slash.
pub(crate) type Files = BTreeMap<String, Vec<u8>>;

/// Brings `dist/` up to date and says what is in it.
pub(crate) fn build(mode: Mode) -> Outcome<Vec<size::Entry>> {
    let compiler = compile::Compiler::find(mode)?;
    let inputs = stamp::of_inputs(mode, &compiler.version()?)?;
    let note = project::notes().join("dist.json");
    if let Some(entries) = size::read_note(&note, &inputs) {
        say("dist/ is up to date.");
        return Ok(entries);
    }
    let started = Instant::now();
    let mut files = compiler.application()?;
    for worker in &compile::WORKERS {
        files.extend(compiler.worker(worker)?);
    }
    files.extend(own_files()?);
    let packed = pack::pack(files)?;
    say(format!("Compressing {} files", packed.files.len()));
    let entries = publish(&packed, mode)?;
    project::write(&note, size::to_note(&inputs, &entries))?;
    say(format!(
        "dist/ is ready after {} s.",
        started.elapsed().as_secs()
    ));
    Ok(entries)
}

/// What is not compiled: the page, the style and the public folder.
fn own_files() -> Outcome<Files> {
    let root = project::root();
    let public = root.join("public");
    let mut files = Files::new();
    for file in project::files_below(&public)? {
        files.insert(
            name_below(&public, &file),
            fs::read(&file).context(file.display())?,
        );
    }
    files.insert(
        "index.html".to_owned(),
        project::read(&root.join("index.html"))?.into_bytes(),
    );
    files.insert("style.css".to_owned(), style_sheet()?.into_bytes());
    Ok(files)
}

/// All of `style/` as one sheet.
pub(crate) fn style_sheet() -> Outcome<String> {
    css::bundle(&project::root().join("style"))
}

/// The path of `file` below `folder`, as it is on the web.
fn name_below(folder: &Path, file: &Path) -> String {
    file.strip_prefix(folder)
        .unwrap_or(file)
        .to_string_lossy()
        .replace('\\', "/")
}

/// Writes everything beside `dist/`, then puts it in its place, so that `dist/` is never half of one build and half of
/// another.
fn publish(packed: &pack::Packed, mode: Mode) -> Outcome<Vec<size::Entry>> {
    let fresh = project::notes().join("dist");
    if fresh.exists() {
        fs::remove_dir_all(&fresh).context(fresh.display())?;
    }
    let mut entries = Vec::new();
    for (name, file) in &packed.files {
        let path = fresh.join(name);
        project::write(&path, &file.content)?;
        let compressed = compress::beside(&path, &file.content, mode)?;
        entries.push(size::Entry {
            source: file.source.clone(),
            name: name.clone(),
            raw: file.content.len(),
            brotli: compressed.unwrap_or(file.content.len()),
        });
    }
    let dist = project::root().join("dist");
    if dist.exists() {
        fs::remove_dir_all(&dist).context(dist.display())?;
    }
    fs::rename(&fresh, &dist).context("dist/ cannot be put in its place")?;
    Ok(entries)
}
