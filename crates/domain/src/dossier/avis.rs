//! Opinions of institutions on a dossier, each given without seeing the others.

use jiff::Timestamp;

use crate::authz::Author;
use crate::authz::role::{InstitutionKind, words};
use crate::dossier::{RoleSaisine, Saisine};
use crate::ids::{AvisId, DepotId, DossierId, InstitutionId, SaisineId};

words! {
    /// What an institution thinks of a dossier.
    SensAvis {
        /// Nothing against it.
        Favorable = "favorable", "Favorable";
        /// With reserves, which are written.
        Reserves = "reserves", "Favorable avec réserves";
        /// Against it.
        Defavorable = "defavorable", "Défavorable";
        /// Says that it gives none.
        SansAvis = "sans_avis", "Sans avis";
    }
}

impl SensAvis {
    /// Whether it must say why.
    pub fn asks_motif(self) -> bool {
        self != SensAvis::Favorable
    }
}

words! {
    /// On what ground a projet de santé may be opposed (code de la santé publique, L1434-12): these two and no other.
    MotifOpposition {
        /// What the region set itself to reach.
        Prs = "prs", "Les objectifs du projet régional de santé (PRS)";
        /// Whether the territory makes sense.
        Territoire = "territoire", "La pertinence du territoire";
    }
}

/// An opinion as it was given. It never changes: another one takes its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Avis {
    /// Identifier.
    pub id: AvisId,
    /// On what.
    pub dossier: DossierId,
    /// On which of its versions.
    pub depot: DepotId,
    /// In answer to what.
    pub saisine: SaisineId,
    /// Which institution.
    pub institution: InstitutionId,
    /// What it thinks.
    pub sens: SensAvis,
    /// Why; empty when it said nothing.
    pub motif: String,
    /// Who wrote it.
    pub by: Author,
    /// When.
    pub at: Timestamp,
}

/// What a letter says of an institution that gave none.
pub const NON_RENDU: &str = "Avis non rendu";

/// The kinds of institutions whose opinion may be asked.
pub const KINDS: [InstitutionKind; 4] =
    [InstitutionKind::Ars, InstitutionKind::Cpam, InstitutionKind::Msa, InstitutionKind::Urps];

/// The opinion that counts for a request: the last one given. `all` is oldest first.
pub fn dernier(all: &[Avis], saisine: SaisineId) -> Option<&Avis> {
    all.iter().rev().find(|one| one.saisine == saisine)
}

/// The opinions that count, in the order of the requests that are still open.
pub fn rendus<'a>(saisines: &[Saisine], all: &'a [Avis]) -> Vec<&'a Avis> {
    demandes(saisines).filter_map(|one| dernier(all, one.id)).collect()
}

/// The open requests without an opinion.
pub fn attendus<'a>(saisines: &'a [Saisine], all: &[Avis]) -> Vec<&'a Saisine> {
    demandes(saisines).filter(|one| dernier(all, one.id).is_none()).collect()
}

fn demandes(saisines: &[Saisine]) -> impl Iterator<Item = &Saisine> {
    saisines.iter().filter(|one| one.role == RoleSaisine::Avis && one.until.is_none())
}

/// What one institution sees of the opinions: the desk all, an instructor nothing of the others before its own.
pub fn visibles<'a>(own: &Saisine, saisines: &[Saisine], all: &'a [Avis]) -> Vec<&'a Avis> {
    let given = rendus(saisines, all);
    if own.role == RoleSaisine::Guichet || given.iter().any(|one| one.saisine == own.id) {
        return given;
    }
    Vec::new()
}

/// Why the opinion of an institution cannot be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefusSaisine {
    /// Institutions of this kind give no opinion.
    Kind,
    /// It works in another region than the desk.
    Region,
    /// Its opinion is already asked.
    Already,
}

/// Whether a desk may ask an institution: each with its kind and its region, when it is known.
///
/// # Errors
/// Why not.
pub fn may_ask(
    desk: Option<&str>,
    (kind, region): (InstitutionKind, Option<&str>),
) -> Result<(), RefusSaisine> {
    if !KINDS.contains(&kind) {
        return Err(RefusSaisine::Kind);
    }
    match (desk, region) {
        (Some(desk), Some(region)) if desk != region => Err(RefusSaisine::Region),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::dossier::SaisineFiche;
    use crate::ids::CptsId;

    fn id(rank: u128) -> Uuid {
        Uuid::from_u128(rank)
    }

    fn saisine(rank: u128, role: RoleSaisine) -> Saisine {
        Saisine {
            id: SaisineId(id(rank)),
            cpts: CptsId(id(0)),
            dossier: DossierId(id(0)),
            institution: InstitutionId(id(rank)),
            role,
            fiche: SaisineFiche::default(),
            since: Timestamp::UNIX_EPOCH,
            until: None,
            version: 1,
        }
    }

    fn avis(rank: u128, saisine: u128, sens: SensAvis) -> Avis {
        Avis {
            id: AvisId(id(rank)),
            dossier: DossierId(id(0)),
            depot: DepotId(id(0)),
            saisine: SaisineId(id(saisine)),
            institution: InstitutionId(id(saisine)),
            sens,
            motif: String::new(),
            by: Author::System("essai".into()),
            at: Timestamp::UNIX_EPOCH,
        }
    }

    #[test]
    fn the_last_opinion_counts_and_nobody_sees_the_others_before_giving_one() {
        let saisines =
            [saisine(1, RoleSaisine::Guichet), saisine(2, RoleSaisine::Avis), saisine(3, RoleSaisine::Avis)];
        let all = [avis(1, 2, SensAvis::Defavorable), avis(2, 2, SensAvis::Favorable)];
        assert_eq!(dernier(&all, SaisineId(id(2))).unwrap().sens, SensAvis::Favorable);
        assert_eq!(attendus(&saisines, &all), [&saisines[2]]);
        assert_eq!(visibles(&saisines[0], &saisines, &all).len(), 1);
        assert_eq!(visibles(&saisines[1], &saisines, &all).len(), 1);
        assert!(visibles(&saisines[2], &saisines, &all).is_empty());
        let mut over = saisines.clone();
        over[2].until = Some(Timestamp::UNIX_EPOCH);
        assert!(attendus(&over, &all).is_empty(), "a request that was ended waits for nobody");
    }

    #[test]
    fn an_institution_of_another_region_is_not_asked() {
        let ars = |region| (InstitutionKind::Ars, region);
        assert_eq!(may_ask(Some("76"), ars(Some("76"))), Ok(()));
        assert_eq!(may_ask(Some("76"), ars(Some("75"))), Err(RefusSaisine::Region));
        assert_eq!(may_ask(None, ars(Some("75"))), Ok(()));
        assert_eq!(may_ask(Some("76"), ars(None)), Ok(()), "nobody said where it works");
        assert_eq!(may_ask(None, (InstitutionKind::Collectivite, None)), Err(RefusSaisine::Kind));
    }
}
