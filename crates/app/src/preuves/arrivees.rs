//! What the house sealed itself arrives in the vault by itself: minutes, closed attendance sheets, filed dossiers. A
//! press attaches one to indicators; until then nothing is copied.

use std::collections::BTreeMap;

use documents::ProcesVerbal;
use domain::aci::preuve::{OriginePreuve, Preuve, TypePreuve};
use domain::authz::{Allowed, EditPreuves, ManagePresences, ReadDossiers, ReadGroupes, ReadPreuves};
use domain::communaute::{CompteRendu, Reunion};
use domain::ids::{ContratId, IndicateurId, PreuveId, ReunionId};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use storage::ReadTx;

use super::{NouvellePreuve, PreuveError, contrat_open, empreinte};
use crate::communaute::presences::Format;
use crate::communaute::reunions::Approbation;
use crate::{App, AppError};

/// What may be read of the house by who looks at the vault: what a person may not read does not arrive for them.
pub struct Scelles {
    /// Meetings and their minutes.
    pub groupes: Option<Allowed<ReadGroupes>>,
    /// Attendance sheets.
    pub presences: Option<Allowed<ManagePresences>>,
    /// Dossiers.
    pub dossiers: Option<Allowed<ReadDossiers>>,
}

/// Something that the house sealed, and that is not in the vault yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrivee {
    /// What it is and the fingerprint of its seal.
    pub origine: OriginePreuve,
    /// What it would be in the vault.
    pub kind: TypePreuve,
    /// What it is called.
    pub titre: String,
    /// The day of what it shows.
    pub le: Date,
}

impl Arrivee {
    /// How a form names it.
    pub fn cle(&self) -> String {
        match &self.origine {
            OriginePreuve::Fichier => String::new(),
            OriginePreuve::CompteRendu { reunion, numero, .. } => format!("compte-rendu.{reunion}.{numero}"),
            OriginePreuve::Feuille { reunion, version, .. } => format!("presences.{reunion}.{version}"),
            OriginePreuve::Depot { depot, .. } => format!("depot.{depot}"),
        }
    }
}

/// Meetings by identifier, with the day and hour of the CPTS.
struct Seances {
    all: BTreeMap<ReunionId, Reunion>,
    zone: TimeZone,
}

impl Seances {
    /// Title and day of a meeting that was held on a day.
    fn of(&self, id: ReunionId) -> Option<(&Reunion, Date)> {
        let one = self.all.get(&id).filter(|one| one.removed_at.is_none())?;
        Some((one, one.debut?.to_zoned(self.zone.clone()).date()))
    }
}

async fn seances(tx: &ReadTx, proof: &Allowed<ReadGroupes>, zone: TimeZone) -> Result<Seances, AppError> {
    let all = tx.reunions(proof).await?.into_iter().map(|one| (one.id, one)).collect();
    Ok(Seances { all, zone })
}

/// The last sealed version of the minutes of each meeting.
fn minutes(all: Vec<CompteRendu>, seances: &Seances) -> Vec<Arrivee> {
    let mut last: BTreeMap<ReunionId, CompteRendu> = BTreeMap::new();
    for one in all.into_iter().filter(|one| one.empreinte.is_some()) {
        last.insert(one.reunion, one);
    }
    let arrived = |one: CompteRendu| {
        let (reunion, le) = seances.of(one.reunion)?;
        let sceau = one.empreinte?;
        Some(Arrivee {
            origine: OriginePreuve::CompteRendu { reunion: one.reunion, numero: one.numero, sceau },
            kind: TypePreuve::CompteRendu,
            titre: format!("Compte rendu, {}", reunion.titre),
            le,
        })
    };
    last.into_values().filter_map(arrived).collect()
}

impl App {
    async fn arrived_meetings(
        &self,
        (groupes, presences): (&Allowed<ReadGroupes>, bool),
    ) -> Result<Vec<Arrivee>, AppError> {
        let zone = self.zone(groupes).await?;
        let tx = self.store.read().await?;
        let seances = seances(&tx, groupes, zone).await?;
        let mut all = minutes(tx.all_comptes_rendus(groupes).await?, &seances);
        if !presences {
            return Ok(all);
        }
        let mut closed = tx.feuilles_fermees(groupes).await?;
        closed.sort_by_key(|one| std::cmp::Reverse(one.version));
        let mut seen = Vec::new();
        for one in closed {
            if seen.contains(&one.reunion) {
                continue;
            }
            seen.push(one.reunion);
            let Some((reunion, le)) = seances.of(one.reunion) else { continue };
            all.push(Arrivee {
                origine: OriginePreuve::Feuille {
                    reunion: one.reunion,
                    version: one.version,
                    sceau: one.sha256,
                },
                kind: TypePreuve::Emargement,
                titre: format!("Feuille de présence, {}", reunion.titre),
                le,
            });
        }
        Ok(all)
    }

    async fn arrived_dossiers(&self, proof: &Allowed<ReadDossiers>) -> Result<Vec<Arrivee>, AppError> {
        let tx = self.store.read().await?;
        let mut all = Vec::new();
        for dossier in tx.dossiers(proof).await? {
            let Some(last) = tx.depots(proof, dossier.id).await?.pop() else { continue };
            all.push(Arrivee {
                origine: OriginePreuve::Depot { dossier: dossier.id, depot: last.id, sceau: last.sha256 },
                kind: TypePreuve::Dossier,
                titre: format!("{}, version {}", dossier.titre, last.numero),
                le: last.filed_at.to_zoned(crate::paris()).date(),
            });
        }
        Ok(all)
    }

