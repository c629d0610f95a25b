use axum::http::StatusCode;
use countersign_protocol::{
    BindingState, BindingStatuses, Me, ProblemType, Registered, RegistrationStarted, SessionEnd,
};
use countersign_server::domain::parameters::Parameter;

use crate::device::{Device, code_now};
use crate::server::{NAME, PASSWORD, Server, other_code};

#[tokio::test]
async fn a_code_by_text_message_registers_a_token_and_the_user_is_told() {
    let server = Server::with_codes().await;
    let device = Device::new(&server, 1);
    let started = device.start().await;
    assert_eq!(started.expires_at, server.now().plus_seconds(300));
    assert_eq!(started.resend_at, server.now().plus_seconds(60));
    assert_eq!(started.tries_left, 5);

    let answer = device.confirm(&started.id, &server.sms_code()).await;
    assert_eq!(answer.headers["cache-control"], "no-store");
    let registered: Registered = answer.expect(StatusCode::CREATED).json();
    assert_eq!(registered.token.issuer, "Countersign");
    assert_eq!(registered.token.account_name, NAME);
    assert_eq!((registered.token.digits, registered.token.period), (6, 30));
    assert_eq!(registered.token.secret.expose().len(), 32);
    assert_eq!(registered.generation, 1);
    assert!(!registered.superseded_other);

    let messages = server.messages();
    assert_eq!(messages.len(), 2);
    assert!(messages[1].contains("Pixel 9"), "{}", messages[1]);
}

#[tokio::test]
async fn system_parameters_shape_the_token_and_the_code() {
    let server = Server::with_codes().await;
    server.set(Parameter::Issuer, "Northgate PAM").await;
    server.set(Parameter::TokenTimestep, "60").await;
    server.set(Parameter::SmsLifetime, "120").await;
    server.set(Parameter::SmsResend, "90").await;
    server.set(Parameter::SmsTries, "2").await;
    let device = Device::new(&server, 1);
    let started = device.start().await;
    assert_eq!(started.expires_at, server.now().plus_seconds(120));
    assert_eq!(started.resend_at, server.now().plus_seconds(90));
    assert_eq!(started.tries_left, 2);
    let registered = device.register().await;
    assert_eq!(registered.token.issuer, "Northgate PAM");
    assert_eq!(registered.token.period, 60);
    let code = code_now(&registered, &server);
    device
        .sign_in(Some(&code))
        .await
        .expect(StatusCode::CREATED);
}

#[tokio::test]
async fn a_wrong_code_is_told_with_the_tries_that_are_left_and_nothing_is_lost() {
    let server = Server::with_codes().await;
    let device = Device::new(&server, 1);
    let started = device.start().await;
    let code = server.sms_code();
    let answer = device.confirm(&started.id, &other_code(&code)).await;
    let problem = answer.problem(ProblemType::SmsCodeWrong);
    assert_eq!(problem.tries_left, Some(4));
    let grouped = format!(" {} {} ", &code[..3], &code[3..]);
    device
        .confirm(&started.id, &grouped)
        .await
        .expect(StatusCode::CREATED);
}

#[tokio::test]
async fn a_code_that_cannot_be_one_is_no_try() {
    let server = Server::with_codes().await;
    let device = Device::new(&server, 1);
    let started = device.start().await;
    for code in ["", "12345", "1234567", "abcdef", "１２３４５６"] {
        device
            .confirm(&started.id, code)
            .await
            .problem(ProblemType::BadRequest);
    }
    let wrong = other_code(&server.sms_code());
    let problem = device
        .confirm(&started.id, &wrong)
        .await
        .problem(ProblemType::SmsCodeWrong);
    assert_eq!(problem.tries_left, Some(4));
}

#[tokio::test]
async fn neither_a_resend_nor_a_new_start_refills_the_tries() {
    let server = Server::with_codes().await;
    let (device, other) = (Device::new(&server, 1), Device::new(&server, 2));
    let started = device.start().await;
    for _ in 0..2 {
        device
            .confirm(&started.id, &other_code(&server.sms_code()))
            .await;
    }
    server.wait(60);
    let answer = device
        .resend(&started.id)
        .await
        .expect(StatusCode::ACCEPTED);
    assert_eq!(answer.json::<RegistrationStarted>().tries_left, 3);
    device
        .confirm(&started.id, &other_code(&server.sms_code()))
        .await;
    server.wait(60);
    let elsewhere = other.start().await;
    assert_eq!(elsewhere.tries_left, 2);
    other
        .confirm(&elsewhere.id, &other_code(&server.sms_code()))
        .await;
    let answer = other
        .confirm(&elsewhere.id, &other_code(&server.sms_code()))
        .await;
    let problem = answer.problem(ProblemType::SmsTriesUsedUp);
    assert_eq!(problem.retry_after, Some(1800));
    assert_eq!(answer.headers["retry-after"], "1800");

    let right = server.sms_code();
    other
        .confirm(&elsewhere.id, &right)
        .await
        .problem(ProblemType::SmsTriesUsedUp);
    device
        .resend(&started.id)
        .await
        .problem(ProblemType::SmsTriesUsedUp);
    let answer = device.start_as(NAME, PASSWORD).await;
    answer.problem(ProblemType::SmsTriesUsedUp);
    server.wait(1800);
    device.register().await;
}

