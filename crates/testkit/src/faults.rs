//! Ports that fail on purpose, at one operation or from one on, before it or after it was done.

use std::cell::RefCell;
use std::rc::Rc;

use countersign_core::ports::{
    Batch, Opener, Ports, Root, SealError, Sealed, Sealer, Slots, SlotsChange, Snapshot, Store,
    StoreError, StoredSlots, WrappedKey,
};
use zeroize::Zeroizing;

use crate::fakes::{FakeClock, FakeDeviceKey, FakePorts, ScriptedHttp, SeededEntropy};

/// What a browser's storage does, as its adapters tell it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// `UnknownError`, `InvalidStateError`, `AbortError` or a closed handle, twice.
    Gone,
    /// `QuotaExceededError`.
    Full,
    /// `DataCloneError` or `SecurityError`.
    Refused,
    /// Another tab keeps an older shape of the database open.
    Blocked,
    /// `VersionError`.
    Newer,
    /// An exception that nobody has thought of.
    Odd,
}

impl Trouble {
    pub const ALL: [Self; 6] = [
        Self::Gone,
        Self::Full,
        Self::Refused,
        Self::Blocked,
        Self::Newer,
        Self::Odd,
    ];

    /// As a store tells it.
    pub fn of_store(self) -> StoreError {
        match self {
            Self::Gone => StoreError::Unavailable,
            Self::Full => StoreError::Full,
            Self::Refused => StoreError::Refused,
            Self::Blocked => StoreError::Blocked,
            Self::Newer => StoreError::Newer,
            Self::Odd => StoreError::Other("OddError".to_owned()),
        }
    }

    /// As a sealer tells it, whose keys lie in the same database.
    pub fn of_sealer(self) -> SealError {
        match self {
            Self::Refused => SealError::StorageRefused,
            Self::Odd => SealError::Other("OddError".to_owned()),
            other => SealError::Store(other.of_store()),
        }
    }
}

/// Which operation fails, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plan {
    /// How many operations pass before.
    pub after: usize,
    pub trouble: Trouble,
    /// Whether the operation is done all the same, and only its answer is lost.
    pub done: bool,
    /// Whether every later one fails, too.
    pub lasts: bool,
}

/// What goes wrong; clones share it.
#[derive(Clone, Default)]
pub struct Faults(Rc<RefCell<State>>);

#[derive(Default)]
struct State {
    passed: usize,
    plan: Option<Plan>,
    hit: bool,
}

impl Faults {
    /// Plans a failure; counts from here.
    pub fn plan(&self, plan: Plan) {
        *self.0.borrow_mut() = State {
            plan: Some(plan),
            ..State::default()
        };
    }

    /// Ends all trouble. Tells whether there was any.
    pub fn end(&self) -> bool {
        core::mem::take(&mut *self.0.borrow_mut()).hit
    }

    /// What is wrong with the operation that comes now.
    fn next(&self) -> Option<Plan> {
        let mut state = self.0.borrow_mut();
        let plan = state.plan?;
        let number = state.passed;
        state.passed += 1;
        let fails = number == plan.after || (plan.lasts && number > plan.after);
        state.hit |= fails;
        fails.then_some(plan)
    }
}

/// A store that fails as planned.
pub struct FaultyStore<S> {
    store: S,
    faults: Faults,
}

impl<S: Store> Store for FaultyStore<S> {
    async fn load(&self) -> Result<Snapshot, StoreError> {
        match self.faults.next() {
            Some(plan) => Err(plan.trouble.of_store()),
            None => self.store.load().await,
        }
    }

    async fn commit(&self, batch: Batch) -> Result<(), StoreError> {
        match self.faults.next() {
            Some(plan) => {
                if plan.done {
                    self.store.commit(batch).await?;
                }
                Err(plan.trouble.of_store())
            }
            None => self.store.commit(batch).await,
        }
    }
}

/// A sealer that fails as planned.
pub struct FaultySealer<S> {
    sealer: S,
    faults: Faults,
}

