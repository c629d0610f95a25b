use clap::{Args, Subcommand};
use countersign_server::storage::{GroupRecord, StorageError};

use super::checks::{self, Switch};
use super::{CliError, Desk, Output};

#[derive(Subcommand)]
pub(in crate::cli) enum GroupCommand {
    /// Adds a group, with both switches off unless said otherwise.
    Add {
        /// The group's name.
        name: String,
        #[command(flatten)]
        switches: Switches,
    },
    /// Lists the groups.
    List,
    /// Changes the switches of a group.
    Set {
        /// The group's name.
        name: String,
        #[command(flatten)]
        switches: Switches,
    },
    /// Removes a group; its users stay.
    Remove {
        /// The group's name.
        name: String,
    },
}

#[derive(Args)]
pub(in crate::cli) struct Switches {
    /// One-time codes for signing in.
    #[arg(long)]
    codes: Option<Switch>,
    /// Text messages.
    #[arg(long)]
    sms: Option<Switch>,
}

impl Switches {
    fn apply(&self, group: &mut GroupRecord) {
        group.otp_enabled = self.codes.map_or(group.otp_enabled, Switch::is_on);
        group.sms_enabled = self.sms.map_or(group.sms_enabled, Switch::is_on);
    }
}

impl Desk {
    pub(super) async fn group(&self, command: GroupCommand) -> Result<Output, CliError> {
        match command {
            GroupCommand::Add { name, switches } => {
                let name = checks::display_name(&name)?;
                let mut group = GroupRecord {
                    name,
                    otp_enabled: false,
                    sms_enabled: false,
                };
                switches.apply(&mut group);
                match self.storage.create_group(&group, self.now).await {
                    Ok(()) => Ok(Output::Said(format!("{} was added.", group.name))),
                    Err(StorageError::Taken) => Err(CliError::new(format!(
                        "There is a group {} already: change it with \"countersign-server admin \
                         group set\".",
                        group.name
                    ))),
                    Err(error) => Err(error.into()),
                }
            }
            GroupCommand::List => self.list_groups().await,
            GroupCommand::Set { name, switches } => {
                let mut group = self.require_group(&name).await?;
                switches.apply(&mut group);
                self.storage.change_group(&group).await?;
                Ok(Output::Said(format!("{name} was changed.")))
            }
            GroupCommand::Remove { name } => {
                self.require_group(&name).await?;
                self.storage.remove_group(&name).await?;
                Ok(Output::Said(format!("{name} was removed.")))
            }
        }
    }

    async fn list_groups(&self) -> Result<Output, CliError> {
        let mut rows = Vec::new();
        for group in self.storage.groups().await? {
            let members = self.storage.members_of(&group.name).await?;
            rows.push(vec![
                group.name.into(),
                group.otp_enabled.into(),
                group.sms_enabled.into(),
                members.len().into(),
            ]);
        }
        Ok(Output::Rows(vec!["name", "codes", "sms", "users"], rows))
    }
}
