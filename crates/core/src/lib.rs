//! What Countersign's client decides, without a browser: flows as state machines, the vault, the
//! list of codes, the client of the server's API, and the runner that performs what the machines
//! order.
//!
//! Nothing here reads a clock, makes a random number or touches a network by itself: time comes
//! in as a value, everything else through the small traits in [`ports`].
#![forbid(unsafe_code)]
#![warn(missing_docs)]

pub mod api;
pub mod backup;
pub mod codes;
pub mod import;
pub mod lock;
pub mod machine;
pub mod policy;
pub mod ports;
pub mod runner;
pub mod sign_in;
pub mod vault;

pub use countersign_protocol::{SecretText, Timestamp};
pub use machine::{Machine, Note, Step, Ticket, Why};
