/// A configuration value's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Key {
    /// Address and port to listen on.
    Listen,
    /// Where people reach the server.
    PublicOrigin,
    /// The folder of the database and the master key.
    DataDir,
    /// The master key itself, where no file is to hold it.
    MasterKey,
    /// A folder with the built app.
    WebDir,
    /// Demo mode.
    Demo,
    /// What people call this server.
    ServerName,
    /// Whose `X-Forwarded-For` is believed.
    TrustedProxies,
    /// The least severe lines that are logged.
    LogLevel,
    /// How lines are logged.
    LogFormat,
}

impl Key {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 10] = [
        Self::Listen,
        Self::PublicOrigin,
        Self::DataDir,
        Self::MasterKey,
        Self::WebDir,
        Self::Demo,
        Self::ServerName,
        Self::TrustedProxies,
        Self::LogLevel,
        Self::LogFormat,
    ];

    /// The name in the file.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Listen => "listen",
            Self::PublicOrigin => "public_origin",
            Self::DataDir => "data_dir",
            Self::MasterKey => "master_key",
            Self::WebDir => "web_dir",
            Self::Demo => "demo",
            Self::ServerName => "server_name",
            Self::TrustedProxies => "trusted_proxies",
            Self::LogLevel => "log_level",
            Self::LogFormat => "log_format",
        }
    }

    /// The name of the environment variable.
    pub fn variable(self) -> String {
        format!("{}{}", Self::VARIABLE_PREFIX, self.name().to_uppercase())
    }

    /// The name of the flag, without its dashes.
    pub fn flag(self) -> String {
        self.name().replace('_', "-")
    }

    /// The key of this name in the file.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|key| key.name() == name)
    }

    /// Whether the value must not be shown.
    pub const fn is_secret(self) -> bool {
        matches!(self, Self::MasterKey)
    }

    pub(super) const VARIABLE_PREFIX: &'static str = "COUNTERSIGN_";

    pub(super) const fn default_text(self) -> &'static str {
        match self {
            Self::Listen => "127.0.0.1:8080",
            Self::DataDir => "./data",
            Self::Demo => "false",
            Self::ServerName => "Countersign",
            Self::LogLevel => "info",
            Self::LogFormat => "text",
            Self::PublicOrigin | Self::MasterKey | Self::WebDir | Self::TrustedProxies => "",
        }
    }
}
