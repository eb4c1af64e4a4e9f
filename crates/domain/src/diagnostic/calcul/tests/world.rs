//! Two départements of one region, four communes; what people write down about them.

use std::sync::atomic::{AtomicU64, Ordering};

use jiff::Timestamp;
use jiff::civil::date;
use territory::atlas::{Content, Dataset};
use territory::layers::{
    AgeBand, AgeColumn, AgeRow, AgeTable, Apl, Commune, Density, Departement, EpciMember, Population, Region,
    Sex, Structure,
};
use territory::professionals::{Category, CommuneActivities, Group, Practice, Professionals};
use territory::{Atlas, CommuneCode, Kind, Layer, Passport, Perimeter, UnitCode, Vintage};
use uuid::Uuid;

use crate::diagnostic::calcul::{Dessin, Entree, Memoire, VarianteLue, etablir};
use crate::diagnostic::periode::Periode;
use crate::diagnostic::releve::{Origine, Place, Releve, Saisie};
use crate::diagnostic::{Diagnostic, IndicateurLu};
use crate::ids::{ReleveId, TerritoireId, VarianteId};

/// Code, inhabitants, under 15, 65 and over, level of density, APL.
type Line = (&'static str, u32, f64, f64, u8, Option<f64>);

const COMMUNES: [Line; 5] = [
    ("66001", 1000, 150.0, 300.0, 5, Some(3.0)),
    ("66002", 500, 100.0, 100.0, 5, Some(2.0)),
    ("66003", 2500, 400.0, 500.0, 5, Some(4.0)),
    ("30001", 3000, 600.0, 600.0, 5, Some(5.0)),
    ("30002", 3000, 600.0, 600.0, 5, None),
];

pub fn commune(code: &str) -> CommuneCode {
    code.parse().unwrap()
}

fn passport(kind: Kind, year: i16) -> Passport {
    Passport {
        kind,
        title: kind.label().into(),
        producer: "Producteur".into(),
        vintage: Vintage::year(year),
        geography: 2026,
        licence: "Licence Ouverte 2.0".into(),
        address: None,
        coverage: "France".into(),
        estimated: None,
        fictitious: false,
    }
}

pub fn dataset(year: i16, layer: Layer) -> Dataset {
    Dataset { passport: passport(layer.kind(), year), content: Content::Layer(layer) }
}

fn ages(keep: &dyn Fn(&str) -> bool) -> Dataset {
    let bands = [
        AgeBand::new(0, 14),
        AgeBand::new(15, 29),
        AgeBand::new(30, 44),
        AgeBand::new(45, 59),
        AgeBand::new(60, 64),
    ]
    .into_iter()
    .chain([AgeBand::new(65, 74), AgeBand::over(75), AgeBand::new(60, 74), AgeBand::over(65)]);
    let bands = bands.map(|band| AgeColumn { band, sex: Sex::All }).collect();
    let rows = COMMUNES.iter().filter(|(code, ..)| keep(code)).map(|(code, all, young, old, ..)| {
        let rest = f64::from(*all) - young - old;
        let parts = [*young, rest / 4.0, rest / 4.0, rest / 4.0, rest / 4.0, old / 2.0, old / 2.0];
        let values = parts.iter().copied().chain([rest / 4.0 + old / 2.0, *old]).map(Some);
        AgeRow { code: commune(code), population: Some(f64::from(*all)), values: values.collect() }
    });
    dataset(2022, Layer::CommuneAges(AgeTable { bands, rows: rows.collect() }))
}

/// `persons` general practitioners from number `first`, one site each.
fn doctors(code: &str, first: u32, persons: u32) -> CommuneActivities {
    let practices = (first..first + persons).map(|person| Practice::new(person, 0).unwrap()).collect();
    CommuneActivities { commune: commune(code), groups: vec![Group { category: 0, practices }] }
}

fn professionals() -> Dataset {
    let category = Category {
        profession: "10".into(),
        know_how: "SM54".into(),
        mode: "L".into(),
        sector: "SA07".into(),
        nature: "GENR01".into(),
        status: "C".into(),
    };
    let communes =
        vec![doctors("30001", 20, 4), doctors("66001", 0, 2), doctors("66002", 2, 1), doctors("66003", 3, 9)];
    let mut file = Professionals { persons: 30, categories: vec![category], communes, unplaced: Vec::new() };
    // Person 0 of 66001 has a second site in 66003.
    file.communes[3].groups[0].practices.insert(0, Practice::new(0, 1).unwrap());
    dataset(2026, Layer::Professionals(file))
}

fn home(finess: &str, code: &str) -> Structure {
    Structure {
        finess: finess.parse().unwrap(),
        legal_entity: None,
        legal_entity_name: None,
        name: format!("EHPAD {finess}"),
        category: "500".parse().unwrap(),
        category_label: "EHPAD".into(),
        departement: Some(commune(code).departement()),
        commune: Some(commune(code)),
        address: None,
        postcode: None,
        locality: None,
        coordinates: None,
        siret: None,
        opened: None,
    }
}

/// The country, with the ages of some communes only.
pub fn atlas_with(keep: &dyn Fn(&str) -> bool) -> Atlas {
    let region: territory::RegionCode = "76".parse().unwrap();
    let communes = COMMUNES.iter().map(|(code, ..)| Commune {
        code: commune(code),
        name: format!("Commune {code}"),
        departement: commune(code).departement(),
        region: Some(region),
    });
    let departement = |code: &str, name: &str| Departement {
        code: code.parse().unwrap(),
        name: name.into(),
        region: Some(region),
    };
    let populations = COMMUNES.iter().map(|(code, all, ..)| Population {
        code: commune(code),
        municipal: *all,
        total: None,
    });
    let levels = COMMUNES.iter().map(|one| Density { code: commune(one.0), level: one.4 });
    let apl = COMMUNES.iter().map(|one| Apl {
        code: commune(one.0),
        apl: one.5,
        apl_up_to_age: vec![(65, one.5)],
        standardised_population: one.5.map(|_| f64::from(one.1)),
        population: Some(f64::from(one.1)),
    });
    let members = COMMUNES.iter().zip(1..).map(|(one, rank)| EpciMember {
        epci: format!("20000000{rank}").parse().unwrap(),
        name: format!("CC {rank}"),
        form: "CC".into(),
        commune: commune(one.0),
    });
    Atlas::build(vec![
        dataset(2026, Layer::Communes(communes.collect())),
        dataset(2026, Layer::Departements(vec![departement("66", "Côte"), departement("30", "Garrigue")])),
        dataset(2026, Layer::Regions(vec![Region { code: region, name: "Sud".into() }])),
        dataset(2023, Layer::Populations(populations.collect())),
        ages(keep),
        dataset(2024, Layer::Density(levels.collect())),
        dataset(2026, Layer::Epci(members.collect())),
        dataset(2023, Layer::Apl(apl.collect())),
        professionals(),
        dataset(2026, Layer::Structures(vec![home("660000011", "66001"), home("660000029", "66003")])),
    ])
}

pub fn perimeter(codes: &[&str]) -> Perimeter {
    codes.iter().map(|code| code.parse::<UnitCode>().unwrap()).collect()
}

pub fn ids() -> (TerritoireId, VarianteId) {
    (TerritoireId(Uuid::from_u128(1)), VarianteId(Uuid::from_u128(2)))
}

/// The variant at its third state; the second one had the same perimeter.
pub fn variante() -> VarianteLue {
    VarianteLue {
        cpts: "CPTS".into(),
        territoire: "Val".into(),
        variante: "A".into(),
        ids: Some(ids()),
        revision: 3,
        unchanged: vec![2, 3],
    }
}

pub fn diagnostic_of(atlas: &Atlas, codes: &[&str], releves: &[Releve]) -> Diagnostic {
    etablir(Entree {
        atlas,
        memoire: &Memoire::default(),
        perimeter: &perimeter(codes),
        variante: &variante(),
        releves,
        dessin: &Dessin::default(),
        day: date(2026, 11, 22),
    })
    .unwrap()
}

/// The diagnosis of 66001, 66002 and 66003.
pub fn diagnostic(releves: &[Releve]) -> Diagnostic {
    diagnostic_of(&atlas_with(&|_| true), &["66001", "66002", "66003"], releves)
}

pub fn read<'a>(diagnostic: &'a Diagnostic, code: &str) -> &'a IndicateurLu {
    diagnostic.indicator(code).unwrap_or_else(|| panic!("{code}"))
}

