//! `FreeOTP+`: JSON with secrets as arrays of signed bytes.

use countersign_otp::{Kind, Secret};
use serde_json::Value;

use crate::{
    Details, Entry, Format, Import, Why,
    fields::{self, Keys},
    json::{list, text},
};

const KEYS: Keys = Keys {
    algorithm: "algo",
    ..fields::USUAL
};
const STEAM: &str = "Steam";

pub(crate) fn is_it(value: &Value) -> bool {
    value.get("tokens").is_some_and(Value::is_array) && value.get("tokenOrder").is_some()
}

pub(crate) fn read(value: &Value) -> Import {
    Import::new(
        Format::FreeOtpPlus,
        list(value, "tokens").iter().map(entry).collect(),
    )
}

fn entry(found: &Value) -> Entry {
    let issuer = match text(found, "issuerExt") {
        "" => text(found, "issuerInt"),
        issuer => issuer,
    };
    let kind = match (issuer, fields::kind(text(found, "type"), found, &KEYS)) {
        (STEAM, Ok(Kind::Totp { .. }) | Err(Why::BadDigits)) => Ok(Kind::Steam),
        // It counts up before it shows a code, we do after.
        (
            _,
            Ok(Kind::Hotp {
                algorithm,
                digits,
                counter,
            }),
        ) => counter
            .checked_add(1)
            .map(|counter| Kind::Hotp {
                algorithm,
                digits,
                counter,
            })
            .ok_or(Why::BadCounter),
        (_, kind) => kind,
    };
    let secret = secret(list(found, "secret"));
    fields::entry(
        issuer,
        text(found, "label"),
        kind,
        secret,
        Details::default(),
    )
}

fn secret(numbers: &[Value]) -> Result<Secret, Why> {
    let byte = |number: &Value| Some(i8::try_from(number.as_i64()?).ok()?.cast_unsigned());
    let bytes: Option<zeroize::Zeroizing<Vec<u8>>> = numbers
        .iter()
        .map(byte)
        .collect::<Option<Vec<_>>>()
        .map(zeroize::Zeroizing::new);
    fields::raw(&bytes.ok_or(Why::NotAToken)?)
}
