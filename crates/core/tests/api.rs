//! The API client over a scripted network.
#![expect(
    clippy::unwrap_used,
    reason = "the helpers of tests fail as the tests do"
)]

use countersign_core::Timestamp;
use countersign_core::api::{Api, ApiError};
use countersign_core::ports::{DeviceKey, HttpRequest, HttpResponse, KeyError, Unreachable};
use countersign_protocol::{Problem, ProblemType};
use countersign_testkit::fakes::{FakeClock, FakePorts, ScriptedHttp, response};
use pollster::block_on;

const NOW: Timestamp = Timestamp::from_seconds(1_795_500_000);
const SESSIONS: &str = r#"{"sessions":[]}"#;

fn ports() -> FakePorts<ScriptedHttp> {
    FakePorts::new(1, FakeClock::at(NOW), ScriptedHttp::default())
}

fn api() -> Api {
    Api::new("0.2.0", None)
}

fn header<'a>(request: &'a HttpRequest, name: &str) -> Option<&'a str> {
    let found = request.headers.iter().find(|(n, _)| *n == name);
    found.map(|(_, value)| value.as_str())
}

fn problem(kind: ProblemType) -> HttpResponse {
    let problem = Problem::new(kind);
    let status = problem.status;
    response(status, NOW, &serde_json::to_string(&problem).unwrap())
}

fn with_nonce(mut response: HttpResponse, nonce: &str) -> HttpResponse {
    response
        .headers
        .push(("dpop-nonce".to_owned(), nonce.to_owned()));
    response
}

/// The claims of a proof, from base 64.
fn claims(request: &HttpRequest) -> serde_json::Value {
    const ALPHABET: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let part = header(request, "DPoP").unwrap().split('.').nth(1).unwrap();
    let (mut bits, mut count, mut bytes) = (0_u32, 0, Vec::new());
    for letter in part.chars() {
        bits = bits << 6 | u32::try_from(ALPHABET.find(letter).unwrap()).unwrap();
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push(u8::try_from(bits >> count & 0xff).unwrap());
        }
    }
    serde_json::from_slice(&bytes).unwrap()
}

#[test]
fn a_call_is_repeated_once_with_the_nonce_that_the_server_asks_for() {
    let (ports, api) = (ports(), api());
    let asks = || Ok(with_nonce(problem(ProblemType::UseDpopNonce), "n-1"));
    ports.http.answer(asks());
    ports.http.answer(Ok(response(200, NOW, SESSIONS)));
    assert!(block_on(api.sessions(&ports)).is_ok());
    let requests = ports.http.requests();
    assert_eq!(claims(&requests[0]).get("nonce"), None);
    let repeated = claims(&requests[1]);
    assert_eq!(repeated["nonce"], "n-1");
    assert_eq!(repeated["htm"], "GET");
    assert_eq!(repeated["htu"], "https://pam.example/api/v1/sessions");
    assert_ne!(repeated["jti"], claims(&requests[0])["jti"]);
    assert_eq!(header(&requests[1], "Countersign-Client"), Some("0.2.0"));

    ports.http.answer(asks());
    ports.http.answer(asks());
    let refused = block_on(api.sessions(&ports));
    assert!(matches!(refused, Err(ApiError::Problem(p)) if p.kind == ProblemType::UseDpopNonce));
    assert_eq!(ports.http.requests().len(), 4);
}

#[test]
fn the_clock_of_the_server_is_measured_and_used_in_proofs() {
    let (ports, api) = (ports(), api());
    ports
        .http
        .answer(Ok(response(200, NOW.plus_seconds(300), SESSIONS)));
    ports
        .http
        .answer(Ok(response(200, NOW.plus_seconds(300), SESSIONS)));
    block_on(api.sessions(&ports)).unwrap();
    assert_eq!(api.offset(), Some(300_000));
    block_on(api.sessions(&ports)).unwrap();
    let iat = claims(&ports.http.requests()[1])["iat"].as_i64();
    assert_eq!(iat, Some(NOW.plus_seconds(300).as_seconds()));
}

#[test]
fn what_answers_is_told_apart() {
    let plain = |status: u16, content_type: &str, time: bool| {
        let mut answer = response(status, NOW, "<html>");
        answer
            .headers
            .retain(|(name, _)| time || name != "countersign-time");
        answer.headers[0].1 = content_type.to_owned();
        Ok(answer)
    };
    let cases = [
        (Err(Unreachable), ApiError::Unreachable),
        // A page of a hotel's network.
        (plain(200, "text/html", false), ApiError::NotOurs),
        (plain(200, "text/html", true), ApiError::NotOurs),
        (plain(200, "application/json", true), ApiError::NotOurs),
        (plain(500, "text/html", true), ApiError::NotOurs),
        // A gateway in front of a server that is away.
        (plain(502, "text/html", false), ApiError::Unreachable),
        (plain(503, "text/html", false), ApiError::Unreachable),
        (Ok(problem(ProblemType::ClientTooOld)), ApiError::TooOld),
    ];
    for (answer, error) in cases {
        let ports = ports();
        ports.http.answer(answer);
        assert_eq!(block_on(api().sessions(&ports)), Err(error));
    }
}

#[test]
fn a_configuration_says_whether_this_version_is_served() {
    let config = |oldest: &str| {
        let body = format!(
            r#"{{"server_name":"s","issuer":"i","mobile_otp_enabled":true,"server_time":"{NOW}","oldest_client":"{oldest}"}}"#
        );
        let ports = ports();
        ports.http.answer(Ok(response(200, NOW, &body)));
        let config = block_on(api().client_config(&ports)).map(|config| config.issuer);
        let proof = header(&ports.http.requests()[0], "DPoP").map(str::to_owned);
        assert_eq!(proof, None);
        config
    };
    assert_eq!(config("0.2.0"), Ok("i".to_owned()));
    assert_eq!(config("0.10.0"), Err(ApiError::TooOld));
}

#[test]
fn without_a_device_key_there_are_no_bindings_and_nothing_is_asked() {
    let ports = ports();
    let bindings = block_on(api().bindings(&ports)).unwrap();
    assert!(bindings.bindings.is_empty());
    assert!(ports.http.requests().is_empty());
    assert_eq!(block_on(ports.device_key.public()), Ok(None));
}

#[test]
fn a_key_that_cannot_be_kept_is_told() {
    let ports = ports();
    ports.device_key.fail_next(KeyError::StorageRefused);
    let refused = block_on(api().me(&ports));
    assert_eq!(refused.err(), Some(ApiError::Key(KeyError::StorageRefused)));
    assert!(ports.http.requests().is_empty());
}

#[test]
fn an_answer_without_content_is_enough_to_end_a_session() {
    let ports = ports();
    let mut answer = response(204, NOW, "");
    answer.headers.remove(0);
    ports.http.answer(Ok(answer));
    assert_eq!(block_on(api().end_session(&ports, "current")), Ok(()));
    assert_eq!(ports.http.requests()[0].path, "/api/v1/sessions/current");
}
