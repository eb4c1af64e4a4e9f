//! Sentences about personal data.

use app::rgpd::RgpdError;
use domain::rgpd::conservation::Keep;
use domain::rgpd::demande::{Droit, EtatDemande};
use domain::rgpd::violation::{EtatViolation, ViolationError};

use crate::shell::PageError;

/// A field that must be filled in.
pub const MISSING: &str = "Écrivez une réponse ici.";
/// A day that has not come, or comes in the wrong order.
pub const FUTURE: &str = "Cette date n'est pas encore passée, ou elle précède le début. Corrigez-la.";
/// What was typed is not a day.
pub const NOT_A_DAY: &str = "Cette date n'est pas lisible. Écrivez-la par exemple 12/10/2026.";
/// What was typed is not a time.
pub const NOT_A_TIME: &str = "Cette heure n'est pas lisible. Écrivez-la par exemple 14\u{a0}h\u{a0}30.";
/// A choice was not made.
pub const CHOOSE: &str = "Choisissez une réponse.";

impl From<RgpdError> for PageError {
    fn from(error: RgpdError) -> Self {
        let conflict = |text: &str| PageError::Conflict(text.to_owned());
        match error {
            RgpdError::App(error) => error.into(),
            RgpdError::Missing(_) => PageError::Unprocessable(MISSING.into()),
            RgpdError::Future(_) => PageError::Unprocessable(FUTURE.into()),
            RgpdError::Answered => conflict("Cette demande a déjà une réponse."),
            RgpdError::NotExtendable => {
                conflict("Cette demande ne peut plus être prolongée\u{a0}: répondez-y sans attendre.")
            }
            RgpdError::NotErasable => conflict(
                "Cette demande ne permet pas d'effacer un compte. La personne n'en a pas, ou demande autre chose.",
            ),
            RgpdError::Closed => conflict("Cette violation est close\u{a0}: elle ne change plus."),
            RgpdError::Undecided => {
                conflict("Décidez d'abord s'il faut prévenir la CNIL. Vous pourrez ensuite clore.")
            }
            RgpdError::Violation(ViolationError::AlreadyNotified) => {
                conflict("La CNIL est déjà prévenue\u{a0}: cette décision ne change plus.")
            }
            RgpdError::Violation(_) => PageError::Unprocessable(FUTURE.into()),
            RgpdError::LastOperator => conflict(
                "Vous êtes la dernière personne à faire vivre cette instance. Donnez d'abord ce rôle à une autre.",
            ),
        }
    }
}

/// The field that an error is about, and what to say there.
pub fn at_field(error: &RgpdError) -> Option<(&'static str, &'static str)> {
    match error {
        RgpdError::Missing(field) => Some((field, MISSING)),
        RgpdError::Future(field) => Some((field, FUTURE)),
        RgpdError::Violation(ViolationError::NoReason) => Some(("motif", MISSING)),
        RgpdError::Violation(ViolationError::BeforeDiscovery) => Some(("le", FUTURE)),
        _ => None,
    }
}

/// What a person asks, as they would say it.
pub fn droit(droit: Droit) -> &'static str {
    match droit {
        Droit::Acces => "Accès\u{a0}: savoir ce qui est gardé et en avoir une copie",
        Droit::Rectification => "Rectification\u{a0}: corriger une erreur",
        Droit::Effacement => "Effacement\u{a0}: être retiré",
        Droit::Limitation => "Limitation\u{a0}: suspendre un usage",
        Droit::Portabilite => "Portabilité\u{a0}: emporter ses données ailleurs",
        Droit::Opposition => "Opposition\u{a0}: refuser un usage",
    }
}

/// Where a request stands.
pub fn demande(state: EtatDemande) -> String {
    let days = |days: i32| domain::nombres::compte(days.unsigned_abs() as usize, "jour", "jours");
    match state {
        EtatDemande::EnCours { days_left: 0 } => "À répondre aujourd'hui".into(),
        EtatDemande::EnCours { days_left } => format!("Reste {}", days(days_left)),
        EtatDemande::EnRetard { days: late } => format!("En retard de {}", days(late)),
        EtatDemande::Repondue { on, late: false } => format!("Répondue le {}", domain::nombres::date(on)),
        EtatDemande::Repondue { on, late: true } => {
            format!("Répondue en retard, le {}", domain::nombres::date(on))
        }
    }
}

