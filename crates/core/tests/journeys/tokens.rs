//! What a person does with registered tokens.

use countersign_core::SecretText;
use countersign_core::sign_in::{Event, Notice, SmsProblem, View};
use countersign_core::vault::{Standing, StopReason};
use countersign_protocol::SessionEnd;
use countersign_server::domain::parameters::Parameter;

use crate::client::Client;
use crate::server::{PASSWORD, Server};

#[tokio::test]
async fn a_token_is_registered_used_moved_away_brought_back_and_signed_out() {
    let server = Server::with_codes().await;
    let mut first = Client::new(&server, 1, 0).await;
    first.register().await;
    let View::SignedIn(session) = first.view() else {
        panic!("not signed in");
    };
    assert_eq!(session.user.display_name, "Ada Lovelace");
    assert!(session.binding.is_some_and(|binding| binding.this_device));
    assert_eq!(session.sessions.map(|sessions| sessions.len()), Some(1));

    server.advance(60_000);
    let mut second = Client::new(&server, 2, 0).await;
    second.register().await;

    first.ports.clock.advance_seconds(60);
    first.send(Event::Reload).await;
    let View::Form(form) = first.view() else {
        panic!("still signed in: {:?}", first.view());
    };
    assert!(matches!(
        form.notice,
        Some(Notice::SessionEnded {
            reason: Some(SessionEnd::Superseded),
            ..
        })
    ));
    let token = first.vault.tokens().remove(0);
    assert!(matches!(
        token.registration().map(|r| r.standing),
        Some(Standing::Stopped {
            reason: StopReason::Superseded,
            at: Some(_)
        })
    ));
    first.submit().await;
    let View::Moved(moved) = first.view() else {
        panic!("not told: {:?}", first.view());
    };
    assert_eq!(moved.reason, StopReason::Superseded);

    first.wait(60);
    first.send(Event::Register).await;
    first.send(Event::TextMe).await;
    first.send(Event::EnterCode(server.sms_code())).await;
    first.send(Event::Continue).await;
    first.assert_signed_in();
    assert_eq!(first.vault.tokens().len(), 1);

    first.sign_out().await;
    assert!(!first.holds_secret());
    let dump = first.ports.store.dump();
    assert!(
        !dump
            .windows(PASSWORD.len())
            .any(|part| part == PASSWORD.as_bytes())
    );
}

#[tokio::test]
async fn without_mobile_codes_and_without_codes_for_the_group_the_password_is_enough() {
    let server = Server::with_codes().await;
    let mut client = Client::new(&server, 1, 0).await;
    server.set(Parameter::MobileOtpEnabled, "false").await;
    client.submit().await;
    client.assert_signed_in();
    client.sign_out().await;
    server.set(Parameter::MobileOtpEnabled, "true").await;
    client.submit().await;
    assert_eq!(client.view(), View::Refused);
    client.send(Event::TryAgain).await;
    server.leave_group().await;
    client.submit().await;
    client.assert_signed_in();
}

#[tokio::test]
async fn a_code_that_was_used_is_followed_by_the_next_one() {
    let server = Server::with_codes().await;
    let mut client = Client::new(&server, 1, 0).await;
    client.register().await;
    client.sign_out().await;
    client.submit().await;
    assert!(
        matches!(client.view(), View::CodeUsed { .. }),
        "{:?}",
        client.view()
    );
    client.sleep().await;
    client.assert_signed_in();
}

#[tokio::test]
async fn a_device_clock_that_is_off_does_not_matter() {
    let server = Server::with_codes().await;
    for (seed, ahead) in [(1, 300), (2, -300)] {
        let mut client = Client::new(&server, seed, ahead).await;
        client.register().await;
        let View::SignedIn(session) = client.view() else {
            panic!("not signed in");
        };
        assert_eq!(session.clock_slow_by, Some(-ahead));
        server.advance(60_000);
    }
}

