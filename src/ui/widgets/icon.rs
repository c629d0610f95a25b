use crate::dom::{Node, view};

/// The drawings of `public/icons.svg` that are in use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Icon {
    Add,
    Alert,
    Check,
    Clock,
    Close,
    Codes,
    Copy,
    Down,
    Drag,
    Edit,
    Export,
    Eye,
    EyeOff,
    Forward,
    Image,
    Import,
    Info,
    Keyboard,
    Lock,
    More,
    Next,
    Offline,
    Out,
    Passkey,
    Paste,
    Phone,
    Qr,
    Pin,
    Refresh,
    Register,
    Reject,
    Scan,
    Search,
    Send,
    Settings,
    Stop,
    Storage,
    Tag,
    Torch,
    Trash,
    Up,
    User,
}

impl Icon {
    const fn href(self) -> &'static str {
        match self {
            Self::Add => "/icons.svg#i-add",
            Self::Alert => "/icons.svg#i-alert",
            Self::Check => "/icons.svg#i-check",
            Self::Clock => "/icons.svg#i-clock",
            Self::Close => "/icons.svg#i-close",
            Self::Codes => "/icons.svg#i-codes",
            Self::Copy => "/icons.svg#i-copy",
            Self::Down => "/icons.svg#i-down",
            Self::Drag => "/icons.svg#i-drag",
            Self::Edit => "/icons.svg#i-edit",
            Self::Export => "/icons.svg#i-export",
            Self::Eye => "/icons.svg#i-eye",
            Self::EyeOff => "/icons.svg#i-eye-off",
            Self::Forward => "/icons.svg#i-forward",
            Self::Image => "/icons.svg#i-image",
            Self::Import => "/icons.svg#i-import",
            Self::Info => "/icons.svg#i-info",
            Self::Keyboard => "/icons.svg#i-keyboard",
            Self::Lock => "/icons.svg#i-lock",
            Self::More => "/icons.svg#i-more",
            Self::Next => "/icons.svg#i-next",
            Self::Offline => "/icons.svg#i-offline",
            Self::Out => "/icons.svg#i-out",
            Self::Passkey => "/icons.svg#i-passkey",
            Self::Paste => "/icons.svg#i-paste",
            Self::Phone => "/icons.svg#i-phone",
            Self::Qr => "/icons.svg#i-qr",
            Self::Pin => "/icons.svg#i-pin",
            Self::Refresh => "/icons.svg#i-refresh",
            Self::Register => "/icons.svg#i-register",
            Self::Reject => "/icons.svg#i-reject",
            Self::Scan => "/icons.svg#i-scan",
            Self::Search => "/icons.svg#i-search",
            Self::Send => "/icons.svg#i-send",
            Self::Settings => "/icons.svg#i-settings",
            Self::Stop => "/icons.svg#i-stop",
            Self::Storage => "/icons.svg#i-storage",
            Self::Tag => "/icons.svg#i-tag",
            Self::Torch => "/icons.svg#i-torch",
            Self::Trash => "/icons.svg#i-trash",
            Self::Up => "/icons.svg#i-up",
            Self::User => "/icons.svg#i-user",
        }
    }

    /// On the grid of 24; decoration, so whoever uses it has words beside it.
    pub(crate) fn large(self) -> Node {
        drawn(self, "icon")
    }

    /// 20 wide.
    pub(crate) fn small(self) -> Node {
        drawn(self, "icon icon--small")
    }

    /// 20 wide at the end of a row, and turned where the script runs from right to left.
    pub(crate) fn at_end(self) -> Node {
        drawn(self, "icon icon--flip icon--end icon--small")
    }

    /// Turned where the script runs from right to left.
    pub(crate) fn turning(self) -> Node {
        drawn(self, "icon icon--flip")
    }
}

fn drawn(icon: Icon, class: &'static str) -> Node {
    view! {
        <svg class=class aria-hidden="true" focusable="false">
            <use href=icon.href()></use>
        </svg>
    }
}
