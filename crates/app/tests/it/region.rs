//! What a region follows and shares: its board, what projects cover, its tool box, sheets of experience.

use app::pieces::PieceError;
use app::region::{
    ExperienceRefused, ListError, NotedStage, PopulationLue, Refus, RegionError, ToolError, TypedObjectif,
    TypedOutil, TypedSuivi,
};
use app::{App, AppError};
use domain::authz::{
    Actor, Allowed, AllowedIn, DecideDepots, EditExperiences, FileDossiers, InstitutionKind,
    InstitutionPermission, Permission, ReadOutils, ReadRegion, Role, Standing,
};
use domain::ids::{CptsId, ExperienceId, InstitutionId, OutilId, SuiviId, UserId};
use domain::region::{EtatCommune, ExperienceFiche, MoveError, Region, TypedExperience};
use jiff::civil::date;
use territory::{Perimeter, UnitCode};
use testkit::{TestApp, operates, perimeter, person};

use super::audited;

fn within<P: InstitutionPermission>(institution: InstitutionId) -> AllowedIn<P> {
    let standing =
        Standing { institutions: vec![(institution, P::GRANTED_TO[0])], strong: true, ..Standing::default() };
    Actor::person(UserId(uuid::Uuid::from_u128(79)), standing).authorize_in(institution).unwrap()
}

fn may<P: Permission>(cpts: CptsId) -> Allowed<P> {
    person(Role::Coordinateur, cpts).authorize(cpts).unwrap()
}

async fn guichet(app: &App, name: &str, region: Option<&str>) -> InstitutionId {
    let named = (InstitutionKind::GuichetUrps, name);
    app.create_institution_in(&operates(), named, (region, true)).await.unwrap().id
}

fn project(nom: &str, etape: &str, unites: &str) -> TypedSuivi {
    TypedSuivi {
        nom: nom.into(),
        kind: "cpts".into(),
        etape: etape.into(),
        le: "01/03/2024".into(),
        unites: unites.into(),
        ..TypedSuivi::default()
    }
}

async fn add(app: &App, at: InstitutionId, typed: &TypedSuivi) -> Result<SuiviId, RegionError> {
    app.add_region_project((&within(at), &within(at)), typed).await
}

async fn names(app: &App, at: InstitutionId) -> Vec<String> {
    let board = app.region_board(&within(at)).await.unwrap();
    board.map(|board| board.lignes.into_iter().map(|one| one.suivi.nom).collect()).unwrap_or_default()
}

#[tokio::test]
async fn a_project_is_followed_by_its_region_only_and_two_people_at_once_are_told() {
    let app = TestApp::with_reference().await;
    let (here, same) = (guichet(&app, "Guichet", Some("90")).await, guichet(&app, "ARS", Some("90")).await);
    let (there, nowhere) = (guichet(&app, "Ailleurs", Some("76")).await, guichet(&app, "Sans", None).await);
    let id = add(&app, here, &project("CPTS du Val", "etude", "96001")).await.unwrap();
    assert!(matches!(add(&app, nowhere, &project("X", "etude", "")).await, Err(RegionError::NoRegion)));
    assert!(app.region_board(&within(nowhere)).await.unwrap().is_none());
    assert_eq!(names(&app, same).await, ["CPTS du Val"], "every institution of the region shares one board");
    assert!(names(&app, there).await.is_empty());

    let moved = |at, version, etape: &'static str, le: &'static str| {
        let app = &app;
        async move { app.move_region_project(&within(at), (id, version), (etape, le)).await }
    };
    let foreign = moved(there, 1, "lettre", "01/04/2024").await;
    assert!(matches!(foreign, Err(RegionError::App(AppError::NotFound))), "{foreign:?}");
    let early = moved(here, 1, "lettre", "01/02/2024").await.unwrap_err();
    let before = Refus::Etape(MoveError::Before(date(2024, 3, 1)));
    assert!(matches!(&early, RegionError::Refused(list) if *list == [("le", before.clone())]), "{early:?}");
    assert!(matches!(moved(here, 1, "lettre", "01/01/2099").await, Err(RegionError::Refused(_))));
    moved(here, 1, "lettre", "01/04/2024").await.unwrap();
    let late = moved(same, 1, "projet", "01/05/2024").await;
    assert!(matches!(late, Err(RegionError::Replaced)), "{late:?}");
    app.take_back_region_move(&within(same), (id, 2)).await.unwrap();
    let one = app.region_project(&within(here), id).await.unwrap();
    assert_eq!((one.suivi.etape.as_str(), one.suivi.version), ("etude", 3));

    app.remove_region_project(&within(here), (id, 3)).await.unwrap();
    assert!(names(&app, here).await.is_empty());
    app.restore_region_project(&within(here), id).await.unwrap();
    assert_eq!(names(&app, here).await, ["CPTS du Val"]);
    // An institution that changes region changes board at once.
    app.set_institution_region(&operates(), same, Some("76")).await.unwrap();
    assert!(matches!(app.region_project(&within(same), id).await, Err(AppError::NotFound)));
    let wrong = app.set_institution_region(&operates(), same, Some("Occitanie")).await;
    assert!(matches!(wrong, Err(AppError::NotFound)), "{wrong:?}");
}

