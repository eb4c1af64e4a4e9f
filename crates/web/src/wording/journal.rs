//! The journal in French: who did what to what. A test asks for a sentence for every act that can be recorded.

use app::comptes::Names;
use domain::authz::{Author, InstitutionRole, Role, Subject};
use domain::ids::UserId;
use serde_json::Value;

/// Verb of each permission.
const ACTIONS: &[(&str, &str)] = &[
    ("accueil.read", "a ouvert"),
    ("territoire.read", "a lu"),
    ("territoire.edit", "a modifié"),
    ("diagnostic.read", "a lu"),
    ("releves.read", "a lu"),
    ("diagnostic.edit", "a modifié"),
    ("communaute.read", "a lu"),
    ("communaute.edit", "a modifié"),
    ("mobilisation.read", "a lu"),
    ("mobilisation.edit", "a modifié"),
    ("questionnaires.read", "a lu"),
    ("questionnaires.edit", "a modifié"),
    ("groupes.read", "a lu"),
    ("groupes.edit", "a modifié"),
    ("presences.manage", "a modifié"),
    ("participer", "a modifié"),
    ("gouvernance.read", "a lu"),
    ("gouvernance.edit", "a modifié"),
    ("adhesions.read", "a lu"),
    ("adhesions.manage", "a modifié"),
    ("adhesions.decide", "a décidé"),
    ("participation.read", "a lu"),
    ("participation.edit", "a modifié"),
    ("lien.act", "a rempli, par un lien,"),
    ("droits.read", "a lu"),
    ("personnes.read", "a lu"),
    ("roles.manage", "a modifié"),
    ("autorisations.read", "a lu"),
    ("autorisations.manage", "a modifié"),
    ("partages.manage", "a modifié"),
    ("effectifs.read", "a lu"),
    ("association.read", "a lu"),
    ("association.edit", "a modifié"),
    ("banque.read", "a lu"),
    ("banque.edit", "a modifié"),
    ("journal.read", "a lu"),
    ("traitements.read", "a lu"),
    ("traitements.edit", "a modifié"),
    ("demandes.manage", "a traité"),
    ("violations.manage", "a modifié"),
    ("institution.read", "a ouvert"),
    ("compte.self", "a modifié pour soi"),
    ("instance.operate", "a modifié pour l'instance"),
];

/// Verbs that say more than the permission: the first of these keys found in the changes.
const CHANGES: &[(&str, &str)] = &[
    ("created", "a créé"),
    ("revision", "a recomposé"),
    ("frozen", "a figé"),
    ("removed", "a supprimé"),
    ("restored", "a rétabli"),
    ("exported", "a exporté"),
    ("erased", "a effacé"),
    ("revoked", "a retiré"),
    ("launched", "a lancé"),
    ("reminded", "a relancé les personnes d'"),
    ("printed", "a imprimé les lettres d'"),
    ("answered", "a répondu à"),
    ("extended", "a prolongé"),
    ("decided", "a pris une décision sur"),
    ("closed", "a clos"),
    ("sealed", "a scellé"),
    ("cancelled", "a annulé"),
    ("done", "a fait"),
    ("voted", "a voté dans"),
    ("counted", "a compté"),
    ("renewed", "a renouvelé"),
    ("seats", "a changé les mandats de"),
    ("reference", "a choisi comme référence"),
    ("signed", "a signé"),
    ("given", "a donné"),
    ("ended", "a mis fin à"),
    ("departed", "a enregistré le départ d'"),
    ("resent", "a renvoyé"),
    ("revealed", "a affiché"),
    ("recorded", "a noté"),
    ("corrected", "a corrigé"),
    ("withdrawn", "a retiré"),
    ("tied", "a relié à sa fiche"),
    ("gone", "a noté le départ sur"),
    ("imported", "a importé"),
    ("undone", "a annulé"),
    ("attached", "a joint"),
    ("merged", "a réuni deux fiches dans"),
    ("unmerged", "a séparé de nouveau"),
    ("apart", "a distingué d'une autre"),
    ("opposition", "a noté l'opposition sur"),
    ("by", "a envoyé"),
    ("opposed", "a inscrit une opposition sur"),
    ("told", "a prévenu l'auteur d'"),
    ("separated", "a séparé"),
    ("gathered", "a regroupé"),
    ("sorted", "a classé"),
    ("opened", "a ouvert"),
];

