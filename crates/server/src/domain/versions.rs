//! The versions of clients that this server serves.

/// The oldest one.
pub const OLDEST_CLIENT: &str = "0.1.0";

/// Whether a client says that it is older than the oldest one. What cannot be read is let in: the
/// version is a help for people, not a guard.
pub fn is_too_old(version: &str) -> bool {
    match (numbers(version), numbers(OLDEST_CLIENT)) {
        (Some(version), Some(oldest)) => version < oldest,
        _ => false,
    }
}

fn numbers(version: &str) -> Option<[u32; 3]> {
    let mut parts = version.trim().split('.');
    let mut next = || parts.next()?.parse().ok();
    let numbers = [next()?, next()?, next()?];
    parts.next().is_none().then_some(numbers)
}

#[cfg(test)]
mod tests {
    use super::{OLDEST_CLIENT, is_too_old, numbers};

    #[test]
    fn versions_are_compared_by_number() {
        assert!(numbers(OLDEST_CLIENT).is_some());
        assert!(is_too_old("0.0.9"));
        assert!(!is_too_old(OLDEST_CLIENT));
        assert!(!is_too_old("0.10.0"));
        assert!(!is_too_old("a newer one"));
    }
}
