use countersign_backup::write::NotInTransfer;
use countersign_backup::{Limits, read};
use countersign_otp::Token;
use countersign_qr::decode_luma;
use proptest::prelude::*;

use crate::{NOW, registered, step, token, uri_token};
use countersign_core::backup::{
    Export, ExportEffect, ExportEvent, ExportProblem, ExportView, QrPicture, Shown, Way,
};
use countersign_core::vault::VaultToken;
use countersign_core::{Machine, Note};

const RANDOM: [u8; 32] = [9; 32];

fn ask(way: Way, tokens: Vec<VaultToken>) -> ExportEvent {
    ExportEvent::Ask {
        way,
        tokens,
        allowed: true,
    }
}

/// Asked for and proved.
fn proved(way: Way, tokens: Vec<VaultToken>) -> Export {
    let taken = step(Export::new(), ask(way, tokens));
    match taken.effects.as_slice() {
        [ExportEffect::Prove(ticket)] => {
            step(taken.state, ExportEvent::Proved(*ticket, RANDOM)).state
        }
        other => panic!("{other:?}"),
    }
}

fn shown(export: &Export) -> Shown {
    match export.view() {
        ExportView::Shown(shown) => shown,
        other => panic!("{other:?}"),
    }
}

/// The picture as a camera sees it, with this many pixels for each module.
fn scanned(picture: &QrPicture, scale: u32) -> Vec<String> {
    let side = picture.side() * scale;
    let places = (0..side).flat_map(|y| (0..side).map(move |x| (x / scale, y / scale)));
    let luma = places.map(|(x, y)| if picture.is_dark(x, y) { 0 } else { 255 });
    decode_luma(side, side, &luma.collect::<Vec<_>>())
}

#[test]
fn nothing_is_there_before_the_proof() {
    let tokens = vec![token("GitHub", 1)];
    let taken = step(Export::new(), ask(Way::QrCodes, tokens));
    assert_eq!(taken.state.view(), ExportView::Proving);
    assert!(taken.state.picture().is_none() && taken.state.file().is_none());
    let [ExportEffect::Prove(ticket)] = taken.effects.as_slice() else {
        panic!("nobody is asked");
    };
    let export = step(taken.state, ExportEvent::NotProved(*ticket)).state;
    assert_eq!(export.view(), ExportView::Choosing(None));
    // A proof that comes after all is too late.
    let taken = step(export, ExportEvent::Proved(*ticket, RANDOM));
    assert!(matches!(taken.note, Note::Ignored(_)));
}

#[test]
fn a_policy_forbids_every_plain_way() {
    for way in [
        Way::QrCodes,
        Way::Transfer,
        Way::OtpauthText,
        Way::AegisJson,
    ] {
        let event = ExportEvent::Ask {
            way,
            tokens: vec![token("GitHub", 1)],
            allowed: false,
        };
        let taken = step(Export::new(), event);
        assert!(taken.effects.is_empty());
        let forbidden = ExportView::Choosing(Some(ExportProblem::NotAllowed));
        assert_eq!(taken.state.view(), forbidden);
    }
}

#[test]
fn a_code_is_read_back_by_our_own_reader() {
    let plain = token("GitHub", 1);
    let odd = uri_token(
        "otpauth://hotp/T%C3%BCrk%C3%A7e%20%C4%B0%C5%9F:ay%C5%9Fe%40example.com?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&algorithm=SHA512&digits=8&counter=77",
    );
    for token in [plain, odd] {
        let export = proved(Way::QrCodes, vec![token.clone()]);
        let texts = scanned(&export.picture().unwrap(), 4);
        let [text] = texts.as_slice() else {
            panic!("{} codes", texts.len());
        };
        assert_eq!(Token::from_uri(text).as_ref(), Ok(&token.token));
    }
}

#[test]
fn the_path_draws_what_the_modules_say() {
    let picture = QrPicture::of("otpauth://totp/x?secret=JBSWY3DPEHPK3PXP").unwrap();
    let path = picture.path();
    let dark = (0..picture.side())
        .flat_map(|y| (0..picture.side()).map(move |x| (x, y)))
        .filter(|(x, y)| picture.is_dark(*x, *y))
        .count();
    let runs = path.split('h').skip(1);
    let length = |run: &str| run.split('v').next().unwrap().parse::<usize>().unwrap();
    assert_eq!(runs.map(length).sum::<usize>(), dark);
    let edge = |place| (0..4).all(|at| !picture.is_dark(at, place) && !picture.is_dark(place, at));
    assert!((0..picture.side()).all(edge), "the quiet zone is light");
}