/// Things, with their article.
const KINDS: &[(&str, &str)] = &[
    ("territoire", "un territoire"),
    ("variante", "une variante"),
    ("diagnostic", "un diagnostic"),
    ("personne", "la fiche d'une personne"),
    ("structure", "une structure"),
    ("lot", "un tableur"),
    ("communaute", "la communauté"),
    ("groupe", "un groupe"),
    ("mandat", "un mandat"),
    ("reunion", "une réunion"),
    ("decision", "une décision ou une tâche"),
    ("compte_rendu", "un compte rendu"),
    ("agenda", "l'abonnement à un agenda"),
    ("presence", "une présence"),
    ("lien_personnel", "un lien personnel"),
    ("adhesions", "les adhésions"),
    ("adhesion", "une adhésion"),
    ("vote", "un vote"),
    ("procuration", "une procuration"),
    ("feuille_presence", "une feuille de présence"),
    ("campagne", "une campagne de mobilisation"),
    ("sollicitation", "la réponse d'une personne à une campagne"),
    ("reglage", "un réglage de la CPTS"),
    ("difficulte", "une difficulté"),
    ("reponse", "une réponse à un questionnaire"),
    ("questionnaire", "un questionnaire"),
    ("dataset", "un fichier de référence"),
    ("cpts", "la CPTS"),
    ("institution", "une institution"),
    ("account", "un compte"),
    ("session", "une session"),
    ("role", "un rôle"),
    ("invitation", "une invitation"),
    ("grant", "une autorisation de lecture"),
    ("guest_link", "un lien d'invité"),
    ("association", "la fiche de l'association"),
    ("bank_account", "les coordonnées bancaires"),
    ("journal", "le journal"),
    ("traitement", "une ligne du registre des traitements"),
    ("demande", "une demande sur des données personnelles"),
    ("violation", "une violation de données"),
    ("dossier", "ses données personnelles"),
    ("backup", "une sauvegarde"),
    ("identity", "une identité extérieure"),
    ("job", "un travail"),
    ("key", "une clé de chiffrement"),
    ("people", "une liste de personnes"),
    ("person", "une personne"),
    ("provider", "un fournisseur d'identité"),
    ("releve", "une valeur du diagnostic"),
    ("releves", "des valeurs du diagnostic"),
    ("piece", "une pièce jointe"),
];

/// What happened at the door, before a permission was asked.
const DOOR: &[(&str, &str)] = &[
    ("session.demo", "a ouvert une session de démonstration"),
    ("session.open", "a ouvert une session"),
    ("session.close", "a fermé une session"),
    ("session.confirm", "a confirmé son identité"),
    ("session.provider_unknown", "s'est présentée avec une identité inconnue"),
    ("session.provider_refused", "a été refusée par un fournisseur d'identité"),
    ("identity.attach", "a relié une identité extérieure à son compte"),
    ("invitation.accept", "a accepté une invitation"),
    ("password.choose", "a choisi un mot de passe"),
    ("role.leave", "a quitté un rôle"),
    ("compte.factor", "a changé son second facteur"),
    ("passkey.add", "a ajouté une clé d'accès"),
    ("passkey.give", "a donné sa clé d'accès"),
    ("passkey.sign_in", "est entrée avec une clé d'accès"),
    ("compte.erased", "a fait effacer son compte"),
    ("compte.unused", "a effacé un compte inutilisé"),
];

