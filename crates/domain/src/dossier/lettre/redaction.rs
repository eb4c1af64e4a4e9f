//! Who wrote what in a field, when: the versions of a field are added, never changed.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::controle::Valeurs;
use super::valeur::Valeur;
use crate::authz::Author;
use crate::ids::{CommentaireId, DossierId};

/// A version of a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redaction {
    /// Its dossier.
    pub dossier: DossierId,
    /// Key of the field.
    pub champ: String,
    /// From 1.
    pub version: i64,
    /// What was written.
    pub valeur: Valeur,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub by: Author,
}

/// The last version of each field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ecrit(BTreeMap<String, Redaction>);

impl Ecrit {
    /// From versions in any order.
    pub fn of(versions: impl IntoIterator<Item = Redaction>) -> Self {
        let mut last: BTreeMap<String, Redaction> = BTreeMap::new();
        for one in versions {
            match last.get(&one.champ) {
                Some(known) if known.version >= one.version => {}
                _ => {
                    last.insert(one.champ.clone(), one);
                }
            }
        }
        Self(last)
    }

    /// The last version of a field.
    pub fn champ(&self, cle: &str) -> Option<&Redaction> {
        self.0.get(cle)
    }

    /// Number of the last version of a field; 0 when nothing was ever written.
    pub fn version(&self, cle: &str) -> i64 {
        self.champ(cle).map_or(0, |one| one.version)
    }

    /// What the fields hold.
    pub fn valeurs(&self) -> Valeurs {
        self.0.iter().map(|(cle, one)| (cle.clone(), one.valeur.clone())).collect()
    }

    /// The last thing that was written, in any field.
    pub fn last(&self) -> Option<&Redaction> {
        self.0.values().max_by_key(|one| one.at)
    }
}

/// A remark of a co-author on a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Commentaire {
    /// Identifier.
    pub id: CommentaireId,
    /// Its dossier.
    pub dossier: DossierId,
    /// Key of the field.
    pub champ: String,
    /// What it says.
    pub texte: String,
    /// Who.
    pub by: Author,
    /// When.
    pub at: Timestamp,
    /// When somebody said that it is settled.
    pub resolu_at: Option<Timestamp>,
}

/// Longest remark, in characters.
pub const COMMENTAIRE_MAX: usize = 2000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_version_of_each_field_stands() {
        let one = |champ: &str, version: i64, texte: &str| Redaction {
            dossier: DossierId(uuid::Uuid::nil()),
            champ: champ.into(),
            version,
            valeur: Valeur::Texte { texte: texte.into() },
            at: Timestamp::from_second(version).unwrap(),
            by: Author::System("essai".into()),
        };
        let ecrit =
            Ecrit::of([one("outils", 2, "après"), one("outils", 1, "avant"), one("intitule", 1, "CPTS")]);
        assert_eq!((ecrit.version("outils"), ecrit.version("methode")), (2, 0));
        assert_eq!(ecrit.valeurs()["outils"], Valeur::Texte { texte: "après".into() });
        assert_eq!(ecrit.last().map(|one| one.champ.as_str()), Some("outils"));
    }
}
