//! Signing in (`product.md`, section 4): password and code in one request.
//!
//! A caller whose device key has a binding of the named user is *bound*: the code is judged first,
//! and what is told is about that binding alone. Every other caller gets the session or one
//! refusal, after the same work.

use std::net::IpAddr;

use countersign_protocol::{
    BindingState, Problem, ProblemType, SecretText, StartSession, StartedSession, Timestamp,
};

use super::locks::CODE_TRIES;
use super::parameters::{Parameter, Parameters};
use super::sessions::{self, Lifetimes};
use super::{input, token};
use crate::error::{ApiError, seconds_until};
use crate::ids::SessionId;
use crate::state::AppState;
use crate::storage::{BindingRecord, CodeAttempt, NewSession, SessionRecord, UserRecord, name_key};

/// Who calls: the thumbprint of the proven device key, and the address.
#[derive(Clone, Debug)]
pub(crate) struct Caller {
    pub(crate) jkt: String,
    pub(crate) address: IpAddr,
}

/// A session that has been started, with the secret for its cookie.
#[derive(Debug)]
pub(crate) struct Started {
    pub(crate) answer: StartedSession,
    pub(crate) secret: SecretText,
    /// Seconds until it ends in any case.
    pub(crate) lifetime_seconds: i64,
}

struct Attempt<'a> {
    state: &'a AppState,
    caller: &'a Caller,
    request: &'a StartSession,
    parameters: Parameters,
    now: Timestamp,
}

/// Starts a session.
pub(crate) async fn sign_in(
    state: &AppState,
    caller: &Caller,
    request: &StartSession,
) -> Result<Started, ApiError> {
    input::check(&request.user_name, &request.password, &request.device_name)?;
    let name = &request.user_name;
    let attempt = Attempt {
        state,
        caller,
        request,
        parameters: Parameters::load(&state.storage).await?,
        now: state.clock.now(),
    };
    let user = state.storage.user_by_name(name).await?;
    let binding = state
        .storage
        .binding_of_name_and_key(name, &caller.jkt)
        .await?;
    let needs_code = attempt.parameters.switch(Parameter::MobileOtpEnabled)
        && state.storage.needs_code(name).await?;
    match (user, binding) {
        (Some(user), Some(binding)) if needs_code => attempt.with_code(&user, &binding).await,
        (Some(user), Some(binding)) if binding.state == BindingState::Active => {
            attempt.bound_without_code(&user, &binding).await
        }
        (user, _) => attempt.unbound(user.as_ref(), needs_code).await,
    }
}

