//! Backups, read and written.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a helper of tests fails the test"
)]

mod broken_files;
mod corpus;
mod encrypted_files;
mod hostile;
mod plain_files;
mod plans;
mod records;
mod secrecy;
mod support;
mod transfers;
mod writing;
