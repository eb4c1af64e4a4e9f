//! An invented community, for demonstrations and measures: written at once, in a CPTS that is itself invented.

use domain::authz::{Allowed, EditCommunaute, EditGroupes};
use domain::communaute::{Groupe, Mandat, Personne, Presence, Reunion, Structure};

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
        let changes = serde_json::json!({
            "created": true,
            "personnes": invented.personnes.len(),
            "reunions": invented.reunions.len(),
        });
        tx.audit(people, self.change("cpts", people.cpts(), changes)).await?;
        tx.commit().await?;
        Ok(())
    }
}
