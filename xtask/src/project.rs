//! The folders and files of this project.

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use crate::fail::{Context, Outcome, fail};

/// The folder of the workspace.
pub(crate) fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}

/// Where the tools keep what they know between two calls.
pub(crate) fn notes() -> PathBuf {
    root().join("target/xtask")
}

/// The folder for tools that are too slow to install for every checkout.
pub(crate) fn tools() -> Outcome<PathBuf> {
    let cache = env::var_os("XDG_CACHE_HOME")
        .map(PathBuf::from)
        .filter(|folder| folder.is_absolute())
        .or_else(|| env::home_dir().map(|home| home.join(".cache")));
    match cache {
        Some(cache) => Ok(cache.join("countersign/tools")),
        None => fail("Neither XDG_CACHE_HOME nor HOME is set, so there is no place for tools."),
    }
}

/// Every file below `folder`, sorted by path. A folder that is not there holds no files.
pub(crate) fn files_below(folder: &Path) -> Outcome<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut waiting = vec![folder.to_path_buf()];
    while let Some(folder) = waiting.pop() {
        if !folder.is_dir() {
            continue;
        }
        for entry in fs::read_dir(&folder).context(folder.display())? {
            let path = entry?.path();
            if path.is_dir() {
                waiting.push(path);
            } else {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

/// The files below `folder` whose names end so.
pub(crate) fn files_with(folder: &Path, extension: &str) -> Outcome<Vec<PathBuf>> {
    let mut files = files_below(folder)?;
    files.retain(|file| file.extension().is_some_and(|found| found == extension));
    Ok(files)
}

/// The text of a file; the failure names it.
pub(crate) fn read(file: &Path) -> Outcome<String> {
    fs::read_to_string(file).context(file.display())
}

/// Writes a file, and the folders that it needs.
pub(crate) fn write(file: &Path, content: impl AsRef<[u8]>) -> Outcome {
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder).context(folder.display())?;
    }
    fs::write(file, content).context(file.display())
}

/// A path below the root, with forward slashes, for people and for names on the web.
pub(crate) fn shown(file: &Path) -> String {
    let root = root();
    file.strip_prefix(&root)
        .unwrap_or(file)
        .to_string_lossy()
        .replace('\\', "/")
}
