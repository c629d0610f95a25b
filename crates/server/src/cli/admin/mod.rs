mod checks;
mod codes;
mod demo;
mod groups;
mod messages;
mod parameters;
mod password;
mod users;

use clap::Subcommand;
use countersign_protocol::Timestamp;
use countersign_server::clock::Clock;
use countersign_server::config::Config;
use countersign_server::crypto::Keys;
use countersign_server::storage::{GroupRecord, Storage, UserRecord};

use super::CliError;
use super::open::open;
use super::output::Output;

/// What an operator can do.
#[derive(Subcommand)]
pub(super) enum Admin {
    /// Users: add, list, show, set, lock, unlock, remove.
    #[command(subcommand, alias = "users")]
    User(users::UserCommand),
    /// User groups: add, list, set, remove.
    #[command(subcommand, alias = "groups")]
    Group(groups::GroupCommand),
    /// System parameters: list, get, set.
    #[command(subcommand, alias = "parameters")]
    Parameter(parameters::ParameterCommand),
    /// Registered tokens: show, revoke.
    #[command(subcommand, alias = "bindings")]
    Binding(codes::BindingCommand),
    /// Activation codes, in place of a text message: make.
    #[command(subcommand, alias = "activation-codes")]
    ActivationCode(codes::ActivationCodeCommand),
    /// Text messages: deliveries, test.
    #[command(subcommand)]
    Sms(messages::SmsCommand),
    /// Makes users, groups and parameters for trying things out; a second run changes nothing.
    Demo,
}

/// What every command works with.
struct Desk {
    storage: Storage,
    keys: Keys,
    server_name: String,
    now: Timestamp,
}

/// Does one command on the data folder, beside a running server or without one.
pub(super) async fn run(config: &Config, command: Admin) -> Result<Output, CliError> {
    let (storage, keys) = open(config).await?;
    let desk = Desk {
        storage,
        keys,
        server_name: config.server_name.clone(),
        now: Clock::system().now(),
    };
    let output = match command {
        Admin::User(command) => desk.user(command).await,
        Admin::Group(command) => desk.group(command).await,
        Admin::Parameter(command) => desk.parameter(command).await,
        Admin::Binding(command) => desk.binding(command).await,
        Admin::ActivationCode(command) => desk.activation_code(command).await,
        Admin::Sms(command) => desk.sms(command).await,
        Admin::Demo => desk.demo().await,
    };
    desk.storage.close().await;
    output
}

impl Desk {
    async fn require_user(&self, name: &str) -> Result<UserRecord, CliError> {
        self.storage.user_by_name(name).await?.ok_or_else(|| {
            CliError::new(format!(
                "There is no user {name}: see \"countersign-server admin user list\"."
            ))
        })
    }

    async fn require_group(&self, name: &str) -> Result<GroupRecord, CliError> {
        self.storage.group(name).await?.ok_or_else(|| {
            CliError::new(format!(
                "There is no group {name}: see \"countersign-server admin group list\"."
            ))
        })
    }
}
