//! Who is written to when something happens to a dossier: a link and nothing else.

use documents::courriel::dossier::{Evenement, cadre_cpts, cadre_institution, evenement};
use domain::authz::{FileDossiers, GiveAvis, InstructDepots};
use domain::dossier::{Dossier, RoleSaisine, Saisine};
use domain::ids::UserId;
use domain::texte::courriel::Email;
use storage::{Cpts, WriteTx};

use crate::mail::Outgoing;
use crate::{App, AppError};

/// Where and from whom a message goes.
struct Envoi<'a> {
    cpts: &'a Cpts,
    dossier: &'a Dossier,
    to: Vec<(UserId, Email)>,
    url: String,
    cadre: documents::courriel::Cadre,
}

/// What a message is called, for the operator's page and to find it again.
fn template(what: &Evenement) -> &'static str {
    match what {
        Evenement::Depose { .. } => "dossier_depose",
        Evenement::Corrections(_) => "dossier_corrections",
        Evenement::Repondues => "dossier_reponses",
        Evenement::AvisDemande => "dossier_avis_demande",
        Evenement::AvisDonne => "dossier_avis_rendu",
        Evenement::Decision => "dossier_decision",
        Evenement::Silence { .. } => "dossier_silence",
        Evenement::Rappel { .. } => "dossier_rappel",
    }
}

impl App {
    /// Writes to those of the CPTS who file its dossiers. How many.
    pub(in crate::dossier) async fn tell_cpts(
        &self,
        tx: &WriteTx,
        (cpts, dossier): (&Cpts, &Dossier),
        what: &Evenement,
    ) -> Result<usize, AppError> {
        let to = tx.holder_addresses::<FileDossiers>(cpts.id, self.now()).await?;
        let url = format!("{}/c/{}/dossiers/{}/echanges", self.settings.public_url, cpts.id, dossier.id);
        self.send_all(tx, what, Envoi { cpts, dossier, to, url, cadre: cadre_cpts(&cpts.name) }).await
    }

    /// Writes to those of an institution who do what its request asks. How many.
    pub(in crate::dossier) async fn tell_institution(
        &self,
        tx: &WriteTx,
        (cpts, dossier): (&Cpts, &Dossier),
        saisine: &Saisine,
        what: &Evenement,
    ) -> Result<usize, AppError> {
        let to = match saisine.role {
            RoleSaisine::Guichet => {
                tx.seat_addresses::<InstructDepots>(saisine.institution, self.now()).await?
            }
            RoleSaisine::Avis => tx.seat_addresses::<GiveAvis>(saisine.institution, self.now()).await?,
        };
        let name = tx.institution_name(saisine.institution).await?.unwrap_or_default();
        let (base, of) = (&self.settings.public_url, saisine.institution);
        let url = format!("{base}/i/{of}/dossiers/{}", dossier.id);
        self.send_all(tx, what, Envoi { cpts, dossier, to, url, cadre: cadre_institution(&name) }).await
    }

    async fn send_all(&self, tx: &WriteTx, what: &Evenement, envoi: Envoi<'_>) -> Result<usize, AppError> {
        let Envoi { cpts, dossier, to, url, cadre } = envoi;
        let content = evenement(what, (&cpts.name, dossier.kind.label()), &url, &cadre);
        let count = to.len();
        for (user, to) in to {
            let mail = Outgoing {
                cpts: Some(cpts.id),
                user: Some(user),
                to,
                template: template(what),
                about: Some(format!("{}:{}", template(what), dossier.id)),
                content: content.clone(),
            };
            self.queue_mail(tx, &mail).await?;
        }
        Ok(count)
    }
}
