//! Decisions and tasks: written during a meeting or between two, done, taken back.

use domain::authz::{Allowed, Author, EditGroupes, Participer};
use domain::communaute::{Decision, DecisionKind};
use domain::ids::{DecisionId, GroupeId, PersonneId, ReunionId};
use domain::organisation::TextError;
use jiff::civil::Date;
use serde_json::json;
use storage::{ReadsCommunaute, ReadsGroupes};

use super::{ReunionError, text};
use crate::{App, AppError};

/// Longest decision or task, in characters.
pub const DECISION_MAX: usize = 1_000;

/// A decision or a task to write.
#[derive(Clone, Debug)]
pub struct NewDecision<'a> {
    /// The meeting where it was said; its group is then that of the meeting.
    pub reunion: Option<ReunionId>,
    /// The group, when no meeting says it.
    pub groupe: Option<GroupeId>,
    /// The point of the agenda, by its number.
    pub point: Option<u32>,
    /// Decision or task.
    pub kind: DecisionKind,
    /// What.
    pub texte: &'a str,
    /// By whom.
    pub qui: Option<PersonneId>,
    /// Until when.
    pub pour_le: Option<Date>,
}

/// A decision or a task in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TacheLigne {
    /// It.
    pub decision: Decision,
    /// Who does it, by name; empty when nobody was named.
    pub qui: String,
    /// Name of the group; empty when it has none.
    pub groupe: String,
    /// Title of the meeting where it was said; empty when there is none.
    pub reunion: String,
    /// Whether it is the reader's.
    pub mienne: bool,
}

impl App {
    /// Writes a decision or a task: what was written before is not touched.
    ///
    /// # Errors
    /// When the meeting, the group or the person is unknown, the group is led by others, the text cannot be kept, or
    /// the database does not answer.
    pub async fn note_decision(
        &self,
        proof: &Allowed<EditGroupes>,
        new: NewDecision<'_>,
    ) -> Result<DecisionId, ReunionError> {
        let reach = self.group_reach(proof).await?;
        let tx = self.store.write().await?;
        let groupe = match new.reunion {
            Some(id) => self.reunion_mine(&tx, proof, (id, &reach)).await?.groupe,
            None => {
                let (groupes, _) = tx.groupes_to_edit(proof).await?;
                if new.groupe.is_some_and(|id| groupes.iter().all(|one| one.id != id)) {
                    return Err(AppError::NotFound.into());
                }
                new.groupe
            }
        };
        reach.check(groupe)?;
        let texte = text("texte", new.texte, DECISION_MAX)?;
        if texte.is_empty() {
            return Err(ReunionError::Text("texte", TextError::Empty));
        }
        if let Some(who) = new.qui {
            let annuaire = tx.annuaire_to_edit(proof).await?;
            annuaire.get(who).ok_or(ReunionError::UnknownPerson)?;
        }
        let decision = Decision {
            id: DecisionId(self.next_id()),
            groupe,
            reunion: new.reunion,
            point: new.point,
            kind: new.kind,
            texte,
            qui: new.qui,
            pour_le: new.pour_le,
            faite_le: None,
            created_at: self.now(),
            version: 1,
            removed_at: None,
        };
        tx.add_decision(proof, &decision).await?;
        let changes = json!({ "recorded": new.kind.key() });
        tx.audit(proof, self.change("decision", decision.id, changes)).await?;
        tx.commit().await?;
        Ok(decision.id)
    }

