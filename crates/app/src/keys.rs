//! The keys of the instance: what each one still seals, and sealing again with the current one.

use std::collections::BTreeMap;

use domain::authz::Operates;
use storage::{SEALED, SealedColumn, SealedValue};
use uuid::Uuid;

use crate::{App, AppError};

/// Values sealed again in one transaction.
const BATCH: u64 = 100;

/// A key and what it still seals.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyUse {
    /// Its identifier, which does not tell it.
    pub id: String,
    /// Whether it seals what is written from now on.
    pub current: bool,
    /// Whether it is in the ring of this process.
    pub held: bool,
    /// Values of the database that it seals.
    pub values: u64,
}

/// What the keys of the instance seal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KeysOverview {
    /// The keys of the ring, current first, then those that are missing.
    pub keys: Vec<KeyUse>,
    /// Places whose value does not open: `table.column/row`.
    pub closed: Vec<String>,
}

impl App {
    /// Opens every sealed value and counts them by key.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn keys_overview(&self, proof: &Operates) -> Result<KeysOverview, AppError> {
        let ring = &self.settings.keys;
        let mut counts: BTreeMap<String, u64> = BTreeMap::new();
        let mut overview = KeysOverview::default();
        let tx = self.store.read().await?;
        for column in SEALED {
            let mut after = None;
            loop {
                let page = tx.sealed_values(proof, column, (after, BATCH)).await?;
                for value in &page {
                    *counts.entry(key_of(&value.value).to_owned()).or_default() += 1;
                    let context = column.context(value.id);
                    if ring.open(&context, &value.value).is_err() {
                        overview.closed.push(context);
                    }
                }
                match page.last() {
                    Some(last) => after = Some(last.id),
                    None => break,
                }
            }
        }
        let held = std::iter::once(&ring.current).chain(&ring.former);
        for (rank, key) in held.enumerate() {
            let values = counts.remove(key.id()).unwrap_or_default();
            overview.keys.push(KeyUse { id: key.id().to_owned(), current: rank == 0, held: true, values });
        }
        let missing =
            counts.into_iter().map(|(id, values)| KeyUse { id, current: false, held: false, values });
        overview.keys.extend(missing);
        Ok(overview)
    }

    /// Seals again, with the current key, what another key of the ring sealed. Stopped half-way, it goes on where it
    /// was. Returns how many values changed.
    ///
    /// # Errors
    /// When a value does not open, or the database does not answer: earlier batches stay done.
    pub async fn rotate_keys(&self, proof: &Operates) -> Result<u64, AppError> {
        let mut changed = 0;
        for column in SEALED {
            let mut after: Option<Uuid> = None;
            loop {
                let (last, count) = self.reseal_batch(proof, column, after).await?;
                changed += count;
                match last {
                    Some(last) => after = Some(last),
                    None => break,
                }
            }
        }
        Ok(changed)
    }

    /// One batch: the last row seen, and how many values changed.
    async fn reseal_batch(
        &self,
        proof: &Operates,
        column: &SealedColumn,
        after: Option<Uuid>,
    ) -> Result<(Option<Uuid>, u64), AppError> {
        let ring = &self.settings.keys;
        let tx = self.store.write().await?;
        let page = tx.sealed_otherwise(proof, column, ring.current.id(), (after, BATCH)).await?;
        let Some(last) = page.last().map(|value| value.id) else { return Ok((None, 0)) };
        let mut changed = 0;
        for value in &page {
            let sealed = self.resealed(column, value)?;
            changed += u64::from(tx.replace_sealed(proof, column, value, &sealed).await?);
        }
        let subject = format!("{}.{}", column.table, column.column);
        let changes = serde_json::json!({ "key": ring.current.id(), "values": changed });
        tx.audit_operation(proof, self.change("key", subject, changes)).await?;
        tx.commit().await?;
        Ok((Some(last), changed))
    }

    fn resealed(&self, column: &SealedColumn, value: &SealedValue) -> Result<String, AppError> {
        let context = column.context(value.id);
        let sealed = self.settings.keys.reseal(&context, &value.value, self.settings.entropy.as_ref());
        sealed.map_err(|error| AppError::Security(format!("{context}: {error}")))
    }
}

/// The identifier of the key that sealed a value.
fn key_of(sealed: &str) -> &str {
    sealed.split('.').nth(1).unwrap_or_default()
}
