use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};

use axum::Router;
use countersign_core::{SecretText, Timestamp};
use countersign_server::Setup;
use countersign_server::clock::Clock;
use countersign_server::config::PublicOrigin;
use countersign_server::crypto::Keys;
use countersign_server::crypto::password::{Cost, Passwords};
use countersign_server::domain::Language;
use countersign_server::domain::activation::make_activation_code;
use countersign_server::domain::parameters::{Parameter, Parameters};
use countersign_server::ids::UserId;
use countersign_server::sms::{OutgoingSms, SmsQueue};
use countersign_server::storage::{GroupRecord, NewUser, Storage, UserChange};
use tempfile::TempDir;

pub(crate) const PORT: u16 = 8123;
pub(crate) const NAME: &str = "ada";
pub(crate) const PASSWORD: &str = "analytical engine 1843";
pub(crate) const START: Timestamp = Timestamp::from_seconds(1_795_500_000);
const GROUP: &str = "operators";
const CHEAP: Cost = Cost {
    memory: 64,
    passes: 1,
    lanes: 1,
};

#[derive(Clone, Default)]
struct Outbox(Arc<Mutex<Vec<OutgoingSms>>>);

impl SmsQueue for Outbox {
    fn send(&self, sms: OutgoingSms) {
        self.0.lock().unwrap().push(sms);
    }
}

/// The real server with a database file of its own, at a time that the test sets.
pub(crate) struct Server {
    pub(crate) router: Router,
    storage: Storage,
    keys: Keys,
    user: UserId,
    outbox: Outbox,
    now: Arc<AtomicI64>,
    _folder: TempDir,
}

impl Server {
    /// It knows one user, whose group needs codes and gets text messages.
    pub(crate) async fn with_codes() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let storage = Storage::open(&folder.path().join("test.db")).await.unwrap();
        let keys = Keys::from_master(&[42; 32]);
        let now = Arc::new(AtomicI64::new(START.as_millis()));
        let (outbox, clock) = (Outbox::default(), Arc::clone(&now));
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
        let user = add_user(&storage, &keys).await;
        let server = Self {
            router,
            storage,
            keys,
            user,
            outbox,
            now,
            _folder: folder,
        };
        server.set(Parameter::MobileOtpEnabled, "true").await;
        server
    }

    pub(crate) async fn set(&self, parameter: Parameter, value: &str) {
        Parameters::set(&self.storage, parameter, value, "test", self.now())
            .await
            .unwrap();
    }

    pub(crate) async fn leave_group(&self) {
        self.storage.leave_group(&self.user, GROUP).await.unwrap();
    }

    pub(crate) async fn lock(&self) {
        self.storage
            .lock_user(&self.user, self.now())
            .await
            .unwrap();
    }

    pub(crate) async fn activation_code(&self) -> SecretText {
        let made = make_activation_code(&self.storage, &self.keys, &self.user, self.now());
        SecretText::new(made.await.unwrap().code.expose())
    }

    pub(crate) fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.now.load(Ordering::SeqCst))
    }

    pub(crate) fn advance(&self, millis: i64) {
        self.now.fetch_add(millis, Ordering::SeqCst);
    }

    /// The code in the last text message.
    pub(crate) fn sms_code(&self) -> SecretText {
        let messages = self.outbox.0.lock().unwrap();
        let coded = messages.iter().rev().find_map(|sms| {
            sms.text
                .expose()
                .split_once('#')
                .map(|(_, code)| code.to_owned())
        });
        SecretText::new(coded.unwrap())
    }
}

async fn add_user(storage: &Storage, keys: &Keys) -> UserId {
    let group = GroupRecord {
        name: GROUP.to_owned(),
        otp_enabled: true,
        sms_enabled: true,
    };
    storage.create_group(&group, START).await.unwrap();
    let new = NewUser {
        id: UserId::random().unwrap(),
        name: NAME.to_owned(),
        display_name: "Ada Lovelace".to_owned(),
        language: Language::English,
    };
    storage.create_user(&new, START).await.unwrap();
    storage.join_group(&new.id, GROUP).await.unwrap();
    let passwords = Passwords::new(keys.clone(), CHEAP);
    let hash = passwords.hash(&SecretText::new(PASSWORD)).await.unwrap();
    let phone = Some("+905550001122".to_owned());
    for change in [UserChange::PasswordHash(hash), UserChange::Phone(phone)] {
        storage.change_user(&new.id, &change, START).await.unwrap();
    }
    new.id
}
