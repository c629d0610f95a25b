//! The page around the views: title, language, the theme on `<html>`, and the room there is.
//!
//! The theme and the language are kept in `localStorage` (keys `theme` and `language`), because
//! the boot script reads them before anything else has loaded. They are no secrets.
//! Guarantees: a browser that refuses `localStorage` only forgets the choice.

use web_sys::{Event, Storage};

use super::js::{self, Listener};

const THEME_KEY: &str = "theme";
const LANGUAGE_KEY: &str = "language";

/// Light, dark, or what the system says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// Follows `prefers-color-scheme`.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Theme {
    fn name(self) -> Option<&'static str> {
        match self {
            Self::System => None,
            Self::Light => Some("light"),
            Self::Dark => Some("dark"),
        }
    }
}

fn storage() -> Option<Storage> {
    js::window()?.local_storage().ok().flatten()
}

/// A plain value of `localStorage`.
pub(super) fn read(key: &str) -> Option<String> {
    storage()?.get_item(key).ok().flatten()
}

/// Keeps a plain value in `localStorage`, or takes it away.
pub(super) fn write(key: &str, value: Option<&str>) {
    let Some(storage) = storage() else { return };
    let _ = match value {
        Some(value) => storage.set_item(key, value),
        None => storage.remove_item(key),
    };
}

/// The theme that was chosen last.
pub fn theme() -> Theme {
    match read(THEME_KEY).as_deref() {
        Some("light") => Theme::Light,
        Some("dark") => Theme::Dark,
        _ => Theme::System,
    }
}

/// Shows and keeps a theme: `data-theme` on `<html>`, absent for [`Theme::System`].
pub fn set_theme(theme: Theme) {
    write(THEME_KEY, theme.name());
    if let Some(root) = js::root_element() {
        let _ = match theme.name() {
            Some(name) => root.set_attribute("data-theme", name),
            None => root.remove_attribute("data-theme"),
        };
    }
}

/// The language that was chosen last, as a tag such as `tr`.
pub fn language() -> Option<String> {
    read(LANGUAGE_KEY)
}

/// Keeps the chosen language; `None` follows the browser again.
pub fn keep_language(tag: Option<&str>) {
    write(LANGUAGE_KEY, tag);
}

/// Says on `<html>` in which language and direction the texts are.
pub fn show_language(tag: &str, direction: &str) {
    if let Some(root) = js::root_element() {
        let _ = root.set_attribute("lang", tag);
        let _ = root.set_attribute("dir", direction);
    }
}

/// Prints what is shown.
pub fn print() {
    if let Some(window) = js::window() {
        let _ = window.print();
    }
}

/// Sets the title of the page.
pub fn set_title(title: &str) {
    if let Some(document) = js::document() {
        document.set_title(title);
    }
}

/// Where two panes have room; as in `style/layout.css`.
const WIDE: &str = "(min-width: 64rem)";

/// Tells whether two panes have room, now and each time that changes.
pub fn on_wide(handle: impl Fn(bool) + 'static) -> Option<Listener> {
    let query = js::window()?.match_media(WIDE).ok().flatten()?;
    handle(query.matches());
    let watched = query.clone();
    let changed = move |_: Event| handle(watched.matches());
    Some(Listener::new(&query, "change", changed))
}
