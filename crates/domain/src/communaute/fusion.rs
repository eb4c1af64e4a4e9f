//! Two sheets of one person made one, and the way back.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::canal::{Accord, Canal};
use super::personne::{Fiche, Personne, Statut};
use crate::authz::role::words;
use crate::ids::UserId;
use crate::texte::Rpps;

words! {
    /// A field that two sheets may say differently.
    ChampFusion {
        /// `M.`, `Mme`, `Dr`.
        Civilite = "civilite", "Civilité";
        /// Name of use.
        Nom = "nom", "Nom";
        /// First name.
        Prenom = "prenom", "Prénom";
        /// RPPS number.
        Rpps = "rpps", "Numéro RPPS";
        /// Former ADELI number.
        Adeli = "adeli", "Numéro ADELI";
        /// Profession.
        Profession = "profession", "Profession";
        /// Specialty.
        Specialite = "specialite", "Spécialité";
        /// Function.
        Fonction = "fonction", "Fonction";
        /// College.
        College = "college", "Collège";
        /// The account.
        Compte = "compte", "Compte";
        /// A remark.
        Remarque = "remarque", "Remarque";
    }
}

/// What a sheet said at a moment: kept whole, so that a merge can be taken back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Instantane {
    nom: String,
    prenom: String,
    rpps: Option<String>,
    profession: Option<String>,
    statut: Statut,
    user: Option<UserId>,
    fiche: Fiche,
}

impl From<&Personne> for Instantane {
    fn from(one: &Personne) -> Self {
        Self {
            nom: one.nom.clone(),
            prenom: one.prenom.clone(),
            rpps: one.rpps.as_ref().map(|rpps| rpps.as_str().to_owned()),
            profession: one.profession.clone(),
            statut: one.statut,
            user: one.user,
            fiche: one.fiche.clone(),
        }
    }
}

impl Instantane {
    /// Puts back in a sheet what it said then.
    pub fn write_to(self, one: &mut Personne) {
        one.nom = self.nom;
        one.prenom = self.prenom;
        one.rpps = self.rpps.and_then(|rpps| Rpps::parse(&rpps).ok());
        one.profession = self.profession;
        one.statut = self.statut;
        one.user = self.user;
        one.fiche = self.fiche;
    }
}

/// A merge, with what is needed to take it back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trace {
    /// The kept sheet before.
    pub gardee_avant: Instantane,
    /// The kept sheet after.
    pub gardee_apres: Instantane,
    /// The other sheet, as it was and stays.
    pub autre: Instantane,
}

/// Why a merge cannot be taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Irreversible {
    /// The kept sheet was merged into a third one: that merge is taken back first.
    #[error("the kept sheet was merged into another one")]
    MergedAgain,
    /// The kept sheet was removed: it is restored first.
    #[error("the kept sheet was removed")]
    Removed,
    /// Someone wrote the number of the other sheet on the kept one since.
    #[error("the kept sheet now has the number of the other one")]
    Number,
    /// The other sheet does not lead to the kept one any more.
    #[error("the other sheet is not merged into the kept one")]
    NotMerged,
}

fn value(one: &Personne, champ: ChampFusion) -> Option<String> {
    let fiche = &one.fiche;
    let text = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    match champ {
        ChampFusion::Civilite => fiche.civilite.clone(),
        ChampFusion::Nom => text(&one.nom),
        ChampFusion::Prenom => text(&one.prenom),
        ChampFusion::Rpps => one.rpps.as_ref().map(|rpps| rpps.as_str().to_owned()),
        ChampFusion::Adeli => fiche.adeli.clone(),
        ChampFusion::Profession => one.profession.clone(),
        ChampFusion::Specialite => fiche.specialite.clone(),
        ChampFusion::Fonction => fiche.fonction.clone(),
        ChampFusion::College => fiche.college.clone(),
        ChampFusion::Compte => one.user.map(|user| user.to_string()),
        ChampFusion::Remarque => fiche.remarque.clone(),
    }
}

fn copy(from: &Personne, to: &mut Personne, champ: ChampFusion) {
    let (fiche, own) = (&from.fiche, &mut to.fiche);
    match champ {
        ChampFusion::Civilite => own.civilite = fiche.civilite.clone(),
        ChampFusion::Nom => to.nom = from.nom.clone(),
        ChampFusion::Prenom => to.prenom = from.prenom.clone(),
        ChampFusion::Rpps => to.rpps = from.rpps.clone(),
        ChampFusion::Adeli => own.adeli = fiche.adeli.clone(),
        ChampFusion::Profession => to.profession = from.profession.clone(),
        ChampFusion::Specialite => own.specialite = fiche.specialite.clone(),
        ChampFusion::Fonction => own.fonction = fiche.fonction.clone(),
        ChampFusion::College => own.college = fiche.college.clone(),
        ChampFusion::Compte => to.user = from.user,
        ChampFusion::Remarque => own.remarque = fiche.remarque.clone(),
    }
}

/// The fields that both sheets fill and say differently, with both values: a person chooses.
pub fn differences(gardee: &Personne, autre: &Personne) -> Vec<(ChampFusion, String, String)> {
    let both = |champ: &ChampFusion| Some((*champ, value(gardee, *champ)?, value(autre, *champ)?));
    ChampFusion::ALL.iter().filter_map(both).filter(|(_, one, other)| one != other).collect()
}

