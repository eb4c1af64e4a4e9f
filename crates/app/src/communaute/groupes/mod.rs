//! Groups: making them, what is said of them, who may change them.

mod lire;
mod mandats;
mod pieces;

use std::collections::BTreeSet;

use domain::authz::{Allowed, Author, Denied, EditGroupes, Permission, Refusal, Role};
use domain::communaute::{Groupe, GroupeFiche, GroupeKind, Mandat};
use domain::ids::GroupeId;
use domain::organisation::{TextError, checked_text};
use domain::territoire::{NameError, checked_name};
use serde_json::json;
use storage::{StorageError, WriteTx};

use crate::{App, AppError};

pub use lire::{GroupeLigne, GroupeVue, Siege, Trouvee};
pub use mandats::{FinDeMandat, NewMandat};
pub use storage::PieceRow;

/// Longest text of a group, in characters.
pub const TEXTE_MAX: usize = 2_000;

/// Why a change of a group was refused.
#[derive(Debug, thiserror::Error)]
pub enum GroupeError {
    /// Its name cannot be used.
    #[error(transparent)]
    Name(#[from] NameError),
    /// A text cannot be kept: the name of its field.
    #[error("{1}")]
    Text(&'static str, TextError),
    /// Nobody of that identifier is in the community.
    #[error("no such person")]
    UnknownPerson,
    /// The end comes before the start.
    #[error("the end comes before the start")]
    EndBeforeStart,
    /// The person holds the same seat on these days.
    #[error("the seat is held already")]
    SeatHeld,
    /// The document cannot be kept.
    #[error(transparent)]
    Piece(crate::pieces::PieceError),
    /// Anything else.
    #[error(transparent)]
    App(#[from] AppError),
}

impl From<StorageError> for GroupeError {
    fn from(error: StorageError) -> Self {
        GroupeError::App(error.into())
    }
}

/// What is typed about a group.
#[derive(Clone, Copy, Debug, Default)]
pub struct GroupeInput<'a> {
    /// Name.
    pub nom: &'a str,
    /// The question that it answers.
    pub question: &'a str,
    /// What comes next.
    pub prochaine_etape: &'a str,
}

/// The groups that somebody may change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reach {
    /// All of them, and what belongs to no group.
    All,
    /// Those that they lead today.
    Led(BTreeSet<GroupeId>),
}

impl Reach {
    /// Whether it holds a group, or what belongs to none.
    pub fn covers(&self, groupe: Option<GroupeId>) -> bool {
        match self {
            Reach::All => true,
            Reach::Led(led) => groupe.is_some_and(|groupe| led.contains(&groupe)),
        }
    }

    /// Refuses what it does not hold.
    ///
    /// # Errors
    /// When the person leads another group only.
    pub fn check(&self, groupe: Option<GroupeId>) -> Result<(), AppError> {
        let denied = Denied { permission: EditGroupes::KEY, why: Refusal::NotGranted };
        if self.covers(groupe) { Ok(()) } else { Err(denied.into()) }
    }
}

/// The question and the next step of a group, tidied.
fn checked(input: &GroupeInput<'_>) -> Result<(String, GroupeFiche), GroupeError> {
    let nom = checked_name(input.nom)?;
    let text = |field, text| checked_text(text, TEXTE_MAX).map_err(|error| GroupeError::Text(field, error));
    let fiche = GroupeFiche {
        question: text("question", input.question)?,
        prochaine_etape: text("etape", input.prochaine_etape)?,
        pieces: Vec::new(),
    };
    Ok((nom, fiche))
}

fn taken(groupes: &[Groupe], nom: &str, but: Option<GroupeId>) -> bool {
    let key = territory::text::search_key(nom);
    let open = groupes.iter().filter(|one| one.removed_at.is_none() && Some(one.id) != but);
    open.into_iter().any(|one| territory::text::search_key(&one.nom) == key)
}

impl App {
    /// Which groups this person may change: a pilot changes those whose seat of lead is theirs today.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn group_reach(&self, proof: &Allowed<EditGroupes>) -> Result<Reach, AppError> {
        if !proof.is_only_as(Role::Pilote) {
            return Ok(Reach::All);
        }
        let Author::Person(user) = proof.author() else { return Ok(Reach::Led(BTreeSet::new())) };
        let tx = self.store.read().await?;
        let Some(own) = tx.own_personne(proof, *user).await? else { return Ok(Reach::Led(BTreeSet::new())) };
        let (today, annuaire) = (self.today(), tx.annuaire(proof).await?);
        let leads =
            |seat: &Mandat| seat.leads() && seat.runs(today) && annuaire.resolve(seat.personne) == own.id;
        let seats = tx.mandats(proof).await?.into_iter().filter(leads);
        Ok(Reach::Led(seats.map(|seat| seat.groupe).collect()))
    }

