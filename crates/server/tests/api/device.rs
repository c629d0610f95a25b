use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use base64ct::{Base64UrlUnpadded, Encoding};
use countersign_otp::{Algorithm, Digits, Kind, Period, Secret, Token};
use countersign_protocol::{
    API_PREFIX, DPOP_HEADER, DPOP_NONCE_HEADER, IssuedToken, Jwk, Problem, ProblemType, Registered,
    RegistrationStarted, SESSION_COOKIE,
};
use http_body_util::{BodyExt, Full};
use hyper_util::client::legacy::Client;
use hyper_util::rt::TokioExecutor;
use p256::ecdsa::signature::Signer;
use p256::ecdsa::{Signature, SigningKey};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use tower::ServiceExt;

use crate::server::{NAME, PASSWORD, PORT, Server};

/// What came back.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

impl Answer {
    pub(crate) fn json<T: DeserializeOwned>(&self) -> T {
        let parsed = serde_json::from_str(&self.text);
        assert!(parsed.is_ok(), "{} {}", self.status, self.text);
        parsed.unwrap()
    }

    /// The problem, which must be of this type.
    #[expect(
        clippy::needless_pass_by_value,
        reason = "tests name a type where they call it"
    )]
    #[track_caller]
    pub(crate) fn problem(&self, kind: ProblemType) -> Problem {
        let problem: Problem = self.json();
        assert_eq!(problem.kind, kind, "{}", self.text);
        assert_eq!(problem.status, self.status.as_u16());
        assert_eq!(
            self.headers[header::CONTENT_TYPE],
            "application/problem+json"
        );
        problem
    }

    #[track_caller]
    pub(crate) fn expect(self, status: StatusCode) -> Self {
        assert_eq!(self.status, status, "{}", self.text);
        self
    }
}

/// A client on a device: its key, its cookie, the last nonce.
pub(crate) struct Device<'a> {
    pub(crate) server: &'a Server,
    pub(crate) address: IpAddr,
    key: SigningKey,
    nonce: Mutex<String>,
    cookie: Mutex<Option<String>>,
}

static PROOFS: AtomicU64 = AtomicU64::new(0);

pub(crate) fn url(path: &str) -> String {
    format!("http://localhost:{PORT}{API_PREFIX}{path}")
}

impl<'a> Device<'a> {
    /// A device with a key of its own.
    pub(crate) fn new(server: &'a Server, key: u8) -> Self {
        Self {
            server,
            address: IpAddr::V4(Ipv4Addr::new(192, 0, 2, key)),
            key: SigningKey::from_slice(&[key.max(1); 32]).unwrap(),
            nonce: Mutex::new(server.keys.dpop_nonce(server.now())),
            cookie: Mutex::new(None),
        }
    }

    pub(crate) fn cookie(&self) -> Option<String> {
        self.cookie.lock().unwrap().clone()
    }

    pub(crate) fn take_cookie_of(&self, other: &Self) {
        *self.cookie.lock().unwrap() = other.cookie();
    }

    /// The header and claims of a proof; a test may change them before it signs.
    pub(crate) fn proof(&self, method: &Method, path: &str) -> (Value, Value) {
        let point = self.key.verifying_key().to_sec1_point(false);
        let part = |range: std::ops::Range<usize>| {
            Base64UrlUnpadded::encode_string(&point.as_bytes()[range])
        };
        let serial = PROOFS.fetch_add(1, Ordering::Relaxed);
        (
            json!({
                "typ": "dpop+jwt",
                "alg": "ES256",
                "jwk": {"kty": "EC", "crv": "P-256", "x": part(1..33), "y": part(33..65)},
            }),
            json!({
                "jti": format!("proof-number-{serial:08}"),
                "htm": method.as_str(),
                "htu": url(path),
                "iat": self.server.now().as_seconds(),
                "nonce": *self.nonce.lock().unwrap(),
            }),
        )
    }

    pub(crate) fn sign(&self, header: &Value, claims: &Value) -> String {
        let encode = |value: &Value| Base64UrlUnpadded::encode_string(value.to_string().as_bytes());
        let signed = format!("{}.{}", encode(header), encode(claims));
        let signature: Signature = self.key.sign(signed.as_bytes());
        let signature = Base64UrlUnpadded::encode_string(&signature.to_bytes());
        format!("{signed}.{signature}")
    }

    /// The key's thumbprint (RFC 7638).
    pub(crate) fn thumbprint(&self) -> String {
        let (header, _) = self.proof(&Method::GET, "/");
        let jwk: Jwk = serde_json::from_value(header["jwk"].clone()).unwrap();
        let canonical = serde_json::to_vec(&jwk).unwrap();
        Base64UrlUnpadded::encode_string(&Sha256::digest(canonical))
    }

    /// A whole request with a proof, and the cookie where there is one.
    pub(crate) fn request(
        &self,
        method: &Method,
        path: &str,
        body: Option<Value>,
    ) -> Request<String> {
        let (header, claims) = self.proof(method, path);
        let mut request = Request::builder()
            .method(method)
            .uri(format!("{API_PREFIX}{path}"))
            .header(DPOP_HEADER, self.sign(&header, &claims))
            .header(header::CONTENT_TYPE, "application/json");
        if let Some(cookie) = self.cookie() {
            request = request.header(header::COOKIE, format!("{SESSION_COOKIE}={cookie}"));
        }
        let body = body.map(|body| body.to_string()).unwrap_or_default();
        request.body(body).unwrap()
    }

