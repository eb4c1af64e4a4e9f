//! Importing files: whole, once, or not at all.

use app::reference::{ImportError, ImportOptions, Verdict, stored_report};
use app::{App, AppError};
use domain::authz::Role;
use domain::ids::CptsId;
use opendata::{Input, ReadError, Silent};
use territory::{AreaCode, CommuneCode, Kind};
use testkit::{TestApp, file, operates};

async fn try_import(app: &App, input: Input) -> Result<(), ImportError> {
    let options = ImportOptions { vintage: None, fictitious: true };
    app.import(&operates(), input, &options, &mut Silent).await.map(drop)
}

async fn revision(app: &App) -> i64 {
    app.store().read().await.unwrap().reference_revision().await.unwrap()
}

fn arcevigne() -> CommuneCode {
    "96001".parse().unwrap()
}

#[tokio::test]
async fn an_imported_list_is_known_at_once_with_its_report_and_an_act() {
    let app = TestApp::new().await;
    assert!(app.reference().atlas.commune(arcevigne()).is_none());
    let done = app.import_file(file("v_commune")).await;
    assert_eq!(
        (done.len(), done[0].verdict, done[0].file_name.as_str()),
        (1, Verdict::Added, "v_commune_2026.csv")
    );
    assert_eq!((done[0].passport.kind, done[0].passport.fictitious), (Kind::Communes, true));
    let reference = app.reference();
    assert_eq!(reference.atlas.commune(arcevigne()).unwrap().name, "Arcevigne");
    let row = &reference.datasets[0];
    assert_eq!((row.coverage.as_str(), row.fingerprint.len()), ("96", 64));
    assert_eq!(stored_report(row).unwrap().report, done[0].report);
    assert!(done[0].report.rows_kept >= 60);
    let acts =
        app.db().texts("SELECT action || ' ' || subject_kind || ' ' || subject_id FROM audit_entry").await;
    assert_eq!(acts, [format!("instance.operate dataset {}", row.id)]);
}

#[tokio::test]
async fn the_same_file_imported_twice_changes_nothing() {
    let app = TestApp::new().await;
    app.import_file(file("v_commune")).await;
    let (before, rows) = (revision(&app).await, app.reference().datasets.clone());
    let again = app.import_file(file("v_commune")).await;
    assert_eq!(again[0].verdict, Verdict::Unchanged);
    assert_eq!(revision(&app).await, before);
    assert_eq!(app.reference().datasets, rows);
    assert_eq!(app.db().texts("SELECT action FROM audit_entry").await.len(), 1);
}

#[tokio::test]
async fn another_content_of_the_same_year_replaces_and_another_year_stays_beside() {
    let app = TestApp::with_reference().await;
    let (count, before) = (app.reference().datasets.len(), revision(&app).await);
    let populations = |year: i16, name: &str| {
        let opendata::Source::Bytes(bytes) = file("donnees_communes_pop2023").source else {
            panic!("in memory")
        };
        let text = String::from_utf8(bytes.to_vec()).unwrap();
        let text = text.replace(";Arcevigne;1224;24;1248", &format!(";{name};1300;24;1324"));
        Input::bytes(format!("donnees_communes_pop{year}.csv"), text.into_bytes())
    };
    let done = app.import_file(populations(2023, "Arcevigne")).await;
    assert_eq!(done[0].verdict, Verdict::Added);
    assert_eq!((app.reference().datasets.len(), revision(&app).await), (count, before + 1));
    assert_eq!(app.reference().atlas.latest_population(arcevigne()), Some(1300.0));
    app.import_file(populations(2022, "Arcevigne")).await;
    assert_eq!(app.reference().datasets.len(), count + 1);
}

