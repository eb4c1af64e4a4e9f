//! A pasted list of projects: `nom; type; étape; date; codes`, one project a line. Nothing is guessed: a line that
//! cannot be read says why, and nothing is written as long as there is one.

use std::collections::BTreeSet;

use jiff::civil::Date;
use territory::text::search_key;
use territory::{Perimeter, UnitCode};

use super::etapes::Etapes;
use super::regles::ReglesRegion;
use crate::texte::read_day;

/// Why a line cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PasteError {
    /// Fewer than four cells.
    #[error("four cells at least")]
    Cells,
    /// No name, or too long.
    #[error("no name, or longer than {0}")]
    Name(usize),
    /// No kind of that name.
    #[error("no kind called {0}")]
    Kind(String),
    /// No stage of that name for this kind.
    #[error("no stage called {0}")]
    Stage(String),
    /// Not a day.
    #[error("not a day: {0}")]
    Day(String),
    /// A day to come.
    #[error("a day to come")]
    Future,
    /// Not codes of communes or IRIS, or unknown ones.
    #[error("not codes: {0:?}")]
    Codes(Vec<String>),
    /// The same kind and name stands on another line, or is followed already.
    #[error("already there")]
    Twice,
    /// Too many lines.
    #[error("more than {0} lines")]
    TooMany(usize),
}

/// A project of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LigneCollee {
    /// Name.
    pub nom: String,
    /// Key of its kind.
    pub kind: String,
    /// Key of its stage.
    pub etape: String,
    /// Since when.
    pub le: Date,
    /// Communes and IRIS.
    pub unites: Perimeter,
}

/// A line of the list as it was read: its number, its text, what it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Collee {
    /// Number in the text, from 1.
    pub numero: usize,
    /// The line.
    pub texte: String,
    /// What it is, or why it is refused.
    pub lue: Result<LigneCollee, PasteError>,
}

/// The communes and IRIS of a text: codes between blanks, commas or semicolons, each once.
///
/// # Errors
/// The words that are not codes, or that `knows` refuses.
pub fn read_units(text: &str, knows: &dyn Fn(UnitCode) -> bool) -> Result<Perimeter, Vec<String>> {
    let words =
        text.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '|')).filter(|w| !w.is_empty());
    let (mut units, mut wrong) = (Vec::new(), Vec::new());
    for word in words {
        match word.to_uppercase().parse::<UnitCode>() {
            Ok(unit) if knows(unit) => units.push(unit),
            _ => wrong.push(word.to_owned()),
        }
    }
    if wrong.is_empty() { Ok(units.into_iter().collect()) } else { Err(wrong) }
}

/// What a list is read with.
struct Reading<'a> {
    etapes: &'a Etapes,
    regles: &'a ReglesRegion,
    today: Date,
    knows: &'a dyn Fn(UnitCode) -> bool,
}

impl Reading<'_> {
    fn line(&self, text: &str) -> Result<LigneCollee, PasteError> {
        let separator = if text.contains('\t') { '\t' } else { ';' };
        let cells: Vec<&str> = text.splitn(5, separator).map(str::trim).collect();
        let [nom, kind, etape, le, ..] = cells.as_slice() else { return Err(PasteError::Cells) };
        let nom = crate::organisation::checked_text(nom, self.regles.nom_max);
        let nom = nom.ok().filter(|nom| !nom.is_empty()).ok_or(PasteError::Name(self.regles.nom_max))?;
        let found = self.etapes.read_kind(kind).ok_or_else(|| PasteError::Kind((*kind).to_owned()))?;
        let stage = found.read_etape(etape).ok_or_else(|| PasteError::Stage((*etape).to_owned()))?;
        let le = read_day(le).ok_or_else(|| PasteError::Day((*le).to_owned()))?;
        if le > self.today {
            return Err(PasteError::Future);
        }
        let unites = read_units(cells.get(4).unwrap_or(&""), self.knows).map_err(PasteError::Codes)?;
        Ok(LigneCollee { nom, kind: found.cle.clone(), etape: stage.cle.clone(), le, unites })
    }
}

