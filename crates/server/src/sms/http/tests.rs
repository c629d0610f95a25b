use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use super::{HttpGateway, HttpSender, SmsFailure};

const TEXT: &str = "Northgate \"PAM\": 012345 & more\n\n@pam.example.com #012345";

fn gateway(url: &str, headers: &str, body: &str) -> HttpGateway {
    HttpGateway {
        url: url.to_owned(),
        headers: headers.to_owned(),
        body: body.to_owned(),
        timeout: Duration::from_secs(10),
    }
}

async fn read_request(stream: &mut TcpStream) -> String {
    let mut read = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        let count = stream.read(&mut buffer).await.unwrap();
        read.extend_from_slice(&buffer[..count]);
        let text = String::from_utf8_lossy(&read).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head
                .to_lowercase()
                .lines()
                .find_map(|line| line.strip_prefix("content-length: ")?.parse().ok())
                .unwrap_or(0);
            if body.len() >= length || count == 0 {
                return text;
            }
        }
    }
}

/// A gateway that gives one answer; the task yields the request as it came over the wire.
async fn listener_answering(answer: &'static str) -> (String, tokio::task::JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let origin = format!("http://{}", listener.local_addr().unwrap());
    let request = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let request = read_request(&mut stream).await;
        stream.write_all(answer.as_bytes()).await.unwrap();
        request
    });
    (origin, request)
}

const OK: &str = "HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n";

async fn sent(headers: &str, body: &str) -> (Result<(), SmsFailure>, String) {
    let (origin, request) = listener_answering(OK).await;
    let gateway = gateway(&format!("{origin}/send?to={{phone}}"), headers, body);
    let outcome = HttpSender::new()
        .unwrap()
        .send(&gateway, "+905550000001", TEXT)
        .await;
    (outcome, request.await.unwrap())
}

#[tokio::test]
async fn a_json_gateway_gets_the_message_as_it_is() {
    let headers = "Authorization: Bearer gateway-key\nX-To: {phone}\n";
    let (outcome, request) = sent(headers, r#"{"to":"{phone}","text":"{message}"}"#).await;
    assert_eq!(outcome, Ok(()));
    let (head, body) = request.split_once("\r\n\r\n").unwrap();
    assert!(
        head.starts_with("POST /send?to=%2B905550000001 HTTP/1.1\r\n"),
        "{head}"
    );
    let head = head.to_lowercase();
    assert!(
        head.contains("\r\nauthorization: bearer gateway-key"),
        "{head}"
    );
    assert!(head.contains("\r\nx-to: +905550000001"), "{head}");
    assert!(
        head.contains("\r\ncontent-type: application/json"),
        "{head}"
    );
    let body: serde_json::Value = serde_json::from_str(body).unwrap();
    assert_eq!(body["text"], TEXT);
}

#[tokio::test]
async fn a_form_gateway_gets_the_message_percent_encoded() {
    let (outcome, request) = sent("", "to={phone}&text={message}").await;
    assert_eq!(outcome, Ok(()));
    assert!(
        request
            .to_lowercase()
            .contains("content-type: application/x-www-form-urlencoded")
    );
    let body = request.split_once("\r\n\r\n").unwrap().1;
    assert_eq!(
        body,
        "to=%2B905550000001&text=Northgate%20%22PAM%22%3A%20012345%20%26%20more%0A%0A%40pam\
         .example.com%20%23012345"
    );
}

#[tokio::test]
async fn an_answer_that_is_no_success_is_a_failure() {
    for (answer, status) in [
        (
            "HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n",
            500,
        ),
        (
            "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n",
            302,
        ),
        (
            "HTTP/1.1 401 Unauthorized\r\nContent-Length: 6\r\n\r\n012345",
            401,
        ),
    ] {
        let (origin, request) = listener_answering(answer).await;
        let gateway = gateway(&origin, "", "{message}");
        let outcome = HttpSender::new()
            .unwrap()
            .send(&gateway, "+90555", TEXT)
            .await;
        assert_eq!(outcome, Err(SmsFailure::Refused(status)));
        request.await.unwrap();
    }
}

#[tokio::test]
async fn a_gateway_that_does_not_answer_is_given_up_in_time() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    let limit = Duration::from_millis(50);
    let gateway = HttpGateway {
        timeout: limit,
        ..gateway(&url, "", "{message}")
    };
    let outcome = HttpSender::new()
        .unwrap()
        .send(&gateway, "+90555", TEXT)
        .await;
    assert_eq!(outcome, Err(SmsFailure::TimedOut(limit)));
}

#[tokio::test]
async fn a_refused_connection_is_told_without_the_message() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!(
        "http://{}/?text={{message}}",
        listener.local_addr().unwrap()
    );
    drop(listener);
    let gateway = gateway(&url, "", "{message}");
    let outcome = HttpSender::new()
        .unwrap()
        .send(&gateway, "+90555", TEXT)
        .await;
    let failure = outcome.unwrap_err().to_string();
    assert!(failure.contains("Connection refused"), "{failure}");
    assert!(
        !failure.contains("012345") && !failure.contains("Northgate"),
        "{failure}"
    );
}

#[tokio::test]
async fn a_message_cannot_add_headers() {
    let sender = HttpSender::new().unwrap();
    let gateway = gateway(
        "http://127.0.0.1:1/",
        "X-Text: {message}\nX-To: {phone}",
        "",
    );
    for (phone, text) in [("+90555", "a\r\nX-Evil: 1"), ("+90555\nX-Evil: 1", "a")] {
        let outcome = sender.send(&gateway, phone, text).await;
        assert!(
            matches!(outcome, Err(SmsFailure::Misconfigured(_))),
            "{outcome:?}"
        );
    }
}

#[tokio::test]
async fn templates_that_make_no_request_are_told() {
    let sender = HttpSender::new().unwrap();
    for (url, headers) in [
        ("", ""),
        ("ftp://127.0.0.1/", ""),
        ("not a url", ""),
        ("http://127.0.0.1:1/", "no colon"),
        ("http://127.0.0.1:1/", "bad name: x"),
    ] {
        let outcome = sender
            .send(&gateway(url, headers, ""), "+90555", TEXT)
            .await;
        assert!(
            matches!(outcome, Err(SmsFailure::Misconfigured(_))),
            "{url} {headers}"
        );
    }
}
