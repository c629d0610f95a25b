//! Single records of each format, and what can be wrong with them.

use countersign_backup::{
    Damage, Detected, Entry, Format, Import, KeptToken, Limits, OtherKind, ReadError, Unsupported,
    Why, detect,
};
use countersign_otp::{InvalidSecret, Kind};

use crate::support::{file, known, only, read, token};

#[track_caller]
fn import(text: &str) -> Import {
    read(text.as_bytes(), None).unwrap()
}

#[track_caller]
fn kept(text: &str) -> KeptToken {
    match only(&import(text)) {
        Entry::Readable(kept) => (**kept).clone(),
        Entry::Unreadable(unreadable) => panic!("{unreadable:?}"),
    }
}

#[track_caller]
fn why(text: &str) -> (String, Why) {
    match only(&import(text)) {
        Entry::Unreadable(unreadable) => (unreadable.name.clone(), unreadable.why),
        Entry::Readable(kept) => panic!("{kept:?}"),
    }
}

fn aegis(entry: &str) -> String {
    format!(
        r#"{{"version":1,"header":{{"slots":null}},"db":{{"version":3,"entries":[{entry}],
        "groups":[{{"uuid":"g1","name":"Work"}},{{"uuid":"g2","name":"Home"}}]}}}}"#
    )
}

#[test]
fn aegis_with_note_favorite_and_several_groups() {
    let kept = kept(&aegis(
        r#"{"type":"totp","name":"a","issuer":"I","note":"n","favorite":true,"groups":["g2","g1","gone"],
        "info":{"secret":"MZXW6","algo":"SHA1","digits":6,"period":30}}"#,
    ));
    assert_eq!(kept.details.note, "n");
    assert!(kept.details.pinned);
    assert_eq!(kept.details.tags, ["Home", "Work"]);
}

#[test]
fn one_broken_token_does_not_keep_the_others_back() {
    let good = r#"{"type":"totp","name":"a","issuer":"I","info":{"secret":"MZXW6"}}"#;
    let bad = r#"{"type":"totp","name":"b","issuer":"I","info":{"secret":"MZ1W6"}}"#;
    let import = import(&aegis(&format!("{good},{bad},7,{good}")));
    assert_eq!(import.readable().count(), 2);
    let unreadable: Vec<_> = import
        .unreadable()
        .map(|found| (found.name.as_str(), found.why))
        .collect();
    let position = Why::BadSecret(InvalidSecret::NotBase32 { position: 3 });
    assert_eq!(unreadable, [("I: b", position), ("#3", Why::NoSecret)]);
}

