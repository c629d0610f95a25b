use clap::{Args, Subcommand};
use countersign_server::ids::UserId;
use countersign_server::storage::{NewUser, StorageError, UserChange, UserRecord};
use serde_json::Value;

use super::checks::{self, LanguageTag, OwnSwitch};
use super::password::read_new_password;
use super::{CliError, Desk, Output};

#[derive(Subcommand)]
pub(in crate::cli) enum UserCommand {
    /// Adds a user; asks for the password unless it comes on standard input.
    Add {
        /// The name to sign in with.
        name: String,
        #[command(flatten)]
        facts: UserFacts,
        /// A group to put the user into; may be given several times.
        #[arg(long = "group", value_name = "GROUP")]
        groups: Vec<String>,
        /// Reads the password from standard input.
        #[arg(long)]
        password_stdin: bool,
    },
    /// Lists the users.
    List,
    /// Shows a user.
    Show {
        /// The user's name.
        name: String,
    },
    /// Changes a user.
    Set {
        /// The user's name.
        name: String,
        #[command(flatten)]
        facts: UserFacts,
        /// A group to put the user into; may be given several times.
        #[arg(long = "join", value_name = "GROUP")]
        join: Vec<String>,
        /// A group to take the user out of; may be given several times.
        #[arg(long = "leave", value_name = "GROUP")]
        leave: Vec<String>,
        /// Asks for a new password, which ends the user's sessions.
        #[arg(long)]
        password: bool,
        /// Reads a new password from standard input.
        #[arg(long)]
        password_stdin: bool,
    },
    /// Locks an account and ends its sessions.
    Lock {
        /// The user's name.
        name: String,
    },
    /// Unlocks an account and its registered token.
    Unlock {
        /// The user's name.
        name: String,
    },
    /// Removes a user with the registered token, the sessions and everything else.
    Remove {
        /// The user's name.
        name: String,
    },
}

#[derive(Args)]
pub(in crate::cli) struct UserFacts {
    /// The name to call the person by.
    #[arg(long, value_name = "NAME")]
    display_name: Option<String>,
    /// The number for text messages in the international form; "" for none.
    #[arg(long, value_name = "NUMBER")]
    phone: Option<String>,
    /// The mail address; "" for none.
    #[arg(long, value_name = "ADDRESS")]
    mail: Option<String>,
    /// The language of messages.
    #[arg(long)]
    language: Option<LanguageTag>,
    /// Text messages for this user; "inherit" lets the groups decide.
    #[arg(long)]
    sms: Option<OwnSwitch>,
}

impl UserFacts {
    fn changes(self) -> Result<Vec<UserChange>, CliError> {
        let mut changes = Vec::new();
        if let Some(name) = self.display_name {
            changes.push(UserChange::DisplayName(checks::display_name(&name)?));
        }
        if let Some(phone) = self.phone {
            changes.push(UserChange::Phone(checks::phone(&phone)?));
        }
        if let Some(mail) = self.mail {
            changes.push(UserChange::Mail(checks::mail(&mail)?));
        }
        if let Some(language) = self.language {
            changes.push(UserChange::Language(language.language()));
        }
        if let Some(sms) = self.sms {
            changes.push(UserChange::SmsEnabled(sms.setting()));
        }
        Ok(changes)
    }
}

impl Desk {
    pub(super) async fn user(&self, command: UserCommand) -> Result<Output, CliError> {
        match command {
            UserCommand::Add {
                name,
                facts,
                groups,
                password_stdin,
            } => self.add_user(&name, facts, &groups, password_stdin).await,
            UserCommand::List => self.list_users().await,
            UserCommand::Show { name } => self.show_user(&name).await,
            UserCommand::Set {
                name,
                facts,
                join,
                leave,
                password,
                password_stdin,
            } => {
                let mut changes = facts.changes()?;
                let user = self.require_user(&name).await?;
                self.require_groups(join.iter().chain(&leave)).await?;
                if password || password_stdin {
                    let password = read_new_password(password_stdin)?;
                    changes.push(UserChange::PasswordHash(self.hashed(&password).await?));
                }
                self.change_user(&user, &changes, &join, &leave).await
            }
            UserCommand::Lock { name } => {
                let user = self.require_user(&name).await?;
                self.storage.lock_user(&user.id, self.now).await?;
                Ok(Output::Said(format!(
                    "{} is locked; all sessions have ended.",
                    user.name
                )))
            }
            UserCommand::Unlock { name } => {
                let user = self.require_user(&name).await?;
                self.storage.unlock_user(&user.id).await?;
                Ok(Output::Said(format!("{} is not locked.", user.name)))
            }
            UserCommand::Remove { name } => {
                let user = self.require_user(&name).await?;
                self.storage.remove_user(&user.id).await?;
                Ok(Output::Said(format!("{} was removed.", user.name)))
            }
        }
    }

