//! A person's file, erasure, and the night job that forgets: nothing of the person is left anywhere.

use std::collections::BTreeSet;
use std::sync::Arc;

use app::AppError;
use app::communaute::Merge;
use app::comptes::NewPerson;
use app::rgpd::{EXPORTED, NewRequest, Outcome, RgpdError};
use domain::authz::{Actor, Allowed, Myself, Permission, Role, Standing};
use domain::communaute::CanalKind;
use domain::communaute::saisie::{SaisieCanal, SaisiePersonne};
use domain::ids::{CptsId, PersonneId, UserId};
use domain::rgpd::demande::Droit;
use jiff::SignedDuration;
use testkit::{SteppingClock, TestApp, operates, person};

const NAME: &str = "Apolline Exemple";
const EMAIL: &str = "Apolline.Exemple@courriel.test";

fn may<P: Permission>(cpts: CptsId) -> Allowed<P> {
    person(Role::Coordinateur, cpts).authorize(cpts).unwrap()
}

fn myself(user: UserId) -> Myself {
    let standing = Standing { strong: true, fresh: true, ..Standing::default() };
    Actor::person(user, standing).myself().unwrap()
}

async fn account(app: &TestApp, name: &str, email: &str) -> UserId {
    let new = NewPerson {
        name: name.into(),
        email: domain::texte::Email::parse(email).unwrap(),
        password: None,
        operator: false,
        fictitious: true,
    };
    app.create_account(&operates(), &new).await.unwrap()
}

async fn seat(app: &TestApp, cpts: CptsId, user: UserId, role: Role) {
    app.seat_in_cpts(&operates(), (cpts, user, role)).await.unwrap();
}

/// A member who left a trace in every table that speaks of people, and a coordinator who stays.
async fn lived(app: &TestApp) -> (CptsId, UserId) {
    let cpts = app.tenant("CPTS du Val").await;
    let other = account(app, "Une autre personne", "autre@courriel.test").await;
    seat(app, cpts, other, Role::Coordinateur).await;
    let user = account(app, NAME, EMAIL).await;
    seat(app, cpts, user, Role::Membre).await;
    app.enter_demo(user, "Navigateur d'Apolline Exemple").await.unwrap();
    let id = |rank: u32| format!("'00000000-0000-0000-0000-{rank:012}'");
    let (own, place) = (format!("'{user}'"), format!("'{cpts}'"));
    let uuid = |text: &str| match app.db().is_postgres() {
        true => text.to_owned(),
        false => format!("X{}", text.replace('-', "")),
    };
    for sql in [
        format!("INSERT INTO totp (user_id, secret, created_at) VALUES ({}, 's', 1)", uuid(&own)),
        format!(
            "INSERT INTO passkey (id, user_id, name, credential_id, credential, created_at) \
             VALUES ({}, {}, 'Clé de {NAME}', 'c', 'k', 1)",
            uuid(&id(1)),
            uuid(&own)
        ),
        format!(
            "INSERT INTO recovery_code (id, user_id, code_hash, created_at) VALUES ({}, {}, 'h', 1)",
            uuid(&id(2)),
            uuid(&own)
        ),
        format!(
            "INSERT INTO mail (id, cpts_id, user_id, address, template, created_at, sent_at) \
             VALUES ({}, {}, NULL, '{}', 'invitation', 1, 2)",
            uuid(&id(3)),
            uuid(&place),
            EMAIL.to_lowercase()
        ),
        format!(
            "INSERT INTO invitation (id, cpts_id, name, email, role, token_hash, given_by, created_at, expires_at) \
             VALUES ({}, {}, '{NAME}', '{EMAIL}', 'membre', 'h', 'test', 1, 2)",
            uuid(&id(4)),
            uuid(&place)
        ),
    ] {
        app.db().run(&sql).await;
    }
    let asked = (Droit::Acces, "Je suis Apolline Exemple.");
    app.file_demande(&myself(user), cpts, asked).await.unwrap();
    (cpts, user)
}

