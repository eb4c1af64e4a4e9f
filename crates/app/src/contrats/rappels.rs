//! What time does to a contract by itself: alerts of its clocks leave by e-mail, each once.

use documents::courriel::contrat::echeances;
use domain::aci::contrat::{ContratLu, rappels_dus};
use domain::authz::{Actor, Allowed, EditContrat};
use domain::ids::ContratId;
use serde_json::json;
use storage::Cpts;

use super::ContratError;
use crate::jobs::{JobError, Report};
use crate::mail::Outgoing;
use crate::{App, AppError};

/// Name of the recurring job, and of who acts in the journal.
pub const ECHEANCES: &str = "contrats.echeances";

const TEMPLATE: &str = "contrat_echeances";

impl App {
    /// Sends the alerts of contracts that are due, one e-mail a contract.
    pub(crate) async fn follow_contracts(&self) -> Result<Report, JobError> {
        let mut sent = 0;
        for cpts in self.cpts_list().await? {
            let proof = Actor::system(ECHEANCES).authorize::<EditContrat>(cpts.id).map_err(AppError::from)?;
            for id in self.contracts_pressing(&proof).await? {
                sent += self.remind_contract(&proof, (&cpts, id)).await.map_err(temporary)?;
            }
        }
        Ok(Report::of("reminded", sent))
    }

    /// Contracts with an alert to send: looked at without holding anything, as most of the time there is none.
    async fn contracts_pressing(&self, proof: &Allowed<EditContrat>) -> Result<Vec<ContratId>, AppError> {
        let mut found = Vec::new();
        for one in self.store.read().await?.contrats(proof).await? {
            if one.contrat.removed_at.is_none() && !rappels_dus(&one, self.today())?.is_empty() {
                found.push(one.contrat.id);
            }
        }
        Ok(found)
    }

    /// Sends the alerts of a contract to those who prepare it. How many e-mails left.
    async fn remind_contract(
        &self,
        proof: &Allowed<EditContrat>,
        (cpts, id): (&Cpts, ContratId),
    ) -> Result<u64, ContratError> {
        let tx = self.store.write().await?;
        let Some(ContratLu { mut contrat, versions }) = tx.contrat_to_edit(proof, id).await? else {
            return Ok(0);
        };
        // Another process may have sent them meanwhile.
        let lu = ContratLu { contrat: contrat.clone(), versions };
        let due = rappels_dus(&lu, self.today())?;
        let to = tx.holder_addresses::<EditContrat>(cpts.id, self.now()).await?;
        if due.is_empty() || to.is_empty() {
            return Ok(0);
        }
        let url = format!("{}/c/{}/contrats/{id}/missions", self.settings.public_url, cpts.id);
        let said: Vec<_> = due.iter().map(|one| one.horloge.clone()).collect();
        let content = echeances(&said, (&cpts.name, &contrat.titre), &url);
        let count = to.len() as u64;
        for (user, to) in to {
            let mail = Outgoing {
                cpts: Some(cpts.id),
                user: Some(user),
                to,
                template: TEMPLATE,
                about: Some(format!("{TEMPLATE}:{id}")),
                content: content.clone(),
            };
            self.queue_mail(&tx, &mail).await?;
        }
        let alerts: Vec<_> = due.into_iter().map(|one| one.cle).collect();
        contrat.fiche.suivi.rappels.extend(alerts.iter().cloned());
        self.keep_contrat(tx, proof, (&contrat, json!({ "alerts": alerts.len() }))).await?;
        Ok(count)
    }
}

fn temporary(error: ContratError) -> JobError {
    match error {
        ContratError::App(error) => error.into(),
        other => JobError::Temporary(other.to_string()),
    }
}
