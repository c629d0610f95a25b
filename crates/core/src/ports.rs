//! What the client needs from the place it runs in: small traits, each with one role.
//!
//! The browser adapters live in the application (`src/platform`), the fakes in
//! `countersign-testkit`; both are held to one conformance suite. Dispatch is static and futures
//! need not be `Send`: a browser has one thread.

mod slots;

use core::fmt;

pub use slots::{
    Derived, DeviceSlot, Kdf, KdfFailed, Opener, Resealed, Root, Slots, SlotsChange, StoredSlots,
    Work, WrappedKey,
};

use countersign_protocol::{Jwk, Timestamp};
use zeroize::Zeroizing;

/// Everything together, as the runner takes it.
pub trait Ports {
    /// Keeps records.
    type Store: Store;
    /// Encrypts records.
    type Sealer: Sealer;
    /// Holds the device key.
    type DeviceKey: DeviceKey;
    /// Reaches the server.
    type Http: Http;
    /// Tells the time.
    type Clock: Clock;
    /// Gives random bytes.
    type Entropy: Entropy;

    /// Keeps records.
    fn store(&self) -> &Self::Store;
    /// Encrypts records.
    fn sealer(&self) -> &Self::Sealer;
    /// Holds the device key.
    fn device_key(&self) -> &Self::DeviceKey;
    /// Reaches the server.
    fn http(&self) -> &Self::Http;
    /// Tells the time.
    fn clock(&self) -> &Self::Clock;
    /// Gives random bytes.
    fn entropy(&self) -> &Self::Entropy;
}

/// Keeps encrypted records, and small plain values beside them.
///
/// The adapter reopens a lost connection and replays the operation once before it gives up.
#[expect(
    async_fn_in_trait,
    reason = "static dispatch on one thread needs no Send bound"
)]
pub trait Store {
    /// Reads everything.
    async fn load(&self) -> Result<Snapshot, StoreError>;
    /// Writes all of the batch or nothing of it. `Ok` means durable. Each batch, an empty one
    /// too, makes the revision greater by one.
    async fn commit(&self, batch: Batch) -> Result<(), StoreError>;
}

/// Everything that a [`Store`] holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Snapshot {
    /// The records, in any order.
    pub records: Vec<SealedRecord>,
    /// Plain values by name, in any order; never a secret.
    pub meta: Vec<(String, Vec<u8>)>,
    /// Grows with each commit, of this tab or another.
    pub revision: u64,
    /// Which data key the records are sealed with: [`Sealer::epoch`].
    pub epoch: u64,
}

/// Changes that are written together. A name or id that is put and deleted in one batch is
/// deleted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Batch {
    /// Records to add, or to replace where the id is there.
    pub put: Vec<SealedRecord>,
    /// Records to remove; an unknown id is no error.
    pub delete: Vec<RecordId>,
    /// Plain values to set.
    pub put_meta: Vec<(String, Vec<u8>)>,
    /// Plain values to remove; an unknown name is no error.
    pub delete_meta: Vec<String>,
    /// The revision that the store must still have, or it answers [`StoreError::Stale`] and writes
    /// nothing. Without one it may have any.
    pub at: Option<u64>,
}

/// Names a record: 32 lower-case hexadecimal digits.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RecordId(String);

impl RecordId {
    /// From 16 random bytes.
    pub fn from_random(bytes: [u8; 16]) -> Self {
        use fmt::Write as _;
        let mut text = String::with_capacity(32);
        for byte in bytes {
            // Writing to a `String` cannot fail.
            let _ = write!(text, "{byte:02x}");
        }
        Self(text)
    }

    /// As a store holds it; it comes back unchanged by [`RecordId::from_stored`].
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What a store gives back. Any text is taken, so that a damaged record can still be named.
    pub fn from_stored(text: String) -> Self {
        Self(text)
    }
}

/// One encrypted record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealedRecord {
    /// Names it.
    pub id: RecordId,
    /// What it holds, such as `token`.
    pub kind: String,
    /// The version of the form inside.
    pub version: u32,
    /// The nonce of AES-GCM.
    pub nonce: [u8; 12],
    /// The ciphertext and its tag.
    pub ciphertext: Vec<u8>,
}

/// Why the store did not do what it was asked to. Nothing was written; only of
/// [`StoreError::Unavailable`] and [`StoreError::Other`] that is not sure, since an answer can be
/// lost after everything was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StoreError {
    /// The connection is lost, and reopening it did not help.
    Unavailable,
    /// Another tab has written since [`Batch::at`], or since slots and records were read.
    Stale,
    /// All of it was deleted while it was in use, and what was read is only in memory now.
    Gone,
    /// Another tab holds an old version of the store open.
    Blocked,
    /// No room left.
    Full,
    /// The browser refuses to keep anything here, such as in a private window.
    Refused,
    /// The store was written by a newer version of the app.
    Newer,
    /// What is there cannot be read.
    Damaged,
    /// Something else; the text is for support, such as a `DOMException`'s name.
    Other(String),
}

