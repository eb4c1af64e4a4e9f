//! Structures of the community and the agreements with them.

use domain::authz::{Allowed, EditCommunaute, ReadCommunaute};
use domain::communaute::regles::regles;
use domain::communaute::saisie::{Alerte, Contexte, Refus, SaisieStructure, StructureLue, lire_structure};
use domain::communaute::structure::{Echeance, echeances};
use domain::communaute::{Convention, Structure};
use domain::ids::{PieceId, StructureId};
use domain::organisation::checked_text;
use domain::pieces::OfConvention;
use serde_json::{Value, json};
use storage::{PieceRow, StorageError, WriteTx};
use territory::FinessCode;

use crate::{App, AppError};

/// Why a structure was not kept.
#[derive(Debug, thiserror::Error)]
pub enum StructureError {
    /// It is wrong: all that is, in the order of the form.
    #[error("refused: {0:?}")]
    Refused(Vec<Refus>),
    /// Another structure has the FINESS number.
    #[error("the number is that of another structure")]
    NumberTaken(StructureId),
    /// Somebody else changed it meanwhile: this is how it is now.
    #[error("changed by somebody else meanwhile")]
    Changed(Box<Structure>),
    /// Anything else.
    #[error(transparent)]
    App(#[from] AppError),
}

impl From<StorageError> for StructureError {
    fn from(error: StorageError) -> Self {
        StructureError::App(error.into())
    }
}

impl From<&'static domain::source::RulesError> for StructureError {
    fn from(error: &'static domain::source::RulesError) -> Self {
        StructureError::App(error.into())
    }
}

/// What happens to the agreement of a rank.
#[derive(Clone, Debug)]
pub enum ConventionChange {
    /// One more.
    Add(Convention),
    /// The one of that rank is now this.
    Replace(usize, Convention),
    /// The one of that rank is taken away.
    Remove(usize),
}