/// Whether the reference data know a place; kinds and names that are followed.
type Known<'a> = (&'a dyn Fn(UnitCode) -> bool, &'a [(String, String)]);

/// Reads a list. `known` are the kinds and names that are followed already.
///
/// # Errors
/// When it has too many lines.
pub fn read_list(
    text: &str,
    (etapes, regles): (&Etapes, &ReglesRegion),
    today: Date,
    (knows, known): Known<'_>,
) -> Result<Vec<Collee>, PasteError> {
    let reading = Reading { etapes, regles, today, knows };
    let name = |kind: &str, nom: &str| (kind.to_owned(), search_key(nom));
    let mut seen: BTreeSet<(String, String)> = known.iter().map(|(kind, nom)| name(kind, nom)).collect();
    let mut all = Vec::new();
    for (rank, line) in text.lines().enumerate() {
        let title = rank == 0 && search_key(line).starts_with("nom");
        if line.trim().is_empty() || title {
            continue;
        }
        if all.len() == regles.lignes_max {
            return Err(PasteError::TooMany(regles.lignes_max));
        }
        let lue = reading.line(line).and_then(|read| match seen.insert(name(&read.kind, &read.nom)) {
            true => Ok(read),
            false => Err(PasteError::Twice),
        });
        all.push(Collee { numero: rank + 1, texte: line.trim().to_owned(), lue });
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::region::{etapes, regles};

    fn read(text: &str) -> Vec<Collee> {
        let rules = (etapes().unwrap(), regles().unwrap());
        let knows = |unit: UnitCode| unit.commune().as_str().starts_with("96");
        let known = [("cpts".to_owned(), "CPTS de l'Étang".to_owned())];
        read_list(text, rules, date(2026, 11, 22), (&knows, &known)).unwrap()
    }

    #[test]
    fn a_pasted_list_says_of_each_line_what_it_is_or_why_not() {
        let text = "Nom;Type;Étape;Date;Codes\n\
            CPTS du Val; CPTS; Lettre d'intention; 12/10/2024; 96001, 96002\n\
            MSP du Pont\tMSP\tprojet retenu\t2024-03-01\n\
            \n\
            Sans date; CPTS; Validé; demain\n\
            CPTS du val; cpts; Validé; 01/01/2024\n\
            cpts de l'etang; CPTS; Validé; 01/01/2024\n\
            X; CLS; Contrat ACI; 01/01/2024\n\
            Y; CLS; Signé; 01/01/2030\n\
            Z; CLS; Signé; 01/01/2024; 96001 66136 abc\n\
            seul";
        let all = read(text);
        let wrong: Vec<Option<PasteError>> = all.iter().map(|one| one.lue.clone().err()).collect();
        let codes = PasteError::Codes(vec!["66136".into(), "abc".into()]);
        assert_eq!(
            wrong,
            [
                None,
                None,
                Some(PasteError::Day("demain".into())),
                Some(PasteError::Twice),
                Some(PasteError::Twice),
                Some(PasteError::Stage("Contrat ACI".into())),
                Some(PasteError::Future),
                Some(codes),
                Some(PasteError::Cells),
            ]
        );
        let first = all[0].lue.as_ref().unwrap();
        assert_eq!((first.etape.as_str(), first.le, first.unites.len()), ("lettre", date(2024, 10, 12), 2));
        assert_eq!((all[0].numero, all[2].numero), (2, 5));
    }

    #[test]
    fn a_list_that_is_too_long_is_refused_whole() {
        let rules = regles().unwrap();
        let text = "A; CPTS; Validé; 01/01/2024\n".repeat(rules.lignes_max + 1);
        let read = read_list(&text, (etapes().unwrap(), rules), date(2026, 1, 1), (&|_| true, &[]));
        assert_eq!(read, Err(PasteError::TooMany(rules.lignes_max)));
    }
}
