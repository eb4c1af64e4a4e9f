//! The home of an institution: the CPTS that let it read something.

use std::collections::BTreeMap;

use domain::authz::{Actor, AllowedIn, ReadDepots, ReadEffectifs, ReadInstitution, ReadTerritoire, Role};
use domain::ids::CptsId;
use domain::masque::MaskedRow;
use domain::organisation::reminders;
use storage::{GrantRow, Institution};

use super::Seen;
use crate::{App, AppError};

/// A CPTS that lets the institution read something today.
#[derive(Clone, Debug)]
pub struct Readable {
    /// Which.
    pub cpts: CptsId,
    /// Name.
    pub name: String,
    /// Its grants that are open, by subject.
    pub grants: Vec<GrantRow>,
    /// Its territories, when the grant is about them.
    pub territories: Option<Vec<Seen>>,
    /// People by role, small numbers hidden, when the grant is about them.
    pub counts: Option<(Vec<Role>, MaskedRow)>,
}

/// What the home of an institution shows.
#[derive(Clone, Debug)]
pub struct InstitutionHome {
    /// The institution.
    pub institution: Institution,
    /// CPTS that let it read something, by name.
    pub readable: Vec<Readable>,
    /// Grants that ended within a year, the last first, with the name of their CPTS.
    pub over: Vec<(String, GrantRow)>,
    /// How many dossiers are addressed to it and how many of them wait for it; `None` for who does not instruct.
    pub dossiers: Option<(usize, usize)>,
}

impl App {
    /// The home of an institution. Each figure is read through the proof of its own grant.
    ///
    /// # Errors
    /// When the institution does not exist any more or the database does not answer.
    pub async fn institution_home(
        &self,
        proof: &AllowedIn<ReadInstitution>,
        actor: &Actor,
    ) -> Result<InstitutionHome, AppError> {
        let now = self.now();
        let tx = self.store.read().await?;
        let institution = tx.institution(proof.institution()).await?.ok_or(AppError::NotFound)?;
        let grants = tx.grants_to(proof).await?;
        let names: BTreeMap<CptsId, String> =
            tx.cpts_list().await?.into_iter().map(|cpts| (cpts.id, cpts.name)).collect();
        drop(tx);
        let name = |id: CptsId| names.get(&id).cloned().unwrap_or_default();
        let (open, rest): (Vec<GrantRow>, Vec<GrantRow>) =
            grants.into_iter().partition(|row| row.is_open_at(now));
        let since = now - reminders()?.past;
        let ended = |row: &GrantRow| row.ended_at().is_some_and(|end| since < end && end <= now);
        let over = rest.into_iter().filter(ended).map(|row| (name(row.cpts), row)).collect();
        let mut by_cpts: BTreeMap<CptsId, Vec<GrantRow>> = BTreeMap::new();
        for row in open {
            by_cpts.entry(row.cpts).or_default().push(row);
        }
        let mut readable = Vec::new();
        for (cpts, grants) in by_cpts {
            readable.push(self.readable(actor, (cpts, name(cpts)), grants).await?);
        }
        readable.sort_by_cached_key(|one| (territory::text::search_key(&one.name), one.cpts));
        let dossiers = match actor.authorize_in::<ReadDepots>(proof.institution()) {
            Ok(proof) => {
                let all = self.desk(&proof).await?;
                Some((all.len(), all.iter().filter(|one| !one.attentes.is_empty()).count()))
            }
            Err(_) => None,
        };
        Ok(InstitutionHome { institution, readable, over, dossiers })
    }

    async fn readable(
        &self,
        actor: &Actor,
        (cpts, name): (CptsId, String),
        grants: Vec<GrantRow>,
    ) -> Result<Readable, AppError> {
        let territories = match actor.authorize::<ReadTerritoire>(cpts) {
            Ok(proof) if grants.iter().any(|row| row.subject == domain::authz::Subject::Territoire) => {
                Some(self.seen_territories(&proof).await?)
            }
            _ => None,
        };
        let counts = match actor.authorize::<ReadEffectifs>(cpts) {
            Ok(proof) if grants.iter().any(|row| row.subject == domain::authz::Subject::Effectifs) => {
                // Somebody who also works in this CPTS sees here what the institution sees.
                Some(self.masked_counts(&proof).await?)
            }
            _ => None,
        };
        Ok(Readable { cpts, name, grants, territories, counts })
    }
}