/// Names of what changed.
const LABELS: &[(&str, &str)] = &[
    ("created", "Créé"),
    ("frozen", "Figé sous le nom"),
    ("fingerprint", "Empreinte"),
    ("removed", "Supprimé"),
    ("restored", "Rétabli"),
    ("exported", "Format"),
    ("launched", "Lancée sous le nom"),
    ("reminded", "Personnes relancées"),
    ("printed", "Lettres"),
    ("retenus", "Personnes retenues"),
    ("ecartes", "Personnes écartées"),
    ("canal", "Moyen"),
    ("moyen", "Venue par"),
    ("nombre", "Nombre"),
    ("erased", "Effacé"),
    ("lines", "Lignes"),
    ("statut", "Statut"),
    ("depuis", "Depuis le"),
    ("merged", "Fiche réunie"),
    ("unmerged", "Fiche séparée"),
    ("apart", "Distinguée"),
    ("other", "Autre fiche"),
    ("fusion", "Numéro de la réunion de fiches"),
    ("opposition", "Opposition"),
    ("before", "Avant"),
    ("name", "Nom"),
    ("units", "Communes et IRIS"),
    ("added", "Ajouté"),
    ("variante", "Variante"),
    ("copied_from", "Copie de"),
    ("reference", "Référence"),
    ("declared", "Population déclarée"),
    ("revision", "État repris"),
    ("user", "Personne"),
    ("invited_by", "Invitation envoyée par"),
    ("role", "Rôle"),
    ("roles", "Rôles"),
    ("cpts", "CPTS"),
    ("institution", "Institution"),
    ("subject", "Sujet"),
    ("until", "Jusqu'au"),
    ("kind", "Nature"),
    ("key", "Ligne"),
    ("fields", "Champs changés"),
    ("due_on", "À répondre avant le"),
    ("received_on", "Reçue le"),
    ("decision", "Décision"),
    ("operator", "Exploitant"),
    ("recorded", "Noté"),
    ("corrected", "Corrigé"),
    ("withdrawn", "Retiré"),
    ("signed", "Signé par"),
    ("decided", "Décision"),
    ("state", "État"),
    ("reunion", "Réunion"),
    ("tied", "Fiche reliée"),
    ("gone", "Départ"),
    ("phone", "Téléphone"),
    ("closed", "Version close"),
    ("version", "Version"),
    ("imported", "Importé"),
    ("undone", "Annulé"),
    ("people", "Personnes"),
    ("structures", "Structures"),
    ("rejected", "Lignes rejetées"),
    ("completed", "Fiches complétées"),
    ("left", "Fiches laissées"),
    ("attached", "Type de pièce"),
    ("size", "Octets"),
    ("owner", "Jointe à"),
    ("indicateur", "Indicateur"),
    ("lieu", "Lieu"),
    ("revoked", "Retiré"),
    ("ended", "Fini"),
    ("given", "Donné"),
    ("seats", "Mandats"),
    ("vote", "Vote"),
    ("status", "Statut"),
    ("renewed", "Renouvelée"),
    ("reason", "Motif"),
    ("sent", "Envoyés"),
    ("categories", "Catégories"),
    ("procurations", "Procurations par personne"),
    ("colleges", "Collèges"),
    ("mode", "Mode"),
    ("way", "Moyen"),
    ("second_call", "Seconde convocation"),
    ("checks", "Vérifications"),
    ("category", "Catégorie"),
    ("means", "Moyen"),
    ("cents", "Centimes"),
    ("accepted", "Acceptée"),
    ("counted", "Voix comptées"),
    ("for_another", "Par procuration"),
    ("voted", "A voté"),
    ("valid", "Valable"),
    ("year", "Année"),
    ("reminder", "Rappel"),
    ("periode", "Période"),
    ("changed", "Réponse corrigée"),
    ("opposed", "Opposition"),
    ("told", "Prévenu par courriel"),
    ("gathered", "Regroupé avec"),
    ("sorted", "Thèmes"),
    ("opened", "Ouvert le"),
    ("etat", "État"),
    ("envoi", "Envoi"),
    ("personnes", "Personnes"),
    ("modele", "Modèle"),
    ("numero", "Version"),
    ("questions", "Questions"),
    ("questionnaire", "Questionnaire"),
];

fn find(table: &[(&'static str, &'static str)], key: &str) -> Option<&'static str> {
    table.iter().find(|(known, _)| *known == key).map(|(_, words)| *words)
}

/// A kind of thing with its article; its key when nobody gave it words.
pub fn kind(key: &str) -> String {
    find(KINDS, key).map_or_else(|| format!("un objet «\u{a0}{key}\u{a0}»"), str::to_owned)
}

/// What was done, without who: `a créé un territoire`.
pub fn act(action: &str, subject_kind: &str, changes: &Value) -> String {
    if let Some(sentence) = find(DOOR, action) {
        return sentence.to_owned();
    }
    let said = |key: &str| changes.get(key).is_some_and(|value| !value.is_null() && *value != false);
    let precise = CHANGES.iter().find(|(key, _)| said(key)).map(|(_, verb)| *verb);
    let verb = precise.or_else(|| find(ACTIONS, action));
    match verb {
        Some(verb) if verb.ends_with('\'') => format!("{verb}{}", kind(subject_kind)),
        Some(verb) => format!("{verb} {}", kind(subject_kind)),
        None => format!("a fait «\u{a0}{action}\u{a0}» sur {}", kind(subject_kind)),
    }
}

/// What changed: label and value of each part, ready to print.
pub fn details(names: &Names, changes: &Value) -> Vec<(String, String)> {
    let Value::Object(parts) = changes else { return Vec::new() };
    let label = |key: &str| find(LABELS, key).map_or_else(|| key.to_owned(), str::to_owned);
    parts.iter().map(|(key, part)| (label(key), value(names, key, part))).collect()
}

fn value(names: &Names, key: &str, part: &Value) -> String {
    match part {
        Value::Null => "rien".to_owned(),
        Value::Bool(true) => "oui".to_owned(),
        Value::Bool(false) => "non".to_owned(),
        Value::String(text) => word(names, key, text),
        Value::Array(list) => list.iter().map(|one| value(names, key, one)).collect::<Vec<_>>().join(", "),
        Value::Number(number) => number.as_i64().map_or_else(|| number.to_string(), domain::nombres::entier),
        Value::Object(_) => part.to_string(),
    }
}

/// What a document hangs on.
fn hanging(owner: &str) -> &str {
    match owner {
        "diagnostic" => "le diagnostic",
        "convention" => "une convention",
        "groupe" => "un groupe",
        "reunion" => "une réunion",
        other => other,
    }
}

