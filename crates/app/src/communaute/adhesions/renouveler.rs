//! The civil-year renewal: who is up to date, calling the others, one tap to renew.

use documents::courriel::{Cadre, adhesion};
use domain::authz::{ActByLink, Allowed, ManageAdhesions};
use domain::communaute::adhesions::{Adhesion, AdhesionState, Bareme, montant};
use domain::communaute::gouvernance::modeles;
use domain::communaute::{CanalKind, LienObjet, Personne, Statut};
use domain::ids::{AdhesionId, PersonneId};
use domain::texte::courriel::Email;
use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use storage::{ReadsCommunaute, WriteTx};

use super::{AdhesionError, AdhesionsLues, Demandeur, NewAdhesion};
use crate::communaute::{Bearer, NewPersonalLink};
use crate::mail::Outgoing;
use crate::{App, AppError};

/// What became of a call to renew.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RenewalsSent {
    /// Members written to.
    pub sent: usize,
    /// Members without an address that may be used.
    pub without_address: usize,
}

/// Where a member stands for a year.
#[derive(Clone, Debug)]
pub struct Renewal {
    /// The member.
    pub personne: PersonneId,
    /// Their membership of the year, when there is one.
    pub adhesion: Option<Adhesion>,
}

impl AdhesionsLues {
    /// Every member of today and where they stand for a year, by name.
    pub fn renewals(&self, annee: i16) -> Vec<Renewal> {
        let members = self.annuaire.iter().filter(|one| one.statut == Statut::Adherent);
        let mut members: Vec<&Personne> = members.collect();
        members.sort_by_key(|one| one.search_key());
        let of = |one: &Personne| self.adhesions.iter().find(|a| a.annee == annee && a.personne == one.id);
        members.into_iter().map(|one| Renewal { personne: one.id, adhesion: of(one).cloned() }).collect()
    }
}

impl App {
    fn season_end(&self) -> Result<Timestamp, AppError> {
        let life = SignedDuration::from_hours(24 * modeles()?.bornes.lien_adhesion_jours);
        self.now().checked_add(life).map_err(|error| AppError::Rules(error.to_string()))
    }

