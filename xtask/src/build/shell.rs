//! What the build writes into `index.html`, `boot.js` and `sw.js`: integrity, preloads, the list of files.

use std::collections::BTreeMap;

use serde_json::json;

use super::{
    compile::WORKERS,
    pack::PackedFile,
    stamp::{integrity, short},
};
use crate::fail::{Outcome, fail};

const WASM_INTEGRITY: &str = "const WASM_INTEGRITY = \"\";";
const GLUE_PRELOAD: &str = "<link rel=\"modulepreload\" href=\"/countersign.js\" integrity=\"\" />";
const EMPTY_INTEGRITY: &str = "integrity=\"\"";
const VERSION: &str = "const VERSION = \"\";";
const BUILD: &str = "const BUILD = \"\";";
const FILES: &str = "const FILES = [];";
const LATER: &str = "const LATER = [];";

/// Replaces a line that the source has for this purpose, exactly once.
fn stamped(text: &str, line: &str, with: &str) -> Outcome<String> {
    match text.matches(line).count() {
        1 => Ok(text.replacen(line, with, 1)),
        found => fail(format!(
            "`{line}` should be there once for the build to fill in, and is there {found} times."
        )),
    }
}

/// The boot script with what it must find in the WebAssembly.
pub(crate) fn with_wasm_integrity(script: &str, expected: &str) -> Outcome<String> {
    stamped(
        script,
        WASM_INTEGRITY,
        &format!("const WASM_INTEGRITY = \"{expected}\";"),
    )
}

/// The page with a preload for each script that the glue imports, so that they too are compared with their integrity.
pub(crate) fn with_preloads(page: &str, snippets: &[String]) -> Outcome<String> {
    let more = snippets
        .iter()
        .map(|snippet| GLUE_PRELOAD.replace("countersign.js", snippet));
    let lines: Vec<String> = std::iter::once(GLUE_PRELOAD.to_owned())
        .chain(more)
        .collect();
    stamped(page, GLUE_PRELOAD, &lines.join("\n"))
}

/// The page with every empty `integrity` filled in from the file that its element names.
pub(crate) fn with_integrity(page: &str, of: impl Fn(&str) -> Option<String>) -> Outcome<String> {
    let mut out = String::with_capacity(page.len());
    for line in page.lines() {
        if line.contains(EMPTY_INTEGRITY) {
            let name = attribute(line, "href")
                .or_else(|| attribute(line, "src"))
                .unwrap_or_default();
            let Some(expected) = of(name.trim_start_matches('/')) else {
                return fail(format!(
                    "index.html asks for the integrity of a file that is not there: {line}"
                ));
            };
            out.push_str(&line.replace(EMPTY_INTEGRITY, &format!("integrity=\"{expected}\"")));
        } else {
            out.push_str(line);
        }
        out.push('\n');
    }
    Ok(out)
}

fn attribute<'line>(line: &'line str, name: &str) -> Option<&'line str> {
    let (_, after) = line.split_once(&format!(" {name}=\""))?;
    after.split_once('"').map(|(value, _)| value)
}

/// The service worker with the name of this build and everything that belongs to it.
pub(crate) fn with_list(worker: &str, files: &BTreeMap<String, PackedFile>) -> Outcome<String> {
    let (mut first, mut later) = (Vec::new(), Vec::new());
    for (name, file) in files {
        let url = if name == "index.html" {
            "/".to_owned()
        } else {
            format!("/{name}")
        };
        let entry = json!({ "url": url, "integrity": integrity(&file.content), "bytes": file.content.len() });
        match Need::of(&file.source) {
            Need::Start => first.push(entry),
            Need::Later => later.push(entry),
            Need::Online => {}
        }
    }
    let (first, later) = (json!(first).to_string(), json!(later).to_string());
    let build = short(format!("{first}{later}{worker}").as_bytes());
    // All crates of the workspace have one version.
    let version = concat!("const VERSION = \"", env!("CARGO_PKG_VERSION"), "\";");
    let worker = stamped(worker, VERSION, version)?;
    let worker = stamped(&worker, BUILD, &format!("const BUILD = \"{build}\";"))?;
    let worker = stamped(&worker, FILES, &format!("const FILES = {first};"))?;
    stamped(&worker, LATER, &format!("const LATER = {later};"))
}

/// When a file has to be on the device.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Need {
    /// Before the application can start without a network.
    Start,
    /// Soon after, once nothing else is going on.
    Later,
    /// Only while online.
    Online,
}

impl Need {
    pub(crate) fn of(source: &str) -> Self {
        if source == "sw.js" || source.starts_with("screenshots/") {
            Self::Online
        } else if WORKERS.iter().any(|worker| worker.has(source)) {
            Self::Later
        } else {
            Self::Start
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_build_fills_in_has_to_be_there_once() {
        assert!(stamped("a\nb", "a", "c").is_ok());
        assert!(stamped("b", "a", "c").is_err());
        assert!(stamped("a a", "a", "c").is_err());
    }

    #[test]
    fn integrity_is_filled_in_by_name() -> Outcome {
        let page = "<link rel=\"stylesheet\" href=\"/a.css\" integrity=\"\" />\n<p>\n";
        let filled = with_integrity(page, |name| {
            (name == "a.css").then(|| "sha384-x".to_owned())
        })?;
        assert_eq!(
            filled,
            "<link rel=\"stylesheet\" href=\"/a.css\" integrity=\"sha384-x\" />\n<p>\n"
        );
        assert!(with_integrity(page, |_| None).is_err());
        Ok(())
    }

    #[test]
    fn a_worker_waits_and_the_service_worker_does_not_list_itself() {
        assert_eq!(Need::of("countersign_bg.wasm"), Need::Start);
        assert_eq!(Need::of("qr-worker.js"), Need::Later);
        assert_eq!(Need::of("qr_bg.wasm"), Need::Later);
        assert_eq!(Need::of("sw.js"), Need::Online);
    }
}
