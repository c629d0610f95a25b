//! The keys store: values by name, each added once and never replaced, and the slots of the lock,
//! which are replaced as one.
//!
//! Guarantees: of two tabs that add under one name, exactly one succeeds; of two that change the
//! slots from the same revision on, too. Trap: an `add` that is
//! run again on a new connection may find its own first write, so [`Fault::Taken`] always means
//! "read what is there".

use countersign_core::ports::Resealed;
use indexed_db_futures::database::Database;
use indexed_db_futures::object_store::ObjectStore;
use indexed_db_futures::prelude::*;
use indexed_db_futures::transaction::Transaction;
use js_sys::{Object, Uint8Array};
use wasm_bindgen::JsValue;

use super::connection::{Connection, finish, write};
use super::fault::Fault;
use super::schema::{KEYS, META, RECORDS};
use super::{EPOCH, REVISION};
use crate::platform::js;

/// The name of the device slot.
pub(crate) const DEVICE_SLOT: &str = "device-slot";
/// The name of all other slots. Once it is there it stays, also when the lock is turned off.
pub(crate) const SLOTS: &str = "slots";

/// What lies under this name.
pub(crate) async fn find(connection: &Connection, name: &str) -> Result<Option<JsValue>, Fault> {
    connection
        .run(async |database: &Database| {
            let transaction = database.transaction(KEYS).build()?;
            let store = transaction.object_store(KEYS)?;
            let value: Option<JsValue> = store.get(name).primitive()?.await?;
            Ok(value)
        })
        .await
}

/// Adds a value, or finds that another tab was faster ([`Fault::Taken`]).
pub(crate) async fn add(connection: &Connection, name: &str, value: &JsValue) -> Result<(), Fault> {
    connection
        .run(async |database: &Database| {
            let transaction = write(database, &[KEYS])?;
            transaction
                .object_store(KEYS)?
                .add(value.clone())
                .with_key(name)
                .primitive()?
                .await?;
            finish(transaction).await
        })
        .await
}

/// What lies under two names at one moment.
pub(crate) async fn find_two(
    connection: &Connection,
    one: &str,
    other: &str,
) -> Result<(Option<JsValue>, Option<JsValue>), Fault> {
    connection
        .run(async |database: &Database| {
            let transaction = database.transaction(KEYS).build()?;
            let store = transaction.object_store(KEYS)?;
            // Both requests are on their way before the first is awaited.
            let (one, other) = (store.get(one).primitive()?, store.get(other).primitive()?);
            Ok((one.await?, other.await?))
        })
        .await
}

/// Adds a value, unless something lies under its name or under another one ([`Fault::Taken`]).
pub(crate) async fn add_unless(
    connection: &Connection,
    name: &str,
    value: &JsValue,
    other: &str,
) -> Result<(), Fault> {
    connection
        .run(async |database: &Database| {
            let transaction = write(database, &[KEYS])?;
            {
                let store = transaction.object_store(KEYS)?;
                let taken: Option<JsValue> = store.get(other).primitive()?.await?;
                if taken.is_some() {
                    return Err(Fault::Taken);
                }
                store.add(value.clone()).with_key(name).primitive()?.await?;
            }
            finish(transaction).await
        })
        .await
}

/// A change of the slots.
pub(crate) struct KeysChange {
    pub(crate) based_on: u64,
    pub(crate) content: Vec<u8>,
    pub(crate) device: DeviceChange,
    pub(crate) resealed: Option<Resealed>,
}

/// What becomes of the device slot.
pub(crate) enum DeviceChange {
    Stays,
    Goes,
    Comes(JsValue),
}

/// Revision and content of the slots as they are stored.
pub(crate) fn read_slots(stored: &JsValue) -> (u64, Vec<u8>) {
    let content = super::bytes(stored, "content").unwrap_or_default();
    (super::count(stored, "revision"), content)
}

/// Changes slots, device slot and records in one transaction, or nothing ([`Fault::Stale`]).
pub(crate) async fn change(connection: &Connection, change: &KeysChange) -> Result<(), Fault> {
    connection
        .run(async |database: &Database| {
            let transaction = write(database, &[KEYS, RECORDS, META])?;
            if !change_within(&transaction, change).await? {
                // Nothing was asked for but reading.
                return Ok(());
            }
            finish(transaction).await
        })
        .await
}

/// Whether there is something to commit.
async fn change_within(transaction: &Transaction<'_>, change: &KeysChange) -> Result<bool, Fault> {
    let keys = transaction.object_store(KEYS)?;
    let stored: Option<JsValue> = keys.get(SLOTS).primitive()?.await?;
    let (revision, content) = stored.as_ref().map(read_slots).unwrap_or_default();
    if revision == change.based_on + 1 && content == change.content {
        return Ok(false);
    }
    if revision != change.based_on {
        return Err(Fault::Stale);
    }
    if let Some(resealed) = &change.resealed {
        reseal(transaction, resealed).await?;
    }
    match &change.device {
        DeviceChange::Stays => {}
        DeviceChange::Goes => drop(keys.delete(DEVICE_SLOT).primitive()?),
        DeviceChange::Comes(slot) => put(&keys, DEVICE_SLOT, slot)?,
    }
    let slots = Object::new();
    js::set(&slots, "revision", &super::from_count(revision + 1));
    let content = Uint8Array::from(change.content.as_slice());
    js::set(&slots, "content", &content);
    put(&keys, SLOTS, &slots)?;
    Ok(true)
}

async fn reseal(transaction: &Transaction<'_>, resealed: &Resealed) -> Result<(), Fault> {
    let meta = transaction.object_store(META)?;
    let last: Option<JsValue> = meta.get(REVISION).primitive()?.await?;
    let revision = last.map_or(0, |entry| super::count(&entry, "value"));
    if revision != resealed.based_on {
        return Err(Fault::Stale);
    }
    let records = transaction.object_store(RECORDS)?;
    super::put_all(&records, resealed.records.iter().map(super::from_record))?;
    let entries = [(REVISION, revision + 1), (EPOCH, resealed.epoch)];
    super::put_all(&meta, entries.into_iter().map(super::counter))
}

fn put(store: &ObjectStore<'_>, name: &str, value: &JsValue) -> Result<(), Fault> {
    drop(store.put(value.clone()).with_key(name).primitive()?);
    Ok(())
}

/// Removes what lies under this name.
pub(crate) async fn remove(connection: &Connection, name: &str) -> Result<(), Fault> {
    connection
        .run(async |database: &Database| {
            let transaction = write(database, &[KEYS])?;
            transaction
                .object_store(KEYS)?
                .delete(name)
                .primitive()?
                .await?;
            finish(transaction).await
        })
        .await
}
