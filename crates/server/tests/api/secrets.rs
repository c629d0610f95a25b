//! What must not be found: in the database file, in log lines.

use std::io::Write;
use std::sync::{Arc, Mutex};

use axum::http::StatusCode;
use countersign_protocol::ProblemType;
use countersign_server::domain::activation::make_activation_code;
use serde_json::json;

use crate::device::{Device, code_now, token_of};
use crate::server::{NAME, PASSWORD, Server, other_code};

fn contains(haystack: &[u8], needle: &[u8]) -> bool {
    haystack
        .windows(needle.len())
        .any(|window| window == needle)
}

/// A whole life of secrets, named: password, codes, the token's secret as text and bytes, cookie.
async fn live(server: &Server) -> Vec<(&'static str, Vec<u8>)> {
    let device = Device::new(server, 1);
    let started = device.start().await;
    let sms_code = server.sms_code();
    device.confirm(&started.id, &other_code(&sms_code)).await;
    let answer = device
        .confirm(&started.id, &sms_code)
        .await
        .expect(StatusCode::CREATED);
    let registered: countersign_protocol::Registered = answer.json();
    let code = code_now(&registered, server);
    device
        .sign_in(Some(&code))
        .await
        .expect(StatusCode::CREATED);
    let cookie = device.cookie().unwrap();
    device.get("/me").await.expect(StatusCode::OK);
    device
        .sign_in_as(NAME, "wrong but secret", Some(&code))
        .await;
    device.start_as("nobody", "also secret").await;

    let user = server.user().await;
    let activation = make_activation_code(&server.storage, &server.keys, &user, server.now())
        .await
        .unwrap();
    let activation = activation.code.expose().to_owned();
    let body = json!({
        "user_name": NAME,
        "password": PASSWORD,
        "activation_code": activation,
        "device_name": "Pixel 9",
    });
    device
        .post("/registrations/activate", body)
        .await
        .expect(StatusCode::CREATED);
    let token = token_of(&registered.token);
    vec![
        ("password", PASSWORD.into()),
        ("wrong password", "wrong but secret".into()),
        ("unknown user's password", "also secret".into()),
        ("secret in base 32", registered.token.secret.expose().into()),
        ("secret", token.secret.expose_bytes().into()),
        ("cookie", cookie.into()),
        ("activation code", activation.replace('-', "").into()),
        ("grouped activation code", activation.into()),
        ("text message code", format!("#{sms_code}").into()),
        ("quoted text message code", format!("\"{sms_code}\"").into()),
        ("quoted code", format!("\"{code}\"").into()),
    ]
}

#[tokio::test]
async fn the_database_file_holds_no_secret_in_the_clear() {
    let server = Server::with_codes().await;
    let secrets = live(&server).await;
    let mut bytes = Vec::new();
    let mut files = 0;
    for entry in std::fs::read_dir(server.folder.path()).unwrap() {
        bytes.extend(std::fs::read(entry.unwrap().path()).unwrap());
        files += 1;
    }
    assert!(files >= 2, "the database and its write-ahead log");
    assert!(contains(&bytes, b"Pixel 9"), "what is stored can be found");
    for (name, secret) in secrets {
        assert!(!contains(&bytes, &secret), "{name}");
    }
    // Six digits alone turn up by chance in so many bytes; stored as text they would stand
    // beside the registration's name.
    let started = Device::new(&server, 3).start_as("nobody", "x").await;
    started.expect(StatusCode::ACCEPTED);
}

#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn log_lines_hold_no_secret_and_a_fault_is_found_by_its_reference() {
    let lines = Lines::default();
    let writer = lines.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing_subscriber::filter::LevelFilter::TRACE)
        .with_writer(move || writer.clone())
        .finish();
    let guard = tracing::subscriber::set_default(subscriber);
    let server = Server::with_codes().await;
    let secrets = live(&server).await;
    server.storage.close().await;
    let device = Device::new(&server, 2);
    let answer = device.sign_in(None).await;
    let problem = answer.problem(ProblemType::Internal);
    drop(guard);

    let lines = lines.0.lock().unwrap();
    assert!(contains(&lines, b"a request failed"));
    assert!(contains(&lines, problem.reference.unwrap().as_bytes()));
    assert!(!answer.text.contains("pool"), "{}", answer.text);
    for (name, secret) in secrets {
        assert!(!contains(&lines, &secret), "{name}");
    }
}
