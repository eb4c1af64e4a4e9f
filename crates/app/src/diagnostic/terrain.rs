//! What is known of the places that values speak of.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::authz::{Allowed, EditDiagnostic};
use domain::diagnostic::catalogue::Indicateur;
use domain::diagnostic::controles::saisie::{Lieu, Refus, ages_of};
use domain::diagnostic::{Place, Saisie};
use domain::ids::{TerritoireId, VarianteId};
use domain::territoire::{Revision, Variante};
use territory::layers::AgeBand;
use territory::{AreaCode, Atlas, DepartementCode, Perimeter, UnitCode};

use crate::reference::Reference;
use crate::{App, AppError};

/// A variant with its history.
struct Drawn {
    variante: Variante,
    revisions: Vec<Revision>,
}

/// A place, the ages and the year that a value speaks of.
type Asked = (Place, Option<AgeBand>, i16);

/// The reference data and the variants that values speak of.
pub(super) struct Terrain {
    reference: Arc<Reference>,
    drawn: BTreeMap<(TerritoireId, VarianteId), Drawn>,
    known: BTreeMap<Asked, Lieu>,
}

impl App {
    /// What is known of places, with these variants of the CPTS; one that is not of the CPTS is left out.
    pub(super) async fn terrain(
        &self,
        proof: &Allowed<EditDiagnostic>,
        variantes: impl IntoIterator<Item = (TerritoireId, VarianteId)>,
    ) -> Result<Terrain, AppError> {
        let tx = self.store.read().await?;
        let mut drawn = BTreeMap::new();
        for (territoire, id) in variantes {
            let Some(found) = tx.territoire_to_diagnose(proof, territoire).await? else { continue };
            let Some(variante) = found.variante(id) else { continue };
            let revisions = tx.revisions(proof, id).await?;
            drawn.insert((territoire, id), Drawn { variante: variante.clone(), revisions });
        }
        Ok(Terrain { reference: self.reference(), drawn, known: BTreeMap::new() })
    }
}

/// The variant of a place.
pub(super) fn variante_of(place: Place) -> Option<(TerritoireId, VarianteId)> {
    match place {
        Place::Variante { territoire, variante, .. } => Some((territoire, variante)),
        _ => None,
    }
}

impl Terrain {
    /// The revision of today of a variant.
    pub fn revision(&self, variante: (TerritoireId, VarianteId)) -> Option<u32> {
        self.drawn.get(&variante).map(|drawn| drawn.variante.revision)
    }

    /// What is known of the place of a value.
    pub fn lieu(&mut self, saisie: &Saisie, indicateur: &Indicateur) -> Result<Lieu, Refus> {
        // The ages of professionals are not those of the people who live there.
        let band = ages_of(saisie, indicateur).filter(|_| !indicateur.counts_people_who_treat());
        let key = (saisie.place, band, saisie.period.to.year());
        if let Some(known) = self.known.get(&key) {
            return Ok(known.clone());
        }
        let lieu = self.compute(saisie, band)?;
        self.known.insert(key, lieu.clone());
        Ok(lieu)
    }

    fn compute(&self, saisie: &Saisie, band: Option<AgeBand>) -> Result<Lieu, Refus> {
        let atlas = &self.reference.atlas;
        let area = |code| -> Result<Perimeter, Refus> {
            let all: Perimeter = atlas.area_communes(code).map(UnitCode::Commune).collect();
            if all.is_empty() { Err(Refus::UnknownPlace) } else { Ok(all) }
        };
        let mut lieu = Lieu::default();
        let perimeter = match saisie.place {
            Place::Variante { territoire, variante, revision } => {
                let drawn = self.drawn.get(&(territoire, variante)).ok_or(Refus::UnknownPlace)?;
                let state = drawn.revisions.iter().find(|state| state.number == revision);
                let state = state.ok_or(Refus::UnknownPlace)?;
                lieu.revision = Some(drawn.variante.revision);
                let same = |other: &&Revision| other.perimeter == drawn.variante.perimeter;
                lieu.unchanged = drawn.revisions.iter().filter(same).map(|other| other.number).collect();
                lieu.population = drawn.variante.declared.as_ref().map(|said| f64::from(said.inhabitants));
                state.perimeter.clone()
            }
            Place::Commune { code } => known(atlas, UnitCode::Commune(code))?,
            Place::Iris { code } => known(atlas, UnitCode::Iris(code))?,
            Place::Departement { code } => area(AreaCode::Departement(code))?,
            Place::Region { code } => area(AreaCode::Region(code))?,
            Place::France => area(AreaCode::France)?,
        };
        if matches!(saisie.place, Place::Variante { .. } | Place::Commune { .. } | Place::Iris { .. }) {
            lieu.departements = departements(&perimeter);
        }
        let people = atlas.inhabitants(&perimeter).measure;
        // The largest of the official count and of what the CPTS says of itself: its perimeter may be a sketch.
        let counted = people.value.filter(|_| people.missing.is_empty());
        lieu.population = counted.into_iter().chain(lieu.population).reduce(f64::max);
        lieu.of_ages = match band {
            None => lieu.population,
            Some(band) => {
                let counted = atlas.age_count(&perimeter, band, Some(saisie.period.to.year())).count;
                counted.value.filter(|_| counted.missing.is_empty())
            }
        };
        Ok(lieu)
    }
}

fn known(atlas: &Atlas, unit: UnitCode) -> Result<Perimeter, Refus> {
    // Without the list of its IRIS, nothing says that an IRIS of a commune does not exist.
    let listed = |unit: UnitCode| match unit {
        UnitCode::Iris(code) => atlas.iris(code).is_some() || atlas.iris_of(unit.commune()).is_empty(),
        UnitCode::Commune(_) => true,
    };
    let is_known = atlas.knows(UnitCode::Commune(unit.commune())) && listed(unit);
    if is_known { Ok([unit].into_iter().collect()) } else { Err(Refus::UnknownPlace) }
}

fn departements(perimeter: &Perimeter) -> Vec<DepartementCode> {
    let mut codes: Vec<DepartementCode> =
        perimeter.units().map(|unit| unit.commune().departement()).collect();
    codes.sort_unstable();
    codes.dedup();
    codes
}
