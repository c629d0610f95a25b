//! The list of codes, as pure views of the vault's tokens, and how a token gets into it.
//!
//! Nothing here ticks: what is shown is asked for again at each second.

mod add;
mod catalog;
mod duplicates;
mod manual;
mod monogram;
mod reading;
mod resync;
mod search;
mod showing;

pub use add::{Add, AddEffect, AddEvent, AddProblem, AddView, Names, PreviewView};
pub use catalog::{Catalog, Listed};
pub use duplicates::{Alike, alike};
pub use manual::{Manual, ManualErrors, ManualKind, SecretProblem, TypedCode};
pub use reading::{GAUGE_PARTS, Gauge, Held, Reading, held, reading};
pub use resync::{NotFound, resynchronize};
pub use showing::{Showing, Sort};
