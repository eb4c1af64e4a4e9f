//! The attendance sheet: as it stands now, closed and sealed, and closed again with a reason.

use documents::{DocumentError, FeuillePresence, Sceau, feuille_csv, feuille_pdf, feuille_xlsx};
use domain::authz::{Allowed, Author, ManagePresences};
use domain::communaute::gouvernance::{Quorum, QuorumMode, Reglement};
use domain::communaute::presences::{Feuille, Ligne, au_plus_une, minutes, par_telephone};
use domain::communaute::{Annuaire, Fuseau, Presence, Reunion};
use domain::ids::ReunionId;
use domain::organisation::{TextError, checked_text};
use domain::professions::professions;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::json;
use sha2::{Digest, Sha256};
use storage::{FeuilleClose, REGLEMENT, ReadTx};
use territory::text::search_key;

use super::{known, rules, seance};
use crate::communaute::gouvernance::SeanceLue;
use crate::communaute::reunions::zone_of;
use crate::comptes::Names;
use crate::{App, AppError};

/// Longest reason of another version, in characters.
const REASON_MAX: usize = 300;

/// A closed version, without its lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VersionClose {
    /// From 1.
    pub version: u32,
    /// SHA-256 of what was sealed, in hexadecimal.
    pub sha256: String,
    /// When.
    pub closed_at: Timestamp,
    /// Name of who closed it; empty when it is not known any more.
    pub par: String,
    /// Why there is another version.
    pub motif: Option<String>,
}

/// A closed version and what it holds, which is what was sealed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeuilleScellee {
    /// The version; `None` for a sheet that is not closed.
    pub version: Option<VersionClose>,
    /// The sheet.
    pub feuille: Feuille,
}

