//! Reasons and differences, for people.

use countersign_backup::{
    Change, Damage, Format, MissingParts, OtherKind, ReadError, Unsupported, Why,
};
use countersign_core::import::{FileProblem, ImportProblem, PasswordProblem, SkippedWhy};

use crate::ui::storage_trouble::vault_error_text;
use crate::ui::texts;

/// Who wrote the file.
pub(super) fn app(format: Format) -> &'static str {
    format.app().unwrap_or(texts().import().a_list)
}

/// "2, 3 and 4".
pub(super) fn list_of(numbers: &[u32]) -> String {
    let and = texts().import().and;
    let numbers: Vec<_> = numbers.iter().map(u32::to_string).collect();
    match numbers.split_last() {
        Some((last, before)) if !before.is_empty() => {
            format!("{} {and} {last}", before.join(", "))
        }
        Some((last, _)) => last.clone(),
        None => String::new(),
    }
}

/// Which codes of a transfer are missing.
pub(super) fn missing_text(parts: &MissingParts) -> String {
    (texts().import().missing)(&list_of(&parts.missing), parts.size)
}

/// Why there is no preview.
pub(super) fn problem_text(problem: &ImportProblem) -> String {
    let words = texts().import();
    match problem {
        ImportProblem::File(FileProblem::TooLarge) => words.too_large.to_owned(),
        ImportProblem::File(FileProblem::Unreadable) => words.file_unreadable.to_owned(),
        ImportProblem::Read(error) => read_text(*error),
        ImportProblem::TransferCode(_) => words.code_damaged.to_owned(),
        ImportProblem::NoTokens(format) => (words.no_tokens)(app(*format)),
        ImportProblem::NoOpener => words.no_opener.to_owned(),
        ImportProblem::Vault(error) => vault_error_text(error).to_owned(),
    }
}

fn read_text(error: ReadError) -> String {
    let words = texts().import();
    let text = match error {
        ReadError::NotRecognized => words.not_recognized,
        ReadError::Damaged(Damage::Empty) => words.empty,
        ReadError::Damaged(Damage::CutOff) => words.cut_off,
        ReadError::Damaged(Damage::Malformed) => words.malformed,
        ReadError::Damaged(Damage::Altered) => words.altered,
        ReadError::TooLarge => words.too_large,
        ReadError::TooCostly(_) => words.too_costly,
        ReadError::OutOfMemory(_) => words.out_of_memory,
        ReadError::Unsupported(reason) => return unsupported_text(reason),
        ReadError::PasswordNeeded(_) => words.password_missing,
        ReadError::WrongPassword => words.password_wrong,
        ReadError::WrongPasswordOrDamaged => words.password_or_damaged,
    };
    text.to_owned()
}

fn unsupported_text(reason: Unsupported) -> String {
    let words = texts().import();
    let text = match reason {
        Unsupported::BitwardenAccountRestricted => words.bitwarden_account,
        Unsupported::AegisWithoutPassword => words.aegis_no_password,
        Unsupported::BrowserExtensionEncrypted => words.extension_encrypted,
        Unsupported::OpenPgp => words.open_pgp,
        Unsupported::Zip => words.zip,
        Unsupported::KeePassDatabase => words.keepass,
        Unsupported::Database => words.database,
        Unsupported::FreeOtp2 => words.free_otp_2,
        Unsupported::AndroidSettings => words.android_settings,
        Unsupported::Picture => words.picture,
        Unsupported::NewerVersion(format) => return (words.newer)(app(format)),
        Unsupported::Variant(format) => return (words.variant)(app(format)),
    };
    text.to_owned()
}

/// Why the file is not open.
pub(super) fn password_text(problem: PasswordProblem) -> &'static str {
    let words = texts().import();
    match problem {
        PasswordProblem::Missing => words.password_missing,
        PasswordProblem::Wrong => words.password_wrong,
        PasswordProblem::WrongOrDamaged => words.password_or_damaged,
        PasswordProblem::NoOpener => words.no_opener,
    }
}

/// What the file says otherwise.
pub(super) fn change_text(change: Change) -> &'static str {
    let words = texts().import();
    match change {
        Change::Issuer => words.change_issuer,
        Change::AccountName => words.change_account,
        Change::Note => words.change_note,
        Change::Tags => words.change_tags,
        Change::Pinned => words.change_pinned,
        Change::Counter => words.change_counter,
        Change::InTrash => words.change_trash,
    }
}

/// Why an entry cannot be used.
pub(super) fn why_text(why: Why) -> String {
    let words = texts().import();
    let text = match why {
        Why::UnknownKind(OtherKind::MobileOtp) => return (words.why_kind)("Mobile-OTP"),
        Why::UnknownKind(OtherKind::Yandex) => return (words.why_kind)("Yandex"),
        Why::UnknownKind(OtherKind::BattleNet) => return (words.why_kind)("Battle.net"),
        Why::UnknownKind(OtherKind::Other) => words.why_other_kind,
        Why::NoSecret => words.why_no_secret,
        Why::SecretElsewhere => words.why_elsewhere,
        Why::BadSecret(_) => words.why_bad_secret,
        Why::UnsupportedAlgorithm => words.why_algorithm,
        Why::BadDigits => words.why_digits,
        Why::BadPeriod => words.why_period,
        Why::BadCounter => words.why_counter,
        Why::NotAToken => words.why_no_token,
    };
    text.to_owned()
}

/// Why an entry was not taken.
pub(super) fn skipped_text(why: SkippedWhy) -> String {
    let words = texts().import();
    match why {
        SkippedWhy::NotWanted => words.why_not_wanted.to_owned(),
        SkippedWhy::Twice => words.why_twice.to_owned(),
        SkippedWhy::Unreadable(why) => why_text(why),
    }
}
