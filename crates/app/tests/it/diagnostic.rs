//! A diagnosis is computed, frozen, read back, and says which of its figures changed since.

use app::AppError;
use app::diagnostic::Entry;
use app::territoire::{Created, Edit};
use domain::authz::{
    Actor, Allowed, EditDiagnostic, InstitutionRole, ReadDiagnostic, Role, Standing, Subject,
};
use domain::diagnostic::chiffre::ChiffreRef;
use domain::diagnostic::{Diagnostic, Etat, Niveau, Origine, Periode, Place, Saisie};
use domain::ids::{CptsId, DiagnosticId, InstitutionId, TerritoireId, UserId, VarianteId};
use domain::territoire::NameError;
use testkit::{TestApp, edits, person, reads, units};

use super::audited;

const CODES: [&str; 3] = ["96001", "96002", "96058"];

fn sees(cpts: CptsId) -> Allowed<ReadDiagnostic> {
    person(Role::Membre, cpts).authorize(cpts).unwrap()
}

fn freezes(cpts: CptsId) -> Allowed<EditDiagnostic> {
    person(Role::Coordinateur, cpts).authorize(cpts).unwrap()
}

fn outside(cpts: CptsId) -> Allowed<ReadDiagnostic> {
    let standing = Standing {
        institutions: vec![(InstitutionId(uuid()), InstitutionRole::Instructeur)],
        grants: vec![(cpts, Subject::Diagnostic)],
        strong: true,
        ..Standing::default()
    };
    Actor::person(UserId(uuid()), standing).authorize(cpts).unwrap()
}

fn uuid() -> uuid::Uuid {
    uuid::Uuid::from_u128(77)
}

fn ids(made: Created) -> (TerritoireId, VarianteId) {
    (made.territoire, made.variante)
}

fn written(made: Created, value: f64, parts: Option<(f64, f64)>) -> Entry {
    let (territoire, variante) = ids(made);
    let saisie = Saisie {
        indicateur: "sans_mt".into(),
        place: Place::Variante { territoire, variante, revision: 1 },
        period: Periode::year(2023),
        ages: None,
        value: Some(value),
        numerator: parts.map(|(over, _)| over),
        denominator: parts.map(|(_, under)| under),
        hidden: false,
        origin: Origine::Rezone,
        source: "Rezone CPTS, export d'essai".into(),
        document: None,
    };
    // Whatever is doubtful about an invented value is confirmed.
    let doubts = ["departement", "habitants", "inhabituel", "denominateur", "perimetre"];
    Entry { saisie, confirmed: doubts.map(str::to_owned).to_vec() }
}

fn figure<'a>(diagnostic: &'a Diagnostic, reference: &str) -> Option<&'a domain::diagnostic::Chiffre> {
    diagnostic.figure(&reference.parse::<ChiffreRef>().unwrap())
}

#[tokio::test]
async fn a_diagnosis_holds_official_figures_and_recorded_ones() {
    let app = TestApp::with_reference().await;
    let cpts = app.tenant("CPTS du Val").await;
    let made = app.plot(cpts, "Val", &CODES).await;
    app.record_releve(&freezes(cpts), written(made, 9.5, None)).await.unwrap();
    let found = app.diagnostic(&sees(cpts), ids(made)).await.unwrap();
    assert_eq!(found.population.complete(), Some(1224.0 + 1711.0 + 38_018.0));
    assert_eq!(figure(&found, "population@territoire").unwrap().value, found.population.complete());
    assert_eq!(figure(&found, "sans_mt@territoire").unwrap().value, Some(9.5));
    assert!(found.is_fictitious() && found.carte.is_some() && !found.levels.is_empty());
    assert!(found.levels.iter().all(|level| level.niveau != Niveau::France));
    let fiche = app.fiche(&reads(cpts), ids(made)).await.unwrap();
    let shares = &fiche.diagnosis.ages.key_shares;
    for (code, band) in [("part_moins_15", 0), ("part_65", 65), ("part_75", 75)] {
        let share = shares.iter().find(|share| share.band.from == band).unwrap().share.unwrap();
        let value = figure(&found, &format!("{code}@territoire")).unwrap().value.unwrap();
        assert!((value - 100.0 * share).abs() < 1e-3, "{code}: {value} is not {share}");
    }
    let again = app.diagnostic(&sees(cpts), ids(made)).await.unwrap();
    assert!(again == found);
    let unknown = (made.territoire, VarianteId(app.unknown_id()));
    assert!(matches!(app.diagnostic(&sees(cpts), unknown).await, Err(AppError::NotFound)));
}

