//! What a person left outside their sheet: answers, difficulties, addresses, lines of files, messages.

use std::collections::BTreeMap;

use domain::communaute::adhesions::Adhesion;
use domain::communaute::effacement::{Authored, Signalement};
use domain::communaute::import::{Contenu, Fichier};
use domain::communaute::mobilisation::Sollicitation;
use domain::communaute::questionnaires::{Difficulte, Reponse};
use domain::communaute::{Personne, Presence, Structure};
use domain::ids::CptsId;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter};
use uuid::Uuid;

use crate::entities::{
    adhesion, brouillon_import, difficulte, lot, mail, personne, presence, reponse, sollicitation,
};
use crate::row::{Kept, at, own, read};
use crate::{StorageError, WriteTx};

/// The part of a JSON sheet that says how to reach an author without a sheet.
const CONTACT: &str = "\"contact\"";

/// Rows of these authors, or whose sheet may name one.
pub(super) fn or_contact(authors: Expr, sheet: impl ColumnTrait) -> Condition {
    Condition::any().add(authors).add(sheet.contains(CONTACT))
}

impl WriteTx {
    /// Changes rows of a CPTS in place; how many changed.
    pub(super) async fn amend<T: Kept>(
        &self,
        cpts: CptsId,
        which: Condition,
        change: impl Fn(&mut T) -> bool,
    ) -> Result<u64, StorageError> {
        let mut changed = 0;
        for mut one in read::<T>(self.run(own::<T>(cpts).filter(which).all(&self.txn)).await?)? {
            if change(&mut one) {
                let written = at::<T>(cpts, one.key(), one.written(cpts)?);
                changed += self.run(written.exec(&self.txn)).await?.rows_affected;
            }
        }
        Ok(changed)
    }

    /// By what the people of these sheets are recognised, in each CPTS.
    pub(super) async fn described(
        &self,
        sheets: &[Uuid],
    ) -> Result<Vec<(CptsId, Signalement)>, StorageError> {
        let rows = personne::Entity::find().filter(personne::Column::Id.is_in(sheets.iter().copied()));
        let mut found: BTreeMap<Uuid, Vec<Personne>> = BTreeMap::new();
        for row in self.run(rows.all(&self.txn)).await? {
            found.entry(row.cpts_id).or_default().push(Personne::try_from(row)?);
        }
        Ok(found.into_iter().map(|(cpts, people)| (CptsId(cpts), Signalement::of(&people))).collect())
    }

    /// Empties what somebody left in a CPTS outside their sheet. Closed attendance sheets, sealed minutes and sealed
    /// results stay whole: they are proofs, and the rules of retention say how long.
    pub(super) async fn erase_traces(&self, cpts: CptsId, who: &Signalement) -> Result<(), StorageError> {
        let ids: Vec<Uuid> = who.personnes().map(|id| id.0).collect();
        let theirs = reponse::Column::PersonneId.is_in(ids.clone());
        self.erase_written::<Reponse>(cpts, or_contact(theirs, reponse::Column::Fiche), who).await?;
        let theirs = difficulte::Column::PersonneId.is_in(ids.clone());
        self.erase_written::<Difficulte>(cpts, or_contact(theirs, difficulte::Column::Fiche), who).await?;
        let mine = Condition::all().add(adhesion::Column::PersonneId.is_in(ids.clone()));
        self.amend::<Adhesion>(cpts, mine, |one| {
            // Who they said to be goes; dates and payments stay, as accounts ask.
            one.fiche.identite = None;
            one.fiche.motif.clear();
            true
        })
        .await?;
        let mine = Condition::all().add(sollicitation::Column::PersonneId.is_in(ids.clone()));
        self.amend::<Sollicitation>(cpts, mine, |one| {
            one.forget_addresses();
            true
        })
        .await?;
        let mine = Condition::all().add(presence::Column::PersonneId.is_in(ids));
        self.amend::<Presence>(cpts, mine, |one| {
            one.forget_name();
            true
        })
        .await?;
        self.amend::<Structure>(cpts, Condition::all(), |one| {
            let gone = one.fiche.forget(who);
            one.version += i64::from(gone);
            gone
        })
        .await?;
        self.erase_lines(cpts, who).await?;
        for address in who.courriels() {
            let sent = Condition::all()
                .add(mail::Column::CptsId.eq(cpts.0))
                .add(crate::rgpd::same_address(mail::Column::Address, Some(address)));
            self.erase_mails(sent).await?;
        }
        Ok(())
    }

    /// Empties what they wrote among these.
    async fn erase_written<T: Kept + Authored>(
        &self,
        cpts: CptsId,
        which: Condition,
        who: &Signalement,
    ) -> Result<(), StorageError> {
        self.amend::<T>(cpts, which, |one| {
            let own = one.is_of(who);
            if own {
                one.forget_author();
                one.forget_words();
            }
            own
        })
        .await?;
        Ok(())
    }

    /// Lines of imported files that name them, of files that still wait too.
    async fn erase_lines(&self, cpts: CptsId, who: &Signalement) -> Result<(), StorageError> {
        macro_rules! lines {
            ($table:ident holds $content:ty) => {
                let own = $table::Entity::find().filter($table::Column::CptsId.eq(cpts.0));
                for row in self.run(own.all(&self.txn)).await? {
                    let wrong = |error| StorageError::inconsistent(stringify!($table), row.id, error);
                    let mut content: $content = serde_json::from_str(&row.content).map_err(wrong)?;
                    if content.forget(who) {
                        let text = serde_json::to_string(&content).map_err(wrong)?;
                        let kept = $table::Entity::update_many()
                            .col_expr($table::Column::Content, Expr::value(text))
                            .filter($table::Column::Id.eq(row.id));
                        self.run(kept.exec(&self.txn)).await?;
                    }
                }
            };
        }
        lines!(lot holds Contenu);
        lines!(brouillon_import holds Fichier);
        Ok(())
    }
}
