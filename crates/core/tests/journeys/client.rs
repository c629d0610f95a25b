use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::net::SocketAddr;
use std::rc::Rc;

use axum::body::{Body, to_bytes};
use axum::extract::ConnectInfo;
use axum::http::{Request, header};
use countersign_core::ports::{Http, HttpRequest, HttpResponse, Unreachable};
use countersign_core::runner::Runner;
use countersign_core::sign_in::{Announcement, Effect, Event, SignIn, View};
use countersign_core::vault::Vault;
use countersign_core::{Machine, SecretText, Ticket, Timestamp};
use countersign_testkit::fakes::{FakeClock, FakePorts};
use countersign_testkit::leaks;
use tower::ServiceExt;
use zeroize::Zeroizing;

use crate::server::{NAME, PASSWORD, PORT, Server};

/// A browser's network to the server's router, with one cookie, which can be cut.
#[derive(Clone)]
pub(crate) struct Network {
    router: axum::Router,
    address: SocketAddr,
    cookie: Rc<RefCell<Option<String>>>,
    connected: Rc<Cell<bool>>,
}

impl Network {
    fn keep_cookie(&self, set_cookie: &str) {
        let pair = set_cookie.split(';').next().unwrap_or_default();
        let ended = set_cookie.contains("Max-Age=0");
        *self.cookie.borrow_mut() = (!ended).then(|| pair.to_owned());
    }
}

impl Http for Network {
    fn origin(&self) -> String {
        format!("http://localhost:{PORT}")
    }

    async fn send(&self, request: HttpRequest) -> Result<HttpResponse, Unreachable> {
        if !self.connected.get() {
            return Err(Unreachable);
        }
        let mut sent = Request::builder()
            .method(request.method.as_str())
            .uri(&request.path)
            .header(header::HOST, format!("localhost:{PORT}"))
            .extension(ConnectInfo(self.address));
        for (name, value) in &request.headers {
            sent = sent.header(*name, value);
        }
        if let Some(cookie) = &*self.cookie.borrow() {
            sent = sent.header(header::COOKIE, cookie);
        }
        let body = request
            .body
            .map_or_else(Body::empty, |body| Body::from(body.to_vec()));
        let sent = sent.body(body).map_err(|_| Unreachable)?;
        let response = self.router.clone().oneshot(sent).await;
        let (parts, body) = response.map_err(|_| Unreachable)?.into_parts();
        if let Some(cookie) = parts.headers.get(header::SET_COOKIE) {
            self.keep_cookie(cookie.to_str().map_err(|_| Unreachable)?);
        }
        let text = |value: &axum::http::HeaderValue| {
            String::from_utf8_lossy(value.as_bytes()).into_owned()
        };
        let headers = parts.headers.iter().map(|(n, v)| (n.to_string(), text(v)));
        let body = to_bytes(body, usize::MAX).await.map_err(|_| Unreachable)?;
        Ok(HttpResponse {
            status: parts.status.as_u16(),
            headers: headers.collect(),
            body: Zeroizing::new(body.to_vec()),
        })
    }
}

/// The client on one device: what the runtime does, without a browser.
pub(crate) struct Client<'a> {
    server: &'a Server,
    pub(crate) ports: Rc<FakePorts<Network>>,
    pub(crate) vault: Rc<Vault<FakePorts<Network>>>,
    pub(crate) runner: Runner<FakePorts<Network>>,
    machine: SignIn,
    wakes: Vec<(Timestamp, Ticket)>,
    pub(crate) told: Vec<Announcement>,
}

impl<'a> Client<'a> {
    /// A new device, whose clock is so many seconds ahead of the server's.
    pub(crate) async fn new(server: &'a Server, seed: u8, ahead: i64) -> Self {
        let clock = FakeClock::at(server.now().plus_seconds(ahead));
        let network = Network {
            router: server.router.clone(),
            address: SocketAddr::from(([192, 0, 2, seed], 40_000)),
            cookie: Rc::default(),
            connected: Rc::new(Cell::new(true)),
        };
        Self::start(server, Rc::new(FakePorts::new(seed.into(), clock, network))).await
    }

