use std::net::SocketAddr;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};

use axum::Router;
use countersign_protocol::{SecretText, Timestamp};
use countersign_server::Setup;
use countersign_server::clock::Clock;
use countersign_server::config::PublicOrigin;
use countersign_server::crypto::Keys;
use countersign_server::crypto::password::{Cost, Passwords};
use countersign_server::domain::Language;
use countersign_server::domain::parameters::{Parameter, Parameters};
use countersign_server::ids::UserId;
use countersign_server::sms::{OutgoingSms, SmsQueue};
use countersign_server::storage::{GroupRecord, NewUser, Storage, UserChange};
use serde_json::Value;
use tempfile::TempDir;

pub(crate) const PORT: u16 = 8123;
pub(crate) const NAME: &str = "ada";
pub(crate) const PASSWORD: &str = "analytical engine 1843";
pub(crate) const PHONE: &str = "+905550001122";
const GROUP: &str = "operators";
const START: Timestamp = Timestamp::from_seconds(1_795_500_000);
const CHEAP: Cost = Cost {
    memory: 64,
    passes: 1,
    lanes: 1,
};

/// Text messages as they were handed over.
#[derive(Clone, Default)]
pub(crate) struct Outbox(Arc<Mutex<Vec<OutgoingSms>>>);

impl SmsQueue for Outbox {
    fn send(&self, sms: OutgoingSms) {
        self.0.lock().unwrap().push(sms);
    }
}

/// A server of its own for one test, at a time that the test sets.
pub(crate) struct Server {
    pub(crate) router: Router,
    pub(crate) storage: Storage,
    pub(crate) keys: Keys,
    pub(crate) folder: TempDir,
    pub(crate) description: Value,
    outbox: Outbox,
    now: Arc<AtomicI64>,
}

impl Server {
    /// A server that knows nobody.
    pub(crate) async fn empty() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let storage = Storage::open(&folder.path().join("test.db")).await.unwrap();
        let keys = Keys::from_master(&[42; 32]);
        let now = Arc::new(AtomicI64::new(START.as_millis()));
        let outbox = Outbox::default();
        let clock = Arc::clone(&now);
        let router = countersign_server::app(Setup {
            origin: PublicOrigin::local(PORT),
            server_name: "Northgate".to_owned(),
            trusted_proxies: Vec::new(),
            storage: storage.clone(),
            keys: keys.clone(),
            password_cost: CHEAP,
            clock: Clock::new(move || Timestamp::from_millis(clock.load(Ordering::SeqCst))),
            sms: Arc::new(outbox.clone()),
        });
        let description = crate::device::description_of(&router).await;
        Self {
            router,
            storage,
            keys,
            folder,
            description,
            outbox,
            now,
        }
    }

    /// A server that knows one user whose group needs codes and gets text messages.
    pub(crate) async fn with_codes() -> Self {
        let server = Self::empty().await;
        server.set(Parameter::MobileOtpEnabled, "true").await;
        server.add_group(GROUP, true).await;
        server.add_user(NAME).await;
        server
    }

    /// A server that knows one user and asks for the password alone.
    pub(crate) async fn without_codes() -> Self {
        let server = Self::with_codes().await;
        server.set(Parameter::MobileOtpEnabled, "false").await;
        server
    }

    pub(crate) async fn set(&self, parameter: Parameter, value: &str) {
        Parameters::set(&self.storage, parameter, value, "test", self.now())
            .await
            .unwrap();
    }

    pub(crate) async fn add_group(&self, name: &str, otp_enabled: bool) {
        let group = GroupRecord {
            name: name.to_owned(),
            otp_enabled,
            sms_enabled: true,
        };
        self.storage.create_group(&group, self.now()).await.unwrap();
    }

    /// A user of the group that needs codes, with the usual password and phone.
    pub(crate) async fn add_user(&self, name: &str) -> UserId {
        let new = NewUser {
            id: UserId::random().unwrap(),
            name: name.to_owned(),
            display_name: "Ada Lovelace".to_owned(),
            language: Language::English,
        };
        self.storage.create_user(&new, self.now()).await.unwrap();
        self.storage.join_group(&new.id, GROUP).await.unwrap();
        let hash = Passwords::new(self.keys.clone(), CHEAP)
            .hash(&SecretText::new(PASSWORD))
            .await
            .unwrap();
        for change in [
            UserChange::PasswordHash(hash),
            UserChange::Phone(Some(PHONE.to_owned())),
        ] {
            self.change(&new.id, change).await;
        }
        new.id
    }

    pub(crate) async fn change(&self, user: &UserId, change: UserChange) {
        self.storage
            .change_user(user, &change, self.now())
            .await
            .unwrap();
    }

    pub(crate) async fn user(&self) -> UserId {
        self.storage.user_by_name(NAME).await.unwrap().unwrap().id
    }

    pub(crate) async fn leave_group(&self) {
        let user = self.user().await;
        self.storage.leave_group(&user, GROUP).await.unwrap();
    }

    pub(crate) async fn lock(&self) {
        let user = self.user().await;
        self.storage.lock_user(&user, self.now()).await.unwrap();
    }

    pub(crate) fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.now.load(Ordering::SeqCst))
    }

    pub(crate) fn wait(&self, seconds: i64) {
        self.now.fetch_add(seconds * 1000, Ordering::SeqCst);
    }

    /// All text messages so far.
    pub(crate) fn messages(&self) -> Vec<String> {
        let messages = self.outbox.0.lock().unwrap();
        messages
            .iter()
            .map(|sms| sms.text.expose().to_owned())
            .collect()
    }

    /// The code in the last text message that has one.
    pub(crate) fn sms_code(&self) -> String {
        let messages = self.messages();
        let coded = messages.iter().rev().find_map(|text| text.split_once('#'));
        coded.unwrap().1.to_owned()
    }

    /// Serves on a loopback port until the test ends.
    pub(crate) async fn listen(&self) -> SocketAddr {
        let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0))
            .await
            .unwrap();
        let address = listener.local_addr().unwrap();
        let service = self
            .router
            .clone()
            .into_make_service_with_connect_info::<SocketAddr>();
        tokio::spawn(async move { axum::serve(listener, service).await });
        address
    }
}

/// Six digits that are not these.
pub(crate) fn other_code(code: &str) -> String {
    let number: u32 = code.parse().unwrap();
    format!("{:06}", (number + 1) % 1_000_000)
}
