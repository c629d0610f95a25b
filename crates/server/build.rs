//! Lists the files of the built app (`dist/` of the workspace), to be compiled into the server.
//! Without them the server compiles all the same, and says at run time that they are missing.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let manifest = env::var("CARGO_MANIFEST_DIR").map_err(io::Error::other)?;
    let dist = Path::new(&manifest).join("../../dist");
    // Cargo compares a folder's times only when it exists; for one that does not, it would compile
    // the server again each time. Where the folder cannot be made, that is what happens.
    let _ = fs::create_dir_all(&dist);
    println!("cargo::rerun-if-changed={}", dist.display());
    println!("cargo::rerun-if-changed=build.rs");

    let mut files = Vec::new();
    if dist.is_dir() {
        collect(&dist, &mut files)?;
    }
    files.sort();
    let mut list = String::from("[\n");
    for file in &files {
        let name = literal(file.strip_prefix(&dist).map_err(io::Error::other)?)?;
        let file = literal(&file.canonicalize()?)?;
        writeln!(list, "    ({name}, include_bytes!({file})),").map_err(io::Error::other)?;
    }
    list.push_str("]\n");
    let out = env::var("OUT_DIR").map_err(io::Error::other)?;
    fs::write(Path::new(&out).join("dist.rs"), list)
}

/// The path as a string in Rust source.
fn literal(path: &Path) -> io::Result<String> {
    let text = path
        .to_str()
        .ok_or_else(|| io::Error::other("a name in dist/ is not UTF-8"))?;
    Ok(format!("{text:?}"))
}

/// Every file below the folder. Names with a dot at the start are other programs' workplaces.
fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_name().to_string_lossy().starts_with('.') {
            continue;
        }
        let kind = entry.file_type()?;
        if kind.is_dir() {
            collect(&entry.path(), files)?;
        } else if kind.is_file() {
            files.push(entry.path());
        }
    }
    Ok(())
}
