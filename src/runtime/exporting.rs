//! Plain exports: shown for a minute, and never longer than the app is.

use std::rc::Rc;

use countersign_core::Ticket;
use countersign_core::backup::{Export, ExportEffect, ExportEvent, ExportView, QrPicture, Way};
use countersign_core::policy;
use countersign_core::ports::{Clock, Entropy};
use countersign_core::vault::TokenId;
use leptos::prelude::*;
use zeroize::Zeroizing;

use super::{Flow, Runtime};
use crate::platform::handing_over::{self, NotShared};
use crate::platform::timers::{self, Timeout};
use crate::platform::{BrowserClock, BrowserEntropy};

/// The flow of a plain export. Copies are the same flow; it belongs to the owner that began it.
#[derive(Clone, Copy)]
pub struct Exporting {
    runtime: Runtime,
    flow: StoredValue<Rc<Flow<Export>>, LocalStorage>,
    /// What the page shows.
    pub view: Signal<ExportView>,
    /// The proof of presence that is waited for.
    pub proof: Signal<Option<Ticket>>,
    asked: RwSignal<Option<Ticket>>,
}

impl Exporting {
    /// These tokens are to go out; all of them where none is named.
    pub fn ask(self, way: Way, chosen: Option<&[TokenId]>) {
        let mut tokens = self.runtime.tokens.get_untracked();
        if let Some(chosen) = chosen {
            tokens.retain(|token| chosen.contains(&token.id));
        }
        self.send(ExportEvent::Ask {
            way,
            tokens,
            allowed: self.runtime.plain_export_allowed(),
        });
    }

    /// The person has proved to be there.
    pub fn proved(self, ticket: Ticket) {
        let _ = self.asked.try_set(None);
        let mut random = [0; 32];
        BrowserEntropy.fill(&mut random);
        self.send(ExportEvent::Proved(ticket, random));
    }

    /// The person has put the question away.
    pub fn not_proved(self) {
        let asked = self.asked.try_update(Option::take).flatten();
        if let Some(ticket) = asked {
            self.send(ExportEvent::NotProved(ticket));
        }
    }

    /// The QR code that is shown.
    pub fn picture(self) -> Option<QrPicture> {
        self.look(Export::picture)
    }

    /// Saves the file under this name.
    pub fn save(self, name: &str, kind: &str) -> bool {
        let file = self.file();
        file.is_some_and(|file| handing_over::save(name, kind, file.as_bytes()))
    }

    /// Sends the file to another app. Call it in the handler of the tap itself.
    pub fn share(self, name: &str, kind: &str, done: impl FnOnce(Result<(), NotShared>) + 'static) {
        if let Some(file) = self.file() {
            self.runtime.share_file(name, kind, file.as_bytes(), done);
        }
    }

    /// Tells the flow what the person did.
    pub fn send(self, event: ExportEvent) {
        if let Some(flow) = self.flow.try_get_value() {
            flow.send(event);
        }
    }

    fn file(self) -> Option<Zeroizing<String>> {
        self.look(Export::file)
    }

    fn look<T>(self, look: fn(&Export) -> Option<T>) -> Option<T> {
        let flow = self.flow.try_get_value()?;
        flow.watch()
            .with_untracked(|machine| machine.as_ref().and_then(look))
    }
}

impl Runtime {
    /// Begins a plain export.
    pub fn begin_export(self) -> Exporting {
        let asked = RwSignal::new(None);
        let wake = StoredValue::new_local(None::<Timeout>);
        let flow = Flow::new(
            Export::new(),
            move |flow: &Flow<Export>, effect| match effect {
                ExportEffect::Prove(ticket) => {
                    let _ = asked.try_set(Some(ticket));
                }
                ExportEffect::WakeAt(at) => {
                    let flow = flow.clone();
                    let millis = at.millis_since(BrowserClock.now());
                    let timeout = Timeout::after(millis, move || flow.send(ExportEvent::Woken));
                    wake.try_set_value(timeout);
                }
            },
        );
        let watched = flow.watch();
        let view = move |machine: &Option<Export>| match machine {
            Some(machine) => machine.view(),
            None => ExportView::Choosing(None),
        };
        let exporting = Exporting {
            runtime: self,
            flow: StoredValue::new_local(Rc::new(flow)),
            view: Memo::new(move |_| watched.with(view)).into(),
            proof: asked.into(),
            asked,
        };
        let hide = move |visible: bool| {
            if !visible {
                exporting.send(ExportEvent::Hide);
            }
        };
        StoredValue::new_local(timers::on_visibility(hide));
        exporting
    }

    /// Whether the server lets tokens out in the clear, as it last said; followed by signals.
    pub fn plain_export_allowed(self) -> bool {
        self.vault.track();
        self.vault_changes.track();
        let vault = self.engine.try_with_value(|engine| engine.opened());
        vault
            .flatten()
            .is_none_or(|vault| policy::in_force(&vault).plain_export_allowed)
    }
}