impl<S> FaultySealer<S> {
    fn operation(&self) -> Result<(), SealError> {
        let plan = self.faults.next();
        plan.map_or(Ok(()), |plan| Err(plan.trouble.of_sealer()))
    }
}

impl<S: Sealer> Sealer for FaultySealer<S> {
    type KeyHandle = S::KeyHandle;

    async fn open(&self) -> Result<S::KeyHandle, SealError> {
        self.operation()?;
        self.sealer.open().await
    }

    async fn seal(
        &self,
        key: &S::KeyHandle,
        associated: &[u8],
        plain: &[u8],
    ) -> Result<Sealed, SealError> {
        self.operation()?;
        self.sealer.seal(key, associated, plain).await
    }

    async fn unseal(
        &self,
        key: &S::KeyHandle,
        associated: &[u8],
        sealed: &Sealed,
    ) -> Result<Zeroizing<Vec<u8>>, SealError> {
        self.operation()?;
        self.sealer.unseal(key, associated, sealed).await
    }

    fn epoch(&self, key: &S::KeyHandle) -> u64 {
        self.sealer.epoch(key)
    }
}

impl<S: Slots> Slots for FaultySealer<S> {
    type LooseKey = S::LooseKey;

    async fn slots(&self) -> Result<StoredSlots, SealError> {
        self.operation()?;
        self.sealer.slots().await
    }

    async fn new_key(&self) -> Result<S::LooseKey, SealError> {
        self.operation()?;
        self.sealer.new_key().await
    }

    async fn loosen(&self, by: Opener<'_>) -> Result<S::LooseKey, SealError> {
        self.operation()?;
        self.sealer.loosen(by).await
    }

    async fn wrap(
        &self,
        key: &S::LooseKey,
        root: &Root,
        label: &[u8],
    ) -> Result<WrappedKey, SealError> {
        self.operation()?;
        self.sealer.wrap(key, root, label).await
    }

    async fn unwrap(
        &self,
        root: &Root,
        label: &[u8],
        wrapped: &WrappedKey,
        epoch: u64,
    ) -> Result<S::KeyHandle, SealError> {
        self.operation()?;
        self.sealer.unwrap(root, label, wrapped, epoch).await
    }

    async fn replace(&self, change: SlotsChange<'_, S::LooseKey>) -> Result<(), StoreError> {
        match self.faults.next() {
            Some(plan) => {
                if plan.done {
                    self.sealer.replace(change).await?;
                }
                Err(plan.trouble.of_store())
            }
            None => self.sealer.replace(change).await,
        }
    }
}

/// The ports of a device whose storage fails as planned.
pub struct FaultyPorts {
    /// The device, whose storage does not fail.
    pub device: FakePorts,
    pub faults: Faults,
    store: FaultyStore<<FakePorts as Ports>::Store>,
    sealer: FaultySealer<<FakePorts as Ports>::Sealer>,
}

impl FaultyPorts {
    /// This device with trouble.
    pub fn over(device: FakePorts) -> Self {
        let faults = Faults::default();
        Self {
            store: FaultyStore {
                store: device.store.clone(),
                faults: faults.clone(),
            },
            sealer: FaultySealer {
                sealer: device.sealer.clone(),
                faults: faults.clone(),
            },
            device,
            faults,
        }
    }
}

impl Ports for FaultyPorts {
    type Store = FaultyStore<<FakePorts as Ports>::Store>;
    type Sealer = FaultySealer<<FakePorts as Ports>::Sealer>;
    type DeviceKey = FakeDeviceKey;
    type Http = ScriptedHttp;
    type Clock = FakeClock;
    type Entropy = SeededEntropy;

    fn store(&self) -> &Self::Store {
        &self.store
    }

    fn sealer(&self) -> &Self::Sealer {
        &self.sealer
    }

    fn device_key(&self) -> &FakeDeviceKey {
        &self.device.device_key
    }

    fn http(&self) -> &ScriptedHttp {
        &self.device.http
    }

    fn clock(&self) -> &FakeClock {
        &self.device.clock
    }

    fn entropy(&self) -> &SeededEntropy {
        &self.device.entropy
    }
}
