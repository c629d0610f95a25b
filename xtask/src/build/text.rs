//! References from one file to another, and making our own scripts and pages a little smaller.

use super::Files;

/// What comes after the last point of a file's name.
pub(crate) fn ending(name: &str) -> &str {
    name.rsplit_once('.').map_or("", |(_, ending)| ending)
}

/// Files that are read as text and may name others.
pub(crate) fn may_refer(name: &str) -> bool {
    ["js", "css", "html", "webmanifest", "svg"].contains(&ending(name))
}

/// How one file can name another: from the root, from its own folder, or with a dot in front.
pub(crate) fn spellings(from: &str, to: &str) -> Vec<String> {
    let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
    let below = if folder.is_empty() {
        Some(to)
    } else {
        to.strip_prefix(folder)
            .and_then(|rest| rest.strip_prefix('/'))
    };
    let mut all = vec![format!("/{to}")];
    if let Some(below) = below {
        all.push(format!("./{below}"));
        all.push(below.to_owned());
    }
    all
}

/// The names of the files that `content` names.
pub(crate) fn references(from: &str, content: &str, files: &Files) -> Vec<String> {
    let named = |to: &&String| {
        from != to.as_str()
            && spellings(from, to)
                .iter()
                .any(|spelling| occurrences(content, spelling).next().is_some())
    };
    files.keys().filter(named).cloned().collect()
}

/// `content` with every mention of the file `to` turned into one of `renamed`, spelled the same way.
pub(crate) fn replace_references(from: &str, content: &str, to: &str, renamed: &str) -> String {
    let mut content = content.to_owned();
    for (old, new) in spellings(from, to).iter().zip(spellings(from, renamed)) {
        let places: Vec<usize> = occurrences(&content, old).collect();
        for place in places.into_iter().rev() {
            content.replace_range(place..place + old.len(), &new);
        }
    }
    content
}

/// Where `name` stands as a whole literal: between quotes or brackets, or with a fragment or query behind it.
fn occurrences<'text>(text: &'text str, name: &'text str) -> impl Iterator<Item = usize> + 'text {
    let opens = |before: Option<char>| matches!(before, Some('"' | '\'' | '`' | '('));
    let closes = |after: Option<char>| matches!(after, Some('"' | '\'' | '`' | ')' | '#' | '?'));
    text.match_indices(name)
        .map(|(place, _)| place)
        .filter(move |place| {
            opens(text[..*place].chars().next_back())
                && closes(text[place + name.len()..].chars().next())
        })
}

/// A script without lines of comment and without indentation. A script with a template over several lines stays as it
/// is, since space has a meaning there.
pub(crate) fn small_script(script: &str) -> String {
    if script
        .lines()
        .any(|line| line.matches('`').count() % 2 == 1)
    {
        return script.to_owned();
    }
    let mut out = String::with_capacity(script.len());
    let mut in_comment = false;
    for line in script.lines().map(str::trim) {
        if in_comment || line.starts_with("/*") {
            in_comment = !line.ends_with("*/");
        } else if !line.is_empty() && !line.starts_with("//") {
            out.push_str(line);
            out.push('\n');
        }
    }
    out
}

/// A page without comments, indentation and what only Trunk reads.
pub(crate) fn small_page(page: &str) -> String {
    let mut without_comments = String::with_capacity(page.len());
    let mut rest = page;
    while let Some((before, after)) = rest.split_once("<!--") {
        without_comments.push_str(before);
        rest = after.split_once("-->").map_or("", |(_, rest)| rest);
    }
    without_comments.push_str(rest);
    let mut out = String::with_capacity(page.len());
    for line in without_comments
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
    {
        if !line.contains("data-trunk") {
            out.push_str(line);
            out.push('\n');
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_found_however_they_are_spelled() {
        let files: Files = [
            "app_bg.wasm",
            "snippets/a/b.js",
            "snippets/a/c.js",
            "icons/x.svg",
            "unused.js",
        ]
        .map(|name| (name.to_owned(), Vec::new()))
        .into();
        let glue = "import * as x from './snippets/a/b.js'; new URL('app_bg.wasm', import.meta.url); // unused.js";
        assert_eq!(
            references("app.js", glue, &files),
            ["app_bg.wasm", "snippets/a/b.js"]
        );
        assert_eq!(
            references("snippets/a/b.js", "import './c.js'", &files),
            ["snippets/a/c.js"]
        );
        assert_eq!(
            references("index.html", "<use href=\"/icons/x.svg#y\"/>", &files),
            ["icons/x.svg"]
        );
    }

    #[test]
    fn a_reference_keeps_its_spelling() {
        let page = "\"/a.js\" \"a.js\" './a.js' url(/a.js) \"/data.js\" a.js";
        assert_eq!(
            replace_references("index.html", page, "a.js", "a-1.js"),
            "\"/a-1.js\" \"a-1.js\" './a-1.js' url(/a-1.js) \"/data.js\" a.js"
        );
        assert_eq!(
            replace_references("x/y.js", "'./z.js' '/x/z.js'", "x/z.js", "x/z-1.js"),
            "'./z-1.js' '/x/z-1.js'"
        );
    }

    #[test]
    fn scripts_lose_comments_and_indentation() {
        let script = "// a\n/** b\n * c */\nif (x) {\n  y(`${z}`); // stays\n}\n\n";
        assert_eq!(small_script(script), "if (x) {\ny(`${z}`); // stays\n}\n");
    }

    #[test]
    fn a_template_over_several_lines_is_left_alone() {
        let script = "x = `a\n  // b\n`;\n";
        assert_eq!(small_script(script), script);
    }

    #[test]
    fn pages_lose_comments_and_what_only_trunk_reads() {
        let page = "<p>\n  <!-- a\n b --> x\n</p>\n<link data-trunk rel=\"rust\" />\n";
        assert_eq!(small_page(page), "<p>\nx\n</p>\n");
    }
}
