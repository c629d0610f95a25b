use leptos::prelude::*;

use crate::runtime::Exporting;
use crate::ui::{presence, texts};

/// Asks whether the person is there, each time that the export waits for it.
pub(super) fn ask_when_waited_for(exporting: Exporting) {
    // The question is the app's, not something that is drawn here.
    Effect::new(move || {
        if let Some(ticket) = exporting.proof.get() {
            presence::ask(
                texts().export().presence,
                Callback::new(move |()| exporting.proved(ticket)),
                Callback::new(move |()| exporting.not_proved()),
            );
        }
    });
}
