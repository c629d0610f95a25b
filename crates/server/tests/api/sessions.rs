use axum::http::{Method, StatusCode, header};
use countersign_protocol::{ProblemType, SessionEnd, SessionInfo, Sessions, StartedSession};
use countersign_server::domain::parameters::Parameter;
use countersign_server::storage::UserChange;

use crate::device::Device;
use crate::server::Server;

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;

async fn sessions(device: &Device<'_>) -> Vec<SessionInfo> {
    let answer = device.get("/sessions").await.expect(StatusCode::OK);
    answer.json::<Sessions>().sessions
}

async fn end(device: &Device<'_>, id: &str) -> crate::device::Answer {
    device
        .call(Method::DELETE, &format!("/sessions/{id}"), None)
        .await
}

#[tokio::test]
async fn the_cookie_is_kept_from_scripts_other_sites_and_plain_connections() {
    let server = Server::without_codes().await;
    let answer = Device::new(&server, 1).sign_in(None).await;
    let cookie = answer.headers[header::SET_COOKIE].to_str().unwrap();
    let (pair, attributes) = cookie.split_once("; ").unwrap();
    let (name, secret) = pair.split_once('=').unwrap();
    assert_eq!(name, "__Host-countersign");
    assert_eq!(secret.len(), 43);
    assert_eq!(
        attributes,
        "Max-Age=43200; Path=/; Secure; HttpOnly; SameSite=Strict"
    );
}

#[tokio::test]
async fn an_unused_session_ends() {
    let server = Server::without_codes().await;
    let device = Device::new(&server, 1);
    device.sign_in(None).await.expect(StatusCode::CREATED);
    server.wait(15 * MINUTE - 1);
    device.get("/me").await.expect(StatusCode::OK);
    let last_used = server.now();
    server.wait(15 * MINUTE);
    for _ in 0..2 {
        let problem = device
            .get("/me")
            .await
            .problem(ProblemType::SessionRequired);
        assert_eq!(problem.reason, Some(SessionEnd::Idle));
        assert_eq!(problem.at, Some(last_used.plus_seconds(15 * MINUTE)));
    }
}

#[tokio::test]
async fn a_session_in_use_ends_after_its_longest_life() {
    let server = Server::without_codes().await;
    let device = Device::new(&server, 1);
    let answer = device.sign_in(None).await;
    let started: StartedSession = answer.json();
    for _ in 0..(12 * 6 - 1) {
        server.wait(10 * MINUTE);
        device.get("/me").await.expect(StatusCode::OK);
    }
    server.wait(10 * MINUTE);
    let problem = device
        .get("/me")
        .await
        .problem(ProblemType::SessionRequired);
    assert_eq!(problem.reason, Some(SessionEnd::Expired));
    assert_eq!(problem.at, Some(started.session.ends_at));
    assert_eq!(
        server.now(),
        started.session.started_at.plus_seconds(12 * HOUR)
    );
}

#[tokio::test]
async fn the_lives_of_sessions_are_system_parameters() {
    let server = Server::without_codes().await;
    server.set(Parameter::SessionIdle, "1").await;
    server.set(Parameter::SessionAbsolute, "1").await;
    let device = Device::new(&server, 1);
    let started: StartedSession = device.sign_in(None).await.json();
    assert_eq!(
        started.session.idle_ends_at,
        server.now().plus_seconds(MINUTE)
    );
    assert_eq!(started.session.ends_at, server.now().plus_seconds(HOUR));
    server.wait(MINUTE);
    device
        .get("/me")
        .await
        .problem(ProblemType::SessionRequired);
}

#[tokio::test]
async fn a_stolen_cookie_is_worth_nothing_without_the_device_key() {
    let server = Server::without_codes().await;
    let (device, thief) = (Device::new(&server, 1), Device::new(&server, 2));
    device.sign_in(None).await.expect(StatusCode::CREATED);
    thief.take_cookie_of(&device);
    let problem = thief.get("/me").await.problem(ProblemType::SessionRequired);
    assert_eq!((problem.reason, problem.at), (None, None));
    device.get("/me").await.expect(StatusCode::OK);
}

#[tokio::test]
async fn no_cookie_or_a_made_up_one_is_no_session() {
    let server = Server::without_codes().await;
    let device = Device::new(&server, 1);
    device
        .get("/me")
        .await
        .problem(ProblemType::SessionRequired);
    let mut request = device.request(&Method::GET, "/me", None);
    let cookie = "__Host-countersign=made-up; other=1".parse().unwrap();
    request.headers_mut().insert(header::COOKIE, cookie);
    device
        .send(request)
        .await
        .problem(ProblemType::SessionRequired);
}

