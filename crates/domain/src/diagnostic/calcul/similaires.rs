//! Territories of the same size class, density and age profile. The rule is `data/similaires.toml`.

use std::sync::{Arc, LazyLock};

use serde::Deserialize;
use territory::layers::AgeBand;
use territory::{Atlas, Perimeter, UnitCode};

use super::Entree;
use super::niveaux::Compare;
use super::zone::Zone;
use crate::aci::taille::{self, Taille};
use crate::diagnostic::lecture::{NiveauNomme, Similaires};
use crate::diagnostic::niveau::Niveau;
use crate::nombres::{compte, decimal};
use crate::source::{Confidence, RulesError};

/// The rule.
#[derive(Clone, Debug, Deserialize)]
pub struct RegleSimilaires {
    /// Where it was read.
    pub sources: Vec<String>,
    /// How sure it is.
    #[serde(rename = "confiance")]
    pub confidence: Confidence,
    /// Why this one, in French.
    pub note: String,
    ecart_65: f64,
    cpts_min: usize,
    membres_min: usize,
    #[serde(rename = "densite")]
    densities: Vec<Densite>,
}

#[derive(Clone, Debug, Deserialize)]
struct Densite {
    #[serde(rename = "libelle")]
    label: String,
    #[serde(rename = "niveaux")]
    levels: Vec<u8>,
}

/// The rule in force, read once.
///
/// # Errors
/// When the table that ships with the program is malformed.
pub fn regle_similaires() -> Result<&'static RegleSimilaires, &'static RulesError> {
    static REGLE: LazyLock<Result<RegleSimilaires, RulesError>> = LazyLock::new(|| {
        let table = "similaires.toml";
        let regle: RegleSimilaires = toml::from_str(include_str!("../../../data/similaires.toml"))
            .map_err(|error| RulesError::Shape { table, cause: Box::new(error) })?;
        let mut levels: Vec<u8> = regle.densities.iter().flat_map(|group| group.levels.clone()).collect();
        levels.sort_unstable();
        if levels != [1, 2, 3, 4, 5, 6, 7] {
            let detail = "each of the 7 levels must be in one group".to_owned();
            return Err(RulesError::Incoherent { table, detail });
        }
        Ok(regle)
    });
    REGLE.as_ref()
}

/// Where a territory stands.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Profil {
    taille: Taille,
    /// Rank of its dominant group of densities.
    density: usize,
    /// Percent of its inhabitants.
    aged_65: f64,
}

/// A territory that may be similar.
#[derive(Clone, Debug)]
pub(super) struct Candidat {
    name: String,
    perimeter: Perimeter,
    profil: Profil,
    is_cpts: bool,
}

fn profil(atlas: &Atlas, regle: &RegleSimilaires, perimeter: &Perimeter) -> Option<Profil> {
    let population = atlas.inhabitants(perimeter).measure.complete()?;
    let taille = taille::rules().ok()?.assess(population.round() as u32, false).taille;
    let mut people = vec![0.0; regle.densities.len()];
    for unit in perimeter.units() {
        let level = atlas.commune(unit.commune()).and_then(|record| record.density)?;
        let group = regle.densities.iter().position(|group| group.levels.contains(&level))?;
        people[group] += atlas.unit_population(unit)?;
    }
    let density = (0..people.len()).max_by(|a, b| people[*a].total_cmp(&people[*b]))?;
    let aged = atlas.age_count(perimeter, AgeBand::over(65), None);
    let share = aged.count.complete()? / aged.people.complete().filter(|all| *all > 0.0)?;
    Some(Profil { taille, density, aged_65: 100.0 * share })
}

/// Recorded perimeters of CPTS and EPCI of which the profile is known.
fn candidates(atlas: &Atlas, regle: &RegleSimilaires) -> Vec<Candidat> {
    let cpts = atlas.cpts_perimeters().iter().map(|(_, cpts)| (cpts.name.clone(), true, cpts.units.clone()));
    let epcis = atlas.epcis().iter().map(|epci| {
        let units = epci.members.iter().map(|rank| UnitCode::Commune(atlas.communes()[*rank as usize].code));
        (epci.name.clone(), false, units.collect())
    });
    let read = cpts.chain(epcis).filter_map(|(name, is_cpts, units): (String, bool, Vec<UnitCode>)| {
        let perimeter: Perimeter = units.into_iter().collect();
        let profil = profil(atlas, regle, &perimeter)?;
        Some(Candidat { name, perimeter, profil, is_cpts })
    });
    read.collect()
}

