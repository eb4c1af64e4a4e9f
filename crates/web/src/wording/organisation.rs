//! Sentences about people, invitations, grants and the association.

use domain::authz::{Role, Subject};
use domain::masque::Masked;
use domain::nombres::entier;
use domain::organisation::{InvitationProblem, MOST_LINES, TextError};
use domain::texte::EmailProblem;
use domain::texte::iban::IbanProblem;
use domain::texte::rna::RnaProblem;
use domain::texte::siret::SirenProblem;
use domain::texte::telephone::TelephoneProblem;
use jiff::Timestamp;

use super::SOCIAL_SECURITY;

/// The last holder of an essential permission cannot lose it.
pub const STILL_LAST: &str = "Cette personne est la dernière à pouvoir gérer les rôles sans date de fin. Donnez d'abord ce droit à une autre personne.";
/// An end that is past.
pub const PAST_DATE: &str = "Cette date est passée ou précède le début. Choisissez une date à venir.";
/// An end beyond the rules.
pub const TOO_FAR: &str =
    "Cette date est trop lointaine. La page «\u{a0}Règles\u{a0}» donne la durée maximale.";
/// What was typed is not a day.
pub const NOT_A_DAY: &str = "Cette date n'est pas lisible. Écrivez-la par exemple 31/12/2027.";
/// A choice among a list was not made.
pub const CHOOSE: &str = "Choisissez une réponse dans la liste.";

/// Why a free text is refused.
pub fn text(error: TextError) -> String {
    match error {
        TextError::Empty => "Écrivez un texte.".into(),
        TextError::TooLong(max) => format!("Ce texte est trop long\u{a0}: {max} caractères au plus."),
        TextError::SocialSecurity => SOCIAL_SECURITY.into(),
    }
}

/// Why an e-mail address is refused.
pub fn email(problem: EmailProblem) -> String {
    match problem {
        EmailProblem::Empty => "Écrivez une adresse de courriel, par exemple camille@exemple.fr.".into(),
        EmailProblem::NoAt => "Il manque le signe @ à cette adresse.".into(),
        EmailProblem::SeveralAt => "Cette adresse a plusieurs signes @. Écrivez une seule adresse.".into(),
        EmailProblem::Character(c) => {
            format!("Le caractère «\u{a0}{c}\u{a0}» ne peut pas figurer dans une adresse.")
        }
        EmailProblem::NoDot => "Il manque la fin de l'adresse, par exemple .fr.".into(),
        EmailProblem::TooLong => "Cette adresse est trop longue.".into(),
        EmailProblem::Local | EmailProblem::Domain => {
            "Cette adresse est incomplète. Écrivez-la comme camille@exemple.fr.".into()
        }
    }
}

/// Why a SIRET is refused.
pub fn siret(problem: SirenProblem) -> String {
    match problem {
        SirenProblem::OtherLevel { .. } => {
            "Ce numéro est un SIREN, de 9 chiffres. Un SIRET en contient 14.".into()
        }
        SirenProblem::Length { found: typed, .. } => {
            format!("Ce SIRET contient {typed} chiffres. Un SIRET en contient 14.")
        }
        SirenProblem::Key => {
            "Un chiffre de ce SIRET est faux. Recopiez-le depuis l'avis de situation.".into()
        }
        SirenProblem::Empty | SirenProblem::NotDigits => "Un SIRET contient 14 chiffres.".into(),
    }
}

/// Why a number of the register of associations is refused.
pub fn rna(problem: RnaProblem) -> String {
    match problem {
        RnaProblem::NoW => "Un numéro RNA commence par la lettre W.".into(),
        _ => "Un numéro RNA contient W puis 9 caractères, par exemple W662001234.".into(),
    }
}

/// Why a telephone number is refused.
pub fn phone(problem: TelephoneProblem) -> String {
    match problem {
        TelephoneProblem::LostLeadingZero { .. } => {
            "Il manque le zéro du début. Un numéro contient 10 chiffres.".into()
        }
        TelephoneProblem::Short => {
            "Ce numéro est celui d'un service. Écrivez un numéro à 10 chiffres.".into()
        }
        _ => "Ce numéro n'est pas lisible. Écrivez-le comme 04 26 03 06 90.".into(),
    }
}

