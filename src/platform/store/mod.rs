//! Keeps encrypted records in IndexedDB.
//!
//! Guarantees: a batch is written whole or not at all, in one transaction that also counts the
//! revision up; `commit` answers only after the browser has said that the transaction is
//! complete, with strict durability where the browser knows it. Other tabs are told.
//! Left to others: encryption; what a record means. The values of `meta` are plain.
//! Traps: a transaction that is dropped is rolled back; only IndexedDB may be awaited within
//! one. Blobs crash WebKit, so everything is a `Uint8Array`.

mod connection;
mod fault;
pub(crate) mod keys;
mod schema;

use std::rc::Rc;

use countersign_core::ports::{Batch, RecordId, SealedRecord, Snapshot, Store, StoreError};
use indexed_db_futures::database::Database;
use indexed_db_futures::object_store::ObjectStore;
use indexed_db_futures::prelude::*;
use js_sys::{Object, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{BroadcastChannel, MessageEvent};

pub use self::connection::{Connection, StorageNotice};
use self::connection::{finish, write};
pub(crate) use self::fault::Fault;
use self::schema::{META, RECORDS};
use crate::platform::js::{self, Listener};

/// The entry of `meta` that counts commits. No name that the core uses begins with `#`.
const REVISION: &str = "#revision";
/// The entry of `meta` that says which data key the records are sealed with; there is none before
/// a lock was set.
const EPOCH: &str = "#epoch";

/// [`Store`] over IndexedDB.
pub struct IndexedDbStore {
    connection: Rc<Connection>,
    tabs: Option<Tabs>,
}

/// What tells other tabs of a lock; they are told of records by a number.
const LOCK: &str = "lock";

/// The other tabs of this app.
struct Tabs {
    channel: BroadcastChannel,
    _listener: Listener,
}

impl IndexedDbStore {
    /// A store on this connection.
    pub fn new(connection: &Rc<Connection>) -> Self {
        Self {
            connection: Rc::clone(connection),
            tabs: Tabs::join(connection),
        }
    }
}

impl IndexedDbStore {
    /// Tells other tabs that this one has locked, set a lock, or turned it off.
    pub fn tell_lock(&self) {
        if let Some(tabs) = &self.tabs {
            let _ = tabs.channel.post_message(&JsValue::from_str(LOCK));
        }
    }
}

impl Tabs {
    fn join(connection: &Rc<Connection>) -> Option<Self> {
        js::property(&js_sys::global(), "BroadcastChannel")?;
        let channel = BroadcastChannel::new(connection.name()).ok()?;
        let connection = Rc::downgrade(connection);
        let listener = Listener::new(&channel, "message", move |message: MessageEvent| {
            if let Some(connection) = connection.upgrade() {
                connection.tell(match message.data().as_string().as_deref() {
                    Some(LOCK) => StorageNotice::LockChanged,
                    _ => StorageNotice::Changed,
                });
            }
        });
        Some(Self {
            channel,
            _listener: listener,
        })
    }
}

impl Drop for Tabs {
    fn drop(&mut self) {
        self.channel.close();
    }
}

impl Store for IndexedDbStore {
    async fn load(&self) -> Result<Snapshot, StoreError> {
        Ok(self.connection.run(read_everything).await?)
    }

    async fn commit(&self, batch: Batch) -> Result<(), StoreError> {
        let revision = self
            .connection
            .run(async |database: &Database| write_batch(database, &batch).await)
            .await?;
        if let Some(tabs) = &self.tabs {
            let _ = tabs.channel.post_message(&from_count(revision));
        }
        Ok(())
    }
}

async fn read_everything(database: &Database) -> Result<Snapshot, Fault> {
    let transaction = database.transaction([RECORDS, META]).build()?;
    let records = transaction.object_store(RECORDS)?;
    let meta = transaction.object_store(META)?;
    // Both requests are on their way before the first is awaited.
    let records = records.get_all::<JsValue>().primitive()?;
    let meta = meta.get_all::<JsValue>().primitive()?;
    let mut snapshot = Snapshot::default();
    for value in records.await? {
        snapshot.records.push(to_record(&value?)?);
    }
    for value in meta.await? {
        let value = value?;
        let name = text(&value, "name").ok_or(Fault::Damaged)?;
        if name == REVISION {
            snapshot.revision = count(&value, "value");
        } else if name == EPOCH {
            snapshot.epoch = count(&value, "value");
        } else {
            let bytes = bytes(&value, "value").ok_or(Fault::Damaged)?;
            snapshot.meta.push((name, bytes));
        }
    }
    Ok(snapshot)
}

async fn write_batch(database: &Database, batch: &Batch) -> Result<u64, Fault> {
    let transaction = write(database, &[RECORDS, META])?;
    let revision = {
        let records = transaction.object_store(RECORDS)?;
        let meta = transaction.object_store(META)?;
        let last: Option<JsValue> = meta.get(REVISION).primitive()?.await?;
        let last = count(&last.unwrap_or_default(), "value");
        if batch.at.is_some_and(|at| at != last) {
            return Err(Fault::Stale);
        }
        let revision = last + 1;
        put_all(&records, batch.put.iter().map(from_record))?;
        put_all(&meta, batch.put_meta.iter().map(from_meta))?;
        put_all(&meta, [counter((REVISION, revision))].into_iter())?;
        delete_all(&records, batch.delete.iter().map(RecordId::as_str))?;
        delete_all(&meta, batch.delete_meta.iter().map(String::as_str))?;
        revision
    };
    finish(transaction).await?;
    Ok(revision)
}

/// Requests are sent when built; one that fails aborts the transaction, which `finish` reports.
fn put_all(store: &ObjectStore<'_>, values: impl Iterator<Item = JsValue>) -> Result<(), Fault> {
    for value in values {
        drop(store.put(value).primitive()?);
    }
    Ok(())
}

fn delete_all<'a>(
    store: &ObjectStore<'_>,
    keys: impl Iterator<Item = &'a str>,
) -> Result<(), Fault> {
    for key in keys {
        drop(store.delete(key).primitive()?);
    }
    Ok(())
}

