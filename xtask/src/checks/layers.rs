//! Who may import whom. What crates depend on is asked from cargo; what modules use is read from their sources.

use std::path::Path;

use super::source::Source;
use crate::{
    fail::{Outcome, fail},
    process::{answer, command, say},
    project,
    setup::rust::TARGET,
};

/// A crate and what must not be among the things it is made of, tests aside.
struct CrateRule {
    package: &'static str,
    /// Where it runs; `all` means everywhere.
    target: &'static str,
    without: &'static [&'static str],
}

const BROWSER_AND_RUNTIME: &[&str] = &[
    "wasm-bindgen",
    "js-sys",
    "web-sys",
    "tokio",
    "leptos",
    "countersign-testkit",
];

const EVERYWHERE: &str = "all";

const CRATES: [CrateRule; 10] = [
    CrateRule {
        package: "countersign-otp",
        target: EVERYWHERE,
        without: BROWSER_AND_RUNTIME,
    },
    CrateRule {
        package: "countersign-protocol",
        target: EVERYWHERE,
        without: BROWSER_AND_RUNTIME,
    },
    CrateRule {
        package: "countersign-backup",
        target: EVERYWHERE,
        without: BROWSER_AND_RUNTIME,
    },
    CrateRule {
        package: "countersign-core",
        target: EVERYWHERE,
        without: BROWSER_AND_RUNTIME,
    },
    CrateRule {
        package: "countersign-server",
        target: EVERYWHERE,
        without: &["countersign-core", "countersign-testkit", "leptos"],
    },
    CrateRule {
        package: "countersign-testkit",
        target: EVERYWHERE,
        without: &["countersign-server", "leptos"],
    },
    CrateRule {
        package: "countersign-qr",
        target: TARGET,
        without: &["countersign-core", "countersign-testkit", "leptos", "tokio"],
    },
    CrateRule {
        package: "countersign-kdf",
        target: TARGET,
        without: &["countersign-core", "countersign-testkit", "leptos", "tokio"],
    },
    CrateRule {
        package: "countersign-backup-worker",
        target: TARGET,
        without: &["countersign-core", "countersign-testkit", "leptos", "tokio"],
    },
    CrateRule {
        package: "countersign",
        target: TARGET,
        without: &["countersign-server", "countersign-testkit"],
    },
];

/// A word that may stand in some folders only.
struct WordRule {
    word: &'static str,
    /// Where it is looked for.
    under: &'static str,
    /// Where it may stand all the same.
    except: &'static [&'static str],
    why: &'static str,
}

const WORDS: [WordRule; 9] = [
    WordRule {
        word: "web_sys::",
        under: "src/",
        except: &["src/platform/", "src/dom/"],
        why: "only src/platform touches the browser, and src/dom its elements",
    },
    WordRule {
        word: "js_sys::",
        under: "src/",
        except: &["src/platform/", "src/dom/"],
        why: "only src/platform touches the browser, and src/dom its elements",
    },
    WordRule {
        word: "spawn_local(",
        under: "src/",
        except: &["src/runtime/", "src/platform/", "src/dom/later.rs"],
        why: "only src/runtime starts work that nobody waits for",
    },
    WordRule {
        word: "platform::",
        under: "src/ui/",
        except: &[],
        why: "screens show state and send events; they do not touch the platform",
    },
    WordRule {
        word: "countersign_core",
        under: "src/ui/widgets/",
        except: &[],
        why: "widgets know nothing of the product",
    },
    WordRule {
        word: "leptos::",
        under: "src/platform/",
        except: &[],
        why: "adapters know nothing of views",
    },
    WordRule {
        word: "crate::ui",
        under: "src/platform/",
        except: &[],
        why: "adapters know nothing of views",
    },
    WordRule {
        word: " style=\"",
        under: "src/",
        except: &[],
        why: "the Content-Security-Policy blocks it",
    },
    WordRule {
        word: "inner_html",
        under: "src/",
        except: &[],
        why: "Trusted Types refuse it",
    },
];

