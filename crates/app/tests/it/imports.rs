//! Spreadsheets of communities: a messy one read whole, given twice, taken back, and everything out and in again.

use std::collections::BTreeMap;

use app::AppError;
use app::communaute::imports::{ExportFormat, ImportError, Mapping, Preview, Tous, UndoImportError};
use domain::authz::{Allowed, EditCommunaute, Permission, ReadCommunaute, Role};
use domain::communaute::Personne;
use domain::communaute::import::lot::Comptes;
use domain::communaute::import::{ImportKind, LignePlan, Rejet, Remarque, Verdict};
use domain::ids::{CptsId, LotId};
use testkit::tableur::{Tableur, Verite, tableur};
use testkit::{TestApp, person};

fn may<P: Permission>(cpts: CptsId) -> Allowed<P> {
    person(Role::Coordinateur, cpts).authorize(cpts).unwrap()
}

fn edits(cpts: CptsId) -> Allowed<EditCommunaute> {
    may(cpts)
}

fn reads(cpts: CptsId) -> Allowed<ReadCommunaute> {
    may(cpts)
}

fn messy(app: &TestApp) -> Tableur {
    let reference = app.reference();
    let atlas = &reference.atlas;
    let communes = atlas.communes().iter().filter(|one| {
        one.postcodes.first().is_some_and(|postcode| atlas.locate(postcode, &one.name).is_some())
    });
    let some = communes.take(12).map(|one| (one.postcodes[0].clone(), one.name.clone()));
    tableur(&some.collect::<Vec<_>>())
}

async fn given(app: &TestApp, cpts: CptsId, name: &str, bytes: Vec<u8>) -> (LotId, Preview) {
    let id = app.read_import(&edits(cpts), (name, bytes)).await.unwrap();
    (id, app.preview_import(&edits(cpts), id).await.unwrap())
}

fn truth(preview: &Preview) -> Verite {
    let lines = &preview.plan.lignes;
    let rejected = |test: fn(&Rejet) -> bool| {
        lines.iter().filter(|line| matches!(&line.verdict, Verdict::Rejetee(one) if test(one))).count()
    };
    let said = |test: fn(&Remarque) -> bool| {
        lines.iter().flat_map(|line| &line.remarques).filter(|one| test(one)).count()
    };
    Verite {
        personnes: preview.comptes.nouvelles,
        structures: preview.comptes.structures,
        repetees: preview.comptes.repetees,
        douteuses: preview.comptes.douteuses,
        sans_nom: rejected(|one| *one == Rejet::SansNom),
        totaux: rejected(|one| *one == Rejet::Total),
        titres: rejected(|one| *one == Rejet::Titres),
        numeros_secu: rejected(|one| *one == Rejet::NumeroSecu),
        zeros: said(|one| matches!(one, Remarque::ZeroRendu(_))),
        cles_fausses: said(|one| *one == Remarque::RppsCle),
        scientifiques: said(|one| *one == Remarque::RppsScientifique),
        inverses: said(|one| *one == Remarque::Inverse),
        professions_inconnues: said(|one| matches!(one, Remarque::ProfessionInconnue(_))),
        dates_illisibles: said(|one| matches!(one, Remarque::DateIllisible(..))),
    }
}

async fn people(app: &TestApp, cpts: CptsId) -> Vec<Personne> {
    app.annuaire(&reads(cpts)).await.unwrap().iter().cloned().collect()
}

