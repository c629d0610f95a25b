//! Countersign in the browser: views over the flows of `countersign-core`.
//!
//! `platform` alone touches the browser, but for the elements that `dom` draws; `runtime` alone
//! starts tasks and drives the flows; `ui` shows their state and sends them events.

mod app;
mod dom;
mod i18n;
mod parts;
pub mod platform;
mod routes;
pub mod runtime;
mod ui;

pub use app::start;
