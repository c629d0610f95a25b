use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use countersign_core::ports::{
    Batch, RecordId, Resealed, SealedRecord, Snapshot, Store, StoreError,
};

/// A store in memory, which can be told to fail.
#[derive(Clone, Default)]
pub struct MemoryStore(Rc<RefCell<Memory>>);

#[derive(Default)]
struct Memory {
    records: BTreeMap<RecordId, SealedRecord>,
    meta: BTreeMap<String, Vec<u8>>,
    revision: u64,
    epoch: u64,
    fail_after: Option<(usize, StoreError)>,
}

impl MemoryStore {
    /// Lets `operations` pass (loads and commits alike) and fails the one after them.
    pub fn fail_after(&self, operations: usize, error: StoreError) {
        self.0.borrow_mut().fail_after = Some((operations, error));
    }

    /// Puts records under another data key in place of those that were read.
    pub(super) fn reseal(&self, resealed: Resealed) -> Result<(), StoreError> {
        let mut memory = self.0.borrow_mut();
        if memory.revision != resealed.based_on {
            return Err(StoreError::Stale);
        }
        memory.revision += 1;
        memory.epoch = resealed.epoch;
        for record in resealed.records {
            memory.records.insert(record.id.clone(), record);
        }
        Ok(())
    }

    /// Everything that lies there, as bytes: to search it for what must not be there.
    pub fn dump(&self) -> Vec<u8> {
        let memory = self.0.borrow();
        let records = memory.records.values();
        let records = records.flat_map(|r| [r.kind.as_bytes(), &r.nonce, &r.ciphertext].concat());
        let meta = memory.meta.iter();
        let meta = meta.flat_map(|(name, value)| [name.as_bytes(), value].concat());
        records.chain(meta).collect()
    }

    /// Changes a record behind the back of everybody.
    pub fn tamper(&self, id: &RecordId, change: impl FnOnce(&mut SealedRecord)) {
        if let Some(record) = self.0.borrow_mut().records.get_mut(id) {
            change(record);
        }
    }
}

impl Memory {
    fn operation(&mut self) -> Result<(), StoreError> {
        match self.fail_after.take() {
            Some((0, error)) => Err(error),
            Some((left, error)) => {
                self.fail_after = Some((left - 1, error));
                Ok(())
            }
            None => Ok(()),
        }
    }
}

impl Store for MemoryStore {
    async fn load(&self) -> Result<Snapshot, StoreError> {
        let mut memory = self.0.borrow_mut();
        memory.operation()?;
        Ok(Snapshot {
            records: memory.records.values().cloned().collect(),
            meta: memory.meta.clone().into_iter().collect(),
            revision: memory.revision,
            epoch: memory.epoch,
        })
    }

    async fn commit(&self, batch: Batch) -> Result<(), StoreError> {
        let mut memory = self.0.borrow_mut();
        memory.operation()?;
        if batch.at.is_some_and(|at| at != memory.revision) {
            return Err(StoreError::Stale);
        }
        memory.revision += 1;
        for record in batch.put {
            memory.records.insert(record.id.clone(), record);
        }
        for id in &batch.delete {
            memory.records.remove(id);
        }
        memory.meta.extend(batch.put_meta);
        for name in &batch.delete_meta {
            memory.meta.remove(name);
        }
        Ok(())
    }
}
