//! The dossiers that were addressed to an institution. [`Saisi`] shows that one was: every query starts from it.

use domain::authz::{AllowedIn, Author, InstitutionPermission, Permission, Role};
use domain::dossier::{Depot, Dossier, RoleSaisine, Saisine};
use domain::ids::{CptsId, DepotId, DossierId, InstitutionId, PieceId, UserId};
use domain::pieces::{OfDossier, PieceOwner as _};
use domain::texte::courriel::Email;
use jiff::Timestamp;
use sea_orm::sea_query::IntoCondition as _;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};

use super::{ReadsDossiers, depots};
use crate::communaute::FUSEAU;
use crate::entities::{
    cpts_role, depot, dossier, institution, institution_role, piece, reglage, saisine, user_account,
};
use crate::row::{at, own, read};
use crate::{DepotContenu, ReadTx, StorageError, WriteTx, instant};

/// That a dossier is addressed to the institution of a proof. Only the queries of this file make one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Saisi {
    saisine: Saisine,
    author: Author,
}

impl Saisi {
    /// The request by which the institution has it.
    pub fn saisine(&self) -> &Saisine {
        &self.saisine
    }

    /// Whose dossier.
    pub fn cpts(&self) -> CptsId {
        self.saisine.cpts
    }

    /// Which one.
    pub fn dossier(&self) -> DossierId {
        self.saisine.dossier
    }

    /// Whether the institution leads the instruction.
    pub fn is_guichet(&self) -> bool {
        self.saisine.role == RoleSaisine::Guichet
    }

    /// Who acts.
    pub fn author(&self) -> &Author {
        &self.author
    }
}

/// The open request of an institution on a dossier; that of the desk first.
async fn find(
    db: &impl ConnectionTrait,
    institution: InstitutionId,
    dossier: DossierId,
) -> Result<Option<saisine::Model>, DbErr> {
    let rows = saisine::Entity::find()
        .filter(saisine::Column::InstitutionId.eq(institution.0))
        .filter(saisine::Column::DossierId.eq(dossier.0))
        .filter(saisine::Column::UntilAt.is_null())
        .order_by_asc(saisine::Column::SinceAt)
        .order_by_asc(saisine::Column::Id)
        .all(db)
        .await?;
    let desk = rows.iter().position(|row| row.role == RoleSaisine::Guichet.key());
    Ok(rows.into_iter().nth(desk.unwrap_or(0)))
}

async fn the_dossier(db: &impl ConnectionTrait, of: &Saisi) -> Result<Option<dossier::Model>, DbErr> {
    own::<Dossier>(of.cpts()).filter(dossier::Column::Id.eq(of.dossier().0)).one(db).await
}

fn versions(of: &Saisi) -> Condition {
    depot::Column::CptsId.eq(of.cpts().0).into_condition().add(depot::Column::DossierId.eq(of.dossier().0))
}

/// `since <= at < until`.
fn held(since: impl ColumnTrait, until: impl ColumnTrait, at: Timestamp) -> Condition {
    let at = instant::stored(at);
    since.lte(at).into_condition().add(Condition::any().add(until.is_null()).add(until.gt(at)))
}