#[tokio::test]
async fn a_frozen_diagnosis_never_changes_and_says_which_figures_did() {
    let app = TestApp::with_reference().await;
    let cpts = app.tenant("CPTS du Val").await;
    let made = app.plot(cpts, "Val", &CODES).await;
    let first = app.record_releve(&freezes(cpts), written(made, 9.5, None)).await.unwrap();
    let now = app.diagnostic(&sees(cpts), ids(made)).await.unwrap();
    let id =
        app.freeze_diagnostic(&freezes(cpts), ids(made), " Lettre  d'intention ", Some("")).await.unwrap();
    let listed = app.frozen_diagnostics(&sees(cpts), ids(made)).await.unwrap();
    assert_eq!((listed.len(), listed[0].name.as_str(), &listed[0].note), (1, "Lettre d'intention", &None));
    assert_eq!(listed[0].frozen_at, testkit::now());
    let last = audited(&app, cpts).await.pop().unwrap();
    assert_eq!((last.action.as_str(), last.subject_kind.as_str()), ("diagnostic.edit", "diagnostic"));
    assert_eq!(last.changes["fingerprint"], listed[0].fingerprint);
    let (fige, frozen) = app.frozen_diagnostic(&sees(cpts), id).await.unwrap();
    let kept = serde_json::to_string(&now).unwrap();
    assert_eq!(fige, listed[0]);
    assert!(frozen == serde_json::from_str::<Diagnostic>(&kept).unwrap());
    assert!(app.frozen_changes(&sees(cpts), id).await.unwrap().is_empty());
    // One recorded value is corrected: one figure changes, and no other.
    let corrected = written(made, 8.25, None);
    app.correct_releve(&freezes(cpts), (first, "Erreur de lecture"), corrected).await.unwrap();
    let changes = app.frozen_changes(&sees(cpts), id).await.unwrap();
    let told: Vec<_> = changes.iter().map(|one| (one.figure.to_string(), one.before.value)).collect();
    assert_eq!(told, [("sans_mt@territoire".to_owned(), Some(9.5))]);
    assert_eq!(changes[0].now.as_ref().and_then(|chiffre| chiffre.value), Some(8.25));
    assert!(app.db().texts("SELECT content FROM diagnostic_fige").await == [kept]);
    assert!(app.frozen_diagnostic(&sees(cpts), id).await.unwrap() == (fige, frozen));
    // A content that was touched outside the program is not shown as what was frozen.
    app.db().run("UPDATE diagnostic_fige SET content = replace(content, 'Val', 'Mal')").await;
    assert!(matches!(app.frozen_diagnostic(&sees(cpts), id).await, Err(AppError::Document(_))));
}

#[tokio::test]
async fn a_refreshed_file_changes_exactly_the_figures_that_it_gives() {
    let app = TestApp::with_reference().await;
    let cpts = app.tenant("CPTS du Val").await;
    let made = app.plot(cpts, "Val", &CODES).await;
    let id = app.freeze_diagnostic(&freezes(cpts), ids(made), "Avant", None).await.unwrap();
    // A later year of the legal populations, one inhabitant more in each commune.
    let rows = testkit::table("donnees_communes_pop2023");
    let mut text = "REG;DEP;COM;PMUN;PCAP;PTOT\n".to_owned();
    for row in rows {
        let more = row["PMUN"].parse::<u32>().unwrap() + 1;
        text += &format!("{};{};{};{more};0;{more}\n", row["REG"], row["DEP"], row["COM"]);
    }
    let input = opendata::Input::bytes("donnees_communes_pop2024.csv", text.into_bytes());
    app.import_file(input).await;
    let changes = app.frozen_changes(&sees(cpts), id).await.unwrap();
    // Around the territory, a commune that was divided since a census is shared out by the populations of today: ages
    // may move there too.
    let here = changes.iter().filter(|one| one.figure.niveau == Niveau::Territoire);
    let changed: Vec<&str> = here.map(|one| one.figure.indicateur.as_str()).collect();
    assert!(changed.contains(&"population") && changed.contains(&"densite"), "{changed:?}");
    let people = |code: &&str| ["population", "densite"].contains(code) || code.starts_with("densite_");
    assert!(changed.iter().all(people), "{changed:?}");
    let own = changes.iter().find(|one| one.figure.to_string() == "population@territoire").unwrap();
    let now = own.now.as_ref().and_then(|chiffre| chiffre.value).unwrap();
    assert_eq!(now - own.before.value.unwrap(), 3.0);
}

