//! Sentences about yearly dialogues.

use app::dialogues::{DialogueError, RefusDialogue};
use domain::aci::dialogue::{DialogueRedige, Manque};
use domain::ids::IndicateurId;
use domain::nombres::date;

use super::contrats::mission;
use super::organisation;
use crate::shell::PageError;

/// Somebody changed the same thing meanwhile.
pub const REPLACED: &str =
    "Une autre personne a modifié ce dialogue au même moment. Rouvrez la page, relisez, puis recommencez.";
/// The year is closed.
const CLOS: &str =
    "Ce dialogue est clos\u{a0}: ses montants sont retenus. Pour corriger une erreur, rouvrez-le d'abord.";
/// The variable part of a closed year is on its way.
const VARIABLE: &str = "La part variable de cette année est déjà notée dans les versements. Ramenez d'abord ces lignes à zéro, avec leur motif, puis rouvrez le dialogue.";
/// A piece changed since it was frozen.
const ALTEREE: &str =
    "Ce document a changé depuis l'envoi\u{a0}: il n'est plus donné. Demandez l'original à la CPTS.";

/// What is wrong with what was typed, and what to do.
pub fn sentence(refus: RefusDialogue) -> String {
    match refus {
        RefusDialogue::Texte(error) => organisation::text(error),
        RefusDialogue::Nombre => {
            "Cette valeur n'est pas lisible. Écrivez un nombre, par exemple 72,4.".into()
        }
        RefusDialogue::Montant => {
            "Ce montant n'est pas lisible. Écrivez-le en chiffres, par exemple 1 250,50.".into()
        }
        RefusDialogue::TropHaut(most) => {
            format!("Cet indicateur paie au plus {}. Écrivez un montant plus petit.", most.texte())
        }
        RefusDialogue::SansDate => "Écrivez le jour. Par exemple 31/12/2026.".into(),
        RefusDialogue::AVenir => "Cette date est à venir. Écrivez un jour passé.".into(),
        RefusDialogue::AvantSignature(le) => {
            format!("Cette date précède la signature du contrat, le {}. Vérifiez l'année.", date(le))
        }
        RefusDialogue::AvantAnnee(le) => {
            format!("Cette date précède le début de l'année, le {}. Vérifiez l'année.", date(le))
        }
        RefusDialogue::Destinataire => "Cochez au moins une CPAM ou une ARS.".into(),
        RefusDialogue::Motif => "Écrivez pourquoi ce montant diffère de celui que la CPTS compte.".into(),
        RefusDialogue::Retenu => "Écrivez le montant retenu. Zéro s'il n'y en a pas.".into(),
        RefusDialogue::MotifReouverture(most) => {
            format!("Dites pourquoi vous rouvrez ce dialogue, en {most} caractères au plus.")
        }
    }
}

fn line(of: &DialogueRedige, id: IndicateurId) -> String {
    of.ligne(id).map_or_else(String::new, |one| format!("«\u{a0}{}\u{a0}»", one.intitule))
}

/// What a dialogue lacks, in a sentence.
pub fn manque(of: &DialogueRedige, one: &Manque) -> String {
    match one {
        Manque::Valeur(id) => format!("{}\u{a0}: aucune valeur n'est notée.", line(of, *id)),
        Manque::Preuve(id) => {
            format!("{}\u{a0}: aucun document daté ne le prouve, il compte pour zéro.", line(of, *id))
        }
        Manque::HorsAnnee(id, le) => {
            format!("{}\u{a0}: sa valeur est du {}, hors de l'année.", line(of, *id), date(*le))
        }
        Manque::Debut(cle, le) => {
            format!("Mission {}\u{a0}: elle devait commencer le {}.", mission(cle), date(*le))
        }
        Manque::Alteree(numero, titre) => {
            format!("Preuve {numero}, «\u{a0}{titre}\u{a0}»\u{a0}: le document a changé, il ne compte plus.")
        }
        Manque::Rapport(rubrique) => {
            format!("Rapport d'activité\u{a0}: «\u{a0}{}\u{a0}» est vide.", rubrique.label())
        }
    }
}

impl From<DialogueError> for PageError {
    fn from(error: DialogueError) -> Self {
        match error {
            DialogueError::App(error) => error.into(),
            DialogueError::Clos => PageError::Conflict(CLOS.into()),
            DialogueError::PasEnvoye => {
                PageError::Conflict("Le dossier n'est pas envoyé. Envoyez-le avant de clore.".into())
            }
            DialogueError::PasClos => {
                PageError::Conflict("Ce dialogue n'est pas clos\u{a0}: il n'y a rien à rouvrir.".into())
            }
            DialogueError::VariableNotee => PageError::Conflict(VARIABLE.into()),
            DialogueError::Replaced => PageError::Conflict(REPLACED.into()),
            DialogueError::Alteree => PageError::Conflict(ALTEREE.into()),
            DialogueError::Refused(all) => {
                let first = all.first().map(|(_, refus)| sentence(*refus));
                PageError::Unprocessable(first.unwrap_or_default())
            }
        }
    }
}
