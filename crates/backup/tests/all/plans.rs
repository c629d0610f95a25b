//! What an import would change.

use countersign_backup::{Change, Details, Entry, Existing, Import, KeptToken, Line, Totals, diff};

use crate::support::{plain, read, token};

fn import(uris: &[&str]) -> Import {
    read(uris.join("\n").as_bytes(), None).unwrap()
}

fn lines(existing: &[KeptToken], import: &Import) -> Vec<Line> {
    let existing: Vec<_> = existing
        .iter()
        .map(|kept| Existing {
            token: &kept.token,
            details: &kept.details,
        })
        .collect();
    diff(&existing, import).lines
}

#[test]
fn new_same_changed_duplicate_and_unreadable_in_the_order_of_the_file() {
    let vault = [
        plain(token("otpauth://totp/I:a?secret=MZXW6")),
        plain(token("otpauth://totp/I:b?secret=NZXW6")),
    ];
    let import = import(&[
        "otpauth://totp/I:new?secret=OZXW6",
        "otpauth://totp/I:a?secret=mzxw-6&period=30&digits=6",
        "otpauth://totp/J:c?secret=NZXW6",
        "otpauth://totp/again?secret=OZXW6",
        "otpauth://totp/x?secret=1",
    ]);
    let [new, same, differs, duplicate, unreadable] = lines(&vault, &import).try_into().unwrap();
    assert_eq!(new, Line::New);
    assert_eq!(same, Line::Same { existing: 0 });
    let changes = vec![Change::Issuer, Change::AccountName];
    assert_eq!(
        differs,
        Line::Changed {
            existing: 1,
            changes
        }
    );
    assert_eq!(duplicate, Line::Duplicate { first: 0 });
    assert!(matches!(unreadable, Line::Unreadable(_)));
}

#[test]
fn the_totals_count_each_kind_of_line() {
    let import = import(&["otpauth://totp/a?secret=OZXW6", "otpauth://totp/a?secret=1"]);
    let totals = diff(&[], &import).totals();
    assert_eq!(
        totals,
        Totals {
            new: 1,
            unreadable: 1,
            ..Totals::default()
        }
    );
}

#[test]
fn other_parameters_or_another_type_make_another_token() {
    let vault = [plain(token("otpauth://totp/I:a?secret=MZXW6"))];
    let import = import(&[
        "otpauth://totp/I:a?secret=MZXW6&digits=8",
        "otpauth://totp/I:a?secret=MZXW6&period=60",
        "otpauth://totp/I:a?secret=MZXW6&algorithm=SHA256",
        "otpauth://hotp/I:a?secret=MZXW6",
        "otpauth://steam/I:a?secret=MZXW6",
    ]);
    assert_eq!(lines(&vault, &import), vec![Line::New; 5]);
}

#[test]
fn a_counter_ahead_is_a_change_and_one_behind_is_none() {
    let vault = [plain(token("otpauth://hotp/I:a?secret=MZXW6&counter=5"))];
    let ahead = import(&["otpauth://hotp/I:a?secret=MZXW6&counter=6"]);
    let changes = vec![Change::Counter];
    assert_eq!(
        lines(&vault, &ahead),
        [Line::Changed {
            existing: 0,
            changes
        }]
    );
    for counter in [4, 5] {
        let import = import(&[&format!(
            "otpauth://hotp/I:a?secret=MZXW6&counter={counter}"
        )]);
        assert_eq!(lines(&vault, &import), [Line::Same { existing: 0 }]);
    }
}

#[test]
fn what_a_file_does_not_say_is_no_change() {
    let details = Details {
        note: "n".to_owned(),
        tags: vec!["Work".to_owned()],
        pinned: true,
        ..Details::default()
    };
    let token = token("otpauth://totp/I:a?secret=MZXW6");
    let vault = [KeptToken { token, details }];
    let import = import(&["otpauth://totp/?secret=MZXW6"]);
    assert_eq!(lines(&vault, &import), [Line::Same { existing: 0 }]);
}

#[test]
fn notes_tags_pins_and_the_trash_are_changes() {
    let token = token("otpauth://totp/I:a?secret=MZXW6");
    let details = Details {
        note: "n".to_owned(),
        tags: vec!["Work".to_owned()],
        pinned: true,
        ..Details::default()
    };
    let in_trash = Details {
        trashed: true,
        ..Details::default()
    };
    let vault = [KeptToken {
        token: token.clone(),
        details: in_trash,
    }];
    let mut import = import(&["otpauth://totp/I:a?secret=MZXW6"]);
    import.entries = vec![Entry::Readable(Box::new(KeptToken { token, details }))];
    let changes = vec![Change::Note, Change::Tags, Change::Pinned, Change::InTrash];
    assert_eq!(
        lines(&vault, &import),
        [Line::Changed {
            existing: 0,
            changes
        }]
    );
}
