use clap::Subcommand;
use countersign_server::clock::Clock;
use countersign_server::sms::{Channels, ConsoleMessages, HttpSender, OutgoingSms, texts};
use countersign_server::storage::DeliveryState;

use super::{CliError, Desk, Output};

#[derive(Subcommand)]
pub(in crate::cli) enum SmsCommand {
    /// Lists the last attempts to send text messages, newest first, with what went wrong.
    Deliveries {
        /// How many at most.
        #[arg(long, default_value_t = 20)]
        last: u32,
    },
    /// Sends a test message to a user's phone, by the channels as they are configured.
    Test {
        /// The user's name.
        user: String,
    },
}

impl Desk {
    pub(super) async fn sms(&self, command: SmsCommand) -> Result<Output, CliError> {
        match command {
            SmsCommand::Deliveries { last } => self.list_deliveries(last).await,
            SmsCommand::Test { user } => self.send_test(&user).await,
        }
    }

    async fn list_deliveries(&self, last: u32) -> Result<Output, CliError> {
        let mut rows = Vec::new();
        for delivery in self.storage.deliveries(last).await? {
            let user = self.storage.user(&delivery.user_id).await?;
            let state = match delivery.state {
                DeliveryState::Sent => "sent",
                DeliveryState::Failed => "failed",
            };
            rows.push(vec![
                delivery.at.to_string().into(),
                user.name.into(),
                delivery.channel.into(),
                state.into(),
                delivery.error.into(),
            ]);
        }
        let columns = vec!["at", "user", "channel", "state", "error"];
        Ok(Output::Rows(columns, rows))
    }

    async fn send_test(&self, name: &str) -> Result<Output, CliError> {
        let user = self.require_user(name).await?;
        let phone = user.phone.ok_or_else(|| {
            CliError::new(format!(
                "{} has no phone number: set one with \"countersign-server admin user set\".",
                user.name
            ))
        })?;
        let http = HttpSender::new().map_err(|error| {
            CliError::new(format!("TLS for the gateway cannot be set up: {error}."))
        })?;
        let channels = Channels {
            storage: self.storage.clone(),
            console: ConsoleMessages::default(),
            http,
            clock: Clock::system(),
        };
        let text = texts::trial(user.language, &self.server_name).into();
        match channels
            .deliver(OutgoingSms {
                user_id: user.id,
                phone,
                text,
            })
            .await
        {
            Some(channel) => Ok(Output::Said(format!("Sent by {channel}."))),
            None => Err(CliError::new(
                "No channel took the message: see \"countersign-server admin sms deliveries\".",
            )),
        }
    }
}