#[tokio::test]
async fn what_is_typed_of_a_project_is_checked_field_by_field() {
    let app = TestApp::with_reference().await;
    let here = guichet(&app, "Guichet", Some("90")).await;
    let wrong = TypedSuivi {
        nom: " ".into(),
        kind: "hopital".into(),
        le: "demain".into(),
        unites: "96001 99999 abc".into(),
        population: "beaucoup".into(),
        departements: "96 66".into(),
        ..TypedSuivi::default()
    };
    let Err(RegionError::Refused(list)) = add(&app, here, &wrong).await else { panic!("it is refused") };
    let fields: Vec<&str> = list.iter().map(|(field, _)| *field).collect();
    assert_eq!(fields, ["nom", "unites", "population", "departements", "kind", "le"]);
    assert!(list.contains(&("unites", Refus::Codes(vec!["99999".into(), "abc".into()]))));
    let without_source = TypedSuivi { population: "12 000".into(), ..project("A", "etude", "") };
    let refused = add(&app, here, &without_source).await.unwrap_err();
    assert!(matches!(&refused, RegionError::Refused(list) if *list == [("source", Refus::Source)]));
    let typed = TypedSuivi { source: "Dossier, p. 4".into(), ..without_source };
    let id = add(&app, here, &typed).await.unwrap();
    let one = app.region_project(&within(here), id).await.unwrap();
    assert!(matches!(&one.population, PopulationLue::Typee(typed) if typed.nombre == 12_000));
    // A CPTS that neither filed nor let anything be read is not there to be chosen.
    let cpts = app.tenant("CPTS inconnue du Guichet").await;
    let tied = TypedSuivi { cpts: Some(cpts), ..project("B", "etude", "") };
    let refused = add(&app, here, &tied).await.unwrap_err();
    assert!(matches!(&refused, RegionError::Refused(list) if *list == [("cpts", Refus::Choix)]));
}

