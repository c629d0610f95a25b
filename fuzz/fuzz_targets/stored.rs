//! The stored form of a token: what is read is written and read back the same, and what cannot be
//! read is kept and reported.
#![no_main]

use std::rc::Rc;

use countersign_core::Timestamp;
use countersign_core::ports::{Batch, RecordId, SealedRecord, Sealer, Store};
use countersign_core::vault::{Edit, Vault, VaultToken};
use countersign_testkit::fakes::{FakeClock, FakePorts, ScriptedHttp};
use libfuzzer_sys::fuzz_target;
use pollster::block_on;

type Device = Rc<FakePorts<ScriptedHttp>>;

const KIND: &str = "token";

/// What is bound to a record: a label, the version, the kind with its length, the id.
fn associated_data(id: &RecordId, version: u32) -> Vec<u8> {
    let kind = [&5_u32.to_be_bytes()[..], KIND.as_bytes()].concat();
    [
        b"countersign record\0",
        &version.to_be_bytes()[..],
        &kind,
        id.as_str().as_bytes(),
    ]
    .concat()
}

fn with_record(version: u32, plain: &[u8]) -> Option<Device> {
    let clock = FakeClock::at(Timestamp::from_seconds(1_795_500_000));
    let device = Rc::new(FakePorts::new(1, clock, ScriptedHttp::default()));
    let id = RecordId::from_random([7; 16]);
    let sealed = block_on(async {
        let key = device.sealer.open().await?;
        device
            .sealer
            .seal(&key, &associated_data(&id, version), plain)
            .await
    });
    let sealed = sealed.ok()?;
    let record = SealedRecord {
        id,
        kind: KIND.to_owned(),
        version,
        nonce: sealed.nonce,
        ciphertext: sealed.ciphertext,
    };
    let batch = Batch {
        put: vec![record],
        ..Batch::default()
    };
    block_on(device.store.commit(batch)).ok()?;
    Some(device)
}

fn all(vault: &Vault<FakePorts<ScriptedHttp>>) -> Vec<VaultToken> {
    [vault.tokens(), vault.trashed()].concat()
}

fuzz_target!(|input: (u8, &[u8])| {
    let (version, plain) = input;
    let Some(device) = with_record((version % 5).into(), plain) else {
        panic!("a store in memory refuses");
    };
    let Ok(vault) = block_on(Vault::open(Rc::clone(&device))) else {
        panic!("a record keeps the vault closed");
    };
    let tokens = all(&vault);
    assert_eq!(tokens.len() + vault.damaged().len(), 1);
    let Some(token) = tokens.first() else {
        return;
    };
    let written = block_on(vault.edit(&token.id, Edit::of(token)));
    assert_eq!(written, Ok(()));
    let Ok(again) = block_on(Vault::open(device)) else {
        panic!("what was written keeps the vault closed");
    };
    assert_eq!(all(&again), all(&vault));
});
