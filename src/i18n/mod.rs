//! Every sentence that people read. A language is one value of each section's type: a text that is
//! missing does not compile. Sections are apart so that a part of the app brings its own texts along.

mod backup;
mod en;
mod export;
mod format;
mod import;
mod keeping;
mod lock;
mod organize;
mod texts;
mod tr;
mod ways;

pub(crate) use format::{Here, Units, duration, span, spelled};
pub(crate) use keeping::size;
pub(crate) use lock::LockTexts;
pub(crate) use organize::OrganizeTexts;
pub(crate) use texts::{
    AccountTexts, AddTexts, CodesTexts, NewsTexts, SettingsTexts, ShellTexts, SignInTexts,
    StorageTexts,
};

/// The languages there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Language {
    #[default]
    En,
    Tr,
}

impl Language {
    /// In the order in which they are offered.
    pub(crate) const ALL: [Self; 2] = [Self::En, Self::Tr];

    /// As `<html lang>` has it.
    pub(crate) const fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Tr => "tr",
        }
    }

    /// What it calls itself.
    pub(crate) const fn own_name(self) -> &'static str {
        match self {
            Self::En => "English",
            Self::Tr => "Türkçe",
        }
    }

    /// The first of the wished languages that is here, such as "tr-TR"; English if none is.
    pub(crate) fn wished<T: AsRef<str>>(tags: impl IntoIterator<Item = T>) -> Self {
        tags.into_iter()
            .find_map(|tag| Self::from_tag(tag.as_ref()))
            .unwrap_or_default()
    }

    /// The language of a tag such as "tr" or "tr-TR".
    pub(crate) fn from_tag(tag: &str) -> Option<Self> {
        let primary = tag.split(['-', '_']).next().unwrap_or(tag);
        Self::ALL
            .into_iter()
            .find(|language| language.tag().eq_ignore_ascii_case(primary))
    }
}

macro_rules! texts {
    ($($(#[$doc:meta])* $section:ident: $type:ident = $name:ident;)+) => {
        impl Language {$(
            $(#[$doc])*
            pub(crate) const fn $section(self) -> &'static $type {
                match self {
                    Self::En => &en::$name,
                    Self::Tr => &tr::$name,
                }
            }
        )+}
    };
}

texts! {
    /// Around every screen, and words that several screens share.
    shell: ShellTexts = SHELL;
    /// The list of codes.
    codes: CodesTexts = CODES;
    /// How safe what is stored is.
    storage: StorageTexts = STORAGE;
    /// Adding a token.
    add: AddTexts = ADD;
    /// Signing in.
    sign_in: SignInTexts = SIGN_IN;
    /// Who is signed in.
    account: AccountTexts = ACCOUNT;
    /// The settings.
    settings: SettingsTexts = SETTINGS;
    /// What is told in passing.
    news: NewsTexts = NEWS;
    /// Times and dates.
    units: Units = UNITS;
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::Language;

    #[wasm_bindgen_test]
    fn the_first_language_that_is_here_wins() {
        assert_eq!(Language::wished(["de-DE", "tr-TR", "en"]), Language::Tr);
        assert_eq!(Language::wished(["en-GB", "tr"]), Language::En);
        assert_eq!(Language::wished(["de"]), Language::En);
        assert_eq!(Language::wished::<&str>([]), Language::En);
    }

    #[wasm_bindgen_test]
    fn plurals_follow_the_number() {
        let (en, tr) = (Language::En.sign_in(), Language::Tr.sign_in());
        assert_eq!((en.tries_left)(1), "1 try left.");
        assert_eq!((en.tries_left)(4), "4 tries left.");
        assert_eq!((tr.tries_left)(1), "1 deneme hakkınız kaldı.");
        assert_eq!((tr.tries_left)(4), "4 deneme hakkınız kaldı.");
    }
}