#[tokio::test]
async fn coverage_counts_each_commune_once_and_says_overlaps_and_white_zones() {
    let app = TestApp::with_reference().await;
    let here = guichet(&app, "Guichet", Some("90")).await;
    let reference = app.reference();
    let atlas = &reference.atlas;
    let plain: Vec<_> = atlas
        .communes()
        .iter()
        .filter(|one| one.departement.as_str() == "96" && one.iris.is_empty())
        .collect();
    let town = atlas.communes().iter().find(|one| !one.iris.is_empty()).unwrap();
    let (a, b) = (plain[0].code, plain[1].code);
    let quarter = atlas.iris_of(town.code)[0].code;
    add(&app, here, &project("A", "contrat", &format!("{a} {b}"))).await.unwrap();
    add(&app, here, &project("B", "etude", &format!("{b}, {quarter}"))).await.unwrap();
    let board = app.region_board(&within(here)).await.unwrap().unwrap();
    let all: Vec<_> = board.lignes.iter().collect();
    let found = board.coverage(atlas, (&all, None));

    assert_eq!(found.communes[&a], (EtatCommune::Couverte, vec![0]));
    assert_eq!(found.communes[&b], (EtatCommune::Recouverte, vec![0, 1]));
    assert_eq!(found.communes[&town.code], (EtatCommune::Partielle, vec![1]));
    let communes = atlas.communes().iter().filter(|one| one.region == Some(board.region)).count();
    assert_eq!(found.communes.len(), communes);
    assert_eq!(found.count(EtatCommune::Blanche), communes - 3);
    assert_eq!(found.blanches.len(), communes - 2, "the town lacks its other quarters");
    let partly = found.blanches.iter().find(|one| one.code == town.code).unwrap();
    assert_eq!(partly.partie, Some((town.iris.len() - 1, town.iris.len())));
    assert!(found.blanches.windows(2).all(|pair| pair[0].habitants >= pair[1].habitants));

    let year = found.habitants.annee.unwrap();
    let people = |unit: UnitCode| atlas.population_of_year(year, unit).unwrap().0;
    let expected: f64 = [a.into(), b.into(), quarter.into()].into_iter().map(people).sum();
    assert_eq!(found.habitants.couverts, Some(expected), "B is counted once");
    let (total, missing) = atlas.population_total(year, &|one| one.region == Some(board.region));
    assert_eq!((found.habitants.total, missing), (Some(total), 0));
    assert!(!found.habitants.sources.is_empty());
    let [overlap] = found.recouvrements.as_slice() else { panic!("one overlap") };
    assert_eq!((overlap.projets, overlap.habitants), ((0, 1), Some(people(b.into()))));
    assert_eq!(overlap.unites, perimeter(&[b.as_str()]));

    // Nobody covers anything: zero is known, and everything is white.
    let none = domain::region::coverage(atlas, Region { code: board.region, departement: None }, &[]);
    assert_eq!((none.habitants.couverts, none.count(EtatCommune::Blanche)), (Some(0.0), communes));
    // A region that the reference data do not know has no population, which is not zero.
    let unknown = Region { code: "76".parse().unwrap(), departement: Some("96".parse().unwrap()) };
    assert_eq!(domain::region::coverage(atlas, unknown, &[]).habitants.total, None);
    // The whole town, commune by its code or quarter by quarter, is the same ground.
    let quarters: Perimeter = atlas.iris_of(town.code).iter().map(|iris| iris.code.into()).collect();
    let by_code = perimeter(&[town.code.as_str()]);
    let region = Region { code: board.region, departement: None };
    let both = domain::region::coverage(atlas, region, &[&quarters, &by_code]);
    assert_eq!(both.recouvrements[0].unites, by_code);
}

#[tokio::test]
async fn a_pasted_list_is_written_whole_or_not_at_all() {
    let app = TestApp::with_reference().await;
    let here = guichet(&app, "Guichet", Some("90")).await;
    let good = "CPTS A; CPTS; Validé; 01/02/2024; 96001\nMSP B; MSP; Projet retenu; 01/02/2024";
    let bad = format!("{good}\nCLS C; CLS; Contrat ACI; 01/02/2024");
    let Err(ListError::Lines(lines)) = app.add_region_list(&within(here), &bad).await else {
        panic!("one line is wrong")
    };
    assert_eq!(lines.iter().filter(|one| one.lue.is_err()).count(), 1);
    assert!(names(&app, here).await.is_empty());
    let preview = app.preview_region_list(&within(here), good).await.unwrap();
    assert!(preview.iter().all(|one| one.lue.is_ok()));
    assert!(names(&app, here).await.is_empty(), "looking writes nothing");
    assert_eq!(app.add_region_list(&within(here), good).await.unwrap(), 2);
    assert_eq!(names(&app, here).await, ["CPTS A", "MSP B"]);
    let twice = app.add_region_list(&within(here), good).await;
    assert!(matches!(twice, Err(ListError::Lines(_))), "{twice:?}");
    assert!(matches!(app.add_region_list(&within(here), " \n").await, Err(ListError::Empty)));
}

