//! Short names for what WebAssembly and glue call each other.
//!
//! wasm-bindgen names every import after its Rust path and a hash, which compresses badly and travels twice. Nobody
//! else uses these names: the parts reach everything through the first piece.

use std::{collections::BTreeMap, convert::Infallible};

use wasm_encoder::{
    ExportSection, ImportSection, Module,
    reencode::{Error, Reencode, utils},
};
use wasmparser::{Export, Import, Imports, Parser};

use crate::fail::{Context, Outcome};

/// The module under which the glue hands over what it offers.
const OFFERED: &str = "./countersign_bg.js";
/// What the names of the closures begin with that the glue calls.
const CLOSURE: &str = "wasm_bindgen_";
/// What nobody calls: a dependency of Leptos brings the streams of server functions along. What is not offered, and all
/// that only it reaches, `wasm-opt` leaves out.
const NEVER_CALLED: [&str; 2] = ["intounderlying", "__wbg_intounderlying"];

#[derive(Default)]
struct Shortener {
    short: BTreeMap<String, String>,
}

impl Shortener {
    fn shortened(&mut self, name: &str) -> &str {
        let number = self.short.len();
        self.short
            .entry(name.to_owned())
            .or_insert_with(|| format!("s{number}"))
    }
}

impl Reencode for Shortener {
    type Error = Infallible;

    fn parse_imports(
        &mut self,
        section: &mut ImportSection,
        imports: Imports<'_>,
    ) -> Result<(), Error<Infallible>> {
        match imports {
            Imports::Single(at, import) if import.module == OFFERED => {
                let name = self.shortened(import.name).to_owned();
                let import = Import {
                    name: &name,
                    ..import
                };
                utils::parse_imports(self, section, Imports::Single(at, import))
            }
            imports => utils::parse_imports(self, section, imports),
        }
    }

    fn parse_export(
        &mut self,
        section: &mut ExportSection,
        export: Export<'_>,
    ) -> Result<(), Error<Infallible>> {
        if NEVER_CALLED
            .iter()
            .any(|name| export.name.starts_with(name))
        {
            return Ok(());
        }
        if !export.name.starts_with(CLOSURE) {
            return utils::parse_export(self, section, export);
        }
        let name = self.shortened(export.name).to_owned();
        let export = Export {
            name: &name,
            ..export
        };
        utils::parse_export(self, section, export)
    }
}

/// Both with short names.
pub(crate) fn shortened(wasm: &[u8], glue: &str) -> Outcome<(Vec<u8>, String)> {
    let mut shortener = Shortener::default();
    let mut module = Module::new();
    shortener
        .parse_core_module(&mut module, Parser::new(0), wasm)
        .context("the application's WebAssembly")?;
    Ok((module.finish(), with_words(glue, &shortener.short)))
}

/// The text with other words in place of some.
fn with_words(text: &str, words: &BTreeMap<String, String>) -> String {
    let of_a_word = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '$';
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(of_a_word) {
        let (before, from) = rest.split_at(start);
        let end = from.find(|c| !of_a_word(c)).unwrap_or(from.len());
        let (word, after) = from.split_at(end);
        out.push_str(before);
        out.push_str(words.get(word).map_or(word, String::as_str));
        rest = after;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use wasm_encoder::{EntityType, ExportKind, ExportSection, ImportSection, Module, TypeSection};

    use super::*;

    #[test]
    fn wasm_and_glue_get_the_same_short_names() -> Outcome {
        let mut types = TypeSection::new();
        types.ty().function([], []);
        let mut imports = ImportSection::new();
        imports
            .import(
                OFFERED,
                "__wbg_close_3dbb67f6997e08f5",
                EntityType::Function(0),
            )
            .import("./__wasm_split.js", "load", EntityType::Function(0));
        let mut exports = ExportSection::new();
        exports
            .export("wasm_bindgen_5cc1__closure", ExportKind::Func, 0)
            .export("intounderlyingsink_write", ExportKind::Func, 1)
            .export("main", ExportKind::Func, 1);
        let mut module = Module::new();
        module.section(&types).section(&imports).section(&exports);
        let glue = "__wbg_close_3dbb67f6997e08f5: f, wasm.wasm_bindgen_5cc1__closure(); load; main; __wbg_close";
        let (short, glue) = shortened(&module.finish(), glue)?;
        assert_eq!(glue, "s0: f, wasm.s1(); load; main; __wbg_close");
        let text = String::from_utf8_lossy(&short).into_owned();
        for (name, is_there) in [
            ("s0", true),
            ("s1", true),
            ("load", true),
            ("main", true),
            ("__wbg_close", false),
            ("wasm_bindgen_", false),
            ("intounderlying", false),
        ] {
            assert_eq!(text.contains(name), is_there, "{name}");
        }
        Ok(())
    }
}
