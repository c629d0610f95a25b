//! The vault over storage that fails at every operation in turn: what was acknowledged is there,
//! nothing is half-written, and what is in memory is what is in the store.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "the helpers of tests fail as the tests do"
)]

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::slice;

use countersign_core::Timestamp;
use countersign_core::backup::BackupState;
use countersign_core::ports::{SealError, Store, StoreError};
use countersign_core::vault::{
    Added, Applied, Changes, DamagedRecord, Edit, MetaKey, NewToken, Place, Revision, StopReason,
    TokenId, Vault, VaultError, VaultToken,
};
use countersign_otp::{Kind, Token};
use countersign_protocol::{
    Algorithm, BindingState, BindingStatus, IssuedToken, Registered, SecretText,
};
use countersign_testkit::fakes::{FakeClock, FakePorts, ScriptedHttp};
use countersign_testkit::faults::{FaultyPorts, Plan, Trouble};
use pollster::block_on;

const NOW: Timestamp = Timestamp::from_seconds(1_795_500_000);

/// A device with a token of each kind and a record that cannot be read, and its open vault.
struct World {
    ports: Rc<FaultyPorts>,
    vault: Vault<FaultyPorts>,
    timed: TokenId,
    counting: TokenId,
    registered: TokenId,
    unreadable: TokenId,
    thrown_away: TokenId,
    /// Makes the codes of `timed`, as an older app may have left it.
    twin: TokenId,
    /// What taking back an import of two tokens needs.
    imported: RefCell<Option<Applied>>,
}

fn link(text: &str) -> Token {
    Token::from_uri(text).unwrap()
}

fn issued(generation: u64) -> Registered {
    Registered {
        token: IssuedToken {
            issuer: "Sentry".to_owned(),
            account_name: "ada".to_owned(),
            secret: SecretText::new("JBSWY3DPEHPK3PXP"),
            algorithm: Algorithm::Sha256,
            digits: 8,
            period: 60,
        },
        generation,
        registered_at: NOW,
        superseded_other: false,
    }
}

/// An import: tokens of these secrets are new, and the counter stands elsewhere.
fn importing(vault: &Vault<FaultyPorts>, secrets: &[&str]) -> Changes {
    let new = |secret: &&str| NewToken {
        token: link(&format!(
            "otpauth://totp/{secret}?secret=JBSWY3DPEHPK3PXP{secret}"
        )),
        note: "imported".to_owned(),
        tags: Vec::new(),
        pinned: false,
        uses: 0,
        last_used_at: None,
        deleted_at: None,
    };
    let is_counting = |token: &&VaultToken| token.token.account_name == "b";
    let before = vault.tokens().iter().find(is_counting).unwrap().clone();
    let mut after = before.clone();
    after.note = format!("{} and more", before.note);
    Changes {
        add: secrets.iter().map(new).collect(),
        revise: vec![Revision { before, after }],
    }
}

impl World {
    /// Always the same.
    fn new() -> Self {
        let device = FakePorts::new(1, FakeClock::at(NOW), ScriptedHttp::default());
        let ports = Rc::new(FaultyPorts::over(device));
        let vault = block_on(Vault::open(Rc::clone(&ports))).unwrap();
        let other = block_on(Vault::open(Rc::clone(&ports))).unwrap();
        let add_in =
            |vault: &Vault<_>, text: &str| match block_on(vault.add(link(text), NOW)).unwrap() {
                Added::New(id) => id,
                Added::Duplicate(id) => panic!("{id:?} is there already"),
            };
        let add = |text: &str| add_in(&vault, text);
        let timed = add("otpauth://totp/a?secret=JBSWY3DPEHPK3PXPAA");
        // Two tabs at once.
        let twin = add_in(&other, "otpauth://totp/a?secret=JBSWY3DPEHPK3PXPAA");
        block_on(vault.reload()).unwrap();
        let counting = add("otpauth://hotp/b?secret=JBSWY3DPEHPK3PXPBA&counter=7");
        let unreadable = add("otpauth://totp/c?secret=JBSWY3DPEHPK3PXPCA");
        let thrown_away = add("otpauth://totp/d?secret=JBSWY3DPEHPK3PXPEA");
        block_on(vault.trash(slice::from_ref(&thrown_away), NOW)).unwrap();
        let imported = block_on(vault.apply(importing(&vault, &["CI", "DI"]), NOW)).unwrap();
        let registered = block_on(vault.put_registered(&issued(1), NOW)).unwrap().id;
        block_on(vault.put_meta(MetaKey::Settings, &1)).unwrap();
        let spoil = |record: &mut countersign_core::ports::SealedRecord| record.ciphertext[0] ^= 1;
        ports.device.store.tamper(&unreadable, spoil);
        block_on(vault.reload()).unwrap();
        Self {
            ports,
            vault,
            timed,
            counting,
            registered,
            unreadable,
            thrown_away,
            twin,
            imported: RefCell::new(Some(imported)),
        }
    }

