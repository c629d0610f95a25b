//! All adapters together, as the core's runner takes them.

use std::rc::Rc;

use countersign_core::ports::Ports;

use super::clock::BrowserClock;
use super::device_key::BrowserDeviceKey;
use super::entropy::BrowserEntropy;
use super::http::FetchHttp;
use super::sealer::WebCryptoSealer;
use super::store::{Connection, IndexedDbStore};

/// [`Ports`] of a browser.
pub struct BrowserPorts {
    connection: Rc<Connection>,
    store: IndexedDbStore,
    sealer: WebCryptoSealer,
    device_key: BrowserDeviceKey,
    http: FetchHttp,
    clock: BrowserClock,
    entropy: BrowserEntropy,
}

impl BrowserPorts {
    /// Adapters over the database of this name; nothing is opened yet.
    pub fn new(database: &str) -> Self {
        let connection = Connection::new(database);
        Self {
            store: IndexedDbStore::new(&connection),
            sealer: WebCryptoSealer::new(&connection),
            device_key: BrowserDeviceKey::new(&connection),
            http: FetchHttp,
            clock: BrowserClock,
            entropy: BrowserEntropy,
            connection,
        }
    }

    /// Tells other tabs that this one has locked, set a lock, or turned it off.
    pub fn tell_lock(&self) {
        self.store.tell_lock();
    }

    /// The connection that the store and the keys share.
    pub fn connection(&self) -> &Connection {
        &self.connection
    }
}

impl Ports for BrowserPorts {
    type Store = IndexedDbStore;
    type Sealer = WebCryptoSealer;
    type DeviceKey = BrowserDeviceKey;
    type Http = FetchHttp;
    type Clock = BrowserClock;
    type Entropy = BrowserEntropy;

    fn store(&self) -> &IndexedDbStore {
        &self.store
    }

    fn sealer(&self) -> &WebCryptoSealer {
        &self.sealer
    }

    fn device_key(&self) -> &BrowserDeviceKey {
        &self.device_key
    }

    fn http(&self) -> &FetchHttp {
        &self.http
    }

    fn clock(&self) -> &BrowserClock {
        &self.clock
    }

    fn entropy(&self) -> &BrowserEntropy {
        &self.entropy
    }
}
