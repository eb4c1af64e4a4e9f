//! Professionals, structures, priority neighbourhoods.

use territory::atlas::{FoundSite, StructureCount, StructuresFound};
use territory::professionals::{Effectif, HeadArea};
use territory::{CategoryCode, Measure, Perimeter, UnitCode};

use super::{area, inhabitants, vintage_of};
use crate::diagnostic::calcul::Entree;
use crate::diagnostic::calcul::brut::Brut;
use crate::diagnostic::calcul::contexte::Contexte;
use crate::diagnostic::calcul::zone::Zone;
use crate::diagnostic::niveau::Niveau;
use crate::nombres::compte;

/// The professionals of the territory or of any set of communes; `None` for an unknown rule.
pub(in crate::diagnostic::calcul) fn effectif(
    entree: &Entree<'_>,
    contexte: &Contexte<'_>,
    (rule, zone): (&str, &Zone),
) -> Option<Effectif> {
    Some(entree.atlas.effectif(&zone.perimeter, contexte.selections.get(rule)?))
}

fn persons(
    entree: &Entree<'_>,
    contexte: &Contexte<'_>,
    (rule, zone): (&str, &Zone),
) -> Option<(Measure, Vec<String>)> {
    let counted = match area(zone.niveau) {
        Some(area) => {
            let area = match area {
                territory::AreaCode::Departement(code) => HeadArea::Departement(code),
                territory::AreaCode::Region(code) => HeadArea::Region(code),
                territory::AreaCode::France => HeadArea::France,
            };
            return Some((entree.atlas.effectif_in(area, contexte.selections.get(rule)?), Vec::new()));
        }
        None => effectif(entree, contexte, (rule, zone))?,
    };
    let mut lacking = Vec::new();
    if counted.unplaced > 0 && zone.niveau == Niveau::Territoire {
        lacking.push(compte(
            counted.unplaced as usize,
            "personne du département dont la commune n'est pas connue",
            "personnes du département dont la commune n'est pas connue",
        ));
    }
    Some((counted.persons, lacking))
}

pub(super) fn professionals(entree: &Entree<'_>, contexte: &Contexte<'_>, what: (&str, &Zone)) -> Brut {
    let Some((measure, lacking)) = persons(entree, contexte, what) else { return Brut::default() };
    let vintage = vintage_of(entree.atlas, &measure);
    let formula = contexte.sentences.get(what.0).cloned().unwrap_or_default();
    Brut { lacking, ..Brut::count(&measure) }.said(vintage, formula)
}

/// Professionals for ten thousand inhabitants.
pub(super) fn density(entree: &Entree<'_>, contexte: &Contexte<'_>, what: (&str, &Zone)) -> Brut {
    let Some((measure, lacking)) = persons(entree, contexte, what) else { return Brut::default() };
    // The register counts whole communes: so must their inhabitants be counted.
    let whole: Perimeter = what.1.perimeter.units().map(|unit| UnitCode::Commune(unit.commune())).collect();
    let people = inhabitants(entree.atlas, &whole);
    let people = Measure {
        value: people.value,
        missing: people.missing,
        sources: people.sources,
        estimated: people.estimated,
    };
    let vintage = vintage_of(entree.atlas, &measure);
    Brut { lacking, ..Brut::rate((&measure, &people), 10_000.0) }
        .said(vintage, "Professionnels comptés une fois chacun, pour 10\u{202f}000\u{a0}habitants.")
}

/// Sites of a group of structures.
pub(super) fn structures(entree: &Entree<'_>, contexte: &Contexte<'_>, (group, zone): (&str, &Zone)) -> Brut {
    let Some(categories) = contexte.categories.get(group) else { return Brut::default() };
    let count = match (area(zone.niveau), zone.niveau) {
        (Some(area), _) => entree.atlas.structures_of(area, categories),
        (None, Niveau::Territoire) if zone.perimeter.as_ref() == entree.perimeter => {
            contexte.sites.count(categories)
        }
        _ => entree.atlas.structures_in(&zone.perimeter, &entree.dessin.shapes).count(categories),
    };
    let mut brut = Brut::count(&count.measure);
    brut.lacking = doubts(&count);
    brut.said(
        vintage_of(entree.atlas, &count.measure),
        "Sites du répertoire FINESS, un par numéro d'établissement.",
    )
}

fn doubts(count: &StructureCount) -> Vec<String> {
    let mut said = Vec::new();
    if count.perhaps > 0 {
        said.push(compte(
            count.perhaps,
            "site d'une commune prise en partie, peut-être dans le périmètre",
            "sites de communes prises en partie, peut-être dans le périmètre",
        ));
    }
    if count.unplaced > 0 {
        said.push(compte(
            count.unplaced,
            "site du département dont la commune n'est pas connue",
            "sites du département dont la commune n'est pas connue",
        ));
    }
    said
}

/// Sites of a group in one unit of the territory.
pub(in crate::diagnostic::calcul) fn structures_at(
    found: &StructuresFound<'_>,
    categories: &[CategoryCode],
    unit: UnitCode,
) -> Option<f64> {
    if found.without_file.contains(&unit) {
        return None;
    }
    let here = |site: &&FoundSite<'_>| match unit {
        UnitCode::Commune(code) => site.commune == code || site.commune.whole_commune() == code,
        UnitCode::Iris(code) => site.iris == Some(code),
    };
    let unsure =
        matches!(unit, UnitCode::Iris(_)) && found.perhaps.iter().any(|site| site.commune == unit.commune());
    (!unsure).then(|| found.of(categories).filter(here).count() as f64)
}

/// Priority neighbourhoods that meet the perimeter.
pub(super) fn quartiers(entree: &Entree<'_>, zone: &Zone) -> Brut {
    let (Some((parts, sources)), Niveau::Territoire) = (&entree.dessin.quartiers, zone.niveau) else {
        return Brut::default();
    };
    if zone.perimeter.as_ref() != entree.perimeter {
        return Brut::default();
    }
    let measure = Measure { value: Some(parts.len() as f64), sources: sources.clone(), ..Measure::default() };
    let vintage = vintage_of(entree.atlas, &measure);
    Brut::count(&measure).said(vintage, "Quartiers dont la surface rencontre celle du périmètre.")
}
