//! Every class that a view names exists in `style/`, and every class of `style/` is used. Views write class names out
//! in full, as literals, so that both can be seen.

use std::collections::BTreeSet;

use super::source::Source;
use crate::{
    build,
    fail::{Outcome, fail},
    process::say,
    project,
};

/// Fails with the classes of only one side.
pub(crate) fn check() -> Outcome {
    let root = project::root();
    let sheet = build::style_sheet()?;
    let mut texts = vec![project::read(&root.join("index.html"))?];
    for script in project::files_with(&root.join("public"), "js")? {
        texts.push(project::read(&script)?);
    }
    for source in Source::all_below(&root.join("src"))? {
        texts.push(
            source
                .lines()
                .map(|(_, line)| line)
                .collect::<Vec<_>>()
                .join("\n"),
        );
    }
    let styled = styled(&sheet);
    let words: BTreeSet<&str> = texts.iter().flat_map(|text| words(text)).collect();
    let named: BTreeSet<&str> = texts.iter().flat_map(|text| named(text)).collect();
    say(format!(
        "Looked at {} classes in style/ and {} in {} files.",
        styled.len(),
        named.len(),
        texts.len()
    ));
    if styled.is_empty() || named.is_empty() {
        return fail("There was nothing to look at.");
    }
    let mut wrong: Vec<String> = named
        .difference(&styled)
        .map(|class| format!("`{class}` is used and has no style"))
        .collect();
    wrong.extend(
        styled
            .difference(&words)
            .map(|class| format!("`{class}` has a style and is not used")),
    );
    if wrong.is_empty() {
        Ok(())
    } else {
        fail(wrong.join("\n"))
    }
}

fn is_word(sign: char) -> bool {
    sign.is_ascii_alphanumeric() || matches!(sign, '_' | '-')
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|sign| !is_word(sign))
        .filter(|word| !word.is_empty())
}

/// The classes in the selectors of a style sheet.
fn styled(sheet: &str) -> BTreeSet<&str> {
    let mut found = BTreeSet::new();
    // A selector ends with a brace; what stands before it since the last brace or semicolon is the selector.
    let pieces: Vec<&str> = sheet.split_inclusive(['{', '}', ';']).collect();
    for selector in pieces.iter().filter_map(|piece| piece.strip_suffix('{')) {
        if selector.trim_start().starts_with('@') {
            continue;
        }
        for part in selector.split('.').skip(1) {
            let class = part.split(|sign| !is_word(sign)).next().unwrap_or_default();
            if class.starts_with(|first: char| first.is_ascii_alphabetic()) {
                found.insert(class);
            }
        }
    }
    found
}

/// The classes that a page or a view names: in `class="…"`, in `class:name`, in `class=("name", …)`, and every word in
/// quotes that is spelled like a part or a variant of a block.
fn named(text: &str) -> BTreeSet<&str> {
    let mut found = BTreeSet::new();
    for opening in ["class=\"", "class=(\""] {
        for after in text.split(opening).skip(1) {
            found.extend(
                after
                    .split('"')
                    .next()
                    .unwrap_or_default()
                    .split_whitespace(),
            );
        }
    }
    for after in text.split("class:").skip(1) {
        found.extend(
            after
                .split(|sign| !is_word(sign))
                .next()
                .filter(|class| !class.is_empty()),
        );
    }
    for line in text.lines() {
        for quoted in line.split('"').skip(1).step_by(2) {
            found.extend(quoted.split_whitespace().filter(|word| is_part(word)));
        }
    }
    found
}

/// `block__part`, `block--variant` or both.
fn is_part(word: &str) -> bool {
    let block = word.split("__").next().unwrap_or_default();
    let block = block.split("--").next().unwrap_or_default();
    block.len() < word.len()
        && block.starts_with(|first: char| first.is_ascii_lowercase())
        && !word.ends_with(['-', '_'])
        && word.chars().all(|sign| {
            sign.is_ascii_lowercase() || sign.is_ascii_digit() || matches!(sign, '-' | '_')
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_are_found_in_selectors_and_nowhere_else() {
        let sheet = "@layer a.b{.x > .y__z:is(.w){color:red;margin:.5rem} @media (width>1.5rem){.v{}} } a{background:url(a.png)}";
        assert_eq!(
            styled(sheet).into_iter().collect::<Vec<_>>(),
            ["v", "w", "x", "y__z"]
        );
    }

    #[test]
    fn classes_are_found_in_views_however_they_are_given() {
        let view = "<p class=\"a b__c\" class:d=x class=(\"e\", y)> let kind = \"f f--g\"; \"not a class\" \"--h\"";
        assert_eq!(
            named(view).into_iter().collect::<Vec<_>>(),
            ["a", "b__c", "d", "e", "f--g"]
        );
    }

    #[test]
    fn parts_and_variants_have_a_block_in_front() {
        assert!(is_part("button--plain") && is_part("app__top"));
        assert!(
            !is_part("--ink") && !is_part("sign-in") && !is_part("__private") && !is_part("a--")
        );
        assert!(!is_part("-----BEGIN"));
    }
}
