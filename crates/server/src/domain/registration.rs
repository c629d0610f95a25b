//! Registering a token on a device (`product.md`, section 4): by a code in a text message or an
//! activation code. Asking for a text message is answered alike whether or not there is such a
//! user, phone or password; every count is by user name and password, real or not.

use countersign_protocol::{
    Activate, BindingState, BindingStatus, BindingStatuses, ConfirmRegistration, Problem,
    ProblemType, Registered, RegistrationMeans, RegistrationStarted, SecretText, StartRegistration,
    Timestamp,
};

use super::activation::activation_hash;
use super::parameters::{Parameter, Parameters};
use super::sign_in::Caller;
use super::{SmsPolicy, input, token};
use crate::crypto::{Digest, Keys, TokenSecret, random};
use crate::error::ApiError;
use crate::ids::{BindingId, RegistrationId, UserId};
use crate::sms::{OutgoingSms, texts};
use crate::state::AppState;
use crate::storage::{
    Activated, Confirmation, NewBinding, NewRegistration, Sending, UserRecord, name_key,
};

const CODE_DIGITS: usize = countersign_protocol::limits::SMS_CODE_DIGITS;

/// Starts a registration: sends a code if all is right, and answers the same if not.
pub(crate) async fn start(
    state: &AppState,
    caller: &Caller,
    request: &StartRegistration,
) -> Result<RegistrationStarted, ApiError> {
    let now = state.clock.now();
    input::check(&request.user_name, &request.password, &request.device_name)?;
    let name = name_key(&request.user_name);
    state
        .registrations
        .count(caller.address, &name, now)
        .map_err(|until| ApiError::wait(ProblemType::TooManyRequests, until, now))?;

    let parameters = Parameters::load(&state.storage).await?;
    let user = state.storage.user_by_name(&name).await?;
    let stored = user.as_ref().and_then(|user| user.password_hash.as_deref());
    let check = state
        .passwords
        .check(stored, &name, &request.password)
        .await?;
    let to = phone_of(state, &parameters, user.as_ref().filter(|_| check.ok)).await?;

    let id = RegistrationId::random()?;
    let code = random::digits(CODE_DIGITS).map(SecretText::new)?;
    let new = NewRegistration {
        user_id: to.as_ref().map(|(user, _)| user.id.clone()),
        jkt: caller.jkt.clone(),
        subject: check.subject,
        code_hash: code_hash(&state.keys, &id, &code),
        device_name: request.device_name.clone(),
        id,
    };
    let policy = SmsPolicy::of(&parameters);
    let sending = state.storage.start_registration(&new, policy, now).await?;
    if let (Sending::Send { .. }, Some((user, phone))) = (&sending, to) {
        send_code(state, user, phone, &code, policy);
    }
    answer_sending(sending, now)
}

/// Sends another code for a registration, within what is left.
pub(crate) async fn resend(
    state: &AppState,
    caller: &Caller,
    id: &RegistrationId,
) -> Result<RegistrationStarted, ApiError> {
    let now = state.clock.now();
    let parameters = Parameters::load(&state.storage).await?;
    let open = state.storage.registration(id, &caller.jkt, now).await?;
    let user = match open.and_then(|registration| registration.user_id) {
        Some(user) => Some(state.storage.user(&user).await?),
        None => None,
    };
    let to = phone_of(state, &parameters, user.as_ref()).await?;
    let code = random::digits(CODE_DIGITS).map(SecretText::new)?;
    let hash = code_hash(&state.keys, id, &code);
    let policy = SmsPolicy::of(&parameters);
    let sending = state
        .storage
        .resend_registration(id, &caller.jkt, &hash, policy, now)
        .await?;
    if let (Sending::Send { .. }, Some((user, phone))) = (&sending, to) {
        send_code(state, user, phone, &code, policy);
    }
    answer_sending(sending, now)
}

