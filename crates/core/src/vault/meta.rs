use countersign_protocol::Timestamp;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{Vault, VaultError};
use crate::ports::{Batch, Ports};

/// Names a plain value beside the records. Such a value is no secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MetaKey {
    /// What the person has set; its form is the application's.
    Settings,
    /// [`crate::codes::Showing`].
    Showing,
    /// The last [`countersign_protocol::ClientConfig`].
    ClientConfig,
    /// The server's clock minus the device's, milliseconds, as last measured.
    ClockOffset,
    /// When that was measured, by the device's clock.
    ClockMeasured,
    /// [`crate::sign_in::Kept`].
    SignIn,
    /// [`crate::lock::LockAfter`].
    LockAfter,
}

impl MetaKey {
    /// As a store holds it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Settings => "settings",
            Self::Showing => "showing",
            Self::ClientConfig => "client-config",
            Self::ClockOffset => "clock-offset",
            Self::ClockMeasured => "clock-measured",
            Self::SignIn => "sign-in",
            Self::LockAfter => "lock-after",
        }
    }
}

/// A value that is kept as a few words. What is read at every start is kept so, since what reads
/// JSON would be a twentieth of the app that everybody loads.
pub trait Words: Sized {
    /// As it is kept.
    fn to_words(&self) -> String;
    /// What was kept; nothing if it cannot be read.
    fn from_words(words: &str) -> Option<Self>;
}

impl Words for i64 {
    fn to_words(&self) -> String {
        self.to_string()
    }

    fn from_words(words: &str) -> Option<Self> {
        words.parse().ok()
    }
}

/// In milliseconds since 1970.
impl Words for Timestamp {
    fn to_words(&self) -> String {
        self.as_millis().to_words()
    }

    fn from_words(words: &str) -> Option<Self> {
        i64::from_words(words).map(Self::from_millis)
    }
}

impl<P: Ports> Vault<P> {
    /// A plain value that is kept in words; nothing if it is not there or cannot be read.
    pub fn words<T: Words>(&self, key: MetaKey) -> Option<T> {
        let inner = self.inner.borrow();
        let bytes = inner.meta.get(key.as_str())?;
        T::from_words(core::str::from_utf8(bytes).ok()?)
    }

    /// Sets a plain value that is kept in words. What is the same already is not written again.
    pub async fn put_words<T: Words>(&self, key: MetaKey, value: &T) -> Result<(), VaultError> {
        self.put_bytes(key, value.to_words().into_bytes()).await
    }

    /// A plain value; nothing if it is not there or cannot be read.
    pub fn meta<T: DeserializeOwned>(&self, key: MetaKey) -> Option<T> {
        let inner = self.inner.borrow();
        serde_json::from_slice(inner.meta.get(key.as_str())?).ok()
    }

    /// Whether there is such a value.
    pub fn has_meta(&self, key: MetaKey) -> bool {
        self.inner.borrow().meta.contains_key(key.as_str())
    }

    /// Sets a plain value. What is the same already is not written again.
    pub async fn put_meta<T: Serialize>(&self, key: MetaKey, value: &T) -> Result<(), VaultError> {
        let bytes = serde_json::to_vec(value).unwrap_or_default();
        self.put_bytes(key, bytes).await
    }

    async fn put_bytes(&self, key: MetaKey, bytes: Vec<u8>) -> Result<(), VaultError> {
        let _through = self.enter().await?;
        if self.inner.borrow().meta.get(key.as_str()) == Some(&bytes) {
            return Ok(());
        }
        let batch = Batch {
            put_meta: vec![(key.as_str().to_owned(), bytes.clone())],
            ..Batch::default()
        };
        self.commit(batch).await?;
        self.remember(|inner| {
            inner.meta.insert(key.as_str().to_owned(), bytes);
        });
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use countersign_protocol::Timestamp;

    use super::Words;

    #[test]
    fn numbers_and_times_come_back_from_their_words() {
        for number in [0, -61_000, i64::MIN, i64::MAX] {
            assert_eq!(i64::from_words(&number.to_words()), Some(number));
            let time = Timestamp::from_millis(number);
            assert_eq!(Timestamp::from_words(&time.to_words()), Some(time));
        }
        for strange in ["", "x", "1.5", "99999999999999999999"] {
            assert_eq!(i64::from_words(strange), None);
        }
    }
}
