//! Who is there: the screen of the room, the scans, the secretary, the sheet.

mod codes;
mod ecran;
mod feuille;
mod porte;
mod recu;
mod secretaire;
mod signer;

pub use codes::Montre;
pub use ecran::{Codes, Ecran};
pub use feuille::{FeuilleScellee, Format, VersionClose};
pub use porte::{Connu, Porte};
pub use recu::Recu;
pub use secretaire::{Appelee, Decision, Heures, Tableau};
pub use signer::{Envoi, Inconnue, Qui, Signature, SignerError};

use std::collections::BTreeMap;

use domain::authz::{ActByLink, Actor, Allowed};
use domain::communaute::presences::{Regles, Seance, regles};
use domain::communaute::{Annuaire, Personne, Reunion, ReunionState};
use domain::ids::{CptsId, PersonneId, ReunionId};
use security::token::Token;
use storage::{ReadTx, ReadsCommunaute};

use crate::{App, AppError};

/// The proof of somebody who shows a code of a meeting: they touch their presence there and nothing else.
fn at_the_door(cpts: CptsId, reunion: ReunionId) -> Result<Allowed<ActByLink>, AppError> {
    Ok(Actor::guest(cpts, format!("presence:{reunion}")).authorize::<ActByLink>(cpts)?)
}

/// The times of a meeting that is held; `None` while its date is being chosen, or when it was cancelled or removed.
fn seance(reunion: &Reunion, regles: &Regles) -> Option<Seance> {
    let held = matches!(reunion.state, ReunionState::Prevue | ReunionState::Tenue);
    if held && reunion.removed_at.is_none() { Seance::of(reunion, regles) } else { None }
}

fn rules() -> Result<&'static Regles, AppError> {
    Ok(regles()?)
}

/// Follows merges to the sheet that stands.
fn resolved(fusions: &BTreeMap<PersonneId, PersonneId>, id: PersonneId) -> PersonneId {
    let mut found = id;
    // A chain of merges is short; the count keeps a damaged one from turning for ever.
    for _ in 0..=fusions.len() {
        match fusions.get(&found) {
            Some(next) => found = *next,
            None => break,
        }
    }
    found
}

/// These people, and the sheets that replaced theirs.
async fn known<P: ReadsCommunaute>(
    tx: &ReadTx,
    proof: &Allowed<P>,
    ids: impl IntoIterator<Item = PersonneId>,
) -> Result<Annuaire, AppError> {
    let mut wanted: Vec<PersonneId> = ids.into_iter().collect();
    let mut found: BTreeMap<PersonneId, Personne> = BTreeMap::new();
    while !wanted.is_empty() {
        wanted.sort_unstable();
        wanted.dedup();
        let read = tx.personnes(proof, &wanted).await?;
        wanted = read.iter().filter_map(|one| one.fusionnee).filter(|id| !found.contains_key(id)).collect();
        found.extend(read.into_iter().map(|one| (one.id, one)));
        wanted.retain(|id| !found.contains_key(id));
    }
    Ok(Annuaire::new(found.into_values()))
}

impl App {
    /// A token for one scan or one phone: whoever holds it made it.
    pub fn new_jeton(&self) -> String {
        Token::new(self.settings.entropy.as_ref()).as_str().to_owned()
    }

    /// The rules of presence, for pages.
    ///
    /// # Errors
    /// When the table that ships with the program is malformed.
    pub fn presence_rules(&self) -> Result<&'static Regles, AppError> {
        rules()
    }
}
