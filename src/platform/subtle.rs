//! The few WebCrypto operations that the adapters need, as futures with named errors.
//!
//! Trap: `crypto.subtle` is missing on plain `http:` other than localhost.

use js_sys::{Array, Object, Promise, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{CryptoKey, SubtleCrypto};

use super::js;

/// The name of the exception that an operation ended with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct CryptoFault(pub(super) String);

/// WebCrypto, where the page may use it.
pub(super) fn subtle() -> Result<SubtleCrypto, CryptoFault> {
    let crypto = js::window()
        .and_then(|window| window.crypto().ok())
        .filter(|crypto| js::property(crypto, "subtle").is_some());
    match crypto {
        Some(crypto) => Ok(crypto.subtle()),
        None => Err(CryptoFault("NoWebCrypto".to_owned())),
    }
}

/// Waits for what an operation gives.
pub(super) async fn settle(started: Result<Promise, JsValue>) -> Result<JsValue, CryptoFault> {
    let name = |error: JsValue| CryptoFault(js::error_name(&error));
    JsFuture::from(started.map_err(name)?).await.map_err(name)
}

/// As [`settle`], for operations that give bytes.
pub(super) async fn settle_bytes(
    started: Result<Promise, JsValue>,
) -> Result<Uint8Array, CryptoFault> {
    Ok(Uint8Array::new(&settle(started).await?))
}

/// As [`settle`], for operations that give a key.
pub(super) async fn settle_key(
    started: Result<Promise, JsValue>,
) -> Result<CryptoKey, CryptoFault> {
    as_key(settle(started).await?)
}

/// A value that must be a key.
pub(super) fn as_key(value: JsValue) -> Result<CryptoKey, CryptoFault> {
    value
        .dyn_into()
        .map_err(|_| CryptoFault("NotAKey".to_owned()))
}

/// An algorithm with its parameters.
pub(super) fn algorithm(name: &str, parameters: &[(&str, JsValue)]) -> Object {
    let object = Object::new();
    js::set(&object, "name", &JsValue::from_str(name));
    for (name, value) in parameters {
        js::set(&object, name, value);
    }
    object
}

/// The uses of a key.
pub(super) fn usages(names: &[&str]) -> Array {
    names.iter().map(|name| JsValue::from_str(name)).collect()
}
