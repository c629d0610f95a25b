//! Backups and exports: the machines, with real files in place of the worker's.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "the helpers of tests fail as the tests do"
)]

mod changes;
mod drilling;
mod exporting;
mod making;
mod passwords;

use countersign_backup::write::{Argon2Cost, Sealing, backup};
use countersign_backup::{Import, Limits, ReadError, read};
use countersign_core::backup::{Leaving, MakeEffect, MakeEvent};
use countersign_core::ports::RecordId;
use countersign_core::vault::{Origin, Registration, Standing, VaultToken};
use countersign_core::{Machine, Step};
use countersign_otp::Token;
use countersign_protocol::{SecretText, Timestamp};

const NOW: Timestamp = Timestamp::from_seconds(1_795_500_000);
const PASSWORD: &str = "correct horse battery";

/// An offline token; the number decides its secret.
fn token(name: &str, number: u8) -> VaultToken {
    let secret = countersign_otp::Secret::from_bytes([number; 10]).unwrap();
    let base32 = secret.to_base32();
    uri_token(&format!(
        "otpauth://totp/{name}:ada?secret={}&issuer={name}",
        base32.expose()
    ))
}

fn uri_token(uri: &str) -> VaultToken {
    let token = Token::from_uri(uri).unwrap();
    let id = token.secret.expose_bytes().first().copied().unwrap_or(0);
    VaultToken::new(RecordId::from_random([id; 16]), token, Origin::Offline, NOW)
}

fn registered(name: &str) -> VaultToken {
    VaultToken {
        origin: Origin::Registered(Registration {
            user_name: "ada".to_owned(),
            generation: 1,
            registered_at: NOW,
            confirmed_at: NOW,
            standing: Standing::Active,
        }),
        ..token(name, 99)
    }
}

/// The file that a worker would make, at the least cost.
fn sealed(tokens: &[VaultToken], password: &str, now: Timestamp) -> Vec<u8> {
    let leaving = Leaving::of(tokens);
    let with = Sealing {
        password,
        salt: [1; 16],
        nonce: [2; 12],
        cost: Argon2Cost::new(19_456, 2, 1).unwrap(),
    };
    let text = backup(&leaving.tokens, leaving.facts(now), &with).unwrap();
    text.into_bytes()
}

fn opened(file: &[u8], password: Option<&str>) -> Result<Import, ReadError> {
    read(file, password, &Limits::default())
}

fn secret(text: &str) -> SecretText {
    SecretText::new(text)
}

/// Steps at [`NOW`].
fn step<M: Machine>(machine: M, event: M::Event) -> Step<M> {
    machine.step(NOW, event)
}

/// What a worker would answer.
fn worker_answers(effect: MakeEffect) -> MakeEvent {
    match effect {
        MakeEffect::Seal {
            ticket,
            tokens,
            facts,
            password,
        } => {
            let with = Sealing {
                password: password.expose(),
                salt: [1; 16],
                nonce: [2; 12],
                cost: Argon2Cost::new(19_456, 2, 1).unwrap(),
            };
            let text = backup(&tokens, facts, &with).unwrap();
            MakeEvent::Sealed(ticket, Ok(text.into_bytes()))
        }
        MakeEffect::Open {
            ticket,
            file,
            password,
        } => MakeEvent::Opened(ticket, opened(&file, Some(password.expose()))),
        MakeEffect::Note(..) => panic!("the vault answers this"),
    }
}
