//! Sentences about requests for subsidies.

use app::subventions::SubventionError;
use domain::nombres::entier;
use domain::subvention::{Quoi, RefusMontant, RefusSubvention};

use super::organisation::{self, CHOOSE, NOT_A_DAY};
use crate::shell::PageError;

/// Somebody saved the same part meanwhile.
pub const REPLACED: &str = "Une autre personne a enregistré cette partie au même moment. Vos réponses sont gardées ci-dessous\u{a0}: relisez, puis enregistrez.";

/// `1 250 €`.
pub fn euros(amount: i64) -> String {
    format!("{}\u{202f}€", entier(amount))
}

/// What is wrong with what was typed, and what to do.
pub fn sentence(refus: RefusSubvention) -> String {
    match refus {
        RefusSubvention::Texte(error) => organisation::text(error),
        RefusSubvention::Montant(refus) => amount(refus).into(),
        RefusSubvention::Nombre => {
            "Ce nombre n'est pas lisible. Écrivez-le en chiffres, par exemple 12.".into()
        }
        RefusSubvention::Date => NOT_A_DAY.into(),
        RefusSubvention::Choix => CHOOSE.into(),
        RefusSubvention::Ordre => "Le dernier jour précède le premier. Corrigez l'une des deux dates.".into(),
        RefusSubvention::TropLong(months) => {
            format!("Cet exercice dure plus de {months} mois. Vérifiez l'année des deux dates.")
        }
        RefusSubvention::Doublon => {
            "Cette ligne est déjà dans ce compte. Additionnez les deux montants, ou changez le libellé."
                .into()
        }
        RefusSubvention::Financeur => "Écrivez qui donne cette subvention.".into(),
        RefusSubvention::Libelle => "Écrivez ce que ce montant paie ou rapporte.".into(),
        RefusSubvention::TropDeLignes(most) => {
            format!("Un compte contient au plus {most} lignes. Regroupez les plus proches.")
        }
        RefusSubvention::Coches => "Cochez chaque phrase pour confirmer la demande.".into(),
    }
}

fn amount(refus: RefusMontant) -> &'static str {
    match refus {
        RefusMontant::Vide => "Écrivez un montant, ou videz la ligne.",
        RefusMontant::Centimes => {
            "Le formulaire n'accepte pas les centimes. Écrivez un montant rond, par exemple 1 250."
        }
        RefusMontant::Negatif => "Un montant ne peut pas être négatif. Écrivez-le de l'autre côté du budget.",
        RefusMontant::Illisible => "Ce montant n'est pas lisible. Écrivez-le en chiffres, par exemple 1 250.",
    }
}

/// What a complete request does not have, and what to do.
pub fn constat(quoi: &Quoi) -> String {
    match quoi {
        Quoi::Vide(label) => format!("«\u{a0}{label}\u{a0}» est vide."),
        Quoi::FicheVide(label) => {
            format!(
                "«\u{a0}{label}\u{a0}» manque dans la fiche de l'association. Il est nécessaire pour déposer."
            )
        }
        Quoi::SansLigne => "Aucun montant n'est écrit de ce côté du budget.".into(),
        Quoi::Desequilibre { charges, produits } => balance(*charges, *produits),
        Quoi::Contributions { emplois, recues } => format!(
            "Le compte 86 ({}) et le compte 87 ({}) doivent être égaux.",
            euros(*emplois),
            euros(*recues)
        ),
        Quoi::AutoriteAbsente(autorite) => {
            format!(
                "Aucune subvention du compte 74 ne vient de «\u{a0}{autorite}\u{a0}». Ajoutez-la aux produits."
            )
        }
        Quoi::TropDemande { demande, inscrit } => format!(
            "Vous demandez {}, mais le budget n'inscrit que {} pour cette autorité.",
            euros(*demande),
            euros(*inscrit)
        ),
        Quoi::Attestation => {
            "Personne n'a confirmé la demande. Une personne qui peut signer la relit.".into()
        }
        Quoi::AttestationPerimee => {
            "La demande a changé depuis sa confirmation. Une personne qui peut signer la relit.".into()
        }
    }
}

/// How charges and products compare.
pub fn balance(charges: i64, produits: i64) -> String {
    let sums = format!("Charges\u{a0}: {}. Produits\u{a0}: {}.", euros(charges), euros(produits));
    match charges - produits {
        0 => format!("{sums} Le budget est équilibré."),
        over if over > 0 => format!("{sums} Il manque {} de produits.", euros(over)),
        under => format!("{sums} Il y a {} de produits en trop.", euros(-under)),
    }
}

impl From<SubventionError> for PageError {
    fn from(error: SubventionError) -> Self {
        match error {
            SubventionError::App(error) => error.into(),
            SubventionError::Name(error) => PageError::Unprocessable(super::name(error)),
            SubventionError::Replaced => PageError::Conflict(
                "La demande a changé au même moment. Rouvrez-la, puis recommencez.".into(),
            ),
            SubventionError::Incomplete(count) => {
                let points = domain::nombres::compte(count, "point reste", "points restent");
                PageError::Unprocessable(format!("{points} à compléter avant la version finale."))
            }
            SubventionError::Refused(all) => {
                let first = all.first().map(|(_, refus)| sentence(*refus));
                PageError::Unprocessable(first.unwrap_or_default())
            }
        }
    }
}
