use std::fmt::Debug;

use countersign_core::ports::{
    Batch, DeviceSlot, Opener, RecordId, Resealed, Root, SealError, SealedRecord, Slots,
    SlotsChange, Store, StoreError, StoredSlots,
};

use super::both;

/// Holds slots, and the store in the same database, to their contract.
///
/// # Panics
/// Where they do not keep it.
pub async fn slots<S: Slots, T: Store>(open: impl AsyncFn(&str) -> (S, T)) {
    a_wrapped_key_opens_by_its_root_alone(&open("wrapped").await.0).await;
    a_wrong_root_is_told_from_a_damaged_slot(&open("damaged").await.0).await;
    a_lock_takes_the_device_slot_away_and_brings_it_back(&open).await;
    a_change_that_is_based_on_an_older_one_changes_nothing(&open).await;
    of_two_changes_at_once_one_counts(&open).await;
    records_and_slots_change_together_or_not_at_all(&open).await;
}

const LABEL: &[u8] = b"label";

fn ok<T, E: Debug>(result: Result<T, E>) -> T {
    match result {
        Ok(value) => value,
        Err(error) => unreachable!("the slots failed: {error:?}"),
    }
}

fn root(byte: u8) -> Root {
    Root::new([byte; 32])
}

fn change<K>(based_on: u64, content: &[u8]) -> SlotsChange<'_, K> {
    SlotsChange {
        based_on,
        content: content.to_vec(),
        device: DeviceSlot::Stays,
        resealed: None,
    }
}

async fn a_wrapped_key_opens_by_its_root_alone<S: Slots>(port: &S) {
    let by_device = ok(port.open().await);
    let loose = ok(port.loosen(Opener::Device).await);
    let wrapped = ok(port.wrap(&loose, &root(1), LABEL).await);
    // The key and the tag of AES-GCM.
    assert_eq!(wrapped.ciphertext.len(), 48);
    let by_slot = ok(port.unwrap(&root(1), LABEL, &wrapped, 7).await);
    assert_eq!((port.epoch(&by_device), port.epoch(&by_slot)), (0, 7));
    let sealed = ok(port.seal(&by_device, b"", b"plain").await);
    assert_eq!(*ok(port.unseal(&by_slot, b"", &sealed).await), *b"plain");

    let again = ok(port.loosen(Opener::Root(&root(1), LABEL, &wrapped)).await);
    let elsewhere = ok(port.wrap(&again, &root(2), b"other label").await);
    assert_ne!(elsewhere.check, wrapped.check);
    let by_other = ok(port.unwrap(&root(2), b"other label", &elsewhere, 0).await);
    assert_eq!(*ok(port.unseal(&by_other, b"", &sealed).await), *b"plain");

    let another = ok(port.new_key().await);
    let another = ok(port.wrap(&another, &root(1), LABEL).await);
    let another = ok(port.unwrap(&root(1), LABEL, &another, 1).await);
    let opened = port.unseal(&another, b"", &sealed).await;
    assert_eq!(opened.map(drop), Err(SealError::Damaged));
}

async fn a_wrong_root_is_told_from_a_damaged_slot<S: Slots>(port: &S) {
    let loose = ok(port.new_key().await);
    let wrapped = ok(port.wrap(&loose, &root(1), LABEL).await);
    let fails = async |root: &Root, label: &[u8], wrapped| {
        let opened = port.unwrap(root, label, &wrapped, 0).await.map(drop);
        let by = Opener::Root(root, label, &wrapped);
        assert_eq!(port.loosen(by).await.map(drop), opened);
        opened
    };
    let wrong = Err(SealError::WrongSecret);
    assert_eq!(fails(&root(2), LABEL, wrapped.clone()).await, wrong);
    assert_eq!(fails(&root(1), b"other", wrapped.clone()).await, wrong);
    let mut other_text = wrapped.clone();
    other_text.ciphertext[0] ^= 1;
    let mut other_nonce = wrapped.clone();
    other_nonce.nonce[0] ^= 1;
    let mut short = wrapped;
    short.ciphertext.truncate(10);
    for damaged in [other_text, other_nonce, short] {
        let opened = fails(&root(1), LABEL, damaged).await;
        assert_eq!(opened, Err(SealError::Damaged));
    }
}

