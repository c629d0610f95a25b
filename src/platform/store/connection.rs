//! The one connection to IndexedDB that the store and the keys share.
//!
//! Guarantees: a connection that the browser lost is dropped, opened again, and the operation is
//! run once more; operations are written so that running them twice does no harm. When another
//! tab wants to change the shape of the database, this connection closes at once and says so.
//! A database that was there and is empty now was deleted by the browser or by somebody: it is not
//! made anew under what the app still holds, which would be written under a key that is gone.
//! Traps: a dead handle stays dead however often it is asked. WebKit loses connections in the
//! background. `blocked` is no end: the request goes on, so it is kept and asked again later.

use core::cell::{Cell, RefCell};
use core::future::{Future, poll_fn};
use core::pin::Pin;
use core::task::{Poll, Waker};
use std::rc::Rc;

use countersign_core::ports::StoreError;
use indexed_db_futures::database::Database;
use indexed_db_futures::error::UnexpectedDataError;
use indexed_db_futures::future::OpenDbRequest;
use indexed_db_futures::internals::SystemRepr;
use indexed_db_futures::prelude::*;
use indexed_db_futures::transaction::{
    Transaction, TransactionDurability, TransactionMode, TransactionOptions,
};
use wasm_bindgen::JsCast;
use web_sys::{Event, EventTarget, IdbTransaction};

use super::fault::Fault;
use super::schema;
use crate::platform::js::{self, Listener};

/// What happens to the database without being asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StorageNotice {
    /// Another tab has written; load again.
    Changed,
    /// Another tab has locked, set a lock, or turned it off.
    LockChanged,
    /// Another tab runs a newer app and took the database over; the page has to be reloaded.
    TakenOver,
}

type Notify = Box<dyn Fn(StorageNotice)>;

/// A connection that opens when it is needed.
pub struct Connection {
    name: String,
    version: u32,
    shared: Rc<Shared>,
    waiting: RefCell<Option<Opening>>,
}

#[derive(Default)]
struct Shared {
    current: RefCell<Option<Open>>,
    /// Whether there was a connection: then the database is there, or somebody has deleted it.
    was_open: Cell<bool>,
    notify: RefCell<Option<Notify>>,
}

struct Open {
    database: Database,
    _listeners: [Listener; 2],
}

struct Opening {
    request: OpenDbRequest,
    heard: Rc<Heard>,
}

/// What a request to open has heard meanwhile.
#[derive(Default)]
struct Heard {
    blocked: Cell<bool>,
    gone: Cell<bool>,
    waker: RefCell<Option<Waker>>,
}

impl Connection {
    /// A connection to the database of this name; nothing is opened yet.
    pub fn new(name: &str) -> Rc<Self> {
        Self::with_version(name, schema::VERSION)
    }

    /// As an app would connect whose database has this shape: tests play an older or a newer one.
    pub fn with_version(name: &str, version: u32) -> Rc<Self> {
        Rc::new(Self {
            name: name.to_owned(),
            version,
            shared: Rc::default(),
            waiting: RefCell::default(),
        })
    }

    /// The name of the database.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Calls `notify` when something happens without being asked for.
    pub fn on_notice(&self, notify: impl Fn(StorageNotice) + 'static) {
        *self.shared.notify.borrow_mut() = Some(Box::new(notify));
    }

    pub(super) fn tell(&self, notice: StorageNotice) {
        self.shared.tell(notice);
    }

    /// Closes the connection; the next operation opens another.
    pub fn close(&self) {
        if let Some(open) = self.shared.current.borrow_mut().take() {
            open.database.close();
        }
    }

    /// Erases the database. Other tabs close theirs when they are told; one that does not is in the
    /// way until it is closed.
    pub async fn erase(&self) -> Result<(), StoreError> {
        self.close();
        let erased = Database::delete_by_name(&self.name).map_err(Fault::from)?;
        Ok(erased.await.map_err(Fault::from)?)
    }

    /// Closes the handle and keeps it, as a browser does that loses the database: for tests.
    pub fn lose(&self) {
        if let Some(database) = self.shared.database() {
            database.close();
        }
    }

    /// Runs an operation, once more on a new connection if this one turns out to be dead.
    pub(crate) async fn run<T>(
        &self,
        operation: impl AsyncFn(&Database) -> Result<T, Fault>,
    ) -> Result<T, Fault> {
        let first = match self.open().await {
            Ok(database) => operation(&database).await,
            Err(fault) => Err(fault),
        };
        match first {
            Err(Fault::Lost(_)) => {
                self.close();
                let database = self.open().await?;
                operation(&database).await
            }
            result => result,
        }
    }

