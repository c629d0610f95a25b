//! Countersign in the browser: views over the flows of `countersign-core`.
//!
//! `platform` alone touches the browser, `runtime` alone starts tasks and drives the flows, `ui`
//! shows their state and sends them events.

pub mod app;
pub mod i18n;
pub mod platform;
pub mod routes;
pub mod runtime;
pub mod ui;