    async fn add_user(
        &self,
        name: &str,
        facts: UserFacts,
        groups: &[String],
        password_stdin: bool,
    ) -> Result<Output, CliError> {
        let name = checks::user_name(name)?;
        let mut changes = facts.changes()?;
        self.require_groups(groups.iter()).await?;
        if self.storage.user_by_name(name).await?.is_some() {
            return Err(taken(name));
        }
        let password = read_new_password(password_stdin)?;
        changes.push(UserChange::PasswordHash(self.hashed(&password).await?));
        let user = self.new_user(name).await?;
        for change in &changes {
            self.storage.change_user(&user.id, change, self.now).await?;
        }
        for group in groups {
            self.storage.join_group(&user.id, group).await?;
        }
        Ok(Output::Said(format!("{name} was added.")))
    }

    /// A user called by the name to sign in with, in English, until that is changed.
    pub(super) async fn new_user(&self, name: &str) -> Result<NewUser, CliError> {
        let new = NewUser {
            id: UserId::random()?,
            name: name.to_owned(),
            display_name: name.to_owned(),
            language: countersign_server::domain::Language::default(),
        };
        match self.storage.create_user(&new, self.now).await {
            Ok(()) => Ok(new),
            Err(StorageError::Taken) => Err(taken(name)),
            Err(error) => Err(error.into()),
        }
    }

    async fn require_groups(&self, groups: impl Iterator<Item = &String>) -> Result<(), CliError> {
        for group in groups {
            self.require_group(group).await?;
        }
        Ok(())
    }

    async fn change_user(
        &self,
        user: &UserRecord,
        changes: &[UserChange],
        join: &[String],
        leave: &[String],
    ) -> Result<Output, CliError> {
        if changes.is_empty() && join.is_empty() && leave.is_empty() {
            return Err(CliError::new(
                "Say what to change: see \"countersign-server admin user set --help\".",
            ));
        }
        for change in changes {
            self.storage.change_user(&user.id, change, self.now).await?;
        }
        for group in join {
            self.storage.join_group(&user.id, group).await?;
        }
        for group in leave {
            match self.storage.leave_group(&user.id, group).await {
                // Out of it already.
                Ok(()) | Err(StorageError::Missing) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(Output::Said(format!("{} was changed.", user.name)))
    }

    async fn group_names_of(&self, user: &UserRecord) -> Result<Value, CliError> {
        let groups = self.storage.groups_of(&user.id).await?;
        Ok(groups.into_iter().map(|group| group.name).collect())
    }

    async fn list_users(&self) -> Result<Output, CliError> {
        let mut rows = Vec::new();
        for user in self.storage.users().await? {
            rows.push(vec![
                user.name.as_str().into(),
                user.display_name.as_str().into(),
                user.language.as_str().into(),
                user.locked_at.is_some().into(),
                self.group_names_of(&user).await?,
            ]);
        }
        Ok(Output::Rows(
            vec!["name", "display_name", "language", "locked", "groups"],
            rows,
        ))
    }

    async fn show_user(&self, name: &str) -> Result<Output, CliError> {
        let user = self.require_user(name).await?;
        let groups = self.group_names_of(&user).await?;
        Ok(Output::Facts(vec![
            ("name", user.name.into()),
            ("display_name", user.display_name.into()),
            ("password_set", user.password_hash.is_some().into()),
            ("phone", user.phone.into()),
            ("mail", user.mail.into()),
            ("language", user.language.as_str().into()),
            ("groups", groups),
            (
                "sms",
                user.sms_enabled.map_or("inherit".into(), Value::Bool),
            ),
            ("locked_at", user.locked_at.map(|at| at.to_string()).into()),
            ("created_at", user.created_at.to_string().into()),
        ]))
    }
}

fn taken(name: &str) -> CliError {
    CliError::new(format!(
        "There is a user {name} already: change it with \"countersign-server admin user set\"."
    ))
}
