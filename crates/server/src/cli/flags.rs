use std::path::PathBuf;

use clap::Args;
use countersign_server::config::{Config, ConfigError, Key, Layers};

/// Where the server's things are; every command needs to know.
#[derive(Args)]
pub(super) struct PlaceFlags {
    /// The configuration file (TOML).
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    /// The folder of the database and the master key.
    #[arg(long, visible_alias = "data", global = true, value_name = "DIR")]
    data_dir: Option<String>,
}

/// How the server serves.
#[derive(Args, Default)]
pub(super) struct ServerFlags {
    /// The address and port to listen on.
    #[arg(long, value_name = "ADDRESS:PORT")]
    listen: Option<String>,
    /// The port alone; 0 lets the system choose.
    #[arg(long)]
    port: Option<u16>,
    /// Where people reach the server: scheme, host and port, without a path.
    #[arg(long, value_name = "ORIGIN")]
    public_origin: Option<String>,
    /// Serves the app from this folder in place of the files in this binary.
    #[arg(long, value_name = "DIR")]
    web_dir: Option<String>,
    /// Shows all text messages on a page, for trying things out.
    #[arg(long)]
    demo: bool,
    /// What people call this server.
    #[arg(long, value_name = "NAME")]
    server_name: Option<String>,
    /// Addresses or networks whose X-Forwarded-For is believed, with commas between them.
    #[arg(long, value_name = "NETWORKS")]
    trusted_proxies: Option<String>,
    /// error, warn, info, debug or trace.
    #[arg(long, value_name = "LEVEL")]
    log_level: Option<String>,
    /// text or json.
    #[arg(long, value_name = "FORMAT")]
    log_format: Option<String>,
}

/// The configuration from flags, environment and file.
pub(super) fn config(place: PlaceFlags, server: ServerFlags) -> Result<Config, ConfigError> {
    let environment = std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)));
    let layers = Layers::default()
        .with_environment(environment)
        .with_file(place.config)?
        .with_flag(Key::DataDir, place.data_dir)
        .with_flag(Key::Listen, server.listen)
        .with_flag(Key::PublicOrigin, server.public_origin)
        .with_flag(Key::WebDir, server.web_dir)
        .with_flag(Key::Demo, server.demo.then(|| true.to_string()))
        .with_flag(Key::ServerName, server.server_name)
        .with_flag(Key::TrustedProxies, server.trusted_proxies)
        .with_flag(Key::LogLevel, server.log_level)
        .with_flag(Key::LogFormat, server.log_format)
        .with_port(server.port);
    Config::from_layers(layers)
}