impl Attempt<'_> {
    /// The code first: nobody learns that a password was right before the code is right too.
    async fn with_code(
        &self,
        user: &UserRecord,
        binding: &BindingRecord,
    ) -> Result<Started, ApiError> {
        let (state, now) = (self.state, self.now);
        standing(user, binding, now)?;
        let Some(code) = self.request.code.as_ref().filter(|code| !code.is_empty()) else {
            return Err(code_refused(binding));
        };
        let step = token::matching_step(binding, &state.keys, code, now.as_seconds())?;
        match step {
            None => match state.storage.count_wrong_code(&binding.id, now).await? {
                CodeAttempt::Counted(counted) => {
                    standing(user, &counted, now)?;
                    Err(code_refused(&counted))
                }
                CodeAttempt::NotTaken => Err(self.judge_again(None).await?),
            },
            Some(step) if step <= binding.last_step => Err(code_used(binding, now)),
            Some(step) => {
                self.check_bound_password(user, binding).await?;
                let (new, secret) = self.new_session(user, Some(binding))?;
                let hash = user.password_hash.as_deref().unwrap_or_default();
                if state
                    .storage
                    .accept_code(&binding.id, step, &new, hash)
                    .await?
                {
                    Ok(self.started(user, new, secret))
                } else {
                    Err(self.judge_again(Some(step)).await?)
                }
            }
        }
    }

    /// Codes are off for this user: the password alone, and a lock of this binding still holds.
    async fn bound_without_code(
        &self,
        user: &UserRecord,
        binding: &BindingRecord,
    ) -> Result<Started, ApiError> {
        standing(user, binding, self.now)?;
        self.check_bound_password(user, binding).await?;
        self.start_by_password(user, Some(binding)).await
    }

    /// One refusal for everything, after the same work.
    async fn unbound(
        &self,
        user: Option<&UserRecord>,
        needs_code: bool,
    ) -> Result<Started, ApiError> {
        let state = self.state;
        let name = name_key(&self.request.user_name);
        let counted = state
            .refusals
            .count(self.caller.address, &name, self.now)
            .map_err(|until| ApiError::wait(ProblemType::TooManyRequests, until, self.now))?;
        let stored = user.and_then(|user| user.password_hash.as_deref());
        let check = state
            .passwords
            .check(stored, &name, &self.request.password)
            .await?;
        let user = user.filter(|user| check.ok && !needs_code && user.locked_at.is_none());
        let Some(user) = user else {
            return Err(ProblemType::Refused.into());
        };
        let started = self.start_by_password(user, None).await?;
        state.refusals.forgive(counted);
        Ok(started)
    }

    async fn start_by_password(
        &self,
        user: &UserRecord,
        binding: Option<&BindingRecord>,
    ) -> Result<Started, ApiError> {
        let (new, secret) = self.new_session(user, binding)?;
        let hash = user.password_hash.as_deref().unwrap_or_default();
        if self.state.storage.start_session(&new, hash).await? {
            Ok(self.started(user, new, secret))
        } else {
            Err(ProblemType::Refused.into())
        }
    }

    /// A wrong password by the bound device is counted apart from wrong codes, and does not use
    /// the code up.
    async fn check_bound_password(
        &self,
        user: &UserRecord,
        binding: &BindingRecord,
    ) -> Result<(), ApiError> {
        let state = self.state;
        let check = state
            .passwords
            .check(
                user.password_hash.as_deref(),
                &name_key(&user.name),
                &self.request.password,
            )
            .await?;
        if check.ok {
            return Ok(());
        }
        match state
            .storage
            .count_wrong_password(&binding.id, self.now)
            .await?
        {
            CodeAttempt::Counted(counted) => standing(user, &counted, self.now)?,
            CodeAttempt::NotTaken => return Err(self.judge_again(None).await?),
        }
        Err(ProblemType::Refused.into())
    }

    /// Another call changed the binding or the account while this one was under way.
    async fn judge_again(&self, step: Option<i64>) -> Result<ApiError, ApiError> {
        let storage = &self.state.storage;
        let name = &self.request.user_name;
        let user = storage.user_by_name(name).await?;
        let binding = storage
            .binding_of_name_and_key(name, &self.caller.jkt)
            .await?;
        let (Some(user), Some(binding)) = (user, binding) else {
            return Ok(ProblemType::Refused.into());
        };
        Ok(match standing(&user, &binding, self.now) {
            Err(refusal) => refusal,
            Ok(()) if step.is_some_and(|step| step <= binding.last_step) => {
                code_used(&binding, self.now)
            }
            Ok(()) => ProblemType::Refused.into(),
        })
    }

    fn new_session(
        &self,
        user: &UserRecord,
        binding: Option<&BindingRecord>,
    ) -> Result<(NewSession, SecretText), ApiError> {
        let secret = sessions::new_secret()?;
        let lifetimes = Lifetimes::of(&self.parameters);
        let new = NewSession {
            id: SessionId::random()?,
            secret_hash: sessions::secret_hash(&secret),
            user_id: user.id.clone(),
            jkt: self.caller.jkt.clone(),
            binding_id: binding.map(|binding| binding.id.clone()),
            device_name: self.request.device_name.clone(),
            address: self.caller.address.to_string(),
            started_at: self.now,
            ends_at: self.now.plus_millis(lifetimes.absolute_ms),
        };
        Ok((new, secret))
    }

    fn started(&self, user: &UserRecord, new: NewSession, secret: SecretText) -> Started {
        let lifetimes = Lifetimes::of(&self.parameters);
        let session = SessionRecord::from(new);
        Started {
            answer: StartedSession {
                user: sessions::describe_user(user),
                session: sessions::describe(&session, &session.id, lifetimes),
            },
            secret,
            lifetime_seconds: lifetimes.absolute_ms / 1000,
        }
    }
}

/// Refuses when a binding no longer counts, or it or the account is locked. Told to the bound
/// device alone.
fn standing(user: &UserRecord, binding: &BindingRecord, now: Timestamp) -> Result<(), ApiError> {
    let kind = match binding.state {
        BindingState::Active => None,
        BindingState::Superseded => Some(ProblemType::TokenSuperseded),
        BindingState::Revoked | BindingState::Unknown => Some(ProblemType::TokenRevoked),
    };
    if let Some(kind) = kind {
        return Err(Problem {
            at: Some(binding.since),
            ..Problem::new(kind)
        }
        .into());
    }
    let timed = Some(binding.locked_until).filter(|until| *until > now);
    if user.locked_at.is_some() || timed.is_some() {
        return Err(Problem {
            until: timed.filter(|_| user.locked_at.is_none()),
            ..Problem::new(ProblemType::AccountLocked)
        }
        .into());
    }
    Ok(())
}

fn code_refused(binding: &BindingRecord) -> ApiError {
    Problem {
        tries_left: Some(CODE_TRIES - binding.code_failures % CODE_TRIES),
        ..Problem::new(ProblemType::CodeRefused)
    }
    .into()
}

/// Carries when the first code begins that has not been used.
fn code_used(binding: &BindingRecord, now: Timestamp) -> ApiError {
    let next = binding.last_step.saturating_add(1);
    let begins = Timestamp::from_seconds(next.saturating_mul(i64::from(binding.period)));
    Problem {
        retry_after: Some(seconds_until(begins, now)),
        ..Problem::new(ProblemType::CodeUsed)
    }
    .into()
}
