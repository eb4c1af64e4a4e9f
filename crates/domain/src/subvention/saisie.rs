//! What is typed in a part, and what is wrong with it.

use std::collections::BTreeSet;

use jiff::ToSpan;
use jiff::civil::Date;
use territory::text::search_key;

use super::formulaire::{Case, Formulaire, Limites, Nature};
use super::{Ligne, Partie, RefusMontant, read_euros};
use crate::organisation::{TextError, checked_text};
use crate::texte::read_day;

/// What is wrong with what was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefusSubvention {
    /// A text that cannot be kept.
    Texte(TextError),
    /// An amount that cannot be kept.
    Montant(RefusMontant),
    /// Not a number of zero or more.
    Nombre,
    /// Not a day.
    Date,
    /// Not one of the options.
    Choix,
    /// The year ends before it begins.
    Ordre,
    /// The year is longer than this many months.
    TropLong(i32),
    /// The same line stands twice in an account.
    Doublon,
    /// A subsidy without who gives it.
    Financeur,
    /// An amount without what it is.
    Libelle,
    /// More lines in an account than this.
    TropDeLignes(usize),
    /// Some sentences were not ticked.
    Coches,
}

/// A line of the budget as it is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LigneTapee {
    /// Number of its account.
    pub compte: String,
    /// What it is.
    pub libelle: String,
    /// Who gives, for a subsidy.
    pub financeur: String,
    /// Euros.
    pub montant: String,
}

impl LigneTapee {
    /// Whether nothing was typed.
    pub fn is_empty(&self) -> bool {
        [&self.libelle, &self.financeur, &self.montant].iter().all(|text| text.trim().is_empty())
    }
}

/// `12`, `1 250`.
fn whole(typed: &str) -> Option<u32> {
    let digits: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
    let right = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    digits.parse().ok().filter(|_| right)
}

/// `0,5`, `1.25`, `2`: kept with a comma.
fn decimal(typed: &str) -> Option<String> {
    let text: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
    let text = text.replace('.', ",");
    let (units, rest) = text.split_once(',').unwrap_or((&text, ""));
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let right = !units.is_empty() && units.len() < 7 && rest.len() < 3 && digits(units) && digits(rest);
    let rest = rest.trim_end_matches('0');
    right.then(|| if rest.is_empty() { units.to_owned() } else { format!("{units},{rest}") })
}

/// What a box holds, as it is kept; empty when nothing was typed.
///
/// # Errors
/// When what was typed is not what the box asks.
pub fn read_case(case: &Case, typed: &str, limites: &Limites) -> Result<String, RefusSubvention> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(String::new());
    }
    match case.nature {
        Nature::Choix => {
            let known = case.options.iter().any(|option| option.cle == typed);
            if known { Ok(typed.to_owned()) } else { Err(RefusSubvention::Choix) }
        }
        Nature::Ligne => {
            checked_text(&typed.replace(['\r', '\n'], " "), limites.ligne).map_err(RefusSubvention::Texte)
        }
        Nature::Texte => checked_text(typed, limites.texte).map_err(RefusSubvention::Texte),
        Nature::Nombre => whole(typed).map(|number| number.to_string()).ok_or(RefusSubvention::Nombre),
        Nature::Decimal => decimal(typed).ok_or(RefusSubvention::Nombre),
        Nature::Date => read_day(typed).map(|day| day.to_string()).ok_or(RefusSubvention::Date),
        Nature::Euros => read_euros(typed).map(|euros| euros.to_string()).map_err(RefusSubvention::Montant),
    }
}

/// Whether a year may go from a day to another.
///
/// # Errors
/// When it ends before it begins, or is too long.
pub fn read_exercice(du: Date, au: Date, limites: &Limites) -> Result<(), RefusSubvention> {
    if au < du {
        return Err(RefusSubvention::Ordre);
    }
    // Its last day comes before the same day so many months later.
    if au >= du.saturating_add(limites.exercice_mois.months()) {
        return Err(RefusSubvention::TropLong(limites.exercice_mois));
    }
    Ok(())
}

