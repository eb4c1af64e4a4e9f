//! The decision that ends the instruction of a dossier.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::avis::MotifOpposition;
use super::{Dossier, DossierKind, EtatDossier};
use crate::authz::Author;
use crate::ids::{DepotId, DossierId, InstitutionId};

/// What is known of a decision beyond its columns. Kept as JSON: a new field has a default.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecisionFiche {
    /// Why; may be empty when the dossier is accepted.
    pub motif: String,
    /// The ground of an opposition to a projet de santé.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opposition: Option<MotifOpposition>,
    /// Why it was taken without every opinion that was asked.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub sans_avis: String,
    /// The day of the commission, when there was one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub commission: Option<Date>,
    /// Reference of the letter.
    pub reference: String,
}

/// A decision, without its letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// On what.
    pub dossier: DossierId,
    /// On which of its versions.
    pub depot: DepotId,
    /// The institution that recorded it.
    pub institution: InstitutionId,
    /// Whether the dossier is accepted.
    pub acceptee: bool,
    /// Everything else.
    pub fiche: DecisionFiche,
    /// SHA-256 of its letter, in hexadecimal.
    pub sha256: String,
    /// When.
    pub at: Timestamp,
    /// Who recorded it.
    pub by: Author,
}

/// What is decided, as it is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    /// Whether the dossier is accepted; `None` when nothing was chosen.
    pub acceptee: Option<bool>,
    /// Why.
    pub motif: String,
    /// The ground of an opposition.
    pub opposition: Option<MotifOpposition>,
    /// Why it is taken without every opinion.
    pub sans_avis: String,
}

/// Why a decision cannot be recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RefusDecision {
    /// The dossier is not being instructed.
    #[error("the dossier is not being instructed")]
    Etat,
    /// Nothing was chosen.
    #[error("neither accepted nor refused")]
    Choix,
    /// A refusal says why.
    #[error("a refusal has a reason")]
    Motif,
    /// An opposition to a projet de santé names one of the two grounds.
    #[error("an opposition has one of two grounds")]
    Opposition,
    /// An opinion is still awaited, and nothing says why one goes without.
    #[error("{0} opinions are awaited")]
    Avis(usize),
    /// The commission has not met.
    #[error("the commission meets on {0}")]
    Commission(Date),
}

impl Verdict {
    /// Why, as the letter says it: an opposition names its ground first.
    pub fn raison(&self) -> String {
        match self.opposition.filter(|_| self.acceptee == Some(false)) {
            Some(ground) => format!("Motif d'opposition\u{a0}: {}.\n{}", ground.label(), self.motif),
            None => self.motif.clone(),
        }
    }

    /// Whether it may be recorded, `missing` opinions being awaited.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub fn check(&self, dossier: &Dossier, missing: usize, today: Date) -> Result<bool, RefusDecision> {
        if dossier.etat != EtatDossier::EnInstruction {
            return Err(RefusDecision::Etat);
        }
        if let Some(day) = dossier.fiche.commission.filter(|day| *day > today) {
            return Err(RefusDecision::Commission(day));
        }
        let acceptee = self.acceptee.ok_or(RefusDecision::Choix)?;
        if !acceptee && dossier.kind == DossierKind::ProjetSante && self.opposition.is_none() {
            return Err(RefusDecision::Opposition);
        }
        if !acceptee && self.motif.is_empty() {
            return Err(RefusDecision::Motif);
        }
        if missing > 0 && self.sans_avis.is_empty() {
            return Err(RefusDecision::Avis(missing));
        }
        Ok(acceptee)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::dossier::DossierFiche;

    fn dossier(kind: DossierKind) -> Dossier {
        Dossier {
            id: DossierId(uuid::Uuid::nil()),
            kind,
            titre: "Essai".into(),
            etat: EtatDossier::EnInstruction,
            guichet: None,
            fiche: DossierFiche::default(),
            created_at: Timestamp::UNIX_EPOCH,
            version: 1,
            removed_at: None,
        }
    }

    #[test]
    fn a_refusal_says_why_and_an_opposition_names_its_ground() {
        let (today, lettre) = (date(2026, 11, 22), dossier(DossierKind::LettreIntention));
        let mut verdict = Verdict::default();
        assert_eq!(verdict.check(&lettre, 0, today), Err(RefusDecision::Choix));
        verdict.acceptee = Some(false);
        assert_eq!(verdict.check(&lettre, 0, today), Err(RefusDecision::Motif));
        verdict.motif = "Le territoire recouvre celui d'une voisine.".into();
        assert_eq!(verdict.check(&lettre, 0, today), Ok(false));
        let projet = dossier(DossierKind::ProjetSante);
        assert_eq!(verdict.check(&projet, 0, today), Err(RefusDecision::Opposition));
        verdict.opposition = Some(MotifOpposition::Territoire);
        assert_eq!(verdict.check(&projet, 0, today), Ok(false));
        assert!(verdict.raison().starts_with("Motif d'opposition\u{a0}: La pertinence du territoire."));
        let filed = Dossier { etat: EtatDossier::Depose, ..projet };
        assert_eq!(verdict.check(&filed, 0, today), Err(RefusDecision::Etat));
    }

    #[test]
    fn a_missing_opinion_asks_for_a_reason_and_the_commission_meets_first() {
        let today = date(2026, 11, 22);
        let mut lettre = dossier(DossierKind::LettreIntention);
        let mut verdict = Verdict { acceptee: Some(true), ..Verdict::default() };
        assert_eq!(verdict.check(&lettre, 2, today), Err(RefusDecision::Avis(2)));
        verdict.sans_avis = "La MSA a répondu au téléphone.".into();
        assert_eq!(verdict.check(&lettre, 2, today), Ok(true));
        lettre.fiche.commission = Some(date(2026, 11, 23));
        let later = Err(RefusDecision::Commission(date(2026, 11, 23)));
        assert_eq!(verdict.check(&lettre, 0, today), later);
        assert_eq!(verdict.check(&lettre, 0, date(2026, 11, 23)), Ok(true));
    }
}
