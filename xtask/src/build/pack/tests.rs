use super::*;

const PAGE: &str = "<link rel=\"stylesheet\" href=\"/style.css\" integrity=\"\" />
<link rel=\"modulepreload\" href=\"/countersign.js\" integrity=\"\" />
<meta name=\"qr-worker\" content=\"/qr-worker.js\" />
<script src=\"/boot.js\" integrity=\"\"></script>
";
const BOOT: &str = "const WASM_INTEGRITY = \"\";
import(\"/countersign.js\");
fetch(\"/countersign_bg.wasm\");
register(\"/sw.js\");
";
const WORKER: &str = "const VERSION = \"\";
const BUILD = \"\";
const FILES = [];
const LATER = [];
";

fn files() -> Files {
    [
        ("index.html", PAGE),
        ("boot.js", BOOT),
        ("sw.js", WORKER),
        ("style.css", ".a{background:url(/icons/app.svg)}"),
        ("icons/app.svg", "<svg/>"),
        ("manifest.webmanifest", "{\"src\":\"/icons/app.svg\"}"),
        (
            "countersign.js",
            "import './snippets/a/inline0.js'; new URL('countersign_bg.wasm', import.meta.url)",
        ),
        ("countersign_bg.wasm", "\0asm"),
        ("snippets/a/inline0.js", "export {}"),
        ("qr-worker.js", "import './qr.js'"),
        ("qr.js", ""),
    ]
    .map(|(name, content)| (name.to_owned(), content.as_bytes().to_vec()))
    .into()
}

fn text_of(packed: &Packed, source: &str) -> String {
    let file = packed.files.values().find(|file| file.source == source);
    file.map(|file| String::from_utf8_lossy(&file.content).into_owned())
        .unwrap_or_default()
}

#[test]
fn every_name_in_the_page_is_one_of_a_file_that_is_there() -> Outcome {
    let packed = pack(files())?;
    let page = text_of(&packed, "index.html");
    let names: Vec<&str> = page
        .split('"')
        .filter_map(|part| part.strip_prefix('/'))
        .collect();
    assert_eq!(
        names.len(),
        5,
        "style, glue, its snippet, worker and boot script: {page}"
    );
    for name in names {
        let Some(file) = packed.files.get(name) else {
            panic!("{name} is not there");
        };
        let is_script = file.source != "qr-worker.js";
        let expected = integrity(&file.content);
        assert_eq!(
            page.contains(&format!("/{name}\" integrity=\"{expected}\"")),
            is_script,
            "{name} in {page}"
        );
    }
    Ok(())
}

#[test]
fn known_names_stay_and_all_others_follow_the_content() -> Outcome {
    let packed = pack(files())?;
    for (name, file) in &packed.files {
        assert_eq!(
            FIXED.contains(&file.source.as_str()),
            *name == file.source,
            "{name}"
        );
    }
    let boot = text_of(&packed, "boot.js");
    assert!(boot.contains("register(\"/sw.js\")"), "{boot}");
    assert!(!boot.contains("\"/countersign.js\""), "{boot}");
    assert!(boot.contains(&integrity(b"\0asm")), "{boot}");
    Ok(())
}

#[test]
fn a_change_in_a_leaf_changes_the_names_of_all_that_lead_to_it() -> Outcome {
    let before = pack(files())?;
    let mut changed = files();
    changed.insert("countersign_bg.wasm".to_owned(), b"\0asm2".to_vec());
    let after = pack(changed)?;
    let name = |packed: &Packed, source: &str| {
        packed
            .files
            .iter()
            .find(|(_, file)| file.source == source)
            .map(|(name, _)| name.clone())
    };
    for source in ["countersign_bg.wasm", "countersign.js", "boot.js"] {
        assert_ne!(name(&before, source), name(&after, source), "{source}");
    }
    for source in ["style.css", "qr.js"] {
        assert_eq!(name(&before, source), name(&after, source), "{source}");
    }
    assert_ne!(text_of(&before, "sw.js"), text_of(&after, "sw.js"));
    Ok(())
}

#[test]
fn the_service_worker_lists_what_a_cold_start_needs_and_what_comes_later() -> Outcome {
    let packed = pack(files())?;
    let worker = text_of(&packed, "sw.js");
    let line = |start: &str| {
        worker
            .lines()
            .find(|line| line.starts_with(start))
            .unwrap_or_default()
            .to_owned()
    };
    let (first, later) = (line("const FILES"), line("const LATER"));
    assert_eq!(first.matches("\"url\"").count(), 8, "{first}");
    assert_eq!(later.matches("\"url\"").count(), 2, "{later}");
    assert!(first.contains("\"url\":\"/\""), "{first}");
    assert!(
        !worker.contains("\"/sw.js\"") && !worker.contains("const BUILD = \"\""),
        "{worker}"
    );
    Ok(())
}

#[test]
fn the_same_files_are_packed_the_same_way() -> Outcome {
    let (one, two) = (pack(files())?, pack(files())?);
    assert!(one.files.keys().eq(two.files.keys()));
    assert!(
        one.files
            .values()
            .map(|file| &file.content)
            .eq(two.files.values().map(|file| &file.content))
    );
    Ok(())
}

#[test]
fn a_circle_of_references_is_told() {
    let mut files = files();
    files.insert("a.js".to_owned(), b"import './b.js'".to_vec());
    files.insert("b.js".to_owned(), b"import './a.js'".to_vec());
    let told = pack(files)
        .err()
        .map(|failure| failure.to_string())
        .unwrap_or_default();
    assert!(told.contains("a.js, b.js"), "{told}");
}
