//! The territory: map, communes, population, size class, neighbours.

use documents::{SvgOptions, carte_svg};
use domain::aci::taille;
use domain::dossier::lettre::{Colonne, Contenu, Fait, Source, Tableau};
use domain::nombres::{compte, habitants};
use domain::source::RulesError;
use domain::territoire::{Fiche, phrases};
use territory::Measure;
use territory::diagnosis::CommuneLine;

use super::{Contenus, Matieres, Registre, put};

pub(super) fn add(
    matieres: &Matieres,
    registre: &mut Registre,
    contenus: &mut Contenus,
) -> Result<(), &'static RulesError> {
    let Some(fiche) = &matieres.fiche else { return Ok(()) };
    if let Some(carte) = &fiche.carte {
        let options = SvgOptions::of(fiche);
        let texte = format!(
            "Carte du territoire {}\u{a0}: {}. Les communes sont dans le tableau qui suit.",
            fiche.territoire,
            compte(fiche.diagnosis.distinct_communes, "commune", "communes"),
        );
        put(contenus, "carte", [Contenu::Carte { svg: carte_svg(carte, &options), texte, tableau: None }]);
    }
    let people = population_sources(fiche, registre);
    put(contenus, "communes", [Contenu::Tableau(communes(fiche, &people))]);
    put(contenus, "nombre_communes", [Contenu::Faits { faits: counted(fiche) }]);
    put(contenus, "population", population(fiche, &people));
    put(contenus, "taille", sizes(fiche, &people)?);
    put(contenus, "voisinage", neighbours(fiche));
    Ok(())
}

fn perimeter(fiche: &Fiche) -> String {
    let units = compte(fiche.diagnosis.units.len(), "commune ou IRIS", "communes et IRIS");
    format!("{}, {}\u{a0}: {units}", fiche.territoire, fiche.variante)
}

fn population_sources(fiche: &Fiche, registre: &mut Registre) -> Vec<usize> {
    let figure = &fiche.diagnosis.population;
    let cited = figure.measure.sources.iter().map(|id| fiche.diagnosis.source(*id));
    let sources: Vec<Source> = cited
        .map(|passport| Source {
            citation: passport.citation(),
            millesime: passport.vintage.to_string(),
            perimetre: perimeter(fiche),
            unite: "habitants".to_owned(),
            masque: None,
        })
        .collect();
    sources.into_iter().map(|source| registre.cite(source)).collect()
}

fn people(measure: &Measure) -> String {
    match measure.value {
        None => "non disponible".to_owned(),
        Some(value) if measure.is_partial() => format!("{} (partiel)", habitants(value)),
        Some(value) if measure.estimated.is_some() => format!("{} (estimé)", habitants(value)),
        Some(value) => habitants(value),
    }
}

fn rows(line: &CommuneLine) -> Vec<Vec<String>> {
    let postcodes = line.postcodes.join(", ");
    if line.is_whole() {
        return vec![vec![line.name.clone(), postcodes, line.code.to_string(), people(&line.population)]];
    }
    let part = |iris: &territory::diagnosis::IrisLine| {
        let name = iris.name.clone().unwrap_or_else(|| "IRIS".to_owned());
        vec![
            format!("{name} – {}", line.name),
            postcodes.clone(),
            iris.code.to_string(),
            people(&iris.population),
        ]
    };
    line.iris.iter().map(part).collect()
}

fn communes(fiche: &Fiche, sources: &[usize]) -> Tableau {
    let column = |titre: &str, nombre| Colonne { titre: titre.to_owned(), nombre };
    let mut lignes: Vec<Vec<String>> = fiche.diagnosis.communes.iter().flat_map(rows).collect();
    let all = people(&fiche.diagnosis.population.measure);
    lignes.push(vec!["Ensemble".to_owned(), String::new(), String::new(), all]);
    Tableau {
        titre: "Communes et quartiers du territoire".to_owned(),
        colonnes: vec![
            column("Commune ou quartier", false),
            column("Code postal", false),
            column("Code INSEE ou IRIS", false),
            column("Habitants", true),
        ],
        lignes,
        total: true,
        sources: sources.to_vec(),
    }
}

fn fact(libelle: &str, valeur: String, sources: &[usize]) -> Fait {
    Fait { libelle: libelle.to_owned(), valeur, sources: sources.to_vec() }
}

fn counted(fiche: &Fiche) -> Vec<Fait> {
    let diagnosis = &fiche.diagnosis;
    let mut facts = vec![fact("Communes distinctes", diagnosis.distinct_communes.to_string(), &[])];
    let parts: Vec<&CommuneLine> = diagnosis.communes.iter().filter(|line| !line.is_whole()).collect();
    if !parts.is_empty() {
        let named: Vec<String> =
            parts.iter().map(|line| format!("{} ({} IRIS)", line.name, line.iris.len())).collect();
        facts.push(fact("Communes prises par quartiers", domain::nombres::liste(&named), &[]));
    }
    facts
}

fn population(fiche: &Fiche, sources: &[usize]) -> Vec<Contenu> {
    let figure = &fiche.diagnosis.population;
    if figure.measure.value.is_none() {
        return Vec::new();
    }
    let years: Vec<String> = figure.years.iter().map(ToString::to_string).collect();
    let label = format!("Habitants ({})", domain::nombres::liste(&years));
    let mut all = vec![Contenu::Faits { faits: vec![fact(&label, people(&figure.measure), sources)] }];
    all.extend(phrases::population(&fiche.diagnosis).into_iter().map(Contenu::paragraphe));
    if let Some(declared) = &fiche.declared {
        all.push(Contenu::paragraphe(phrases::declared(declared, &fiche.diagnosis)));
    }
    all
}

/// The four boxes of the form, with the one that the population ticks.
fn sizes(fiche: &Fiche, sources: &[usize]) -> Result<Vec<Contenu>, &'static RulesError> {
    let Some(assessed) = &fiche.taille else { return Ok(Vec::new()) };
    let rules = taille::rules()?;
    let boxes = rules.classes.iter().map(|class| {
        let ticked = if class.code == assessed.taille { "oui" } else { "non" };
        fact(&class.label, ticked.to_owned(), if class.code == assessed.taille { sources } else { &[] })
    });
    Ok(vec![Contenu::Faits { faits: boxes.collect() }])
}

fn neighbours(fiche: &Fiche) -> Vec<Contenu> {
    let says = fiche.diagnosis.checks.iter().map(phrases::check);
    let mut lines: Vec<String> = says
        .map(|one| match one.places.is_empty() {
            true => one.text,
            false => format!("{} {}.", one.text, domain::nombres::liste(&one.places)),
        })
        .collect();
    let overlaps =
        |check: &territory::diagnosis::Check| matches!(check, territory::diagnosis::Check::Overlap { .. });
    if !fiche.diagnosis.checks.iter().any(overlaps) {
        lines.insert(0, "Aucun chevauchement avec les périmètres de CPTS qui sont importés.".to_owned());
    }
    vec![Contenu::Liste { lignes: lines }]
}
