//! The database: `SQLite` in WAL mode, one writer, several readers. All SQL lies here, and every
//! rule that must hold under parallel calls is one statement or one immediate transaction.

mod activation;
mod attempts;
mod bindings;
mod error;
mod groups;
mod housekeeping;
mod operator;
mod parameters;
mod proofs;
mod registrations;
mod rows;
mod sessions;
mod sms;
mod sms_tries;
mod users;

use std::path::Path;
use std::time::Duration;

use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use sqlx::{SqlSafeStr, Sqlite, Transaction};

pub use activation::{Activated, NewActivationCode};
pub use attempts::CodeAttempt;
pub use bindings::{BindingRecord, NewBinding};
pub use error::StorageError;
pub use groups::GroupRecord;
pub use parameters::ParameterChange;
pub use registrations::{Confirmation, NewRegistration, RegistrationRecord, Sending};
pub use sessions::{NewSession, SessionRecord};
pub use sms::{Delivery, DeliveryState};
pub(crate) use users::name_key;
pub use users::{NewUser, UserChange, UserRecord};

const MIGRATIONS: &[(i64, &str, &str)] =
    &[(1, "start", include_str!("../../migrations/0001_start.sql"))];
const READERS: u32 = 4;
const BUSY: Duration = Duration::from_secs(10);

/// The database, open. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Storage {
    writer: SqlitePool,
    readers: SqlitePool,
}

impl Storage {
    /// Opens the database file, makes it where there is none, and brings it up to date.
    ///
    /// # Errors
    /// When the file cannot be opened or brought up to date.
    pub async fn open(path: &Path) -> Result<Self, StorageError> {
        let options = SqliteConnectOptions::new()
            .filename(path)
            .foreign_keys(true)
            .busy_timeout(BUSY);
        let writer = SqlitePoolOptions::new()
            .max_connections(1)
            .connect_with(
                options
                    .clone()
                    .create_if_missing(true)
                    .journal_mode(SqliteJournalMode::Wal)
                    // What was answered must survive a power cut.
                    .synchronous(SqliteSynchronous::Full),
            )
            .await?;
        migrator().run(&writer).await?;
        let readers = SqlitePoolOptions::new()
            .max_connections(READERS)
            .connect_with(options.read_only(true))
            .await?;
        Ok(Self { writer, readers })
    }

    /// Waits for running work and closes the files.
    pub async fn close(&self) {
        self.readers.close().await;
        self.writer.close().await;
    }

    /// A transaction that holds the write lock from its start, so that what it reads stays true
    /// until it ends.
    async fn begin(&self) -> Result<Transaction<'static, Sqlite>, StorageError> {
        Ok(self.writer.begin_with("BEGIN IMMEDIATE").await?)
    }
}

fn migrator() -> Migrator {
    let migrations = MIGRATIONS.iter().map(|&(version, name, sql)| {
        Migration::new(
            version,
            name.into(),
            MigrationType::Simple,
            sql.into_sql_str(),
            false,
        )
    });
    Migrator::with_migrations(migrations.collect())
}