#[test]
fn what_cannot_be_used_says_why_by_name() {
    let entry = |kind: &str, info: &str| {
        aegis(&format!(
            r#"{{"type":"{kind}","name":"a","issuer":"I","info":{{{info}}}}}"#
        ))
    };
    let secret = r#""secret":"MZXW6""#;
    let cases = [
        (
            "motp",
            secret.to_owned(),
            Why::UnknownKind(OtherKind::MobileOtp),
        ),
        (
            "yandex",
            secret.to_owned(),
            Why::UnknownKind(OtherKind::Yandex),
        ),
        (
            "magic",
            secret.to_owned(),
            Why::UnknownKind(OtherKind::Other),
        ),
        ("totp", r#""digits":6"#.to_owned(), Why::NoSecret),
        ("totp", format!(r#"{secret},"digits":11"#), Why::BadDigits),
        (
            "totp",
            format!(r#"{secret},"digits":"six""#),
            Why::BadDigits,
        ),
        ("totp", format!(r#"{secret},"period":0"#), Why::BadPeriod),
        (
            "totp",
            format!(r#"{secret},"period":86401"#),
            Why::BadPeriod,
        ),
        (
            "totp",
            format!(r#"{secret},"algo":"MD5""#),
            Why::UnsupportedAlgorithm,
        ),
        ("hotp", format!(r#"{secret},"counter":-1"#), Why::BadCounter),
    ];
    for (kind, info, expected) in cases {
        assert_eq!(
            why(&entry(kind, &info)),
            ("I: a".to_owned(), expected),
            "{info}"
        );
    }
}

#[test]
fn two_fas_with_a_group_and_numbers_as_texts_and_without_a_type() {
    let kept = kept(
        r#"{"schemaVersion":2,"groups":[{"id":"g","name":"Work"}],"services":[{"name":"I","secret":"mzxw 6",
        "groupId":"g","otp":{"account":"a","digits":"8","period":null,"algorithm":null}}]}"#,
    );
    assert_eq!(kept.details.tags, ["Work"]);
    assert_eq!(
        kept.token,
        token("otpauth://totp/I:a?secret=MZXW6&digits=8")
    );
}

#[test]
fn ente_keeps_note_tags_pin_trash_and_use() {
    let display = "%7B%22pinned%22%3Atrue%2C%22trashed%22%3Atrue%2C%22lastUsedAt%22%3A1700000000123456%2C\
        %22tapCount%22%3A7%2C%22tags%22%3A%5B%22Work%22%5D%2C%22note%22%3A%22a%2C%20b%22%7D";
    let line = format!("otpauth://totp/I:a?secret=MZXW6&issuer=I&codeDisplay={display}");
    let kept = kept(&line);
    assert_eq!(kept.token.issuer, "I");
    let details = kept.details;
    assert_eq!(
        (details.note.as_str(), details.tags.as_slice()),
        ("a, b", &["Work".to_owned()][..])
    );
    assert!(details.pinned && details.trashed);
    assert_eq!(
        (details.uses, details.last_used_at),
        (7, Some(1_700_000_000_123))
    );
}

#[test]
fn a_list_may_have_commas_windows_line_ends_comments_and_a_byte_order_mark() {
    let text = "\u{feff}# my tokens\r\n\r\notpauth://totp/A?secret=MZXW6&x=1,2,\
        otpauth://totp/B?secret=MZXW7, steam://MZXW6YQ\r\n// end\r\nmotp://I:u?secret=00\r\nhello\r\n";
    let import = import(text);
    assert_eq!(import.format, Format::OtpauthList);
    let names: Vec<_> = import
        .readable()
        .map(|kept| kept.token.account_name.as_str())
        .collect();
    assert_eq!(names, ["A", "B", ""]);
    assert_eq!(import.readable().last().unwrap().token.kind, Kind::Steam);
    let unreadable: Vec<_> = import
        .unreadable()
        .map(|found| (found.name.as_str(), found.why))
        .collect();
    let motp = Why::UnknownKind(OtherKind::MobileOtp);
    assert_eq!(unreadable, [("I:u", motp), ("#6", Why::NotAToken)]);
}

#[test]
fn lines_with_yandex_or_a_bad_secret_are_named_without_the_secret() {
    assert_eq!(
        why("otpauth://yaotp/me%40x?secret=LA2V6KMCGYMWWVEW64RNP3JA3I"),
        ("me@x".to_owned(), Why::UnknownKind(OtherKind::Yandex))
    );
    let (name, why) = why("otpauth://totp/?secret=hunter189");
    assert_eq!(name, "#1");
    assert!(matches!(why, Why::BadSecret(_)));
}

#[test]
fn bitwarden_items_without_codes_are_passed_over_and_counted() {
    let import = import(
        r#"{"encrypted":false,"folders":[{"id":"f","name":"Work"}],"items":[
        {"type":2,"name":"note"},{"type":1,"name":"no code","login":{"totp":null}},
        {"type":1,"name":"I","folderId":"f","notes":"n","favorite":true,"login":{"username":"u","totp":"mzxw 6yq"}}]}"#,
    );
    assert_eq!((import.entries.len(), import.passed_over), (1, 2));
    let kept = import.readable().next().unwrap();
    assert_eq!(kept.token, token("otpauth://totp/I:u?secret=MZXW6YQ"));
    assert_eq!(
        (kept.details.tags.join(","), kept.details.pinned),
        ("Work".to_owned(), true)
    );
}

#[test]
fn bitwarden_restricted_to_an_account_is_refused_with_the_way_out() {
    let text = r#"{"encrypted":true,"encKeyValidation_DO_NOT_EDIT":"2.a|b|c","items":[]}"#;
    let reason = Unsupported::BitwardenAccountRestricted;
    assert_eq!(
        detect(text.as_bytes(), &Limits::default()),
        Detected::Unsupported(reason)
    );
    assert_eq!(
        read(text.as_bytes(), Some("x")),
        Err(ReadError::Unsupported(reason))
    );
}

#[test]
fn bitwarden_sealed_in_another_way_is_refused_before_a_password_is_asked_for() {
    for (kind, reason) in [
        ("2", None),
        ("1", Some(Unsupported::Variant(Format::Bitwarden))),
    ] {
        let text = format!(
            r#"{{"encrypted":true,"passwordProtected":true,"salt":"AA==","kdfType":0,"kdfIterations":1,
            "encKeyValidation_DO_NOT_EDIT":"2.AA==|AA==|AA==","data":"{kind}.AA==|AA==|AA=="}}"#
        );
        let detected = detect(text.as_bytes(), &Limits::default());
        let refused = reason.map(ReadError::Unsupported);
        assert_eq!(
            reason.is_some(),
            detected == Detected::Unsupported(Unsupported::Variant(Format::Bitwarden))
        );
        let error = read(text.as_bytes(), Some("x")).unwrap_err();
        assert_eq!(error, refused.unwrap_or(ReadError::WrongPassword), "{kind}");
    }
}

#[test]
fn stratum_with_categories_and_copies() {
    let kept = kept(
        r#"{"Authenticators":[{"Type":2,"Issuer":"I","Username":null,"Secret":"MZXW6","Algorithm":1,"Digits":6,
        "Period":30,"CopyCount":5}],"Categories":[{"Id":"c","Name":"Work"}],
        "AuthenticatorCategories":[{"CategoryId":"c","AuthenticatorSecret":"MZXW6"}]}"#,
    );
    assert_eq!(
        kept.token,
        token("otpauth://totp/I:?secret=MZXW6&algorithm=SHA256")
    );
    assert_eq!(
        (kept.details.tags.join(","), kept.details.uses),
        ("Work".to_owned(), 5)
    );
}

