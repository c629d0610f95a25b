//! What every request may use.

use std::fmt;
use std::sync::Arc;

use crate::clock::Clock;
use crate::config::{Network, PublicOrigin};
use crate::crypto::Keys;
use crate::crypto::password::{Cost, Passwords};
use crate::domain::throttle::Throttle;
use crate::sms::SmsQueue;
use crate::storage::Storage;

/// What the API is put together from.
pub struct Setup {
    /// Where people reach the server.
    pub origin: PublicOrigin,
    /// What people call this server.
    pub server_name: String,
    /// Whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<Network>,
    /// The database.
    pub storage: Storage,
    /// The keys.
    pub keys: Keys,
    /// What a password attempt costs.
    pub password_cost: Cost,
    /// The time.
    pub clock: Clock,
    /// Where text messages are handed over.
    pub sms: Arc<dyn SmsQueue>,
}

/// What every request may use. Cheap to clone.
#[derive(Clone)]
pub struct AppState(Arc<Parts>);

/// The parts of an [`AppState`].
pub struct Parts {
    pub(crate) origin: PublicOrigin,
    pub(crate) server_name: String,
    pub(crate) trusted_proxies: Vec<Network>,
    pub(crate) storage: Storage,
    pub(crate) keys: Keys,
    pub(crate) passwords: Passwords,
    pub(crate) clock: Clock,
    pub(crate) sms: Arc<dyn SmsQueue>,
    /// Refusals of callers without a bound device key.
    pub(crate) refusals: Throttle,
    /// Registrations that were asked for, whatever became of them.
    pub(crate) registrations: Throttle,
}

impl AppState {
    /// Puts it together.
    pub fn new(setup: Setup) -> Self {
        Self(Arc::new(Parts {
            passwords: Passwords::new(setup.keys.clone(), setup.password_cost),
            origin: setup.origin,
            server_name: setup.server_name,
            trusted_proxies: setup.trusted_proxies,
            storage: setup.storage,
            keys: setup.keys,
            clock: setup.clock,
            sms: setup.sms,
            refusals: Throttle::default(),
            registrations: Throttle::default(),
        }))
    }
}

impl std::ops::Deref for AppState {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}

impl fmt::Debug for AppState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AppState")
            .field("origin", &self.origin)
            .finish_non_exhaustive()
    }
}
