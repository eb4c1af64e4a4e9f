//! What time does by itself: the silence of the agency, and reminders, each once.

use documents::courriel::dossier::Evenement;
use domain::authz::{Actor, Allowed, FileDossiers, InstitutionKind};
use domain::dossier::avis::dernier;
use domain::dossier::delais::{Destinataire, Du, Faits, MOTIF_SILENCE, regles};
use domain::dossier::{Dossier, EtatDossier, RoleSaisine, Saisine};
use domain::ids::{DossierId, SaisineId};
use domain::organisation::end_of_day;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde_json::json;
use storage::{Cpts, ReadTx};
use territory::Perimeter;

use crate::communaute::reunions::zone_named;
use crate::jobs::{JobError, Report};
use crate::region::NotedStage;
use crate::{App, AppError};

/// Name of the recurring job, and of who acts in the journal.
pub const INSTRUCTION: &str = "dossiers.instruction";

/// What is to be done on a dossier now.
enum AFaire {
    /// The delay of the law ended on that day.
    Valider(Date),
    /// Reminders, by request.
    Rappeler(Vec<(SaisineId, Du)>),
}

impl App {
    /// Writes down what the silence of the agency has validated, and sends the reminders that are due.
    pub(crate) async fn follow_instructions(&self) -> Result<Report, JobError> {
        let (mut deemed, mut reminded) = (0, 0);
        for cpts in self.cpts_list().await? {
            let proof = Actor::system(INSTRUCTION).authorize::<FileDossiers>(cpts.id);
            let proof = proof.map_err(AppError::from)?;
            for (id, todo) in self.due(&proof).await? {
                match todo {
                    AFaire::Valider(end) => deemed += u64::from(self.deem(&proof, (&cpts, id, end)).await?),
                    AFaire::Rappeler(due) => reminded += self.remind(&proof, (&cpts, id), due).await?,
                }
            }
        }
        Ok(Report::of("deemed", deemed).and("reminded", reminded))
    }

    /// What is due in a CPTS: looked at without holding anything, as most of the time there is nothing.
    async fn due(&self, proof: &Allowed<FileDossiers>) -> Result<Vec<(DossierId, AFaire)>, AppError> {
        let tx = self.store.read().await?;
        let zone = zone_named(tx.fuseau_of(proof).await?.as_deref());
        let today = self.today_in(&zone);
        let mut all = Vec::new();
        for dossier in tx.dossiers(proof).await?.into_iter().filter(|one| !one.etat.is_over()) {
            if let Some(end) = regles()?.repute_valide(&dossier, today) {
                all.push((dossier.id, AFaire::Valider(end)));
                continue;
            }
            let due = self.reminders_of(&tx, proof, (&dossier, &zone)).await?;
            if !due.is_empty() {
                all.push((dossier.id, AFaire::Rappeler(due)));
            }
        }
        Ok(all)
    }

    async fn reminders_of(
        &self,
        tx: &ReadTx,
        proof: &Allowed<FileDossiers>,
        (dossier, zone): (&Dossier, &TimeZone),
    ) -> Result<Vec<(SaisineId, Du)>, AppError> {
        let avis = tx.avis_of(proof, dossier.id).await?;
        let mut all = Vec::new();
        for one in tx.saisines(proof, dossier.id).await? {
            let avis_rendu = dernier(&avis, one.id).is_some();
            let faits = Faits { dossier, avis_rendu, zone, now: self.now() };
            all.extend(regles()?.rappels_dus(&one, &faits).into_iter().map(|due| (one.id, due)));
        }
        Ok(all)
    }

    /// Writes down that a project is deemed validated; `false` when something else happened meanwhile.
    async fn deem(
        &self,
        proof: &Allowed<FileDossiers>,
        (cpts, id, end): (&Cpts, DossierId, Date),
    ) -> Result<bool, AppError> {
        let zone = zone_named(self.store.read().await?.fuseau_of(proof).await?.as_deref());
        let tx = self.store.write().await?;
        let Some(mut dossier) = tx.dossier_to_edit(proof, id).await? else { return Ok(false) };
        if regles()?.repute_valide(&dossier, self.today_in(&zone)) != Some(end) {
            return Ok(false);
        }
        // The day counts from the end of the delay, whenever this job ran.
        let at = end_of_day(end, &zone).unwrap_or_else(|| self.now());
        if dossier.pass(EtatDossier::Accepte, (proof.author(), at), MOTIF_SILENCE).is_err() {
            return Ok(false);
        }
        if !tx.save_dossier(proof, &dossier).await? {
            return Ok(false);
        }
        let changes = json!({ "deemed": end });
        tx.audit(proof, self.change("depot", id, changes)).await?;
        let told = Evenement::Silence { fin: end };
        self.tell_cpts(&tx, (cpts, &dossier), &told).await?;
        for one in tx.saisines_to_edit(proof, id).await?.iter().filter(|one| one.until.is_none()) {
            self.tell_institution(&tx, (cpts, &dossier), one, &told).await?;
            if one.role == RoleSaisine::Guichet {
                let unites = Perimeter::default();
                let noted = NotedStage { nom: &cpts.name, etape: "valide", le: end, unites: &unites };
                self.note_stage_of_cpts(&tx, (proof, one.institution), &noted).await?;
            }
        }
        tx.commit().await?;
        Ok(true)
    }

    /// Sends the reminders of a dossier. How many left.
    async fn remind(
        &self,
        proof: &Allowed<FileDossiers>,
        (cpts, id): (&Cpts, DossierId),
        due: Vec<(SaisineId, Du)>,
    ) -> Result<u64, AppError> {
        let kinds = self.store.read().await?.institution_list().await?;
        let is_ars = |one: &Saisine| {
            kinds.iter().any(|known| known.id == one.institution && known.kind == InstitutionKind::Ars)
        };
        let tx = self.store.write().await?;
        let Some(dossier) = tx.dossier_to_edit(proof, id).await? else { return Ok(0) };
        let mut saisines = tx.saisines_to_edit(proof, id).await?;
        let mut sent = 0;
        for (saisine, one) in due {
            let Some(rank) = saisines.iter().position(|known| known.id == saisine) else { continue };
            // Another process sent it meanwhile.
            if !saisines[rank].fiche.rappels.insert(one.cle.clone()) {
                continue;
            }
            if !tx.save_saisine(proof, &saisines[rank]).await? {
                return Err(AppError::Conflict);
            }
            saisines[rank].version += 1;
            let told = Evenement::Rappel { quoi: one.label.clone(), echeance: one.echeance };
            let about = (cpts, &dossier);
            sent += match one.to {
                Destinataire::Cpts => self.tell_cpts(&tx, about, &told).await?,
                Destinataire::Guichet | Destinataire::Avis => {
                    self.tell_institution(&tx, about, &saisines[rank], &told).await?
                }
            };
            // The agency is the one that the end of the delay binds.
            if one.cle.starts_with("silence") {
                let agencies = saisines.iter().filter(|one| one.role == RoleSaisine::Avis);
                for agency in agencies.filter(|one| one.until.is_none() && is_ars(one)) {
                    sent += self.tell_institution(&tx, about, agency, &told).await?;
                }
            }
        }
        tx.commit().await?;
        Ok(sent as u64)
    }
}
