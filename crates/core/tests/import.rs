//! Importing: what is asked, what is shown, what is written, what is taken back.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "the helpers of tests fail as the tests do"
)]

use std::rc::Rc;

use countersign_backup::wire::{self, Opened};
use countersign_backup::{
    Change, Damage, Format, KeyDerivation, PartAdded, ReadError, Unsupported, Why as Bad,
};
use countersign_core::import::{
    FileContent, FileProblem, ImportEffect, ImportEvent, ImportFlow, ImportProblem, ImportView,
    LineKind, PasswordProblem, PreviewView, Report, SkippedWhy, Text, UndoView,
};
use countersign_core::ports::StoreError;
use countersign_core::vault::{Edit, Vault, VaultError};
use countersign_core::{Machine, Note, SecretText, Ticket, Timestamp, Why};
use countersign_protocol::{Algorithm, IssuedToken, Registered};
use countersign_testkit::fakes::{FakeClock, FakePorts, ScriptedHttp};
use countersign_testkit::leaks;
use pollster::block_on;

const NOW: Timestamp = Timestamp::from_seconds(1_795_500_000);
const A: &str = "otpauth://totp/Acme:ada?secret=JBSWY3DPEHPK3PXP&issuer=Acme";
const B: &str = "otpauth://hotp/Bolt:bob?secret=KRSXG5CTMVRXEZLU&issuer=Bolt&counter=4";
const BAD: &str = "otpauth://totp/Bad:no?secret=1&issuer=Bad";
/// Three codes of one transfer, and one of another.
const PARTS: [&str; 4] = [
    "otpauth-migration://offline?data=CiAKCkhlbGxvLTEyMzQSBkFjbWU6YRoEQWNtZSABKAEwAhABGAMgACgH",
    "otpauth-migration://offline?data=CiAKCkhlbGxvLTEyMzUSBkFjbWU6YhoEQWNtZSABKAEwAhABGAMgASgH",
    "otpauth-migration://offline?data=CiAKCkhlbGxvLTEyMzYSBkFjbWU6YxoEQWNtZSABKAEwAhABGAMgAigH",
    "otpauth-migration://offline?data=CiAKCkhlbGxvLTEyMzcSBkFjbWU6ZBoEQWNtZSABKAEwAhABGAIgACgI",
];

/// The flow over a vault in memory; files are opened on the spot.
struct World {
    flow: Option<ImportFlow>,
    vault: Vault<FakePorts<ScriptedHttp>>,
    ports: Rc<FakePorts<ScriptedHttp>>,
    opened: usize,
}

impl World {
    fn new() -> Self {
        let clock = FakeClock::at(NOW);
        let ports = Rc::new(FakePorts::new(1, clock, ScriptedHttp::default()));
        Self {
            flow: Some(ImportFlow::new()),
            vault: block_on(Vault::open(Rc::clone(&ports))).unwrap(),
            ports,
            opened: 0,
        }
    }

    /// Takes one event without answering what it orders.
    fn step(&mut self, event: ImportEvent) -> (Vec<ImportEffect>, Note) {
        let step = self.flow.take().unwrap().step(NOW, event);
        self.flow = Some(step.state);
        (step.effects, step.note)
    }

    /// Takes one event and answers all that follows from it.
    fn send(&mut self, event: ImportEvent) -> ImportView {
        let mut effects = self.step(event).0;
        while let Some(effect) = effects.pop() {
            let answer = self.perform(effect);
            effects.extend(self.step(answer).0);
        }
        self.view()
    }

