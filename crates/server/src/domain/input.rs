//! What callers write, within its limits.

use countersign_protocol::SecretText;
use countersign_protocol::limits::{DEVICE_NAME_MAX, PASSWORD_MAX, SMS_CODE_DIGITS, USER_NAME_MAX};

use crate::error::ApiError;

/// Refuses a name, password or device name that is longer than both sides hold to.
pub(super) fn check(
    user_name: &str,
    password: &SecretText,
    device_name: &str,
) -> Result<(), ApiError> {
    if user_name.chars().count() > USER_NAME_MAX {
        return Err(ApiError::bad_request("The user name is too long."));
    }
    if password.expose().len() > PASSWORD_MAX {
        return Err(ApiError::bad_request("The password is too long."));
    }
    // It is shown to people, and in a text message.
    if device_name.chars().count() > DEVICE_NAME_MAX || device_name.chars().any(char::is_control) {
        return Err(ApiError::bad_request(
            "The device name is too long or has control characters.",
        ));
    }
    Ok(())
}

/// The digits of a text message code, however they were grouped.
pub(super) fn sms_code(typed: &SecretText) -> Result<SecretText, ApiError> {
    let digits: String = typed
        .expose()
        .chars()
        .filter(|letter| !letter.is_whitespace() && *letter != '-')
        .collect();
    let digits = SecretText::new(digits);
    let fits = digits.expose().len() == SMS_CODE_DIGITS
        && digits.expose().bytes().all(|byte| byte.is_ascii_digit());
    if fits {
        Ok(digits)
    } else {
        Err(ApiError::bad_request("The code has six digits."))
    }
}
