use core::future::{Future, poll_fn};
use core::pin::Pin;
use core::task::{Context, Poll, Waker};
use std::rc::{Rc, Weak};

use leptos::prelude::Owner;
use wasm_bindgen_futures::spawn_local;

use super::slot::Slot;
use super::{Child, Node, keep};

type Coming = Pin<Box<dyn Future<Output = Node>>>;

/// Draws what takes time to come, and something else until then. What comes too late, when this
/// place is drawn anew or has gone, is not drawn.
pub(crate) fn later(
    coming: impl Future<Output = Node> + 'static,
    meanwhile: impl FnOnce() -> Node,
) -> Node {
    let parent = super::js::fragment();
    let slot = Slot::at_end_of(&parent);
    let place = Rc::new(Owner::current().unwrap_or_default().child());
    let mut coming: Coming = Box::pin(coming);
    match drawn(&place, &mut coming, &mut Context::from_waker(Waker::noop())) {
        Poll::Ready(node) => node.show(&slot),
        Poll::Pending => {
            meanwhile().show(&slot);
            wait(Rc::downgrade(&place), coming, slot);
        }
    }
    keep(place);
    Node(parent)
}

fn drawn(place: &Owner, coming: &mut Coming, context: &mut Context<'_>) -> Poll<Node> {
    place.with(|| leptos::prelude::untrack(|| coming.as_mut().poll(context)))
}

fn wait(place: Weak<Owner>, mut coming: Coming, slot: Slot) {
    let drawn_or_gone = poll_fn(move |context| match place.upgrade() {
        Some(place) => drawn(&place, &mut coming, context).map(Some),
        None => Poll::Ready(None),
    });
    spawn_local(async move {
        if let Some(node) = drawn_or_gone.await {
            node.show(&slot);
        }
    });
}
