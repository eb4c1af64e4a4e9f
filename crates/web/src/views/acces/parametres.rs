//! What a simulation rests on, each parameter with its source.

use domain::diagnostic::acces::{Simulation, regles};
use domain::diagnostic::apl::{self, Apl};
use domain::nombres::{compte, decimal, entier, liste};
use domain::source::Confidence;

use super::super::components::Definition;
use super::super::wording::spaced;
use super::words::doctors_of;

/// Every parameter; nothing when a table is malformed, which a test of the release excludes.
pub(super) fn all(simulation: &Simulation) -> Vec<Definition> {
    let (Ok(apl), Ok(rules)) = (apl::rules(), regles()) else { return Vec::new() };
    let mut all = vec![
        Definition::new("Population", demand(simulation)),
        Definition::new(
            "Poids du temps de trajet",
            sourced(&decay(apl), &apl.steps.sources, apl.steps.confidence),
        ),
        Definition::new(
            "Temps de trajet",
            sourced(&journey(apl), &apl.journey.sources, apl.journey.confidence),
        ),
        Definition::new(
            "Activité d'un médecin",
            sourced(&supply(apl), &apl.supply.sources, apl.supply.confidence),
        ),
        Definition::new(
            "Médecin d'activité inconnue",
            sourced(
                &format!(
                    "{} Soit {} par an.",
                    rules.doctor.sentence,
                    entier(apl.supply.newly_settled.into())
                ),
                &rules.doctor.sources,
                rules.doctor.confidence,
            ),
        ),
        Definition::new(
            "Infirmière en pratique avancée",
            sourced(
                &format!("{} Proposé : {} par an.", rules.ipa.sentence, entier(rules.ipa.acts.into())),
                &rules.ipa.sources,
                rules.ipa.confidence,
            ),
        ),
    ];
    if let Some(doctors) = simulation.basis.doctors {
        all.push(Definition::new(
            "Médecins du territoire",
            sourced(
                &format!("{} dans le répertoire (RPPS). {}", doctors_of(doctors), rules.sharing.sentence),
                &rules.sharing.sources,
                rules.sharing.confidence,
            ),
        ));
    }
    all.push(Definition::new("Communes comptées", around(simulation)));
    all
}

/// A sentence, its sources and how sure it is.
fn sourced(text: &str, sources: &[String], confidence: Confidence) -> String {
    spaced(&format!("{text} Source : {}. {}.", sources.join(" ; "), capital(confidence.label())))
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default() + letters.as_str()
}

fn demand(simulation: &Simulation) -> String {
    let basis = &simulation.basis;
    let lent = |count: usize| {
        format!(
            "{} sans cette donnée comptent pour leur population ordinaire.",
            compte(count, "commune", "communes")
        )
    };
    let mut said = match basis.year {
        Some(year) => format!("Population standardisée par âge, publiée par la DREES avec l'APL {year}."),
        None => return "La population standardisée n'est pas importée. Chaque commune compte pour sa population ordinaire.".to_owned(),
    };
    if basis.not_standardised > 0 {
        said = format!("{said} {}", lent(basis.not_standardised));
    }
    said
}

fn decay(apl: &Apl) -> String {
    let steps = apl.steps.steps.iter().map(|step| {
        let weight = match step.weight {
            [one, other] if one == other => "1".to_owned(),
            [above, below] => format!("{above}/{below}"),
        };
        format!("{weight} jusqu'à {} minutes", decimal(step.up_to, 0))
    });
    let steps: Vec<String> = steps.collect();
    format!("Un médecin compte pour {}, pour 0 au-delà. {}", liste(&steps), apl.steps.note)
}

fn journey(apl: &Apl) -> String {
    let speeds = || apl.journey.speeds.iter().map(|speed| speed.km_h);
    let (slow, fast) = (speeds().fold(f64::INFINITY, f64::min), speeds().fold(0.0, f64::max));
    format!(
        "Estimé par Maillage : distance à vol d'oiseau entre communes, multipliée par {}, à une vitesse de {} à {} km/h selon la densité. {}",
        decimal(apl.journey.detour, 1),
        decimal(slow, 0),
        decimal(fast, 0),
        apl.journey.note
    )
}

fn supply(apl: &Apl) -> String {
    format!(
        "Entre {} et {} consultations par an. À {} ou moins, un médecin ne compte pas. Un centre de santé n'a pas de borne.",
        entier(apl.supply.at_least.into()),
        entier(apl.supply.at_most.into()),
        entier(apl.supply.nothing_up_to.into())
    )
}

fn around(simulation: &Simulation) -> String {
    let basis = &simulation.basis;
    let mut said = format!(
        "{} dans et autour du territoire ({}). Une commune dont les contours ne sont pas importés n'est pas comptée. Près d'un département sans contours, l'effet est donc surestimé.",
        compte(basis.communes, "commune", "communes"),
        liste(&basis.departements)
    );
    if basis.unplaced > 0 {
        let without = compte(basis.unplaced, "commune voisine n'a", "communes voisines n'ont");
        said = format!("{said} {without} pas de position connue.");
    }
    if !simulation.whole.missing.is_empty() {
        said =
            format!("{said} Sans position dans le territoire\u{a0}: {}.", liste(&simulation.whole.missing));
    }
    said
}
