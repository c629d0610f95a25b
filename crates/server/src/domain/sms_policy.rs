use super::parameters::{Parameter, Parameters};

/// The system parameters of text message codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SmsPolicy {
    /// Milliseconds that a code works.
    pub lifetime_ms: i64,
    /// Milliseconds between two text messages.
    pub resend_ms: i64,
    /// Wrong codes before a pause.
    pub tries: u32,
}

impl SmsPolicy {
    /// As the parameters say.
    pub fn of(parameters: &Parameters) -> Self {
        Self {
            lifetime_ms: parameters.number(Parameter::SmsLifetime) * 1000,
            resend_ms: parameters.number(Parameter::SmsResend) * 1000,
            tries: u32::try_from(parameters.number(Parameter::SmsTries)).unwrap_or(1),
        }
    }
}