pub fn here() -> Place {
    let (territoire, variante) = ids();
    Place::Variante { territoire, variante, revision: 3 }
}

pub fn at(code: &str) -> Place {
    Place::Commune { code: commune(code) }
}

/// What is written down of 2022 by the CPAM.
pub fn saisie(indicateur: &str, place: Place, value: Option<f64>) -> Saisie {
    Saisie {
        indicateur: indicateur.into(),
        place,
        period: Periode::year(2022),
        ages: None,
        value,
        numerator: None,
        denominator: None,
        hidden: false,
        origin: Origine::Cpam,
        source: "Lettre".into(),
        document: None,
    }
}

pub fn parts(indicateur: &str, place: Place, (over, under): (f64, f64)) -> Saisie {
    Saisie { numerator: Some(over), denominator: Some(under), ..saisie(indicateur, place, None) }
}

/// A recorded value, later than those made before.
pub fn releve(saisie: Saisie) -> Releve {
    static RANK: AtomicU64 = AtomicU64::new(1);
    let rank = RANK.fetch_add(1, Ordering::Relaxed);
    Releve {
        id: ReleveId(Uuid::from_u128(1000 + u128::from(rank))),
        saisie,
        author: "essai".into(),
        recorded_at: Timestamp::from_second(1_700_000_000 + rank as i64).unwrap(),
        replaces: None,
        reason: None,
    }
}

/// A diagnosis of which only the recorded figure of `effectif_orthodontiste` was read.
pub fn one_indicator(atlas: &Atlas, codes: &[&str], releves: &[Releve]) -> Diagnostic {
    let mut found = EMPTY.with(Clone::clone);
    let entree_perimeter = perimeter(codes);
    let dessin = Dessin::default();
    let (memoire, variante) = (Memoire::default(), variante());
    let entree = Entree {
        atlas,
        memoire: &memoire,
        perimeter: &entree_perimeter,
        variante: &variante,
        releves,
        dessin: &dessin,
        day: date(2026, 11, 22),
    };
    let read =
        crate::diagnostic::calcul::assembler::only(&entree, "effectif_orthodontiste").unwrap().unwrap();
    found.families =
        vec![crate::diagnostic::FamilleLue { famille: read.indicateur.family, indicators: vec![read] }];
    found
}

thread_local! {
    static EMPTY: Diagnostic = diagnostic_of(&atlas_with(&|_| true), &["66001"], &[]);
}
