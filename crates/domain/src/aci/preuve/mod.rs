//! Evidence of a contract: dated documents, each with the fingerprint that it had when it entered the vault.
//!
//! Source: `aci.md` 2.4. A document serves one indicator or several. It is never deleted: it is withdrawn with a reason,
//! and its line stays. A document whose content is not the one that entered the vault is said to be altered and counts
//! for nothing.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::authz::Author;
use crate::authz::role::words;
use crate::ids::{ContratId, DepotId, DossierId, IndicateurId, PieceId, PreuveId, ReunionId};

words! {
    /// What a piece of evidence is.
    TypePreuve {
        /// A dated and signed attendance sheet.
        Emargement = "emargement", "Feuille de présence";
        /// Minutes of a meeting.
        CompteRendu = "compte_rendu", "Compte rendu";
        /// A signed convention.
        Convention = "convention", "Convention signée";
        /// A written protocol, circuit or pathway.
        Protocole = "protocole", "Protocole ou parcours écrit";
        /// A figure that somebody counted.
        Statistique = "statistique", "Statistique";
        /// An answer of the Assurance Maladie to a query.
        Requete = "requete", "Données de la CPAM";
        /// A picture of a screen.
        Capture = "capture", "Capture d'écran";
        /// A newspaper, a social network.
        Presse = "presse", "Presse et communication";
        /// What was shown or handed out.
        Support = "support", "Support utilisé";
        /// A balance sheet, a satisfaction survey.
        Bilan = "bilan", "Bilan ou enquête";
        /// A yearly report, accounts.
        Rapport = "rapport", "Rapport ou comptes";
        /// The crisis plan, or its update.
        PlanCrise = "plan_crise", "Plan de crise";
        /// A dossier that was filed.
        Dossier = "dossier", "Dossier déposé";
        /// Something else.
        Autre = "autre", "Autre document";
    }
}

/// Where the content of a piece of evidence comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "genre", rename_all = "snake_case")]
pub enum OriginePreuve {
    /// Somebody gave a file.
    Fichier,
    /// The minutes of a meeting, as they were sealed.
    CompteRendu {
        /// The meeting.
        reunion: ReunionId,
        /// Number of the version.
        numero: i64,
        /// Fingerprint of the seal, in hexadecimal.
        sceau: String,
    },
    /// A closed attendance sheet.
    Feuille {
        /// The meeting.
        reunion: ReunionId,
        /// Number of the version.
        version: u32,
        /// Fingerprint of the seal, in hexadecimal.
        sceau: String,
    },
    /// A filed version of a dossier.
    Depot {
        /// The dossier.
        dossier: DossierId,
        /// The version.
        depot: DepotId,
        /// Fingerprint of its PDF, in hexadecimal.
        sceau: String,
    },
}

impl OriginePreuve {
    /// On screen, in French.
    pub fn label(&self) -> &'static str {
        match self {
            OriginePreuve::Fichier => "Fichier ajouté",
            OriginePreuve::CompteRendu { .. } => "Compte rendu scellé",
            OriginePreuve::Feuille { .. } => "Feuille de présence fermée",
            OriginePreuve::Depot { .. } => "Dossier déposé",
        }
    }

    /// Fingerprint of the seal, for what the house sealed itself.
    pub fn sceau(&self) -> Option<&str> {
        match self {
            OriginePreuve::Fichier => None,
            OriginePreuve::CompteRendu { sceau, .. }
            | OriginePreuve::Feuille { sceau, .. }
            | OriginePreuve::Depot { sceau, .. } => Some(sceau),
        }
    }
}

/// Why a piece of evidence was withdrawn. Its line stays.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Retrait {
    /// Why.
    pub motif: String,
    /// Who withdrew it.
    pub by: Author,
    /// When.
    pub at: Timestamp,
}

/// What is known of a piece of evidence beyond its columns. Kept as JSON: a new field has a default.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreuveFiche {
    /// Where its content comes from.
    pub origine: OriginePreuve,
    /// Name of its file.
    pub fichier: String,
    /// What it is: `application/pdf`.
    pub media_type: String,
    /// Bytes.
    pub octets: u64,
    /// Indicators that it shows.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub indicateurs: Vec<IndicateurId>,
    /// That it was withdrawn.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retrait: Option<Retrait>,
}

/// A piece of evidence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preuve {
    /// Identifier.
    pub id: PreuveId,
    /// Its contract.
    pub contrat: ContratId,
    /// What it is.
    pub kind: TypePreuve,
    /// What it is called.
    pub titre: String,
    /// The day of what it shows.
    pub le: Date,
    /// Its content, as it is kept.
    pub piece: PieceId,
    /// SHA-256 of its content when it entered the vault, in hexadecimal.
    pub sha256: String,
    /// Everything else.
    pub fiche: PreuveFiche,
    /// Who put it there.
    pub by: Author,
    /// When.
    pub created_at: Timestamp,
    /// Counts the changes.
    pub version: i64,
}

