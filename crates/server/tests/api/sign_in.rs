use axum::http::StatusCode;
use countersign_protocol::{Me, ProblemType, StartedSession};
use countersign_server::domain::parameters::Parameter;

use crate::device::{Device, code_at, code_now};
use crate::server::{NAME, PASSWORD, Server, other_code};

#[tokio::test]
async fn the_password_alone_signs_in_while_codes_are_off() {
    let server = Server::without_codes().await;
    let device = Device::new(&server, 1);
    let answer = device.sign_in_as(" ADA ", PASSWORD, Some("123456")).await;
    let started: StartedSession = answer.expect(StatusCode::CREATED).json();
    assert_eq!(started.user.name, NAME);
    let me: Me = device.get("/me").await.expect(StatusCode::OK).json();
    assert_eq!(me.user.display_name, "Ada Lovelace");
    assert!(me.binding.is_none());
}

#[tokio::test]
async fn the_password_alone_signs_in_outside_the_groups_that_need_codes() {
    let server = Server::with_codes().await;
    server.leave_group().await;
    let device = Device::new(&server, 1);
    device.sign_in(None).await.expect(StatusCode::CREATED);
}

#[tokio::test]
async fn the_password_alone_is_refused_where_a_code_is_needed() {
    let server = Server::with_codes().await;
    let device = Device::new(&server, 1);
    device.sign_in(None).await.problem(ProblemType::Refused);
}

#[tokio::test]
async fn password_and_code_of_the_registered_token_sign_in() {
    let server = Server::with_codes().await;
    let device = Device::new(&server, 1);
    let registered = device.register().await;
    let code = code_now(&registered, &server);
    device
        .sign_in(Some(&code))
        .await
        .expect(StatusCode::CREATED);
    let me: Me = device.get("/me").await.expect(StatusCode::OK).json();
    let binding = me.binding.unwrap();
    assert!(binding.this_device);
    assert_eq!(binding.generation, 1);
    assert_eq!(binding.device_name, "Pixel 9");
    assert_eq!(binding.address, device.address.to_string());
}

#[tokio::test]
async fn a_right_code_from_another_device_is_refused() {
    let server = Server::with_codes().await;
    let registered = Device::new(&server, 1).register().await;
    let code = code_now(&registered, &server);
    let thief = Device::new(&server, 2);
    thief
        .sign_in(Some(&code))
        .await
        .problem(ProblemType::Refused);
}

#[tokio::test]
async fn codes_of_one_step_on_each_side_are_taken_and_no_others() {
    let server = Server::with_codes().await;
    let device = Device::new(&server, 1);
    let registered = device.register().await;
    for steps in [-2, 2] {
        let code = code_at(&registered, &server, steps);
        device
            .sign_in(Some(&code))
            .await
            .problem(ProblemType::CodeRefused);
    }
    for steps in [-1, 0, 1] {
        let code = code_at(&registered, &server, steps);
        device
            .sign_in(Some(&code))
            .await
            .expect(StatusCode::CREATED);
    }
}

#[tokio::test]
async fn a_code_works_once_and_earlier_ones_not_any_more() {
    let server = Server::with_codes().await;
    let device = Device::new(&server, 1);
    let registered = device.register().await;
    let code = code_now(&registered, &server);
    device
        .sign_in(Some(&code))
        .await
        .expect(StatusCode::CREATED);
    let used = device
        .sign_in(Some(&code))
        .await
        .problem(ProblemType::CodeUsed);
    let of_step = server.now().as_seconds().rem_euclid(30);
    assert_eq!(used.retry_after, Some(30 - of_step.unsigned_abs()));
    let earlier = code_at(&registered, &server, -1);
    device
        .sign_in(Some(&earlier))
        .await
        .problem(ProblemType::CodeUsed);
    server.wait(30);
    let next = code_now(&registered, &server);
    device
        .sign_in(Some(&next))
        .await
        .expect(StatusCode::CREATED);
}