impl ReadTx {
    /// That a dossier is addressed to the institution now.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn saisi<P: InstitutionPermission>(
        &self,
        proof: &AllowedIn<P>,
        dossier: DossierId,
    ) -> Result<Option<Saisi>, StorageError> {
        let row = find(&self.txn, proof.institution(), dossier).await?;
        let made = |row: saisine::Model| {
            Ok(Saisi { saisine: Saisine::try_from(row)?, author: proof.author().clone() })
        };
        row.map(made).transpose()
    }

    /// Everything that is addressed to the institution now, first asked first.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn saisis<P: InstitutionPermission>(
        &self,
        proof: &AllowedIn<P>,
    ) -> Result<Vec<Saisi>, StorageError> {
        let all = self.saisines_of(proof).await?;
        let made = |saisine| Saisi { saisine, author: proof.author().clone() };
        Ok(all.into_iter().map(made).collect())
    }

    /// The dossier itself.
    ///
    /// # Errors
    /// When the database refuses or the row makes no sense.
    pub async fn dossier_in(&self, of: &Saisi) -> Result<Option<Dossier>, StorageError> {
        the_dossier(&self.txn, of).await?.map(Dossier::try_from).transpose()
    }

    /// Its filed versions, first filed first.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn depots_in(&self, of: &Saisi) -> Result<Vec<Depot>, StorageError> {
        depots::labels(&self.txn, versions(of)).await
    }

    /// The documents of one of its versions.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn depot_documents_in(
        &self,
        of: &Saisi,
        id: DepotId,
    ) -> Result<Option<DepotContenu>, StorageError> {
        depots::documents(&self.txn, versions(of).add(depot::Column::Id.eq(id.0))).await
    }

    /// A document that goes with one of its versions: type and content.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn annexe_in(
        &self,
        of: &Saisi,
        (version, id): (&Depot, PieceId),
    ) -> Result<Option<(String, Vec<u8>)>, StorageError> {
        if version.dossier != of.dossier() || version.annexes.iter().all(|one| one.piece != id) {
            return Ok(None);
        }
        let query = piece::Entity::find_by_id(id.0)
            .filter(piece::Column::CptsId.eq(of.cpts().0))
            .filter(piece::Column::Objet.eq(OfDossier::KEY));
        let query = query.select_only().columns([piece::Column::MediaType, piece::Column::Content]);
        Ok(query.into_tuple::<(String, Vec<u8>)>().one(&self.txn).await?)
    }

    /// Every institution that looks at it, or did, first asked first.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn saisines_in(&self, of: &Saisi) -> Result<Vec<Saisine>, StorageError> {
        read(all_of(of).all(&self.txn).await?)
    }

    /// Name of the time zone of its CPTS, when it chose one.
    ///
    /// # Errors
    /// When the database refuses or the value makes no sense.
    pub async fn fuseau_in(&self, of: &Saisi) -> Result<Option<String>, StorageError> {
        fuseau(&self.txn, of.cpts()).await
    }

    /// Name of the time zone of the CPTS, when it chose one: for its dossiers.
    ///
    /// # Errors
    /// When the database refuses or the value makes no sense.
    pub async fn fuseau_of<P: ReadsDossiers>(
        &self,
        proof: &domain::authz::Allowed<P>,
    ) -> Result<Option<String>, StorageError> {
        fuseau(&self.txn, proof.cpts()).await
    }
}

fn all_of(of: &Saisi) -> sea_orm::Select<saisine::Entity> {
    own::<Saisine>(of.cpts())
        .filter(saisine::Column::DossierId.eq(of.dossier().0))
        .order_by_asc(saisine::Column::SinceAt)
        .order_by_asc(saisine::Column::Id)
}

async fn fuseau(db: &impl ConnectionTrait, cpts: CptsId) -> Result<Option<String>, StorageError> {
    let row = reglage::Entity::find_by_id((cpts.0, FUSEAU.to_owned())).one(db).await?;
    let name = |row: reglage::Model| {
        serde_json::from_str(&row.content)
            .map_err(|error| StorageError::inconsistent("reglage", FUSEAU, error))
    };
    row.map(name).transpose()
}

