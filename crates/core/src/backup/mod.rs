//! Ways out: our own backup with its verification, the reminder, and exports to other apps.
//!
//! - Registered tokens never leave: [`Leaving`] is the one gate, and it counts what stays.
//! - A backup counts only after it was read back with the typed password and compared token by
//!   token ([`Make`]), or after it was opened again ([`Drill`]).
//! - What the last verified file held is kept as [`BackupState`] in a sealed record of the vault,
//!   as short marks of the tokens, so that the changes since then can be counted at any time.
//!   Marks are no secrets and give none away: whoever can open the record has the tokens anyway.
//! - Plain exports wait for a proof of presence and are forgotten after a minute or when the app
//!   is hidden ([`Export`]).
//!
//! Left to others: to seal and open files (`countersign-backup`, in a worker), to hand files over
//! to the person, to ask for the proof of presence.

mod drill;
mod export;
mod leaving;
mod make;
mod marks;
mod password;
mod picture;
mod state;

pub use drill::{Drill, DrillEffect, DrillEvent, DrillProblem, DrillReport, DrillView};
pub use export::{
    Export, ExportEffect, ExportEvent, ExportProblem, ExportView, LeftBehind, Shown, Way,
};
pub use leaving::Leaving;
pub use make::{Made, Make, MakeEffect, MakeEvent, MakeProblem, MakeView, SealFailure};
pub use password::{PasswordProblem, Strength, strength};
pub use picture::{QrPicture, TooLong};
pub use state::{BackupState, Changes, Due, Standing, Verified};
