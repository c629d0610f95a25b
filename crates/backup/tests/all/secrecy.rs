//! Neither secrets nor passwords come out in names, `Debug` or errors.

use countersign_backup::{Limits, TransferPart, read, write};

use crate::support::{ALL, file, known};

/// Asserts that nothing that is said of a file has the text in it.
#[track_caller]
fn assert_silent(bytes: &[u8], password: Option<&str>, secret: &str) {
    let read = read(bytes, password, &Limits::default());
    let said = match &read {
        Ok(import) => format!("{import:?}"),
        Err(error) => format!("{error:?} {error}"),
    };
    assert!(!said.contains(secret), "{}", String::from_utf8_lossy(bytes));
}

#[test]
fn a_text_that_cannot_be_read_is_not_called_by_its_secret() {
    const SECRET: &str = "JRZCL47CMXVOQMNPZR2F7J4RGI";
    for uri in [
        "otpauth://totp/I:a&secret=SECRET",
        "otpauth://totp/I:a%3Fsecret%3DSECRET",
        "otpauth://totp/I:a%253FSecret%253DSECRET",
        "otpauth://totp/I:a%3Fsecret=SECRET&issuer=I",
        "otpauth://totp/I:a?secret=SECRET1",
        "otpauth://yaotp/I:a&secret=SECRET",
        "steam://SECRET1",
        "steam://x/SECRET1",
        "steam:SECRET!",
        "motp://I:a?secret=SECRET",
        "motp://I:a&secret=SECRET",
        "motp:secret=SECRET",
    ] {
        let uri = uri.replace("SECRET", SECRET);
        assert_silent(uri.as_bytes(), None, SECRET);
        let table = format!("Group,Title,Username,Notes,TOTP\nRoot,I,a,{SECRET},{uri}");
        assert_silent(table.as_bytes(), None, SECRET);
    }
}

#[test]
fn a_text_without_a_question_mark_still_has_its_name() {
    let import = read(
        b"otpauth://totp/Acme:me%3Fsecret%3DMZXW6",
        None,
        &Limits::default(),
    );
    let import = import.unwrap();
    let names: Vec<_> = import.unreadable().map(|found| &*found.name).collect();
    assert_eq!(names, ["Acme:me"]);
}

#[test]
fn the_secrets_of_readable_tokens_are_in_no_debug_output() {
    for name in ["aegis_plain.json", "ente_plain.txt", "andotp_plain.json"] {
        for issuer in ALL {
            assert_silent(&file(name), None, known(issuer).secret.to_base32().expose());
        }
    }
    let transfer = write::google_transfer(&ALL.map(known), 7);
    let data = transfer.parts[0].split_once('=').unwrap().1;
    assert!(!format!("{transfer:?}").contains(&data[..20]));
    let part = TransferPart::from_uri(&transfer.parts[0]).unwrap();
    let secret = known("Deno").secret;
    assert!(!format!("{part:?}").contains(secret.to_base32().expose()));
    assert!(!format!("{part:?}").contains(&format!("{:?}", secret.expose_bytes())));
}

#[test]
fn no_error_repeats_the_password() {
    const WRONG: &str = "hunter2-hunter2";
    for name in [
        "aegis_encrypted.json",
        "countersign.json",
        "andotp_old.json.aes",
    ] {
        let bytes = file(name);
        assert_silent(&bytes, Some(WRONG), WRONG);
        assert_silent(&bytes[..bytes.len() / 2], Some(WRONG), WRONG);
    }
}

#[test]
fn a_list_with_one_wrong_byte_never_shows_a_whole_secret() {
    let list = file("otpauth_list.txt");
    for place in 0..list.len() {
        for byte in *b"&%1" {
            let mut bytes = list.clone();
            bytes[place] = byte;
            for issuer in ALL {
                assert_silent(&bytes, None, known(issuer).secret.to_base32().expose());
            }
        }
    }
}
