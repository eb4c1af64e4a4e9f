//! Dated roles of the people of a CPTS and of an institution.

use domain::authz::{
    Allowed, InstitutionRole, ManageRoles, Operates, Permission, ReadEffectifs, ReadPersonnes, Role,
};
use domain::ids::{CptsId, InstitutionId, RoleId, UserId};
use domain::organisation::DatedRole;
use jiff::Timestamp;
use sea_orm::sea_query::{Expr, LockType};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect,
};
use uuid::Uuid;

use crate::comptes::standing;
use crate::entities::{cpts, cpts_role, external_identity, institution_role, passkey, totp, user_account};
use crate::{ReadTx, StorageError, WriteTx, instant};

/// A person of a CPTS, with their roles there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Account.
    pub user: UserId,
    /// Name on screen.
    pub name: String,
    /// E-mail address.
    pub email: Option<String>,
    /// Whether they have a second factor, or sign in at a provider that asks for one.
    pub second_factor: bool,
    /// When they last signed in.
    pub last_sign_in: Option<Timestamp>,
    /// Whether the account is open.
    pub open: bool,
    /// Roles in this CPTS, oldest first.
    pub roles: Vec<DatedRole>,
}

/// A role of a person in an institution.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seated {
    /// Identifier of the role.
    pub id: RoleId,
    /// Account.
    pub user: UserId,
    /// Name on screen.
    pub name: String,
    /// Which role.
    pub role: InstitutionRole,
    /// From.
    pub since: Timestamp,
    /// Until, excluded.
    pub until: Option<Timestamp>,
}

impl TryFrom<&cpts_role::Model> for DatedRoleRow {
    type Error = StorageError;
    fn try_from(row: &cpts_role::Model) -> Result<Self, StorageError> {
        let at = |micros| instant::read("cpts_role", row.id, micros);
        Ok(Self(DatedRole {
            id: RoleId(row.id),
            user: UserId(row.user_id),
            role: standing::role(row)?,
            since: at(row.since_at)?,
            until: row.until_at.map(at).transpose()?,
        }))
    }
}

/// A [`DatedRole`] of `domain`, to read it from a row of this crate.
struct DatedRoleRow(DatedRole);

/// Roles of a CPTS that were not over at `since`, with the accounts of their people.
async fn rows(
    db: &impl ConnectionTrait,
    cpts: CptsId,
    since: Timestamp,
) -> Result<Vec<(cpts_role::Model, user_account::Model)>, DbErr> {
    let roles = cpts_role::Entity::find()
        .filter(cpts_role::Column::CptsId.eq(cpts.0))
        .filter(not_over(cpts_role::Column::UntilAt, since))
        .order_by_asc(cpts_role::Column::SinceAt)
        .order_by_asc(cpts_role::Column::Id)
        .all(db)
        .await?;
    let ids = roles.iter().map(|row| row.user_id);
    let accounts = user_account::Entity::find().filter(user_account::Column::Id.is_in(ids)).all(db).await?;
    let account = |id: Uuid| accounts.iter().find(|account| account.id == id).cloned();
    Ok(roles.into_iter().filter_map(|row| Some((row.clone(), account(row.user_id)?))).collect())
}

fn not_over(until: impl ColumnTrait, at: Timestamp) -> Condition {
    Condition::any().add(until.is_null()).add(until.gt(instant::stored(at)))
}

/// Accounts, among these, with a confirmed second factor or a provider that asks for one.
async fn with_second_factor(db: &impl ConnectionTrait, ids: &[Uuid]) -> Result<Vec<Uuid>, DbErr> {
    let totp = totp::Entity::find()
        .filter(totp::Column::UserId.is_in(ids.to_vec()))
        .filter(totp::Column::ConfirmedAt.is_not_null())
        .all(db)
        .await?;
    let passkeys =
        passkey::Entity::find().filter(passkey::Column::UserId.is_in(ids.to_vec())).all(db).await?;
    let providers = external_identity::Entity::find()
        .filter(external_identity::Column::UserId.is_in(ids.to_vec()))
        .all(db)
        .await?;
    let mut found: Vec<Uuid> = totp.iter().map(|row| row.user_id).collect();
    found.extend(passkeys.iter().map(|row| row.user_id));
    found.extend(providers.iter().map(|row| row.user_id));
    Ok(found)
}

