//! Adding, correcting, removing and restoring a sheet.

use domain::authz::{Allowed, EditCommunaute};
use domain::communaute::doublons::{Certitude, Rapprochement, candidates};
use domain::communaute::saisie::{Alerte, Contexte, PersonneLue, Refus, SaisiePersonne, lire};
use domain::communaute::{Annuaire, Etape, Personne, Statut, Structure};
use domain::ids::{PersonneId, StructureId};
use domain::texte::Rpps;
use serde_json::{Value, json};
use storage::{StorageError, WriteTx};

use super::standing;
use crate::{App, AppError};

/// Why a sheet was not kept.
#[derive(Debug, thiserror::Error)]
pub enum PersonneError {
    /// It is wrong: all that is, in the order of the form.
    #[error("refused: {0:?}")]
    Refused(Vec<Refus>),
    /// Sheets may be of the same person, and nobody said that they are not.
    #[error("to confirm: {0:?}")]
    Doubles(Vec<Rapprochement>),
    /// Another sheet has the RPPS number.
    #[error("the number is that of another sheet")]
    NumberTaken(PersonneId),
    /// Somebody else changed the sheet meanwhile: this is how it is now.
    #[error("changed by somebody else meanwhile")]
    Changed(Box<Personne>),
    /// Anything else.
    #[error(transparent)]
    App(#[from] AppError),
}

impl From<StorageError> for PersonneError {
    fn from(error: StorageError) -> Self {
        PersonneError::App(error.into())
    }
}

impl From<&'static domain::source::RulesError> for PersonneError {
    fn from(error: &'static domain::source::RulesError) -> Self {
        PersonneError::App(error.into())
    }
}

/// A person to add.
#[derive(Clone, Debug, Default)]
pub struct NewPerson {
    /// The sheet as it was typed. Its confirmed doubts hold [`NewPerson::apart_key`] of the sheets that are others'.
    pub saisie: SaisiePersonne,
    /// The first step; `None` for someone found today.
    pub etape: Option<Etape>,
}

impl NewPerson {
    /// The key under which somebody confirms that a sheet is another person's.
    pub fn apart_key(id: PersonneId) -> String {
        format!("autre:{id}")
    }
}

impl App {
    /// Adds a person.
    ///
    /// # Errors
    /// When the sheet is wrong, may be a double, has the number of another one, or the database does not answer.
    pub async fn add_person(
        &self,
        proof: &Allowed<EditCommunaute>,
        new: NewPerson,
    ) -> Result<(PersonneId, Vec<Alerte>), PersonneError> {
        let tx = self.store.write().await?;
        let (annuaire, structures) = people_and_structures(&tx, proof).await?;
        let lue = self.read_sheet(&new.saisie, None, &structures)?;
        free(&annuaire, lue.rpps.as_ref(), None)?;
        let mut alertes = lue.alertes.clone();
        let found = Etape { statut: Statut::Repere, depuis: self.today(), motif: None };
        let one = self.made(lue, new.etape.unwrap_or(found));
        let doubles = candidates(&annuaire, &one)?;
        let said = |near: &Rapprochement| new.saisie.confirmes.contains(&NewPerson::apart_key(near.id));
        let doubtful = doubles.iter().filter(|near| near.certitude != Certitude::Possible);
        if !doubtful.clone().all(said) {
            return Err(PersonneError::Doubles(doubtful.cloned().collect()));
        }
        let alike = doubles.iter().filter(|near| near.certitude == Certitude::Possible && !said(near));
        alertes.extend(alike.map(|near| Alerte::Double(near.id)));
        tx.add_personne(proof, &one).await?;
        for near in doubles.iter().filter(|near| said(near)) {
            tx.set_doublon_apart(proof, (one.id, near.id), self.now()).await?;
        }
        tx.audit(proof, self.change("personne", one.id, json!({ "created": true }))).await?;
        tx.commit().await?;
        Ok((one.id, alertes))
    }

    /// A sheet from what was read and a first step.
    fn made(&self, lue: PersonneLue, etape: Etape) -> Personne {
        let mut one = Personne {
            id: PersonneId(self.next_id()),
            nom: lue.nom,
            prenom: lue.prenom,
            rpps: lue.rpps,
            profession: lue.profession,
            statut: etape.statut,
            user: None,
            fiche: lue.fiche,
            created_at: self.now(),
            changed_at: self.now(),
            version: 1,
            fusionnee: None,
            removed_at: None,
        };
        one.step(etape.statut, etape.depuis, etape.motif);
        one
    }

