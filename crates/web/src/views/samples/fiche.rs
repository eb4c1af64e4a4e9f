//! A sheet of an invented territory: eight communes of a département that does not exist.

use domain::aci::plafond::plafonds_of;
use domain::aci::taille::rules;
use domain::territoire::{Carte, CarteArea, DeclaredComparison, DeclaredPopulation, Fiche, QuartierPart};
use jiff::civil::date;
use territory::codes::{CommuneCode, EpciCode, IrisCode, UnitCode};
use territory::diagnosis::{
    AgeLine, Ages, Around, AroundLevel, Check, CommuneLine, Diagnosis, EpciName, EpciPart, IrisLine,
    KeyShare, NamedUnit, PopulationFigure, YearPopulation,
};
use territory::layers::AgeBand;
use territory::measure::{Measure, SourceId};
use territory::passport::{Kind, Passport, Vintage};

use super::super::page::{Page, Section};
use super::super::urls::{CptsUrls, VarianteUrls};
use super::super::variante::{DeclaredForm, RevisionLine, VarianteExtra, VarianteView, static_map};
use super::super::{Compared, MapIsland, RemoveVarianteView, TerritoireView};
use super::{Sample, sample};

const COMMUNES: [(&str, &str, f64); 8] = [
    ("96001", "Aigremont-les-Sources", 18_412.0),
    ("96007", "Belval", 3_206.0),
    ("96012", "Castelroc", 5_871.0),
    ("96018", "L'Étang-Salé-des-Monts", 1_054.0),
    ("96023", "Fontbrune", 2_690.0),
    ("96031", "Saint-Aubin-sur-Lère", 7_733.0),
    ("96044", "Val-d'Orne", 861.0),
    ("96052", "Villeneuve-la-Haute", 4_119.0),
];

/// Addresses of the sample.
pub(super) fn urls() -> VarianteUrls {
    CptsUrls::new("vallee-verte").territoire("t1").variante("v1")
}

/// A page of the sample's CPTS.
pub(super) fn page(title: &str) -> Page {
    let territoire = CptsUrls::new("vallee-verte").territoire("t1");
    Page::of_cpts("vallee-verte", "CPTS de la Vallée Verte", Section::Territoires, title)
        .under("Territoires", CptsUrls::new("vallee-verte").territoires())
        .under("Vallée Verte", territoire.show())
        .with_overline("Vallée Verte")
}

/// The codes of the samples are written here: they are well formed.
fn code<T: std::str::FromStr>(text: &str) -> T
where
    T::Err: std::fmt::Debug,
{
    text.parse().expect("a well-formed code")
}

fn passport(kind: Kind, title: &str, year: i16) -> Passport {
    Passport {
        kind,
        title: title.to_owned(),
        producer: "INSEE".to_owned(),
        vintage: Vintage::year(year),
        geography: 2026,
        licence: "Licence Ouverte 2.0".to_owned(),
        address: Some("https://www.insee.fr/".to_owned()),
        coverage: "département 96".to_owned(),
        estimated: None,
        fictitious: true,
    }
}

/// Passports of the sample, also shown by the pages of data.
pub(super) fn passports() -> Vec<Passport> {
    let mut ages = passport(Kind::CommuneAges, "Structure par âge", 2021);
    ages.estimated = Some(
        "Les effectifs sont pondérés par le recensement\u{a0}: ils sont arrondis à l'affichage.".to_owned(),
    );
    vec![
        passport(Kind::Populations, "Populations de référence", 2023),
        ages,
        passport(Kind::CommuneContours, "Contours des communes", 2026),
    ]
}