#[tokio::test]
async fn signing_out_ends_the_session_and_clears_the_cookie() {
    let server = Server::without_codes().await;
    let (device, copy) = (Device::new(&server, 1), Device::new(&server, 1));
    device.sign_in(None).await.expect(StatusCode::CREATED);
    copy.take_cookie_of(&device);
    end(&device, "current").await.expect(StatusCode::NO_CONTENT);
    assert_eq!(device.cookie(), None);
    let problem = copy.get("/me").await.problem(ProblemType::SessionRequired);
    assert_eq!(problem.reason, Some(SessionEnd::SignedOut));
}

#[tokio::test]
async fn a_session_can_be_ended_from_another_one_of_the_same_user() {
    let server = Server::without_codes().await;
    let (phone, desk) = (Device::new(&server, 1), Device::new(&server, 2));
    phone.sign_in(None).await.expect(StatusCode::CREATED);
    server.wait(1);
    desk.sign_in(None).await.expect(StatusCode::CREATED);
    let open = sessions(&desk).await;
    assert_eq!(open.len(), 2);
    assert!(open[0].current && !open[1].current, "newest first");
    assert_eq!(open[1].address, phone.address.to_string());

    end(&desk, &open[1].id).await.expect(StatusCode::NO_CONTENT);
    let problem = phone.get("/me").await.problem(ProblemType::SessionRequired);
    assert_eq!(problem.reason, Some(SessionEnd::EndedElsewhere));
    assert_eq!(sessions(&desk).await.len(), 1);
    end(&desk, &open[1].id).await.problem(ProblemType::NotFound);
}

#[tokio::test]
async fn nobody_ends_or_sees_the_sessions_of_another_user() {
    let server = Server::without_codes().await;
    server.add_user("bob").await;
    let (ada, bob) = (Device::new(&server, 1), Device::new(&server, 2));
    ada.sign_in(None).await.expect(StatusCode::CREATED);
    let bobs = bob.sign_in_as("bob", crate::server::PASSWORD, None).await;
    bobs.expect(StatusCode::CREATED);
    let of_ada = sessions(&ada).await;
    assert_eq!(of_ada.len(), 1);
    end(&bob, &of_ada[0].id)
        .await
        .problem(ProblemType::NotFound);
    ada.get("/me").await.expect(StatusCode::OK);
}

#[tokio::test]
async fn signing_in_again_on_the_same_device_leaves_one_session() {
    let server = Server::without_codes().await;
    let device = Device::new(&server, 1);
    device.sign_in(None).await.expect(StatusCode::CREATED);
    let first = device.cookie();
    device.sign_in(None).await.expect(StatusCode::CREATED);
    assert_ne!(device.cookie(), first);
    assert_eq!(sessions(&device).await.len(), 1);
}

#[tokio::test]
async fn locking_the_account_or_changing_the_password_ends_every_session() {
    let server = Server::without_codes().await;
    let device = Device::new(&server, 1);
    let user = server.user().await;
    device.sign_in(None).await.expect(StatusCode::CREATED);
    server.lock().await;
    let problem = device
        .get("/me")
        .await
        .problem(ProblemType::SessionRequired);
    assert_eq!(problem.reason, Some(SessionEnd::Administrator));

    server.storage.unlock_user(&user).await.unwrap();
    device.sign_in(None).await.expect(StatusCode::CREATED);
    let hash = server
        .storage
        .user(&user)
        .await
        .unwrap()
        .password_hash
        .unwrap();
    server.change(&user, UserChange::PasswordHash(hash)).await;
    device
        .get("/me")
        .await
        .problem(ProblemType::SessionRequired);
}

#[tokio::test]
async fn what_has_expired_is_purged_and_what_is_in_use_is_not() {
    let server = Server::with_codes().await;
    let device = Device::new(&server, 1);
    let registered = device.register().await;
    let code = crate::device::code_now(&registered, &server);
    device
        .sign_in(Some(&code))
        .await
        .expect(StatusCode::CREATED);
    server.storage.purge(server.now()).await.unwrap();
    device.get("/me").await.expect(StatusCode::OK);
    assert_eq!(server.storage.count_sessions().await.unwrap(), 1);
    server.wait(60 * 24 * HOUR);
    server.storage.purge(server.now()).await.unwrap();
    assert_eq!(server.storage.count_sessions().await.unwrap(), 0);
    let code = crate::device::code_now(&registered, &server);
    device
        .sign_in(Some(&code))
        .await
        .expect(StatusCode::CREATED);
}
