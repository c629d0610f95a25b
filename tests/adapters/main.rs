//! What the browser adapters promise beyond the suites that every implementation has to pass.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

mod faults;
mod support;

use countersign::platform::{
    BrowserDeviceKey, BrowserEntropy, Connection, IndexedDbStore, Lens, StorageNotice,
    WebCryptoSealer, device_name, history, page,
};
use countersign_core::ports::{
    Batch, DeviceKey, Entropy, RecordId, SealError, SealedRecord, Sealer, Store, StoreError,
};
use support::{database_name, heard, open_by_hand, subtle};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

fn record(number: u8) -> SealedRecord {
    SealedRecord {
        id: RecordId::from_random([number; 16]),
        kind: "token".to_owned(),
        version: 1,
        nonce: [number; 12],
        ciphertext: vec![number; 40],
    }
}

fn putting(number: u8) -> Batch {
    Batch {
        put: vec![record(number)],
        ..Batch::default()
    }
}

#[wasm_bindgen_test]
async fn the_data_key_cannot_be_exported() {
    let sealer = WebCryptoSealer::new(&Connection::new(&database_name()));
    let key = sealer.open().await.unwrap();
    let exported = subtle().export_key("raw", key.as_crypto_key()).unwrap();
    assert!(JsFuture::from(exported).await.is_err());
    assert!(!key.as_crypto_key().extractable());
}

#[wasm_bindgen_test]
async fn the_private_device_key_cannot_be_exported() {
    let device_key = BrowserDeviceKey::new(&Connection::new(&database_name()));
    device_key.ensure().await.unwrap();
    let private = device_key.private_half().await.unwrap().unwrap();
    for format in ["jwk", "pkcs8"] {
        let exported = subtle().export_key(format, &private).unwrap();
        assert!(JsFuture::from(exported).await.is_err(), "{format}");
    }
}

#[wasm_bindgen_test]
async fn what_was_sealed_opens_after_a_reload() {
    let name = database_name();
    let first = WebCryptoSealer::new(&Connection::new(&name));
    let key = first.open().await.unwrap();
    let sealed = first.seal(&key, b"for", b"secret").await.unwrap();

    let later = WebCryptoSealer::new(&Connection::new(&name));
    let key = later.open().await.unwrap();
    let plain = later.unseal(&key, b"for", &sealed).await.unwrap();
    assert_eq!(plain.as_slice(), b"secret");
}

#[wasm_bindgen_test]
async fn another_database_has_another_data_key() {
    let one = WebCryptoSealer::new(&Connection::new(&database_name()));
    let other = WebCryptoSealer::new(&Connection::new(&database_name()));
    let key = one.open().await.unwrap();
    let sealed = one.seal(&key, b"", b"secret").await.unwrap();
    let key = other.open().await.unwrap();
    let opened = other.unseal(&key, b"", &sealed).await;
    assert_eq!(opened, Err(SealError::Damaged));
}

#[wasm_bindgen_test]
async fn the_device_key_survives_a_reload() {
    let name = database_name();
    let made = BrowserDeviceKey::new(&Connection::new(&name))
        .ensure()
        .await
        .unwrap();
    let later = BrowserDeviceKey::new(&Connection::new(&name));
    assert_eq!(later.public().await.unwrap(), Some(made));
    assert_ne!(later.sign(b"message").await.unwrap(), [0; 64]);
}

#[wasm_bindgen_test]
async fn two_tabs_that_start_at_once_have_one_data_key_and_one_device_key() {
    let name = database_name();
    let (one, other) = (Connection::new(&name), Connection::new(&name));
    let sealers = (WebCryptoSealer::new(&one), WebCryptoSealer::new(&other));
    let (first, second) = support::both(sealers.0.open(), sealers.1.open()).await;
    let (first, second) = (first.unwrap(), second.unwrap());
    let sealed = sealers.0.seal(&first, b"", b"shared").await.unwrap();
    let opened = sealers.1.unseal(&second, b"", &sealed).await.unwrap();
    assert_eq!(opened.as_slice(), b"shared");

    let keys = (BrowserDeviceKey::new(&one), BrowserDeviceKey::new(&other));
    let (first, second) = support::both(keys.0.ensure(), keys.1.ensure()).await;
    assert_eq!(first.unwrap(), second.unwrap());
}