/// Every text of every column of every table.
pub(super) async fn dump(app: &TestApp) -> Vec<(String, String)> {
    let (tables, columns) = match app.db().is_postgres() {
        true => (
            "SELECT tablename::text FROM pg_tables WHERE schemaname = 'public'",
            "SELECT column_name::text FROM information_schema.columns WHERE table_name = '{}' \
             AND data_type IN ('text', 'character varying')",
        ),
        false => (
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
            "SELECT name FROM pragma_table_info('{}') WHERE lower(type) IN ('text', 'varchar') OR type LIKE 'varchar(%'",
        ),
    };
    let mut found = Vec::new();
    for table in app.db().texts(tables).await {
        for column in app.db().texts(&columns.replace("{}", &table)).await {
            let sql = format!("SELECT {column} FROM {table} WHERE {column} IS NOT NULL");
            let place = format!("{table}.{column}");
            found.extend(app.db().texts(&sql).await.into_iter().map(|text| (place.clone(), text)));
        }
    }
    found
}

/// Where something of the person is still written.
async fn traces(app: &TestApp) -> Vec<String> {
    let all = dump(app).await;
    assert!(all.len() > 20, "the dump is empty");
    let names = |text: &str| text.to_lowercase().contains("apolline");
    all.into_iter().filter(|(_, text)| names(text)).map(|(place, _)| place).collect()
}

#[tokio::test]
async fn a_person_receives_all_that_is_kept_about_them_and_nothing_of_another() {
    let app = TestApp::new().await;
    let (_, user) = lived(&app).await;
    let file = app.export_dossier(&myself(user), "json").await.unwrap();
    assert_eq!(file.len(), EXPORTED.len());
    let rows = |table: &str| file.iter().find(|one| one.table == table).unwrap().rows.len();
    for table in ["user_account", "cpts_role", "session", "totp", "passkey", "recovery_code", "mail"] {
        assert_eq!(rows(table), 1, "{table}");
    }
    for table in ["invitation", "demande_droits"] {
        assert_eq!(rows(table), 1, "{table}");
    }
    assert!(rows("audit_entry") >= 2);
    let text = format!("{file:?}");
    assert!(text.contains(NAME) && text.contains("CPTS du Val"));
    assert!(!text.contains("Une autre personne"));
}

#[tokio::test]
async fn nothing_of_an_erased_person_is_left_in_the_database() {
    let app = TestApp::new().await;
    let (cpts, user) = lived(&app).await;
    assert!(traces(&app).await.len() > 6, "there was something to erase");
    let erased = app.erase_myself(&myself(user)).await.unwrap();
    assert_eq!(traces(&app).await, Vec::<String>::new());
    assert_eq!((erased.0["user_account"], erased.0["roles"], erased.0["mail"]), (1, 1, 1));
    let tx = app.store().read().await.unwrap();
    let account = tx.account(user).await.unwrap().unwrap();
    assert_eq!((account.name.as_str(), account.email), ("Personne effacée", None));
    assert!(account.erased_at.is_some() && account.password_hash.is_none());
    assert!(tx.standing(user, testkit::now()).await.unwrap().roles.is_empty());
    drop(tx);
    let acts = super::audited(&app, cpts).await;
    assert_eq!(acts.last().unwrap().action, "compte.erased");
    let again = account_again(&app).await;
    assert_ne!(again, user, "the address is free again");
}

async fn account_again(app: &TestApp) -> UserId {
    account(app, NAME, EMAIL).await
}

#[tokio::test]
async fn the_last_who_gives_roles_hands_over_before_leaving() {
    let app = TestApp::new().await;
    let cpts = app.tenant("CPTS du Val").await;
    let user = account(&app, NAME, EMAIL).await;
    seat(&app, cpts, user, Role::Coordinateur).await;
    let refused = app.erase_myself(&myself(user)).await;
    assert!(matches!(refused, Err(RgpdError::App(AppError::StillLast(_)))), "{refused:?}");
    assert!(app.may_erase_myself(&myself(user)).await.is_err());
    let next = account(&app, "Une autre personne", "autre@courriel.test").await;
    seat(&app, cpts, next, Role::Bureau).await;
    app.erase_myself(&myself(user)).await.unwrap();
    assert!(traces(&app).await.is_empty());
}

fn erasure(user: Option<UserId>, today: jiff::civil::Date) -> NewRequest<'static> {
    NewRequest { person: NAME, user, droit: Droit::Effacement, message: "Merci.", received_on: today }
}

