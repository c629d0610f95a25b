//! The command line, by the binary itself.

use crate::program::Program;
use serde_json::Value;

const PASSWORD: &str = "correct horse battery";

fn with_user(name: &str) -> Program {
    let program = Program::new();
    program
        .admin(&["group", "add", "ops", "--codes", "on", "--sms", "on"])
        .succeeds();
    program
        .admin(&[
            "user",
            "add",
            name,
            "--display-name",
            "Deniz Kaya",
            "--language",
            "tr",
        ])
        .args(&[
            "--phone",
            "+90 555 000 00 01",
            "--mail",
            "d@example.com",
            "--group",
            "ops",
        ])
        .args(&["--password-stdin"])
        .input(PASSWORD)
        .succeeds();
    program
}

fn json(program: &Program, words: &[&str]) -> Value {
    let output = program.admin(words).args(&["--json"]).succeeds();
    serde_json::from_str(&output).unwrap()
}

#[test]
fn a_user_is_added_shown_changed_locked_and_removed() {
    let program = with_user("deniz.kaya");
    let shown = json(&program, &["user", "show", "Deniz.Kaya"]);
    assert_eq!(shown["display_name"], "Deniz Kaya");
    assert_eq!(shown["phone"], "+905550000001");
    assert_eq!(shown["language"], "tr");
    assert_eq!(shown["sms"], "inherit");
    assert_eq!(shown["password_set"], true);
    assert_eq!(shown["groups"], serde_json::json!(["ops"]));
    assert_eq!(shown["locked_at"], Value::Null);

    let set = [
        "user",
        "set",
        "deniz.kaya",
        "--sms",
        "off",
        "--phone",
        "",
        "--leave",
        "ops",
    ];
    program.admin(&set).succeeds();
    program.admin(&["user", "lock", "deniz.kaya"]).succeeds();
    let shown = json(&program, &["user", "show", "deniz.kaya"]);
    assert_eq!(shown["sms"], false);
    assert_eq!(shown["phone"], Value::Null);
    assert_eq!(shown["groups"], serde_json::json!([]));
    assert!(shown["locked_at"].is_string());

    program.admin(&["user", "unlock", "deniz.kaya"]).succeeds();
    let listed = json(&program, &["user", "list"]);
    assert_eq!(listed[0]["locked"], false);
    program.admin(&["user", "remove", "deniz.kaya"]).succeeds();
    assert_eq!(json(&program, &["user", "list"]), serde_json::json!([]));
}

#[test]
fn a_refused_user_changes_nothing() {
    let program = with_user("deniz.kaya");
    for (words, password, why) in [
        (
            &["user", "add", "deniz.kaya"][..],
            PASSWORD,
            "There is a user deniz.kaya already",
        ),
        (&["user", "add", "a b"], PASSWORD, "A user name has"),
        (
            &["user", "add", "new", "--phone", "0555"],
            PASSWORD,
            "\"0555\" is not a phone number",
        ),
        (
            &["user", "add", "new", "--mail", "x"],
            PASSWORD,
            "\"x\" is not a mail address",
        ),
        (
            &["user", "add", "new", "--group", "none"],
            PASSWORD,
            "There is no group none",
        ),
        (
            &["user", "add", "new"],
            "short",
            "The password must have 8 characters",
        ),
    ] {
        let error = program
            .admin(words)
            .args(&["--password-stdin"])
            .input(password)
            .fails();
        assert!(error.starts_with(why), "{error}");
    }
    assert_eq!(
        json(&program, &["user", "list"]).as_array().map(Vec::len),
        Some(1)
    );
}

#[test]
fn without_a_terminal_the_password_has_to_come_on_standard_input() {
    let error = Program::new().admin(&["user", "add", "new"]).fails();
    assert!(error.contains("--password-stdin"), "{error}");
}

#[test]
fn a_name_that_is_not_there_is_told_with_what_to_do() {
    let program = Program::new();
    for words in [
        &["user", "show", "nobody"][..],
        &["user", "lock", "nobody"],
        &["user", "remove", "nobody"],
        &["binding", "revoke", "nobody"],
        &["activation-code", "make", "nobody"],
        &["group", "set", "nobody", "--sms", "on"],
        &["group", "remove", "nobody"],
        &["parameter", "get", "nobody"],
    ] {
        let error = program.admin(words).fails();
        assert!(
            error.starts_with("There is no ") && error.contains("list\""),
            "{error}"
        );
    }
}

