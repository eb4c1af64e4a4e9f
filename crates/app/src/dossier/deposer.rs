//! Filing: the letter of now becomes a version that never changes, given to the desk.

use documents::{Statut, lettre_intention_docx, lettre_intention_pdf};
use domain::authz::{Allowed, FileDossiers, InstitutionKind, ReadDossiers};
use domain::dossier::lettre::{Ecrit, Redigee};
use domain::dossier::{Annexe, Depot, Dossier, DossierKind, EtatDossier, RoleSaisine, Saisine, SaisineFiche};
use domain::ids::{DepotId, DossierId, InstitutionId, SaisineId};
use serde_json::json;
use sha2::{Digest as _, Sha256};
use storage::{DepotContenu, Institution, NewDepot, WriteTx};

use super::{DossierError, DossierLu, Lecteur};
use crate::region::NotedStage;
use crate::{App, AppError};

/// What is asked when a dossier is filed.
#[derive(Clone, Copy, Debug)]
pub struct NewDepotRequest {
    /// The desk, at the first filing; the same one is kept afterwards.
    pub guichet: Option<InstitutionId>,
    /// Version of the dossier that was on the page.
    pub vue: i64,
}

/// A filed version.
#[derive(Clone, Debug)]
pub struct Depose {
    /// The version.
    pub depot: Depot,
    /// Name of the desk.
    pub guichet: String,
}

/// Stage of the regional board that a filing reaches.
fn stage(kind: DossierKind) -> &'static str {
    match kind {
        DossierKind::LettreIntention => "lettre",
        DossierKind::ProjetSante => "projet",
    }
}

/// Bytes as their fingerprint.
fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

