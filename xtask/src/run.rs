//! The whole product on this machine, with demo data.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use crate::{
    build::{self, Mode},
    fail::{Context, Outcome, fail},
    process::{self, command, say},
    project,
};

/// How `cargo xtask run` was called.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Options {
    port: u16,
    data: PathBuf,
}

impl Options {
    pub(crate) fn parse(arguments: &[String]) -> Outcome<Self> {
        let mut options = Self {
            port: 8080,
            data: PathBuf::from("data"),
        };
        for pair in arguments.chunks(2) {
            match pair {
                [name, value] if name == "--port" => {
                    options.port = value.parse().context(format_args!("--port {value}"))?;
                }
                [name, value] if name == "--data" => options.data = PathBuf::from(value),
                other => {
                    return fail(format!(
                        "`{}` is not an option of `cargo xtask run` as written.",
                        other.join(" ")
                    ));
                }
            }
        }
        Ok(options)
    }
}

/// Builds everything, makes demo data and serves it until it is stopped.
pub(crate) fn run(options: &Options) -> Outcome {
    build::build(Mode::Release)?;
    let server = server()?;
    let data = std::path::absolute(&options.data)?;
    process::run(
        command(&server)
            .args(["admin", "demo", "--data"])
            .arg(&data),
    )?;
    say(format!(
        "Countersign is at http://localhost:{}, its data in {}. Ctrl-C stops it.",
        options.port,
        data.display()
    ));
    let mut serve = command(&server);
    serve
        .args([
            "serve",
            "--port",
            &options.port.to_string(),
            "--demo",
            "--data",
        ])
        .arg(&data);
    become_it(serve)
}

/// Builds the server; tells where it is.
pub(crate) fn server() -> Outcome<PathBuf> {
    say("Compiling the server");
    let root = project::root();
    process::run(command("cargo").current_dir(&root).args([
        "build",
        "--package",
        "countersign-server",
    ]))?;
    let target =
        std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);
    Ok(root.join(target).join(
        Path::new("debug/countersign-server").with_extension(std::env::consts::EXE_EXTENSION),
    ))
}

/// The server takes the place of this program, so that a signal meets it and nothing is left running.
#[cfg(unix)]
fn become_it(mut serve: Command) -> Outcome {
    use std::os::unix::process::CommandExt;
    Err(serve.exec()).context("The server does not start")
}

#[cfg(not(unix))]
fn become_it(mut serve: Command) -> Outcome {
    process::run(&mut serve)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(arguments: &[&str]) -> Outcome<Options> {
        Options::parse(
            &arguments
                .iter()
                .map(ToString::to_string)
                .collect::<Vec<_>>(),
        )
    }

    #[test]
    fn port_and_data_can_be_chosen_in_any_order() {
        assert_eq!(
            parsed(&[]),
            Ok(Options {
                port: 8080,
                data: "data".into()
            })
        );
        let chosen = Ok(Options {
            port: 9000,
            data: "x".into(),
        });
        assert_eq!(parsed(&["--port", "9000", "--data", "x"]), chosen);
        assert_eq!(parsed(&["--data", "x", "--port", "9000"]), chosen);
    }

    #[test]
    fn what_is_not_understood_is_told() {
        assert!(parsed(&["--port"]).is_err());
        assert!(parsed(&["--port", "many"]).is_err());
        assert!(parsed(&["--prot", "1"]).is_err());
    }
}
