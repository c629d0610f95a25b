//! The screens. They show the state of flows and send them events; they decide nothing that is
//! worth a test, and never touch the browser.

mod account;
mod add;
mod app_handle;
mod backup;
mod codes;
mod export;
mod install;
mod lock;
mod pages;
pub(crate) mod presence;
mod screen;
mod settings;
mod shell;
mod sign_in;
mod storage_trouble;
mod widgets;

pub(crate) use app_handle::{App, InTray, Known, Order, Theme, language, provide_app, use_app};
pub(crate) use pages::pages;
pub(crate) use shell::shell;
pub(crate) use widgets::Announcer;

use crate::i18n::Language;

/// The language that this view is written in, for its texts.
pub(crate) fn texts() -> Language {
    language()
}