    fn perform(&mut self, effect: ImportEffect) -> ImportEvent {
        match effect {
            ImportEffect::Open(ticket, file, password) => {
                self.opened += 1;
                let password = password.as_ref().map(SecretText::expose);
                let opened = Opened::from_bytes(&wire::open(file.expose(), password));
                ImportEvent::Opened(ticket, opened.map(Box::new))
            }
            ImportEffect::Look(ticket) => {
                let mut tokens = self.vault.tokens();
                tokens.extend(self.vault.trashed());
                ImportEvent::Looked(ticket, Ok(tokens))
            }
            ImportEffect::Apply(ticket, changes) => {
                ImportEvent::Written(ticket, block_on(self.vault.apply(*changes, NOW)))
            }
            ImportEffect::Revert(ticket, applied) => {
                ImportEvent::Undone(ticket, block_on(self.vault.revert(*applied)))
            }
        }
    }

    fn view(&self) -> ImportView {
        self.flow.as_ref().unwrap().view()
    }

    fn text(&mut self, text: &str) -> ImportView {
        self.send(ImportEvent::Text(SecretText::new(text)))
    }

    fn import(&mut self, text: &str) -> Report {
        self.text(text);
        report(self.send(ImportEvent::Write)).0
    }
}

#[track_caller]
fn preview(view: ImportView) -> PreviewView {
    match view {
        ImportView::Preview(preview) => *preview,
        other => panic!("{other:?}"),
    }
}

#[track_caller]
fn report(view: ImportView) -> (Report, UndoView) {
    match view {
        ImportView::Report(report, undo) => (*report, undo),
        other => panic!("{other:?}"),
    }
}

#[track_caller]
fn problem(view: ImportView) -> ImportProblem {
    match view {
        ImportView::Entry {
            problem: Some(problem),
            ..
        } => problem,
        other => panic!("{other:?}"),
    }
}

fn file(bytes: &[u8]) -> ImportEvent {
    ImportEvent::File(FileContent::new(bytes.to_vec()))
}

fn stored(name: &str) -> Vec<u8> {
    let path = format!(
        "{}/../backup/tests/files/{name}",
        env!("CARGO_MANIFEST_DIR")
    );
    std::fs::read(path).unwrap()
}

fn password(text: &str) -> ImportEvent {
    ImportEvent::Password(SecretText::new(text))
}

