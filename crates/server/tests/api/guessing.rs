use axum::http::StatusCode;
use countersign_protocol::{BindingState, BindingStatuses, ProblemType};

use crate::device::{Device, code_now};
use crate::server::{NAME, PASSWORD, Server, other_code};

const HALF_HOUR: i64 = 30 * 60;

#[tokio::test]
async fn five_wrong_codes_lock_the_token_for_half_an_hour_then_twice_as_long() {
    let server = Server::with_codes().await;
    let device = Device::new(&server, 1);
    let registered = device.register().await;
    for (round, length) in [HALF_HOUR, 2 * HALF_HOUR, 4 * HALF_HOUR]
        .into_iter()
        .enumerate()
    {
        for tries_left in [4, 3, 2, 1] {
            let wrong = other_code(&code_now(&registered, &server));
            let problem = device
                .sign_in(Some(&wrong))
                .await
                .problem(ProblemType::CodeRefused);
            assert_eq!(problem.tries_left, Some(tries_left), "round {round}");
        }
        let until = server.now().plus_seconds(length);
        let wrong = other_code(&code_now(&registered, &server));
        let right = code_now(&registered, &server);
        for code in [&wrong, &wrong, &right] {
            let problem = device
                .sign_in(Some(code))
                .await
                .problem(ProblemType::AccountLocked);
            assert_eq!(problem.until, Some(until));
        }
        server.wait(length);
    }
    let right = code_now(&registered, &server);
    device
        .sign_in(Some(&right))
        .await
        .expect(StatusCode::CREATED);
    server.wait(30);
    let wrong = other_code(&code_now(&registered, &server));
    let problem = device
        .sign_in(Some(&wrong))
        .await
        .problem(ProblemType::CodeRefused);
    assert_eq!(problem.tries_left, Some(4));
}

#[tokio::test]
async fn fifty_wrong_codes_in_all_need_a_new_registration() {
    let server = Server::with_codes().await;
    let device = Device::new(&server, 1);
    let registered = device.register().await;
    for attempt in 1..50 {
        let wrong = other_code(&code_now(&registered, &server));
        let answer = device.sign_in(Some(&wrong)).await;
        assert_ne!(answer.status, StatusCode::CREATED);
        if attempt % 5 == 0 {
            answer.problem(ProblemType::AccountLocked);
            server.wait(24 * 3600);
        } else {
            answer.problem(ProblemType::CodeRefused);
        }
        if attempt % 7 == 0 {
            server.wait(30);
        }
    }
    let wrong = other_code(&code_now(&registered, &server));
    device
        .sign_in(Some(&wrong))
        .await
        .problem(ProblemType::TokenRevoked);
    let right = code_now(&registered, &server);
    device
        .sign_in(Some(&right))
        .await
        .problem(ProblemType::TokenRevoked);
    let statuses: BindingStatuses = device.get("/bindings").await.json();
    assert_eq!(statuses.bindings[0].state, BindingState::Revoked);

    let registered = device.register().await;
    let right = code_now(&registered, &server);
    device
        .sign_in(Some(&right))
        .await
        .expect(StatusCode::CREATED);
}

#[tokio::test]
async fn ten_wrong_passwords_by_the_bound_device_lock_its_token() {
    let server = Server::with_codes().await;
    let device = Device::new(&server, 1);
    let registered = device.register().await;
    let code = code_now(&registered, &server);
    for _ in 0..9 {
        let answer = device.sign_in_as(NAME, "no", Some(&code)).await;
        answer.problem(ProblemType::Refused);
    }
    let answer = device.sign_in_as(NAME, "no", Some(&code)).await;
    let problem = answer.problem(ProblemType::AccountLocked);
    assert_eq!(problem.until, Some(server.now().plus_seconds(HALF_HOUR)));
    server.wait(HALF_HOUR);
    let code = code_now(&registered, &server);
    device
        .sign_in(Some(&code))
        .await
        .expect(StatusCode::CREATED);
}

#[tokio::test]
async fn strangers_are_slowed_down_and_the_bound_device_is_not() {
    let server = Server::with_codes().await;
    let device = Device::new(&server, 1);
    let registered = device.register().await;
    let mut stranger = Device::new(&server, 2);
    stranger.address = device.address;
    for _ in 0..10 {
        let answer = stranger.sign_in_as(NAME, "no", None).await;
        answer.problem(ProblemType::Refused);
    }
    let answer = stranger.sign_in_as(NAME, "no", None).await;
    let problem = answer.problem(ProblemType::TooManyRequests);
    assert_eq!(problem.retry_after, Some(600));
    assert_eq!(answer.headers["retry-after"], "600");
    let code = code_now(&registered, &server);
    device
        .sign_in(Some(&code))
        .await
        .expect(StatusCode::CREATED);
    server.wait(600);
    stranger
        .sign_in_as(NAME, "no", None)
        .await
        .problem(ProblemType::Refused);
}

#[tokio::test]
async fn unknown_names_are_slowed_down_alike() {
    let server = Server::with_codes().await;
    let device = Device::new(&server, 1);
    for _ in 0..10 {
        device
            .sign_in_as("nobody", PASSWORD, None)
            .await
            .problem(ProblemType::Refused);
    }
    let answer = device.sign_in_as("nobody", PASSWORD, None).await;
    answer.problem(ProblemType::TooManyRequests);
}

#[tokio::test]
async fn successes_do_not_slow_anybody_down() {
    let server = Server::without_codes().await;
    let device = Device::new(&server, 1);
    for _ in 0..50 {
        device.sign_in(None).await.expect(StatusCode::CREATED);
    }
}
