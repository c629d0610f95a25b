use axum::http::StatusCode;
use countersign_protocol::{ProblemType, RegistrationStarted};
use countersign_server::domain::Language;
use countersign_server::domain::parameters::Parameter;
use countersign_server::storage::UserChange;

use crate::device::Device;
use crate::server::{NAME, PASSWORD, Server};

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
