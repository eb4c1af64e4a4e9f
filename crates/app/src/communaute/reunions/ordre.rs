//! The agenda of a meeting, and what is written under its points while it is held.

use domain::authz::{Allowed, EditGroupes, ReadGroupes};
use domain::communaute::{Decision, Point, Reunion, ReunionState};
use domain::ids::{DecisionId, ReunionId};
use serde_json::json;

use super::{ReunionError, TEXTE_MAX, TITRE_MAX, line, text};
use crate::{App, AppError};

/// Most points of an agenda.
pub const POINTS_MAX: usize = 40;

/// A change of an agenda.
#[derive(Clone, Debug)]
pub enum OrdreChange<'a> {
    /// One more point, at the end.
    Add {
        /// What it is about.
        titre: &'a str,
        /// Minutes; 0 when nobody says.
        minutes: u16,
    },
    /// A point that takes up an open decision or task.
    TakeUp(DecisionId),
    /// Another title, other minutes.
    Edit {
        /// Which point.
        cle: u32,
        /// What it is about.
        titre: &'a str,
        /// Minutes.
        minutes: u16,
    },
    /// One place up or down.
    Move {
        /// Which point.
        cle: u32,
        /// Towards the start.
        up: bool,
    },
    /// Off the agenda, unless something was written under it.
    Remove(u32),
}

fn rank(reunion: &Reunion, cle: u32) -> Result<usize, AppError> {
    reunion.fiche.rank(cle).ok_or(AppError::NotFound)
}

fn apply(reunion: &mut Reunion, change: &OrdreChange<'_>, open: &[Decision]) -> Result<(), ReunionError> {
    let cle = reunion.fiche.next_point();
    match change {
        OrdreChange::Add { titre, minutes } => {
            let titre = line("titre", titre)?;
            let point = Point { cle, titre, minutes: *minutes, ..Point::default() };
            reunion.fiche.ordre_du_jour.push(point);
        }
        OrdreChange::TakeUp(id) => {
            let found = open.iter().find(|one| one.id == *id).ok_or(AppError::NotFound)?;
            let first = found.texte.lines().next().unwrap_or_default();
            let titre = first.chars().take(TITRE_MAX).collect();
            reunion.fiche.ordre_du_jour.push(Point { cle, titre, suite: Some(*id), ..Point::default() });
        }
        OrdreChange::Edit { cle, titre, minutes } => {
            let rank = rank(reunion, *cle)?;
            let titre = line("titre", titre)?;
            if let Some(point) = reunion.fiche.ordre_du_jour.get_mut(rank) {
                (point.titre, point.minutes) = (titre, *minutes);
            }
        }
        OrdreChange::Move { cle, up } => {
            let rank = rank(reunion, *cle)?;
            let other = if *up { rank.checked_sub(1) } else { Some(rank + 1) };
            let points = &mut reunion.fiche.ordre_du_jour;
            // The first one does not go higher, nor the last one lower.
            if let Some(other) = other.filter(|other| *other < points.len()) {
                points.swap(rank, other);
            }
        }
        OrdreChange::Remove(cle) => {
            let rank = rank(reunion, *cle)?;
            if reunion.fiche.ordre_du_jour.get(rank).is_some_and(|point| !point.notes.is_empty()) {
                return Err(ReunionError::State(reunion.state));
            }
            reunion.fiche.ordre_du_jour.remove(rank);
        }
    }
    Ok(())
}

/// Decisions and tasks of the group of a meeting that are open and that its agenda does not take up yet.
pub(super) fn open_of(reunion: &Reunion, all: Vec<Decision>) -> Vec<Decision> {
    let taken = |one: &Decision| reunion.fiche.ordre_du_jour.iter().any(|point| point.suite == Some(one.id));
    let open = |one: &Decision| {
        reunion.groupe.is_some() && one.groupe == reunion.groupe && one.reunion != Some(reunion.id)
    };
    all.into_iter().filter(|one| one.is_open() && open(one) && !taken(one)).collect()
}

impl App {
    /// Open decisions and tasks of the group that the agenda of a meeting could take up.
    ///
    /// # Errors
    /// When the CPTS has no such meeting or the database does not answer.
    pub async fn open_points(
        &self,
        proof: &Allowed<ReadGroupes>,
        id: ReunionId,
    ) -> Result<Vec<Decision>, AppError> {
        let reunion = self.reunion(proof, id).await?;
        Ok(open_of(&reunion, self.store.read().await?.decisions(proof).await?))
    }

