//! Packages of Debian and Ubuntu.

use std::process::Command;

use crate::{
    fail::{Outcome, fail},
    process::{answer, command, find, run, say},
};

/// Installs packages, or says in one sentence why it cannot and what to do.
pub(crate) fn install(packages: &[&str], purpose: &str) -> Outcome {
    let list = packages.join(" ");
    let by_hand = format!("install {list} by hand, then repeat the command");
    if find("apt-get").is_none() {
        return fail(format!(
            "{purpose} is missing and this is not Debian or Ubuntu: {by_hand}."
        ));
    }
    let Some(right) = Right::find() else {
        return fail(format!(
            "{purpose} is missing and installing it needs root or sudo without a password: {by_hand} \
             (`sudo apt-get install {list}`)."
        ));
    };
    say(format!("Installing {purpose}: apt-get install {list}"));
    if run(right.apt_get().arg("install").args(packages)).is_ok() {
        return Ok(());
    }
    say("The list of packages may be old or missing: apt-get update");
    run(right.apt_get().arg("update"))?;
    run(right.apt_get().arg("install").args(packages))
}

/// How this user may install packages.
enum Right {
    Root,
    Sudo,
}

impl Right {
    fn find() -> Option<Self> {
        if answer(command("id").arg("-u")).as_deref() == Some("0") {
            return Some(Self::Root);
        }
        answer(command("sudo").args(["-n", "true"])).map(|_| Self::Sudo)
    }

    fn apt_get(&self) -> Command {
        let mut apt_get = match self {
            Self::Root => command("env"),
            Self::Sudo => {
                let mut sudo = command("sudo");
                sudo.args(["-n", "env"]);
                sudo
            }
        };
        apt_get.args([
            "DEBIAN_FRONTEND=noninteractive",
            "apt-get",
            "-y",
            "-q",
            "--no-install-recommends",
        ]);
        apt_get
    }
}