    /// Sends a request; takes the nonce and the cookie of the answer; checks that the operation
    /// and its status are described.
    pub(crate) async fn send(&self, mut request: Request<String>) -> Answer {
        let peer = SocketAddr::new(self.address, 50_000);
        request.extensions_mut().insert(ConnectInfo(peer));
        let (method, path) = (request.method().clone(), request.uri().path().to_owned());
        let answer = send(&self.server.router, request).await;
        self.take(&answer);
        crate::contract::check(&self.server.description, &method, &path, answer.status);
        answer
    }

    fn take(&self, answer: &Answer) {
        if let Some(nonce) = answer.headers.get(DPOP_NONCE_HEADER) {
            nonce
                .to_str()
                .unwrap()
                .clone_into(&mut self.nonce.lock().unwrap());
        }
        for cookie in answer.headers.get_all(header::SET_COOKIE) {
            let pair = cookie.to_str().unwrap().split(';').next().unwrap();
            let (_, value) = pair.split_once('=').unwrap();
            *self.cookie.lock().unwrap() = Some(value.to_owned()).filter(|v| !v.is_empty());
        }
    }

    /// As a client does it: with the nonce of the answer where one is asked for.
    pub(crate) async fn call(&self, method: Method, path: &str, body: Option<Value>) -> Answer {
        let answer = self.send(self.request(&method, path, body.clone())).await;
        let wants_nonce = ProblemType::UseDpopNonce.name();
        if answer.status == StatusCode::UNAUTHORIZED && answer.text.contains(wants_nonce) {
            return self.send(self.request(&method, path, body)).await;
        }
        answer
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.call(Method::GET, path, None).await
    }

    pub(crate) async fn post(&self, path: &str, body: Value) -> Answer {
        self.call(Method::POST, path, Some(body)).await
    }

    pub(crate) async fn sign_in_as(
        &self,
        name: &str,
        password: &str,
        code: Option<&str>,
    ) -> Answer {
        self.post("/sessions", sign_in_body(name, password, code))
            .await
    }

    pub(crate) async fn sign_in(&self, code: Option<&str>) -> Answer {
        self.sign_in_as(NAME, PASSWORD, code).await
    }

    pub(crate) async fn start_as(&self, name: &str, password: &str) -> Answer {
        let body = json!({"user_name": name, "password": password, "device_name": "Pixel 9"});
        self.post("/registrations", body).await
    }

    pub(crate) async fn start(&self) -> RegistrationStarted {
        self.start_as(NAME, PASSWORD)
            .await
            .expect(StatusCode::ACCEPTED)
            .json()
    }

    pub(crate) async fn resend(&self, id: &str) -> Answer {
        self.call(Method::POST, &format!("/registrations/{id}/resend"), None)
            .await
    }

    pub(crate) async fn confirm(&self, id: &str, code: &str) -> Answer {
        self.post(
            &format!("/registrations/{id}/confirm"),
            json!({"code": code}),
        )
        .await
    }

    /// Registers a token by text message.
    pub(crate) async fn register(&self) -> Registered {
        let started = self.start().await;
        self.confirm(&started.id, &self.server.sms_code())
            .await
            .expect(StatusCode::CREATED)
            .json()
    }

    /// The same request over a socket.
    pub(crate) async fn send_over(&self, address: SocketAddr, request: Request<String>) -> Answer {
        let (mut parts, body) = request.into_parts();
        parts.uri = format!("http://{address}{}", parts.uri).parse().unwrap();
        let client = Client::builder(TokioExecutor::new()).build_http::<Full<axum::body::Bytes>>();
        let request = Request::from_parts(parts, Full::from(body));
        let (parts, body) = client.request(request).await.unwrap().into_parts();
        let bytes = body.collect().await.unwrap().to_bytes();
        Answer {
            status: parts.status,
            headers: parts.headers,
            text: String::from_utf8(bytes.to_vec()).unwrap(),
        }
    }
}

pub(crate) fn sign_in_body(name: &str, password: &str, code: Option<&str>) -> Value {
    json!({"user_name": name, "password": password, "code": code, "device_name": "Pixel 9"})
}

pub(crate) async fn send(router: &Router, request: Request<String>) -> Answer {
    let response = router
        .clone()
        .oneshot(request.map(Body::from))
        .await
        .unwrap();
    let (parts, body) = response.into_parts();
    let bytes = body.collect().await.unwrap().to_bytes();
    Answer {
        status: parts.status,
        headers: parts.headers,
        text: String::from_utf8(bytes.to_vec()).unwrap(),
    }
}

pub(crate) async fn description_of(router: &Router) -> Value {
    let request = Request::get(format!("{API_PREFIX}/openapi.json"))
        .body(String::new())
        .unwrap();
    send(router, request).await.json()
}

/// The token as the client keeps it.
pub(crate) fn token_of(issued: &IssuedToken) -> Token {
    Token {
        issuer: issued.issuer.clone(),
        account_name: issued.account_name.clone(),
        secret: Secret::from_base32(issued.secret.expose()).unwrap(),
        kind: Kind::Totp {
            algorithm: Algorithm::Sha1,
            digits: Digits::new(issued.digits).unwrap(),
            period: Period::new(issued.period).unwrap(),
        },
    }
}

/// The code of a registered token so many steps from now.
pub(crate) fn code_at(registered: &Registered, server: &Server, steps: i64) -> String {
    let seconds = server.now().as_seconds() + steps * i64::from(registered.token.period);
    let code = token_of(&registered.token).code_at(seconds.unsigned_abs());
    code.expose().to_owned()
}

pub(crate) fn code_now(registered: &Registered, server: &Server) -> String {
    code_at(registered, server, 0)
}
