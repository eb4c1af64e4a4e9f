//! Erasing a person: the account is emptied, what only served them goes, what the law keeps no longer names them.

use std::collections::BTreeMap;

use domain::authz::{Allowed, Author, ManageRoles, Myself, Operates};
use domain::ids::{CptsId, InstitutionId, UserId};
use jiff::Timestamp;
use sea_orm::sea_query::{Expr, ExprTrait, Func};
use sea_orm::{ColumnTrait, Condition, DeleteMany, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use crate::entities::{
    cpts_role, demande_droits, external_identity, institution_role, invitation, job, mail, one_time_token,
    passkey, recovery_code, session, totp, user_account,
};
use crate::{ReadTx, StorageError, WriteTx, instant};

/// Who asked that a person be erased.
#[derive(Clone, Copy, Debug)]
pub enum ErasedBy<'a> {
    /// The person.
    Themselves(&'a Myself),
    /// The CPTS, because the person asked it to.
    Cpts(&'a Allowed<ManageRoles>, UserId),
    /// The rule of retention.
    Rule(&'a Operates, UserId),
}

impl ErasedBy<'_> {
    /// The person.
    pub fn user(&self) -> UserId {
        match self {
            ErasedBy::Themselves(proof) => proof.user(),
            ErasedBy::Cpts(_, user) | ErasedBy::Rule(_, user) => *user,
        }
    }

    /// Who does it.
    pub fn author(&self) -> &Author {
        match self {
            ErasedBy::Themselves(proof) => proof.author(),
            ErasedBy::Cpts(proof, _) => proof.author(),
            ErasedBy::Rule(proof, _) => proof.author(),
        }
    }
}

/// How many rows were emptied or removed, by table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Erased(pub BTreeMap<&'static str, u64>);

/// What a person leaves.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Leaving {
    /// CPTS where a role is not over.
    pub cpts: Vec<CptsId>,
    /// Whether the instance would have no operator left.
    pub last_operator: bool,
}

/// Where a person has, or had, a role.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PersonPlaces {
    /// CPTS, today or before.
    pub cpts: Vec<CptsId>,
    /// Institutions, today or before.
    pub institutions: Vec<InstitutionId>,
}

/// What remains of a name that the law does not allow to keep.
pub(crate) use domain::communaute::personne::ERASED_NAME;

pub(crate) fn same_address<C: ColumnTrait>(column: C, email: Option<&str>) -> Condition {
    let Some(email) = email else { return Condition::any().add(Expr::val(1).eq(0)) };
    Condition::all().add(Expr::expr(Func::lower(Expr::col(column))).eq(email.to_lowercase()))
}

fn not_over<C: ColumnTrait>(until: C, now: i64) -> Condition {
    Condition::any().add(until.is_null()).add(until.gt(now))
}

impl ReadTx {
    /// Where a person has, or had, a role.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn own_places(&self, proof: &Myself) -> Result<PersonPlaces, StorageError> {
        let user = proof.user().0;
        let cpts: Vec<Uuid> = cpts_role::Entity::find()
            .select_only()
            .column(cpts_role::Column::CptsId)
            .filter(cpts_role::Column::UserId.eq(user))
            .distinct()
            .into_tuple()
            .all(&self.txn)
            .await?;
        let institutions: Vec<Uuid> = institution_role::Entity::find()
            .select_only()
            .column(institution_role::Column::InstitutionId)
            .filter(institution_role::Column::UserId.eq(user))
            .distinct()
            .into_tuple()
            .all(&self.txn)
            .await?;
        Ok(PersonPlaces {
            cpts: cpts.into_iter().map(CptsId).collect(),
            institutions: institutions.into_iter().map(InstitutionId).collect(),
        })
    }
}