#[tokio::test]
async fn a_goal_counts_the_projects_whose_stage_counts() {
    let app = TestApp::with_reference().await;
    let (here, there) = (guichet(&app, "A", Some("90")).await, guichet(&app, "B", Some("76")).await);
    for (nom, etape) in [("A", "contrat"), ("B", "valide")] {
        add(&app, here, &project(nom, etape, "")).await.unwrap();
    }
    let typed = TypedObjectif {
        libelle: "Dix CPTS".into(),
        kind: "cpts".into(),
        nombre: "10".into(),
        echeance: "31/12/2090".into(),
        source: "Plan fictif".into(),
    };
    let past = TypedObjectif { echeance: "31/12/2020".into(), nombre: "0".into(), ..typed.clone() };
    assert!(
        matches!(app.add_region_goal(&within(here), &past).await, Err(RegionError::Refused(list)) if list.len() == 2)
    );
    let id = app.add_region_goal(&within(here), &typed).await.unwrap();
    let board = app.region_board(&within(here)).await.unwrap().unwrap();
    let (_, progress) = &board.objectifs[0];
    assert_eq!((progress.atteint, progress.en_chemin), (1, 1));
    let foreign = app.drop_region_goal(&within(there), id).await;
    assert!(matches!(foreign, Err(AppError::NotFound)), "{foreign:?}");
    app.drop_region_goal(&within(here), id).await.unwrap();
}

#[tokio::test]
async fn a_cpts_that_files_or_is_decided_upon_moves_by_itself_and_never_back() {
    let app = TestApp::with_reference().await;
    let here = guichet(&app, "Guichet", Some("90")).await;
    let nowhere = guichet(&app, "Sans région", None).await;
    let cpts = app.tenant("CPTS du Val").await;
    let files: Allowed<FileDossiers> = may(cpts);
    let unites = perimeter(&["96001", "96002"]);
    let noted = |etape, unites| NotedStage { nom: "CPTS du Val", etape, le: date(2024, 5, 1), unites };
    let empty = Perimeter::default();

    let tx = app.store().write().await.unwrap();
    assert!(!app.note_stage_of_cpts(&tx, (&files, nowhere), &noted("lettre", &unites)).await.unwrap());
    assert!(app.note_stage_of_cpts(&tx, (&files, here), &noted("lettre", &unites)).await.unwrap());
    assert!(!app.note_stage_of_cpts(&tx, (&files, here), &noted("lettre", &empty)).await.unwrap());
    tx.commit().await.unwrap();
    let board = app.region_board(&within(here)).await.unwrap().unwrap();
    let line = &board.lignes[0].suivi;
    assert_eq!((line.cpts, line.etape.as_str(), line.fiche.unites.len()), (Some(cpts), "lettre", 2));

    let decides: AllowedIn<DecideDepots> = within(here);
    let tx = app.store().write().await.unwrap();
    assert!(app.note_stage_in_region(&tx, (&decides, cpts), &noted("valide", &empty)).await.unwrap());
    assert!(!app.note_stage_of_cpts(&tx, (&files, here), &noted("projet", &empty)).await.unwrap());
    let sans: AllowedIn<DecideDepots> = within(nowhere);
    assert!(!app.note_stage_in_region(&tx, (&sans, cpts), &noted("valide", &empty)).await.unwrap());
    let wrong = app.note_stage_of_cpts(&tx, (&files, here), &noted("sacre", &empty)).await;
    assert!(matches!(wrong, Err(AppError::Rules(_))), "{wrong:?}");
    tx.commit().await.unwrap();
    let board = app.region_board(&within(here)).await.unwrap().unwrap();
    let line = &board.lignes[0].suivi;
    assert_eq!((board.lignes.len(), line.etape.as_str(), line.fiche.unites.len()), (1, "valide", 2));
    let acts: Vec<String> = audited(&app, cpts).await.into_iter().map(|entry| entry.subject_kind).collect();
    assert_eq!(acts, ["suivi"]);

    // Taken off the board, it comes back when it files again; tied by hand twice, it is refused.
    app.remove_region_project(&within(here), (line.id, line.version)).await.unwrap();
    let tx = app.store().write().await.unwrap();
    assert!(app.note_stage_of_cpts(&tx, (&files, here), &noted("projet", &unites)).await.unwrap());
    tx.commit().await.unwrap();
    assert_eq!(names(&app, here).await, ["CPTS du Val"]);
    let again = TypedSuivi { cpts: Some(cpts), ..project("Doublon", "etude", "") };
    assert!(matches!(add(&app, here, &again).await, Err(RegionError::Followed)));
}

