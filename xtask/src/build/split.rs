//! Cuts the application's WebAssembly in pieces: one that starts, and one for each part that is fetched when it is first
//! needed (`src/parts.rs`).
//!
//! It has to be done after compiling and before wasm-bindgen. Trunk does both and lets nobody in between, so it is given
//! this program under the name of wasm-bindgen.

use std::{
    env, fs,
    os::unix::fs::symlink,
    path::{Path, PathBuf},
};

use wasm_split_cli_support::{Options, transform};

use super::{Files, stamp::integrity};
use crate::{
    fail::{Context, Outcome, fail},
    process::{command, run},
    project,
};

/// The name under which this program cuts.
pub(crate) const CALLED: &str = "wasm-bindgen";

/// Where the cutter learns what it stands in for.
const REAL: &str = "COUNTERSIGN_WASM_BINDGEN";

/// What the glue imports to fetch parts.
const LOADER: &str = "__wasm_split.js";

/// How the loader fetches a part, up to its name.
const FETCH: &str = "fetch(new URL(\"./";

/// Where the parts are put.
fn folder() -> PathBuf {
    project::notes().join("split")
}

/// A folder for `PATH` in which this program is called wasm-bindgen, and the variable that it then needs.
pub(crate) fn stand_in(wasm_bindgen: &Path) -> Outcome<(PathBuf, (&'static str, PathBuf))> {
    let tools = folder().join("tools");
    fs::create_dir_all(&tools).context(tools.display())?;
    let link = tools.join(CALLED);
    if link.symlink_metadata().is_ok() {
        fs::remove_file(&link).context(link.display())?;
    }
    symlink(env::current_exe()?, &link).context(link.display())?;
    Ok((tools, (REAL, wasm_bindgen.join(CALLED))))
}

/// What this program does when it is called wasm-bindgen: cuts, then has the first piece bound.
pub(crate) fn cut_and_bind(arguments: &[String]) -> Outcome {
    let Some(real) = env::var_os(REAL) else {
        return fail(format!("{REAL} is not set."));
    };
    let mut bind = command(Path::new(&real));
    let Some(wasm) = arguments.iter().find(|word| {
        Path::new(word)
            .extension()
            .is_some_and(|ending| ending == "wasm")
    }) else {
        return run(bind.args(arguments));
    };
    let first = cut(Path::new(wasm))?;
    let others = arguments.iter().filter(|word| *word != wasm);
    run(bind
        .args(others)
        .args(["--keep-lld-exports", "--remove-name-section"])
        .arg(first))
}

/// Cuts, and tells where the first piece is.
fn cut(wasm: &Path) -> Outcome<PathBuf> {
    let folder = folder();
    for old in project::files_below(&folder)? {
        if old
            .extension()
            .is_some_and(|ending| ending == "wasm" || ending == "js")
        {
            fs::remove_file(&old).context(old.display())?;
        }
    }
    let name = wasm.file_name().unwrap_or_default();
    let first = folder.join("first").join(name);
    fs::create_dir_all(folder.join("first")).context(folder.display())?;
    let input = fs::read(wasm).context(wasm.display())?;
    let link_name = format!("./{LOADER}");
    let mut options = Options::new(&input);
    options.output_dir = &folder;
    options.main_out_path = &first;
    options.link_name = &link_name;
    match transform(options) {
        Ok(_) => Ok(first),
        Err(error) => fail(format!("{} cannot be cut: {error:#}", wasm.display())),
    }
}

/// The files of the parts.
pub(crate) fn parts() -> Outcome<Vec<PathBuf>> {
    let folder = folder();
    let mut parts = project::files_with(&folder, "wasm")?;
    parts.retain(|part| part.parent() == Some(&folder));
    Ok(parts)
}

/// The glue with what fetches the parts in it, each of them compared with its integrity.
///
/// In a file of its own the loader would import the glue and the glue the loader, and neither could get a name by its
/// content.
pub(crate) fn with_loader(glue: &str, parts: &Files) -> Outcome<String> {
    let loader = project::read(&folder().join(LOADER))?;
    joined(glue, &loader, |part| {
        parts.get(part).map(|content| integrity(content))
    })
}

fn joined(glue: &str, loader: &str, integrity: impl Fn(&str) -> Option<String>) -> Outcome<String> {
    let mut body = String::new();
    let mut entrances = Vec::new();
    for line in loader.lines().filter(|line| !line.starts_with("import ")) {
        let line = match line.strip_prefix("export ") {
            Some(declared) => {
                entrances.extend(declared.split_whitespace().nth(1));
                declared
            }
            None => line,
        };
        body.push_str(&fetched_safely(line, &integrity)?);
        body.push('\n');
    }
    let entrances = entrances.join(", ");
    let mut out = format!("const parts = (() => {{\n{body}return {{ {entrances} }};\n}})();\n");
    let from_loader = format!(" from \"./{LOADER}\"");
    for line in glue.lines() {
        let imported = line.strip_prefix("import * as ");
        match imported.and_then(|line| line.split_once(&from_loader)) {
            Some((name, _)) => out.extend(["const ", name, " = parts;\n"]),
            None => out.extend([line, "\n"]),
        }
    }
    Ok(out)
}

/// A line that fetches a part, with what the browser has to compare the part with.
fn fetched_safely(line: &str, integrity: impl Fn(&str) -> Option<String>) -> Outcome<String> {
    let Some((before, rest)) = line.split_once(FETCH) else {
        return Ok(line.to_owned());
    };
    let (name, after) = rest.split_once('"').unwrap_or((rest, ""));
    match integrity(name) {
        Some(expected) => {
            let after = after.replacen("));", &format!("), {{ integrity: \"{expected}\" }});"), 1);
            Ok(format!("{before}{FETCH}{name}\"{after}"))
        }
        None => fail(format!("The part {name} is fetched, but is not there.")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GLUE: &str = "import * as import1 from \"./__wasm_split.js\"\nexport { init };\n";

    #[test]
    fn the_loader_moves_into_the_glue_and_compares_what_it_fetches() -> Outcome {
        let loader = "import { initSync } from \"./main.js\";\n\
                      const src = fetch(new URL(\"./a.wasm\", import.meta.url));\n\
                      export const load_a = make(src);\n";
        let joined = joined(GLUE, loader, |part| {
            (part == "a.wasm").then(|| "sha384-x".to_owned())
        })?;
        assert_eq!(
            joined,
            "const parts = (() => {\n\
             const src = fetch(new URL(\"./a.wasm\", import.meta.url), { integrity: \"sha384-x\" });\n\
             const load_a = make(src);\n\
             return { load_a };\n})();\n\
             const import1 = parts;\nexport { init };\n"
        );
        Ok(())
    }

    #[test]
    fn a_part_that_is_fetched_has_to_be_there() {
        let loader = "fetch(new URL(\"./a.wasm\", import.meta.url));\n";
        assert!(joined(GLUE, loader, |_| None).is_err());
    }
}