impl App {
    /// The structures of the CPTS by name, removed ones too.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn structures(&self, proof: &Allowed<ReadCommunaute>) -> Result<Vec<Structure>, AppError> {
        Ok(self.store.read().await?.structures(proof).await?)
    }

    /// One structure, removed too.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when the CPTS has none, or the database does not answer.
    pub async fn structure(
        &self,
        proof: &Allowed<ReadCommunaute>,
        id: StructureId,
    ) -> Result<Structure, AppError> {
        let all = self.structures(proof).await?;
        all.into_iter().find(|one| one.id == id).ok_or(AppError::NotFound)
    }

    /// What the official register says of a FINESS number, as somebody would type it.
    pub fn structure_from_register(&self, finess: &str) -> Option<SaisieStructure> {
        let reference = self.reference();
        let number = domain::texte::Finess::parse(finess).ok()?;
        let code: FinessCode = number.as_str().parse().ok()?;
        let site = reference.atlas.structure(code)?;
        let record = &site.record;
        let commune = site.commune.and_then(|code| reference.atlas.commune(code));
        Some(SaisieStructure {
            nom: record.name.clone(),
            finess: number.as_str().to_owned(),
            siret: record.siret.clone().unwrap_or_default(),
            adresse: record.address.clone().unwrap_or_default(),
            code_postal: record.postcode.clone().unwrap_or_default(),
            commune: commune.map(|one| one.code.to_string()).unwrap_or_default(),
            source: reference.atlas.sources()[site.source.0].citation(),
            ..SaisieStructure::default()
        })
    }

    fn read_structure(
        &self,
        saisie: &SaisieStructure,
        avant: Option<&Structure>,
    ) -> Result<StructureLue, StructureError> {
        let reference = self.reference();
        let contexte = Contexte { atlas: &reference.atlas, today: self.today(), structures: &[] };
        lire_structure(saisie, avant, &contexte)?.map_err(StructureError::Refused)
    }

    /// Adds a structure.
    ///
    /// # Errors
    /// When it is wrong, has the number of another one, or the database does not answer.
    pub async fn add_structure(
        &self,
        proof: &Allowed<EditCommunaute>,
        saisie: &SaisieStructure,
    ) -> Result<(StructureId, Vec<Alerte>), StructureError> {
        let tx = self.store.write().await?;
        let all = tx.structures_to_edit(proof).await?;
        let lue = self.read_structure(saisie, None)?;
        free(&all, lue.finess.as_deref(), None)?;
        let new = Structure {
            id: StructureId(self.next_id()),
            nom: lue.nom,
            kind: lue.kind,
            finess: lue.finess,
            commune: lue.commune,
            fiche: lue.fiche,
            created_at: self.now(),
            changed_at: self.now(),
            version: 1,
            removed_at: None,
        };
        tx.add_structure(proof, &new).await?;
        let changes = json!({ "created": true, "kind": new.kind.key() });
        tx.audit(proof, self.change("structure", new.id, changes)).await?;
        tx.commit().await?;
        Ok((new.id, lue.alertes))
    }

    /// Corrects a structure that was shown in a version.
    ///
    /// # Errors
    /// When it is wrong, changed meanwhile, has the number of another one, or the database does not answer.
    pub async fn edit_structure(
        &self,
        proof: &Allowed<EditCommunaute>,
        (id, version): (StructureId, i64),
        saisie: &SaisieStructure,
    ) -> Result<Vec<Alerte>, StructureError> {
        let tx = self.store.write().await?;
        let all = tx.structures_to_edit(proof).await?;
        let before = standing(&all, id)?.clone();
        if before.version != version {
            return Err(StructureError::Changed(Box::new(before)));
        }
        let lue = self.read_structure(saisie, Some(&before))?;
        free(&all, lue.finess.as_deref(), Some(id))?;
        let StructureLue { nom, kind, finess, commune, fiche, alertes } = lue;
        let after = Structure { nom, kind, finess, commune, fiche, ..before.clone() };
        if after != before {
            self.save_structure((&tx, proof), after, json!({ "fields": ["fiche"] })).await?;
            tx.commit().await?;
        }
        Ok(alertes)
    }

    async fn save_structure(
        &self,
        (tx, proof): (&WriteTx, &Allowed<EditCommunaute>),
        changed: Structure,
        changes: Value,
    ) -> Result<(), AppError> {
        let changed = Structure { changed_at: self.now(), ..changed };
        if !tx.save_structure(proof, &changed).await? {
            return Err(AppError::Conflict);
        }
        Ok(tx.audit(proof, self.change("structure", changed.id, changes)).await?)
    }

    /// Removes a structure: it leaves the lists, and can be restored.
    ///
    /// # Errors
    /// When the CPTS has none, or the database does not answer.
    pub async fn remove_structure(
        &self,
        proof: &Allowed<EditCommunaute>,
        id: StructureId,
    ) -> Result<(), AppError> {
        let tx = self.store.write().await?;
        let one = standing(&tx.structures_to_edit(proof).await?, id)?.clone();
        let gone = Structure { removed_at: Some(self.now()), ..one };
        self.save_structure((&tx, proof), gone, json!({ "removed": true })).await?;
        Ok(tx.commit().await?)
    }

    /// Restores a structure that was removed.
    ///
    /// # Errors
    /// [`StructureError::NumberTaken`] when its number was given to another one, [`AppError::NotFound`] when there is
    /// nothing to restore, or when the database does not answer.
    pub async fn restore_structure(
        &self,
        proof: &Allowed<EditCommunaute>,
        id: StructureId,
    ) -> Result<(), StructureError> {
        let tx = self.store.write().await?;
        let all = tx.structures_to_edit(proof).await?;
        let one = all.iter().find(|one| one.id == id && one.removed_at.is_some());
        let one = one.ok_or(AppError::NotFound)?;
        free(&all, one.finess.as_deref(), Some(id))?;
        let back = Structure { removed_at: None, ..one.clone() };
        self.save_structure((&tx, proof), back, json!({ "restored": true })).await?;
        Ok(tx.commit().await?)
    }

    /// Changes the agreements with a structure that was shown in a version.
    ///
    /// # Errors
    /// When the text is refused, the end comes before the signature, the structure changed meanwhile, the document or
    /// the agreement is not there, or the database does not answer.
    pub async fn change_convention(
        &self,
        proof: &Allowed<EditCommunaute>,
        (id, version): (StructureId, i64),
        change: ConventionChange,
    ) -> Result<(), AppError> {
        let tx = self.store.write().await?;
        let mut one = standing(&tx.structures_to_edit(proof).await?, id)?.clone();
        if one.version != version {
            return Err(AppError::Conflict);
        }
        let all = &mut one.fiche.conventions;
        let said = match change {
            ConventionChange::Add(new) => {
                all.push(checked(new)?);
                "signed"
            }
            ConventionChange::Replace(rank, new) => {
                *all.get_mut(rank).ok_or(AppError::NotFound)? = checked(new)?;
                "corrected"
            }
            ConventionChange::Remove(rank) if rank < all.len() => {
                all.remove(rank);
                "withdrawn"
            }
            ConventionChange::Remove(_) => return Err(AppError::NotFound),
        };
        all.sort_by_key(|convention| convention.signee);
        for piece in all.iter().filter_map(|convention| convention.piece) {
            tx.piece_to_link::<OfConvention>(proof, piece).await?.ok_or(AppError::NotFound)?;
        }
        self.save_structure((&tx, proof), one, json!({ said: "convention" })).await?;
        Ok(tx.commit().await?)
    }

    /// The signed document of an agreement with a structure, with its content.
    ///
    /// # Errors
    /// When the structure is unknown, none of its agreements has the document, or the database does not answer.
    pub async fn convention_piece(
        &self,
        proof: &Allowed<ReadCommunaute>,
        (structure, piece): (StructureId, PieceId),
    ) -> Result<(PieceRow, Vec<u8>), AppError> {
        let one = self.structure(proof, structure).await?;
        if !one.fiche.conventions.iter().any(|convention| convention.piece == Some(piece)) {
            return Err(AppError::NotFound);
        }
        self.piece::<OfConvention>(proof, piece).await
    }

    /// The agreements that end soon or ended without another one in their place, the most urgent first.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn conventions_to_renew(
        &self,
        proof: &Allowed<ReadCommunaute>,
    ) -> Result<Vec<Echeance>, AppError> {
        let all = self.structures(proof).await?;
        Ok(echeances(&all, self.today(), regles()?.convention_alerte_days))
    }
}

/// An agreement whose text is tidied and whose days follow each other.
fn checked(convention: Convention) -> Result<Convention, AppError> {
    let objet = checked_text(&convention.objet, regles()?.adresse_max)?;
    if objet.is_empty() {
        return Err(domain::organisation::TextError::Empty.into());
    }
    if convention.fin.is_some_and(|last| last < convention.signee) {
        return Err(AppError::PastDate);
    }
    Ok(Convention { objet, ..convention })
}

fn standing(all: &[Structure], id: StructureId) -> Result<&Structure, AppError> {
    all.iter().find(|one| one.id == id && one.removed_at.is_none()).ok_or(AppError::NotFound)
}

/// Whether no other structure that stands has the number.
fn free(all: &[Structure], finess: Option<&str>, own: Option<StructureId>) -> Result<(), StructureError> {
    let Some(finess) = finess else { return Ok(()) };
    let same = |one: &&Structure| {
        one.finess.as_deref() == Some(finess) && one.removed_at.is_none() && Some(one.id) != own
    };
    all.iter().find(same).map_or(Ok(()), |one| Err(StructureError::NumberTaken(one.id)))
}