#[tokio::test]
async fn an_expired_code_is_told_and_another_one_can_be_asked_for() {
    let server = Server::with_codes().await;
    let device = Device::new(&server, 1);
    let started = device.start().await;
    let code = server.sms_code();
    server.wait(300);
    device
        .confirm(&started.id, &code)
        .await
        .problem(ProblemType::SmsCodeExpired);
    device
        .resend(&started.id)
        .await
        .expect(StatusCode::ACCEPTED);
    device
        .confirm(&started.id, &server.sms_code())
        .await
        .expect(StatusCode::CREATED);
}

#[tokio::test]
async fn a_registration_belongs_to_its_device_key() {
    let server = Server::with_codes().await;
    let (device, thief) = (Device::new(&server, 1), Device::new(&server, 2));
    let started = device.start().await;
    let code = server.sms_code();
    thief
        .confirm(&started.id, &code)
        .await
        .problem(ProblemType::RegistrationUnknown);
    thief
        .resend(&started.id)
        .await
        .problem(ProblemType::RegistrationUnknown);
    device
        .confirm("unknown", &code)
        .await
        .problem(ProblemType::RegistrationUnknown);
    device
        .confirm(&started.id, &code)
        .await
        .expect(StatusCode::CREATED);
}

#[tokio::test]
async fn repeating_a_confirmation_gives_the_same_token_until_the_code_expires() {
    let server = Server::with_codes().await;
    let device = Device::new(&server, 1);
    let started = device.start().await;
    let code = server.sms_code();
    let first = device
        .confirm(&started.id, &code)
        .await
        .expect(StatusCode::CREATED);
    server.wait(299);
    let again = device
        .confirm(&started.id, &code)
        .await
        .expect(StatusCode::CREATED);
    assert_eq!(first.text, again.text);
    assert_eq!(server.messages().len(), 2);
    let answer = device.confirm(&started.id, &other_code(&code)).await;
    answer.problem(ProblemType::SmsCodeWrong);
    device
        .resend(&started.id)
        .await
        .problem(ProblemType::RegistrationUnknown);
    server.wait(1);
    device
        .confirm(&started.id, &code)
        .await
        .problem(ProblemType::SmsCodeExpired);
}

#[tokio::test]
async fn repeating_a_confirmation_after_the_token_was_moved_says_so() {
    let server = Server::with_codes().await;
    let (old, new) = (Device::new(&server, 1), Device::new(&server, 2));
    let started = old.start().await;
    let code = server.sms_code();
    old.confirm(&started.id, &code)
        .await
        .expect(StatusCode::CREATED);
    server.wait(60);
    new.register().await;
    old.confirm(&started.id, &code)
        .await
        .problem(ProblemType::TokenSuperseded);
}

#[tokio::test]
async fn a_registration_that_is_not_completed_changes_nothing() {
    let server = Server::with_codes().await;
    let (old, new) = (Device::new(&server, 1), Device::new(&server, 2));
    let registered = old.register().await;
    let code = code_now(&registered, &server);
    old.sign_in(Some(&code)).await.expect(StatusCode::CREATED);
    server.wait(60);
    let started = new.start().await;
    new.confirm(&started.id, &other_code(&server.sms_code()))
        .await;
    old.get("/me").await.expect(StatusCode::OK);
    let statuses: BindingStatuses = old.get("/bindings").await.json();
    assert_eq!(statuses.bindings[0].state, BindingState::Active);
}

#[tokio::test]
async fn completing_a_registration_ends_the_old_token_and_its_sessions() {
    let server = Server::with_codes().await;
    let (old, new) = (Device::new(&server, 1), Device::new(&server, 2));
    let registered = old.register().await;
    let code = code_now(&registered, &server);
    old.sign_in(Some(&code)).await.expect(StatusCode::CREATED);
    server.wait(60);
    let second = new.register().await;
    assert!(second.superseded_other);
    assert_eq!(second.generation, 2);

    let ended = old.get("/me").await.problem(ProblemType::SessionRequired);
    assert_eq!(ended.reason, Some(SessionEnd::Superseded));
    assert_eq!(ended.at, Some(server.now()));
    let statuses: BindingStatuses = old.get("/bindings").await.json();
    assert_eq!(statuses.bindings.len(), 1);
    assert_eq!(statuses.bindings[0].state, BindingState::Superseded);
    assert_eq!(statuses.bindings[0].since, server.now());

    let code = code_now(&second, &server);
    new.sign_in(Some(&code)).await.expect(StatusCode::CREATED);
    let me: Me = new.get("/me").await.json();
    assert_eq!(me.binding.unwrap().generation, 2);
}

#[tokio::test]
async fn registering_anew_on_the_same_device_supersedes_no_other() {
    let server = Server::with_codes().await;
    let device = Device::new(&server, 1);
    device.register().await;
    server.wait(60);
    let second = device.register().await;
    assert!(!second.superseded_other);
    let statuses: BindingStatuses = device.get("/bindings").await.json();
    assert_eq!(statuses.bindings.len(), 1);
    assert_eq!(statuses.bindings[0].generation, 2);
    assert_eq!(statuses.bindings[0].state, BindingState::Active);
}

#[tokio::test]
async fn an_account_locked_between_message_and_code_gets_no_token() {
    let server = Server::with_codes().await;
    let device = Device::new(&server, 1);
    let started = device.start().await;
    server.lock().await;
    let answer = device.confirm(&started.id, &server.sms_code()).await;
    answer.problem(ProblemType::Refused);
}