impl App {
    /// The desks that receive dossiers, by name.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn desks(&self, _: &Allowed<ReadDossiers>) -> Result<Vec<Institution>, AppError> {
        let mut all = self.store.read().await?.institution_list().await?;
        all.retain(|one| one.kind == InstitutionKind::GuichetUrps);
        Ok(all)
    }

    /// Files a dossier: its letter, figures and annexes are frozen with a fingerprint and given to the desk.
    ///
    /// # Errors
    /// [`DossierError::Closed`] when it is filed already, [`DossierError::Blocked`] while something misses or
    /// contradicts itself, [`DossierError::Replaced`] when somebody wrote meanwhile, [`DossierError::NotADesk`].
    pub async fn file_dossier(
        &self,
        (lecteur, proof): (&Lecteur, &Allowed<FileDossiers>),
        id: DossierId,
        asked: NewDepotRequest,
    ) -> Result<Depose, DossierError> {
        let lu = self.dossier_ecrit(lecteur, id).await?;
        if !lu.dossier.etat.may_be_filed() {
            return Err(DossierError::Closed(lu.dossier.etat));
        }
        let blocking = lu.remarques.iter().filter(|one| one.bloque()).count();
        if blocking > 0 {
            return Err(DossierError::Blocked(blocking));
        }
        if lu.dossier.version != asked.vue {
            return Err(DossierError::Replaced);
        }
        let desks = self.desks(&lecteur.dossiers).await?;
        let wanted = lu.dossier.guichet.or(asked.guichet);
        let desk = desks.into_iter().find(|one| Some(one.id) == wanted).ok_or(DossierError::NotADesk)?;
        let annexes = self.annexes(&lecteur.dossiers, &lu.dossier).await?;
        let annexes = annexes.into_iter().map(|one| Annexe {
            piece: one.id,
            nom: one.name,
            taille: one.size,
            sha256: one.sha256,
        });
        let frozen = self.freeze_letter(proof, &lu, annexes.collect()).await?;
        let filed = self.keep_filed(proof, (&lu, &desk), frozen).await?;
        Ok(Depose { depot: filed, guichet: desk.name })
    }

    /// The documents of the version that comes next.
    async fn freeze_letter(
        &self,
        proof: &Allowed<FileDossiers>,
        lu: &DossierLu,
        annexes: Vec<Annexe>,
    ) -> Result<NewDepot, DossierError> {
        let tx = self.store.read().await?;
        let numero = tx.depots(proof, lu.dossier.id).await?.last().map_or(0, |one| one.numero) + 1;
        drop(tx);
        let statut = Statut::Depose { numero, date: lu.redigee.jour };
        let pdf = lettre_intention_pdf(&lu.redigee, statut)?;
        let docx = lettre_intention_docx(&lu.redigee, statut)?;
        let depot = Depot {
            id: DepotId(self.next_id()),
            dossier: lu.dossier.id,
            numero,
            filed_at: self.now(),
            filed_by: proof.author().clone(),
            sha256: sha256(&pdf),
            annexes,
        };
        let contenu = written(&lu.redigee)?;
        Ok(NewDepot { depot, documents: DepotContenu { contenu: Some(contenu), pdf, docx: Some(docx) } })
    }

    /// Writes the version down, in one transaction, unless somebody wrote since the letter was read.
    async fn keep_filed(
        &self,
        proof: &Allowed<FileDossiers>,
        (lu, desk): (&DossierLu, &Institution),
        frozen: NewDepot,
    ) -> Result<Depot, DossierError> {
        let cpts = self.cpts(proof.cpts()).await?;
        let id = lu.dossier.id;
        let tx = self.store.write().await?;
        let mut dossier = tx.dossier_to_edit(proof, id).await?.ok_or(AppError::NotFound)?;
        let same = dossier.version == lu.dossier.version
            && Ecrit::of(tx.redactions_to_edit(proof, id).await?) == lu.ecrit
            && tx.next_depot_number(proof, id).await? == frozen.depot.numero;
        if !same {
            return Err(DossierError::Replaced);
        }
        let from = dossier.etat;
        dossier.guichet = Some(desk.id);
        dossier
            .pass(EtatDossier::Depose, (proof.author(), self.now()), "")
            .map_err(|wrong| DossierError::Closed(wrong.from))?;
        if !tx.save_dossier(proof, &dossier).await? {
            return Err(DossierError::Replaced);
        }
        self.open_desk(&tx, proof, &dossier).await?;
        let depot = frozen.depot.clone();
        tx.add_depot(proof, frozen).await?;
        let noted = NotedStage {
            nom: &cpts.name,
            etape: stage(dossier.kind),
            le: lu.redigee.jour,
            unites: &lu.perimetre,
        };
        self.note_stage_of_cpts(&tx, (proof, desk.id), &noted).await?;
        self.version_filed(&tx, proof, (&cpts, &dossier, depot.numero)).await?;
        let changes = json!({
            "filed": depot.numero, "sha256": depot.sha256, "from": from.key(), "institution": desk.id,
            "annexes": depot.annexes.len(),
        });
        tx.audit(proof, self.change("dossier_cpts", id, changes)).await?;
        tx.commit().await?;
        Ok(depot)
    }

    /// The desk looks at the dossier: since its first filing, or again after a withdrawal.
    async fn open_desk(
        &self,
        tx: &WriteTx,
        proof: &Allowed<FileDossiers>,
        dossier: &Dossier,
    ) -> Result<(), DossierError> {
        let Some(institution) = dossier.guichet else { return Err(DossierError::NotADesk) };
        let own = tx.saisines_to_edit(proof, dossier.id).await?;
        if own.iter().any(|one| {
            one.role == RoleSaisine::Guichet && one.institution == institution && one.until.is_none()
        }) {
            return Ok(());
        }
        let new = Saisine {
            id: SaisineId(self.next_id()),
            cpts: proof.cpts(),
            dossier: dossier.id,
            institution,
            role: RoleSaisine::Guichet,
            fiche: SaisineFiche::default(),
            since: self.now(),
            until: None,
            version: 1,
        };
        Ok(tx.add_saisine(proof, &new).await?)
    }

    /// Takes a dossier back before anybody instructs it: institutions do not see it any more, its versions stay.
    ///
    /// # Errors
    /// [`DossierError::Closed`] unless it is filed and nothing more, [`AppError::NotFound`].
    pub async fn withdraw_dossier(
        &self,
        proof: &Allowed<FileDossiers>,
        id: DossierId,
    ) -> Result<(), DossierError> {
        let tx = self.store.write().await?;
        let mut dossier = tx.dossier_to_edit(proof, id).await?.ok_or(AppError::NotFound)?;
        dossier
            .pass(EtatDossier::Brouillon, (proof.author(), self.now()), "Retiré par la CPTS.")
            .map_err(|wrong| DossierError::Closed(wrong.from))?;
        if !tx.save_dossier(proof, &dossier).await? {
            return Err(DossierError::Replaced);
        }
        for mut one in tx.saisines_to_edit(proof, id).await?.into_iter().filter(|one| one.until.is_none()) {
            one.until = Some(self.now());
            if !tx.save_saisine(proof, &one).await? {
                return Err(DossierError::Replaced);
            }
        }
        tx.audit(proof, self.change("dossier_cpts", id, json!({ "taken_back": true }))).await?;
        Ok(tx.commit().await?)
    }
}

fn written(letter: &Redigee) -> Result<String, AppError> {
    serde_json::to_string(letter).map_err(|error| AppError::Document(error.to_string()))
}
