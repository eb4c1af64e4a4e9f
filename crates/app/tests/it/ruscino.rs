//! The real official files of one territory, from import to sheet. Skipped where `../shared` is absent.

use std::path::PathBuf;

use app::reference::{ImportOptions, Verdict};
use app::territoire::FicheTitles;
use domain::aci::taille::Taille;
use domain::territoire::{DeclaredPopulation, phrases};
use opendata::{Input, Silent};
use territory::Perimeter;
use territory::paste::Paste;
use testkit::TestApp;

/// Municipal populations of the census of 2016 (INSEE, RP2016) of the two communes that no file at hand divides.
pub(super) const COMMUNES_2016: &str = "REG;DEP;COM;PMUN;PCAP;PTOT\n76;66;66186;2688;;\n76;66;66189;5282;;\n";

/// Table of the letter of intent of 18/04/2023, as it is printed: two lines lack their last parenthesis.
pub(super) const TABLE: &str = "COMMUNES / QUARTIERS\nCODE\nPOSTAL\nCODE INSEE\n
Ouest (660280101) - Cabestany 66330 (660280101)
Nord (660280102) - Cabestany 66330 (660280102)
Est (660280103) - Cabestany 66330 (660280103)
Sud (660280104) - Cabestany 66330 (660280104)
Champs de Mars (661360801) - Perpignan 66000 (661360801)
Las Cobas 1 (661360901) - Perpignan 66000 (661360901
Las Cobas 2 (661360902) - Perpignan 66000 (661360902)
Saint-Gaudérique (661361001) - Perpignan 66000 (661361001)
Clos Banet (661361101) - Perpignan 66000 (661361101
Route de Canet (661361202) - Perpignan 66000 (661361202)
Mas Vermeil (661361203) - Perpignan 66000 (661361203)
Moulin à Vent 1 (661361901) - Perpignan 66000 (661361901)
Moulin à Vent 2 (661361902) - Perpignan 66000 (661361902)
Moulin à Vent 3 (661361903) - Perpignan 66000 (661361903)
Saint-Nazaire (661860000) - Saint-Nazaire 66570 (661860000)
Saleilles (661890000) - Saleilles 66280 (661890000)
Nombre total de communes : 16";

#[allow(clippy::print_stderr, reason = "a skipped test says why")]
pub(super) fn shared() -> Option<PathBuf> {
    let here = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data"));
    if here.is_dir() {
        return Some(here);
    }
    eprintln!("skipped: ../shared is not here");
    None
}

pub(super) async fn import(app: &TestApp, input: Input) {
    let proof = app::operate("import").unwrap();
    let imported = app.import(&proof, input, &ImportOptions::default(), &mut Silent).await.unwrap();
    assert!(imported.iter().all(|one| one.verdict == Verdict::Added));
}

#[tokio::test(flavor = "multi_thread")]
async fn statement_37_the_sixteen_iris_of_the_letter_give_four_communes_and_class_t2() {
    let Some(shared) = shared() else { return };
    let app = TestApp::new().await;
    for file in [
        "insee/v_mvt_commune_2026.csv.gz",
        "insee/donnees_communes_pop2023.csv.gz",
        "insee/iris_habitat_population_2016.csv.gz",
        "geo/iris_2025/iris_2025_66.geojson.gz",
        "territoires/qpv_2015_occitanie.geojson",
    ] {
        import(&app, Input::path(shared.join(file))).await;
    }
    import(&app, Input::bytes("donnees_communes_pop_2016.csv", COMMUNES_2016)).await;
    let reference = app.reference();
    let paste = Paste::read(&reference.atlas, TABLE);
    assert_eq!(paste.problems().count(), 0);
    let perimeter: Perimeter = paste.perimeter();
    assert_eq!(perimeter.len(), 16);
    let titles = FicheTitles {
        cpts: "CPTS Ruscino".into(),
        territoire: "Ruscino".into(),
        variante: "Lettre d'intention".into(),
        is_reference: true,
    };
    let declared =
        DeclaredPopulation { inhabitants: 47_617, year: Some(2017), source: "Lettre d'intention".into() };
    let fiche = app.fiche_of(&reference, titles, &perimeter, Some(declared)).await.unwrap();
    let diagnosis = &fiche.diagnosis;
    assert_eq!((diagnosis.distinct_communes, diagnosis.iris_count), (4, 14));
    assert_eq!(diagnosis.population.measure.value.unwrap().round(), 47_366.0);
    assert_eq!(diagnosis.population.years, [2016]);
    assert_eq!(fiche.taille.as_ref().unwrap().taille, Taille::T2);
    let comparison = fiche.declared.as_ref().unwrap();
    assert_eq!((comparison.difference, comparison.different_vintage), (Some(-251), true));
    assert!(phrases::declared(comparison, diagnosis).contains("écart de millésime"));
    assert!(fiche.carte.is_some());
    assert_eq!(fiche.quartiers.iter().map(|q| q.code.as_str()).collect::<Vec<_>>(), ["QP066010"]);
    let pyrenees_orientales =
        |year| reference.atlas.population_total(year, &|commune| commune.departement.as_str() == "66").0;
    assert_eq!(pyrenees_orientales(2023), 496_855.0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_map_of_2018_lands_on_the_codes_of_2026() {
    let Some(shared) = shared() else { return };
    let app = TestApp::new().await;
    import(&app, Input::path(shared.join("insee/v_mvt_commune_2026.csv.gz"))).await;
    let proof = app::operate("import").unwrap();
    let options = ImportOptions::default();
    let file = Input::path(shared.join("geo/communes_2018_occitanie.geojson.gz"));
    let imported = app.import(&proof, file, &options, &mut Silent).await.unwrap();
    let codes = imported[0].codes.as_ref().unwrap();
    assert!(!codes.lost.is_empty(), "Occitanie lost communes since 2018");
    assert!(codes.lost.iter().all(|(_, now)| !now.is_empty()), "every lost commune has a successor");
    assert!(codes.lost.iter().all(|(code, _)| code.departement().as_str() != "66"), "66 did not change");
    let reference = app.reference();
    let drawing =
        app.drawing(&reference, "30".parse().unwrap(), app::reference::Level::Communes).await.unwrap();
    let drawn = drawing.unwrap();
    let unknown =
        drawn.topology.areas.iter().filter(|area| reference.atlas.commune(area.code.commune()).is_none());
    assert_eq!(unknown.count(), 0, "every area drawn bears a code of today");
}
