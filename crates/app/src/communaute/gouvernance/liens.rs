//! Personal links to the votes of a meeting, for members without an account.

use documents::courriel::{Cadre, gouvernance};
use domain::authz::{ActByLink, Allowed, EditGouvernance};
use domain::communaute::gouvernance::modeles;
use domain::communaute::{CanalKind, LienObjet, Personne};
use domain::ids::{PersonneId, ReunionId};
use domain::texte::courriel::Email;
use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use storage::WriteTx;

use super::{GouvernanceError, SeanceLue};
use crate::communaute::{Bearer, NewPersonalLink};
use crate::mail::Outgoing;
use crate::{App, AppError};

/// What became of the links of a meeting.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LinksSent {
    /// Members written to.
    pub sent: usize,
    /// Members without an address that may be used.
    pub without_address: usize,
}

impl App {
    fn link_end(&self, seance: &SeanceLue) -> Result<Timestamp, AppError> {
        let after = SignedDuration::from_hours(modeles()?.bornes.lien_heures);
        let last = seance.reunion.fin.or(seance.reunion.debut).unwrap_or_else(|| self.now());
        Ok(last.max(self.now()).saturating_add(after).unwrap_or(last))
    }

    /// Sends every voter of a meeting their own link: proxy before, votes during. Links sent before stop working.
    ///
    /// # Errors
    /// [`GouvernanceError::NoMeeting`] without a date, or when the database does not answer.
    pub async fn send_vote_links(
        &self,
        proof: &Allowed<EditGouvernance>,
        id: ReunionId,
    ) -> Result<LinksSent, GouvernanceError> {
        let organisation = self.cpts(proof.cpts()).await?.name;
        let tx = self.store.write().await?;
        let read = tx.seance_to_edit(proof, id).await?.ok_or(AppError::NotFound)?;
        let seance = SeanceLue::of(read, None, self.today());
        if !seance.can_decide() {
            return Err(GouvernanceError::NoMeeting);
        }
        tx.revoke_liens(proof, (LienObjet::Vote, &id.to_string(), None), self.now()).await?;
        let cadre = gouvernance::cadre(&organisation);
        let mut done = LinksSent::default();
        for (voter, _) in seance.corps.iter() {
            let Some(personne) = seance.annuaire.get(voter) else { continue };
            let address = personne.canal(CanalKind::Courriel).and_then(|one| Email::parse(&one.valeur).ok());
            match address {
                Some(to) => {
                    self.send_vote_link(&tx, proof, (&seance, personne, to, &cadre)).await?;
                    done.sent += 1;
                }
                None => done.without_address += 1,
            }
        }
        let changes = json!({ "by": "email", "sent": done.sent });
        tx.audit(proof, self.change("reunion", id, changes)).await?;
        tx.commit().await?;
        Ok(done)
    }

    async fn send_vote_link(
        &self,
        tx: &WriteTx,
        proof: &Allowed<EditGouvernance>,
        (seance, personne, to, cadre): (&SeanceLue, &Personne, Email, &Cadre),
    ) -> Result<(), AppError> {
        let new = self.vote_link(seance, personne.id)?;
        let url = self.personal_link(tx, proof, new).await?;
        let start = seance.reunion.debut.map(|at| at.to_zoned(seance.zone.clone()).datetime());
        let content = gouvernance::lien_de_vote(&seance.reunion.titre, start, &url, cadre);
        let mail = Outgoing {
            cpts: Some(proof.cpts()),
            user: personne.user,
            to,
            template: "lien_vote",
            about: Some(format!("vote:{}:{}", seance.reunion.id, personne.id)),
            content,
        };
        self.queue_mail(tx, &mail).await.map(|_| ())
    }

    fn vote_link(&self, seance: &SeanceLue, personne: PersonneId) -> Result<NewPersonalLink, AppError> {
        Ok(NewPersonalLink {
            objet: LienObjet::Vote,
            sujet: seance.reunion.id.to_string(),
            personne: Some(personne),
            expires_at: self.link_end(seance)?,
        })
    }

    /// Makes the link of one voter, to show on a screen or to print; the one before stops working.
    ///
    /// # Errors
    /// [`GouvernanceError::NotElector`] for who may not vote, or when the database does not answer.
    pub async fn vote_link_of(
        &self,
        proof: &Allowed<EditGouvernance>,
        id: ReunionId,
        personne: PersonneId,
    ) -> Result<String, GouvernanceError> {
        let tx = self.store.write().await?;
        let read = tx.seance_to_edit(proof, id).await?.ok_or(AppError::NotFound)?;
        let seance = SeanceLue::of(read, None, self.today());
        let voter = seance.annuaire.resolve(personne);
        if !seance.corps.contains(voter) {
            return Err(GouvernanceError::NotElector);
        }
        tx.revoke_liens(proof, (LienObjet::Vote, &id.to_string(), Some(voter)), self.now()).await?;
        let url = self.personal_link(&tx, proof, self.vote_link(&seance, voter)?).await?;
        tx.audit(proof, self.change("lien_personnel", id, json!({ "given": true }))).await?;
        tx.commit().await?;
        Ok(url)
    }

    /// Whoever holds the link to the votes of a meeting: the proof, the meeting, the person.
    ///
    /// # Errors
    /// [`AppError::NotFound`], [`AppError::LinkOver`].
    pub async fn voter_by_link(
        &self,
        token: &str,
    ) -> Result<(Allowed<ActByLink>, ReunionId, PersonneId), AppError> {
        let Bearer { lien, proof } = self.bearer(LienObjet::Vote, token).await?;
        let reunion = lien.sujet.parse().map_err(|_| AppError::NotFound)?;
        Ok((proof, reunion, lien.personne.ok_or(AppError::NotFound)?))
    }
}
