//! All of `style/` as one file.

use std::path::Path;

use crate::{
    fail::{Outcome, fail},
    project,
};

/// The order of the cascade: first what others build upon. Within a folder the order of names is enough, since layers
/// decide about precedence.
const ORDER: [&str; 6] = ["layers", "tokens", "base", "layout", "widgets", "screens"];

/// Every style sheet in the order of the cascade, without comments.
pub(crate) fn bundle(folder: &Path) -> Outcome<String> {
    let mut sheets = project::files_with(folder, "css")?;
    if sheets.is_empty() {
        return fail(format!(
            "There are no style sheets in {}.",
            project::shown(folder)
        ));
    }
    sheets.sort_by_key(|sheet| {
        let name = super::name_below(folder, sheet);
        let group = name
            .trim_end_matches(".css")
            .split('/')
            .next()
            .unwrap_or_default()
            .to_owned();
        (
            ORDER
                .iter()
                .position(|known| *known == group)
                .unwrap_or(ORDER.len()),
            name,
        )
    });
    let mut all = String::new();
    for sheet in sheets {
        let content = project::read(&sheet)?;
        if content.contains("@import") {
            return fail(format!(
                "{} imports another sheet: all of style/ is one file.",
                project::shown(&sheet)
            ));
        }
        all.push_str(&small(&content));
    }
    Ok(all)
}

/// Without comments, and without the space that has no meaning. What stands in quotes is kept.
pub(crate) fn small(sheet: &str) -> String {
    let mut out = String::with_capacity(sheet.len());
    let mut rest = sheet.chars().peekable();
    let mut quote = None;
    let mut space = false;
    while let Some(next) = rest.next() {
        if let Some(end) = quote {
            out.push(next);
            if next == '\\' {
                out.extend(rest.next());
            } else if next == end {
                quote = None;
            }
            continue;
        }
        if next == '/' && rest.peek() == Some(&'*') {
            skip_comment(&mut rest);
            space = true;
        } else if next.is_whitespace() {
            space = true;
        } else {
            if space && keeps_space(out.chars().last(), next) {
                out.push(' ');
            }
            space = false;
            if matches!(next, '"' | '\'') {
                quote = Some(next);
            }
            if next == '}' && out.ends_with(';') {
                out.pop();
            }
            out.push(next);
        }
    }
    out
}

fn skip_comment(rest: &mut impl Iterator<Item = char>) {
    let mut last = ' ';
    // The star that opens a comment does not close it.
    rest.next();
    for next in rest {
        if last == '*' && next == '/' {
            return;
        }
        last = next;
    }
}

/// Braces, semicolons and commas need no space around them. All else may: `a :hover` is not `a:hover`.
fn keeps_space(before: Option<char>, after: char) -> bool {
    let needless = |sign: char| matches!(sign, '{' | '}' | ';' | ',');
    before.is_some_and(|before| !needless(before)) && !needless(after)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_needless_space_go() {
        let sheet = "/* a */\n.a,\n.b {\n  margin: calc(1px + 2px); /* b */\n  color: red;\n}\n";
        assert_eq!(small(sheet), ".a,.b{margin: calc(1px + 2px);color: red}");
    }

    #[test]
    fn space_with_a_meaning_stays() {
        assert_eq!(small("a :hover > b { }"), "a :hover > b{}");
        assert_eq!(small("a/**/b{}"), "a b{}");
    }

    #[test]
    fn what_stands_in_quotes_stays() {
        assert_eq!(
            small("a{content:\"/* ; } \\\" */  x\"}"),
            "a{content:\"/* ; } \\\" */  x\"}"
        );
    }
}
