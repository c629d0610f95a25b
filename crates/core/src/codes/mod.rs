//! The list of codes, as pure views of the vault's tokens, and how a token gets into it.
//!
//! Nothing here ticks: [`next_wake`] says when the list has to be looked at again.

mod add;
mod manual;
mod row;
mod search;

pub use add::{Add, AddEffect, AddEvent, AddProblem, AddView, Names, PreviewView};
pub use manual::{Manual, ManualErrors, ManualKind, SecretProblem, TypedCode};
pub use row::{CodeRow, GAUGE_PARTS, Gauge, next_wake, row, rows};
