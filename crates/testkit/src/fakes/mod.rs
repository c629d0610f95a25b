//! A fake for each port. A clone of a fake shares what it holds: it is another tab, or the app
//! after a reload.

mod clock;
mod device_key;
mod entropy;
mod http;
mod kdf;
mod sealer;
mod store;

use countersign_core::ports::{Http, Ports};

pub use clock::FakeClock;
pub use device_key::FakeDeviceKey;
pub use entropy::SeededEntropy;
pub use http::{ScriptedHttp, response};
pub use kdf::FakeKdf;
pub use sealer::{FakeKey, FakeSealer};
pub use store::MemoryStore;

/// All fakes together; the network may be another one.
#[derive(Clone)]
pub struct FakePorts<H = ScriptedHttp> {
    pub store: MemoryStore,
    pub sealer: FakeSealer,
    pub device_key: FakeDeviceKey,
    pub http: H,
    pub clock: FakeClock,
    pub entropy: SeededEntropy,
}

impl<H: Http> FakePorts<H> {
    /// A new device whose randomness follows from `seed`.
    pub fn new(seed: u64, clock: FakeClock, http: H) -> Self {
        let entropy = SeededEntropy::new(seed);
        let store = MemoryStore::default();
        Self {
            sealer: FakeSealer::new(entropy.clone(), store.clone()),
            store,
            device_key: FakeDeviceKey::new(entropy.clone()),
            http,
            clock,
            entropy,
        }
    }
}

impl<H: Http> Ports for FakePorts<H> {
    type Store = MemoryStore;
    type Sealer = FakeSealer;
    type DeviceKey = FakeDeviceKey;
    type Http = H;
    type Clock = FakeClock;
    type Entropy = SeededEntropy;

    fn store(&self) -> &MemoryStore {
        &self.store
    }

    fn sealer(&self) -> &FakeSealer {
        &self.sealer
    }

    fn device_key(&self) -> &FakeDeviceKey {
        &self.device_key
    }

    fn http(&self) -> &H {
        &self.http
    }

    fn clock(&self) -> &FakeClock {
        &self.clock
    }

    fn entropy(&self) -> &SeededEntropy {
        &self.entropy
    }
}
