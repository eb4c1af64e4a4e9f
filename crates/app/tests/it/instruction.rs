//! A dossier addressed to institutions: filed, corrected, given opinions on, decided; what time does by itself.

use std::sync::Arc;

use app::dossier::instruction::{Attente, Copie, InstructionError, Jugement, NewCorrection, Refus};
use app::{AppError, Institution};
use domain::authz::{
    Actor, Allowed, AllowedIn, Author, DecideDepots, FileDossiers, GiveAvis, InstitutionKind,
    InstitutionPermission, InstitutionRole, InstructDepots, Permission, ReadDepots, ReadDossiers, Standing,
};
use domain::dossier::avis::{MotifOpposition, RefusSaisine, SensAvis};
use domain::dossier::correction::EtatCorrection;
use domain::dossier::instruction::{RefusDecision, Verdict};
use domain::dossier::{DossierKind, EtatDossier};
use domain::ids::{CptsId, DepotId, DossierId, InstitutionId, UserId};
use jiff::SignedDuration;
use jiff::civil::date;
use testkit::{Seat, SteppingClock, TestApp};

use super::audited;

fn proof<P: Permission>(cpts: CptsId) -> Allowed<P> {
    testkit::person(P::LINE.granted_to[0], cpts).authorize(cpts).unwrap()
}

/// A proof of the first role of an institution that holds the permission.
fn within<P: InstitutionPermission>(institution: InstitutionId) -> AllowedIn<P> {
    let standing =
        Standing { institutions: vec![(institution, P::GRANTED_TO[0])], strong: true, ..Standing::default() };
    Actor::person(UserId(uuid::Uuid::from_u128(77)), standing).authorize_in(institution).unwrap()
}

/// A CPTS, a desk, a dossier; the clock moves.
struct Bureau {
    app: TestApp,
    clock: Arc<SteppingClock>,
    cpts: CptsId,
    guichet: InstitutionId,
    dossier: DossierId,
}

async fn institution(app: &TestApp, kind: InstitutionKind, name: &str) -> InstitutionId {
    let made = app.create_institution(&testkit::operates(), (kind, name), true).await.unwrap();
    let role = kind.roles()[0];
    app.seated(Seat::Institution(made.id, role)).await;
    made.id
}

async fn regional(app: &TestApp, kind: InstitutionKind, (name, region): (&str, &str)) -> InstitutionId {
    let id = InstitutionId(app.unknown_id());
    let new = Institution { id, kind, name: name.into(), fictitious: true, region: Some(region.into()) };
    let tx = app.store().write().await.unwrap();
    tx.add_institution(&new, testkit::now()).await.unwrap();
    tx.commit().await.unwrap();
    id
}

impl Bureau {
    async fn new(kind: DossierKind) -> Self {
        let clock = Arc::new(SteppingClock::default());
        let moving = clock.clone();
        let app = TestApp::with(|settings| settings.clock = moving).await;
        let cpts = app.tenant("CPTS du Val").await;
        app.seated(Seat::Cpts(cpts, domain::authz::Role::Coordinateur)).await;
        let guichet = regional(&app, InstitutionKind::GuichetUrps, ("Guichet imaginaire", "76")).await;
        app.seated(Seat::Institution(guichet, InstitutionRole::Guichet)).await;
        let dossier = app.begun_dossier(cpts, kind, guichet).await;
        Self { app, clock, cpts, guichet, dossier }
    }

    async fn file(&self, texte: &str) -> DepotId {
        self.app.file_version((self.cpts, self.dossier), texte, &[]).await
    }

    fn desk<P: InstitutionPermission>(&self) -> AllowedIn<P> {
        within(self.guichet)
    }

    async fn correction(&self, depot: DepotId, champ: &str) -> Result<(), InstructionError> {
        let new = NewCorrection {
            champ: champ.into(),
            extrait: String::new(),
            texte: format!("Précisez le champ {champ}."),
        };
        let desk = self.desk::<InstructDepots>();
        self.app.prepare_correction(&desk, (self.dossier, depot), &new).await.map(|_| ())
    }

