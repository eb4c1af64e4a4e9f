//! Sentences about contracts.

use app::contrats::ContratError;
use domain::aci::contrat::{Alerte, EtatHorloge, Horloge, RefusSuivi, RefusTermes};
pub use domain::aci::missions::nom_court as mission;
use domain::montant::RefusSomme;
use domain::nombres::{compte, date, liste};

use super::organisation::{CHOOSE, NOT_A_DAY};
use crate::shell::PageError;

/// Somebody changed the contract meanwhile.
pub const REPLACED: &str = "Une autre personne a modifié ce contrat au même moment. Votre saisie est gardée ci-dessous\u{a0}: relisez, puis enregistrez de nouveau.";

/// What is wrong with an amount, and what to do.
pub fn somme(refus: RefusSomme) -> &'static str {
    match refus {
        RefusSomme::Vide => "Écrivez un montant.",
        RefusSomme::Decimales => "Un montant a deux décimales au plus. Écrivez-le par exemple 1 250,50.",
        RefusSomme::Negatif => {
            "Ce montant ne peut pas être négatif. Pour corriger, ajoutez une ligne de correction."
        }
        RefusSomme::Illisible => {
            "Ce montant n'est pas lisible. Écrivez-le en chiffres, par exemple 1 250,50."
        }
    }
}

/// What is wrong with a field of the terms, and what to do.
pub fn terme(refus: RefusTermes) -> String {
    match refus {
        RefusTermes::Vide => "Remplissez ce champ.".into(),
        RefusTermes::Long(most) => format!("Ce texte est trop long\u{a0}: {most} caractères au plus."),
        RefusTermes::Jour => NOT_A_DAY.into(),
        RefusTermes::Choix => CHOOSE.into(),
        RefusTermes::AvantSignature(le) => {
            format!("Cette date précède la signature du {}. Corrigez l'une des deux.", date(le))
        }
        RefusTermes::ApresTerme(le) => {
            format!("Le contrat est fini le {}. Choisissez une date plus proche.", date(le))
        }
        RefusTermes::AvantDebut(le) => {
            format!("Le plein déploiement ne peut pas précéder le début, le {}.", date(le))
        }
        RefusTermes::SansMission => "Cochez au moins une mission.".into(),
        RefusTermes::Montant(refus) => somme(refus).into(),
    }
}

/// Why something that happened is refused, and what to do.
pub fn suivi(refus: RefusSuivi) -> String {
    match refus {
        RefusSuivi::Mission => {
            "Le contrat signé ne comprend pas cette mission. Préparez un avenant pour l'ajouter.".into()
        }
        RefusSuivi::Commencee(start) => format!(
            "Cette mission a déjà commencé le {}. Pour changer cette date, corrigez-la et dites pourquoi.",
            date(start.0)
        ),
        RefusSuivi::PasCommencee => "Cette mission n'a pas commencé. Notez d'abord son début.".into(),
        RefusSuivi::AvantSignature(le) => {
            format!("Cette date précède la signature du contrat, le {}. Vérifiez l'année.", date(le))
        }
        RefusSuivi::ApresTerme(le) => format!("Le contrat est fini le {}. Vérifiez l'année.", date(le)),
        RefusSuivi::AVenir => "Cette date est à venir. Notez le fait quand il a eu lieu.".into(),
        RefusSuivi::AvantDebut(le) => {
            format!("La mission a commencé le {}. Choisissez une date qui suit.", date(le))
        }
        RefusSuivi::Preuve => "Cette preuve n'est pas dans le coffre du contrat, ou elle en est retirée. Choisissez-en une autre.".into(),
        RefusSuivi::Motif => "Dites pourquoi vous corrigez cette date, en 300 caractères au plus.".into(),
        RefusSuivi::Libelle => "Dites de quelle crise il s'agit, en 300 caractères au plus.".into(),
    }
}

/// Why a use case of contracts did not succeed, where no field is at fault.
pub fn refus(error: &ContratError) -> Option<String> {
    Some(match error {
        ContratError::Suivi(error) => suivi(*error),
        ContratError::Association => "Un contrat ACI demande que la CPTS soit une association. Complétez la fiche de l'association\u{a0}: son nom, et son numéro RNA ou SIRET.".into(),
        ContratError::Montants(missing) => {
            let mut years: Vec<u8> = missing.iter().map(|(year, _)| *year).collect();
            years.dedup();
            let years: Vec<String> = years.iter().map(ToString::to_string).collect();
            format!(
                "Il manque {} dans les années {}. Saisissez-les d'après le contrat signé\u{a0}: un montant absent n'est pas zéro.",
                compte(missing.len(), "montant", "montants"),
                liste(&years)
            )
        }
        ContratError::AnneePassee(year) => format!(
            "Cet avenant change l'année {year}, finie avant sa prise d'effet. Rétablissez ses montants, ou avancez la date d'effet."
        ),
        ContratError::Signature => "Cette date ne peut pas être celle d'une signature\u{a0}: elle est à venir, ou précède le contrat ou son dernier avenant.".into(),
        ContratError::SansBrouillon => "Aucun texte n'est en préparation. Ouvrez d'abord un avenant.".into(),
        ContratError::Signe => "Ce contrat est signé. Pour le changer, préparez un avenant.".into(),
        ContratError::Replaced => REPLACED.into(),
        ContratError::Refused(_) | ContratError::App(_) => return None,
    })
}

impl From<ContratError> for PageError {
    fn from(error: ContratError) -> Self {
        match error {
            ContratError::App(error) => error.into(),
            ContratError::Refused(fields) => {
                let first = fields.first().map_or(CHOOSE.into(), |(_, refus)| terme(*refus));
                PageError::Unprocessable(first)
            }
            ContratError::Replaced => PageError::Conflict(REPLACED.into()),
            other => PageError::Unprocessable(refus(&other).unwrap_or_default()),
        }
    }
}

/// Where a clock stands, in words.
pub fn etat(horloge: &Horloge) -> String {
    match horloge.etat {
        EtatHorloge::Fait(le, false) => format!("Fait le {}", date(le)),
        EtatHorloge::Fait(le, true) => format!("Fait le {}, après la limite", date(le)),
        EtatHorloge::Serein(days) | EtatHorloge::Proche(days) | EtatHorloge::TresProche(days) => match days {
            0 => "Aujourd'hui, dernier jour".into(),
            1 => "Demain, dernier jour".into(),
            days => format!("Dans {days} jours"),
        },
        EtatHorloge::Depasse(days) => {
            format!("Dépassé depuis {}", compte(usize::try_from(days).unwrap_or_default(), "jour", "jours"))
        }
    }
}

/// What an alert says first.
pub fn alerte(alerte: Alerte) -> &'static str {
    match alerte {
        Alerte::Bientot => "Bientôt",
        Alerte::TresBientot => "Très bientôt",
        Alerte::Depassee => "Dépassé",
        Alerte::RisqueReprise => "Dépassé, risque de reprise des avances",
    }
}
