//! Rust files as the checks read them: without comments, and with their tests apart.

use std::path::Path;

use crate::{fail::Outcome, project};

/// One Rust file.
pub(super) struct Source {
    /// Below the root, with forward slashes.
    pub(super) path: String,
    text: String,
}

impl Source {
    /// Every Rust file below `folder`.
    pub(super) fn all_below(folder: &Path) -> Outcome<Vec<Self>> {
        project::files_with(folder, "rs")?
            .into_iter()
            .map(|file| Self::read(&file))
            .collect()
    }

    fn read(file: &Path) -> Outcome<Self> {
        Ok(Self {
            path: project::shown(file),
            text: project::read(file)?,
        })
    }

    /// Lines of code with their numbers, without those that are only comment.
    pub(super) fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        let numbered = self
            .text
            .lines()
            .enumerate()
            .map(|(index, line)| (index + 1, line));
        numbered.filter(|(_, line)| !line.trim_start().starts_with("//"))
    }

    /// How many lines there are before the tests.
    pub(super) fn length_without_tests(&self) -> usize {
        self.text
            .lines()
            .take_while(|line| !line.starts_with("#[cfg(test)]"))
            .count()
    }

    /// Whether all of it is test.
    pub(super) fn is_test(&self) -> bool {
        let name = self.path.rsplit('/').next().unwrap_or_default();
        name == "tests.rs" || self.path.contains("/tests/")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(path: &str, text: &str) -> Source {
        Source {
            path: path.to_owned(),
            text: text.to_owned(),
        }
    }

    #[test]
    fn comments_are_not_code() {
        let source = source("src/a.rs", "//! web_sys\nuse a;\n    // js_sys\n");
        assert_eq!(source.lines().collect::<Vec<_>>(), [(2, "use a;")]);
    }

    #[test]
    fn tests_do_not_count_as_length() {
        assert_eq!(
            source("src/a.rs", "a\nb\n#[cfg(test)]\nmod tests {}\n").length_without_tests(),
            2
        );
        assert!(source("crates/a/tests/b.rs", "").is_test());
        assert!(source("src/a/tests.rs", "").is_test());
        assert!(!source("src/tests_page.rs", "").is_test());
    }
}
