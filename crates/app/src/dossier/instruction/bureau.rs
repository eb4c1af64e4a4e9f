//! The desk of an institution: what is addressed to it, and one dossier with all that it may see of it.

use std::collections::BTreeMap;

use domain::authz::{AllowedIn, InstitutionKind, InstitutionPermission, ReadDepots};
use domain::dossier::avis::{Avis, attendus, dernier, may_ask, rendus, visibles};
use domain::dossier::correction::{Correction, EtatCorrection};
use domain::dossier::delais::{Jours, MOTIF_SILENCE, jours, regles};
use domain::dossier::instruction::Decision;
use domain::dossier::lettre::Redigee;
use domain::dossier::{Annexe, Depot, Dossier, EtatDossier, Passage, RoleSaisine, Saisine};
use domain::ids::{DepotId, DossierId, InstitutionId, PieceId};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use storage::{Institution, ReadTx, Saisi};

use super::InstructionError;
use crate::communaute::reunions::zone_named;
use crate::{App, AppError};

/// Something that the institution has to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Attente {
    /// Look at whether the dossier is complete.
    Verifier,
    /// Say whether answered corrections are lifted; how many.
    Reponses(usize),
    /// Send the corrections that are ready; how many.
    Envoyer(usize),
    /// Ask opinions.
    DemanderAvis,
    /// Give its own.
    DonnerAvis,
    /// Record the decision: every opinion is there.
    Decider,
}

/// A dossier as the list of the desk shows it.
#[derive(Clone, Debug)]
pub struct Ligne {
    /// By what the institution has it.
    pub saisine: Saisine,
    /// Name of its CPTS.
    pub cpts: String,
    /// The dossier, in the state where it stands today.
    pub dossier: Dossier,
    /// Since when it stands there.
    pub depuis: Option<Timestamp>,
    /// Days with each party.
    pub jours: Jours,
    /// The last day of the legal delay that runs.
    pub echeance: Option<Date>,
    /// What waits for the institution.
    pub attentes: Vec<Attente>,
    /// The hour of its CPTS.
    pub zone: TimeZone,
}

/// A dossier with all that the institution may see of it.
#[derive(Clone, Debug)]
pub struct Vue {
    /// What the list shows of it.
    pub ligne: Ligne,
    /// The institution that looks.
    pub institution: Institution,
    /// Filed versions, first filed first.
    pub depots: Vec<Depot>,
    /// Corrections, first asked first.
    pub corrections: Vec<Correction>,
    /// Who else has the dossier, or had it: each with the name and kind of its institution.
    pub saisines: Vec<(Saisine, Institution)>,
    /// Opinions that the institution may see, those that count.
    pub avis: Vec<Avis>,
    /// Every opinion that it gave itself, first given first.
    pub siens: Vec<Avis>,
    /// How many opinions are still awaited.
    pub attendus: usize,
    /// Institutions whose opinion can still be asked, for the desk.
    pub candidates: Vec<Institution>,
    /// The decision.
    pub decision: Option<Decision>,
    /// Today at the hour of the CPTS.
    pub today: Date,
}

impl Vue {
    /// The current version.
    pub fn courante(&self) -> Option<&Depot> {
        self.depots.last()
    }

    /// Name of an institution that has the dossier.
    pub fn nom(&self, id: InstitutionId) -> &str {
        let found = self.saisines.iter().find(|(_, one)| one.id == id);
        found.map_or("", |(_, one)| one.name.as_str())
    }

    /// Whether the institution leads the instruction.
    pub fn is_guichet(&self) -> bool {
        self.ligne.saisine.role == RoleSaisine::Guichet
    }

    /// Whether the institution may record the decision: the desk, and the agency.
    pub fn may_decide(&self) -> bool {
        self.is_guichet() || self.institution.kind == InstitutionKind::Ars
    }
}

/// A filed version and its text.
#[derive(Clone, Debug)]
pub struct Version {
    /// The version.
    pub depot: Depot,
    /// Its letter; `None` when the CPTS filed a document of its own.
    pub lettre: Option<Redigee>,
    /// Whether a document for a word processor goes with it.
    pub docx: bool,
    /// Whether it is the last one filed.
    pub courante: bool,
}

/// Which document of a version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Copie {
    /// The PDF, whose fingerprint is known.
    Pdf,
    /// The same for a word processor.
    Docx,
}

/// The dossier in the state where it stands today, before the night has written it down.
pub(super) fn lu(mut dossier: Dossier, (zone, now): (&TimeZone, Timestamp)) -> Result<Dossier, AppError> {
    let today = now.to_zoned(zone.clone()).date();
    if let Some(end) = regles()?.repute_valide(&dossier, today) {
        dossier.etat = EtatDossier::Accepte;
        let at = domain::organisation::end_of_day(end, zone).unwrap_or(now);
        let by = domain::authz::Author::System(super::INSTRUCTION.to_owned());
        dossier.fiche.passages.push(Passage {
            etat: EtatDossier::Accepte,
            at,
            by,
            motif: MOTIF_SILENCE.to_owned(),
        });
    }
    Ok(dossier)
}

