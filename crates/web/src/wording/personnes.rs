//! Sentences about the sheets of people and structures.

use app::communaute::FusionError;
use domain::communaute::fusion::Irreversible;
use domain::communaute::saisie::{Alerte, Probleme};
use domain::communaute::specialites::specialites;
use domain::professions::professions;
use domain::texte::{EmailProblem, FinessProblem, RppsProblem, SirenProblem, TelephoneProblem};

use super::SOCIAL_SECURITY;
use crate::shell::PageError;

/// What is wrong with a field, and what to do.
pub fn probleme(probleme: &Probleme) -> String {
    let text = match probleme {
        Probleme::Absent => "Ce champ est vide. Remplissez-le pour continuer.",
        Probleme::TropLong(max) => return format!("Ce texte dépasse {max} caractères. Raccourcissez-le."),
        Probleme::Nir => return SOCIAL_SECURITY.to_owned(),
        Probleme::Rpps(problem) => return rpps(*problem),
        Probleme::Adeli => "Un numéro ADELI compte 9 caractères. Vérifiez-le, ou laissez ce champ vide.",
        Probleme::Profession => "Cette profession n'est pas dans la liste. Choisissez-en une.",
        Probleme::Specialite => {
            "Cette spécialité n'est pas celle de la profession choisie. Choisissez-en une autre."
        }
        Probleme::Telephone(problem) => return telephone(problem),
        Probleme::Courriel(problem) => return courriel(*problem),
        Probleme::Mssante => "C'est une adresse MSSanté. Choisissez «\u{a0}MSSanté\u{a0}» comme moyen.",
        Probleme::PasMssante => {
            "Une adresse MSSanté se termine par «\u{a0}mssante.fr\u{a0}». Corrigez-la, ou choisissez «\u{a0}E-mail\u{a0}»."
        }
        Probleme::CodePostal => {
            "Un code postal compte 5 chiffres. Un tableur a pu effacer un zéro au début\u{a0}: remettez-le."
        }
        Probleme::Liste => "Ce choix n'est pas dans la liste. Choisissez-en un.",
        Probleme::Jour => "Cette date n'existe pas. Écrivez-la ainsi\u{a0}: 12/10/2026.",
        Probleme::Futur => "Cette date n'est pas encore arrivée. Corrigez-la.",
        Probleme::Structure => "Cette structure n'est plus dans votre liste. Choisissez-en une autre.",
        Probleme::Finess(problem) => return finess(*problem),
        Probleme::Siret(problem) => return siret(problem),
    };
    text.to_owned()
}

/// What is wrong with an RPPS number.
pub fn rpps(problem: RppsProblem) -> String {
    match problem {
        RppsProblem::Empty => "Ce champ est vide. Écrivez les 11 chiffres du numéro RPPS.".into(),
        RppsProblem::NotDigits => "Un numéro RPPS ne contient que des chiffres. Retirez les lettres.".into(),
        RppsProblem::Adeli => {
            "C'est un numéro ADELI, que le RPPS a remplacé. Écrivez-le dans le champ «\u{a0}Numéro ADELI\u{a0}».".into()
        }
        RppsProblem::Length { found } => format!(
            "Ce numéro RPPS contient {found} chiffres. Un RPPS en contient 11. Il figure sur la carte CPS."
        ),
        RppsProblem::Key => {
            "Ce numéro RPPS contient une faute\u{a0}: son dernier chiffre ne correspond pas aux autres. Relisez-le sur la carte CPS.".into()
        }
    }
}

/// What is wrong with a telephone number.
pub fn telephone(problem: &TelephoneProblem) -> String {
    match problem {
        TelephoneProblem::Empty => "Ce champ est vide. Écrivez un numéro de téléphone.".into(),
        TelephoneProblem::NotDigits => {
            "Un numéro de téléphone ne contient que des chiffres. Retirez le reste.".into()
        }
        TelephoneProblem::LostLeadingZero { likely } => format!(
            "Ce numéro a 9 chiffres\u{a0}: il a perdu son zéro. Est-ce le {}\u{202f}? Cochez la case en bas du formulaire.",
            likely.shown()
        ),
        TelephoneProblem::Short => {
            "C'est un numéro court de service. Écrivez les 10 chiffres de la ligne de cette personne.".into()
        }
        TelephoneProblem::Length { found } => {
            format!("Ce numéro contient {found} chiffres. Un numéro français en contient 10.")
        }
        TelephoneProblem::Start => {
            "Un numéro français commence par 0, puis un chiffre de 1 à 9. Vérifiez-le.".into()
        }
    }
}