#[tokio::test]
async fn a_messy_spreadsheet_is_read_whole_twice_and_taken_back() {
    let app = TestApp::with_reference().await;
    let cpts = app.tenant("CPTS du Val").await;
    let messy = messy(&app);
    let (id, preview) = given(&app, cpts, "annuaire.csv", messy.csv()).await;
    assert_eq!(truth(&preview), messy.verite);
    let lost: Vec<&LignePlan> = preview
        .plan
        .lignes
        .iter()
        .filter(|line| {
            line.remarques.iter().any(|one| {
                matches!(
                    one,
                    Remarque::CommuneInconnue(_)
                        | Remarque::TelephoneIllisible(_)
                        | Remarque::CourrielIllisible(_)
                )
            })
        })
        .collect();
    assert_eq!(lost, Vec::<&LignePlan>::new(), "every commune, telephone and address can be read");
    let waiting = app.apply_import(&edits(cpts), id).await.unwrap_err();
    assert!(matches!(waiting, ImportError::Undecided(count) if count == messy.verite.douteuses));
    assert!(people(&app, cpts).await.is_empty(), "all or nothing");
    let all = (BTreeMap::new(), Some(Tous::Rattacher));
    app.decide_import(&edits(cpts), id, all).await.unwrap();
    let lot = app.apply_import(&edits(cpts), id).await.unwrap();
    assert_eq!(lot.contenu.comptes.nouvelles, messy.verite.personnes);
    let made = people(&app, cpts).await;
    assert_eq!(made.len(), messy.verite.personnes);
    let twins: std::collections::BTreeSet<String> = made.iter().map(Personne::name_key).collect();
    assert_eq!(twins.len(), made.len(), "one person once");
    // The same file once more, as another spreadsheet program saves it: nothing changes.
    let (again, preview) = given(&app, cpts, "annuaire.xlsx", messy.xlsx()).await;
    assert_eq!(preview.comptes.nouvelles, 0);
    app.decide_import(&edits(cpts), again, (BTreeMap::new(), Some(Tous::Rattacher))).await.unwrap();
    let nothing = app.apply_import(&edits(cpts), again).await.unwrap_err();
    assert!(matches!(nothing, ImportError::Nothing), "{nothing}");
    assert_eq!(people(&app, cpts).await, made);
    // And back to before.
    let undone = app.undo_import(&edits(cpts), id).await.unwrap();
    assert_eq!((undone.contenu.gardees, undone.contenu.structures_gardees), (vec![], vec![]));
    assert!(people(&app, cpts).await.is_empty());
    let structures = app.structures(&reads(cpts)).await.unwrap();
    assert!(structures.iter().all(|one| one.removed_at.is_some()));
    assert!(matches!(app.undo_import(&edits(cpts), id).await, Err(UndoImportError::Done)));
}

#[tokio::test]
async fn every_way_to_save_a_spreadsheet_is_read_alike() {
    let app = TestApp::with_reference().await;
    let cpts = app.tenant("CPTS du Val").await;
    let messy = messy(&app);
    for (name, bytes) in [("a.csv", messy.csv_ancien()), ("a.xlsx", messy.xlsx())] {
        let (_, preview) = given(&app, cpts, name, bytes).await;
        assert_eq!(truth(&preview), messy.verite, "{name}");
    }
    assert_eq!(app.waiting_imports(&edits(cpts)).await.unwrap().len(), 2);
}

/// What a sheet says, without what depends on the day and the file.
fn said(one: &Personne) -> (String, Option<String>, Option<String>, Vec<String>, Vec<String>) {
    let channels = one
        .fiche
        .canaux
        .iter()
        .map(|canal| format!("{} {} {}", canal.kind.key(), canal.key(), canal.accord.key()));
    let places = one
        .fiche
        .exercices
        .iter()
        .map(|place| format!("{} {} {:?}", place.adresse, place.code_postal, place.commune));
    let rpps = one.rpps.as_ref().map(|rpps| rpps.as_str().to_owned());
    let last = one.fiche.parcours.last().map(|step| format!("{} {}", step.statut.key(), step.depuis));
    let mut channels: Vec<String> = channels.chain(last).collect();
    channels.sort();
    (one.nom_liste(), rpps, one.profession.clone(), channels, places.collect())
}

async fn filled(app: &TestApp, cpts: CptsId) {
    let (id, _) = given(app, cpts, "annuaire.csv", messy(app).csv()).await;
    app.decide_import(&edits(cpts), id, (BTreeMap::new(), Some(Tous::Creer))).await.unwrap();
    app.apply_import(&edits(cpts), id).await.unwrap();
}

