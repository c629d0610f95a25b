//! Chromium with its driver, and Firefox, from the distribution.

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

/// Finds or installs Firefox, which needs no driver.
pub(crate) fn firefox() -> Outcome<PathBuf> {
    let installed = || ["firefox-esr", "firefox"].into_iter().find_map(find);
    if let Some(firefox) = installed() {
        return Ok(firefox);
    }
    apt::install(&["firefox-esr"], "Firefox")?;
    match installed() {
        Some(firefox) => Ok(firefox),
        None => fail("Firefox is installed but neither `firefox-esr` nor `firefox` is on PATH."),
    }
}
