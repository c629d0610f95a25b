//! What stands around every screen: the way past the navigation, tabs, banners, the top bar,
//! toasts and live regions.

use countersign_core::sign_in::Phase;
use leptos::prelude::*;

use super::screen::{Bar, Look, Screen};
use super::widgets::{Button, Icon, IconButton, Mark, Weight, announcements, moving_mark};
use super::{Order, presence, texts, use_app};
use crate::dom::{Node, view};
use crate::routes::Route;
use crate::runtime::{LockEvent, LockState};

/// The whole page around what the address shows.
pub(crate) fn shell(page: Node) -> Node {
    view! {
        <a class="app__skip" href="#main">
            {texts().shell().skip}
        </a>
        {page}
        {presence::host()}
        {announcements(use_app().announcer)}
    }
}

/// A screen with tabs, banners and bar around it, which takes the window's title and the focus.
pub(crate) fn framed(screen: Screen) -> Node {
    let app = use_app();
    let (title, focus) = (screen.title.clone(), screen.focus);
    // The window's title and the focus are the browser's; both follow once the screen is there.
    Effect::new(move || {
        app.order(Order::Entered {
            title: title.clone(),
            focus,
        });
    });
    frame(screen)
}

/// A screen with tabs, banners and bar around it.
pub(crate) fn frame(screen: Screen) -> Node {
    let tabbed = matches!(screen.bar, Bar::Tab { .. });
    let class = match (screen.look, screen.detail.is_some()) {
        (Look::Scanner, _) => "app scanner",
        (Look::Plain, true) => "app app--panes",
        (Look::Plain, false) => "app",
    };
    let actions = screen.actions.map(|actions| {
        view! {
            <section class="app__actions" aria-label=texts().shell().actions>
                {actions}
            </section>
        }
    });
    let bar = top_bar(&screen.title, screen.bar, screen.bar_end);
    let (bar, body) = match screen.detail {
        Some(detail) => (Node::nothing(), panes(bar, screen.body, detail)),
        None => (bar, screen.body),
    };
    view! {
        <div class=class>
            {tabbed.then(tabs)}
            <header class="app__top">{banners()} {bar}</header>
            <main class="app__main" id="main" tabindex="-1">
                {body}
            </main>
            {actions}
        </div>
    }
}

/// A list and a detail, side by side where there is room.
fn panes(bar: Node, body: Node, detail: Node) -> Node {
    view! {
        <div class="pane">{bar} {body}</div>
        {detail}
    }
}

fn top_bar(title: &str, bar: Bar, end: Option<Node>) -> Node {
    match bar {
        Bar::Tab {
            title: name,
            heading,
        } => {
            let heading = if heading { title } else { name };
            view! {
                <div class="topbar">
                    {bar_title(heading.to_owned(), heading == title)} {lock_button()} {end}
                </div>
            }
        }
        Bar::Task {
            name,
            heading,
            close_label,
            close,
        } => view! {
            <div class="topbar topbar--task">
                <IconButton
                    drawing=Icon::Close.large()
                    label=close_label.to_owned()
                    on_press=close
                /> {bar_title(name.to_owned(), heading)} {end}
            </div>
        },
    }
}

/// Locks at once, where a lock is set.
fn lock_button() -> Node {
    let runtime = use_app().known.runtime;
    let open = Memo::new(move |_| runtime.lock.get() == LockState::Open);
    let button = move || {
        open.get().then(|| {
            view! {
                <IconButton
                    drawing=Icon::Lock.large()
                    label=texts().shell().lock_now.to_owned()
                    on_press=Callback::new(move |()| runtime.tell_lock(LockEvent::LockNow))
                />
            }
        })
    };
    Node::of(button)
}

fn bar_title(title: String, heading: bool) -> Node {
    if heading {
        view! {
            <h1 class="topbar__title" tabindex="-1">
                {title}
            </h1>
        }
    } else {
        view! { <p class="topbar__title">{title}</p> }
    }
}

fn tabs() -> Node {
    let app = use_app();
    let words = texts().shell();
    let phase = app.known.phase;
    let mark = Signal::derive(move || match phase.get() {
        Phase::SignedOut => Mark::Apart,
        Phase::Checking => Mark::Closing,
        Phase::Asked => Mark::Wane,
        Phase::Refused => Mark::Stop,
        Phase::SignedIn => Mark::Joined,
    });
    let signed_in = Memo::new(move |_| phase.get() == Phase::SignedIn);
    let online = move || {
        if signed_in.get() {
            tab(Route::Account, Icon::User, words.tab_account)
        } else {
            tab(Route::SignIn, Icon::User, words.tab_sign_in)
        }
    };
    let who = move || {
        if signed_in.get() {
            (words.signed_in_as)(&app.known.user_name.get())
        } else {
            words.signed_out.to_owned()
        }
    };
    let target = move || {
        if signed_in.get() {
            Route::Account.path()
        } else {
            Route::SignIn.path()
        }
    };
    view! {
        <nav class="app__foot tabs" aria-label=words.main>
            <a class="tabs__mark" href=target aria-label=who>
                {moving_mark(mark)}
            </a>
            {tab(Route::Codes, Icon::Codes, words.tab_codes)}
            {online}
            {tab(Route::Settings, Icon::Settings, words.tab_settings)}
        </nav>
    }
}

fn tab(route: Route, icon: Icon, name: &'static str) -> Node {
    let here = use_app().known.route;
    let online = |route| matches!(route, Route::SignIn | Route::Account);
    let current = move || {
        let here = here.get();
        let same = here == route || (online(here) && online(route));
        same.then_some("page")
    };
    view! {
        <a class="tabs__link" href=route.path() aria-current=current>
            {icon.large()}
            <span>{name}</span>
        </a>
    }
}

fn banners() -> Node {
    let app = use_app();
    let words = texts().shell();
    let offline = move || {
        (!app.known.online.get()).then(|| {
            view! {
                <div class="banner banner--wane">
                    {Icon::Offline.small()} <p>{words.offline}</p>
                </div>
            }
        })
    };
    let update = move || {
        app.known.update.get().map(|version| {
            let text = (words.update_ready)(&version);
            view! {
                <div class="banner">
                    {Icon::Refresh.small()} <p>{text}</p>
                    <Button
                        label=words.restart
                        weight=Weight::Small
                        on_press=Callback::new(move |()| app.order(Order::ApplyUpdate))
                    />
                    <IconButton
                        drawing=Icon::Close.small()
                        label=words.later.to_owned()
                        on_press=Callback::new(move |()| app.order(Order::PostponeUpdate))
                    />
                </div>
            }
        })
    };
    view! { <div role="status">{offline} {update}</div> }
}