#[tokio::test]
async fn a_token_of_an_older_name_is_chosen_and_renamed() {
    let server = Server::with_codes().await;
    let mut client = Client::new(&server, 1, 0).await;
    client.register().await;
    client.sign_out().await;
    server.set(Parameter::Issuer, "Guard").await;
    client.wait(30);
    client.submit().await;
    let View::AskChange { tokens, issuer } = client.view() else {
        panic!("not asked: {:?}", client.view());
    };
    assert_eq!(issuer, "Guard");
    client.send(Event::ChangeToken).await;
    client.send(Event::UseToken(tokens[0].id.clone())).await;
    client.assert_signed_in();
    assert_eq!(client.vault.tokens()[0].token.issuer, "Guard");
    client.sign_out().await;
    client.wait(30);
    client.submit().await;
    client.assert_signed_in();
}

#[tokio::test]
async fn a_wrong_code_an_expired_one_and_another_message() {
    let server = Server::with_codes().await;
    let mut client = Client::new(&server, 1, 0).await;
    client.ask_for_message().await;
    let problem = |client: &Client<'_>| match client.view() {
        View::Sms(view) => (view.problem, view.tries_left),
        other => panic!("{other:?}"),
    };
    let right = server.sms_code();
    let wrong = if right.expose() == "000000" {
        "000001"
    } else {
        "000000"
    };
    client.send(Event::EnterCode(SecretText::new(wrong))).await;
    assert_eq!(problem(&client), (Some(SmsProblem::Wrong), 4));
    client.wait(301);
    client.send(Event::EnterCode(right)).await;
    assert_eq!(problem(&client).0, Some(SmsProblem::Expired));
    client.send(Event::ResendCode).await;
    // The tries are not refilled.
    assert_eq!(problem(&client), (None, 4));
    client.send(Event::EnterCode(server.sms_code())).await;
    client.send(Event::Continue).await;
    client.assert_signed_in();
}

#[tokio::test]
async fn an_activation_code_registers_too() {
    let server = Server::with_codes().await;
    let mut client = Client::new(&server, 1, 0).await;
    client.submit().await;
    client.send(Event::Register).await;
    client.send(Event::UseActivationCode).await;
    client
        .send(Event::Activate(SecretText::new("WRONG-CODE")))
        .await;
    assert!(matches!(client.view(), View::Activation(view) if view.problem.is_some()));
    client
        .send(Event::Activate(server.activation_code().await))
        .await;
    client.send(Event::Continue).await;
    client.assert_signed_in();
}

#[tokio::test]
async fn a_locked_account_is_told_to_the_device_that_holds_its_token() {
    let server = Server::with_codes().await;
    let mut client = Client::new(&server, 1, 0).await;
    client.register().await;
    client.sign_out().await;
    server.lock().await;
    client.wait(30);
    client.submit().await;
    assert!(
        matches!(client.view(), View::Locked { until: None, .. }),
        "{:?}",
        client.view()
    );
    let mut stranger = Client::new(&server, 2, 0).await;
    stranger.submit().await;
    assert_eq!(stranger.view(), View::Refused);
}

#[tokio::test]
async fn another_session_can_be_ended() {
    let server = Server::with_codes().await;
    server.set(Parameter::MobileOtpEnabled, "false").await;
    let mut one = Client::new(&server, 1, 0).await;
    let mut two = Client::new(&server, 2, 0).await;
    one.submit().await;
    two.submit().await;
    let View::SignedIn(session) = two.view() else {
        panic!("not signed in");
    };
    let sessions = session.sessions.unwrap();
    assert_eq!(sessions.len(), 2);
    let other = sessions.iter().find(|session| !session.current).unwrap();
    two.send(Event::EndSession(other.id.clone())).await;
    one.send(Event::Shown).await;
    assert!(matches!(one.view(), View::Form(_)), "{:?}", one.view());
    two.assert_signed_in();
}
