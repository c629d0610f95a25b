//! Records, opened and sealed.

use core::future::{Future, poll_fn};
use core::pin::Pin;
use core::task::{Context, Poll};

use zeroize::Zeroizing;

use super::stored::{self, associated_data};
use super::{Damage, DamagedRecord, Inner, Vault, VaultError, VaultToken, backups};
use crate::ports::{Ports, RecordId, SealError, Sealed, SealedRecord, Sealer, Snapshot};

/// A browser decrypts apart from the page and answers late. One record after the other would mostly
/// wait; more than these at once are no faster.
const AT_ONCE: usize = 64;

/// What a record turns out to be.
enum Opened {
    Token(Box<VaultToken>),
    Backups(Option<Zeroizing<Vec<u8>>>),
    Damaged(DamagedRecord),
}

impl<P: Ports> Vault<P> {
    /// Opens everything. Fails where what a record holds cannot be told.
    pub(super) async fn read(&self, snapshot: Snapshot) -> Result<Inner, VaultError> {
        let mut inner = Inner {
            meta: snapshot.meta.into_iter().collect(),
            revision: snapshot.revision,
            ..Inner::default()
        };
        let opening = snapshot
            .records
            .into_iter()
            .map(|record| self.open_record(record));
        for opened in together(opening).await {
            match opened? {
                Opened::Token(token) if token.is_in_trash() => inner.trash.push(*token),
                Opened::Token(token) => inner.tokens.push(*token),
                Opened::Backups(bytes) => inner.backups = bytes,
                Opened::Damaged(damaged) => inner.damaged.push(damaged),
            }
        }
        let age = |token: &VaultToken| (token.added_at, token.id.clone());
        inner.tokens.sort_by_key(age);
        inner.trash.sort_by_key(age);
        Ok(inner)
    }

    async fn open_record(&self, record: SealedRecord) -> Result<Opened, VaultError> {
        let (id, version) = (record.id.clone(), record.version);
        let token = match record.kind.as_str() {
            backups::KIND => return Ok(Opened::Backups(self.open_sealed(record).await?.ok())),
            stored::KIND => {
                let plain = self.open_sealed(record).await?;
                plain.and_then(|plain| stored::read(id.clone(), version, &plain))
            }
            _ => Err(Damage::Newer),
        };
        Ok(match token {
            Ok(token) => Opened::Token(Box::new(token)),
            Err(damage) => Opened::Damaged(DamagedRecord { id, damage }),
        })
    }

    /// What is in a record as bytes, or that it does not decrypt. Fails where that cannot be told.
    async fn open_sealed(
        &self,
        record: SealedRecord,
    ) -> Result<Result<Zeroizing<Vec<u8>>, Damage>, VaultError> {
        let associated = associated_data(&record.id, &record.kind, record.version);
        let sealed = Sealed {
            nonce: record.nonce,
            ciphertext: record.ciphertext,
        };
        let port = self.ports.sealer();
        match port.unseal(&self.key()?, &associated, &sealed).await {
            Ok(plain) => Ok(Ok(plain)),
            Err(SealError::Damaged) => Ok(Err(Damage::Ciphertext)),
            Err(error) => Err(error.into()),
        }
    }

    pub(super) async fn seal(&self, token: &VaultToken) -> Result<SealedRecord, VaultError> {
        let plain = stored::write(token);
        self.seal_record(token.id.clone(), stored::KIND, stored::VERSION, &plain)
            .await
    }

    pub(super) async fn seal_record(
        &self,
        id: RecordId,
        kind: &str,
        version: u32,
        plain: &[u8],
    ) -> Result<SealedRecord, VaultError> {
        let associated = associated_data(&id, kind, version);
        let port = self.ports.sealer();
        let sealed = port.seal(&self.key()?, &associated, plain).await?;
        Ok(SealedRecord {
            id,
            kind: kind.to_owned(),
            version,
            nonce: sealed.nonce,
            ciphertext: sealed.ciphertext,
        })
    }
}

/// One of several futures.
enum Place<F: Future> {
    Running(Pin<Box<F>>),
    Done(F::Output),
}

impl<F: Future> Place<F> {
    fn is_done(&mut self, context: &mut Context<'_>) -> bool {
        if let Self::Running(future) = self
            && let Poll::Ready(output) = future.as_mut().poll(context)
        {
            *self = Self::Done(output);
        }
        matches!(self, Self::Done(_))
    }

    fn into_output(self) -> Option<F::Output> {
        match self {
            Self::Running(_) => None,
            Self::Done(output) => Some(output),
        }
    }
}

/// Runs these futures, [`AT_ONCE`] of them at a time, and gives what they give, in their order.
async fn together<F: Future>(futures: impl IntoIterator<Item = F>) -> Vec<F::Output> {
    let mut futures = futures.into_iter();
    let mut outputs = Vec::new();
    loop {
        let some = futures.by_ref().take(AT_ONCE);
        let mut places: Vec<_> = some
            .map(|future| Place::Running(Box::pin(future)))
            .collect();
        if places.is_empty() {
            return outputs;
        }
        poll_fn(|context| {
            let done = places.iter_mut().map(|place| place.is_done(context));
            // Each is asked, also after one that is not done.
            if done.fold(true, |all, done| all & done) {
                Poll::Ready(())
            } else {
                Poll::Pending
            }
        })
        .await;
        outputs.extend(places.into_iter().filter_map(Place::into_output));
    }
}

#[cfg(test)]
mod tests {
    use core::cell::Cell;
    use core::future::poll_fn;
    use core::task::Poll;

    use pollster::block_on;

    use super::{AT_ONCE, together};

    #[test]
    fn all_are_started_before_the_first_has_ended_and_their_order_stays() {
        let (started, most) = (Cell::new(0), Cell::new(0));
        let one = |number: usize| {
            let mut waits = number % 3;
            let mut begun = false;
            let (started, most) = (&started, &most);
            poll_fn(move |context| {
                if !begun {
                    begun = true;
                    started.set(started.get() + 1);
                    most.set(most.get().max(started.get()));
                }
                if waits == 0 {
                    started.set(started.get() - 1);
                    return Poll::Ready(number);
                }
                waits -= 1;
                context.waker().wake_by_ref();
                Poll::Pending
            })
        };
        let count = AT_ONCE * 2 + 3;
        let outputs = block_on(together((0..count).map(one)));
        assert_eq!(outputs, (0..count).collect::<Vec<_>>());
        assert!(
            most.get() > AT_ONCE / 2 && most.get() <= AT_ONCE,
            "{}",
            most.get()
        );
    }
}
