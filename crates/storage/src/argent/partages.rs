//! What a CPTS lets count in the totals of a region: the lines of its contracts, without the contracts themselves.

use domain::aci::argent::{Depense, Mouvement};
use domain::authz::{Allowed, ReadTotaux};

use crate::row::{own, read};
use crate::{ReadTx, StorageError};

impl ReadTx {
    /// What was notified and received, and what was committed and paid, for every contract of the CPTS. Only a contract
    /// that was signed has lines, and such a contract is never removed.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn argent_partage(
        &self,
        proof: &Allowed<ReadTotaux>,
    ) -> Result<(Vec<Mouvement>, Vec<Depense>), StorageError> {
        let mouvements = own::<Mouvement>(proof.cpts()).all(&self.txn).await?;
        let depenses = own::<Depense>(proof.cpts()).all(&self.txn).await?;
        Ok((read(mouvements)?, read(depenses)?))
    }
}