impl ReadTx {
    /// The people of the CPTS whose roles were not over at `since`, by name.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn people(
        &self,
        proof: &Allowed<ReadPersonnes>,
        since: Timestamp,
    ) -> Result<Vec<Person>, StorageError> {
        let rows = rows(&self.txn, proof.cpts(), since).await?;
        let ids: Vec<Uuid> = rows.iter().map(|(role, _)| role.user_id).collect();
        let strong = with_second_factor(&self.txn, &ids).await?;
        let mut people: Vec<Person> = Vec::new();
        for (role, account) in rows {
            let DatedRoleRow(dated) = DatedRoleRow::try_from(&role)?;
            match people.iter_mut().find(|person| person.user == dated.user) {
                Some(person) => person.roles.push(dated),
                None => people.push(person(account, dated, &strong)?),
            }
        }
        people.sort_by_cached_key(|person| (territory::text::search_key(&person.name), person.user));
        Ok(people)
    }

    /// How many people hold each role at an instant, in the order of [`Role::ALL`], guests left out.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn head_counts(
        &self,
        proof: &Allowed<ReadEffectifs>,
        at: Timestamp,
    ) -> Result<Vec<(Role, u64)>, StorageError> {
        let rows = rows(&self.txn, proof.cpts(), at).await?;
        let mut held: Vec<(Role, UserId)> = Vec::new();
        for (row, account) in &rows {
            let DatedRoleRow(dated) = DatedRoleRow::try_from(row)?;
            if is_open(account) && dated.is_held_at(at) {
                held.push((dated.role, dated.user));
            }
        }
        held.sort_unstable();
        held.dedup();
        let count = |role: Role| held.iter().filter(|(one, _)| *one == role).count() as u64;
        Ok(Role::ALL.iter().filter(|role| role.is_given()).map(|role| (*role, count(*role))).collect())
    }

    /// The people of an institution, for the operator: those whose role is not over.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn seats(
        &self,
        _: &Operates,
        institution: InstitutionId,
        at: Timestamp,
    ) -> Result<Vec<Seated>, StorageError> {
        let rows = institution_role::Entity::find()
            .filter(institution_role::Column::InstitutionId.eq(institution.0))
            .filter(not_over(institution_role::Column::UntilAt, at))
            .order_by_asc(institution_role::Column::SinceAt)
            .order_by_asc(institution_role::Column::Id)
            .all(&self.txn)
            .await?;
        let ids: Vec<UserId> = rows.iter().map(|row| UserId(row.user_id)).collect();
        let names = self.account_names(&ids).await?;
        let name = |id: Uuid| names.iter().find(|(user, _)| user.0 == id).map(|(_, name)| name.clone());
        rows.iter()
            .map(|row| {
                let at = |micros| instant::read("institution_role", row.id, micros);
                Ok(Seated {
                    id: RoleId(row.id),
                    user: UserId(row.user_id),
                    name: name(row.user_id).unwrap_or_default(),
                    role: standing::seat(row)?,
                    since: at(row.since_at)?,
                    until: row.until_at.map(at).transpose()?,
                })
            })
            .collect()
    }

    /// CPTS where somebody can give roles today: the operator learns nothing else of them.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn governed(&self, _: &Operates, at: Timestamp) -> Result<Vec<CptsId>, StorageError> {
        let able = ManageRoles::LINE.granted_to.iter().map(|role| role.key());
        let rows = cpts_role::Entity::find()
            .filter(cpts_role::Column::Role.is_in(able))
            .filter(cpts_role::Column::SinceAt.lte(instant::stored(at)))
            .filter(not_over(cpts_role::Column::UntilAt, at))
            .all(&self.txn)
            .await?;
        let mut ids: Vec<CptsId> = rows.iter().map(|row| CptsId(row.cpts_id)).collect();
        ids.sort_unstable();
        ids.dedup();
        Ok(ids)
    }

    /// How many accounts the instance has, and how many are open.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn account_counts(&self, _: &Operates) -> Result<(u64, u64), StorageError> {
        use sea_orm::PaginatorTrait;
        let all = user_account::Entity::find().count(&self.txn).await?;
        let open = user_account::Entity::find()
            .filter(user_account::Column::DisabledAt.is_null())
            .filter(user_account::Column::ErasedAt.is_null());
        Ok((all, open.count(&self.txn).await?))
    }
}

fn is_open(account: &user_account::Model) -> bool {
    account.disabled_at.is_none() && account.erased_at.is_none()
}

