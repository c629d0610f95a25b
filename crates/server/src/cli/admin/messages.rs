use clap::Subcommand;
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
}

impl Desk {
    pub(super) async fn sms(&self, command: SmsCommand) -> Result<Output, CliError> {
        let SmsCommand::Deliveries { last } = command;
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
        Ok(Output::Rows(
            vec!["at", "user", "channel", "state", "error"],
            rows,
        ))
    }
}
