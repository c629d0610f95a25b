//! Random bytes from the browser's generator.
//!
//! Guarantees: no bytes rather than weak ones. A browser without `crypto.getRandomValues` cannot
//! run this app; it stops instead of going on with zeros.

use countersign_core::ports::Entropy;

/// [`Entropy`] over `crypto.getRandomValues`.
#[derive(Clone, Copy, Debug, Default)]
pub struct BrowserEntropy;

impl Entropy for BrowserEntropy {
    fn fill(&self, bytes: &mut [u8]) {
        if getrandom::fill(bytes).is_err() {
            std::process::abort();
        }
    }
}
