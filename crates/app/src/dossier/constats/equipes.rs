//! The teams of a letter: people read where the CPTS keeps them, and those that are typed.

use std::collections::BTreeSet;

use domain::communaute::{Personne, Statut, StructureKind};
use domain::dossier::lettre::controle::Nomme;
use domain::dossier::lettre::valeur::{Equipe, LigneEquipe, Origine};
use domain::dossier::lettre::{Colonne, Contenu, Tableau};
use domain::ids::PersonneId;
use domain::professions::professions;
use domain::source::RulesError;
use territory::text::search_key;

use super::Matieres;

/// Somebody of a team, as the letter prints them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Membre {
    /// Their sheet, when the CPTS keeps one.
    pub personne: Option<PersonneId>,
    /// As printed.
    pub ligne: LigneEquipe,
}

impl Membre {
    /// As the check compares them.
    pub fn nomme(&self) -> Nomme {
        let name = format!("{} {}", self.ligne.nom, self.ligne.prenom);
        let key = search_key(&name);
        let mut words: Vec<&str> = key.split_whitespace().collect();
        words.sort_unstable();
        Nomme { personne: self.personne, cle: words.join(" "), nom: name.trim().to_owned() }
    }
}

/// The people of an origin, under the sheet that stands, by name.
fn read(matieres: &Matieres, origine: Origine) -> Vec<PersonneId> {
    let annuaire = &matieres.table.annuaire;
    let mut found: BTreeSet<PersonneId> = BTreeSet::new();
    match origine {
        Origine::Saisie => {}
        Origine::Groupe(groupe) => {
            let seats =
                matieres.mandats.iter().filter(|seat| seat.groupe == groupe && seat.runs(matieres.jour));
            found.extend(seats.map(|seat| annuaire.resolve(seat.personne)));
        }
        Origine::Volontaires => {
            let wants = |one: &&Personne| matches!(one.statut, Statut::Interesse | Statut::Adherent);
            found.extend(annuaire.iter().filter(wants).map(|one| one.id));
        }
        Origine::Etablissements => {
            found.extend(annuaire.iter().filter(|one| of_hospital(matieres, one)).map(|one| one.id));
        }
    }
    let mut all: Vec<PersonneId> = found.into_iter().collect();
    all.sort_by_cached_key(|id| search_key(&annuaire.nom(*id)));
    all
}

/// Whether somebody practises in a hospital, a clinic, an EHPAD or another establishment.
fn of_hospital(matieres: &Matieres, one: &Personne) -> bool {
    use StructureKind::{Clinique, Ehpad, Hopital, HopitalProximite, MedicoSocial, Smr, Social, Ssiad};
    let kinds = [Clinique, Ehpad, Hopital, HopitalProximite, MedicoSocial, Smr, Social, Ssiad];
    let here = |id| matieres.structures.iter().any(|own| own.id == id && kinds.contains(&own.kind));
    one.statut != Statut::Sorti && one.exercices(matieres.jour).filter_map(|place| place.structure).any(here)
}

fn printed(matieres: &Matieres, one: &Personne) -> Result<LigneEquipe, &'static RulesError> {
    let places: Vec<_> = one.exercices(matieres.jour).collect();
    let mut towns: Vec<&str> =
        places.iter().filter_map(|place| matieres.lieux.get(&place.commune?)).map(String::as_str).collect();
    towns.dedup();
    let mut homes: Vec<&str> = places
        .iter()
        .filter_map(|place| matieres.structures.iter().find(|own| Some(own.id) == place.structure))
        .map(|own| own.nom.as_str())
        .collect();
    homes.dedup();
    let label =
        one.profession.as_deref().map(|code| Ok(professions()?.label(code).unwrap_or_default().to_owned()));
    let label = label.transpose()?.filter(|label: &String| !label.is_empty());
    // Somebody without a profession of care is told by what they do.
    let sector = if label.is_some() { "Santé" } else { "" };
    Ok(LigneEquipe {
        nom: one.nom.clone(),
        prenom: one.prenom.clone(),
        profession: label.or_else(|| one.fiche.fonction.clone()).unwrap_or_default(),
        secteur: sector.to_owned(),
        ville: towns.join(", "),
        structure: homes.join(", "),
    })
}

/// Who stands in a team: those of its origin but who is left out, then those that are typed.
pub(crate) fn equipe(matieres: &Matieres, own: &Equipe) -> Result<Vec<Membre>, &'static RulesError> {
    let annuaire = &matieres.table.annuaire;
    let out: BTreeSet<PersonneId> = own.sans.iter().map(|id| annuaire.resolve(*id)).collect();
    let mut all = Vec::new();
    for id in read(matieres, own.origine).into_iter().filter(|id| !out.contains(id)) {
        let Some(one) = annuaire.get(id).filter(|one| one.removed_at.is_none() && !one.is_erased()) else {
            continue;
        };
        all.push(Membre { personne: Some(id), ligne: printed(matieres, one)? });
    }
    all.extend(own.ajouts.iter().map(|ligne| Membre { personne: None, ligne: ligne.clone() }));
    Ok(all)
}

/// The table of a team.
pub(crate) fn table(titre: &str, team: &[Membre]) -> Option<Contenu> {
    if team.is_empty() {
        return None;
    }
    let column = |titre: &str| Colonne { titre: titre.to_owned(), nombre: false };
    let line = |one: &Membre| {
        let own = &one.ligne;
        [&own.nom, &own.prenom, &own.profession, &own.secteur, &own.ville, &own.structure]
            .map(Clone::clone)
            .to_vec()
    };
    Some(Contenu::Tableau(Tableau {
        titre: titre.to_owned(),
        colonnes: ["Nom", "Prénom", "Profession", "Secteur", "Ville d'exercice", "Structure"]
            .map(column)
            .to_vec(),
        lignes: team.iter().map(line).collect(),
        total: false,
        sources: Vec::new(),
    }))
}
