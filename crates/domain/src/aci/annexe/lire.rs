//! Reading an annex: headings in any order, French or short words, tiers in one cell.

use territory::text::search_key;

use super::{Colonne, EXEMPLE, LigneAnnexe, Plan};
use crate::aci::indicateur::{IndicateurTape, Nature, Sens, SourceValeur, lire_indicateur};
use crate::aci::missions::missions;
use crate::source::RulesError;

/// Rows of an annex: more is another file.
const LINES_MAX: usize = 300;
/// Rows among which the headings stand.
const ABOVE: usize = 20;

/// The file is no annex.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RefusTable {
    /// No row names the columns « Mission », « Indicateur » and « Montant ».
    #[error("no row of headings")]
    SansTitres,
    /// Nothing under the headings.
    #[error("nothing under the headings")]
    Vide,
    /// More rows than this.
    #[error("more than {0} rows")]
    TropLong(usize),
}

/// Where something is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefusAnnexe {
    /// Number of the row in the file, from 1.
    pub ligne: usize,
    /// The column.
    pub colonne: Colonne,
    /// What stands there.
    pub texte: String,
}

fn colonne(titre: &str) -> Option<Colonne> {
    let key = search_key(titre);
    let found = Colonne::ALL.into_iter().find(|one| search_key(one.titre()) == key);
    found.or(match key.as_str() {
        "missions" | "axe" | "volet" => Some(Colonne::Mission),
        "objectifs" => Some(Colonne::Objectif),
        "indicateurs" | "intitule" | "libelle" => Some(Colonne::Indicateur),
        "type" => Some(Colonne::Nature),
        "formule" => Some(Colonne::Forme),
        "objectif chiffre" | "seuil" | "valeur cible" => Some(Colonne::Cible),
        "palier" => Some(Colonne::Paliers),
        "unites" => Some(Colonne::Unite),
        "initiale" | "depart" | "au depart" | "valeur de depart" => Some(Colonne::Initiale),
        "delta" | "evolution" => Some(Colonne::Variation),
        "montants" | "euros" | "montant euros" | "montant en euros" => Some(Colonne::Montant),
        "preuves" | "piece" | "pieces" | "justificatif" => Some(Colonne::Justificatifs),
        "origine" | "source de la valeur" => Some(Colonne::Source),
        _ => None,
    })
}

/// The row of the headings and what each column holds.
fn titres(rows: &[Vec<String>]) -> Option<(usize, Vec<Option<Colonne>>)> {
    rows.iter().take(ABOVE).enumerate().find_map(|(rank, row)| {
        let found: Vec<Option<Colonne>> = row.iter().map(|cell| colonne(cell)).collect();
        let has = |one: Colonne| found.contains(&Some(one));
        (has(Colonne::Mission) && has(Colonne::Indicateur) && has(Colonne::Montant)).then_some((rank, found))
    })
}

fn mission(text: &str) -> String {
    let key = search_key(text);
    let named = |one: &&crate::aci::missions::Mission| {
        one.cle == key || search_key(&one.court) == key || search_key(&one.titre) == key
    };
    let table = missions().ok();
    let found = table.and_then(|table| {
        let all = &table.missions;
        // A short name such as « Accès » or « Crise » begins the whole one.
        all.iter().find(named).or_else(|| {
            let begins = |one: &&crate::aci::missions::Mission| search_key(&one.court).starts_with(&key);
            all.iter().find(begins).filter(|_| key.len() > 3)
        })
    });
    found.map_or_else(String::new, |one| one.cle.clone())
}

fn nature(text: &str) -> String {
    match search_key(text).as_str() {
        "action" | "a" | "moyen" => Nature::Action.key().into(),
        "resultat" | "r" => Nature::Resultat.key().into(),
        _ => String::new(),
    }
}

fn sens(text: &str) -> String {
    let text = text.trim();
    let key = search_key(text);
    if text.starts_with(['≥', '>']) || key.starts_with("au moins") || key.starts_with("minimum") {
        Sens::AuMoins.key().into()
    } else if text.starts_with(['≤', '<']) || key.starts_with("au plus") || key.starts_with("maximum") {
        Sens::AuPlus.key().into()
    } else {
        String::new()
    }
}

