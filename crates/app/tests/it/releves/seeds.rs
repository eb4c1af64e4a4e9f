//! The figures of two real documents, written down as a coordinator would.
//!
//! Each line of the two files says where its figure was read. Nothing that could not be read was made up: what is
//! lost stays missing.

use app::diagnostic::{Applied, Decisions, Verdict};
use app::territoire::Created;
use domain::diagnostic::controles::saisie::Refus;
use domain::diagnostic::{Niveau, Place, Releve};
use domain::ids::CptsId;
use testkit::TestApp;

use super::{edits, reads, typed, uzes};

const UZES: &[u8] = include_bytes!("uzes.csv");
const RUSCINO: &[u8] = include_bytes!("ruscino.csv");

async fn given(app: &TestApp, (cpts, made): (CptsId, Created), content: &[u8]) -> Applied {
    let lines = app.values_in_file("valeurs.csv", content.to_vec()).await.unwrap();
    let place = (made.territoire, made.variante);
    let judged = app.preview_values(&edits(cpts), place, lines.clone()).await.unwrap();
    for line in &judged {
        assert_eq!(line.verdict, Verdict::Accepted, "line {}: {:?}", line.number, line.typed);
    }
    app.apply_values(&edits(cpts), place, lines, &Decisions::default()).await.unwrap()
}

/// Value and numerator of an indicator in the territory, or elsewhere.
fn value(all: &[Releve], code: &str, place: Option<&str>) -> Option<(f64, Option<f64>)> {
    let is_there = |releve: &&Releve| match (releve.saisie.place, place) {
        (Place::Variante { .. }, None) | (Place::France, Some("france")) => true,
        (Place::Departement { code }, Some(wanted)) => code.to_string() == wanted,
        (Place::Region { code }, Some(wanted)) => format!("region {code}") == wanted,
        _ => false,
    };
    let found = all.iter().filter(|releve| releve.saisie.indicateur == code).find(is_there)?;
    Some((found.saisie.value?, found.saisie.numerator))
}

#[tokio::test]
async fn the_slides_of_uzes_are_written_down_with_their_comparisons() {
    let app = TestApp::new().await;
    let place = uzes(&app).await;
    let done = given(&app, place, UZES).await;
    assert_eq!((done.recorded, done.left), (86, 0));
    let all = app.releves(&reads(place.0)).await.unwrap();
    for (code, expected, numerator) in [
        ("sans_mt", 8.1, None),
        ("urgences", 16.6, None),
        ("admissions_directes", 55.2, None),
        ("ald_diabete", 4.7, Some(4_924.0)),
        ("ald_tumeur", 3.7, Some(3_958.0)),
        ("polymedication", 14.2, Some(3_137.0)),
        ("antibioresistance", 39.0, Some(16_938.0)),
        ("depistage_sein", 63.9, Some(11_921.0)),
        ("depistage_colorectal", 23.7, Some(6_741.0)),
        ("grippe_65", 54.3, Some(12_876.0)),
        ("effectif_medecin_generaliste", 92.0, None),
        ("effectif_medecin_generaliste_60", 36.0, None),
        ("effectif_medecin_generaliste_65", 14.0, None),
        ("effectif_infirmier", 317.0, None),
        ("effectif_orthoptiste_60", 0.0, None),
    ] {
        assert_eq!(value(&all, code, None), Some((expected, numerator)), "{code}");
    }
    for (code, place, expected) in [
        ("urgences", "30", 21.7),
        ("urgences", "region 76", 21.2),
        ("urgences", "france", 22.1),
        ("admissions_directes", "france", 41.5),
        ("ald_psychiatrie", "30", 3.0),
        ("antibioresistance", "30", 39.2),
    ] {
        assert_eq!(value(&all, code, Some(place)), Some((expected, None)), "{code} {place}");
    }
    let sources = all.iter().all(|one| one.saisie.source.contains("Diapositives"));
    assert!(sources, "each figure says where it was read");
}

#[tokio::test]
async fn what_the_slides_lost_is_missing_and_never_zero() {
    let app = TestApp::new().await;
    let place = uzes(&app).await;
    given(&app, place, UZES).await;
    let all = app.releves(&reads(place.0)).await.unwrap();
    assert_eq!(value(&all, "ald", None), None, "the bar of the territory is lost");
    assert_eq!(value(&all, "ald", Some("30")), Some((23.7, None)));
    assert_eq!(value(&all, "polymedication", Some("30")), None);
    let proof = reads(place.0);
    let diagnostic = app.diagnostic(&proof, (place.1.territoire, place.1.variante)).await.unwrap();
    let ald = diagnostic.indicator("ald").unwrap();
    assert_eq!(ald.territoire.value, None);
    assert_eq!(ald.territoire.state, domain::diagnostic::Etat::NotPublished);
    let zero = diagnostic.indicator("effectif_orthoptiste_60").unwrap();
    assert_eq!(zero.territoire.value, Some(0.0), "a printed zero is a zero");
}

