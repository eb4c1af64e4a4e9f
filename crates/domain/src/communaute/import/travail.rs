//! The computation of what becomes of each line.

use std::collections::BTreeMap;

use jiff::Timestamp;
use uuid::Uuid;

use super::effet;
use super::lieux::StructureDite;
use super::ligne::{Lue, PersonneLue, Sujet};
use super::plan::{Choix, Cible, Connu, LignePlan, Plan, Proche, Verdict};
use super::remarque::Remarque;
use super::tenus::{Structures, Tenus};
use crate::communaute::doublons::{Certitude, Index, Raison, Rapprochement};
use crate::communaute::{Annuaire, Exercice, Personne, Structure, StructureFiche};
use crate::ids::{PersonneId, StructureId};
use crate::source::RulesError;

/// What becomes of each line. `ids` gives the identifiers of what is added.
///
/// # Errors
/// When the table of rules is malformed.
pub fn plan(
    connu: Connu<'_>,
    lignes: &[Lue],
    decisions: &BTreeMap<usize, Choix>,
    ids: &mut dyn FnMut() -> Uuid,
) -> Result<Plan, &'static RulesError> {
    let of_file: Vec<Personne> =
        lignes.iter().filter_map(lue_personne).map(|one| one.personne.clone()).collect();
    let fichier = Annuaire::new(of_file);
    let mut travail = Travail {
        connus: Index::new(connu.annuaire)?,
        fichier: Index::new(&fichier)?,
        connu,
        gens: Tenus::new(connu.annuaire.iter().cloned().map(|one| (one.id, one))),
        structures: Structures::new(connu.structures),
        de_ligne: BTreeMap::new(),
        ids,
    };
    let mut plan = Plan::default();
    for lue in lignes {
        let line = travail.ligne(lue, decisions.get(&lue.numero).copied());
        plan.lignes.push(line);
    }
    (plan.personnes, plan.personnes_changees) = travail.gens.parts();
    (plan.structures, plan.structures_changees) = travail.structures.tenues.parts();
    Ok(plan)
}

fn lue_personne(lue: &Lue) -> Option<&PersonneLue> {
    match &lue.sujet {
        Ok(Sujet::Personne(one)) => Some(one),
        _ => None,
    }
}

struct Travail<'a> {
    connu: Connu<'a>,
    connus: Index<'a>,
    fichier: Index<'a>,
    gens: Tenus<PersonneId, Personne>,
    structures: Structures,
    /// The sheet that each line ended in.
    de_ligne: BTreeMap<usize, PersonneId>,
    ids: &'a mut dyn FnMut() -> Uuid,
}

