//! The journal in French: who did what to what. A test asks for a sentence for every act that can be recorded.

mod mots;

use app::comptes::Names;
use domain::authz::{Author, InstitutionRole, Role, Subject};
use domain::ids::UserId;
use serde_json::Value;

use mots::{ACTIONS, CHANGES, DOOR, KINDS, LABELS};

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
        "preuve" => "une preuve du contrat",
        other => other,
    }
}

fn word(names: &Names, key: &str, text: &str) -> String {
    let user = || text.parse::<UserId>().ok().map(Author::Person);
    let known = match key {
        "user" => user().map(|author| crate::wording::author(names, &author)),
        "invited_by" => Some(crate::wording::author(names, &Author::from(text))),
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