fn commune(line: &(&str, &str, f64)) -> CommuneLine {
    let (text, name, people) = line;
    let in_part = *text == "96001";
    let iris = |number: u32| IrisLine {
        code: code::<IrisCode>(&format!("96001{number:04}")),
        name: Some(format!(
            "Quartier {}",
            ["des Tilleuls", "de la Gare", "du Vieux Pont"][number as usize - 1]
        )),
        population: Measure::known(people / 3.0, SourceId(0)),
    };
    CommuneLine {
        code: code::<CommuneCode>(text),
        name: (*name).to_owned(),
        departement: code("96"),
        departement_name: "Mille-Rivières".to_owned(),
        postcodes: vec![format!("96{}00", &text[3..4])],
        epci: Some(EpciName {
            code: code::<EpciCode>("249600001"),
            name: "CC de la Vallée Verte".to_owned(),
        }),
        density_level: Some(if in_part { 3 } else { 6 }),
        iris: if in_part { (1..=3).map(iris).collect() } else { Vec::new() },
        iris_of_commune: in_part.then_some(7),
        population: Measure::known(*people, SourceId(0)),
    }
}

fn ages() -> Ages {
    let total: f64 = COMMUNES.iter().map(|commune| commune.2).sum();
    let shares = [0.158, 0.151, 0.163, 0.197, 0.192, 0.139];
    let starts = [0, 15, 30, 45, 60, 75];
    let band = |rank: usize| match starts.get(rank + 1) {
        Some(next) => AgeBand::new(starts[rank], next - 1),
        None => AgeBand::over(starts[rank]),
    };
    let line = |(rank, share): (usize, &f64)| AgeLine {
        band: band(rank),
        all: Some(total * share),
        men: Some(total * share * (0.52 - 0.02 * rank as f64)),
        women: Some(total * share * (0.48 + 0.02 * rank as f64)),
        share: Some(*share),
    };
    let key = |band, share: f64| KeyShare { band, count: Some(total * share), share: Some(share) };
    let around = |name: &str, level, shift: f64| Around {
        name: name.to_owned(),
        level,
        year: 2021,
        source: SourceId(1),
        population: 480_000.0,
        missing_communes: usize::from(level == AroundLevel::France) * 17,
        shares: shares.iter().map(|share| Some(share + shift)).collect(),
        key_shares: vec![Some(0.16 + shift), Some(0.22 + shift), Some(0.11 + shift), None],
    };
    Ages {
        year: Some(2021),
        counted: Measure::known(total, SourceId(1)),
        lines: shares.iter().enumerate().map(line).collect(),
        key_shares: vec![
            key(AgeBand::new(0, 14), 0.158),
            key(AgeBand::over(65), 0.252),
            key(AgeBand::over(75), 0.139),
            key(AgeBand::over(80), 0.081),
        ],
        around: vec![
            around("Mille-Rivières", AroundLevel::Departement, 0.004),
            around("France", AroundLevel::France, 0.011),
        ],
        commune_only: Vec::new(),
    }
}

fn named(rank: usize) -> NamedUnit {
    NamedUnit { code: code::<UnitCode>(COMMUNES[rank].0), name: COMMUNES[rank].1.to_owned() }
}

fn checks() -> Vec<Check> {
    let neighbours = (0..16).map(|number| NamedUnit {
        code: code::<UnitCode>(&format!("961{number:02}")),
        name: format!("Voisine {}", number + 1),
    });
    vec![
        Check::Hole { enclosed: vec![named(6)] },
        Check::Overlap {
            cpts: "CPTS du Haut Pays".to_owned(),
            finess: None,
            shared: vec![named(1), named(4)],
            population: Measure::known(5_896.0, SourceId(0)),
        },
        Check::PartialCommune { commune: named(0), taken: 3, total: Some(7) },
        Check::Neighbours { units: neighbours.collect(), cpts: vec!["CPTS du Haut Pays".to_owned()] },
    ]
}

