use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

use axum::http::Uri;
use countersign_protocol::SecretText;

/// Longest name of a server, in characters: it has to fit into a text message.
const SERVER_NAME_MAX: usize = 40;

/// Where people reach the server: scheme, host and, if it is not the usual one, port.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicOrigin {
    text: String,
    host: String,
}

/// A set of addresses that share their first bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Network {
    address: IpAddr,
    prefix: u32,
}

/// The least severe lines that are logged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogLevel {
    /// What an operator must look at.
    Error,
    /// And what is odd.
    Warn,
    /// And what happens.
    Info,
    /// And how.
    Debug,
    /// And everything else.
    Trace,
}

/// How lines are logged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    Text,
    /// One JSON object per line.
    Json,
}

impl PublicOrigin {
    /// The server on this machine.
    pub fn local(port: u16) -> Self {
        Self {
            text: format!("http://localhost:{port}"),
            host: "localhost".to_owned(),
        }
    }

    /// As in `https://pam.example.com`, without a slash at the end.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The host alone, without its port.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// Whether the connection is encrypted.
    pub fn is_https(&self) -> bool {
        self.text.starts_with("https:")
    }
}

impl fmt::Display for PublicOrigin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl Network {
    /// Whether the address is one of this network's.
    pub fn contains(&self, address: IpAddr) -> bool {
        match (self.address, address.to_canonical()) {
            (IpAddr::V4(mine), IpAddr::V4(other)) => {
                let differing = u32::from(mine) ^ u32::from(other);
                differing.leading_zeros() >= self.prefix
            }
            (IpAddr::V6(mine), IpAddr::V6(other)) => {
                let differing = u128::from(mine) ^ u128::from(other);
                differing.leading_zeros() >= self.prefix
            }
            _ => false,
        }
    }
}

pub(super) fn address(text: &str) -> Result<SocketAddr, String> {
    text.parse()
        .map_err(|_| format!("\"{text}\" is not an address and port such as 127.0.0.1:8080"))
}

pub(super) fn origin(text: &str) -> Result<PublicOrigin, String> {
    let example = "an origin such as https://pam.example.com, without a path";
    let wrong = || format!("\"{text}\" is not {example}");
    let uri: Uri = text.to_lowercase().parse().map_err(|_| wrong())?;
    let (Some(scheme), Some(authority)) = (uri.scheme_str(), uri.authority()) else {
        return Err(wrong());
    };
    let bare = uri.path() == "/" && uri.query().is_none() && !authority.as_str().contains('@');
    if !bare || !matches!(scheme, "http" | "https") {
        return Err(wrong());
    }
    let host = authority.host().to_owned();
    if scheme == "http" && !is_this_machine(&host) {
        return Err(format!(
            "\"{text}\" must begin with https://, since browsers keep no keys for {host} otherwise"
        ));
    }
    let default_port = if scheme == "http" { 80 } else { 443 };
    let text = match authority.port_u16() {
        Some(port) if port != default_port => format!("{scheme}://{host}:{port}"),
        _ => format!("{scheme}://{host}"),
    };
    Ok(PublicOrigin { text, host })
}

/// The hosts that browsers trust without TLS.
fn is_this_machine(host: &str) -> bool {
    let address = host
        .trim_start_matches('[')
        .trim_end_matches(']')
        .parse::<IpAddr>();
    host == "localhost"
        || host.ends_with(".localhost")
        || address.is_ok_and(|address| address.is_loopback())
}

#[expect(clippy::unnecessary_wraps, reason = "one shape for all of them")]
pub(super) fn folder(text: &str) -> Result<PathBuf, String> {
    Ok(PathBuf::from(text))
}

/// Does not repeat the text: it may be a key with one digit missing.
pub(super) fn master_key(text: &str) -> Result<SecretText, String> {
    if text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        Ok(SecretText::new(text))
    } else {
        Err("the master key must be 64 hexadecimal digits".to_owned())
    }
}

pub(super) fn switch(text: &str) -> Result<bool, String> {
    match text {
        "true" => Ok(true),
        "false" => Ok(false),
        _ => Err(format!("\"{text}\" is neither true nor false")),
    }
}

pub(super) fn server_name(text: &str) -> Result<String, String> {
    let length = text.chars().count();
    if text.trim().is_empty() || length > SERVER_NAME_MAX || text.chars().any(char::is_control) {
        return Err(format!(
            "the server's name must have 1 to {SERVER_NAME_MAX} characters on one line"
        ));
    }
    Ok(text.trim().to_owned())
}

pub(super) fn networks(text: &str) -> Result<Vec<Network>, String> {
    let items = text.split(',').map(str::trim);
    items.filter(|item| !item.is_empty()).map(network).collect()
}

fn network(text: &str) -> Result<Network, String> {
    let wrong =
        || format!("\"{text}\" is not an address such as 10.0.0.1 or a network such as 10.0.0.0/8");
    let (address, prefix) = match text.split_once('/') {
        Some((address, prefix)) => (address, Some(prefix)),
        None => (text, None),
    };
    let address: IpAddr = address.parse().map_err(|_| wrong())?;
    let longest = if address.is_ipv4() { 32 } else { 128 };
    let prefix = prefix
        .map_or(Ok(longest), str::parse)
        .map_err(|_| wrong())?;
    if prefix > longest {
        return Err(wrong());
    }
    Ok(Network { address, prefix })
}

pub(super) fn log_level(text: &str) -> Result<LogLevel, String> {
    match text {
        "error" => Ok(LogLevel::Error),
        "warn" => Ok(LogLevel::Warn),
        "info" => Ok(LogLevel::Info),
        "debug" => Ok(LogLevel::Debug),
        "trace" => Ok(LogLevel::Trace),
        _ => Err(format!(
            "\"{text}\" is none of error, warn, info, debug and trace"
        )),
    }
}

pub(super) fn log_format(text: &str) -> Result<LogFormat, String> {
    match text {
        "text" => Ok(LogFormat::Text),
        "json" => Ok(LogFormat::Json),
        _ => Err(format!("\"{text}\" is neither text nor json")),
    }
}