#[tokio::test]
async fn the_differences_of_the_slides_are_computed_again() {
    let app = TestApp::new().await;
    let place = uzes(&app).await;
    given(&app, place, UZES).await;
    let proof = reads(place.0);
    let diagnostic = app.diagnostic(&proof, (place.1.territoire, place.1.variante)).await.unwrap();
    for (code, niveau, expected) in [
        ("urgences", "departement-30", -5.1),
        ("urgences", "region-76", -4.6),
        ("urgences", "france", -5.5),
        ("admissions_directes", "departement-30", 3.5),
        ("admissions_directes", "region-76", 5.2),
        ("admissions_directes", "france", 13.7),
        ("antibioresistance_enfants", "departement-30", 1.1),
        ("grippe_65", "france", 0.1),
    ] {
        let niveau: Niveau = niveau.parse().unwrap();
        let read = diagnostic.indicator(code).unwrap();
        let found = read.comparisons.iter().find(|other| other.niveau == niveau).unwrap().difference.unwrap();
        assert!((found - expected).abs() < 1e-9, "{code} {niveau}: {found}");
    }
}

#[tokio::test]
async fn the_split_that_does_not_fit_the_other_chart_is_said_on_reading() {
    let app = TestApp::new().await;
    let place = uzes(&app).await;
    given(&app, place, UZES).await;
    let proof = reads(place.0);
    let diagnostic = app.diagnostic(&proof, (place.1.territoire, place.1.variante)).await.unwrap();
    let said: Vec<&String> = diagnostic.indicators().flat_map(|read| &read.alerts).collect();
    assert!(said.iter().any(|sentence| sentence.contains("19,5")), "{said:#?}");
}

#[tokio::test]
async fn the_letter_of_ruscino_is_written_down_with_its_comparisons() {
    let app = TestApp::new().await;
    let cpts = app.tenant("CPTS de test").await;
    let made = app.plot(cpts, "Ruscino", &["660280101", "661360801", "66186", "66189"]).await;
    let done = given(&app, (cpts, made), RUSCINO).await;
    assert_eq!(done.left, 0);
    let all = app.releves(&reads(cpts)).await.unwrap();
    for (code, own, departement) in [
        ("sans_mt", 13.3, Some(11.8)),
        ("sans_mt_70", 6.3, None),
        ("ald_sans_mt", 1.7, Some(1.5)),
        ("css_sans_mt", 4.6, Some(2.5)),
        ("urgences", 28.3, Some(22.3)),
        ("ald_diabete", 5.4, None),
        ("ald_psychiatrie", 4.7, Some(3.4)),
        ("depistage_col", 47.2, Some(50.8)),
        ("depistage_sein", 56.1, Some(58.7)),
        ("depistage_colorectal", 29.8, Some(34.0)),
        ("grippe_risque", 28.2, Some(30.4)),
        ("ror", 77.5, Some(81.7)),
        ("dentaire_16", 65.3, Some(70.1)),
        ("effectif_medecin_generaliste", 67.0, None),
        ("effectif_kinesitherapeute", 134.0, None),
    ] {
        assert_eq!(value(&all, code, None).map(|(value, _)| value), Some(own), "{code}");
        assert_eq!(value(&all, code, Some("66")).map(|(value, _)| value), departement, "{code}");
    }
    assert_eq!(value(&all, "dentaire_16", Some("region 76")), Some((74.8, None)));
    let diagnostic = app.diagnostic(&reads(cpts), (made.territoire, made.variante)).await.unwrap();
    let sans_mt = diagnostic.indicator("sans_mt").unwrap();
    let gap = sans_mt.comparisons.iter().find(|other| other.difference.is_some()).unwrap();
    assert!((gap.difference.unwrap() - 1.5).abs() < 1e-9, "+1.5 point, as the letter says");
}

/// The slides and the letter also print what official files give: these figures are computed, not typed.
#[tokio::test]
async fn figures_of_official_files_are_refused_one_by_one() {
    let app = TestApp::new().await;
    let (cpts, made) = uzes(&app).await;
    let printed = [
        ("population", "105452"),
        ("part_moins_15", "16"),
        ("part_65", "26,4"),
        ("part_80", "9,2"),
        ("qpv", "1"),
        ("structures_ehpad", "13"),
        ("structures_cliniques", "2"),
        ("structures_msp", "1"),
        ("structures_ssiad", "4"),
        ("structures_pharmacies", "28"),
        ("structures_laboratoires", "5"),
    ];
    let lines = printed
        .iter()
        .zip(1..)
        .map(|((code, value), number)| (number, typed([code, "territoire", "", "2018", value, "", ""])));
    let judged =
        app.preview_values(&edits(cpts), (made.territoire, made.variante), lines.collect()).await.unwrap();
    for line in judged {
        assert_eq!(line.verdict, Verdict::Refused(vec![Refus::Computed]), "{}", line.typed.indicateur);
    }
}
