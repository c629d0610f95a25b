//! What tests of the client need: a fake for each port of `countersign-core`, and conformance
//! suites that hold fakes and browser adapters to the same behavior.
//!
//! It builds for wasm32 and needs no executor: the suites are plain futures. Production code
//! never depends on it, and everything here fails loudly.
#![forbid(unsafe_code)]

pub mod conformance;
pub mod fakes;
pub mod faults;
mod scan;

pub use scan::leaks;