impl Travail<'_> {
    fn ligne(&mut self, lue: &Lue, choix: Option<Choix>) -> LignePlan {
        let mut remarques = lue.remarques.clone();
        let mut added = Vec::new();
        let (nom, profession, verdict) = match &lue.sujet {
            Err(rejet) => (String::new(), None, Verdict::Rejetee(rejet.clone())),
            Ok(Sujet::Structure(one)) => (one.nom.clone(), None, self.structure(one, &mut remarques)),
            Ok(Sujet::Personne(one)) => {
                let person = &one.personne;
                let verdict = self.personne((lue.numero, one), choix, (&mut remarques, &mut added));
                (person.nom_liste(), person.profession.clone(), verdict)
            }
        };
        LignePlan { numero: lue.numero, nom, profession, verdict, remarques, structures: added }
    }

    fn structure(&mut self, lue: &Structure, remarques: &mut Vec<Remarque>) -> Verdict {
        let Some(id) = self.structures.find(lue) else {
            let new = Structure {
                id: StructureId((self.ids)()),
                created_at: self.connu.at,
                changed_at: self.connu.at,
                ..lue.clone()
            };
            self.structures.add(new);
            return Verdict::NouvelleStructure;
        };
        let Some(mut sheet) = self.structures.tenues.get(id).cloned() else {
            return Verdict::IdentiqueStructure(id);
        };
        let changed = effet::completer_structure(&mut sheet, lue, remarques);
        if changed.is_empty() {
            return Verdict::IdentiqueStructure(id);
        }
        sheet.changed_at = self.connu.at;
        self.structures.index(&sheet);
        self.structures.tenues.put(id, sheet);
        Verdict::CompleteStructure(id, changed)
    }

    fn personne(
        &mut self,
        (numero, lue): (usize, &PersonneLue),
        choix: Option<Choix>,
        (remarques, added): (&mut Vec<Remarque>, &mut Vec<String>),
    ) -> Verdict {
        let proches = self.proches(numero, &lue.personne);
        let sure = proches.iter().find(|(_, near)| self.is_sure(&lue.personne, near));
        if let Some((cible, _)) = sure {
            let cible = *cible;
            return self.rattacher((numero, lue), cible, (remarques, added));
        }
        // A line that adds nothing to a sheet of the same name needs no decision.
        if let Some(cible) = self.deja_dit(lue, &proches) {
            return self.rattacher((numero, lue), cible, (remarques, added));
        }
        let asked: Vec<Proche> = proches
            .iter()
            .filter(|(_, near)| is_asked(&lue.personne, near, self.gens.get(near.id)))
            .filter_map(|(cible, near)| self.proche(*cible, near))
            .collect();
        if asked.is_empty() {
            self.creer((numero, lue), added);
            return Verdict::Nouvelle;
        }
        // A decision about a sheet that is no longer proposed is asked again.
        let stands = |choix: &Choix| match choix {
            Choix::Rattacher(cible) => asked.iter().any(|one| one.cible == *cible),
            Choix::Creer | Choix::Laisser => true,
        };
        let choix = choix.filter(stands);
        match choix {
            Some(Choix::Rattacher(cible)) => {
                self.rattacher((numero, lue), cible, (remarques, added));
            }
            Some(Choix::Creer) => self.creer((numero, lue), added),
            Some(Choix::Laisser) | None => {}
        }
        Verdict::Douteuse(asked, choix)
    }

    /// Sheets near a line, the surest first: those of the CPTS, then those that the lines above made.
    fn proches(&self, numero: usize, lue: &Personne) -> Vec<(Cible, Rapprochement)> {
        let known = self.connus.candidates(lue).into_iter().map(|near| (Cible::Fiche(near.id), near));
        let above = self.fichier.candidates(lue).into_iter().filter_map(|near| {
            let line = usize::try_from(near.id.0.as_u128()).ok().filter(|line| *line < numero)?;
            // Where that line ended; a line that was left aside made nothing.
            let id = *self.de_ligne.get(&line)?;
            Some((Cible::Ligne(line), Rapprochement { id, ..near }))
        });
        let mut found: Vec<_> = known.chain(above).collect();
        found.sort_by_key(|(cible, near)| (near.certitude, *cible));
        let mut seen = Vec::new();
        // A line above that completed a sheet is that sheet: it is proposed once.
        found.retain(|(_, near)| {
            let first = !seen.contains(&near.id);
            seen.push(near.id);
            first
        });
        found
    }

    /// Whether it is the same person without a doubt. A number that was copied on the wrong line leaves one.
    fn is_sure(&self, lue: &Personne, near: &Rapprochement) -> bool {
        let Some(sheet) = self.gens.get(near.id) else { return false };
        near.certitude == Certitude::Certaine
            && (!near.raisons.contains(&Raison::Rpps) || share_a_word(lue, sheet))
            && !(lue.rpps.is_some() && sheet.rpps.is_some() && lue.rpps != sheet.rpps)
    }

    /// The sheet of the same name that says already all that a line says.
    fn deja_dit(&self, lue: &PersonneLue, proches: &[(Cible, Rapprochement)]) -> Option<Cible> {
        let named = proches.iter().filter(|(_, near)| near.raisons.contains(&Raison::Nom));
        let mut found = named.filter(|(_, near)| {
            self.gens.get(near.id).is_some_and(|sheet| {
                let (mut copy, mut said) = (sheet.clone(), Vec::new());
                let read = self.with_known_structures(lue);
                effet::completer(&mut copy, &read, &mut said).is_empty() && said.is_empty()
            })
        });
        found.next().map(|(cible, _)| *cible)
    }

    fn proche(&self, cible: Cible, near: &Rapprochement) -> Option<Proche> {
        let sheet = self.gens.get(near.id)?;
        let (nom, profession) = (sheet.nom_liste(), sheet.profession.clone());
        Some(Proche { cible, nom, profession, raisons: near.raisons.clone() })
    }

    /// The person of a line, their places tied to the structures that are known.
    fn with_known_structures(&self, lue: &PersonneLue) -> Personne {
        let mut person = lue.personne.clone();
        for (place, said) in person.fiche.exercices.iter_mut().zip(&lue.structures) {
            if let Some(said) = said {
                place.structure = self.structures.find(&of_person(said, place));
            }
        }
        person
    }

    /// The same, the structures that nobody knew added.
    fn with_structures(&mut self, lue: &PersonneLue, added: &mut Vec<String>) -> Personne {
        for (place, said) in lue.personne.fiche.exercices.iter().zip(&lue.structures) {
            let Some(said) = said else { continue };
            let read = of_person(said, place);
            if self.structures.find(&read).is_none() {
                let (id, at) = (StructureId((self.ids)()), self.connu.at);
                let mut new = Structure { id, created_at: at, changed_at: at, ..read };
                new.fiche.source.clone_from(&lue.personne.fiche.source);
                added.push(new.nom.clone());
                self.structures.add(new);
            }
        }
        self.with_known_structures(lue)
    }

    fn creer(&mut self, (numero, lue): (usize, &PersonneLue), added: &mut Vec<String>) {
        let mut new = self.with_structures(lue, added);
        new.id = PersonneId((self.ids)());
        new.created_at = self.connu.at;
        new.changed_at = self.connu.at;
        // Somebody else has the number: one person once.
        let taken = |one: &Personne| one.rpps.is_some() && one.rpps == new.rpps;
        if self.gens.avant.values().chain(self.gens.maintenant.values()).any(taken) {
            new.rpps = None;
        }
        self.de_ligne.insert(numero, new.id);
        self.gens.add(new.id, new);
    }

    fn rattacher(
        &mut self,
        (numero, lue): (usize, &PersonneLue),
        cible: Cible,
        (remarques, added): (&mut Vec<Remarque>, &mut Vec<String>),
    ) -> Verdict {
        let id = match cible {
            Cible::Fiche(id) => Some(id),
            Cible::Ligne(line) => self.de_ligne.get(&line).copied(),
        };
        let sheet = id.and_then(|id| Some((id, self.gens.get(id)?.clone())));
        let Some((id, mut sheet)) = sheet else {
            self.creer((numero, lue), added);
            return Verdict::Nouvelle;
        };
        let mut read = self.with_structures(lue, added);
        let taken = |one: &Personne| one.id != id && one.rpps.is_some() && one.rpps == read.rpps;
        if self.gens.avant.values().chain(self.gens.maintenant.values()).any(taken) {
            read.rpps = None;
        }
        let changed = effet::completer(&mut sheet, &read, remarques);
        self.de_ligne.insert(numero, id);
        if !changed.is_empty() {
            sheet.changed_at = self.connu.at;
            self.gens.put(id, sheet);
        }
        match (cible, changed.is_empty()) {
            (Cible::Ligne(line), _) => Verdict::Repetee(line, changed),
            (Cible::Fiche(id), true) => Verdict::Identique(id),
            (Cible::Fiche(id), false) => Verdict::Complete(id, changed),
        }
    }
}

