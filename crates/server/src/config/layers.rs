use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::{ConfigError, Key, Source};

/// The variable that names the configuration file; it is no key of the file itself.
const FILE_VARIABLE: &str = "CONFIG";

/// What each source says, before anything of it is understood. It has no `Debug`: a value may be a
/// secret.
#[derive(Clone, Default)]
pub struct Layers {
    file: Option<(PathBuf, BTreeMap<Key, String>)>,
    environment: BTreeMap<Key, String>,
    environment_file: Option<PathBuf>,
    pub(super) unknown_variables: Vec<String>,
    flags: BTreeMap<Key, String>,
    port: Option<u16>,
}

impl Layers {
    /// Takes the environment's variables that are keys.
    ///
    /// Others of the same prefix are no error, only noted: test drivers and Kubernetes (for a
    /// service called `countersign`) put theirs there too.
    #[must_use]
    pub fn with_environment(
        mut self,
        variables: impl IntoIterator<Item = (String, String)>,
    ) -> Self {
        for (variable, value) in variables {
            let Some(name) = variable.strip_prefix(Key::VARIABLE_PREFIX) else {
                continue;
            };
            if name == FILE_VARIABLE {
                self.environment_file = Some(value.into());
            } else if let Some(key) = Key::from_name(&name.to_lowercase()) {
                self.environment.insert(key, value);
            } else {
                self.unknown_variables.push(variable);
            }
        }
        self
    }

    /// Takes a value from the command line.
    #[must_use]
    pub fn with_flag(mut self, key: Key, value: Option<String>) -> Self {
        if let Some(value) = value {
            self.flags.insert(key, value);
        }
        self
    }

    /// Takes `--port`, which changes the port of the address to listen on and nothing else of it.
    #[must_use]
    pub const fn with_port(mut self, port: Option<u16>) -> Self {
        self.port = port;
        self
    }

    /// Reads the file that the command line names, or else the one that the environment names.
    pub fn with_file(self, path: Option<PathBuf>) -> Result<Self, ConfigError> {
        let Some(path) = path.or_else(|| self.environment_file.clone()) else {
            return Ok(self);
        };
        let text = std::fs::read_to_string(&path)
            .map_err(|error| ConfigError::unreadable(&path, &error))?;
        self.with_file_text(path, &text)
    }

    /// Takes the text of a configuration file.
    pub fn with_file_text(mut self, path: PathBuf, text: &str) -> Result<Self, ConfigError> {
        let table: toml::Table =
            toml::from_str(text).map_err(|error| syntax_error(&path, text, &error))?;
        let mut values = BTreeMap::new();
        for (name, value) in table {
            let Some(key) = Key::from_name(&name) else {
                let known = Key::ALL.map(Key::name).join(", ");
                return Err(ConfigError::new(format!(
                    "The key {name} in {} is not known; those that are: {known}.",
                    path.display()
                )));
            };
            let Some(value) = as_text(&value) else {
                return Err(ConfigError::new(format!(
                    "{name} in {} must be a text, a number, true, false or a list of texts.",
                    path.display()
                )));
            };
            values.insert(key, value);
        }
        self.file = Some((path, values));
        Ok(self)
    }

    /// Each key with the value of the strongest source that says something about it.
    pub(super) fn into_values(mut self) -> BTreeMap<Key, (String, Source)> {
        let port = self.port.take();
        let mut values: BTreeMap<_, _> = Key::ALL
            .into_iter()
            .map(|key| (key, self.strongest(key)))
            .collect();
        if let (Some(port), Some((listen, source))) = (port, values.get_mut(&Key::Listen)) {
            let host = listen
                .rsplit_once(':')
                .map_or(listen.as_str(), |(host, _)| host);
            (*listen, *source) = (format!("{host}:{port}"), Source::Flag);
        }
        values
    }

    fn strongest(&mut self, key: Key) -> (String, Source) {
        if let Some(value) = self.flags.remove(&key) {
            return (value, Source::Flag);
        }
        if let Some(value) = self.environment.remove(&key) {
            return (value, Source::Environment);
        }
        if let Some((path, values)) = &mut self.file
            && let Some(value) = values.remove(&key)
        {
            return (value, Source::File(path.clone()));
        }
        (key.default_text().to_owned(), Source::Default)
    }
}

fn as_text(value: &toml::Value) -> Option<String> {
    match value {
        toml::Value::String(text) => Some(text.clone()),
        toml::Value::Integer(number) => Some(number.to_string()),
        toml::Value::Boolean(switch) => Some(switch.to_string()),
        toml::Value::Array(items) => items
            .iter()
            .map(toml::Value::as_str)
            .collect::<Option<Vec<_>>>()
            .map(|items| items.join(",")),
        _ => None,
    }
}

/// The parser quotes the line in its own text, which may hold a secret: only the number of the
/// line and what was wrong are told.
fn syntax_error(path: &Path, text: &str, error: &toml::de::Error) -> ConfigError {
    let before = error.span().and_then(|span| text.get(..span.start));
    let line = before.map_or(1, |before| before.matches('\n').count() + 1);
    ConfigError::new(format!(
        "{}, line {line}: {}.",
        path.display(),
        error.message().replace('\n', ", ")
    ))
}
