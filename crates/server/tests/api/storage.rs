use countersign_protocol::{RegistrationMeans, RegistrationStarted};
use countersign_server::domain::Language;
use countersign_server::domain::parameters::{Parameter, Parameters};
use countersign_server::ids::{BindingId, RegistrationId, SessionId, UserId};
use countersign_server::storage::{
    CodeAttempt, GroupRecord, NewSession, NewUser, Storage, StorageError,
};

use crate::device::Device;
use crate::server::{NAME, PASSWORD, Server};

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
    let mut new = NewUser {
        id: UserId::random().unwrap(),
        name: NAME.to_uppercase(),
        display_name: "Another".to_owned(),
        language: Language::English,
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

#[tokio::test]
async fn a_locked_binding_counts_and_takes_nothing_even_for_calls_that_were_under_way() {
    let server = Server::with_codes().await;
    Device::new(&server, 1).register().await;
    let (storage, now) = (&server.storage, server.now());
    let user = server.user().await;
    let binding = storage.active_binding(&user).await.unwrap().unwrap();
    for _ in 0..5 {
        let counted = storage.count_wrong_code(&binding.id, now).await.unwrap();
        assert!(matches!(counted, CodeAttempt::Counted(_)));
    }
    let code = storage.count_wrong_code(&binding.id, now).await.unwrap();
    assert!(matches!(code, CodeAttempt::NotTaken));
    let password = storage
        .count_wrong_password(&binding.id, now)
        .await
        .unwrap();
    assert!(matches!(password, CodeAttempt::NotTaken));
    let new = NewSession {
        id: SessionId::random().unwrap(),
        secret_hash: [1; 32],
        user_id: user.clone(),
        jkt: binding.jkt.clone(),
        binding_id: Some(binding.id.clone()),
        device_name: String::new(),
        address: String::new(),
        started_at: now,
        ends_at: now.plus_seconds(1),
    };
    let hash = storage.user(&user).await.unwrap().password_hash.unwrap();
    assert!(
        !storage
            .accept_code(&binding.id, 1, &new, &hash)
            .await
            .unwrap()
    );
    assert_eq!(storage.count_sessions().await.unwrap(), 0);
    storage.unlock_user(&user).await.unwrap();
    assert!(
        !storage
            .accept_code(&binding.id, 1, &new, "an earlier one")
            .await
            .unwrap()
    );
    assert!(
        storage
            .accept_code(&binding.id, 1, &new, &hash)
            .await
            .unwrap()
    );
}

#[tokio::test]
async fn a_registration_with_a_wrong_password_belongs_to_nobody() {
    let server = Server::with_codes().await;
    for (password, key, owned) in [("no", 1, false), (PASSWORD, 2, true)] {
        let device = Device::new(&server, key);
        let answer = device.start_as(NAME, password).await;
        let id = RegistrationId::from(answer.json::<RegistrationStarted>().id);
        let jkt = device.thumbprint();
        let started = server.storage.registration(&id, &jkt, server.now()).await;
        assert_eq!(started.unwrap().unwrap().user_id.is_some(), owned);
    }
}
