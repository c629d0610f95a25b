use core::cell::Cell;

use countersign_core::Timestamp;
use countersign_core::sign_in::Phase;
use countersign_core::vault::TokenId;
use leptos::prelude::*;

use super::presence::Asked;
use super::widgets::Announcer;
use crate::i18n::{Here, Language};
use crate::routes::Route;
use crate::runtime::{Handed, Runtime};

/// What screens know of the app around them, and how they ask it for something.
#[derive(Clone, Copy)]
pub(crate) struct App {
    /// Once for the life of the page.
    pub(crate) known: &'static Known,
    pub(crate) announcer: Announcer,
    pub(crate) orders: Callback<Order>,
    pub(crate) handed: InTray,
    /// The tokens that were chosen for an export.
    pub(crate) to_export: StoredValue<Option<Vec<TokenId>>>,
    /// What a proof of presence is asked for.
    pub(crate) presence: RwSignal<Option<Asked>>,
}

/// What came in from outside and nobody has taken yet. It may be a secret.
#[derive(Clone, Copy)]
pub(crate) struct InTray {
    handed: StoredValue<Option<Handed>, LocalStorage>,
    count: RwSignal<u32>,
}

impl InTray {
    pub(crate) fn new() -> Self {
        Self {
            handed: StoredValue::new_local(None),
            count: RwSignal::new(0),
        }
    }

    /// Puts something in, in place of what is still there.
    pub(crate) fn put(self, handed: Handed) {
        self.handed.set_value(Some(handed));
        self.count.update(|count| *count += 1);
    }

    /// Takes what is there; followed.
    pub(crate) fn take(self) -> Option<Handed> {
        self.count.track();
        self.handed.try_update_value(Option::take).flatten()
    }
}

/// What is true of the app as a whole.
#[derive(Clone, Copy)]
pub(crate) struct Known {
    pub(crate) runtime: Runtime,
    pub(crate) language: Signal<Language>,
    pub(crate) theme: Signal<Theme>,
    pub(crate) route: Signal<Route>,
    /// The device's clock, once a second.
    pub(crate) now: Signal<Timestamp>,
    /// Minutes to add to UTC at a moment.
    pub(crate) offset_minutes: fn(Timestamp) -> i32,
    pub(crate) phase: Signal<Phase>,
    pub(crate) user_name: Signal<String>,
    pub(crate) server_name: Signal<Option<String>>,
    pub(crate) online: Signal<bool>,
    /// The version that waits.
    pub(crate) update: Signal<Option<String>>,
    /// Seconds that this device's clock is behind the server's, once they were compared.
    pub(crate) clock_slow_by: Signal<Option<i64>>,
    /// The app is to be installed before the first token is added.
    pub(crate) install_first: Signal<bool>,
}

/// Something for the app to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Order {
    Go(Route),
    /// A screen with this title is on the page; what gets the focus in place of its heading.
    Entered {
        title: String,
        focus: Option<&'static str>,
    },
    /// Move the focus to the element with this id.
    Focus(String),
    ChooseLanguage(Language),
    ChooseTheme(Theme),
    ApplyUpdate,
    PostponeUpdate,
    LookForUpdate,
    /// Add tokens here although the app is not installed.
    GoOnInTab,
    Reload,
    Print,
}

/// Light, dark or what the device says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Theme {
    #[default]
    System,
    Light,
    Dark,
}

impl App {
    /// Tells the app to do something.
    pub(crate) fn order(self, order: Order) {
        self.orders.run(order);
    }

    pub(crate) fn go(self, route: Route) {
        self.order(Order::Go(route));
    }

    pub(crate) fn focus(self, id: &str) {
        self.order(Order::Focus(id.to_owned()));
    }

    /// The language of now; unlike `texts`, also where nothing is being drawn.
    pub(crate) fn words(self) -> Language {
        self.known.language.get_untracked()
    }

    /// A press that leads somewhere.
    pub(crate) fn going(self, route: Route) -> Callback<()> {
        Callback::new(move |()| self.go(route))
    }

    /// When and where the reader is, for dates and times; followed each second.
    pub(crate) fn here(self) -> Here {
        Here {
            language: self.known.language.get_untracked(),
            offset_minutes: self.known.offset_minutes,
            now: self.known.now.get_untracked(),
        }
    }

    /// What people call the server; "the server" while nobody has said.
    pub(crate) fn server_name(self) -> Signal<String> {
        Signal::derive(move || {
            let name = self.known.server_name.get();
            name.unwrap_or_else(|| super::texts().sign_in().the_server.to_owned())
        })
    }
}

thread_local! {
    /// The app that was provided last; a page has one.
    static PROVIDED: Cell<Option<App>> = const { Cell::new(None) };
}

/// Lets all views below find the app.
pub(crate) fn provide_app(app: App) {
    PROVIDED.set(Some(app));
    provide_context(app);
}

/// The app that this view is part of. Handlers of events run outside of all views; to find nothing
/// there would be the end of the app.
pub(crate) fn use_app() -> App {
    match use_context().or_else(|| PROVIDED.get()) {
        Some(app) => app,
        None => expect_context(),
    }
}

/// The language that this view is written in. The whole page is drawn anew when it changes.
pub(crate) fn language() -> Language {
    use_app().known.language.get_untracked()
}
