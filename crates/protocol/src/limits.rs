//! Lengths that both sides hold to; a longer value is refused before anything else is done.

/// Longest user name, in characters.
pub const USER_NAME_MAX: usize = 128;
/// Longest password, in bytes.
pub const PASSWORD_MAX: usize = 1024;
/// Longest device name, in characters.
pub const DEVICE_NAME_MAX: usize = 64;
/// Digits of a code sent by text message.
pub const SMS_CODE_DIGITS: usize = 6;
/// Longest request body, in bytes.
pub const BODY_MAX: usize = 16 * 1024;
