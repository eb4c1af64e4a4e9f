//! Where the columns of an extraction stand, whatever the spelling of its year, and what a whole file looks like.

use territory::Vintage;

use crate::error::ReadError;
use crate::head::{Columns, HeaderAt};
use crate::kinds::{Opening, unknown};
use crate::vintage;

/// Ranks of the columns that are read.
#[derive(Debug)]
pub(super) struct Layout {
    /// Number of titles.
    pub(super) width: usize,
    /// Line of the header in the file, from 0.
    pub(super) header: usize,
    pub(super) person: usize,
    pub(super) profession: usize,
    pub(super) status: Option<usize>,
    pub(super) know_how: Option<usize>,
    pub(super) mode: usize,
    pub(super) sector: usize,
    /// Absent before 2025.
    pub(super) nature: Option<usize>,
    /// What tells two sites apart, the surest first: the number of the structure, SIRET, FINESS.
    pub(super) site: Vec<usize>,
    /// What tells two sites apart when they have no number: name, number in the street, street.
    pub(super) address: Vec<usize>,
    pub(super) locality: Option<usize>,
    pub(super) postcode: Option<usize>,
    pub(super) commune: usize,
    pub(super) departement: Option<usize>,
}

const PERSON: &[&str] = &["identification_nationale_pp"];
const PROFESSION: &[&str] = &["code_profession"];
const STATUS: &[&str] = &["code_categorie_professionnelle"];
const KNOW_HOW: &[&str] = &["code_savoir_faire"];
const MODE: &[&str] = &["code_mode_exercice"];
const SIRET: &[&str] = &["numero_siret_site"];
const FINESS: &[&str] = &["numero_finess_site"];
const STRUCTURE: &[&str] = &["identifiant_technique_de_la_structure"];
const NAME: &[&str] = &["raison_sociale_site"];
const NUMBER: &[&str] = &["numero_voie_coord_structure"];
const STREET: &[&str] = &["libelle_voie_coord_structure"];
const LOCALITY: &[&str] = &["bureau_cedex_coord_structure"];
const POSTCODE: &[&str] = &["code_postal_coord_structure"];
const COMMUNE: &[&str] = &["code_commune_coord_structure"];
const DEPARTEMENT: &[&str] = &["code_departement_structure", "code_departement_coord_structure"];
const SECTOR: &[&str] = &["code_secteur_d_activite"];
const NATURE: &[&str] = &["code_genre_d_activite", "code_genre_activite"];

/// The columns in the order in which every extraction writes them.
const ORDER: [&[&str]; 17] = [
    PERSON,
    PROFESSION,
    STATUS,
    KNOW_HOW,
    MODE,
    SIRET,
    FINESS,
    STRUCTURE,
    NAME,
    NUMBER,
    STREET,
    LOCALITY,
    POSTCODE,
    COMMUNE,
    DEPARTEMENT,
    SECTOR,
    NATURE,
];

/// The header of activities: people, professions and modes.
pub(super) fn is_activity(columns: &Columns) -> bool {
    columns.has(&["code_profession", "code_mode_exercice"])
        && columns.any(&["identification_nationale_pp", "identifiant_pp"]).is_some()
}

/// The header of the specialities that stand beside the activities.
pub(super) fn is_side(columns: &Columns) -> bool {
    columns.has(&["identification_nationale_pp", "code_savoir_faire"]) && !is_activity(columns)
}

