//! `view!`: the markup of Leptos, expanded into calls of the app's own `crate::dom`.
//!
//! Leptos gives each piece of markup a type of its own, and each type its own code; here every
//! element is drawn by the same few functions, which is what keeps the app small
//! (`docs/adr`). Elements, text, `{expressions}`, components and these attributes are known:
//! `name=value`, `class:name=`, `style:--name=`, `prop:name=`, `on:event=`, `node_ref=`.
#![forbid(unsafe_code)]

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use rstml::node::{KeyedAttribute, Node, NodeAttribute, NodeBlock, NodeElement, NodeName};
use syn::Stmt;

/// Draws markup; the value is a `crate::dom::Node`.
#[proc_macro]
pub fn view(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    let drawn = rstml::parse(input).and_then(|nodes| match nodes.as_slice() {
        [Node::Element(only)] => {
            let drawn = element(only)?;
            Ok(quote!(crate::dom::Node::from(#drawn)))
        }
        several => {
            let children = several.iter().map(child).collect::<syn::Result<Vec<_>>>()?;
            Ok(quote!(crate::dom::fragment() #(.child(#children))* .into_node()))
        }
    });
    drawn
        .unwrap_or_else(|error| error.to_compile_error())
        .into()
}

fn child(node: &Node) -> syn::Result<TokenStream> {
    match node {
        Node::Element(node) => element(node),
        Node::Text(text) => {
            let text = text.value_string();
            Ok(quote!(#text))
        }
        Node::Block(block) => Ok(value_of(block)),
        other => Err(syn::Error::new_spanned(other, "not known to this markup")),
    }
}

/// What stands in braces; without them where it is one expression.
fn value_of(block: &NodeBlock) -> TokenStream {
    let statements = block.try_block().map(|block| block.stmts.as_slice());
    if let Some([Stmt::Expr(only, None)]) = statements {
        quote!(#only)
    } else {
        quote!(#block)
    }
}

fn element(node: &NodeElement<rstml::Infallible>) -> syn::Result<TokenStream> {
    let name = node.name().to_string();
    if name.starts_with(char::is_uppercase) {
        return component(node);
    }
    let start = if matches!(name.as_str(), "svg" | "path" | "use") {
        quote!(crate::dom::drawing(#name))
    } else {
        quote!(crate::dom::element(#name))
    };
    let attributes = keyed(node)?;
    let attributes = attributes
        .into_iter()
        .map(attribute)
        .collect::<syn::Result<Vec<_>>>()?;
    let children = node
        .children()
        .iter()
        .map(child)
        .collect::<syn::Result<Vec<_>>>()?;
    Ok(quote!(#start #(#attributes)* #(.child(#children))*))
}

fn keyed(node: &NodeElement<rstml::Infallible>) -> syn::Result<Vec<&KeyedAttribute>> {
    let mut all = Vec::new();
    for attribute in node.attributes() {
        match attribute {
            NodeAttribute::Attribute(keyed) => all.push(keyed),
            NodeAttribute::Block(block) => {
                return Err(syn::Error::new_spanned(block, "an attribute has a name"));
            }
        }
    }
    Ok(all)
}

fn attribute(keyed: &KeyedAttribute) -> syn::Result<TokenStream> {
    let name = keyed.key.to_string();
    let value = keyed
        .value()
        .map_or_else(|| quote!(true), |value| quote!(#value));
    if name == "node_ref" {
        return Ok(quote!(.node_ref(#value)));
    }
    Ok(match name.split_once(':') {
        None => quote!(.attribute(#name, #value)),
        Some(("class", class)) => quote!(.toggle(#class, #value)),
        Some(("style", property)) => quote!(.style(#property, #value)),
        Some(("prop", property)) => quote!(.property(#property, #value)),
        Some(("on", event)) => {
            let event = Ident::new(event, proc_macro2::Span::call_site());
            quote!(.on(&::leptos::ev::#event, #value))
        }
        Some(_) => return Err(syn::Error::new_spanned(&keyed.key, "no such attribute")),
    })
}

fn component(node: &NodeElement<rstml::Infallible>) -> syn::Result<TokenStream> {
    let NodeName::Path(name) = node.name() else {
        return Err(syn::Error::new_spanned(
            node.name(),
            "a component has a plain name",
        ));
    };
    let mut properties = Vec::new();
    for keyed in keyed(node)? {
        let NodeName::Path(property) = &keyed.key else {
            return Err(syn::Error::new_spanned(
                &keyed.key,
                "a property has a plain name",
            ));
        };
        let value = keyed
            .value()
            .map_or_else(|| quote!(true), |value| quote!(#value));
        properties.push(quote!(.#property(#value)));
    }
    Ok(quote!({
        let properties = ::leptos::component::component_props_builder(&#name) #(#properties)*;
        ::leptos::component::component_view(#name, properties.build())
    }))
}