/// The similar territories as a level, with the rule; no level when they are too few.
pub(super) fn level(entree: &Entree<'_>) -> Result<(Similaires, Option<Compare>), &'static RulesError> {
    let regle = regle_similaires()?;
    let Some(own) = profil(entree.atlas, regle, entree.perimeter) else {
        let rule = "Pas de comparaison\u{a0}: la population, la densité ou les âges du territoire manquent.";
        return Ok((Similaires { rule: rule.to_owned(), members: Vec::new() }, None));
    };
    let all = entree.memoire.candidates(|| candidates(entree.atlas, regle));
    let apart = |candidate: &&Candidat| {
        !candidate.perimeter.units().any(|unit| entree.perimeter.covers(unit))
            && !entree.perimeter.units().any(|unit| candidate.perimeter.covers(unit))
    };
    let alike = |candidate: &&Candidat| {
        let other = candidate.profil;
        (other.taille, other.density) == (own.taille, own.density)
            && (other.aged_65 - own.aged_65).abs() <= regle.ecart_65
    };
    let close: Vec<&Candidat> = all.iter().filter(alike).filter(apart).collect();
    let (cpts, epcis): (Vec<&Candidat>, Vec<&Candidat>) =
        close.into_iter().partition(|candidate| candidate.is_cpts);
    let by_cpts = cpts.len() >= regle.cpts_min;
    let mut members = if by_cpts { cpts } else { epcis };
    members.sort_by(|a, b| a.name.cmp(&b.name));
    let rule = sentence(regle, own, (by_cpts, members.len()));
    if members.len() < regle.membres_min {
        return Ok((Similaires { rule, members: Vec::new() }, None));
    }
    let names: Vec<String> = members.iter().map(|member| member.name.clone()).collect();
    let perimeter: Perimeter = members.iter().flat_map(|member| member.perimeter.units()).collect();
    let zone = Zone {
        niveau: Niveau::Similaires,
        name: compte(members.len(), "territoire semblable", "territoires semblables"),
        key: Some(format!("similaires {}", names.join("|"))),
        perimeter: Arc::new(perimeter),
    };
    let nomme = NiveauNomme { niveau: Niveau::Similaires, name: "Territoires semblables".to_owned() };
    Ok((Similaires { rule, members: names }, Some(Compare { nomme, zone: Arc::new(zone) })))
}

fn sentence(regle: &RegleSimilaires, own: Profil, (by_cpts, count): (bool, usize)) -> String {
    let among = if by_cpts {
        "Parmi les périmètres de CPTS enregistrés".to_owned()
    } else {
        format!(
            "Parmi les intercommunalités (EPCI), faute de {} périmètres de CPTS enregistrés qui s'y prêtent",
            regle.cpts_min
        )
    };
    let found = match count {
        few if few < regle.membres_min => format!("Il n'y en a que {count}\u{a0}: trop peu pour comparer."),
        _ => format!("Leur chiffre est celui de leurs {count} territoires additionnés."),
    };
    format!(
        "{among}\u{a0}: même taille ({}), même densité dominante ({}), part des 65 ans et plus à {} points près de {}\u{202f}%. {found}",
        own.taille.code(),
        regle.densities[own.density].label,
        decimal(regle.ecart_65, 0),
        decimal(own.aged_65, 1),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rule_says_that_it_is_a_decision() {
        let regle = regle_similaires().unwrap();
        assert_eq!(regle.confidence, Confidence::Decision);
        assert!(!regle.sources.is_empty() && !regle.note.is_empty());
        let own = Profil { taille: Taille::T2, density: 2, aged_65: 26.44 };
        let said = sentence(regle, own, (false, 12));
        assert!(said.contains("même taille (T2)") && said.contains("(rural)"), "{said}");
        assert!(said.contains("à 3 points près de 26,4\u{202f}%"), "{said}");
        assert!(sentence(regle, own, (true, 1)).contains("trop peu"));
    }
}
