//! The protocol buffer in a transfer code of Google Authenticator.
#![no_main]

use base64::{Engine, engine::general_purpose::STANDARD};
use countersign_backup::{PartAdded, TransferPart, TransferParts};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let base64 = STANDARD.encode(data).replace('+', "%2B");
    let uri = format!("otpauth-migration://offline?data={base64}");
    countersign_fuzz::file(uri.as_bytes());
    let Ok(part) = TransferPart::from_uri(&uri) else {
        return;
    };
    let mut parts = TransferParts::default();
    assert_eq!(parts.add(part.clone()), PartAdded::New);
    assert_eq!(parts.add(part.clone()), PartAdded::Again);
    assert_eq!(parts.progress(), (1, part.size()));
    assert_eq!(parts.is_complete(), part.size() == 1);
    let missing = parts
        .missing_parts()
        .map_or(0, |missing| missing.missing.len());
    assert_eq!(missing + 1, part.size() as usize);
    assert_eq!(parts.into_entries(), part.entries());
});
