//! The day of the commission, then the decision and its letter.

use documents::courriel::dossier::Evenement;
use documents::{LettreDecision, decision_pdf};
use domain::authz::{AllowedIn, DecideDepots, InstitutionKind, InstitutionPermission, InstructDepots};
use domain::dossier::avis::{Avis, NON_RENDU, attendus, dernier};
use domain::dossier::instruction::{Decision, DecisionFiche, Verdict};
use domain::dossier::{Dossier, DossierKind, EtatDossier, RoleSaisine, Saisine};
use domain::ids::DossierId;
use jiff::civil::Date;
use serde_json::json;
use sha2::{Digest, Sha256};
use storage::{Institution, Saisi};
use territory::Perimeter;

use super::{Autour, InstructionError, Refus, text};
use crate::region::NotedStage;
use crate::{App, AppError};

/// Everything that a decision rests on, as it is read before its letter is made.
struct Base {
    dossier: Dossier,
    saisines: Vec<Saisine>,
    avis: Vec<Avis>,
    institutions: Vec<Institution>,
    lettre: LettreDecision,
    depot: domain::dossier::Depot,
    decision: DecisionFiche,
    acceptee: bool,
}

impl App {
    /// Fixes the day of the commission, today or later.
    ///
    /// # Errors
    /// [`Refus::JourPasse`], [`Refus::Etat`], [`AppError::NotFound`], or when the database does not answer.
    pub async fn set_commission(
        &self,
        proof: &AllowedIn<InstructDepots>,
        id: DossierId,
        day: Date,
    ) -> Result<(), InstructionError> {
        let around = self.autour(proof, id).await?;
        let tx = self.store.write().await?;
        let mut held = self.au_guichet(&tx, proof, (id, &around.zone)).await?;
        if day < self.today_in(&around.zone) {
            return Err(InstructionError::at("commission", Refus::JourPasse));
        }
        if !matches!(held.dossier.etat, EtatDossier::Depose | EtatDossier::EnInstruction) {
            return Err(InstructionError::at("commission", Refus::Etat));
        }
        held.dossier.fiche.commission = Some(day);
        self.keep_dossier(&tx, &held).await?;
        self.note_instruction(&tx, (proof, &held.saisi), json!({ "commission": day })).await?;
        Ok(tx.commit().await?)
    }

    /// Records the decision and makes its letter, which never changes.
    ///
    /// # Errors
    /// [`Refus::PasDecideur`], [`Refus::Decision`], [`Refus::Silence`], [`InstructionError::Replaced`] when something
    /// changed while the letter was made, [`AppError::NotFound`], or when the database does not answer.
    pub async fn decide_dossier(
        &self,
        proof: &AllowedIn<DecideDepots>,
        id: DossierId,
        typed: &Verdict,
    ) -> Result<(), InstructionError> {
        let around = self.autour(proof, id).await?;
        let verdict = Verdict {
            motif: text("motif", &typed.motif)?,
            sans_avis: text("sans_avis", &typed.sans_avis)?,
            ..typed.clone()
        };
        let base = self.base(proof, (id, &around), &verdict).await?;
        let lettre = base.lettre.clone();
        let made = tokio::task::spawn_blocking(move || decision_pdf(&lettre)).await;
        let pdf = made.map_err(|error| AppError::Document(error.to_string()))?.map_err(AppError::from)?;
        let sha256 = Sha256::digest(&pdf).iter().map(|byte| format!("{byte:02x}")).collect();

        let tx = self.store.write().await?;
        let mut held = self.en_main(&tx, proof, (id, &around.zone)).await?;
        let saisines = tx.saisines_to_instruct(&held.saisi).await?;
        let avis = tx.avis_to_instruct(&held.saisi).await?;
        // The letter says what was read: an opinion that came meanwhile would be missing from it.
        if held.dossier != base.dossier || saisines != base.saisines || avis != base.avis {
            return Err(InstructionError::Replaced);
        }
        let decision = Decision {
            dossier: id,
            depot: base.depot.id,
            institution: proof.institution(),
            acceptee: base.acceptee,
            fiche: base.decision,
            sha256,
            at: self.now(),
            by: proof.author().clone(),
        };
        tx.add_decision_dossier(&held.saisi, &decision, pdf).await?;
        let to = if base.acceptee { EtatDossier::Accepte } else { EtatDossier::Refuse };
        held.dossier.pass(to, (proof.author(), self.now()), &decision.fiche.motif)?;
        self.keep_dossier(&tx, &held).await?;
        let changes = json!({ "decided": to.key(), "fingerprint": decision.sha256 });
        self.note_instruction(&tx, (proof, &held.saisi), changes).await?;
        if base.acceptee && held.dossier.kind == DossierKind::ProjetSante {
            let (le, unites) = (self.today_in(&around.zone), Perimeter::default());
            let noted = NotedStage { nom: &around.cpts.name, etape: "valide", le, unites: &unites };
            self.note_stage_in_region(&tx, (proof, around.cpts.id), &noted).await?;
        }
        self.tell_cpts(&tx, (&around.cpts, &held.dossier), &Evenement::Decision).await?;
        for one in saisines.iter().filter(|one| one.until.is_none() && one.institution != proof.institution())
        {
            self.tell_institution(&tx, (&around.cpts, &held.dossier), one, &Evenement::Decision).await?;
        }
        Ok(tx.commit().await?)
    }

