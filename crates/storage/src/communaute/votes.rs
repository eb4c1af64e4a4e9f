//! Votes, who voted, ballots.

use domain::authz::Allowed;
use domain::communaute::gouvernance::{Bulletin, Emargement, Forme, Mode, Participation, Vote, VoteState};
use domain::ids::{CptsId, PersonneId, ReunionId, VoteId};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use super::ReadsCommunaute;
use crate::entities::{bulletin, emargement, vote};
use crate::row::{kept, own, read};
use crate::{ReadTx, StorageError, WriteTx, instant};

impl TryFrom<vote::Model> for Vote {
    type Error = StorageError;
    fn try_from(row: vote::Model) -> Result<Self, StorageError> {
        let wrong = |detail: String| StorageError::inconsistent("vote", row.id, detail);
        let at = |micros| instant::read("vote", row.id, micros);
        Ok(Self {
            id: VoteId(row.id),
            reunion: ReunionId(row.reunion_id),
            forme: Forme::from_key(&row.forme).ok_or_else(|| wrong(row.forme.clone()))?,
            mode: Mode::from_key(&row.mode).ok_or_else(|| wrong(row.mode.clone()))?,
            state: VoteState::from_key(&row.state).ok_or_else(|| wrong(row.state.clone()))?,
            fiche: serde_json::from_str(&row.fiche).map_err(|error| wrong(error.to_string()))?,
            created_at: at(row.created_at)?,
            ouvert_at: row.ouvert_at.map(at).transpose()?,
            clos_at: row.clos_at.map(at).transpose()?,
            question: row.question,
            version: row.version,
        })
    }
}

fn choices(table: &'static str, id: Uuid, text: &str) -> Result<Vec<String>, StorageError> {
    serde_json::from_str(text).map_err(|error| StorageError::inconsistent(table, id, error))
}

fn chosen(table: &'static str, id: Uuid, keys: &[String]) -> Result<String, StorageError> {
    serde_json::to_string(keys).map_err(|error| StorageError::inconsistent(table, id, error))
}

impl TryFrom<emargement::Model> for Emargement {
    type Error = StorageError;
    fn try_from(row: emargement::Model) -> Result<Self, StorageError> {
        let participation = Participation::from_key(&row.participation)
            .ok_or_else(|| StorageError::inconsistent("emargement", row.id, &row.participation))?;
        Ok(Self {
            personne: PersonneId(row.personne_id),
            par: row.par_id.map(PersonneId),
            participation,
            interet: row.interet,
            choix: choices("emargement", row.id, &row.choix)?,
        })
    }
}

fn written(cpts: CptsId, one: &Vote) -> Result<vote::ActiveModel, StorageError> {
    let fiche = serde_json::to_string(&one.fiche)
        .map_err(|error| StorageError::inconsistent("vote", one.id, error))?;
    Ok(vote::ActiveModel {
        id: Set(one.id.0),
        cpts_id: Set(cpts.0),
        reunion_id: Set(one.reunion.0),
        question: Set(one.question.clone()),
        forme: Set(one.forme.key().to_owned()),
        mode: Set(one.mode.key().to_owned()),
        state: Set(one.state.key().to_owned()),
        fiche: Set(fiche),
        created_at: Set(instant::stored(one.created_at)),
        ouvert_at: Set(one.ouvert_at.map(instant::stored)),
        clos_at: Set(one.clos_at.map(instant::stored)),
        version: Set(one.version),
    })
}

kept!(Vote: vote, written, versioned);

fn ballot(
    cpts: CptsId,
    vote: VoteId,
    (id, one): (Uuid, &Bulletin),
) -> Result<bulletin::ActiveModel, StorageError> {
    Ok(bulletin::ActiveModel {
        id: Set(id),
        cpts_id: Set(cpts.0),
        vote_id: Set(vote.0),
        college: Set(one.college.clone()),
        choix: Set(chosen("bulletin", id, &one.choix)?),
    })
}

async fn signed(
    db: &impl ConnectionTrait,
    cpts: CptsId,
    id: VoteId,
) -> Result<Vec<emargement::Model>, DbErr> {
    let own = emargement::Entity::find().filter(emargement::Column::CptsId.eq(cpts.0));
    // By person: an order of arrival would say more than a list of who voted.
    own.filter(emargement::Column::VoteId.eq(id.0)).order_by_asc(emargement::Column::PersonneId).all(db).await
}

impl ReadTx {
    /// Every vote of the CPTS, the first made first.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn votes<P: ReadsCommunaute>(&self, proof: &Allowed<P>) -> Result<Vec<Vote>, StorageError> {
        let sorted =
            own::<Vote>(proof.cpts()).order_by_asc(vote::Column::CreatedAt).order_by_asc(vote::Column::Id);
        read(sorted.all(&self.txn).await?)
    }

    /// One vote.
    ///
    /// # Errors
    /// When the database refuses or the row makes no sense.
    pub async fn vote<P: ReadsCommunaute>(
        &self,
        proof: &Allowed<P>,
        id: VoteId,
    ) -> Result<Option<Vote>, StorageError> {
        self.one(proof, id.0).await
    }

    /// Who voted, by person.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn emargements<P: ReadsCommunaute>(
        &self,
        proof: &Allowed<P>,
        id: VoteId,
    ) -> Result<Vec<Emargement>, StorageError> {
        signed(&self.txn, proof.cpts(), id).await?.into_iter().map(Emargement::try_from).collect()
    }
}

