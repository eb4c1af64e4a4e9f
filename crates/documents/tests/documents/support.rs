//! Sheets of invented territories: one whole, one with everything missing or partial, one very long.

use domain::aci::plafond::plafonds_of;
use domain::aci::taille::{Assessment, rules};
use domain::territoire::carte::{Carte, CarteArea};
use domain::territoire::fiche::{DeclaredComparison, DeclaredPopulation, Fiche, QuartierPart};
use jiff::civil::date;
use territory::diagnosis::{
    AgeLine, Ages, Around, AroundLevel, Check, CommuneLine, Diagnosis, EpciName, EpciPart, IrisLine,
    KeyShare, NamedUnit, PopulationFigure, YearPopulation,
};
use territory::layers::AgeBand;
use territory::{Kind, Measure, Passport, SourceId, UnitCode, Vintage};

const NAMES: [&str; 12] = [
    "Valfictif",
    "Boisclair-sur-Fausse",
    "Saint-Imaginaire-lès-Mirages",
    "L'Abri-d'en-Haut",
    "Œuvremont",
    "Çà-et-Là",
    "Port-Inventé",
    "Mirevent",
    "Sainte-Chimère-de-la-Montagne-Bleue-et-de-la-Longue-Vallée",
    "Fauxbourg",
    "Grand-Rêve",
    "Hautes-Songes",
];

fn assess(population: u32, at_least: bool) -> Assessment {
    rules().unwrap().assess(population, at_least)
}

fn passport(kind: Kind, title: &str, producer: &str, year: i16) -> Passport {
    Passport {
        kind,
        title: title.into(),
        producer: producer.into(),
        vintage: Vintage::year(year),
        geography: 2026,
        licence: "Licence Ouverte 2.0".into(),
        address: Some("https://www.exemple.fr/statistiques/fichier?serie=1".into()),
        coverage: "département 00".into(),
        estimated: None,
        fictitious: true,
    }
}

fn commune_code(rank: usize) -> String {
    format!("00{:03}", rank + 1)
}

fn commune(rank: usize, name: &str, population: Measure) -> CommuneLine {
    CommuneLine {
        code: commune_code(rank).parse().unwrap(),
        name: name.into(),
        departement: "00".parse().unwrap(),
        departement_name: "Basse-Fiction".into(),
        postcodes: vec![format!("00{:03}", (100 + rank * 10) % 1000)],
        epci: Some(EpciName {
            code: "200000001".parse().unwrap(),
            name: "Communauté de communes de la Fausse et du Mirage".into(),
        }),
        density_level: Some(5),
        iris: vec![],
        iris_of_commune: None,
        population,
    }
}

fn iris(rank: usize, name: &str, population: f64) -> IrisLine {
    IrisLine {
        code: format!("00001{:04}", 101 + rank).parse().unwrap(),
        name: Some(name.into()),
        population: Measure::known(population, SourceId(1)),
    }
}

fn unit(code: &str, name: &str) -> NamedUnit {
    NamedUnit { code: code.parse().unwrap(), name: name.into() }
}

const BANDS: [AgeBand; 7] = [
    AgeBand::new(0, 14),
    AgeBand::new(15, 29),
    AgeBand::new(30, 44),
    AgeBand::new(45, 59),
    AgeBand::new(60, 74),
    AgeBand::new(75, 89),
    AgeBand::over(90),
];

/// Few enough digits to come back from JSON as they went.
fn rounded(share: f64) -> f64 {
    (share * 1e4).round() / 1e4
}

fn ages() -> Ages {
    let counts = [(3900.4, 3702.2), (3500.0, 3405.1), (4020.0, 4150.0), (4610.7, 4803.0), (4400.2, 4912.9)];
    let counts = counts.into_iter().chain([(1801.0, 2650.6), (210.3, 590.5)]);
    let total = 46_656.9;
    let lines = BANDS
        .into_iter()
        .zip(counts)
        .map(|(band, (men, women))| AgeLine {
            band,
            all: Some(f64::round(men + women)),
            men: Some(men),
            women: Some(women),
            share: Some(rounded((men + women) / total)),
        })
        .collect();
    let key = |band, count: f64| KeyShare { band, count: Some(count), share: Some(rounded(count / total)) };
    let around = |name: &str, level, missing, shift: f64| Around {
        name: name.into(),
        level,
        year: 2022,
        source: SourceId(2),
        population: 482_000.0,
        missing_communes: missing,
        shares: vec![0.171, 0.174, 0.181, 0.196, 0.176, 0.085, 0.017]
            .into_iter()
            .map(|share| Some(rounded(share + shift)))
            .collect(),
        key_shares: vec![Some(rounded(0.171 + shift)), Some(0.221), None],
    };
    Ages {
        year: Some(2022),
        counted: Measure::known(total, SourceId(2)),
        lines,
        key_shares: vec![
            key(AgeBand::new(0, 14), 7602.6),
            key(AgeBand::over(65), 10_805.0),
            KeyShare { band: AgeBand::over(80), count: None, share: None },
        ],
        around: vec![
            around("Basse-Fiction", AroundLevel::Departement, 2, 0.0),
            around("Région imaginaire", AroundLevel::Region, 0, 0.004),
            around("France", AroundLevel::France, 0, -0.003),
        ],
        commune_only: vec![],
    }
}

