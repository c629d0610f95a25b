//! Argon2id (RFC 9106) for the lock.
//!
//! Runs natively in tests, and in a web worker (`public/kdf-worker.js`) in the app, which is ended
//! after each use, since WebAssembly never gives memory back.
#![warn(missing_docs)]

use argon2::{Algorithm, Argon2, Block, Params, Version};
use zeroize::Zeroizing;

/// A key of 256 bits: Argon2id, version 1.3, one lane. `memory_kib` is the memory in KiB, at least
/// 8; `passes` go over it, at least one; the salt has at least 8 bytes. `None` where a parameter
/// is out of range, or where there is no memory for it.
pub fn argon2id(
    secret: &[u8],
    salt: &[u8],
    memory_kib: u32,
    passes: u32,
) -> Option<Zeroizing<[u8; 32]>> {
    let params = Params::new(memory_kib, passes, 1, Some(32)).ok()?;
    let count = params.block_count();
    let mut blocks = Vec::new();
    blocks.try_reserve_exact(count).ok()?;
    blocks.resize(count, Block::default());
    let mut blocks = Zeroizing::new(blocks);
    let mut key = Zeroizing::new([0; 32]);
    let hash = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    let filled = hash.hash_password_into_with_memory(
        secret,
        salt,
        key.as_mut_slice(),
        blocks.as_mut_slice(),
    );
    filled.ok().map(|()| key)
}

/// What the worker's JavaScript calls; it wipes what comes back.
#[cfg(target_arch = "wasm32")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn derive(secret: &[u8], salt: &[u8], memory_kib: u32, passes: u32) -> Option<Vec<u8>> {
    argon2id(secret, salt, memory_kib, passes).map(|key| key.to_vec())
}

#[cfg(test)]
mod tests {
    use super::argon2id;

    fn hex(bytes: &[u8]) -> String {
        bytes
            .iter()
            .fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
    }

    /// The reference implementation's own tests (`phc-winner-argon2`, `src/test.c`), which use one
    /// lane as we do.
    #[test]
    fn the_reference_implementation_derives_the_same() {
        let derive = |secret: &str, salt: &str, log_memory: u32, passes| {
            let key = argon2id(
                secret.as_bytes(),
                salt.as_bytes(),
                1_u32 << log_memory,
                passes,
            );
            hex(key.unwrap().as_slice())
        };
        assert_eq!(
            derive("password", "somesalt", 16, 2),
            "09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7"
        );
        assert_eq!(
            derive("password", "somesalt", 8, 2),
            "9dfeb910e80bad0311fee20f9c0e2b12c17987b4cac90c2ef54d5b3021c68bfe"
        );
        assert_eq!(
            derive("password", "diffsalt", 16, 2),
            "bdf32b05ccc42eb15d58fd19b1f856b113da1e9a5874fdcc544308565aa8141c"
        );
    }

    #[test]
    fn parameters_out_of_range_derive_nothing() {
        assert!(argon2id(b"secret", b"salt of a slot", 7, 1).is_none());
        assert!(argon2id(b"secret", b"salt of a slot", 64, 0).is_none());
        assert!(argon2id(b"secret", b"short", 64, 1).is_none());
    }
}
