use leptos::ev::EventDescriptor;
use leptos::html::ElementType;
use leptos::prelude::NodeRef;
use leptos::tachys::html::node_ref::NodeRefContainer;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;

use super::{Child, Node, Values, js, keep};

/// An element that is being drawn.
pub(crate) struct Element(web_sys::Element);

/// Several nodes in a row.
pub(crate) struct Fragment(web_sys::Node);

/// Starts an element of HTML.
pub(crate) fn element(name: &'static str) -> Element {
    Element(js::element(name))
}

/// Starts an element of SVG.
pub(crate) fn drawing(name: &'static str) -> Element {
    Element(js::drawing(name))
}

/// Starts a row of nodes.
pub(crate) fn fragment() -> Fragment {
    Fragment(js::fragment())
}

impl Fragment {
    /// Adds at the end.
    #[must_use]
    pub(crate) fn child(self, child: impl Child) -> Self {
        child.append(&self.0);
        self
    }

    /// All of them.
    pub(crate) fn into_node(self) -> Node {
        Node(self.0)
    }
}

impl From<Element> for Node {
    fn from(element: Element) -> Self {
        Self(element.0.into())
    }
}

impl From<Node> for web_sys::Node {
    fn from(node: Node) -> Self {
        node.0
    }
}

impl Element {
    /// Adds at the end.
    #[must_use]
    pub(crate) fn child(self, child: impl Child) -> Self {
        child.append(&self.0);
        self
    }

    /// An attribute; `false` and `None` take it away.
    #[must_use]
    pub(crate) fn attribute(self, name: &'static str, values: impl Values) -> Self {
        let element = self.0.clone();
        values.feed(Box::new(move |value| {
            let _ = match value {
                Some(text) => element.set_attribute(name, &text),
                None => element.remove_attribute(name),
            };
        }));
        self
    }

    /// A class that is there or not.
    #[must_use]
    pub(crate) fn toggle(self, class: &'static str, values: impl Values<Value = bool>) -> Self {
        let classes = self.0.class_list();
        values.feed(Box::new(move |value| {
            let _ = classes.toggle_with_force(class, value.is_some());
        }));
        self
    }

    /// A custom property of the element's own style, which the policy allows where it forbids the
    /// attribute.
    #[must_use]
    pub(crate) fn style(self, property: &'static str, values: impl Values) -> Self {
        let style = self.0.unchecked_ref::<web_sys::HtmlElement>().style();
        values.feed(Box::new(move |value| {
            let _ = style.set_property(property, value.as_deref().unwrap_or_default());
        }));
        self
    }

    /// A property of the element in place of an attribute.
    #[must_use]
    pub(crate) fn property(self, name: &'static str, values: impl Values) -> Self {
        let element = self.0.clone();
        values.feed(Box::new(move |value| {
            let text = value.as_deref().unwrap_or_default();
            let _ = js_sys::Reflect::set(&element, &name.into(), &text.into());
        }));
        self
    }

    /// Hears an event.
    #[must_use]
    pub(crate) fn on<E>(self, event: &E, mut act: impl FnMut(E::EventType) + 'static) -> Self
    where
        E: EventDescriptor,
        E::EventType: JsCast,
    {
        let act = Box::new(move |event: web_sys::Event| act(event.unchecked_into()));
        listen(&self.0, &event.name(), act);
        self
    }

    /// Tells a reference which element it is.
    #[must_use]
    pub(crate) fn node_ref<E>(self, reference: NodeRef<E>) -> Self
    where
        E: ElementType,
        NodeRef<E>: NodeRefContainer<E>,
    {
        reference.load(&self.0);
        self
    }
}

type Hearing = Closure<dyn FnMut(web_sys::Event)>;

/// Hears until it is dropped, so that an element that goes away says no last word.
struct Listener {
    element: web_sys::Element,
    event: String,
    hearing: Hearing,
}

impl Drop for Listener {
    fn drop(&mut self) {
        let function = self.hearing.as_ref().unchecked_ref();
        let _ = self
            .element
            .remove_event_listener_with_callback(&self.event, function);
    }
}

fn listen(element: &web_sys::Element, event: &str, act: Box<dyn FnMut(web_sys::Event)>) {
    let hearing = Closure::wrap(act);
    let function = hearing.as_ref().unchecked_ref();
    let _ = element.add_event_listener_with_callback(event, function);
    keep(Listener {
        element: element.clone(),
        event: event.to_owned(),
        hearing,
    });
}
