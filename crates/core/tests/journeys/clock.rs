//! What is kept of the clock between two starts.

use countersign_core::Timestamp;
use countersign_core::ports::Clock;
use countersign_core::sign_in::Event;
use countersign_core::vault::MetaKey;

use countersign_server::domain::parameters::Parameter;

use crate::client::Client;
use crate::server::Server;

fn kept(client: &Client<'_>) -> (Option<i64>, Option<Timestamp>) {
    let offset = client.vault.words(MetaKey::ClockOffset);
    (offset, client.vault.words(MetaKey::ClockMeasured))
}

#[tokio::test]
async fn the_offset_is_kept_with_its_age_and_survives_a_start_without_the_server() {
    let server = Server::with_codes().await;
    let mut client = Client::new(&server, 1, 94).await;
    assert_eq!(kept(&client), (None, None));
    client.register().await;
    let measured_at = client.ports.clock.now();
    assert_eq!(kept(&client), (Some(-94_000), Some(measured_at)));

    client.disconnect();
    client.wait(3600);
    client.reload().await;
    assert_eq!(kept(&client), (Some(-94_000), Some(measured_at)));
    assert_eq!(client.runner.offset(), Some(-94_000));
    assert_eq!(client.runner.measured_at(), Some(measured_at));
    assert!(!client.runner.compare_clock().await);
    assert_eq!(client.runner.measured_at(), Some(measured_at));

    client.reconnect().await;
    let now = client.ports.clock.now();
    assert_eq!(kept(&client), (Some(-94_000), Some(now)));
}

#[tokio::test]
async fn the_clock_is_only_written_again_when_it_has_changed_or_aged() {
    let server = Server::with_codes().await;
    let mut client = Client::new(&server, 1, 0).await;
    client.register().await;
    let first = client.ports.clock.now();
    client.wait(60);
    client.send(Event::Online).await;
    assert!(client.runner.compare_clock().await);
    assert_eq!(kept(&client), (Some(0), Some(first)));
    assert_eq!(client.runner.measured_at(), Some(client.ports.clock.now()));

    // Somebody sets the device's clock, back even.
    client.ports.clock.advance_seconds(-600);
    assert!(client.runner.compare_clock().await);
    let now = client.ports.clock.now();
    assert_eq!(kept(&client), (Some(600_000), Some(now)));

    client.wait(600);
    assert!(client.runner.compare_clock().await);
    assert_eq!(
        kept(&client),
        (Some(600_000), Some(client.ports.clock.now()))
    );
}

#[tokio::test]
async fn comparing_the_clock_also_brings_what_the_server_demands_up_to_date() {
    let server = Server::with_codes().await;
    let mut client = Client::new(&server, 1, 0).await;
    client.register().await;
    let policy = || countersign_core::policy::in_force(&client.vault);
    assert!(!policy().lock_required);
    server.set(Parameter::LockRequired, "true").await;
    assert!(client.runner.compare_clock().await);
    assert!(policy().lock_required);
}
