//! The API as a client meets it: the real router over a real database file.
#![expect(
    clippy::unwrap_used,
    reason = "the helpers of tests fail as the tests do"
)]

mod activation;
mod contract;
mod device;
mod guessing;
mod messages;
mod parallel;
mod proofs;
mod properties;
mod registration;
mod secrets;
mod server;
mod sessions;
mod sign_in;
mod storage;
mod uniform;