fn attentes(
    (saisine, dossier): (&Saisine, &Dossier),
    corrections: &[Correction],
    (saisines, avis): (&[Saisine], &[Avis]),
) -> Vec<Attente> {
    let count = |etat: EtatCorrection| corrections.iter().filter(|one| one.etat == etat).count();
    let mut all = Vec::new();
    if saisine.role == RoleSaisine::Avis {
        if dossier.etat == EtatDossier::EnInstruction && dernier(avis, saisine.id).is_none() {
            all.push(Attente::DonnerAvis);
        }
        return all;
    }
    if !matches!(dossier.etat, EtatDossier::Depose | EtatDossier::EnInstruction) {
        return all;
    }
    if dossier.etat == EtatDossier::Depose {
        all.push(Attente::Verifier);
    }
    all.extend(Some(count(EtatCorrection::Repondue)).filter(|count| *count > 0).map(Attente::Reponses));
    let ready = count(EtatCorrection::Preparee) + count(EtatCorrection::Maintenue);
    all.extend(Some(ready).filter(|count| *count > 0).map(Attente::Envoyer));
    if dossier.etat == EtatDossier::EnInstruction {
        match (rendus(saisines, avis).is_empty(), attendus(saisines, avis).is_empty()) {
            (true, true) => all.push(Attente::DemanderAvis),
            (false, true) => all.push(Attente::Decider),
            _ => {}
        }
    }
    all
}

impl App {
    async fn ligne(&self, tx: &ReadTx, saisi: &Saisi, cpts: String) -> Result<Option<Ligne>, AppError> {
        let Some(dossier) = tx.dossier_in(saisi).await?.filter(|one| one.removed_at.is_none()) else {
            return Ok(None);
        };
        let (now, zone) = (self.now(), zone_named(tx.fuseau_in(saisi).await?.as_deref()));
        let dossier = lu(dossier, (&zone, now))?;
        let (saisines, avis) = (tx.saisines_in(saisi).await?, tx.avis_in(saisi).await?);
        let corrections = tx.corrections_in(saisi).await?;
        Ok(Some(Ligne {
            saisine: saisi.saisine().clone(),
            cpts,
            depuis: dossier.fiche.passages.last().map(|last| last.at),
            jours: jours(&dossier.fiche.passages, &zone, now),
            echeance: regles()?.echeance(&dossier),
            attentes: attentes((saisi.saisine(), &dossier), &corrections, (&saisines, &avis)),
            dossier,
            zone,
        }))
    }

