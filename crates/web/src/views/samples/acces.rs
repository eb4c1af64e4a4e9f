//! « Et si… » on the invented territory: without a change, with several, without the register, after an error.

use app::diagnostic::Acces;
use app::territoire::FicheTitles;
use domain::diagnostic::acces::{
    Change, CommuneSimulee, Ensemble, Hypothese, LieuPossible, Nature, Niveaux, Publie, Refus, Simulation,
    Socle,
};
use territory::atlas::{AplFigure, AplUnder};
use territory::measure::Measure;

use super::super::acces::{AccesView, Added, Asked};
use super::{Sample, fiche, sample};

fn change(nature: Nature, rank: usize, number: u32, effect: Result<i64, Refus>) -> Option<Change> {
    let commune = fiche::fiche("Variante A", true).diagnosis.communes.into_iter().nth(rank)?;
    let hypothese = Hypothese { nature, commune: commune.code, number, acts: None };
    Some(Change { hypothese, name: commune.name, effect })
}

fn measure(value: f64) -> Measure {
    Measure { value: Some(value), ..Measure::default() }
}

fn published() -> Publie {
    let figure = AplFigure {
        year: 2023,
        mean: measure(2.9),
        up_to_age: vec![(62, measure(2.1)), (65, measure(2.6))],
        standardised_population: 43_000.0,
    };
    let under = AplUnder {
        year: 2023,
        threshold: 2.5,
        share: measure(0.34),
        inhabitants_under: 14_900.0,
        inhabitants: 43_900.0,
        communes_under: 3,
        communes: 8,
    };
    Publie {
        figure,
        under: vec![("Sous-dense : moins de 2,5 consultations par an et par habitant".to_owned(), under)],
    }
}

/// Communes with a loss near the departure, a gain near the arrival, one that no map places.
fn simulation(changes: Vec<Option<Change>>, levels: Niveaux) -> Simulation {
    let shown = levels == Niveaux::Shown;
    let lines = fiche::fiche("Variante A", true).diagnosis.communes;
    let one = |(rank, line): (usize, territory::diagnosis::CommuneLine)| CommuneSimulee {
        code: line.code,
        name: line.name,
        published: (rank != 6).then_some(2.1 + rank as f64 * 0.2),
        before: (shown && rank != 6).then_some(2.6 + rank as f64 * 0.1),
        difference: (rank != 6).then_some([-0.35, -0.35, 0.12, 0.0, 0.004][rank % 5]),
        inhabitants: 3000.0 + rank as f64 * 1200.0,
    };
    let communes: Vec<CommuneSimulee> = lines.into_iter().enumerate().map(one).collect();
    let beyond = (0..18).filter_map(|rank| {
        Some(CommuneSimulee {
            code: format!("961{rank:02}").parse().ok()?,
            name: format!("Commune voisine {}", rank + 1),
            published: Some(3.0),
            before: None,
            difference: Some(-0.3 + f64::from(rank) * 0.01),
            inhabitants: 900.0,
        })
    });
    let beyond: Vec<CommuneSimulee> = beyond.collect();
    let places = communes.iter().chain(&beyond).enumerate().map(|(rank, one)| LieuPossible {
        code: one.code,
        name: one.name.clone(),
        inside: rank < 8,
    });
    Simulation {
        published: Some(published()),
        places: places.collect(),
        changes: changes.into_iter().flatten().collect(),
        whole: Ensemble {
            before: shown.then_some(2.8),
            difference: Some(-0.11),
            acts: -5400.0,
            acts_inside: -4730.0,
            gain: [5400.0, 0.0],
            lose: [21_000.0, 16_200.0],
            missing: vec!["Val-d'Orne".to_owned()],
        },
        communes,
        beyond,
        levels,
        basis: Socle {
            year: Some(2023),
            communes: 61,
            departements: vec!["Mille-Rivières".to_owned()],
            not_standardised: 2,
            unplaced: 1,
            doctors: shown.then_some(31.5),
        },
        sources: fiche::fiche("Variante A", true).diagnosis.sources,
    }
}

fn acces(changes: Vec<Option<Change>>, levels: Niveaux) -> Acces {
    let titles = FicheTitles {
        cpts: "CPTS de la Vallée Verte".to_owned(),
        territoire: "Vallée Verte".to_owned(),
        variante: "Variante A".to_owned(),
        is_reference: true,
    };
    let carte = fiche::fiche("Variante A", true).carte;
    Acces { titles, simulation: simulation(changes, levels), carte }
}

fn view(acces: &Acces, unreadable: &[&str]) -> AccesView {
    let page = fiche::page("Et si…").with_overline("Vallée Verte, Variante A");
    let asked = Asked {
        url: fiche::urls().diagnostic().acces(),
        unreadable: unreadable.iter().map(|text| (*text).to_owned()).collect(),
        donnees: "/donnees".to_owned(),
    };
    AccesView::new(page, acces, &asked)
}

pub(super) fn samples() -> Vec<Sample> {
    let leaves = || change(Nature::Depart, 0, 1, Ok(-5400));
    let several = vec![
        leaves(),
        change(Nature::Arrivee, 2, 2, Ok(10_800)),
        change(Nature::Ipa, 1, 1, Ok(1000)),
        change(
            Nature::Centre,
            1,
            1,
            Err(Refus::Hypothese(domain::diagnostic::acces::HypotheseError::ActsNeeded)),
        ),
    ];
    let mut wrong = view(&acces(vec![leaves()], Niveaux::NoRegister), &["perdu"]);
    let added =
        Added { quoi: "centre".into(), nombre: "-2".into(), actes: "beaucoup".into(), ..Added::default() };
    if let Err(errors) = added.read() {
        wrong.form.refuse(&added, errors);
    }
    let nothing = acces(Vec::new(), Niveaux::Shown);
    let mut unmapped = acces(Vec::new(), Niveaux::NoRegister);
    unmapped.simulation.places.clear();
    unmapped.simulation.published = None;
    vec![
        sample("acces-vide", "Et si… : sans changement", &view(&nothing, &[])),
        sample("acces", "Et si… : un départ", &view(&acces(vec![leaves()], Niveaux::Shown), &[])),
        sample(
            "acces-plusieurs",
            "Et si… : plusieurs changements",
            &view(&acces(several, Niveaux::Shown), &[]),
        ),
        sample("acces-erreurs", "Et si… : saisie refusée, sans répertoire", &wrong),
        sample("acces-impossible", "Et si… : sans contours", &view(&unmapped, &[])),
    ]
}
