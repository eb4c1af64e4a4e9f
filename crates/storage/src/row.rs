//! What the tables of a CPTS share: a row belongs to it and has an identifier, and most have a version.
//!
//! The statements that reach one row stand here once, so that none of them forgets whose it is.

use domain::authz::{Allowed, Permission};
use domain::ids::CptsId;
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait, QueryFilter as _, Select,
    UpdateMany,
};
use uuid::Uuid;

use crate::{ReadTx, StorageError, WriteTx};

pub(crate) type ColumnOf<T> = <<T as Kept>::Entity as EntityTrait>::Column;
pub(crate) type ModelOf<T> = <<T as Kept>::Entity as EntityTrait>::Model;
pub(crate) type RowOf<T> = <<T as Kept>::Entity as EntityTrait>::ActiveModel;

/// Rows in one statement: both databases bound the number of its values.
const AT_ONCE: usize = 50;

/// A thing of a CPTS that one row keeps. [`kept!`] writes it.
pub(crate) trait Kept: TryFrom<ModelOf<Self>, Error = StorageError> + Sync {
    type Entity: EntityTrait;
    /// Column of the identifier.
    const ID: ColumnOf<Self>;
    /// Column of the CPTS.
    const CPTS: ColumnOf<Self>;

    fn key(&self) -> Uuid;

    /// The row, all columns set.
    fn written(&self, cpts: CptsId) -> Result<RowOf<Self>, StorageError>;
}

/// A thing that two people may change at the same time: the second is told.
pub(crate) trait Versioned: Kept {
    /// Column of the version.
    const VERSION: ColumnOf<Self>;

    fn version(&self) -> i64;
}

/// `kept!(Type: table, written)`, where `written` makes the row of a CPTS; `versioned` when it has a version.
macro_rules! kept {
    ($kept:ty: $table:ident, $written:expr, versioned) => {
        kept!($kept: $table, $written);

        impl $crate::row::Versioned for $kept {
            const VERSION: $crate::entities::$table::Column = $crate::entities::$table::Column::Version;

            fn version(&self) -> i64 {
                self.version
            }
        }
    };
    ($kept:ty: $table:ident, $written:expr) => {
        impl $crate::row::Kept for $kept {
            type Entity = $crate::entities::$table::Entity;
            const ID: $crate::entities::$table::Column = $crate::entities::$table::Column::Id;
            const CPTS: $crate::entities::$table::Column = $crate::entities::$table::Column::CptsId;

            fn key(&self) -> uuid::Uuid {
                self.id.0
            }

            fn written(
                &self,
                cpts: domain::ids::CptsId,
            ) -> Result<$crate::entities::$table::ActiveModel, $crate::StorageError> {
                let written = $written;
                written(cpts, self)
            }
        }
    };
}
pub(crate) use kept;

/// The rows of a CPTS.
pub(crate) fn own<T: Kept>(cpts: CptsId) -> Select<T::Entity> {
    T::Entity::find().filter(T::CPTS.eq(cpts.0))
}

/// Rows as the things that they keep.
pub(crate) fn read<T: Kept>(rows: Vec<ModelOf<T>>) -> Result<Vec<T>, StorageError> {
    rows.into_iter().map(T::try_from).collect()
}

async fn find<T: Kept>(
    db: &impl ConnectionTrait,
    cpts: CptsId,
    id: Uuid,
) -> Result<Option<ModelOf<T>>, DbErr> {
    own::<T>(cpts).filter(T::ID.eq(id)).one(db).await
}

/// Writes one row of a CPTS over.
pub(crate) fn at<T: Kept>(cpts: CptsId, id: Uuid, row: RowOf<T>) -> UpdateMany<T::Entity> {
    T::Entity::update_many().set(row).filter(T::CPTS.eq(cpts.0)).filter(T::ID.eq(id))
}

impl ReadTx {
    pub(crate) async fn one<T: Kept, P: Permission>(
        &self,
        proof: &Allowed<P>,
        id: Uuid,
    ) -> Result<Option<T>, StorageError> {
        find::<T>(&self.txn, proof.cpts(), id).await?.map(T::try_from).transpose()
    }
}

impl WriteTx {
    /// One of them, to change it or what hangs on it: until the end of the transaction nobody else changes the
    /// community of this CPTS.
    pub(crate) async fn one_to_edit<T: Kept, P: Permission>(
        &self,
        proof: &Allowed<P>,
        id: Uuid,
    ) -> Result<Option<T>, StorageError> {
        self.hold_community(proof.cpts()).await?;
        self.run(find::<T>(&self.txn, proof.cpts(), id)).await?.map(T::try_from).transpose()
    }

    pub(crate) async fn add<T: Kept, P: Permission>(
        &self,
        proof: &Allowed<P>,
        new: &T,
    ) -> Result<(), StorageError> {
        let row = new.written(proof.cpts())?;
        self.run(T::Entity::insert(row).exec_without_returning(&self.txn)).await?;
        Ok(())
    }

    pub(crate) async fn add_all<T: Kept, P: Permission>(
        &self,
        proof: &Allowed<P>,
        new: &[T],
    ) -> Result<(), StorageError> {
        for some in new.chunks(AT_ONCE) {
            let rows = some.iter().map(|one| one.written(proof.cpts())).collect::<Result<Vec<_>, _>>()?;
            self.run(T::Entity::insert_many(rows).exec_without_returning(&self.txn)).await?;
        }
        Ok(())
    }

    /// Writes it back; `false` when the CPTS has none of that identifier.
    pub(crate) async fn replace<T: Kept, P: Permission>(
        &self,
        proof: &Allowed<P>,
        changed: &T,
    ) -> Result<bool, StorageError> {
        let statement = at::<T>(proof.cpts(), changed.key(), changed.written(proof.cpts())?);
        Ok(self.run(statement.exec(&self.txn)).await?.rows_affected == 1)
    }

    /// Writes it back with a version one higher; `false` when somebody changed it meanwhile, or it is not there.
    pub(crate) async fn save<T: Versioned, P: Permission>(
        &self,
        proof: &Allowed<P>,
        changed: &T,
    ) -> Result<bool, StorageError> {
        let mut row = changed.written(proof.cpts())?;
        row.set(T::VERSION, (changed.version() + 1).into());
        let statement = at::<T>(proof.cpts(), changed.key(), row).filter(T::VERSION.eq(changed.version()));
        Ok(self.run(statement.exec(&self.txn)).await?.rows_affected == 1)
    }
}
