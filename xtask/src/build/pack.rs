//! From files with the names of their sources to files with names by content, which agree with each other.
//!
//! A name can only be given once the content is final, and the content of a file holds the names of those that it
//! refers to. So files are named from the leaves up. Some keep their names: people, browsers and crawlers know them.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Files, shell,
    stamp::{integrity, short},
    text,
};
use crate::fail::{Context, Outcome, fail};

/// Files whose names are known outside: to people and browsers, and to the WebAssembly, where no name can be replaced.
const FIXED: [&str; 4] = ["index.html", "sw.js", "manifest.webmanifest", "icons.svg"];

/// One file as it is delivered.
pub(crate) struct PackedFile {
    /// Its name before it got one by its content.
    pub(crate) source: String,
    pub(crate) content: Vec<u8>,
}

/// Everything as it is delivered, by name.
pub(crate) struct Packed {
    pub(crate) files: BTreeMap<String, PackedFile>,
}

/// Names everything, and writes names and integrity where they belong.
pub(crate) fn pack(mut files: Files) -> Outcome<Packed> {
    for (name, content) in &mut files {
        *content = prepared(name, content)?;
    }
    if let Some(wasm) = files.get("countersign_bg.wasm") {
        let expected = integrity(wasm);
        rewrite(&mut files, "boot.js", |script| {
            shell::with_wasm_integrity(script, &expected)
        })?;
    }
    let snippets: Vec<String> = files
        .keys()
        .filter(|name| name.starts_with("snippets/"))
        .cloned()
        .collect();
    rewrite(&mut files, "index.html", |page| {
        shell::with_preloads(page, &snippets)
    })?;
    let worker = match files.remove("sw.js") {
        Some(worker) => String::from_utf8(worker).context("sw.js")?,
        None => return fail("public/sw.js is missing."),
    };
    // Its list comes last, and nothing depends on what is in it.
    files.insert("sw.js".to_owned(), Vec::new());

    let mut naming = Naming {
        sources: &files,
        done: BTreeMap::new(),
        open: BTreeSet::new(),
    };
    for name in files.keys() {
        naming.finish(name)?;
    }
    let mut packed = Packed {
        files: BTreeMap::new(),
    };
    for (source, (name, content)) in naming.done {
        packed.files.insert(name, PackedFile { source, content });
    }
    let by_name = |name: &str| packed.files.get(name).map(|file| integrity(&file.content));
    let page = match packed.files.get("index.html") {
        Some(page) => shell::with_integrity(&String::from_utf8_lossy(&page.content), by_name)?,
        None => return fail("index.html is missing."),
    };
    if let Some(file) = packed.files.get_mut("index.html") {
        file.content = page.into_bytes();
    }
    let listed = shell::with_list(&worker, &packed.files)?;
    if let Some(file) = packed.files.get_mut("sw.js") {
        file.content = listed.into_bytes();
    }
    Ok(packed)
}

/// Our own texts are made a little smaller; all else stays as it is.
fn prepared(name: &str, content: &[u8]) -> Outcome<Vec<u8>> {
    let small = match text::ending(name) {
        "js" => text::small_script,
        "html" => text::small_page,
        _ => return Ok(content.to_vec()),
    };
    let content = std::str::from_utf8(content).context(name)?;
    Ok(small(content).into_bytes())
}

fn rewrite(files: &mut Files, name: &str, change: impl FnOnce(&str) -> Outcome<String>) -> Outcome {
    let Some(content) = files.get_mut(name) else {
        return fail(format!("{name} is missing."));
    };
    *content = change(std::str::from_utf8(content).context(name)?)?.into_bytes();
    Ok(())
}

struct Naming<'files> {
    sources: &'files Files,
    done: BTreeMap<String, (String, Vec<u8>)>,
    open: BTreeSet<String>,
}

impl Naming<'_> {
    /// Names this file and everything that it refers to; tells the name.
    fn finish(&mut self, source: &str) -> Outcome<String> {
        if let Some((name, _)) = self.done.get(source) {
            return Ok(name.clone());
        }
        if !self.open.insert(source.to_owned()) {
            let round: Vec<&str> = self.open.iter().map(String::as_str).collect();
            return fail(format!(
                "These files refer to each other in a circle: {}.",
                round.join(", ")
            ));
        }
        let Some(original) = self.sources.get(source) else {
            return fail(format!("{source} is not one of the files."));
        };
        let content = if text::may_refer(source) {
            self.renamed(source, original)?
        } else {
            original.clone()
        };
        let name = if FIXED.contains(&source) {
            source.to_owned()
        } else {
            name_by_content(source, &content)
        };
        self.open.remove(source);
        self.done.insert(source.to_owned(), (name.clone(), content));
        Ok(name)
    }

    fn renamed(&mut self, source: &str, original: &[u8]) -> Outcome<Vec<u8>> {
        let mut content = std::str::from_utf8(original).context(source)?.to_owned();
        for other in text::references(source, &content, self.sources) {
            // A name that stays cannot be part of a circle.
            if !FIXED.contains(&other.as_str()) {
                let renamed = self.finish(&other)?;
                content = text::replace_references(source, &content, &other, &renamed);
            }
        }
        Ok(content.into_bytes())
    }
}

fn name_by_content(source: &str, content: &[u8]) -> String {
    let hash = short(content);
    match source.rsplit_once('.') {
        Some((stem, ending)) => format!("{stem}-{hash}.{ending}"),
        None => format!("{source}-{hash}"),
    }
}

#[cfg(test)]
mod tests;
