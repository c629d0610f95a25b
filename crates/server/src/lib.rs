//! Countersign's server (`product.md`, sections 3, 4, 7 and 9): the API under `/api/v1`, the
//! rules behind it, and their storage.
//!
//! `routes` translate between HTTP and `domain`; `domain` holds the rules and asks `storage` for
//! the single statements that they rest on; SQL lies in `storage` alone. Time comes from a
//! [`clock::Clock`], randomness from [`crypto::random`].
#![forbid(unsafe_code)]

pub mod clock;
pub mod config;
pub mod crypto;
pub mod domain;
pub mod ids;
pub mod sms;
pub mod storage;
pub mod web;
