//! A request as it is printed and exported: every box with its value, the budget, what is missing.

use jiff::civil::Date;
use serde::Serialize;

use super::controle::FicheAssociation;
use super::{Case, Formulaire, Nature, Partie, SubventionFiche};
use crate::nombres::{date, entier};
use crate::texte::Siret;

/// A part with its boxes: label and value, in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PartieLue {
    /// Key.
    pub cle: Partie,
    /// Number in the form; empty for the header.
    pub numero: String,
    /// Title.
    pub titre: String,
    /// Whether the official list of its boxes was read.
    pub lue: bool,
    /// Label and value; empty when nothing was typed.
    pub cases: Vec<(String, String)>,
}

/// A line of the budget, printed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LigneLue {
    /// Its part.
    pub partie: Partie,
    /// Number of its account.
    pub compte: String,
    /// Title of its account.
    pub titre: String,
    /// What it is.
    pub libelle: String,
    /// Who gives, for a subsidy.
    pub financeur: String,
    /// Whole euros.
    pub euros: i64,
}

/// A request, as it is printed and exported.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Lecture {
    /// Name of the CPTS.
    pub cpts: String,
    /// What the CPTS calls the request.
    pub intitule: String,
    /// Number of the form: `12156*06`.
    pub formulaire: String,
    /// What to know of the table of boxes.
    pub note: String,
    /// The day on which it was put together.
    pub jour: Date,
    /// Whether it belongs to the demonstration.
    pub fictif: bool,
    /// How many things are missing; zero when it is complete.
    pub manques: usize,
    /// The parts that have boxes, in order.
    pub parties: Vec<PartieLue>,
    /// The budget, by account.
    pub lignes: Vec<LigneLue>,
    /// Euros of charges, products, accounts 86 and 87.
    pub totaux: [i64; 4],
    /// The last day of the financial report, when the year is known.
    pub rendu_le: Option<Date>,
    /// Sentences that were confirmed, by whom and when: empty when nobody did.
    pub attestations: Vec<String>,
    /// Who confirmed it, as long as their account is known.
    pub atteste_par: Option<String>,
    /// When somebody confirmed it as it stands.
    pub atteste_le: Option<Date>,
}

/// The value of a box in words.
pub fn valeur(case: &Case, fiche: &SubventionFiche, association: &FicheAssociation) -> String {
    if let Some(what) = case.fiche {
        let value = association.valeur(what).unwrap_or_default();
        let siret = (case.cle == "siret").then(|| Siret::parse(value).ok()).flatten();
        return siret.map_or_else(|| value.to_owned(), |siret| siret.grouped());
    }
    let value = fiche.valeur(&case.cle);
    match case.nature {
        Nature::Choix => case
            .options
            .iter()
            .find(|one| one.cle == value)
            .map(|one| one.libelle.clone())
            .unwrap_or_default(),
        Nature::Date => value.parse().map(date).unwrap_or_default(),
        Nature::Euros => value.parse().map(|euros| format!("{}\u{202f}€", entier(euros))).unwrap_or_default(),
        Nature::Ligne | Nature::Texte | Nature::Nombre | Nature::Decimal => value.to_owned(),
    }
}

/// The parts that have boxes, with their values.
pub fn parties(
    formulaire: &Formulaire,
    fiche: &SubventionFiche,
    association: &FicheAssociation,
) -> Vec<PartieLue> {
    let filled = formulaire.parties.iter().map(|partie| PartieLue {
        cle: partie.cle,
        numero: partie.numero.clone(),
        titre: partie.titre.clone(),
        lue: partie.lue,
        cases: formulaire
            .cases_of(partie.cle)
            .map(|case| (case.libelle.clone(), valeur(case, fiche, association)))
            .collect(),
    });
    filled.filter(|partie| !partie.cases.is_empty()).collect()
}

/// The lines of the budget, in the order of the accounts.
pub fn lignes(formulaire: &Formulaire, fiche: &SubventionFiche) -> Vec<LigneLue> {
    let of = |compte: &super::Compte| {
        let mine = fiche.lignes.iter().filter(|ligne| ligne.compte == compte.numero);
        mine.map(|ligne| LigneLue {
            partie: compte.partie,
            compte: compte.numero.clone(),
            titre: compte.libelle.clone(),
            libelle: ligne.libelle.clone(),
            financeur: ligne.financeur.clone(),
            euros: ligne.montant,
        })
        .collect::<Vec<_>>()
    };
    formulaire.comptes.iter().flat_map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::super::controle::tests::{association, complete};
    use super::*;
    use crate::subvention::formulaire;

    #[test]
    fn every_box_is_printed_in_words_and_every_line_once() {
        let form = formulaire().unwrap();
        let all = parties(form, &complete(), &association());
        let boxes: usize = all.iter().map(|partie| partie.cases.len()).sum();
        assert_eq!(boxes, form.cases.len());
        let said = |cle: &str| valeur(form.case(cle).unwrap(), &complete(), &association());
        assert_eq!(said("forme"), "En argent");
        assert_eq!(said("exercice_du"), "01/01/2027");
        assert_eq!(said("montant"), "30\u{202f}000\u{202f}€");
        assert_eq!(said("nom"), "CPTS de l'Exemple");
        assert!(said("siret").contains("123 456 782"), "{}", said("siret"));
        let lines = lignes(form, &complete());
        assert_eq!(lines.len(), complete().lignes.len());
        assert!(lines.is_sorted_by_key(|line| line.compte.clone()));
    }
}
