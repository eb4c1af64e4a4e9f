//! The door of the community: how many there are, what comes next.

use std::collections::BTreeMap;

use domain::authz::{Allowed, ReadCommunaute};
use domain::communaute::adhesions::AdhesionState;
use domain::communaute::{Reunion, ReunionState, Statut};

use crate::{App, AppError};

/// Meetings shown in advance.
const NEXT: usize = 3;

/// What the door of the community shows.
#[derive(Clone, Debug, Default)]
pub struct CommunauteAccueil {
    /// People by status.
    pub personnes: BTreeMap<Statut, usize>,
    /// Everybody whose sheet stands.
    pub total: usize,
    /// Structures that stand.
    pub structures: usize,
    /// Groups that stand.
    pub groupes: usize,
    /// The next meetings, the first one first.
    pub prochaines: Vec<Reunion>,
    /// Meetings whose date is over and that nobody said were held or not.
    pub a_clore: Vec<Reunion>,
    /// Tasks and decisions to apply whose day is over.
    pub en_retard: usize,
    /// Requests of membership to decide.
    pub demandes: usize,
    /// Groups that nobody leads today.
    pub sans_pilote: Vec<String>,
}

impl App {
    /// The door of the community.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn communaute_accueil(
        &self,
        proof: &Allowed<ReadCommunaute>,
    ) -> Result<CommunauteAccueil, AppError> {
        let (now, today) = (self.now(), self.today());
        let tx = self.store.read().await?;
        let lines = tx.personne_lignes(proof).await?;
        let structures = tx.structures(proof).await?;
        let groupes = tx.groupes(proof).await?;
        let mandats = tx.mandats(proof).await?;
        let reunions = tx.reunions(proof).await?;
        let decisions = tx.decisions(proof).await?;
        let adhesions = tx.adhesions(proof).await?;
        drop(tx);
        let mut personnes = BTreeMap::new();
        for line in &lines {
            *personnes.entry(line.statut).or_default() += 1;
        }
        let standing = || groupes.iter().filter(|one| one.removed_at.is_none());
        let led = |id| mandats.iter().any(|seat| seat.groupe == id && seat.leads() && seat.runs(today));
        let planned = reunions.iter().filter(|one| one.state == ReunionState::Prevue);
        let (mut prochaines, a_clore): (Vec<Reunion>, Vec<Reunion>) =
            planned.cloned().partition(|one| one.fin.or(one.debut).is_some_and(|end| end >= now));
        prochaines.sort_by_key(|one| one.debut);
        prochaines.truncate(NEXT);
        Ok(CommunauteAccueil {
            personnes,
            total: lines.len(),
            structures: structures.iter().filter(|one| one.removed_at.is_none()).count(),
            groupes: standing().count(),
            prochaines,
            a_clore,
            en_retard: decisions.iter().filter(|one| one.is_late(today)).count(),
            demandes: adhesions.iter().filter(|one| one.state == AdhesionState::Demandee).count(),
            sans_pilote: standing().filter(|one| !led(one.id)).map(|one| one.nom.clone()).collect(),
        })
    }
}
