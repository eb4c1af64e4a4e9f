//! Task c: a large community on a database. Lists, search, one person, participation, one's own page.

use std::hint::black_box;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use app::{App, AppError, Settings};
use domain::authz::{Actor, EditCommunaute, EditGroupes, ReadCommunaute, ReadParticipation};
use domain::ids::CptsId;
use domain::recherche::trouver;
use security::entropy::SystemEntropy;
use security::seal::{Key, KeyRing};

use super::super::community::{self, Size, Soil};
use super::outcome::{Outcome, unknown};

const SIZE: Size = Size { people: 5_000, meetings: 2_000 };
/// Times that each thing is asked; the median is told.
const RUNS: usize = 7;
/// What people type: a beginning, a slip, two words in the wrong order, a number, nothing that exists.
const QUESTIONS: [&str; 5] = ["clair", "rivebele", "camille mirabruc", "99 0000 12", "zzzzz"];

/// Runs on a new SQLite file in `out`, or on the empty PostgreSQL database whose address the case is.
pub async fn run(case: &str, out: &Path) -> Result<Outcome, String> {
    let url = match case {
        "sqlite" => {
            let path = out.join(format!("bench-c-{}.sqlite", std::process::id()));
            format!("sqlite://{}?mode=rwc", path.display())
        }
        address if address.starts_with("postgres") => address.to_owned(),
        other => return Err(unknown(other)),
    };
    let said = |error: &dyn std::fmt::Display| error.to_string();
    let keys = KeyRing::parse(&Key::generate(&SystemEntropy).into()).map_err(|error| said(&error))?;
    let settings = Settings { entropy: Arc::new(SystemEntropy), ..Settings::new(keys, "http://127.0.0.1") };
    let app = App::open(&url, settings).await.map_err(|error| said(&error))?;
    measure(&app).await.map_err(|error| said(&error))
}

/// Milliseconds of the median run.
async fn median<T, F: Future<Output = Result<T, AppError>>>(ask: impl Fn() -> F) -> Result<f64, AppError> {
    let mut times = Vec::with_capacity(RUNS);
    for _ in 0..RUNS {
        let start = Instant::now();
        black_box(ask().await?);
        times.push(start.elapsed().as_secs_f64() * 1_000.0);
    }
    times.sort_by(f64::total_cmp);
    Ok(times[RUNS / 2])
}

/// A new invented CPTS with its community; how long it took to write, in seconds.
async fn furnish(app: &App) -> Result<(CptsId, Actor, f64), AppError> {
    let cpts = app.create_cpts(&app::operate("bench")?, "CPTS de mesure fictive", true).await?.id;
    let actor = Actor::system("bench");
    let communes = ["96001", "96002", "96003", "96004", "96005"];
    let communes = communes.iter().filter_map(|code| code.parse().ok()).collect();
    let soil = Soil { app, now: app.clock().now(), today: app.today(), communes, accounts: Vec::new() };
    let invented = community::invent(&soil, SIZE);
    let people = actor.authorize::<EditCommunaute>(cpts)?;
    let groups = actor.authorize::<EditGroupes>(cpts)?;
    let start = Instant::now();
    app.add_fictitious_community((&people, &groups), &invented).await?;
    Ok((cpts, actor, start.elapsed().as_secs_f64()))
}

async fn measure(app: &App) -> Result<Outcome, AppError> {
    let (cpts, actor, written) = furnish(app).await?;
    let read = actor.authorize::<ReadCommunaute>(cpts)?;
    let participation = actor.authorize::<ReadParticipation>(cpts)?;
    let lines = app.store().read().await?.personne_lignes(&read).await?;
    let list = median(|| async { Ok(app.store().read().await?.personne_lignes(&read).await?) }).await?;
    let mut worst: f64 = 0.0;
    let mut found = 0;
    for question in QUESTIONS {
        let ask = || async { Ok(trouver(question, &lines, |line| line.search_key.as_str()).len()) };
        found += ask().await?;
        worst = worst.max(median(ask).await?);
    }
    let sheets = median(|| async { Ok(app.store().read().await?.annuaire(&read).await?) }).await?;
    let id = lines[lines.len() / 2].id;
    let person = median(|| async {
        app.personne(&read, id).await?;
        app.life(&read, id).await
    });
    let person = person.await?;
    let doubles = median(|| app.doublons(&read)).await?;
    let meetings = median(|| async { Ok(app.store().read().await?.reunions(&read).await?) }).await?;
    let taken = median(|| app.lecture_participation(&participation)).await?;
    let door = median(|| app.communaute_accueil(&read)).await?;
    Ok(Outcome::new(written)
        .whole("people", lines.len() as u64)
        .whole("found", found as u64)
        .number("list_ms", list)
        .number("search_worst_ms", worst)
        .number("all_sheets_ms", sheets)
        .number("person_ms", person)
        .number("doubles_ms", doubles)
        .number("meetings_ms", meetings)
        .number("participation_ms", taken)
        .number("door_ms", door))
}
