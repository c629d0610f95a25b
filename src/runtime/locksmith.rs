//! Opening the lock, and changing it. Its code is a part of its own: who sets no lock never needs
//! it.

use core::pin::Pin;
use std::rc::Rc;

use countersign_core::SecretText;
use countersign_core::lock::{
    Attempt, Event, Keeper, LockAfter, LockError, NewPasskey, NewSecret, Opened, Proof,
    RecoveryCode, Refusal, SlotKind, Standing,
};
use countersign_core::policy;
use countersign_core::ports::{Entropy, Ports, Root, SealError, StoreError};
use countersign_core::vault::{MetaKey, Vault, VaultError};
use countersign_protocol::ClientPolicy;
use wasm_bindgen_futures::spawn_local;

use super::Runtime;
use super::engine::Engine;
use crate::parts::part;
use crate::platform::passkey::{self, MadePasskey, PasskeyFault};
use crate::platform::{BrowserPorts, DataKey, WorkerKdf, history, presence};

/// What a try to open comes to.
type Opening = Pin<Box<dyn Future<Output = Result<Vault<BrowserPorts>, Refusal>>>>;

/// An opened slot, which allows changes.
pub type Allowed = Rc<Opened<DataKey>>;

part! {
    lock:
    /// Opens the vault of a locked app.
    pub(super) fn open(engine: Rc<Engine>, attempt: Attempt) -> Opening {
        Box::pin(async move {
            let opened = prove(&engine.ports, attempt).await?;
            let vault = Vault::open_by(Rc::clone(&engine.ports), opened.key.clone()).await;
            vault.map_err(Refusal::Vault)
        })
    }
}

/// The code for it has not arrived.
pub(super) const fn not_arrived() -> Refusal {
    Refusal::Lock(LockError::Kdf)
}

fn keeper(ports: &BrowserPorts) -> Keeper<'_, BrowserPorts, WorkerKdf> {
    Keeper::new(ports, &WorkerKdf)
}

/// Opens a slot. The question for the passkey comes first, while the tap still counts.
async fn prove(ports: &BrowserPorts, attempt: Attempt) -> Result<Opened<DataKey>, Refusal> {
    let proof = match attempt {
        Attempt::Secret(secret) => Proof::Secret(secret),
        Attempt::Recovery(text) => {
            let code = RecoveryCode::parse(text.expose());
            Proof::Recovery(code.map_err(Refusal::NoCode)?)
        }
        Attempt::Passkey => {
            let standing = keeper(ports).standing().await.map_err(Refusal::Lock)?;
            let passkey = standing.passkey.ok_or(Refusal::Lock(LockError::NoSlot))?;
            Proof::Passkey(passkey::get(&passkey).await.map_err(refusal)?)
        }
    };
    keeper(ports).open(&proof).await.map_err(Refusal::Lock)
}

const fn refusal(fault: PasskeyFault) -> Refusal {
    match fault {
        PasskeyFault::Cancelled => Refusal::Cancelled,
        PasskeyFault::NoSecret => Refusal::NoSecret,
    }
}

/// A passkey that is being added: made, and not yet known to make the same secret twice.
pub struct NewKey {
    made: MadePasskey,
}

/// How the second look at a new passkey went.
pub enum Seen {
    /// It has made its secret for the first time: look once more.
    Once(NewKey),
    /// It has made the same secret twice.
    Twice(NewPasskey),
}

impl Runtime {
    /// What is known of the lock without opening it.
    pub fn lock_standing(self, done: impl FnOnce(Result<Standing, LockError>) + 'static) {
        self.locksmith(async |engine| keeper(&engine.ports).standing().await, done);
    }

    /// Opens a slot to prove that the person may go on, or to change the lock.
    pub fn prove(self, attempt: Attempt, done: impl FnOnce(Result<Allowed, Refusal>) + 'static) {
        self.locksmith(
            async |engine| prove(&engine.ports, attempt).await.map(Rc::new),
            done,
        );
    }

    /// A new recovery code.
    pub fn new_recovery_code(self) -> RecoveryCode {
        let mut bytes = [0; 16];
        self.with(|engine| engine.ports.entropy().fill(&mut bytes));
        RecoveryCode::from_random(bytes)
    }

    /// Sets a lock where there is none.
    pub fn set_lock(
        self,
        new: NewSecret,
        again: SecretText,
        recovery: Option<RecoveryCode>,
        done: impl FnOnce(Result<(), LockError>) + 'static,
    ) {
        self.locksmith(
            async move |engine| {
                let vault = engine.opened().ok_or(closed())?;
                let keeper = keeper(&engine.ports);
                let key = keeper.set_up(&new, &again, recovery.as_ref()).await?;
                engine.tell_lock(Event::Set);
                engine.ports.tell_lock();
                let adopted = vault.adopt(key).await;
                adopted.map_err(as_lock_error)
            },
            done,
        );
    }

