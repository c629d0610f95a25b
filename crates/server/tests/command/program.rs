//! The built binary with a data folder of its own.

use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

/// The binary and its data folder, which goes when this goes.
pub(crate) struct Program {
    folder: tempfile::TempDir,
}

/// One call.
pub(crate) struct Call {
    command: Command,
    input: Option<String>,
}

impl Program {
    pub(crate) fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    pub(crate) fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    pub(crate) fn run(&self, words: &[&str]) -> Call {
        let mut command = Command::new(env!("CARGO_BIN_EXE_countersign-server"));
        // Nothing of the environment that the tests run in.
        for (name, _) in std::env::vars_os() {
            if name.to_string_lossy().starts_with("COUNTERSIGN_") {
                command.env_remove(name);
            }
        }
        command
            .args(words)
            .arg("--data")
            .arg(self.data())
            .current_dir(self.folder.path());
        Call {
            command,
            input: None,
        }
    }

    pub(crate) fn admin(&self, words: &[&str]) -> Call {
        self.run(&["admin"]).args(words)
    }
}

impl Call {
    pub(crate) fn args(mut self, words: &[&str]) -> Self {
        self.command.args(words);
        self
    }

    pub(crate) fn variable(mut self, name: &str, value: &str) -> Self {
        self.command.env(name, value);
        self
    }

    pub(crate) fn input(mut self, text: &str) -> Self {
        self.input = Some(text.to_owned());
        self
    }

    /// What it wrote, after it ended well.
    pub(crate) fn succeeds(self) -> String {
        let (code, out, error) = self.outcome();
        assert_eq!(code, Some(0), "{error}");
        out
    }

    /// The one sentence that it wrote to the error stream, after it ended with 1.
    pub(crate) fn fails(self) -> String {
        let (code, out, error) = self.outcome();
        assert_eq!(code, Some(1), "{out}{error}");
        assert_eq!(out, "");
        assert_eq!(error.lines().count(), 1, "{error}");
        error
    }

    /// Starts it and lets it run.
    pub(crate) fn spawn(&mut self) -> Child {
        self.command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        self.command.spawn().unwrap()
    }

    fn outcome(mut self) -> (Option<i32>, String, String) {
        let mut child = self.spawn();
        let mut stdin = child.stdin.take().unwrap();
        if let Some(input) = self.input {
            // The program may have refused before it read anything.
            let _ = stdin.write_all(input.as_bytes());
        }
        drop(stdin);
        let output = child.wait_with_output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (
            output.status.code(),
            text(output.stdout),
            text(output.stderr),
        )
    }
}
