//! Sentences about the indicators of a contract year and its annex.

use app::indicateurs::IndicateurError;
use domain::aci::annexe::{RefusAnnexe, RefusTable};
use domain::aci::dialogue;
use domain::aci::indicateur::{Constat, Indicateur, RefusIndicateur, SommeMission};
use domain::montant::Montant;
use domain::nombres::date;

use super::contrats::{self, mission, somme};
use super::organisation::{self, CHOOSE};
use crate::shell::PageError;

/// Somebody changed the indicator meanwhile.
pub const REPLACED: &str = "Une autre personne a modifié cet indicateur au même moment. Votre saisie est gardée ci-dessous\u{a0}: relisez, puis enregistrez de nouveau.";

/// The target of an indicator in words.
pub fn cible(one: &Indicateur) -> String {
    dialogue::cible(&one.fiche.forme, &one.fiche.unite)
}

/// What does not agree, and what to do.
pub fn constat(what: &Constat) -> String {
    match what {
        Constat::Variation { initiale, variation, cible, attendue } => format!(
            "La valeur initiale ({initiale}) et la variation ({variation}) ne donnent pas la cible ({cible})\u{a0}: il faudrait {attendue}. Vérifiez sur le contrat."
        ),
        Constat::MauvaisCote { initiale, cible } => format!(
            "La valeur initiale ({initiale}) atteint déjà la cible ({cible}). Vérifiez le sens, «\u{a0}au moins\u{a0}» ou «\u{a0}au plus\u{a0}»."
        ),
        Constat::SansPalier => "Écrivez au moins un palier\u{a0}: sa borne et son montant.".into(),
        Constat::MemeBorne(bound) => format!("Deux paliers ont la même borne, {bound}. Gardez-en un seul."),
        Constat::PalierMoinsPaye(bound) => format!(
            "Le palier {bound} est plus difficile que le précédent et paie moins. Vérifiez les montants, ou le sens."
        ),
        Constat::Plafond { meilleur, montant } => format!(
            "Le meilleur palier paie {}, l'indicateur {}. Les deux montants doivent être égaux.",
            meilleur.texte(),
            montant.texte()
        ),
        Constat::SansMontant => "Cet indicateur ne paie rien. Vérifiez son montant.".into(),
        Constat::PourcentImpossible(bound) => {
            format!("Un pourcentage va de 0 à 100\u{a0}: {bound} n'en est pas un.")
        }
    }
}

/// What is wrong with a field, and what to do.
pub fn champ(refus: &RefusIndicateur) -> String {
    match refus {
        RefusIndicateur::Vide => "Remplissez ce champ.".into(),
        RefusIndicateur::Texte(error) => organisation::text(*error),
        RefusIndicateur::Choix => CHOOSE.into(),
        RefusIndicateur::Nombre => {
            "Ce nombre n'est pas lisible. Écrivez-le en chiffres, par exemple 68 811 ou 69,70.".into()
        }
        RefusIndicateur::Montant(refus) => somme(*refus).into(),
        RefusIndicateur::Constat(what) => constat(what),
    }
}

/// Where something is wrong in an annex, and what.
pub fn cellule(place: &RefusAnnexe, refus: &RefusIndicateur) -> String {
    let shown =
        if place.texte.is_empty() { "vide".into() } else { format!("«\u{a0}{}\u{a0}»", place.texte) };
    format!("Ligne {}, colonne {}, {shown}\u{a0}: {}", place.ligne, place.colonne.titre(), champ(refus))
}

/// Why a table is no annex, and what to do.
pub fn table(refus: RefusTable) -> String {
    match refus {
        RefusTable::SansTitres => {
            "Ce tableau n'a pas les colonnes «\u{a0}Mission\u{a0}», «\u{a0}Indicateur\u{a0}» et «\u{a0}Montant\u{a0}». Partez du modèle à remplir.".into()
        }
        RefusTable::Vide => "Ce tableau n'a aucun indicateur sous ses titres, hors des lignes d'exemple.".into(),
        RefusTable::TropLong(most) => format!("Ce tableau a plus de {most} lignes. Coupez-le en deux."),
    }
}

/// What the indicators of a mission lack, or have too much of.
pub fn reste(line: &SommeMission) -> String {
    let left = line.reste();
    if left == Montant::ZERO {
        "La somme est exacte".into()
    } else if left > Montant::ZERO {
        format!("Il reste {} à répartir", left.texte())
    } else {
        format!("Il y a {} de trop", (-left).texte())
    }
}

/// Why a use case of indicators did not succeed, where no field is at fault.
pub fn refus(error: &IndicateurError) -> Option<String> {
    Some(match error {
        IndicateurError::Arretee(since) => format!(
            "Les indicateurs de cette année sont arrêtés depuis le {}. Rouvrez l'année pour les changer.",
            date(*since)
        ),
        IndicateurError::Sommes(lines) => {
            let all: Vec<String> = lines
                .iter()
                .map(|line| format!("{}\u{a0}: {}", mission(&line.mission), reste(line)))
                .collect();
            format!(
                "Les montants des indicateurs doivent égaler la part variable de chaque mission. {}.",
                all.join(". ")
            )
        }
        IndicateurError::Fichier(error) => error.sentence(),
        IndicateurError::Table(refus) => table(*refus),
        IndicateurError::Cellules(count) => {
            format!(
                "{count} cellules ne sont pas lisibles. Rien n'a été ajouté\u{a0}: corrigez-les, puis recommencez."
            )
        }
        IndicateurError::Trop(most) => format!("Une année a au plus {most} indicateurs."),
        IndicateurError::RienACopier => "Il n'y a aucun indicateur à copier là-bas.".into(),
        IndicateurError::Motif => {
            "Dites pourquoi vous rouvrez cette année, en 300 caractères au plus.".into()
        }
        IndicateurError::Replaced => REPLACED.into(),
        IndicateurError::Contrat(error) => return contrats::refus(error),
        IndicateurError::Refused(_) | IndicateurError::App(_) => return None,
    })
}

impl From<IndicateurError> for PageError {
    fn from(error: IndicateurError) -> Self {
        match error {
            IndicateurError::App(error) => error.into(),
            IndicateurError::Contrat(error) => error.into(),
            IndicateurError::Replaced => PageError::Conflict(REPLACED.into()),
            IndicateurError::Refused(fields) => PageError::Unprocessable(
                fields.first().map_or_else(|| CHOOSE.into(), |(_, refus)| champ(refus)),
            ),
            other => PageError::Unprocessable(refus(&other).unwrap_or_default()),
        }
    }
}
