//! Values in a file.

use app::diagnostic::{Applied, Decisions, ImportLine, ImportValuesError, Typed, Verdict};
use app::territoire::Created;
use domain::diagnostic::controles::saisie::{Champ, Refus};
use domain::ids::CptsId;
use testkit::TestApp;

use super::{edits, reads, uzes};

const HEAD: &str = "indicateur;lieu;code;periode;ages;valeur;numerateur;denominateur;masque;origine;source\n";

async fn read(app: &TestApp, content: &[u8]) -> Vec<(usize, Typed)> {
    app.values_in_file("valeurs.csv", content.to_vec()).await.unwrap()
}

async fn preview(app: &TestApp, (cpts, made): (CptsId, Created), content: &str) -> Vec<ImportLine> {
    let lines = read(app, format!("{HEAD}{content}").as_bytes()).await;
    app.preview_values(&edits(cpts), (made.territoire, made.variante), lines).await.unwrap()
}

async fn apply(
    app: &TestApp,
    (cpts, made): (CptsId, Created),
    (content, decisions): (&str, &Decisions),
) -> Result<Applied, ImportValuesError> {
    let lines = read(app, format!("{HEAD}{content}").as_bytes()).await;
    app.apply_values(&edits(cpts), (made.territoire, made.variante), lines, decisions).await
}

const GOOD: &str = "sans_mt;territoire;;2018;;8,1;;;;rezone;Diapositives\n\
    sans_mt;departement;30;2018;;9,5;;;;rezone;Diapositives\n";

#[tokio::test]
async fn a_file_is_shown_then_written_down_and_given_twice_changes_nothing() {
    let app = TestApp::new().await;
    let place = uzes(&app).await;
    let lines = preview(&app, place, GOOD).await;
    assert!(lines.iter().all(|line| line.verdict == Verdict::Accepted), "{lines:?}");
    assert_eq!(app.releves(&reads(place.0)).await.unwrap(), [], "a preview writes nothing");
    let none = Decisions::default();
    let done = apply(&app, place, (GOOD, &none)).await.unwrap();
    assert_eq!(done, Applied { recorded: 2, known: 0, left: 0 });
    let again = apply(&app, place, (GOOD, &none)).await.unwrap();
    assert_eq!(again, Applied { recorded: 0, known: 2, left: 0 });
    assert_eq!(app.releves(&reads(place.0)).await.unwrap().len(), 2);
}

#[tokio::test]
async fn one_refused_line_keeps_the_whole_file_out_until_it_is_left_aside() {
    let app = TestApp::new().await;
    let place = uzes(&app).await;
    let content = format!("{GOOD}sans_mt_70;territoire;;2018;;140;;;;rezone;Diapositives\n");
    let lines = preview(&app, place, &content).await;
    assert_eq!(
        (lines[2].number, &lines[2].verdict),
        (4, &Verdict::Refused(vec![Refus::RateOutOfRange(140.0)]))
    );
    let undecided = apply(&app, place, (&content, &Decisions::default())).await;
    assert!(matches!(undecided, Err(ImportValuesError::Undecided(ref lines)) if lines.len() == 3));
    assert_eq!(app.releves(&reads(place.0)).await.unwrap(), []);
    let leave = Decisions { leave: true, ..Decisions::default() };
    let done = apply(&app, place, (&content, &leave)).await.unwrap();
    assert_eq!(done, Applied { recorded: 2, known: 0, left: 1 });
}

#[tokio::test]
async fn a_doubtful_line_waits_for_its_own_confirmation() {
    let app = TestApp::new().await;
    let place = uzes(&app).await;
    // The département stands under the territory in the file, and is compared all the same.
    let content = "sans_mt;territoire;;2018;;9,5;60000;631579;;rezone;Diapositives\n\
        sans_mt;departement;30;2018;;9,5;60000;631579;;rezone;Diapositives\n";
    let lines = preview(&app, place, content).await;
    assert!(matches!(lines[0].verdict, Verdict::ToConfirm(_)), "{:?}", lines[0].verdict);
    assert_eq!(lines[1].verdict, Verdict::Accepted);
    assert!(apply(&app, place, (content, &Decisions::default())).await.is_err());
    let confirmed = Decisions { confirmed: [2].into(), leave: false };
    let done = apply(&app, place, (content, &confirmed)).await.unwrap();
    assert_eq!(done.recorded, 2);
}

