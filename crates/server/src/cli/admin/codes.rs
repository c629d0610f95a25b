use clap::Subcommand;
use countersign_protocol::{BindingState, RegistrationMeans, Timestamp};
use countersign_server::domain::activation::{ActivationCodeError, make_activation_code};
use countersign_server::storage::BindingRecord;

use super::{CliError, Desk, Output};

#[derive(Subcommand)]
pub(in crate::cli) enum BindingCommand {
    /// Shows the registered tokens that a user has had, newest first.
    Show {
        /// The user's name.
        user: String,
    },
    /// Revokes a user's registered token and ends the sessions that it opened.
    Revoke {
        /// The user's name.
        user: String,
    },
}

#[derive(Subcommand)]
pub(in crate::cli) enum ActivationCodeCommand {
    /// Makes a code that registers a token in place of a text message: valid once, for ten
    /// minutes, and shown only now.
    Make {
        /// The user's name.
        user: String,
    },
}

impl Desk {
    pub(super) async fn binding(&self, command: BindingCommand) -> Result<Output, CliError> {
        match command {
            BindingCommand::Show { user } => {
                let user = self.require_user(&user).await?;
                let bindings = self.storage.bindings_of(&user.id).await?;
                let rows = bindings.into_iter().map(|binding| self.facts_of(binding));
                let columns = vec![
                    "generation",
                    "state",
                    "since",
                    "device",
                    "registered_at",
                    "by",
                    "address",
                    "issuer",
                    "locked_until",
                ];
                Ok(Output::Rows(columns, rows.collect()))
            }
            BindingCommand::Revoke { user } => {
                let user = self.require_user(&user).await?;
                match self.storage.revoke_binding(&user.id, self.now).await? {
                    Some(binding) => Ok(Output::Said(format!(
                        "The registered token of {} on \"{}\" is revoked; its sessions have ended.",
                        user.name, binding.device_name
                    ))),
                    None => Err(CliError::new(format!(
                        "{} has no registered token: there is nothing to revoke.",
                        user.name
                    ))),
                }
            }
        }
    }

    pub(super) async fn activation_code(
        &self,
        command: ActivationCodeCommand,
    ) -> Result<Output, CliError> {
        let ActivationCodeCommand::Make { user } = command;
        let user = self.require_user(&user).await?;
        let made = make_activation_code(&self.storage, &self.keys, &user.id, self.now)
            .await
            .map_err(|error| match error {
                ActivationCodeError::Storage(error) => CliError::from(error),
                ActivationCodeError::Random(error) => error.into(),
            })?;
        let about = format!(
            "For {}, valid once and until {}; it is not shown again.",
            user.name, made.expires_at
        );
        Ok(Output::Value(
            "activation_code",
            made.code.expose().to_owned(),
            about,
        ))
    }

    fn facts_of(&self, binding: BindingRecord) -> Vec<serde_json::Value> {
        let locked_until = Some(binding.locked_until).filter(|&until| until > self.now);
        vec![
            binding.generation.into(),
            word_of_state(binding.state).into(),
            binding.since.to_string().into(),
            binding.device_name.into(),
            binding.registered_at.to_string().into(),
            word_of_means(binding.means).into(),
            binding.address.into(),
            binding.issuer.into(),
            locked_until
                .map(|until: Timestamp| until.to_string())
                .into(),
        ]
    }
}

fn word_of_state(state: BindingState) -> &'static str {
    match state {
        BindingState::Active => "active",
        BindingState::Superseded => "superseded",
        BindingState::Revoked => "revoked",
        BindingState::Unknown => "unknown",
    }
}

fn word_of_means(means: RegistrationMeans) -> &'static str {
    match means {
        RegistrationMeans::Sms => "text message",
        RegistrationMeans::ActivationCode => "activation code",
        RegistrationMeans::Unknown => "unknown",
    }
}