#[tokio::test]
async fn coverage_by_departement_by_region_and_of_the_country_stand_side_by_side() {
    let app = TestApp::with_reference().await;
    let count = app.reference().datasets.len();
    let country = "Année;Grippe 65 ans et plus\n2024;53.7\n";
    let options = ImportOptions::default();
    let input = Input::bytes("couvertures-france.csv", country.as_bytes());
    app.import(&operates(), input, &options, &mut Silent).await.unwrap();
    app.import_file(file("couvertures-vaccinales-des-adolescents-et-adultes-depuis-2011-region")).await;
    app.import_file(file("couvertures-vaccinales-des-adolescent-et-adultes-departement")).await;
    let reference = app.reference();
    let rows = reference.datasets.iter().filter(|row| row.passport.kind == Kind::Vaccination);
    let mut keys: Vec<&str> = rows.map(|row| row.coverage.as_str()).collect();
    keys.sort_unstable();
    assert_eq!(keys, ["96", "R90", "pays"]);
    assert!(app.reference().datasets.len() > count);
    let flu = |area| reference.atlas.vaccination(area, "grippe_65_ans_et_plus").map(|figure| figure.percent);
    assert_eq!(flu(AreaCode::France), Some(53.7));
    for area in [AreaCode::Region("90".parse().unwrap()), AreaCode::Departement("96".parse().unwrap())] {
        assert!(flu(area).is_some(), "{area:?}");
    }
}

#[tokio::test]
async fn a_broken_file_imports_nothing() {
    let app = TestApp::new().await;
    app.import_file(file("v_commune")).await;
    let (before, rows) = (revision(&app).await, app.reference().datasets.clone());
    let cut = |start: &str| {
        let Input { name, source: opendata::Source::Bytes(bytes), .. } = file(start) else {
            panic!("in memory")
        };
        let half = bytes[..bytes.len() / 2].to_vec();
        Input::bytes(name, half)
    };
    let broken = [
        Input::bytes("vide.csv", Vec::new()),
        Input::bytes("courses.csv", b"article;prix\npain;1\n".to_vec()),
        Input::bytes("note.pdf", b"%PDF-1.7\n".to_vec()),
        cut("communes_2026"),
        cut("epcicom"),
        Input::path("/no/such/file.csv"),
    ];
    for input in broken {
        let name = input.name.clone();
        let refused = try_import(&app, input).await;
        let Err(ImportError::Read(error)) = refused else { panic!("{name}: {refused:?}") };
        assert!(!error.sentence().is_empty());
        assert_eq!((revision(&app).await, &app.reference().datasets), (before, &rows), "{name}");
    }
    let refused = try_import(&app, Input::bytes("vide.csv", Vec::new())).await;
    assert!(matches!(refused, Err(ImportError::Read(ReadError::Empty { .. }))), "{refused:?}");
}

#[tokio::test]
async fn an_import_by_another_process_is_noticed_once() {
    let app = TestApp::new().await;
    let other = app.other_process().await;
    assert!(!app.refresh_reference().await.unwrap());
    try_import(&other, file("v_commune")).await.unwrap();
    assert!(app.reference().atlas.commune(arcevigne()).is_none());
    assert!(app.refresh_reference().await.unwrap());
    assert!(app.reference().atlas.commune(arcevigne()).is_some());
    assert!(!app.refresh_reference().await.unwrap());
    assert!(!other.refresh_reference().await.unwrap(), "the one that imported already knows");
}

#[tokio::test]
async fn only_a_command_of_the_instance_may_import() {
    let coordinator = testkit::person(Role::Coordinateur, CptsId(uuid::Uuid::nil()));
    assert!(coordinator.operate().is_err());
    assert!(app::operate("import").is_ok());
}

#[tokio::test]
async fn what_a_departement_lacks_is_said() {
    let app = TestApp::with_reference().await;
    let reference = app.reference();
    let codes = ["96".parse().unwrap(), "66".parse().unwrap()];
    let missing: Vec<_> =
        reference.missing(&codes).into_iter().map(|one| (one.kind, one.departement.to_string())).collect();
    let perpignan = [Kind::IrisContours, Kind::CommuneAges, Kind::IrisAges];
    assert_eq!(missing, perpignan.map(|kind| (kind, "66".to_owned())));
    assert_eq!(reference.mapped_departements(), ["96".parse().unwrap()]);
}

#[tokio::test]
async fn a_stored_dataset_that_was_damaged_stops_the_start_with_a_reason() {
    let app = TestApp::with_reference().await;
    app.db().run("DELETE FROM dataset_part WHERE part = 'main'").await;
    let ids = std::sync::Arc::new(testkit::SequentialIds::new(9));
    let Err(error) = App::open(app.db().url(), testkit::settings(ids)).await else { panic!("it opened") };
    assert!(matches!(&error, app::OpenAppError::Load(AppError::Reference(_))), "{error:?}");
    assert!(error.to_string().contains("has no content"), "{error}");
}
