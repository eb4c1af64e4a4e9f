//! Writing an indicator, putting it in its place, removing it; settling the indicators of a year.

use domain::aci::indicateur::{Indicateur, IndicateurTape, Lu, lire_indicateur};
use domain::aci::missions::missions;
use domain::authz::{Allowed, EditContrat};
use domain::ids::{ContratId, IndicateurId};
use domain::organisation::checked_text;
use serde_json::json;
use storage::WriteTx;

use super::{AnneeLue, IndicateurError, lue};
use crate::{App, AppError};

/// Longest reason, in characters.
const MOTIF_MAX: usize = 300;

impl App {
    /// A year whose indicators may still change: until the end of the transaction nobody else changes them.
    pub(super) async fn annee_open(
        &self,
        tx: &WriteTx,
        proof: &Allowed<EditContrat>,
        (id, numero): (ContratId, u8),
    ) -> Result<AnneeLue, IndicateurError> {
        let contrat = tx.contrat_to_edit(proof, id).await?;
        let contrat = contrat.filter(|one| one.contrat.removed_at.is_none()).ok_or(AppError::NotFound)?;
        let all = tx.indicateurs_to_edit(proof, id).await?;
        let year = lue(contrat, numero, all)?;
        match year.arretee {
            Some(since) => Err(IndicateurError::Arretee(since)),
            None => Ok(year),
        }
    }

    /// An indicator as it is kept, after those that stand there.
    pub(super) fn fresh_indicateur(
        &self,
        year: &AnneeLue,
        (mission, intitule, fiche): Lu,
        rank: i64,
    ) -> Indicateur {
        let last = year.indicateurs.iter().chain(&year.retires).map(|one| one.ordre).max().unwrap_or(0);
        Indicateur {
            id: IndicateurId(self.next_id()),
            contrat: year.contrat.contrat.id,
            annee: year.annee.numero,
            mission,
            intitule,
            fiche,
            ordre: last + 1 + rank,
            created_at: self.now(),
            version: 1,
            removed_at: None,
        }
    }

    /// Whether so many more may stand in a year.
    pub(super) fn room(year: &AnneeLue, more: usize) -> Result<(), IndicateurError> {
        let most = missions()?.limites.lignes;
        if year.indicateurs.len() + more > most { Err(IndicateurError::Trop(most)) } else { Ok(()) }
    }

    /// Adds an indicator to a contract year.
    ///
    /// # Errors
    /// When what was typed is wrong, the year is settled, or the database does not answer.
    pub async fn add_indicateur(
        &self,
        proof: &Allowed<EditContrat>,
        at: (ContratId, u8),
        typed: &IndicateurTape,
    ) -> Result<IndicateurId, IndicateurError> {
        let read = lire_indicateur(typed)?.map_err(IndicateurError::Refused)?;
        let tx = self.store.write().await?;
        let year = self.annee_open(&tx, proof, at).await?;
        Self::room(&year, 1)?;
        let one = self.fresh_indicateur(&year, read, 0);
        tx.add_indicateurs(proof, std::slice::from_ref(&one)).await?;
        let changes = json!({ "created": true, "annee": at.1, "mission": one.mission });
        tx.audit(proof, self.change("indicateur", one.id, changes)).await?;
        tx.commit().await?;
        Ok(one.id)
    }

    async fn own_indicateur(
        &self,
        tx: &WriteTx,
        proof: &Allowed<EditContrat>,
        (contrat, id): (ContratId, IndicateurId),
    ) -> Result<Indicateur, IndicateurError> {
        let found = tx.indicateur_to_edit(proof, id).await?.filter(|one| one.contrat == contrat);
        let one = found.ok_or(AppError::NotFound)?;
        self.annee_open(tx, proof, (contrat, one.annee)).await?;
        Ok(one)
    }

    async fn keep_indicateur(
        &self,
        tx: WriteTx,
        proof: &Allowed<EditContrat>,
        (one, changes): (&Indicateur, serde_json::Value),
    ) -> Result<(), IndicateurError> {
        if !tx.save_indicateur(proof, one).await? {
            return Err(IndicateurError::Replaced);
        }
        tx.audit(proof, self.change("indicateur", one.id, changes)).await?;
        Ok(tx.commit().await?)
    }