impl Layout {
    /// Finds the columns. Refuses a file that another program wrote again, or whose columns are doubtful.
    pub(super) fn of(opening: &Opening<'_>) -> Result<Self, ReadError> {
        let name = || opening.member.name.clone();
        if let Some(sign) = resaved(opening) {
            return Err(ReadError::Resaved { name: name(), sign });
        }
        let at = opening.head.header(is_activity).ok_or_else(|| unknown(opening.head))?;
        let columns = &at.columns;
        let titles: Vec<(usize, String)> = columns.names().collect();
        for (rank, title) in &titles {
            if columns.get(title).is_some_and(|first| first != *rank) {
                return Err(ReadError::RepeatedColumn { name: name(), column: columns.name(*rank) });
            }
        }
        let ranks: Vec<usize> = ORDER.iter().filter_map(|names| columns.any(names)).collect();
        if let Some(pair) = ranks.windows(2).find(|pair| pair[0] > pair[1]) {
            return Err(ReadError::ColumnOrder { name: name(), column: columns.name(pair[1]) });
        }
        Self::find(&at).ok_or_else(|| {
            let missing = [PERSON, PROFESSION, MODE, COMMUNE, SECTOR];
            let missing = missing.iter().find(|names| columns.any(names).is_none());
            let column = missing.and_then(|names| names.first()).copied().unwrap_or_default().to_owned();
            ReadError::MissingColumn { name: name(), kind: super::ENTRY.label, column }
        })
    }

    fn find(at: &HeaderAt) -> Option<Self> {
        let columns = &at.columns;
        let all = |groups: &[&[&str]]| groups.iter().filter_map(|names| columns.any(names)).collect();
        Some(Self {
            width: columns.len(),
            header: at.row.saturating_sub(1) as usize,
            person: columns.any(PERSON)?,
            profession: columns.any(PROFESSION)?,
            status: columns.any(STATUS),
            know_how: columns.any(KNOW_HOW),
            mode: columns.any(MODE)?,
            sector: columns.any(SECTOR)?,
            nature: columns.any(NATURE),
            site: all(&[STRUCTURE, SIRET, FINESS]),
            address: all(&[NAME, NUMBER, STREET]),
            locality: columns.any(LOCALITY),
            postcode: columns.any(POSTCODE),
            commune: columns.any(COMMUNE)?,
            departement: columns.any(DEPARTEMENT),
        })
    }
}

/// The mark of another program: the ANS writes UTF-8 without a mark, between bars, with plain line breaks.
fn resaved(opening: &Opening<'_>) -> Option<&'static str> {
    let start = &opening.head.start;
    let header = start.split(|byte| *byte == b'\n').next().unwrap_or_default();
    if start.starts_with(b"\xef\xbb\xbf") {
        Some("marque d’encodage au début")
    } else if std::str::from_utf8(header).is_err() {
        Some("accents en Latin-1")
    } else if header.ends_with(b"\r") {
        Some("fins de ligne de Windows")
    } else if opening.head.dialect.separator != b'|' {
        Some("colonnes sans barre verticale entre elles")
    } else {
        None
    }
}

/// The day in the name of an extraction: `…_202602050823.txt` is the 5th of February 2026.
pub(super) fn day_in(name: &str) -> Option<Vintage> {
    let numbers = name.split(|c: char| !c.is_ascii_digit());
    let stamp = numbers.into_iter().find(|number| matches!(number.len(), 8 | 12 | 14))?;
    let part = |from: usize, to: usize| stamp.get(from..to)?.parse::<u32>().ok();
    let (year, month, day) = (stamp.get(..4)?.parse::<i16>().ok()?, part(4, 6)?, part(6, 8)?);
    if !(2010..=2100).contains(&year) || !(1..=31).contains(&day) {
        return None;
    }
    Some(Vintage { year, label: vintage::day_label(year, month, day)? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_of_an_extraction_is_in_its_name() {
        let label = |name: &str| day_in(name).map(|vintage| (vintage.year, vintage.label));
        let found = label("PS_LibreAcces_Personne_activite_202602050823.txt");
        assert_eq!(found, Some((2026, "5 février 2026".to_owned())));
        assert_eq!(label("activites_20210901.txt"), Some((2021, "1er septembre 2021".to_owned())));
        assert_eq!(label("PS_LibreAcces_Personne_activite_extrait_2021.txt"), None);
        assert_eq!(label("x_20269901.txt"), None);
    }
}
