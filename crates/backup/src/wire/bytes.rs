//! Values as bytes: numbers in seven bits a byte, lists and texts behind their length.

use zeroize::{Zeroize, Zeroizing};

/// A value that can be written and read back.
pub(super) trait Wire: Sized {
    fn put(&self, out: &mut Out);

    /// Takes the value from the start of the bytes; nothing if there is none.
    fn take(bytes: &mut &[u8]) -> Option<Self>;
}

/// Bytes that grow without leaving copies behind.
#[derive(Default)]
pub(super) struct Out(Vec<u8>);

impl Out {
    pub(super) fn bytes(&mut self, bytes: &[u8]) {
        let needed = self.0.len() + bytes.len();
        if needed > self.0.capacity() {
            let mut larger = Vec::with_capacity(needed.max(2 * self.0.capacity()).max(1024));
            larger.extend_from_slice(&self.0);
            core::mem::replace(&mut self.0, larger).zeroize();
        }
        self.0.extend_from_slice(bytes);
    }

    pub(super) fn text(&mut self, text: &str) {
        self.long_bytes(text.as_bytes());
    }

    pub(super) fn long_bytes(&mut self, bytes: &[u8]) {
        bytes.len().put(self);
        self.bytes(bytes);
    }

    pub(super) fn list<T: Wire>(&mut self, values: &[T]) {
        values.len().put(self);
        for value in values {
            value.put(self);
        }
    }

    pub(super) fn into_bytes(self) -> Zeroizing<Vec<u8>> {
        Zeroizing::new(self.0)
    }
}

fn byte(bytes: &mut &[u8]) -> Option<u8> {
    let (first, rest) = bytes.split_first()?;
    *bytes = rest;
    Some(*first)
}

/// As many bytes as an array has.
pub(super) fn array<const N: usize>(bytes: &mut &[u8]) -> Option<[u8; N]> {
    let (array, rest) = bytes.split_first_chunk()?;
    *bytes = rest;
    Some(*array)
}

/// What [`Out::long_bytes`] wrote.
pub(super) fn long_bytes<'a>(bytes: &mut &'a [u8]) -> Option<&'a [u8]> {
    let length = usize::take(bytes)?;
    let (found, rest) = bytes.split_at_checked(length)?;
    *bytes = rest;
    Some(found)
}

impl Wire for u64 {
    fn put(&self, out: &mut Out) {
        let mut rest = *self;
        while rest > 0x7f {
            out.bytes(&[rest.to_le_bytes()[0] | 0x80]);
            rest >>= 7;
        }
        out.bytes(&[rest.to_le_bytes()[0]]);
    }

    fn take(bytes: &mut &[u8]) -> Option<Self> {
        let mut number = 0;
        for shift in (0..Self::BITS).step_by(7) {
            let next = byte(bytes)?;
            number |= u64::from(next & 0x7f) << shift;
            if next & 0x80 == 0 {
                return Some(number);
            }
        }
        None
    }
}

macro_rules! small_numbers {
    ($($type:ty)*) => {$(
        impl Wire for $type {
            fn put(&self, out: &mut Out) {
                u64::try_from(*self).unwrap_or(u64::MAX).put(out);
            }

            fn take(bytes: &mut &[u8]) -> Option<Self> {
                Self::try_from(u64::take(bytes)?).ok()
            }
        }
    )*};
}

small_numbers!(u8 u32 usize);

impl Wire for i32 {
    fn put(&self, out: &mut Out) {
        out.bytes(&self.to_le_bytes());
    }

    fn take(bytes: &mut &[u8]) -> Option<Self> {
        array(bytes).map(Self::from_le_bytes)
    }
}

impl Wire for bool {
    fn put(&self, out: &mut Out) {
        out.bytes(&[u8::from(*self)]);
    }

    fn take(bytes: &mut &[u8]) -> Option<Self> {
        byte(bytes).map(|byte| byte != 0)
    }
}

impl Wire for String {
    fn put(&self, out: &mut Out) {
        out.text(self);
    }

    fn take(bytes: &mut &[u8]) -> Option<Self> {
        let text = core::str::from_utf8(long_bytes(bytes)?).ok()?;
        Some(text.to_owned())
    }
}

impl<T: Wire> Wire for Vec<T> {
    fn put(&self, out: &mut Out) {
        out.list(self);
    }

    fn take(bytes: &mut &[u8]) -> Option<Self> {
        let length = usize::take(bytes)?;
        (0..length).map(|_| T::take(bytes)).collect()
    }
}

impl<T: Wire> Wire for Box<T> {
    fn put(&self, out: &mut Out) {
        T::put(self, out);
    }

    fn take(bytes: &mut &[u8]) -> Option<Self> {
        T::take(bytes).map(Self::new)
    }
}

impl<T: Wire> Wire for Option<T> {
    fn put(&self, out: &mut Out) {
        self.is_some().put(out);
        if let Some(value) = self {
            value.put(out);
        }
    }

    fn take(bytes: &mut &[u8]) -> Option<Self> {
        let is_there = bool::take(bytes)?;
        Some(if is_there {
            Some(T::take(bytes)?)
        } else {
            None
        })
    }
}

impl<T: Wire, E: Wire> Wire for Result<T, E> {
    fn put(&self, out: &mut Out) {
        self.is_ok().put(out);
        match self {
            Ok(value) => value.put(out),
            Err(error) => error.put(out),
        }
    }

    fn take(bytes: &mut &[u8]) -> Option<Self> {
        let is_ok = bool::take(bytes)?;
        Some(if is_ok {
            Ok(T::take(bytes)?)
        } else {
            Err(E::take(bytes)?)
        })
    }
}