    /// Changes the agenda of a meeting that is still to be held.
    ///
    /// # Errors
    /// When the meeting or the point is unknown, the meeting is over or led by others, a title cannot be kept, the
    /// agenda is full, a point to remove has notes, or the database does not answer.
    pub async fn change_agenda(
        &self,
        proof: &Allowed<EditGroupes>,
        id: ReunionId,
        change: OrdreChange<'_>,
    ) -> Result<(), ReunionError> {
        let reach = self.group_reach(proof).await?;
        let all = self.store.read().await?.decisions(proof).await?;
        let tx = self.store.write().await?;
        let mut reunion = self.reunion_mine(&tx, proof, (id, &reach)).await?;
        let grows = matches!(change, OrdreChange::Add { .. } | OrdreChange::TakeUp(_));
        let over = matches!(reunion.state, ReunionState::Tenue | ReunionState::Annulee);
        if over || (grows && reunion.fiche.ordre_du_jour.len() >= POINTS_MAX) {
            return Err(ReunionError::State(reunion.state));
        }
        let open = open_of(&reunion, all);
        apply(&mut reunion, &change, &open)?;
        let points = reunion.fiche.ordre_du_jour.len();
        self.keep_reunion(&tx, proof, (&reunion, json!({ "points": points }))).await?;
        Ok(tx.commit().await.map_err(AppError::from)?)
    }

    /// Writes the notes of one point, and touches nothing else. `before` is what the writer started from: what somebody
    /// else wrote meanwhile is given back instead of being lost.
    ///
    /// # Errors
    /// [`ReunionError::Overwritten`] as said; when the meeting or the point is unknown, the meeting is over or led by
    /// others, the text cannot be kept, or the database does not answer.
    pub async fn write_notes(
        &self,
        proof: &Allowed<EditGroupes>,
        (id, cle): (ReunionId, u32),
        (before, notes): (&str, &str),
    ) -> Result<(), ReunionError> {
        let reach = self.group_reach(proof).await?;
        let tx = self.store.write().await?;
        let mut reunion = self.reunion_mine(&tx, proof, (id, &reach)).await?;
        let rank = rank(&reunion, cle)?;
        if reunion.state != ReunionState::Prevue {
            return Err(ReunionError::State(reunion.state));
        }
        let (before, notes) = (text("notes", before, TEXTE_MAX)?, text("notes", notes, TEXTE_MAX)?);
        let Some(point) = reunion.fiche.ordre_du_jour.get_mut(rank) else {
            return Err(AppError::NotFound.into());
        };
        if point.notes == notes {
            return Ok(());
        }
        if point.notes != before {
            return Err(ReunionError::Overwritten(point.notes.clone()));
        }
        point.notes = notes;
        self.keep_reunion(&tx, proof, (&reunion, json!({ "point": cle }))).await?;
        Ok(tx.commit().await.map_err(AppError::from)?)
    }

    /// Says that a meeting was held, or takes it back while its minutes are not sealed.
    ///
    /// # Errors
    /// When the meeting is unknown, has not begun, is cancelled, sealed or led by others, or the database does not
    /// answer.
    pub async fn close_reunion(
        &self,
        proof: &Allowed<EditGroupes>,
        id: ReunionId,
        held: bool,
    ) -> Result<(), ReunionError> {
        let reach = self.group_reach(proof).await?;
        let tx = self.store.write().await?;
        let mut reunion = self.reunion_mine(&tx, proof, (id, &reach)).await?;
        let begun = reunion.debut.is_some_and(|debut| debut <= self.now());
        reunion.state = match (reunion.state, held) {
            (ReunionState::Prevue, true) if begun => ReunionState::Tenue,
            (ReunionState::Tenue, false) => ReunionState::Prevue,
            (state, _) => return Err(ReunionError::State(state)),
        };
        let minutes = tx.comptes_rendus_to_edit(proof, id).await?;
        if minutes.iter().any(|one| one.scelle_at.is_some()) {
            return Err(ReunionError::Sealed);
        }
        let changes = if held { json!({ "closed": true }) } else { json!({ "restored": true }) };
        self.keep_reunion(&tx, proof, (&reunion, changes)).await?;
        Ok(tx.commit().await.map_err(AppError::from)?)
    }
}
