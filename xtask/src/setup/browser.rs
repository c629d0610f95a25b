//! Chromium and its driver, from the distribution.

use std::path::PathBuf;

use crate::{
    fail::{Outcome, fail},
    process::find,
    setup::apt,
};

/// The browser that runs the tests.
pub(crate) struct Browser {
    pub(crate) chromium: PathBuf,
    pub(crate) driver: PathBuf,
}

/// Finds or installs Chromium.
pub(crate) fn find_or_install() -> Outcome<Browser> {
    if let Some(browser) = installed() {
        return Ok(browser);
    }
    apt::install(&["chromium", "chromium-driver"], "Chromium with its driver")?;
    match installed() {
        Some(browser) => Ok(browser),
        None => fail("Chromium is installed but neither `chromium` nor `chromedriver` is on PATH."),
    }
}

fn installed() -> Option<Browser> {
    let names = [
        "chromium",
        "chromium-browser",
        "google-chrome",
        "google-chrome-stable",
    ];
    Some(Browser {
        chromium: names.into_iter().find_map(find)?,
        driver: find("chromedriver")?,
    })
}