#[tokio::test]
async fn a_cpts_erases_a_person_who_asked_and_only_then() {
    let app = TestApp::new().await;
    let (cpts, user) = lived(&app).await;
    let nobody = app.record_demande(&may(cpts), erasure(None, app.today())).await.unwrap();
    let refused = app.erase_requester((&may(cpts), &may(cpts)), nobody, "Fait.").await;
    assert!(matches!(refused, Err(RgpdError::NotErasable)), "{refused:?}");
    app.answer_demande(&may(cpts), nobody, "Sans compte.").await.unwrap();
    let id = app.record_demande(&may(cpts), erasure(Some(user), app.today())).await.unwrap();
    let done = app.erase_requester((&may(cpts), &may(cpts)), id, "Fait.").await.unwrap();
    assert!(matches!(done, Outcome::Account(_)));
    // What was recorded without an account is a text of the CPTS, which corrects it itself.
    assert_eq!(traces(&app).await, ["demande_droits.person"]);
    let line = app.demande(&may(cpts), id).await.unwrap();
    assert_eq!((line.row.person.as_str(), line.row.answer.as_deref()), ("Personne effacée", Some("Fait.")));
    let twice = app.erase_requester((&may(cpts), &may(cpts)), id, "Fait.").await;
    assert!(matches!(twice, Err(RgpdError::Answered)), "{twice:?}");
}

#[tokio::test]
async fn a_person_with_a_role_elsewhere_keeps_their_account() {
    let app = TestApp::new().await;
    let (cpts, user) = lived(&app).await;
    let elsewhere = app.tenant("CPTS des Monts").await;
    seat(&app, elsewhere, user, Role::Membre).await;
    let id = app.record_demande(&may(cpts), erasure(Some(user), app.today())).await.unwrap();
    let done = app.erase_requester((&may(cpts), &may(cpts)), id, "Fait.").await.unwrap();
    assert!(matches!(done, Outcome::HereOnly(_)));
    let tx = app.store().read().await.unwrap();
    assert_eq!(tx.standing(user, testkit::now()).await.unwrap().roles, [(elsewhere, Role::Membre)]);
    assert_eq!(tx.account(user).await.unwrap().unwrap().name, NAME);
}

/// The sheet of a person in a CPTS, tied to their account, and a sheet that was merged into it.
async fn sheet(app: &TestApp, cpts: CptsId, user: UserId) -> PersonneId {
    let typed = |prenom: &str| SaisiePersonne {
        nom: "Exemple".into(),
        prenom: prenom.into(),
        canaux: vec![SaisieCanal::new(CanalKind::Courriel, EMAIL)],
        remarque: "Apolline vient le jeudi.".into(),
        ..SaisiePersonne::default()
    };
    let mut ids = Vec::new();
    for prenom in ["Apolline", "Apoline"] {
        let confirmes = ids.iter().map(|id| app::communaute::NewPerson::apart_key(*id)).collect();
        let saisie = SaisiePersonne { confirmes, ..typed(prenom) };
        let new = app::communaute::NewPerson { saisie, etape: None };
        ids.push(app.add_person(&may(cpts), new).await.unwrap().0);
    }
    let merge = Merge { gardee: (ids[0], 1), autre: (ids[1], 1), prises: BTreeSet::new() };
    app.merge_people(&may(cpts), &merge).await.unwrap();
    app.link_account((&may(cpts), &may(cpts)), (ids[0], 2), Some(user)).await.unwrap();
    ids[0]
}

#[tokio::test]
async fn the_sheet_of_an_erased_person_is_emptied_with_their_account() {
    let app = TestApp::new().await;
    let (cpts, user) = lived(&app).await;
    let id = sheet(&app, cpts, user).await;
    let erased = app.erase_myself(&myself(user)).await.unwrap();
    assert_eq!((erased.0["personne"], traces(&app).await), (2, Vec::<String>::new()));
    assert!(app.personne(&may(cpts), id).await.unwrap().is_erased(), "presences still lead to it");
}