fn read_ligne(
    formulaire: &Formulaire,
    tapee: &LigneTapee,
    rank: usize,
) -> Result<Ligne, Vec<(String, RefusSubvention)>> {
    let mut wrong = Vec::new();
    let mut said = |name: &str, typed: &str| {
        checked_text(typed, formulaire.limites.ligne).unwrap_or_else(|error| {
            wrong.push((format!("{name}-{rank}"), RefusSubvention::Texte(error)));
            String::new()
        })
    };
    let (mut libelle, financeur) = (said("libelle", &tapee.libelle), said("financeur", &tapee.financeur));
    let subsidy = formulaire.compte(&tapee.compte).is_some_and(|compte| compte.financeur);
    if subsidy && financeur.is_empty() {
        wrong.push((format!("financeur-{rank}"), RefusSubvention::Financeur));
    } else if !subsidy && libelle.is_empty() {
        wrong.push((format!("libelle-{rank}"), RefusSubvention::Libelle));
    }
    if subsidy && libelle.is_empty() {
        libelle = "Subvention".into();
    }
    let montant = read_euros(&tapee.montant).unwrap_or_else(|refus| {
        wrong.push((format!("montant-{rank}"), RefusSubvention::Montant(refus)));
        0
    });
    if !wrong.is_empty() {
        return Err(wrong);
    }
    let financeur = if subsidy { financeur } else { String::new() };
    Ok(Ligne { compte: tapee.compte.clone(), libelle, financeur, montant })
}