#[test]
fn old_andotp_has_the_issuer_in_the_label() {
    let text = r#"[{"secret":"MZXW6","label":"I - a","type":"TOTP","period":30,"tags":["t"]}]"#;
    let kept = kept(text);
    assert_eq!(kept.token, token("otpauth://totp/I:a?secret=MZXW6"));
    assert_eq!(kept.details.tags, ["t"]);
}

#[test]
fn raivo_has_texts_for_numbers() {
    let kept = kept(
        r#"[{"kind":"HOTP","issuer":"I","account":"a","secret":"MZXW6","timer":"30","digits":"8",
        "algorithm":"SHA512","counter":"9","pinned":"true"}]"#,
    );
    let expected = token("otpauth://hotp/I:a?secret=MZXW6&digits=8&algorithm=SHA512&counter=9");
    assert_eq!(kept.token, expected);
    assert!(kept.details.pinned);
}

#[test]
fn keepassxc_in_all_the_ways_it_keeps_codes() {
    let text = "\"Group\",\"Title\",\"Username\",\"Password\",\"URL\",\"Notes\",\"TOTP\",\"Icon\"\n\
        \"Root\",\"none here\",\"u\",\"p\",\"\",\"\",\"\",\"0\"\n\
        \"Root/Work/Mail\",\"I\",\"\",\"p,\"\"q\"\"\",\"\",\"two\nlines\",\"otpauth://totp/I:none?secret=MZXW6&issuer=I\",\"0\"\n\
        \"Root\",\"S\",\"u\",\"p\",\"\",\"\",\"otpauth://totp/S:u?secret=MZXW6&encoder=steam\",\"0\"\n\
        \"Root\",\"K\",\"u\",\"p\",\"\",\"\",\"key=MZXW6&size=8&step=60&otpHashMode=Sha256\",\"0\"\n\
        \"Root\",\"L\",\"u\",\"p\",\"\",\"\",\"30;6\",\"0\"\n\
        \"Root/Recycle Bin\",\"B\",\"u\",\"p\",\"\",\"\",\"mzxw6\",\"0\"\n";
    let import = import(text);
    assert_eq!((import.format, import.passed_over), (Format::KeePassXc, 1));
    let found: Vec<_> = import.readable().collect();
    let [otpauth, steam, kee_otp, bare] = found.as_slice() else {
        panic!("{} tokens", found.len());
    };
    assert_eq!(otpauth.token, token("otpauth://totp/I:?secret=MZXW6"));
    assert_eq!(
        (
            otpauth.details.note.as_str(),
            otpauth.details.tags.join(",")
        ),
        ("two\nlines", "Work/Mail".to_owned())
    );
    assert_eq!(steam.token.kind, Kind::Steam);
    let expected = token("otpauth://totp/K:u?secret=MZXW6&digits=8&period=60&algorithm=SHA256");
    assert_eq!(kee_otp.token, expected);
    assert!(bare.details.trashed && bare.details.tags.is_empty());
    let settings = import.unreadable().next().unwrap();
    assert_eq!(
        (settings.name.as_str(), settings.why),
        ("L: u", Why::SecretElsewhere)
    );
}