fn from_record(record: &SealedRecord) -> JsValue {
    let object = Object::new();
    js::set(&object, "id", &JsValue::from_str(record.id.as_str()));
    js::set(&object, "kind", &JsValue::from_str(&record.kind));
    js::set(
        &object,
        "version",
        &JsValue::from_f64(f64::from(record.version)),
    );
    js::set(&object, "nonce", &Uint8Array::from(record.nonce.as_slice()));
    js::set(
        &object,
        "ciphertext",
        &Uint8Array::from(record.ciphertext.as_slice()),
    );
    object.into()
}

/// A record whose fields are damaged comes back empty, so that decrypting finds that out for this
/// record alone.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "`as` clamps whatever a damaged record holds"
)]
fn to_record(value: &JsValue) -> Result<SealedRecord, Fault> {
    let nonce = bytes(value, "nonce").and_then(|bytes| bytes.try_into().ok());
    Ok(SealedRecord {
        id: RecordId::from_stored(text(value, "id").ok_or(Fault::Damaged)?),
        kind: text(value, "kind").unwrap_or_default(),
        version: number(value, "version") as u32,
        nonce: nonce.unwrap_or_default(),
        ciphertext: bytes(value, "ciphertext").unwrap_or_default(),
    })
}

fn from_meta((name, value): &(String, Vec<u8>)) -> JsValue {
    let object = Object::new();
    js::set(&object, "name", &JsValue::from_str(name));
    js::set(&object, "value", &Uint8Array::from(value.as_slice()));
    object.into()
}

fn counter((name, value): (&str, u64)) -> JsValue {
    let object = Object::new();
    js::set(&object, "name", &JsValue::from_str(name));
    js::set(&object, "value", &from_count(value));
    object.into()
}

#[expect(
    clippy::cast_precision_loss,
    reason = "nobody writes two to the 53rd times"
)]
fn from_count(count: u64) -> JsValue {
    JsValue::from_f64(count as f64)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a counter that this app wrote; `as` clamps anything else"
)]
fn count(object: &JsValue, name: &str) -> u64 {
    number(object, name) as u64
}

fn text(object: &JsValue, name: &str) -> Option<String> {
    js::property(object, name)?.as_string()
}

fn number(object: &JsValue, name: &str) -> f64 {
    js::property(object, name)
        .and_then(|value| value.as_f64())
        .unwrap_or_default()
}

fn bytes(object: &JsValue, name: &str) -> Option<Vec<u8>> {
    let array: Uint8Array = js::property(object, name)?.dyn_into().ok()?;
    Some(array.to_vec())
}
