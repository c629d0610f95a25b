mod admin;
mod config;
mod error;
mod flags;
mod open;
mod output;
mod serve;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use admin::Admin;
use error::CliError;
use flags::{PlaceFlags, ServerFlags};

/// The server of Countersign, the open mobile client for privileged access.
///
/// Values come from flags, then from the environment (`COUNTERSIGN_LISTEN`, ...), then from the
/// file of --config, then from defaults; "countersign-server config" shows each with its source.
#[derive(Parser)]
#[command(name = "countersign-server", version)]
struct Cli {
    #[command(flatten)]
    place: PlaceFlags,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serves the app and its API until it is told to stop.
    Serve(ServerFlags),
    /// Shows the configuration with the source of each value; secrets are masked.
    Config {
        #[command(flatten)]
        server: ServerFlags,
        /// As JSON, for programs.
        #[arg(long)]
        json: bool,
    },
    /// Changes users, groups, parameters and registered tokens, also while the server is serving.
    Admin {
        /// As JSON, for programs.
        #[arg(long, global = true)]
        json: bool,
        #[command(subcommand)]
        admin: Admin,
    },
}

/// Does what the command line says; a failure is one sentence on the error stream.
pub(crate) async fn run() -> ExitCode {
    match run_command(Cli::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

async fn run_command(cli: Cli) -> Result<(), CliError> {
    match cli.command {
        Command::Serve(server) => serve::serve(flags::config(cli.place, server)?).await,
        Command::Config { server, json } => {
            config::show(&flags::config(cli.place, server)?).print(json)
        }
        Command::Admin { json, admin } => {
            let config = flags::config(cli.place, ServerFlags::default())?;
            admin::run(&config, admin).await?.print(json)
        }
    }
}
