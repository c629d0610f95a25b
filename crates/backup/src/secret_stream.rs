//! libsodium's `crypto_secretstream_xchacha20poly1305`, one message of it, as Ente writes.
//!
//! The key and the first 16 bytes of the header make a subkey by `HChaCha20`; the counter 1 and
//! the rest of the header are the nonce of `ChaCha20`. Its block 0 is the key of Poly1305, block 1
//! hides the message's tag, the text starts with block 2.

use chacha20::{
    ChaCha20, R20,
    cipher::{KeyIvInit, StreamCipher, StreamCipherSeek},
    hchacha,
};
use poly1305::{Poly1305, universal_hash::KeyInit};
use zeroize::{Zeroize, Zeroizing};

use crate::{
    cipher::{Plain, same},
    derive::Key,
};

const MAC: usize = 16;
const BLOCK: usize = 64;
/// A message, and the last message.
const TAGS: [u8; 2] = [0, 3];

/// Opens the only message of a stream. Nothing if it was sealed otherwise.
pub(crate) fn open(key: &Key, header: &[u8], sealed: &[u8]) -> Option<Plain> {
    let (input, rest) = header.split_first_chunk::<16>()?;
    let inner: &[u8; 8] = rest.try_into().ok()?;
    let (&hidden_tag, rest) = sealed.split_first()?;
    let (text, mac) = rest.split_at_checked(rest.len().checked_sub(MAC)?)?;

    let mut subkey = hchacha::<R20>((&**key).into(), input.into());
    let mut nonce = [0; 12];
    nonce[0] = 1;
    nonce[4..].copy_from_slice(inner);
    let mut stream = ChaCha20::new(&subkey, (&nonce).into());
    subkey.as_mut_slice().zeroize();

    let mut first = Zeroizing::new([0; BLOCK]);
    stream.apply_keystream(first.as_mut_slice());
    let mac_key: &[u8; 32] = first.first_chunk()?;
    let mut tag = [0; BLOCK];
    tag[0] = hidden_tag;
    stream.apply_keystream(&mut tag);
    let [plain_tag, ..] = tag;
    tag[0] = hidden_tag;

    if !same(&seal(mac_key, &tag, text), mac) || !TAGS.contains(&plain_tag) {
        return None;
    }
    let mut plain = Zeroizing::new(text.to_vec());
    stream.try_seek(2 * BLOCK as u64).ok()?;
    stream.try_apply_keystream(plain.as_mut_slice()).ok()?;
    Some(plain)
}

/// The MAC of the block with the tag, the text and their lengths. As many zeros as the text is
/// longer than whole blocks of 16 follow it: a slip of libsodium that became the format.
fn seal(key: &[u8; 32], tag: &[u8; BLOCK], text: &[u8]) -> [u8; MAC] {
    let mut message = Vec::with_capacity(BLOCK + text.len() + 48);
    message.extend_from_slice(tag);
    message.extend_from_slice(text);
    message.resize(message.len() + text.len() % 16, 0);
    message.extend_from_slice(&0_u64.to_le_bytes());
    message.extend_from_slice(&((BLOCK + text.len()) as u64).to_le_bytes());
    Poly1305::new(key.into()).compute_unpadded(&message).into()
}
