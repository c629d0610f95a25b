//! The fakes are held to the same contracts as the real adapters.

use std::cell::RefCell;
use std::collections::HashMap;

use countersign_testkit::conformance;
use countersign_testkit::fakes::{FakeDeviceKey, FakeSealer, MemoryStore, SeededEntropy};
use pollster::block_on;

/// Opens places by name.
fn places<T: Clone>(make: impl Fn() -> T) -> impl AsyncFn(&str) -> T {
    let places = RefCell::new(HashMap::new());
    async move |name: &str| {
        let mut places = places.borrow_mut();
        let place = places.entry(name.to_owned()).or_insert_with(&make);
        T::clone(place)
    }
}

#[test]
fn the_store_in_memory_keeps_the_contract() {
    block_on(conformance::store(places(MemoryStore::default)));
}

#[test]
fn the_sealer_in_memory_keeps_the_contract() {
    let entropy = SeededEntropy::new(1);
    block_on(conformance::sealer(places(|| {
        FakeSealer::new(entropy.clone(), MemoryStore::default())
    })));
}

#[test]
fn the_slots_in_memory_keep_the_contract() {
    let entropy = SeededEntropy::new(3);
    block_on(conformance::slots(places(|| {
        let store = MemoryStore::default();
        (FakeSealer::new(entropy.clone(), store.clone()), store)
    })));
}

#[test]
fn the_device_key_in_memory_keeps_the_contract() {
    let entropy = SeededEntropy::new(2);
    block_on(conformance::device_key(places(|| {
        FakeDeviceKey::new(entropy.clone())
    })));
}