#[wasm_bindgen_test]
async fn a_device_key_whose_halves_differ_is_not_used() {
    let name = database_name();
    let connection = Connection::new(&name);
    BrowserDeviceKey::new(&connection).ensure().await.unwrap();
    connection.close();
    let elsewhere = BrowserDeviceKey::new(&Connection::new(&database_name()));
    let other = elsewhere.ensure().await.unwrap();
    support::change_key(&name, "device-key", |pair| {
        for (name, value) in [("x", &other.x), ("y", &other.y)] {
            js_sys::Reflect::set(pair, &name.into(), &value.into()).unwrap();
        }
    })
    .await;
    let later = BrowserDeviceKey::new(&Connection::new(&name));
    assert!(later.sign(b"message").await.is_err());
}

#[wasm_bindgen_test]
async fn records_survive_a_reload() {
    let name = database_name();
    let store = IndexedDbStore::new(&Connection::new(&name));
    store.commit(putting(1)).await.unwrap();
    let later = IndexedDbStore::new(&Connection::new(&name));
    let snapshot = later.load().await.unwrap();
    assert_eq!(snapshot.records, [record(1)]);
}

#[wasm_bindgen_test]
async fn an_operation_on_a_closed_connection_is_run_again_on_a_new_one() {
    let connection = Connection::new(&database_name());
    let store = IndexedDbStore::new(&connection);
    store.commit(putting(1)).await.unwrap();
    // The handle stays where it is, dead, as after the browser has lost it.
    connection.lose();
    store.commit(putting(2)).await.unwrap();
    connection.lose();
    assert_eq!(store.load().await.unwrap().records.len(), 2);
}

#[wasm_bindgen_test]
async fn a_connection_gives_way_to_a_newer_app() {
    let name = database_name();
    let connection = Connection::new(&name);
    let notices = heard(&connection);
    let store = IndexedDbStore::new(&connection);
    store.commit(putting(1)).await.unwrap();

    let newer = IndexedDbStore::new(&Connection::with_version(&name, 2));
    assert_eq!(newer.load().await.unwrap().records, [record(1)]);
    assert_eq!(*notices.borrow(), [StorageNotice::TakenOver]);
    assert_eq!(store.load().await, Err(StoreError::Newer));
}

#[wasm_bindgen_test]
async fn an_older_app_that_does_not_give_way_blocks_until_it_does() {
    let name = database_name();
    let connection = Connection::new(&name);
    IndexedDbStore::new(&connection)
        .commit(putting(1))
        .await
        .unwrap();
    connection.close();

    let older = open_by_hand(&name, 1).await.unwrap();
    let newer = IndexedDbStore::new(&Connection::with_version(&name, 2));
    assert_eq!(newer.load().await, Err(StoreError::Blocked));
    older.close();
    assert_eq!(newer.load().await.unwrap().records, [record(1)]);
}

#[wasm_bindgen_test]
async fn a_database_that_was_deleted_while_it_was_used_is_not_made_anew() {
    let name = database_name();
    let connection = Connection::new(&name);
    let store = IndexedDbStore::new(&connection);
    store.commit(putting(1)).await.unwrap();
    connection.lose();
    support::delete_database(&name).await;
    assert_eq!(store.commit(putting(2)).await, Err(StoreError::Gone));
    assert_eq!(store.load().await, Err(StoreError::Gone));
    // An app that starts now finds nothing, and may begin.
    let later = IndexedDbStore::new(&Connection::new(&name));
    assert!(later.load().await.unwrap().records.is_empty());
}

#[wasm_bindgen_test]
async fn another_tab_is_told_of_a_change() {
    let name = database_name();
    let (one, other) = (Connection::new(&name), Connection::new(&name));
    let store = IndexedDbStore::new(&one);
    let listening = IndexedDbStore::new(&other);
    let notice = support::next_notice(&other);
    store.commit(putting(1)).await.unwrap();
    assert_eq!(notice.await, StorageNotice::Changed);
    assert_eq!(listening.load().await.unwrap().records, [record(1)]);
}

