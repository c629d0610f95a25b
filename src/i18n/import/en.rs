use super::ImportTexts;

fn tokens(number: usize) -> String {
    if number == 1 {
        "1 token".to_owned()
    } else {
        format!("{number} tokens")
    }
}

pub(super) static IMPORT: ImportTexts = ImportTexts {
    many: "Many tokens",
    title: "Import from another app",
    hint: "A file from Aegis, 2FAS, Bitwarden, Ente and others, or a backup of Countersign",
    transfer: "Google transfer codes",
    transfer_hint: "Several QR codes, in any order",
    choose: "Choose a file",
    intro: "Choose the file that the other app exported, or drop it anywhere on this page. You see what is in it before anything is saved.",
    paste_label: "Or paste what is in it",
    paste_hint: "The text of an export, or a list of links.",
    paste_example: "otpauth://totp/…",
    read_text: "Read the text",
    apps_title: "How to get the file out of an app",
    apps: &[
        (
            "Countersign",
            "On the other device: Settings, Backup. Registered tokens stay there; register a new one here.",
        ),
        (
            "Aegis",
            "Settings, Import & Export, Export. With or without a password.",
        ),
        (
            "2FAS",
            "Settings, Backup, Export. With or without a password.",
        ),
        (
            "Ente Auth",
            "Settings, Data, Export codes. Encrypted or plain text.",
        ),
        (
            "Bitwarden",
            "Settings, Export vault: JSON, CSV, or JSON protected by a password of its own. Bitwarden Authenticator: Settings, Export.",
        ),
        (
            "Proton Authenticator",
            "Settings, Export. With or without a password.",
        ),
        (
            "Google Authenticator",
            "Menu, Transfer accounts, Export. It shows codes and writes no file: scan them one after another.",
        ),
        (
            "Stratum (Authenticator Pro)",
            "Settings, Backup. Old and new encrypted files both open.",
        ),
        (
            "andOTP",
            "Menu, Backup. Plain or with a password, not with OpenPGP.",
        ),
        (
            "FreeOTP+",
            "Menu, Export, JSON. Of FreeOTP 2, copy the keys to another app first.",
        ),
        (
            "Raivo OTP",
            "Settings, Export. Unpack the ZIP file, then choose the JSON file in it.",
        ),
        ("KeePassXC", "Database, Export, CSV file."),
        (
            "LastPass Authenticator",
            "Settings, Transfer accounts, Export to file.",
        ),
        ("2FAuth", "Accounts, Export."),
        (
            "Microsoft Authenticator, Authy",
            "They export nothing. Set each token up anew where you sign in.",
        ),
    ],
    opening: "The file is being opened…",
    progress: |read, of, missing| {
        let codes = if of == 1 { "code" } else { "codes" };
        if missing.is_empty() {
            format!("{read} of {of} transfer {codes} read.")
        } else {
            format!("{read} of {of} transfer {codes} read. Missing {missing}.")
        }
    },
    and: "and",
    again: "This code was read before. Show the next one.",
    other_transfer: "This code belongs to another transfer. Both are kept.",
    finish: "Go on without the rest",
    start_over: "Start over",
    code_damaged: "This transfer code is damaged. What was read before is still there: read it again.",
    locked_title: "A password is needed",
    locked: |app| {
        format!(
            "This is a backup from {app}, locked with a password. It is the one that was chosen there when the file was made."
        )
    },
    locked_unsure: |app| {
        format!(
            "This may be a backup from {app}, locked with a password. Its files carry no mark that would say so for sure."
        )
    },
    password: "Password of the file",
    show_password: "Show the password",
    open: "Open",
    opening_long: "Opening… This can take half a minute.",
    password_missing: "Type the password of the file.",
    password_wrong: "Wrong password for this file. The file itself is in order.",
    password_or_damaged: "Wrong password, or the file is damaged: files of this app don’t show which. Try again, then export it anew.",
    too_large: "This file is larger than any backup (10 MB). Choose the file that the other app exported.",
    file_unreadable: "The browser can’t read this file. Copy it to this device, then choose it again.",
    not_recognized: "This file isn’t a backup that is known here. See below which apps work, and how to export from them.",
    empty: "The file is empty. Export it anew.",
    cut_off: "The file ends in the middle: it was not copied completely. Copy or export it anew.",
    malformed: "The file is damaged, and a password doesn’t help. Export it anew.",
    altered: "The file was changed or damaged after it was made. Take another copy.",
    too_costly: "Opening this file would take this device too long. Export it with a weaker setting or without a password.",
    out_of_memory: "Opening this file takes more memory than this device gives. Close other apps, or open it on a computer.",
    no_tokens: |app| format!("This is a file from {app}, but there is no token in it."),
    no_opener: "The part that opens files has not arrived. Check the connection, then try again.",
    bitwarden_account: "Only the same Bitwarden account can open this file. Export again and choose “password protected”.",
    aegis_no_password: "This Aegis file opens with a fingerprint alone. In Aegis, add a password, then export again.",
    extension_encrypted: "Encrypted exports of this browser extension can’t be read. Export without a password.",
    open_pgp: "This andOTP file is encrypted with OpenPGP. Export it with a password instead.",
    zip: "This is a ZIP file. Unpack it, then choose the file in it.",
    keepass: "This is a KeePass database. Open it with KeePassXC and export it as CSV.",
    database: "This is another app’s database, which is no export. Use the export in that app.",
    free_otp_2: "Backups of FreeOTP 2 can’t be read. Move the tokens to an app that exports, such as Aegis.",
    android_settings: "These are another app’s settings, which is no export. Use the export in that app.",
    picture: "This is a picture. Read it as a QR code: it goes to “Read a picture”.",
    newer: |app| {
        format!(
            "A newer version of {app} made this file. Update this app, or export in an older format."
        )
    },
    variant: |app| {
        format!(
            "This file of {app} is sealed in a way that is unknown here. Export it again with the usual settings."
        )
    },
    preview_title: "Look before you import",
    from: |app| format!("From {app}"),
    a_list: "A list of links",
    written_at: |when| format!("Written: {when}."),
    left_out: |number| match number {
        1 => {
            "1 registered token is not in it: it never leaves its device. Register a new one here."
                .to_owned()
        }
        _ => format!(
            "{number} registered tokens are not in it: they never leave their device. Register new ones here."
        ),
    },
    missing: |missing, of| {
        format!("Codes {missing} of {of} of the transfer are missing, and with them their tokens.")
    },
    passed_over: |number| match number {
        1 => "1 entry has nothing to do with codes.".to_owned(),
        _ => format!("{number} entries have nothing to do with codes."),
    },
    new: |number| format!("New: {number}"),
    changed: |number| format!("Here already, with other details: {number}"),
    changed_hint: "Choose the ones that take over what the file says.",
    same: |number| format!("Here already: {number}"),
    twice: |number| format!("In the file twice: {number}"),
    unreadable: |number| format!("Can’t be used: {number}"),
    here_named: |name| format!("Here: {name}"),
    in_trash: "In the trash",
    import: |number| format!("Import {}", tokens(number)),
    importing: "Importing…",
    nothing_new: "There is nothing new to import.",
    finish_nothing: "Finish",
    cancel: "Cancel",
    change_issuer: "another name",
    change_account: "another account",
    change_note: "another note",
    change_tags: "more tags",
    change_pinned: "pinned",
    change_counter: "a counter that is ahead",
    change_trash: "back from the trash",
    why_kind: |kind| format!("Codes of {kind} can’t be made here."),
    why_other_kind: "This kind of token is unknown here.",
    why_no_secret: "It has no secret.",
    why_elsewhere: "Its secret is not in the file.",
    why_bad_secret: "Its secret can’t be read.",
    why_algorithm: "Its hash is unknown here.",
    why_digits: "Its number of digits is not 6 to 10.",
    why_period: "Its period is not 1 to 86,400 seconds.",
    why_counter: "Its counter can’t be read.",
    why_no_token: "This is not a token.",
    why_twice: "It is in the file twice.",
    why_not_wanted: "You left it out.",
    report_title: "Import finished",
    report: |added, same, skipped| {
        let were = if same == 1 { "was" } else { "were" };
        format!("{added} added, {same} {were} here already, {skipped} skipped.")
    },
    report_changed: |number| match number {
        1 => "1 took over what the file says.".to_owned(),
        _ => format!("{number} took over what the file says."),
    },
    skipped_title: "Skipped",
    undo: "Undo the import",
    undoing: "Undoing…",
    undone: "Undone. Everything is as it was before.",
    undo_failed: |reason| format!("Not undone: what was imported is still here. {reason}"),
    undo_changed: "One of these tokens was changed since.",
    done: "Done",
};
