//! The history of mobilisation, as the letter of intent asks for it.

use std::collections::{BTreeMap, BTreeSet};

use domain::authz::{Allowed, ReadMobilisation};
use domain::communaute::mobilisation::{
    Bilan, Campagne, CampagneState, Historique, LigneCampagne, LigneReunion, Sollicitation,
};
use domain::communaute::{Annuaire, Presence, PresenceState, Reunion, ReunionKind, ReunionState};
use domain::ids::PersonneId;
use jiff::Timestamp;
use jiff::civil::Date;

use crate::{App, AppError};

/// Presences that count, of people whom campaigns invited.
pub(super) fn invited_presences<'a>(
    annuaire: &Annuaire,
    presences: &[Presence],
    invited: impl Iterator<Item = &'a Sollicitation>,
) -> usize {
    let invited: BTreeSet<PersonneId> =
        invited.filter(|one| one.contacte_at.is_some()).map(|one| annuaire.resolve(one.personne)).collect();
    let counted = presences.iter().filter(|one| one.state == PresenceState::Comptee);
    counted.filter(|one| one.personne.is_some_and(|id| invited.contains(&annuaire.resolve(id)))).count()
}

fn local(at: Timestamp) -> Date {
    at.to_zoned(crate::paris()).date()
}

impl App {
    /// The history of mobilisation.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn historique_mobilisation(
        &self,
        proof: &Allowed<ReadMobilisation>,
    ) -> Result<Historique, AppError> {
        let cpts = self.cpts(proof.cpts()).await?;
        let tx = self.store.read().await?;
        let annuaire = tx.annuaire(proof).await?;
        let all = tx.sollicitations(proof, None).await?;
        let mut campagnes = tx.campagnes(proof).await?;
        campagnes.sort_by_key(|one| (one.fiche.lancee_at, one.created_at, one.id));
        let mut reunions = tx.reunions(proof).await?;
        let kept = |one: &Reunion| one.kind == ReunionKind::Information && one.state != ReunionState::Annulee;
        reunions.retain(kept);
        reunions.sort_by_key(|one| (one.debut.is_none(), one.debut, one.id));
        let mut history = Historique { cpts: cpts.name, jour: self.today(), ..Historique::default() };
        for campagne in &campagnes {
            if campagne.state == CampagneState::Preparation {
                history.a_venir.push(campagne.nom.clone());
                continue;
            }
            let title = reunions.iter().find(|one| Some(one.id) == campagne.fiche.reunion);
            let own: Vec<Sollicitation> =
                all.iter().filter(|one| one.campagne == campagne.id).cloned().collect();
            history.campagnes.push(line(campagne, &own, &annuaire, title.map(|one| one.titre.clone())));
        }
        for reunion in &reunions {
            let presences = tx.presences(proof, reunion.id).await?;
            let by = |one: &&Sollicitation| {
                campagnes.iter().any(|own| own.id == one.campagne && own.fiche.reunion == Some(reunion.id))
            };
            let called: Vec<&Sollicitation> = all.iter().filter(by).collect();
            history.reunions.push(meeting(reunion, &presences, &called, &annuaire));
        }
        Ok(history)
    }
}

fn line(
    campagne: &Campagne,
    own: &[Sollicitation],
    annuaire: &Annuaire,
    reunion: Option<String>,
) -> LigneCampagne {
    let mut listings: BTreeMap<String, usize> = BTreeMap::new();
    for one in own.iter().filter(|one| one.ecart.is_none() && one.contacte_at.is_some()) {
        let source = annuaire.get(one.personne).map(|one| one.fiche.source.clone()).unwrap_or_default();
        *listings.entry(source).or_default() += 1;
    }
    LigneCampagne {
        id: campagne.id,
        nom: campagne.nom.clone(),
        but: campagne.fiche.but.clone(),
        canal: campagne.canal,
        state: campagne.state,
        lancee: campagne.fiche.lancee_at.map(local),
        relances: campagne.fiche.relances.iter().map(|at| local(*at)).collect(),
        bilan: Bilan::of(own),
        declarations: campagne.fiche.declarations.clone(),
        listings: listings.into_iter().collect(),
        reunion,
    }
}

fn meeting(
    reunion: &Reunion,
    presences: &[Presence],
    called: &[&Sollicitation],
    annuaire: &Annuaire,
) -> LigneReunion {
    let reached = called.iter().filter(|one| one.contacte_at.is_some()).map(|one| one.personne);
    let invites: BTreeSet<PersonneId> =
        reunion.fiche.invites.iter().copied().chain(reached).map(|id| annuaire.resolve(id)).collect();
    let counted = |one: &&Presence| one.state == PresenceState::Comptee;
    let among = |one: &&Presence| one.personne.is_some_and(|id| invites.contains(&annuaire.resolve(id)));
    LigneReunion {
        id: reunion.id,
        titre: reunion.titre.clone(),
        debut: reunion.debut,
        lieu: reunion.fiche.lieu.clone(),
        tenue: reunion.state == ReunionState::Tenue,
        invites: invites.len(),
        presents: presences.iter().filter(counted).count(),
        presents_invites: presences.iter().filter(counted).filter(among).count(),
    }
}
