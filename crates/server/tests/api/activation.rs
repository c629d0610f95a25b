use axum::http::StatusCode;
use countersign_protocol::{Me, ProblemType, Registered, RegistrationMeans};
use countersign_server::domain::activation::make_activation_code;
use serde_json::json;

use crate::device::{Answer, Device, code_now};
use crate::server::{NAME, PASSWORD, Server};

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
