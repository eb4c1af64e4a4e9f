//! What a region reads of the money of its CPTS: sums of three at least, only of those that signed, nothing to fill.

use app::organisations::NewGrant;
use app::region::ArgentRegion;
use domain::aci::argent::{DepenseTapee, MouvementTape, PartTapee};
use domain::authz::{
    Actor, Allowed, EditArgent, InstitutionKind, InstitutionRole, ManageAutorisations, Permission, Role,
    Standing, Subject,
};
use domain::ids::{CptsId, GrantId, InstitutionId, UserId};
use domain::montant::Montant;
use jiff::civil::date;
use testkit::{Seat, TestApp, now, operates, person};

fn proof<P: Permission>(cpts: CptsId) -> Allowed<P> {
    person(P::LINE.granted_to[0], cpts).authorize(cpts).unwrap()
}

/// A CPTS with a contract, a start-up that came, an invoice of two missions that is paid in another year.
async fn community(app: &TestApp, name: &str, euros: u32) -> CptsId {
    let cpts = app.tenant(name).await;
    let id = app.signed_contract(cpts, date(2025, 4, 15)).await;
    let edits: Allowed<EditArgent> = proof(cpts);
    let came = MouvementTape {
        echeance: "1.demarrage.fonctionnement".into(),
        genre: "recu".into(),
        montant: (10 * euros).to_string(),
        le: "20/10/2025".into(),
        reference: "VIR 1".into(),
    };
    app.note_mouvement(&edits, id, &came).await.unwrap();
    let part = |mission: &str, montant: String| PartTapee {
        annee: "1".into(),
        mission: mission.into(),
        montant,
        ..PartTapee::default()
    };
    let invoice = DepenseTapee {
        tiers: "Imprimerie du Test".into(),
        libelle: "Affiches".into(),
        nature: "623".into(),
        montant: (3 * euros).to_string(),
        engage_le: "02/11/2025".into(),
        paye_le: "05/01/2026".into(),
        parts: vec![part("", euros.to_string()), part("acces", (2 * euros).to_string())],
        ..DepenseTapee::default()
    };
    app.add_depense(&edits, id, &invoice).await.unwrap();
    cpts
}

async fn signs(app: &TestApp, cpts: CptsId, institution: InstitutionId, subject: Subject) -> Vec<GrantId> {
    let bureau: Allowed<ManageAutorisations> = person(Role::Bureau, cpts).authorize(cpts).unwrap();
    let until = now() + jiff::SignedDuration::from_hours(24 * 300);
    let new = NewGrant { institution, subjects: vec![subject], since: now(), until };
    app.sign_grant(&bureau, &new).await.unwrap()
}

struct Agency {
    id: InstitutionId,
    user: UserId,
}

impl Agency {
    async fn new(app: &TestApp) -> Self {
        let id =
            app.create_institution(&operates(), (InstitutionKind::Ars, "Agence"), true).await.unwrap().id;
        Self { id, user: app.seated(Seat::Institution(id, InstitutionRole::Instructeur)).await }
    }

    async fn reads(&self, app: &TestApp, annee: Option<i16>) -> ArgentRegion {
        let held = app.store().read().await.unwrap().standing(self.user, now()).await.unwrap();
        let actor = Actor::person(self.user, Standing { strong: true, fresh: true, ..held });
        app.region_money(&actor.authorize_in(self.id).unwrap(), &actor, annee).await.unwrap()
    }
}

fn euros(amount: Montant) -> i64 {
    amount.en_centimes() / 100
}

#[tokio::test]
async fn a_region_reads_sums_of_three_cpts_that_signed_and_nothing_of_two() {
    let app = TestApp::new().await;
    let agency = Agency::new(&app).await;
    let first = community(&app, "CPTS du Val", 1_000).await;
    let second = community(&app, "CPTS des Monts", 2_000).await;
    let third = community(&app, "CPTS du Lac", 1_500).await;
    community(&app, "CPTS qui se tait", 9_000).await;
    let nobody = agency.reads(&app, None).await;
    assert!(nobody.autorisent.is_empty() && nobody.totaux.missions.lignes.is_empty());

    for cpts in [first, second] {
        signs(&app, cpts, agency.id, Subject::Argent).await;
    }
    // Another subject lets nothing of the money be counted.
    signs(&app, third, agency.id, Subject::Effectifs).await;
    let two = agency.reads(&app, Some(2025)).await;
    assert_eq!(two.autorisent, ["CPTS des Monts", "CPTS du Val"]);
    assert_eq!(two.totaux.missions.lignes.len(), 2);
    assert!(two.totaux.missions.lignes.iter().all(|one| one.sommes.is_none()));
    assert!(two.totaux.missions.total.is_none() && two.totaux.natures.total.is_none());

    signs(&app, third, agency.id, Subject::Argent).await;
    let three = agency.reads(&app, Some(2025)).await;
    let total = three.totaux.missions.total.unwrap();
    assert_eq!([total.recu, total.engage, total.paye].map(euros), [45_000, 13_500, 0]);
    let lines: Vec<(&str, i64, i64)> = three
        .totaux
        .missions
        .lignes
        .iter()
        .map(|one| (one.cle.as_str(), euros(one.sommes.unwrap().recu), euros(one.sommes.unwrap().engage)))
        .collect();
    assert_eq!(lines, [("", 45_000, 4_500), ("acces", 0, 9_000)]);
    let nature = &three.totaux.natures.lignes[0];
    assert_eq!((nature.cle.as_str(), euros(nature.sommes.unwrap().engage)), ("62", 13_500));

    // What was paid in January is of the next year, which is the one that opens first.
    let last = agency.reads(&app, None).await;
    assert_eq!((last.annee, last.annees.as_slice()), (2026, [2026, 2025].as_slice()));
    let total = last.totaux.missions.total.unwrap();
    assert_eq!([total.recu, total.engage, total.paye].map(euros), [0, 0, 13_500]);
}

#[tokio::test]
async fn a_grant_that_is_taken_back_takes_its_money_out() {
    let app = TestApp::new().await;
    let agency = Agency::new(&app).await;
    let mut given = Vec::new();
    for (name, amount) in [("CPTS A", 1_000), ("CPTS B", 2_000), ("CPTS C", 1_500)] {
        let cpts = community(&app, name, amount).await;
        given.push((cpts, signs(&app, cpts, agency.id, Subject::Argent).await));
    }
    assert!(agency.reads(&app, Some(2025)).await.totaux.missions.total.is_some());
    let (cpts, ids) = &given[0];
    let bureau: Allowed<ManageAutorisations> = person(Role::Bureau, *cpts).authorize(*cpts).unwrap();
    app.revoke_grant(&bureau, ids[0]).await.unwrap();
    let after = agency.reads(&app, Some(2025)).await;
    assert_eq!(after.autorisent, ["CPTS B", "CPTS C"]);
    assert!(after.totaux.missions.total.is_none());
}
