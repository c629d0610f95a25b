//! Backups of Countersign and of other authenticators.
#![forbid(unsafe_code)]
#![warn(missing_docs)]
