//! The rules hold when many calls come at once, over real connections.

use std::collections::HashMap;
use std::net::SocketAddr;

use axum::http::{Method, Request, StatusCode};
use countersign_protocol::{Problem, ProblemType, Registered};
use serde_json::json;

use crate::device::{Answer, Device, code_now, sign_in_body};
use crate::server::{NAME, PASSWORD, Server, other_code};

const MANY: usize = 50;

async fn all_at_once(
    device: &Device<'_>,
    address: SocketAddr,
    requests: Vec<Request<String>>,
) -> Vec<Answer> {
    let calls = requests
        .into_iter()
        .map(|request| device.send_over(address, request));
    futures_of(calls).await
}

/// Runs all of them at the same time on this task; the server answers on its own.
async fn futures_of<T>(calls: impl Iterator<Item = impl Future<Output = T>>) -> Vec<T> {
    let mut pending: Vec<_> = calls.map(|call| (Box::pin(call), None)).collect();
    std::future::poll_fn(|context| {
        let mut all_done = true;
        for (call, done) in &mut pending {
            if done.is_none() {
                match call.as_mut().poll(context) {
                    std::task::Poll::Ready(value) => *done = Some(value),
                    std::task::Poll::Pending => all_done = false,
                }
            }
        }
        if all_done {
            std::task::Poll::Ready(())
        } else {
            std::task::Poll::Pending
        }
    })
    .await;
    pending.into_iter().filter_map(|(_, done)| done).collect()
}

fn kinds(answers: &[Answer]) -> HashMap<String, usize> {
    let mut kinds = HashMap::new();
    for answer in answers {
        let kind = if answer.status.is_success() {
            answer.status.to_string()
        } else {
            answer.json::<Problem>().kind.name().to_owned()
        };
        *kinds.entry(kind).or_default() += 1;
    }
    kinds
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn fifty_sign_ins_with_one_code_give_exactly_one_session() {
    let server = Server::with_codes().await;
    let address = server.listen().await;
    let device = Device::new(&server, 1);
    let registered = device.register().await;
    let body = sign_in_body(NAME, PASSWORD, Some(&code_now(&registered, &server)));
    let requests = (0..MANY)
        .map(|_| device.request(&Method::POST, "/sessions", Some(body.clone())))
        .collect();
    let kinds = kinds(&all_at_once(&device, address, requests).await);
    assert_eq!(
        kinds[StatusCode::CREATED.to_string().as_str()],
        1,
        "{kinds:?}"
    );
    assert_eq!(kinds[ProblemType::CodeUsed.name()], MANY - 1, "{kinds:?}");
    assert_eq!(server.storage.count_sessions().await.unwrap(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn fifty_confirmations_give_exactly_one_binding() {
    let server = Server::with_codes().await;
    let address = server.listen().await;
    let device = Device::new(&server, 1);
    let started = device.start().await;
    let path = format!("/registrations/{}/confirm", started.id);
    let body = json!({"code": server.sms_code()});
    let requests = (0..MANY)
        .map(|_| device.request(&Method::POST, &path, Some(body.clone())))
        .collect();
    let answers = all_at_once(&device, address, requests).await;
    for answer in &answers {
        assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text);
        assert_eq!(answer.text, answers[0].text);
    }
    let user = server.user().await;
    assert_eq!(server.storage.bindings_of(&user).await.unwrap().len(), 1);
    assert_eq!(server.messages().len(), 2, "the code and one notice");
    let registered: Registered = answers[0].json();
    assert_eq!(registered.generation, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn parallel_registrations_on_two_devices_leave_one_active_binding() {
    let server = Server::with_codes().await;
    let address = server.listen().await;
    let (one, two) = (Device::new(&server, 1), Device::new(&server, 2));
    let mut confirmations = Vec::new();
    for device in [&one, &two] {
        let started = device.start().await;
        let path = format!("/registrations/{}/confirm", started.id);
        confirmations.push((device, path, json!({"code": server.sms_code()})));
        server.wait(60);
    }
    let calls = confirmations.into_iter().map(|(device, path, body)| {
        let request = device.request(&Method::POST, &path, Some(body));
        device.send_over(address, request)
    });
    for answer in futures_of(calls).await {
        assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text);
    }
    let user = server.user().await;
    let bindings = server.storage.bindings_of(&user).await.unwrap();
    let states: Vec<_> = bindings.iter().map(|binding| binding.state).collect();
    assert_eq!(
        states,
        [
            countersign_protocol::BindingState::Active,
            countersign_protocol::BindingState::Superseded
        ]
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn parallel_wrong_codes_never_exceed_the_tries() {
    let server = Server::with_codes().await;
    let address = server.listen().await;
    let device = Device::new(&server, 1);
    let registered = device.register().await;
    let wrong = other_code(&code_now(&registered, &server));
    let body = sign_in_body(NAME, PASSWORD, Some(&wrong));
    let requests = (0..MANY)
        .map(|_| device.request(&Method::POST, "/sessions", Some(body.clone())))
        .collect();
    let kinds = kinds(&all_at_once(&device, address, requests).await);
    assert_eq!(kinds[ProblemType::CodeRefused.name()], 4, "{kinds:?}");
    assert_eq!(
        kinds[ProblemType::AccountLocked.name()],
        MANY - 4,
        "{kinds:?}"
    );
    let user = server.user().await;
    let binding = server.storage.active_binding(&user).await.unwrap().unwrap();
    assert_eq!(binding.code_failures_total, 5);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn parallel_wrong_text_message_codes_never_exceed_the_tries() {
    let server = Server::with_codes().await;
    let address = server.listen().await;
    let device = Device::new(&server, 1);
    let started = device.start().await;
    let path = format!("/registrations/{}/confirm", started.id);
    let body = json!({"code": other_code(&server.sms_code())});
    let requests = (0..MANY)
        .map(|_| device.request(&Method::POST, &path, Some(body.clone())))
        .collect();
    let kinds = kinds(&all_at_once(&device, address, requests).await);
    assert_eq!(kinds[ProblemType::SmsCodeWrong.name()], 4, "{kinds:?}");
    assert_eq!(
        kinds[ProblemType::SmsTriesUsedUp.name()],
        MANY - 4,
        "{kinds:?}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn parallel_strangers_never_exceed_the_calls_that_are_taken() {
    let server = Server::with_codes().await;
    let address = server.listen().await;
    let device = Device::new(&server, 1);
    let body = sign_in_body(NAME, "no", None);
    let requests = (0..MANY)
        .map(|_| device.request(&Method::POST, "/sessions", Some(body.clone())))
        .collect();
    let kinds = kinds(&all_at_once(&device, address, requests).await);
    assert_eq!(kinds[ProblemType::Refused.name()], 10, "{kinds:?}");
    assert_eq!(
        kinds[ProblemType::TooManyRequests.name()],
        MANY - 10,
        "{kinds:?}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_proof_sent_many_times_works_once() {
    let server = Server::empty().await;
    let address = server.listen().await;
    let device = Device::new(&server, 1);
    let request = device.request(&Method::GET, "/bindings", None);
    let requests = vec![request; MANY];
    let kinds = kinds(&all_at_once(&device, address, requests).await);
    assert_eq!(kinds[StatusCode::OK.to_string().as_str()], 1, "{kinds:?}");
}
