//! The calls, one method each.

use countersign_protocol::{
    API_PREFIX, Activate, BindingStatuses, ClientConfig, ConfirmRegistration, Me, Registered,
    RegistrationStarted, Sessions, StartRegistration, StartSession, StartedSession,
};
use serde::Serialize;
use zeroize::Zeroizing;

use super::{Api, ApiError, Call, read};
use crate::ports::{DeviceKey, Method, Ports};

impl Api {
    /// `GET /client-config`. [`ApiError::TooOld`] if the server does not serve this version.
    pub async fn client_config<P: Ports>(&self, ports: &P) -> Result<ClientConfig, ApiError> {
        let call = Call {
            proof: false,
            ..get("/client-config")
        };
        let config: ClientConfig = read(&self.send(ports, &call).await?)?;
        if is_older(self.version, &config.oldest_client) {
            return Err(ApiError::TooOld);
        }
        Ok(config)
    }

    /// `POST /registrations`.
    pub async fn start_registration<P: Ports>(
        &self,
        ports: &P,
        body: &StartRegistration,
    ) -> Result<RegistrationStarted, ApiError> {
        let call = post("/registrations", Some(json(body)));
        read(&self.send(ports, &call).await?)
    }

    /// `POST /registrations/{id}/resend`.
    pub async fn resend<P: Ports>(
        &self,
        ports: &P,
        id: &str,
    ) -> Result<RegistrationStarted, ApiError> {
        let path = format!("/registrations/{}/resend", segment(id)?);
        read(&self.send(ports, &post(&path, None)).await?)
    }

    /// `POST /registrations/{id}/confirm`.
    pub async fn confirm<P: Ports>(
        &self,
        ports: &P,
        id: &str,
        body: &ConfirmRegistration,
    ) -> Result<Box<Registered>, ApiError> {
        let path = format!("/registrations/{}/confirm", segment(id)?);
        let call = post(&path, Some(json(body)));
        read(&self.send(ports, &call).await?)
    }

    /// `POST /registrations/activate`.
    pub async fn activate<P: Ports>(
        &self,
        ports: &P,
        body: &Activate,
    ) -> Result<Box<Registered>, ApiError> {
        let call = post("/registrations/activate", Some(json(body)));
        read(&self.send(ports, &call).await?)
    }

    /// `GET /bindings`. Without a device key there are none, and nothing is asked.
    pub async fn bindings<P: Ports>(&self, ports: &P) -> Result<BindingStatuses, ApiError> {
        let key = ports.device_key().public().await;
        if key.map_err(ApiError::Key)?.is_none() {
            return Ok(BindingStatuses {
                bindings: Vec::new(),
            });
        }
        read(&self.send(ports, &get("/bindings")).await?)
    }

    /// `POST /sessions`.
    pub async fn start_session<P: Ports>(
        &self,
        ports: &P,
        body: &StartSession,
    ) -> Result<StartedSession, ApiError> {
        let call = post("/sessions", Some(json(body)));
        read(&self.send(ports, &call).await?)
    }

    /// `GET /sessions`.
    pub async fn sessions<P: Ports>(&self, ports: &P) -> Result<Sessions, ApiError> {
        read(&self.send(ports, &get("/sessions")).await?)
    }

    /// `DELETE /sessions/{id}`; `current` is the one that asks.
    pub async fn end_session<P: Ports>(&self, ports: &P, id: &str) -> Result<(), ApiError> {
        let call = Call {
            method: Method::Delete,
            ..get(&format!("/sessions/{}", segment(id)?))
        };
        self.send(ports, &call).await.map(|_| ())
    }

    /// `GET /me`.
    pub async fn me<P: Ports>(&self, ports: &P) -> Result<Box<Me>, ApiError> {
        read(&self.send(ports, &get("/me")).await?)
    }
}

fn get(path: &str) -> Call {
    Call {
        method: Method::Get,
        path: format!("{API_PREFIX}{path}"),
        body: None,
        proof: true,
    }
}

fn post(path: &str, body: Option<Zeroizing<Vec<u8>>>) -> Call {
    Call {
        method: Method::Post,
        body,
        ..get(path)
    }
}

fn json<T: Serialize>(value: &T) -> Zeroizing<Vec<u8>> {
    // Room for any body: a buffer that grows leaves copies of the password behind.
    let mut bytes = Zeroizing::new(Vec::with_capacity(8 * 1024));
    // Neither the types nor a `Vec` can refuse to be written.
    let _ = serde_json::to_writer(&mut *bytes, value);
    bytes
}

/// An id as a part of a path. One that would change the path is not of our server.
fn segment(id: &str) -> Result<&str, ApiError> {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    if !id.is_empty() && id.bytes().all(plain) {
        Ok(id)
    } else {
        Err(ApiError::NotOurs)
    }
}

/// Whether `ours` is an older version than `oldest`. What is no version excludes nobody.
fn is_older(ours: &str, oldest: &str) -> bool {
    match (version(ours), version(oldest)) {
        (Some(ours), Some(oldest)) => ours < oldest,
        _ => false,
    }
}

fn version(text: &str) -> Option<[u64; 3]> {
    let mut parts = text.trim().split('.').map(|part| part.parse().ok());
    let version = [parts.next()??, parts.next()??, parts.next()??];
    parts.next().is_none().then_some(version)
}

#[cfg(test)]
mod tests {
    use super::{is_older, segment};
    use crate::api::ApiError;

    #[test]
    fn versions_are_compared_by_number() {
        assert!(is_older("0.9.0", "0.10.0"));
        assert!(!is_older("1.0.0", "1.0.0"));
        assert!(!is_older("2.0.0", "1.9.9"));
        assert!(!is_older("1.0.0", "next"));
        assert!(!is_older("1.0.0", "2.0"));
    }

    #[test]
    fn an_id_cannot_change_the_path() {
        assert_eq!(segment("aZ0-_"), Ok("aZ0-_"));
        for id in ["", "a/b", "..", "a?b", "a%2fb", "é"] {
            assert_eq!(segment(id), Err(ApiError::NotOurs), "{id}");
        }
    }
}
