//! Plain files, made by the programs themselves; `tests/files/README.md` says where they are from.

use crate::support::{ALL, assert_known, file, known, read};
use countersign_backup::{Detected, Format, Limits, detect};
use countersign_otp::{Kind, Secret};

/// Reads a file that needs no password, and asserts that it is known by its content.
#[track_caller]
fn import(name: &str, format: Format) -> countersign_backup::Import {
    let bytes = file(name);
    let detected = Detected::Backup {
        format,
        key: None,
        certain: true,
    };
    assert_eq!(detect(&bytes, &Limits::default()), detected);
    read(&bytes, None).unwrap()
}

#[test]
fn aegis() {
    let import = import("aegis_plain.json", Format::Aegis);
    assert_known(&import, Format::Aegis, &ALL);
}

#[test]
fn aegis_of_the_second_version_names_the_group_of_each_token() {
    let import = import("aegis_grouped_v2.json", Format::Aegis);
    assert_known(&import, Format::Aegis, &ALL);
    let tags: Vec<_> = import
        .readable()
        .map(|kept| kept.details.tags.join(","))
        .collect();
    assert_eq!(tags, ["group1", "", "group1", "group2", "", "", ""]);
}

#[test]
fn two_fas() {
    let import = import("2fas_plain_v4.2fas", Format::TwoFas);
    let issuers = ["Deno", "Issuu", "Air Canada", "WWE", "Boeing"];
    assert_known(&import, Format::TwoFas, &issuers);
    let order: Vec<_> = import
        .readable()
        .map(|kept| kept.token.issuer.as_str())
        .collect();
    assert_eq!(order, issuers);
}

#[test]
fn ente() {
    let import = import("ente_plain.txt", Format::Ente);
    assert_known(&import, Format::Ente, &ALL);
}

#[test]
fn bitwarden_names_come_from_the_text_and_for_steam_from_the_item() {
    let json = import("bitwarden.json", Format::Bitwarden);
    let csv = import("bitwarden.csv", Format::Bitwarden);
    for (import, name) in [(&json, "Test Steam"), (&csv, "Test 4")] {
        let tokens: Vec<_> = import.readable().map(|kept| &kept.token).collect();
        let [deno, spdx, airbnb, steam] = tokens.as_slice() else {
            panic!("{} tokens", tokens.len());
        };
        assert_eq!(**deno, known("Deno"));
        assert_eq!(**spdx, known("SPDX"));
        assert_eq!(**airbnb, known("Airbnb"));
        assert_eq!(steam.kind, Kind::Steam);
        assert_eq!(steam.secret, known("Boeing").secret);
        assert_eq!(steam.issuer, name);
    }
}

#[test]
fn proton() {
    let import = import("proton_plain.json", Format::Proton);
    assert_known(&import, Format::Proton, &["Deno", "SPDX", "Airbnb"]);
}

#[test]
fn stratum() {
    let import = import("stratum_plain.json", Format::Stratum);
    assert_known(&import, Format::Stratum, &ALL);
}

#[test]
fn andotp_with_the_time_of_the_last_use() {
    let import = import("andotp_plain.json", Format::AndOtp);
    assert_known(&import, Format::AndOtp, &ALL);
    let first = import.readable().next().unwrap();
    assert_eq!(first.details.last_used_at, Some(1_608_146_844_162));
}

#[test]
fn freeotp_plus_keeps_counters_one_behind() {
    let import = import("freeotp_plus.json", Format::FreeOtpPlus);
    assert_known(&import, Format::FreeOtpPlus, &ALL[..6]);
}

#[test]
fn otpauth_list() {
    let import = import("otpauth_list.txt", Format::OtpauthList);
    assert_known(&import, Format::OtpauthList, &ALL);
}

#[test]
fn steam_of_one_account_and_of_several() {
    for name in ["steam_old.json", "steam.json"] {
        let import = import(name, Format::Steam);
        let mut token = known("Boeing");
        token.issuer = "Steam".to_owned();
        assert_eq!(
            import
                .readable()
                .map(|kept| &kept.token)
                .collect::<Vec<_>>(),
            [&token]
        );
    }
}

#[test]
fn duo_counts_where_there_is_a_counter() {
    let import = import("duo.json", Format::Duo);
    let tokens: Vec<_> = import.readable().map(|kept| &kept.token).collect();
    let [timed, counted] = tokens.as_slice() else {
        panic!("{} tokens", tokens.len());
    };
    assert_eq!(timed.issuer, "Mason");
    assert_eq!(timed.kind, known("Deno").kind);
    assert_eq!(timed.secret, known("Deno").secret);
    assert!(matches!(counted.kind, Kind::Hotp { counter: 3, .. }));
}

#[test]
fn lastpass() {
    let import = import("lastpass.json", Format::LastPass);
    let tokens: Vec<_> = import.readable().map(|kept| &kept.token).collect();
    let [first, second] = tokens.as_slice() else {
        panic!("{} tokens", tokens.len());
    };
    assert_eq!(first.issuer, "code 1 lastpass");
    assert_eq!(first.account_name, "snjxxndjbdbdb");
    assert_eq!(
        first.secret,
        Secret::from_base32("MDLAXBJJZBXBXZJZBBZBB").unwrap()
    );
    assert_eq!(second.issuer, "code2 lastpass");
}

#[test]
fn transfer_codes_of_google() {
    let import = import("google_transfer.txt", Format::GoogleTransfer);
    let secret = Secret::from_base32("7KSQL2JTUDIS5EF65KLMRQIIGY").unwrap();
    assert_eq!(import.entries.len(), 3);
    assert!(import.readable().all(|kept| kept.token.secret == secret));
    let mut names: Vec<_> = import
        .readable()
        .map(|kept| (kept.token.issuer.as_str(), kept.token.account_name.as_str()))
        .collect();
    names.sort_unstable();
    let expected = [
        ("", "hotp demo"),
        ("", "pi@raspberrypi"),
        ("raspberrypi", "pi@raspberrypi"),
    ];
    assert_eq!(names, expected);
    assert!(
        import
            .readable()
            .any(|kept| matches!(kept.token.kind, Kind::Hotp { counter: 4, .. }))
    );
    assert_eq!(import.missing_parts, []);
}