    /// Removes a decision or a task written by mistake, or brings it back.
    ///
    /// # Errors
    /// When it is unknown, its group is led by others, or the database does not answer.
    pub async fn remove_decision(
        &self,
        proof: &Allowed<EditGroupes>,
        id: DecisionId,
        removed: bool,
    ) -> Result<(), ReunionError> {
        let reach = self.group_reach(proof).await?;
        let tx = self.store.write().await?;
        let mut found = tx.decision_to_edit(proof, id).await?.ok_or(AppError::NotFound)?;
        reach.check(found.groupe)?;
        if let Some(reunion) = found.reunion {
            let minutes = tx.comptes_rendus_to_edit(proof, reunion).await?;
            if minutes.iter().any(|one| one.scelle_at.is_some()) {
                return Err(ReunionError::Sealed);
            }
        }
        found.removed_at = removed.then(|| self.now());
        if !tx.save_decision(proof, &found).await? {
            return Err(AppError::Conflict.into());
        }
        let changes = if removed { json!({ "removed": true }) } else { json!({ "restored": true }) };
        tx.audit(proof, self.change("decision", id, changes)).await?;
        Ok(tx.commit().await?)
    }

    /// Says that a decision was applied or a task done, or takes it back: whoever does it, and who may change its
    /// group (`edits`).
    ///
    /// # Errors
    /// [`AppError::NotFound`] when it is unknown, or neither theirs nor in a group that they may change; when the
    /// database does not answer.
    pub async fn set_done(
        &self,
        proof: &Allowed<Participer>,
        edits: Option<&Allowed<EditGroupes>>,
        (id, done): (DecisionId, bool),
    ) -> Result<(), AppError> {
        let own = self.reunion_sheet(proof).await?;
        let reach = match edits {
            Some(edits) => Some(self.group_reach(edits).await?),
            None => None,
        };
        let tx = self.store.write().await?;
        let annuaire = tx.annuaire_to_edit(proof).await?;
        let found = tx.decision_to_edit(proof, id).await?.filter(|one| one.removed_at.is_none());
        let mut decision = found.ok_or(AppError::NotFound)?;
        let mine = own.is_some() && decision.qui.map(|who| annuaire.resolve(who)) == own;
        let edited = reach.is_some_and(|reach| reach.covers(decision.groupe));
        if !mine && !edited {
            return Err(AppError::NotFound);
        }
        decision.faite_le = done.then(|| self.today());
        if !tx.save_decision(proof, &decision).await? {
            return Err(AppError::Conflict);
        }
        let changes = if done { json!({ "done": true }) } else { json!({ "restored": true }) };
        tx.audit(proof, self.change("decision", id, changes)).await?;
        Ok(tx.commit().await?)
    }

    /// Every decision and task of the CPTS, the one that is due first, first; then those without a day, then those done.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn tasks<P: ReadsGroupes + ReadsCommunaute>(
        &self,
        proof: &Allowed<P>,
    ) -> Result<Vec<TacheLigne>, AppError> {
        let tx = self.store.read().await?;
        let own = match proof.author() {
            Author::Person(user) => tx.own_personne(proof, *user).await?.map(|own| own.id),
            Author::System(_) => None,
        };
        let (annuaire, groupes) = (tx.annuaire(proof).await?, tx.groupes(proof).await?);
        let (reunions, decisions) = (tx.reunions(proof).await?, tx.decisions(proof).await?);
        let line = |decision: Decision| {
            let groupe = groupes.iter().find(|one| Some(one.id) == decision.groupe);
            let reunion = reunions.iter().find(|one| Some(one.id) == decision.reunion);
            TacheLigne {
                qui: decision.qui.map(|who| annuaire.nom(who)).unwrap_or_default(),
                groupe: groupe.map(|one| one.nom.clone()).unwrap_or_default(),
                reunion: reunion.map(|one| one.titre.clone()).unwrap_or_default(),
                mienne: own.is_some() && decision.qui.map(|who| annuaire.resolve(who)) == own,
                decision,
            }
        };
        let mut lines: Vec<TacheLigne> = decisions.into_iter().map(line).collect();
        lines.sort_by_key(|one| {
            let it = &one.decision;
            (it.faite_le.is_some(), it.pour_le.is_none(), it.pour_le, it.created_at)
        });
        Ok(lines)
    }
}
