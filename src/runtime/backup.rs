//! Opening and writing backups, in the worker for it.

use std::rc::Rc;

use countersign_backup::wire::Opened;
use countersign_backup::write::{Argon2Cost, WriteError};
use countersign_backup::{Facts, KeptToken};
use countersign_core::SecretText;
use wasm_bindgen_futures::spawn_local;
use zeroize::Zeroizing;

use super::Runtime;
use crate::platform::backup::{self, NoWorker};

impl Runtime {
    /// Says what a file is and what is in it.
    pub fn open_backup(
        self,
        file: Rc<Zeroizing<Vec<u8>>>,
        password: Option<SecretText>,
        done: impl FnOnce(Result<Opened, NoWorker>) + 'static,
    ) {
        self.with(|engine| {
            let engine = Rc::clone(engine);
            spawn_local(async move {
                let opened = backup::open(&file, password.as_ref()).await;
                engine.call_back(done, opened);
            });
        });
    }

    /// Writes our own backup of these tokens, which are offline ones alone: the text of the file.
    pub fn write_backup(
        self,
        tokens: Vec<KeptToken>,
        facts: Facts,
        password: SecretText,
        cost: Argon2Cost,
        done: impl FnOnce(Result<Result<String, WriteError>, NoWorker>) + 'static,
    ) {
        self.with(|engine| {
            let engine = Rc::clone(engine);
            spawn_local(async move {
                let written = backup::write(&tokens, facts, &password, cost).await;
                engine.call_back(done, written);
            });
        });
    }
}
