//! Jobs: done once, taken again when a process dies, tried again, given up.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex};

use app::jobs::{Every, Job, JobError, Pass, Recurring, Registry, Report};
use app::{App, Clock as _};
use jiff::SignedDuration;
use serde::{Deserialize, Serialize};
use storage::{Claimable, JobEnd};
use testkit::{SteppingClock, TestApp, operates};

/// How many times each job ran, by the name of its test and its number.
static RUNS: LazyLock<Mutex<HashMap<(String, u64), u32>>> = LazyLock::new(Mutex::default);

#[derive(Serialize, Deserialize)]
struct Count {
    test: String,
    number: u64,
}

impl Job for Count {
    const KIND: &'static str = "test.count";

    async fn run(self, _: &App) -> Result<Report, JobError> {
        *RUNS.lock().unwrap().entry((self.test, self.number)).or_default() += 1;
        Ok(Report::none())
    }
}

#[derive(Serialize, Deserialize)]
struct Fail {
    permanent: bool,
}

impl Job for Fail {
    const KIND: &'static str = "test.fail";

    async fn run(self, _: &App) -> Result<Report, JobError> {
        match self.permanent {
            true => Err(JobError::Permanent("never".into())),
            false => Err(JobError::Temporary("not yet".into())),
        }
    }
}

#[derive(Serialize, Deserialize)]
struct Panic;

impl Job for Panic {
    const KIND: &'static str = "test.panic";

    async fn run(self, _: &App) -> Result<Report, JobError> {
        panic!("a defect in a job");
    }
}

fn counting() -> Registry {
    Registry::empty().with::<Count>()
}

async fn ask<J: Job>(app: &App, jobs: impl IntoIterator<Item = J>) {
    let tx = app.store().write().await.unwrap();
    for job in jobs {
        app.enqueue(&tx, None, &job).await.unwrap();
    }
    tx.commit().await.unwrap();
}

fn runs(test: &str) -> Vec<u32> {
    let runs = RUNS.lock().unwrap();
    runs.iter().filter(|((name, _), _)| name == test).map(|(_, count)| *count).collect()
}

async fn with_clock() -> (TestApp, Arc<SteppingClock>) {
    let clock = Arc::new(SteppingClock::default());
    let given = clock.clone();
    (TestApp::with(move |settings| settings.clock = given).await, clock)
}

#[tokio::test(flavor = "multi_thread")]
async fn two_processes_share_two_hundred_jobs_and_do_each_once() {
    let app = TestApp::new().await;
    let other = app.other_process().await;
    ask(&app, (0..200).map(|number| Count { test: "shared".into(), number })).await;
    let registry = counting();
    let (one, two) = tokio::join!(app.run_due(&registry), other.run_due(&registry));
    let (one, two) = (one.unwrap(), two.unwrap());
    assert_eq!(one.done + two.done, 200);
    assert!(one.done > 0 && two.done > 0, "{one:?} {two:?}");
    assert_eq!(runs("shared"), vec![1; 200]);
}

#[tokio::test]
async fn a_job_whose_process_died_is_done_by_another_after_its_lease() {
    let (app, clock) = with_clock().await;
    ask(&app, [Count { test: "died".into(), number: 1 }]).await;
    let kinds = [Claimable { kind: Count::KIND, lease: SignedDuration::from_mins(5) }];
    let tx = app.store().write().await.unwrap();
    let lost = tx.claim_job(&kinds, (app.unknown_id(), 8), clock.now()).await.unwrap().unwrap();
    tx.commit().await.unwrap();

    clock.step(SignedDuration::from_mins(4));
    assert_eq!(app.run_due(&counting()).await.unwrap(), Pass::default());
    clock.step(SignedDuration::from_mins(2));
    assert_eq!(app.run_due(&counting()).await.unwrap().done, 1);
    assert_eq!(runs("died"), [1]);

    // The first process comes back: its claim is no longer its own.
    let tx = app.store().write().await.unwrap();
    assert!(!tx.finish_job(&lost, &JobEnd::Done, clock.now()).await.unwrap());
}

#[tokio::test]
async fn a_job_that_kills_its_process_each_time_is_given_up() {
    let (app, clock) = with_clock().await;
    ask(&app, [Count { test: "kills".into(), number: 1 }]).await;
    let kinds = [Claimable { kind: Count::KIND, lease: SignedDuration::from_mins(5) }];
    for _ in 0..8 {
        let tx = app.store().write().await.unwrap();
        assert!(tx.claim_job(&kinds, (app.unknown_id(), 8), clock.now()).await.unwrap().is_some());
        tx.commit().await.unwrap();
        clock.step(SignedDuration::from_mins(6));
    }
    assert_eq!(app.run_due(&counting()).await.unwrap(), Pass::default());
    let overview = app.jobs_overview(&operates()).await.unwrap();
    assert_eq!((overview.counts.failed, overview.counts.waiting), (1, 0));
    assert!(runs("kills").is_empty());
}