    async fn base(
        &self,
        proof: &AllowedIn<DecideDepots>,
        (id, around): (DossierId, &Autour),
        verdict: &Verdict,
    ) -> Result<Base, InstructionError> {
        let tx = self.store.read().await?;
        let saisi = tx.saisi(proof, id).await?.ok_or(AppError::NotFound)?;
        if !may_decide(&saisi, &around.institution) {
            return Err(InstructionError::at("decision", Refus::PasDecideur));
        }
        let dossier = tx.dossier_in(&saisi).await?.ok_or(AppError::NotFound)?;
        let today = self.today_in(&around.zone);
        if let Some(end) = domain::dossier::delais::regles()?.repute_valide(&dossier, today) {
            return Err(InstructionError::at("decision", Refus::Silence(end)));
        }
        let (saisines, avis) = (tx.saisines_in(&saisi).await?, tx.avis_in(&saisi).await?);
        let missing = attendus(&saisines, &avis).len();
        let acceptee = verdict
            .check(&dossier, missing, today)
            .map_err(|refus| InstructionError::at("decision", Refus::Decision(refus)))?;
        let depot = tx.depots_in(&saisi).await?.pop();
        let depot = depot.ok_or_else(|| InstructionError::at("decision", Refus::Etat))?;
        let institutions = tx.institutions_among(saisines.iter().map(|one| one.institution)).await?;
        let decision = DecisionFiche {
            motif: verdict.raison(),
            opposition: verdict.opposition.filter(|_| !acceptee),
            sans_avis: if missing > 0 { verdict.sans_avis.clone() } else { String::new() },
            commission: dossier.fiche.commission,
            reference: reference(self.next_id(), today),
        };
        let mut base = Base {
            lettre: LettreDecision {
                nature: dossier.kind,
                region_ou_guichet: name(&institutions, &desk(&saisines)),
                institutions: Vec::new(),
                cpts: around.cpts.name.clone(),
                dossier: dossier.titre.clone(),
                depose_le: depot.filed_at.to_zoned(around.zone.clone()).date(),
                version: depot.numero,
                empreinte: depot.sha256.clone(),
                commission: dossier.fiche.commission,
                avis: Vec::new(),
                acceptee,
                motif: decision.motif.clone(),
                jour: today,
                reference: decision.reference.clone(),
                fictif: around.cpts.fictitious,
            },
            dossier,
            saisines,
            avis,
            institutions,
            depot,
            decision,
            acceptee,
        };
        base.sign();
        Ok(base)
    }

    /// The letter of a decision with its fingerprint, as it was made, for an institution that has the dossier.
    ///
    /// # Errors
    /// [`AppError::NotFound`] without one, or when the database does not answer.
    pub async fn desk_decision_letter<P: InstitutionPermission>(
        &self,
        proof: &AllowedIn<P>,
        id: DossierId,
    ) -> Result<(String, Vec<u8>), AppError> {
        let tx = self.store.read().await?;
        let saisi = tx.saisi(proof, id).await?.ok_or(AppError::NotFound)?;
        let decision = tx.decision_in(&saisi).await?.ok_or(AppError::NotFound)?;
        let bytes = tx.decision_letter_in(&saisi).await?.ok_or(AppError::NotFound)?;
        Ok((decision.sha256, bytes))
    }
}

impl Base {
    /// Those who sign and what each thinks: the desk first, then those whose opinion was asked.
    fn sign(&mut self) {
        let mut signed = vec![self.lettre.region_ou_guichet.clone()];
        for one in self.saisines.iter().filter(|one| one.role == RoleSaisine::Avis && one.until.is_none()) {
            let name = name(&self.institutions, &Some(one));
            match dernier(&self.avis, one.id) {
                Some(given) => {
                    let sens = given.sens.label().to_owned();
                    self.lettre.avis.push((name.clone(), sens, given.motif.clone()));
                    signed.push(name);
                }
                None => {
                    let why = self.decision.sans_avis.clone();
                    self.lettre.avis.push((name, NON_RENDU.to_owned(), why));
                }
            }
        }
        signed.retain(|name| !name.is_empty());
        self.lettre.institutions = signed;
    }
}

fn desk(saisines: &[Saisine]) -> Option<&Saisine> {
    saisines.iter().rev().find(|one| one.role == RoleSaisine::Guichet)
}

fn name(institutions: &[Institution], of: &Option<&Saisine>) -> String {
    let found = of.and_then(|of| institutions.iter().find(|one| one.id == of.institution));
    found.map(|one| one.name.clone()).unwrap_or_default()
}

/// The desk leads the instruction; for the agency the law gives it the decision (L1434-12).
fn may_decide(saisi: &Saisi, institution: &Institution) -> bool {
    saisi.is_guichet() || institution.kind == InstitutionKind::Ars
}

/// `2026-0A1B2C3D`: the year and the end of an identifier.
fn reference(id: uuid::Uuid, today: Date) -> String {
    let text = id.simple().to_string().to_uppercase();
    format!("{}-{}", today.year(), &text[text.len().saturating_sub(8)..])
}