fn word(names: &Names, key: &str, text: &str) -> String {
    let user = || text.parse::<UserId>().ok().map(Author::Person);
    let known = match key {
        "user" => user().map(|author| super::author(names, &author)),
        "invited_by" => Some(super::author(names, &Author::from(text))),
        "role" | "roles" => Role::from_key(text)
            .map(Role::label)
            .or_else(|| InstitutionRole::from_key(text).map(InstitutionRole::label))
            .map(str::to_owned),
        "owner" => Some(hanging(text).to_owned()),
        "subject" => Subject::from_key(text).map(|subject| subject.label().to_owned()),
        _ => None,
    };
    known.unwrap_or_else(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};

    use super::*;
    use domain::authz::{INSTITUTION_PERMISSIONS, Myself, Operates, PERMISSIONS};
    use serde_json::json;

    fn sources(folder: &Path, found: &mut Vec<(PathBuf, String)>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                sources(&path, found);
            } else if path.extension().is_some_and(|kind| kind == "rs") {
                let text = std::fs::read_to_string(&path).unwrap();
                found.push((path, text));
            }
        }
    }

    fn app() -> Vec<(PathBuf, String)> {
        let mut found = Vec::new();
        sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../app/src"), &mut found);
        found
    }

    #[test]
    fn every_permission_has_a_verb() {
        let mut keys: Vec<&str> = PERMISSIONS.iter().map(|line| line.key).collect();
        keys.extend(INSTITUTION_PERMISSIONS.iter().map(|line| line.0));
        keys.extend([Myself::KEY, Operates::KEY]);
        let missing: Vec<_> = keys.into_iter().filter(|key| find(ACTIONS, key).is_none()).collect();
        assert!(missing.is_empty(), "add a verb to ACTIONS for {missing:?}");
    }

    /// Texts that look like `session.demo`, in the files that record acts of the door.
    #[test]
    fn every_act_of_the_door_has_a_sentence() {
        let mut missing = Vec::new();
        for (path, text) in app().iter().filter(|(_, text)| text.contains("audit_door(")) {
            for literal in text.split('"').skip(1).step_by(2) {
                let parts: Vec<&str> = literal.split('.').collect();
                let key = parts.len() > 1
                    && parts.iter().all(|part| {
                        !part.is_empty() && part.chars().all(|c| c.is_ascii_lowercase() || c == '_')
                    });
                if key && find(DOOR, literal).is_none() && find(ACTIONS, literal).is_none() {
                    missing.push(format!("{literal} ({})", path.display()));
                }
            }
        }
        assert!(missing.is_empty(), "add a sentence to DOOR for {missing:?}");
    }

    #[test]
    fn every_kind_of_thing_has_words() {
        let mut missing = Vec::new();
        for (path, text) in app() {
            for after in text.split(".change(\"").skip(1) {
                let key = after.split('"').next().unwrap();
                if find(KINDS, key).is_none() {
                    missing.push(format!("{key} ({})", path.display()));
                }
            }
        }
        assert!(missing.is_empty(), "add words to KINDS for {missing:?}");
    }

    #[test]
    fn the_verb_follows_what_changed() {
        assert_eq!(act("territoire.edit", "variante", &json!({ "removed": "B" })), "a supprimé une variante");
        let composed = json!({ "revision": 2, "added": ["96001"], "removed": [] });
        assert_eq!(act("territoire.edit", "variante", &composed), "a recomposé une variante");
        assert_eq!(act("territoire.edit", "variante", &json!({ "name": "B" })), "a modifié une variante");
        let sent = json!({ "role": "membre", "by": "email" });
        assert_eq!(act("roles.manage", "invitation", &sent), "a envoyé une invitation");
        let left = json!({ "departed": ["membre"] });
        assert_eq!(act("roles.manage", "person", &left), "a enregistré le départ d'une personne");
        assert_eq!(act("session.demo", "session", &json!({})), "a ouvert une session de démonstration");
        assert_eq!(
            act("x.y", "z", &json!({})),
            "a fait «\u{a0}x.y\u{a0}» sur un objet «\u{a0}z\u{a0}»",
            "an act that this release does not know is still shown"
        );
    }

    #[test]
    fn what_changed_is_said_in_words() {
        let changes = json!({ "role": "membre", "units": 1200, "before": null, "reference": true });
        let said = details(&Names::default(), &changes);
        assert!(said.contains(&("Rôle".to_owned(), "Membre".to_owned())));
        assert!(said.contains(&("Communes et IRIS".to_owned(), "1\u{202f}200".to_owned())));
        assert!(said.contains(&("Avant".to_owned(), "rien".to_owned())));
        assert!(said.contains(&("Référence".to_owned(), "oui".to_owned())));
    }
}
