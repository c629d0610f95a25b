//! Importing, from the file to the vault.

use std::rc::Rc;

use countersign_backup::Limits;
use countersign_core::import::{
    FileContent, FileProblem, ImportEffect, ImportEvent, ImportFlow, ImportView,
};
use countersign_core::ports::Clock;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;
use zeroize::Zeroizing;

use super::{Flow, Runtime};
use crate::platform::BrowserClock;
use crate::platform::files::DataFile;

/// The flow of importing. Copies are the same flow; it belongs to the owner that began it.
#[derive(Clone, Copy)]
pub struct Importing {
    flow: StoredValue<Rc<Flow<ImportFlow>>, LocalStorage>,
    runtime: Runtime,
    /// What the page shows.
    pub view: Signal<ImportView>,
}

impl Importing {
    /// Tells the flow what the person did or handed in.
    pub fn send(self, event: ImportEvent) {
        let flow = self.flow.try_with_value(Rc::clone);
        if let Some(flow) = flow {
            flow.send(event);
        }
    }

    /// Reads a file and hands it in. One that is too large is not read.
    pub fn read(self, file: DataFile) {
        self.runtime.with(|engine| {
            let engine = Rc::clone(engine);
            spawn_local(async move {
                let event = read(&file).await;
                engine.call_back(|event| self.send(event), event);
            });
        });
    }
}

async fn read(file: &DataFile) -> ImportEvent {
    let limit = Limits::default().bytes as u64;
    if file.size() > limit {
        return ImportEvent::NoFile(FileProblem::TooLarge);
    }
    match file.bytes().await {
        Some(bytes) => ImportEvent::File(FileContent::new(bytes)),
        None => ImportEvent::NoFile(FileProblem::Unreadable),
    }
}

impl Runtime {
    /// Begins to import.
    pub fn begin_importing(self) -> Importing {
        let flow = Flow::new(ImportFlow::new(), move |flow: &Flow<ImportFlow>, effect| {
            self.perform_import(flow.clone(), effect);
        });
        let watched = flow.watch();
        let view = move |machine: &Option<ImportFlow>| {
            let machine = machine.as_ref();
            machine.map_or_else(|| ImportFlow::new().view(), ImportFlow::view)
        };
        Importing {
            flow: StoredValue::new_local(Rc::new(flow)),
            runtime: self,
            view: Memo::new(move |_| watched.with(view)).into(),
        }
    }

    fn perform_import(self, flow: Flow<ImportFlow>, effect: ImportEffect) {
        match effect {
            ImportEffect::Open(ticket, file, password) => {
                let file = Rc::new(Zeroizing::new(file.expose().to_vec()));
                self.open_backup(file, password, move |opened| {
                    let opened = opened.ok().map(Box::new);
                    flow.send(ImportEvent::Opened(ticket, opened));
                });
            }
            ImportEffect::Look(ticket) => self.with(|engine| {
                engine.work(
                    async |vault| {
                        vault.map(|vault| {
                            let mut all = vault.tokens();
                            all.extend(vault.trashed());
                            all
                        })
                    },
                    move |all| flow.send(ImportEvent::Looked(ticket, all)),
                );
            }),
            ImportEffect::Apply(ticket, changes) => self.with(|engine| {
                engine.work(
                    async move |vault| vault?.apply(*changes, BrowserClock.now()).await,
                    move |applied| flow.send(ImportEvent::Written(ticket, applied)),
                );
            }),
            ImportEffect::Revert(ticket, applied) => self.with(|engine| {
                engine.work(
                    async move |vault| match vault {
                        Ok(vault) => vault.revert(*applied).await,
                        Err(closed) => Err((*applied, closed)),
                    },
                    move |undone| flow.send(ImportEvent::Undone(ticket, undone)),
                );
            }),
        }
    }
}
