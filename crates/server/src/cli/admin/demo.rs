use countersign_protocol::SecretText;
use countersign_server::domain::Language;
use countersign_server::domain::parameters::{Parameter, Parameters};
use countersign_server::storage::{GroupRecord, StorageError, UserChange};

use super::{CliError, Desk, Output};

struct DemoUser {
    name: &'static str,
    display_name: &'static str,
    password: &'static str,
    phone: &'static str,
    language: Language,
    group: &'static str,
}

const CODES: &str = "Privileged users";
const NO_CODES: &str = "Guests";

/// These passwords are in the source of the program: demo users are for demonstrations.
const USERS: [DemoUser; 4] = [
    DemoUser {
        name: "deniz.kaya",
        display_name: "Deniz Kaya",
        password: "demo-deniz-2026",
        phone: "+905550000001",
        language: Language::Turkish,
        group: CODES,
    },
    DemoUser {
        name: "elif.demir",
        display_name: "Elif Demir",
        password: "demo-elif-2026",
        phone: "+905550000002",
        language: Language::English,
        group: CODES,
    },
    DemoUser {
        name: "can.yildiz",
        display_name: "Can Yıldız",
        password: "demo-can-2026",
        phone: "+905550000003",
        language: Language::English,
        group: NO_CODES,
    },
    DemoUser {
        name: "abdurrahman.karahisarlioglu",
        display_name: "Abdurrahman Şükrü Gündoğdu Karahisarlıoğlu Çetinkayalıgil",
        password: "demo-abdurrahman-2026",
        phone: "+905550000004",
        language: Language::Turkish,
        group: CODES,
    },
];

const PARAMETERS: [(Parameter, &str); 2] = [
    (Parameter::MobileOtpEnabled, "true"),
    (Parameter::Issuer, "Northgate PAM"),
];

impl Desk {
    /// Makes what is not there, and leaves alone what is: somebody may have changed it.
    pub(super) async fn demo(&self) -> Result<Output, CliError> {
        for (name, on) in [(CODES, true), (NO_CODES, false)] {
            let group = GroupRecord {
                name: name.to_owned(),
                otp_enabled: on,
                sms_enabled: true,
            };
            match self.storage.create_group(&group, self.now).await {
                Ok(()) | Err(StorageError::Taken) => {}
                Err(error) => return Err(error.into()),
            }
        }
        let parameters = Parameters::load(&self.storage).await?;
        for (parameter, value) in PARAMETERS {
            if !parameters.is_set(parameter) {
                self.set_parameter(parameter, value).await?;
            }
        }
        let mut rows = Vec::new();
        for user in &USERS {
            let made = self.demo_user(user).await?;
            rows.push(vec![
                user.name.into(),
                user.password.into(),
                user.phone.into(),
                user.language.as_str().into(),
                user.group.into(),
                if made { "made" } else { "was there" }.into(),
            ]);
        }
        let columns = vec!["user", "password", "phone", "language", "group", "state"];
        Ok(Output::Rows(columns, rows))
    }

    async fn demo_user(&self, demo: &DemoUser) -> Result<bool, CliError> {
        if self.storage.user_by_name(demo.name).await?.is_some() {
            return Ok(false);
        }
        let password = self.hashed(&SecretText::new(demo.password)).await?;
        let user = self.new_user(demo.name).await?;
        for change in [
            UserChange::DisplayName(demo.display_name.to_owned()),
            UserChange::PasswordHash(password),
            UserChange::Phone(Some(demo.phone.to_owned())),
            UserChange::Mail(Some(format!("{}@example.com", demo.name))),
            UserChange::Language(demo.language),
        ] {
            self.storage
                .change_user(&user.id, &change, self.now)
                .await?;
        }
        self.storage.join_group(&user.id, demo.group).await?;
        Ok(true)
    }
}
