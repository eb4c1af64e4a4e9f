//! A file that was read and waits for decisions: kept on the server, so that pages hold no hidden table.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::champ::{Champ, ImportKind};
use super::ligne::NUMERO_RETIRE;
use super::plan::Choix;
use super::regles::Regles;
use super::tableau;
use crate::authz::Author;
use crate::ids::LotId;
use crate::texte::contains_nir;

/// Why a file is not kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FichierRefuse {
    /// No line holds anything.
    #[error("no line holds anything")]
    Vide,
    /// More lines than the rules allow.
    #[error("more than {0} lines")]
    TropDeLignes(usize),
}

/// One sheet of a file, its lines in order.
pub type Feuille = Vec<Vec<String>>;

/// What is kept of a file that waits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fichier {
    /// Its sheets.
    pub feuilles: Vec<Feuille>,
    /// Rank of the sheet that is imported.
    pub feuille: usize,
    /// Rank of the row of titles in it.
    pub titres: Option<usize>,
    /// Which spreadsheet it is.
    pub kind: ImportKind,
    /// What each column holds.
    pub champs: Vec<Champ>,
    /// Decisions by number of line.
    #[serde(default)]
    pub decisions: BTreeMap<usize, Choix>,
}

impl Fichier {
    /// Of the cells of a file: the sheet that looks most like a list, its titles and columns guessed. Social security
    /// numbers are taken out before anything is kept.
    ///
    /// # Errors
    /// When nothing is in it, or too much.
    pub fn new(feuilles: Vec<Feuille>, regles: &Regles) -> Result<Self, FichierRefuse> {
        let max = regles.limites.lignes;
        let mut kept: Vec<Feuille> = Vec::new();
        for mut sheet in feuilles {
            let last = sheet.iter().rposition(|row| row.iter().any(|cell| !cell.trim().is_empty()));
            sheet.truncate(last.map_or(0, |rank| rank + 1));
            for row in &mut sheet {
                row.truncate(regles.limites.colonnes);
                for cell in row.iter_mut().filter(|cell| cell.starts_with('\'')) {
                    // An apostrophe that keeps a spreadsheet from running a cell is no part of it.
                    if cell[1..].starts_with(['=', '+', '-', '@']) {
                        cell.remove(0);
                    }
                }
                row.iter_mut()
                    .filter(|cell| contains_nir(cell))
                    .for_each(|cell| *cell = NUMERO_RETIRE.into());
            }
            if sheet.len() > max {
                return Err(FichierRefuse::TropDeLignes(max));
            }
            if !sheet.is_empty() {
                kept.push(sheet);
            }
        }
        let titles = |sheet: &Feuille| {
            let rank = tableau::titres(sheet, regles)?;
            Some(sheet[rank].iter().filter(|cell| regles.champ(cell).is_some()).count())
        };
        // The first of the sheets with the most known titles.
        let best =
            (0..kept.len()).rev().max_by_key(|rank| titles(&kept[*rank])).ok_or(FichierRefuse::Vide)?;
        let mut file = Self {
            feuilles: kept,
            feuille: best,
            titres: None,
            kind: ImportKind::Prospects,
            champs: Vec::new(),
            decisions: BTreeMap::new(),
        };
        file.guess(regles);
        Ok(file)
    }

    /// The sheet that is imported.
    pub fn table(&self) -> &[Vec<String>] {
        self.feuilles.get(self.feuille).map_or(&[], Vec::as_slice)
    }

    /// Guesses titles, columns and kind again: another sheet was chosen.
    pub fn guess(&mut self, regles: &Regles) {
        self.titres = tableau::titres(self.table(), regles);
        self.champs = tableau::deviner(self.table(), self.titres, regles);
        self.kind = tableau::genre(&self.champs);
        self.decisions.clear();
    }

    /// The titles; nothing when the file has none.
    pub fn titles(&self) -> &[String] {
        self.titres.and_then(|rank| self.table().get(rank)).map_or(&[], Vec::as_slice)
    }

    /// The lines under the titles, with their numbers in the file.
    pub fn lignes(&self) -> impl Iterator<Item = (usize, &[String])> {
        let start = self.titres.map_or(0, |rank| rank + 1);
        self.table().iter().enumerate().skip(start).map(|(rank, row)| (rank + 1, row.as_slice()))
    }

    /// The cells of a line by its number.
    pub fn cellules(&self, numero: usize) -> Vec<String> {
        numero.checked_sub(1).and_then(|rank| self.table().get(rank)).cloned().unwrap_or_default()
    }

    /// The first cells of a column, for who corrects what it holds.
    pub fn exemples(&self, colonne: usize, count: usize) -> Vec<&str> {
        let cells = self.lignes().filter_map(|(_, row)| row.get(colonne)).map(|cell| cell.trim());
        cells.filter(|cell| !cell.is_empty()).take(count).collect()
    }

    /// Whether somebody could be named with these columns.
    pub fn nomme(&self) -> bool {
        let named = [Champ::Nom, Champ::NomComplet, Champ::Structure];
        self.champs.iter().any(|champ| named.contains(champ))
    }
}

/// A file that waits for decisions.
#[derive(Clone, Debug, PartialEq)]
pub struct Brouillon {
    /// Identifier, which the import takes over.
    pub id: LotId,
    /// Name of the file.
    pub nom: String,
    /// When it was given.
    pub at: Timestamp,
    /// By whom.
    pub author: Author,
    /// What is in it.
    pub fichier: Fichier,
}

#[cfg(test)]
mod tests {
    use super::super::regles::regles;
    use super::*;

    fn sheet(text: &str) -> Feuille {
        text.lines().map(|line| line.split(';').map(str::to_owned).collect()).collect()
    }

    #[test]
    fn the_sheet_that_looks_like_a_list_is_chosen_and_numbers_of_social_security_go() {
        let regles = regles().unwrap();
        let notes = sheet("Lisez-moi\nDernière mise à jour;hier");
        let people = sheet("Nom;Prénom;E-mail;Note\nEXEMPLE;Camille;;2 69 05 49 588 157 80\n;;;");
        let file = Fichier::new(vec![notes, people], regles).unwrap();
        assert_eq!((file.feuille, file.titres), (1, Some(0)));
        assert_eq!(file.lignes().count(), 1, "blank lines at the end go");
        assert_eq!(file.cellules(2)[3], NUMERO_RETIRE);
        assert_eq!(file.exemples(0, 3), ["EXEMPLE"]);
        assert!(file.nomme());
    }

    #[test]
    fn an_empty_file_and_one_that_is_too_long_are_refused() {
        let regles = regles().unwrap();
        assert_eq!(Fichier::new(vec![sheet("\n\n")], regles), Err(FichierRefuse::Vide));
        let long = vec![vec!["x".to_owned()]; regles.limites.lignes + 1];
        assert_eq!(Fichier::new(vec![long], regles), Err(FichierRefuse::TropDeLignes(regles.limites.lignes)));
    }
}
