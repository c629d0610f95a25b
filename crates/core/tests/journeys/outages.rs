//! The server is away, the page is loaded again, the store fails.

use countersign_core::SecretText;
use countersign_core::ports::StoreError;
use countersign_core::sign_in::{Event, Notice, View};

use crate::client::Client;
use crate::server::Server;

#[tokio::test]
async fn the_server_is_away_at_each_step_and_comes_back() {
    let server = Server::with_codes().await;
    let mut client = Client::new(&server, 1, 0).await;
    client.disconnect();
    client.submit().await;
    assert!(matches!(client.view(), View::Offline { .. }));
    client.reconnect().await;
    assert_eq!(client.view(), View::Refused);
    client.send(Event::Register).await;
    client.disconnect();
    client.send(Event::TextMe).await;
    assert!(matches!(client.view(), View::Offline { .. }));
    client.reconnect().await;
    let code = server.sms_code();
    client.disconnect();
    client.send(Event::EnterCode(code)).await;
    assert!(matches!(client.view(), View::Sms(view) if view.problem.is_some()));
    client.sleep().await;
    client.reconnect().await;
    assert!(
        matches!(client.view(), View::Registered { .. }),
        "{:?}",
        client.view()
    );
    client.disconnect();
    client.send(Event::Continue).await;
    assert!(matches!(client.view(), View::Offline { .. }));
    client.reconnect().await;
    client.assert_signed_in();
    client.disconnect();
    client.send(Event::SignOut).await;
    assert!(matches!(client.view(), View::Form(f) if f.notice == Some(Notice::SignOutUnsent)));
    assert!(client.cookie().is_some());
    client.reconnect().await;
    assert!(matches!(client.view(), View::Form(f) if f.notice == Some(Notice::SignedOut)));
    assert_eq!(client.cookie(), None);
}

#[tokio::test]
async fn an_answer_that_is_lost_after_the_token_was_issued_costs_nothing() {
    let server = Server::with_codes().await;
    let mut client = Client::new(&server, 1, 0).await;
    client.ask_for_message().await;
    // The store is full when the token comes, and then the page is loaded again.
    client.ports.store.fail_after(0, StoreError::Full);
    client.send(Event::EnterCode(server.sms_code())).await;
    assert!(
        matches!(client.view(), View::SaveFailed(_)),
        "{:?}",
        client.view()
    );
    client.reload().await;
    assert!(matches!(client.view(), View::Sms(view) if !view.can_activate));
    client.send(Event::EnterCode(server.sms_code())).await;
    assert!(matches!(client.view(), View::Form(f) if f.notice == Some(Notice::Registered)));
    client.submit().await;
    client.assert_signed_in();
}

#[tokio::test]
async fn the_page_is_loaded_again_at_each_step() {
    let server = Server::with_codes().await;
    let mut client = Client::new(&server, 1, 0).await;
    client.submit().await;
    client.reload().await;
    assert!(matches!(client.view(), View::Form(form) if form.user_name == "ada"));
    client.submit().await;
    client.send(Event::Register).await;
    client.reload().await;
    assert!(matches!(client.view(), View::Form(_)));
    client.ask_for_message().await;
    client.reload().await;
    client.send(Event::EnterCode(SecretText::new("1"))).await;
    assert!(matches!(client.view(), View::Sms(view) if view.problem.is_some()));
    client.send(Event::EnterCode(server.sms_code())).await;
    assert!(matches!(client.view(), View::Form(f) if f.notice == Some(Notice::Registered)));
    client.submit().await;
    client.assert_signed_in();
    client.reload().await;
    client.assert_signed_in();
    client.sign_out().await;
    client.reload().await;
    assert!(matches!(client.view(), View::Form(form) if form.notice.is_none()));
}

#[tokio::test]
async fn a_session_that_ran_out_while_nobody_looked_is_told() {
    let server = Server::with_codes().await;
    let mut client = Client::new(&server, 1, 0).await;
    client.register().await;
    client.wait(16 * 60);
    client.reload().await;
    assert!(matches!(
        client.view(),
        View::Form(form) if matches!(form.notice, Some(Notice::SessionEnded { .. }))
    ));
}
