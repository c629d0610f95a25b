//! `countersign-server`: serves, shows its configuration, and is administered by command line.
#![forbid(unsafe_code)]

mod cli;

use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    cli::run().await
}
