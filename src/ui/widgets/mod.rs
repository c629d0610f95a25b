//! Pieces of screens. They know texts and nothing of what the app does.

#![expect(
    unreachable_pub,
    reason = "the macro makes what a component takes public"
)]

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

pub(crate) use button::{Button, IconButton, LinkButton, SubmitButton, Weight};
pub(crate) use choice::{choice, choice_content};
pub(crate) use dialog::Dialog;
pub(crate) use digits::digits;
pub(crate) use field::{AreaField, Choices, Field, Purpose, SecretField, SelectField, field_error};
pub(crate) use gauge::{Left, gauge};
pub(crate) use icon::Icon;
pub(crate) use mark::{Mark, moving_mark};
pub(crate) use note::{Note, Tone, tag};
pub(crate) use toast::{Announcer, announcements};
