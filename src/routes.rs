//! The addresses of the app.

/// Where one can be. The online page is one place with two addresses: who is signed out sees the
/// sign-in there, who is signed in the account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Route {
    Codes,
    Bin,
    Duplicates,
    Order,
    Add,
    Scan,
    Paste,
    ByHand,
    Import,
    SignIn,
    Account,
    Settings,
    Backup,
    MakeBackup,
    CheckBackup,
    Export,
    Clock,
    Storage,
    Lock,
}

impl Route {
    const ALL: [Self; 19] = [
        Self::Codes,
        Self::Bin,
        Self::Duplicates,
        Self::Order,
        Self::Add,
        Self::Scan,
        Self::Paste,
        Self::ByHand,
        Self::Import,
        Self::SignIn,
        Self::Account,
        Self::Settings,
        Self::Backup,
        Self::MakeBackup,
        Self::CheckBackup,
        Self::Export,
        Self::Clock,
        Self::Storage,
        Self::Lock,
    ];

    /// As the address bar has it.
    pub(crate) const fn path(self) -> &'static str {
        match self {
            Self::Codes => "/codes",
            Self::Bin => "/codes/bin",
            Self::Duplicates => "/codes/duplicates",
            Self::Order => "/codes/order",
            Self::Add => "/add",
            Self::Scan => "/add/scan",
            Self::Paste => "/add/paste",
            Self::ByHand => "/add/type",
            Self::Import => "/add/import",
            Self::SignIn => "/sign-in",
            Self::Account => "/account",
            Self::Settings => "/settings",
            Self::Backup => "/settings/backup",
            Self::MakeBackup => "/settings/backup/make",
            Self::CheckBackup => "/settings/backup/check",
            Self::Export => "/settings/export",
            Self::Clock => "/settings/clock",
            Self::Storage => "/settings/storage",
            Self::Lock => "/settings/lock",
        }
    }

    /// Whether tokens are added there.
    pub(crate) const fn adds(self) -> bool {
        matches!(self, Self::Add | Self::Scan | Self::Paste | Self::ByHand)
    }

    /// What lies at a path; the codes where nothing does.
    pub(crate) fn of_path(path: &str) -> Self {
        let path = path.trim_end_matches('/');
        Self::ALL
            .into_iter()
            .find(|route| route.path() == path)
            .unwrap_or(Self::Codes)
    }
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::Route;

    #[wasm_bindgen_test]
    fn every_route_is_found_by_its_path() {
        for route in Route::ALL {
            assert_eq!(Route::of_path(route.path()), route);
        }
        assert_eq!(Route::of_path("/settings/"), Route::Settings);
    }

    #[wasm_bindgen_test]
    fn unknown_paths_lead_to_the_codes() {
        for path in ["", "/", "/nowhere", "/add/what", "/codes/1"] {
            assert_eq!(Route::of_path(path), Route::Codes);
        }
    }
}