    /// Writes to every member who has no membership for a year, with a personal link; links sent before stop working.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn call_renewals(
        &self,
        proof: &Allowed<ManageAdhesions>,
        annee: i16,
    ) -> Result<RenewalsSent, AdhesionError> {
        let known = self.adhesions(proof).await?;
        let organisation = self.cpts(proof.cpts()).await?.name;
        let cadre = adhesion::cadre_membre(&organisation);
        let tx = self.store.write().await?;
        let mut done = RenewalsSent::default();
        for renewal in known.renewals(annee).iter().filter(|one| one.adhesion.is_none()) {
            let Some(personne) = known.annuaire.get(renewal.personne) else { continue };
            let address = personne.canal(CanalKind::Courriel).and_then(|one| Email::parse(&one.valeur).ok());
            match address {
                Some(to) => {
                    let due = known.bareme.due(self.category(&known, personne.id).as_deref(), annee);
                    self.call_one(&tx, proof, (personne, to, annee, due), &cadre).await?;
                    done.sent += 1;
                }
                None => done.without_address += 1,
            }
        }
        let changes = json!({ "by": "email", "sent": done.sent, "year": annee });
        tx.audit(proof, self.change("adhesions", annee, changes)).await?;
        tx.commit().await?;
        Ok(done)
    }

    async fn call_one(
        &self,
        tx: &WriteTx,
        proof: &Allowed<ManageAdhesions>,
        (personne, to, annee, due): (&Personne, Email, i16, Option<i64>),
        cadre: &Cadre,
    ) -> Result<(), AppError> {
        let sujet = annee.to_string();
        tx.revoke_liens(proof, (LienObjet::Adhesion, &sujet, Some(personne.id)), self.now()).await?;
        let new = NewPersonalLink {
            objet: LienObjet::Adhesion,
            sujet,
            personne: Some(personne.id),
            expires_at: self.season_end()?,
        };
        let url = self.personal_link(tx, proof, new).await?;
        let due = due.map(montant);
        let mail = Outgoing {
            cpts: Some(proof.cpts()),
            user: personne.user,
            to,
            template: "adhesion_renouvellement",
            about: Some(format!("renouvellement:{annee}:{}", personne.id)),
            content: adhesion::renouvellement(annee, due.as_deref(), &url, cadre),
        };
        self.queue_mail(tx, &mail).await.map(|_| ())
    }

    /// Writes to every member whose dues of a year are not paid, and notes the day. What is left may change each time.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn remind_dues(
        &self,
        proof: &Allowed<ManageAdhesions>,
        annee: i16,
    ) -> Result<RenewalsSent, AdhesionError> {
        let cadre = adhesion::cadre_membre(&self.cpts(proof.cpts()).await?.name);
        let tx = self.store.write().await?;
        let annuaire = tx.annuaire_to_edit(proof).await?;
        let mut done = RenewalsSent::default();
        for mut one in tx.adhesions_to_edit(proof).await? {
            let runs =
                one.annee == annee && one.state == AdhesionState::Acceptee && one.fiche.sortie.is_none();
            let left = one.left_cents().filter(|left| runs && *left > 0);
            let (Some(left), Some(personne)) = (left, annuaire.get(one.personne)) else { continue };
            let address = personne.canal(CanalKind::Courriel).and_then(|one| Email::parse(&one.valeur).ok());
            let Some(to) = address else {
                done.without_address += 1;
                continue;
            };
            let mail = Outgoing {
                cpts: Some(proof.cpts()),
                user: personne.user,
                to,
                template: "adhesion_rappel",
                about: Some(format!("rappel:{}", one.id)),
                content: adhesion::rappel(annee, &montant(left), &cadre),
            };
            self.queue_mail(&tx, &mail).await?;
            one.fiche.relance = Some(self.today());
            tx.save_adhesion(proof, &one).await?;
            done.sent += 1;
        }
        let changes = json!({ "by": "email", "sent": done.sent, "year": annee, "reminder": true });
        tx.audit(proof, self.change("adhesions", annee, changes)).await?;
        tx.commit().await?;
        Ok(done)
    }

    /// The category of the last membership of a person.
    fn category(&self, known: &AdhesionsLues, personne: PersonneId) -> Option<String> {
        let own = known.adhesions.iter().filter(|one| one.personne == personne);
        own.max_by_key(|one| one.annee).and_then(|one| one.fiche.categorie.clone())
    }

    /// Renews the membership of somebody who is a member: accepted at once, since the board decided about them before.
    /// For somebody who is not, it is a request.
    ///
    /// # Errors
    /// As [`App::request_adhesion`].
    pub async fn renew<P: ReadsCommunaute>(
        &self,
        proof: &Allowed<P>,
        (personne, annee): (PersonneId, i16),
        new: NewAdhesion,
    ) -> Result<AdhesionId, AdhesionError> {
        let known = self.adhesions(proof).await?;
        let person = known.annuaire.get(personne).cloned().ok_or(AppError::NotFound)?;
        let categorie = new.categorie.clone().or_else(|| self.category(&known, person.id));
        let demand = NewAdhesion { demandeur: Demandeur::Connu(person.id), annee, categorie, ..new };
        let id = self.request_adhesion(proof, demand).await?;
        if person.statut != Statut::Adherent {
            return Ok(id);
        }
        let (tx, mut one) = self.adhesion_to_edit(proof, id).await?;
        one.state = AdhesionState::Acceptee;
        one.fiche.decidee = Some(self.today());
        one.fiche.renouvellement = true;
        self.keep_adhesion(tx, proof, (&one, json!({ "renewed": true, "year": annee }))).await?;
        Ok(id)
    }

    /// Makes the link of the CPTS to its page of membership of a year; the one before stops working.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn adhesion_link(
        &self,
        proof: &Allowed<ManageAdhesions>,
        annee: i16,
    ) -> Result<(String, Timestamp), AdhesionError> {
        let until = self.season_end()?;
        let sujet = annee.to_string();
        let known = self.store.read().await?.liens(proof, (LienObjet::Adhesion, &sujet)).await?;
        let tx = self.store.write().await?;
        // Personal links of the same year keep working: only the common one is replaced.
        if known.iter().any(|one| one.personne.is_none() && one.works(self.now())) {
            tx.revoke_common_liens(proof, (LienObjet::Adhesion, &sujet), self.now()).await?;
        }
        let new = NewPersonalLink { objet: LienObjet::Adhesion, sujet, personne: None, expires_at: until };
        let url = self.personal_link(&tx, proof, new).await?;
        tx.audit(proof, self.change("adhesions", annee, json!({ "given": true }))).await?;
        tx.commit().await?;
        Ok((url, until))
    }

    /// Whoever holds a membership link: the proof, the year, the person of a personal one, the scale of dues.
    ///
    /// # Errors
    /// [`AppError::NotFound`], [`AppError::LinkOver`], or when the database does not answer.
    pub async fn member_by_link(
        &self,
        token: &str,
    ) -> Result<(Allowed<ActByLink>, i16, Option<PersonneId>, Bareme), AppError> {
        let Bearer { lien, proof } = self.bearer(LienObjet::Adhesion, token).await?;
        let annee = lien.sujet.parse().map_err(|_| AppError::NotFound)?;
        let bareme = self.bareme(&proof).await?;
        Ok((proof, annee, lien.personne, bareme))
    }
}