#[tokio::test]
async fn a_job_that_fails_waits_longer_each_time_then_is_given_up_and_can_be_started_again() {
    let (app, clock) = with_clock().await;
    ask(&app, [Fail { permanent: false }]).await;
    let registry = Registry::empty().with::<Fail>();
    for minutes in [1, 2, 4, 8, 16, 32, 64] {
        assert_eq!(app.run_due(&registry).await.unwrap().retried, 1);
        clock.step(SignedDuration::from_mins(minutes) - SignedDuration::from_secs(1));
        assert_eq!(app.run_due(&registry).await.unwrap(), Pass::default(), "{minutes}");
        clock.step(SignedDuration::from_secs(1));
    }
    assert_eq!(app.run_due(&registry).await.unwrap().failed, 1);
    let overview = app.jobs_overview(&operates()).await.unwrap();
    let job = &overview.unfinished[0];
    assert_eq!((job.attempts, job.last_error.as_deref()), (8, Some("not yet")));
    assert!(job.failed_at.is_some());

    app.retry_job(&operates(), job.id).await.unwrap();
    assert_eq!(app.run_due(&registry).await.unwrap().retried, 1);
    app.cancel_job(&operates(), job.id).await.unwrap();
    assert!(app.jobs_overview(&operates()).await.unwrap().unfinished.is_empty());
    assert!(app.cancel_job(&operates(), job.id).await.is_err());
}

#[tokio::test]
async fn what_cannot_succeed_is_given_up_at_once_and_a_defect_does_not_stop_the_worker() {
    let app = TestApp::new().await;
    ask(&app, [Fail { permanent: true }]).await;
    ask(&app, [Panic]).await;
    ask(&app, [Count { test: "defect".into(), number: 1 }]).await;
    let registry = counting().with::<Fail>().with::<Panic>();
    let pass = app.run_due(&registry).await.unwrap();
    assert_eq!(pass, Pass { done: 1, retried: 1, failed: 1 });
}

#[tokio::test]
async fn a_job_of_a_rolled_back_transaction_never_runs() {
    let app = TestApp::new().await;
    let tx = app.store().write().await.unwrap();
    app.enqueue(&tx, None, &Count { test: "rolled back".into(), number: 1 }).await.unwrap();
    drop(tx);
    assert_eq!(app.run_due(&counting()).await.unwrap(), Pass::default());
}

fn recurring() -> Registry {
    Registry::empty().with_recurring(Recurring {
        name: "test.hourly",
        every: Every::Minutes(60),
        lease_minutes: 5,
        run: |_| {
            Box::pin(async {
                *RUNS.lock().unwrap().entry(("hourly".into(), 0)).or_default() += 1;
                Ok(Report::of("things", 3))
            })
        },
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_recurring_job_runs_once_an_hour_for_all_processes_and_leaves_its_report() {
    let (app, clock) = with_clock().await;
    let given = clock.clone();
    let other = app.other_process_with(move |settings| settings.clock = given).await;
    let registry = recurring();
    app.run_due(&registry).await.unwrap();
    assert!(runs("hourly").is_empty(), "the first run comes after an hour");
    for hour in 1..=3 {
        clock.step(SignedDuration::from_hours(1));
        let (one, two) = tokio::join!(app.run_due(&registry), other.run_due(&registry));
        assert_eq!(one.unwrap().done + two.unwrap().done, 1);
        assert_eq!(runs("hourly"), [hour]);
    }
    let overview = app.jobs_overview(&operates()).await.unwrap();
    let row = overview.recurring.iter().find(|row| row.name == "test.hourly").unwrap();
    assert_eq!(row.last_report, Some(serde_json::json!({ "things": 3 })));
    assert_eq!(row.last_at, Some(clock.now()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_wakes_at_once_when_its_process_commits_a_job() {
    let app = TestApp::new().await;
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let worker = (*app).clone();
    let (tell, mut told) = tokio::sync::mpsc::unbounded_channel();
    let working = tokio::spawn(async move {
        let tell = move |ran| drop(tell.send(ran));
        worker.work(async { drop(stopped.await) }, &tell).await;
    });
    // The lanes have looked once and wait.
    tokio::time::sleep(std::time::Duration::from_millis(300)).await;
    let asked = std::time::Instant::now();
    let tx = app.store().write().await.unwrap();
    tx.enqueue(&storage::NewJob {
        id: app.unknown_id(),
        cpts: None,
        kind: "travaux.menage",
        payload: serde_json::Value::Null,
        dedup_key: None,
        created_at: testkit::now(),
        run_at: testkit::now(),
    })
    .await
    .unwrap();
    tx.commit().await.unwrap();
    let ran = told.recv().await.unwrap().unwrap();
    assert_eq!((ran.kind.as_str(), ran.ended), ("travaux.menage", app::jobs::Ended::Done));
    assert!(asked.elapsed() < std::time::Duration::from_millis(1500), "{:?}", asked.elapsed());
    stop.send(()).unwrap();
    working.await.unwrap();
}
