//! Beginning a request, saving its parts one by one, confirming it.

use std::collections::BTreeMap;

use domain::authz::{Allowed, EditSubventions, SignSubventions};
use domain::ids::SubventionId;
use domain::subvention::{
    Attestation, Formulaire, Ligne, LigneTapee, Partie, RefusSubvention, Subvention, SubventionFiche,
    formulaire, read_case, read_exercice, read_lignes,
};
use domain::territoire::checked_name;
use serde_json::json;
use storage::{ReadsSubventions, WriteTx};

use super::SubventionError;
use crate::{App, AppError};

/// A part as it is typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tapee {
    /// Boxes: key and text.
    Cases(Vec<(String, String)>),
    /// Lines of the budget.
    Lignes(Vec<LigneTapee>),
}

/// What a part becomes.
enum Lue {
    Cases(BTreeMap<String, String>),
    Lignes(Vec<Ligne>),
}

type Wrong = Vec<(String, RefusSubvention)>;

fn boxes(
    form: &Formulaire,
    partie: Partie,
    typed: &[(String, String)],
) -> Result<BTreeMap<String, String>, Wrong> {
    let (mut kept, mut wrong) = (BTreeMap::new(), Vec::new());
    for case in form.cases_of(partie).filter(|case| case.fiche.is_none()) {
        let text = typed.iter().find(|(cle, _)| *cle == case.cle).map_or("", |(_, text)| text);
        match read_case(case, text, &form.limites) {
            Ok(value) => _ = kept.insert(case.cle.clone(), value),
            Err(refus) => wrong.push((case.cle.clone(), refus)),
        }
    }
    let day = |cle: &str| kept.get(cle).and_then(|value| value.parse().ok());
    if let Some((du, au)) = day("exercice_du").zip(day("exercice_au"))
        && let Err(refus) = read_exercice(du, au, &form.limites)
    {
        wrong.push(("exercice_au".into(), refus));
    }
    if wrong.is_empty() { Ok(kept) } else { Err(wrong) }
}

fn read(form: &Formulaire, partie: Partie, typed: &Tapee) -> Result<Lue, SubventionError> {
    match typed {
        Tapee::Cases(typed) => boxes(form, partie, typed).map(Lue::Cases),
        Tapee::Lignes(typed) => read_lignes(form, partie, typed).map(Lue::Lignes),
    }
    .map_err(SubventionError::Refused)
}

/// Puts a part in its place. Whether anything changed.
fn put(form: &Formulaire, fiche: &mut SubventionFiche, (partie, lue): (Partie, Lue)) -> bool {
    let before = (fiche.valeurs.clone(), fiche.lignes.clone());
    match lue {
        Lue::Cases(values) => {
            for (cle, value) in values {
                if value.is_empty() {
                    fiche.valeurs.remove(&cle)
                } else {
                    fiche.valeurs.insert(cle, value)
                };
            }
        }
        Lue::Lignes(lines) => {
            let inside = |line: &Ligne| form.compte(&line.compte).is_some_and(|one| one.partie == partie);
            fiche.lignes.retain(|line| !inside(line));
            fiche.lignes.extend(lines);
        }
    }
    before != (fiche.valeurs.clone(), fiche.lignes.clone())
}

impl App {
    /// Begins a request under a name.
    ///
    /// # Errors
    /// When the name cannot be used or the database does not answer.
    pub async fn add_subvention(
        &self,
        proof: &Allowed<EditSubventions>,
        intitule: &str,
    ) -> Result<SubventionId, SubventionError> {
        let intitule = checked_name(intitule).map_err(SubventionError::Name)?;
        let one = Subvention {
            id: SubventionId(self.next_id()),
            intitule,
            fiche: SubventionFiche::default(),
            created_at: self.now(),
            version: 1,
            removed_at: None,
        };
        let tx = self.store.write().await?;
        tx.add_subvention(proof, &one).await?;
        tx.audit(proof, self.change("subvention", one.id, json!({ "created": true }))).await?;
        tx.commit().await?;
        Ok(one.id)
    }

