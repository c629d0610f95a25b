//! Performs what the sign-in orders, against the ports and the vault.
//!
//! The runtime gives every [`Job`] to [`Runner::perform`], and the event that comes back to the
//! machine. Jobs may run beside each other. What is not awaited and fails costs no data: it is
//! asked for again in due course.

use std::rc::Rc;

use countersign_protocol::limits::DEVICE_NAME_MAX;
use countersign_protocol::{
    Activate, ClientConfig, ConfirmRegistration, SecretText, StartRegistration, StartSession,
    StartedSession, Timestamp,
};

use crate::Ticket;
use crate::api::{Api, ApiError};
use crate::ports::{Clock, Ports};
use crate::sign_in::{Answer, Credentials, Event, Job, Looked, Restored, StoppedToken, TokenRef};
use crate::vault::{MetaKey, TokenId, Vault, VaultError};

/// A change of the clock's offset that is worth a write, milliseconds.
const CLOCK_CHANGE_MS: u64 = 2_000;
/// How old what is kept of the clock may be, milliseconds.
const CLOCK_KEPT_FOR_MS: i64 = 600_000;

/// Ports, vault and API client together.
pub struct Runner<P: Ports> {
    ports: Rc<P>,
    vault: Rc<Vault<P>>,
    api: Api,
    device_name: String,
}

impl<P: Ports> Runner<P> {
    /// `version` is the app's, `major.minor.patch`; `device_name` is what the user sees in lists
    /// of devices, such as "Chrome on Android".
    pub fn new(
        ports: Rc<P>,
        vault: Rc<Vault<P>>,
        version: &'static str,
        device_name: &str,
    ) -> Self {
        let name = device_name.trim().chars().take(DEVICE_NAME_MAX);
        Self {
            api: Api::new(version, vault.words(MetaKey::ClockOffset)),
            ports,
            vault,
            device_name: name.collect(),
        }
    }

    /// The server's clock minus the device's, milliseconds: for the codes of registered tokens.
    pub fn offset(&self) -> Option<i64> {
        self.api.offset()
    }

    /// When that was measured last, by the device's clock.
    pub fn measured_at(&self) -> Option<Timestamp> {
        let kept = || self.vault.words(MetaKey::ClockMeasured);
        self.api.measured_at().or_else(kept)
    }

    /// Compares the device's clock with the server's. False when the server does not answer.
    pub async fn compare_clock(&self) -> bool {
        let answered = self.client_config().await.is_ok();
        self.keep_clock().await;
        answered
    }

    /// Performs one job. Gives the event that answers it, if it is awaited.
    pub async fn perform(&self, job: Job) -> Option<Event> {
        let vault = &self.vault;
        match job {
            Job::Restore(ticket) => Some(Event::Restored(ticket, Box::new(self.restored()))),
            Job::Keep(kept) => {
                // A reload then asks again for what could not be kept.
                let _ = vault.put_meta(MetaKey::SignIn, &kept).await;
                None
            }
            Job::SaveRegistered { ticket, registered } => {
                let now = self.ports.clock().now();
                let saved = vault.put_registered(&registered, now).await;
                let saved = saved.and_then(|t| TokenRef::of(&t).ok_or(VaultError::Unknown));
                Some(Event::Saved(ticket, saved))
            }
            Job::RemoveToken { ticket, token } => {
                let removed = vault.delete(core::slice::from_ref(&token)).await;
                Some(Event::Removed(ticket, removed))
            }
            Job::MarkStopped(StoppedToken { id, at, reason }) => {
                // The server says it again at the next sign-in.
                let _ = vault.mark_stopped(&id, at, reason).await;
                None
            }
            Job::RenameToken { token, issuer } => {
                // If this fails, the token page comes once more.
                let _ = vault.rename_registered(&token, &issuer).await;
                None
            }
            job => {
                let answer = self.ask(job).await;
                self.keep_clock().await;
                answer
            }
        }
    }

    /// Keeps what was measured, for a later start without a network; now and then is enough.
    async fn keep_clock(&self) {
        let (Some(offset), Some(at)) = (self.api.offset(), self.api.measured_at()) else {
            return;
        };
        let kept: Option<i64> = self.vault.words(MetaKey::ClockOffset);
        let kept_at: Option<Timestamp> = self.vault.words(MetaKey::ClockMeasured);
        let same = kept.is_some_and(|kept| kept.abs_diff(offset) < CLOCK_CHANGE_MS);
        let fresh = kept_at
            .is_some_and(|kept_at| (0..CLOCK_KEPT_FOR_MS).contains(&at.millis_since(kept_at)));
        if !(same && fresh) {
            // What could not be kept is measured again at the next answer.
            let _ = self.vault.put_words(MetaKey::ClockOffset, &offset).await;
            let _ = self.vault.put_words(MetaKey::ClockMeasured, &at).await;
        }
    }

