//! A database of its own for each test.

use std::path::Path;

use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, Statement};
use storage::Store;
use tempfile::TempDir;
use tokio::sync::OnceCell;
use uuid::Uuid;

use crate::application;

/// A database that goes when it is dropped.
#[derive(Debug)]
pub struct TestDb {
    url: String,
    home: Home,
}

#[derive(Debug)]
enum Home {
    File { _folder: TempDir },
    Postgres { admin: String, name: String },
}

/// What a database is copied from.
#[derive(Clone, Debug)]
enum Template {
    File(Vec<u8>),
    Postgres(String),
}

#[expect(clippy::disallowed_methods, reason = "the test runner says which database to use")]
fn admin() -> Option<String> {
    std::env::var("MAILLAGE_TEST_POSTGRES").ok()
}

impl TestDb {
    /// A database without tables.
    pub async fn empty() -> Self {
        match admin() {
            None => Self::file(None),
            Some(admin) => Self::postgres(admin, fresh_name("test"), "template0").await,
        }
    }

    /// A database with the tables of today and nothing in them. Migrated once a process, then copied.
    pub async fn new() -> Self {
        static TEMPLATE: OnceCell<Template> = OnceCell::const_new();
        let template = TEMPLATE.get_or_init(|| async {
            let db = Self::empty().await;
            let store = Store::connect(db.url()).await.unwrap();
            store.migrate().await.unwrap();
            store.close().await;
            db.into_template().await
        });
        Self::copy(template.await).await
    }

    /// A database with the invented département 96 imported. Imported once a process, then copied.
    pub async fn with_reference() -> Self {
        static TEMPLATE: OnceCell<Template> = OnceCell::const_new();
        let template = TEMPLATE.get_or_init(|| async {
            let db = Self::empty().await;
            application::import_all(db.url()).await;
            db.into_template().await
        });
        Self::copy(template.await).await
    }

    /// Its address.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Whether PostgreSQL answers.
    pub fn is_postgres(&self) -> bool {
        matches!(self.home, Home::Postgres { .. })
    }

    /// Runs a statement that the program would never run.
    ///
    /// # Panics
    /// When the database refuses.
    pub async fn run(&self, sql: &str) {
        let db = connect(&self.url).await;
        db.execute_unprepared(sql).await.unwrap();
        db.close().await.unwrap();
    }

    /// The texts of the first column of a query.
    ///
    /// # Panics
    /// When the database refuses.
    pub async fn texts(&self, sql: &str) -> Vec<String> {
        let db = connect(&self.url).await;
        let statement = Statement::from_string(db.get_database_backend(), sql);
        let rows = db.query_all_raw(statement).await.unwrap();
        db.close().await.unwrap();
        rows.iter().map(|row| row.try_get_by_index(0).unwrap()).collect()
    }

    fn file(content: Option<&[u8]>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("maillage.sqlite");
        if let Some(content) = content {
            std::fs::write(&path, content).unwrap();
        }
        Self { url: format!("sqlite:{}", path.display()), home: Home::File { _folder: folder } }
    }

    async fn postgres(admin: String, name: String, template: &str) -> Self {
        let server = connect(&admin).await;
        server.execute_unprepared(&format!("CREATE DATABASE {name} TEMPLATE {template}")).await.unwrap();
        server.close().await.unwrap();
        let (address, _) = admin.rsplit_once('/').unwrap();
        Self { url: format!("{address}/{name}"), home: Home::Postgres { admin, name } }
    }

    async fn copy(template: &Template) -> Self {
        match template {
            Template::File(content) => Self::file(Some(content)),
            Template::Postgres(name) => Self::postgres(admin().unwrap(), fresh_name("test"), name).await,
        }
    }

    /// Keeps what a closed database holds. On PostgreSQL the template stays until its server goes.
    async fn into_template(self) -> Template {
        let Home::Postgres { admin, name } = &self.home else {
            let path = self.url.trim_start_matches("sqlite:");
            assert!(!Path::new(&format!("{path}-wal")).exists(), "the database is still open");
            return Template::File(std::fs::read(path).unwrap());
        };
        let template = fresh_name("template");
        let server = connect(admin).await;
        server.execute_unprepared(&format!("ALTER DATABASE {name} RENAME TO {template}")).await.unwrap();
        server.close().await.unwrap();
        Template::Postgres(template)
    }
}

impl Drop for TestDb {
    fn drop(&mut self) {
        let Home::Postgres { admin, name } = &self.home else { return };
        let (admin, name) = (admin.clone(), name.clone());
        // The runtime of the test may be ending: the removal has its own.
        let removal = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async {
                let server = connect(&admin).await;
                // The pool of a test that failed may still hold connections.
                let drop = format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)");
                server.execute_unprepared(&drop).await.unwrap();
                server.close().await.unwrap();
            });
        });
        // A database left behind harms no other test, and a panic here would hide the one of the test.
        let _ = removal.join();
    }
}

/// Names may meet between processes on one server: they are drawn.
#[expect(clippy::disallowed_methods, reason = "two processes must not draw the same name")]
fn fresh_name(kind: &str) -> String {
    format!("maillage_{kind}_{}", Uuid::now_v7().simple())
}

async fn connect(url: &str) -> DatabaseConnection {
    let mut options = ConnectOptions::new(url.to_owned());
    options.max_connections(1).sqlx_logging(false);
    Database::connect(options).await.unwrap()
}