/// Whether somebody must decide. People of one practice share a telephone; two numbers are two people.
fn is_asked(lue: &Personne, near: &Rapprochement, sheet: Option<&Personne>) -> bool {
    let Some(sheet) = sheet else { return false };
    let two_numbers = lue.rpps.is_some() && sheet.rpps.is_some() && lue.rpps != sheet.rpps;
    let named = near.raisons.iter().any(|one| matches!(one, Raison::Nom | Raison::NomProche | Raison::Rpps));
    !two_numbers && (named || share_a_word(lue, sheet))
}

fn share_a_word(one: &Personne, other: &Personne) -> bool {
    let (mine, theirs) = (one.name_key(), other.name_key());
    mine.split(' ').any(|word| word.len() > 1 && theirs.split(' ').any(|other| other == word))
}

/// The structure that the line of a person names, as a sheet.
fn of_person(said: &StructureDite, place: &Exercice) -> Structure {
    Structure {
        id: StructureId(Uuid::nil()),
        nom: said.nom.clone(),
        kind: said.kind,
        finess: said.finess.clone(),
        commune: place.commune,
        fiche: StructureFiche {
            adresse: place.adresse.clone(),
            code_postal: place.code_postal.clone(),
            ..StructureFiche::default()
        },
        created_at: Timestamp::UNIX_EPOCH,
        changed_at: Timestamp::UNIX_EPOCH,
        version: 1,
        removed_at: None,
    }
}
