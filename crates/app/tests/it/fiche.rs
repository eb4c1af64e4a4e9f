//! The figures of a sheet are those of the files, added by hand.

use std::collections::BTreeMap;

use app::AppError;
use domain::aci::taille::Taille;
use domain::ids::VarianteId;
use domain::territoire::{DeclaredPopulation, Fiche};
use territory::Kind;
use territory::diagnosis::Check;
use territory::layers::AgeBand;
use testkit::{TestApp, edits, reads, table};

type Row = BTreeMap<String, String>;

fn number(row: &Row, column: &str) -> f64 {
    row[column].parse().unwrap_or_else(|_| panic!("{column}: {}", row[column]))
}

/// The sum of columns over the rows whose `key` is one of `codes`.
fn sum(file: &str, (key, codes): (&str, &[&str]), columns: &[&str]) -> f64 {
    let rows: Vec<Row> = table(file).into_iter().filter(|row| codes.contains(&row[key].as_str())).collect();
    assert_eq!(rows.len(), codes.len(), "{file}");
    rows.iter().flat_map(|row| columns.iter().map(|column| number(row, column))).sum()
}

async fn sheet(app: &TestApp, codes: &[&str]) -> Fiche {
    let cpts = app.tenant("CPTS du Val").await;
    let made = app.plot(cpts, "Val", codes).await;
    app.fiche(&reads(cpts), (made.territoire, made.variante)).await.unwrap()
}

/// Whether two counts are the same to a thousandth of an inhabitant.
fn close(left: Option<f64>, right: f64) -> bool {
    left.is_some_and(|left| (left - right).abs() < 1e-3)
}

#[tokio::test]
async fn the_population_of_whole_communes_is_the_sum_of_the_most_recent_legal_populations() {
    let app = TestApp::with_reference().await;
    let codes = ["96001", "96002", "96058"];
    let fiche = sheet(&app, &codes).await;
    let by_hand = sum("donnees_communes_pop2023", ("COM", &codes), &["PMUN"]);
    assert_eq!(by_hand, 1224.0 + 1711.0 + 38_018.0);
    let figure = &fiche.diagnosis.population;
    assert_eq!((figure.measure.complete(), figure.years.as_slice()), (Some(by_hand), &[2023][..]));
    // In 2021 Quincelune was still two communes: Argelombre, whose code it kept, and Les Trois-Sourcelles.
    let then = ["96001", "96002", "96056", "96058"];
    let before = sum("donnees_communes_pop2021", ("COM", &then), &["PMUN"]);
    let of_2021 = figure.by_year.iter().find(|one| one.year == 2021).unwrap();
    assert_eq!(of_2021.measure.complete(), Some(before));
    assert_eq!(fiche.taille.unwrap().taille, Taille::T2);
    assert_eq!(fiche.diagnosis.distinct_communes, 3);
    assert!(fiche.diagnosis.is_fictitious());
}

#[tokio::test]
async fn communes_and_iris_together_are_counted_in_the_census_that_knows_both() {
    let app = TestApp::with_reference().await;
    let (communes, iris) = (["96001", "96002"], ["960580101", "960580118"]);
    let codes = [communes, iris].concat();
    let fiche = sheet(&app, &codes).await;
    let by_hand = |commune: &[&str], quarter: &[&str]| {
        sum("base-cc", ("CODGEO", &communes), commune) + sum("base-ic", ("IRIS", &iris), quarter)
    };
    let all = by_hand(&["P22_POP"], &["P22_POP"]);
    let figure = &fiche.diagnosis.population;
    assert!(close(figure.measure.complete(), all), "{all} {figure:?}");
    assert_eq!(figure.years, [2022]);
    assert_eq!((fiche.diagnosis.distinct_communes, fiche.diagnosis.iris_count), (3, 2));
    let ages = &fiche.diagnosis.ages;
    assert!(close(ages.counted.complete(), all));
    let expected = [
        (AgeBand::new(0, 14), by_hand(&["P22_POP0014"], &["P22_POP0014"])),
        (AgeBand::over(65), by_hand(&["P22_H65P", "P22_F65P"], &["P22_POP65P"])),
        (AgeBand::over(75), by_hand(&["P22_POP7589", "P22_POP90P"], &["P22_POP75P"])),
    ];
    for (band, count) in expected {
        let share = ages.key_shares.iter().find(|share| share.band == band).unwrap();
        assert!(close(share.count, count), "{}: {:?} is not {count}", band.label(), share.count);
        // Ages are kept in single precision.
        assert!((share.share.unwrap() - count / all).abs() < 1e-6, "{}", band.label());
    }
    let lines: f64 = ages.lines.iter().filter_map(|line| line.all).sum();
    assert!((lines - all).abs() < 1e-3, "the bands add up: {lines} {all}");
}

#[tokio::test]
async fn the_ages_of_the_departement_stand_beside_those_of_the_territory() {
    let app = TestApp::with_reference().await;
    let fiche = sheet(&app, &["96001"]).await;
    let all: f64 = table("base-cc").iter().map(|row| number(row, "P22_POP")).sum();
    let young: f64 = table("base-cc").iter().map(|row| number(row, "P22_POP0014")).sum();
    let ages = &fiche.diagnosis.ages;
    let around = &ages.around[0];
    assert!((around.population - all).abs() < 1e-3, "{} {all}", around.population);
    let rank = ages.key_shares.iter().position(|share| share.band == AgeBand::new(0, 14)).unwrap();
    assert!((around.key_shares[rank].unwrap() - young / all).abs() < 1e-9);
}