/// Takes the code of the text message and issues the token.
pub(crate) async fn confirm(
    state: &AppState,
    caller: &Caller,
    id: &RegistrationId,
    request: &ConfirmRegistration,
) -> Result<Registered, ApiError> {
    let now = state.clock.now();
    let code = input::sms_code(&request.code)?;
    let parameters = Parameters::load(&state.storage).await?;
    let open = state.storage.registration(id, &caller.jkt, now).await?;
    let new = match open.map(|open| (open.user_id, open.device_name)) {
        Some((Some(user), device_name)) => {
            let means = RegistrationMeans::Sms;
            Some(new_binding(
                state,
                &parameters,
                caller,
                user,
                device_name,
                means,
            )?)
        }
        _ => None,
    };
    let hash = code_hash(&state.keys, id, &code);
    let policy = SmsPolicy::of(&parameters);
    let confirmation = state
        .storage
        .confirm_registration(id, &caller.jkt, &hash, new.as_ref(), policy, now)
        .await?;
    match confirmation {
        Confirmation::Done(done) => finish(state, &done).await,
        Confirmation::Refused => Err(ProblemType::Refused.into()),
        Confirmation::Gone(gone) => Err(token_gone(&gone)),
        Confirmation::Wrong(left) => Err(Problem {
            tries_left: Some(left),
            ..Problem::new(ProblemType::SmsCodeWrong)
        }
        .into()),
        Confirmation::Expired => Err(ProblemType::SmsCodeExpired.into()),
        Confirmation::UsedUp(until) => Err(ApiError::wait(ProblemType::SmsTriesUsedUp, until, now)),
        Confirmation::Unknown => Err(ProblemType::RegistrationUnknown.into()),
    }
}

/// Takes an activation code in place of a text message; one refusal for everything.
pub(crate) async fn activate(
    state: &AppState,
    caller: &Caller,
    request: &Activate,
) -> Result<Registered, ApiError> {
    let now = state.clock.now();
    input::check(&request.user_name, &request.password, &request.device_name)?;
    let name = name_key(&request.user_name);
    let counted = state
        .refusals
        .count(caller.address, &name, now)
        .map_err(|until| ApiError::wait(ProblemType::TooManyRequests, until, now))?;
    let parameters = Parameters::load(&state.storage).await?;
    let user = state.storage.user_by_name(&name).await?;
    let stored = user.as_ref().and_then(|user| user.password_hash.as_deref());
    let check = state
        .passwords
        .check(stored, &name, &request.password)
        .await?;
    // A made-up user is looked for as well, so that a right password does not take longer.
    let user_id = match user.filter(|_| check.ok) {
        Some(user) => user.id,
        None => UserId::random()?,
    };
    let hash = activation_hash(&state.keys, &user_id, &request.activation_code);
    let device_name = request.device_name.clone();
    let means = RegistrationMeans::ActivationCode;
    let new = new_binding(state, &parameters, caller, user_id, device_name, means)?;
    let done = state.storage.activate(&hash, &new, now).await?;
    let done = done.ok_or(ProblemType::Refused)?;
    state.refusals.forgive(counted);
    finish(state, &done).await
}

/// What became of the registered tokens of a device key.
pub(crate) async fn statuses(state: &AppState, jkt: &str) -> Result<BindingStatuses, ApiError> {
    let bindings = state.storage.bindings_of_key(jkt).await?;
    let bindings = bindings
        .into_iter()
        .map(|binding| BindingStatus {
            account_name: binding.user_name,
            generation: binding.generation,
            state: binding.state,
            since: binding.since,
        })
        .collect();
    Ok(BindingStatuses { bindings })
}