#[test]
fn groups_have_two_switches() {
    let program = with_user("deniz.kaya");
    program
        .admin(&["group", "set", "ops", "--sms", "off"])
        .succeeds();
    program.admin(&["group", "add", "guests"]).succeeds();
    let error = program.admin(&["group", "add", "guests"]).fails();
    assert!(
        error.starts_with("There is a group guests already"),
        "{error}"
    );
    assert_eq!(
        program.admin(&["group", "list"]).succeeds(),
        "name    codes  sms  users\nguests  off    off  0\nops     on     off  1\n"
    );
    program.admin(&["group", "remove", "ops"]).succeeds();
    assert_eq!(
        json(&program, &["user", "show", "deniz.kaya"])["groups"],
        serde_json::json!([])
    );
}

#[test]
fn parameters_are_checked_and_every_change_is_recorded() {
    let program = Program::new();
    let set = |name: &str, value: &str| program.admin(&["parameter", "set", name, value]);
    set("mobile.sms.otp.tries", "3").succeeds();
    set("mobile.sms.otp.tries", "4").succeeds();
    let error = set("mobile.sms.otp.tries", "0").fails();
    assert_eq!(error, "mobile.sms.otp.tries takes a number from 1 to 10.\n");
    let error = set("sms.channel", "pigeon").fails();
    assert!(
        error.starts_with("sms.channel takes some of console, http"),
        "{error}"
    );

    let shown = json(&program, &["parameter", "get", "mobile.sms.otp.tries"]);
    assert_eq!(shown["value"], "4");
    assert_eq!(shown["default"], "5");
    assert_eq!(shown["changed"].as_array().map(Vec::len), Some(2));
}

#[test]
fn what_may_hold_a_gateways_key_is_read_from_standard_input_and_never_shown() {
    let program = Program::new();
    let name = "iga.2fa.sms.http.headers";
    let set = program
        .admin(&["parameter", "set", name, "-"])
        .input("Authorization: Bearer k3y");
    assert!(!set.succeeds().contains("k3y"));
    for words in [&["parameter", "list"][..], &["parameter", "get", name]] {
        let output = program.admin(words).succeeds();
        assert!(
            output.contains("********") && !output.contains("k3y"),
            "{output}"
        );
    }
}

#[test]
fn an_activation_code_is_shown_alone_and_never_the_same() {
    let program = with_user("deniz.kaya");
    let code = program
        .admin(&["activation-code", "make", "deniz.kaya"])
        .succeeds();
    let groups: Vec<_> = code.trim_end().split('-').collect();
    assert_eq!(groups.len(), 4, "{code}");
    for group in groups {
        assert!(
            group.len() == 4 && group.bytes().all(|b| b.is_ascii_alphanumeric()),
            "{code}"
        );
    }
    assert_ne!(
        code,
        program
            .admin(&["activation-code", "make", "deniz.kaya"])
            .succeeds()
    );
}

#[test]
fn a_user_without_a_registered_token_has_nothing_to_revoke() {
    let program = with_user("deniz.kaya");
    assert_eq!(
        json(&program, &["binding", "show", "deniz.kaya"]),
        serde_json::json!([])
    );
    let error = program.admin(&["binding", "revoke", "deniz.kaya"]).fails();
    assert!(
        error.starts_with("deniz.kaya has no registered token"),
        "{error}"
    );
}

#[test]
fn demo_data_is_made_once_and_what_was_changed_since_stays() {
    let program = Program::new();
    let made = program.admin(&["demo"]).succeeds();
    assert!(
        made.contains("deniz.kaya") && made.contains("demo-deniz-2026"),
        "{made}"
    );
    program
        .admin(&["user", "set", "elif.demir", "--display-name", "Elif"])
        .succeeds();
    program
        .admin(&["parameter", "set", "tfa.otp.issuer", "Other PAM"])
        .succeeds();

    let again = json(&program, &["demo"]);
    let states: Vec<_> = again
        .as_array()
        .unwrap()
        .iter()
        .map(|row| &row["state"])
        .collect();
    assert!(
        states.iter().all(|state| *state == "was there"),
        "{states:?}"
    );
    assert_eq!(
        json(&program, &["user", "show", "elif.demir"])["display_name"],
        "Elif"
    );
    assert_eq!(
        json(&program, &["parameter", "get", "tfa.otp.issuer"])["value"],
        "Other PAM"
    );
    let otp = json(
        &program,
        &["parameter", "get", "mobile.application.otp.enabled"],
    );
    assert_eq!(otp["value"], "true");
    assert_eq!(otp["changed"].as_array().map(Vec::len), Some(1));
    assert_eq!(
        json(&program, &["user", "show", "deniz.kaya"])["language"],
        "tr"
    );
    assert_eq!(json(&program, &["group", "list"])[0]["codes"], false);
}

