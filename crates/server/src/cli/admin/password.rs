use std::io::{IsTerminal as _, Read as _};

use countersign_protocol::SecretText;
use countersign_protocol::limits::PASSWORD_MAX;
use countersign_server::crypto::password::{Cost, Passwords};

use super::{CliError, Desk};

/// Shorter passwords fall to guessing (NIST SP 800-63B-4, section 3.1.1.2, for a second factor
/// beside it).
const PASSWORD_MIN: usize = 8;

/// Asks for a new password twice, or reads it from the first line of standard input. A password is
/// never an argument: those are seen by every user of the machine.
pub(super) fn read_new_password(from_stdin: bool) -> Result<SecretText, CliError> {
    let password = if from_stdin { piped()? } else { typed()? };
    let length = password.expose().chars().count();
    if length < PASSWORD_MIN || password.expose().len() > PASSWORD_MAX {
        return Err(CliError::new(format!(
            "The password must have {PASSWORD_MIN} characters or more, and no more than \
             {PASSWORD_MAX} bytes."
        )));
    }
    Ok(password)
}

fn piped() -> Result<SecretText, CliError> {
    let mut text = String::new();
    // One byte more than the longest, so that a longer one is noticed and not cut.
    let limit = u64::try_from(PASSWORD_MAX + 2).unwrap_or(u64::MAX);
    std::io::stdin()
        .take(limit)
        .read_to_string(&mut text)
        .map_err(|error| {
            CliError::new(format!(
                "The password cannot be read from standard input: {error}."
            ))
        })?;
    let password = SecretText::new(text.lines().next().unwrap_or_default());
    drop(SecretText::new(text));
    Ok(password)
}

fn typed() -> Result<SecretText, CliError> {
    if !std::io::stdin().is_terminal() {
        return Err(CliError::new(
            "There is no terminal to type the password at: give it on standard input with \
             --password-stdin.",
        ));
    }
    let ask = |prompt: &str| {
        rpassword::prompt_password(prompt)
            .map(SecretText::new)
            .map_err(|error| CliError::new(format!("The password cannot be read: {error}.")))
    };
    let password = ask("New password: ")?;
    if ask("Once more: ")? != password {
        return Err(CliError::new(
            "The two passwords differ: nothing was changed.",
        ));
    }
    Ok(password)
}

impl Desk {
    pub(super) async fn hashed(&self, password: &SecretText) -> Result<String, CliError> {
        let passwords = Passwords::new(self.keys.clone(), Cost::default());
        Ok(passwords.hash(password).await?)
    }
}
