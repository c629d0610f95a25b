//! Backups, read and written.

mod encrypted_files;
mod hostile;
mod plain_files;
mod plans;
mod records;
mod support;
mod transfers;
mod writing;