#[test]
fn a_test_message_is_sent_and_every_attempt_is_listed() {
    let program = with_user("deniz.kaya");
    let sent = program.admin(&["sms", "test", "deniz.kaya"]).succeeds();
    assert!(sent.contains("+905550000001"), "{sent}");
    assert!(
        sent.contains("Countersign: bu bir deneme mesajidir."),
        "{sent}"
    );
    assert!(sent.ends_with("Sent by console.\n"), "{sent}");

    program
        .admin(&["parameter", "set", "sms.channel", "http"])
        .succeeds();
    let error = program.admin(&["sms", "test", "deniz.kaya"]).fails();
    assert!(error.starts_with("No channel took the message"), "{error}");
    let deliveries = json(&program, &["sms", "deliveries"]);
    assert_eq!(deliveries[0]["state"], "failed");
    assert_eq!(deliveries[0]["error"], "iga.2fa.sms.http.url is not a URL");
    assert_eq!(deliveries[1]["state"], "sent");
    assert_eq!(deliveries[1]["user"], "deniz.kaya");

    program
        .admin(&["user", "set", "deniz.kaya", "--phone", ""])
        .succeeds();
    let error = program.admin(&["sms", "test", "deniz.kaya"]).fails();
    assert!(
        error.starts_with("deniz.kaya has no phone number"),
        "{error}"
    );
}

#[cfg(unix)]
#[test]
fn a_master_key_that_others_can_read_is_refused() {
    use std::os::unix::fs::PermissionsExt as _;
    let program = Program::new();
    program.admin(&["user", "list"]).succeeds();
    let of = |name: &str| program.data().join(name);
    for name in ["master.key", "countersign.db"] {
        let mode = std::fs::metadata(of(name)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{name}");
    }
    let mode =
        |mode| std::fs::set_permissions(of("master.key"), std::fs::Permissions::from_mode(mode));
    mode(0o640).unwrap();
    let error = program.admin(&["user", "list"]).fails();
    assert!(
        error.contains("can be read by others: run \"chmod 600 "),
        "{error}"
    );
    mode(0o600).unwrap();
    program.admin(&["user", "list"]).succeeds();
}

#[test]
fn a_database_without_its_master_key_is_not_given_another_one() {
    let program = Program::new();
    program.admin(&["user", "list"]).succeeds();
    std::fs::remove_file(program.data().join("master.key")).unwrap();
    let error = program.admin(&["user", "list"]).fails();
    assert!(
        error.contains("is there but its master key is not"),
        "{error}"
    );
    assert!(!program.data().join("master.key").exists());
}

#[test]
fn the_configuration_is_shown_with_the_source_of_each_value() {
    let program = Program::new();
    let key = "0123456789abcdef".repeat(4);
    let output = program
        .run(&["config", "--json", "--port", "7"])
        .variable("COUNTERSIGN_MASTER_KEY", &key)
        .variable("COUNTERSIGN_SERVER_NAME", "Northgate PAM")
        .succeeds();
    assert!(!output.contains(&key), "{output}");
    let lines: Value = serde_json::from_str(&output).unwrap();
    let line = |name: &str| {
        let lines = lines.as_array().unwrap();
        let line = lines.iter().find(|line| line["key"] == name).unwrap();
        (
            line["value"].clone(),
            line["source"].as_str().unwrap().to_owned(),
        )
    };
    assert_eq!(line("listen"), ("127.0.0.1:7".into(), "flag".to_owned()));
    assert_eq!(
        line("server_name"),
        ("Northgate PAM".into(), "environment".to_owned())
    );
    assert_eq!(
        line("master_key"),
        ("********".into(), "environment".to_owned())
    );
    assert_eq!(line("demo"), ("false".into(), "default".to_owned()));
}

#[test]
fn a_mistake_in_the_configuration_is_one_sentence() {
    let program = Program::new();
    let error = program.run(&["config", "--listen", "here"]).fails();
    assert_eq!(
        error,
        "--listen: \"here\" is not an address and port such as 127.0.0.1:8080.\n"
    );
    let error = program.run(&["config", "--config", "missing.toml"]).fails();
    assert!(
        error.starts_with("The configuration file missing.toml cannot be read:"),
        "{error}"
    );
}
