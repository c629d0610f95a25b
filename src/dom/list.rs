use std::collections::HashMap;

use leptos::prelude::Owner;

use super::slot::Slot;
use super::{Node, follow};

type Draw = Box<dyn FnOnce() -> Node>;

/// One element for each item. An item keeps its element as long as its key is there; the element
/// moves with it.
pub(crate) fn each<T: 'static>(
    items: impl Fn() -> Vec<T> + 'static,
    key: impl Fn(&T) -> String + 'static,
    draw: impl Fn(T) -> Node + Clone + 'static,
) -> Node {
    each_drawn(Box::new(move || {
        let keyed = |item| {
            let (key, draw) = (key(&item), draw.clone());
            (key, Box::new(move || draw(item)) as Draw)
        };
        items().into_iter().map(keyed).collect()
    }))
}

/// An element of the list, and the owner of what is drawn in it.
struct Row {
    node: web_sys::Node,
    _owner: Owner,
}

fn each_drawn(items: Box<dyn Fn() -> Vec<(String, Draw)>>) -> Node {
    let parent = super::js::fragment();
    let slot = Slot::at_end_of(&parent);
    // Rows outlive the run of the effect that made them, so they do not belong to it.
    let outside = Owner::current();
    let mut rows = HashMap::<String, Row>::new();
    follow(Box::new(move || {
        let mut before = std::mem::take(&mut rows);
        let mut order = Vec::new();
        for (key, draw) in items() {
            let row = before
                .remove(&key)
                .unwrap_or_else(|| drawn(outside.as_ref(), draw));
            order.push(row.node.clone());
            rows.insert(key, row);
        }
        for row in before.into_values() {
            super::js::remove(&row.node);
        }
        slot.arrange(order.iter());
    }));
    Node(parent)
}

fn drawn(outside: Option<&Owner>, draw: Draw) -> Row {
    let owner = match outside {
        Some(outside) => outside.with(Owner::new),
        None => Owner::new(),
    };
    let node = owner.with(draw).into();
    Row {
        node,
        _owner: owner,
    }
}