/// Longer files hold two subjects.
const LONGEST: usize = 500;

/// Fails with everything that is where it should not be.
pub(crate) fn check() -> Outcome {
    let mut wrong = Vec::new();
    let mut crates = 0;
    for rule in &CRATES {
        let found = dependencies(rule.package, rule.target)?;
        crates += found.len();
        wrong.extend(
            rule.without
                .iter()
                .filter(|name| found.iter().any(|found| found == *name))
                .map(|name| format!("{} depends on {name}", rule.package)),
        );
    }
    let root = project::root();
    let application = Source::all_below(&root.join("src"))?;
    for source in &application {
        wrong.extend(WORDS.iter().flat_map(|rule| broken(rule, source)));
    }
    let mut all = Source::all_below(&root.join("crates"))?;
    all.extend(Source::all_below(&root.join("xtask"))?);
    all.extend(application);
    wrong.extend(all.iter().filter_map(too_long));
    say(format!(
        "Looked at {} packages, {crates} dependencies and {} Rust files.",
        CRATES.len(),
        all.len()
    ));
    if crates == 0 || all.is_empty() {
        return fail("There was nothing to look at.");
    }
    if wrong.is_empty() {
        Ok(())
    } else {
        fail(wrong.join("\n"))
    }
}

/// The names of everything that goes into a package for a target, tests and build scripts aside.
fn dependencies(package: &str, target: &str) -> Outcome<Vec<String>> {
    let mut tree = command("cargo");
    tree.current_dir(project::root());
    tree.args([
        "tree",
        "--package",
        package,
        "--edges",
        "normal",
        "--target",
        target,
        "--prefix",
        "none",
    ]);
    match answer(&mut tree) {
        Some(lines) => Ok(package_names(&lines)),
        None => fail(format!("cargo tree does not know {package}.")),
    }
}

/// Of lines like `serde v1.0.228 (*)`, the first of which is the package itself.
fn package_names(lines: &str) -> Vec<String> {
    let mut names: Vec<String> = lines
        .lines()
        .skip(1)
        .filter_map(|line| line.split_whitespace().next())
        .map(str::to_owned)
        .collect();
    names.sort();
    names.dedup();
    names
}

fn broken(rule: &WordRule, source: &Source) -> Vec<String> {
    let concerned = source.path.starts_with(rule.under)
        && !rule
            .except
            .iter()
            .any(|place| source.path.starts_with(place) || is_module(&source.path, place));
    if !concerned {
        return Vec::new();
    }
    let lines = source.lines().filter(|(_, line)| line.contains(rule.word));
    lines
        .map(|(number, _)| {
            format!(
                "{}:{number}: `{}`: {}",
                source.path,
                rule.word.trim(),
                rule.why
            )
        })
        .collect()
}

/// `src/platform.rs` belongs to `src/platform/`.
fn is_module(path: &str, folder: &str) -> bool {
    Path::new(path).with_extension("") == Path::new(folder)
}

fn too_long(source: &Source) -> Option<String> {
    let length = source.length_without_tests();
    (!source.is_test() && length > LONGEST)
        .then(|| format!("{}: {length} lines, at most {LONGEST}", source.path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_names_of_dependencies_are_read_without_the_package_itself() {
        let lines =
            "countersign-otp v0.1.0 (/x)\nserde v1.0.228\nserde_core v1.0.228\nserde v1.0.228 (*)";
        assert_eq!(package_names(lines), ["serde", "serde_core"]);
    }

    #[test]
    fn a_module_may_be_a_file_or_a_folder() {
        assert!(is_module("src/platform.rs", "src/platform/"));
        assert!(!is_module("src/platforms.rs", "src/platform/"));
    }

    #[test]
    fn the_parts_of_the_product_do_not_lean_on_its_tests() -> Outcome {
        let found = dependencies("xtask", EVERYWHERE)?;
        assert!(found.contains(&"sha2".to_owned()), "{found:?}");
        assert!(!found.contains(&"xtask".to_owned()), "{found:?}");
        Ok(())
    }
}
