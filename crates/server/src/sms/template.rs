//! `{phone}` and `{message}` in an operator's templates, escaped for where they stand.

use std::fmt::Write as _;

/// What a template's values stand in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Escaping {
    /// Inside a JSON string.
    Json,
    /// In a URL, or in a form.
    Percent,
    /// In the text or an attribute of an XML document.
    Xml,
    /// As it is.
    None,
}

/// The template with its values put in. A value that itself says `{message}` is not replaced again.
pub(super) fn fill(template: &str, escaping: Escaping, phone: &str, message: &str) -> String {
    let mut filled = String::with_capacity(template.len() + message.len());
    let mut rest = template;
    while let Some(at) = rest.find('{') {
        let (before, from) = rest.split_at(at);
        filled.push_str(before);
        let (value, length) = if from.starts_with("{phone}") {
            (phone, "{phone}".len())
        } else if from.starts_with("{message}") {
            (message, "{message}".len())
        } else {
            ("", 0)
        };
        if length == 0 {
            filled.push('{');
            rest = &from[1..];
        } else {
            escape_into(&mut filled, escaping, value);
            rest = &from[length..];
        }
    }
    filled.push_str(rest);
    filled
}

fn escape_into(out: &mut String, escaping: Escaping, value: &str) {
    match escaping {
        Escaping::Json => {
            let quoted = serde_json::Value::from(value).to_string();
            out.push_str(&quoted[1..quoted.len() - 1]);
        }
        Escaping::Percent => {
            for byte in value.bytes() {
                if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
                    out.push(char::from(byte));
                } else {
                    // Writing to a String cannot fail.
                    let _ = write!(out, "%{byte:02X}");
                }
            }
        }
        Escaping::Xml => {
            for letter in value.chars() {
                match letter {
                    '&' => out.push_str("&amp;"),
                    '<' => out.push_str("&lt;"),
                    '>' => out.push_str("&gt;"),
                    '"' => out.push_str("&quot;"),
                    '\'' => out.push_str("&#39;"),
                    other => out.push(other),
                }
            }
        }
        Escaping::None => out.push_str(value),
    }
}

#[cfg(test)]
mod tests {
    use super::{Escaping, fill};
    use proptest::prelude::*;

    #[test]
    fn values_are_escaped_for_where_they_stand() {
        let message = "a \"b\" & c\n\n@h #1";
        for (template, escaping, want) in [
            (
                r#"{"to":"{phone}","text":"{message}"}"#,
                Escaping::Json,
                r#"{"to":"+90555","text":"a \"b\" & c\n\n@h #1"}"#,
            ),
            (
                "to={phone}&text={message}",
                Escaping::Percent,
                "to=%2B90555&text=a%20%22b%22%20%26%20c%0A%0A%40h%20%231",
            ),
            (
                "<sms to='{phone}'>{message}</sms>",
                Escaping::Xml,
                "<sms to='+90555'>a &quot;b&quot; &amp; c\n\n@h #1</sms>",
            ),
            ("{phone} {other} {", Escaping::None, "+90555 {other} {"),
        ] {
            assert_eq!(fill(template, escaping, "+90555", message), want);
        }
    }

    #[test]
    fn a_value_is_no_template() {
        assert_eq!(
            fill("{phone}/{message}", Escaping::None, "{message}", "x"),
            "{message}/x"
        );
    }

    proptest! {
        #[test]
        fn any_message_comes_out_of_the_json_as_it_went_in(message in any::<String>()) {
            let body = fill(r#"{"text":"{message}"}"#, Escaping::Json, "", &message);
            let read: serde_json::Value = serde_json::from_str(&body).unwrap();
            prop_assert_eq!(read["text"].as_str(), Some(message.as_str()));
        }

        #[test]
        fn any_message_stays_one_value_of_a_form(message in any::<String>()) {
            let body = fill("text={message}", Escaping::Percent, "", &message);
            prop_assert!(body.bytes().skip(5).all(|b| b.is_ascii_alphanumeric() || b"-._~%".contains(&b)));
        }
    }
}