#[tokio::test]
async fn the_overlap_with_a_recorded_cpts_is_said_with_its_communes() {
    let app = TestApp::with_reference().await;
    let fiche = sheet(&app, &["96001", "96002", "96058"]).await;
    let shared = fiche.diagnosis.checks.iter().find_map(|check| match check {
        Check::Overlap { cpts, shared, .. } => Some((cpts.as_str(), shared.len())),
        _ => None,
    });
    assert_eq!(shared, Some(("CPTS des Monts inventés", 2)));
}

#[tokio::test]
async fn a_sheet_says_whose_it_is_and_has_its_map_neighbourhood_and_amounts() {
    let app = TestApp::with_reference().await;
    let fiche = sheet(&app, &["96001", "96058"]).await;
    assert_eq!(
        (fiche.cpts.as_str(), fiche.territoire.as_str(), fiche.variante.as_str()),
        ("CPTS du Val", "Val", "Variante A")
    );
    assert!(fiche.is_reference);
    assert_eq!(fiche.established_on.to_string(), "2026-11-22");
    let carte = fiche.carte.unwrap();
    let members: Vec<String> =
        carte.areas.iter().filter(|area| area.member).map(|area| area.code.to_string()).collect();
    assert_eq!(members.len(), 2, "{members:?}");
    assert!(carte.credit.contains("données fictives"), "{}", carte.credit);
    assert_eq!(fiche.quartiers.len(), 1);
    assert!((0.0..=1.0).contains(&fiche.quartiers[0].share_inside));
    assert!(!fiche.plafonds.is_empty());
}

#[tokio::test]
async fn a_perimeter_without_priority_neighbourhood_says_none_not_unknown() {
    let app = TestApp::with_reference().await;
    let has_source = |fiche: &Fiche| fiche.diagnosis.sources.iter().any(|one| one.kind == Kind::Quartiers);
    let fiche = sheet(&app, &["96002"]).await;
    assert!(fiche.quartiers.is_empty() && has_source(&fiche), "the file covers this département");
    let fiche = sheet(&app, &["66136"]).await;
    assert!(fiche.quartiers.is_empty() && !has_source(&fiche), "no file covers that one");
}

#[tokio::test]
async fn a_declared_population_is_compared_with_the_computed_one() {
    let app = TestApp::with_reference().await;
    let cpts = app.tenant("A").await;
    let made = app.plot(cpts, "Val", &["96001", "96002"]).await;
    let ids = (made.territoire, made.variante);
    for (year, different_vintage) in [(Some(2023), false), (Some(2017), true), (None, false)] {
        let declared = DeclaredPopulation { inhabitants: 3000, year, source: "Lettre".into() };
        app.declare_population(&edits(cpts), ids, Some(declared.clone())).await.unwrap();
        let compared = app.fiche(&reads(cpts), ids).await.unwrap().declared.unwrap();
        assert_eq!(compared.declared, declared);
        assert_eq!(compared.difference, Some(2935 - 3000));
        assert_eq!(compared.different_vintage, different_vintage, "{year:?}");
    }
}

#[tokio::test]
async fn an_empty_perimeter_has_no_population_rather_than_zero() {
    let app = TestApp::new().await;
    let fiche = sheet(&app, &[]).await;
    assert_eq!(fiche.diagnosis.population.measure.value, None);
    assert_eq!((fiche.taille, fiche.carte), (None, None));
    assert!(fiche.diagnosis.checks.contains(&Check::Empty));
}

#[tokio::test]
async fn a_sheet_of_an_unknown_variant_is_not_found() {
    let app = TestApp::new().await;
    let (a, b) = (app.tenant("A").await, app.tenant("B").await);
    let made = app.plot(a, "Val", &[]).await;
    let unknown = app.fiche(&reads(a), (made.territoire, VarianteId(app.unknown_id()))).await;
    assert!(matches!(unknown, Err(AppError::NotFound)), "{unknown:?}");
    let foreign = app.fiche(&reads(b), (made.territoire, made.variante)).await;
    assert!(matches!(foreign, Err(AppError::NotFound)), "{foreign:?}");
}

#[tokio::test]
async fn the_shapes_of_a_perimeter_carry_names_and_inhabitants() {
    let app = TestApp::with_reference().await;
    let shapes = app.shapes(&app.reference(), &testkit::perimeter(&["96001", "960580101"])).await.unwrap();
    let mut found: Vec<_> =
        shapes.iter().map(|shape| (shape.code.as_str(), shape.properties[0].1.clone())).collect();
    found.sort_by_key(|(code, _)| *code);
    assert_eq!(found, [("96001", 1224.into()), ("960580101", 2320.into())]);
    assert!(shapes.iter().all(|shape| !shape.polygons.is_empty()));
}

#[tokio::test]
async fn a_list_in_a_file_is_read_as_lines() {
    let app = TestApp::new().await;
    let lines = app.list_in_file("liste.csv", b"code;nom\n66136;Perpignan\n".to_vec()).await.unwrap();
    assert!(lines.iter().any(|line| line.contains("66136")), "{lines:?}");
    assert!(app.list_in_file("vide.csv", Vec::new()).await.is_err());
}
