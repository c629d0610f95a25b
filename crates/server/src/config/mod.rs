//! What the server is told at its start: by flags, environment and a file, in this order of
//! precedence, and by defaults for the rest.
//!
//! Each source says texts; they are laid over each other first and understood once afterwards, so
//! that a value means the same wherever it comes from.

mod key;
mod layers;
mod values;

use std::collections::BTreeMap;
use std::fmt;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use countersign_protocol::SecretText;

pub use key::Key;
pub use layers::Layers;
pub use values::{LogFormat, LogLevel, Network, PublicOrigin};

/// Where a value comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// Nobody said anything.
    Default,
    /// The configuration file.
    File(PathBuf),
    /// An environment variable.
    Environment,
    /// The command line.
    Flag,
}

/// One sentence that says what is wrong and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigError(String);

/// The configuration, understood, with the source of each value.
#[derive(Clone, Debug)]
pub struct Config {
    /// The address to listen on; port 0 lets the system choose.
    pub listen: SocketAddr,
    /// Where people reach the server, if it was said; see [`Config::origin_at`].
    pub public_origin: Option<PublicOrigin>,
    /// The folder of the database and the master key.
    pub data_dir: PathBuf,
    /// The master key, where it is not kept in a file: 64 hexadecimal digits.
    pub master_key: Option<SecretText>,
    /// Serves the app from this folder in place of the files in the binary.
    pub web_dir: Option<PathBuf>,
    /// Shows text messages on a page, for trying things out.
    pub demo: bool,
    /// What people call this server.
    pub server_name: String,
    /// Whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<Network>,
    /// The least severe lines that are logged.
    pub log_level: LogLevel,
    /// How lines are logged.
    pub log_format: LogFormat,
    /// Environment variables that look as if they were meant for the server.
    pub unknown_variables: Vec<String>,
    /// Secrets are masked here.
    sources: BTreeMap<Key, (String, Source)>,
}

/// A value as `countersign-server config` shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigLine {
    /// The key.
    pub key: Key,
    /// The value, masked when it is a secret, empty when there is none.
    pub value: String,
    /// Where it comes from.
    pub source: Source,
}

impl Config {
    /// Lays the sources over each other and understands the result.
    pub fn from_layers(mut layers: Layers) -> Result<Self, ConfigError> {
        let unknown_variables = std::mem::take(&mut layers.unknown_variables);
        let mut sources = layers.into_values();
        let read = Reader(&sources);
        let config = Self {
            listen: read.value(Key::Listen, values::address)?,
            public_origin: read.optional(Key::PublicOrigin, values::origin)?,
            data_dir: read.value(Key::DataDir, values::folder)?,
            master_key: read.optional(Key::MasterKey, values::master_key)?,
            web_dir: read.optional(Key::WebDir, values::folder)?,
            demo: read.value(Key::Demo, values::switch)?,
            server_name: read.value(Key::ServerName, values::server_name)?,
            trusted_proxies: read.value(Key::TrustedProxies, values::networks)?,
            log_level: read.value(Key::LogLevel, values::log_level)?,
            log_format: read.value(Key::LogFormat, values::log_format)?,
            unknown_variables,
            sources: BTreeMap::new(),
        };
        for (key, (value, _)) in &mut sources {
            if key.is_secret() && !value.is_empty() {
                "********".clone_into(value);
            }
        }
        Ok(Self { sources, ..config })
    }

    /// Where people reach the server that listens on `port`: as configured, otherwise on this
    /// machine.
    pub fn origin_at(&self, port: u16) -> PublicOrigin {
        self.public_origin
            .clone()
            .unwrap_or_else(|| PublicOrigin::local(port))
    }

    /// The database file.
    pub fn database_file(&self) -> PathBuf {
        self.data_dir.join("countersign.db")
    }

    /// The file of the master key, used unless the key itself is configured.
    pub fn master_key_file(&self) -> PathBuf {
        self.data_dir.join("master.key")
    }

    /// Every value with its source, secrets masked.
    pub fn lines(&self) -> impl Iterator<Item = ConfigLine> {
        self.sources
            .iter()
            .map(|(&key, (value, source))| ConfigLine {
                key,
                value: value.clone(),
                source: source.clone(),
            })
    }
}

/// Understands the laid-over texts, and says which one it did not understand.
struct Reader<'a>(&'a BTreeMap<Key, (String, Source)>);

impl Reader<'_> {
    fn value<T>(
        &self,
        key: Key,
        understand: impl FnOnce(&str) -> Result<T, String>,
    ) -> Result<T, ConfigError> {
        let (text, source) = self
            .0
            .get(&key)
            .map_or(("", &Source::Default), |(text, source)| {
                (text.as_str(), source)
            });
        understand(text).map_err(|what| {
            let place = match source {
                Source::Default => key.name().to_owned(),
                Source::File(path) => format!("{} in {}", key.name(), path.display()),
                Source::Environment => key.variable(),
                Source::Flag => format!("--{}", key.flag()),
            };
            ConfigError(format!("{place}: {what}."))
        })
    }

    fn optional<T>(
        &self,
        key: Key,
        understand: impl FnOnce(&str) -> Result<T, String>,
    ) -> Result<Option<T>, ConfigError> {
        self.value(key, |text| match text {
            "" => Ok(None),
            text => understand(text).map(Some),
        })
    }
}

impl ConfigError {
    /// From a whole sentence.
    pub(crate) fn new(sentence: impl Into<String>) -> Self {
        Self(sentence.into())
    }

    /// A file that cannot be read.
    fn unreadable(path: &Path, error: &std::io::Error) -> Self {
        Self(format!(
            "The configuration file {} cannot be read: {error}.",
            path.display()
        ))
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for ConfigError {}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => f.write_str("default"),
            Self::File(path) => write!(f, "file {}", path.display()),
            Self::Environment => f.write_str("environment"),
            Self::Flag => f.write_str("flag"),
        }
    }
}

#[cfg(test)]
mod tests;