/// Irregular cells over a grid, the members in the middle, as the atlas would draw them.
fn carte(columns: usize, rows: usize, members: &[(usize, UnitCode, String)]) -> Carte {
    let (width, height) = (900.0, 560.0);
    let corner = |column: usize, row: usize| {
        let shake = |salt: usize| ((column * 37 + row * 61 + salt * 17) % 23) as f64 / 23.0 - 0.5;
        let step = [width / columns as f64, height / rows as f64];
        let edge = |at: usize, most: usize| if at == 0 || at == most { 0.0 } else { 1.0 };
        [
            (column as f64 + 0.5 * shake(1) * edge(column, columns)) * step[0],
            (row as f64 + 0.5 * shake(2) * edge(row, rows)) * step[1],
        ]
    };
    let cell = |rank: usize| {
        let (column, row) = (rank % columns, rank / columns);
        let ring = [(column, row), (column + 1, row), (column + 1, row + 1), (column, row + 1)]
            .map(|(column, row)| corner(column, row));
        let text: Vec<String> = ring.iter().map(|[x, y]| format!("{x:.1} {y:.1}")).collect();
        let middle = [0, 1].map(|axis| (ring.iter().map(|point| point[axis]).sum::<f64>() / 4.0).round());
        (format!("M{}Z", text.join("L")), middle)
    };
    let mut areas = Vec::new();
    let mut outline = String::new();
    for rank in 0..columns * rows {
        let (path, label) = cell(rank);
        match members.iter().find(|(at, _, _)| *at == rank) {
            Some((_, code, name)) => {
                outline.push_str(&path);
                areas.push(CarteArea { code: *code, name: name.clone(), member: true, path, label });
            }
            None => areas.push(CarteArea {
                code: format!("00{:03}", 500 + rank).parse().unwrap(),
                name: format!("Voisine-{rank}"),
                member: false,
                path,
                label,
            }),
        }
    }
    areas.sort_by_key(|area| area.member);
    Carte { width, height, km: 18.0, areas, outline, credit: "IGN fictif, Contours IRIS, 2025".into() }
}

/// Everything known: a town taken in part, eleven communes, a map, a pyramid, all the checks.
pub fn whole() -> Fiche {
    let mut communes: Vec<CommuneLine> = NAMES
        .iter()
        .enumerate()
        .map(|(rank, name)| commune(rank, name, Measure::known(1200.0 + 811.0 * rank as f64, SourceId(0))))
        .collect();
    let quarters = ["Centre", "Gare et Faubourg du Levant", "Les Hauts", "Zone d'activités", "Port"];
    communes[0].iris = quarters
        .iter()
        .enumerate()
        .map(|(rank, name)| iris(rank, name, 2104.6 + 97.0 * rank as f64))
        .collect();
    communes[0].population = Measure::known(11_493.0, SourceId(1));
    communes[0].iris_of_commune = Some(20);
    communes[0].postcodes = vec!["00100".into(), "00110".into(), "00120".into()];
    let population =
        Measure { sources: vec![SourceId(0), SourceId(1)], ..Measure::known(47_366.4, SourceId(0)) };
    let mut members: Vec<(usize, UnitCode, String)> = Vec::new();
    for (place, line) in [12, 13, 14, 21, 22, 23, 24, 30, 31, 32, 52].into_iter().zip(&communes[1..]) {
        members.push((place, line.code.into(), line.name.clone()));
    }
    for (place, line) in [15, 25, 33, 34, 41].into_iter().zip(&communes[0].iris) {
        members.push((place, line.code.into(), format!("Valfictif, {}", line.name.clone().unwrap())));
    }
    let diagnosis = Diagnosis {
        sources: vec![
            passport(Kind::Populations, "Populations de référence", "INSEE fictif", 2023),
            passport(Kind::IrisAges, "Population par IRIS", "INSEE fictif", 2022),
            passport(Kind::CommuneAges, "Structure par âge des communes", "INSEE fictif", 2022),
            passport(Kind::IrisContours, "Contours IRIS", "IGN fictif", 2025),
            passport(Kind::Quartiers, "Quartiers prioritaires", "ANCT fictive", 2024),
        ],
        units: members.iter().map(|(_, code, _)| *code).collect(),
        distinct_communes: communes.len(),
        communes,
        iris_count: 5,
        population: PopulationFigure {
            measure: population.clone(),
            years: vec![2023],
            by_year: vec![
                YearPopulation { year: 2023, measure: population },
                YearPopulation { year: 2017, measure: Measure::known(46_105.0, SourceId(0)) },
            ],
        },
        area_km2: Measure::known(321.47, SourceId(3)),
        density_per_km2: Measure::known(147.34, SourceId(3)),
        ages: ages(),
        epcis: vec![EpciPart {
            epci: EpciName {
                code: "200000001".parse().unwrap(),
                name: "Communauté de communes de la Fausse et du Mirage".into(),
            },
            communes_inside: 12,
            communes_total: 36,
        }],
        checks: checks(),
    };
    Fiche {
        cpts: "CPTS de la Fausse".into(),
        territoire: "Vallée de la Fausse".into(),
        variante: "Avec le port".into(),
        is_reference: true,
        established_on: date(2026, 11, 22),
        diagnosis,
        taille: Some(assess(47_366, false)),
        declared: Some(DeclaredComparison {
            declared: DeclaredPopulation {
                inhabitants: 47_617,
                year: Some(2017),
                source: "lettre d'intention fictive".into(),
            },
            taille: assess(47_617, false),
            difference: Some(-251),
            different_vintage: true,
        }),
        plafonds: plafonds_of(assess(47_366, false).taille).unwrap(),
        quartiers: vec![QuartierPart {
            code: "QP000001".into(),
            name: "Les Hauts".into(),
            share_inside: 0.823,
        }],
        carte: Some(carte(9, 6, &members)),
    }
}