/// What follows the sign or the words of a bound.
fn borne(text: &str) -> String {
    let text = text.trim();
    let lower = text.to_lowercase();
    let cut = ["au moins", "au plus", "minimum", "maximum"].into_iter().find(|word| lower.starts_with(word));
    let rest = cut.map_or(text, |word| &text[word.len()..]);
    rest.trim_start_matches(['≤', '≥', '<', '>', '=']).trim().to_owned()
}

fn source(text: &str) -> String {
    let key = search_key(text);
    if key.contains("cpam") || key.contains("assurance maladie") {
        SourceValeur::Cpam.key().into()
    } else if key.contains("maillage") || key.contains("comptage") || key.contains("comptee") {
        SourceValeur::Comptage.key().into()
    } else {
        // Who says nothing, or names somebody else, fills it in.
        SourceValeur::Saisie.key().into()
    }
}

fn forme(text: &str, (cible, paliers): (&str, &str)) -> String {
    let key = search_key(text);
    let words = |all: &[&str]| all.iter().any(|word| key.contains(word));
    let found = if words(&["palier"]) {
        "paliers"
    } else if words(&["seuil", "cible"]) {
        "seuil"
    } else if words(&["oui", "fait"]) {
        "oui_non"
    } else if words(&["appreciation", "texte"]) {
        "texte"
    } else if !key.is_empty() {
        ""
    } else if !paliers.trim().is_empty() {
        "paliers"
    } else if !cible.trim().is_empty() {
        "seuil"
    } else {
        "oui_non"
    };
    found.to_owned()
}

/// Tiers of one cell: bound and amount of each, and the side of the first that says one.
fn paliers(text: &str) -> (Vec<(String, String)>, String) {
    let pieces = text.split([';', '\n']).map(str::trim).filter(|piece| !piece.is_empty());
    let mut side = String::new();
    let mut all = Vec::new();
    for piece in pieces {
        let (bound, amount) = piece.split_once([':', '→']).unwrap_or((piece, ""));
        if side.is_empty() {
            side = sens(bound);
        }
        all.push((borne(bound), amount.trim().to_owned()));
    }
    (all, side)
}

struct Rangee<'a> {
    row: &'a [String],
    colonnes: &'a [Option<Colonne>],
}

impl Rangee<'_> {
    fn cell(&self, colonne: Colonne) -> &str {
        let rank = self.colonnes.iter().position(|one| *one == Some(colonne));
        rank.and_then(|rank| self.row.get(rank)).map_or("", |cell| cell.trim())
    }

    fn is_empty(&self) -> bool {
        self.row.iter().all(|cell| cell.trim().is_empty())
    }

    /// A total, or the title of a part: it has neither mission nor indicator.
    fn is_passed(&self) -> bool {
        let first = self.row.iter().map(|cell| search_key(cell)).find(|key| !key.is_empty());
        let total = first.is_some_and(|key| key.starts_with("total") || key.starts_with("sous total"));
        self.is_empty()
            || total
            || (self.cell(Colonne::Mission).is_empty() && self.cell(Colonne::Indicateur).is_empty())
    }

    /// A row of the template that shows how it is filled in.
    fn is_exemple(&self) -> bool {
        search_key(self.cell(Colonne::Indicateur)).starts_with(&search_key(EXEMPLE))
    }

    fn tape(&self) -> IndicateurTape {
        let cell = |colonne| self.cell(colonne).to_owned();
        let (cible, tiers) = (self.cell(Colonne::Cible), self.cell(Colonne::Paliers));
        let (paliers, side) = paliers(tiers);
        let said = sens(self.cell(Colonne::Sens));
        let sens = [said, sens(cible), side].into_iter().find(|one| !one.is_empty()).unwrap_or_default();
        IndicateurTape {
            mission: mission(self.cell(Colonne::Mission)),
            objectif: cell(Colonne::Objectif),
            intitule: cell(Colonne::Indicateur),
            nature: nature(self.cell(Colonne::Nature)),
            forme: forme(self.cell(Colonne::Forme), (cible, tiers)),
            sens,
            cible: borne(cible),
            paliers,
            unite: cell(Colonne::Unite),
            initiale: cell(Colonne::Initiale),
            variation: cell(Colonne::Variation),
            montant: cell(Colonne::Montant),
            preuves: cell(Colonne::Justificatifs),
            source: source(self.cell(Colonne::Source)),
        }
    }
}

