//! The application on a database of its own, and what tests make with it.

use std::ops::Deref;
use std::sync::Arc;

use app::comptes::NewPerson;
use app::reference::{ImportOptions, Imported};
use app::territoire::Created;
use app::{App, FixedClock, Ids, Settings};
use domain::authz::{Actor, Allowed, EditTerritoire, Operates, ReadTerritoire, Role, Standing};
use domain::ids::{CptsId, UserId};
use domain::texte::courriel::Email;
use opendata::{Input, Silent};
use security::entropy::CountingEntropy;
use security::password::{Cost, Passwords};
use security::seal::{Key, KeyRing};
use territory::{Perimeter, UnitCode};

use crate::fictif;
use crate::{Seat, SequentialIds, TestDb, now};

/// Family of the identifiers of the template; those of tests come after.
const TEMPLATE: u32 = 1;

/// The application of a test: fixed clock, identifiers in sequence, its own database.
pub struct TestApp {
    app: App,
    ids: Arc<SequentialIds>,
    db: TestDb,
}

impl Deref for TestApp {
    type Target = App;
    fn deref(&self) -> &App {
        &self.app
    }
}

impl TestApp {
    /// Without imported files: the list of communes that ships with the program is there.
    pub async fn new() -> Self {
        Self::on(TestDb::new().await).await
    }

    /// With the invented département 96.
    pub async fn with_reference() -> Self {
        Self::on(TestDb::with_reference().await).await
    }

    /// Without imported files, with other settings: a clock that moves, costly passwords, no demonstration.
    pub async fn with(change: impl FnOnce(&mut Settings)) -> Self {
        Self::open(TestDb::new().await, change).await
    }

    async fn on(db: TestDb) -> Self {
        Self::open(db, |_| ()).await
    }

    async fn open(db: TestDb, change: impl FnOnce(&mut Settings)) -> Self {
        let ids = Arc::new(SequentialIds::new(TEMPLATE + 1));
        let mut settings = settings(ids.clone());
        change(&mut settings);
        let app = App::open(db.url(), settings).await.unwrap();
        Self { app, ids, db }
    }

    /// The database.
    pub fn db(&self) -> &TestDb {
        &self.db
    }

    /// The same database opened by another process.
    pub async fn other_process(&self) -> App {
        App::open(self.db.url(), settings(self.ids.clone())).await.unwrap()
    }

    /// The same, with other settings.
    pub async fn other_process_with(&self, change: impl FnOnce(&mut Settings)) -> App {
        let mut settings = settings(self.ids.clone());
        change(&mut settings);
        App::open(self.db.url(), settings).await.unwrap()
    }

    /// Another identifier, of something that does not exist.
    pub fn unknown_id(&self) -> uuid::Uuid {
        self.ids.next()
    }

    /// A new CPTS.
    pub async fn tenant(&self, name: &str) -> CptsId {
        self.app.create_cpts(&operates(), name, true).await.unwrap().id
    }

    /// A new account on this seat.
    pub async fn seated(&self, seat: Seat) -> UserId {
        let rank = self.ids.next();
        let person = NewPerson {
            name: "Personne de test".into(),
            email: Email::parse(&format!("personne-{rank}@exemple.test")).unwrap(),
            password: None,
            operator: seat == Seat::Operator,
            fictitious: true,
        };
        let user = self.app.create_account(&operates(), &person).await.unwrap();
        match seat {
            Seat::Cpts(cpts, role) => {
                self.app.seat_in_cpts(&operates(), (cpts, user, role)).await.unwrap();
            }
            Seat::Institution(institution, role) => {
                self.app.seat_in_institution(&operates(), (institution, user, role)).await.unwrap();
            }
            Seat::Operator | Seat::Account => {}
        }
        user
    }

    /// A new territory whose first variant, `Variante A`, holds these communes and IRIS.
    pub async fn plot(&self, cpts: CptsId, name: &str, codes: &[&str]) -> Created {
        self.app.create_territoire(&edits(cpts), name, "Variante A", perimeter(codes)).await.unwrap()
    }

    /// Another variant of a territory, empty.
    pub async fn variante(&self, cpts: CptsId, made: Created, name: &str) -> Created {
        self.app.create_variante(&edits(cpts), made.territoire, name, None).await.unwrap()
    }

    /// The text of the last e-mail about something (`invitation:<id>`), as its reader would get it.
    pub async fn mail_text(&self, about: &str) -> String {
        let row = self.app.store().read().await.unwrap().last_mail_about(about).await.unwrap().unwrap();
        let context = storage::sealed_context("mail", "content", row.id);
        let content = self.app.settings().keys.open(&context, &row.content.unwrap()).unwrap();
        let content: serde_json::Value = serde_json::from_slice(&content).unwrap();
        content["text"].as_str().unwrap().to_owned()
    }

    /// Imports a file of the invented territory.
    pub async fn import_file(&self, input: Input) -> Vec<Imported> {
        import(&self.app, input).await
    }
}

async fn import(app: &App, input: Input) -> Vec<Imported> {
    let options = ImportOptions { vintage: None, fictitious: true };
    app.import(&operates(), input, &options, &mut Silent).await.unwrap()
}

/// Fills a database with the invented département, then closes it.
pub(crate) async fn import_all(url: &str) {
    let ids = Arc::new(SequentialIds::new(TEMPLATE));
    let app = App::open(url, settings(ids)).await.unwrap();
    for file in fictif::files() {
        import(&app, Input::bytes(file.name.clone(), file.bytes.clone())).await;
    }
    app.store().clone().close().await;
}

/// Fixed clock, identifiers in sequence, a key of its own, cheap passwords; a demonstration, so that its people come
/// in by their door.
pub fn settings(ids: Arc<SequentialIds>) -> Settings {
    let entropy = Arc::new(CountingEntropy::new(96));
    let key = Key::generate(entropy.as_ref());
    let keys = KeyRing::parse(&key.into()).unwrap();
    Settings {
        clock: Arc::new(FixedClock(now())),
        ids,
        entropy,
        passwords: Passwords { cost: Cost::Fast },
        demo: true,
        ..Settings::new(keys, "http://maillage.test")
    }
}

/// A person with one role in one CPTS, who proved who they are a moment ago. Not an account: an actor for use cases.
pub fn person(role: Role, cpts: CptsId) -> Actor {
    let rank = Role::ALL.iter().position(|known| *known == role).unwrap() as u128;
    let standing = Standing { roles: vec![(cpts, role)], strong: true, fresh: true, ..Standing::default() };
    Actor::person(UserId(uuid::Uuid::from_u128(rank + 1)), standing)
}

/// A coordinator's proof.
pub fn edits(cpts: CptsId) -> Allowed<EditTerritoire> {
    person(Role::Coordinateur, cpts).authorize(cpts).unwrap()
}

/// A member's proof.
pub fn reads(cpts: CptsId) -> Allowed<ReadTerritoire> {
    person(Role::Membre, cpts).authorize(cpts).unwrap()
}

/// The proof of a command of the instance.
pub fn operates() -> Operates {
    Actor::system("test").operate().unwrap()
}

/// Codes as units.
pub fn units(codes: &[&str]) -> Vec<UnitCode> {
    codes.iter().map(|code| code.parse().unwrap()).collect()
}

/// Codes as a perimeter.
pub fn perimeter(codes: &[&str]) -> Perimeter {
    units(codes).into_iter().collect()
}
