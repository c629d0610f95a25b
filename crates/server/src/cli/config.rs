use countersign_server::config::Config;

use super::output::Output;

/// Every value with its source.
pub(super) fn show(config: &Config) -> Output {
    let rows = config.lines().map(|line| {
        let value = if line.value.is_empty() {
            None
        } else {
            Some(line.value)
        };
        vec![
            line.key.name().into(),
            value.into(),
            line.source.to_string().into(),
        ]
    });
    Output::Rows(vec!["key", "value", "source"], rows.collect())
}
