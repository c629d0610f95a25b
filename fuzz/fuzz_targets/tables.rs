//! Fields of a table, written with quotes as RFC 4180 says and read back.
#![no_main]

use countersign_backup::read;
use countersign_fuzz::limits;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let names: Vec<&str> = text.split('\u{0}').map(str::trim).collect();
    let quoted = |field: &str| format!("\"{}\"", field.replace('"', "\"\""));
    let rows = names.iter().map(|name| {
        let uri = "otpauth://totp/a?secret=MZXW6&issuer=b";
        format!("{},{},{}\r\n", quoted("Root"), quoted(name), quoted(uri))
    });
    let table = format!("Group,Title,TOTP\r\n{}", rows.collect::<String>());
    let Ok(import) = read(table.as_bytes(), None, &limits()) else {
        // A file that is too large is the only way not to be read.
        assert!(table.len() > limits().bytes);
        return;
    };
    assert_eq!(import.readable().count(), names.len());
    countersign_fuzz::file(table.as_bytes());
});
