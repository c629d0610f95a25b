use core::fmt;

use subtle::ConstantTimeEq;
use zeroize::Zeroize;

/// A text that gives a secret or a code away: a secret in base32, an `otpauth://` text, a code.
///
/// It has no `Display`, its `Debug` shows nothing, it is compared in constant time (only the
/// length may show) and wiped when dropped.
#[derive(Clone)]
pub struct HiddenText(String);

impl HiddenText {
    pub(crate) fn new(text: String) -> Self {
        Self(text)
    }

    /// The text itself. Each call is a place to review.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for HiddenText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("HiddenText(..)")
    }
}

impl PartialEq for HiddenText {
    fn eq(&self, other: &Self) -> bool {
        self.0.as_bytes().ct_eq(other.0.as_bytes()).into()
    }
}

impl Eq for HiddenText {}

impl Drop for HiddenText {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}