    /// What the house sealed and that is not in the vault of a contract yet, last first.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when the CPTS has no such contract, or the database does not answer.
    pub async fn arrivees(
        &self,
        (proof, scelles): (&Allowed<ReadPreuves>, &Scelles),
        contrat: ContratId,
    ) -> Result<Vec<Arrivee>, AppError> {
        let tx = self.store.read().await?;
        contrat_open(&tx, proof, contrat).await?;
        let there: Vec<Preuve> = tx.preuves(proof, contrat).await?;
        drop(tx);
        let mut all = Vec::new();
        if let Some(groupes) = &scelles.groupes {
            all.extend(self.arrived_meetings((groupes, scelles.presences.is_some())).await?);
        }
        if let Some(dossiers) = &scelles.dossiers {
            all.extend(self.arrived_dossiers(dossiers).await?);
        }
        // What was withdrawn can be taken again.
        let live = || there.iter().filter(|one| one.fiche.retrait.is_none());
        all.retain(|one| live().all(|known| known.fiche.origine != one.origine));
        all.sort_by(|a, b| (b.le, &a.titre).cmp(&(a.le, &b.titre)));
        Ok(all)
    }

    /// Takes something that the house sealed into the vault, attached to indicators: its document is made from what was
    /// sealed, and keeps the fingerprint of the seal besides its own.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when nothing of that key arrived, [`PreuveError::Alteree`] when it is not what was sealed,
    /// or an indicator is not of the contract.
    pub async fn take_arrivee(
        &self,
        (proof, read, scelles): (&Allowed<EditPreuves>, &Allowed<ReadPreuves>, &Scelles),
        contrat: ContratId,
        (cle, indicateurs): (&str, Vec<IndicateurId>),
    ) -> Result<PreuveId, PreuveError> {
        let all = self.arrivees((read, scelles), contrat).await?;
        let one = all.into_iter().find(|one| one.cle() == cle).ok_or(AppError::NotFound)?;
        let new = NouvellePreuve {
            kind: Some(one.kind),
            titre: one.titre.chars().take(super::TITRE_MAX).collect(),
            le: Some(one.le),
            indicateurs,
        };
        let checked = self.check_preuve(proof, contrat, (new, "document.pdf")).await?;
        let pdf = self.sealed_pdf(scelles, &one.origine).await?;
        let name = format!("{}.pdf", one.titre);
        self.keep_preuve(proof, contrat, (checked, one.origine), (&name, pdf)).await
    }

    async fn sealed_pdf(&self, scelles: &Scelles, origine: &OriginePreuve) -> Result<Vec<u8>, PreuveError> {
        let gone = || PreuveError::App(AppError::NotFound);
        match origine {
            OriginePreuve::Fichier => Err(gone()),
            OriginePreuve::CompteRendu { reunion, numero, .. } => {
                self.sealed_minutes(scelles.groupes.as_ref().ok_or_else(gone)?, (*reunion, *numero)).await
            }
            OriginePreuve::Feuille { reunion, version, .. } => {
                let proof = scelles.presences.as_ref().ok_or_else(gone)?;
                Ok(self.attendance_file(proof, (*reunion, Some(*version)), Format::Pdf).await?)
            }
            OriginePreuve::Depot { dossier, depot, sceau } => {
                let proof = scelles.dossiers.as_ref().ok_or_else(gone)?;
                let (_, documents) = self.version_documents(proof, (*dossier, *depot)).await?;
                if empreinte(&documents.pdf) == *sceau {
                    Ok(documents.pdf)
                } else {
                    Err(PreuveError::Alteree)
                }
            }
        }
    }

    async fn sealed_minutes(
        &self,
        proof: &Allowed<ReadGroupes>,
        (id, numero): (ReunionId, i64),
    ) -> Result<Vec<u8>, PreuveError> {
        let versions = self.minutes(proof, id).await?;
        let one = versions.into_iter().find(|one| one.version.numero == numero).ok_or(AppError::NotFound)?;
        if !one.intact {
            return Err(PreuveError::Alteree);
        }
        let (version, vue) = (one.version, self.reunion_vue(proof, id).await?);
        let cpts = self.cpts(proof.cpts()).await?;
        let day = |at: jiff::Timestamp| domain::nombres::date(at.to_zoned(vue.zone.clone()).date());
        let by = match Approbation::from_key(&version.approbation) {
            Some(Approbation::Reunion(other)) => {
                let other = self.reunion_vue(proof, other).await?;
                let held = other.reunion.debut.map(|at| format!(" du {}", day(at))).unwrap_or_default();
                format!("Approuvé par la réunion{held}.")
            }
            _ => "Approuvé par le bureau.".to_owned(),
        };
        let sealed = version.scelle_at.map(|at| format!("Scellé le {}.", day(at)));
        let print = version.empreinte.map(|sum| format!("Empreinte SHA-256\u{a0}: {sum}"));
        let debut = vue.reunion.debut;
        let document = ProcesVerbal {
            cpts: cpts.name,
            fictitious: cpts.fictitious,
            groupe: vue.groupe.as_ref().map(|one| one.nom.clone()),
            titre: vue.reunion.titre.clone(),
            quand: debut
                .map(|at| documents::quand::creneau(at, vue.reunion.fin, &vue.zone))
                .unwrap_or_default(),
            texte: version.texte,
            mentions: [Some(by), sealed, print].into_iter().flatten().collect(),
            date: self.today(),
        };
        // Away from the threads that answer requests: typesetting takes a while.
        let made = tokio::task::spawn_blocking(move || documents::compte_rendu_pdf(&document)).await;
        let made = made.map_err(|error| AppError::Document(error.to_string()))?;
        Ok(made.map_err(AppError::from)?)
    }
}