async fn a_lock_takes_the_device_slot_away_and_brings_it_back<S: Slots, T>(
    open: &impl AsyncFn(&str) -> (S, T),
) {
    let (port, _) = open("lock").await;
    let key = ok(port.open().await);
    let sealed = ok(port.seal(&key, b"", b"plain").await);
    let loose = ok(port.loosen(Opener::Device).await);
    let mut locked = change(0, b"slots");
    locked.device = DeviceSlot::Goes;
    ok(port.replace(locked).await);

    let (later, _) = open("lock").await;
    assert_eq!(later.open().await.map(drop), Err(SealError::Locked));
    let refused = later.loosen(Opener::Device).await.map(drop);
    assert_eq!(refused, Err(SealError::Locked));
    let stored = StoredSlots {
        revision: 1,
        content: b"slots".to_vec(),
        device: false,
    };
    assert_eq!(later.slots().await, Ok(stored));

    let mut open_again = change(1, b"none");
    open_again.device = DeviceSlot::Comes(&loose, 3);
    ok(port.replace(open_again).await);
    let (later, _) = open("lock").await;
    let key = ok(later.open().await);
    assert_eq!(later.epoch(&key), 3);
    assert_eq!(*ok(later.unseal(&key, b"", &sealed).await), *b"plain");
}

async fn a_change_that_is_based_on_an_older_one_changes_nothing<S: Slots, T>(
    open: &impl AsyncFn(&str) -> (S, T),
) {
    let (port, _) = open("older").await;
    assert_eq!(port.slots().await, Ok(StoredSlots::default()));
    ok(port.open().await);
    ok(port.replace(change(0, b"one")).await);
    let mut late = change(0, b"two");
    late.device = DeviceSlot::Goes;
    assert_eq!(port.replace(late).await, Err(StoreError::Stale));
    let stored = ok(open("older").await.0.slots().await);
    assert_eq!(
        (stored.content.as_slice(), stored.device),
        (&b"one"[..], true)
    );
    ok(port.open().await);
}

async fn of_two_changes_at_once_one_counts<S: Slots, T>(open: &impl AsyncFn(&str) -> (S, T)) {
    let (one, two) = (open("race").await.0, open("race").await.0);
    let changes = both(
        one.replace(change(0, b"one")),
        two.replace(change(0, b"two")),
    );
    let winner = match changes.await {
        (Ok(()), Err(StoreError::Stale)) => b"one",
        (Err(StoreError::Stale), Ok(())) => b"two",
        both => unreachable!("not one of two: {both:?}"),
    };
    assert_eq!(ok(one.slots().await).content, winner);
    assert_eq!(ok(two.slots().await).revision, 1);
}

async fn records_and_slots_change_together_or_not_at_all<S: Slots, T: Store>(
    open: &impl AsyncFn(&str) -> (S, T),
) {
    let (port, store) = open("together").await;
    ok(port.open().await);
    let record = |byte| SealedRecord {
        id: RecordId::from_random([1; 16]),
        kind: "token".to_owned(),
        version: 1,
        nonce: [byte; 12],
        ciphertext: vec![byte; 20],
    };
    let put = |byte, at| Batch {
        put: vec![record(byte)],
        at,
        ..Batch::default()
    };
    ok(store.commit(put(1, None)).await);
    let based_on = ok(store.load().await).revision;
    ok(store.commit(put(2, None)).await);

    let resealed = |based_on| SlotsChange {
        based_on: 0,
        content: b"slots".to_vec(),
        device: DeviceSlot::Goes,
        resealed: Some(Resealed {
            based_on,
            records: vec![record(3)],
            epoch: 1,
        }),
    };
    let late = port.replace(resealed(based_on)).await;
    assert_eq!(late, Err(StoreError::Stale));
    assert_eq!(port.slots().await.map(|stored| stored.revision), Ok(0));
    assert_eq!(ok(store.load().await).records, [record(2)]);
    ok(port.open().await);

    let now = ok(store.load().await).revision;
    ok(port.replace(resealed(now)).await);
    let snapshot = ok(store.load().await);
    assert_eq!((snapshot.records, snapshot.epoch), (vec![record(3)], 1));
    assert!(snapshot.revision > now);
    // Who still has the old key writes nothing with it.
    let late = store.commit(put(4, Some(now))).await;
    assert_eq!(late, Err(StoreError::Stale));
    ok(store.commit(put(4, Some(snapshot.revision))).await);
    assert_eq!(port.open().await.map(drop), Err(SealError::Locked));
}