fn person(account: user_account::Model, first: DatedRole, strong: &[Uuid]) -> Result<Person, StorageError> {
    let last = account.last_sign_in_at;
    Ok(Person {
        user: UserId(account.id),
        second_factor: strong.contains(&account.id),
        last_sign_in: last.map(|at| instant::read("user_account", account.id, at)).transpose()?,
        open: is_open(&account),
        name: account.name,
        email: account.email,
        roles: vec![first],
    })
}

/// Roles not over at `at` of a CPTS. Until the end of the transaction nobody else decides in this CPTS: SQLite has
/// let one writer in and ignores the clause; PostgreSQL waits here.
async fn rows_to_edit(
    db: &impl ConnectionTrait,
    cpts: CptsId,
    at: Timestamp,
) -> Result<Vec<(cpts_role::Model, user_account::Model)>, DbErr> {
    cpts::Entity::find_by_id(cpts.0).lock(LockType::NoKeyUpdate).one(db).await?;
    rows(db, cpts, at).await
}

impl WriteTx {
    /// The roles of the CPTS that are not over, of open accounts, to decide on them.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn roles_to_edit(
        &self,
        proof: &Allowed<ManageRoles>,
        at: Timestamp,
    ) -> Result<Vec<DatedRole>, StorageError> {
        self.roles_of(proof.cpts(), at).await
    }

    /// The same, of any CPTS, when an account is about to be closed or erased: its owner asked, not a CPTS.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn roles_of(&self, cpts: CptsId, at: Timestamp) -> Result<Vec<DatedRole>, StorageError> {
        let rows = self.run(rows_to_edit(&self.txn, cpts, at)).await?;
        let open = rows.iter().filter(|(_, account)| is_open(account));
        open.map(|(row, _)| DatedRoleRow::try_from(row).map(|DatedRoleRow(dated)| dated)).collect()
    }

    /// Whether a person has a role in the CPTS, or had one that was over after `since`.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn is_known_here(
        &self,
        proof: &Allowed<ManageRoles>,
        user: UserId,
        since: Timestamp,
    ) -> Result<bool, StorageError> {
        let query = cpts_role::Entity::find()
            .filter(cpts_role::Column::CptsId.eq(proof.cpts().0))
            .filter(cpts_role::Column::UserId.eq(user.0))
            .filter(not_over(cpts_role::Column::UntilAt, since));
        Ok(self.run(query.one(&self.txn)).await?.is_some())
    }

    /// Adds a dated role. Who may do it was decided before.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn add_role(&self, proof: &Allowed<ManageRoles>, role: &DatedRole) -> Result<(), StorageError> {
        let row = cpts_role::ActiveModel {
            id: Set(role.id.0),
            cpts_id: Set(proof.cpts().0),
            user_id: Set(role.user.0),
            role: Set(role.role.key().to_owned()),
            since_at: Set(instant::stored(role.since)),
            until_at: Set(role.until.map(instant::stored)),
            given_by: Set(proof.author().to_string()),
            ended_by: Set(None),
        };
        self.run(cpts_role::Entity::insert(row).exec_without_returning(&self.txn)).await?;
        Ok(())
    }

    /// Ends roles of the CPTS at an instant; says how many.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn end_roles(
        &self,
        proof: &Allowed<ManageRoles>,
        ids: &[RoleId],
        until: Timestamp,
    ) -> Result<u64, StorageError> {
        let statement = cpts_role::Entity::update_many()
            .col_expr(cpts_role::Column::UntilAt, Expr::value(instant::stored(until)))
            .col_expr(cpts_role::Column::EndedBy, Expr::value(proof.author().to_string()))
            .filter(cpts_role::Column::CptsId.eq(proof.cpts().0))
            .filter(cpts_role::Column::Id.is_in(ids.iter().map(|id| id.0)));
        Ok(self.run(statement.exec(&self.txn)).await?.rows_affected)
    }

    /// Ends a role in an institution; `false` when it has none of that id that is not over.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn end_seat(
        &self,
        proof: &Operates,
        (institution, id): (InstitutionId, RoleId),
        until: Timestamp,
    ) -> Result<bool, StorageError> {
        let statement = institution_role::Entity::update_many()
            .col_expr(institution_role::Column::UntilAt, Expr::value(instant::stored(until)))
            .col_expr(institution_role::Column::EndedBy, Expr::value(proof.author().to_string()))
            .filter(institution_role::Column::InstitutionId.eq(institution.0))
            .filter(institution_role::Column::Id.eq(id.0))
            .filter(not_over(institution_role::Column::UntilAt, until));
        Ok(self.run(statement.exec(&self.txn)).await?.rows_affected == 1)
    }
}