#[tokio::test]
async fn what_goes_out_comes_back_the_same() {
    let app = TestApp::with_reference().await;
    let (from, to) = (app.tenant("CPTS du Val").await, app.tenant("CPTS des Monts").await);
    filled(&app, from).await;
    for table in ["structures", "personnes"] {
        let bytes = app.export_communaute(&reads(from), ExportFormat::Csv(table)).await.unwrap();
        let (id, preview) = given(&app, to, "export.csv", bytes).await;
        assert_eq!(preview.comptes.rejetees, 0, "{:?}", preview.plan.lignes);
        app.decide_import(&edits(to), id, (BTreeMap::new(), Some(Tous::Creer))).await.unwrap();
        app.apply_import(&edits(to), id).await.unwrap();
    }
    let sorted = |people: Vec<Personne>| {
        let mut all: Vec<_> = people.iter().map(said).collect();
        all.sort();
        all
    };
    assert_eq!(sorted(people(&app, to).await), sorted(people(&app, from).await));
    let standing = |all: Vec<domain::communaute::Structure>| {
        let mut names: Vec<_> = all.into_iter().map(|one| (one.nom, one.kind, one.commune)).collect();
        names.sort_by(|a, b| a.0.cmp(&b.0));
        names
    };
    let (here, there) =
        (app.structures(&reads(to)).await.unwrap(), app.structures(&reads(from)).await.unwrap());
    assert_eq!(standing(here), standing(there));
    let book = app.export_communaute(&reads(from), ExportFormat::Xlsx).await.unwrap();
    let (id, preview) = given(&app, to, "communaute.xlsx", book).await;
    assert_eq!(preview.brouillon.fichier.feuilles.len(), 6, "every table");
    assert_eq!(preview.comptes.nouvelles, 0);
    app.drop_import(&edits(to), id).await.unwrap();
    let gone = app.export_communaute(&reads(from), ExportFormat::Csv("inconnue")).await;
    assert!(matches!(gone, Err(AppError::NotFound)));
}

#[tokio::test]
async fn columns_are_corrected_and_a_file_without_a_name_waits() {
    let app = TestApp::new().await;
    let cpts = app.tenant("CPTS du Val").await;
    let bytes = b"Truc;Machin\nEXEMPLE Camille;c@exemple.test\n".to_vec();
    let (id, preview) = given(&app, cpts, "liste.csv", bytes).await;
    assert_eq!(preview.comptes.nouvelles, 0);
    let champ = domain::communaute::import::Champ::from_key;
    let mapping = |first: &str| Mapping {
        feuille: 0,
        titres: Some(0),
        kind: ImportKind::Adherents,
        champs: vec![champ(first).unwrap(), champ("courriel").unwrap()],
    };
    let refused = app.map_import(&edits(cpts), id, mapping("ignorer")).await.unwrap_err();
    assert!(matches!(refused, ImportError::NoName));
    app.map_import(&edits(cpts), id, mapping("nom_complet")).await.unwrap();
    let lot = app.apply_import(&edits(cpts), id).await.unwrap();
    assert_eq!(lot.contenu.comptes, Comptes { lignes: 1, nouvelles: 1, ..Comptes::default() });
    assert_eq!(people(&app, cpts).await[0].nom_liste(), "EXEMPLE Camille");
    let elsewhere = app.tenant("CPTS des Monts").await;
    assert!(matches!(app.import_done(&reads(elsewhere), id).await, Err(AppError::NotFound)));
    assert!(
        matches!(app.waiting_import(&edits(cpts), id).await, Err(AppError::NotFound)),
        "it waits no more"
    );
}

#[tokio::test]
async fn a_sheet_that_somebody_changed_since_is_left_when_the_import_is_taken_back() {
    let app = TestApp::new().await;
    let cpts = app.tenant("CPTS du Val").await;
    let bytes = b"Nom;Pr\xe9nom\nEXEMPLE;Camille\nMODELE;Paul\n".to_vec();
    let (id, _) = given(&app, cpts, "liste.csv", bytes).await;
    app.apply_import(&edits(cpts), id).await.unwrap();
    let camille = people(&app, cpts).await.into_iter().find(|one| one.prenom == "Camille").unwrap();
    let bytes = b"Nom;Pr\xe9nom;E-mail\nEXEMPLE;Camille;c@exemple.test\n".to_vec();
    let (other, _) = given(&app, cpts, "suite.csv", bytes).await;
    app.decide_import(&edits(cpts), other, (BTreeMap::new(), Some(Tous::Rattacher))).await.unwrap();
    app.apply_import(&edits(cpts), other).await.unwrap();
    let undone = app.undo_import(&edits(cpts), id).await.unwrap();
    assert_eq!(undone.contenu.gardees, [camille.id]);
    let left: Vec<String> = people(&app, cpts).await.iter().map(Personne::nom_liste).collect();
    assert_eq!(left, ["EXEMPLE Camille"]);
    // The later one goes back to what the sheet was before it.
    app.undo_import(&edits(cpts), other).await.unwrap();
    assert!(people(&app, cpts).await[0].fiche.canaux.is_empty());
}
