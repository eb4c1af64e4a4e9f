//! An import that was done: what it made, what it changed, and the way back.

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use territory::CommuneCode;

use super::champ::ImportKind;
use super::ligne::Lue;
use super::plan::{Choix, Plan, Verdict};
use super::remarque::{Rejet, Remarque};
use crate::authz::Author;
use crate::communaute::effacement::Signalement;
use crate::communaute::fusion::Instantane;
use crate::communaute::{Annuaire, Personne, Structure, StructureFiche, StructureKind};
use crate::ids::{LotId, PersonneId, StructureId};

/// How many lines became what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Comptes {
    /// Lines that hold something.
    pub lignes: usize,
    /// New people.
    pub nouvelles: usize,
    /// Lines that completed a sheet of the CPTS.
    pub completees: usize,
    /// Lines that said what a sheet says already.
    pub identiques: usize,
    /// Lines of somebody whom a line above names.
    pub repetees: usize,
    /// Doubtful lines, decided or not.
    pub douteuses: usize,
    /// Doubtful lines that nobody decided.
    pub indecises: usize,
    /// Doubtful lines left aside.
    pub laissees: usize,
    /// Structures added, those that people's lines name included.
    pub structures: usize,
    /// Lines that completed a structure.
    pub structures_completees: usize,
    /// Lines that say what a structure says already.
    pub structures_identiques: usize,
    /// Lines that are not taken.
    pub rejetees: usize,
}

impl Comptes {
    /// Of a plan.
    pub fn of(plan: &Plan) -> Self {
        let mut counts = Comptes {
            lignes: plan.lignes.len(),
            nouvelles: plan.personnes.len(),
            structures: plan.structures.len(),
            ..Comptes::default()
        };
        for line in &plan.lignes {
            let count = match &line.verdict {
                Verdict::Nouvelle | Verdict::NouvelleStructure => continue,
                Verdict::Complete(..) => &mut counts.completees,
                Verdict::Identique(_) => &mut counts.identiques,
                Verdict::Repetee(..) => &mut counts.repetees,
                Verdict::CompleteStructure(..) => &mut counts.structures_completees,
                Verdict::IdentiqueStructure(_) => &mut counts.structures_identiques,
                Verdict::Rejetee(_) => &mut counts.rejetees,
                Verdict::Douteuse(_, choix) => {
                    counts.indecises += usize::from(choix.is_none());
                    counts.laissees += usize::from(*choix == Some(Choix::Laisser));
                    &mut counts.douteuses
                }
            };
            *count += 1;
        }
        counts
    }
}

/// A line to correct and give again, with why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LigneARevoir {
    /// Its number in the file.
    pub numero: usize,
    /// Its cells.
    pub cellules: Vec<String>,
    /// Why it was not taken; `None` for one that was, or that somebody left aside.
    pub rejet: Option<Rejet>,
    /// What was corrected or left out.
    pub remarques: Vec<Remarque>,
}

/// The lines that somebody may want to correct: rejected, left aside, or taken with a remark.
pub fn a_revoir(plan: &Plan, lues: &[Lue], cellules: impl Fn(usize) -> Vec<String>) -> Vec<LigneARevoir> {
    let lines = plan.lignes.iter().zip(lues).filter_map(|(line, _)| {
        let rejet = match &line.verdict {
            Verdict::Rejetee(rejet) => Some(rejet.clone()),
            _ => None,
        };
        let left = matches!(line.verdict, Verdict::Douteuse(_, Some(Choix::Laisser)));
        let kept = rejet.is_some() || left || line.remarques.iter().any(Remarque::is_loss);
        kept.then(|| LigneARevoir {
            numero: line.numero,
            cellules: cellules(line.numero),
            rejet,
            remarques: line.remarques.clone(),
        })
    });
    lines.collect()
}

/// A sheet that an import completed: what it was, and its version once completed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Completee<Id, Image> {
    /// Which one.
    pub id: Id,
    /// Its version after the import: another one now says that somebody changed it since.
    pub version: i64,
    /// What it was.
    pub avant: Image,
}

/// What the sheet of a structure said at a moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImageStructure {
    nom: String,
    kind: StructureKind,
    finess: Option<String>,
    commune: Option<CommuneCode>,
    fiche: StructureFiche,
}

impl ImageStructure {
    /// Takes somebody off the contacts; whether they were among them.
    pub fn forget(&mut self, who: &Signalement) -> bool {
        self.fiche.forget(who)
    }
}

impl From<&Structure> for ImageStructure {
    fn from(one: &Structure) -> Self {
        Self {
            nom: one.nom.clone(),
            kind: one.kind,
            finess: one.finess.clone(),
            commune: one.commune,
            fiche: one.fiche.clone(),
        }
    }
}

