use std::fs;
use std::path::Path;

use countersign_server::config::Config;
use countersign_server::crypto::Keys;
use countersign_server::storage::Storage;

use super::CliError;

/// Opens the data folder; makes it, the master key and the database at the first start.
pub(super) async fn open(config: &Config) -> Result<(Storage, Keys), CliError> {
    let folder = &config.data_dir;
    make_private_folder(folder).map_err(|error| {
        CliError::new(format!(
            "The data folder {} cannot be made: {error}; choose another with --data.",
            folder.display()
        ))
    })?;
    let keys = match &config.master_key {
        Some(digits) => Keys::from_master(&bytes_of(digits.expose())),
        None => keys_of_file(config)?,
    };
    let database = config.database_file();
    let unusable = |error: &dyn std::fmt::Display| {
        CliError::new(format!(
            "The database {} cannot be opened: {error}.",
            database.display()
        ))
    };
    make_private_file(&database).map_err(|error| unusable(&error))?;
    let storage = Storage::open(&database)
        .await
        .map_err(|error| unusable(&error))?;
    Ok((storage, keys))
}

fn keys_of_file(config: &Config) -> Result<Keys, CliError> {
    let (file, database) = (config.master_key_file(), config.database_file());
    if database.exists() && !file.exists() {
        // A new key would make every registered token unreadable, and nobody would know why.
        return Err(CliError::new(format!(
            "The database {} is there but its master key is not: put {} back, or set \
             COUNTERSIGN_MASTER_KEY.",
            database.display(),
            file.display()
        )));
    }
    refuse_if_others_can_read(&file)?;
    Keys::load_or_create(&file).map_err(|error| {
        CliError::new(format!(
            "The master key {} is of no use: {error}.",
            file.display()
        ))
    })
}

fn make_private_folder(folder: &Path) -> std::io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// `SQLite` takes an empty file for a new database, and gives the files beside it the same mode.
fn make_private_file(file: &Path) -> std::io::Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(file) {
        Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => Err(error),
        _ => Ok(()),
    }
}

#[cfg(unix)]
fn refuse_if_others_can_read(file: &Path) -> Result<(), CliError> {
    use std::os::unix::fs::PermissionsExt as _;
    match fs::metadata(file) {
        Ok(found) if found.permissions().mode() & 0o077 != 0 => Err(CliError::new(format!(
            "The master key {0} can be read by others: run \"chmod 600 {0}\".",
            file.display()
        ))),
        _ => Ok(()),
    }
}

#[cfg(not(unix))]
#[expect(
    clippy::unnecessary_wraps,
    reason = "the same shape as where there is something to check"
)]
fn refuse_if_others_can_read(_file: &Path) -> Result<(), CliError> {
    Ok(())
}

/// The configuration has made sure that these are 64 hexadecimal digits.
fn bytes_of(digits: &str) -> [u8; 32] {
    let value = |byte: u8| char::from(byte).to_digit(16).unwrap_or_default();
    let mut bytes = [0; 32];
    for (byte, pair) in bytes.iter_mut().zip(digits.as_bytes().chunks_exact(2)) {
        let combined = pair.iter().fold(0, |sum, &digit| sum * 16 + value(digit));
        *byte = u8::try_from(combined).unwrap_or_default();
    }
    bytes
}