words! {
    /// Where a piece of evidence stands.
    EtatPreuve {
        /// Its content is the one that entered the vault.
        Intacte = "intacte", "Intacte";
        /// Its content is another one, or is not there any more.
        Alteree = "alteree", "Altérée";
        /// Somebody withdrew it.
        Retiree = "retiree", "Retirée";
    }
}

impl Preuve {
    /// Where it stands, given the fingerprint of its content now; `None` when there is no content any more.
    pub fn etat(&self, now: Option<&str>) -> EtatPreuve {
        match (&self.fiche.retrait, now) {
            (Some(_), _) => EtatPreuve::Retiree,
            (None, Some(found)) if found == self.sha256 => EtatPreuve::Intacte,
            (None, _) => EtatPreuve::Alteree,
        }
    }

    /// Whether it shows an indicator, whatever its state.
    pub fn shows(&self, id: IndicateurId) -> bool {
        self.fiche.indicateurs.contains(&id)
    }
}

/// Why a piece of evidence is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RefusPreuve {
    /// It has no date: nothing dates what it shows.
    #[error("no date")]
    SansDate,
    /// A document of a day to come shows nothing.
    #[error("to come")]
    AVenir,
    /// It was withdrawn: nothing changes it any more.
    #[error("withdrawn")]
    Retiree,
    /// Withdrawing says why.
    #[error("no reason")]
    Motif,
    /// The indicator is not one of the contract.
    #[error("no such indicator in the contract")]
    Indicateur,
}

/// Whether a document of a day can show something today.
///
/// # Errors
/// Without a day, or for a day to come.
pub fn dater(le: Option<Date>, today: Date) -> Result<Date, RefusPreuve> {
    let le = le.ok_or(RefusPreuve::SansDate)?;
    if le > today { Err(RefusPreuve::AVenir) } else { Ok(le) }
}

/// Dated documents that show each indicator: those that are neither withdrawn nor altered.
pub fn compter<'a>(all: impl IntoIterator<Item = (&'a Preuve, EtatPreuve)>) -> BTreeMap<IndicateurId, usize> {
    let mut counts = BTreeMap::new();
    for (preuve, _) in all.into_iter().filter(|(_, etat)| *etat == EtatPreuve::Intacte) {
        for id in &preuve.fiche.indicateurs {
            *counts.entry(*id).or_default() += 1;
        }
    }
    counts
}

#[cfg(test)]
pub(crate) mod tests {
    use jiff::civil::date;

    use super::*;

    pub(crate) fn preuve(rank: u128, le: Date, indicateurs: &[IndicateurId]) -> Preuve {
        Preuve {
            id: PreuveId(uuid::Uuid::from_u128(rank)),
            contrat: ContratId(uuid::Uuid::nil()),
            kind: TypePreuve::CompteRendu,
            titre: format!("Compte rendu {rank}"),
            le,
            piece: PieceId(uuid::Uuid::from_u128(rank)),
            sha256: "aa".into(),
            fiche: PreuveFiche {
                origine: OriginePreuve::Fichier,
                fichier: "compte rendu (signé).pdf".into(),
                media_type: "application/pdf".into(),
                octets: 12,
                indicateurs: indicateurs.to_vec(),
                retrait: None,
            },
            by: Author::System("essai".into()),
            created_at: Timestamp::UNIX_EPOCH,
            version: 1,
        }
    }

    #[test]
    fn a_document_without_a_day_or_of_a_day_to_come_is_refused() {
        let today = date(2023, 1, 10);
        assert_eq!(dater(None, today), Err(RefusPreuve::SansDate));
        assert_eq!(dater(Some(date(2023, 1, 11)), today), Err(RefusPreuve::AVenir));
        assert_eq!(dater(Some(today), today), Ok(today));
    }

    #[test]
    fn statement_24_one_document_serves_several_indicators_and_counts_only_while_it_is_what_it_was() {
        let id = |rank| IndicateurId(uuid::Uuid::from_u128(rank));
        let both = preuve(1, date(2023, 1, 1), &[id(1), id(2)]);
        let one = preuve(2, date(2023, 1, 1), &[id(1)]);
        let count = |now: Option<&str>| {
            let counted = compter([(&both, both.etat(Some("aa"))), (&one, one.etat(now))]);
            [id(1), id(2), id(3)].map(|id| counted.get(&id).copied().unwrap_or_default())
        };
        assert_eq!(count(Some("aa")), [2, 1, 0]);
        assert_eq!(count(Some("bb")), [1, 1, 0]);
        assert_eq!(count(None), [1, 1, 0]);
        let by = Author::System("essai".into());
        let retrait = Some(Retrait { motif: "Doublon".into(), by, at: Timestamp::UNIX_EPOCH });
        let gone = Preuve { fiche: PreuveFiche { retrait, ..one.fiche.clone() }, ..one.clone() };
        assert_eq!(gone.etat(Some("aa")), EtatPreuve::Retiree);
        assert_eq!(compter([(&gone, gone.etat(Some("aa")))]), BTreeMap::new());
    }
}