#[test]
fn two_fauth_and_the_browser_extension() {
    let fauth = kept(
        r#"{"app":"2fauth_v8.0.1","schema":1,"data":[{"otp_type":"steamtotp","service":"I","account":"a",
        "secret":"MZXW6","digits":5,"algorithm":"sha1","period":30,"counter":null}]}"#,
    );
    assert_eq!(fauth.token.kind, Kind::Steam);
    let import = import(
        r#"{"x":{"hash":"x","index":1,"type":"hex","secret":"0aFF","issuer":"I::i.example","account":"a"},
        "y":{"hash":"y","index":0,"type":"battle","secret":"MZXW6","issuer":"B","account":""}}"#,
    );
    assert_eq!(import.format, Format::BrowserExtension);
    let kept = import.readable().next().unwrap();
    assert_eq!(
        (kept.token.issuer.as_str(), kept.token.secret.expose_bytes()),
        ("I", &[0x0a, 0xff][..])
    );
    let battle = import.unreadable().next().unwrap();
    assert_eq!(battle.why, Why::UnknownKind(OtherKind::BattleNet));
}

#[test]
fn an_encrypted_extension_export_is_refused_with_the_way_out() {
    let text = r#"{"k":{"dataType":"Key"},"a":{"dataType":"EncOTPStorage","data":"U2F","keyId":"k","index":0}}"#;
    let reason = Unsupported::BrowserExtensionEncrypted;
    assert_eq!(
        detect(text.as_bytes(), &Limits::default()),
        Detected::Unsupported(reason)
    );
}

#[test]
fn names_of_files_and_versions_that_nobody_knows_yet() {
    let aegis = r#"{"version":2,"header":{"slots":null},"db":{}}"#;
    let two_fas = r#"{"schemaVersion":5,"services":[]}"#;
    let ours = r#"{"format":"countersign-backup","version":2}"#;
    for (text, format) in [
        (aegis, Format::Aegis),
        (two_fas, Format::TwoFas),
        (ours, Format::Countersign),
    ] {
        let expected = ReadError::Unsupported(Unsupported::NewerVersion(format));
        assert_eq!(read(text.as_bytes(), Some("x")), Err(expected));
    }
}

#[test]
fn files_that_are_known_and_not_read_say_what_they_are() {
    let cases: [(&[u8], Unsupported); 7] = [
        (b"PK\x03\x04rest", Unsupported::Zip),
        (b"SQLite format 3\0rest", Unsupported::Database),
        (b"\x03\xd9\xa2\x9arest", Unsupported::KeePassDatabase),
        (b"\xac\xed\x00\x05rest", Unsupported::FreeOtp2),
        (b"\x89PNG\r\n\x1a\n", Unsupported::Picture),
        (
            b"<?xml version='1.0'?><map></map>",
            Unsupported::AndroidSettings,
        ),
        (b"-----BEGIN PGP MESSAGE-----", Unsupported::OpenPgp),
    ];
    for (bytes, reason) in cases {
        assert_eq!(
            detect(bytes, &Limits::default()),
            Detected::Unsupported(reason)
        );
        assert_eq!(read(bytes, None), Err(ReadError::Unsupported(reason)));
    }
}

#[test]
fn nothing_rubbish_and_too_much_are_told_apart() {
    assert_eq!(read(b"", None), Err(ReadError::Damaged(Damage::Empty)));
    assert_eq!(read(b" \n\t", None), Err(ReadError::Damaged(Damage::Empty)));
    assert_eq!(
        read(b"{\"a\":", None),
        Err(ReadError::Damaged(Damage::CutOff))
    );
    assert_eq!(
        read(b"{\"a\":]", None),
        Err(ReadError::Damaged(Damage::Malformed))
    );
    assert_eq!(read(b"{\"a\":1}", None), Err(ReadError::NotRecognized));
    assert_eq!(read(b"hello", None), Err(ReadError::NotRecognized));
    assert_eq!(read(b"\xff\xff", None), Err(ReadError::NotRecognized));
    let limits = Limits {
        bytes: 3,
        ..Limits::default()
    };
    assert_eq!(
        countersign_backup::read(b"1234", None, &limits),
        Err(ReadError::TooLarge)
    );
}

#[test]
fn notes_and_secrets_do_not_show_in_debug_output() {
    let vault = String::from_utf8(file("aegis_plain.json")).unwrap();
    let noted = r#"{"type":"totp","note":"recovery code","info":{"secret":"MZXW6"}}"#;
    let text = format!("{:?} {:?}", import(&vault), kept(&aegis(noted)));
    assert!(!text.contains("recovery code"));
    for issuer in crate::support::ALL {
        assert!(!text.contains(known(issuer).secret.to_base32().expose()));
    }
}
