//! Rows of two tables.

use serde::{Deserialize, Serialize};

use super::Etat;
use super::mots::{self, Mot};
use crate::dossier::lettre::Tableau;

/// A table in both versions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableauDifference {
    /// Its title.
    pub titre: Vec<Mot>,
    /// What became of it.
    pub etat: Etat,
    /// Its columns: those of the later version, then those that were removed.
    pub colonnes: Vec<Mot>,
    /// Its rows: those of the later version, and each removed one where it stood.
    pub lignes: Vec<LigneDifference>,
}

/// A row in both versions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LigneDifference {
    /// What became of it.
    pub etat: Etat,
    /// The words of each cell, one a column.
    pub cellules: Vec<Vec<Mot>>,
}

/// A table that one version lacks.
pub fn alone(own: &Tableau, etat: Etat) -> TableauDifference {
    let row = |cells: &Vec<String>| LigneDifference {
        etat,
        cellules: cells.iter().map(|cell| mots::whole(cell, etat)).collect(),
    };
    TableauDifference {
        titre: mots::whole(&own.titre, etat),
        etat,
        colonnes: own.colonnes.iter().map(|column| Mot { etat, texte: column.titre.clone() }).collect(),
        lignes: own.lignes.iter().map(row).collect(),
    }
}

/// Where each column stands in both tables.
type Columns = Vec<(Option<usize>, Option<usize>)>;

/// A table that both versions have.
pub fn compared(old: &Tableau, new: &Tableau) -> TableauDifference {
    let columns = columns(old, new);
    let heading = |(before, after): &(Option<usize>, Option<usize>)| {
        let etat = state(before.is_some(), after.is_some());
        let titre = match (after, before) {
            (Some(at), _) => &new.colonnes[*at].titre,
            (None, Some(at)) => &old.colonnes[*at].titre,
            (None, None) => return Mot { etat, texte: String::new() },
        };
        Mot { etat, texte: titre.clone() }
    };
    let lignes = rows(old, new, &columns);
    let headings: Vec<Mot> = columns.iter().map(heading).collect();
    let same = old.titre == new.titre
        && headings.iter().all(|one| one.etat == Etat::Inchange)
        && lignes.iter().all(|one| one.etat == Etat::Inchange);
    TableauDifference {
        titre: mots::compared(&old.titre, &new.titre),
        etat: if same { Etat::Inchange } else { Etat::Change },
        colonnes: headings,
        lignes,
    }
}

fn state(before: bool, after: bool) -> Etat {
    match (before, after) {
        (true, false) => Etat::Retire,
        (false, true) => Etat::Ajoute,
        _ => Etat::Inchange,
    }
}

fn columns(old: &Tableau, new: &Tableau) -> Columns {
    let mut used = vec![false; old.colonnes.len()];
    let mut out: Columns = Vec::new();
    for (at, column) in new.colonnes.iter().enumerate() {
        let found =
            (0..used.len()).find(|before| !used[*before] && old.colonnes[*before].titre == column.titre);
        if let Some(before) = found {
            used[before] = true;
        }
        out.push((found, Some(at)));
    }
    out.extend((0..used.len()).filter(|at| !used[*at]).map(|at| (Some(at), None)));
    out
}

/// The rows of the later table, each beside the earlier row of its name.
fn rows(old: &Tableau, new: &Tableau, columns: &Columns) -> Vec<LigneDifference> {
    let width = name_width(old, new);
    let name = |cells: &[String]| cells.iter().take(width).cloned().collect::<Vec<_>>();
    let mut used = vec![false; old.lignes.len()];
    let mut out = Vec::new();
    // Removed rows are told before the row that followed them.
    let mut told = 0;
    for cells in &new.lignes {
        let found = (0..used.len()).find(|at| !used[*at] && name(&old.lignes[*at]) == name(cells));
        if let Some(at) = found {
            used[at] = true;
            if at >= told {
                let kept = |row: &Vec<String>| new.lignes.iter().any(|own| name(own) == name(row));
                let gone = (told..at).filter(|rank| !used[*rank] && !kept(&old.lignes[*rank]));
                let gone: Vec<usize> = gone.collect();
                for rank in gone {
                    used[rank] = true;
                    out.push(row(Some(&old.lignes[rank]), None, columns));
                }
                told = at + 1;
            }
        }
        out.push(row(found.map(|at| &old.lignes[at]), Some(cells), columns));
    }
    let rest = (0..used.len()).filter(|at| !used[*at]);
    out.extend(rest.map(|at| row(Some(&old.lignes[at]), None, columns)));
    out
}

/// How many first cells name a row: one when no name is there twice, as for communes; more for people who share a
/// family name.
fn name_width(old: &Tableau, new: &Tableau) -> usize {
    let most = new.colonnes.len().max(1);
    let unique = |table: &Tableau, width: usize| {
        let names: std::collections::BTreeSet<&[String]> =
            table.lignes.iter().map(|cells| &cells[..width.min(cells.len())]).collect();
        names.len() == table.lignes.len()
    };
    (1..most).find(|width| unique(old, *width) && unique(new, *width)).unwrap_or(most)
}

fn row(old: Option<&Vec<String>>, new: Option<&Vec<String>>, columns: &Columns) -> LigneDifference {
    let cell = |cells: Option<&Vec<String>>, at: Option<usize>| {
        at.and_then(|at| cells.and_then(|cells| cells.get(at)))
            .map(String::as_str)
            .unwrap_or_default()
            .to_owned()
    };
    let cellules: Vec<Vec<Mot>> = columns
        .iter()
        .map(|(before, after)| mots::replaced(&cell(old, *before), &cell(new, *after)))
        .collect();
    let changed = cellules.iter().flatten().any(|word| word.etat != Etat::Inchange);
    let etat = match state(old.is_some(), new.is_some()) {
        Etat::Inchange if changed => Etat::Change,
        other => other,
    };
    LigneDifference { etat, cellules }
}
