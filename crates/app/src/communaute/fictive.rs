//! An invented community, for demonstrations and measures: written at once, in a CPTS that is itself invented.

use domain::authz::{Allowed, EditCommunaute, EditGroupes, EditMobilisation};
use domain::communaute::adhesions::Adhesion;
use domain::communaute::mobilisation::{Campagne, Sollicitation};
use domain::communaute::{Convocation, Decision, Groupe, Mandat, Personne, Presence, Reunion, Structure};

use crate::{App, AppError};

/// An invented community.
#[derive(Clone, Debug, Default)]
pub struct CommunauteFictive {
    /// People.
    pub personnes: Vec<Personne>,
    /// Structures.
    pub structures: Vec<Structure>,
    /// Groups.
    pub groupes: Vec<Groupe>,
    /// Seats.
    pub mandats: Vec<Mandat>,
    /// Meetings.
    pub reunions: Vec<Reunion>,
    /// Presences.
    pub presences: Vec<Presence>,
    /// Who was called, and what they answered.
    pub convocations: Vec<Convocation>,
    /// Decisions and tasks.
    pub decisions: Vec<Decision>,
    /// Memberships.
    pub adhesions: Vec<Adhesion>,
}

impl App {
    /// Writes an invented community in one transaction, with one line of the journal.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when the CPTS is not an invented one: real people are never mixed with invented ones.
    pub async fn add_fictitious_community(
        &self,
        (people, groups): (&Allowed<EditCommunaute>, &Allowed<EditGroupes>),
        invented: &CommunauteFictive,
    ) -> Result<(), AppError> {
        let same = people.cpts() == groups.cpts();
        if !same || !self.cpts(people.cpts()).await?.fictitious {
            return Err(AppError::NotFound);
        }
        let tx = self.store.write().await?;
        for structure in &invented.structures {
            tx.add_structure(people, structure).await?;
        }
        tx.add_personnes(people, &invented.personnes).await?;
        for groupe in &invented.groupes {
            tx.add_groupe(groups, groupe).await?;
        }
        for mandat in &invented.mandats {
            tx.add_mandat(groups, mandat).await?;
        }
        for reunion in &invented.reunions {
            tx.add_reunion(groups, reunion).await?;
        }
        for presence in &invented.presences {
            tx.add_presence(groups, presence).await?;
        }
        for convocation in &invented.convocations {
            tx.add_convocation(groups, convocation).await?;
        }
        for decision in &invented.decisions {
            tx.add_decision(groups, decision).await?;
        }
        for adhesion in &invented.adhesions {
            tx.add_adhesion(people, adhesion).await?;
        }
        let changes = serde_json::json!({
            "created": true,
            "personnes": invented.personnes.len(),
            "reunions": invented.reunions.len(),
        });
        tx.audit(people, self.change("cpts", people.cpts(), changes)).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Writes an invented campaign as it was lived: what was sent and answered, though nothing ever leaves.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when the CPTS is not an invented one.
    pub async fn add_fictitious_campagne(
        &self,
        proof: &Allowed<EditMobilisation>,
        campagne: &Campagne,
        sollicitations: &[Sollicitation],
    ) -> Result<(), AppError> {
        if !self.cpts(proof.cpts()).await?.fictitious {
            return Err(AppError::NotFound);
        }
        let tx = self.store.write().await?;
        tx.add_campagne(proof, campagne).await?;
        tx.add_sollicitations(proof, sollicitations).await?;
        let changes = serde_json::json!({ "created": campagne.nom, "canal": campagne.canal.key() });
        tx.audit(proof, self.change("campagne", campagne.id, changes)).await?;
        tx.commit().await?;
        Ok(())
    }
}
