//! Passkeys with a secret of their own: `WebAuthn` (level 3) with the extension PRF.
//!
//! Guarantees: the person is verified (by finger, face or PIN of the device) each time; a secret
//! that comes out has 32 bytes and is wiped here.
//! Left to others: to compare what a passkey makes twice. Some make another secret elsewhere, or
//! hand out something that is still encrypted.
//! Traps: a call must follow a tap closely, and one tap is good for one call. `prf` without
//! `eval` fails on Windows. Whether there is a secret shows only in the answer.

use countersign_core::lock::PasskeyRef;
use countersign_core::ports::{Entropy, Root};
use js_sys::{Array, Function, Object, Promise, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::entropy::BrowserEntropy;
use super::js;

/// ECDSA over P-256 with SHA-256, and RSA for old hardware (COSE).
const ALGORITHMS: [i32; 2] = [-7, -257];
/// How long a person may take.
const LIMIT_MILLIS: u32 = 120_000;

/// Why a passkey gave no secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasskeyFault {
    /// The person, or the time, ended it; browsers do not say more.
    Cancelled,
    /// This browser has no passkeys, or this one has no secret.
    NoSecret,
}

/// A passkey that was just made, and its secret where the browser gives it at once.
pub struct MadePasskey {
    /// Which one, and what it is asked for.
    pub passkey: PasskeyRef,
    /// What it made.
    pub root: Option<Root>,
}

/// Whether this browser has passkeys at all.
pub fn is_there() -> bool {
    js::property(&js_sys::global(), "PublicKeyCredential").is_some()
}

/// Makes a passkey. `name` is what people see in their list of passkeys.
pub async fn create(name: &str) -> Result<MadePasskey, PasskeyFault> {
    let salt: [u8; 32] = random();
    let options = Object::new();
    js::set(&options, "challenge", &bytes(&random::<32>()));
    js::set(&options, "rp", &object(&[("name", "Countersign".into())]));
    let user = [
        ("id", bytes(&random::<16>())),
        ("name", name.into()),
        ("displayName", name.into()),
    ];
    js::set(&options, "user", &object(&user));
    let algorithms: Array = ALGORITHMS
        .into_iter()
        .map(|number| object(&[("type", "public-key".into()), ("alg", number.into())]))
        .collect();
    js::set(&options, "pubKeyCredParams", &algorithms);
    let selection = [
        ("residentKey", "required".into()),
        ("requireResidentKey", true.into()),
        ("userVerification", "required".into()),
    ];
    js::set(&options, "authenticatorSelection", &object(&selection));
    let hints = Array::of1(&"client-device".into());
    js::set(&options, "hints", &hints);
    let made = ask("create", &options, &salt).await?;
    let id = js::property(&made, "rawId").ok_or(PasskeyFault::NoSecret)?;
    if !promises_secret(&made) {
        return Err(PasskeyFault::NoSecret);
    }
    Ok(MadePasskey {
        passkey: PasskeyRef {
            credential: Uint8Array::new(&id).to_vec(),
            salt,
        },
        root: secret_of(&made),
    })
}

/// Asks a passkey for its secret.
pub async fn get(passkey: &PasskeyRef) -> Result<Root, PasskeyFault> {
    let options = Object::new();
    js::set(&options, "challenge", &bytes(&random::<32>()));
    js::set(&options, "userVerification", &"required".into());
    // Not from another device: some make another secret that way.
    let credential = [
        ("type", "public-key".into()),
        ("id", bytes(&passkey.credential)),
        ("transports", Array::of1(&"internal".into()).into()),
    ];
    let allowed = Array::of1(&object(&credential));
    js::set(&options, "allowCredentials", &allowed);
    let given = ask("get", &options, &passkey.salt).await?;
    secret_of(&given).ok_or(PasskeyFault::NoSecret)
}

async fn ask(method: &str, options: &Object, salt: &[u8; 32]) -> Result<JsValue, PasskeyFault> {
    js::set(options, "timeout", &LIMIT_MILLIS.into());
    let first = object(&[("first", bytes(salt))]);
    let prf = object(&[("eval", first)]);
    js::set(options, "extensions", &object(&[("prf", prf)]));
    let call = object(&[("publicKey", options.into())]);
    let credentials = js::navigator().and_then(|navigator| js::property(&navigator, "credentials"));
    let credentials = credentials.filter(|_| is_there());
    let credentials = credentials.ok_or(PasskeyFault::NoSecret)?;
    let method = js::property(&credentials, method).ok_or(PasskeyFault::NoSecret)?;
    let method: Function = method.dyn_into().map_err(|_| PasskeyFault::NoSecret)?;
    let asked = method.call1(&credentials, &call);
    let asked: Promise = asked
        .and_then(JsCast::dyn_into)
        .map_err(|_| PasskeyFault::NoSecret)?;
    let given = JsFuture::from(asked).await.map_err(|error| fault(&error))?;
    // `null` is what some browsers give in place of an error.
    (!given.is_null())
        .then_some(given)
        .ok_or(PasskeyFault::Cancelled)
}

fn fault(error: &JsValue) -> PasskeyFault {
    match js::error_name(error).as_str() {
        "NotAllowedError" | "AbortError" | "OperationError" => PasskeyFault::Cancelled,
        _ => PasskeyFault::NoSecret,
    }
}

fn prf_of(credential: &JsValue) -> Option<JsValue> {
    let results = js::property(credential, "getClientExtensionResults")?;
    let results: Function = results.dyn_into().ok()?;
    js::property(&results.call0(credential).ok()?, "prf")
}

/// Whether a passkey that was made will have a secret.
fn promises_secret(credential: &JsValue) -> bool {
    let Some(prf) = prf_of(credential) else {
        return false;
    };
    js::property(&prf, "enabled").is_some_and(|enabled| enabled.is_truthy())
        || js::property(&prf, "results").is_some()
}

fn secret_of(credential: &JsValue) -> Option<Root> {
    let results = js::property(&prf_of(credential)?, "results")?;
    let secret = Uint8Array::new(&js::property(&results, "first")?);
    if secret.length() != 32 {
        return None;
    }
    let mut root = Root::default();
    secret.copy_to(root.as_mut_slice());
    secret.fill(0, 0, secret.length());
    Some(root)
}

fn object(members: &[(&str, JsValue)]) -> JsValue {
    let object = Object::new();
    for (name, value) in members {
        js::set(&object, name, value);
    }
    object.into()
}

fn bytes(bytes: &[u8]) -> JsValue {
    Uint8Array::from(bytes).into()
}

fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    BrowserEntropy.fill(&mut bytes);
    bytes
}
