//! What importing says.

mod en;
mod tr;

use super::Language;

type Text = &'static str;
type Named = fn(&str) -> String;
type Counted = fn(usize) -> String;

/// Importing from other apps and from backups.
pub(crate) struct ImportTexts {
    pub(crate) many: Text,
    pub(crate) title: Text,
    pub(crate) hint: Text,
    pub(crate) transfer: Text,
    pub(crate) transfer_hint: Text,
    // The ways in.
    pub(crate) choose: Text,
    pub(crate) intro: Text,
    pub(crate) paste_label: Text,
    pub(crate) paste_hint: Text,
    pub(crate) paste_example: Text,
    pub(crate) read_text: Text,
    pub(crate) apps_title: Text,
    /// What each app is called, and how its tokens get out of it.
    pub(crate) apps: &'static [(Text, Text)],
    pub(crate) opening: Text,
    // Codes of a transfer.
    pub(crate) progress: fn(u32, u32, &str) -> String,
    pub(crate) and: Text,
    pub(crate) again: Text,
    pub(crate) other_transfer: Text,
    pub(crate) finish: Text,
    pub(crate) start_over: Text,
    pub(crate) code_damaged: Text,
    // A password.
    pub(crate) locked_title: Text,
    pub(crate) locked: Named,
    pub(crate) locked_unsure: Named,
    pub(crate) password: Text,
    pub(crate) show_password: Text,
    pub(crate) open: Text,
    pub(crate) opening_long: Text,
    pub(crate) password_missing: Text,
    pub(crate) password_wrong: Text,
    pub(crate) password_or_damaged: Text,
    // Why nothing is shown.
    pub(crate) too_large: Text,
    pub(crate) file_unreadable: Text,
    pub(crate) not_recognized: Text,
    pub(crate) empty: Text,
    pub(crate) cut_off: Text,
    pub(crate) malformed: Text,
    pub(crate) altered: Text,
    pub(crate) too_costly: Text,
    pub(crate) out_of_memory: Text,
    pub(crate) no_tokens: Named,
    pub(crate) no_opener: Text,
    pub(crate) bitwarden_account: Text,
    pub(crate) aegis_no_password: Text,
    pub(crate) extension_encrypted: Text,
    pub(crate) open_pgp: Text,
    pub(crate) zip: Text,
    pub(crate) keepass: Text,
    pub(crate) database: Text,
    pub(crate) free_otp_2: Text,
    pub(crate) android_settings: Text,
    pub(crate) picture: Text,
    pub(crate) newer: Named,
    pub(crate) variant: Named,
    // The preview.
    pub(crate) preview_title: Text,
    pub(crate) from: Named,
    pub(crate) a_list: Text,
    pub(crate) written_at: Named,
    pub(crate) left_out: Counted,
    pub(crate) missing: fn(&str, u32) -> String,
    pub(crate) passed_over: Counted,
    pub(crate) new: Counted,
    pub(crate) changed: Counted,
    pub(crate) changed_hint: Text,
    pub(crate) same: Counted,
    pub(crate) twice: Counted,
    pub(crate) unreadable: Counted,
    pub(crate) here_named: Named,
    pub(crate) in_trash: Text,
    pub(crate) import: Counted,
    pub(crate) importing: Text,
    pub(crate) nothing_new: Text,
    pub(crate) finish_nothing: Text,
    pub(crate) cancel: Text,
    // What differs.
    pub(crate) change_issuer: Text,
    pub(crate) change_account: Text,
    pub(crate) change_note: Text,
    pub(crate) change_tags: Text,
    pub(crate) change_pinned: Text,
    pub(crate) change_counter: Text,
    pub(crate) change_trash: Text,
    // Why a token is not taken.
    pub(crate) why_kind: Named,
    pub(crate) why_other_kind: Text,
    pub(crate) why_no_secret: Text,
    pub(crate) why_elsewhere: Text,
    pub(crate) why_bad_secret: Text,
    pub(crate) why_algorithm: Text,
    pub(crate) why_digits: Text,
    pub(crate) why_period: Text,
    pub(crate) why_counter: Text,
    pub(crate) why_no_token: Text,
    pub(crate) why_twice: Text,
    pub(crate) why_not_wanted: Text,
    // The report.
    pub(crate) report_title: Text,
    pub(crate) report: fn(usize, usize, usize) -> String,
    pub(crate) report_changed: Counted,
    pub(crate) skipped_title: Text,
    pub(crate) undo: Text,
    pub(crate) undoing: Text,
    pub(crate) undone: Text,
    pub(crate) undo_failed: Named,
    pub(crate) undo_changed: Text,
    pub(crate) done: Text,
}

impl Language {
    /// Importing from other apps and from backups.
    pub(crate) const fn import(self) -> &'static ImportTexts {
        match self {
            Self::En => &en::IMPORT,
            Self::Tr => &tr::IMPORT,
        }
    }
}
