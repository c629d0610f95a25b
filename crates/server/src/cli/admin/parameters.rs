use clap::Subcommand;
use countersign_server::domain::parameters::{Parameter, Parameters, SetError};

use super::{CliError, Desk, Output};

/// What is shown in place of a value that may hold a gateway's key.
const MASK: &str = "********";

#[derive(Subcommand)]
pub(in crate::cli) enum ParameterCommand {
    /// Lists the parameters with their values; what may hold a secret is masked.
    List,
    /// Shows a parameter, with what it takes and its last changes.
    Get {
        /// The parameter's name.
        name: String,
    },
    /// Sets a parameter; the change is recorded.
    Set {
        /// The parameter's name.
        name: String,
        /// The value; "-" reads it from standard input.
        value: String,
    },
}

impl Desk {
    pub(super) async fn parameter(&self, command: ParameterCommand) -> Result<Output, CliError> {
        match command {
            ParameterCommand::List => {
                let parameters = Parameters::load(&self.storage).await?;
                let rows = Parameter::ALL.iter().map(|&parameter| {
                    vec![
                        parameter.name().into(),
                        shown(&parameters, parameter).into(),
                        parameters.is_set(parameter).into(),
                        parameter.kind().to_string().into(),
                    ]
                });
                Ok(Output::Rows(
                    vec!["name", "value", "set", "takes"],
                    rows.collect(),
                ))
            }
            ParameterCommand::Get { name } => self.show_parameter(&name).await,
            ParameterCommand::Set { name, value } => {
                let parameter = require_parameter(&name)?;
                let value = if value == "-" { piped()? } else { value };
                self.set_parameter(parameter, &value).await?;
                let parameters = Parameters::load(&self.storage).await?;
                let value = shown(&parameters, parameter);
                Ok(Output::Said(format!("{name} is {value}")))
            }
        }
    }

    pub(super) async fn set_parameter(
        &self,
        parameter: Parameter,
        value: &str,
    ) -> Result<(), CliError> {
        // Who is recorded: the command line, by the name of its user where there is one.
        let changed_by = std::env::var("USER").map_or("command line".to_owned(), |user| {
            format!("command line ({user})")
        });
        Parameters::set(&self.storage, parameter, value, &changed_by, self.now)
            .await
            .map_err(|error| match error {
                SetError::Invalid(error) => CliError::new(format!("{error}.")),
                SetError::Storage(error) => error.into(),
            })
    }

    async fn show_parameter(&self, name: &str) -> Result<Output, CliError> {
        let parameter = require_parameter(name)?;
        let parameters = Parameters::load(&self.storage).await?;
        let changes = self.storage.parameter_changes(parameter.name()).await?;
        let changes = changes
            .iter()
            .map(|change| format!("{} by {}", change.changed_at, change.changed_by));
        Ok(Output::Facts(vec![
            ("name", parameter.name().into()),
            ("value", shown(&parameters, parameter).into()),
            ("default", parameter.default_value().into()),
            ("takes", parameter.kind().to_string().into()),
            ("meaning", parameter.description().into()),
            ("changed", changes.collect()),
        ]))
    }
}

fn require_parameter(name: &str) -> Result<Parameter, CliError> {
    Parameter::by_name(name).ok_or_else(|| {
        CliError::new(format!(
            "There is no parameter {name}: see \"countersign-server admin parameter list\"."
        ))
    })
}

fn shown(parameters: &Parameters, parameter: Parameter) -> &str {
    if parameter.holds_secret() && parameters.is_set(parameter) {
        MASK
    } else {
        parameters.value(parameter)
    }
}

fn piped() -> Result<String, CliError> {
    std::io::read_to_string(std::io::stdin()).map_err(|error| {
        CliError::new(format!(
            "The value cannot be read from standard input: {error}."
        ))
    })
}
