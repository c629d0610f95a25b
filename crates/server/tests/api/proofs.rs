use axum::http::{HeaderValue, Method, Request, StatusCode, header};
use countersign_protocol::{
    CLIENT_HEADER, DPOP_HEADER, DPOP_NONCE_HEADER, ProblemType, TIME_HEADER,
};
use serde_json::json;

use crate::device::{Answer, Device, send, sign_in_body};
use crate::server::{NAME, PASSWORD, Server};

async fn raw(server: &Server, request: Request<String>) -> Answer {
    send(&server.router, request).await
}

#[tokio::test]
async fn a_call_without_a_proof_is_refused() {
    let server = Server::empty().await;
    let request = Request::get("/api/v1/bindings")
        .body(String::new())
        .unwrap();
    raw(&server, request)
        .await
        .problem(ProblemType::InvalidDpopProof);
}

#[tokio::test]
async fn a_proof_with_an_old_nonce_is_asked_for_a_fresh_one_which_then_works() {
    let server = Server::empty().await;
    let device = Device::new(&server, 1);
    server.wait(301);
    let answer = device
        .send(device.request(&Method::GET, "/bindings", None))
        .await;
    answer.problem(ProblemType::UseDpopNonce);
    assert_eq!(
        answer.headers[header::WWW_AUTHENTICATE],
        "DPoP error=\"use_dpop_nonce\", algs=\"ES256\""
    );
    assert!(answer.headers.contains_key(DPOP_NONCE_HEADER));
    assert!(answer.headers.contains_key(TIME_HEADER));
    let answer = device
        .send(device.request(&Method::GET, "/bindings", None))
        .await;
    assert_eq!(answer.status, StatusCode::OK);
    assert!(answer.headers.contains_key(DPOP_NONCE_HEADER));
}

#[tokio::test]
async fn a_proof_works_once() {
    let server = Server::empty().await;
    let device = Device::new(&server, 1);
    let request = device.request(&Method::GET, "/bindings", None);
    let again = request.clone();
    device.send(request).await.expect(StatusCode::OK);
    device
        .send(again)
        .await
        .problem(ProblemType::InvalidDpopProof);
}

#[tokio::test]
async fn two_keys_may_name_their_proofs_alike() {
    let server = Server::empty().await;
    for key in [1, 2] {
        let device = Device::new(&server, key);
        let (header, mut claims) = device.proof(&Method::GET, "/bindings");
        claims["jti"] = json!("the same for both");
        let mut request = device.request(&Method::GET, "/bindings", None);
        let proof = HeaderValue::try_from(device.sign(&header, &claims)).unwrap();
        request.headers_mut().insert(DPOP_HEADER, proof);
        device.send(request).await.expect(StatusCode::OK);
    }
}

#[tokio::test]
async fn two_proofs_in_one_call_are_refused() {
    let server = Server::empty().await;
    let device = Device::new(&server, 1);
    let mut request = device.request(&Method::GET, "/bindings", None);
    let (header, claims) = device.proof(&Method::GET, "/bindings");
    let second = HeaderValue::try_from(device.sign(&header, &claims)).unwrap();
    request.headers_mut().append(DPOP_HEADER, second);
    device
        .send(request)
        .await
        .problem(ProblemType::InvalidDpopProof);
}

#[tokio::test]
async fn a_proof_for_another_call_or_time_is_refused() {
    let server = Server::empty().await;
    let device = Device::new(&server, 1);
    for (claim, value) in [
        ("htm", json!("POST")),
        ("htu", json!("http://localhost:8123/api/v1/me")),
        ("htu", json!("http://evil.example/api/v1/bindings")),
        ("iat", json!(server.now().as_seconds() - 61)),
        ("iat", json!(server.now().as_seconds() + 61)),
    ] {
        let (header, mut claims) = device.proof(&Method::GET, "/bindings");
        claims[claim] = value;
        let mut request = device.request(&Method::GET, "/bindings", None);
        let proof = HeaderValue::try_from(device.sign(&header, &claims)).unwrap();
        request.headers_mut().insert(DPOP_HEADER, proof);
        device
            .send(request)
            .await
            .problem(ProblemType::InvalidDpopProof);
    }
}

#[tokio::test]
async fn a_client_that_is_too_old_is_told_so() {
    let server = Server::empty().await;
    let device = Device::new(&server, 1);
    let mut request = device.request(&Method::GET, "/bindings", None);
    request
        .headers_mut()
        .insert(CLIENT_HEADER, HeaderValue::from_static("0.0.1"));
    device
        .send(request)
        .await
        .problem(ProblemType::ClientTooOld);
}

#[tokio::test]
async fn what_cannot_be_understood_is_a_problem_without_internal_text() {
    let server = Server::empty().await;
    let device = Device::new(&server, 1);
    let post = |body: &str| {
        let mut request = device.request(&Method::POST, "/sessions", None);
        body.clone_into(request.body_mut());
        request
    };
    for body in [
        "",
        "[]",
        "{",
        r#"{"user_name":"ada"}"#,
        r#"{"user_name":7}"#,
    ] {
        device
            .send(post(body))
            .await
            .problem(ProblemType::BadRequest);
    }
    let secret = r#"{"user_name":"ada","device_name":"x","password":["hunter2"]}"#;
    let answer = device.send(post(secret)).await;
    answer.problem(ProblemType::BadRequest);
    assert!(!answer.text.contains("hunter2"));

    let long = format!(r#"{{"user_name":"{}"}}"#, "a".repeat(16 * 1024));
    device
        .send(post(&long))
        .await
        .problem(ProblemType::PayloadTooLarge);
    let mut form = post("user_name=ada");
    form.headers_mut().insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/x-www-form-urlencoded"),
    );
    device
        .send(form)
        .await
        .problem(ProblemType::UnsupportedMediaType);
    let name = sign_in_body(&"a".repeat(129), PASSWORD, None);
    device
        .post("/sessions", name)
        .await
        .problem(ProblemType::BadRequest);
    let password = sign_in_body(NAME, &"a".repeat(1025), None);
    device
        .post("/sessions", password)
        .await
        .problem(ProblemType::BadRequest);
}

#[tokio::test]
async fn unknown_addresses_and_methods_are_problems_that_are_not_kept() {
    let server = Server::empty().await;
    for path in ["/api", "/api/v1", "/api/v2/me", "/api/v1/nothing/here"] {
        let answer = raw(&server, Request::get(path).body(String::new()).unwrap()).await;
        answer.problem(ProblemType::NotFound);
        assert_eq!(answer.headers["cache-control"], "no-store");
        assert!(answer.headers.contains_key(TIME_HEADER));
    }
    let put = Request::put("/api/v1/sessions")
        .body(String::new())
        .unwrap();
    let answer = raw(&server, put).await;
    answer.problem(ProblemType::MethodNotAllowed);
    assert!(answer.headers.contains_key(TIME_HEADER));
}