#[tokio::test]
async fn lines_of_one_file_are_checked_against_each_other() {
    let app = TestApp::new().await;
    let place = uzes(&app).await;
    let content = "sans_mt;territoire;;2018;50-74;8,1;;;;rezone;A\n\
        sans_mt;territoire;;2018;70+;8,4;;;;rezone;A\n\
        sans_mt;territoire;;2018;50-74;9,9;;;;rezone;A\n\
        sans_mt;territoire;;2018;50-74;8,1;;;;rezone;A\n";
    let lines = preview(&app, place, content).await;
    assert!(
        matches!(lines[1].verdict, Verdict::Refused(ref why) if matches!(why[..], [Refus::AgesOverlap { .. }]))
    );
    assert_eq!(lines[2].verdict, Verdict::Refused(vec![Refus::AlreadyRecorded]));
    assert_eq!(lines[3].verdict, Verdict::Known, "the very same line twice");
}

#[tokio::test]
async fn encodings_separators_commas_and_spaces_are_read() {
    let app = TestApp::new().await;
    let text = "indicateur\tlieu\tcode\tpériode\tvaleur\tnumérateur\tdénominateur\torigine\tsource\n\
        ald_tumeur\tterritoire\t\t2018\t3,7 %\t3 958\t\trezone\tRelevé été\n";
    let expected = Typed {
        indicateur: "ald_tumeur".into(),
        lieu: "territoire".into(),
        periode: "2018".into(),
        valeur: "3,7 %".into(),
        numerateur: "3 958".into(),
        origine: "rezone".into(),
        source: "Relevé été".into(),
        ..Typed::default()
    };
    assert_eq!(read(&app, text.as_bytes()).await, [(2, expected.clone())]);
    let windows: Vec<u8> = text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    assert_eq!(read(&app, &windows).await, [(2, expected.clone())]);
    let place = uzes(&app).await;
    let line = vec![(2, expected)];
    let judged =
        app.preview_values(&edits(place.0), (place.1.territoire, place.1.variante), line).await.unwrap();
    let saisie = judged[0].saisie.clone().unwrap();
    assert_eq!((saisie.value, saisie.numerator), (Some(3.7), Some(3_958.0)));
    assert_eq!(judged[0].verdict, Verdict::Accepted);
}

#[tokio::test]
async fn the_templates_are_read_back_and_only_their_example_is_refused() {
    let app = TestApp::new().await;
    let place = uzes(&app).await;
    let list = app::diagnostic::recordable().unwrap();
    let files = [
        ("modele.csv", documents::releves::modele_csv(&list)),
        ("modele.xlsx", documents::releves::modele_xlsx(&list).unwrap()),
    ];
    for (name, content) in files {
        let lines = app.values_in_file(name, content).await.unwrap();
        assert_eq!(lines.len(), 1, "{name}: the lines left blank are not values");
        let variante = (place.1.territoire, place.1.variante);
        let judged = app.preview_values(&edits(place.0), variante, lines).await.unwrap();
        assert_eq!(judged[0].verdict, Verdict::Refused(vec![Refus::Example]), "{name}");
    }
}

#[tokio::test]
async fn what_cannot_be_read_is_said_field_by_field() {
    let app = TestApp::new().await;
    let place = uzes(&app).await;
    let lines = preview(&app, place, "sans_mt;canton;;naguère;;beaucoup;;;;voisin;\n").await;
    let Verdict::Refused(why) = &lines[0].verdict else { panic!("{lines:?}") };
    let champs: Vec<Champ> = why.iter().map(Refus::champ).collect();
    assert_eq!(champs, [Champ::Lieu, Champ::Periode, Champ::Valeur, Champ::Origine, Champ::Source]);
    for (content, expected) in [("a;b\n1;2\n", "titles"), (HEAD, "no line")] {
        let error = app.values_in_file("x.csv", content.as_bytes().to_vec()).await.unwrap_err();
        assert!(error.to_string().contains(expected), "{error}");
    }
    assert!(app.values_in_file("x.pdf", b"%PDF-1.7".to_vec()).await.is_err());
}