    async fn etat(&self) -> EtatDossier {
        self.app.echanges(&proof::<ReadDossiers>(self.cpts), self.dossier).await.unwrap().dossier.etat
    }

    async fn opinion(&self, of: InstitutionId, sens: SensAvis, motif: &str) -> Result<(), InstructionError> {
        self.app.give_opinion(&within::<GiveAvis>(of), self.dossier, (Some(sens), motif)).await
    }

    async fn decide(&self, verdict: &Verdict) -> Result<(), InstructionError> {
        self.app.decide_dossier(&self.desk::<DecideDepots>(), self.dossier, verdict).await
    }

    /// Complete, and asked of these institutions.
    async fn instructed(&self, institutions: &[InstitutionId]) {
        self.file("Première version.").await;
        self.app.declare_complete(&self.desk(), self.dossier, None).await.unwrap();
        if !institutions.is_empty() {
            self.app.ask_opinions(&self.desk(), self.dossier, institutions).await.unwrap();
        }
    }

    async fn mails(&self, template: &str) -> usize {
        let query = format!("SELECT address FROM mail WHERE template = '{template}'");
        self.app.db().texts(&query).await.len()
    }
}

/// A text without its line ends and its French spaces.
fn in_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn clock_now(clock: &SteppingClock) -> jiff::Timestamp {
    app::Clock::now(clock)
}

fn refus(error: InstructionError) -> Refus {
    match error {
        InstructionError::Refused(_, refus) => refus,
        other => panic!("{other}"),
    }
}

fn accepts() -> Verdict {
    Verdict { acceptee: Some(true), motif: "Le projet répond aux besoins.".into(), ..Verdict::default() }
}

