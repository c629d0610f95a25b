//! Making a backup, opening it again, and what is known of backups.

use std::rc::Rc;
use std::sync::Arc;

use countersign_backup::ReadError;
use countersign_backup::write::{Argon2Cost, WriteError};
use countersign_core::SecretText;
use countersign_core::backup::{
    Drill, DrillEffect, DrillEvent, DrillProblem, DrillView, Make, MakeEffect, MakeEvent, MakeView,
    SealFailure, Standing,
};
use countersign_core::ports::Clock;
use countersign_core::vault::{VaultError, VaultToken};
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;
use zeroize::Zeroizing;

use super::{Flow, Runtime};
use crate::platform::BrowserClock;
use crate::platform::backup::NoWorker;
use crate::platform::files::DataFile;
use crate::platform::handing_over::{self, NotShared};

/// The media type of a backup.
const JSON: &str = "application/json";

/// The flow of making a backup. Copies are the same flow; it belongs to the owner that began it.
#[derive(Clone, Copy)]
pub struct BackingUp {
    runtime: Runtime,
    flow: StoredValue<Rc<Flow<Make>>, LocalStorage>,
    /// What the page shows.
    pub view: Signal<MakeView>,
}

impl BackingUp {
    /// The password was typed twice.
    pub fn start(self, password: SecretText, again: SecretText) {
        let tokens = self.runtime.all_tokens();
        self.send(MakeEvent::Start {
            password,
            again,
            tokens,
        });
    }

    /// Saves the file under this name.
    pub fn save(self, name: &str) {
        let file = self.file();
        if file.is_some_and(|file| handing_over::save(name, JSON, &file)) {
            self.send(MakeEvent::HandedOver);
        }
    }

    /// Sends the file to another app. Call it in the handler of the tap itself.
    pub fn share(self, name: &str, failed: impl FnOnce(NotShared) + 'static) {
        let Some(file) = self.file() else { return };
        self.runtime
            .share_file(name, JSON, &file, move |result| match result {
                Ok(()) => self.send(MakeEvent::HandedOver),
                Err(refused) => failed(refused),
            });
    }

    /// The person says that the file is kept.
    pub fn confirm(self) {
        self.send(MakeEvent::Confirm);
    }

    /// The person chose the file that was saved.
    pub fn reopened(self, file: DataFile) {
        self.runtime.read_file(file, move |bytes| {
            self.send(MakeEvent::Reopened(bytes.unwrap_or_default()));
        });
    }

    fn file(self) -> Option<Arc<[u8]>> {
        let flow = self.flow.try_get_value()?;
        flow.watch()
            .with_untracked(|machine| machine.as_ref().and_then(Make::file))
    }

    fn send(self, event: MakeEvent) {
        if let Some(flow) = self.flow.try_get_value() {
            flow.send(event);
        }
    }
}

/// The flow of opening a backup again. Copies are the same flow.
#[derive(Clone, Copy)]
pub struct Drilling {
    runtime: Runtime,
    flow: StoredValue<Rc<Flow<Drill>>, LocalStorage>,
    /// What the page shows.
    pub view: Signal<DrillView>,
}

impl Drilling {
    /// The person chose a file.
    pub fn chosen(self, file: DataFile) {
        self.runtime.read_file(file, move |bytes| {
            self.send(DrillEvent::Chosen(bytes.unwrap_or_default()));
        });
    }

    /// Tells the flow what the person did.
    pub fn send(self, event: DrillEvent) {
        if let Some(flow) = self.flow.try_get_value() {
            flow.send(event);
        }
    }
}

impl Runtime {
    /// Begins to make a backup.
    pub fn begin_backup(self) -> BackingUp {
        let flow = Flow::new(Make::new(), move |flow: &Flow<Make>, effect| {
            perform_make(self, flow.clone(), effect);
        });
        let watched = flow.watch();
        let view = move |machine: &Option<Make>| match machine {
            Some(machine) => machine.view(),
            None => MakeView::Typing(None),
        };
        BackingUp {
            runtime: self,
            flow: StoredValue::new_local(Rc::new(flow)),
            view: Memo::new(move |_| watched.with(view)).into(),
        }
    }

    /// Begins to open a backup again.
    pub fn begin_drill(self) -> Drilling {
        let flow = Flow::new(Drill::new(), move |flow: &Flow<Drill>, effect| {
            perform_drill(self, flow.clone(), effect);
        });
        let watched = flow.watch();
        let view = move |machine: &Option<Drill>| match machine {
            Some(machine) => machine.view(),
            None => DrillView::Choosing(None),
        };
        Drilling {
            runtime: self,
            flow: StoredValue::new_local(Rc::new(flow)),
            view: Memo::new(move |_| watched.with(view)).into(),
        }
    }

