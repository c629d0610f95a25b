//! The suites that every implementation of a port has to pass, on those of a browser.

use countersign::platform::{BrowserDeviceKey, Connection, IndexedDbStore, WebCryptoSealer};
use countersign_testkit::conformance;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen_test]
async fn the_store_in_indexed_db_keeps_its_contract() {
    let open = async |place: &str| IndexedDbStore::new(&Connection::new(&format!("store-{place}")));
    conformance::store(open).await;
}

#[wasm_bindgen_test]
async fn the_sealer_over_web_crypto_keeps_its_contract() {
    let open =
        async |place: &str| WebCryptoSealer::new(&Connection::new(&format!("sealer-{place}")));
    conformance::sealer(open).await;
}

#[wasm_bindgen_test]
async fn the_slots_over_web_crypto_keep_their_contract() {
    let open = async |place: &str| {
        let connection = Connection::new(&format!("slots-{place}"));
        (
            WebCryptoSealer::new(&connection),
            IndexedDbStore::new(&connection),
        )
    };
    conformance::slots(open).await;
}

#[wasm_bindgen_test]
async fn the_device_key_of_a_browser_keeps_its_contract() {
    let open = async |place: &str| BrowserDeviceKey::new(&Connection::new(&format!("key-{place}")));
    conformance::device_key(open).await;
}
