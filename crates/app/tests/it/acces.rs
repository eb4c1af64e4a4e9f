//! What if a doctor leaves? On the invented département: what must hold whatever the scenario.

use domain::authz::{Allowed, ReadDiagnostic, Role};
use domain::diagnostic::acces::{CommuneSimulee, Hypothese, HypotheseError, Niveaux, Refus, Simulation};
use domain::ids::CptsId;
use testkit::{TestApp, person};

use app::AppError;
use app::territoire::Created;

const VAL: [&str; 3] = ["96001", "96002", "96058"];

fn proof(cpts: CptsId) -> Allowed<ReadDiagnostic> {
    person(Role::Coordinateur, cpts).authorize(cpts).unwrap()
}

struct World {
    app: TestApp,
    cpts: CptsId,
    made: Created,
}

impl World {
    async fn of(app: TestApp, codes: &[&str]) -> Self {
        let cpts = app.tenant("CPTS du Val").await;
        let made = app.plot(cpts, "Val", codes).await;
        Self { app, cpts, made }
    }

    async fn new(codes: &[&str]) -> Self {
        Self::of(TestApp::with_reference().await, codes).await
    }

    async fn ask(&self, changes: &[&str]) -> Simulation {
        let scenario: Vec<Hypothese> = changes.iter().map(|text| text.parse().unwrap()).collect();
        let ids = (self.made.territoire, self.made.variante);
        self.app.acces(&proof(self.cpts), ids, &scenario).await.unwrap().simulation
    }

    /// Why the only change of a scenario is left out.
    async fn refused(&self, change: &str) -> Refus {
        self.ask(&[change]).await.changes[0].effect.unwrap_err()
    }
}

fn everybody(simulation: &Simulation) -> impl Iterator<Item = &CommuneSimulee> {
    simulation.communes.iter().chain(&simulation.beyond)
}

fn differences(simulation: &Simulation) -> Vec<f64> {
    simulation.communes.iter().map(|one| one.difference.unwrap()).collect()
}

fn close(left: f64, right: f64) -> bool {
    (left - right).abs() <= 1e-9 * left.abs().max(right.abs()).max(1.0)
}

#[tokio::test]
async fn a_departure_never_raises_anybody_and_every_act_is_found_again() {
    let world = World::new(&VAL).await;
    let left = world.ask(&["depart-96058-1-4800"]).await;
    assert_eq!(left.changes[0].effect, Ok(-4800));
    assert!(everybody(&left).all(|one| one.difference.unwrap() <= 0.0));
    assert!(left.whole.difference.unwrap() < 0.0 && left.whole.gain == [0.0, 0.0]);
    assert!(left.whole.lose[0] > 0.0);
    // The acts of the doctor, shared out over the standardised persons in reach, are all there.
    let reference = world.app.reference();
    let year = left.basis.year.unwrap();
    let demand = |one: &CommuneSimulee| {
        reference.atlas.apl().commune(one.code, year).unwrap().standardised_population.unwrap()
    };
    assert_eq!((left.basis.not_standardised, left.basis.unplaced), (0, 0));
    let acts: f64 = everybody(&left).map(|one| one.difference.unwrap() * demand(one)).sum();
    assert!(close(acts, -4800.0), "{acts}");
    let inside: f64 = left.communes.iter().map(|one| one.difference.unwrap() * demand(one)).sum();
    assert!(close(inside, left.whole.acts_inside), "{inside} {}", left.whole.acts_inside);
    assert_eq!(left.whole.acts, -4800.0);
    let people: f64 = left.communes.iter().map(demand).sum();
    assert!(close(left.whole.difference.unwrap(), inside / people));
}

#[tokio::test]
async fn changes_add_up_and_a_change_and_its_opposite_leave_nothing() {
    let world = World::new(&VAL).await;
    let one = differences(&world.ask(&["depart-96058-1-4800"]).await);
    let other = differences(&world.ask(&["arrivee-96001-2"]).await);
    let both = differences(&world.ask(&["depart-96058-1-4800", "arrivee-96001-2"]).await);
    let twice = differences(&world.ask(&["depart-96058-2-4800"]).await);
    for rank in 0..one.len() {
        assert!(close(both[rank], one[rank] + other[rank]) && close(twice[rank], 2.0 * one[rank]));
    }
    let nothing = world.ask(&["depart-96058-1-4800", "arrivee-96058-1-4800"]).await;
    assert!(everybody(&nothing).all(|one| one.difference == Some(0.0)), "to the bit");
    assert!(nothing.beyond.is_empty() && nothing.whole.difference == Some(0.0));
}

