//! What the browser tests need: databases of their own, and a way past the adapters.

use core::cell::{Cell, RefCell};
use core::future::{Future, poll_fn};
use core::pin::pin;
use core::task::Poll;
use std::rc::Rc;

use countersign::platform::{BrowserEntropy, Connection, StorageNotice};
use countersign_core::ports::Entropy;
use indexed_db_futures::database::Database;
use indexed_db_futures::prelude::*;
use indexed_db_futures::transaction::TransactionMode;
use js_sys::Promise;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::SubtleCrypto;

/// A database that no other test uses.
pub(crate) fn database_name() -> String {
    let mut bytes = [0; 8];
    BrowserEntropy.fill(&mut bytes);
    format!("test-{:016x}", u64::from_le_bytes(bytes))
}

/// WebCrypto itself.
pub(crate) fn subtle() -> SubtleCrypto {
    web_sys::window().unwrap().crypto().unwrap().subtle()
}

/// Opens a database as another program would, which gives way to nobody.
pub(crate) async fn open_by_hand(name: &str, version: u32) -> Option<Database> {
    Database::open(name)
        .with_version(version)
        .build()
        .ok()?
        .await
        .ok()
}

/// Deletes a database as a browser does when it clears what a site has stored.
pub(crate) async fn delete_database(name: &str) {
    Database::delete_by_name(name).unwrap().await.unwrap();
}

/// Changes a value of the keys store behind the adapters' backs.
pub(crate) async fn change_key(name: &str, key: &str, change: impl FnOnce(&JsValue)) {
    let database = open_by_hand(name, 1).await.unwrap();
    let transaction = database
        .transaction("keys")
        .with_mode(TransactionMode::Readwrite)
        .build()
        .unwrap();
    {
        let store = transaction.object_store("keys").unwrap();
        let value: Option<JsValue> = store.get(key).primitive().unwrap().await.unwrap();
        let value = value.unwrap();
        change(&value);
        store
            .put(value)
            .with_key(key)
            .primitive()
            .unwrap()
            .await
            .unwrap();
    }
    transaction.commit().await.unwrap();
    database.close();
}

/// All notices of a connection from now on.
pub(crate) fn heard(connection: &Connection) -> Rc<RefCell<Vec<StorageNotice>>> {
    let notices = Rc::<RefCell<Vec<StorageNotice>>>::default();
    let heard = Rc::clone(&notices);
    connection.on_notice(move |notice| heard.borrow_mut().push(notice));
    notices
}

/// The next notice of a connection.
pub(crate) fn next_notice(connection: &Connection) -> impl Future<Output = StorageNotice> {
    let notice = Rc::new(Cell::new(None));
    let heard = Rc::clone(&notice);
    let told = Promise::new(&mut |resolve, _reject| {
        let heard = Rc::clone(&heard);
        connection.on_notice(move |notice| {
            heard.set(Some(notice));
            resolve.call0(&JsValue::UNDEFINED).unwrap();
        });
    });
    async move {
        JsFuture::from(told).await.unwrap();
        notice.get().unwrap()
    }
}

/// Both at once.
pub(crate) async fn both<A, B>(a: impl Future<Output = A>, b: impl Future<Output = B>) -> (A, B) {
    let (mut a, mut b) = (pin!(a), pin!(b));
    let (mut done_a, mut done_b) = (None, None);
    poll_fn(|context| {
        if done_a.is_none()
            && let Poll::Ready(value) = a.as_mut().poll(context)
        {
            done_a = Some(value);
        }
        if done_b.is_none()
            && let Poll::Ready(value) = b.as_mut().poll(context)
        {
            done_b = Some(value);
        }
        match (done_a.take(), done_b.take()) {
            (Some(a), Some(b)) => Poll::Ready((a, b)),
            (a, b) => {
                (done_a, done_b) = (a, b);
                Poll::Pending
            }
        }
    })
    .await
}