fn diagnosis() -> Diagnosis {
    let total: f64 = COMMUNES.iter().map(|commune| commune.2).sum();
    let of_year = |year, people| YearPopulation { year, measure: Measure::known(people, SourceId(0)) };
    Diagnosis {
        sources: passports(),
        units: COMMUNES.iter().map(|commune| code::<UnitCode>(commune.0)).collect(),
        communes: COMMUNES.iter().map(commune).collect(),
        distinct_communes: COMMUNES.len(),
        iris_count: 3,
        population: PopulationFigure {
            measure: Measure::known(total, SourceId(0)),
            years: vec![2023],
            by_year: vec![of_year(2023, total), of_year(2021, total - 412.0)],
        },
        area_km2: Measure::known(214.6, SourceId(2)),
        density_per_km2: Measure::known(total / 214.6, SourceId(0)),
        ages: ages(),
        epcis: vec![EpciPart {
            epci: EpciName { code: code("249600001"), name: "CC de la Vallée Verte".to_owned() },
            communes_inside: 8,
            communes_total: 23,
        }],
        checks: checks(),
    }
}

/// A drawing: a grid of squares, of which the first eight are the territory.
fn carte() -> Carte {
    let area = |rank: usize| {
        let (column, row) = (rank % 4, rank / 4);
        let (x, y) = (column as f64 * 150.0 + 20.0, row as f64 * 120.0 + 20.0);
        let (text, name) = match COMMUNES.get(rank) {
            Some((text, name, _)) => ((*text).to_owned(), (*name).to_owned()),
            None => (format!("961{rank:02}"), format!("Voisine {rank}")),
        };
        CarteArea {
            code: code(&text),
            name,
            member: rank < COMMUNES.len(),
            path: format!("M{x} {y}h150l{} 60l-{} 60h-150z", 12, 12),
            label: [x + 75.0, y + 60.0],
        }
    };
    Carte {
        width: 660.0,
        height: 400.0,
        km: 12.0,
        areas: (8..12).chain(0..8).map(area).collect(),
        outline: "M20 20h600l12 60l-12 60l12 60l-12 60h-600l12-60l-12-60l12-60z".to_owned(),
        credit: "IGN, Contours des communes, 2026 (données fictives)".to_owned(),
    }
}

/// The whole sheet.
pub(super) fn fiche(variante: &str, is_reference: bool) -> Fiche {
    let diagnosis = diagnosis();
    let population = 43_946;
    let assess = |people| rules().expect("the rules of the program").assess(people, false);
    let taille = assess(population);
    Fiche {
        cpts: "CPTS de la Vallée Verte".to_owned(),
        territoire: "Vallée Verte".to_owned(),
        variante: variante.to_owned(),
        is_reference,
        established_on: date(2026, 11, 22),
        plafonds: plafonds_of(taille.taille).expect("the rules of the program"),
        taille: Some(taille),
        declared: Some(DeclaredComparison {
            declared: DeclaredPopulation {
                inhabitants: 43_210,
                year: Some(2019),
                source: "lettre d'intention".to_owned(),
            },
            taille: assess(43_210),
            difference: Some(736),
            different_vintage: true,
        }),
        quartiers: vec![QuartierPart {
            code: "QP096001".to_owned(),
            name: "Les Tilleuls".to_owned(),
            share_inside: 0.84,
        }],
        carte: Some(carte()),
        diagnosis,
    }
}

/// A sheet without any unit.
fn empty_fiche() -> Fiche {
    let mut fiche = fiche("Variante B", false);
    fiche.diagnosis = Diagnosis {
        sources: Vec::new(),
        units: Vec::new(),
        communes: Vec::new(),
        distinct_communes: 0,
        iris_count: 0,
        population: PopulationFigure::default(),
        area_km2: Measure::default(),
        density_per_km2: Measure::default(),
        ages: Ages::default(),
        epcis: Vec::new(),
        checks: vec![Check::Empty],
    };
    Fiche { taille: None, declared: None, plafonds: Vec::new(), quartiers: Vec::new(), carte: None, ..fiche }
}