fn tool(a_revoir: &str) -> TypedOutil {
    TypedOutil {
        titre: "Modèle de lettre".into(),
        theme: "Lettre d'intention".into(),
        description: "Le modèle à remplir.".into(),
        responsable: "Guichet, appui aux projets".into(),
        a_revoir: a_revoir.into(),
    }
}

fn pdf(mark: &str) -> Vec<u8> {
    format!("%PDF-1.7 {mark}").into_bytes()
}

#[tokio::test]
async fn a_tool_keeps_its_versions_and_is_read_by_the_cpts_of_its_region() {
    let app = TestApp::new().await;
    let (here, there) = (guichet(&app, "A", Some("90")).await, guichet(&app, "B", Some("76")).await);
    let cpts = app.tenant("CPTS du Val").await;
    let reads: Allowed<ReadOutils> = may(cpts);
    let edits = || within::<domain::authz::EditOutils>(here);
    for (file, what) in [
        (None, "no file"),
        (Some(("virus.pdf", b"MZ\x90\x00 program".to_vec())), "not what it claims"),
        (Some(("vide.pdf", Vec::new())), "empty"),
        (Some(("gros.pdf", [pdf("x"), vec![b' '; 200 * 1024 * 1024]].concat())), "200 MB"),
    ] {
        let refused = app.add_region_tool(&edits(), &tool("01/01/2090"), file).await;
        assert!(matches!(refused, Err(ToolError::Piece(_) | ToolError::NoFile)), "{what}: {refused:?}");
    }
    let past = app.add_region_tool(&edits(), &tool("01/01/2020"), Some(("a.pdf", pdf("1")))).await;
    assert!(matches!(past, Err(ToolError::Region(RegionError::Refused(_)))), "{past:?}");
    let id = app.add_region_tool(&edits(), &tool("01/01/2090"), Some(("a.exe", pdf("1")))).await.unwrap();
    assert!(matches!(
        app.add_tool_version(&edits(), id, Some(("b.pdf", pdf("1")))).await,
        Err(ToolError::Same)
    ));
    let unknown = app.add_tool_version(&edits(), id, Some(("b.pdf", b"<html>".to_vec()))).await;
    assert!(matches!(unknown, Err(ToolError::Piece(PieceError::UnknownKind))), "{unknown:?}");
    assert_eq!(app.add_tool_version(&edits(), id, Some(("b.pdf", pdf("2")))).await.unwrap(), 2);
    let foreign = app.add_tool_version(&within(there), id, Some(("c.pdf", pdf("3")))).await;
    assert!(matches!(foreign, Err(ToolError::Region(RegionError::App(AppError::NotFound)))), "{foreign:?}");
    assert!(matches!(app.region_tool(&within(there), id).await, Err(AppError::NotFound)));

    let (label, content) = app.tool_document_for(&reads, (id, 1)).await.unwrap();
    assert_eq!((label.nom.as_str(), content), ("a.pdf", pdf("1")), "the first version is still there");
    assert!(matches!(app.tool_document_for(&reads, (id, 3)).await, Err(AppError::NotFound)));
    assert_eq!(app.overdue_tools(&edits()).await.unwrap(), 0);

    // It let an institution of another region read something: that region's box is its own.
    let until = testkit::now() + jiff::SignedDuration::from_hours(24 * 30);
    let subjects = vec![domain::authz::Subject::Territoire];
    let grant = app::organisations::NewGrant { institution: there, subjects, since: testkit::now(), until };
    let board = person(Role::Bureau, cpts);
    app.sign_grant(&board.authorize(cpts).unwrap(), &grant).await.unwrap();
    assert!(matches!(app.tool_for(&reads, id).await, Err(AppError::NotFound)));
    assert!(matches!(app.tool_for(&reads, OutilId(app.unknown_id())).await, Err(AppError::NotFound)));

    app.remove_region_tool(&edits(), (id, true)).await.unwrap();
    let other: Allowed<ReadOutils> = may(app.tenant("CPTS des Monts").await);
    assert!(app.tools_for(&other).await.unwrap().outils.is_empty());
    app.remove_region_tool(&edits(), (id, false)).await.unwrap();
    assert_eq!(app.tools_for(&other).await.unwrap().outils.len(), 1);
    let late = app.correct_region_tool(&edits(), (id, 1), &tool("01/01/2091")).await;
    assert!(matches!(late, Err(RegionError::Replaced)), "{late:?}");
}