fn checks() -> Vec<Check> {
    vec![
        Check::Neighbours {
            units: (0..14)
                .map(|rank| unit(&format!("00{:03}", 500 + rank), &format!("Voisine-{rank}")))
                .collect(),
            cpts: vec!["CPTS du Mirage".into()],
        },
        Check::SeparateParts {
            parts: vec![vec![unit("00002", "Boisclair-sur-Fausse")], vec![unit("00012", "Hautes-Songes")]],
        },
        Check::Overlap {
            cpts: "CPTS du Mirage".into(),
            finess: None,
            shared: vec![unit("00008", "Mirevent")],
            population: Measure::known(6877.0, SourceId(0)),
        },
        Check::PartialCommune { commune: unit("00001", "Valfictif"), taken: 5, total: Some(20) },
    ]
}

/// Figures missing, partial, estimated and of mixed years; neither map nor men and women; real data.
pub fn gaps() -> Fiche {
    let mut fiche = whole();
    let missing: Vec<UnitCode> = vec!["00003".parse().unwrap()];
    fiche.is_reference = false;
    fiche.carte = None;
    fiche.declared = None;
    fiche.quartiers = vec![];
    fiche.taille = Some(assess(41_000, true));
    let diagnosis = &mut fiche.diagnosis;
    diagnosis.sources.iter_mut().for_each(|source| source.fictitious = false);
    diagnosis.sources.truncate(4);
    diagnosis.checks = vec![Check::NoContours { departements: vec!["00".parse().unwrap()] }];
    diagnosis.communes[2].population = Measure { missing: missing.clone(), ..Measure::default() };
    diagnosis.communes[3].population.estimated = Some("Part estimée d'après la surface.".into());
    diagnosis.communes[4].epci = None;
    diagnosis.communes[5].departement = "01".parse().unwrap();
    diagnosis.communes[5].departement_name = "Haute-Fiction-et-Plateaux".into();
    diagnosis.population.measure =
        Measure { missing: missing.clone(), ..Measure::known(41_000.0, SourceId(0)) };
    diagnosis.population.years = vec![2021, 2023];
    diagnosis.area_km2 = Measure::default();
    diagnosis.density_per_km2 = Measure::default();
    for line in &mut diagnosis.ages.lines {
        (line.men, line.women) = (None, None);
    }
    diagnosis.ages.lines[6].share = None;
    diagnosis.ages.lines[6].all = None;
    diagnosis.ages.counted.missing = missing;
    fiche
}

/// No population, no class, no ages, no source, no commune.
pub fn empty() -> Fiche {
    let mut fiche = whole();
    fiche.taille = None;
    fiche.plafonds = vec![];
    fiche.carte = None;
    fiche.declared = None;
    fiche.quartiers = vec![];
    fiche.diagnosis = Diagnosis {
        sources: vec![],
        units: vec![],
        communes: vec![],
        distinct_communes: 0,
        iris_count: 0,
        population: PopulationFigure::default(),
        area_km2: Measure::default(),
        density_per_km2: Measure::default(),
        ages: Ages::default(),
        epcis: vec![],
        checks: vec![Check::Empty],
    };
    fiche
}

/// A population that the texts leave between two classes.
pub fn undecided() -> Fiche {
    let mut fiche = whole();
    fiche.diagnosis.population.measure.value = Some(80_000.0);
    fiche.taille = Some(assess(80_000, false));
    fiche.plafonds = plafonds_of(assess(80_000, false).taille).unwrap();
    fiche
}

/// As many communes as a département has.
pub fn long() -> Fiche {
    let mut fiche = whole();
    fiche.territoire =
        "Territoire de tout le département de la Basse-Fiction et de ses vallées les plus reculées".into();
    fiche.diagnosis.communes = (0..226)
        .map(|rank| {
            commune(rank, NAMES[rank % NAMES.len()], Measure::known(500.0 + rank as f64, SourceId(0)))
        })
        .collect();
    fiche.diagnosis.distinct_communes = 226;
    fiche
}