impl WriteTx {
    /// What a person who is about to be erased leaves.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn places_to_leave(&self, by: ErasedBy<'_>, at: Timestamp) -> Result<Leaving, StorageError> {
        let (user, now) = (by.user().0, instant::stored(at));
        let held = cpts_role::Entity::find()
            .select_only()
            .column(cpts_role::Column::CptsId)
            .filter(cpts_role::Column::UserId.eq(user))
            .filter(not_over(cpts_role::Column::UntilAt, now))
            .distinct();
        let cpts: Vec<Uuid> = self.run(held.into_tuple().all(&self.txn)).await?;
        let open_operators = user_account::Entity::find()
            .select_only()
            .column(user_account::Column::Id)
            .filter(user_account::Column::IsOperator.eq(true))
            .filter(user_account::Column::DisabledAt.is_null())
            .filter(user_account::Column::ErasedAt.is_null());
        let operators: Vec<Uuid> = self.run(open_operators.into_tuple().all(&self.txn)).await?;
        Ok(Leaving { cpts: cpts.into_iter().map(CptsId).collect(), last_operator: operators == [user] })
    }

    /// Whether a person has a role that is not over outside the CPTS of the proof, or operates the instance.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn is_elsewhere(
        &self,
        proof: &Allowed<ManageRoles>,
        user: UserId,
        at: Timestamp,
    ) -> Result<bool, StorageError> {
        let now = instant::stored(at);
        let role = cpts_role::Entity::find()
            .filter(cpts_role::Column::UserId.eq(user.0))
            .filter(cpts_role::Column::CptsId.ne(proof.cpts().0))
            .filter(not_over(cpts_role::Column::UntilAt, now));
        let seat = institution_role::Entity::find()
            .filter(institution_role::Column::UserId.eq(user.0))
            .filter(not_over(institution_role::Column::UntilAt, now));
        let operator =
            user_account::Entity::find_by_id(user.0).filter(user_account::Column::IsOperator.eq(true));
        Ok(self.run(role.one(&self.txn)).await?.is_some()
            || self.run(seat.one(&self.txn)).await?.is_some()
            || self.run(operator.one(&self.txn)).await?.is_some())
    }

    /// Empties an account and removes or empties every row that names its person. What others decided stays, with an
    /// identifier that leads to nobody.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn erase_person(&self, by: ErasedBy<'_>, at: Timestamp) -> Result<Erased, StorageError> {
        let (user, now) = (by.user().0, instant::stored(at));
        let account = user_account::Entity::find_by_id(user);
        let Some(account) = self.run(account.one(&self.txn)).await? else { return Ok(Erased::default()) };
        let email = account.email.as_deref();
        let mut erased = Erased::default();
        self.erase_keys(user, &mut erased).await?;
        let invited = Condition::any()
            .add(invitation::Column::AcceptedBy.eq(user))
            .add(same_address(invitation::Column::Email, email));
        let gone = invitation::Entity::delete_many().filter(invited);
        erased.0.insert("invitation", self.run(gone.exec(&self.txn)).await?.rows_affected);
        let sent = Condition::any()
            .add(mail::Column::UserId.eq(user))
            .add(same_address(mail::Column::Address, email));
        erased.0.insert("mail", self.erase_mails(sent).await?);
        let asked = Condition::all().add(demande_droits::Column::UserId.eq(user));
        erased.0.insert("demande_droits", self.empty_demandes(asked).await?);
        erased.0.insert("roles", self.end_all_roles(user, by.author(), now).await?);
        let sheets = match by {
            // The CPTS keeps on its own ground the sheet of someone who merely stopped signing in.
            ErasedBy::Rule(..) => self.untie_sheets(by.user()).await?,
            ErasedBy::Themselves(_) | ErasedBy::Cpts(..) => {
                self.erase_own_sheets(by.user(), None, now).await?
            }
        };
        erased.0.insert("personne", sheets);
        self.empty_account(user, now).await?;
        erased.0.insert("user_account", 1);
        Ok(erased)
    }

    /// Removes what names a person in one CPTS, when they keep an account for another organisation.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn forget_in_cpts(
        &self,
        proof: &Allowed<ManageRoles>,
        user: UserId,
        at: Timestamp,
    ) -> Result<Erased, StorageError> {
        let cpts = proof.cpts().0;
        let account = user_account::Entity::find_by_id(user.0);
        let account = self.run(account.one(&self.txn)).await?;
        let email = account.as_ref().and_then(|account| account.email.as_deref());
        let mut erased = Erased::default();
        let invited = Condition::any()
            .add(invitation::Column::AcceptedBy.eq(user.0))
            .add(same_address(invitation::Column::Email, email));
        let gone =
            invitation::Entity::delete_many().filter(invitation::Column::CptsId.eq(cpts)).filter(invited);
        erased.0.insert("invitation", self.run(gone.exec(&self.txn)).await?.rows_affected);
        let sent = Condition::any()
            .add(mail::Column::UserId.eq(user.0))
            .add(same_address(mail::Column::Address, email));
        let sent = Condition::all().add(mail::Column::CptsId.eq(cpts)).add(sent);
        erased.0.insert("mail", self.erase_mails(sent).await?);
        let asked = Condition::all()
            .add(demande_droits::Column::UserId.eq(user.0))
            .add(demande_droits::Column::CptsId.eq(cpts));
        erased.0.insert("demande_droits", self.empty_demandes(asked).await?);
        let now = instant::stored(at);
        erased.0.insert("personne", self.erase_own_sheets(user, Some(proof.cpts()), now).await?);
        Ok(erased)
    }

    async fn erase_keys(&self, user: Uuid, erased: &mut Erased) -> Result<(), StorageError> {
        async fn gone<E: EntityTrait>(tx: &WriteTx, delete: DeleteMany<E>) -> Result<u64, StorageError> {
            Ok(tx.run(delete.exec(&tx.txn)).await?.rows_affected)
        }
        macro_rules! remove {
            ($($table:ident),*) => {$(
                let delete = $table::Entity::delete_many().filter($table::Column::UserId.eq(user));
                erased.0.insert(stringify!($table), gone(self, delete).await?);
            )*};
        }
        remove!(session, one_time_token, totp, passkey, recovery_code, external_identity);
        Ok(())
    }

    /// Removes e-mails and the jobs that would send them.
    pub(crate) async fn erase_mails(&self, which: Condition) -> Result<u64, StorageError> {
        let ids = mail::Entity::find().select_only().column(mail::Column::Id).filter(which.clone());
        let ids: Vec<Uuid> = self.run(ids.into_tuple().all(&self.txn)).await?;
        for id in &ids {
            let waiting = job::Entity::delete_many().filter(job::Column::Payload.contains(id.to_string()));
            self.run(waiting.exec(&self.txn)).await?;
        }
        let gone = mail::Entity::delete_many().filter(which);
        Ok(self.run(gone.exec(&self.txn)).await?.rows_affected)
    }

    /// What was asked, when, and when it was answered stays: it proves that the CPTS answered.
    async fn empty_demandes(&self, which: Condition) -> Result<u64, StorageError> {
        let emptied = demande_droits::Entity::update_many()
            .col_expr(demande_droits::Column::Person, Expr::value(ERASED_NAME))
            .col_expr(demande_droits::Column::Message, Expr::value(Option::<String>::None))
            .col_expr(demande_droits::Column::Answer, Expr::value(Option::<String>::None))
            .filter(which);
        Ok(self.run(emptied.exec(&self.txn)).await?.rows_affected)
    }

    async fn end_all_roles(&self, user: Uuid, author: &Author, now: i64) -> Result<u64, StorageError> {
        let roles = cpts_role::Entity::update_many()
            .col_expr(cpts_role::Column::UntilAt, Expr::value(now))
            .col_expr(cpts_role::Column::EndedBy, Expr::value(author.to_string()))
            .filter(cpts_role::Column::UserId.eq(user))
            .filter(not_over(cpts_role::Column::UntilAt, now));
        let seats = institution_role::Entity::update_many()
            .col_expr(institution_role::Column::UntilAt, Expr::value(now))
            .col_expr(institution_role::Column::EndedBy, Expr::value(author.to_string()))
            .filter(institution_role::Column::UserId.eq(user))
            .filter(not_over(institution_role::Column::UntilAt, now));
        let ended = self.run(roles.exec(&self.txn)).await?.rows_affected;
        Ok(ended + self.run(seats.exec(&self.txn)).await?.rows_affected)
    }

    async fn empty_account(&self, user: Uuid, now: i64) -> Result<(), StorageError> {
        use user_account::Column;
        let (text, instant) = (Expr::value(Option::<String>::None), Expr::value(Option::<i64>::None));
        let emptied = user_account::Entity::update_many()
            .col_expr(Column::Email, text.clone())
            .col_expr(Column::EmailKey, text.clone())
            .col_expr(Column::Name, Expr::value(ERASED_NAME))
            .col_expr(Column::PasswordHash, text)
            .col_expr(Column::PasswordChangedAt, instant.clone())
            .col_expr(Column::FailedAttempts, Expr::value(0_i64))
            .col_expr(Column::LastFailedAt, instant.clone())
            .col_expr(Column::IsOperator, Expr::value(false))
            .col_expr(Column::CreatedAt, Expr::value(now))
            .col_expr(Column::LastSignInAt, instant)
            .col_expr(Column::DisabledAt, Expr::value(Some(now)))
            .col_expr(Column::ErasedAt, Expr::value(Some(now)))
            .filter(Column::Id.eq(user));
        self.run(emptied.exec(&self.txn)).await?;
        Ok(())
    }
}
