//! A request: by the public page of the CPTS, by a personal link, from an account, or typed by the secretary.

use std::collections::BTreeMap;

use domain::authz::Allowed;
use domain::communaute::adhesions::{Adhesion, AdhesionFiche, AdhesionState, Bareme, Identite, Verification};
use domain::communaute::gouvernance::modeles;
use domain::communaute::{Accord, Annuaire, Canal, CanalKind, Fiche, Personne, Statut};
use domain::ids::{AdhesionId, PersonneId};
use domain::organisation::checked_text;
use domain::texte::Rpps;
use serde_json::json;
use storage::{ReadsCommunaute, WriteTx};

use super::AdhesionError;
use crate::{App, AppError};

/// Who asks.
#[derive(Clone, Debug)]
pub enum Demandeur {
    /// Somebody whom the CPTS knows.
    Connu(PersonneId),
    /// Somebody who said who they are. An RPPS number that is known leads to its sheet, which is not changed.
    Declare(Identite),
}

/// A request about to be noted.
#[derive(Clone, Debug)]
pub struct NewAdhesion {
    /// Who.
    pub demandeur: Demandeur,
    /// Civil year.
    pub annee: i16,
    /// What was agreed to.
    pub verifications: Vec<Verification>,
    /// Category of dues; `None` takes the first one.
    pub categorie: Option<String>,
    /// Whether all must be agreed to: the person fills it in. The secretary may note what is missing later.
    pub complete: bool,
    /// Where it came from, for the sheet of somebody new: a word for people.
    pub source: String,
}

impl App {
    /// Notes a request, to be decided. Its identifier.
    ///
    /// # Errors
    /// [`AdhesionError::Unchecked`], [`AdhesionError::NoName`], [`AdhesionError::Already`], a text that cannot be
    /// kept, or when the database does not answer.
    pub async fn request_adhesion<P: ReadsCommunaute>(
        &self,
        proof: &Allowed<P>,
        new: NewAdhesion,
    ) -> Result<AdhesionId, AdhesionError> {
        let missing: Vec<_> =
            Verification::ALL.iter().copied().filter(|one| !new.verifications.contains(one)).collect();
        if new.complete && !missing.is_empty() {
            return Err(AdhesionError::Unchecked(missing));
        }
        let bareme: Bareme = self.bareme(proof).await?;
        let tx = self.store.write().await?;
        let annuaire = tx.annuaire_to_edit(proof).await?;
        let (personne, identite) = match &new.demandeur {
            Demandeur::Connu(id) => (self.known_member(&annuaire, *id)?, None),
            Demandeur::Declare(typed) => {
                let identite = checked(typed)?;
                let id = match by_rpps(&annuaire, &identite) {
                    Some(id) => id,
                    None => self.add_declared(&tx, proof, (&identite, &new.source)).await?,
                };
                (id, Some(identite))
            }
        };
        let all = tx.adhesions_to_edit(proof).await?;
        let own = |one: &&Adhesion| annuaire.resolve(one.personne) == personne;
        if let Some(known) = all.iter().filter(own).find(|one| one.annee == new.annee) {
            return Err(AdhesionError::Already(known.id));
        }
        let running = |one: &Adhesion| one.state == AdhesionState::Acceptee && one.fiche.sortie.is_none();
        let before = all.iter().filter(own).any(|one| one.annee == new.annee - 1 && running(one));
        let categorie = new.categorie.or_else(|| bareme.categories.first().map(|one| one.cle.clone()));
        let today = self.today();
        let one = Adhesion {
            id: AdhesionId(self.next_id()),
            personne,
            annee: new.annee,
            state: AdhesionState::Demandee,
            fiche: AdhesionFiche {
                verifications: new.verifications.iter().map(|one| (*one, today)).collect::<BTreeMap<_, _>>(),
                du_cents: bareme.due(categorie.as_deref(), new.annee),
                categorie,
                identite,
                renouvellement: before,
                ..AdhesionFiche::default()
            },
            created_at: self.now(),
            version: 1,
        };
        tx.add_adhesion(proof, &one).await?;
        let changes = json!({ "created": true, "year": new.annee });
        tx.audit(proof, self.change("adhesion", one.id, changes)).await?;
        tx.commit().await?;
        Ok(one.id)
    }