fn locked(view: ImportView) -> Option<PasswordProblem> {
    match view {
        ImportView::Locked(locked) => locked.problem,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_list_is_shown_written_and_reported() {
    let mut world = World::new();
    let view = preview(world.text(&[A, B, A, BAD].join("\n")));
    let kinds: Vec<_> = view.lines.iter().map(|line| line.kind.clone()).collect();
    assert!(matches!(
        kinds.as_slice(),
        [
            LineKind::New,
            LineKind::New,
            LineKind::Duplicate,
            LineKind::Unreadable(Bad::BadSecret(_))
        ]
    ));
    let wanted: Vec<_> = view.lines.iter().map(|line| line.wanted).collect();
    assert_eq!(wanted, [Some(true), Some(true), None, None]);
    assert!(
        world.vault.tokens().is_empty(),
        "nothing is written before it was looked at"
    );
    let (report, undo) = report(world.send(ImportEvent::Write));
    assert_eq!((report.added, report.same, report.skipped.len()), (2, 0, 2));
    let whys: Vec<_> = report
        .skipped
        .iter()
        .map(|skipped| (skipped.name.as_str(), skipped.why))
        .collect();
    assert_eq!(whys.first(), Some(&("Acme · ada", SkippedWhy::Twice)));
    assert!(matches!(whys.get(1), Some((name, SkippedWhy::Unreadable(_))) if name.contains("Bad")));
    assert_eq!(undo, UndoView::Possible);
    assert_eq!(world.vault.tokens().len(), 2);
}

#[test]
fn a_second_import_of_the_same_file_writes_nothing() {
    let mut world = World::new();
    let bytes = stored("2fas_plain_v4.2fas");
    world.send(file(&bytes));
    world.send(ImportEvent::Write);
    let before = world.vault.changes();
    world.send(ImportEvent::Back);
    let view = preview(world.send(file(&bytes)));
    assert!(
        view.lines.iter().all(|line| line.kind == LineKind::Same),
        "{:?}",
        view.lines
    );
    assert_eq!(view.count, 0);
    let (report, undo) = report(world.send(ImportEvent::Write));
    assert_eq!((report.added, report.same), (0, view.lines.len()));
    assert_eq!((undo, world.vault.changes()), (UndoView::Nothing, before));
}

#[test]
fn undo_is_one_step_and_fails_safely_once_something_has_changed() {
    let mut world = World::new();
    world.import(&[A, B].join("\n"));
    let (_, undo) = report(world.send(ImportEvent::Undo));
    assert_eq!((undo, world.vault.tokens().len()), (UndoView::Undone, 0));
    world.send(ImportEvent::Back);
    world.import(&[A, B].join("\n"));
    let used = world.vault.tokens().remove(1).id;
    block_on(world.vault.advance_counter(&used)).unwrap();
    let (_, undo) = report(world.send(ImportEvent::Undo));
    assert_eq!(undo, UndoView::Failed(VaultError::Changed));
    assert_eq!(world.vault.tokens().len(), 2);
}

#[test]
fn what_only_adds_is_wanted_and_what_overwrites_is_a_choice() {
    let mut world = World::new();
    world.import(&[A, B].join("\n"));
    world.send(ImportEvent::Back);
    let renamed = A.replace("ada", "eve");
    let ahead = B.replace("counter=4", "counter=9");
    let view = preview(world.text(&[&renamed, &ahead].map(String::as_str).join("\n")));
    let [name, counter] = view.lines.as_slice() else {
        panic!("{:?}", view.lines)
    };
    assert_eq!(name.kind, LineKind::Changed(vec![Change::AccountName]));
    assert_eq!(
        (name.wanted, name.here.as_deref()),
        (Some(false), Some("Acme · ada"))
    );
    assert_eq!(counter.kind, LineKind::Changed(vec![Change::Counter]));
    assert_eq!((counter.wanted, view.count), (Some(true), 1));
    assert_eq!(preview(world.send(ImportEvent::Want(0, true))).count, 2);
    let (report, _) = report(world.send(ImportEvent::Write));
    assert_eq!((report.added, report.changed, report.same), (0, 2, 0));
    let tokens = world.vault.tokens();
    assert_eq!(tokens.first().unwrap().token.account_name, "eve");
    assert_eq!(tokens.get(1).unwrap().token.step_at(0), 9);
    world.send(ImportEvent::Undo);
    let tokens = world.vault.tokens();
    assert_eq!(tokens.first().unwrap().token.account_name, "ada");
    assert_eq!(tokens.get(1).unwrap().token.step_at(0), 4);
}

#[test]
fn a_token_that_is_not_wanted_is_skipped() {
    let mut world = World::new();
    world.text(&[A, B].join("\n"));
    world.send(ImportEvent::Want(0, false));
    let (report, _) = report(world.send(ImportEvent::Write));
    assert_eq!(report.added, 1);
    assert_eq!(report.skipped.first().unwrap().why, SkippedWhy::NotWanted);
    assert_eq!(world.vault.tokens().remove(0).token.issuer, "Bolt");
}

#[test]
fn a_token_in_the_trash_comes_back() {
    let mut world = World::new();
    world.import(A);
    let id = world.vault.tokens().remove(0).id;
    block_on(world.vault.trash(&[id], NOW)).unwrap();
    world.send(ImportEvent::Back);
    let view = preview(world.text(A));
    assert_eq!(
        view.lines.first().unwrap().kind,
        LineKind::Changed(vec![Change::InTrash])
    );
    world.send(ImportEvent::Write);
    assert_eq!(
        (world.vault.tokens().len(), world.vault.trashed().len()),
        (1, 0)
    );
    world.send(ImportEvent::Undo);
    assert_eq!(
        (world.vault.tokens().len(), world.vault.trashed().len()),
        (0, 1)
    );
}

#[test]
fn what_changes_meanwhile_is_looked_at_again_with_the_choices_kept() {
    let mut world = World::new();
    world.import(A);
    world.send(ImportEvent::Back);
    world.text(&[&A.replace("ada", "eve"), B].join("\n"));
    world.send(ImportEvent::Want(0, true));
    world.send(ImportEvent::Want(1, false));
    let there = world.vault.tokens().remove(0);
    let edit = Edit {
        note: "new".to_owned(),
        ..Edit::of(&there)
    };
    block_on(world.vault.edit(&there.id, edit)).unwrap();
    let view = preview(world.send(ImportEvent::Write));
    assert_eq!(view.problem, Some(VaultError::Changed));
    let wanted: Vec<_> = view.lines.iter().map(|line| line.wanted).collect();
    assert_eq!(wanted, [Some(true), Some(false)]);
    let (report, _) = report(world.send(ImportEvent::Write));
    assert_eq!((report.changed, report.added), (1, 0));
    assert_eq!(world.vault.tokens().remove(0).note, "new");
}

#[test]
fn a_failed_write_stays_at_the_preview_with_the_reason() {
    let mut world = World::new();
    world.text(A);
    world.ports.store.fail_after(0, StoreError::Full);
    let view = preview(world.send(ImportEvent::Write));
    assert_eq!(view.problem, Some(VaultError::Store(StoreError::Full)));
    assert_eq!(report(world.send(ImportEvent::Write)).0.added, 1);
}

#[test]
fn a_password_is_asked_for_and_a_wrong_one_told_from_a_damaged_file() {
    let mut world = World::new();
    let bytes = stored("2fas_encrypted_v4.2fas");
    let ImportView::Locked(view) = world.send(file(&bytes)) else {
        panic!()
    };
    assert_eq!(
        (view.format, view.certain, view.problem),
        (Format::TwoFas, true, None)
    );
    assert_eq!(
        locked(world.send(password(""))),
        Some(PasswordProblem::Missing)
    );
    assert_eq!(
        world.opened, 1,
        "no worker is bothered with an empty password"
    );
    assert_eq!(
        locked(world.send(password("wrong"))),
        Some(PasswordProblem::Wrong)
    );
    preview(world.send(password("test")));
    world.send(ImportEvent::Back);
    let cut = bytes.get(..bytes.len() / 2).unwrap();
    let damaged = ImportProblem::Read(ReadError::Damaged(Damage::CutOff));
    assert_eq!(problem(world.send(file(cut))), damaged);
}

#[test]
fn a_format_without_a_mark_is_a_guess_and_cannot_tell_wrong_from_damaged() {
    let mut world = World::new();
    let ImportView::Locked(view) = world.send(file(&stored("andotp_new.json.aes"))) else {
        panic!()
    };
    assert_eq!((view.format, view.certain), (Format::AndOtp, false));
    let wrong = locked(world.send(password("wrong")));
    assert_eq!(wrong, Some(PasswordProblem::WrongOrDamaged));
}

#[test]
fn every_reason_why_a_file_does_not_open_is_told() {
    let cases: [(&[u8], ReadError); 4] = [
        (b"hello there", ReadError::NotRecognized),
        (b"   ", ReadError::Damaged(Damage::Empty)),
        (b"PK\x03\x04....", ReadError::Unsupported(Unsupported::Zip)),
        (
            br#"{"format":"countersign-backup","version":2}"#,
            ReadError::Unsupported(Unsupported::NewerVersion(Format::Countersign)),
        ),
    ];
    let mut world = World::new();
    for (bytes, reason) in cases {
        assert_eq!(
            problem(world.send(file(bytes))),
            ImportProblem::Read(reason)
        );
    }
    let large = ImportEvent::NoFile(FileProblem::TooLarge);
    assert_eq!(
        problem(world.send(large)),
        ImportProblem::File(FileProblem::TooLarge)
    );
    let (effects, _) = world.step(file(A.as_bytes()));
    let Some(ImportEffect::Open(ticket, ..)) = effects.into_iter().next() else {
        panic!()
    };
    let view = world.send(ImportEvent::Opened(ticket, None));
    assert_eq!(problem(view), ImportProblem::NoOpener);
    let view = world.send(file(
        br#"{"version":1,"header":{"slots":null,"params":null},"db":{"version":3,"entries":[]}}"#,
    ));
    assert_eq!(problem(view), ImportProblem::NoTokens(Format::Aegis));
}

#[test]
fn our_own_backup_says_when_it_was_written_and_what_it_left_out() {
    let mut world = World::new();
    world.send(file(&stored("countersign.json")));
    let view = preview(world.send(password("correct horse battery")));
    assert_eq!(view.format, Format::Countersign);
    assert!(view.created_at.is_some());
    let (report, _) = report(world.send(ImportEvent::Write));
    assert!(report.added > 0 && report.left_out.is_some());
}

#[test]
fn codes_of_a_transfer_are_collected_until_all_are_there() {
    let mut world = World::new();
    let [first, second, third, _] = PARTS;
    let transfer = |view| match view {
        ImportView::Entry {
            transfer: Some(transfer),
            problem: None,
        } => transfer,
        other => panic!("{other:?}"),
    };
    let view = transfer(world.text(first));
    let progress = view.transfers.first().unwrap();
    assert_eq!(
        (progress.read, progress.of, progress.missing.as_slice()),
        (1, 3, &[2, 3][..])
    );
    assert_eq!(transfer(world.text(first)).last, PartAdded::Again);
    assert_eq!(transfer(world.text(third)).last, PartAdded::New);
    assert_eq!(preview(world.text(second)).lines.len(), 3);
    assert_eq!(report(world.send(ImportEvent::Write)).0.added, 3);
}

#[test]
fn codes_of_another_transfer_are_told_apart_and_kept() {
    let mut world = World::new();
    let [first, second, third, other] = PARTS;
    world.text(first);
    let ImportView::Entry {
        transfer: Some(view),
        ..
    } = world.text(other)
    else {
        panic!()
    };
    assert_eq!(
        (view.last, view.transfers.len()),
        (PartAdded::OtherTransfer, 2)
    );
    world.text(second);
    // Several codes in one picture come as lines of one text.
    world.text(third);
    let view = preview(world.send(ImportEvent::FinishTransfer));
    assert_eq!(view.lines.len(), 4);
    assert_eq!(view.missing_parts.len(), 1);
    let parts = &report(world.send(ImportEvent::Write)).0.missing_parts;
    assert_eq!(parts.first().unwrap().missing, [2]);
}

#[test]
fn a_transfer_can_end_early_and_a_damaged_code_loses_nothing() {
    let mut world = World::new();
    let damaged = "otpauth-migration://offline?data=%25%25";
    world.text(&PARTS.get(..2).unwrap().join("\n"));
    let view = world.text(damaged);
    assert!(
        matches!(&view, ImportView::Entry { transfer: Some(transfer), .. } if transfer.transfers.len() == 1)
    );
    assert!(matches!(problem(view), ImportProblem::TransferCode(_)));
    assert_eq!(
        preview(world.send(ImportEvent::FinishTransfer)).lines.len(),
        2
    );
}

#[test]
fn late_answers_and_senseless_events_change_nothing() {
    let mut world = World::new();
    let (effects, _) = world.step(file(A.as_bytes()));
    let Some(ImportEffect::Open(ticket, ..)) = effects.into_iter().next() else {
        panic!()
    };
    world.step(ImportEvent::Back);
    let opened = ImportEvent::Opened(ticket, None);
    assert_eq!(world.step(opened).1, Note::Ignored(Why::Stale));
    for event in [
        ImportEvent::Write,
        ImportEvent::Undo,
        ImportEvent::FinishTransfer,
        password("x"),
    ] {
        assert_eq!(world.step(event).1, Note::Ignored(Why::OutOfPlace));
    }
    world.text(A);
    world.step(ImportEvent::Write);
    assert_eq!(world.step(ImportEvent::Write).1, Note::Ignored(Why::Busy));
    assert_eq!(
        world.step(ImportEvent::Back).1,
        Note::Ignored(Why::OutOfPlace)
    );
    let stale = ImportEvent::Looked(Ticket::default(), Ok(Vec::new()));
    assert_eq!(world.step(stale).1, Note::Ignored(Why::Stale));
}

#[test]
fn no_secret_password_or_content_shows() {
    let mut world = World::new();
    let secrets = ["JBSWY3DPEHPK3PXP", "KRSXG5CTMVRXEZLU", "hunter2"];
    let list = [A, B].join("\n");
    let (effects, _) = world.step(file(list.as_bytes()));
    assert!(leaks(&effects, &secrets).is_empty());
    assert!(leaks(&world.flow, &secrets).is_empty());
    for effect in effects {
        let answer = world.perform(effect);
        assert!(leaks(&answer, &secrets).is_empty());
        world.send(answer);
    }
    assert!(leaks(&world.flow, &secrets).is_empty());
    assert!(leaks(&world.view(), &secrets).is_empty());
    let (effects, _) = world.step(ImportEvent::Write);
    assert!(leaks(&effects, &secrets).is_empty());
    assert!(leaks(&password("hunter2"), &secrets).is_empty());
    let locked = world.step(password("hunter2"));
    assert!(leaks(&locked, &secrets).is_empty());
}

#[test]
fn a_text_goes_the_way_of_one_token_or_of_many() {
    let of = |text: &str| Text::of(SecretText::new(text));
    let one = |text: &str| Text::One(SecretText::new(text));
    assert_eq!(of(A), one(A));
    assert_eq!(of("JBSWY3DPEHPK3PXP"), one("JBSWY3DPEHPK3PXP"));
    assert_eq!(of(&format!("https://example.com/app\n{A}\n")), one(A));
    for many in [
        PARTS[0].to_owned(),
        [A, B].join("\n"),
        "{\"db\":{}}".to_owned(),
    ] {
        assert_eq!(of(&many), Text::Many(SecretText::new(many)));
    }
}

#[test]
fn a_file_that_asks_too_much_is_told_before_a_password_is_asked_for() {
    let text = String::from_utf8(stored("aegis_encrypted.json")).unwrap();
    let costly = text.replace("\"n\": 32768", "\"n\": 1073741824");
    assert_ne!(costly, text);
    let mut world = World::new();
    let too_costly = problem(world.send(file(costly.as_bytes())));
    assert!(
        matches!(
            too_costly,
            ImportProblem::Read(ReadError::TooCostly(KeyDerivation::Scrypt { .. }))
        ),
        "{too_costly:?}"
    );
}

#[test]
fn a_file_says_nothing_of_a_token_that_the_server_issued() {
    let mut world = World::new();
    let registered = Registered {
        token: IssuedToken {
            issuer: "Sentry".to_owned(),
            account_name: "ada".to_owned(),
            secret: SecretText::new("JBSWY3DPEHPK3PXP"),
            algorithm: Algorithm::Sha1,
            digits: 6,
            period: 30,
        },
        generation: 1,
        registered_at: NOW,
        superseded_other: false,
    };
    block_on(world.vault.put_registered(&registered, NOW)).unwrap();
    let view = preview(world.text(A));
    assert_eq!(view.lines.first().unwrap().kind, LineKind::Same);
    assert_eq!(world.import(A).same, 1);
    assert_eq!(world.vault.tokens().remove(0).token.issuer, "Sentry");
}
