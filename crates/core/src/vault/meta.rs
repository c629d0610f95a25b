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

impl<P: Ports> Vault<P> {
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
