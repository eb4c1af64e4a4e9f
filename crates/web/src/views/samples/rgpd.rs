//! Personal data and the journal, with invented data.

use app::Chain;
use app::rgpd::{
    ConservationReport, Controller, DemandeLine, DemandeRow, DossierSection, DossierValue, LineContent,
    Origin, Registre, RegistreLine, ViolationLine, ViolationRow,
};
use domain::authz::Author;
use domain::ids::{CptsId, DemandeId, UserId, ViolationId};
use domain::rgpd::conservation::retentions;
use domain::rgpd::demande::{Droit, EtatDemande};
use domain::rgpd::violation::EtatViolation;
use jiff::Timestamp;
use jiff::civil::date;
use uuid::Uuid;

use super::super::journal::{self, JournalQuery, JournalRow, Place};
use super::super::rgpd::{conservation, demandes, donnees, notice, registre, violations};
use super::super::{Page, Section};
use super::{Sample, sample};

const BASE: &str = "/c/vallee-verte/organisation";
const CPTS: &str = "CPTS de la Vallée Verte";

fn page(title: &str) -> Page {
    Page::of_cpts("vallee-verte", CPTS, Section::Organisation, title).under("Organisation", BASE)
}

fn moment(_: Timestamp) -> String {
    "22/11/2026 à 10\u{a0}h\u{a0}00".to_owned()
}

fn register(complete: bool) -> Registre {
    let content = LineContent {
        title: "Comptes et connexion".into(),
        purpose: "Ouvrir Maillage aux seules personnes autorisées.".into(),
        ground: "Intérêt légitime".into(),
        data: "Nom\nAdresse de courriel".into(),
        retention: "36 mois".into(),
        ..LineContent::default()
    };
    let line = |key: &str, origin, without_object| RegistreLine {
        key: key.into(),
        content: content.clone(),
        origin,
        without_object,
        to_confirm: (origin == Origin::Proposed).then(|| "à confirmer par la CPTS".into()),
        changed: None,
    };
    let controller = Controller {
        legal_name: complete.then(|| "Association de la Vallée Verte".into()),
        address: complete.then(|| "1 place de la Mairie, 96000 Valverte".into()),
        email: complete.then(|| "contact@exemple.fr".into()),
        dpo_email: complete.then(|| "dpo@exemple.fr".into()),
        ..Controller::default()
    };
    Registre {
        controller,
        lines: vec![
            line("comptes", Origin::Proposed, false),
            line("lettre", Origin::Own, false),
            line("paiements", Origin::Changed, true),
        ],
    }
}

fn demande(state: EtatDemande, droit: Droit) -> DemandeLine {
    DemandeLine {
        row: DemandeRow {
            id: DemandeId(Uuid::from_u128(1)),
            cpts: CptsId(Uuid::from_u128(2)),
            user: Some(UserId(Uuid::from_u128(3))),
            person: "Camille Exemple".into(),
            droit,
            message: Some("Je voudrais savoir ce que vous gardez.".into()),
            received_on: date(2026, 11, 2),
            due_on: date(2026, 12, 2),
            answered_on: None,
            answer: None,
            created_by: Author::System("exemple".into()),
        },
        state,
        extended: false,
    }
}

fn violation() -> ViolationLine {
    ViolationLine {
        row: ViolationRow {
            id: ViolationId(Uuid::from_u128(4)),
            title: "Courriel mal adressé".into(),
            facts: "La liste d'une réunion est partie chez un tiers.".into(),
            categories: "Noms et adresses de membres".into(),
            people: Some(12),
            consequences: String::new(),
            measures: "Demande d'effacement au tiers.".into(),
            happened_at: None,
            discovered_at: Timestamp::UNIX_EPOCH,
            cnil_decision: None,
            cnil_reason: None,
            cnil_notified_at: None,
            people_told_at: None,
            closed_at: None,
        },
        state: EtatViolation::ANotifier { hours_left: 61 },
        deadline: Timestamp::UNIX_EPOCH,
    }
}

fn journal_samples() -> Vec<Sample> {
    let row = JournalRow {
        seq: 214,
        date: moment(Timestamp::UNIX_EPOCH),
        who: "Camille Exemple".into(),
        what: "a créé un territoire".into(),
        url: Some("/c/vallee-verte/territoires/t1".into()),
        details: vec![("Communes et IRIS".into(), "8".into())],
    };
    let query = JournalQuery {
        people: vec![("person:1".into(), "Camille Exemple".into(), true)],
        kinds: vec![("territoire".into(), "un territoire".into(), false)],
        from: ("demain".into(), Some("Cette date n'est pas lisible.".into())),
        ..JournalQuery::default()
    };
    let whole = Chain::Whole { lines: 214, last: "3f2a".repeat(16) };
    let base = format!("{BASE}/journal");
    let place = |total| Place { number: 2, pages: 5, total };
    let full = journal::view(page("Journal"), &base, &whole, &query, (&[row], place(214)));
    let broken = Chain::Broken { at: 12 };
    let empty = journal::view(page("Journal"), &base, &broken, &JournalQuery::default(), (&[], place(0)));
    vec![
        sample("journal", "Journal, filtre à corriger", &full),
        sample("journal-rompu", "Journal vide, chaîne rompue", &empty),
    ]
}