#[tokio::test]
async fn levels_stand_beside_what_is_published_and_never_replace_it() {
    let world = World::new(&VAL).await;
    let without = world.ask(&[]).await;
    let with = world.ask(&["centre-96058-1-12000"]).await;
    assert_eq!(with.levels, Niveaux::Shown);
    assert!(with.basis.doctors.unwrap() > 0.0);
    for (before, after) in without.communes.iter().zip(&with.communes) {
        assert_eq!((before.published, before.before), (after.published, after.before));
        assert!(close(after.after().unwrap(), after.before.unwrap() + after.difference.unwrap()));
        assert!(before.published.is_some() && after.difference.unwrap() >= 0.0);
    }
    let published = with.published.unwrap();
    assert_eq!(Some(published.figure.mean), without.published.map(|published| published.figure.mean));
    assert_eq!(published.under.len(), 3);
    assert!(!without.changes.iter().any(|change| change.effect.is_ok()) && without.whole.acts == 0.0);
    assert!(with.sources.iter().any(|source| source.kind == territory::Kind::Professionals));
}

#[tokio::test]
async fn the_difference_needs_no_register() {
    let bare = TestApp::new().await;
    for file in testkit::files().iter().filter(|file| !file.name.starts_with("PS_LibreAcces")) {
        bare.import_file(opendata::Input::bytes(file.name.clone(), file.bytes.clone())).await;
    }
    let bare = World::of(bare, &VAL).await;
    let full = World::new(&VAL).await;
    let scenario = ["depart-96058-1-4800", "ipa-96001-1"];
    let (alone, known) = (bare.ask(&scenario).await, full.ask(&scenario).await);
    assert_eq!(alone.levels, Niveaux::NoRegister);
    assert_eq!((alone.whole.before, alone.basis.doctors), (None, None));
    assert!(alone.communes.iter().all(|one| one.before.is_none()));
    assert_eq!(differences(&alone), differences(&known));
}

#[tokio::test]
async fn more_departures_than_the_register_counts_hide_the_levels_only() {
    let world = World::new(&VAL).await;
    let emptied = world.ask(&["depart-96001-50"]).await;
    assert!(matches!(&emptied.levels, Niveaux::TooFew(_, doctors) if *doctors < 50.0));
    assert!(emptied.whole.difference.unwrap() < 0.0 && emptied.whole.before.is_none());
}

#[tokio::test]
async fn what_cannot_be_simulated_says_why_and_counts_for_nothing() {
    let world = World::new(&["96001"]).await;
    assert_eq!(world.refused("depart-96999-1").await, Refus::UnknownCommune);
    assert_eq!(world.refused("depart-66136-1").await, Refus::Unplaced);
    assert_eq!(world.refused("depart-96001-0").await, Refus::Hypothese(HypotheseError::Nobody));
    let reference = world.app.reference();
    let near = world.ask(&[]).await.places;
    assert!(near[0].inside && near.iter().filter(|place| place.inside).count() == 1);
    let mapped = reference.atlas.communes().iter().filter(|commune| commune.position.is_some());
    let far = mapped.map(|commune| commune.code).find(|code| near.iter().all(|place| place.code != *code));
    assert_eq!(world.refused(&format!("arrivee-{}-1", far.unwrap())).await, Refus::OutOfReach);
    let many = vec!["depart-96001-1-300"; 21];
    let simulation = world.ask(&many).await;
    assert_eq!(simulation.changes[20].effect, Err(Refus::TooMany(20)));
    assert_eq!(simulation.whole.acts, -20.0 * 3600.0);
}

#[tokio::test]
async fn a_commune_taken_in_part_counts_for_its_part() {
    let whole = World::new(&["96058"]).await.ask(&["depart-96058-1"]).await;
    let part = World::new(&["960580101", "960580118"]).await.ask(&["depart-96058-1"]).await;
    let people = |simulation: &Simulation| simulation.communes[0].inhabitants;
    assert_eq!((whole.communes.len(), part.communes.len()), (1, 1));
    assert!(people(&part) > 0.0 && people(&part) < people(&whole) / 2.0);
    assert!(part.whole.acts_inside > whole.whole.acts_inside, "fewer acts are lost inside");
    assert_eq!(part.communes[0].difference, whole.communes[0].difference);
}

#[tokio::test]
async fn a_variant_of_another_cpts_is_not_found() {
    let world = World::new(&VAL).await;
    let other = world.app.tenant("CPTS d'à côté").await;
    let ids = (world.made.territoire, world.made.variante);
    assert!(matches!(world.app.acces(&proof(other), ids, &[]).await, Err(AppError::NotFound)));
}