#[tokio::test]
async fn a_dossier_is_filed_corrected_given_opinions_on_and_decided() {
    let bureau = Bureau::new(DossierKind::LettreIntention).await;
    let (app, id) = (&bureau.app, bureau.dossier);
    let first = bureau.file("Première version.").await;
    assert_eq!(bureau.mails("dossier_depose").await, 1);
    let lines = app.desk(&bureau.desk::<ReadDepots>()).await.unwrap();
    assert_eq!(
        (lines.len(), &lines[0].cpts[..], &lines[0].attentes[..]),
        (1, "CPTS du Val", &[Attente::Verifier][..])
    );

    // Two corrections; the CPTS sees them once they are sent.
    bureau.correction(first, "intitule").await.unwrap();
    bureau.correction(first, "missions").await.unwrap();
    let unknown = bureau.correction(first, "inconnu").await.unwrap_err();
    assert_eq!(refus(unknown), Refus::Champ);
    let reads: Allowed<ReadDossiers> = proof(bureau.cpts);
    assert!(app.echanges(&reads, id).await.unwrap().corrections.is_empty());
    let early = app.declare_complete(&bureau.desk(), id, None).await.unwrap_err();
    assert_eq!(refus(early), Refus::CorrectionsEnCours(2));
    assert_eq!(app.send_corrections(&bureau.desk(), id).await.unwrap(), 2);
    assert_eq!(bureau.etat().await, EtatDossier::ACompleter);
    let mail = in_one_line(&app.mail_text(&format!("dossier_corrections:{id}")).await);
    assert!(mail.contains("2 corrections sont demandées") && mail.contains("/echanges"), "{mail}");
    assert!(!mail.contains("Précisez"), "the content stays in Maillage: {mail}");

    // The CPTS answers one, and files; the other follows without a word.
    let asked = app.echanges(&reads, id).await.unwrap().corrections;
    assert_eq!(asked.len(), 2);
    let files: Allowed<FileDossiers> = proof(bureau.cpts);
    app.answer_correction(&files, (id, asked[0].id), "L'intitulé est complété.").await.unwrap();
    assert_eq!(app.unanswered_corrections(&files, id).await.unwrap().len(), 1);
    assert_eq!(bureau.mails("dossier_reponses").await, 0);
    app.answer_correction(&files, (id, asked[1].id), "Les missions sont décrites.").await.unwrap();
    assert_eq!(bureau.mails("dossier_reponses").await, 1);
    bureau.clock.minutes(60);
    let second = bureau.file("Seconde version.").await;
    let late = app.answer_correction(&files, (id, asked[0].id), "Encore.").await.unwrap_err();
    assert_eq!(refus(late), Refus::Etat);

    // The desk lifts one, maintains the other, and the CPTS answers again by filing.
    let judge = |correction, jugement| async move {
        app.judge_correction(&within(bureau.guichet), (id, correction), jugement).await
    };
    judge(asked[0].id, Jugement::Lever).await.unwrap();
    judge(asked[1].id, Jugement::Maintenir("La troisième manque.")).await.unwrap();
    assert_eq!(app.send_corrections(&bureau.desk(), id).await.unwrap(), 1);
    bureau.clock.minutes(60);
    bureau.file("Troisième version.").await;
    let carried = app.echanges(&reads, id).await.unwrap().corrections;
    assert_eq!(carried[1].etat, EtatCorrection::Repondue);
    assert_eq!(carried[1].fiche.tours.last().unwrap().version, Some(3));
    judge(asked[1].id, Jugement::Lever).await.unwrap();
    app.declare_complete(&bureau.desk(), id, None).await.unwrap();

    // Three opinions, then the decision and its letter.
    let kinds = [InstitutionKind::Ars, InstitutionKind::Cpam, InstitutionKind::Msa];
    let mut all = Vec::new();
    for kind in kinds {
        all.push(institution(app, kind, kind.label()).await);
    }
    app.ask_opinions(&bureau.desk(), id, &all).await.unwrap();
    assert_eq!(bureau.mails("dossier_avis_demande").await, 3);
    bureau.opinion(all[0], SensAvis::Favorable, "").await.unwrap();
    bureau.opinion(all[1], SensAvis::Reserves, "Attention au calendrier.").await.unwrap();
    bureau.opinion(all[2], SensAvis::SansAvis, "Hors de notre champ.").await.unwrap();
    assert_eq!(bureau.mails("dossier_avis_rendu").await, 3);
    let vue = app.desk_one(&bureau.desk(), id).await.unwrap();
    assert_eq!(vue.ligne.attentes, [Attente::Decider]);
    app.set_commission(&bureau.desk(), id, date(2026, 11, 22)).await.unwrap();
    bureau.decide(&accepts()).await.unwrap();
    assert_eq!(bureau.etat().await, EtatDossier::Accepte);
    assert_eq!(bureau.mails("dossier_decision").await, 4, "the CPTS and the three institutions");
    let letter = app.decision_letter(&reads, id).await.unwrap();
    assert!(letter.1.starts_with(b"%PDF"));
    bureau.clock.minutes(60 * 24 * 40);
    assert_eq!(app.decision_letter(&reads, id).await.unwrap(), letter);
    for one in &all {
        assert_eq!(app.desk_decision_letter(&within::<ReadDepots>(*one), id).await.unwrap(), letter);
    }
    assert_eq!(refus(bureau.decide(&accepts()).await.unwrap_err()), Refus::Decision(RefusDecision::Etat));

    // The frozen copy of the second version is still the one that was filed.
    let (_, bytes) =
        app.desk_document(&within::<ReadDepots>(all[2]), (id, second), Copie::Pdf).await.unwrap();
    assert_eq!(bytes, b"%PDF-1.7 Seconde version.");

    // Each step is in the journal of the CPTS.
    let acts: Vec<String> =
        audited(app, bureau.cpts).await.into_iter().map(|one| one.changes.to_string()).collect();
    for key in [
        "prepared",
        "corrections_sent",
        "answered",
        "lifted",
        "maintained",
        "complete",
        "opinion_asked",
        "opinion_given",
        "commission",
        "decided",
    ] {
        assert!(acts.iter().any(|act| act.contains(key)), "{key} is missing from {acts:?}");
    }
    assert!(
        !acts.iter().any(|act| act.contains("reserves")),
        "what an institution thinks is not in the journal"
    );
}