#[tokio::test]
async fn a_person_with_a_role_elsewhere_loses_their_sheet_here_only() {
    let app = TestApp::new().await;
    let (cpts, user) = lived(&app).await;
    let elsewhere = app.tenant("CPTS des Monts").await;
    seat(&app, elsewhere, user, Role::Membre).await;
    let (here, there) = (sheet(&app, cpts, user).await, sheet(&app, elsewhere, user).await);
    let id = app.record_demande(&may(cpts), erasure(Some(user), app.today())).await.unwrap();
    app.erase_requester((&may(cpts), &may(cpts)), id, "Fait.").await.unwrap();
    assert!(app.personne(&may(cpts), here).await.unwrap().is_erased());
    assert_eq!(app.personne(&may(elsewhere), there).await.unwrap().user, Some(user));
}

#[tokio::test]
async fn an_account_that_nobody_uses_leaves_its_sheet_to_the_cpts() {
    let (app, clock) = with_clock().await;
    let cpts = app.tenant("CPTS du Val").await;
    let user = account(&app, NAME, EMAIL).await;
    let role = app.seat_in_cpts(&operates(), (cpts, user, Role::Membre)).await.unwrap();
    let other = account(&app, "Une autre personne", "autre@courriel.test").await;
    seat(&app, cpts, other, Role::Coordinateur).await;
    let id = sheet(&app, cpts, user).await;
    app.end_role(&may(cpts), (user, role), None).await.unwrap();
    app.run_due_jobs().await.unwrap();
    night(&app, &clock, 36 * 31 - 35).await;
    night(&app, &clock, 35).await;
    let one = app.personne(&may(cpts), id).await.unwrap();
    assert_eq!((one.nom.as_str(), one.user, one.is_erased()), ("Exemple", None, false));
}

pub(super) async fn with_clock() -> (TestApp, Arc<SteppingClock>) {
    let clock = Arc::new(SteppingClock::default());
    let given = clock.clone();
    (TestApp::with(move |settings| settings.clock = given).await, clock)
}

pub(super) async fn night(app: &TestApp, clock: &SteppingClock, days: i64) -> app::rgpd::ConservationReport {
    clock.step(SignedDuration::from_hours(24 * days));
    app.run_due_jobs().await.unwrap();
    app.conservation(&operates()).await.unwrap()
}

#[tokio::test]
async fn what_was_kept_long_enough_goes_at_night_and_is_counted() {
    let (app, clock) = with_clock().await;
    let (_, user) = lived(&app).await;
    app.run_due_jobs().await.unwrap();
    let soon = night(&app, &clock, 2).await;
    assert_eq!((soon.counts["session"], soon.counts["audit"]), (0, 0));
    // Nobody asked for a page in between: the session ended with its last request.
    let later = night(&app, &clock, 30).await;
    assert_eq!(later.counts["session"], 1);
    assert!(later.at.is_some());
    let file = app.dossier(&myself(user)).await.unwrap();
    assert!(file.iter().find(|one| one.table == "session").unwrap().rows.is_empty());
    for rule in domain::rgpd::conservation::retentions().unwrap() {
        assert!(later.counts.contains_key(&rule.key), "{} is applied by nothing", rule.key);
    }
}

#[tokio::test]
async fn an_account_that_nobody_uses_is_announced_then_erased_unless_its_person_comes_back() {
    let (app, clock) = with_clock().await;
    let user = account(&app, NAME, EMAIL).await;
    let back = account(&app, "Une autre personne", "autre@courriel.test").await;
    app.run_due_jobs().await.unwrap();
    let announced = night(&app, &clock, 36 * 31 - 35).await;
    assert_eq!((announced.counts["account_unused.announced"], announced.counts["account_unused"]), (2, 0));
    let tx = app.store().write().await.unwrap();
    let mut account = tx.account_to_edit(back).await.unwrap().unwrap();
    account.last_sign_in_at = Some(app.clock().now());
    tx.save_attempts(&account).await.unwrap();
    tx.commit().await.unwrap();
    let erased = night(&app, &clock, 35).await;
    assert_eq!(erased.counts["account_unused"], 1);
    let tx = app.store().read().await.unwrap();
    assert!(tx.account(user).await.unwrap().unwrap().erased_at.is_some());
    assert!(tx.account(back).await.unwrap().unwrap().erased_at.is_none());
    drop(tx);
    assert!(traces(&app).await.is_empty());
}
