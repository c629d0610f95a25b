//! The adapters over an IndexedDB that fails: each call in turn throws each exception, loses its
//! answer, has its transaction aborted or its connection closed.

use core::cell::Cell;

use countersign::platform::{BrowserDeviceKey, Connection, IndexedDbStore, WebCryptoSealer};
use countersign_core::ports::{
    DeviceKey, KeyError, SealError, Sealer, Snapshot, Store, StoreError,
};
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use super::{putting, record};
use crate::support::database_name;

#[wasm_bindgen(inline_js = r#"
const CALLS = [
  [IDBFactory, ["open"]],
  [IDBDatabase, ["transaction", "createObjectStore"]],
  [IDBTransaction, ["objectStore", "commit"]],
  [IDBObjectStore, ["get", "getAll", "put", "add", "delete"]],
];
let plan = null;
let seen = 0;
let hit = "";

const planned = () => new DOMException("planned", plan.name);
const failing = (object) => Object.defineProperty(object, "error", { get: planned, configurable: true });

const WAYS = {
  throws() {
    throw planned();
  },
  loses(call, target) {
    // Nobody would hear that a new database has to be given its shape.
    if (!(target instanceof IDBFactory)) call();
    throw planned();
  },
  aborts(call, target) {
    const result = call();
    const transaction = [result, target, result?.transaction, target?.transaction].find((one) => one instanceof IDBTransaction);
    if (result instanceof IDBRequest && !(result instanceof IDBOpenDBRequest)) failing(result);
    if (transaction === undefined) return result;
    failing(transaction);
    // Too late for one that commits already.
    try { transaction.abort(); } catch { }
    return result;
  },
  closes(call, target) {
    if (target instanceof IDBDatabase) target.close();
    return call();
  },
};

for (const [type, names] of CALLS) {
  for (const name of names) {
    const real = type.prototype[name];
    type.prototype[name] = function (...given) {
      const call = () => Reflect.apply(real, this, given);
      if (plan === null) return call();
      const number = seen++;
      if (number < plan.nth || (number > plan.nth && !plan.lasts)) return call();
      if (hit === "") hit = name;
      return WAYS[plan.way](call, this);
    };
  }
}

export function begin_trouble(nth, name, way, lasts) {
  plan = { nth, name, way, lasts };
  seen = 0;
  hit = "";
}

export function end_trouble() {
  plan = null;
  return hit;
}
"#)]
extern "C" {
    /// Makes this call of IndexedDB from now on fail.
    fn begin_trouble(nth: u32, name: &str, way: &str, lasts: bool);
    /// Ends that. Tells which method it met first, if any.
    fn end_trouble() -> String;
}

#[derive(Clone, Copy, Debug)]
struct Plan {
    name: &'static str,
    way: &'static str,
    lasts: bool,
}

/// Exceptions after which the adapters try once more.
const PASSING: [&str; 4] = [
    "UnknownError",
    "InvalidStateError",
    "AbortError",
    "TransactionInactiveError",
];

const OTHERS: [&str; 4] = [
    "QuotaExceededError",
    "DataCloneError",
    "VersionError",
    "OddError",
];

fn plans() -> Vec<Plan> {
    let plan = |way, lasts| move |name| Plan { name, way, lasts };
    let mut plans: Vec<_> = PASSING.map(plan("throws", false)).into();
    plans.extend(OTHERS.map(plan("throws", false)));
    plans.extend(["UnknownError", "QuotaExceededError"].map(plan("throws", true)));
    plans.extend(["AbortError", "QuotaExceededError"].map(plan("aborts", false)));
    plans.extend(["UnknownError", "QuotaExceededError"].map(plan("loses", false)));
    plans.push(plan("closes", false)("InvalidStateError"));
    plans
}

fn as_store_error(name: &str) -> StoreError {
    match name {
        "QuotaExceededError" => StoreError::Full,
        "DataCloneError" => StoreError::Refused,
        "VersionError" => StoreError::Newer,
        "OddError" => StoreError::Other(name.to_owned()),
        _ => StoreError::Unavailable,
    }
}

/// An error, as the store would tell it.
trait Told {
    fn told(self) -> StoreError;
}

impl Told for StoreError {
    fn told(self) -> StoreError {
        self
    }
}

impl Told for SealError {
    fn told(self) -> StoreError {
        match self {
            Self::Store(error) => error,
            Self::StorageRefused => StoreError::Refused,
            other => panic!("{other:?}"),
        }
    }
}

impl Told for KeyError {
    fn told(self) -> StoreError {
        match self {
            Self::Store(error) => error,
            Self::StorageRefused => StoreError::Refused,
            other => panic!("{other:?}"),
        }
    }
}