    fn both(&self) -> [TokenId; 2] {
        [self.timed.clone(), self.counting.clone()]
    }

    /// What an app finds that starts now.
    fn stored(&self) -> Content {
        let opened = block_on(Vault::open(Rc::new(self.ports.device.clone()))).unwrap();
        content(&opened)
    }
}

/// Everything that a vault shows.
#[derive(Clone, Debug, PartialEq)]
struct Content {
    tokens: BTreeMap<TokenId, VaultToken>,
    damaged: Vec<DamagedRecord>,
    settings: Option<u32>,
    backups: BackupState,
}

fn content<P: countersign_core::ports::Ports>(vault: &Vault<P>) -> Content {
    let tokens = vault.tokens().into_iter().chain(vault.trashed());
    Content {
        tokens: tokens.map(|token| (token.id.clone(), token)).collect(),
        damaged: vault.damaged(),
        settings: vault.meta(MetaKey::Settings),
        backups: vault.backup_state(),
    }
}

/// An operation, by name.
type Act = (&'static str, fn(&World) -> Result<(), VaultError>);

const ACTS: [Act; 23] = [
    ("add", |world| {
        let token = link("otpauth://totp/new?secret=JBSWY3DPEHPK3PXPDA");
        block_on(world.vault.add(token, NOW)).map(drop)
    }),
    ("edit", |world| {
        let edit = Edit {
            issuer: "Issuer".to_owned(),
            account_name: "renamed".to_owned(),
            note: "note".to_owned(),
            tags: vec!["tag".to_owned()],
            pinned: true,
        };
        block_on(world.vault.edit(&world.timed, edit))
    }),
    ("advance", |world| {
        block_on(world.vault.advance_counter(&world.counting))
    }),
    ("set the counter", |world| {
        block_on(world.vault.set_counter(&world.counting, 99))
    }),
    ("tag", |world| {
        let tags = ["tag".to_owned()];
        block_on(world.vault.tag(&world.both(), &tags, &[]))
    }),
    ("pin", |world| {
        block_on(world.vault.pin(&world.both(), true))
    }),
    ("place", |world| {
        let place = Place::Before(world.timed.clone());
        block_on(world.vault.place(&world.counting, &place))
    }),
    ("use", |world| {
        let uses = world.both().map(|id| (id, NOW));
        block_on(world.vault.note_uses(&uses))
    }),
    ("throw away", |world| {
        block_on(world.vault.trash(&world.both(), NOW))
    }),
    ("bring back", |world| {
        block_on(world.vault.restore(slice::from_ref(&world.thrown_away)))
    }),
    ("merge", |world| {
        block_on(
            world
                .vault
                .merge(&world.timed, slice::from_ref(&world.twin), NOW),
        )
    }),
    ("delete", |world| {
        block_on(world.vault.delete(&world.both()))
    }),
    ("purge", |world| {
        block_on(world.vault.purge(NOW.plus_seconds(31 * 86_400)))
    }),
    ("import", |world| {
        let changes = importing(&world.vault, &["EI", "FI"]);
        block_on(world.vault.apply(changes, NOW)).map(drop)
    }),
    ("take an import back", |world| {
        let applied = world.imported.take().unwrap();
        block_on(world.vault.revert(applied)).map_err(|(applied, error)| {
            world.imported.replace(Some(applied));
            error
        })
    }),
    ("discard", |world| {
        block_on(world.vault.discard(&world.unreadable))
    }),
    ("register", |world| {
        block_on(world.vault.put_registered(&issued(2), NOW)).map(drop)
    }),
    ("rename", |world| {
        block_on(world.vault.rename_registered(&world.registered, "Guard"))
    }),
    ("stop", |world| {
        let stop = world
            .vault
            .mark_stopped(&world.registered, Some(NOW), StopReason::Revoked);
        block_on(stop)
    }),
    ("note", |world| {
        let status = BindingStatus {
            account_name: "ada".to_owned(),
            generation: 1,
            state: BindingState::Superseded,
            since: NOW,
        };
        block_on(world.vault.note_bindings(&[status], NOW)).map(drop)
    }),
    ("set", |world| {
        block_on(world.vault.put_meta(MetaKey::Settings, &2))
    }),
    ("backups", |world| {
        block_on(world.vault.change_backup_state(|state| state.later(NOW)))
    }),
    ("read", |world| block_on(world.vault.reload())),
];

/// Every way to fail at the operation of this number.
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

/// Fails `act` in every way at every place. Tells how many failures that were.
fn at_every_place(act: &Act, check: impl Fn(&World, Plan, Result<(), VaultError>)) -> usize {
    let mut failures = 0;
    for after in 0.. {
        let mut hit = false;
        for plan in plans(after) {
            let world = World::new();
            world.ports.faults.plan(plan);
            let result = act.1(&world);
            if world.ports.faults.end() {
                hit = true;
                failures += 1;
                check(&world, plan, result);
            }
        }
        if !hit {
            break;
        }
    }
    failures
}

fn is_told_as(error: &VaultError, trouble: Trouble) -> bool {
    *error == VaultError::Store(trouble.of_store())
        || *error == VaultError::Seal(trouble.of_sealer())
}

#[test]
fn every_operation_that_fails_anywhere_is_done_whole_or_not_at_all() {
    for act in ACTS {
        let before = World::new().stored();
        let after = {
            let world = World::new();
            act.1(&world).unwrap();
            world.stored()
        };
        let failures = at_every_place(&act, |world, plan, result| {
            let stored = world.stored();
            let what = format!("{} {plan:?} {result:?}", act.0);
            match result {
                Ok(()) => assert_eq!(stored, after, "{what}"),
                Err(_) => assert!(stored == before || (plan.done && stored == after), "{what}"),
            }
            if let Err(error) = result {
                assert!(is_told_as(&error, plan.trouble), "{what}");
            }
        });
        assert!(failures >= plans(0).count() / 2, "{}: {failures}", act.0);
    }
}

#[test]
fn after_every_failure_memory_is_what_is_in_the_store() {
    for act in ACTS {
        at_every_place(&act, |world, plan, result| {
            let what = format!("{} {plan:?} {result:?}", act.0);
            if plan.lasts || act.0 == "read" {
                // While nothing can be read nobody can know; the next write finds out first.
                block_on(world.vault.put_meta(MetaKey::ClientConfig, &1)).unwrap();
            }
            assert_eq!(content(&world.vault), world.stored(), "{what}");
        });
    }
}

#[test]
fn what_failed_once_can_be_done_again() {
    for act in ACTS {
        let before = World::new().stored();
        let after = {
            let world = World::new();
            act.1(&world).unwrap();
            world.stored()
        };
        at_every_place(&act, |world, plan, result| {
            // What was written although nobody said so is not to be done twice.
            if result.is_ok() || world.stored() != before {
                return;
            }
            let what = format!("{} {plan:?}", act.0);
            assert_eq!(act.1(world), Ok(()), "{what}");
            let without_new_names = |content: Content| {
                let tokens = content.tokens.into_values();
                let mut tokens: Vec<_> = tokens
                    .map(|token| (token.token, token.origin, token.tags, token.uses))
                    .collect();
                tokens.sort_by(|a, b| a.0.account_name.cmp(&b.0.account_name));
                (tokens, content.damaged, content.settings)
            };
            assert_eq!(
                without_new_names(world.stored()),
                without_new_names(after.clone()),
                "{what}"
            );
        });
    }
}

#[test]
fn an_answer_that_is_lost_once_is_found_out() {
    for act in ACTS {
        at_every_place(&act, |_, plan, result| {
            let Err(VaultError::Store(error)) = result else {
                return;
            };
            // Reading is done when its answer is there, and not before.
            let found_out = plan.done && !plan.lasts && act.0 != "read";
            assert!(!found_out, "{} {plan:?} {error:?}", act.0);
        });
    }
}

#[test]
fn a_vault_opens_or_says_why_whatever_fails() {
    for after in 0..8 {
        for plan in plans(after) {
            let world = World::new();
            world.ports.faults.plan(plan);
            let opened = block_on(Vault::open(Rc::clone(&world.ports)));
            let hit = world.ports.faults.end();
            match opened {
                Ok(vault) => assert_eq!((hit, content(&vault)), (false, world.stored())),
                Err(error) => assert!(
                    hit && is_told_as(&error, plan.trouble),
                    "{plan:?} {error:?}"
                ),
            }
        }
    }
}

#[test]
fn a_key_that_cannot_be_used_for_a_moment_makes_no_record_a_damaged_one() {
    let world = World::new();
    world.ports.faults.plan(Plan {
        after: 2,
        trouble: Trouble::Odd,
        done: false,
        lasts: false,
    });
    let before = content(&world.vault);
    let error = VaultError::Seal(SealError::Other("OddError".to_owned()));
    assert_eq!(block_on(world.vault.reload()), Err(error));
    assert_eq!(content(&world.vault), before);
}

// Two tabs

fn counter(content: &Content, id: &TokenId) -> u64 {
    match content.tokens[id].token.kind {
        Kind::Hotp { counter, .. } => counter,
        other => panic!("{other:?}"),
    }
}

#[test]
fn two_tabs_never_make_the_same_code_of_a_counter() {
    let world = World::new();
    let other = block_on(Vault::open(Rc::clone(&world.ports))).unwrap();
    block_on(world.vault.advance_counter(&world.counting)).unwrap();
    // This tab has not heard of it yet.
    block_on(other.advance_counter(&world.counting)).unwrap();
    assert_eq!(content(&other), world.stored());
    assert_eq!(counter(&world.stored(), &world.counting), 9);
}

#[test]
fn a_tab_that_has_not_heard_of_a_change_does_not_undo_it() {
    let world = World::new();
    let other = block_on(Vault::open(Rc::clone(&world.ports))).unwrap();
    block_on(world.vault.advance_counter(&world.counting)).unwrap();
    let edit = Edit {
        issuer: "Issuer".to_owned(),
        account_name: "a".to_owned(),
        note: String::new(),
        tags: Vec::new(),
        pinned: false,
    };
    // Another token: nothing stands against it.
    block_on(other.edit(&world.timed, edit.clone())).unwrap();
    assert_eq!(content(&other), world.stored());
    assert_eq!(counter(&world.stored(), &world.counting), 8);
    // The same token.
    let stale = block_on(world.vault.delete(slice::from_ref(&world.timed)));
    assert_eq!(stale, Err(VaultError::Store(StoreError::Stale)));
    assert_eq!(
        world.stored().tokens[&world.timed].token.issuer,
        edit.issuer
    );
    assert_eq!(content(&world.vault), world.stored());
}

#[test]
fn what_one_tab_knows_of_backups_is_not_undone_by_another() {
    let world = World::new();
    let other = block_on(Vault::open(Rc::clone(&world.ports))).unwrap();
    block_on(world.vault.change_backup_state(|state| state.later(NOW))).unwrap();
    let late = block_on(other.change_backup_state(|state| state.later(NOW.plus_seconds(1))));
    assert_eq!(late, Err(VaultError::Store(StoreError::Stale)));
    assert_eq!(content(&other), content(&world.vault));
    // An edit of a token stands in nobody's way.
    block_on(world.vault.advance_counter(&world.counting)).unwrap();
    block_on(other.change_backup_state(|state| state.later(NOW.plus_seconds(2)))).unwrap();
    assert_eq!(content(&other), world.stored());
}

#[test]
fn settings_of_two_tabs_are_both_written() {
    let world = World::new();
    let other = block_on(Vault::open(Rc::clone(&world.ports))).unwrap();
    block_on(world.vault.put_meta(MetaKey::ClientConfig, &1)).unwrap();
    block_on(other.put_meta(MetaKey::Settings, &2)).unwrap();
    let snapshot = block_on(world.ports.device.store.load()).unwrap();
    assert_eq!(snapshot.meta.len(), 2);
}