impl WriteTx {
    /// One vote, to change it or to vote: until the end of the transaction nobody else does in this CPTS.
    ///
    /// # Errors
    /// When the database refuses or the row makes no sense.
    pub async fn vote_to_edit<P: ReadsCommunaute>(
        &self,
        proof: &Allowed<P>,
        id: VoteId,
    ) -> Result<Option<Vote>, StorageError> {
        self.one_to_edit(proof, id.0).await
    }

    /// The votes of a meeting, to decide upon them: call it after something that holds the community.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn votes_to_edit<P: ReadsCommunaute>(
        &self,
        proof: &Allowed<P>,
        reunion: ReunionId,
    ) -> Result<Vec<Vote>, StorageError> {
        let held = own::<Vote>(proof.cpts()).filter(vote::Column::ReunionId.eq(reunion.0));
        read(self.run(held.order_by_asc(vote::Column::Id).all(&self.txn)).await?)
    }

    /// Who voted until now, by person.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn emargements_to_edit<P: ReadsCommunaute>(
        &self,
        proof: &Allowed<P>,
        id: VoteId,
    ) -> Result<Vec<Emargement>, StorageError> {
        let rows = self.run(signed(&self.txn, proof.cpts(), id)).await?;
        rows.into_iter().map(Emargement::try_from).collect()
    }

    /// The ballots of a secret vote, sorted by what they say.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn bulletins<P: ReadsCommunaute>(
        &self,
        proof: &Allowed<P>,
        id: VoteId,
    ) -> Result<Vec<Bulletin>, StorageError> {
        let own = bulletin::Entity::find().filter(bulletin::Column::CptsId.eq(proof.cpts().0));
        let rows = self.run(own.filter(bulletin::Column::VoteId.eq(id.0)).all(&self.txn)).await?;
        let read = |row: bulletin::Model| {
            Ok(Bulletin { choix: choices("bulletin", row.id, &row.choix)?, college: row.college })
        };
        let mut all = rows.into_iter().map(read).collect::<Result<Vec<_>, StorageError>>()?;
        all.sort();
        Ok(all)
    }

    /// Adds a vote.
    ///
    /// # Errors
    /// When the database refuses: the meeting is unknown.
    pub async fn add_vote<P: ReadsCommunaute>(
        &self,
        proof: &Allowed<P>,
        new: &Vote,
    ) -> Result<(), StorageError> {
        self.add(proof, new).await
    }

    /// Writes a vote back with a version one higher; `false` when somebody changed it meanwhile.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn save_vote<P: ReadsCommunaute>(
        &self,
        proof: &Allowed<P>,
        changed: &Vote,
    ) -> Result<bool, StorageError> {
        self.save(proof, changed).await
    }

    /// Notes that somebody voted; fails with [`StorageError::AlreadyExists`] when they already have.
    ///
    /// # Errors
    /// As said, or when the database refuses.
    pub async fn add_emargement<P: ReadsCommunaute>(
        &self,
        proof: &Allowed<P>,
        vote: VoteId,
        (id, new): (Uuid, &Emargement),
    ) -> Result<(), StorageError> {
        let row = emargement::ActiveModel {
            id: Set(id),
            cpts_id: Set(proof.cpts().0),
            vote_id: Set(vote.0),
            personne_id: Set(new.personne.0),
            par_id: Set(new.par.map(|par| par.0)),
            participation: Set(new.participation.key().to_owned()),
            interet: Set(new.interet),
            choix: Set(chosen("emargement", id, &new.choix)?),
        };
        self.run(emargement::Entity::insert(row).exec_without_returning(&self.txn)).await?;
        Ok(())
    }

    /// Puts a ballot in the box under an identifier drawn at random.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn add_bulletin<P: ReadsCommunaute>(
        &self,
        proof: &Allowed<P>,
        vote: VoteId,
        new: (Uuid, &Bulletin),
    ) -> Result<(), StorageError> {
        let row = ballot(proof.cpts(), vote, new)?;
        self.run(bulletin::Entity::insert(row).exec_without_returning(&self.txn)).await?;
        Ok(())
    }

    /// Writes the ballots of a closed vote anew, in the order given: neither the place of a row in its table nor the
    /// transaction that wrote it says any more when it came.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn shuffle_bulletins<P: ReadsCommunaute>(
        &self,
        proof: &Allowed<P>,
        vote: VoteId,
        all: &[(Uuid, Bulletin)],
    ) -> Result<(), StorageError> {
        let own = bulletin::Entity::delete_many().filter(bulletin::Column::CptsId.eq(proof.cpts().0));
        self.run(own.filter(bulletin::Column::VoteId.eq(vote.0)).exec(&self.txn)).await?;
        for some in all.chunks(100) {
            let rows = some.iter().map(|(id, one)| ballot(proof.cpts(), vote, (*id, one)));
            let rows = rows.collect::<Result<Vec<_>, _>>()?;
            self.run(bulletin::Entity::insert_many(rows).exec_without_returning(&self.txn)).await?;
        }
        Ok(())
    }
}
