//! The job that prepares the e-mails of a campaign, some at a time: each leaves by a job of its own.

use documents::courriel::campagne::{MessageCampagne, campagne};
use domain::authz::{Actor, Allowed, EditMobilisation, ReadAssociation};
use domain::communaute::mobilisation::{Campagne, CampagneState, Ecart, Sollicitation, regles};
use domain::communaute::{CanalKind, LienObjet, Personne, Reunion};
use domain::ids::{CampagneId, CptsId};
use domain::texte::Email;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use storage::WriteTx;

use crate::communaute::NewPersonalLink;
use crate::jobs::{Job, JobError, Report};
use crate::mail::Outgoing;
use crate::{App, AppError};

/// Prepares the e-mails of a campaign. What was prepared is written with each person: starting again goes on.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SendCampagne {
    /// The CPTS.
    pub cpts: CptsId,
    /// The campaign.
    pub campagne: CampagneId,
    /// When the reminder was asked; `None` for the first message.
    pub relance: Option<Timestamp>,
}

/// What all the messages of a campaign share.
pub(super) struct Entete {
    pub(super) organisation: String,
    pub(super) contact: String,
    pub(super) expediteur: Vec<String>,
    pub(super) reunion: Option<String>,
}

impl Job for SendCampagne {
    const KIND: &'static str = "campagne.envoyer";
    const LEASE_MINUTES: i64 = 30;

    async fn run(self, app: &App) -> Result<Report, JobError> {
        let proof = Actor::system("campagne").authorize::<EditMobilisation>(self.cpts);
        let proof = proof.map_err(|denied| JobError::Permanent(denied.to_string()))?;
        let mut sent = 0;
        loop {
            let step = app.send_some(&proof, &self).await?;
            if step == 0 {
                return Ok(Report::of("sent", sent));
            }
            sent += step;
        }
    }
}

impl SendCampagne {
    /// Whether a person still waits for this message.
    fn concerns(&self, one: &Sollicitation, now: Timestamp) -> bool {
        match self.relance {
            None => one.awaits(0),
            Some(asked) => {
                let before = one.fiche.envois.last().is_some_and(|last| last.at < asked);
                before && regles().is_ok_and(|rules| one.may_remind(now, rules).is_ok())
            }
        }
    }
}

impl App {
    async fn send_some(
        &self,
        proof: &Allowed<EditMobilisation>,
        job: &SendCampagne,
    ) -> Result<u64, AppError> {
        let header = self.campaign_header(job.cpts, job.campagne).await?;
        let now = self.now();
        let tx = self.store.write().await?;
        let found = tx.campagne_to_edit(proof, job.campagne).await?;
        // Closed or removed meanwhile: nobody is written to any more.
        let Some(campagne) = found.filter(|one| one.state == CampagneState::Lancee) else { return Ok(0) };
        let all = tx.sollicitations_to_edit(proof, job.campagne).await?;
        let some: Vec<Sollicitation> =
            all.into_iter().filter(|one| job.concerns(one, now)).take(regles()?.envoi.lot).collect();
        let count = some.len() as u64;
        for mut one in some {
            self.send_one(&tx, proof, (&campagne, &header), &mut one).await?;
            tx.save_sollicitation(proof, &one).await?;
        }
        tx.commit().await?;
        Ok(count)
    }

    async fn send_one(
        &self,
        tx: &WriteTx,
        proof: &Allowed<EditMobilisation>,
        (campagne_lue, header): (&Campagne, &Entete),
        one: &mut Sollicitation,
    ) -> Result<(), AppError> {
        let person = tx.personne_solicited(proof, one.personne).await?;
        let Some((person, source)) = person.and_then(|person| usable(person, &one.fiche.adresse)) else {
            // They objected, or were removed, since the selection was frozen.
            one.ecart = Some(Ecart::Opposition);
            return Ok(());
        };
        one.send(self.now());
        let Ok(to) = Email::parse(&one.fiche.adresse) else {
            return self.mail_came_back(tx, proof, (campagne_lue, one)).await;
        };
        let link = NewPersonalLink {
            objet: LienObjet::Campagne,
            sujet: campagne_lue.id.to_string(),
            personne: Some(person.id),
            expires_at: self.campaign_links_until()?,
        };
        let message = MessageCampagne {
            organisation: header.organisation.clone(),
            contact: header.contact.clone(),
            objet: campagne_lue.fiche.objet.clone(),
            message: campagne_lue.fiche.message.clone(),
            reunion: header.reunion.clone(),
            lien: self.personal_link(tx, proof, link).await?,
            source,
            relance: one.fiche.envois.len() > 1,
        };
        let mail = Outgoing {
            cpts: Some(proof.cpts()),
            user: person.user,
            to,
            template: "campagne",
            about: Some(format!("{}{}", super::suivi::ABOUT, one.id)),
            content: campagne(&message),
        };
        self.queue_mail(tx, &mail).await?;
        Ok(())
    }

    /// Who writes, whom to ask, the meeting.
    pub(super) async fn campaign_header(&self, cpts: CptsId, id: CampagneId) -> Result<Entete, AppError> {
        let system = Actor::system("campagne");
        let proof = system.authorize::<EditMobilisation>(cpts)?;
        let own = self.store.read().await?.association(&system.authorize::<ReadAssociation>(cpts)?).await?;
        let tx = self.store.read().await?;
        let campagne = tx.campagne(&proof, id).await?.ok_or(AppError::NotFound)?;
        let reunion = match campagne.fiche.reunion {
            Some(reunion) => tx.reunion(&proof, reunion).await?.filter(|one| one.removed_at.is_none()),
            None => None,
        };
        let name = self.cpts(cpts).await?.name;
        let organisation = own.as_ref().and_then(|own| own.legal_name.clone()).unwrap_or(name);
        let email = own.as_ref().and_then(|own| own.email.clone());
        let phone = own.as_ref().and_then(|own| own.phone.clone());
        let contact: Vec<String> = [email, phone].into_iter().flatten().collect();
        let address = own.and_then(|own| own.address).unwrap_or_default();
        let mut expediteur: Vec<String> = address.lines().map(str::to_owned).collect();
        expediteur.extend(contact.iter().cloned());
        Ok(Entete {
            organisation,
            contact: contact.join(", "),
            expediteur,
            reunion: reunion.as_ref().map(invitation),
        })
    }
}

/// The meeting in a sentence, in the words of documents.
fn invitation(reunion: &Reunion) -> String {
    documents::courriel::campagne::invitation(
        &reunion.titre,
        reunion.debut,
        &reunion.fiche.lieu,
        &crate::paris(),
    )
}

/// The person and where their address was found, while it may be used.
fn usable(person: Personne, adresse: &str) -> Option<(Personne, String)> {
    let own =
        person.fiche.canaux.iter().find(|canal| canal.kind == CanalKind::Courriel && canal.valeur == adresse);
    let source = own.filter(|canal| canal.is_usable())?.source.clone();
    Some((person, source))
}