    fn known_member(&self, annuaire: &Annuaire, id: PersonneId) -> Result<PersonneId, AppError> {
        let found = annuaire.get(id).filter(|one| one.removed_at.is_none());
        found.map(|one| one.id).ok_or(AppError::NotFound)
    }

    async fn add_declared<P: ReadsCommunaute>(
        &self,
        tx: &WriteTx,
        proof: &Allowed<P>,
        (identite, source): (&Identite, &str),
    ) -> Result<PersonneId, AppError> {
        let (now, today) = (self.now(), self.today());
        let canal = |valeur: &String| Canal {
            kind: CanalKind::Courriel,
            valeur: valeur.clone(),
            accord: Accord::Donne,
            rebond: None,
            source: source.to_owned(),
            depuis: today,
        };
        let mut personne = Personne {
            id: PersonneId(self.next_id()),
            nom: identite.nom.clone(),
            prenom: identite.prenom.clone(),
            rpps: identite.rpps.as_deref().and_then(|typed| Rpps::parse(typed).ok()),
            profession: identite.profession.clone(),
            statut: Statut::Interesse,
            user: None,
            fiche: Fiche {
                canaux: identite.courriel.iter().map(canal).collect(),
                source: source.to_owned(),
                ..Fiche::default()
            },
            created_at: now,
            changed_at: now,
            version: 1,
            fusionnee: None,
            removed_at: None,
        };
        personne.step(Statut::Interesse, today, Some(source.to_owned()));
        tx.add_personne(proof, &personne).await?;
        tx.audit(proof, self.change("personne", personne.id, json!({ "created": true }))).await?;
        Ok(personne.id)
    }

    /// Notes what somebody agreed to after their request.
    ///
    /// # Errors
    /// [`AppError::NotFound`], or when the database does not answer.
    pub async fn note_verifications(
        &self,
        proof: &Allowed<domain::authz::ManageAdhesions>,
        id: AdhesionId,
        done: &[Verification],
    ) -> Result<(), AdhesionError> {
        let (tx, mut one) = self.adhesion_to_edit(proof, id).await?;
        let today = self.today();
        for verification in done {
            one.fiche.verifications.entry(*verification).or_insert(today);
        }
        self.keep_adhesion(tx, proof, (&one, json!({ "checks": one.fiche.verifications.len() }))).await
    }

    pub(super) async fn adhesion_to_edit<P: ReadsCommunaute>(
        &self,
        proof: &Allowed<P>,
        id: AdhesionId,
    ) -> Result<(WriteTx, Adhesion), AdhesionError> {
        let tx = self.store.write().await?;
        let all = tx.adhesions_to_edit(proof).await?;
        let found = all.into_iter().find(|one| one.id == id).ok_or(AppError::NotFound)?;
        Ok((tx, found))
    }

    pub(super) async fn keep_adhesion<P: ReadsCommunaute>(
        &self,
        tx: WriteTx,
        proof: &Allowed<P>,
        (one, changes): (&Adhesion, serde_json::Value),
    ) -> Result<(), AdhesionError> {
        if !tx.save_adhesion(proof, one).await? {
            return Err(AppError::Conflict.into());
        }
        tx.audit(proof, self.change("adhesion", one.id, changes)).await?;
        Ok(tx.commit().await?)
    }
}

fn checked(typed: &Identite) -> Result<Identite, AdhesionError> {
    let most = modeles()?.bornes.texte_max;
    let text = |text: &str| checked_text(text, most).map_err(AppError::from);
    let identite = Identite { nom: text(&typed.nom)?, prenom: text(&typed.prenom)?, ..typed.clone() };
    let named = !identite.nom.is_empty() && !identite.prenom.is_empty();
    if named { Ok(identite) } else { Err(AdhesionError::NoName) }
}

/// The sheet that has the number. A name alone leads nowhere: two people may share it, and a doubt is for the list of
/// doubles to settle.
fn by_rpps(annuaire: &Annuaire, identite: &Identite) -> Option<PersonneId> {
    let number = identite.rpps.as_deref()?;
    annuaire
        .iter()
        .find(|one| one.rpps.as_ref().is_some_and(|rpps| rpps.as_str() == number))
        .map(|one| one.id)
}