    /// Sets another PIN or passphrase.
    pub fn change_secret(
        self,
        by: Allowed,
        new: NewSecret,
        again: SecretText,
        done: impl FnOnce(Result<(), LockError>) + 'static,
    ) {
        self.locksmith(
            async move |engine| keeper(&engine.ports).change_secret(&by, &new, &again).await,
            done,
        );
    }

    /// Sets a recovery code, in place of an older one.
    pub fn set_recovery(
        self,
        by: Allowed,
        code: RecoveryCode,
        done: impl FnOnce(Result<(), LockError>) + 'static,
    ) {
        self.locksmith(
            async move |engine| keeper(&engine.ports).set_recovery(&by, &code).await,
            done,
        );
    }

    /// Makes a passkey. Call it on a tap.
    pub fn make_passkey(
        self,
        name: &'static str,
        done: impl FnOnce(Result<NewKey, Refusal>) + 'static,
    ) {
        self.locksmith(
            async move |_| {
                let made = passkey::create(name).await.map_err(refusal)?;
                Ok(NewKey { made })
            },
            done,
        );
    }

    /// Lets a new passkey make its secret and compares it with what it made before. Call it on a
    /// tap.
    pub fn try_passkey(self, new: NewKey, done: impl FnOnce(Result<Seen, Refusal>) + 'static) {
        self.locksmith(
            async move |_| {
                let MadePasskey { passkey, root } = new.made;
                let made: Root = passkey::get(&passkey).await.map_err(refusal)?;
                match root {
                    None => Ok(Seen::Once(NewKey {
                        made: MadePasskey {
                            passkey,
                            root: Some(made),
                        },
                    })),
                    Some(before) if before == made => Ok(Seen::Twice(NewPasskey {
                        passkey,
                        root: made,
                    })),
                    Some(_) => Err(Refusal::Lock(LockError::WrongPasskey)),
                }
            },
            done,
        );
    }

    /// Sets the passkey, in place of an older one.
    pub fn set_passkey(
        self,
        by: Allowed,
        new: NewPasskey,
        done: impl FnOnce(Result<(), LockError>) + 'static,
    ) {
        self.locksmith(
            async move |engine| keeper(&engine.ports).set_passkey(&by, &new).await,
            done,
        );
    }

    /// Removes a slot.
    pub fn remove_slot(
        self,
        by: Allowed,
        kind: SlotKind,
        done: impl FnOnce(Result<(), LockError>) + 'static,
    ) {
        self.locksmith(
            async move |engine| keeper(&engine.ports).remove(&by, kind).await,
            done,
        );
    }

    /// Turns the lock off.
    pub fn turn_lock_off(self, by: Allowed, done: impl FnOnce(Result<(), LockError>) + 'static) {
        self.locksmith(
            async move |engine| {
                keeper(&engine.ports).turn_off(&by).await?;
                engine.tell_lock(Event::TurnedOff);
                engine.ports.tell_lock();
                Ok(())
            },
            done,
        );
    }

    /// Chooses when the app locks itself, within what the server allows.
    pub fn choose_lock_after(
        self,
        after: LockAfter,
        done: impl FnOnce(Result<(), VaultError>) + 'static,
    ) {
        self.locksmith(
            async move |engine| {
                let vault = engine.opened().ok_or(SealError::Locked)?;
                let longest = policy::in_force(&vault).lock_after_max_seconds;
                let after = after.within(longest);
                vault.put_words(MetaKey::LockAfter, &after).await?;
                engine.tell_lock(Event::After(after));
                Ok(())
            },
            done,
        );
    }

    /// What the server demands of this device.
    pub fn lock_policy(self) -> ClientPolicy {
        let mut demanded = ClientPolicy::default();
        self.with(|engine| {
            if let Some(vault) = engine.opened() {
                demanded = policy::in_force(&vault);
            }
        });
        demanded
    }

    /// Erases everything that is kept on this device, and starts anew.
    pub fn erase_device(self, done: impl FnOnce(Result<(), StoreError>) + 'static) {
        self.locksmith(
            async |engine| {
                engine.ports.connection().erase().await?;
                presence::count_lock();
                history::start_anew();
                Ok(())
            },
            done,
        );
    }

    fn locksmith<T: 'static>(
        self,
        work: impl AsyncFnOnce(&Rc<Engine>) -> T + 'static,
        done: impl FnOnce(T) + 'static,
    ) {
        self.with(|engine| {
            let engine = Rc::clone(engine);
            spawn_local(async move {
                let result = work(&engine).await;
                engine.call_back(done, result);
            });
        });
    }
}

const fn closed() -> LockError {
    LockError::Seal(SealError::Locked)
}

fn as_lock_error(error: VaultError) -> LockError {
    match error {
        VaultError::Store(error) => LockError::Store(error),
        VaultError::Seal(error) => LockError::Seal(error),
        _ => closed(),
    }
}
