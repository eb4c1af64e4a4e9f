//! Sentences of the pages about votes and memberships.

use app::communaute::adhesions::AdhesionError;
use app::communaute::gouvernance::GouvernanceError;
use domain::communaute::adhesions::BaremeError;
use domain::communaute::gouvernance::paragraphes::phrase_quorum;
use domain::communaute::gouvernance::{Refus, ReglementError, VoteError};
use domain::organisation::TextError;

use crate::shell::PageError;

/// Why a proxy is refused.
pub fn refus(refus: Refus) -> String {
    match refus {
        Refus::Soi => "Une procuration se donne à une autre personne. Choisissez qui votera.".into(),
        Refus::DonneurNonMembre => {
            "La personne qui donne procuration ne peut pas voter à cette réunion. Vérifiez son adhésion ou son mandat."
                .into()
        }
        Refus::PorteurNonMembre => {
            "La personne choisie ne peut pas voter à cette réunion. Choisissez un autre porteur.".into()
        }
        Refus::DonneurPresent => {
            "La personne qui donne procuration est comptée présente. Elle vote elle-même.".into()
        }
        Refus::Deja => "Une procuration est déjà donnée. Retirez-la d'abord.".into(),
        Refus::PorteurDonne => {
            "La personne choisie a elle-même donné procuration. Choisissez un autre porteur.".into()
        }
        Refus::DonneurPorte => {
            "La personne qui donne procuration en porte déjà une. Une procuration ne se transmet pas.".into()
        }
        Refus::Trop(0) => "Vos règles ne permettent aucune procuration.".into(),
        Refus::Trop(most) => format!(
            "Cette personne porte déjà {}, le maximum de vos règles. Choisissez un autre porteur.",
            domain::nombres::compte(usize::from(most), "procuration", "procurations")
        ),
        Refus::AutreCollege => {
            "Vos règles demandent un porteur du même collège. Choisissez un autre porteur.".into()
        }
        Refus::DejaVote => {
            "Un vote ouvert contient déjà la voix de cette personne. Attendez sa clôture.".into()
        }
        Refus::PorteurAbsent => {
            "La personne qui porte la procuration n'est pas comptée présente. Elle signe d'abord sa présence."
                .into()
        }
    }
}

fn reglement(error: &ReglementError) -> (&'static str, String) {
    match error {
        ReglementError::TooManyColleges(most) => {
            ("source", format!("Trop de collèges\u{a0}: {most} au plus."))
        }
        ReglementError::CollegeName => {
            ("source", "Un collège n'a pas de nom, ou deux portent le même. Corrigez les noms.".into())
        }
        ReglementError::Profession(code) => {
            ("source", format!("La profession {code} est dans deux collèges. Gardez-la dans un seul."))
        }
        ReglementError::TwoOthers => {
            ("source", "Deux collèges reçoivent tous les autres membres. Gardez-en un seul.".into())
        }
        ReglementError::Weights(sum) => (
            "source",
            format!(
                "Les parts de voix font {sum}\u{202f}%. Donnez une part à chaque collège, pour un total de 100."
            ),
        ),
        ReglementError::Proxies(most) => ("procurations_max", format!("{most} procurations au plus.")),
    }
}

fn vote(error: VoteError) -> (&'static str, String) {
    match error {
        VoteError::Question(TextError::Empty) => ("question", "Écrivez la question.".into()),
        VoteError::Question(error) => ("question", super::organisation::text(error)),
        VoteError::NoName => ("noms", "Écrivez au moins un nom, un par ligne.".into()),
        VoteError::TwiceName => ("noms", "Un nom est écrit deux fois. Retirez-en un.".into()),
        VoteError::TooManyNames(most) => ("noms", format!("Trop de noms\u{a0}: {most} au plus.")),
        VoteError::Seats(_) => ("sieges", "Écrivez un nombre de sièges entre 1 et le nombre de noms.".into()),
        VoteError::NothingChosen => ("choix", "Choisissez une réponse.".into()),
        VoteError::TooManyChoices(most) => {
            ("choix", format!("Trop de réponses\u{a0}: {most} au plus. Un bulletin blanc se choisit seul."))
        }
        VoteError::UnknownChoice => {
            ("choix", "Cette réponse n'existe pas dans ce vote. Choisissez de nouveau.".into())
        }
    }
}

