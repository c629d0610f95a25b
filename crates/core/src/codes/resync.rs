//! Finding the counter again after a counter token and its server have come apart (RFC 4226,
//! section 7.4).

use countersign_otp::{Kind, Token};
use countersign_protocol::SecretText;

/// How far is looked for one code: a wrong find is less likely than one in 5,000.
const NEAR: u64 = 100;
/// How far is looked for two codes in a row.
const FAR: u64 = 10_000;

/// Why the counter was not found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotFound {
    /// The token makes codes by the time.
    NoCounter,
    /// A code has another length than this token's.
    Length,
    /// None of the codes near the counter is this one; two in a row are looked for further away.
    Near,
    /// These two codes do not follow each other anywhere near the counter.
    Far,
}

/// The counter of the next code, once it is known which code was taken last: by the server, or by
/// another device with the same token. With `second`, the code after it, it is looked for further
/// away. Looks ahead of the counter first, then behind it. Spaces do not count.
///
/// # Errors
/// [`NotFound`].
pub fn resynchronize(
    token: &Token,
    first: &SecretText,
    second: &SecretText,
) -> Result<u64, NotFound> {
    let Kind::Hotp {
        counter, digits, ..
    } = token.kind
    else {
        return Err(NotFound::NoCounter);
    };
    let typed: Vec<SecretText> = [first, second]
        .map(|code| code.expose().split_whitespace().collect::<String>())
        .into_iter()
        .filter(|code| !code.is_empty())
        .map(SecretText::new)
        .collect();
    let fits = |code: &SecretText| code.expose().len() == usize::from(digits.get());
    if typed.is_empty() || !typed.iter().all(fits) {
        return Err(NotFound::Length);
    }
    let (reach, not_found) = if typed.len() > 1 {
        (FAR, NotFound::Far)
    } else {
        (NEAR, NotFound::Near)
    };
    let is_here = |start: &u64| {
        let steps = (*start..).zip(&typed);
        steps
            .into_iter()
            .all(|(step, code)| token.code_of_step(step).expose() == code.expose())
    };
    let ahead = counter..=counter.saturating_add(reach);
    let behind = (counter.saturating_sub(reach)..counter).rev();
    let found = ahead.chain(behind).find(is_here).ok_or(not_found)?;
    let used_up = u64::try_from(typed.len()).unwrap_or(1);
    Ok(found.saturating_add(used_up))
}

#[cfg(test)]
mod tests {
    use countersign_otp::Token;
    use countersign_protocol::SecretText;

    use super::{NotFound, resynchronize};

    fn token(counter: u64) -> Token {
        let secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
        Token::from_uri(&format!(
            "otpauth://hotp/x?secret={secret}&counter={counter}"
        ))
        .unwrap()
    }

    fn found(counter: u64, first: &str, second: &str) -> Result<u64, NotFound> {
        resynchronize(
            &token(counter),
            &SecretText::new(first),
            &SecretText::new(second),
        )
    }

    #[test]
    fn the_counter_goes_to_the_code_after_the_one_that_was_taken() {
        // RFC 4226, appendix D: the codes of counters 0 to 9.
        assert_eq!(found(0, "520489", ""), Ok(10));
        assert_eq!(found(0, "755 224", " 287082 "), Ok(2));
        assert_eq!(found(5, "254676", ""), Ok(6));
    }

    #[test]
    fn a_counter_that_ran_ahead_is_brought_back() {
        assert_eq!(found(60, "969429", ""), Ok(4));
        assert_eq!(found(9_000, "969429", "338314"), Ok(5));
    }

    #[test]
    fn one_code_is_looked_for_nearby_and_two_further_away() {
        let far = token(0).code_of_step(5_000);
        let next = token(0).code_of_step(5_001);
        assert_eq!(found(0, far.expose(), ""), Err(NotFound::Near));
        assert_eq!(found(0, far.expose(), next.expose()), Ok(5_002));
        assert_eq!(found(0, next.expose(), far.expose()), Err(NotFound::Far));
    }

    #[test]
    fn what_cannot_be_a_code_is_said_to_be_none() {
        assert_eq!(found(0, "", ""), Err(NotFound::Length));
        assert_eq!(found(0, "75522", ""), Err(NotFound::Length));
        assert_eq!(found(0, "755224", "28708"), Err(NotFound::Length));
        let timed = Token::from_uri("otpauth://totp/x?secret=JBSWY3DPEHPK3PXP").unwrap();
        let code = SecretText::new("755224");
        let refused = resynchronize(&timed, &code, &SecretText::default());
        assert_eq!(refused, Err(NotFound::NoCounter));
    }
}
