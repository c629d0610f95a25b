//! `otpauth://` texts, one on a line.

use countersign_otp::Token;
use zeroize::Zeroizing;

/// Writes one `otpauth://` text on each line. Anybody can read them, and no details go along.
pub fn otpauth_list<'a>(tokens: impl IntoIterator<Item = &'a Token>) -> Zeroizing<String> {
    let lines: Vec<_> = tokens.into_iter().map(Token::to_uri).collect();
    // Room for all of it at once: a text that grows leaves copies of the secrets behind.
    let length = lines.iter().map(|line| line.expose().len() + 1).sum();
    let mut text = Zeroizing::new(String::with_capacity(length));
    for line in &lines {
        text.push_str(line.expose());
        text.push('\n');
    }
    text
}