impl WriteTx {
    /// Where the people of an institution who may do something are written to. Nothing else of them is read.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn seat_addresses<P: InstitutionPermission>(
        &self,
        institution: InstitutionId,
        at: Timestamp,
    ) -> Result<Vec<(UserId, Email)>, StorageError> {
        let roles = P::GRANTED_TO.iter().map(|role| role.key());
        let users = institution_role::Entity::find()
            .filter(institution_role::Column::InstitutionId.eq(institution.0))
            .filter(institution_role::Column::Role.is_in(roles))
            .filter(held(institution_role::Column::SinceAt, institution_role::Column::UntilAt, at))
            .select_only()
            .column(institution_role::Column::UserId);
        self.addresses(self.run(users.into_tuple().all(&self.txn)).await?).await
    }

    /// Where the people of a CPTS who hold one of these roles are written to. Nothing else of them is read.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn holder_addresses<P: Permission>(
        &self,
        cpts: CptsId,
        at: Timestamp,
    ) -> Result<Vec<(UserId, Email)>, StorageError> {
        let roles = P::LINE.granted_to.iter().copied().map(Role::key);
        let users = cpts_role::Entity::find()
            .filter(cpts_role::Column::CptsId.eq(cpts.0))
            .filter(cpts_role::Column::Role.is_in(roles))
            .filter(held(cpts_role::Column::SinceAt, cpts_role::Column::UntilAt, at))
            .select_only()
            .column(cpts_role::Column::UserId);
        self.addresses(self.run(users.into_tuple().all(&self.txn)).await?).await
    }

    async fn addresses(&self, users: Vec<uuid::Uuid>) -> Result<Vec<(UserId, Email)>, StorageError> {
        let open = user_account::Entity::find()
            .filter(user_account::Column::Id.is_in(users))
            .filter(user_account::Column::DisabledAt.is_null())
            .filter(user_account::Column::ErasedAt.is_null())
            .order_by_asc(user_account::Column::Id);
        let accounts = self.run(open.all(&self.txn)).await?;
        let one =
            |row: user_account::Model| Some((UserId(row.id), Email::parse(row.email.as_deref()?).ok()?));
        Ok(accounts.into_iter().filter_map(one).collect())
    }

    /// Name of an institution.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn institution_name(&self, id: InstitutionId) -> Result<Option<String>, StorageError> {
        let query = institution::Entity::find_by_id(id.0).select_only().column(institution::Column::Name);
        self.run(query.into_tuple().one(&self.txn)).await
    }

    /// That a dossier is addressed to the institution now, to act on it: until the end of the transaction nobody else
    /// does.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn saisi_to_act<P: InstitutionPermission>(
        &self,
        proof: &AllowedIn<P>,
        dossier: DossierId,
    ) -> Result<Option<Saisi>, StorageError> {
        let Some(row) = self.run(find(&self.txn, proof.institution(), dossier)).await? else {
            return Ok(None);
        };
        self.hold_community(CptsId(row.cpts_id)).await?;
        // It may have been ended while one waited.
        let row = self.run(find(&self.txn, proof.institution(), dossier)).await?;
        let made = |row: saisine::Model| {
            Ok(Saisi { saisine: Saisine::try_from(row)?, author: proof.author().clone() })
        };
        row.map(made).transpose()
    }

    /// The dossier itself, to change it.
    ///
    /// # Errors
    /// When the database refuses or the row makes no sense.
    pub async fn dossier_to_instruct(&self, of: &Saisi) -> Result<Option<Dossier>, StorageError> {
        self.run(the_dossier(&self.txn, of)).await?.map(Dossier::try_from).transpose()
    }

    /// Writes it back with a version one higher; `false` when somebody changed it meanwhile.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn save_dossier_in(&self, of: &Saisi, changed: &Dossier) -> Result<bool, StorageError> {
        if changed.id != of.dossier() {
            return Ok(false);
        }
        self.save_versioned(of.cpts(), changed).await
    }

    /// Its filed versions, first filed first.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn depots_to_instruct(&self, of: &Saisi) -> Result<Vec<Depot>, StorageError> {
        depots::labels(&self.txn, versions(of)).await
    }

    /// Every institution that looks at it, or did, to ask others or to end one.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn saisines_to_instruct(&self, of: &Saisi) -> Result<Vec<Saisine>, StorageError> {
        read(self.run(all_of(of).all(&self.txn)).await?)
    }

    /// Gives the dossier to another institution. Only the desk does.
    ///
    /// # Errors
    /// [`StorageError::BrokenLink`] without such an institution, or the database refuses.
    pub async fn add_saisine_in(&self, of: &Saisi, new: &Saisine) -> Result<(), StorageError> {
        use crate::row::Kept as _;
        let new = Saisine { cpts: of.cpts(), dossier: of.dossier(), ..new.clone() };
        let row = new.written(of.cpts())?;
        self.run(saisine::Entity::insert(row).exec_without_returning(&self.txn)).await?;
        Ok(())
    }

    /// Writes one back with a version one higher; `false` when somebody changed it meanwhile.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn save_saisine_in(&self, of: &Saisi, changed: &Saisine) -> Result<bool, StorageError> {
        if changed.dossier != of.dossier() {
            return Ok(false);
        }
        self.save_versioned(of.cpts(), changed).await
    }

    pub(super) async fn save_versioned<T: crate::row::Versioned>(
        &self,
        cpts: CptsId,
        changed: &T,
    ) -> Result<bool, StorageError> {
        use sea_orm::ActiveModelTrait as _;
        let mut row = changed.written(cpts)?;
        row.set(T::VERSION, (changed.version() + 1).into());
        let statement = at::<T>(cpts, changed.key(), row).filter(T::VERSION.eq(changed.version()));
        Ok(self.run(statement.exec(&self.txn)).await?.rows_affected == 1)
    }
}