/// Merges a sheet into another one: empty fields are filled, the fields of `prises` take the value of the other
/// sheet, places, channels and steps are put together. The other sheet keeps what it says and leads to the kept one.
pub fn fusionner(gardee: &mut Personne, autre: &mut Personne, prises: &BTreeSet<ChampFusion>) -> Trace {
    let gardee_avant = Instantane::from(&*gardee);
    for champ in ChampFusion::ALL {
        let fills = value(gardee, *champ).is_none() && value(autre, *champ).is_some();
        if fills || (prises.contains(champ) && value(autre, *champ).is_some()) {
            copy(autre, gardee, *champ);
        }
    }
    for lieu in &autre.fiche.exercices {
        if !gardee.fiche.exercices.contains(lieu) {
            gardee.fiche.exercices.push(lieu.clone());
        }
    }
    for canal in &autre.fiche.canaux {
        let same = |one: &&mut Canal| one.kind == canal.kind && one.key() == canal.key();
        match gardee.fiche.canaux.iter_mut().find(same) {
            Some(known) => merge_canal(known, canal),
            None => gardee.fiche.canaux.push(canal.clone()),
        }
    }
    merge_parcours(gardee, autre);
    autre.fusionnee = Some(gardee.id);
    Trace { gardee_avant, gardee_apres: Instantane::from(&*gardee), autre: Instantane::from(&*autre) }
}

/// An objection holds whatever the other sheet says; a bounce does too.
fn merge_canal(known: &mut Canal, other: &Canal) {
    known.accord = match (known.accord, other.accord) {
        (Accord::Refuse, _) | (_, Accord::Refuse) => Accord::Refuse,
        (Accord::Donne, _) | (_, Accord::Donne) => Accord::Donne,
        _ => Accord::Inconnu,
    };
    known.rebond = known.rebond.max(other.rebond);
    known.depuis = known.depuis.min(other.depuis);
}

/// Steps in the order of their days; the same status twice in a row is one step.
fn merge_parcours(gardee: &mut Personne, autre: &Personne) {
    let mut steps = gardee.fiche.parcours.clone();
    steps.extend(autre.fiche.parcours.iter().filter(|step| !gardee.fiche.parcours.contains(step)).cloned());
    steps.sort_by_key(|step| step.depuis);
    steps.dedup_by(|later, earlier| later.statut == earlier.statut);
    if let Some(last) = steps.last() {
        gardee.statut = last.statut;
    }
    gardee.fiche.parcours = steps;
}

/// Takes a merge back. When nothing changed since, both sheets are as they were; otherwise only what the merge
/// brought goes, and what was corrected since stays.
///
/// # Errors
/// When it cannot be done: nothing has changed then.
pub fn defaire(gardee: &mut Personne, autre: &mut Personne, trace: &Trace) -> Result<(), Irreversible> {
    check(gardee, autre)?;
    let mut restored = gardee.clone();
    if Instantane::from(&*gardee) == trace.gardee_apres {
        trace.gardee_avant.clone().write_to(&mut restored);
    } else {
        give_back(&mut restored, trace);
    }
    if restored.rpps.is_some() && restored.rpps == autre.rpps {
        return Err(Irreversible::Number);
    }
    *gardee = restored;
    autre.fusionnee = None;
    Ok(())
}

fn check(gardee: &Personne, autre: &Personne) -> Result<(), Irreversible> {
    if autre.fusionnee != Some(gardee.id) {
        Err(Irreversible::NotMerged)
    } else if gardee.fusionnee.is_some() {
        Err(Irreversible::MergedAgain)
    } else if gardee.removed_at.is_some() {
        Err(Irreversible::Removed)
    } else {
        Ok(())
    }
}

/// Gives back what the merge brought to a sheet that changed since.
fn give_back(now: &mut Personne, trace: &Trace) {
    let as_personne = |state: &Instantane| {
        let mut one = now.clone();
        state.clone().write_to(&mut one);
        one
    };
    let (before, after) = (as_personne(&trace.gardee_avant), as_personne(&trace.gardee_apres));
    for champ in ChampFusion::ALL {
        if value(now, *champ) == value(&after, *champ) {
            copy(&before, now, *champ);
        }
    }
    give_back_list(&mut now.fiche.exercices, &before.fiche.exercices, &after.fiche.exercices);
    give_back_list(&mut now.fiche.canaux, &before.fiche.canaux, &after.fiche.canaux);
    give_back_list(&mut now.fiche.parcours, &before.fiche.parcours, &after.fiche.parcours);
    now.fiche.parcours.sort_by_key(|step| step.depuis);
    now.statut = now.fiche.parcours.last().map_or(before.statut, |last| last.statut);
}

/// Takes away what was brought, puts back what was replaced, keeps what was added since.
fn give_back_list<T: Clone + PartialEq>(now: &mut Vec<T>, before: &[T], after: &[T]) {
    now.retain(|one| before.contains(one) || !after.contains(one));
    for (rank, one) in before.iter().enumerate() {
        if !after.contains(one) && !now.contains(one) {
            now.insert(rank.min(now.len()), one.clone());
        }
    }
}

#[cfg(test)]
mod tests;