#[tokio::test]
async fn a_correction_on_a_version_that_is_no_longer_current_is_refused() {
    let bureau = Bureau::new(DossierKind::LettreIntention).await;
    let first = bureau.file("Première version.").await;
    bureau.correction(first, "intitule").await.unwrap();
    bureau.app.send_corrections(&bureau.desk(), bureau.dossier).await.unwrap();
    let waiting = bureau.correction(first, "missions").await.unwrap_err();
    assert_eq!(refus(waiting), Refus::Etat, "the CPTS has it");
    bureau.file("Seconde version.").await;
    let late = bureau.correction(first, "missions").await.unwrap_err();
    assert!(matches!(late, InstructionError::NotCurrent), "{late}");
}

#[tokio::test]
async fn a_dossier_that_is_filed_is_not_filed_again_before_it_comes_back() {
    let bureau = Bureau::new(DossierKind::LettreIntention).await;
    bureau.file("Première version.").await;
    let files: Allowed<FileDossiers> = proof(bureau.cpts);
    let tx = bureau.app.store().write().await.unwrap();
    let mut dossier = tx.dossier_to_edit(&files, bureau.dossier).await.unwrap().unwrap();
    assert!(!dossier.etat.may_be_filed());
    let who = Author::System("essai".into());
    assert!(dossier.pass(EtatDossier::Depose, (&who, clock_now(&bureau.clock)), "").is_err());
}

#[tokio::test]
async fn an_institution_without_a_request_or_of_another_region_reaches_nothing() {
    let bureau = Bureau::new(DossierKind::LettreIntention).await;
    let (app, id) = (&bureau.app, bureau.dossier);
    let own = regional(app, InstitutionKind::Ars, ("ARS d'ici", "76")).await;
    let other = regional(app, InstitutionKind::Ars, ("ARS d'ailleurs", "75")).await;
    bureau.instructed(&[own]).await;
    let vue = app.desk_one(&bureau.desk(), id).await.unwrap();
    assert!(vue.candidates.iter().all(|one| one.id != other), "it is not offered");
    let asked = app.ask_opinions(&bureau.desk(), id, &[other]).await.unwrap_err();
    assert_eq!(refus(asked), Refus::Saisine(RefusSaisine::Region));
    let twice = app.ask_opinions(&bureau.desk(), id, &[own]).await.unwrap_err();
    assert_eq!(refus(twice), Refus::Saisine(RefusSaisine::Already));

    let reads = within::<ReadDepots>(other);
    assert!(app.desk(&reads).await.unwrap().is_empty());
    assert!(matches!(app.desk_one(&reads, id).await, Err(AppError::NotFound)));
    let depot = vue.depots[0].id;
    assert!(matches!(app.desk_document(&reads, (id, depot), Copie::Pdf).await, Err(AppError::NotFound)));
    let not_found = |error: InstructionError| matches!(error, InstructionError::App(AppError::NotFound));
    assert!(not_found(bureau.opinion(other, SensAvis::Favorable, "").await.unwrap_err()));
    let verdict = accepts();
    let decides = within::<DecideDepots>(other);
    assert!(not_found(app.decide_dossier(&decides, id, &verdict).await.unwrap_err()));

    // A request that was ended closes the door behind it.
    let request = vue.saisines.iter().find(|(one, _)| one.institution == own).unwrap().0.id;
    app.end_opinion_request(&bureau.desk(), (id, request)).await.unwrap();
    assert!(matches!(app.desk_one(&within(own), id).await, Err(AppError::NotFound)));
    assert!(not_found(bureau.opinion(own, SensAvis::Favorable, "").await.unwrap_err()));
}

