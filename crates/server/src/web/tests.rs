use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, StatusCode};
use axum::routing::get;
use countersign_protocol::{SecretText, Timestamp};
use http_body_util::BodyExt as _;
use tower::ServiceExt as _;

use super::{Assets, Web};
use crate::sms::{ConsoleMessage, ConsoleMessages};
use crate::storage::Storage;

const FILES: [(&str, &str); 8] = [
    ("index.html", "<!doctype html><title>app</title>"),
    ("index.html.br", "index as br"),
    ("index.html.gz", "index as gz"),
    ("sw.js", "worker"),
    ("manifest.webmanifest", "{}"),
    ("countersign-0123456789abcdef.js", "glue"),
    ("countersign-0123456789abcdef.js.br", "glue as br"),
    ("countersign-0123456789abcdef_bg.wasm", "wasm"),
];

struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: String,
}

impl Answer {
    fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }
}

struct Server {
    router: Router,
    _folder: tempfile::TempDir,
}

impl Server {
    async fn new(
        files: &[(&str, &'static str)],
        https: bool,
        demo: Option<ConsoleMessages>,
    ) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let storage = Storage::open(&folder.path().join("countersign.db"))
            .await
            .unwrap();
        let files = files
            .iter()
            .map(|&(name, text)| (name.to_owned(), text.into()));
        let web = Web {
            assets: Assets::from_files(files),
            https,
            demo,
            storage,
        };
        let api = Router::new().route("/api/v1/known", get(|| async { "{}" }));
        Self {
            router: web.around(api),
            _folder: folder,
        }
    }

    async fn app() -> Self {
        Self::new(&FILES, false, None).await
    }

    async fn answer(&self, method: Method, path: &str, headers: &[(&str, &str)]) -> Answer {
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(Body::empty()).unwrap();
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = body.collect().await.unwrap().to_bytes();
        Answer {
            status: parts.status,
            headers: parts.headers,
            body: String::from_utf8(body.to_vec()).unwrap(),
        }
    }

    async fn get(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        self.answer(Method::GET, path, headers).await
    }
}

const NAVIGATION: &[(&str, &str)] = &[("sec-fetch-mode", "navigate"), ("accept", "text/html,*/*")];

/// All headers but those that change with the content, one per line.
fn snapshot(answer: &Answer) -> String {
    let mut lines: Vec<_> = answer
        .headers
        .iter()
        .filter(|(name, _)| !["etag", "date"].contains(&name.as_str()))
        .map(|(name, value)| format!("{name}: {}", value.to_str().unwrap()))
        .collect();
    lines.sort();
    lines.join("\n")
}

const PERMISSIONS: &str = "permissions-policy: camera=(self), geolocation=(self), \
    publickey-credentials-get=(self), publickey-credentials-create=(self), \
    otp-credentials=(self), clipboard-write=(self), screen-wake-lock=(self), \
    microphone=(), payment=(), usb=(), serial=(), hid=(), midi=(), \
    display-capture=(), idle-detection=()";

const POLICY: &str = "content-security-policy: default-src 'none'; \
    script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data: blob:; \
    media-src 'self' blob:; font-src 'self'; connect-src 'self'; manifest-src 'self'; \
    worker-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; \
    object-src 'none'; require-trusted-types-for 'script'; trusted-types default";

#[tokio::test]
async fn the_headers_of_the_page_on_http() {
    let answer = Server::app().await.get("/", NAVIGATION).await;
    assert_eq!(
        snapshot(&answer),
        format!(
            "cache-control: no-cache\ncontent-length: 33\n{POLICY}\n\
             content-type: text/html; charset=utf-8\n\
             cross-origin-opener-policy: same-origin\n\
             cross-origin-resource-policy: same-origin\n{PERMISSIONS}\n\
             referrer-policy: no-referrer\nvary: accept-encoding\n\
             x-content-type-options: nosniff"
        )
    );
}

#[tokio::test]
async fn the_headers_of_a_hashed_file_on_https() {
    let server = Server::new(&FILES, true, None).await;
    let answer = server
        .get("/countersign-0123456789abcdef_bg.wasm", &[])
        .await;
    assert_eq!(
        snapshot(&answer),
        format!(
            "cache-control: public, max-age=31536000, immutable\ncontent-length: 4\n\
             {POLICY}; upgrade-insecure-requests\ncontent-type: application/wasm\n\
             cross-origin-opener-policy: same-origin\n\
             cross-origin-resource-policy: same-origin\n{PERMISSIONS}\n\
             referrer-policy: no-referrer\nstrict-transport-security: max-age=31536000\n\
             vary: accept-encoding\nx-content-type-options: nosniff"
        )
    );
}

#[tokio::test]
async fn the_headers_of_an_answer_of_the_api() {
    let answer = Server::app().await.get("/api/v1/known", &[]).await;
    assert_eq!(
        snapshot(&answer),
        format!(
            "content-length: 2\ncontent-security-policy: default-src 'none'; base-uri 'none'; \
             form-action 'none'; frame-ancestors 'none'\n\
             content-type: text/plain; charset=utf-8\n\
             cross-origin-opener-policy: same-origin\n\
             cross-origin-resource-policy: same-origin\n{PERMISSIONS}\n\
             referrer-policy: no-referrer\nx-content-type-options: nosniff"
        )
    );
}

#[tokio::test]
async fn a_compressed_form_is_sent_to_whom_takes_it() {
    let server = Server::app().await;
    for (accepted, encoding, body) in [
        ("gzip, br", "br", "index as br"),
        ("gzip", "gzip", "index as gz"),
        ("br;q=0", "", "<!doctype html><title>app</title>"),
    ] {
        let answer = server.get("/", &[("accept-encoding", accepted)]).await;
        assert_eq!(answer.header("content-encoding"), encoding);
        assert_eq!(answer.header("content-type"), "text/html; charset=utf-8");
        assert_eq!(answer.header("vary"), "accept-encoding");
        assert_eq!(answer.body, body);
    }
    let script = "/countersign-0123456789abcdef.js";
    let answer = server.get(script, &[("accept-encoding", "gzip")]).await;
    assert_eq!(
        (answer.header("content-encoding"), answer.body.as_str()),
        ("", "glue")
    );
}

#[tokio::test]
async fn what_a_browser_has_already_is_not_sent_again() {
    let server = Server::app().await;
    let brotli = [("accept-encoding", "br")];
    let tag = server.get("/", &brotli).await.header("etag").to_owned();
    let weak = format!("\"other\", W/{tag}");
    let known = [("accept-encoding", "br"), ("if-none-match", &weak)];
    let answer = server.get("/", &known).await;
    assert_eq!(
        (answer.status, answer.body.as_str()),
        (StatusCode::NOT_MODIFIED, "")
    );
    assert_eq!(answer.header("etag"), tag);
    assert_eq!(answer.header("cache-control"), "no-cache");
    // The plain form is another one, although the file is the same.
    let answer = server.get("/", &[("if-none-match", &tag)]).await;
    assert_eq!(answer.status, StatusCode::OK);
}

#[tokio::test]
async fn the_page_the_worker_and_the_manifest_are_asked_for_again_each_time() {
    let server = Server::app().await;
    for (path, content_type) in [
        ("/index.html", "text/html; charset=utf-8"),
        ("/sw.js", "text/javascript; charset=utf-8"),
        ("/manifest.webmanifest", "application/manifest+json"),
    ] {
        let answer = server.get(path, &[]).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        assert_eq!(answer.header("cache-control"), "no-cache", "{path}");
        assert_eq!(answer.header("content-type"), content_type, "{path}");
    }
}

#[tokio::test]
async fn head_tells_the_length_and_sends_nothing() {
    let answer = Server::app()
        .await
        .answer(Method::HEAD, "/sw.js", &[])
        .await;
    assert_eq!((answer.status, answer.body.as_str()), (StatusCode::OK, ""));
    assert_eq!(answer.header("content-length"), "6");
}

#[tokio::test]
async fn every_address_that_a_person_opens_shows_the_app() {
    let server = Server::app().await;
    for path in ["/codes", "/sign-in?next=%2Fcodes", "/codes/add", "/demo"] {
        for headers in [NAVIGATION, &[("accept", "text/html")]] {
            let answer = server.get(path, headers).await;
            assert_eq!(answer.status, StatusCode::OK, "{path}");
            assert!(answer.body.contains("<title>app</title>"), "{path}");
        }
    }
}

#[tokio::test]
async fn what_is_neither_a_file_nor_an_address_is_not_found() {
    let server = Server::app().await;
    for path in [
        "/missing.js",
        "/countersign-ffffffffffffffff.js",
        "/api/v1/unknown",
        "/api/",
        "/demo/messages",
        "/demo/messages.css",
        "/index.html.br",
        "/../Cargo.toml",
        "/%2e%2e/Cargo.toml",
        "//etc/passwd.txt",
    ] {
        let answer = server.get(path, NAVIGATION).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
    }
    let by_a_program = [("sec-fetch-mode", "cors"), ("accept", "text/html")];
    assert_eq!(
        server.get("/codes", &by_a_program).await.status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(
        server.get("/codes", &[("accept", "*/*")]).await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn only_get_and_head_reach_files() {
    let answer = Server::app()
        .await
        .answer(Method::POST, "/codes", NAVIGATION)
        .await;
    assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(answer.header("allow"), "GET, HEAD");
}

#[tokio::test]
async fn without_the_app_a_page_says_how_to_build_it() {
    let server = Server::new(&[], false, None).await;
    let answer = server.get("/", NAVIGATION).await;
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(answer.body.contains("cargo xtask build"), "{}", answer.body);
    assert_eq!(
        server.get("/sw.js", &[]).await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn the_demo_page_shows_messages_and_allows_no_script() {
    let messages = ConsoleMessages::default();
    messages.send(ConsoleMessage {
        at: Timestamp::from_seconds(0),
        phone: "+905550000001".to_owned(),
        text: SecretText::new("code 012345"),
    });
    let server = Server::new(&FILES, false, Some(messages)).await;
    let answer = server.get("/demo/messages", NAVIGATION).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert!(answer.body.contains("code 012345"), "{}", answer.body);
    assert!(answer.body.contains("demo mode"), "{}", answer.body);
    assert_eq!(answer.header("cache-control"), "no-store");
    assert!(
        answer
            .header("content-security-policy")
            .starts_with("default-src 'none'; style-src")
    );
    let style = server.get("/demo/messages.css", &[]).await;
    assert_eq!(style.header("content-type"), "text/css; charset=utf-8");
}

#[tokio::test]
async fn health_is_told_after_asking_the_database() {
    let server = Server::app().await;
    let answer = server.get("/healthz", &[]).await;
    assert_eq!(
        (answer.status, answer.body.as_str()),
        (StatusCode::OK, "ok\n")
    );
}
