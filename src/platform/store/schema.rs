//! The shape of the database, and how an older shape becomes this one.
//!
//! Guarantees: migrations only go forward and run inside the browser's upgrade transaction, so a
//! migration that fails leaves the old shape. A shape that was released is never edited; a new
//! step is added and [`VERSION`] grows.

use indexed_db_futures::database::{Database, VersionChangeEvent};
use indexed_db_futures::error::Error;
use indexed_db_futures::prelude::*;

/// The version that this app reads and writes.
pub(super) const VERSION: u32 = 1;
/// Encrypted records, by `id`.
pub(super) const RECORDS: &str = "records";
/// Plain values, by `name`.
pub(super) const META: &str = "meta";
/// Keys that cannot be exported, by the name that the adapter gives.
pub(super) const KEYS: &str = "keys";

/// Makes the database of any older version one of [`VERSION`].
pub(super) fn migrate(event: &VersionChangeEvent, database: &Database) -> Result<(), Error> {
    if event.old_version() < 1.0 {
        first_shape(database)?;
    }
    Ok(())
}

fn first_shape(database: &Database) -> Result<(), Error> {
    database
        .create_object_store(RECORDS)
        .with_key_path("id".into())
        .build()?;
    database
        .create_object_store(META)
        .with_key_path("name".into())
        .build()?;
    database.create_object_store(KEYS).build()?;
    Ok(())
}
