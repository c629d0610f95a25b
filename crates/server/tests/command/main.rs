//! `countersign-server` as its operators meet it: the built binary, run on a data folder.
#![expect(
    clippy::unwrap_used,
    reason = "what a test stands on: clippy sees only the test functions themselves"
)]

mod admin;
mod program;
mod serve;