    async fn held_subvention<P: ReadsSubventions>(
        &self,
        tx: &WriteTx,
        proof: &Allowed<P>,
        id: SubventionId,
    ) -> Result<Subvention, SubventionError> {
        let one = tx.subvention_to_edit(proof, id).await?.filter(|one| one.removed_at.is_none());
        Ok(one.ok_or(AppError::NotFound)?)
    }

    /// Saves a part. `vu`: how often it had been saved when its page was opened.
    ///
    /// # Errors
    /// When what was typed is wrong, somebody saved this part meanwhile, or the database does not answer.
    pub async fn save_subvention_part(
        &self,
        proof: &Allowed<EditSubventions>,
        (id, partie, vu): (SubventionId, Partie, i64),
        typed: &Tapee,
    ) -> Result<(), SubventionError> {
        let form = formulaire()?;
        let lue = read(form, partie, typed)?;
        let tx = self.store.write().await?;
        let mut one = self.held_subvention(&tx, proof, id).await?;
        if one.fiche.vu(partie) != vu {
            return Err(SubventionError::Replaced);
        }
        if !put(form, &mut one.fiche, (partie, lue)) {
            return Ok(tx.commit().await?);
        }
        one.fiche.saved(partie);
        self.keep_subvention(&tx, proof, &one).await?;
        // Amounts and names stay in the request: the journal says which part.
        tx.audit(proof, self.change("subvention", id, json!({ "part": partie.key() }))).await?;
        Ok(tx.commit().await?)
    }

    /// Confirms a request as it stands. `vu`: how often parts had been saved when it was read.
    ///
    /// # Errors
    /// When a sentence is not ticked, the request changed meanwhile, or the database does not answer.
    pub async fn attest_subvention(
        &self,
        proof: &Allowed<SignSubventions>,
        (id, vu): (SubventionId, i64),
        ticked: &[String],
    ) -> Result<(), SubventionError> {
        if !formulaire()?.attestations.iter().all(|one| ticked.contains(&one.cle)) {
            return Err(SubventionError::Refused(vec![("attestation".into(), RefusSubvention::Coches)]));
        }
        let tx = self.store.write().await?;
        let mut one = self.held_subvention(&tx, proof, id).await?;
        let enregistrements = one.fiche.enregistrements();
        if enregistrements != vu {
            return Err(SubventionError::Replaced);
        }
        one.fiche.attestation =
            Some(Attestation { by: proof.author().clone(), at: self.now(), enregistrements });
        self.keep_subvention(&tx, proof, &one).await?;
        tx.audit(proof, self.change("subvention", id, json!({ "attested": true }))).await?;
        Ok(tx.commit().await?)
    }

    /// Removes a request; its final exports are kept with it.
    ///
    /// # Errors
    /// When the CPTS has none of that id, or the database does not answer.
    pub async fn remove_subvention(
        &self,
        proof: &Allowed<EditSubventions>,
        id: SubventionId,
    ) -> Result<(), SubventionError> {
        let tx = self.store.write().await?;
        let mut one = self.held_subvention(&tx, proof, id).await?;
        one.removed_at = Some(self.now());
        self.keep_subvention(&tx, proof, &one).await?;
        tx.audit(proof, self.change("subvention", id, json!({ "removed": true }))).await?;
        Ok(tx.commit().await?)
    }

    /// Brings a removed request back.
    ///
    /// # Errors
    /// When the CPTS has none of that id, or the database does not answer.
    pub async fn restore_subvention(
        &self,
        proof: &Allowed<EditSubventions>,
        id: SubventionId,
    ) -> Result<(), SubventionError> {
        let tx = self.store.write().await?;
        let mut one = tx.subvention_to_edit(proof, id).await?.ok_or(AppError::NotFound)?;
        if one.removed_at.take().is_some() {
            self.keep_subvention(&tx, proof, &one).await?;
            tx.audit(proof, self.change("subvention", id, json!({ "restored": true }))).await?;
        }
        Ok(tx.commit().await?)
    }

    async fn keep_subvention<P: ReadsSubventions>(
        &self,
        tx: &WriteTx,
        proof: &Allowed<P>,
        one: &Subvention,
    ) -> Result<(), SubventionError> {
        if tx.save_subvention(proof, one).await? { Ok(()) } else { Err(SubventionError::Replaced) }
    }
}
