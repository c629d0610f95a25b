use countersign_protocol::RegistrationMeans;
use countersign_server::domain::parameters::{Parameter, Parameters};
use countersign_server::ids::BindingId;
use countersign_server::storage::{GroupRecord, Storage, StorageError};

use crate::device::Device;
use crate::server::{NAME, Server};

#[tokio::test]
async fn a_second_process_changes_what_the_first_one_sees_at_once() {
    let server = Server::with_codes().await;
    let file = server.folder.path().join("test.db");
    let second = Storage::open(&file).await.unwrap();
    Parameters::set(&second, Parameter::Issuer, "Changed", "admin", server.now())
        .await
        .unwrap();
    let seen = Parameters::load(&server.storage).await.unwrap();
    assert_eq!(seen.value(Parameter::Issuer), "Changed");
    second.close().await;

    let again = Storage::open(&file).await.unwrap();
    assert!(again.user_by_name("ADA").await.unwrap().is_some());
}

#[tokio::test]
async fn each_change_of_a_parameter_is_recorded_without_its_secrets() {
    let server = Server::empty().await;
    server.set(Parameter::SmsTries, "3").await;
    server.set(Parameter::SmsTries, "4").await;
    let name = Parameter::SmsTries.name();
    let changes = server.storage.parameter_changes(name).await.unwrap();
    let values: Vec<_> = changes
        .iter()
        .map(|change| (change.old_value.as_deref(), change.new_value.as_str()))
        .collect();
    assert_eq!(values, [(Some("3"), "4"), (None, "3")]);
    assert!(changes.iter().all(|change| change.changed_by == "test"));

    let headers = Parameter::SmsHttpHeaders;
    server.set(headers, "Authorization: Bearer abc").await;
    server.set(headers, "Authorization: Bearer def").await;
    let changes = server
        .storage
        .parameter_changes(headers.name())
        .await
        .unwrap();
    assert_eq!(changes.len(), 2);
    assert!(!format!("{changes:?}").contains("Bearer"));
}

#[tokio::test]
async fn names_of_users_and_groups_are_taken_once() {
    let server = Server::with_codes().await;
    let mut new = countersign_server::storage::NewUser {
        id: countersign_server::ids::UserId::random().unwrap(),
        name: NAME.to_uppercase(),
        display_name: "Another".to_owned(),
        language: countersign_server::domain::Language::English,
    };
    let taken = server.storage.create_user(&new, server.now()).await;
    assert!(matches!(taken, Err(StorageError::Taken)));
    new.name = "grace".to_owned();
    server
        .storage
        .create_user(&new, server.now())
        .await
        .unwrap();
    let missing = server.storage.join_group(&new.id, "nowhere").await;
    assert!(matches!(missing, Err(StorageError::Missing)));

    let group = GroupRecord {
        name: "operators".to_owned(),
        otp_enabled: false,
        sms_enabled: false,
    };
    let taken = server.storage.create_group(&group, server.now()).await;
    assert!(matches!(taken, Err(StorageError::Taken)));
}

#[tokio::test]
async fn a_binding_tells_how_it_came_about() {
    let server = Server::with_codes().await;
    let device = Device::new(&server, 9);
    device.register().await;
    let user = server.user().await;
    let binding = server.storage.active_binding(&user).await.unwrap().unwrap();
    assert_eq!(binding.means, RegistrationMeans::Sms);
    assert_eq!(binding.address, device.address.to_string());
    assert_ne!(binding.id, BindingId::random().unwrap());
    assert_eq!(binding.registered_at, server.now());
}
