//! The keys store: values by name, each added once and never replaced.
//!
//! Guarantees: of two tabs that add under one name, exactly one succeeds. Trap: an `add` that is
//! run again on a new connection may find its own first write, so [`Fault::Taken`] always means
//! "read what is there".

use indexed_db_futures::database::Database;
use indexed_db_futures::prelude::*;
use wasm_bindgen::JsValue;

use super::connection::{Connection, finish, write};
use super::fault::Fault;
use super::schema::KEYS;

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
