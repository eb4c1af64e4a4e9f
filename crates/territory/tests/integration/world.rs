//! An invented département 96: four communes in a row, one divided in three IRIS, one former commune.

use territory::atlas::{AreaFacts, Content, ContourIndex, Dataset};
use territory::geometry::Border;
use territory::layers::*;
use territory::{Atlas, CommuneCode, IrisCode, Kind, Layer, Passport, UnitCode, Vintage};

pub fn commune(code: &str) -> CommuneCode {
    code.parse().unwrap()
}

pub fn unit(code: &str) -> UnitCode {
    code.parse().unwrap()
}

pub fn passport(kind: Kind, year: i16) -> Passport {
    Passport {
        kind,
        title: kind.label().into(),
        producer: "INSEE".into(),
        vintage: Vintage::year(year),
        geography: year,
        licence: "Licence Ouverte 2.0".into(),
        address: None,
        coverage: "département 96".into(),
        estimated: None,
        fictitious: true,
    }
}

pub fn dataset(year: i16, layer: Layer) -> Dataset {
    Dataset { passport: passport(layer.kind(), year), content: Content::Layer(layer) }
}

pub fn communes(year: i16, list: &[(&str, &str)]) -> Dataset {
    let rows = list.iter().map(|(code, name)| Commune {
        code: commune(code),
        name: (*name).into(),
        departement: commune(code).departement(),
        region: Some("99".parse().unwrap()),
    });
    dataset(year, Layer::Communes(rows.collect()))
}

pub fn populations(year: i16, list: &[(&str, u32)]) -> Dataset {
    let rows =
        list.iter().map(|(code, people)| Population { code: commune(code), municipal: *people, total: None });
    dataset(year, Layer::Populations(rows.collect()))
}

pub fn columns(bands: &[AgeBand]) -> Vec<AgeColumn> {
    bands.iter().map(|band| AgeColumn { band: *band, sex: Sex::All }).collect()
}

pub const BANDS: [AgeBand; 7] = [
    AgeBand::new(0, 14),
    AgeBand::new(15, 29),
    AgeBand::new(30, 44),
    AgeBand::new(45, 59),
    AgeBand::new(60, 74),
    AgeBand::over(75),
    AgeBand::over(65),
];

fn row<C>(code: C, shown: [f64; 6], over_65: Option<f64>) -> AgeRow<C> {
    let values = shown.iter().map(|value| Some(*value)).chain([over_65]).collect();
    AgeRow { code, population: Some(shown.iter().sum()), values }
}

/// IRIS 960010101 to 103 have 100, 200 and 300 inhabitants; commune 96002 (undivided) 400.
pub fn iris_ages() -> Dataset {
    let iris = |code: &str| code.parse::<IrisCode>().unwrap();
    let rows = vec![
        row(iris("960010101"), [20.0, 20.0, 20.0, 20.0, 10.0, 10.0], Some(15.0)),
        row(iris("960010102"), [40.0, 40.0, 40.0, 40.0, 20.0, 20.0], Some(30.0)),
        row(iris("960010103"), [60.0, 60.0, 60.0, 60.0, 30.0, 30.0], Some(45.0)),
        row(iris("960020000"), [80.0, 80.0, 80.0, 80.0, 40.0, 40.0], Some(60.0)),
    ];
    dataset(2022, Layer::IrisAges(AgeTable { bands: columns(&BANDS), rows }))
}

pub fn commune_ages() -> Dataset {
    let rows = ["96001", "96002", "96003", "96004"].iter();
    let rows = rows.map(|code| row(commune(code), [100.0, 100.0, 100.0, 100.0, 50.0, 50.0], None));
    dataset(2021, Layer::CommuneAges(AgeTable { bands: columns(&BANDS), rows: rows.collect() }))
}

/// 96001 (three IRIS in a line), 96002, 96003 and 96004 in a row; both ends are on the edge of the map.
pub fn contours() -> Dataset {
    let areas = ["960010101", "960010102", "960010103", "96002", "96003", "96004"];
    let borders = [
        ("960010101", "960010102"),
        ("960010102", "960010103"),
        ("960010103", "96002"),
        ("96002", "96003"),
        ("96003", "96004"),
    ];
    let index = ContourIndex {
        areas: areas
            .iter()
            .zip(0..)
            .map(|(code, rank)| AreaFacts {
                code: unit(code),
                name: format!("Lieu {code}"),
                iris_type: code.len().eq(&9).then_some('H'),
                area_km2: 2.0,
                place: Some([3.0 + f64::from(rank) / 10.0, 45.0]),
            })
            .collect(),
        borders: borders.iter().map(|(a, b)| Border { a: unit(a), b: unit(b), length_m: 1000.0 }).collect(),
        edge: vec![unit("960010101"), unit("96004")],
    };
    Dataset { passport: passport(Kind::IrisContours, 2025), content: Content::Contours(index) }
}

pub fn movement(effective: u32, event: u8, before: &str, after: &str) -> Movement {
    let name = |code: &str| format!("Nom {code}");
    Movement {
        effective,
        event,
        before: commune(before),
        name_before: name(before),
        after: commune(after),
        name_after: name(after),
    }
}

pub fn datasets() -> Vec<Dataset> {
    let postcode =
        |postcode: &str, code: &str| Postcode { postcode: postcode.into(), commune: commune(code) };
    let member = |code: &str| EpciMember {
        epci: "960000001".parse().unwrap(),
        name: "CC du Val Fictif".into(),
        form: "CC".into(),
        commune: commune(code),
    };
    vec![
        communes(
            2026,
            &[
                ("96001", "Belleville-sur-Rien"),
                ("96002", "Saint-Fictif"),
                ("96003", "L'Haÿ-Imaginaire"),
                ("96004", "Sommeil"),
                ("95001", "Sommeil"),
            ],
        ),
        dataset(
            2026,
            Layer::Departements(vec![Departement {
                code: "96".parse().unwrap(),
                name: "Val-Fictif".into(),
                region: Some("99".parse().unwrap()),
            }]),
        ),
        dataset(
            2026,
            Layer::Movements(vec![
                movement(20190101, 32, "96009", "96003"),
                movement(20190101, 32, "96003", "96003"),
            ]),
        ),
        populations(2023, &[("96001", 610), ("96002", 405), ("96003", 90), ("96004", 80), ("95001", 7)]),
        populations(2018, &[("96001", 500), ("96002", 300), ("96003", 40), ("96009", 45), ("96004", 70)]),
        iris_ages(),
        commune_ages(),
        dataset(2026, Layer::Epci(vec![member("96001"), member("96002"), member("96003")])),
        dataset(
            2024,
            Layer::Postcodes(vec![
                postcode("96100", "96001"),
                postcode("96200", "96002"),
                postcode("96200", "96003"),
                postcode("96300", "96004"),
                postcode("95300", "95001"),
            ]),
        ),
        dataset(
            2024,
            Layer::CptsPerimeters(vec![CptsPerimeter {
                finess: None,
                name: "CPTS d'à côté".into(),
                units: vec![unit("96003"), unit("96004")],
            }]),
        ),
        contours(),
    ]
}

pub fn atlas() -> Atlas {
    Atlas::build(datasets())
}