#[tokio::test]
async fn nobody_sees_the_opinions_of_the_others_before_giving_one() {
    let bureau = Bureau::new(DossierKind::LettreIntention).await;
    let app = &bureau.app;
    let ars = institution(app, InstitutionKind::Ars, "ARS").await;
    let cpam = institution(app, InstitutionKind::Cpam, "CPAM").await;
    bureau.instructed(&[ars, cpam]).await;
    let silent = bureau.opinion(ars, SensAvis::Defavorable, " ").await.unwrap_err();
    assert!(matches!(refus(silent), Refus::Texte(_)), "an unfavourable opinion says why");
    bureau.opinion(ars, SensAvis::Defavorable, "Le territoire est trop petit.").await.unwrap();
    let seen =
        async |who: InstitutionId| app.desk_one(&within(who), bureau.dossier).await.unwrap().avis.len();
    assert_eq!((seen(ars).await, seen(cpam).await, seen(bureau.guichet).await), (1, 0, 1));
    bureau.opinion(cpam, SensAvis::Favorable, "").await.unwrap();
    assert_eq!((seen(ars).await, seen(cpam).await), (2, 2));
    bureau.clock.minutes(1);
    bureau.opinion(ars, SensAvis::Favorable, "").await.unwrap();
    let vue = app.desk_one(&within(ars), bureau.dossier).await.unwrap();
    assert_eq!(
        vue.siens.iter().map(|one| one.sens).collect::<Vec<_>>(),
        [SensAvis::Defavorable, SensAvis::Favorable]
    );
    assert!(vue.avis.iter().all(|one| one.sens == SensAvis::Favorable), "the last one counts");
}

#[tokio::test]
async fn a_decision_waits_for_every_opinion_or_says_why_it_does_not() {
    let bureau = Bureau::new(DossierKind::LettreIntention).await;
    let app = &bureau.app;
    let cpam = institution(app, InstitutionKind::Cpam, "CPAM").await;
    let ars = institution(app, InstitutionKind::Ars, "ARS").await;
    bureau.instructed(&[cpam, ars]).await;
    bureau.opinion(ars, SensAvis::Favorable, "").await.unwrap();
    assert_eq!(refus(bureau.decide(&accepts()).await.unwrap_err()), Refus::Decision(RefusDecision::Avis(1)));
    let verdict = Verdict { sans_avis: "La CPAM répondra par écrit.".into(), ..accepts() };
    let other = app.decide_dossier(&within(cpam), bureau.dossier, &verdict).await.unwrap_err();
    assert_eq!(refus(other), Refus::PasDecideur);
    app.set_commission(&bureau.desk(), bureau.dossier, date(2026, 11, 23)).await.unwrap();
    let past = app.set_commission(&bureau.desk(), bureau.dossier, date(2026, 11, 21)).await.unwrap_err();
    assert_eq!(refus(past), Refus::JourPasse);
    let early = refus(bureau.decide(&verdict).await.unwrap_err());
    assert_eq!(early, Refus::Decision(RefusDecision::Commission(date(2026, 11, 23))));
    bureau.clock.step(SignedDuration::from_hours(24));
    // The agency may record it too.
    app.decide_dossier(&within(ars), bureau.dossier, &verdict).await.unwrap();
    let decision = app.echanges(&proof(bureau.cpts), bureau.dossier).await.unwrap().decision.unwrap();
    assert_eq!(decision.fiche.sans_avis, "La CPAM répondra par écrit.");
    assert_eq!(decision.fiche.commission, Some(date(2026, 11, 23)));
}