/// Runs `act` on a fresh place of its own for each way in which each of its calls can fail, and
/// then once more on the same place without trouble.
async fn in_every_way<P, T, E: Told>(
    prepare: impl AsyncFn(&str) -> P,
    act: impl AsyncFn(&P) -> Result<T, E>,
    check: impl AsyncFn(&str, Result<T, StoreError>, Plan),
) {
    let tries = Cell::new(0);
    for plan in plans() {
        for nth in 0.. {
            let name = database_name();
            let place = prepare(&name).await;
            begin_trouble(nth, plan.name, plan.way, plan.lasts);
            let result = act(&place).await;
            let method = end_trouble();
            if method.is_empty() {
                break;
            }
            tries.set(tries.get() + 1);
            let what = format!("{method} {nth} {plan:?}");
            let result = result.map_err(Told::told);
            if let Err(error) = &result {
                // What `open` throws at once is a refusal, whatever it is called.
                let refused = (method == "open" || plan.lasts) && *error == StoreError::Refused;
                assert!(
                    refused || *error == as_store_error(plan.name),
                    "{what} {error:?}"
                );
                let passing = PASSING.contains(&plan.name) && !plan.lasts;
                assert!(refused || !passing, "{what} could have been tried again");
            }
            check(&name, result, plan).await;
            assert!(act(&place).await.is_ok(), "{what} does not recover");
        }
    }
    assert!(tries.get() > plans().len(), "nothing failed");
}

fn open(name: &str) -> IndexedDbStore {
    IndexedDbStore::new(&Connection::new(name))
}

async fn holding_one(name: &str) -> IndexedDbStore {
    open(name).commit(putting(1)).await.unwrap();
    // A connection of its own, so that opening it fails in turn, too.
    open(name)
}

#[wasm_bindgen_test]
async fn a_batch_is_written_whole_or_not_at_all_whatever_fails() {
    let check = async |name: &str, result: Result<(), StoreError>, plan: Plan| {
        let stored = open(name).load().await.unwrap();
        let after = Snapshot {
            records: vec![record(1), record(2)],
            revision: stored.revision,
            ..Snapshot::default()
        };
        if result.is_ok() || stored == after {
            assert_eq!(stored, after, "{plan:?}");
            // Only a lost answer says that what was written was not.
            assert!(result.is_ok() || plan.way == "loses", "{plan:?}");
        } else {
            assert_eq!(stored.records, [record(1)], "{plan:?}");
            assert_eq!(stored.revision, 1, "{plan:?}");
        }
    };
    in_every_way(
        holding_one,
        async |store| store.commit(putting(2)).await,
        check,
    )
    .await;
}

#[wasm_bindgen_test]
async fn everything_or_nothing_is_read_whatever_fails() {
    let check = async |_: &str, result: Result<Snapshot, StoreError>, plan: Plan| {
        if let Ok(snapshot) = result {
            assert_eq!(snapshot.records, [record(1)], "{plan:?}");
        }
    };
    in_every_way(holding_one, async |store| store.load().await, check).await;
}

#[wasm_bindgen_test]
async fn a_data_key_is_made_once_whatever_fails() {
    let open = async |name: &str| WebCryptoSealer::new(&Connection::new(name));
    let check = async |name: &str, result: Result<_, StoreError>, plan: Plan| {
        // Another tab finds the same key, or makes the first one.
        let other = open(name).await;
        let theirs = other.open().await.unwrap();
        if let Ok(ours) = result {
            let sealed = other.seal(&ours, b"", b"shared").await.unwrap();
            let opened = other.unseal(&theirs, b"", &sealed).await;
            assert_eq!(opened.unwrap().as_slice(), b"shared", "{plan:?}");
        }
    };
    in_every_way(open, async |sealer| sealer.open().await, check).await;
}

#[wasm_bindgen_test]
async fn a_device_key_is_made_once_whatever_fails() {
    let open = async |name: &str| BrowserDeviceKey::new(&Connection::new(name));
    let check = async |name: &str, result: Result<_, StoreError>, plan: Plan| {
        let theirs = open(name).await.ensure().await.unwrap();
        if let Ok(ours) = result {
            assert_eq!(ours, theirs, "{plan:?}");
        }
    };
    in_every_way(open, async |key| key.ensure().await, check).await;
}

#[wasm_bindgen_test]
async fn a_device_key_that_is_there_signs_or_says_why_not() {
    let made = async |name: &str| {
        let first = BrowserDeviceKey::new(&Connection::new(name));
        first.ensure().await.unwrap();
        BrowserDeviceKey::new(&Connection::new(name))
    };
    let check = async |_: &str, _: Result<_, StoreError>, _: Plan| {};
    in_every_way(made, async |key| key.sign(b"message").await, check).await;
}