#[tokio::test]
async fn a_tool_whose_review_is_past_is_counted() {
    let clock = std::sync::Arc::new(testkit::SteppingClock::default());
    let held = std::sync::Arc::clone(&clock);
    let app = TestApp::with(move |settings| settings.clock = held).await;
    let here = guichet(&app, "A", Some("90")).await;
    let soon = domain::nombres::date(app.today());
    app.add_region_tool(&within(here), &tool(&soon), Some(("a.pdf", pdf("1")))).await.unwrap();
    assert_eq!(app.overdue_tools(&within(here)).await.unwrap(), 0);
    clock.step(jiff::SignedDuration::from_hours(48));
    assert_eq!(app.overdue_tools(&within(here)).await.unwrap(), 1);
}

async fn sheet(app: &App, cpts: CptsId) -> ExperienceId {
    let fiche = ExperienceFiche {
        besoin: "Les sorties du vendredi.".into(),
        action: "Une astreinte partagée.".into(),
        contact: "coordination".into(),
        ..ExperienceFiche::default()
    };
    let typed = TypedExperience { titre: "Astreinte".into(), fiche };
    app.add_experience(&may(cpts), &typed).await.unwrap()
}

#[tokio::test]
async fn a_published_sheet_is_read_and_copied_by_others_until_it_is_withdrawn() {
    let app = TestApp::new().await;
    let (val, monts) = (app.tenant("CPTS du Val").await, app.tenant("CPTS des Monts").await);
    let here = guichet(&app, "A", None).await;
    let (own, other): (Allowed<EditExperiences>, Allowed<EditExperiences>) = (may(val), may(monts));
    let reads: Allowed<ReadOutils> = may(monts);
    let looks: AllowedIn<ReadRegion> = within(here);
    let id = sheet(&app, val).await;
    for refused in [
        app.experience(&reads, id).await.map(|_| ()),
        app.experience_for(&looks, id).await.map(|_| ()),
        app.take_up_experience(&other, id).await.map(|_| ()),
    ] {
        assert!(matches!(refused, Err(AppError::NotFound)), "{refused:?}");
    }
    let unfinished = app.publish_experience(&own, id).await;
    assert!(matches!(unfinished, Err(ExperienceRefused::Field(_))), "{unfinished:?}");
    let foreign = app.publish_experience(&other, id).await;
    assert!(matches!(foreign, Err(ExperienceRefused::App(AppError::NotFound))), "{foreign:?}");
    let mut typed = TypedExperience { titre: "Astreinte".into(), ..TypedExperience::default() };
    typed.fiche.besoin = "Les sorties du vendredi.".into();
    typed.fiche.action = "Une astreinte partagée.".into();
    typed.fiche.resultat = "40 sorties suivies en six mois.".into();
    app.correct_experience(&own, (id, 1), &typed).await.unwrap();
    let late = app.correct_experience(&own, (id, 1), &typed).await;
    assert!(matches!(late, Err(ExperienceRefused::Replaced)), "{late:?}");
    app.publish_experience(&own, id).await.unwrap();

    assert_eq!(app.experience(&reads, id).await.unwrap().cpts, "CPTS du Val");
    assert_eq!(app.experiences_for(&looks).await.unwrap().len(), 1);
    let (mine, others) = app.experiences(&reads).await.unwrap();
    assert_eq!((mine.len(), others.len()), (0, 1));
    let copy = app.take_up_experience(&other, id).await.unwrap();
    app.withdraw_experience(&own, id).await.unwrap();
    assert!(matches!(app.experience(&reads, id).await, Err(AppError::NotFound)));
    let kept = app.experience(&reads, copy).await.unwrap().experience;
    let source = kept.fiche.source.unwrap();
    assert_eq!((source.cpts.as_str(), kept.published_at), ("CPTS du Val", None));
    assert!(kept.fiche.resultat.is_empty(), "the results of another CPTS are not one's own");
    // Removed while published, it is gone for everybody, and comes back as a draft.
    app.publish_experience(&own, id).await.unwrap();
    app.remove_experience(&own, (id, true)).await.unwrap();
    app.remove_experience(&own, (id, false)).await.unwrap();
    assert!(app.experiences_for(&looks).await.unwrap().is_empty());
}
