use axum::http::{Method, StatusCode};
use countersign_protocol::{API_PREFIX, ClientConfig, ClientPolicy, ProblemType, TIME_HEADER};
use countersign_server::domain::parameters::Parameter;
use serde_json::Value;

use crate::device::Device;
use crate::server::Server;

/// An answer of the API must be one that its description names.
#[track_caller]
pub(crate) fn check(description: &Value, method: &Method, path: &str, status: StatusCode) {
    let paths = description["paths"].as_object().unwrap();
    let fits = |template: &str| {
        let (template, path) = (template.split('/'), path.split('/'));
        template.clone().count() == path.clone().count()
            && template
                .zip(path)
                .all(|(t, p)| t == p || t.starts_with('{'))
    };
    // The path itself before one with a place for a name.
    let template = paths
        .keys()
        .find(|template| *template == path)
        .or_else(|| paths.keys().find(|template| fits(template)));
    let Some(template) = template else {
        assert_eq!(status, StatusCode::NOT_FOUND, "{path} is not described");
        return;
    };
    let operation = &paths[template][method.as_str().to_lowercase()];
    if operation.is_null() {
        assert_eq!(status, StatusCode::METHOD_NOT_ALLOWED);
        return;
    }
    assert!(
        operation["responses"][status.as_str()].is_object(),
        "{method} {template} does not describe {status}"
    );
}

#[tokio::test]
async fn every_described_operation_exists_and_no_more_are_described() {
    let server = Server::empty().await;
    assert!(
        server.description["openapi"]
            .as_str()
            .unwrap()
            .starts_with("3.1")
    );
    let device = Device::new(&server, 1);
    let mut seen = Vec::new();
    for (template, item) in server.description["paths"].as_object().unwrap() {
        for method in item.as_object().unwrap().keys() {
            let path = template
                .strip_prefix(API_PREFIX)
                .unwrap()
                .replace("{id}", "x");
            let method: Method = method.to_uppercase().parse().unwrap();
            let answer = device.call(method.clone(), &path, None).await;
            assert_ne!(answer.status, StatusCode::METHOD_NOT_ALLOWED, "{template}");
            if answer.status == StatusCode::NOT_FOUND {
                answer.problem(ProblemType::RegistrationUnknown);
            }
            seen.push(format!(
                "{method} {}",
                template.strip_prefix(API_PREFIX).unwrap()
            ));
        }
    }
    seen.sort();
    assert_eq!(
        seen,
        [
            "DELETE /sessions/{id}",
            "GET /bindings",
            "GET /client-config",
            "GET /me",
            "GET /sessions",
            "POST /registrations",
            "POST /registrations/activate",
            "POST /registrations/{id}/confirm",
            "POST /registrations/{id}/resend",
            "POST /sessions",
        ]
    );
}

#[tokio::test]
async fn every_reference_in_the_description_leads_somewhere() {
    let server = Server::empty().await;
    let text = server.description.to_string();
    let references: Vec<&str> = text
        .split("\"$ref\":\"#")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap())
        .collect();
    assert!(references.len() > 20);
    for reference in references {
        assert!(
            server.description.pointer(reference).is_some(),
            "{reference}"
        );
    }
}

#[tokio::test]
async fn anybody_may_ask_for_the_client_configuration() {
    let server = Server::with_codes().await;
    let request = axum::http::Request::get("/api/v1/client-config")
        .body(String::new())
        .unwrap();
    let answer = crate::device::send(&server.router, request).await;
    let config: ClientConfig = answer.json();
    assert_eq!(config.issuer, "Countersign");
    assert_eq!(config.server_name, "Northgate");
    assert!(config.mobile_otp_enabled);
    assert_eq!(config.server_time, server.now());
    let millis = server.now().as_millis().to_string();
    assert_eq!(answer.headers[TIME_HEADER], millis.as_str());
    assert_eq!(answer.headers["cache-control"], "no-store");
    assert!(!answer.headers.contains_key("dpop-nonce"));
}

async fn policy(server: &Server) -> ClientPolicy {
    let request = axum::http::Request::get("/api/v1/client-config")
        .body(String::new())
        .unwrap();
    let config: ClientConfig = crate::device::send(&server.router, request).await.json();
    config.policy
}

#[tokio::test]
async fn the_policy_for_clients_follows_the_parameters() {
    let server = Server::empty().await;
    assert_eq!(policy(&server).await, ClientPolicy::default());

    server.set(Parameter::LockRequired, "true").await;
    server.set(Parameter::LockAfterMax, "5").await;
    server.set(Parameter::PlainExportAllowed, "false").await;
    assert_eq!(
        policy(&server).await,
        ClientPolicy {
            lock_required: true,
            lock_after_max_seconds: Some(300),
            plain_export_allowed: false,
        }
    );
}