/// SHA-256 of a content, in hexadecimal.
fn fingerprint(content: &str) -> String {
    Sha256::digest(content.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn printed(
    sealed: &FeuilleScellee,
    (fictitious, at): (bool, Timestamp),
    zone: TimeZone,
) -> Result<Vec<u8>, DocumentError> {
    let scelle = sealed.version.as_ref().map(|one| Sceau {
        version: one.version,
        empreinte: &one.sha256,
        closed_at: one.closed_at,
        par: &one.par,
        motif: one.motif.as_deref(),
    });
    feuille_pdf(&FeuillePresence { feuille: &sealed.feuille, scelle, fictitious, at, zone })
}

fn written(feuille: &Feuille) -> Result<String, AppError> {
    serde_json::to_string(feuille).map_err(|error| AppError::Document(error.to_string()))
}

/// What a sheet is made of, read at once.
pub(super) struct Sources {
    pub(super) reunion: Reunion,
    pub(super) presences: Vec<Presence>,
    pub(super) people: Annuaire,
    pub(super) closed: Vec<FeuilleClose>,
    pub(super) zone: TimeZone,
    /// The count, for a meeting whose rules ask for a quorum.
    quorum: Option<Quorum>,
}

impl Sources {
    pub(super) async fn read(
        tx: &ReadTx,
        proof: &Allowed<ManagePresences>,
        id: ReunionId,
    ) -> Result<Self, AppError> {
        let reunion = tx.reunion(proof, id).await?.ok_or(AppError::NotFound)?;
        let presences = tx.presences(proof, id).await?;
        let people = known(tx, proof, presences.iter().filter_map(|one| one.personne)).await?;
        let presences = au_plus_une(presences, |id| people.resolve(id));
        let closed = tx.feuilles_closes(proof, id).await?;
        let zone = zone_of(tx, proof).await?;
        let quorum = quorum(tx, proof, (&reunion, &zone)).await?;
        Ok(Self { reunion, presences, people, closed, zone, quorum })
    }

    fn authors(&self) -> impl Iterator<Item = &Author> {
        let decided = self.presences.iter().filter_map(|one| one.fiche.decidee_par.as_ref());
        decided.chain(self.closed.iter().map(|one| &one.closed_by))
    }

    fn line(&self, one: &Presence, fin: Timestamp, names: &Names) -> Result<Ligne, AppError> {
        let person = one.personne.and_then(|id| self.people.get(id));
        let said = format!("{} {}", one.fiche.nom.to_uppercase(), one.fiche.prenom);
        let code = person.map_or(one.fiche.profession.as_ref(), |person| person.profession.as_ref());
        let label = code.map(|code| Ok::<_, AppError>(professions()?.label(code))).transpose()?.flatten();
        // Somebody who is no health professional has a function instead.
        let function = person.and_then(|person| person.fiche.fonction.clone()).unwrap_or_default();
        Ok(Ligne {
            presence: one.id,
            personne: one.personne,
            nom: person.map_or_else(|| said.trim().to_owned(), domain::communaute::Personne::nom_liste),
            profession: label.map_or(function, str::to_owned),
            moyen: one.moyen,
            state: one.state,
            arrivee: one.arrivee,
            depart: one.depart,
            minutes: minutes(one, fin),
            montre_at: one.fiche.montre_at,
            recue_at: one.recue_at,
            motif: one.fiche.motif.clone(),
            decidee_par: one.fiche.decidee_par.as_ref().and_then(|who| names.of(who)).map(str::to_owned),
            decidee_at: one.fiche.decidee_at,
            telephone: None,
        })
    }

    pub(super) fn sheet(&self, cpts: String, names: &Names) -> Result<Feuille, AppError> {
        let rules = rules()?;
        let seance = seance(&self.reunion, rules).ok_or(AppError::PastDate)?;
        let shared = par_telephone(&self.presences, rules.partage);
        let mut lignes = Vec::with_capacity(self.presences.len());
        for one in &self.presences {
            let phone = shared.iter().position(|held| held.contains(&one.id)).map(|place| place + 1);
            lignes.push(Ligne { telephone: phone, ..self.line(one, seance.fin, names)? });
        }
        lignes.sort_by_cached_key(|ligne| (search_key(&ligne.nom), ligne.presence));
        Ok(Feuille {
            cpts,
            titre: self.reunion.titre.clone(),
            kind: self.reunion.kind,
            lieu: self.reunion.fiche.lieu.clone(),
            debut: seance.debut,
            fin: seance.fin,
            fuseau: self.zone.iana_name().filter(|name| *name != Fuseau::Metropole.key()).map(str::to_owned),
            quorum: self.quorum.clone(),
            lignes,
        })
    }

    pub(super) fn versions(&self, names: &Names) -> Vec<VersionClose> {
        self.closed.iter().map(|one| version(one, names)).collect()
    }
}

/// The count of a meeting whose rules ask for a quorum: everybody who came. The whole community is read for it, so the
/// rules are looked at first.
async fn quorum(
    tx: &ReadTx,
    proof: &Allowed<ManagePresences>,
    (reunion, zone): (&Reunion, &TimeZone),
) -> Result<Option<Quorum>, AppError> {
    let reglement: Option<Reglement> = tx.reglage(proof, REGLEMENT).await?;
    let asks = |one: Reglement| one.regle(reunion.kind).quorum != QuorumMode::Aucun;
    if !reglement.is_some_and(asks) {
        return Ok(None);
    }
    let Some(day) = reunion.debut.map(|at| at.to_zoned(zone.clone()).date()) else { return Ok(None) };
    let read = tx.seance(proof, reunion.id).await?;
    Ok(read.map(|read| SeanceLue::of(read, None, day).quorum).filter(|one| one.inscrits > 0))
}

fn version(one: &FeuilleClose, names: &Names) -> VersionClose {
    VersionClose {
        version: one.version,
        sha256: one.sha256.clone(),
        closed_at: one.closed_at,
        par: names.of(&one.closed_by).unwrap_or_default().to_owned(),
        motif: one.reason.clone(),
    }
}

/// Files of a sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// To keep and to sign.
    Pdf,
    /// For a spreadsheet, in one table.
    Csv,
    /// A workbook.
    Xlsx,
}

impl App {
    /// A sheet as a file: as it stands now, or a closed version. The export is a line of the journal.
    ///
    /// # Errors
    /// As [`App::feuille_presence`]; [`AppError::TooMany`] after too many exports of one person.
    pub async fn attendance_file(
        &self,
        proof: &Allowed<ManagePresences>,
        (id, asked): (ReunionId, Option<u32>),
        format: Format,
    ) -> Result<Vec<u8>, AppError> {
        let sealed = self.feuille_presence(proof, (id, asked)).await?;
        self.within_limit(&domain::securite::rules()?.exports, &proof.author().to_string()).await?;
        let fictitious = self.cpts(proof.cpts()).await?.fictitious;
        let zone = self.zone(proof).await?;
        let bytes = match format {
            Format::Csv => feuille_csv(&sealed.feuille, &zone),
            Format::Xlsx => feuille_xlsx(&sealed.feuille, &zone)?,
            Format::Pdf => {
                let at = self.now();
                // Away from the threads that answer requests: typesetting takes a while.
                let made =
                    tokio::task::spawn_blocking(move || printed(&sealed, (fictitious, at), zone)).await;
                made.map_err(|error| AppError::Document(error.to_string()))??
            }
        };
        let tx = self.store.write().await?;
        let changes = json!({ "exported": "presences", "version": asked });
        tx.audit(proof, self.change("feuille_presence", id, changes)).await?;
        tx.commit().await?;
        Ok(bytes)
    }

    pub(super) async fn presence_sources(
        &self,
        proof: &Allowed<ManagePresences>,
        id: ReunionId,
    ) -> Result<(Sources, Names, String), AppError> {
        let tx = self.store.read().await?;
        let sources = Sources::read(&tx, proof, id).await?;
        drop(tx);
        let names = self.names(proof, sources.authors()).await?;
        let cpts = self.cpts(proof.cpts()).await?;
        Ok((sources, names, cpts.name))
    }

    /// The sheet of a meeting: as it stands now, or a closed version as it was sealed.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for a meeting or a version that the CPTS does not have, [`AppError::PastDate`] for a
    /// meeting that has no date, [`AppError::Document`] when a closed sheet is not what was sealed.
    pub async fn feuille_presence(
        &self,
        proof: &Allowed<ManagePresences>,
        (id, asked): (ReunionId, Option<u32>),
    ) -> Result<FeuilleScellee, AppError> {
        let (sources, names, cpts) = self.presence_sources(proof, id).await?;
        let Some(asked) = asked else {
            return Ok(FeuilleScellee { version: None, feuille: sources.sheet(cpts, &names)? });
        };
        let closed = sources.closed.iter().find(|one| one.version == asked).ok_or(AppError::NotFound)?;
        if fingerprint(&closed.content) != closed.sha256 {
            return Err(AppError::Document(format!("the closed sheet {} is not what was sealed", closed.id)));
        }
        let feuille = serde_json::from_str(&closed.content)
            .map_err(|error| AppError::Document(format!("closed sheet: {error}")))?;
        Ok(FeuilleScellee { version: Some(version(closed, &names)), feuille })
    }

    /// Closes the sheet as it stands: its content and its fingerprint do not change any more. From the second version
    /// on, a reason is asked.
    ///
    /// # Errors
    /// [`AppError::NotFound`]; [`AppError::PastDate`] before the meeting or without a date; [`TextError`] for a reason
    /// that is missing or cannot be kept; [`AppError::Conflict`] when nothing changed since the last version.
    pub async fn close_attendance(
        &self,
        proof: &Allowed<ManagePresences>,
        id: ReunionId,
        reason: &str,
    ) -> Result<u32, AppError> {
        let reason = checked_text(reason, REASON_MAX)?;
        // What is sealed is read before the write: names are of accounts, and the lock below says whether it is stale.
        let (sources, names, cpts) = self.presence_sources(proof, id).await?;
        let feuille = sources.sheet(cpts, &names)?;
        if feuille.debut > self.now() {
            return Err(AppError::PastDate);
        }
        let content = written(&feuille)?;
        let last = sources.closed.last();
        if last.is_some() && reason.is_empty() {
            return Err(TextError::Empty.into());
        }
        if last.is_some_and(|last| last.sha256 == fingerprint(&content)) {
            return Err(AppError::Conflict);
        }
        let tx = self.store.write().await?;
        tx.reunion_to_edit(proof, id).await?.ok_or(AppError::NotFound)?;
        let fusions = tx.fusions(proof).await?;
        let present = tx.presences_to_edit(proof, id).await?;
        let present = au_plus_une(present, |id| super::resolved(&fusions, id));
        let versions = tx.versions_closes(proof, id).await?;
        // Somebody signed between the reading and the lock: the person looks again before sealing.
        if present != sources.presences || versions as usize != sources.closed.len() {
            return Err(AppError::Conflict);
        }
        let new = FeuilleClose {
            id: self.next_id(),
            reunion: id,
            version: versions + 1,
            sha256: fingerprint(&content),
            content,
            closed_at: self.now(),
            closed_by: proof.author().clone(),
            reason: Some(reason).filter(|_| versions > 0),
        };
        tx.add_feuille_close(proof, &new).await?;
        let changes = json!({ "closed": new.version, "fingerprint": new.sha256 });
        tx.audit(proof, self.change("feuille_presence", id, changes)).await?;
        tx.commit().await?;
        Ok(new.version)
    }
}