/// Why an IBAN is refused.
pub fn iban(problem: IbanProblem) -> String {
    match problem {
        IbanProblem::Empty => "Recopiez l'IBAN depuis le relevé d'identité bancaire.".into(),
        IbanProblem::Start => "Un IBAN commence par deux lettres et deux chiffres, par exemple FR76.".into(),
        IbanProblem::Characters => "Un IBAN ne contient que des lettres et des chiffres.".into(),
        IbanProblem::Length { expected, found: typed } => {
            format!("Cet IBAN contient {typed} caractères. Il en faut {expected}.")
        }
        IbanProblem::Key => "Un caractère de cet IBAN est faux. Recopiez-le depuis le relevé.".into(),
    }
}

/// What is wrong with a pasted line.
pub fn line(problem: &InvitationProblem) -> String {
    match problem {
        InvitationProblem::Parts(count) => format!(
            "Cette ligne a {count} partie(s). Il en faut trois\u{a0}: nom\u{202f}; courriel\u{202f}; rôle."
        ),
        InvitationProblem::Name(error) => super::name(*error),
        InvitationProblem::Email(problem) => email(*problem),
        InvitationProblem::Role(typed) => {
            format!("«\u{a0}{typed}\u{a0}» n'est pas un rôle. Écrivez par exemple «\u{a0}membre\u{a0}».")
        }
        InvitationProblem::Twice(above) => format!("La même adresse est à la ligne {above}."),
        InvitationProblem::SocialSecurity => SOCIAL_SECURITY.into(),
        InvitationProblem::TooMany => format!("Collez {MOST_LINES} lignes au plus à la fois."),
    }
}

/// `novembre 2026`, in France.
pub fn month(at: Timestamp) -> String {
    const NAMES: [&str; 12] = [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ];
    let day = at.to_zoned(app::paris()).date();
    let rank = usize::from(day.month().unsigned_abs()).saturating_sub(1);
    format!("{} {}", NAMES.get(rank).copied().unwrap_or_default(), day.year())
}

/// The last day of something: what ends at midnight ends the day before.
pub fn last_day(until: Timestamp) -> String {
    domain::nombres::date(domain::organisation::day(until, &app::paris()))
}

/// A count that may be hidden.
pub fn masked(count: Masked) -> String {
    match count {
        Masked::Shown(count) => entier(i64::try_from(count).unwrap_or(i64::MAX)),
        Masked::Hidden => "masqué".into(),
    }
}

/// What an institution reads, in full.
pub fn seen(subject: Subject) -> &'static str {
    match subject {
        Subject::Territoire => {
            "Les territoires de la CPTS\u{a0}: variantes, population, classe de taille, fiches et cartes."
        }
        Subject::Diagnostic => {
            "Le diagnostic des territoires\u{a0}: chiffres, sources et offre de soins. Les petits nombres sont masqués."
        }
        Subject::Effectifs => {
            "Le nombre de personnes par rôle. Les petits nombres sont masqués. Aucun nom n'est transmis."
        }
        Subject::Argent => {
            "L'argent du contrat ACI, dans des totaux par mission et par nature de dépense. Aucun montant de votre CPTS n'est montré seul\u{a0}: un total de moins de trois CPTS est masqué."
        }
    }
}

/// What a role allows, in one sentence, for the form that gives it.
pub fn role_hint(role: Role) -> &'static str {
    match role {
        Role::Coordinateur => {
            "Fait vivre la CPTS au quotidien\u{a0}: territoires, personnes, invitations, journal."
        }
        Role::Bureau => {
            "Signe pour l'association\u{a0}: autorisations de lecture, rôles, coordonnées bancaires en lecture."
        }
        Role::Tresorier => "Tient les coordonnées bancaires de l'association.",
        Role::Secretaire => "Tient la fiche de l'association, voit les personnes, partage des pages.",
        Role::Pilote => "Anime un groupe. Voit les territoires et la fiche de l'association.",
        Role::Membre => "Voit les territoires et la fiche de l'association.",
        Role::Invite => "Voit une seule page, par un lien.",
    }
}
