use std::collections::HashMap;
use std::fmt::Write as _;
use std::path::Path;
use std::{fs, io};

use axum::body::Bytes;
use sha2::{Digest as _, Sha256};

/// The files of the app that were there when the server was compiled.
static EMBEDDED: &[(&str, &[u8])] = &include!(concat!(env!("OUT_DIR"), "/dist.rs"));

/// The file that every address of the app shows.
pub(super) const INDEX: &str = "index.html";

/// One file of the app, with its compressed forms.
pub struct Asset {
    /// As in `Content-Type`.
    pub content_type: &'static str,
    /// Whether the name changes with the content, so that it never has to be asked for again.
    pub immutable: bool,
    /// As it is.
    pub plain: Form,
    /// Compressed by Brotli.
    pub brotli: Option<Form>,
    /// Compressed by gzip.
    pub gzip: Option<Form>,
}

/// One form of a file.
pub struct Form {
    /// What is sent.
    pub bytes: Bytes,
    /// Names exactly these bytes, in quotes as in `ETag`.
    pub etag: String,
}

/// The app's files by their path without a slash at the start.
///
/// All are in memory before the first request: a path that is not one of these names leads
/// nowhere, whatever it is made of.
#[derive(Default)]
pub struct Assets(HashMap<String, Asset>);

impl Assets {
    /// The files in the binary.
    pub fn embedded() -> Self {
        let files = EMBEDDED.iter();
        Self::from_files(files.map(|&(name, bytes)| (name.to_owned(), Bytes::from_static(bytes))))
    }

    /// The files below a folder, as they are now.
    pub fn from_folder(folder: &Path) -> io::Result<Self> {
        let mut files = Vec::new();
        read_folder(folder, "", &mut files)?;
        Ok(Self::from_files(files))
    }

    /// Files by name; `name.br` and `name.gz` beside `name` are its compressed forms.
    pub fn from_files(files: impl IntoIterator<Item = (String, Bytes)>) -> Self {
        let files: HashMap<String, Bytes> = files.into_iter().collect();
        let form = |name: &str| {
            files.get(name).map(|bytes| Form {
                bytes: bytes.clone(),
                etag: etag_of(bytes),
            })
        };
        let is_compressed_form = |name: &str| {
            let plain = name
                .strip_suffix(".br")
                .or_else(|| name.strip_suffix(".gz"));
            plain.is_some_and(|plain| files.contains_key(plain))
        };
        let names = files.keys().filter(|name| !is_compressed_form(name));
        let assets = names.filter_map(|name| {
            let asset = Asset {
                content_type: content_type_of(name),
                immutable: has_hash(name),
                plain: form(name)?,
                brotli: form(&format!("{name}.br")),
                gzip: form(&format!("{name}.gz")),
            };
            Some((name.clone(), asset))
        });
        Self(assets.collect())
    }

    /// The file of this name.
    pub fn lookup(&self, name: &str) -> Option<&Asset> {
        self.0.get(name)
    }

    /// Whether there is an app to show.
    pub fn has_app(&self) -> bool {
        self.0.contains_key(INDEX)
    }
}

fn etag_of(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    let mut etag = String::from("\"");
    for byte in digest.iter().take(12) {
        // Writing to a String cannot fail.
        let _ = write!(etag, "{byte:02x}");
    }
    etag.push('"');
    etag
}

/// Names with a dot at the start are other programs' workplaces.
fn read_folder(folder: &Path, prefix: &str, files: &mut Vec<(String, Bytes)>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let Ok(name) = entry.file_name().into_string() else {
            continue;
        };
        let kind = entry.file_type()?;
        if name.starts_with('.') {
            continue;
        }
        if kind.is_dir() {
            read_folder(&entry.path(), &format!("{prefix}{name}/"), files)?;
        } else if kind.is_file() {
            files.push((format!("{prefix}{name}"), fs::read(entry.path())?.into()));
        }
    }
    Ok(())
}

/// Whether the name ends in a hash as Trunk writes it: `app-0123456789abcdef.js`,
/// `app-0123456789abcdef_bg.wasm`.
fn has_hash(name: &str) -> bool {
    let file = name.rsplit_once('/').map_or(name, |(_, file)| file);
    let stem = file.split_once('.').map_or(file, |(stem, _)| stem);
    let stem = stem.strip_suffix("_bg").unwrap_or(stem);
    stem.rsplit_once('-').is_some_and(|(_, hash)| {
        hash.len() >= 8 && hash.bytes().all(|byte| byte.is_ascii_hexdigit())
    })
}

fn content_type_of(name: &str) -> &'static str {
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    match extension {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "webmanifest" => "application/manifest+json",
        "json" if name == "manifest.json" => "application/manifest+json",
        "json" | "map" => "application/json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::{Assets, content_type_of, has_hash};
    use axum::body::Bytes;

    #[test]
    fn hashes_are_seen_in_names() {
        for (name, hashed) in [
            ("countersign-0123456789abcdef.js", true),
            ("countersign-0123456789abcdef_bg.wasm", true),
            ("snippets/a-b/inline-01234567.js", true),
            ("index.html", false),
            ("sw.js", false),
            ("icon-512.png", false),
            ("boot-worker.js", false),
            ("snippets/a-0123456789abcdef/inline0.js", false),
        ] {
            assert_eq!(has_hash(name), hashed, "{name}");
        }
    }

    #[test]
    fn types_are_those_that_browsers_insist_on() {
        assert_eq!(content_type_of("a_bg.wasm"), "application/wasm");
        assert_eq!(
            content_type_of("manifest.webmanifest"),
            "application/manifest+json"
        );
        assert_eq!(content_type_of("a.unknown"), "application/octet-stream");
    }

    #[test]
    fn compressed_forms_belong_to_their_file_and_are_no_files_themselves() {
        let file = |name: &str| (name.to_owned(), Bytes::from(name.to_owned()));
        let assets = Assets::from_files(["a.js", "a.js.br", "a.js.gz", "b.css", "c.gz"].map(file));
        let script = assets.lookup("a.js").unwrap();
        let brotli = script.brotli.as_ref().unwrap();
        assert_eq!(brotli.bytes, "a.js.br");
        assert_ne!(brotli.etag, script.plain.etag);
        assert!(assets.lookup("a.js.br").is_none());
        assert!(assets.lookup("b.css").unwrap().gzip.is_none());
        assert!(assets.lookup("c.gz").is_some());
    }

    #[test]
    fn a_folder_is_read_with_what_is_below_it_and_without_hidden_names() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(folder.path().join("icons")).unwrap();
        for name in ["index.html", "icons/a.svg", ".stage"] {
            std::fs::write(folder.path().join(name), name).unwrap();
        }
        let assets = Assets::from_folder(folder.path()).unwrap();
        assert!(assets.has_app());
        assert!(assets.lookup("icons/a.svg").is_some());
        assert!(assets.lookup(".stage").is_none());
    }
}
