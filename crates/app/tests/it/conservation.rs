//! The rules of retention of the community, applied by the night job on the real database while time goes by.

use domain::authz::{
    EditGroupes, EditMobilisation, EditQuestionnaires, ManageAdhesions, ManagePresences, ReadGroupes,
};
use domain::communaute::adhesions::{Adhesion, AdhesionFiche, AdhesionState, MoyenPaiement, Paiement};
use domain::communaute::effacement::Authored as _;
use domain::communaute::gouvernance::{
    Bulletin, Emargement, Forme, Mode, MoyenProcuration, Participation, Procuration, Vote, VoteFiche,
    VoteState,
};
use domain::communaute::mobilisation::{
    Campagne, CampagneCanal, CampagneFiche, CampagneState, Sollicitation,
};
use domain::communaute::questionnaires::{
    Auteur, Difficulte, DifficulteFiche, EtatDifficulte, Reponse, ReponseFiche, Valeur,
};
use domain::communaute::{Convocation, Moyen, Presence, PresenceFiche, PresenceState};
use domain::ids::{
    AdhesionId, CampagneId, ConvocationId, CptsId, DifficulteId, PersonneId, PresenceId, ProcurationId,
    ReponseId, ReunionId, SollicitationId, VoteId,
};
use jiff::{SignedDuration, Timestamp};
use storage::FeuilleClose;
use testkit::{TestApp, now};

use super::effacement::{night, with_clock};
use super::gouvernance::{assembly, member, proof};

/// A community in which one thing of each kind happened on the first day.
struct Ground {
    cpts: CptsId,
    reunion: ReunionId,
    who: PersonneId,
    other: PersonneId,
}

async fn ground(app: &TestApp) -> Ground {
    let cpts = app.tenant("CPTS du Val").await;
    let ground = Ground {
        cpts,
        reunion: assembly(app, cpts).await,
        who: member(app, cpts, "Exemple").await,
        other: member(app, cpts, "Specimen").await,
    };
    ground.votes(app).await;
    ground.meets(app).await;
    ground.joins(app).await;
    ground.is_solicited(app).await;
    ground.answers(app).await;
    ground
}

impl Ground {
    async fn votes(&self, app: &TestApp) {
        let vote = Vote {
            id: VoteId(app.unknown_id()),
            reunion: self.reunion,
            question: "Approuvez-vous les comptes ?".into(),
            forme: Forme::PourContre,
            mode: Mode::Secret,
            state: VoteState::Clos,
            fiche: VoteFiche::default(),
            created_at: now(),
            ouvert_at: Some(now()),
            clos_at: Some(now()),
            version: 1,
        };
        let signed = Emargement {
            personne: self.who,
            par: None,
            participation: Participation::Vote,
            interet: false,
            choix: Vec::new(),
        };
        let given = Procuration {
            id: ProcurationId(app.unknown_id()),
            reunion: self.reunion,
            donneur: self.other,
            porteur: self.who,
            moyen: MoyenProcuration::Papier,
            donnee_at: now(),
            retiree_at: None,
        };
        let proof = proof::<EditGroupes>(self.cpts);
        let tx = app.store().write().await.unwrap();
        tx.add_vote(&proof, &vote).await.unwrap();
        tx.add_emargement(&proof, vote.id, (app.unknown_id(), &signed)).await.unwrap();
        let ballot = Bulletin { college: None, choix: vec!["pour".into()] };
        tx.add_bulletin(&proof, vote.id, (app.unknown_id(), &ballot)).await.unwrap();
        tx.add_procuration(&proof, &given).await.unwrap();
        tx.commit().await.unwrap();
    }

