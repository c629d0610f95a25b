use countersign_protocol::{DPOP_HEADER, Problem, SESSION_COOKIE};
use utoipa::openapi::path::{Operation, PathItem};
use utoipa::openapi::security::{ApiKey, ApiKeyValue, SecurityScheme};
use utoipa::openapi::{Content, OpenApi, Ref, ResponseBuilder};

#[derive(utoipa::OpenApi)]
#[openapi(
    info(
        title = "Countersign",
        description = "Signing in with a registered token. Every call but the client \
            configuration carries a DPoP proof (RFC 9449, ES256) by the device key; errors are \
            problems (RFC 9457)."
    ),
    components(schemas(Problem))
)]
struct Frame;

/// What the operations are put into.
pub(super) fn frame() -> OpenApi {
    <Frame as utoipa::OpenApi>::openapi()
}

/// The description as text, with what holds for many operations.
pub(super) fn finish(mut description: OpenApi) -> String {
    let components = description.components.get_or_insert_default();
    components.add_security_scheme(
        "dpop",
        SecurityScheme::ApiKey(ApiKey::Header(ApiKeyValue::with_description(
            DPOP_HEADER,
            "A DPoP proof (RFC 9449) with the nonce of the last answer's DPoP-Nonce header.",
        ))),
    );
    components.add_security_scheme(
        "session",
        SecurityScheme::ApiKey(ApiKey::Cookie(ApiKeyValue::with_description(
            SESSION_COOKIE,
            "Set by signing in; of use with the device key alone.",
        ))),
    );
    for item in description.paths.paths.values_mut() {
        operations(item).for_each(add_common_problems);
    }
    // Strings, numbers and maps with text keys can always be written.
    description.to_json().unwrap_or_default()
}

fn operations(item: &mut PathItem) -> impl Iterator<Item = &mut Operation> {
    [&mut item.get, &mut item.post, &mut item.delete]
        .into_iter()
        .flatten()
}

fn add_common_problems(operation: &mut Operation) {
    let mut problems = vec![("500", "internal"), ("503", "unavailable")];
    if operation.security.is_some() {
        problems.push((
            "401",
            "use-dpop-nonce, invalid-dpop-proof, session-required or refused",
        ));
        problems.push(("426", "client-too-old"));
    }
    if operation.request_body.is_some() {
        problems.push(("400", "bad-request"));
        problems.push(("413", "payload-too-large"));
        problems.push(("415", "unsupported-media-type"));
    }
    for (status, description) in problems {
        let schema = Ref::from_schema_name("Problem");
        let response = ResponseBuilder::new()
            .description(description)
            .content("application/problem+json", Content::new(Some(schema)))
            .build();
        operation
            .responses
            .responses
            .entry(status.to_owned())
            .or_insert(response.into());
    }
}