    /// Makes a group. A pilot does not: the coordination, the board or the secretary do.
    ///
    /// # Errors
    /// When its name cannot be used or is taken, a text cannot be kept, or the database does not answer.
    pub async fn create_group(
        &self,
        proof: &Allowed<EditGroupes>,
        kind: GroupeKind,
        input: &GroupeInput<'_>,
    ) -> Result<GroupeId, GroupeError> {
        self.group_reach(proof).await?.check(None)?;
        let (nom, fiche) = checked(input)?;
        let tx = self.store.write().await?;
        let (groupes, _) = tx.groupes_to_edit(proof).await?;
        if taken(&groupes, &nom, None) {
            return Err(NameError::Taken.into());
        }
        let groupe = Groupe {
            id: GroupeId(self.next_id()),
            nom,
            kind,
            fiche,
            created_at: self.now(),
            version: 1,
            removed_at: None,
        };
        tx.add_groupe(proof, &groupe).await?;
        let changes = json!({ "created": true, "kind": kind.key() });
        tx.audit(proof, self.change("groupe", groupe.id, changes)).await?;
        tx.commit().await?;
        Ok(groupe.id)
    }

    /// A group that this person may change, and the others, inside a transaction.
    async fn group_to_edit(
        &self,
        tx: &WriteTx,
        proof: &Allowed<EditGroupes>,
        (id, reach): (GroupeId, &Reach),
    ) -> Result<(Groupe, Vec<Groupe>, Vec<Mandat>), AppError> {
        let (groupes, mandats) = tx.groupes_to_edit(proof).await?;
        let found = groupes.iter().find(|one| one.id == id).cloned().ok_or(AppError::NotFound)?;
        reach.check(Some(id))?;
        Ok((found, groupes, mandats))
    }

    /// Writes the name, the question and the next step of a group; `version` is the one that was read.
    ///
    /// # Errors
    /// When the group is unknown or led by others, the name cannot be used, somebody changed the group meanwhile, or
    /// the database does not answer.
    pub async fn save_group(
        &self,
        proof: &Allowed<EditGroupes>,
        (id, version): (GroupeId, i64),
        input: &GroupeInput<'_>,
    ) -> Result<(), GroupeError> {
        let reach = self.group_reach(proof).await?;
        let tx = self.store.write().await?;
        let (mut groupe, groupes, _) = self.group_to_edit(&tx, proof, (id, &reach)).await?;
        let (nom, fiche) = checked(input)?;
        if groupe.version != version {
            return Err(AppError::Conflict.into());
        }
        if taken(&groupes, &nom, Some(id)) {
            return Err(NameError::Taken.into());
        }
        groupe.nom = nom;
        groupe.fiche = GroupeFiche { pieces: groupe.fiche.pieces, ..fiche };
        self.keep_group(&tx, proof, (&groupe, json!({ "corrected": true }))).await?;
        Ok(tx.commit().await.map_err(AppError::from)?)
    }

    async fn keep_group(
        &self,
        tx: &WriteTx,
        proof: &Allowed<EditGroupes>,
        (groupe, changes): (&Groupe, serde_json::Value),
    ) -> Result<(), AppError> {
        if !tx.save_groupe(proof, groupe).await? {
            return Err(AppError::Conflict);
        }
        Ok(tx.audit(proof, self.change("groupe", groupe.id, changes)).await?)
    }

    /// Closes a group, or opens it again: its meetings, decisions and documents stay.
    ///
    /// # Errors
    /// When the group is unknown or led by others, its name was taken meanwhile, or the database does not answer.
    pub async fn close_group(
        &self,
        proof: &Allowed<EditGroupes>,
        id: GroupeId,
        closed: bool,
    ) -> Result<(), GroupeError> {
        let reach = self.group_reach(proof).await?;
        let tx = self.store.write().await?;
        let (mut groupe, groupes, _) = self.group_to_edit(&tx, proof, (id, &reach)).await?;
        if groupe.removed_at.is_some() == closed {
            return Ok(());
        }
        if !closed && taken(&groupes, &groupe.nom, Some(id)) {
            return Err(NameError::Taken.into());
        }
        groupe.removed_at = closed.then(|| self.now());
        let changes = if closed { json!({ "closed": true }) } else { json!({ "restored": true }) };
        self.keep_group(&tx, proof, (&groupe, changes)).await?;
        Ok(tx.commit().await.map_err(AppError::from)?)
    }
}