    fn read_sheet(
        &self,
        saisie: &SaisiePersonne,
        avant: Option<&Personne>,
        structures: &[Structure],
    ) -> Result<PersonneLue, PersonneError> {
        let reference = self.reference();
        let known = structures.iter().filter(|one| one.removed_at.is_none());
        let mut structures: Vec<StructureId> = known.map(|one| one.id).collect();
        // A place that was there before keeps its structure, removed or not.
        let before = avant.map_or(&[][..], |one| &one.fiche.exercices);
        structures.extend(before.iter().filter_map(|lieu| lieu.structure));
        let contexte = Contexte { atlas: &reference.atlas, today: self.today(), structures: &structures };
        lire(saisie, avant, &contexte)?.map_err(PersonneError::Refused)
    }

    /// Corrects a sheet that was shown in a version.
    ///
    /// # Errors
    /// When it is wrong, changed meanwhile, has the number of another one, or the database does not answer.
    pub async fn edit_person(
        &self,
        proof: &Allowed<EditCommunaute>,
        (id, version): (PersonneId, i64),
        saisie: &SaisiePersonne,
    ) -> Result<Vec<Alerte>, PersonneError> {
        let tx = self.store.write().await?;
        let (annuaire, structures) = people_and_structures(&tx, proof).await?;
        let before = standing(&annuaire, id)?;
        if before.version != version {
            return Err(PersonneError::Changed(Box::new(before)));
        }
        let lue = self.read_sheet(saisie, Some(&before), &structures)?;
        free(&annuaire, lue.rpps.as_ref(), Some(id))?;
        let PersonneLue { nom, prenom, rpps, profession, fiche, alertes } = lue;
        let after = Personne { nom, prenom, rpps, profession, fiche, ..before.clone() };
        let fields = changed_fields(&before, &after);
        if !fields.is_empty() {
            self.save_changed((&tx, proof), &after, json!({ "fields": fields })).await?;
            tx.commit().await?;
        }
        Ok(alertes)
    }

    /// Removes a sheet: it leaves the lists, and can be restored.
    ///
    /// # Errors
    /// When the CPTS has none, or the database does not answer.
    pub async fn remove_person(
        &self,
        proof: &Allowed<EditCommunaute>,
        id: PersonneId,
    ) -> Result<(), AppError> {
        let tx = self.store.write().await?;
        let annuaire = tx.annuaire_to_edit(proof).await?;
        let one = standing(&annuaire, id)?;
        let gone = Personne { removed_at: Some(self.now()), ..one };
        self.save_changed((&tx, proof), &gone, json!({ "removed": true })).await?;
        Ok(tx.commit().await?)
    }

    /// Restores a sheet that was removed.
    ///
    /// # Errors
    /// [`PersonneError::NumberTaken`] when its number was given to another sheet, [`AppError::NotFound`] when there
    /// is nothing to restore, or when the database does not answer.
    pub async fn restore_person(
        &self,
        proof: &Allowed<EditCommunaute>,
        id: PersonneId,
    ) -> Result<(), PersonneError> {
        let tx = self.store.write().await?;
        let annuaire = tx.annuaire_to_edit(proof).await?;
        let removed = |one: &&Personne| one.id == id && one.removed_at.is_some() && !one.is_erased();
        let one = annuaire.get(id).filter(removed).cloned().ok_or(AppError::NotFound)?;
        free(&annuaire, one.rpps.as_ref(), Some(id))?;
        let back = Personne { removed_at: None, ..one };
        self.save_changed((&tx, proof), &back, json!({ "restored": true })).await?;
        Ok(tx.commit().await?)
    }
}

/// Everybody and every structure, held until the end of the transaction.
async fn people_and_structures(
    tx: &WriteTx,
    proof: &Allowed<EditCommunaute>,
) -> Result<(Annuaire, Vec<Structure>), AppError> {
    let annuaire = tx.annuaire_to_edit(proof).await?;
    Ok((annuaire, tx.structures_to_edit(proof).await?))
}

/// Whether no other sheet that stands has the number.
fn free(annuaire: &Annuaire, rpps: Option<&Rpps>, own: Option<PersonneId>) -> Result<(), PersonneError> {
    let Some(rpps) = rpps else { return Ok(()) };
    let other = annuaire.iter().find(|one| one.rpps.as_ref() == Some(rpps) && Some(one.id) != own);
    other.map_or(Ok(()), |one| Err(PersonneError::NumberTaken(one.id)))
}

/// Keys of what changed, for the journal: never the values.
fn changed_fields(before: &Personne, after: &Personne) -> Vec<Value> {
    let (old, new) = (&before.fiche, &after.fiche);
    let fields = [
        ("nom", before.nom != after.nom || before.prenom != after.prenom || old.civilite != new.civilite),
        ("rpps", before.rpps != after.rpps || old.adeli != new.adeli),
        ("profession", before.profession != after.profession || old.specialite != new.specialite),
        ("fonction", old.fonction != new.fonction),
        ("lieux", old.exercices != new.exercices),
        ("coordonnees", old.canaux != new.canaux),
        ("remarque", old.remarque != new.remarque || old.source != new.source),
    ];
    fields.into_iter().filter(|(_, changed)| *changed).map(|(key, _)| json!(key)).collect()
}
