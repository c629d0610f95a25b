use countersign_core::ports::{Batch, RecordId, SealedRecord, Snapshot, Store, StoreError};

/// Holds a store to its contract.
///
/// # Panics
/// Where it does not keep it.
pub async fn store<S: Store>(open: impl AsyncFn(&str) -> S) {
    a_new_store_is_empty(&open("empty").await).await;
    what_is_put_is_there_after_opening_again(&open).await;
    a_put_replaces_and_a_delete_removes(&open("replace").await).await;
    a_name_that_is_put_and_deleted_at_once_is_gone(&open("both").await).await;
    each_commit_makes_the_revision_greater_by_one(&open("revision").await).await;
    a_batch_for_another_revision_is_not_written(&open("stale").await).await;
    two_openings_see_each_other(&open).await;
    a_thousand_records_fit_into_a_batch(&open("thousand").await).await;
    plain_values_are_kept_apart_from_records(&open("meta").await).await;
}

async fn load(store: &impl Store) -> Snapshot {
    let mut snapshot = ok(store.load().await);
    snapshot.records.sort_by(|a, b| a.id.cmp(&b.id));
    snapshot.meta.sort();
    snapshot
}

async fn commit(store: &impl Store, batch: Batch) {
    ok(store.commit(batch).await);
}

fn ok<T>(result: Result<T, StoreError>) -> T {
    match result {
        Ok(value) => value,
        Err(error) => unreachable!("the store failed: {error:?}"),
    }
}

fn record(index: u16, ciphertext: &[u8]) -> SealedRecord {
    let mut id = [0; 16];
    id[..2].copy_from_slice(&index.to_be_bytes());
    SealedRecord {
        id: RecordId::from_random(id),
        kind: "token".to_owned(),
        version: u32::MAX,
        nonce: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 254, 255],
        ciphertext: ciphertext.to_vec(),
    }
}

fn put(records: Vec<SealedRecord>) -> Batch {
    Batch {
        put: records,
        ..Batch::default()
    }
}

async fn a_new_store_is_empty(store: &impl Store) {
    let snapshot = load(store).await;
    assert!(snapshot.records.is_empty() && snapshot.meta.is_empty());
}

async fn what_is_put_is_there_after_opening_again<S: Store>(open: &impl AsyncFn(&str) -> S) {
    let every_byte: Vec<u8> = (0..=255).collect();
    let records = vec![
        record(1, &every_byte),
        record(2, &[]),
        record(3, &[0; 100_000]),
    ];
    let store = open("again").await;
    commit(&store, put(records.clone())).await;
    assert_eq!(load(&store).await.records, records);
    drop(store);
    assert_eq!(load(&open("again").await).await.records, records);
}

async fn a_put_replaces_and_a_delete_removes(store: &impl Store) {
    commit(store, put(vec![record(1, b"old"), record(2, b"stays")])).await;
    let batch = Batch {
        delete: vec![record(3, b"").id],
        ..put(vec![record(1, b"new")])
    };
    commit(store, batch).await;
    let snapshot = load(store).await;
    assert_eq!(snapshot.records, [record(1, b"new"), record(2, b"stays")]);
    let batch = Batch {
        delete: vec![record(1, b"").id],
        ..Batch::default()
    };
    commit(store, batch).await;
    assert_eq!(load(store).await.records, [record(2, b"stays")]);
}

async fn a_name_that_is_put_and_deleted_at_once_is_gone(store: &impl Store) {
    let batch = Batch {
        put: vec![record(1, b"x")],
        delete: vec![record(1, b"x").id],
        put_meta: vec![("name".to_owned(), b"x".to_vec())],
        delete_meta: vec!["name".to_owned()],
        at: None,
    };
    commit(store, batch).await;
    let snapshot = load(store).await;
    assert!(snapshot.records.is_empty() && snapshot.meta.is_empty());
}

async fn each_commit_makes_the_revision_greater_by_one(store: &impl Store) {
    let before = load(store).await.revision;
    commit(store, put(vec![record(1, b"x")])).await;
    let after_one = load(store).await.revision;
    commit(store, Batch::default()).await;
    let after_two = load(store).await.revision;
    assert_eq!((after_one, after_two), (before + 1, before + 2));
    assert_eq!(load(store).await.revision, after_two);
}

async fn a_batch_for_another_revision_is_not_written(store: &impl Store) {
    let at = |revision| Batch {
        at: Some(revision),
        put_meta: vec![("name".to_owned(), b"x".to_vec())],
        ..put(vec![record(1, b"one")])
    };
    let before = load(store).await;
    for revision in [before.revision + 1, u64::MAX] {
        assert_eq!(store.commit(at(revision)).await, Err(StoreError::Stale));
    }
    assert_eq!(load(store).await, before);
    commit(store, at(before.revision)).await;
    let written = load(store).await;
    assert_eq!(written.revision, before.revision + 1);
    assert_eq!(
        store.commit(at(before.revision)).await,
        Err(StoreError::Stale)
    );
    assert_eq!(load(store).await, written);
}

async fn two_openings_see_each_other<S: Store>(open: &impl AsyncFn(&str) -> S) {
    let (one, two) = (open("shared").await, open("shared").await);
    commit(&one, put(vec![record(1, b"one")])).await;
    commit(&two, put(vec![record(2, b"two")])).await;
    let both = [record(1, b"one"), record(2, b"two")];
    assert_eq!(load(&one).await.records, both);
    assert_eq!(load(&one).await, load(&two).await);
}

async fn a_thousand_records_fit_into_a_batch(store: &impl Store) {
    let records: Vec<_> = (0..1000)
        .map(|index| record(index, b"ciphertext"))
        .collect();
    commit(store, put(records.clone())).await;
    assert_eq!(load(store).await.records, records);
}

async fn plain_values_are_kept_apart_from_records(store: &impl Store) {
    let name = |text: &str| text.to_owned();
    let batch = Batch {
        put: vec![record(1, b"record")],
        put_meta: vec![(name("dil"), b"t\xffr".to_vec()), (name("şey"), Vec::new())],
        ..Batch::default()
    };
    commit(store, batch).await;
    let batch = Batch {
        put_meta: vec![(name("dil"), b"en".to_vec())],
        delete_meta: vec![name("şey"), name("nothing")],
        ..Batch::default()
    };
    commit(store, batch).await;
    let snapshot = load(store).await;
    assert_eq!(snapshot.meta, [(name("dil"), b"en".to_vec())]);
    assert_eq!(snapshot.records, [record(1, b"record")]);
}
