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

#[cfg(test)]
mod tests {
    use super::{ChaCha20, Key, KeyIvInit, R20, StreamCipher, hchacha, open, seal};

    const HEADER: [u8; 24] = *b"0123456789abcdef12345678";

    /// Seals as libsodium does, by the same primitives in the other direction.
    fn sealed(key: &Key, tag: u8, text: &[u8]) -> Vec<u8> {
        let input: &[u8; 16] = HEADER.first_chunk().unwrap();
        let subkey = hchacha::<R20>((&**key).into(), input.into());
        let mut nonce = [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        nonce[4..].copy_from_slice(&HEADER[16..]);
        let mut bytes = vec![0; 128];
        bytes[64] = tag;
        bytes.extend_from_slice(text);
        ChaCha20::new(&subkey, (&nonce).into()).apply_keystream(&mut bytes);
        let mac_key = bytes[..32].try_into().unwrap();
        let block = bytes[64..128].try_into().unwrap();
        let mac = seal(&mac_key, &block, &bytes[128..]);
        [&bytes[64..65], &bytes[128..], &mac].concat()
    }

    #[test]
    fn texts_of_every_length_open_and_changed_ones_do_not() {
        let key = Key::new([7; 32]);
        for length in 0..100 {
            let text = vec![b'x'; length];
            let mut bytes = sealed(&key, 3, &text);
            assert_eq!(
                open(&key, &HEADER, &bytes).unwrap().as_slice(),
                text,
                "{length}"
            );
            for place in [0, length / 2, length, length + 16] {
                bytes[place] ^= 1;
                assert!(open(&key, &HEADER, &bytes).is_none(), "{length} {place}");
                bytes[place] ^= 1;
            }
        }
    }

    #[test]
    fn a_message_that_others_follow_or_a_change_of_keys_is_not_taken_for_the_whole() {
        let key = Key::new([7; 32]);
        let opened =
            [0, 1, 2, 3].map(|tag| open(&key, &HEADER, &sealed(&key, tag, b"x")).is_some());
        assert_eq!(opened, [true, false, false, true]);
    }
}