fn account_samples() -> Vec<Sample> {
    let sections = [DossierSection {
        table: "user_account",
        columns: vec!["name", "created_at"],
        rows: vec![vec![DossierValue::Text("Camille Exemple".into()), DossierValue::Empty]],
    }];
    let cpts = [(Uuid::from_u128(2).to_string(), CPTS.to_owned())];
    let asked = [demande(EtatDemande::EnCours { days_left: 10 }, Droit::Acces)];
    let own = |title: &str| Page::new(Section::Compte, title);
    let obstacle = "Donnez d'abord ce droit à une autre personne.".to_owned();
    vec![
        sample("mes-donnees", "Mes données", &donnees::view(own("Mes données"), &sections, &asked, &cpts)),
        sample(
            "mes-donnees-seul",
            "Mes données, sans CPTS",
            &donnees::view(own("Mes données"), &sections, &[], &[]),
        ),
        sample("effacement", "Effacer mon compte", &donnees::erase(own("Effacer mon compte"), None)),
        sample(
            "effacement-refuse",
            "Effacement à différer",
            &donnees::erase(own("Effacer mon compte"), Some(obstacle)),
        ),
        sample("compte-efface", "Compte effacé", &donnees::erased(Page::apart("Votre compte est effacé"))),
    ]
}

/// The pages of personal data and of the journal.
pub(super) fn samples() -> Vec<Sample> {
    let complete = register(true);
    let late = [
        demande(EtatDemande::EnRetard { days: 3 }, Droit::Effacement),
        demande(EtatDemande::EnCours { days_left: 10 }, Droit::Acces),
    ];
    let people = [("1".to_owned(), "Camille Exemple".to_owned())];
    let breach = violation();
    let typed = violations::Typed { title: "Courriel mal adressé".into(), ..violations::Typed::default() };
    let rules = retentions().expect("the rules of the program");
    let report = ConservationReport {
        at: Some(Timestamp::UNIX_EPOCH),
        next_at: Some(Timestamp::UNIX_EPOCH),
        counts: [("session".to_owned(), 12)].into(),
    };
    let mut all = journal_samples();
    all.extend(account_samples());
    all.extend([
        sample(
            "registre",
            "Registre des traitements",
            &registre::view(page("Registre"), BASE, (CPTS, &complete), true),
        ),
        sample(
            "registre-lecture",
            "Registre, à compléter",
            &registre::view(page("Registre"), BASE, (CPTS, &register(false)), false),
        ),
        sample(
            "traitement",
            "Modifier un traitement",
            &registre::form(page("Modifier un traitement"), BASE, complete.lines.first()),
        ),
        sample(
            "traitement-sans-objet",
            "Traitement sans objet",
            &registre::form(page("Modifier un traitement"), BASE, complete.lines.last()),
        ),
        sample(
            "traitement-erreur",
            "Nouveau traitement, erreur",
            &registre::form(page("Ajouter un traitement"), BASE, None)
                .refusing("titre", "Écrivez une réponse ici."),
        ),
        sample(
            "notice",
            "Notice d'information",
            &notice::view(page("Notice"), (CPTS, &complete), Some("/compte/donnees")),
        ),
        sample(
            "notice-publique",
            "Notice publique",
            &notice::view(Page::apart("Notice"), (CPTS, &register(false)), None),
        ),
        sample("demandes", "Demandes", &demandes::list(page("Demandes"), BASE, &late)),
        sample("demandes-vide", "Aucune demande", &demandes::list(page("Demandes"), BASE, &[])),
        sample(
            "demande-nouvelle",
            "Nouvelle demande, erreur",
            &demandes::form(page("Enregistrer une demande"), BASE, &people, "22/11/2026")
                .refusing("nature", "Choisissez une réponse."),
        ),
        sample("demande", "Une demande", &demandes::show(page("Demande"), BASE, &late[1], true)),
        sample(
            "demande-effacement",
            "Une demande d'effacement",
            &demandes::show(page("Demande"), BASE, &late[0], true),
        ),
        sample(
            "demande-effacer",
            "Effacer une personne",
            &demandes::erase(page("Effacer une personne"), BASE, &late[0]),
        ),
        sample(
            "violations",
            "Violations",
            &violations::list(page("Violations"), BASE, std::slice::from_ref(&breach), moment),
        ),
        sample(
            "violations-vide",
            "Aucune violation",
            &violations::list(page("Violations"), BASE, &[], moment),
        ),
        sample(
            "violation-nouvelle",
            "Déclarer une violation, erreur",
            &violations::form(page("Déclarer une violation"), BASE, &typed)
                .refusing("faits", "Écrivez une réponse ici."),
        ),
        sample(
            "violation",
            "Une violation",
            &violations::show(page("Violation"), BASE, (&breach, &typed), moment),
        ),
        sample(
            "conservation",
            "Durées de conservation",
            &conservation::view(page("Durées"), rules, &report, moment),
        ),
        sample(
            "conservation-avant",
            "Durées, avant le premier passage",
            &conservation::view(page("Durées"), rules, &ConservationReport::default(), moment),
        ),
        sample("nir", "Numéro retiré d'un texte", &crate::nir::example()),
    ]);
    all
}