    async fn meets(&self, app: &TestApp) {
        let called = Convocation::new(ConvocationId(app.unknown_id()), self.reunion, self.who);
        let came = Presence {
            id: PresenceId(app.unknown_id()),
            reunion: self.reunion,
            personne: Some(self.who),
            moyen: Moyen::Secretaire,
            state: PresenceState::Comptee,
            arrivee: now(),
            depart: None,
            jeton: "essai".into(),
            recue_at: now(),
            fiche: PresenceFiche::default(),
        };
        let closed = FeuilleClose {
            id: app.unknown_id(),
            reunion: self.reunion,
            version: 1,
            content: "{}".into(),
            sha256: String::new(),
            closed_at: now(),
            closed_by: domain::authz::Author::from("test"),
            reason: None,
        };
        let holds = proof::<ManagePresences>(self.cpts);
        let tx = app.store().write().await.unwrap();
        tx.add_convocation(&proof::<ReadGroupes>(self.cpts), &called).await.unwrap();
        tx.add_presence(&holds, &came).await.unwrap();
        tx.add_feuille_close(&holds, &closed).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// A request that was refused, one that was refused after a payment, and a membership.
    async fn joins(&self, app: &TestApp) {
        let cents = |cents| Paiement {
            le: app.today(),
            moyen: MoyenPaiement::Cheque,
            cents,
            reference: String::new(),
        };
        let tx = app.store().write().await.unwrap();
        for (annee, state, paiements) in [
            (2024, AdhesionState::Refusee, vec![]),
            (2025, AdhesionState::Refusee, vec![cents(3000), cents(-3000)]),
            (2026, AdhesionState::Acceptee, vec![]),
        ] {
            let one = Adhesion {
                id: AdhesionId(app.unknown_id()),
                personne: self.who,
                annee,
                state,
                fiche: AdhesionFiche { paiements, ..AdhesionFiche::default() },
                created_at: now(),
                version: 1,
            };
            tx.add_adhesion(&proof::<ManageAdhesions>(self.cpts), &one).await.unwrap();
        }
        tx.commit().await.unwrap();
    }

    /// Two campaigns of the same day: somebody was called a year later in the second one.
    async fn is_solicited(&self, app: &TestApp) {
        let proof = proof::<EditMobilisation>(self.cpts);
        let tx = app.store().write().await.unwrap();
        for (nom, contacte_at) in [("Première", now()), ("Seconde", after(now(), 365))] {
            let campagne = Campagne {
                id: CampagneId(app.unknown_id()),
                nom: nom.into(),
                canal: CampagneCanal::Telephone,
                state: CampagneState::Lancee,
                fiche: CampagneFiche::default(),
                lien_relais: None,
                created_at: now(),
                version: 1,
                removed_at: None,
            };
            let one = Sollicitation {
                contacte_at: Some(contacte_at),
                ..Sollicitation::new(SollicitationId(app.unknown_id()), campagne.id, self.who)
            };
            tx.add_campagne(&proof, &campagne).await.unwrap();
            tx.add_sollicitations(&proof, &[one]).await.unwrap();
        }
        tx.commit().await.unwrap();
    }

    async fn answers(&self, app: &TestApp) {
        let proof = proof::<EditQuestionnaires>(self.cpts);
        let questionnaire = app.create_questionnaire(&proof, ("deux_questions", "")).await.unwrap();
        let words = Valeur::Texte("Sorties sans lettre".into());
        let answer = Reponse {
            id: ReponseId(app.unknown_id()),
            questionnaire,
            personne: Some(self.who),
            jeton: format!("personne:{}", self.who),
            profession: Some("60".into()),
            commune: "96001".parse().ok(),
            fiche: ReponseFiche {
                version: 1,
                valeurs: [("difficulte".to_owned(), words)].into(),
                ..ReponseFiche::default()
            },
            created_at: now(),
            changed_at: now(),
        };
        let voiced = Difficulte {
            id: DifficulteId(app.unknown_id()),
            texte: "Sorties sans lettre".into(),
            etat: EtatDifficulte::Retenue,
            auteur: Auteur { personne: Some(self.who), profession: Some("60".into()) },
            reponse: None,
            groupe: None,
            fiche: DifficulteFiche::default(),
            created_at: now(),
            version: 1,
            removed_at: None,
        };
        let tx = app.store().write().await.unwrap();
        tx.add_reponse(&proof, &answer).await.unwrap();
        tx.add_difficulte(&proof, &voiced).await.unwrap();
        tx.commit().await.unwrap();
    }
}

fn after(start: Timestamp, days: i64) -> Timestamp {
    start.checked_add(SignedDuration::from_hours(24 * days)).unwrap()
}

async fn rows(app: &TestApp, table: &str) -> usize {
    app.db().texts(&format!("SELECT 'x' FROM {table}")).await.len()
}

/// The rules with how many rows each one took last night, those that took nothing aside.
fn taken(report: &app::rgpd::ConservationReport) -> Vec<(&str, u64)> {
    const COMMUNITY: [&str; 9] = [
        "adhesion",
        "adhesion_sans_suite",
        "bulletin",
        "campagne",
        "convocation",
        "difficulte",
        "feuille_presence",
        "reponse",
        "vote",
    ];
    let counts = report.counts.iter().map(|(key, count)| (key.as_str(), *count));
    counts.filter(|(key, count)| COMMUNITY.contains(key) && *count > 0).collect()
}

#[tokio::test]
async fn each_kind_of_data_of_the_community_goes_when_its_rule_says_and_not_before() {
    let (app, clock) = with_clock().await;
    let ground = ground(&app).await;
    app.run_due_jobs().await.unwrap();
    // Nights are counted in days since the first one.
    let mut passed = 0;
    let mut until = async |day: i64| {
        let report = night(&app, &clock, day - passed).await;
        passed = day;
        report
    };
    assert_eq!(taken(&until(59).await), []);
    assert_eq!(taken(&until(62).await), [("bulletin", 1)]);
    assert_eq!(taken(&until(364).await), []);
    assert_eq!(taken(&until(367).await), [("adhesion_sans_suite", 1)]);
    assert_eq!(rows(&app, "adhesion").await, 2, "a payment is kept as accounts ask");
    assert_eq!(taken(&until(3 * 365 - 1).await), []);
    // The campaign whose people were called a year later stays, with its people.
    let third = until(3 * 365 + 3).await;
    assert_eq!(taken(&third), [("campagne", 2), ("difficulte", 1), ("reponse", 1)]);
    assert_eq!((rows(&app, "campagne").await, rows(&app, "sollicitation").await), (1, 1));
    let voiced = app.difficultes(&proof(ground.cpts)).await.unwrap();
    let one = &voiced[0].difficulte;
    assert_eq!((one.texte.as_str(), one.has_author()), ("Sorties sans lettre", false));
    assert_eq!(one.auteur.profession.as_deref(), Some("60"), "it is still counted by profession");
    let named = format!("SELECT jeton FROM reponse WHERE jeton LIKE '%{}%'", ground.who);
    assert_eq!(app.db().texts(&named).await, Vec::<String>::new());
    assert_eq!(app.db().texts("SELECT profession FROM reponse WHERE commune IS NULL").await, ["60"]);
    assert_eq!(taken(&until(4 * 365 + 3).await), [("campagne", 2)]);
    assert_eq!(taken(&until(5 * 365 - 1).await), []);
    assert_eq!(taken(&until(5 * 365 + 3).await), [("convocation", 1), ("vote", 2)]);
    assert_eq!(rows(&app, "vote").await, 1, "the question and its result stay");
    assert_eq!(taken(&until(10 * 365 - 1).await), []);
    assert_eq!(taken(&until(10 * 365 + 4).await), [("adhesion", 2), ("feuille_presence", 2)]);
    assert_eq!((rows(&app, "presence").await, rows(&app, "feuille_presence").await), (0, 0));
}