#[test]
fn transfer_codes_come_one_after_another_and_name_what_they_cannot_hold() {
    let mut tokens: Vec<_> = (1..=23).map(|number| token("x", number)).collect();
    tokens.push(uri_token(
        "otpauth://totp/Slow:ada?secret=JBSWY3DPEHPK3PXP&issuer=Slow&period=60",
    ));
    tokens.push(registered("Sentry"));
    let mut export = proved(Way::Transfer, tokens);
    let first = shown(&export);
    assert_eq!((first.number, first.of, first.went), (1, 3, 23));
    assert_eq!(first.left.registered, 1);
    let not_held = [("Slow, ada".to_owned(), NotInTransfer::Period)];
    assert_eq!(first.left.not_held, not_held);
    let mut parts = Vec::new();
    for number in 1..=3 {
        assert_eq!(shown(&export).number, number);
        let texts = scanned(&export.picture().unwrap(), 3);
        parts.extend(texts);
        export = step(export, ExportEvent::Next).state;
    }
    assert_eq!(shown(&export).number, 3, "the last one stays");
    let import = read(parts.join("\n").as_bytes(), None, &Limits::default()).unwrap();
    assert_eq!(import.readable().count(), 23);
    assert!(import.missing_parts.is_empty());
}

#[test]
fn files_are_read_back_by_our_own_readers() {
    let tokens = vec![token("GitHub", 1), registered("Sentry"), token("AWS", 2)];
    for way in [Way::OtpauthText, Way::AegisJson] {
        let export = proved(way, tokens.clone());
        let file = export.file().unwrap();
        let import = read(file.as_bytes(), None, &Limits::default()).unwrap();
        let names: Vec<_> = import.readable().map(|kept| &kept.token.issuer).collect();
        assert_eq!(names, ["GitHub", "AWS"]);
        assert_eq!(
            (shown(&export).went, shown(&export).left.registered),
            (2, 1)
        );
    }
}

#[test]
fn it_is_hidden_after_a_minute_and_at_once_when_the_app_is() {
    let hidden = ExportView::Choosing(Some(ExportProblem::Hidden));
    let export = proved(Way::QrCodes, vec![token("GitHub", 1)]);
    let early = NOW.plus_seconds(59);
    let export = export.step(early, ExportEvent::Woken).state;
    assert!(export.picture().is_some());
    let late = NOW.plus_seconds(60);
    let export = export.step(late, ExportEvent::Woken).state;
    assert_eq!(export.view(), hidden);
    assert!(export.picture().is_none());
    let export = proved(Way::AegisJson, vec![token("GitHub", 1)]);
    let export = step(export, ExportEvent::Hide).state;
    assert_eq!(export.view(), hidden);
    assert!(export.file().is_none());
}

#[test]
fn a_press_gives_the_next_code_its_own_minute() {
    let export = proved(Way::QrCodes, vec![token("a", 1), token("b", 2)]);
    let later = NOW.plus_seconds(50);
    let export = export.step(later, ExportEvent::Next).state;
    assert_eq!(shown(&export).name, "b, ada");
    let export = export.step(NOW.plus_seconds(60), ExportEvent::Woken).state;
    assert!(export.picture().is_some());
    let export = step(export, ExportEvent::Previous).state;
    assert_eq!(shown(&export).name, "a, ada");
}

#[test]
fn registered_tokens_alone_give_nothing_and_say_why() {
    let taken = step(Export::new(), ask(Way::QrCodes, vec![registered("Sentry")]));
    let nothing = ExportProblem::Nothing { registered: 1 };
    assert_eq!(taken.state.view(), ExportView::Choosing(Some(nothing)));
}

#[test]
fn no_secret_shows() {
    let tokens = vec![uri_token("otpauth://totp/x?secret=JBSWY3DPEHPK3PXP")];
    let export = proved(Way::OtpauthText, tokens);
    assert!(!format!("{export:?}").contains("JBSW"));
}

#[derive(Clone, Copy, Debug)]
enum Press {
    Ask,
    Proved,
    NotProved,
    Next,
    Previous,
    Hide,
    Woken,
}

proptest! {
    #[test]
    fn nothing_shows_without_a_proof_of_its_own(
        presses in proptest::collection::vec(
            proptest::sample::select(vec![
                Press::Ask, Press::Proved, Press::NotProved, Press::Next, Press::Previous,
                Press::Hide, Press::Woken,
            ]),
            0..30,
        ),
        seconds in 0_i64..40,
    ) {
        let tokens = vec![token("GitHub", 1), token("AWS", 2)];
        let mut export = Export::new();
        let mut ticket = None;
        let mut allowed = false;
        let mut now = NOW;
        for press in presses {
            now = now.plus_seconds(seconds);
            let event = match (press, ticket) {
                (Press::Ask, _) => ask(Way::QrCodes, tokens.clone()),
                (Press::Proved, Some(ticket)) => ExportEvent::Proved(ticket, RANDOM),
                (Press::NotProved, Some(ticket)) => ExportEvent::NotProved(ticket),
                (Press::Proved | Press::NotProved, None) => continue,
                (Press::Next, _) => ExportEvent::Next,
                (Press::Previous, _) => ExportEvent::Previous,
                (Press::Hide, _) => ExportEvent::Hide,
                (Press::Woken, _) => ExportEvent::Woken,
            };
            let was_proving = export.view() == ExportView::Proving;
            let taken = export.step(now, event);
            export = taken.state;
            for effect in taken.effects {
                if let ExportEffect::Prove(asked) = effect {
                    ticket = Some(asked);
                    allowed = false;
                }
            }
            allowed |= was_proving && matches!(press, Press::Proved);
            prop_assert!(allowed || export.picture().is_none());
        }
    }
}
