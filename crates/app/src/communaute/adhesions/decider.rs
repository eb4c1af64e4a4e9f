//! The decision of the board, one by one or for many at once.

use documents::courriel::adhesion;
use documents::courriel::adhesion::Suite;
use domain::authz::{Allowed, DecideAdhesions};
use domain::communaute::adhesions::{Adhesion, AdhesionState, montant};
use domain::communaute::gouvernance::modeles;
use domain::communaute::{Accord, Annuaire, Canal, CanalKind, Personne, Statut};
use domain::ids::AdhesionId;
use domain::organisation::checked_text;
use domain::texte::courriel::Email;
use jiff::civil::Date;
use serde_json::json;
use storage::WriteTx;

use super::AdhesionError;
use crate::mail::Outgoing;
use crate::{App, AppError};

/// What the board decides.
#[derive(Clone, Copy, Debug)]
pub enum Decision<'a> {
    /// Accepts, on a day.
    Accepter(Date),
    /// Refuses, on a day; why.
    Refuser(Date, &'a str),
}

impl App {
    /// Decides requests. All of them, or none: how many.
    ///
    /// # Errors
    /// [`AdhesionError::Decided`], [`AdhesionError::NoReason`], [`AdhesionError::Day`] for a day to come,
    /// [`AppError::NotFound`], or when the database does not answer.
    pub async fn decide_adhesions(
        &self,
        proof: &Allowed<DecideAdhesions>,
        ids: &[AdhesionId],
        decision: Decision<'_>,
    ) -> Result<usize, AdhesionError> {
        let (day, reason) = match decision {
            Decision::Accepter(day) => (day, None),
            Decision::Refuser(day, reason) => {
                let reason = checked_text(reason, modeles()?.bornes.question_max).map_err(AppError::from)?;
                if reason.is_empty() {
                    return Err(AdhesionError::NoReason);
                }
                (day, Some(reason))
            }
        };
        if day > self.today() {
            return Err(AdhesionError::Day);
        }
        let organisation = self.cpts(proof.cpts()).await?.name;
        let tx = self.store.write().await?;
        let annuaire = tx.annuaire_to_edit(proof).await?;
        let mut all = tx.adhesions_to_edit(proof).await?;
        for id in ids {
            let one = all.iter_mut().find(|one| one.id == *id).ok_or(AppError::NotFound)?;
            if one.state != AdhesionState::Demandee {
                return Err(AdhesionError::Decided);
            }
            one.fiche.decidee = Some(day);
            one.fiche.motif = reason.clone().unwrap_or_default();
            one.state = if reason.is_some() { AdhesionState::Refusee } else { AdhesionState::Acceptee };
            tx.save_adhesion(proof, one).await?;
            let accepted = one.state == AdhesionState::Acceptee;
            let changes = json!({ "decided": true, "accepted": accepted, "year": one.annee });
            tx.audit(proof, self.change("adhesion", one.id, changes)).await?;
            let personne = annuaire.get(one.personne).ok_or(AppError::NotFound)?;
            if accepted {
                self.make_member(&tx, proof, (personne, one)).await?;
            }
            self.tell_decision(&tx, proof, (&annuaire, one, &organisation)).await?;
        }
        tx.commit().await?;
        Ok(ids.len())
    }

    /// The person becomes a member from the day of the decision, with the address that they gave.
    pub(super) async fn make_member<P: storage::ReadsCommunaute>(
        &self,
        tx: &WriteTx,
        proof: &Allowed<P>,
        (personne, one): (&Personne, &Adhesion),
    ) -> Result<(), AppError> {
        let day = one.fiche.decidee.unwrap_or_else(|| self.today());
        let mut changed = personne.clone();
        let mut is_changed = changed.step(Statut::Adherent, day, Some(one.motif()));
        if let Some(courriel) = one.fiche.identite.as_ref().and_then(|who| who.courriel.as_ref()) {
            let canal = Canal {
                kind: CanalKind::Courriel,
                valeur: courriel.clone(),
                accord: Accord::Donne,
                rebond: None,
                source: one.source(),
                depuis: day,
            };
            if changed.fiche.canaux.iter().all(|known| known.key() != canal.key()) {
                changed.fiche.canaux.push(canal);
                is_changed = true;
            }
        }
        if !is_changed {
            return Ok(());
        }
        changed.changed_at = self.now();
        if !tx.save_personne(proof, &changed).await? {
            return Err(AppError::Conflict);
        }
        let changes = json!({ "status": changed.statut.key() });
        tx.audit(proof, self.change("personne", changed.id, changes)).await?;
        Ok(())
    }

    async fn tell_decision(
        &self,
        tx: &WriteTx,
        proof: &Allowed<DecideAdhesions>,
        (annuaire, one, organisation): (&Annuaire, &Adhesion, &str),
    ) -> Result<(), AppError> {
        let personne = annuaire.get(one.personne);
        let own = personne.and_then(|one| one.canal(CanalKind::Courriel)).map(|canal| canal.valeur.clone());
        // An address that was typed in a public page is written to only when the sheet has none.
        let typed = one.fiche.identite.as_ref().and_then(|who| who.courriel.clone());
        let Some(to) = own.or(typed).and_then(|address| Email::parse(&address).ok()) else { return Ok(()) };
        let cadre = adhesion::cadre_demande(organisation);
        let left = one.left_cents().filter(|left| *left > 0).map(montant);
        let suite = match one.state {
            AdhesionState::Refusee => Suite::Refusee(&one.fiche.motif),
            AdhesionState::Acceptee | AdhesionState::Demandee => Suite::Acceptee(left.as_deref()),
        };
        let mail = Outgoing {
            cpts: Some(proof.cpts()),
            user: personne.and_then(|one| one.user),
            to,
            template: "adhesion_decision",
            about: Some(format!("adhesion:{}", one.id)),
            content: adhesion::decision(one.annee, suite, &cadre),
        };
        self.queue_mail(tx, &mail).await.map(|_| ())
    }
}