/// What is wrong with an e-mail address.
pub fn courriel(problem: EmailProblem) -> String {
    let text = match problem {
        EmailProblem::Empty => "Ce champ est vide. Écrivez une adresse e-mail.",
        EmailProblem::NoAt => "Il manque le signe @ dans cette adresse. Ajoutez-le.",
        EmailProblem::SeveralAt => "Il y a plusieurs signes @. Écrivez une seule adresse par ligne.",
        EmailProblem::Character(wrong) => {
            return format!(
                "Le caractère «\u{a0}{}\u{a0}» n'est pas permis dans une adresse e-mail. Retirez-le.",
                if wrong.is_whitespace() { "espace".to_owned() } else { wrong.to_string() }
            );
        }
        EmailProblem::Local => "La partie avant le signe @ contient une faute. Vérifiez-la.",
        EmailProblem::NoDot => "Il manque un point après le signe @. Vérifiez l'adresse.",
        EmailProblem::Domain => "La partie après le signe @ contient une faute. Vérifiez-la.",
        EmailProblem::TooLong => "Cette adresse est trop longue. Vérifiez-la.",
    };
    text.to_owned()
}

fn finess(problem: FinessProblem) -> String {
    match problem {
        FinessProblem::Empty => "Ce champ est vide. Écrivez le numéro FINESS.".into(),
        FinessProblem::NotDigits => {
            "Un numéro FINESS ne contient que des chiffres, sauf en Corse (2A ou 2B). Vérifiez-le.".into()
        }
        FinessProblem::Length { found } => {
            format!("Ce numéro FINESS contient {found} caractères. Un FINESS en contient 9.")
        }
        FinessProblem::Key => {
            "Ce numéro FINESS contient une faute\u{a0}: son dernier chiffre ne correspond pas aux autres. Relisez-le.".into()
        }
    }
}

fn siret(problem: &SirenProblem) -> String {
    match problem {
        SirenProblem::Empty => "Ce champ est vide. Écrivez le numéro SIRET.".into(),
        SirenProblem::NotDigits => "Un numéro SIRET ne contient que des chiffres. Retirez le reste.".into(),
        SirenProblem::OtherLevel { .. } => {
            "C'est un numéro SIREN, à 9 chiffres. Ajoutez les 5 chiffres de l'établissement.".into()
        }
        SirenProblem::Length { expected, found } => {
            format!("Ce numéro SIRET contient {found} chiffres. Un SIRET en contient {expected}.")
        }
        SirenProblem::Key => {
            "Ce numéro SIRET contient une faute\u{a0}: sa clé ne correspond pas. Relisez-le.".into()
        }
    }
}

/// What is kept although it deserves a look.
pub fn alerte(alerte: &Alerte) -> String {
    match alerte {
        Alerte::Adeli => {
            "Le numéro ADELI est gardé. Le RPPS l'a remplacé\u{a0}: demandez son numéro RPPS à la personne."
                .into()
        }
        Alerte::Commune { typed, .. } if typed.is_empty() => {
            "Le code postal ne suffit pas à trouver la commune. Ajoutez le nom de la commune.".into()
        }
        Alerte::Commune { typed, .. } => {
            format!("La commune «\u{a0}{typed}\u{a0}» n'a pas été reconnue. Elle est gardée dans l'adresse.")
        }
        Alerte::Finess => "La clé d'un numéro FINESS de Corse ne peut pas être vérifiée. Relisez-le.".into(),
        Alerte::Double(_) => {
            "Une autre fiche lui ressemble. Comparez-les\u{a0}: c'est peut-être la même personne.".into()
        }
    }
}

/// Label of a profession and of a specialty: `Médecin, Médecine générale`; empty when nobody said.
pub fn metier(profession: Option<&str>, specialite: Option<&str>) -> String {
    let label = |code: &str| {
        let known = professions().ok().and_then(|all| all.label(code));
        known.map_or_else(|| format!("Profession {code}"), str::to_owned)
    };
    let special = |code: &str| {
        let known = specialites().ok().and_then(|all| all.label(code));
        known.map_or_else(|| format!("Spécialité {code}"), str::to_owned)
    };
    let parts = [profession.map(label), specialite.map(special)];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

impl From<FusionError> for PageError {
    fn from(error: FusionError) -> Self {
        let sentence = match error {
            FusionError::App(error) => return error.into(),
            FusionError::Changed => {
                "Une des deux fiches a changé pendant votre lecture. Ouvrez de nouveau la page des doublons."
            }
            FusionError::NumberTaken => {
                "Le numéro RPPS de cette fiche a été donné à une autre personne depuis. Corrigez d'abord cette autre fiche."
            }
            FusionError::Irreversible(Irreversible::MergedAgain) => {
                "La fiche gardée a été réunie depuis à une troisième. Annulez d'abord cette réunion de fiches."
            }
            FusionError::Irreversible(Irreversible::Removed) => {
                "La fiche gardée a été retirée. Rétablissez-la d'abord."
            }
            FusionError::Irreversible(Irreversible::Number) => {
                "La fiche gardée porte maintenant le numéro RPPS de l'autre. Corrigez d'abord ce numéro."
            }
            FusionError::Irreversible(Irreversible::NotMerged) => "Ces deux fiches ne sont plus réunies.",
        };
        PageError::Conflict(sentence.to_owned())
    }
}
