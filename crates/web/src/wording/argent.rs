//! Sentences about the money of a contract.

use app::argent::ArgentError;
use domain::aci::argent::{Etat, RefusDepense, RefusEtSi, RefusMouvement};
use domain::aci::regles::regles;
use domain::nombres::date;

use super::contrats::somme;
use super::organisation::{CHOOSE, NOT_A_DAY};
use crate::shell::PageError;
use crate::views::components::{Definition, Tone};

/// Somebody changed the expense meanwhile.
pub const REPLACED: &str = "Une autre personne a modifié cette dépense au même moment. Votre saisie est gardée ci-dessous\u{a0}: relisez, puis enregistrez de nouveau.";
/// Money of a contract that nobody signed.
pub const NOT_SIGNED: &str =
    "Ce contrat n'est pas signé\u{a0}: aucun argent ne peut être noté. Enregistrez d'abord sa signature.";

const FUTURE: &str = "Cette date est à venir. Notez ce qui est fait, à sa date.";
const LONG: &str = "Ce texte est trop long\u{a0}: 200 caractères au plus.";
const REASON: &str = "Écrivez pourquoi. La ligne d'avant reste visible avec ce motif.";
const SAME: &str = "Le montant est déjà celui-là. Écrivez le montant exact, ou revenez en arrière.";

/// What is wrong with a field of what was notified or received, and what to do.
pub fn mouvement(refus: RefusMouvement) -> String {
    match refus {
        RefusMouvement::Echeance => "Choisissez une échéance du contrat.".into(),
        RefusMouvement::AvantEvaluation(annee) => format!(
            "L'année {annee} n'est pas évaluée\u{a0}: sa part variable ne peut pas être versée. Terminez d'abord le dialogue de gestion de cette année."
        ),
        RefusMouvement::Genre => CHOOSE.into(),
        RefusMouvement::Montant(refus) => somme(refus).into(),
        RefusMouvement::Nul => "Écrivez un montant au-dessus de zéro.".into(),
        RefusMouvement::Jour => NOT_A_DAY.into(),
        RefusMouvement::AVenir => FUTURE.into(),
        RefusMouvement::AvantSignature(le) => {
            format!("Cette date précède la signature du contrat, le {}. Vérifiez l'année.", date(le))
        }
        RefusMouvement::Long => LONG.into(),
        RefusMouvement::Motif => REASON.into(),
        RefusMouvement::Identique => SAME.into(),
    }
}

/// What is wrong with a field of an expense, and what to do.
pub fn depense(refus: RefusDepense) -> String {
    match refus {
        RefusDepense::Vide => "Remplissez ce champ.".into(),
        RefusDepense::Long => LONG.into(),
        RefusDepense::Nature => "Choisissez une nature de dépense.".into(),
        RefusDepense::Montant(refus) => somme(refus).into(),
        RefusDepense::Nul => "Écrivez un montant au-dessus de zéro.".into(),
        RefusDepense::Jour => NOT_A_DAY.into(),
        RefusDepense::AVenir => FUTURE.into(),
        RefusDepense::AvantEngagement => {
            "Le paiement ne peut pas précéder l'engagement. Corrigez l'une des deux dates.".into()
        }
        RefusDepense::PlusPaye(engage) => format!(
            "Le montant payé dépasserait le montant engagé, {}. Corrigez d'abord le montant engagé.",
            engage.texte()
        ),
        RefusDepense::Somme(parts) => format!(
            "Les parts font {}. Elles doivent faire le montant de la dépense. Laissez un montant vide\u{a0}: il prendra le reste.",
            parts.texte()
        ),
        RefusDepense::Annee => "Choisissez une année du contrat.".into(),
        RefusDepense::Mission => "Choisissez une mission du contrat.".into(),
        RefusDepense::Action => "Choisissez une action du projet, ou aucune.".into(),
        RefusDepense::Motif => REASON.into(),
        RefusDepense::Identique => SAME.into(),
    }
}

/// Why what is supposed makes no sense, and what to do.
pub fn et_si(refus: RefusEtSi) -> String {
    match refus {
        RefusEtSi::Annee => "Choisissez une année du contrat.".into(),
        RefusEtSi::Mission => "Choisissez une mission du contrat.".into(),
        RefusEtSi::Jour => "Choisissez une date comprise dans le contrat.".into(),
        RefusEtSi::NonSigne => "Ce montant n'est pas signé\u{a0}: rien ne peut être calculé.".into(),
        RefusEtSi::Trop(held) => {
            format!("Cette enveloppe compte {}. Choisissez un montant plus petit.", held.texte())
        }
        RefusEtSi::Rien => "Choisissez deux enveloppes différentes et un montant au-dessus de zéro.".into(),
        RefusEtSi::VariableVersFixe => "Une part variable ne devient jamais une part fixe\u{a0}: elle se gagne après l'évaluation, sans avance.".into(),
        RefusEtSi::Crise => "Le montant d'une crise n'est versé que si l'ARS la reconnaît\u{a0}: ce n'est pas une enveloppe.".into(),
    }
}

/// Where a payment stands: tone, word, and what to know.
pub fn etat(etat: &Etat) -> (Tone, &'static str, String) {
    match etat {
        Etat::AVenir => (Tone::Plain, "À venir", String::new()),
        Etat::Due => (Tone::Good, "Due", String::new()),
        Etat::Bloquee(why) => (Tone::Attention, "Bloquée", why.join(" · ")),
        Etat::AEvaluer => (Tone::Plain, "À évaluer", String::new()),
        Etat::NonCommencee { prevu, en_retard: false } => {
            (Tone::Plain, "Mission non commencée", format!("Début prévu le {}.", date(*prevu)))
        }
        Etat::NonCommencee { prevu, en_retard: true } => (
            Tone::Attention,
            "Mission non commencée",
            format!(
                "Début prévu le {}, dépassé. Calculé comme si elle commençait aujourd'hui.",
                date(*prevu)
            ),
        ),
        Etat::SousCondition(why) => (Tone::Attention, "Sous condition", why.clone()),
        Etat::ARevoir(why) => (Tone::Attention, "À revoir", why.clone()),
        Etat::NonSignee => (Tone::Plain, "Non signé", String::new()),
    }
}

/// A rule with its value, its source and how sure it is.
pub fn regle(code: &str) -> Option<Definition> {
    let rules = regles().ok()?;
    let one = rules.regle(code)?;
    let text = format!(
        "{}\u{a0}{}. {} Source\u{a0}: {} ({}).",
        one.valeur,
        one.unite,
        one.note,
        one.sources.join(" ; ").replace(" ;", "\u{202f};"),
        one.confidence.label()
    );
    Some(Definition::new(one.libelle.clone(), text))
}

impl From<ArgentError> for PageError {
    fn from(error: ArgentError) -> Self {
        match error {
            ArgentError::App(error) => error.into(),
            ArgentError::Piece(error) => match super::valeurs::piece(error) {
                Ok(text) => PageError::Unprocessable(text),
                Err(error) => error,
            },
            ArgentError::NonSigne => PageError::Unprocessable(NOT_SIGNED.into()),
            ArgentError::Replaced => PageError::Conflict(REPLACED.into()),
            ArgentError::Mouvement(all) => {
                PageError::Unprocessable(all.first().map_or(CHOOSE.into(), |(_, refus)| mouvement(*refus)))
            }
            ArgentError::Depense(all) => {
                PageError::Unprocessable(all.first().map_or(CHOOSE.into(), |(_, refus)| depense(*refus)))
            }
        }
    }
}