    /// Corrects an indicator as it stood at a version. Its values, its remarks and what it takes up stay.
    ///
    /// # Errors
    /// When what was typed is wrong, the year is settled, or somebody changed it meanwhile.
    pub async fn correct_indicateur(
        &self,
        proof: &Allowed<EditContrat>,
        (contrat, id, version): (ContratId, IndicateurId, i64),
        typed: &IndicateurTape,
    ) -> Result<(), IndicateurError> {
        let (mission, intitule, fiche) = lire_indicateur(typed)?.map_err(IndicateurError::Refused)?;
        let tx = self.store.write().await?;
        let mut one = self.own_indicateur(&tx, proof, (contrat, id)).await?;
        if one.version != version {
            return Err(IndicateurError::Replaced);
        }
        let before = one.fiche.clone();
        (one.mission, one.intitule, one.fiche) = (mission, intitule, fiche);
        one.fiche.mesures = before.mesures;
        one.fiche.commentaire = before.commentaire;
        one.fiche.promesse = before.promesse;
        (one.fiche.reprend, one.fiche.lie_a) = (before.reprend, before.lie_a);
        self.keep_indicateur(tx, proof, (&one, json!({ "corrected": true, "annee": one.annee }))).await
    }

    /// Puts an indicator one place higher or lower among those of its mission.
    ///
    /// # Errors
    /// When the year is settled, or there is no such indicator.
    pub async fn move_indicateur(
        &self,
        proof: &Allowed<EditContrat>,
        (contrat, id): (ContratId, IndicateurId),
        up: bool,
    ) -> Result<(), IndicateurError> {
        let tx = self.store.write().await?;
        let mut one = self.own_indicateur(&tx, proof, (contrat, id)).await?;
        let year = self.annee_open(&tx, proof, (contrat, one.annee)).await?;
        let beside: Vec<&Indicateur> =
            year.indicateurs.iter().filter(|other| other.mission == one.mission).collect();
        let rank = beside.iter().position(|other| other.id == id).ok_or(AppError::NotFound)?;
        let target = if up { rank.checked_sub(1) } else { Some(rank + 1) };
        let Some(other) = target.and_then(|target| beside.get(target)) else { return Ok(()) };
        let mut other = (*other).clone();
        std::mem::swap(&mut one.ordre, &mut other.ordre);
        if !tx.save_indicateur(proof, &other).await? {
            return Err(IndicateurError::Replaced);
        }
        self.keep_indicateur(tx, proof, (&one, json!({ "fields": ["ordre"], "annee": one.annee }))).await
    }

    /// Removes an indicator, or brings it back.
    ///
    /// # Errors
    /// When the year is settled, or there is no such indicator.
    pub async fn remove_indicateur(
        &self,
        proof: &Allowed<EditContrat>,
        (contrat, id): (ContratId, IndicateurId),
        away: bool,
    ) -> Result<(), IndicateurError> {
        let tx = self.store.write().await?;
        let mut one = self.own_indicateur(&tx, proof, (contrat, id)).await?;
        if one.removed_at.is_some() == away {
            return Ok(());
        }
        one.removed_at = away.then(|| self.now());
        let changes = if away { json!({ "removed": true }) } else { json!({ "restored": true }) };
        self.keep_indicateur(tx, proof, (&one, changes)).await
    }

    /// Settles the indicators of a year: they share the variable part of each mission exactly, and do not change any
    /// more.
    ///
    /// # Errors
    /// [`IndicateurError::Sommes`] with the missions whose indicators do not; when somebody changed the contract.
    pub async fn settle_annee(
        &self,
        proof: &Allowed<EditContrat>,
        at: (ContratId, i64),
        numero: u8,
    ) -> Result<(), IndicateurError> {
        let tx = self.store.write().await?;
        let mut lu = self.contrat_held(&tx, proof, at).await?;
        let year = self.annee_open(&tx, proof, (at.0, numero)).await?;
        let wrong: Vec<_> = year.sommes.into_iter().filter(|one| !one.is_exact()).collect();
        if !wrong.is_empty() {
            return Err(IndicateurError::Sommes(wrong));
        }
        lu.contrat.fiche.suivi.arretees.insert(numero, self.today());
        let changes = json!({ "arretee": true, "annee": numero });
        Ok(self.keep_contrat(tx, proof, (&lu.contrat, changes)).await?)
    }

    /// Opens the indicators of a settled year again, with a reason.
    ///
    /// # Errors
    /// When no reason is given, the year is not settled, or somebody changed the contract.
    pub async fn reopen_annee(
        &self,
        proof: &Allowed<EditContrat>,
        at: (ContratId, i64),
        (numero, motif): (u8, &str),
    ) -> Result<(), IndicateurError> {
        let motif = checked_text(motif, MOTIF_MAX).unwrap_or_default();
        if motif.is_empty() {
            return Err(IndicateurError::Motif);
        }
        let tx = self.store.write().await?;
        let mut lu = self.contrat_held(&tx, proof, at).await?;
        if lu.contrat.fiche.suivi.arretees.remove(&numero).is_none() {
            return Err(AppError::NotFound.into());
        }
        let changes = json!({ "rouverte": true, "annee": numero, "reason": motif });
        Ok(self.keep_contrat(tx, proof, (&lu.contrat, changes)).await?)
    }
}