/// Where a breach stands.
pub fn violation(state: &EtatViolation) -> String {
    let hours = |hours: i64| domain::nombres::compte(hours.unsigned_abs() as usize, "heure", "heures");
    match state {
        EtatViolation::ANotifier { hours_left: 0 } => "Moins d'une heure pour prévenir la CNIL".into(),
        EtatViolation::ANotifier { hours_left } => {
            format!("Reste {} pour prévenir la CNIL", hours(*hours_left))
        }
        EtatViolation::EnRetard { hours: late } => format!("En retard de {}", hours(*late)),
        EtatViolation::Notifiee { late: false, .. } => "CNIL prévenue".into(),
        EtatViolation::Notifiee { late: true, .. } => "CNIL prévenue en retard".into(),
        EtatViolation::NonRequise { .. } => "Notification non requise".into(),
    }
}

/// `30 jours`, `36 mois`.
pub fn keep(keep: Keep) -> String {
    match keep {
        Keep::Days(days) => domain::nombres::compte(days as usize, "jour", "jours"),
        Keep::Months(months) => domain::nombres::compte(months as usize, "mois", "mois"),
    }
}

/// A table of the personal file: what it is, why and for how long it is kept.
const PARTS: &[(&str, &str, &str)] = &[
    ("user_account", "Votre compte", "Pour vous reconnaître et vous écrire. Gardé tant que le compte sert."),
    (
        "cpts_role",
        "Vos rôles dans les CPTS",
        "Pour savoir qui pouvait faire quoi, et quand. 36 mois après la fin.",
    ),
    (
        "institution_role",
        "Vos rôles dans les institutions",
        "Pour savoir qui pouvait lire, et quand. 36 mois après la fin.",
    ),
    ("session", "Vos connexions", "Pour que vous repériez une connexion étrangère. 30 jours après la fin."),
    ("totp", "Votre application de codes", "Pour le second facteur. Gardé tant que vous l'utilisez."),
    ("passkey", "Vos clés d'accès", "Pour le second facteur. Gardées tant que vous les utilisez."),
    ("recovery_code", "Vos codes de secours", "Pour entrer sans téléphone. Seule leur empreinte est gardée."),
    (
        "external_identity",
        "Vos identités extérieures",
        "Pour entrer avec Pro Santé Connect ou un autre fournisseur.",
    ),
    ("invitation", "Vos invitations", "Pour savoir qui vous a invité. 90 jours après la fin."),
    ("mail", "Les courriels envoyés", "Pour prouver qu'un message est parti. 12 mois, sans son contenu."),
    (
        "demande_droits",
        "Vos demandes",
        "Pour prouver que la CPTS a répondu. Sans votre nom après effacement.",
    ),
    (
        "personne",
        "Votre fiche",
        "Pour vous joindre et savoir où vous exercez. Gardée tant que la CPTS vous connaît.",
    ),
    ("fusion", "Les fiches réunies à la vôtre", "Pour pouvoir séparer deux fiches réunies par erreur."),
    ("presence", "Vos présences", "Pour prouver que la réunion s'est tenue, et avec qui."),
    (
        "sollicitation",
        "Les campagnes qui vous ont été envoyées",
        "Pour ne pas vous écrire deux fois, et garder votre réponse.",
    ),
    ("procuration", "Vos procurations", "Pour savoir qui votait pour qui."),
    ("emargement", "Vos votes", "Pour que chacun vote une fois. Un vote secret n'y figure pas."),
    ("adhesion", "Vos adhésions", "Pour savoir qui est membre, et pour quelle année."),
    ("reponse", "Vos réponses aux questionnaires", "Pour compter les réponses et comprendre les besoins."),
    (
        "difficulte",
        "Les difficultés que vous avez dites",
        "Pour y donner suite et vous dire ce qu'elles deviennent.",
    ),
    ("mandat", "Vos mandats dans les groupes", "Pour savoir qui siège, et quand."),
    ("decision", "Vos tâches", "Pour savoir qui fait quoi après une réunion."),
    ("convocation", "Vos convocations", "Pour prouver que vous étiez prévenu, et garder votre réponse."),
    (
        "lien_personnel",
        "Vos liens personnels",
        "Pour que vous répondiez sans compte. Seule leur empreinte est gardée.",
    ),
    (
        "association",
        "Votre mission de délégué",
        "Pour que l'on puisse joindre le délégué à la protection des données.",
    ),
    (
        "audit_entry",
        "Vos actions",
        "Pour savoir qui a fait quoi. 10 ans, avec un identifiant et sans votre nom.",
    ),
];

/// Title and reason of a table of the personal file.
pub fn part(table: &str) -> (String, String) {
    let known = PARTS.iter().find(|(name, ..)| *name == table);
    known
        .map_or_else(|| (table.to_owned(), String::new()), |(_, title, why)| ((*title).into(), (*why).into()))
}

