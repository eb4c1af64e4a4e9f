//! Launching, reminding, closing.

use domain::authz::{Allowed, EditMobilisation};
use domain::communaute::LienObjet;
use domain::communaute::mobilisation::{
    Campagne, CampagneCanal, CampagneState, Choix, Sollicitation, choisir, regles,
};
use domain::ids::{CampagneId, SollicitationId};
use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use storage::WriteTx;

use super::campagnes::standing;
use super::{CampagneError, SendCampagne, kit};
use crate::communaute::NewPersonalLink;
use crate::{App, AppError};

impl App {
    /// Freezes the selection of a campaign and starts it: e-mails leave by a job, a relay gets its link, a list of
    /// calls or letters is ready. How many people are solicited and how many are left out.
    ///
    /// # Errors
    /// [`CampagneError::Frozen`] when it was launched already, [`CampagneError::NoText`], [`CampagneError::Nobody`].
    pub async fn launch_campagne(
        &self,
        proof: &Allowed<EditMobilisation>,
        id: CampagneId,
    ) -> Result<(usize, usize), CampagneError> {
        let now = self.now();
        let tx = self.store.write().await?;
        let mut campagne = standing(tx.campagne_to_edit(proof, id).await?)?;
        let silent = campagne.fiche.objet.is_empty() || campagne.fiche.message.is_empty();
        if !campagne.launch(now, proof.author().to_string()) {
            return Err(CampagneError::Frozen);
        }
        if silent && campagne.canal != CampagneCanal::Telephone {
            return Err(CampagneError::NoText);
        }
        let annuaire = tx.annuaire_to_edit(proof).await?;
        let choix = choisir(&annuaire, &campagne.fiche.selection, campagne.canal, self.today());
        match campagne.canal {
            CampagneCanal::Relais => {
                let address = self.relay_link(&tx, proof, &campagne).await?;
                campagne.lien_relais = Some(kit::sealed(self, id, &address));
            }
            _ if choix.retenus.is_empty() => return Err(CampagneError::Nobody),
            _ => self.freeze(&tx, proof, (&campagne, &choix)).await?,
        }
        if campagne.canal == CampagneCanal::Courriel {
            let job = SendCampagne { cpts: proof.cpts(), campagne: id, relance: None };
            self.enqueue(&tx, Some(proof.cpts()), &job).await?;
        }
        if !tx.save_campagne(proof, &campagne).await? {
            return Err(AppError::Conflict.into());
        }
        let counts = (choix.retenus.len(), choix.ecartes.len());
        let changes = json!({ "launched": campagne.nom, "retenus": counts.0, "ecartes": counts.1 });
        tx.audit(proof, self.change("campagne", id, changes)).await?;
        tx.commit().await?;
        Ok(counts)
    }

    async fn freeze(
        &self,
        tx: &WriteTx,
        proof: &Allowed<EditMobilisation>,
        (campagne, choix): (&Campagne, &Choix),
    ) -> Result<(), AppError> {
        let new = |personne| Sollicitation::new(SollicitationId(self.next_id()), campagne.id, personne);
        let mut all = Vec::with_capacity(choix.retenus.len() + choix.ecartes.len());
        for (personne, adresse) in &choix.retenus {
            let mut one = new(*personne);
            one.fiche.adresse.clone_from(adresse);
            all.push(one);
        }
        for (personne, why) in &choix.ecartes {
            all.push(Sollicitation { ecart: Some(*why), ..new(*personne) });
        }
        Ok(tx.add_sollicitations(proof, &all).await?)
    }

    async fn relay_link(
        &self,
        tx: &WriteTx,
        proof: &Allowed<EditMobilisation>,
        campagne: &Campagne,
    ) -> Result<String, AppError> {
        let link = NewPersonalLink {
            objet: LienObjet::Campagne,
            sujet: campagne.id.to_string(),
            personne: None,
            expires_at: self.campaign_links_until()?,
        };
        self.personal_link(tx, proof, link).await
    }

    /// When a link made now stops working.
    pub(super) fn campaign_links_until(&self) -> Result<Timestamp, AppError> {
        let days = i64::from(regles()?.lien.jours);
        Ok(self.now() + SignedDuration::from_hours(24 * days))
    }

    /// Asks again those who did not answer and may be reminded today. How many.
    ///
    /// # Errors
    /// [`CampagneError::NotRunning`], [`CampagneError::OtherChannel`] for what nobody sends by e-mail,
    /// [`CampagneError::NobodyToRemind`].
    pub async fn remind_campagne(
        &self,
        proof: &Allowed<EditMobilisation>,
        id: CampagneId,
    ) -> Result<usize, CampagneError> {
        let now = self.now();
        let rules = regles().map_err(AppError::from)?;
        let tx = self.store.write().await?;
        let mut campagne = standing(tx.campagne_to_edit(proof, id).await?)?;
        if campagne.state != CampagneState::Lancee {
            return Err(CampagneError::NotRunning);
        }
        if campagne.canal != CampagneCanal::Courriel {
            return Err(CampagneError::OtherChannel);
        }
        let all = tx.sollicitations_to_edit(proof, id).await?;
        let count = all.iter().filter(|one| one.may_remind(now, rules).is_ok()).count();
        if count == 0 {
            return Err(CampagneError::NobodyToRemind);
        }
        campagne.fiche.relances.push(now);
        let job = SendCampagne { cpts: proof.cpts(), campagne: id, relance: Some(now) };
        self.enqueue(&tx, Some(proof.cpts()), &job).await?;
        if !tx.save_campagne(proof, &campagne).await? {
            return Err(AppError::Conflict.into());
        }
        tx.audit(proof, self.change("campagne", id, json!({ "reminded": count }))).await?;
        tx.commit().await?;
        Ok(count)
    }

    /// Nobody is solicited any more; answers still come while the links work.
    ///
    /// # Errors
    /// [`CampagneError::NotRunning`]; or the database does not answer.
    pub async fn close_campagne(
        &self,
        proof: &Allowed<EditMobilisation>,
        id: CampagneId,
    ) -> Result<(), CampagneError> {
        let tx = self.store.write().await?;
        let mut campagne = standing(tx.campagne_to_edit(proof, id).await?)?;
        if !campagne.close(self.now()) {
            return Err(CampagneError::NotRunning);
        }
        if !tx.save_campagne(proof, &campagne).await? {
            return Err(AppError::Conflict.into());
        }
        tx.audit(proof, self.change("campagne", id, json!({ "closed": campagne.nom }))).await?;
        Ok(tx.commit().await?)
    }
}