/// The lines of a part. Lines where nothing was typed are left out. Errors name a field and the rank of its line.
///
/// # Errors
/// When a line is wrong, or stands twice.
pub fn read_lignes(
    formulaire: &Formulaire,
    partie: Partie,
    tapees: &[LigneTapee],
) -> Result<Vec<Ligne>, Vec<(String, RefusSubvention)>> {
    let (mut lignes, mut wrong, mut seen): (Vec<Ligne>, Vec<_>, BTreeSet<_>) = Default::default();
    for (rank, tapee) in tapees.iter().enumerate().filter(|(_, tapee)| !tapee.is_empty()) {
        if formulaire.compte(&tapee.compte).is_none_or(|compte| compte.partie != partie) {
            wrong.push((format!("libelle-{rank}"), RefusSubvention::Choix));
            continue;
        }
        match read_ligne(formulaire, tapee, rank) {
            Ok(ligne) => {
                let beside = lignes.iter().filter(|other| other.compte == ligne.compte).count();
                if beside >= formulaire.limites.lignes {
                    let most = RefusSubvention::TropDeLignes(formulaire.limites.lignes);
                    wrong.push((format!("libelle-{rank}"), most));
                }
                let key = (ligne.compte.clone(), search_key(&ligne.libelle), search_key(&ligne.financeur));
                if !seen.insert(key) {
                    wrong.push((format!("libelle-{rank}"), RefusSubvention::Doublon));
                }
                lignes.push(ligne);
            }
            Err(errors) => wrong.extend(errors),
        }
    }
    if wrong.is_empty() { Ok(lignes) } else { Err(wrong) }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::subvention::formulaire;

    fn tapee(compte: &str, libelle: &str, montant: &str) -> LigneTapee {
        let financeur = if compte == "74" { libelle.to_owned() } else { String::new() };
        LigneTapee { compte: compte.into(), libelle: libelle.into(), financeur, montant: montant.into() }
    }

    #[test]
    fn each_box_keeps_what_it_asks_and_refuses_the_rest() {
        let form = formulaire().unwrap();
        let read = |cle: &str, typed: &str| read_case(form.case(cle).unwrap(), typed, &form.limites);
        assert_eq!(read("forme", "numeraire"), Ok("numeraire".into()));
        assert_eq!(read("forme", "troc"), Err(RefusSubvention::Choix));
        assert_eq!(read("benevoles", "1 250"), Ok("1250".into()));
        assert_eq!(read("benevoles", "-1"), Err(RefusSubvention::Nombre));
        for (typed, kept) in [("0,5", "0,5"), ("1.50", "1,5"), ("2", "2"), ("2,0", "2")] {
            assert_eq!(read("etp", typed), Ok(kept.into()));
        }
        assert_eq!(read("etp", "un mi-temps"), Err(RefusSubvention::Nombre));
        assert_eq!(read("exercice_du", "01/01/2027"), Ok("2027-01-01".into()));
        assert_eq!(read("exercice_du", "31/02/2027"), Err(RefusSubvention::Date));
        assert_eq!(read("montant", "30 000 €"), Ok("30000".into()));
        let cents = Err(RefusSubvention::Montant(RefusMontant::Centimes));
        assert_eq!(read("montant", "1 250,50"), cents);
        assert_eq!(read("montant", "  "), Ok(String::new()));
        let nir = read("description", "patient 1 85 05 75 123 456 73");
        assert_eq!(nir, Err(RefusSubvention::Texte(TextError::SocialSecurity)));
    }

    #[test]
    fn a_year_ends_after_it_begins_and_lasts_two_years_at_most() {
        let limites = formulaire().unwrap().limites;
        let year = |du, au| read_exercice(du, au, &limites);
        assert_eq!(year(date(2027, 1, 1), date(2027, 12, 31)), Ok(()));
        assert_eq!(year(date(2027, 1, 1), date(2028, 12, 31)), Ok(()));
        assert_eq!(year(date(2027, 1, 1), date(2029, 1, 1)), Err(RefusSubvention::TropLong(24)));
        assert_eq!(year(date(2027, 1, 2), date(2027, 1, 1)), Err(RefusSubvention::Ordre));
    }

    #[test]
    fn lines_are_read_with_their_ranks_and_none_stands_twice() {
        let form = formulaire().unwrap();
        let good = [tapee("60", "Papier", "500"), LigneTapee::default(), tapee("64", "Salaire", "30 000")];
        let lignes = read_lignes(form, Partie::Charges, &good).unwrap();
        assert_eq!(lignes.iter().map(|one| one.montant).collect::<Vec<_>>(), [500, 30_000]);
        let wrong = [
            tapee("60", "Papier", "500"),
            tapee("60", "  PAPIER ", "700"),
            tapee("61", "", "20"),
            tapee("62", "Poste", "12,50"),
            tapee("74", "ARS Occitanie", "100"),
        ];
        let refused = read_lignes(form, Partie::Charges, &wrong).unwrap_err();
        let wanted = [
            ("libelle-1".to_owned(), RefusSubvention::Doublon),
            ("libelle-2".to_owned(), RefusSubvention::Libelle),
            ("montant-3".to_owned(), RefusSubvention::Montant(RefusMontant::Centimes)),
            ("libelle-4".to_owned(), RefusSubvention::Choix),
        ];
        assert_eq!(refused, wanted);
    }

    #[test]
    fn a_subsidy_names_who_gives_and_two_givers_are_two_lines() {
        let form = formulaire().unwrap();
        let two = [tapee("74", "ARS Occitanie", "20 000"), tapee("74", "Département", "5 000")];
        assert_eq!(read_lignes(form, Partie::Produits, &two).unwrap().len(), 2);
        let nameless = LigneTapee {
            compte: "74".into(),
            libelle: "Aide".into(),
            montant: "5".into(),
            ..LigneTapee::default()
        };
        let refused = read_lignes(form, Partie::Produits, &[nameless]).unwrap_err();
        assert_eq!(refused, [("financeur-0".to_owned(), RefusSubvention::Financeur)]);
    }
}