/// What an import did.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contenu {
    /// How many lines became what.
    pub comptes: Comptes,
    /// People added.
    pub personnes: Vec<PersonneId>,
    /// Structures added.
    pub structures: Vec<StructureId>,
    /// People completed.
    pub completees: Vec<Completee<PersonneId, Instantane>>,
    /// Structures completed.
    pub structures_completees: Vec<Completee<StructureId, ImageStructure>>,
    /// Titles of the file.
    pub titres: Vec<String>,
    /// Lines to correct.
    pub a_revoir: Vec<LigneARevoir>,
    /// People that taking the import back left as they were.
    #[serde(default)]
    pub gardees: Vec<PersonneId>,
    /// Structures left likewise.
    #[serde(default)]
    pub structures_gardees: Vec<StructureId>,
}

impl Contenu {
    /// Of a plan that is applied. A sheet that is saved gets a version one higher.
    pub fn of(plan: &Plan, titres: Vec<String>, a_revoir: Vec<LigneARevoir>) -> Self {
        let completees = plan.personnes_changees.iter().map(|one| Completee {
            id: one.apres.id,
            version: one.apres.version + 1,
            avant: Instantane::from(&one.avant),
        });
        let structures_completees = plan.structures_changees.iter().map(|one| Completee {
            id: one.apres.id,
            version: one.apres.version + 1,
            avant: ImageStructure::from(&one.avant),
        });
        Self {
            comptes: Comptes::of(plan),
            personnes: plan.personnes.iter().map(|one| one.id).collect(),
            structures: plan.structures.iter().map(|one| one.id).collect(),
            completees: completees.collect(),
            structures_completees: structures_completees.collect(),
            titres,
            a_revoir,
            ..Self::default()
        }
    }
}

/// An import that was done.
#[derive(Clone, Debug, PartialEq)]
pub struct Lot {
    /// Identifier.
    pub id: LotId,
    /// Which spreadsheet.
    pub kind: ImportKind,
    /// Name of the file.
    pub fichier: String,
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub author: Author,
    /// What it did.
    pub contenu: Contenu,
    /// When it was taken back.
    pub annule_at: Option<Timestamp>,
}

/// What taking an import back does.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Annulation {
    /// People to save: removed, or as they were.
    pub personnes: Vec<Personne>,
    /// Structures to save.
    pub structures: Vec<Structure>,
    /// People left: somebody changed them since, or they are used.
    pub gardees: Vec<PersonneId>,
    /// Structures left.
    pub structures_gardees: Vec<StructureId>,
}

/// What taking an import back would do now. `servent`: people whom seats or presences name.
pub fn annuler(
    contenu: &Contenu,
    (annuaire, structures): (&Annuaire, &[Structure]),
    servent: &BTreeSet<PersonneId>,
    at: Timestamp,
) -> Annulation {
    let mut back = Annulation::default();
    let standing =
        |id: &PersonneId| annuaire.get(*id).filter(|one| one.id == *id && one.removed_at.is_none());
    for id in &contenu.personnes {
        match standing(id) {
            // Somebody removed it already.
            None => {}
            Some(one) if one.version == 1 && one.fusionnee.is_none() && !servent.contains(id) => {
                back.personnes.push(Personne { removed_at: Some(at), changed_at: at, ..one.clone() });
            }
            Some(_) => back.gardees.push(*id),
        }
    }
    for done in &contenu.completees {
        match standing(&done.id) {
            Some(one) if one.version == done.version => {
                let mut restored = one.clone();
                done.avant.clone().write_to(&mut restored);
                restored.changed_at = at;
                back.personnes.push(restored);
            }
            _ => back.gardees.push(done.id),
        }
    }
    annuler_structures(contenu, (annuaire, structures), at, &mut back);
    back
}

fn annuler_structures(
    contenu: &Contenu,
    (annuaire, structures): (&Annuaire, &[Structure]),
    at: Timestamp,
    back: &mut Annulation,
) {
    let of = |id: &StructureId| structures.iter().find(|one| one.id == *id && one.removed_at.is_none());
    let after = |one: &Personne| {
        back.personnes.iter().find(|changed| changed.id == one.id).map_or_else(|| one.clone(), Clone::clone)
    };
    let people = annuaire.iter().map(after).filter(|one| one.removed_at.is_none());
    let places = people.flat_map(|one| one.fiche.exercices);
    let used: BTreeSet<StructureId> = places.filter_map(|place| place.structure).collect();
    for id in &contenu.structures {
        match of(id) {
            None => {}
            Some(one) if one.version == 1 && !used.contains(id) => {
                back.structures.push(Structure { removed_at: Some(at), changed_at: at, ..one.clone() });
            }
            Some(_) => back.structures_gardees.push(*id),
        }
    }
    for done in &contenu.structures_completees {
        match of(&done.id) {
            Some(one) if one.version == done.version => {
                let image = done.avant.clone();
                back.structures.push(Structure {
                    nom: image.nom,
                    kind: image.kind,
                    finess: image.finess,
                    commune: image.commune,
                    fiche: image.fiche,
                    changed_at: at,
                    ..one.clone()
                });
            }
            _ => back.structures_gardees.push(done.id),
        }
    }
}
