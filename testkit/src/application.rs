//! The application on a database of its own, and what tests make with it.

use std::ops::Deref;
use std::sync::Arc;

use app::reference::{ImportOptions, Imported};
use app::territoire::Created;
use app::{App, FixedClock, Ids};
use domain::authz::{Actor, Allowed, EditTerritoire, Operates, ReadTerritoire, Role};
use domain::ids::CptsId;
use opendata::{Input, Silent};
use territory::{Perimeter, UnitCode};

use crate::fictif;
use crate::{SequentialIds, TestDb, now};

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

    async fn on(db: TestDb) -> Self {
        let ids = Arc::new(SequentialIds::new(TEMPLATE + 1));
        let app = App::open(db.url(), Arc::new(FixedClock(now())), ids.clone()).await.unwrap();
        Self { app, ids, db }
    }

    /// The database.
    pub fn db(&self) -> &TestDb {
        &self.db
    }

    /// The same database opened by another process.
    pub async fn other_process(&self) -> App {
        App::open(self.db.url(), Arc::new(FixedClock(now())), self.ids.clone()).await.unwrap()
    }

    /// Another identifier, of something that does not exist.
    pub fn unknown_id(&self) -> uuid::Uuid {
        self.ids.next()
    }

    /// A new CPTS.
    pub async fn tenant(&self, name: &str) -> CptsId {
        self.app.create_cpts(&operates(), name, true).await.unwrap().id
    }

    /// A new territory whose first variant, `Variante A`, holds these communes and IRIS.
    pub async fn plot(&self, cpts: CptsId, name: &str, codes: &[&str]) -> Created {
        self.app.create_territoire(&edits(cpts), name, "Variante A", perimeter(codes)).await.unwrap()
    }

    /// Another variant of a territory, empty.
    pub async fn variante(&self, cpts: CptsId, made: Created, name: &str) -> Created {
        self.app.create_variante(&edits(cpts), made.territoire, name, None).await.unwrap()
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
    let app = App::open(url, Arc::new(FixedClock(now())), ids).await.unwrap();
    for file in fictif::files() {
        import(&app, Input::bytes(file.name.clone(), file.bytes.clone())).await;
    }
    app.store().clone().close().await;
}

/// A person with one role in one CPTS.
pub fn person(role: Role, cpts: CptsId) -> Actor {
    Actor::person(role.label(), vec![(cpts, role)])
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
