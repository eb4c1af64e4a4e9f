//! A contract of the third size class, for the tests of this room and of its neighbours.

use std::collections::BTreeMap;

use jiff::{Timestamp, ToSpan, civil::Date};

use super::saisie::{proposer, vide};
use super::{Contrat, ContratFiche, ContratLu, MissionContrat, Termes, VersionContrat};
use crate::aci::missions::missions;
use crate::aci::taille::Taille;
use crate::authz::Author;
use crate::ids::{ContratId, VersionContratId};

/// Terms signed on a day: six missions, the amounts of the tariff in force after avenant 2.
pub(crate) fn termes(signature: Date) -> Termes {
    let mut terms = vide(signature, "avenant-2", Taille::T3).unwrap();
    let planned = |cle: &str| {
        let months = if matches!(cle, "acces" | "crise") { 6 } else { 12 };
        MissionContrat {
            mission: cle.to_owned(),
            debut_prevu: signature.saturating_add(months.months()),
            deploiement_prevu: Some(signature.saturating_add((months + 12).months())),
        }
    };
    let own = missions().unwrap().missions.iter().filter(|one| one.cle != "autre");
    terms.missions = own.map(|one| planned(&one.cle)).collect();
    proposer(&mut terms, &BTreeMap::new()).unwrap();
    terms
}

/// A contract with these signed terms.
pub(crate) fn contrat(termes: Termes) -> ContratLu {
    let id = ContratId(uuid::Uuid::nil());
    let contrat = Contrat {
        id,
        titre: "Contrat ACI".into(),
        fiche: ContratFiche::default(),
        created_at: Timestamp::UNIX_EPOCH,
        version: 1,
        removed_at: None,
    };
    let version = VersionContrat {
        id: VersionContratId(uuid::Uuid::nil()),
        contrat: id,
        numero: 0,
        signe_le: termes.signature,
        effet_le: termes.signature,
        objet: String::new(),
        termes,
        by: Author::System("essai".into()),
        created_at: Timestamp::UNIX_EPOCH,
    };
    ContratLu { contrat, versions: vec![version] }
}
