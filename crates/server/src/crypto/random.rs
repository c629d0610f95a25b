//! The system's randomness: the one place that asks for it.

use std::fmt;

use base64ct::{Base64UrlUnpadded, Encoding};

/// The system has no randomness.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RandomError;

impl fmt::Display for RandomError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the system has no randomness")
    }
}

impl std::error::Error for RandomError {}

/// So many random bytes.
///
/// # Errors
/// When the system has none.
pub fn bytes<const N: usize>() -> Result<[u8; N], RandomError> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|_| RandomError)?;
    Ok(bytes)
}

/// So many random bytes as base64url.
///
/// # Errors
/// When the system has none.
pub fn text<const N: usize>() -> Result<String, RandomError> {
    bytes::<N>().map(|bytes| Base64UrlUnpadded::encode_string(&bytes))
}

/// So many random decimal digits, each as likely as the others.
///
/// # Errors
/// When the system has no randomness.
pub fn digits(count: usize) -> Result<String, RandomError> {
    let mut digits = String::with_capacity(count);
    while digits.len() < count {
        let [byte] = bytes::<1>()?;
        // 250 is the largest multiple of ten in a byte; above it, low digits would be likelier.
        if byte < 250 {
            digits.push(char::from(b'0' + byte % 10));
        }
    }
    Ok(digits)
}

#[cfg(test)]
mod tests {
    use super::{digits, text};

    #[test]
    fn digits_are_as_many_as_asked_for() {
        let code = digits(6).unwrap();
        assert_eq!(code.len(), 6);
        assert!(code.bytes().all(|b| b.is_ascii_digit()));
    }

    #[test]
    fn two_texts_differ() {
        assert_ne!(text::<16>().unwrap(), text::<16>().unwrap());
    }
}