    /// The jobs for the server.
    async fn ask(&self, job: Job) -> Option<Event> {
        let (api, ports) = (&self.api, &*self.ports);
        Some(match job {
            Job::Look(ticket) => self.look(ticket).await,
            Job::CheckBindings(ticket) => {
                let stopped = self.check_bindings().await;
                Event::BindingsChecked(self.answer(ticket, stopped))
            }
            Job::StartSession {
                ticket,
                credentials,
                token,
            } => self.start_session(ticket, credentials, token).await,
            Job::StartRegistration {
                ticket,
                credentials,
            } => {
                let body = StartRegistration {
                    user_name: credentials.user_name,
                    password: credentials.password,
                    device_name: self.device_name.clone(),
                };
                let started = api.start_registration(ports, &body).await;
                Event::SmsRequested(self.answer(ticket, started))
            }
            Job::Resend { ticket, id } => {
                let started = api.resend(ports, &id).await;
                Event::SmsRequested(self.answer(ticket, started))
            }
            Job::Confirm { ticket, id, code } => {
                let issued = api.confirm(ports, &id, &ConfirmRegistration { code }).await;
                Event::Issued(self.answer(ticket, issued))
            }
            Job::Activate {
                ticket,
                credentials,
                code,
            } => {
                let body = Activate {
                    user_name: credentials.user_name,
                    password: credentials.password,
                    activation_code: code,
                    device_name: self.device_name.clone(),
                };
                let issued = api.activate(ports, &body).await;
                Event::Issued(self.answer(ticket, issued))
            }
            Job::LoadMe(ticket) => Event::MeLoaded(self.answer(ticket, api.me(ports).await)),
            Job::LoadSessions(ticket) => {
                let sessions = api.sessions(ports).await;
                Event::SessionsLoaded(self.answer(ticket, sessions))
            }
            Job::EndSession { ticket, id } => {
                let ended = api.end_session(ports, &id).await;
                Event::SessionEnded(self.answer(ticket, ended))
            }
            Job::SignOut(ticket) => {
                let ended = api.end_session(ports, "current").await;
                Event::SessionEnded(self.answer(ticket, ended))
            }
            _ => return None,
        })
    }

    fn answer<T>(&self, ticket: Ticket, result: Result<T, ApiError>) -> Answer<T> {
        Answer {
            ticket,
            offset: self.api.offset(),
            result,
        }
    }

    fn restored(&self) -> Restored {
        Restored {
            kept: self.vault.meta(MetaKey::SignIn).unwrap_or_default(),
            config: self.vault.meta(MetaKey::ClientConfig),
            offset: self.api.offset(),
            tokens: self.registered_tokens(),
        }
    }

    fn registered_tokens(&self) -> Vec<TokenRef> {
        let tokens = |tokens: &[_]| tokens.iter().filter_map(TokenRef::of).collect();
        self.vault.with_tokens(tokens)
    }

    async fn look(&self, ticket: Ticket) -> Event {
        let config = self.client_config().await;
        Event::Looked(Box::new(Looked {
            answer: self.answer(ticket, config),
            tokens: self.registered_tokens(),
        }))
    }

    async fn client_config(&self) -> Result<ClientConfig, ApiError> {
        let config = self.api.client_config(&*self.ports).await;
        if let Ok(config) = &config {
            // It is only there to say sensible things offline.
            let _ = self.vault.put_meta(MetaKey::ClientConfig, config).await;
        }
        config
    }

    async fn check_bindings(&self) -> Result<Vec<StoppedToken>, ApiError> {
        let statuses = self.api.bindings(&*self.ports).await?;
        let now = self.api.server_now(&*self.ports);
        let noted = self.vault.note_bindings(&statuses.bindings, now).await;
        // What could not be written now is found again at the next check.
        let stopped = noted.unwrap_or_default();
        Ok(stopped.iter().filter_map(StoppedToken::of).collect())
    }

    async fn start_session(
        &self,
        ticket: Ticket,
        credentials: Credentials,
        token: Option<TokenId>,
    ) -> Event {
        let mut code_until = None;
        let answer = match self.session_body(credentials, token, &mut code_until) {
            Some(body) => self.api.start_session(&*self.ports, &body).await,
            None => Err(ApiError::TokenGone),
        };
        let answer: Answer<StartedSession> = self.answer(ticket, answer);
        Event::SessionStarted { answer, code_until }
    }

    /// Password and code together; nothing if the token is gone.
    fn session_body(
        &self,
        credentials: Credentials,
        token: Option<TokenId>,
        code_until: &mut Option<Timestamp>,
    ) -> Option<StartSession> {
        let code = match token {
            None => None,
            Some(id) => {
                let token = self.vault.lookup(&id)?.token;
                let now = self.api.server_now(&*self.ports).as_seconds();
                let step = token.step_at(u64::try_from(now).unwrap_or(0));
                let ends_at = token.step_starts_at(step.saturating_add(1));
                let ends_at = ends_at.and_then(|seconds| i64::try_from(seconds).ok());
                *code_until = ends_at.map(Timestamp::from_seconds);
                Some(SecretText::new(token.code_of_step(step).expose()))
            }
        };
        Some(StartSession {
            user_name: credentials.user_name,
            password: credentials.password,
            code,
            device_name: self.device_name.clone(),
        })
    }
}