    /// How the backups stand now, followed by signals; nothing until the vault is open.
    pub fn backup_standing(self) -> Option<Standing> {
        self.vault_changes.track();
        let tokens = self.tokens.read();
        let vault = self.engine.try_with_value(|engine| engine.opened())??;
        Some(vault.backup_state().standing(&tokens, BrowserClock.now()))
    }

    /// Says nothing of backups for a while.
    pub fn postpone_backup(self, done: impl FnOnce(Result<(), VaultError>) + 'static) {
        let now = BrowserClock.now();
        self.with(|engine| {
            engine.work(
                async move |vault| vault?.change_backup_state(|state| state.later(now)).await,
                done,
            );
        });
    }

    /// Whether a file of this kind can be sent to another app.
    pub fn can_share_file(self, name: &str, kind: &str) -> bool {
        handing_over::can_share(name, kind)
    }

    pub(super) fn share_file(
        self,
        name: &str,
        kind: &str,
        content: &[u8],
        done: impl FnOnce(Result<(), NotShared>) + 'static,
    ) {
        let shared = handing_over::share(name, kind, content);
        self.with(|engine| {
            let engine = Rc::clone(engine);
            spawn_local(async move {
                let result = shared.await;
                engine.call_back(done, result);
            });
        });
    }

    /// Everything in the vault, the trash too.
    pub(super) fn all_tokens(self) -> Vec<VaultToken> {
        let (mut tokens, trash) = (self.tokens.get_untracked(), self.trash.get_untracked());
        tokens.extend(trash);
        tokens
    }

    fn read_file(self, file: DataFile, done: impl FnOnce(Option<Vec<u8>>) + 'static) {
        self.with(|engine| {
            let engine = Rc::clone(engine);
            spawn_local(async move {
                let bytes = file.bytes().await;
                engine.call_back(done, bytes);
            });
        });
    }
}

fn perform_make(runtime: Runtime, flow: Flow<Make>, effect: MakeEffect) {
    match effect {
        MakeEffect::Seal {
            ticket,
            tokens,
            facts,
            password,
        } => {
            let cost = Argon2Cost::default();
            runtime.write_backup(tokens, facts, password, cost, move |written| {
                let answer = match written {
                    Ok(Ok(text)) => Ok(text.into_bytes()),
                    Ok(Err(WriteError::OutOfMemory)) => Err(SealFailure::OutOfMemory),
                    Ok(Err(WriteError::NoPassword | WriteError::TooWeak)) | Err(NoWorker) => {
                        Err(SealFailure::NoWorker)
                    }
                };
                flow.send(MakeEvent::Sealed(ticket, answer));
            });
        }
        MakeEffect::Open {
            ticket,
            file,
            password,
        } => {
            let file = Rc::new(Zeroizing::new(file.to_vec()));
            runtime.open_backup(file, Some(password), move |opened| {
                // A worker that is gone has read nothing back.
                let answer = opened.map_or(Err(ReadError::NotRecognized), |opened| opened.read);
                flow.send(MakeEvent::Opened(ticket, answer));
            });
        }
        MakeEffect::Note(ticket, verified) => runtime.with(|engine| {
            engine.work(
                async move |vault| {
                    let noted = vault?.change_backup_state(|state| state.take(*verified));
                    noted.await.map(drop)
                },
                move |noted| flow.send(MakeEvent::Noted(ticket, noted)),
            );
        }),
    }
}

fn perform_drill(runtime: Runtime, flow: Flow<Drill>, effect: DrillEffect) {
    match effect {
        DrillEffect::Open {
            ticket,
            file,
            password,
        } => {
            let file = Rc::new(Zeroizing::new(file.to_vec()));
            runtime.open_backup(file, password, move |opened| {
                let answer = match opened {
                    Ok(opened) => opened.read.map_err(DrillProblem::Read),
                    Err(NoWorker) => Err(DrillProblem::Failed(SealFailure::NoWorker)),
                };
                flow.send(DrillEvent::Opened {
                    ticket,
                    answer,
                    tokens: runtime.all_tokens(),
                });
            });
        }
        DrillEffect::Note(ticket, verified) => runtime.with(|engine| {
            engine.work(
                async move |vault| {
                    let noted = vault?.change_backup_state(|state| state.take(*verified));
                    noted.await
                },
                move |noted| flow.send(DrillEvent::Noted(ticket, noted)),
            );
        }),
    }
}
