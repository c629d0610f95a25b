//! Transfer codes of Google Authenticator, part by part.

use countersign_backup::{Damage, MissingParts, PartAdded, TransferPart, TransferParts, write};
use countersign_otp::Token;
use proptest::prelude::*;

use crate::support::{read, token};

fn tokens(count: usize) -> Vec<Token> {
    (0..count)
        .map(|index| token(&format!("otpauth://totp/I:{index}?secret=MZXW6")))
        .collect()
}

fn parts(count: usize, batch_id: i32) -> Vec<TransferPart> {
    let transfer = write::google_transfer(&tokens(count), batch_id);
    transfer
        .parts
        .iter()
        .map(|uri| TransferPart::from_uri(uri).unwrap())
        .collect()
}

#[test]
fn a_part_tells_its_place_in_its_transfer_and_negative_numbers_survive() {
    let parts = parts(21, -123_456);
    let places: Vec<_> = parts
        .iter()
        .map(|part| (part.batch_id(), part.index(), part.size()))
        .collect();
    assert_eq!(
        places,
        [(-123_456, 0, 3), (-123_456, 1, 3), (-123_456, 2, 3)]
    );
    assert_eq!(
        parts
            .iter()
            .map(|part| part.entries().len())
            .collect::<Vec<_>>(),
        [10, 10, 1]
    );
}

#[test]
fn parts_are_collected_in_any_order_and_the_missing_ones_named() {
    let [first, second, third] = parts(21, 7).try_into().unwrap();
    let mut collected = TransferParts::default();
    assert_eq!(
        (collected.progress(), collected.is_complete()),
        ((0, 0), false)
    );
    assert_eq!(collected.add(third), PartAdded::New);
    assert_eq!(collected.add(first.clone()), PartAdded::New);
    assert_eq!(collected.add(first), PartAdded::Again);
    assert_eq!(
        collected.add(parts(3, 8).remove(0)),
        PartAdded::OtherTransfer
    );
    assert_eq!(collected.progress(), (2, 3));
    let missing = MissingParts {
        batch_id: 7,
        size: 3,
        missing: vec![2],
    };
    assert_eq!(collected.missing_parts(), Some(missing));
    assert_eq!(collected.add(second), PartAdded::New);
    assert!(collected.is_complete());
    let import = collected.into_entries();
    assert_eq!(import.len(), 21);
}

#[test]
fn a_list_of_parts_is_put_together_and_says_what_is_missing() {
    let transfer = write::google_transfer(&tokens(30), -1);
    let text = format!("{}\n{}\n", *transfer.parts[2], *transfer.parts[0]);
    let import = read(text.as_bytes(), None).unwrap();
    let names: Vec<_> = import
        .readable()
        .map(|kept| kept.token.account_name.as_str())
        .collect();
    assert_eq!((names[0], names[10], names.len()), ("0", "20", 20));
    assert_eq!(
        import.missing_parts,
        [MissingParts {
            batch_id: -1,
            size: 3,
            missing: vec![2]
        }]
    );
}

#[test]
fn spaces_and_double_escapes_on_the_way_are_repaired() {
    let uri = "otpauth-migration://offline?data=CjUKEPqlBekzoNEukL7qlsjBCDYSDnBpQHJhc3BiZXJyeXBpGgtyYXNwYmVycnlwaSABKAEwAhABGAEgACjr4JKK";
    let plain = TransferPart::from_uri(&format!("{uri}+/////8B")).unwrap();
    for end in [
        "%2B%2F%2F%2F%2F%2F8B",
        " /////8B",
        "%252B%252F%252F%252F%252F%252F8B",
        "-_____8B",
    ] {
        assert_eq!(
            TransferPart::from_uri(&format!("{uri}{end}")).as_ref(),
            Ok(&plain),
            "{end}"
        );
    }
}

#[test]
fn broken_codes_say_so() {
    for (uri, damage) in [
        ("otpauth://totp/a?secret=MZXW6", Damage::Malformed),
        ("otpauth-migration://offline", Damage::Empty),
        ("otpauth-migration://offline?data=!!", Damage::Malformed),
        (
            "otpauth-migration://offline?data=CjUKEPql",
            Damage::Malformed,
        ),
    ] {
        assert_eq!(TransferPart::from_uri(uri), Err(damage), "{uri}");
    }
}

#[test]
fn a_number_of_parts_that_nobody_shows_is_refused() {
    // Field 3, size: 2,000,000,000.
    let uri = "otpauth-migration://offline?data=GICo1rkH";
    assert_eq!(TransferPart::from_uri(uri), Err(Damage::Malformed));
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(data in "[A-Za-z0-9+/=%& ]{0,200}") {
        let _ = TransferPart::from_uri(&format!("otpauth-migration://offline?data={data}"));
    }
}
