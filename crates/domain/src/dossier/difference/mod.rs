//! What changed between two versions of a letter: field by field, paragraph by paragraph, word by word; tables row by
//! row; and the figures whose passport is another one.

mod contenu;
mod mots;
mod tableau;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};
use similar::{Algorithm, DiffTag, capture_diff_slices};

use super::lettre::{Champ, Partie, Redigee};
use crate::nombres::date;
pub use mots::Mot;
pub use tableau::{LigneDifference, TableauDifference};

/// What became of something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Etat {
    /// The same in both versions.
    Inchange,
    /// Only in the later version.
    Ajoute,
    /// Only in the earlier version.
    Retire,
    /// In both, otherwise.
    Change,
}

/// What changed between two versions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Difference {
    /// What changed above the fields: name, day of writing, template.
    pub entete: Vec<Ligne>,
    /// Every field of either version, in reading order.
    pub champs: Vec<ChampDifference>,
}

/// A named text and its words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ligne {
    /// What it is: `Date de rédaction`.
    pub libelle: String,
    /// Its words.
    pub mots: Vec<Mot>,
}

/// A field in both versions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ChampDifference {
    /// Stable key.
    pub cle: String,
    /// Title of its part.
    pub partie: String,
    /// Its title.
    pub titre: String,
    /// What the earlier version called it, when that was something else.
    pub titre_avant: Option<String>,
    /// What became of it.
    pub etat: Etat,
    /// Whether it stands elsewhere than before.
    pub deplace: bool,
    /// Its content, in reading order.
    pub morceaux: Vec<Morceau>,
    /// The figures whose passport is another one.
    pub passeports: Vec<PasseportChange>,
}

/// A piece of the content of a field.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Morceau {
    /// A paragraph, a line of a list, a named value, or what the authors explain.
    Texte {
        /// What became of it.
        etat: Etat,
        /// Its words.
        mots: Vec<Mot>,
    },
    /// A table.
    Tableau(TableauDifference),
    /// A drawing, which cannot be compared by words. What it shows is compared by its text and its table.
    Dessin {
        /// What became of it.
        etat: Etat,
    },
}

impl Morceau {
    /// What became of it.
    pub fn etat(&self) -> Etat {
        match self {
            Morceau::Texte { etat, .. } | Morceau::Dessin { etat } => *etat,
            Morceau::Tableau(tableau) => tableau.etat,
        }
    }
}

/// A figure that rests on other sources than before, whether its value changed or not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasseportChange {
    /// The figure or the table.
    pub quoi: String,
    /// Its sources in the earlier version, as they are read; empty when it had none.
    pub avant: Vec<String>,
    /// In the later one.
    pub apres: Vec<String>,
}

impl ChampDifference {
    /// Whether there is something to read.
    pub fn is_changed(&self) -> bool {
        self.etat != Etat::Inchange
            || self.deplace
            || self.titre_avant.is_some()
            || !self.passeports.is_empty()
    }
}

impl Difference {
    /// What changed from one version to a later one.
    pub fn of(before: &Redigee, after: &Redigee) -> Self {
        Self { entete: head(before, after), champs: fields(before, after) }
    }

    /// Whether both versions say the same, at the same places, from the same sources.
    pub fn is_empty(&self) -> bool {
        self.entete.is_empty() && !self.champs.iter().any(ChampDifference::is_changed)
    }

    /// The fields in which there is something to read.
    pub fn changed(&self) -> impl Iterator<Item = &ChampDifference> {
        self.champs.iter().filter(|champ| champ.is_changed())
    }
}

fn head(before: &Redigee, after: &Redigee) -> Vec<Ligne> {
    let day = |of: &Redigee| of.redigee_le.map(date).unwrap_or_default();
    let lines = [
        ("Intitulé", before.titre.clone(), after.titre.clone()),
        ("CPTS", before.cpts.clone(), after.cpts.clone()),
        ("Date de rédaction", day(before), day(after)),
        ("Trame", template(before), template(after)),
    ];
    let changed = lines.into_iter().filter(|(_, old, new)| old != new);
    changed
        .map(|(libelle, old, new)| Ligne { libelle: libelle.to_owned(), mots: mots::replaced(&old, &new) })
        .collect()
}

fn template(of: &Redigee) -> String {
    if of.modele_nom.is_empty() { of.modele.clone() } else { of.modele_nom.clone() }
}

/// A field with its part.
type Place<'a> = (&'a Partie, &'a Champ);

fn places(of: &Redigee) -> Vec<Place<'_>> {
    of.parties.iter().flat_map(|partie| partie.champs.iter().map(move |champ| (partie, champ))).collect()
}

/// Every field of the later version in its order, and each removed one where it stood.
fn fields(before: &Redigee, after: &Redigee) -> Vec<ChampDifference> {
    let (old, new) = (places(before), places(after));
    let keys = |all: &[Place]| all.iter().map(|(_, champ)| champ.cle.clone()).collect::<Vec<_>>();
    let (old_keys, new_keys) = (keys(&old), keys(&new));
    let mut out = Vec::new();
    for op in capture_diff_slices(Algorithm::Myers, &old_keys, &new_keys) {
        if op.tag() == DiffTag::Equal {
            for (before_at, after_at) in op.old_range().zip(op.new_range()) {
                let (own, then) = (old[before_at], new[after_at]);
                out.push(compared((before, own), (after, then), own.0.cle != then.0.cle));
            }
            continue;
        }
        // A field that stands elsewhere is told there.
        let gone = op.old_range().filter(|at| !new_keys.contains(&old_keys[*at]));
        out.extend(gone.map(|at| alone((before, old[at]), Etat::Retire)));
        for at in op.new_range() {
            let moved = old_keys.iter().position(|key| *key == new_keys[at]);
            out.push(match moved {
                Some(from) => compared((before, old[from]), (after, new[at]), true),
                None => alone((after, new[at]), Etat::Ajoute),
            });
        }
    }
    out
}

fn compared(
    (before, old): (&Redigee, Place),
    (after, new): (&Redigee, Place),
    deplace: bool,
) -> ChampDifference {
    let morceaux = contenu::compared(old.1, new.1);
    let same = morceaux.iter().all(|one| one.etat() == Etat::Inchange);
    ChampDifference {
        cle: new.1.cle.clone(),
        partie: new.0.titre.clone(),
        titre: new.1.titre.clone(),
        titre_avant: (old.1.titre != new.1.titre).then(|| old.1.titre.clone()),
        etat: if same { Etat::Inchange } else { Etat::Change },
        deplace,
        morceaux,
        passeports: contenu::passports((before, old.1), (after, new.1)),
    }
}

fn alone((_, (partie, champ)): (&Redigee, Place), etat: Etat) -> ChampDifference {
    ChampDifference {
        cle: champ.cle.clone(),
        partie: partie.titre.clone(),
        titre: champ.titre.clone(),
        titre_avant: None,
        etat,
        deplace: false,
        morceaux: contenu::alone(champ, etat),
        passeports: Vec::new(),
    }
}
