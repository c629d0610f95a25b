//! Drives the flows.