/// The field that an error is about and its sentence; a page of its own for the others.
///
/// # Errors
/// The page, when no field is concerned.
pub fn at_field(error: GouvernanceError) -> Result<(&'static str, String), PageError> {
    Ok(match error {
        GouvernanceError::Reglement(error) => reglement(&error),
        GouvernanceError::Procuration(error) => ("porteur", refus(error)),
        GouvernanceError::Vote(error) => vote(error),
        GouvernanceError::RoomCount { counted, most } => (
            "salle",
            format!(
                "Vous comptez {counted} voix pour {most} possibles. Vérifiez les nombres et la feuille de présence."
            ),
        ),
        GouvernanceError::Weighted => {
            ("mode", "Les voix sont pondérées par collège. Choisissez un vote nominatif ou secret.".into())
        }
        other => return Err(page(other)),
    })
}

/// An error about votes as a page.
pub fn page(error: GouvernanceError) -> PageError {
    let sentence = match error {
        GouvernanceError::App(error) => return error.into(),
        GouvernanceError::Quorum(quorum) => {
            format!("Ce vote ne peut pas s'ouvrir. {}", phrase_quorum(&quorum))
        }
        GouvernanceError::NoMeeting => {
            "Cette réunion n'a pas de date, ou est annulée. Fixez sa date d'abord.".into()
        }
        GouvernanceError::NotPrepared => {
            "Ce vote n'est plus à ouvrir. Ouvrez sa page pour voir où il en est.".into()
        }
        GouvernanceError::NotOpen => {
            "Ce vote n'est pas ouvert. Ouvrez sa page pour voir où il en est.".into()
        }
        GouvernanceError::NobodyElected => "Aucun élu de ce vote n'attend de mandat.".into(),
        GouvernanceError::AlreadyVoted => {
            "Cette voix est déjà donnée. Une personne vote une seule fois.".into()
        }
        GouvernanceError::NotElector => "Cette personne ne peut pas voter à cette réunion.".into(),
        GouvernanceError::Absent => {
            "Vous n'êtes pas compté présent. Signez votre présence, puis votez de nouveau.".into()
        }
        GouvernanceError::NoSheet => {
            "Votre compte n'est relié à aucune fiche de la communauté. Demandez-le au secrétariat.".into()
        }
        other => match at_field(other) {
            Ok((_, sentence)) => sentence,
            Err(page) => return page,
        },
    };
    PageError::Conflict(sentence)
}

impl From<GouvernanceError> for PageError {
    fn from(error: GouvernanceError) -> Self {
        page(error)
    }
}

/// The field that an error about a membership is about, and its sentence.
///
/// # Errors
/// The page, when no field is concerned.
pub fn adhesion(error: AdhesionError) -> Result<(&'static str, String), PageError> {
    Ok(match error {
        AdhesionError::Bareme(BaremeError::Name) => {
            ("nom", "Une catégorie n'a pas de nom, ou deux portent le même. Corrigez les noms.".into())
        }
        AdhesionError::Bareme(BaremeError::Amount(_)) => {
            ("nom", "Un montant n'est pas possible. Écrivez un montant comme 30 ou 30,50.".into())
        }
        AdhesionError::NoName => ("nom", "Écrivez le nom et le prénom.".into()),
        AdhesionError::Unchecked(_) => {
            ("verifications", "Cochez les quatre cases pour envoyer la demande.".into())
        }
        AdhesionError::NoReason => ("motif", "Écrivez le motif du refus. La personne le recevra.".into()),
        AdhesionError::NoAmount => ("montant", "Écrivez un montant comme 30 ou 30,50.".into()),
        AdhesionError::TooMuchBack => ("montant", "Vous retirez plus que ce qui a été réglé.".into()),
        AdhesionError::Day => ("le", "Ce jour est à venir. Écrivez un jour passé ou aujourd'hui.".into()),
        AdhesionError::Already(_) => {
            return Err(PageError::Conflict("Cette personne a déjà une adhésion pour cette année.".into()));
        }
        AdhesionError::Decided => {
            return Err(PageError::Conflict(
                "Une de ces demandes est déjà décidée. Rouvrez la liste.".into(),
            ));
        }
        AdhesionError::NotRunning => {
            return Err(PageError::Conflict(
                "Cette adhésion ne permet pas cette action. Rouvrez sa page.".into(),
            ));
        }
        AdhesionError::App(app::AppError::Text(error)) => ("nom", super::organisation::text(error)),
        AdhesionError::App(error) => return Err(error.into()),
    })
}

impl From<AdhesionError> for PageError {
    fn from(error: AdhesionError) -> Self {
        match adhesion(error) {
            Ok((_, sentence)) => PageError::Unprocessable(sentence),
            Err(page) => page,
        }
    }
}
