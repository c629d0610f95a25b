use axum::http::StatusCode;
use countersign_protocol::{
    BindingState, BindingStatuses, Me, ProblemType, Registered, RegistrationMeans,
    RegistrationStarted,
};
use countersign_server::domain::Language;
use countersign_server::domain::activation::make_activation_code;
use countersign_server::domain::parameters::Parameter;
use countersign_server::storage::UserChange;
use serde_json::json;

use crate::device::{Answer, Device, code_now};
use crate::server::{NAME, PASSWORD, Server, other_code};

async fn activate(device: &Device<'_>, password: &str, code: &str) -> Answer {
    let body = json!({
        "user_name": NAME,
        "password": password,
        "activation_code": code,
        "device_name": "Pixel 9",
    });
    device.post("/registrations/activate", body).await
}

async fn activation_code(server: &Server) -> String {
    let user = server.user().await;
    let made = make_activation_code(&server.storage, &server.keys, &user, server.now())
        .await
        .unwrap();
    made.code.expose().to_owned()
}

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
async fn the_text_message_is_in_the_users_language_and_ends_with_the_line_for_browsers() {
    for language in Language::ALL {
        let server = Server::with_codes().await;
        let user = server.user().await;
        server.change(&user, UserChange::Language(language)).await;
        Device::new(&server, 1).start().await;
        let message = server.messages().pop().unwrap();
        let code = server.sms_code();
        assert!(
            message.ends_with(&format!("\n\n@localhost #{code}")),
            "{message}"
        );
        assert_eq!(code.len(), 6);
    }
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
async fn a_text_message_goes_out_only_when_all_is_right() {
    let no_phone = UserChange::Phone(None);
    let sms_off = UserChange::SmsEnabled(Some(false));
    for change in [no_phone, sms_off] {
        let server = Server::with_codes().await;
        let user = server.user().await;
        server.change(&user, change).await;
        Device::new(&server, 1).start().await;
        assert!(server.messages().is_empty());
    }
    let server = Server::without_codes().await;
    Device::new(&server, 1).start().await;
    server.set(Parameter::MobileOtpEnabled, "true").await;
    server.lock().await;
    server.wait(60);
    Device::new(&server, 2).start().await;
    let device = Device::new(&server, 3);
    for (name, password) in [(NAME, "no"), ("nobody", PASSWORD)] {
        device
            .start_as(name, password)
            .await
            .expect(StatusCode::ACCEPTED);
    }
    assert!(server.messages().is_empty());
}

#[tokio::test]
async fn the_users_own_setting_for_text_messages_wins_over_the_groups() {
    let server = Server::with_codes().await;
    server.leave_group().await;
    let user = server.user().await;
    Device::new(&server, 1).start().await;
    assert!(server.messages().is_empty());
    server
        .change(&user, UserChange::SmsEnabled(Some(true)))
        .await;
    server.wait(60);
    Device::new(&server, 1).start().await;
    assert_eq!(server.messages().len(), 1);
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
async fn a_resend_makes_the_earlier_code_wrong() {
    let server = Server::with_codes().await;
    let device = Device::new(&server, 1);
    let started = device.start().await;
    let earlier = server.sms_code();
    server.wait(60);
    device
        .resend(&started.id)
        .await
        .expect(StatusCode::ACCEPTED);
    let later = server.sms_code();
    if earlier != later {
        device
            .confirm(&started.id, &earlier)
            .await
            .problem(ProblemType::SmsCodeWrong);
    }
    device
        .confirm(&started.id, &later)
        .await
        .expect(StatusCode::CREATED);
}

#[tokio::test]
async fn a_resend_has_to_wait_and_three_messages_are_enough_for_ten_minutes() {
    let server = Server::with_codes().await;
    let device = Device::new(&server, 1);
    let started = device.start().await;
    server.wait(59);
    let problem = device
        .resend(&started.id)
        .await
        .problem(ProblemType::ResendTooEarly);
    assert_eq!(problem.retry_after, Some(1));
    server.wait(1);
    device
        .resend(&started.id)
        .await
        .expect(StatusCode::ACCEPTED);
    server.wait(60);
    let third: RegistrationStarted = device
        .resend(&started.id)
        .await
        .expect(StatusCode::ACCEPTED)
        .json();
    assert_eq!(third.resend_at, server.now().plus_seconds(600 - 120));
    server.wait(60);
    let problem = device
        .resend(&started.id)
        .await
        .problem(ProblemType::ResendTooEarly);
    assert_eq!(problem.retry_after, Some(600 - 180));
    assert_eq!(server.messages().len(), 3);
}

#[tokio::test]
async fn starting_again_on_the_same_device_gives_the_same_registration_without_a_message() {
    let server = Server::with_codes().await;
    let device = Device::new(&server, 1);
    let first = device.start().await;
    server.wait(10);
    assert_eq!(device.start().await, first);
    assert_eq!(server.messages().len(), 1);
    let other = Device::new(&server, 2);
    let answer = other.start_as(NAME, PASSWORD).await;
    answer.problem(ProblemType::ResendTooEarly);
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
    assert_eq!(
        ended.reason,
        Some(countersign_protocol::SessionEnd::Superseded)
    );
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

#[tokio::test]
async fn an_activation_code_registers_a_token_in_place_of_the_text_message() {
    let server = Server::with_codes().await;
    let device = Device::new(&server, 1);
    let code = activation_code(&server).await;
    let typed = code.to_lowercase().replace('-', " ");
    let first = activate(&device, PASSWORD, &typed)
        .await
        .expect(StatusCode::CREATED);
    let registered: Registered = first.json();
    let again = activate(&device, PASSWORD, &code)
        .await
        .expect(StatusCode::CREATED);
    assert_eq!(first.text, again.text);
    let code = code_now(&registered, &server);
    device
        .sign_in(Some(&code))
        .await
        .expect(StatusCode::CREATED);
    let me: Me = device.get("/me").await.json();
    assert_eq!(me.binding.unwrap().means, RegistrationMeans::ActivationCode);
    assert_eq!(server.messages().len(), 1, "only the notice");
}

#[tokio::test]
async fn an_activation_code_works_once_for_its_user_for_ten_minutes() {
    let server = Server::with_codes().await;
    let (device, other) = (Device::new(&server, 1), Device::new(&server, 2));
    let code = activation_code(&server).await;
    for (password, code) in [
        ("no", code.as_str()),
        (PASSWORD, "0000-0000-0000"),
        (PASSWORD, ""),
    ] {
        activate(&device, password, code)
            .await
            .problem(ProblemType::Refused);
    }
    activate(&device, PASSWORD, &code)
        .await
        .expect(StatusCode::CREATED);
    activate(&other, PASSWORD, &code)
        .await
        .problem(ProblemType::Refused);

    let late = activation_code(&server).await;
    server.wait(600);
    activate(&other, PASSWORD, &late)
        .await
        .problem(ProblemType::Refused);
    let earlier = activation_code(&server).await;
    activation_code(&server).await;
    activate(&other, PASSWORD, &earlier)
        .await
        .problem(ProblemType::Refused);
}

#[tokio::test]
async fn a_locked_account_cannot_be_activated() {
    let server = Server::with_codes().await;
    let code = activation_code(&server).await;
    server.lock().await;
    let device = Device::new(&server, 1);
    activate(&device, PASSWORD, &code)
        .await
        .problem(ProblemType::Refused);
}
