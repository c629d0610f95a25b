//! Changing slots over storage that fails at every operation in turn: there is always a way in,
//! what was acknowledged opens, and what was not opens as before.
#![expect(
    clippy::unwrap_used,
    reason = "the helpers of tests fail as the tests do"
)]

use std::rc::Rc;

use countersign_core::lock::{
    Keeper, LockError, NewPasskey, NewSecret, Opened, PasskeyRef, Proof, RecoveryCode, SecretKind,
    SlotKind,
};
use countersign_core::ports::{Ports, Root, Sealer};
use countersign_core::vault::Vault;
use countersign_core::{SecretText, Timestamp};
use countersign_otp::Token;
use countersign_testkit::fakes::{FakeClock, FakeKdf, FakePorts, ScriptedHttp};
use countersign_testkit::faults::{FaultyPorts, Plan, Trouble};
use pollster::block_on;

const NOW: Timestamp = Timestamp::from_seconds(1_795_500_000);
const OLD: &str = "nine grey herons wade";
const NEW: &str = "seven green lamps hum";

fn secret(words: &str) -> NewSecret {
    NewSecret {
        kind: SecretKind::Passphrase,
        secret: SecretText::new(words),
    }
}

fn recovery(number: u8) -> RecoveryCode {
    RecoveryCode::from_random([number; 16])
}

fn passkey_root() -> Root {
    let mut root = Root::default();
    root.fill(7);
    root
}

/// Where one starts from.
#[derive(Clone, Copy)]
enum Start {
    Unlocked,
    Locked,
    WithPasskey,
}

struct World {
    ports: FaultyPorts,
    kdf: FakeKdf,
}

impl World {
    /// Always the same of each kind: two tokens in a vault.
    fn new(start: Start) -> Self {
        let device = FakePorts::new(1, FakeClock::at(NOW), ScriptedHttp::default());
        let vault = block_on(Vault::open(Rc::new(device.clone()))).unwrap();
        for number in ["AA", "BA"] {
            let link = format!("otpauth://totp/{number}?secret=JBSWY3DPEHPK3PXP{number}");
            block_on(vault.add(Token::from_uri(&link).unwrap(), NOW)).unwrap();
        }
        let world = Self {
            ports: FaultyPorts::over(device),
            kdf: FakeKdf::default(),
        };
        if !matches!(start, Start::Unlocked) {
            world.set_up().unwrap();
        }
        if matches!(start, Start::WithPasskey) {
            world.set_passkey().unwrap();
        }
        world
    }

    fn keeper(&self) -> Keeper<'_, FaultyPorts, FakeKdf> {
        Keeper::new(&self.ports, &self.kdf)
    }

    fn opened(
        &self,
    ) -> Result<Opened<<<FaultyPorts as Ports>::Sealer as Sealer>::KeyHandle>, LockError> {
        block_on(self.keeper().open(&Proof::Secret(SecretText::new(OLD))))
    }

    fn set_up(&self) -> Result<(), LockError> {
        let again = SecretText::new(OLD);
        let code = recovery(1);
        block_on(self.keeper().set_up(&secret(OLD), &again, Some(&code))).map(drop)
    }

    fn set_passkey(&self) -> Result<(), LockError> {
        let new = NewPasskey {
            passkey: PasskeyRef {
                credential: vec![1, 2, 3],
                salt: [4; 32],
            },
            root: passkey_root(),
        };
        block_on(self.keeper().set_passkey(&self.opened()?, &new))
    }

    /// Which ways open the vault of an app that starts now, all tokens in it.
    fn ways(&self) -> Ways {
        let device = &self.ports.device;
        let keeper = Keeper::new(device, &self.kdf);
        let by = |proof: Proof| {
            let Ok(opened) = block_on(keeper.open(&proof)) else {
                return false;
            };
            let vault = block_on(Vault::open_by(Rc::new(device.clone()), opened.key)).unwrap();
            is_whole(&vault)
        };
        let device = block_on(Vault::open(Rc::new(device.clone())));
        Ways {
            // The right one first: a wrong one is counted.
            old: by(Proof::Secret(SecretText::new(OLD))),
            new: by(Proof::Secret(SecretText::new(NEW))),
            recovery: by(Proof::Recovery(recovery(1))),
            new_recovery: by(Proof::Recovery(recovery(2))),
            passkey: by(Proof::Passkey(passkey_root())),
            device: device.is_ok_and(|vault| is_whole(&vault)),
        }
    }
}

fn is_whole(vault: &Vault<FakePorts>) -> bool {
    assert!(vault.damaged().is_empty());
    assert_eq!(vault.tokens().len(), 2);
    true
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a way of its own")]
struct Ways {
    device: bool,
    old: bool,
    new: bool,
    recovery: bool,
    new_recovery: bool,
    passkey: bool,
}

type Act = (&'static str, Start, fn(&World) -> Result<(), LockError>);

const ACTS: [Act; 8] = [
    ("set up", Start::Unlocked, World::set_up),
    ("open", Start::WithPasskey, |world| world.opened().map(drop)),
    ("change the passphrase", Start::Locked, |world| {
        let again = SecretText::new(NEW);
        let opened = world.opened()?;
        block_on(world.keeper().change_secret(&opened, &secret(NEW), &again))
    }),
    ("set the recovery code", Start::Locked, |world| {
        let opened = world.opened()?;
        block_on(world.keeper().set_recovery(&opened, &recovery(2)))
    }),
    ("set the passkey", Start::Locked, World::set_passkey),
    ("remove the passkey", Start::WithPasskey, |world| {
        block_on(world.keeper().remove(&world.opened()?, SlotKind::Passkey))
    }),
    ("remove the recovery code", Start::WithPasskey, |world| {
        block_on(world.keeper().remove(&world.opened()?, SlotKind::Recovery))
    }),
    ("turn off", Start::WithPasskey, |world| {
        block_on(world.keeper().turn_off(&world.opened()?))
    }),
];

fn plans(after: usize) -> impl Iterator<Item = Plan> {
    Trouble::ALL.into_iter().flat_map(move |trouble| {
        [(false, false), (false, true), (true, false), (true, true)].map(|(done, lasts)| Plan {
            after,
            trouble,
            done,
            lasts,
        })
    })
}

#[test]
fn a_change_of_slots_that_fails_anywhere_is_done_whole_or_not_at_all() {
    for (name, start, act) in ACTS {
        let before = World::new(start).ways();
        let after = {
            let world = World::new(start);
            act(&world).unwrap();
            world.ways()
        };
        let mut failures = 0;
        for place in 0.. {
            let mut hit = false;
            for plan in plans(place) {
                let world = World::new(start);
                world.ports.faults.plan(plan);
                let result = act(&world);
                if !world.ports.faults.end() {
                    continue;
                }
                hit = true;
                failures += 1;
                let ways = world.ways();
                let what = format!("{name} {plan:?} {result:?}");
                match result {
                    Ok(()) => assert_eq!(ways, after, "{what}"),
                    Err(error) => {
                        assert!(
                            ways == before || (plan.done && ways == after),
                            "{what} {ways:?}"
                        );
                        let told = [
                            LockError::Store(plan.trouble.of_store()),
                            LockError::Seal(plan.trouble.of_sealer()),
                        ];
                        assert!(told.contains(&error), "{what}");
                    }
                }
            }
            if !hit {
                break;
            }
        }
        assert!(failures > 20, "{name}: {failures}");
    }
}
