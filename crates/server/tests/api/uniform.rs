//! `product.md`, section 4, rule 1: no oracle.

use axum::http::StatusCode;
use countersign_protocol::{DPOP_NONCE_HEADER, ProblemType, RegistrationStarted, TIME_HEADER};
use countersign_server::storage::UserChange;

use crate::device::{Answer, Device, code_now};
use crate::server::{NAME, PASSWORD, Server, other_code};

/// All that an outsider can compare.
fn comparable(mut answer: Answer) -> (StatusCode, Vec<(String, String)>, String) {
    for header in [TIME_HEADER, DPOP_NONCE_HEADER] {
        answer.headers.remove(header).unwrap();
    }
    let headers = answer.headers.iter();
    let headers = headers.map(|(name, value)| (name.to_string(), value.to_str().unwrap().into()));
    (answer.status, headers.collect(), answer.text)
}

#[tokio::test]
async fn a_stranger_gets_one_refusal_for_everything() {
    let server = Server::with_codes().await;
    let registered = Device::new(&server, 1).register().await;
    let code = code_now(&registered, &server);
    let stranger = Device::new(&server, 2);
    server.add_user("locked").await;
    let locked = server
        .storage
        .user_by_name("locked")
        .await
        .unwrap()
        .unwrap();
    server
        .storage
        .lock_user(&locked.id, server.now())
        .await
        .unwrap();
    let mut answers = Vec::new();
    for (name, password, code) in [
        ("nobody", PASSWORD, None),
        ("", "", None),
        (NAME, "no", None),
        (NAME, PASSWORD, None),
        (NAME, PASSWORD, Some("000000")),
        (NAME, PASSWORD, Some(code.as_str())),
        (NAME, "no", Some(code.as_str())),
        ("locked", PASSWORD, None),
        ("locked", "no", None),
    ] {
        answers.push(comparable(stranger.sign_in_as(name, password, code).await));
    }
    assert_eq!(answers[0].0, StatusCode::UNAUTHORIZED);
    assert!(answers[0].2.contains(ProblemType::Refused.name()));
    for answer in &answers {
        assert_eq!(answer, &answers[0]);
    }
}

#[tokio::test]
async fn a_locked_account_looks_like_any_other_while_codes_are_off() {
    let server = Server::without_codes().await;
    let stranger = Device::new(&server, 1);
    let unknown = comparable(stranger.sign_in_as("nobody", PASSWORD, None).await);
    server.lock().await;
    assert_eq!(comparable(stranger.sign_in(None).await), unknown);
}

/// Everything that a registration shows, step by step, but its name.
async fn story_of(server: &Server, name: &str, password: &str) -> Vec<String> {
    let device = Device::new(server, 1);
    let mut story = Vec::new();
    let mut tell = |answer: Answer, id: &str| {
        let (status, headers, text) = comparable(answer);
        story.push(format!("{status} {headers:?} {}", text.replace(id, "ID")));
    };
    let answer = device.start_as(name, password).await;
    let started: RegistrationStarted = answer.json();
    let id = started.id;
    assert_eq!(id.len(), 22);
    tell(answer, &id);
    tell(device.start_as(name, password).await, &id);
    tell(device.resend(&id).await, &id);
    // A code that is wrong for a real registration too.
    let wrong = if server.messages().is_empty() {
        "123456".to_owned()
    } else {
        other_code(&server.sms_code())
    };
    tell(device.confirm(&id, &wrong).await, &id);
    server.wait(60);
    tell(device.resend(&id).await, &id);
    server.wait(400);
    tell(device.confirm(&id, &wrong).await, &id);
    tell(device.resend(&id).await, &id);
    for _ in 0..5 {
        tell(device.confirm(&id, &wrong).await, &id);
    }
    tell(device.resend(&id).await, &id);
    tell(device.start_as(name, password).await, &id);
    server.wait(3600);
    tell(device.confirm(&id, &wrong).await, &id);
    story
}

#[tokio::test]
async fn a_registration_that_cannot_succeed_looks_like_one_that_can() {
    let real = Server::with_codes().await;
    let expected = story_of(&real, NAME, PASSWORD).await;
    assert!(!real.messages().is_empty());

    let unknown = Server::with_codes().await;
    assert_eq!(story_of(&unknown, "nobody", PASSWORD).await, expected);
    assert!(unknown.messages().is_empty());
    let wrong = Server::with_codes().await;
    assert_eq!(story_of(&wrong, NAME, "no").await, expected);
    let locked = Server::with_codes().await;
    locked.lock().await;
    assert_eq!(story_of(&locked, NAME, PASSWORD).await, expected);
    let silent = Server::with_codes().await;
    let user = silent.user().await;
    silent.change(&user, UserChange::Phone(None)).await;
    assert_eq!(story_of(&silent, NAME, PASSWORD).await, expected);
}

#[tokio::test]
async fn an_outsider_cannot_use_up_the_users_tries() {
    let server = Server::with_codes().await;
    let (user, outsider) = (Device::new(&server, 1), Device::new(&server, 2));
    let answer = outsider.start_as(NAME, "no").await;
    let started: RegistrationStarted = answer.json();
    for _ in 0..5 {
        outsider.confirm(&started.id, "123456").await;
    }
    let answer = outsider.confirm(&started.id, "123456").await;
    answer.problem(ProblemType::SmsTriesUsedUp);
    assert_eq!(user.start().await.tries_left, 5);
    user.register().await;
}
