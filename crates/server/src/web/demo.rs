//! `/demo/messages`: the last text messages, so that one can register without a phone. The page
//! exists in demo mode only, since whoever sees it can read everybody's codes.

use std::fmt::Write as _;

use axum::Router;
use axum::extract::State;
use axum::http::HeaderValue;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::response::IntoResponse;
use axum::routing::get;

use crate::sms::{ConsoleMessage, ConsoleMessages};

const POLICY: &str = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const HEAD: &str = r#"<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<meta http-equiv="refresh" content="5">
<link rel="stylesheet" href="/demo/messages.css">
<title>Demo: text messages</title>
<main>
<h1>Demo: text messages</h1>
<p class="demo">This page exists because the server runs in demo mode. It stands in for the phones of
all users; never run a real server like this.</p>
"#;

const STYLE: &str = "body { font: 1rem/1.5 system-ui, sans-serif; margin: 0 }
main { max-width: 40rem; margin: auto; padding: 1rem }
.demo { border-inline-start: 0.25rem solid; padding-inline-start: 0.75rem }
ol { list-style: none; padding: 0 }
li { border-block-start: 1px solid; padding-block: 0.75rem }
pre { font: 1.125rem/1.5 ui-monospace, monospace; white-space: pre-wrap; margin: 0.5rem 0 0 }
";

/// The page and its style.
pub(super) fn router(messages: ConsoleMessages) -> Router {
    Router::new()
        .route("/demo/messages", get(page))
        .route("/demo/messages.css", get(style))
        .with_state(messages)
}

async fn page(State(messages): State<ConsoleMessages>) -> impl IntoResponse {
    let headers = [
        (
            CONTENT_TYPE,
            HeaderValue::from_static("text/html; charset=utf-8"),
        ),
        (CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY)),
        (CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    (headers, render(&messages.newest_first()))
}

async fn style() -> impl IntoResponse {
    let headers = [(
        CONTENT_TYPE,
        HeaderValue::from_static("text/css; charset=utf-8"),
    )];
    (headers, STYLE)
}

fn render(messages: &[ConsoleMessage]) -> String {
    let mut html = String::from(HEAD);
    html.push_str(if messages.is_empty() {
        "<p>No message has been sent since the server started.</p>\n"
    } else {
        "<ol>\n"
    });
    for ConsoleMessage { at, phone, text } in messages {
        let (phone, text) = (escaped(phone), escaped(text.expose()));
        // Writing to a String cannot fail.
        let _ = writeln!(
            html,
            "<li><time datetime=\"{at}\">{at}</time> to <b>{phone}</b>\n<pre>{text}</pre></li>"
        );
    }
    if !messages.is_empty() {
        html.push_str("</ol>\n");
    }
    html.push_str("</main>\n</html>\n");
    html
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::render;
    use crate::sms::ConsoleMessage;
    use countersign_protocol::{SecretText, Timestamp};

    #[test]
    fn messages_are_shown_as_text() {
        let html = render(&[ConsoleMessage {
            at: Timestamp::from_seconds(0),
            phone: "+90555".to_owned(),
            text: SecretText::new("<script>alert(1)</script> & \"co\"\n\n@localhost #123456"),
        }]);
        assert!(!html.contains("<script"), "{html}");
        assert!(
            html.contains(
                "<pre>&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;co&quot;\n\n@localhost \
                 #123456</pre>"
            ),
            "{html}"
        );
    }

    #[test]
    fn an_empty_page_says_so() {
        let html = render(&[]);
        assert!(
            html.contains("No message has been sent") && !html.contains("<ol>"),
            "{html}"
        );
    }
}