/// The user to send a code to and the number, when all is right: codes are on, the account is
/// open, text messages are on for the user or else for one of the groups.
async fn phone_of<'a>(
    state: &AppState,
    parameters: &Parameters,
    user: Option<&'a UserRecord>,
) -> Result<Option<(&'a UserRecord, &'a str)>, ApiError> {
    let Some(user) = user.filter(|user| user.locked_at.is_none()) else {
        return Ok(None);
    };
    let groups = state.storage.groups_of(&user.id).await?;
    let by_groups = groups.iter().any(|group| group.sms_enabled);
    let on =
        parameters.switch(Parameter::MobileOtpEnabled) && user.sms_enabled.unwrap_or(by_groups);
    Ok(user
        .phone
        .as_deref()
        .filter(|_| on)
        .map(|phone| (user, phone)))
}

fn code_hash(keys: &Keys, id: &RegistrationId, code: &SecretText) -> Digest {
    keys.code_mac(&[b"sms", id.as_str().as_bytes(), code.expose().as_bytes()])
}

fn send_code(
    state: &AppState,
    user: &UserRecord,
    phone: &str,
    code: &SecretText,
    policy: SmsPolicy,
) {
    let minutes = u32::try_from(policy.lifetime_ms / 60_000)
        .unwrap_or(1)
        .max(1);
    let text = texts::registration_code(
        user.language,
        &state.server_name,
        code.expose(),
        minutes,
        state.origin.host(),
    );
    state.sms.send(OutgoingSms {
        user_id: user.id.clone(),
        phone: phone.to_owned(),
        text: SecretText::new(text),
    });
}

fn answer_sending(sending: Sending, now: Timestamp) -> Result<RegistrationStarted, ApiError> {
    match sending {
        Sending::Send {
            registration,
            tries_left,
        }
        | Sending::Sent {
            registration,
            tries_left,
        } => Ok(RegistrationStarted {
            id: registration.id.to_string(),
            expires_at: registration.expires_at,
            resend_at: registration.resend_at,
            tries_left,
        }),
        Sending::TooEarly(until) => Err(ApiError::wait(ProblemType::ResendTooEarly, until, now)),
        Sending::UsedUp(until) => Err(ApiError::wait(ProblemType::SmsTriesUsedUp, until, now)),
        Sending::Unknown => Err(ProblemType::RegistrationUnknown.into()),
    }
}

fn new_binding(
    state: &AppState,
    parameters: &Parameters,
    caller: &Caller,
    user_id: UserId,
    device_name: String,
    means: RegistrationMeans,
) -> Result<NewBinding, ApiError> {
    let id = BindingId::random()?;
    let secret = TokenSecret::random()?;
    Ok(NewBinding {
        secret_enc: secret.seal(&state.keys, &user_id, &id)?,
        id,
        user_id,
        jkt: caller.jkt.clone(),
        issuer: parameters.value(Parameter::Issuer).to_owned(),
        period: u32::try_from(parameters.number(Parameter::TokenTimestep)).unwrap_or(30),
        means,
        device_name,
        address: caller.address.to_string(),
    })
}

/// Gives the token out and, the first time, tells the user through another channel.
async fn finish(state: &AppState, done: &Activated) -> Result<Registered, ApiError> {
    let registered = token::issue(done, &state.keys)?;
    if done.repeated {
        return Ok(registered);
    }
    let binding = &done.binding;
    let user = state.storage.user(&binding.user_id).await?;
    if let Some(phone) = user.phone {
        let text =
            texts::registered_notice(user.language, &state.server_name, &binding.device_name);
        state.sms.send(OutgoingSms {
            user_id: user.id.clone(),
            phone,
            text: SecretText::new(text),
        });
        state
            .storage
            .record_notice(&user.id, "token-registered", binding.registered_at)
            .await?;
    }
    Ok(registered)
}

fn token_gone(gone: &Activated) -> ApiError {
    let kind = match gone.binding.state {
        BindingState::Superseded => ProblemType::TokenSuperseded,
        _ => ProblemType::TokenRevoked,
    };
    Problem {
        at: Some(gone.binding.since),
        ..Problem::new(kind)
    }
    .into()
}