#[tokio::test]
async fn what_is_frozen_stays_in_its_cpts_is_removed_and_comes_back() {
    let app = TestApp::with_reference().await;
    let (cpts, other) = (app.tenant("A").await, app.tenant("B").await);
    let made = app.plot(cpts, "Val", &["96001"]).await;
    let id = app.freeze_diagnostic(&freezes(cpts), ids(made), "Un", None).await.unwrap();
    let foreign = app.freeze_diagnostic(&freezes(other), ids(made), "Un", None).await;
    assert!(matches!(foreign, Err(AppError::NotFound)));
    assert!(matches!(app.frozen_diagnostic(&sees(other), id).await, Err(AppError::NotFound)));
    assert!(matches!(app.frozen_changes(&sees(other), id).await, Err(AppError::NotFound)));
    assert!(app.frozen_diagnostics(&sees(other), ids(made)).await.unwrap().is_empty());
    for refused in
        [app.remove_frozen(&freezes(other), id).await, app.restore_frozen(&freezes(other), id).await]
    {
        assert!(matches!(refused, Err(AppError::NotFound)));
    }
    let taken = app.freeze_diagnostic(&freezes(cpts), ids(made), "Un", None).await;
    assert!(matches!(taken, Err(AppError::Name(NameError::Taken))));
    app.remove_frozen(&freezes(cpts), id).await.unwrap();
    assert!(matches!(app.frozen_diagnostic(&sees(cpts), id).await, Err(AppError::NotFound)));
    assert!(matches!(app.remove_frozen(&freezes(cpts), id).await, Err(AppError::NotFound)));
    let second = app.freeze_diagnostic(&freezes(cpts), ids(made), "Un", None).await.unwrap();
    assert!(matches!(app.restore_frozen(&freezes(cpts), id).await, Err(AppError::Name(NameError::Taken))));
    app.remove_frozen(&freezes(cpts), second).await.unwrap();
    app.restore_frozen(&freezes(cpts), id).await.unwrap();
    assert!(app.frozen_diagnostic(&sees(cpts), id).await.is_ok());
    assert!(matches!(app.restore_frozen(&freezes(cpts), id).await, Err(AppError::NotFound)));
    let unknown = DiagnosticId(app.unknown_id());
    assert!(matches!(app.frozen_diagnostic(&sees(cpts), unknown).await, Err(AppError::NotFound)));
}

#[tokio::test]
async fn an_institution_reads_neither_small_counts_nor_what_would_tell_them() {
    let app = TestApp::with_reference().await;
    let cpts = app.tenant("A").await;
    let made = app.plot(cpts, "Val", &CODES).await;
    app.record_releve(&freezes(cpts), written(made, 1.0, Some((8.0, 800.0)))).await.unwrap();
    let id = app.freeze_diagnostic(&freezes(cpts), ids(made), "Un", None).await.unwrap();
    let (_, frozen) = app.frozen_diagnostic(&outside(cpts), id).await.unwrap();
    for seen in [app.diagnostic(&outside(cpts), ids(made)).await.unwrap(), frozen] {
        let hidden = figure(&seen, "sans_mt@territoire").unwrap();
        assert_eq!((hidden.state, hidden.value, hidden.numerator), (Etat::Hidden, None, None));
    }
    let own = app.diagnostic(&sees(cpts), ids(made)).await.unwrap();
    assert_eq!(figure(&own, "sans_mt@territoire").unwrap().value, Some(1.0));
}

#[tokio::test]
async fn a_value_of_an_earlier_perimeter_is_told_and_a_perimeter_that_came_back_is_the_same() {
    let app = TestApp::with_reference().await;
    let cpts = app.tenant("A").await;
    let made = app.plot(cpts, "Val", &CODES).await;
    app.record_releve(&freezes(cpts), written(made, 9.5, None)).await.unwrap();
    let gone = Edit::Remove(units(&["96002"]));
    app.compose(&edits(cpts), ids(made), gone).await.unwrap();
    let moved = app.diagnostic(&sees(cpts), ids(made)).await.unwrap();
    assert!(moved.indicator("sans_mt").unwrap().alerts.iter().any(|alert| alert.contains("a changé depuis")));
    app.compose(&edits(cpts), ids(made), Edit::Add(units(&["96002"]))).await.unwrap();
    let back = app.diagnostic(&sees(cpts), ids(made)).await.unwrap();
    assert!(back.indicator("sans_mt").unwrap().alerts.iter().all(|alert| !alert.contains("a changé depuis")));
}