/// A sheet whose figures leave places out.
fn partial_fiche() -> Fiche {
    let mut fiche = fiche("Variante C", false);
    let diagnosis = &mut fiche.diagnosis;
    for measure in [&mut diagnosis.population.measure, &mut diagnosis.ages.counted, &mut diagnosis.area_km2] {
        measure.missing = vec![code("96044")];
    }
    diagnosis.population.years = vec![2023, 2016];
    for line in &mut diagnosis.ages.lines {
        line.men = None;
    }
    diagnosis.checks = vec![Check::NoContours { departements: vec![code("96")] }];
    let rules = rules().expect("the rules of the program");
    Fiche { taille: Some(rules.assess(80_000, true)), carte: None, ..fiche }
}

/// The map of the sample, which asks the gallery for its contours.
pub(super) fn map() -> MapIsland {
    let fiche = fiche("Variante A", true);
    MapIsland { drawing: static_map(&fiche), ..MapIsland::of_departements(&["96"], false) }
}

fn history() -> Vec<RevisionLine> {
    let line = |id: &str, when: &str, summary: &str, added: &[usize], removed: &[usize]| RevisionLine {
        id: id.to_owned(),
        when: when.to_owned(),
        author: "coordination".to_owned(),
        summary: summary.to_owned(),
        added: added.iter().map(|rank| COMMUNES[*rank].1.to_owned()).collect(),
        removed: removed.iter().map(|rank| COMMUNES[*rank].1.to_owned()).collect(),
        current: id == "r3",
    };
    vec![
        line("r3", "22/11/2026 à 14 h 30", "Retrait d'une commune", &[], &[6]),
        line("r2", "21/11/2026 à 9 h 05", "Ajout de 3 communes", &[4, 5, 6], &[]),
        line("r1", "21/11/2026 à 9 h 00", "Création", &[0, 1, 2, 3, 7], &[]),
    ]
}

fn sheet(fiche: &Fiche, may_edit: bool, declared_form: DeclaredForm) -> VarianteView {
    let map = fiche.carte.is_some().then(map);
    let history = if fiche.diagnosis.units.is_empty() { Vec::new() } else { history() };
    let extra = VarianteExtra { may_edit, shows_diagnostic: true, map, declared_form, history };
    VarianteView::new(page(&fiche.variante), fiche, urls(), extra)
}

/// Sheets and comparisons.
pub(super) fn samples() -> Vec<Sample> {
    let form = || DeclaredForm::new("43 210", "2019", "lettre d'intention");
    let mut wrong = form();
    wrong.annee.error = Some("L'année s'écrit avec quatre chiffres, par exemple 2019.".to_owned());
    let (a, b, c) = (fiche("Variante A", true), empty_fiche(), partial_fiche());
    let territoire = CptsUrls::new("vallee-verte").territoire("t1");
    let variantes = [
        Compared { id: "v1", fiche: &a },
        Compared { id: "v2", fiche: &b },
        Compared { id: "v3", fiche: &c },
    ];
    let compare = |may_edit| {
        let page =
            Page::of_cpts("vallee-verte", "CPTS de la Vallée Verte", Section::Territoires, "Vallée Verte")
                .under("Territoires", CptsUrls::new("vallee-verte").territoires());
        TerritoireView::new(page, territoire.clone(), may_edit, &variantes).with_diagnostic()
    };
    let remove = RemoveVarianteView::new(page("Supprimer la variante"), urls(), "Variante B", 8, 3);
    vec![
        sample("fiche", "Fiche complète", &sheet(&a, true, form())),
        sample("fiche-lecture", "Fiche, lecture seule", &sheet(&a, false, form())),
        sample("fiche-vide", "Fiche d'un territoire vide", &sheet(&b, true, DeclaredForm::new("", "", ""))),
        sample("fiche-partielle", "Fiche aux chiffres partiels, erreur de saisie", &sheet(&c, true, wrong)),
        sample("variantes", "Variantes côte à côte", &compare(true)),
        sample("variantes-lecture", "Variantes côte à côte, lecture seule", &compare(false)),
        sample("supprimer", "Suppression d'une variante", &remove),
    ]
}