/// Encrypts with a data key that never leaves the adapter: AES-256-GCM with a fresh random nonce
/// for each call.
#[expect(
    async_fn_in_trait,
    reason = "static dispatch on one thread needs no Send bound"
)]
pub trait Sealer {
    /// The opened data key. It cannot be exported. Copies are the same key.
    type KeyHandle: Clone;

    /// Opens the data key by the device slot. Makes the data key and the key that wraps it at
    /// the first use, in one transaction: two tabs that start at once get the same key.
    /// [`SealError::Locked`] where a lock has taken the place of the device slot.
    async fn open(&self) -> Result<Self::KeyHandle, SealError>;
    /// Encrypts `plain`; `associated` must be the same to decrypt.
    async fn seal(
        &self,
        key: &Self::KeyHandle,
        associated: &[u8],
        plain: &[u8],
    ) -> Result<Sealed, SealError>;
    /// Decrypts; [`SealError::Damaged`] if key, nonce, associated data or ciphertext do not fit.
    async fn unseal(
        &self,
        key: &Self::KeyHandle,
        associated: &[u8],
        sealed: &Sealed,
    ) -> Result<Zeroizing<Vec<u8>>, SealError>;
    /// Which data key this is: each that is made on this device has a greater number than the one
    /// before, from 0.
    fn epoch(&self, key: &Self::KeyHandle) -> u64;
}

/// What [`Sealer::seal`] makes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sealed {
    /// The nonce of AES-GCM.
    pub nonce: [u8; 12],
    /// The ciphertext and its tag.
    pub ciphertext: Vec<u8>,
}

/// Why something was not encrypted or decrypted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SealError {
    /// The browser cannot keep a key (found by the self-test at start, for example).
    StorageRefused,
    /// It does not decrypt.
    Damaged,
    /// The keys could not be read or written.
    Store(StoreError),
    /// There is no device slot: a lock is on.
    Locked,
    /// The secret is not the one that the slot was made with.
    WrongSecret,
    /// Something else; the text is for support.
    Other(String),
}

/// The device key: P-256, private key not extractable.
#[expect(
    async_fn_in_trait,
    reason = "static dispatch on one thread needs no Send bound"
)]
pub trait DeviceKey {
    /// The public half, if there is a key.
    async fn public(&self) -> Result<Option<Jwk>, KeyError>;
    /// The public half of the key, which is made if there is none. Two tabs that ask at once get
    /// the same key.
    async fn ensure(&self) -> Result<Jwk, KeyError>;
    /// Signs with ECDSA over SHA-256: `r` and `s`, 32 bytes each (RFC 7518, section 3.4).
    /// [`KeyError::Missing`] if there is no key.
    async fn sign(&self, message: &[u8]) -> Result<[u8; 64], KeyError>;
}

/// Why the device key could not be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeyError {
    /// There is none.
    Missing,
    /// The browser cannot keep a key.
    StorageRefused,
    /// It could not be read or written.
    Store(StoreError),
    /// Something else; the text is for support.
    Other(String),
}

/// Reaches the server that served the app. Cookies of this origin are sent and kept, redirects
/// are errors, nothing is cached.
#[expect(
    async_fn_in_trait,
    reason = "static dispatch on one thread needs no Send bound"
)]
pub trait Http {
    /// Scheme, host and port, without a slash at the end: `https://pam.example.com`.
    fn origin(&self) -> String;
    /// Sends one request. The adapter ends it after a time limit of about 20 s.
    async fn send(&self, request: HttpRequest) -> Result<HttpResponse, Unreachable>;
}

/// What [`Http`] has to send.
#[derive(Clone)]
pub struct HttpRequest {
    /// The method.
    pub method: Method,
    /// The path at the origin, from `/` on.
    pub path: String,
    /// Names and values.
    pub headers: Vec<(&'static str, String)>,
    /// JSON; the header that says so is among the headers.
    pub body: Option<Zeroizing<Vec<u8>>>,
}

/// The methods of the API.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// `GET`
    Get,
    /// `POST`
    Post,
    /// `DELETE`
    Delete,
}

impl Method {
    /// As the wire has it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Delete => "DELETE",
        }
    }
}

impl fmt::Debug for HttpRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "HttpRequest({} {})", self.method.as_str(), self.path)
    }
}

/// What the server answered, whatever the status.
#[derive(Clone)]
pub struct HttpResponse {
    /// The status.
    pub status: u16,
    /// Names (in any case) and values; at least `Content-Type`, `Countersign-Time`, `DPoP-Nonce`.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Zeroizing<Vec<u8>>,
}

impl HttpResponse {
    /// The value of a header, whose name is taken without regard to case.
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self
            .headers
            .iter()
            .find(|(n, _)| n.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }
}

impl fmt::Debug for HttpResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "HttpResponse({})", self.status)
    }
}

/// No answer: no network, no such host, a refused connection, the time limit, a redirect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unreachable;

/// Tells the time.
pub trait Clock {
    /// The device's wall clock.
    fn now(&self) -> Timestamp;
}

/// Gives random bytes.
pub trait Entropy {
    /// Fills `bytes` from a cryptographically secure source.
    fn fill(&self, bytes: &mut [u8]);
}
