use subtle::{Choice, ConditionallySelectable, ConstantTimeEq};
use totp_rs::Builder;

use crate::{
    code::Code,
    kind::{Algorithm, Kind, Period},
    secret::Secret,
};

/// A secret with the parameters that make one-time codes of it, and the names it goes by.
///
/// A *step* counts what a code is made from: periods since 1970-01-01 UTC for TOTP and Steam,
/// uses for HOTP.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// Who issued it. May be empty.
    pub issuer: String,
    /// Whose it is, in the issuer's words. May be empty.
    pub account_name: String,
    /// What makes its codes its own.
    pub secret: Secret,
    /// How its codes are made.
    pub kind: Kind,
}

impl Token {
    /// The code at a time in seconds since 1970-01-01 UTC. HOTP does not look at the time.
    pub fn code_at(&self, unix_seconds: u64) -> Code {
        self.code_of_step(self.step_at(unix_seconds))
    }

    /// The code after the one of [`code_at`](Self::code_at).
    pub fn next_code(&self, unix_seconds: u64) -> Code {
        self.code_of_step(self.step_at(unix_seconds).saturating_add(1))
    }

    /// The step at a time in seconds since 1970-01-01 UTC (RFC 6238, section 4.2); the counter of
    /// a HOTP token.
    pub fn step_at(&self, unix_seconds: u64) -> u64 {
        match self.kind {
            Kind::Totp { period, .. } => unix_seconds / u64::from(period.seconds()),
            Kind::Hotp { counter, .. } => counter,
            Kind::Steam => unix_seconds / u64::from(Period::default().seconds()),
        }
    }

    /// When a step begins, in seconds since 1970-01-01 UTC; nothing for HOTP.
    pub fn step_starts_at(&self, step: u64) -> Option<u64> {
        self.period()
            .map(|period| step.saturating_mul(period.seconds().into()))
    }

    /// For how many milliseconds the code of this moment is still the current one, at least one;
    /// nothing for HOTP. The time is in milliseconds since 1970-01-01 UTC.
    pub fn milliseconds_left(&self, unix_milliseconds: u64) -> Option<u64> {
        let period = u64::from(self.period()?.seconds()) * 1000;
        Some(period - unix_milliseconds % period)
    }

    /// The same in seconds, as a countdown shows it: the whole period at its start, 1 in its last
    /// second.
    pub fn seconds_left(&self, unix_milliseconds: u64) -> Option<u64> {
        self.milliseconds_left(unix_milliseconds)
            .map(|milliseconds| milliseconds.div_ceil(1000))
    }

    /// For how long each code is shown; nothing for HOTP.
    pub fn period(&self) -> Option<Period> {
        match self.kind {
            Kind::Totp { period, .. } => Some(period),
            Kind::Hotp { .. } => None,
            Kind::Steam => Some(Period::default()),
        }
    }

    /// The code of a step.
    pub fn code_of_step(&self, step: u64) -> Code {
        match self.kind {
            Kind::Totp {
                algorithm, digits, ..
            }
            | Kind::Hotp {
                algorithm, digits, ..
            } => Code::decimal(self.truncated_hash(algorithm, step), digits),
            Kind::Steam => Code::steam(self.truncated_hash(Algorithm::Sha1, step)),
        }
    }

    /// The step that a code belongs to, among the current one and `skew_steps` on each side (RFC
    /// 6238, section 5.2); for HOTP among the counter and as many after it (RFC 4226, section
    /// 7.4). If several match, the latest, so that a code can never be used for two steps.
    ///
    /// All candidates are compared, each in constant time. The code must be as
    /// [`Code::expose`] gives it, without spaces.
    pub fn matching_step(&self, code: &str, now_seconds: u64, skew_steps: u8) -> Option<u64> {
        let current = self.step_at(now_seconds);
        let skew = u64::from(skew_steps);
        let first = match self.kind {
            Kind::Hotp { counter, .. } => counter,
            Kind::Totp { .. } | Kind::Steam => current.saturating_sub(skew),
        };
        let mut found = Choice::from(0);
        let mut found_step = 0_u64;
        for step in first..=current.saturating_add(skew) {
            let candidate = self.code_of_step(step);
            let same = candidate.expose().as_bytes().ct_eq(code.as_bytes());
            found |= same;
            found_step.conditional_assign(&step, same);
        }
        bool::from(found).then_some(found_step)
    }

    /// The 31 bits of RFC 4226, section 5.3.
    ///
    /// totp-rs only signs here, with a "time" that is the step itself: it can neither count uses
    /// nor make ten digits.
    fn truncated_hash(&self, algorithm: Algorithm, step: u64) -> u32 {
        let signer = Builder::new()
            .with_algorithm(match algorithm {
                Algorithm::Sha1 => totp_rs::Algorithm::SHA1,
                Algorithm::Sha256 => totp_rs::Algorithm::SHA256,
                Algorithm::Sha512 => totp_rs::Algorithm::SHA512,
            })
            .with_secret(totp_rs::Secret::new(self.secret.expose_bytes().into()))
            .with_step_duration(1)
            // The other builder refuses secrets under 128 bits, which are in wide use.
            .build_noncompliant();
        let hash = signer.sign(step);
        let hash = hash.as_ref();
        let offset = hash.last().map_or(0, |last| usize::from(last & 0x0f));
        let word = hash.iter().skip(offset).take(4);
        word.fold(0, |word, byte| word << 8 | u32::from(*byte)) & 0x7fff_ffff
    }
}