/// Names of the columns of the personal file.
const COLUMNS: &[(&str, &str)] = &[
    ("created_at", "Créé le"),
    ("changed_at", "Modifié le"),
    ("nom", "Nom"),
    ("prenom", "Prénom"),
    ("rpps", "Numéro RPPS"),
    ("statut", "Statut"),
    ("content", "Contenu"),
    ("undone_at", "Annulé le"),
    ("arrivee", "Arrivée"),
    ("depart", "Départ"),
    ("moyen", "Moyen"),
    ("state", "État"),
    ("recue_at", "Reçue le"),
    ("contacte_at", "Contacté le"),
    ("ecart", "Raison de l'écart"),
    ("repondu_at", "Répondu le"),
    ("donnee_at", "Donnée le"),
    ("retiree_at", "Retirée le"),
    ("participation", "Participation"),
    ("interet", "Intérêt déclaré"),
    ("choix", "Choix, si le vote est ouvert"),
    ("annee", "Année"),
    ("commune", "Commune"),
    ("etat", "État"),
    ("depuis", "Depuis le"),
    ("jusque", "Jusqu'au"),
    ("fonction", "Fonction"),
    ("texte", "Texte"),
    ("pour_le", "Pour le"),
    ("faite_le", "Faite le"),
    ("repondue_at", "Répondu le"),
    ("reponse", "Réponse"),
    ("fiche", "Détails"),
    ("objet", "Objet"),
    ("sujet", "Identifiant de l'objet"),
    ("name", "Nom"),
    ("email", "Adresse de courriel"),
    ("email_key", "Adresse pour comparer"),
    ("password_changed_at", "Mot de passe choisi le"),
    ("failed_attempts", "Mots de passe faux"),
    ("last_failed_at", "Dernier mot de passe faux"),
    ("is_operator", "Fait vivre l'instance"),
    ("last_sign_in_at", "Dernière connexion"),
    ("disabled_at", "Fermé le"),
    ("since_at", "Depuis le"),
    ("until_at", "Jusqu'au"),
    ("cpts_id", "CPTS"),
    ("institution_id", "Institution"),
    ("role", "Rôle"),
    ("device", "Navigateur"),
    ("method", "Moyen de connexion"),
    ("strong", "Avec second facteur"),
    ("last_seen_at", "Dernière page"),
    ("confirmed_at", "Confirmé le"),
    ("ended_at", "Terminée le"),
    ("last_used_at", "Dernier usage"),
    ("used_at", "Utilisé le"),
    ("provider", "Fournisseur"),
    ("subject", "Identifiant chez le fournisseur"),
    ("national_id", "Identifiant national"),
    ("profession", "Profession"),
    ("structure", "Structure d'exercice"),
    ("expires_at", "Valable jusqu'au"),
    ("accepted_at", "Acceptée le"),
    ("revoked_at", "Retirée le"),
    ("address", "Adresse"),
    ("template", "Texte"),
    ("sent_at", "Envoyé le"),
    ("refused_at", "Refusé le"),
    ("problem", "Réponse du serveur"),
    ("received_on", "Reçue le"),
    ("person", "Personne"),
    ("kind", "Nature"),
    ("message", "Message"),
    ("due_on", "À répondre avant le"),
    ("answered_on", "Répondue le"),
    ("answer", "Réponse"),
    ("dpo_name", "Nom du délégué"),
    ("dpo_email", "Adresse du délégué"),
    ("at", "Date"),
    ("actor", "Auteur"),
    ("action", "Action"),
    ("subject_kind", "Objet"),
    ("subject_id", "Identifiant de l'objet"),
];

/// Name of a column of the personal file.
pub fn column(name: &str) -> String {
    COLUMNS.iter().find(|(known, _)| *known == name).map_or(name, |(_, label)| label).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_and_column_of_the_personal_file_has_words() {
        for exported in app::rgpd::EXPORTED {
            assert!(PARTS.iter().any(|(name, ..)| *name == exported.table), "{}", exported.table);
            for (name, _) in exported.columns {
                assert!(COLUMNS.iter().any(|(known, _)| known == name), "{}.{name}", exported.table);
            }
        }
    }

    #[test]
    fn clocks_are_said_in_words() {
        assert_eq!(demande(EtatDemande::EnCours { days_left: 0 }), "À répondre aujourd'hui");
        assert_eq!(demande(EtatDemande::EnRetard { days: 2 }), "En retard de 2\u{a0}jours");
        assert_eq!(violation(&EtatViolation::EnRetard { hours: 1 }), "En retard de 1\u{a0}heure");
    }
}