#[tokio::test]
async fn a_wrong_code_is_told_whatever_the_password_was() {
    let server = Server::with_codes().await;
    let device = Device::new(&server, 1);
    let registered = device.register().await;
    let wrong = other_code(&code_now(&registered, &server));
    for (password, tries_left) in [(PASSWORD, 4), ("no", 3)] {
        let problem = device
            .sign_in_as(NAME, password, Some(&wrong))
            .await
            .problem(ProblemType::CodeRefused);
        assert_eq!(problem.tries_left, Some(tries_left));
    }
}

#[tokio::test]
async fn a_missing_code_is_told_to_the_bound_device_and_is_no_try() {
    let server = Server::with_codes().await;
    let device = Device::new(&server, 1);
    device.register().await;
    for code in [None, Some("")] {
        let problem = device.sign_in(code).await.problem(ProblemType::CodeRefused);
        assert_eq!(problem.tries_left, Some(5));
    }
}

#[tokio::test]
async fn a_wrong_password_with_a_right_code_is_refused_and_leaves_the_code() {
    let server = Server::with_codes().await;
    let device = Device::new(&server, 1);
    let registered = device.register().await;
    let code = code_now(&registered, &server);
    device
        .sign_in_as(NAME, "no", Some(&code))
        .await
        .problem(ProblemType::Refused);
    device
        .sign_in(Some(&code))
        .await
        .expect(StatusCode::CREATED);
}

#[tokio::test]
async fn the_old_device_is_told_that_its_token_was_moved_and_when() {
    let server = Server::with_codes().await;
    let (old, new) = (Device::new(&server, 1), Device::new(&server, 2));
    let registered = old.register().await;
    server.wait(61);
    new.register().await;
    let moved_at = server.now();
    server.wait(5);
    let code = code_now(&registered, &server);
    let problem = old
        .sign_in(Some(&code))
        .await
        .problem(ProblemType::TokenSuperseded);
    assert_eq!(problem.at, Some(moved_at));
}

#[tokio::test]
async fn a_moved_token_does_not_matter_once_codes_are_off() {
    let server = Server::with_codes().await;
    let (old, new) = (Device::new(&server, 1), Device::new(&server, 2));
    old.register().await;
    server.wait(61);
    new.register().await;
    server.set(Parameter::MobileOtpEnabled, "false").await;
    old.sign_in(None).await.expect(StatusCode::CREATED);
}

#[tokio::test]
async fn the_device_is_told_that_its_token_was_revoked() {
    let server = Server::with_codes().await;
    let device = Device::new(&server, 1);
    let registered = device.register().await;
    let user = server.user().await;
    server
        .storage
        .revoke_binding(&user, server.now())
        .await
        .unwrap();
    let code = code_now(&registered, &server);
    let problem = device
        .sign_in(Some(&code))
        .await
        .problem(ProblemType::TokenRevoked);
    assert_eq!(problem.at, Some(server.now()));
}

#[tokio::test]
async fn a_locked_account_is_told_to_the_bound_device_alone() {
    let server = Server::with_codes().await;
    let device = Device::new(&server, 1);
    let registered = device.register().await;
    server.lock().await;
    let code = code_now(&registered, &server);
    let problem = device
        .sign_in(Some(&code))
        .await
        .problem(ProblemType::AccountLocked);
    assert_eq!(problem.until, None);
    let stranger = Device::new(&server, 2);
    stranger
        .sign_in(Some(&code))
        .await
        .problem(ProblemType::Refused);

    let user = server.user().await;
    server.storage.unlock_user(&user).await.unwrap();
    device
        .sign_in(Some(&code))
        .await
        .expect(StatusCode::CREATED);
}

#[tokio::test]
async fn a_new_issuer_name_leaves_the_registered_token_as_it_is() {
    let server = Server::with_codes().await;
    let device = Device::new(&server, 1);
    let registered = device.register().await;
    server.set(Parameter::Issuer, "Renamed").await;
    let code = code_now(&registered, &server);
    device
        .sign_in(Some(&code))
        .await
        .expect(StatusCode::CREATED);
}