    async fn open(&self) -> Result<Database, Fault> {
        if let Some(database) = self.shared.database() {
            return Ok(database);
        }
        let opening = self.waiting.borrow_mut().take();
        let opening = match opening {
            Some(opening) => opening,
            None => self.start_opening()?,
        };
        let database = self.opened(opening).await?;
        Ok(self.shared.adopt(database))
    }

    /// Waits until the database is open, or until it is known that another tab is in the way.
    async fn opened(&self, opening: Opening) -> Result<Database, Fault> {
        let Opening { mut request, heard } = opening;
        let result = poll_fn(|context| {
            if let Poll::Ready(result) = Pin::new(&mut request).poll(context) {
                return Poll::Ready(Some(result));
            }
            if heard.blocked.take() {
                return Poll::Ready(None);
            }
            *heard.waker.borrow_mut() = Some(context.waker().clone());
            Poll::Pending
        })
        .await;
        match result {
            Some(Ok(database)) => Ok(database),
            Some(Err(_)) if heard.gone.get() => Err(Fault::Gone),
            Some(Err(error)) => Err(error.into()),
            None => {
                *self.waiting.borrow_mut() = Some(Opening { request, heard });
                Err(Fault::Blocked)
            }
        }
    }

    fn start_opening(&self) -> Result<Opening, Fault> {
        let heard = Rc::<Heard>::default();
        let (told, was_open) = (Rc::clone(&heard), self.shared.was_open.get());
        let upgrading = Rc::clone(&heard);
        let request = Database::open(&self.name)
            .with_version(self.version)
            .with_on_blocked(move |_| {
                told.blocked.set(true);
                if let Some(waker) = told.waker.borrow_mut().take() {
                    waker.wake();
                }
                Ok(())
            })
            .with_on_upgrade_needed(move |event, database| {
                if was_open && event.old_version() < 1.0 {
                    upgrading.gone.set(true);
                    // Any error leaves the database undone.
                    return Err(UnexpectedDataError::TransactionAborted.into());
                }
                schema::migrate(&event, &database)
            })
            .build()?;
        Ok(Opening { request, heard })
    }
}

impl Shared {
    fn tell(&self, notice: StorageNotice) {
        if let Some(notify) = self.notify.borrow().as_ref() {
            notify(notice);
        }
    }

    fn database(&self) -> Option<Database> {
        Some(self.current.borrow().as_ref()?.database.clone())
    }

    /// Keeps a fresh connection, unless another operation has opened one meanwhile.
    fn adopt(self: &Rc<Self>, database: Database) -> Database {
        if let Some(current) = self.database() {
            database.close();
            return current;
        }
        self.was_open.set(true);
        let target: EventTarget = database.as_sys().clone().unchecked_into();
        let (changing, closed) = (Rc::downgrade(self), Rc::downgrade(self));
        let listeners = [
            Listener::new(&target, "versionchange", move |_: Event| {
                if let Some(shared) = changing.upgrade() {
                    shared.give_way();
                }
            }),
            Listener::new(&target, "close", move |_: Event| {
                if let Some(shared) = closed.upgrade() {
                    shared.current.take();
                }
            }),
        ];
        *self.current.borrow_mut() = Some(Open {
            database: database.clone(),
            _listeners: listeners,
        });
        database
    }

    fn give_way(&self) {
        if let Some(open) = self.current.take() {
            open.database.close();
            self.tell(StorageNotice::TakenOver);
        }
    }
}

/// Starts a transaction that writes, durable when it says that it is done.
pub(crate) fn write<'a>(database: &'a Database, stores: &[&str]) -> Result<Transaction<'a>, Fault> {
    let options = TransactionOptions::new().with_durability(TransactionDurability::Strict);
    let transaction = database
        .transaction(stores)
        .with_mode(TransactionMode::Readwrite)
        .with_options(options)
        .build()?;
    Ok(transaction)
}

/// Commits, and waits until the browser says that all is written. A transaction that is aborted
/// at the end, such as by a full disk, tells why.
pub(crate) async fn finish(transaction: Transaction<'_>) -> Result<(), Fault> {
    let handle: IdbTransaction = transaction.as_sys().clone().unchecked_into();
    match transaction.commit().await {
        Ok(()) => Ok(()),
        Err(error) => {
            let reason = handle.error();
            // One that could not be told to commit would do so by itself.
            let _ = handle.abort();
            Err(match reason {
                Some(reason) => Fault::named(&js::error_name(&reason)),
                None => error.into(),
            })
        }
    }
}