    /// The dossiers addressed to the institution, first addressed first.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn desk(&self, proof: &AllowedIn<ReadDepots>) -> Result<Vec<Ligne>, AppError> {
        let tx = self.store.read().await?;
        let saisis = tx.saisis(proof).await?;
        let names = tx.cpts_among(saisis.iter().map(Saisi::cpts)).await?;
        let names: BTreeMap<_, _> = names.into_iter().map(|one| (one.id, one.name)).collect();
        let mut all: Vec<Ligne> = Vec::new();
        for saisi in &saisis {
            // The desk may have been asked twice: once is enough to see it.
            if all.iter().any(|known| known.dossier.id == saisi.dossier()) {
                continue;
            }
            let cpts = names.get(&saisi.cpts()).cloned().unwrap_or_default();
            all.extend(self.ligne(&tx, saisi, cpts).await?);
        }
        Ok(all)
    }

    /// One dossier addressed to the institution, with all that it may see of it.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when it is not addressed to it, or when the database does not answer.
    pub async fn desk_one(&self, proof: &AllowedIn<ReadDepots>, id: DossierId) -> Result<Vue, AppError> {
        let tx = self.store.read().await?;
        let saisi = tx.saisi(proof, id).await?.ok_or(AppError::NotFound)?;
        let cpts = tx.cpts(saisi.cpts()).await?.ok_or(AppError::NotFound)?;
        let ligne = self.ligne(&tx, &saisi, cpts.name).await?.ok_or(AppError::NotFound)?;
        let all = tx.institution_list().await?;
        let institution = all.iter().find(|one| one.id == proof.institution()).cloned();
        let institution = institution.ok_or(AppError::NotFound)?;
        let (saisines, avis) = (tx.saisines_in(&saisi).await?, tx.avis_in(&saisi).await?);
        let own = saisi.saisine();
        let seen = visibles(own, &saisines, &avis).into_iter().cloned().collect();
        let siens = avis.iter().filter(|one| one.saisine == own.id).cloned().collect();
        let candidates = match saisi.is_guichet() {
            true => candidates(&institution, &saisines, &all),
            false => Vec::new(),
        };
        let named = |one: &Saisine| {
            let found = all.iter().find(|institution| institution.id == one.institution)?;
            Some((one.clone(), found.clone()))
        };
        Ok(Vue {
            depots: tx.depots_in(&saisi).await?,
            corrections: tx.corrections_in(&saisi).await?,
            attendus: attendus(&saisines, &avis).len(),
            saisines: saisines.iter().filter_map(named).collect(),
            avis: seen,
            siens,
            candidates,
            decision: tx.decision_in(&saisi).await?,
            today: self.today_in(&ligne.zone),
            institution,
            ligne,
        })
    }

    /// A filed version with its text.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when it is not addressed to the institution, or when the database does not answer.
    pub async fn desk_version(
        &self,
        proof: &AllowedIn<ReadDepots>,
        (id, depot): (DossierId, DepotId),
    ) -> Result<Version, AppError> {
        let tx = self.store.read().await?;
        let saisi = tx.saisi(proof, id).await?.ok_or(AppError::NotFound)?;
        let depots = tx.depots_in(&saisi).await?;
        let courante = depots.last().is_some_and(|last| last.id == depot);
        let found = depots.into_iter().find(|one| one.id == depot).ok_or(AppError::NotFound)?;
        let documents = tx.depot_documents_in(&saisi, depot).await?.ok_or(AppError::NotFound)?;
        Ok(Version {
            lettre: read_lettre(documents.contenu.as_deref())?,
            docx: documents.docx.is_some(),
            depot: found,
            courante,
        })
    }

    /// A document of a filed version, as it was filed, with the version.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when it is not addressed to the institution, or when the database does not answer.
    pub async fn desk_document<P: InstitutionPermission>(
        &self,
        proof: &AllowedIn<P>,
        (id, depot): (DossierId, DepotId),
        copie: Copie,
    ) -> Result<(Depot, Vec<u8>), AppError> {
        let tx = self.store.read().await?;
        let saisi = tx.saisi(proof, id).await?.ok_or(AppError::NotFound)?;
        let depots = tx.depots_in(&saisi).await?;
        let found = depots.into_iter().find(|one| one.id == depot).ok_or(AppError::NotFound)?;
        let documents = tx.depot_documents_in(&saisi, depot).await?.ok_or(AppError::NotFound)?;
        let bytes = match copie {
            Copie::Pdf => Some(documents.pdf),
            Copie::Docx => documents.docx,
        };
        Ok((found, bytes.ok_or(AppError::NotFound)?))
    }

    /// A document that goes with a filed version: what it is, its type and its content.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when it is not addressed to the institution, or when the database does not answer.
    pub async fn desk_annexe(
        &self,
        proof: &AllowedIn<ReadDepots>,
        (id, depot, piece): (DossierId, DepotId, PieceId),
    ) -> Result<(Annexe, String, Vec<u8>), AppError> {
        let tx = self.store.read().await?;
        let saisi = tx.saisi(proof, id).await?.ok_or(AppError::NotFound)?;
        let depots = tx.depots_in(&saisi).await?;
        let found = depots.into_iter().find(|one| one.id == depot).ok_or(AppError::NotFound)?;
        let annexe = found.annexes.iter().find(|one| one.piece == piece).ok_or(AppError::NotFound)?;
        let (kind, bytes) = tx.annexe_in(&saisi, (&found, piece)).await?.ok_or(AppError::NotFound)?;
        Ok((annexe.clone(), kind, bytes))
    }
}

/// The letter of a filed version, as it was kept.
pub(super) fn read_lettre(contenu: Option<&str>) -> Result<Option<Redigee>, InstructionReadError> {
    contenu.map(serde_json::from_str).transpose().map_err(InstructionReadError)
}

/// A filed letter that cannot be read: it was written by a release that this one does not know.
#[derive(Debug)]
pub(super) struct InstructionReadError(serde_json::Error);

impl From<InstructionReadError> for AppError {
    fn from(error: InstructionReadError) -> Self {
        AppError::Document(error.0.to_string())
    }
}

impl From<InstructionReadError> for InstructionError {
    fn from(error: InstructionReadError) -> Self {
        InstructionError::App(error.into())
    }
}

/// The institutions that the desk may still ask, by name.
fn candidates(desk: &Institution, saisines: &[Saisine], all: &[Institution]) -> Vec<Institution> {
    let asked =
        |one: &Institution| saisines.iter().any(|known| known.institution == one.id && known.until.is_none());
    let may = |one: &&Institution| {
        one.fictitious == desk.fictitious
            && may_ask(desk.region.as_deref(), (one.kind, one.region.as_deref())).is_ok()
            && !asked(one)
    };
    all.iter().filter(may).cloned().collect()
}
