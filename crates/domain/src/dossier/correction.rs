//! A correction asked on a filed version: what is asked, what the CPTS answers, what the desk makes of the answer.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::authz::Author;
use crate::authz::role::words;
use crate::ids::{CorrectionId, DepotId, DossierId};

words! {
    /// Where a correction stands.
    EtatCorrection {
        /// Written and not sent: the CPTS does not see it.
        Preparee = "preparee", "À envoyer";
        /// Sent; the CPTS has not answered.
        Ouverte = "ouverte", "Ouverte";
        /// The CPTS answered, or filed another version.
        Repondue = "repondue", "Répondue";
        /// The desk is satisfied.
        Levee = "levee", "Levée";
        /// The desk still asks for it.
        Maintenue = "maintenue", "Maintenue";
    }
}

impl EtatCorrection {
    /// Whether the CPTS has something to answer.
    pub fn waits_for_cpts(self) -> bool {
        matches!(self, EtatCorrection::Ouverte | EtatCorrection::Maintenue)
    }
}

/// A step of the exchange about a correction.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tour {
    /// The state that it took.
    pub etat: EtatCorrection,
    /// What was written; empty when nothing was.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub texte: String,
    /// Who.
    pub by: Author,
    /// When.
    pub at: Timestamp,
    /// Number of the version that was filed, when it is a filing that moved it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<i64>,
}

/// What is known of it beyond its columns. Kept as JSON: a new field has a default.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CorrectionFiche {
    /// The words of the letter that it is about; empty when it is about the whole field.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub extrait: String,
    /// What is asked.
    pub texte: String,
    /// What happened since, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tours: Vec<Tour>,
}

/// A correction asked on a filed version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correction {
    /// Identifier.
    pub id: CorrectionId,
    /// Its dossier.
    pub dossier: DossierId,
    /// The version on which it was asked.
    pub depot: DepotId,
    /// Key of the field.
    pub champ: String,
    /// Where it stands.
    pub etat: EtatCorrection,
    /// Everything else.
    pub fiche: CorrectionFiche,
    /// Who asked.
    pub by: Author,
    /// When it was written.
    pub at: Timestamp,
    /// Counts the changes.
    pub version: i64,
}

/// It cannot go there from where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a correction does not go from {from:?} to {to:?}")]
pub struct WrongTurn {
    /// Where it stands.
    pub from: EtatCorrection,
    /// Where it was asked to go.
    pub to: EtatCorrection,
}

impl Correction {
    /// Takes another state, with what was written.
    ///
    /// # Errors
    /// When a correction does not go from the one to the other.
    pub fn turn(
        &mut self,
        to: EtatCorrection,
        texte: &str,
        (by, at): (&Author, Timestamp),
    ) -> Result<(), WrongTurn> {
        use EtatCorrection::{Levee, Maintenue, Ouverte, Preparee, Repondue};
        let allowed = match self.etat {
            Preparee => to == Ouverte,
            Ouverte | Maintenue => matches!(to, Repondue | Levee),
            Repondue => matches!(to, Repondue | Levee | Maintenue),
            // The desk changes its mind while it still holds the dossier.
            Levee => to == Maintenue,
        };
        if !allowed {
            return Err(WrongTurn { from: self.etat, to });
        }
        self.etat = to;
        let tour = Tour { etat: to, texte: texte.to_owned(), by: by.clone(), at, version: None };
        self.fiche.tours.push(tour);
        Ok(())
    }

    /// Another version was filed: what the CPTS left without a word counts as answered by it. Whether it moved.
    pub fn carry(&mut self, version: i64, (by, at): (&Author, Timestamp)) -> bool {
        if !self.etat.waits_for_cpts() {
            return false;
        }
        self.etat = EtatCorrection::Repondue;
        let (etat, by, texte) = (self.etat, by.clone(), String::new());
        self.fiche.tours.push(Tour { etat, texte, by, at, version: Some(version) });
        true
    }

    /// The last answer that the CPTS wrote since the desk last asked.
    pub fn reponse(&self) -> Option<&Tour> {
        let last = self.fiche.tours.iter().rev();
        last.take_while(|tour| !tour.etat.waits_for_cpts())
            .find(|tour| tour.etat == EtatCorrection::Repondue && !tour.texte.is_empty())
    }
}

/// Corrections that the CPTS has seen and left without a written answer.
pub fn sans_reponse(all: &[Correction]) -> impl Iterator<Item = &Correction> {
    all.iter().filter(|one| one.etat.waits_for_cpts())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn correction() -> Correction {
        Correction {
            id: CorrectionId(uuid::Uuid::nil()),
            dossier: DossierId(uuid::Uuid::nil()),
            depot: DepotId(uuid::Uuid::nil()),
            champ: "intitule".into(),
            etat: EtatCorrection::Preparee,
            fiche: CorrectionFiche { texte: "Précisez.".into(), ..CorrectionFiche::default() },
            by: Author::System("essai".into()),
            at: Timestamp::UNIX_EPOCH,
            version: 1,
        }
    }

    #[test]
    fn a_correction_is_sent_answered_carried_and_lifted_or_maintained() {
        let who = (&Author::System("essai".into()), Timestamp::UNIX_EPOCH);
        let mut one = correction();
        assert!(one.turn(EtatCorrection::Repondue, "trop tôt", who).is_err());
        assert!(!one.carry(2, who), "the CPTS has not seen it");
        one.turn(EtatCorrection::Ouverte, "", who).unwrap();
        assert_eq!(sans_reponse(&[one.clone()]).count(), 1);
        one.turn(EtatCorrection::Repondue, "C'est fait.", who).unwrap();
        assert_eq!(one.reponse().unwrap().texte, "C'est fait.");
        assert!(!one.carry(2, who), "it has its answer");
        one.turn(EtatCorrection::Maintenue, "Le tableau manque encore.", who).unwrap();
        assert_eq!(one.reponse(), None, "it is asked again");
        assert!(one.carry(3, who));
        assert_eq!((one.etat, one.reponse()), (EtatCorrection::Repondue, None));
        assert_eq!(one.fiche.tours.last().unwrap().version, Some(3));
        one.turn(EtatCorrection::Levee, "", who).unwrap();
        assert!(one.turn(EtatCorrection::Repondue, "encore", who).is_err());
    }
}
