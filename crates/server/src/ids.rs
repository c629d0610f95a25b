//! Names of rows: 128 random bits, base64url.

use std::fmt;

use crate::crypto::{RandomError, random};

macro_rules! ids {
    ($($(#[doc = $doc:literal])+ $name:ident;)+) => {$(
        $(#[doc = $doc])+
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        pub struct $name(String);

        impl $name {
            /// A new one.
            ///
            /// # Errors
            /// When the system has no randomness.
            pub fn random() -> Result<Self, RandomError> {
                random::text::<16>().map(Self)
            }

            /// As it is stored and sent.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self(text)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )+};
}

ids! {
    /// Names a user.
    UserId;
    /// Names a binding.
    BindingId;
    /// Names a registration.
    RegistrationId;
    /// Names a session; not the secret that it is held by.
    SessionId;
}
