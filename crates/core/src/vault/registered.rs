//! Registered tokens: how they come, what becomes of them.

use core::slice;

use countersign_otp::{Digits, Kind, Period, Secret, Token};
use countersign_protocol::{BindingState, BindingStatus, IssuedToken, Registered, Timestamp};

use super::token::{Origin, Registration, Standing, StopReason, VaultToken};
use super::{TokenId, Vault, VaultError};
use crate::ports::Ports;

impl<P: Ports> Vault<P> {
    /// Adds the token that the server issued. This user's older registered tokens are removed in
    /// the same commit: the server has stopped them.
    pub async fn put_registered(
        &self,
        registered: &Registered,
        now: Timestamp,
    ) -> Result<VaultToken, VaultError> {
        let issued = to_token(&registered.token).ok_or(VaultError::Invalid)?;
        let _through = self.enter().await?;
        let user_name = issued.account_name.clone();
        let origin = Origin::Registered(Registration {
            user_name: user_name.clone(),
            generation: registered.generation,
            registered_at: registered.registered_at,
            confirmed_at: registered.registered_at,
            standing: Standing::Active,
        });
        let token = VaultToken::new(self.new_id(), issued, origin, now);
        let older = |there: &VaultToken| {
            let registration = there.registration()?;
            let same_user = registration.user_name.to_lowercase() == user_name.to_lowercase();
            same_user.then(|| there.id.clone())
        };
        let delete = self.with_tokens(|tokens| tokens.iter().filter_map(older).collect());
        self.put(vec![token.clone()], delete).await?;
        Ok(token)
    }

    /// Gives a registered token the name that the server asks for now.
    pub async fn rename_registered(&self, id: &TokenId, issuer: &str) -> Result<(), VaultError> {
        self.change(slice::from_ref(id), &mut |token| {
            issuer.clone_into(&mut token.token.issuer);
            Ok(())
        })
        .await
    }

    /// Notes that a registered token has stopped.
    pub async fn mark_stopped(
        &self,
        id: &TokenId,
        at: Option<Timestamp>,
        reason: StopReason,
    ) -> Result<(), VaultError> {
        self.change(slice::from_ref(id), &mut |token| match &mut token.origin {
            Origin::Registered(registration) => {
                registration.standing = Standing::Stopped { at, reason };
                Ok(())
            }
            Origin::Offline => Err(VaultError::Unknown),
        })
        .await
    }

    /// Notes what the server said, at `now` of its clock, about this device's bindings, in one
    /// commit. Gives the tokens that have stopped by it.
    pub async fn note_bindings(
        &self,
        bindings: &[BindingStatus],
        now: Timestamp,
    ) -> Result<Vec<VaultToken>, VaultError> {
        let _through = self.enter().await?;
        let noted = |token: &VaultToken| note_binding(token, bindings, now);
        let changed: Vec<_> = self.with_tokens(|tokens| tokens.iter().filter_map(noted).collect());
        if changed.is_empty() {
            return Ok(Vec::new());
        }
        self.put(changed.clone(), Vec::new()).await?;
        let has_stopped = |token: &VaultToken| !token.counts_for_signing_in();
        Ok(changed.into_iter().filter(has_stopped).collect())
    }
}

/// The token with what the server says about it, if that changes anything. A token of another
/// generation than the server speaks of is an older one, so it has stopped too.
fn note_binding(
    token: &VaultToken,
    bindings: &[BindingStatus],
    now: Timestamp,
) -> Option<VaultToken> {
    let mut token = token.clone();
    let Origin::Registered(registration) = &mut token.origin else {
        return None;
    };
    if registration.standing != Standing::Active {
        return None;
    }
    let user_name = registration.user_name.to_lowercase();
    let mut bindings = bindings.iter();
    let binding = bindings.find(|b| b.account_name.to_lowercase() == user_name)?;
    if binding.generation < registration.generation {
        return None;
    }
    let stopped = |reason| Standing::Stopped {
        at: Some(binding.since),
        reason,
    };
    registration.standing = match binding.state {
        _ if binding.generation > registration.generation => stopped(StopReason::Superseded),
        BindingState::Active => Standing::Active,
        BindingState::Superseded => stopped(StopReason::Superseded),
        BindingState::Revoked => stopped(StopReason::Revoked),
        BindingState::Unknown => stopped(StopReason::Unknown),
    };
    registration.confirmed_at = now;
    Some(token)
}

fn to_token(issued: &IssuedToken) -> Option<Token> {
    Some(Token {
        issuer: issued.issuer.clone(),
        account_name: issued.account_name.clone(),
        secret: Secret::from_base32(issued.secret.expose()).ok()?,
        kind: Kind::Totp {
            algorithm: algorithm_from_wire(issued.algorithm),
            digits: Digits::new(issued.digits).ok()?,
            period: Period::new(issued.period).ok()?,
        },
    })
}

fn algorithm_from_wire(algorithm: countersign_protocol::Algorithm) -> countersign_otp::Algorithm {
    match algorithm {
        countersign_protocol::Algorithm::Sha1 => countersign_otp::Algorithm::Sha1,
        countersign_protocol::Algorithm::Sha256 => countersign_otp::Algorithm::Sha256,
        countersign_protocol::Algorithm::Sha512 => countersign_otp::Algorithm::Sha512,
    }
}
