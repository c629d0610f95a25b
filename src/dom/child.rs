use leptos::prelude::{Get, Memo, Signal};

use super::slot::Slot;
use super::{Element, Node, follow, js};

/// What can stand inside an element.
pub(crate) trait Child {
    /// Puts it at the end.
    fn append(self, parent: &web_sys::Node);

    /// Puts it in the place of what was there.
    fn show(self, slot: &Slot)
    where
        Self: Sized,
    {
        let nodes = js::fragment();
        self.append(&nodes);
        slot.show(&nodes);
    }
}

impl Child for Node {
    fn append(self, parent: &web_sys::Node) {
        js::append(parent, &self.0);
    }
}

impl Child for Element {
    fn append(self, parent: &web_sys::Node) {
        Node::from(self).append(parent);
    }
}

impl Child for &str {
    fn append(self, parent: &web_sys::Node) {
        js::append(parent, &js::text(self));
    }

    fn show(self, slot: &Slot) {
        slot.show_text(self);
    }
}

impl Child for String {
    fn append(self, parent: &web_sys::Node) {
        self.as_str().append(parent);
    }

    fn show(self, slot: &Slot) {
        slot.show_text(&self);
    }
}

impl Child for u32 {
    fn append(self, parent: &web_sys::Node) {
        self.to_string().append(parent);
    }
}

impl<C: Child> Child for Option<C> {
    fn append(self, parent: &web_sys::Node) {
        if let Some(child) = self {
            child.append(parent);
        }
    }
}

impl<C: Child> Child for Vec<C> {
    fn append(self, parent: &web_sys::Node) {
        for child in self {
            child.append(parent);
        }
    }
}

/// Drawn anew each time that a signal changes which it read.
impl<F: Fn() -> C + 'static, C: Child> Child for F {
    fn append(self, parent: &web_sys::Node) {
        let slot = Slot::at_end_of(parent);
        follow(Box::new(move || self().show(&slot)));
    }
}

macro_rules! reactive {
    ($($type:ident),+) => {$(
        impl<C: Child + Clone + Send + Sync + 'static> Child for $type<C> {
            fn append(self, parent: &web_sys::Node) {
                (move || self.get()).append(parent);
            }
        }
    )+};
}

reactive!(Signal, Memo);
