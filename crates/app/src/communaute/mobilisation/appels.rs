//! The list of calls: what each call brought.

use domain::authz::{Allowed, EditMobilisation};
use domain::communaute::CanalKind;
use domain::communaute::mobilisation::{
    CampagneCanal, CampagneState, Issue, MoyenReponse, Reponse, contacted,
};
use domain::ids::SollicitationId;
use serde_json::json;

use super::CampagneError;
use super::campagnes::standing;
use crate::{App, AppError};

/// What a call brought.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IssueAppel {
    /// An answer.
    Reponse(Reponse),
    /// None yet.
    Issue(Issue),
}

impl App {
    /// Notes a call.
    ///
    /// # Errors
    /// [`CampagneError::OtherChannel`] unless the campaign calls, [`CampagneError::NotRunning`] when it is over.
    pub async fn note_call(
        &self,
        proof: &Allowed<EditMobilisation>,
        id: SollicitationId,
        outcome: IssueAppel,
    ) -> Result<(), CampagneError> {
        let (now, today) = (self.now(), self.today());
        let tx = self.store.write().await?;
        let mut one = tx.sollicitation_to_edit(proof, id).await?.ok_or(AppError::NotFound)?;
        let campagne = standing(tx.campagne_to_edit(proof, one.campagne).await?)?;
        if campagne.canal != CampagneCanal::Telephone || one.ecart.is_some() {
            return Err(CampagneError::OtherChannel);
        }
        if campagne.state != CampagneState::Lancee {
            return Err(CampagneError::NotRunning);
        }
        let issue = match outcome {
            IssueAppel::Reponse(_) => None,
            IssueAppel::Issue(issue) => Some(issue),
        };
        let first = one.called(now, issue, proof.author().to_string());
        let number = one.fiche.adresse.clone();
        self.change_personne(&tx, proof, one.personne, |person| {
            if first {
                contacted(person, &campagne, today);
            }
            if issue == Some(Issue::Faux) {
                let own = person.fiche.canaux.iter_mut();
                own.filter(|canal| canal.kind == CanalKind::Telephone && canal.valeur == number)
                    .for_each(|canal| canal.rebond = canal.rebond.or(Some(today)));
            }
        })
        .await?;
        tx.save_sollicitation(proof, &one).await?;
        match outcome {
            IssueAppel::Reponse(reponse) => {
                self.take_campaign_answer(&tx, proof, (&campagne, one), (reponse, MoyenReponse::Appel))
                    .await?;
            }
            IssueAppel::Issue(issue) => {
                let changes = json!({ "recorded": issue.key() });
                tx.audit(proof, self.change("sollicitation", id, changes)).await?;
            }
        }
        Ok(tx.commit().await?)
    }
}
