//! What became of the e-mails of campaigns: a person is reached when the server takes the message; a refusal marks the
//! address.

use domain::authz::{Actor, Allowed, EditMobilisation};
use domain::communaute::mobilisation::{Campagne, CampagneCanal, Sollicitation, contacted};
use domain::ids::SollicitationId;
use serde_json::json;
use storage::WriteTx;

use super::campagnes::standing;
use crate::{App, AppError};

/// What the e-mails of campaigns speak of: `sollicitation:<id>`.
pub(super) const ABOUT: &str = "sollicitation:";

/// An e-mail of a campaign that is about to leave.
pub(crate) struct CampaignMail {
    proof: Allowed<EditMobilisation>,
    id: SollicitationId,
}

impl App {
    /// The solicitation that an e-mail carries; `None` for every other e-mail.
    pub(crate) async fn campaign_mail(&self, about: Option<&str>) -> Result<Option<CampaignMail>, AppError> {
        let Some(id) = about.and_then(|about| about.strip_prefix(ABOUT)).and_then(|id| id.parse().ok())
        else {
            return Ok(None);
        };
        let Some(cpts) = self.store.read().await?.sollicitation_cpts(id).await? else { return Ok(None) };
        let proof = Actor::system("campagne").authorize::<EditMobilisation>(cpts)?;
        Ok(Some(CampaignMail { proof, id }))
    }

    /// The server took the e-mail, or refused it for good.
    pub(crate) async fn campaign_mail_ended(
        &self,
        tx: &WriteTx,
        mail: &CampaignMail,
        taken: bool,
    ) -> Result<(), AppError> {
        let CampaignMail { proof, id } = mail;
        let Some(mut one) = tx.sollicitation_to_edit(proof, *id).await? else { return Ok(()) };
        let Some(campagne) = tx.campagne_to_edit(proof, one.campagne).await? else { return Ok(()) };
        if taken {
            self.person_reached(tx, proof, (&campagne, &mut one)).await?;
        } else {
            self.mail_came_back(tx, proof, (&campagne, &mut one)).await?;
        }
        tx.save_sollicitation(proof, &one).await?;
        Ok(())
    }

    /// A message left: the person was reached.
    pub(super) async fn person_reached(
        &self,
        tx: &WriteTx,
        proof: &Allowed<EditMobilisation>,
        (campagne, one): (&Campagne, &mut Sollicitation),
    ) -> Result<(), AppError> {
        one.left(self.now());
        let today = self.today();
        self.change_personne(tx, proof, one.personne, |person| {
            contacted(person, campagne, today);
        })
        .await?;
        Ok(())
    }

    /// A message was refused, or came back: the address is marked, so that nobody uses it again.
    pub(super) async fn mail_came_back(
        &self,
        tx: &WriteTx,
        proof: &Allowed<EditMobilisation>,
        (campagne, one): (&Campagne, &mut Sollicitation),
    ) -> Result<(), AppError> {
        one.refused(self.now());
        let today = self.today();
        let Some(kind) = campagne.canal.kind() else { return Ok(()) };
        let address = one.fiche.adresse.clone();
        self.change_personne(tx, proof, one.personne, |person| {
            let own = person.fiche.canaux.iter_mut();
            own.filter(|canal| canal.kind == kind && canal.valeur == address)
                .for_each(|canal| canal.rebond = canal.rebond.or(Some(today)));
        })
        .await?;
        Ok(())
    }

    /// Somebody says that a message came back: a reply of the mail system, a letter returned.
    ///
    /// # Errors
    /// [`AppError::NotFound`], or when the database does not answer.
    pub async fn note_bounce(
        &self,
        proof: &Allowed<EditMobilisation>,
        id: SollicitationId,
    ) -> Result<(), AppError> {
        let tx = self.store.write().await?;
        let mut one = tx.sollicitation_to_edit(proof, id).await?.ok_or(AppError::NotFound)?;
        let campagne = standing(tx.campagne_to_edit(proof, one.campagne).await?)?;
        if campagne.canal == CampagneCanal::Relais || one.fiche.envois.is_empty() {
            return Err(AppError::NotFound);
        }
        self.mail_came_back(&tx, proof, (&campagne, &mut one)).await?;
        tx.save_sollicitation(proof, &one).await?;
        tx.audit(proof, self.change("sollicitation", id, json!({ "recorded": "rebond" }))).await?;
        Ok(tx.commit().await?)
    }
}
