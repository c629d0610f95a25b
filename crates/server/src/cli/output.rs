use std::io::{ErrorKind, Write as _};

use serde_json::{Map, Value};

use super::CliError;

/// What a command shows, for people or as JSON.
#[derive(Debug)]
pub(super) enum Output {
    /// Many things of one kind, each with these facts.
    Rows(Vec<&'static str>, Vec<Vec<Value>>),
    /// The facts of one thing.
    Facts(Vec<(&'static str, Value)>),
    /// A sentence.
    Said(String),
    /// A value that is shown once, alone on its line so that a program can take it, and what to
    /// know about it.
    Value(&'static str, String, String),
}

impl Output {
    pub(super) fn print(&self, json: bool) -> Result<(), CliError> {
        if let (Self::Value(_, _, about), false) = (self, json) {
            eprintln!("{about}");
        }
        let text = if json {
            format!("{:#}\n", self.json())
        } else {
            self.plain()
        };
        match std::io::stdout().write_all(text.as_bytes()) {
            // The reader has seen enough ("| head").
            Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
            Err(error) => Err(CliError::new(format!(
                "The output cannot be written: {error}."
            ))),
            Ok(()) => Ok(()),
        }
    }

    fn json(&self) -> Value {
        match self {
            Self::Rows(columns, rows) => rows
                .iter()
                .map(|row| object(columns.iter().copied().zip(row.iter().cloned())))
                .collect(),
            Self::Facts(facts) => object(facts.iter().cloned()),
            Self::Said(sentence) => object([("message", sentence.as_str().into())]),
            Self::Value(name, value, about) => object([
                (*name, value.as_str().into()),
                ("about", about.as_str().into()),
            ]),
        }
    }

    fn plain(&self) -> String {
        match self {
            Self::Rows(columns, rows) => {
                let heads = columns
                    .iter()
                    .map(|column| column.replace('_', " "))
                    .collect();
                let cells = rows.iter().map(|row| row.iter().map(shown).collect());
                aligned(std::iter::once(heads).chain(cells).collect())
            }
            Self::Facts(facts) => {
                let line = |(name, value): &(&str, Value)| {
                    vec![format!("{}:", name.replace('_', " ")), shown(value)]
                };
                aligned(facts.iter().map(line).collect())
            }
            Self::Said(line) | Self::Value(_, line, _) => format!("{line}\n"),
        }
    }
}

fn object(facts: impl IntoIterator<Item = (&'static str, Value)>) -> Value {
    let facts = facts
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value));
    Value::Object(facts.collect::<Map<_, _>>())
}

/// Control characters are shown as `\n` and the like: a value must not move the cursor.
fn shown(value: &Value) -> String {
    match value {
        Value::Null => "-".to_owned(),
        Value::Bool(true) => "on".to_owned(),
        Value::Bool(false) => "off".to_owned(),
        Value::String(text) => text
            .chars()
            .map(|letter| {
                if letter.is_control() {
                    letter.escape_default().to_string()
                } else {
                    letter.into()
                }
            })
            .collect(),
        Value::Array(items) => items.iter().map(shown).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    }
}

fn aligned(lines: Vec<Vec<String>>) -> String {
    let mut widths: Vec<usize> = Vec::new();
    for line in &lines {
        for (column, cell) in line.iter().enumerate() {
            let width = cell.chars().count();
            match widths.get_mut(column) {
                Some(widest) => *widest = width.max(*widest),
                None => widths.push(width),
            }
        }
    }
    let mut text = String::new();
    for line in lines {
        let cells: Vec<_> = line
            .iter()
            .zip(&widths)
            .map(|(cell, &width)| format!("{cell:width$}"))
            .collect();
        text.push_str(cells.join("  ").trim_end());
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::Output;
    use serde_json::json;

    #[test]
    fn rows_stand_in_columns_and_are_objects_in_json() {
        let rows = vec![
            vec![json!("deniz.kaya"), json!(true), json!(["ops", "dba"])],
            vec![json!("şule"), json!(null), json!([])],
        ];
        let output = Output::Rows(vec!["name", "sms_on", "groups"], rows);
        assert_eq!(
            output.plain(),
            "name        sms on  groups\ndeniz.kaya  on      ops, dba\nşule        -\n"
        );
        assert_eq!(
            output.json(),
            json!([
                {"name": "deniz.kaya", "sms_on": true, "groups": ["ops", "dba"]},
                {"name": "şule", "sms_on": null, "groups": []}
            ])
        );
    }

    #[test]
    fn a_value_cannot_move_the_cursor() {
        let output = Output::Facts(vec![("name", json!("a\u{1b}[2J\nb"))]);
        assert_eq!(output.plain(), "name:  a\\u{1b}[2J\\nb\n");
    }
}
