//! What has to hold of every file, whatever is in it. Each target of `fuzz_targets` says what its
//! bytes are and calls one of these; they panic where it does not hold.

use countersign_backup::{
    Detected, Existing, Import, KeptToken, Limits, Line, ReadError, detect, diff, read, write,
};
use countersign_otp::{Kind, Secret, Token};

/// The password of the encrypted seeds.
pub const PASSWORD: &str = "test";

/// So little that key derivations do not take the time of the run.
pub fn limits() -> Limits {
    Limits {
        memory_kib: 64,
        milliseconds: 3,
        bytes: 1 << 20,
    }
}

/// Telling what a file is and reading it agree; an import is compared, written and read back.
pub fn file(bytes: &[u8]) {
    let result = read(bytes, Some(PASSWORD), &limits());
    agrees(&detect(bytes, &limits()), &result);
    if let Ok(import) = result {
        compared(&import);
        written(&import.readable().cloned().collect::<Vec<_>>());
    }
}

fn agrees(detected: &Detected, result: &Result<Import, ReadError>) {
    let agree = match (detected, result) {
        (Detected::Backup { format, .. }, Ok(import)) => import.format == *format,
        (Detected::Backup { key, .. }, Err(error)) => match error {
            ReadError::PasswordNeeded(cost) | ReadError::TooCostly(cost) => *key == Some(*cost),
            ReadError::WrongPassword | ReadError::WrongPasswordOrDamaged => key.is_some(),
            ReadError::Damaged(_) => true,
            _ => false,
        },
        (Detected::Unsupported(reason), Err(ReadError::Unsupported(why))) => reason == why,
        (Detected::Damaged(damage), Err(ReadError::Damaged(why))) => damage == why,
        (Detected::Unknown, Err(_)) => true,
        _ => false,
    };
    assert!(agree, "{detected:?}, but {result:?}");
}

/// Compared with nothing, all that can be read is new or there twice; compared with itself,
/// nothing is new or changed.
fn compared(import: &Import) {
    for entry in import.unreadable() {
        assert!(!entry.name.is_empty(), "{entry:?} has no name");
    }
    let fresh = diff(&[], import);
    assert_eq!(fresh.lines.len(), import.entries.len());
    let totals = fresh.totals();
    assert_eq!(totals.new + totals.duplicates, import.readable().count());
    assert_eq!(totals.unreadable, import.unreadable().count());

    let first = import
        .readable()
        .zip(
            fresh
                .lines
                .iter()
                .filter(|line| !matches!(line, Line::Unreadable(_))),
        )
        .filter(|(_, line)| **line == Line::New);
    let there: Vec<_> = first
        .map(|(KeptToken { token, details }, _)| Existing { token, details })
        .collect();
    let again = diff(&there, import).totals();
    assert_eq!((again.new, again.changed), (0, 0), "not the same as itself");
    assert_eq!(
        (again.same, again.duplicates),
        (totals.new, totals.duplicates)
    );
}

/// Whatever is written of these tokens is read back as it was.
fn written(tokens: &[KeptToken]) {
    for kept in tokens {
        uri(&kept.token);
    }
    let mut number = 0_u128;
    let aegis = write::aegis_json(tokens, || {
        number += 1;
        number.to_be_bytes()
    });
    let Ok(import) = read(aegis.as_bytes(), None, &Limits::default()) else {
        panic!("our own Aegis file is not read: {}", &*aegis);
    };
    // A colon parts issuer and account name in so many files that readers part names at it.
    assert_eq!(import.readable().count(), tokens.len());
    for (read, kept) in import.readable().zip(tokens) {
        let same = if kept.token.account_name.contains(':') {
            codes(&read.token) == codes(&kept.token)
        } else {
            read.token == kept.token
        };
        assert!(same, "{kept:?} is read back as {read:?}");
    }
    transferred(tokens);
}

/// What decides which codes a token makes.
fn codes(token: &Token) -> (Secret, Kind) {
    (token.secret.clone(), token.kind)
}

/// What is written as an `otpauth` text is read back as it was.
pub fn uri(token: &Token) {
    let written = token.to_uri();
    assert_eq!(
        Token::from_uri(written.expose()).as_ref(),
        Ok(token),
        "{}",
        written.expose()
    );
}

/// What is written as transfer codes is read back with the same secrets and parameters.
fn transferred(tokens: &[KeptToken]) {
    let transfer = write::google_transfer(tokens.iter().map(|kept| &kept.token), -7);
    let text: Vec<&str> = transfer.parts.iter().map(|part| part.as_str()).collect();
    let fitting = tokens.len() - transfer.left_out.len();
    if fitting == 0 {
        assert!(text.is_empty());
        return;
    }
    let Ok(import) = read(text.join("\n").as_bytes(), None, &Limits::default()) else {
        panic!("our own transfer codes are not read");
    };
    assert_eq!(import.missing_parts, []);
    let left_out = |index| transfer.left_out.iter().any(|(out, _)| *out == index);
    let expected = (0..).zip(tokens).filter(|(index, _)| !left_out(*index));
    assert!(
        import
            .readable()
            .map(|kept| codes(&kept.token))
            .eq(expected.map(|(_, kept)| codes(&kept.token)))
    );
}
