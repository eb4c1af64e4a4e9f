//! The sheet of a perimeter.

use std::collections::BTreeSet;

use documents::GeoFeature;
use domain::aci::{plafond, taille};
use domain::authz::{Allowed, ReadTerritoire};
use domain::ids::{TerritoireId, VarianteId};
use domain::territoire::{DeclaredComparison, DeclaredPopulation, Fiche, QuartierPart};
use territory::diagnosis::Diagnosis;
use territory::geometry::{outline_sewn, polygons, share_inside};
use territory::{CommuneCode, DepartementCode, Perimeter, UnitCode};

use super::carte;
use crate::reference::Reference;
use crate::{App, AppError};

/// What a sheet is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FicheTitles {
    /// Name of the CPTS.
    pub cpts: String,
    /// Name of the territory.
    pub territoire: String,
    /// Name of the variant.
    pub variante: String,
    /// Whether it is the reference variant.
    pub is_reference: bool,
}

/// A QPV of which less than this share lies inside only touches the border.
const TOUCHES: f64 = 0.005;

impl App {
    /// The sheet of a variant.
    ///
    /// # Errors
    /// When the variant is unknown or the database does not answer.
    pub async fn fiche(
        &self,
        proof: &Allowed<ReadTerritoire>,
        (territoire, id): (TerritoireId, VarianteId),
    ) -> Result<Fiche, AppError> {
        let cpts = self.cpts(proof.cpts()).await?;
        let territoire = self.territoire(proof, territoire).await?;
        let variante = territoire.variante(id).ok_or(AppError::NotFound)?;
        let titles = FicheTitles {
            cpts: cpts.name,
            territoire: territoire.name.clone(),
            variante: variante.name.clone(),
            is_reference: variante.is_reference,
        };
        self.fiche_of(&self.reference(), titles, &variante.perimeter, variante.declared.clone()).await
    }

    /// The sheet of any perimeter.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn fiche_of(
        &self,
        reference: &Reference,
        titles: FicheTitles,
        perimeter: &Perimeter,
        declared: Option<DeclaredPopulation>,
    ) -> Result<Fiche, AppError> {
        let mut diagnosis = reference.atlas.diagnose(perimeter);
        let assessed = assess(&diagnosis)?;
        let carte = self.carte(reference, perimeter, &diagnosis).await?;
        let quartiers = self.quartiers(reference, perimeter, &mut diagnosis).await?;
        let plafonds = match &assessed {
            Some(assessment) => plafond::plafonds_of(assessment.taille)?,
            None => Vec::new(),
        };
        let declared = declared.map(|declared| compare(declared, &diagnosis)).transpose()?;
        Ok(Fiche {
            cpts: titles.cpts,
            territoire: titles.territoire,
            variante: titles.variante,
            is_reference: titles.is_reference,
            established_on: self.today(),
            taille: assessed,
            declared,
            plafonds,
            quartiers,
            carte,
            diagnosis,
        })
    }

    /// Priority neighbourhoods by intersection of surfaces, never by code.
    async fn quartiers(
        &self,
        reference: &Reference,
        perimeter: &Perimeter,
        diagnosis: &mut Diagnosis,
    ) -> Result<Vec<QuartierPart>, AppError> {
        let departements = departements(perimeter);
        let near = |code: &CommuneCode| departements.contains(&code.departement());
        let candidates: Vec<_> = reference
            .atlas
            .quartiers()
            .iter()
            .filter(|(_, quartier)| quartier.communes.iter().any(near))
            .collect();
        if candidates.is_empty() {
            return Ok(Vec::new());
        }
        let drawings = carte::drawings(self, reference, &departements, carte::level(perimeter)).await?;
        let topologies: Vec<_> = drawings.iter().map(|drawing| &drawing.topology).collect();
        let inside = outline_sewn(&topologies, &|unit| perimeter.covers(unit));
        let mut parts = Vec::new();
        for (source, quartier) in candidates {
            // The source covers this département: it counts even when none of its neighbourhoods lies inside.
            let passport = &reference.atlas.sources()[source.0];
            if !drawings.is_empty() && !diagnosis.sources.contains(passport) {
                diagnosis.sources.push(passport.clone());
            }
            let share_inside = share_inside(&quartier.polygons, &inside);
            if share_inside > TOUCHES {
                let (code, name) = (quartier.code.clone(), quartier.name.clone());
                parts.push(QuartierPart { code, name, share_inside });
            }
        }
        parts.sort_by(|a, b| b.share_inside.total_cmp(&a.share_inside));
        Ok(parts)
    }

    /// The units of a perimeter as shapes, for a GeoJSON file.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn shapes(
        &self,
        reference: &Reference,
        perimeter: &Perimeter,
    ) -> Result<Vec<GeoFeature>, AppError> {
        let drawings =
            carte::drawings(self, reference, &departements(perimeter), carte::level(perimeter)).await?;
        let mut shapes = Vec::new();
        for drawing in drawings {
            shapes.extend(features(reference, &drawing.topology, &|unit| perimeter.covers(unit)));
        }
        Ok(shapes)
    }
}

/// Areas of a drawing with their name and most recent population.
pub fn features(
    reference: &Reference,
    topology: &territory::geometry::Topology,
    keep: &dyn Fn(UnitCode) -> bool,
) -> Vec<GeoFeature> {
    let kept = topology.areas.iter().filter(|area| keep(area.code));
    kept.map(|area| GeoFeature {
        code: area.code.to_string(),
        name: reference.atlas.unit_name(area.code),
        member: true,
        properties: vec![("population".into(), population(reference, area.code))],
        polygons: polygons(topology, area),
    })
    .collect()
}

/// A whole number, or `null`: missing is not zero.
fn population(reference: &Reference, unit: UnitCode) -> serde_json::Value {
    reference
        .atlas
        .unit_population(unit)
        .map_or(serde_json::Value::Null, |people| (people.round() as i64).into())
}

pub(super) fn departements(perimeter: &Perimeter) -> BTreeSet<DepartementCode> {
    perimeter.units().map(|unit| unit.commune().departement()).collect()
}

fn assess(diagnosis: &Diagnosis) -> Result<Option<taille::Assessment>, AppError> {
    let measure = &diagnosis.population.measure;
    let Some(people) = measure.value else { return Ok(None) };
    Ok(Some(taille::rules()?.assess(people.round() as u32, measure.is_partial())))
}

fn compare(declared: DeclaredPopulation, diagnosis: &Diagnosis) -> Result<DeclaredComparison, AppError> {
    let computed = diagnosis.population.measure.complete();
    let years = &diagnosis.population.years;
    Ok(DeclaredComparison {
        taille: taille::rules()?.assess(declared.inhabitants, false),
        difference: computed.map(|people| people.round() as i64 - i64::from(declared.inhabitants)),
        different_vintage: declared.year.is_some_and(|year| !years.is_empty() && years.as_slice() != [year]),
        declared,
    })
}
