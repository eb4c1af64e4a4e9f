//! Seats: given, ended, about to end.

use domain::authz::{Allowed, EditGroupes};
use domain::communaute::reunion_regles::regles_reunion;
use domain::communaute::{Fonction, Mandat};
use domain::ids::{GroupeId, MandatId, PersonneId};
use jiff::ToSpan;
use jiff::civil::Date;
use serde_json::json;
use storage::{ReadsCommunaute, ReadsGroupes};

use super::GroupeError;
use crate::{App, AppError};

/// A seat to give.
#[derive(Clone, Copy, Debug)]
pub struct NewMandat {
    /// In which group.
    pub groupe: GroupeId,
    /// To whom.
    pub personne: PersonneId,
    /// What they do there.
    pub fonction: Fonction,
    /// First day.
    pub depuis: Date,
    /// Last day, when it is known.
    pub jusque: Option<Date>,
}

/// A seat that ends soon.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FinDeMandat {
    /// The seat.
    pub mandat: Mandat,
    /// Who holds it, for a list.
    pub nom: String,
    /// Name of the group.
    pub groupe: String,
    /// Its last day.
    pub jusque: Date,
}

/// Whether two spans of days have one in common.
fn meet(one: (Date, Option<Date>), other: (Date, Option<Date>)) -> bool {
    let before = |last: Option<Date>, first: Date| last.is_some_and(|last| last < first);
    !before(one.1, other.0) && !before(other.1, one.0)
}

impl App {
    /// Gives a seat in a group.
    ///
    /// # Errors
    /// When the group is unknown or led by others, the person is unknown, the days make no sense, the person holds the
    /// same seat on them, or the database does not answer.
    pub async fn seat(&self, proof: &Allowed<EditGroupes>, new: NewMandat) -> Result<MandatId, GroupeError> {
        let reach = self.group_reach(proof).await?;
        if new.jusque.is_some_and(|last| last < new.depuis) {
            return Err(GroupeError::EndBeforeStart);
        }
        let tx = self.store.write().await?;
        let annuaire = tx.annuaire_to_edit(proof).await?;
        let (_, _, mandats) = self.group_to_edit(&tx, proof, (new.groupe, &reach)).await?;
        let person = annuaire.get(new.personne).filter(|one| one.removed_at.is_none());
        let personne = person.ok_or(GroupeError::UnknownPerson)?.id;
        let held = mandats.iter().any(|seat| {
            seat.groupe == new.groupe
                && seat.fonction == new.fonction
                && annuaire.resolve(seat.personne) == personne
                && meet((seat.depuis, seat.jusque), (new.depuis, new.jusque))
        });
        if held {
            return Err(GroupeError::SeatHeld);
        }
        let mandat = Mandat {
            id: MandatId(self.next_id()),
            groupe: new.groupe,
            personne,
            fonction: new.fonction,
            depuis: new.depuis,
            jusque: new.jusque,
        };
        tx.add_mandat(proof, &mandat).await?;
        let changes = json!({ "given": new.fonction.key(), "groupe": new.groupe, "personne": personne });
        tx.audit(proof, self.change("mandat", mandat.id, changes)).await?;
        tx.commit().await?;
        Ok(mandat.id)
    }

    /// Says on which day a seat ends; `None` takes the end back.
    ///
    /// # Errors
    /// When the seat is unknown or in a group led by others, the end comes before the start, or the database does not
    /// answer.
    pub async fn end_mandat(
        &self,
        proof: &Allowed<EditGroupes>,
        (groupe, id): (GroupeId, MandatId),
        jusque: Option<Date>,
    ) -> Result<(), GroupeError> {
        let reach = self.group_reach(proof).await?;
        let tx = self.store.write().await?;
        let (_, _, mandats) = self.group_to_edit(&tx, proof, (groupe, &reach)).await?;
        let found = mandats.into_iter().find(|seat| seat.id == id && seat.groupe == groupe);
        let mut mandat = found.ok_or(AppError::NotFound)?;
        if jusque.is_some_and(|last| last < mandat.depuis) {
            return Err(GroupeError::EndBeforeStart);
        }
        mandat.jusque = jusque;
        if !tx.save_mandat(proof, &mandat).await? {
            return Err(AppError::NotFound.into());
        }
        let changes = match jusque {
            Some(last) => json!({ "ended": last }),
            None => json!({ "restored": true }),
        };
        tx.audit(proof, self.change("mandat", id, changes)).await?;
        Ok(tx.commit().await.map_err(AppError::from)?)
    }

    /// Seats of open groups that end before the day of the rule, the first end first. Those that ended are left out.
    ///
    /// # Errors
    /// When the rules are malformed or the database does not answer.
    pub async fn seats_ending<P: ReadsGroupes + ReadsCommunaute>(
        &self,
        proof: &Allowed<P>,
    ) -> Result<Vec<FinDeMandat>, AppError> {
        let today = self.today();
        let soon = today.saturating_add(regles_reunion()?.mandat_days.days());
        let tx = self.store.read().await?;
        let (groupes, mandats) = (tx.groupes(proof).await?, tx.mandats(proof).await?);
        let ending = |seat: &Mandat| seat.jusque.filter(|last| (today..=soon).contains(last));
        if !mandats.iter().any(|seat| ending(seat).is_some()) {
            return Ok(Vec::new());
        }
        let annuaire = tx.annuaire(proof).await?;
        let line = |mandat: Mandat| {
            let jusque = ending(&mandat)?;
            let groupe = groupes.iter().find(|one| one.id == mandat.groupe && one.removed_at.is_none())?;
            let (nom, groupe) = (annuaire.nom(mandat.personne), groupe.nom.clone());
            Some(FinDeMandat { mandat, nom, groupe, jusque })
        };
        let mut found: Vec<FinDeMandat> = mandats.into_iter().filter_map(line).collect();
        found.sort_by_key(|one| one.jusque);
        Ok(found)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn two_seats_meet_when_they_have_a_day_in_common() {
        let (a, b, c) = (date(2026, 1, 1), date(2026, 6, 30), date(2026, 7, 1));
        assert!(meet((a, Some(b)), (b, None)) && meet((a, None), (c, Some(c))));
        assert!(!meet((a, Some(b)), (c, None)) && !meet((c, None), (a, Some(b))));
    }
}
