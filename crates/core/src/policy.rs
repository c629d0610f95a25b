//! What the server demands of this device: which of its demands are in force, and what they leave
//! to the person.
//!
//! A demand holds without a network too, as the server last said it, and ends with the last
//! registered token on this device. Who has no registered token owes the server nothing.

use countersign_protocol::{ClientConfig, ClientPolicy};

use crate::ports::Ports;
use crate::vault::{MetaKey, Vault, VaultToken};

/// What is demanded now, by what the vault keeps.
pub fn in_force<P: Ports>(vault: &Vault<P>) -> ClientPolicy {
    let config: Option<ClientConfig> = vault.meta(MetaKey::ClientConfig);
    vault.with_tokens(|tokens| demanded(config.as_ref(), tokens))
}

/// What a server that has last said `config` demands of a device with these tokens. A stopped
/// token counts until it is removed, so that nobody gets rid of a demand by registering elsewhere.
pub fn demanded(config: Option<&ClientConfig>, tokens: &[VaultToken]) -> ClientPolicy {
    let registered = tokens.iter().any(|token| token.registration().is_some());
    match config {
        Some(config) if registered => config.policy,
        _ => ClientPolicy::default(),
    }
}

/// The seconds without use after which the vault locks itself: what the person has chosen, at most
/// what is demanded. Nothing where it does not lock by time.
pub fn lock_after_seconds(policy: &ClientPolicy, chosen: Option<u32>) -> Option<u32> {
    match (chosen, policy.lock_after_max_seconds) {
        (Some(chosen), Some(longest)) => Some(chosen.min(longest)),
        (chosen, longest) => chosen.or(longest),
    }
}

#[cfg(test)]
mod tests {
    use countersign_otp::Token;
    use countersign_protocol::{ClientConfig, ClientPolicy, Timestamp};

    use super::{demanded, lock_after_seconds};
    use crate::ports::RecordId;
    use crate::vault::{Origin, Registration, Standing, StopReason, VaultToken};

    const NOW: Timestamp = Timestamp::from_seconds(1_790_000_000);
    const STRICT: ClientPolicy = ClientPolicy {
        lock_required: true,
        lock_after_max_seconds: Some(300),
        plain_export_allowed: false,
    };

    fn config() -> ClientConfig {
        ClientConfig {
            server_name: "Vault Street".to_owned(),
            issuer: "Sentry".to_owned(),
            mobile_otp_enabled: true,
            server_time: NOW,
            oldest_client: "0.1.0".to_owned(),
            policy: STRICT,
        }
    }

    fn token(origin: Origin) -> VaultToken {
        let link = "otpauth://totp/Acme:ada?secret=JBSWY3DPEHPK3PXP&issuer=Acme";
        let id = RecordId::from_random([1; 16]);
        VaultToken::new(id, Token::from_uri(link).unwrap(), origin, NOW)
    }

    fn registered(standing: Standing) -> VaultToken {
        token(Origin::Registered(Registration {
            user_name: "ada".to_owned(),
            generation: 1,
            registered_at: NOW,
            confirmed_at: NOW,
            standing,
        }))
    }

    #[test]
    fn nothing_is_demanded_before_a_token_is_registered() {
        let offline = [token(Origin::Offline)];
        assert_eq!(demanded(Some(&config()), &offline), ClientPolicy::default());
        assert_eq!(demanded(Some(&config()), &[]), ClientPolicy::default());
    }

    #[test]
    fn nothing_is_demanded_where_no_server_has_said_anything() {
        let tokens = [registered(Standing::Active)];
        assert_eq!(demanded(None, &tokens), ClientPolicy::default());
    }

    #[test]
    fn a_registered_token_brings_the_demands_even_when_it_has_stopped() {
        let stopped = Standing::Stopped {
            at: None,
            reason: StopReason::Superseded,
        };
        for standing in [Standing::Active, stopped] {
            let tokens = [token(Origin::Offline), registered(standing)];
            assert_eq!(demanded(Some(&config()), &tokens), STRICT);
        }
    }

    #[test]
    fn the_shorter_time_wins() {
        let free = ClientPolicy::default();
        assert_eq!(lock_after_seconds(&free, None), None);
        assert_eq!(lock_after_seconds(&free, Some(900)), Some(900));
        assert_eq!(lock_after_seconds(&STRICT, None), Some(300));
        assert_eq!(lock_after_seconds(&STRICT, Some(60)), Some(60));
        assert_eq!(lock_after_seconds(&STRICT, Some(900)), Some(300));
    }
}
