use std::borrow::Cow;

use leptos::prelude::{Get, Memo, Signal};

/// What an attribute can be: a text, or there or not there.
pub(crate) trait Value {
    /// The text, unless it is not there.
    fn into_text(self) -> Option<Cow<'static, str>>;
}

impl Value for &'static str {
    fn into_text(self) -> Option<Cow<'static, str>> {
        Some(Cow::Borrowed(self))
    }
}

impl Value for String {
    fn into_text(self) -> Option<Cow<'static, str>> {
        Some(Cow::Owned(self))
    }
}

impl Value for bool {
    fn into_text(self) -> Option<Cow<'static, str>> {
        self.then_some(Cow::Borrowed(""))
    }
}

impl<V: Value> Value for Option<V> {
    fn into_text(self) -> Option<Cow<'static, str>> {
        self.and_then(V::into_text)
    }
}

/// A value, or where it is read again each time it changes.
pub(crate) trait Values {
    /// What it is each time.
    type Value: Value;

    /// Hands the value on, now and whenever it changes.
    fn feed(self, to: Box<dyn Fn(Option<Cow<'static, str>>)>);
}

macro_rules! constant {
    ($($type:ty),+) => {$(
        impl Values for $type {
            type Value = Self;

            fn feed(self, to: Box<dyn Fn(Option<Cow<'static, str>>)>) {
                to(self.into_text());
            }
        }
    )+};
}

constant!(&'static str, String, bool);

impl<V: Value> Values for Option<V> {
    type Value = Self;

    fn feed(self, to: Box<dyn Fn(Option<Cow<'static, str>>)>) {
        to(self.into_text());
    }
}

impl<F: Fn() -> V + 'static, V: Value> Values for F {
    type Value = V;

    fn feed(self, to: Box<dyn Fn(Option<Cow<'static, str>>)>) {
        super::follow(Box::new(move || to(self().into_text())));
    }
}

macro_rules! reactive {
    ($($type:ident),+) => {$(
        impl<V: Value + Clone + Send + Sync + 'static> Values for $type<V> {
            type Value = V;

            fn feed(self, to: Box<dyn Fn(Option<Cow<'static, str>>)>) {
                (move || self.get()).feed(to);
            }
        }
    )+};
}

reactive!(Signal, Memo);
