//! Why nothing was read, for people.

use countersign_core::codes::{AddProblem, AddView};
use countersign_otp::{InvalidSecret, UriError};
use leptos::prelude::*;

use crate::runtime::{Adding, CameraRefusal, ScanFailure};
use crate::ui::texts;

/// What is wrong with what was read last.
pub(super) fn problem(adding: Adding) -> Signal<Option<AddProblem>> {
    Signal::derive(move || match adding.view.get() {
        AddView::Entry(problem) => problem,
        _ => None,
    })
}

/// What is wrong with a link that was pasted.
pub(super) fn link_text(problem: &AddProblem) -> Option<&'static str> {
    let words = texts().add();
    match problem {
        AddProblem::Empty => Some(words.link_empty),
        AddProblem::BareSecret => Some(words.bare_secret),
        AddProblem::Uri(error) => Some(uri_text(*error)),
        AddProblem::Manual(_) => None,
    }
}

/// What is wrong with the text of a QR code.
pub(super) fn code_text(problem: &AddProblem) -> Option<&'static str> {
    match problem {
        AddProblem::Empty | AddProblem::BareSecret | AddProblem::Uri(UriError::NotOtpauth) => {
            Some(texts().add().not_a_token)
        }
        AddProblem::Uri(error) => Some(uri_text(*error)),
        AddProblem::Manual(_) => None,
    }
}

fn uri_text(error: UriError) -> &'static str {
    let words = texts().add();
    match error {
        // Codes of a transfer go to the import.
        UriError::NotOtpauth | UriError::GoogleTransfer => words.link_scheme,
        UriError::UnsupportedType => words.link_kind,
        UriError::MissingSecret => words.secret_missing,
        UriError::BadSecret(reason) => secret_text(reason),
        UriError::UnsupportedAlgorithm => words.algorithm_unknown,
        UriError::BadDigits => words.digits_invalid,
        UriError::BadPeriod => words.period_invalid,
        UriError::BadCounter => words.counter_invalid,
    }
}

/// What is wrong with a secret.
pub(super) fn secret_text(reason: InvalidSecret) -> &'static str {
    let words = texts().add();
    match reason {
        InvalidSecret::Empty => words.secret_missing,
        InvalidSecret::NotBase32 { .. } => words.secret_invalid,
        InvalidSecret::TooShort => words.secret_short,
    }
}

/// Why there is no picture from the camera.
pub(super) fn camera_text(refusal: CameraRefusal) -> &'static str {
    let words = texts().add();
    match refusal {
        CameraRefusal::Denied => words.camera_refused,
        CameraRefusal::Missing => words.camera_missing,
        CameraRefusal::Busy => words.camera_busy,
        CameraRefusal::Unsupported => words.camera_failed,
    }
}

/// Why no code was read from a picture.
pub(super) fn picture_text(failure: ScanFailure) -> &'static str {
    let words = texts().add();
    match failure {
        ScanFailure::NothingFound => words.no_code_in_picture,
        ScanFailure::Unreadable => words.picture_unreadable,
        ScanFailure::NoDecoder => words.reader_failed,
    }
}
