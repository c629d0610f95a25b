//! Pieces of screens. They know texts and nothing of what the app does.

mod button;
mod choice;
mod dialog;
mod digits;
mod field;
mod gauge;
mod icon;
mod mark;
mod note;
mod toast;

pub use button::{Button, IconButton, LinkButton, SubmitButton, Weight};
pub use choice::{choice, choice_content};
pub use dialog::Dialog;
pub use digits::digits;
pub use field::{AreaField, Choices, Field, Purpose, SecretField, SelectField, field_error};
pub use gauge::{Left, gauge};
pub use icon::Icon;
pub use mark::{Mark, moving_mark};
pub use note::{Note, Tone, tag};
pub use toast::{Announcer, announcements};
