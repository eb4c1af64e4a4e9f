//! Sentences about the instruction of dossiers.

use app::dossier::instruction::{InstructionError, Refus};
use domain::dossier::avis::RefusSaisine;
use domain::dossier::instruction::RefusDecision;
use domain::nombres::{compte, date};

use super::organisation::{self, CHOOSE};
use crate::shell::PageError;

/// Another version was filed while the person was typing.
pub const NOT_CURRENT: &str = "Cette version n'est plus la version en cours\u{a0}: une autre a été déposée. Votre texte est gardé ci-dessous. Relisez la nouvelle version avant de le demander encore.";
/// Somebody else acted at the same time.
pub const REPLACED: &str =
    "Une autre personne a agi sur ce dossier au même moment. Relisez-le, puis recommencez.";

/// What is wrong, and what to do.
pub fn sentence(refus: Refus) -> String {
    match refus {
        Refus::Texte(error) => organisation::text(error),
        Refus::Etat => "L'état du dossier a changé\u{a0}: cette action n'est plus possible. Rouvrez le dossier.".into(),
        Refus::Silence(end) => format!(
            "Le délai de deux mois a pris fin le {} sans opposition. Le projet est réputé validé.",
            date(end)
        ),
        Refus::JourPasse => "Ce jour est passé. Choisissez aujourd'hui ou un jour à venir.".into(),
        Refus::Reception(filed) => format!(
            "Ce jour ne convient pas. Choisissez un jour entre le dépôt de la version, le {}, et aujourd'hui.",
            date(filed)
        ),
        Refus::CorrectionsEnCours(count) => format!(
            "{}. Levez ou retirez chaque correction, puis déclarez le dossier complet.",
            compte(count, "correction n'est pas levée", "corrections ne sont pas levées")
        ),
        Refus::SansCorrection => "Aucune correction n'est prête. Notez-en une d'abord.".into(),
        Refus::Champ => "Ce champ n'est pas dans la version déposée. Choisissez-en un dans la liste.".into(),
        Refus::Correction => "Cette correction a changé d'état entre-temps. Relisez-la, puis recommencez.".into(),
        Refus::SansInstitution => "Cochez au moins une institution.".into(),
        Refus::Saisine(refus) => request(refus),
        Refus::Choix => CHOOSE.into(),
        Refus::PasDecideur => {
            "Seuls le Guichet et l'agence régionale de santé (ARS) enregistrent la décision. Donnez votre avis.".into()
        }
        Refus::Decision(refus) => decision(refus),
    }
}

fn request(refus: RefusSaisine) -> String {
    match refus {
        RefusSaisine::Kind => {
            "Cette institution ne donne pas d'avis. Choisissez une ARS, une CPAM, une MSA ou une URPS.".into()
        }
        RefusSaisine::Region => {
            "Cette institution travaille dans une autre région que le Guichet. Choisissez celle de votre région.".into()
        }
        RefusSaisine::Already => "L'avis de cette institution est déjà demandé. Décochez-la.".into(),
    }
}

fn decision(refus: RefusDecision) -> String {
    match refus {
        RefusDecision::Etat => "Ce dossier n'est pas en instruction. Rouvrez-le pour voir son état.".into(),
        RefusDecision::Choix => CHOOSE.into(),
        RefusDecision::Motif => {
            "Un refus dit son motif. Écrivez-le\u{a0}: la CPTS le lira dans la lettre.".into()
        }
        RefusDecision::Opposition => {
            "Une opposition a l'un des deux motifs de la loi (article L1434-12). Choisissez-le dans la liste."
                .into()
        }
        RefusDecision::Avis(count) => format!(
            "{}. Attendez-les, ou écrivez pourquoi vous décidez sans eux.",
            compte(count, "avis n'est pas rendu", "avis ne sont pas rendus")
        ),
        RefusDecision::Commission(day) => {
            format!("La commission se réunit le {}. Attendez ce jour, ou changez sa date.", date(day))
        }
    }
}

/// The field under which a refusal is shown.
pub fn field(name: &'static str, refus: Refus) -> &'static str {
    match refus {
        Refus::Decision(RefusDecision::Motif) => "motif",
        Refus::Decision(RefusDecision::Opposition) => "opposition",
        Refus::Decision(RefusDecision::Avis(_)) => "sans_avis",
        _ => name,
    }
}

impl From<InstructionError> for PageError {
    fn from(error: InstructionError) -> Self {
        match error {
            InstructionError::App(error) => error.into(),
            InstructionError::NotCurrent => PageError::Conflict(
                "Une autre version a été déposée. Cette correction portait sur l'ancienne\u{a0}: retirez-la."
                    .into(),
            ),
            InstructionError::Replaced => PageError::Conflict(REPLACED.into()),
            InstructionError::Refused(_, refus) => PageError::Conflict(sentence(refus)),
        }
    }
}
