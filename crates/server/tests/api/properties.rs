//! Random stories of two devices of one user, checked against what must always hold.

use axum::http::StatusCode;
use countersign_protocol::{BindingState, ProblemType, Registered};
use proptest::prelude::*;

use crate::device::{Device, code_at};
use crate::server::{Server, other_code};

#[derive(Clone, Copy, Debug)]
enum Act {
    Start,
    Resend,
    Confirm { right: bool },
    SignIn { steps: i64, right: bool },
    LookAround,
    Wait(i64),
}

fn act() -> impl Strategy<Value = (bool, Act)> {
    let act = prop_oneof![
        3 => Just(Act::Start),
        1 => Just(Act::Resend),
        4 => prop::bool::weighted(0.8).prop_map(|right| Act::Confirm { right }),
        5 => (-2_i64..=2, prop::bool::weighted(0.8))
            .prop_map(|(steps, right)| Act::SignIn { steps, right }),
        2 => Just(Act::LookAround),
        4 => prop::sample::select(vec![1, 30, 61, 301, 1000]).prop_map(Act::Wait),
    ];
    (any::<bool>(), act)
}

/// What a device remembers.
#[derive(Default)]
struct Memory {
    registration: Option<(String, String)>,
    token: Option<Registered>,
    accepted: Vec<String>,
}

async fn live(server: &Server, device: &Device<'_>, memory: &mut Memory, act: Act) {
    match act {
        Act::Wait(seconds) => server.wait(seconds),
        Act::Start => {
            let sent = server.messages().len();
            let answer = device
                .start_as(crate::server::NAME, crate::server::PASSWORD)
                .await;
            if answer.status == StatusCode::ACCEPTED && server.messages().len() > sent {
                let started: countersign_protocol::RegistrationStarted = answer.json();
                memory.registration = Some((started.id, server.sms_code()));
            }
        }
        Act::Resend => {
            if let Some((id, code)) = &mut memory.registration {
                let sent = server.messages().len();
                device.resend(id).await;
                if server.messages().len() > sent {
                    *code = server.sms_code();
                }
            }
        }
        Act::Confirm { right } => {
            if let Some((id, code)) = &memory.registration {
                let code = if right {
                    code.clone()
                } else {
                    other_code(code)
                };
                let answer = device.confirm(id, &code).await;
                assert!(right || answer.status != StatusCode::CREATED);
                if answer.status == StatusCode::CREATED {
                    memory.token = Some(answer.json());
                }
            }
        }
        Act::SignIn { steps, right } => {
            let Some(token) = &memory.token else {
                device.sign_in(None).await;
                return;
            };
            let code = code_at(token, server, steps);
            let code = if right { code } else { other_code(&code) };
            let answer = device.sign_in(Some(&code)).await;
            if answer.status == StatusCode::CREATED {
                assert!(right && steps.abs() <= 1);
                let used = format!("{} {code}", token.generation);
                assert!(!memory.accepted.contains(&used), "a code worked twice");
                memory.accepted.push(used);
            }
        }
        Act::LookAround => {
            let answer = device.get("/me").await;
            if answer.status != StatusCode::OK {
                answer.problem(ProblemType::SessionRequired);
            }
        }
    }
}

async fn check(server: &Server, devices: &[Device<'_>; 2]) {
    let user = server.user().await;
    let bindings = server.storage.bindings_of(&user).await.unwrap();
    let active: Vec<_> = bindings
        .iter()
        .filter(|binding| binding.state == BindingState::Active)
        .collect();
    assert!(active.len() <= 1);
    let newest = bindings.iter().map(|binding| binding.generation).max();
    assert!(
        active
            .iter()
            .all(|binding| Some(binding.generation) == newest)
    );
    // Only the device with the active binding is signed in.
    let mut signed_in = 0;
    for device in devices {
        if device.get("/me").await.status == StatusCode::OK {
            signed_in += 1;
        }
    }
    assert!(signed_in <= active.len());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn one_binding_counts_and_no_code_works_twice(story in prop::collection::vec(act(), 1..40)) {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        runtime.block_on(async {
            let server = Server::with_codes().await;
            let devices = [Device::new(&server, 1), Device::new(&server, 2)];
            let mut memories = [Memory::default(), Memory::default()];
            for (second, act) in story {
                let at = usize::from(second);
                live(&server, &devices[at], &mut memories[at], act).await;
                check(&server, &devices).await;
            }
        });
    }
}