/// The column of a field of the form.
fn colonne_du_champ(field: &str) -> Colonne {
    match field {
        "mission" => Colonne::Mission,
        "objectif" => Colonne::Objectif,
        "nature" => Colonne::Nature,
        "forme" => Colonne::Forme,
        "sens" => Colonne::Sens,
        "cible" => Colonne::Cible,
        "unite" => Colonne::Unite,
        "initiale" => Colonne::Initiale,
        "variation" => Colonne::Variation,
        "montant" => Colonne::Montant,
        "preuves" => Colonne::Justificatifs,
        "source" => Colonne::Source,
        field if field.starts_with("borne-") || field.starts_with("montant-") => Colonne::Paliers,
        _ => Colonne::Indicateur,
    }
}

/// Reads an annex: what would be added, and every cell that cannot be read.
///
/// # Errors
/// When the table is no annex; or the tables that ship with the program are malformed.
pub fn lire_annexe(rows: &[Vec<String>]) -> Result<Result<Plan, RefusTable>, &'static RulesError> {
    let Some((at, colonnes)) = titres(rows) else { return Ok(Err(RefusTable::SansTitres)) };
    let under = &rows[at + 1..];
    if under.len() > LINES_MAX {
        return Ok(Err(RefusTable::TropLong(LINES_MAX)));
    }
    let mut plan = Plan::default();
    let unknown =
        rows[at].iter().zip(&colonnes).filter(|(titre, found)| found.is_none() && !titre.trim().is_empty());
    plan.ignorees = unknown.map(|(titre, _)| titre.trim().to_owned()).collect();
    for (rank, row) in under.iter().enumerate() {
        let rangee = Rangee { row, colonnes: &colonnes };
        if rangee.is_passed() {
            plan.passees += 1;
            continue;
        }
        if rangee.is_exemple() {
            plan.exemples += 1;
            continue;
        }
        let numero = at + 2 + rank;
        match lire_indicateur(&rangee.tape())? {
            Ok(lu) => plan.lignes.push(LigneAnnexe { numero, lu }),
            Err(wrong) => plan.refus.extend(wrong.into_iter().map(|(field, refus)| {
                let colonne = colonne_du_champ(&field);
                let texte = rangee.cell(colonne).to_owned();
                (RefusAnnexe { ligne: numero, colonne, texte }, refus)
            })),
        }
    }
    let nothing = plan.lignes.is_empty() && plan.refus.is_empty();
    Ok(if nothing { Err(RefusTable::Vide) } else { Ok(plan) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aci::annexe::{exemples, ligne};
    use crate::aci::indicateur::{Forme, Indicateur, Nombre, RefusIndicateur};
    use crate::ids::{ContratId, IndicateurId};
    use crate::montant::Montant;

    fn rows(text: &str) -> Vec<Vec<String>> {
        text.lines().map(|line| line.split('|').map(|cell| cell.trim().to_owned()).collect()).collect()
    }

    fn plan(text: &str) -> Plan {
        lire_annexe(&rows(text)).unwrap().unwrap()
    }

    #[test]
    fn an_annex_is_read_whatever_the_order_of_its_columns() {
        let read = plan(
            "Annexe de la CPTS\n\
             \n\
             N°|Indicateur|Mission|Type|Paliers|Valeur initiale|Montant|Preuves|Origine\n\
             1|ALD sans MT|Accès aux soins|Résultat|≤ 219 : 3 000 ; ≤ 50 : 9 000 € ; ≤ 100 : 6 000|219|9 000 €||CPAM\n\
             2|Juin vert|prevention|action||||1000||\n\
             |||||||Total\n\
             |Total|||||||\n",
        );
        assert_eq!((read.lignes.len(), read.ignorees.len()), (1, 1), "{:?}", read.refus);
        let (mission, intitule, fiche) = &read.lignes[0].lu;
        assert_eq!((read.lignes[0].numero, mission.as_str(), intitule.as_str()), (4, "acces", "ALD sans MT"));
        assert!(matches!(&fiche.forme, Forme::Paliers { sens: Sens::AuPlus, paliers } if paliers.len() == 3));
        assert_eq!((fiche.montant, fiche.source), (Montant::euros(9_000), SourceValeur::Cpam));
        // The amount of the second row stands in another column: it is said, not guessed.
        let (where_, _) = &read.refus[0];
        assert_eq!((where_.ligne, where_.colonne), (5, Colonne::Montant));
    }

    #[test]
    fn a_word_in_a_column_of_numbers_is_said_with_its_row_and_its_column() {
        let read = plan(
            "Mission|Indicateur|Nature|Sens|Cible|Valeur initiale|Montant\n\
             Accès|Plus de 70 ans sans MT|Résultat|au plus|203|fait|5 000\n",
        );
        let expected = RefusAnnexe { ligne: 2, colonne: Colonne::Initiale, texte: "fait".into() };
        assert_eq!(read.refus, [(expected, RefusIndicateur::Nombre)]);
        assert!(read.lignes.is_empty(), "nothing of a wrong row is kept");
    }

    #[test]
    fn a_sign_before_the_target_says_its_side() {
        let read = plan(
            "Mission|Indicateur|Nature|Cible|Unité|Montant\n\
             Accès aux soins|Plus de 16 ans avec MT|Résultat|≥ 68 811|patients|5 000\n",
        );
        let wanted = Forme::Seuil { sens: Sens::AuMoins, cible: Nombre::entier(68_811) };
        assert_eq!(read.lignes[0].lu.2.forme, wanted);
    }

    #[test]
    fn the_examples_of_the_template_are_left_aside_and_counted() {
        let titles = Colonne::ALL.iter().map(|one| one.titre().to_owned()).collect();
        let mut table: Vec<Vec<String>> = vec![titles];
        table.extend(exemples());
        let mut own = exemples()[1].clone();
        own[2] = "Une action Octobre rose".into();
        table.push(own);
        let read = lire_annexe(&table).unwrap().unwrap();
        assert_eq!((read.exemples, read.lignes.len(), read.refus.len()), (2, 1, 0));
        assert_eq!((read.lignes[0].numero, read.lignes[0].lu.1.as_str()), (4, "Une action Octobre rose"));
    }

    #[test]
    fn a_file_that_is_no_annex_is_refused() {
        assert_eq!(lire_annexe(&rows("Nom|Prénom\nFictif|Anne")).unwrap(), Err(RefusTable::SansTitres));
        assert_eq!(lire_annexe(&[]).unwrap(), Err(RefusTable::SansTitres));
        assert_eq!(lire_annexe(&rows("Mission|Indicateur|Montant\n||")).unwrap(), Err(RefusTable::Vide));
        let long = format!("Mission|Indicateur|Montant\n{}", "Accès|x|1\n".repeat(LINES_MAX + 1));
        assert_eq!(lire_annexe(&rows(&long)).unwrap(), Err(RefusTable::TropLong(LINES_MAX)));
    }

    #[test]
    fn what_is_written_is_read_back() {
        let titles: Vec<String> = Colonne::ALL.iter().map(|one| one.titre().to_owned()).collect();
        let mut table = vec![titles];
        assert_eq!(lire_annexe(&[&table[..], &exemples()].concat()).unwrap(), Err(RefusTable::Vide));
        let typed = |cell: String| cell.replace(EXEMPLE, "Action écrite");
        table.extend(exemples().map(|row| row.into_iter().map(typed).collect::<Vec<_>>()));
        let first = lire_annexe(&table).unwrap().unwrap();
        assert!(first.refus.is_empty(), "{:?}", first.refus);
        let one = |read: &LigneAnnexe| Indicateur {
            id: IndicateurId(uuid::Uuid::nil()),
            contrat: ContratId(uuid::Uuid::nil()),
            annee: 1,
            mission: read.lu.0.clone(),
            intitule: read.lu.1.clone(),
            fiche: read.lu.2.clone(),
            ordre: 0,
            created_at: jiff::Timestamp::UNIX_EPOCH,
            version: 1,
            removed_at: None,
        };
        let mut again = vec![table[0].clone()];
        again.extend(first.lignes.iter().map(|read| ligne(&one(read))));
        assert_eq!(lire_annexe(&again).unwrap().unwrap().lignes, first.lignes);
    }
}