    async fn start(server: &'a Server, ports: Rc<FakePorts<Network>>) -> Self {
        let vault = Rc::new(Vault::open(Rc::clone(&ports)).await.unwrap());
        let runner = Runner::new(Rc::clone(&ports), Rc::clone(&vault), "0.1.0", "Pixel 9");
        let mut client = Self {
            server,
            ports,
            vault,
            runner,
            machine: SignIn::new(),
            wakes: Vec::new(),
            told: Vec::new(),
        };
        client.send(Event::Start).await;
        client
    }

    /// The page is loaded again; device, network and cookie stay.
    pub(crate) async fn reload(&mut self) {
        *self = Self::start(self.server, Rc::clone(&self.ports)).await;
    }

    /// Sends one event and performs what follows, until nothing is left to do.
    pub(crate) async fn send(&mut self, event: Event) {
        let mut events = VecDeque::from([event]);
        while let Some(event) = events.pop_front() {
            let now = countersign_core::ports::Clock::now(&self.ports.clock);
            let step = std::mem::take(&mut self.machine).step(now, event);
            self.machine = step.state;
            for effect in step.effects {
                match effect {
                    Effect::Run(job) => events.extend(self.runner.perform(job).await),
                    Effect::WakeAt(at, ticket) => self.wakes.push((at, ticket)),
                    Effect::Announce(told) => self.told.push(told),
                    Effect::ListenForSms(_) | Effect::StopListening => {}
                }
            }
            assert!(leaks(&self.machine, &[PASSWORD]).is_empty());
        }
    }

    pub(crate) fn view(&self) -> View {
        let now = countersign_core::ports::Clock::now(&self.ports.clock);
        self.machine.view(now)
    }

    pub(crate) fn holds_secret(&self) -> bool {
        self.machine.holds_secret()
    }

    /// Lets time pass until the wake-up that was ordered last.
    pub(crate) async fn sleep(&mut self) {
        let (at, ticket) = self.wakes.pop().expect("no wake-up was ordered");
        let now = countersign_core::ports::Clock::now(&self.ports.clock);
        let millis = at.millis_since(now).max(0);
        self.server.advance(millis);
        self.ports.clock.set(now.plus_millis(millis));
        self.send(Event::Woke(ticket)).await;
    }

    /// Lets time pass.
    pub(crate) fn wait(&self, seconds: i64) {
        self.server.advance(seconds * 1000);
        self.ports.clock.advance_seconds(seconds);
    }

    pub(crate) fn disconnect(&self) {
        self.ports.http.connected.set(false);
    }

    pub(crate) async fn reconnect(&mut self) {
        self.ports.http.connected.set(true);
        self.send(Event::Online).await;
    }

    pub(crate) fn cookie(&self) -> Option<String> {
        self.ports.http.cookie.borrow().clone()
    }

    pub(crate) async fn submit(&mut self) {
        self.submit_password(PASSWORD).await;
    }

    pub(crate) async fn submit_password(&mut self, password: &str) {
        let password = SecretText::new(password);
        self.send(Event::Submit {
            user_name: NAME.to_owned(),
            password,
        })
        .await;
    }

    /// From the form to a text message.
    pub(crate) async fn ask_for_message(&mut self) {
        self.submit().await;
        self.send(Event::Register).await;
        self.send(Event::TextMe).await;
        assert!(matches!(self.view(), View::Sms(_)), "{:?}", self.view());
    }

    /// From the form to a registered token and a session.
    pub(crate) async fn register(&mut self) {
        self.ask_for_message().await;
        self.send(Event::EnterCode(self.server.sms_code())).await;
        assert!(
            matches!(self.view(), View::Registered { .. }),
            "{:?}",
            self.view()
        );
        self.send(Event::Continue).await;
        self.assert_signed_in();
    }

    #[track_caller]
    pub(crate) fn assert_signed_in(&self) {
        assert!(
            matches!(self.view(), View::SignedIn(_)),
            "{:?}",
            self.view()
        );
        assert!(!self.holds_secret());
        assert!(self.cookie().is_some());
    }

    pub(crate) async fn sign_out(&mut self) {
        self.send(Event::SignOut).await;
        assert!(matches!(self.view(), View::Form(_)), "{:?}", self.view());
        assert_eq!(self.cookie(), None);
    }
}