#[tokio::test]
async fn a_project_without_opposition_after_two_months_is_deemed_validated() {
    let bureau = Bureau::new(DossierKind::ProjetSante).await;
    let (app, id) = (&bureau.app, bureau.dossier);
    bureau.file("Projet.").await;
    let early = app.declare_complete(&bureau.desk(), id, Some(date(2026, 11, 21))).await.unwrap_err();
    assert_eq!(refus(early), Refus::Reception(date(2026, 11, 22)), "before it was filed");
    app.declare_complete(&bureau.desk(), id, Some(date(2026, 11, 22))).await.unwrap();
    let line = app.desk(&bureau.desk::<ReadDepots>()).await.unwrap().remove(0);
    assert_eq!(line.echeance, Some(date(2027, 1, 22)));

    // The last day: 22 January, at 22 h 30 in Paris.
    bureau
        .clock
        .step("2027-01-22T21:30:00Z".parse::<jiff::Timestamp>().unwrap().duration_since(testkit::now()));
    assert_eq!(bureau.etat().await, EtatDossier::EnInstruction);
    let vague = Verdict { acceptee: Some(false), motif: "Non.".into(), ..Verdict::default() };
    assert_eq!(refus(bureau.decide(&vague).await.unwrap_err()), Refus::Decision(RefusDecision::Opposition));

    // The day after, pages say it before the night has written it, and nobody opposes any more.
    bureau.clock.step(SignedDuration::from_hours(2));
    assert_eq!(bureau.etat().await, EtatDossier::Accepte);
    let opposes = Verdict { opposition: Some(MotifOpposition::Territoire), ..vague };
    assert_eq!(refus(bureau.decide(&opposes).await.unwrap_err()), Refus::Silence(date(2027, 1, 22)));
    app.run_due_jobs().await.unwrap();
    bureau.clock.minutes(61);
    app.run_due_jobs().await.unwrap();
    let known = app.echanges(&proof(bureau.cpts), id).await.unwrap();
    let last = known.dossier.fiche.passages.last().unwrap();
    assert_eq!(
        (last.etat, last.motif.as_str()),
        (EtatDossier::Accepte, "réputé validé par le silence de l'ARS")
    );
    assert_eq!(last.at.to_string(), "2027-01-22T23:00:00Z");
    let kept = app.db().texts("SELECT etat FROM dossier").await;
    assert_eq!(kept, ["accepte"]);
    assert_eq!(bureau.mails("dossier_silence").await, 2, "the CPTS and the desk");
    let board = app.region_board(&bureau.desk()).await.unwrap().unwrap();
    assert_eq!(board.lignes[0].suivi.etape, "valide", "the silence moves it on the board too");
    let acts = audited(app, bureau.cpts).await;
    assert!(acts.iter().any(|act| act.changes.to_string().contains("deemed")));
}

#[tokio::test]
async fn corrections_make_the_two_months_start_again() {
    let bureau = Bureau::new(DossierKind::ProjetSante).await;
    let (app, id) = (&bureau.app, bureau.dossier);
    let first = bureau.file("Projet.").await;
    app.declare_complete(&bureau.desk(), id, None).await.unwrap();
    bureau.correction(first, "missions").await.unwrap();
    app.send_corrections(&bureau.desk(), id).await.unwrap();
    let known = app.echanges(&proof(bureau.cpts), id).await.unwrap();
    assert_eq!((known.dossier.fiche.recu_le, known.echeance), (None, None));
    bureau.clock.step(SignedDuration::from_hours(24 * 90));
    assert_eq!(bureau.etat().await, EtatDossier::ACompleter, "nothing runs while the CPTS has it");
    assert_eq!(app.echanges(&proof(bureau.cpts), id).await.unwrap().jours.cpts, 90);
}

#[tokio::test]
async fn reminders_leave_once_each_on_working_days() {
    let bureau = Bureau::new(DossierKind::LettreIntention).await;
    let app = &bureau.app;
    bureau.file("Première version.").await;
    app.run_due_jobs().await.unwrap();
    // Ten days later: Wednesday 2 December.
    bureau.clock.step(SignedDuration::from_hours(24 * 9));
    app.run_due_jobs().await.unwrap();
    assert_eq!(bureau.mails("dossier_rappel").await, 0);
    bureau.clock.step(SignedDuration::from_hours(24));
    app.run_due_jobs().await.unwrap();
    assert_eq!(bureau.mails("dossier_rappel").await, 1);
    let mail = in_one_line(&app.mail_text(&format!("dossier_rappel:{}", bureau.dossier)).await);
    assert!(mail.contains("Vérifier un dossier déposé"), "{mail}");
    bureau.clock.step(SignedDuration::from_hours(48));
    app.run_due_jobs().await.unwrap();
    assert_eq!(bureau.mails("dossier_rappel").await, 1, "once");
}
