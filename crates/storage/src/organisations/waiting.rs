//! What waits on the home of a CPTS, beyond what its own pages load.

use domain::authz::{Allowed, ManageDemandes, ManageViolations};
use jiff::Timestamp;
use jiff::civil::Date;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::entities::{demande_droits, violation};
use crate::{ReadTx, StorageError, instant};

impl ReadTx {
    /// Days by which the open requests of people about their data must be answered.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn demandes_due(&self, proof: &Allowed<ManageDemandes>) -> Result<Vec<Date>, StorageError> {
        let rows = demande_droits::Entity::find()
            .filter(demande_droits::Column::CptsId.eq(proof.cpts().0))
            .filter(demande_droits::Column::AnsweredOn.is_null())
            .order_by_asc(demande_droits::Column::DueOn)
            .all(&self.txn)
            .await?;
        let day = |row: &demande_droits::Model| {
            let read = row.due_on.parse();
            read.map_err(|error: jiff::Error| StorageError::inconsistent("demande_droits", row.id, error))
        };
        rows.iter().map(day).collect()
    }

    /// When the breaches were discovered on which nobody decided yet whether the CNIL must know.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn violations_undecided(
        &self,
        proof: &Allowed<ManageViolations>,
    ) -> Result<Vec<Timestamp>, StorageError> {
        let rows = violation::Entity::find()
            .filter(violation::Column::CptsId.eq(proof.cpts().0))
            .filter(violation::Column::CnilNotifiedAt.is_null())
            .filter(violation::Column::CnilDecision.is_null())
            .filter(violation::Column::ClosedAt.is_null())
            .order_by_asc(violation::Column::DiscoveredAt)
            .all(&self.txn)
            .await?;
        rows.iter().map(|row| instant::read("violation", row.id, row.discovered_at)).collect()
    }
}
