//! Meetings of groups, after they were held: sheets closed, minutes written, approved by the next meeting.

use std::collections::BTreeMap;

use app::AppError;
use app::communaute::reunions::Approbation;
use domain::authz::{EditGroupes, ManagePresences};
use domain::communaute::{Reunion, ReunionKind, ReunionState};
use domain::ids::ReunionId;

use super::{Teller, told};

/// Minutes of a day.
const DAY: i64 = 24 * 60;

/// Closes the sheet of each meeting and writes its minutes, which the next meeting of its group approves.
pub async fn meetings(teller: &Teller<'_>, reunions: &[Reunion]) -> Result<(), AppError> {
    let held = reunions.iter().filter(|one| one.state == ReunionState::Tenue);
    let mut held: Vec<&Reunion> = held.collect();
    held.sort_by_key(|one| one.debut);
    let mut drafts: BTreeMap<_, ReunionId> = BTreeMap::new();
    for one in held {
        let Some((debut, fin)) = one.debut.zip(one.fin) else { continue };
        if let Some(before) = drafts.remove(&one.groupe) {
            teller.after(debut, 10);
            approve(teller, before, Approbation::Reunion(one.id)).await?;
        }
        close(teller, one).await?;
        if one.kind == ReunionKind::Information {
            continue;
        }
        teller.after(fin, DAY);
        told(teller.app.draft_minutes(&teller.secretary::<EditGroupes>()?, one.id, "").await)?;
        drafts.insert(one.groupe, one.id);
    }
    Ok(())
}

/// Closes the attendance sheet of a meeting at its end.
pub async fn close(teller: &Teller<'_>, one: &Reunion) -> Result<(), AppError> {
    if let Some(fin) = one.fin {
        teller.after(fin, 15);
        teller.app.close_attendance(&teller.secretary::<ManagePresences>()?, one.id, "").await?;
    }
    Ok(())
}

/// Approves and seals the draft of a meeting, as it was written.
pub async fn approve(teller: &Teller<'_>, id: ReunionId, by: Approbation) -> Result<(), AppError> {
    told(teller.app.seal_minutes(&teller.board::<EditGroupes>()?, (id, 1), by).await)
}
