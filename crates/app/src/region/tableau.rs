//! The board of a region.

use domain::authz::{AllowedIn, ReadRegion};
use domain::ids::SuiviId;
use domain::region::{
    Couverture, Etape, Etapes, ObjectifRegion, PopulationTypee, Progress, Region, Suivi, TypeSuivi, coverage,
    days_in_stage, etapes,
};
use territory::{Atlas, DepartementCode, Perimeter, RegionCode};

use super::rules;
use crate::{App, AppError, Institution};

/// The population of a project. Missing is never zero.
#[derive(Clone, Debug, PartialEq)]
pub enum PopulationLue {
    /// Neither written down nor published.
    Inconnue,
    /// Written down by somebody.
    Typee(PopulationTypee),
    /// Read in the reference data for its communes and IRIS.
    Calculee {
        /// Inhabitants of the places that have a figure.
        nombre: f64,
        /// Places without a figure.
        manquants: usize,
        /// Years of the figures.
        annees: Vec<i16>,
        /// Where they come from, as it is cited.
        sources: Vec<String>,
    },
}

impl PopulationLue {
    /// The inhabitants, when something is known.
    pub fn nombre(&self) -> Option<f64> {
        match self {
            PopulationLue::Inconnue => None,
            PopulationLue::Typee(typed) => Some(typed.nombre.into()),
            PopulationLue::Calculee { nombre, .. } => Some(*nombre),
        }
    }

    fn of(atlas: &Atlas, one: &Suivi) -> Self {
        if let Some(typed) = &one.fiche.population {
            return Self::Typee(typed.clone());
        }
        if one.fiche.unites.is_empty() {
            return Self::Inconnue;
        }
        let figure = atlas.inhabitants(&one.fiche.unites);
        let Some(nombre) = figure.measure.value else { return Self::Inconnue };
        let source = |id: &territory::SourceId| atlas.sources()[id.0].citation();
        Self::Calculee {
            nombre,
            manquants: figure.measure.missing.len(),
            annees: figure.years,
            sources: figure.measure.sources.iter().map(source).collect(),
        }
    }
}

/// A project on the board.
#[derive(Clone, Debug)]
pub struct LigneSuivi {
    /// The project.
    pub suivi: Suivi,
    /// Its kind.
    pub kind: &'static TypeSuivi,
    /// The stage where it stands.
    pub etape: &'static Etape,
    /// Since how many days it stands there.
    pub jours: Option<i64>,
    /// Whether that is long.
    pub ancienne: bool,
    /// Distinct communes, whole or in part.
    pub communes: usize,
    /// Its population.
    pub population: PopulationLue,
    /// Its départements, with their names.
    pub departements: Vec<(DepartementCode, String)>,
}

impl LigneSuivi {
    fn of(atlas: &Atlas, etapes: &'static Etapes, one: Suivi, app: &App) -> Result<Self, AppError> {
        let wrong = || AppError::Rules(format!("region/etapes.toml: {} {}", one.kind, one.etape));
        let kind = etapes.kind(&one.kind).ok_or_else(wrong)?;
        let etape = kind.etape(&one.etape).ok_or_else(wrong)?;
        let jours = days_in_stage(&one, app.today());
        let towns = one.fiche.unites.units().map(|unit| unit.commune().whole_commune());
        let mut communes: Vec<_> = towns.collect();
        communes.dedup();
        let rules = rules()?;
        Ok(Self {
            kind,
            etape,
            jours,
            ancienne: jours.is_some_and(|days| rules.is_old(days)),
            communes: communes.len(),
            population: PopulationLue::of(atlas, &one),
            departements: one.departements().into_iter().map(|d| (d, atlas.departement_name(d))).collect(),
            suivi: one,
        })
    }
}

/// The board of a region.
#[derive(Clone, Debug)]
pub struct Board {
    /// The region.
    pub region: RegionCode,
    /// Its name.
    pub nom: String,
    /// Projects, by name.
    pub lignes: Vec<LigneSuivi>,
    /// Those that were removed.
    pub retires: Vec<Suivi>,
    /// Goals, and how far the region is.
    pub objectifs: Vec<(ObjectifRegion, Progress)>,
    /// Départements of the region with their names, by code.
    pub departements: Vec<(DepartementCode, String)>,
    /// Kinds and stages.
    pub etapes: &'static Etapes,
}

impl Board {
    /// A project that stands.
    pub fn ligne(&self, id: SuiviId) -> Option<&LigneSuivi> {
        self.lignes.iter().find(|one| one.suivi.id == id)
    }

    /// What these projects cover of the region, or of one of its départements.
    pub fn coverage(
        &self,
        atlas: &Atlas,
        (lignes, departement): (&[&LigneSuivi], Option<DepartementCode>),
    ) -> Couverture {
        let perimeters: Vec<&Perimeter> = lignes.iter().map(|one| &one.suivi.fiche.unites).collect();
        coverage(atlas, Region { code: self.region, departement }, &perimeters)
    }
}

/// The départements of a region, by code.
pub(super) fn departements(atlas: &Atlas, region: RegionCode) -> Vec<(DepartementCode, String)> {
    let inside = atlas.communes().iter().filter(|one| one.region == Some(region));
    let codes: std::collections::BTreeSet<DepartementCode> = inside.map(|one| one.departement).collect();
    codes.into_iter().map(|code| (code, atlas.departement_name(code))).collect()
}

impl App {
    /// The institution of a proof, with its region.
    ///
    /// # Errors
    /// When it does not exist any more or the database does not answer.
    pub async fn institution_of<P: domain::authz::InstitutionPermission>(
        &self,
        proof: &AllowedIn<P>,
    ) -> Result<Institution, AppError> {
        self.institution(proof.institution()).await
    }

    /// The board of the region of the institution; `None` when nobody said which region that is.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn region_board(&self, proof: &AllowedIn<ReadRegion>) -> Result<Option<Board>, AppError> {
        let tx = self.store.read().await?;
        let institution = tx.institution(proof.institution()).await?.ok_or(AppError::NotFound)?;
        let Some(region) = institution.region.and_then(|code| code.parse::<RegionCode>().ok()) else {
            return Ok(None);
        };
        let (all, goals) = (tx.suivis(proof).await?, tx.objectifs_region(proof).await?);
        drop(tx);
        let (reference, etapes) = (self.reference(), etapes()?);
        let atlas = &reference.atlas;
        let (standing, retires): (Vec<_>, Vec<_>) = all.into_iter().partition(|one| one.removed_at.is_none());
        let objectifs = goals.into_iter().map(|goal| {
            let progress = goal.progress(&standing, etapes);
            (goal, progress)
        });
        let objectifs = objectifs.collect();
        let mut lignes = standing
            .into_iter()
            .map(|one| LigneSuivi::of(atlas, etapes, one, self))
            .collect::<Result<Vec<_>, AppError>>()?;
        lignes.sort_by_cached_key(|one| territory::text::search_key(&one.suivi.nom));
        Ok(Some(Board {
            region,
            nom: atlas.region_name(region),
            lignes,
            retires,
            objectifs,
            departements: departements(atlas, region),
            etapes,
        }))
    }

    /// A project of the region, removed or not.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for one of another region, or the database does not answer.
    pub async fn region_project(
        &self,
        proof: &AllowedIn<ReadRegion>,
        id: SuiviId,
    ) -> Result<LigneSuivi, AppError> {
        let one = self.store.read().await?.suivi(proof, id).await?.ok_or(AppError::NotFound)?;
        LigneSuivi::of(&self.reference().atlas, etapes()?, one, self)
    }
}
