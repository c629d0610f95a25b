use std::cell::RefCell;
use std::rc::Rc;

use super::js;

/// A place whose content changes: whatever lies between two marks.
#[derive(Clone)]
pub(crate) struct Slot {
    start: web_sys::Node,
    end: web_sys::Node,
    /// Set while the content is just this text, which then is changed in its place.
    text: Rc<RefCell<Option<web_sys::Text>>>,
}

impl Slot {
    /// An empty one at the end of a parent.
    pub(super) fn at_end_of(parent: &web_sys::Node) -> Self {
        let (start, end) = (js::mark(), js::mark());
        js::append(parent, &start);
        js::append(parent, &end);
        Self {
            start,
            end,
            text: Rc::default(),
        }
    }

    /// Shows this text alone.
    pub(super) fn show_text(&self, text: &str) {
        let mut only = self.text.borrow_mut();
        match only.as_ref() {
            Some(node) if node.data() == text => {}
            Some(node) => node.set_data(text),
            None => {
                self.clear();
                let node = js::text(text);
                js::insert_before(&self.end, &node);
                *only = Some(node);
            }
        }
    }

    /// Shows these nodes alone.
    pub(super) fn show(&self, nodes: &web_sys::Node) {
        *self.text.borrow_mut() = None;
        self.clear();
        js::insert_before(&self.end, nodes);
    }

    /// Puts the nodes in this order, those of them that are not in their place already.
    pub(super) fn arrange<'a>(&self, nodes: impl Iterator<Item = &'a web_sys::Node>) {
        let mut place = self.start.next_sibling();
        for node in nodes {
            match &place {
                Some(here) if here == node => place = here.next_sibling(),
                Some(here) => js::insert_before(here, node),
                None => {}
            }
        }
    }

    fn clear(&self) {
        while let Some(node) = self.start.next_sibling()
            && node != self.end
        {
            js::remove(&node);
        }
    }
}