#[wasm_bindgen_test]
async fn the_revision_grows_over_tabs() {
    let name = database_name();
    let one = IndexedDbStore::new(&Connection::new(&name));
    let other = IndexedDbStore::new(&Connection::new(&name));
    let mut last = one.load().await.unwrap().revision;
    for store in [&one, &other, &one] {
        store.commit(Batch::default()).await.unwrap();
        let revision = store.load().await.unwrap().revision;
        assert!(revision > last);
        last = revision;
    }
}

#[wasm_bindgen_test]
fn random_bytes_differ() {
    let (mut one, mut other) = ([0; 32], [0; 32]);
    BrowserEntropy.fill(&mut one);
    BrowserEntropy.fill(&mut other);
    assert_ne!(one, other);
    assert_ne!(one, [0; 32]);
}

#[wasm_bindgen_test]
fn a_path_is_pushed_and_a_fragment_is_taken_out() {
    let before = history::current_path();
    history::push("/codes");
    assert_eq!(history::current_path(), "/codes");
    history::push("/codes#secret");
    assert_eq!(history::take_fragment().as_deref(), Some("secret"));
    assert_eq!(history::take_fragment(), None);
    assert_eq!(history::current_path(), "/codes");
    history::replace(&before);
}

#[wasm_bindgen_test]
fn a_chosen_theme_is_shown_and_kept() {
    for theme in [page::Theme::Dark, page::Theme::Light, page::Theme::System] {
        page::set_theme(theme);
        assert_eq!(page::theme(), theme);
    }
}

#[wasm_bindgen_test]
fn the_device_is_named_by_browser_and_system() {
    let name = device_name();
    assert!(name.contains(" on "), "{name}");
    assert!(!name.contains(char::is_numeric), "{name}");
}

/// A video track that can do what `abilities` says, and keeps what it is told.
fn track(abilities: &str, refuses: bool) -> js_sys::Object {
    let body = format!(
        "return {{ told: [], getCapabilities: () => ({abilities}), applyConstraints({{ advanced }}) {{
            this.told.push(...advanced);
            return {refuses} ? Promise.reject(new Error()) : Promise.resolve();
        }} }};"
    );
    let make = js_sys::Function::new_no_args(&body);
    make.call0(&JsValue::UNDEFINED).unwrap().unchecked_into()
}

fn told(track: &js_sys::Object) -> String {
    let told = js_sys::Reflect::get(track, &"told".into()).unwrap();
    js_sys::JSON::stringify(&told).unwrap().into()
}

#[wasm_bindgen_test]
async fn a_camera_focuses_by_itself_and_has_a_light_where_the_track_says_so() {
    let able = track(
        "{ torch: true, focusMode: ['manual', 'continuous'] }",
        false,
    );
    let lens = Lens::of(able.clone().into());
    assert!(lens.has_torch());
    lens.focus_by_itself().await;
    assert!(lens.set_torch(true).await);
    assert!(lens.set_torch(false).await);
    assert_eq!(
        told(&able),
        r#"[{"focusMode":"continuous"},{"torch":true},{"torch":false}]"#
    );
}

#[wasm_bindgen_test]
async fn a_camera_without_such_abilities_is_left_alone() {
    for abilities in ["{}", "{ torch: false, focusMode: ['manual'] }"] {
        let plain = track(abilities, false);
        let lens = Lens::of(plain.clone().into());
        assert!(!lens.has_torch());
        lens.focus_by_itself().await;
        assert_eq!(told(&plain), "[]");
    }
    // As in Firefox, which tells nothing about a track.
    let lens = Lens::of(js_sys::Object::new().into());
    assert!(!lens.has_torch());
    assert!(!lens.set_torch(true).await);
}

#[wasm_bindgen_test]
async fn a_light_that_cannot_be_turned_on_stays_off() {
    let lens = Lens::of(track("{ torch: true }", true).into());
    assert!(!lens.set_torch(true).await);
}
