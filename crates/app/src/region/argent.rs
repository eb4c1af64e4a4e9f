//! What the contracts of the CPTS add up to, for an institution that they let read it: nobody fills a form.

use std::collections::{BTreeMap, BTreeSet};

use domain::aci::argent::natures;
use domain::aci::missions::missions;
use domain::authz::{Actor, AllowedIn, ReadInstitution, ReadRegion, ReadTotaux, Subject};
use domain::ids::CptsId;
use domain::masque;
use domain::region::{PartCpts, Totaux, annees, totaux};

use crate::{App, AppError};

/// The totals of a civil year.
#[derive(Clone, Debug)]
pub struct ArgentRegion {
    /// The year.
    pub annee: i16,
    /// Years in which something was noted, the last first.
    pub annees: Vec<i16>,
    /// Names of the CPTS that let the institution count their money today.
    pub autorisent: Vec<String>,
    /// The totals, small crowds hidden.
    pub totaux: Totaux,
}

impl App {
    /// What the contracts of the CPTS add up to in a civil year; without one, in the last year in which something
    /// was noted. Each CPTS is read through the proof of its own grant.
    ///
    /// One year at a time and never a part of the CPTS: two answers that differ by one association would tell it.
    ///
    /// # Errors
    /// When the person does not belong to the institution or the database does not answer.
    pub async fn region_money(
        &self,
        proof: &AllowedIn<ReadRegion>,
        actor: &Actor,
        annee: Option<i16>,
    ) -> Result<ArgentRegion, AppError> {
        let home = actor.authorize_in::<ReadInstitution>(proof.institution())?;
        let now = self.now();
        let tx = self.store.read().await?;
        let grants = tx.grants_to(&home).await?;
        let open = grants.into_iter().filter(|row| row.subject == Subject::Argent && row.is_open_at(now));
        let granted: BTreeSet<CptsId> = open.map(|row| row.cpts).collect();
        let mut names: BTreeMap<CptsId, String> =
            tx.cpts_list().await?.into_iter().map(|cpts| (cpts.id, cpts.name)).collect();
        let (mut lines, mut autorisent) = (Vec::new(), Vec::new());
        for cpts in granted {
            let read = actor.authorize::<ReadTotaux>(cpts)?;
            lines.push(tx.argent_partage(&read).await?);
            autorisent.push(names.remove(&cpts).unwrap_or_default());
        }
        drop(tx);
        autorisent.sort_by_cached_key(|name| territory::text::search_key(name));
        let known: BTreeSet<i16> = lines.iter().flat_map(|(moved, spent)| annees(moved, spent)).collect();
        let annee = annee.or(known.last().copied()).unwrap_or_else(|| self.today().year());
        let natures = natures()?;
        let parts: Vec<PartCpts> =
            lines.iter().map(|(moved, spent)| PartCpts::of(moved, spent, annee, natures)).collect();
        Ok(ArgentRegion {
            annee,
            annees: known.into_iter().rev().collect(),
            autorisent,
            totaux: totaux(&parts, &masque::rules()?.amounts, missions()?),
        })
    }
}
