//! Erasing somebody of the community who has no account: the whole database is searched for what was erased.

use std::collections::BTreeMap;

use app::communaute::NewPerson;
use app::communaute::adhesions::{Demandeur, NewAdhesion};
use app::communaute::imports::Tous;
use domain::authz::{
    EditCommunaute, EditQuestionnaires, ManageAdhesions, ManagePresences, ReadGroupes, ReadQuestionnaires,
};
use domain::communaute::adhesions::{Identite, Verification};
use domain::communaute::effacement::{Authored as _, ERASED_WORDS};
use domain::communaute::mobilisation::CampagneCanal;
use domain::communaute::questionnaires::{
    Auteur, Contact, Difficulte, DifficulteFiche, EnvoiKind, EtatDifficulte,
};
use domain::communaute::saisie::{SaisieCanal, SaisieContact, SaisiePersonne, SaisieStructure};
use domain::communaute::{CanalKind, Moyen, Presence, PresenceFiche, PresenceState};
use domain::ids::{CptsId, DifficulteId, PersonneId, PresenceId, QuestionnaireId, ReunionId};
use testkit::{TestApp, now};

use super::gouvernance::{assembly, proof};

const EMAIL: &str = "apolline.exemple@courriel.test";
const PHONE: &str = "06 12 34 56 78";
const RPPS: &str = "10101234564";

/// Where something of the person is still written.
async fn traces(app: &TestApp) -> Vec<String> {
    let all = super::effacement::dump(app).await;
    let names = |text: &str| {
        let text = text.to_lowercase();
        ["apolline", "612345678", "12 34 56 78", RPPS].iter().any(|said| text.contains(said))
    };
    let mut found: Vec<String> =
        all.into_iter().filter(|(_, text)| names(text)).map(|(place, _)| place).collect();
    found.dedup();
    found
}

async fn added(app: &TestApp, cpts: CptsId) -> PersonneId {
    let saisie = SaisiePersonne {
        nom: "Exemple".into(),
        prenom: "Apolline".into(),
        rpps: RPPS.into(),
        profession: "60".into(),
        canaux: vec![
            SaisieCanal::new(CanalKind::Courriel, EMAIL),
            SaisieCanal::new(CanalKind::Telephone, PHONE),
        ],
        remarque: "Apolline vient le jeudi.".into(),
        ..SaisiePersonne::default()
    };
    app.add_person(&proof(cpts), NewPerson { saisie, etape: None }).await.unwrap().0
}

/// A file that completes their sheet, with a line to correct that names them; and another one that waits.
async fn imported(app: &TestApp, cpts: CptsId) {
    let text = format!(
        "Nom;Prénom;RPPS;Téléphone;Remarque\nEXEMPLE;Apolline;{RPPS};04 68 00 00 01;Apolline remplace le vendredi\n\
         EXEMPLE;Apolline;10101234565;{PHONE};\nSPECIMEN;Dominique;;04 68 00 00 02;\n"
    );
    let id = app.read_import(&proof(cpts), ("annuaire.csv", text.clone().into_bytes())).await.unwrap();
    let all = (BTreeMap::new(), Some(Tous::Rattacher));
    app.decide_import(&proof(cpts), id, all).await.unwrap();
    let lot = app.apply_import(&proof(cpts), id).await.unwrap();
    assert_eq!((lot.contenu.completees.len(), lot.contenu.a_revoir.len()), (1, 1));
    app.read_import(&proof(cpts), ("encore.csv", text.into_bytes())).await.unwrap();
}

async fn answered(app: &TestApp, cpts: CptsId, who: PersonneId) -> QuestionnaireId {
    let id = super::questionnaires::opened(app, cpts).await;
    app.send_questionnaire(&proof(cpts), id, (EnvoiKind::Invitation, &[who])).await.unwrap();
    let token = super::questionnaires::token(app, id, who).await;
    for words in ["Je suis Apolline et je suis seule", "Moi, Apolline, je ne trouve pas de remplaçant"] {
        let given = super::questionnaires::given(&[("commune", "autre"), ("difficulte", words)]);
        app.answer_questionnaire(&token, &given).await.unwrap();
    }
    let voiced = app.difficultes(&proof(cpts)).await.unwrap()[0].difficulte.id;
    let theme = app.themes(&proof(cpts)).await.unwrap()[0].cle.clone();
    app.sort_one((&proof(cpts), &proof(cpts)), voiced, &[theme]).await.unwrap();
    app.tell_author(&proof(cpts), voiced, ("Chère Apolline, nous cherchons.", true)).await.unwrap();
    id
}

async fn came(app: &TestApp, cpts: CptsId, who: PersonneId) -> ReunionId {
    let reunion = assembly(app, cpts).await;
    let one = Presence {
        id: PresenceId(app.unknown_id()),
        reunion,
        personne: Some(who),
        moyen: Moyen::Qr,
        state: PresenceState::Comptee,
        arrivee: now(),
        depart: None,
        jeton: "essai".into(),
        recue_at: now(),
        fiche: PresenceFiche {
            nom: "Exemple".into(),
            prenom: "Apolline".into(),
            appareil: Some("marque".into()),
            ..PresenceFiche::default()
        },
    };
    let tx = app.store().write().await.unwrap();
    tx.add_presence(&proof::<ManagePresences>(cpts), &one).await.unwrap();
    tx.commit().await.unwrap();
    reunion
}

async fn asked_to_join(app: &TestApp, cpts: CptsId) {
    let identite = Identite {
        nom: "Exemple".into(),
        prenom: "Apolline".into(),
        rpps: Some(RPPS.into()),
        courriel: Some(EMAIL.into()),
        ..Identite::default()
    };
    let new = NewAdhesion {
        demandeur: Demandeur::Declare(identite),
        annee: app.today().year(),
        verifications: Verification::ALL.to_vec(),
        categorie: None,
        complete: false,
        source: "lien public".into(),
    };
    app.request_adhesion(&proof::<ManageAdhesions>(cpts), new).await.unwrap();
}

async fn is_contact(app: &TestApp, cpts: CptsId, who: PersonneId) {
    let contact = |nom: &str, personne| SaisieContact {
        nom: nom.into(),
        personne,
        canaux: vec![(0, SaisieCanal::new(CanalKind::Telephone, "04 68 00 00 03"))],
        ..SaisieContact::default()
    };
    let saisie = SaisieStructure {
        nom: "Clinique d'exemple".into(),
        kind: "clinique".into(),
        contacts: vec![contact("Mme Apolline Exemple", Some(who)), contact("Dominique Spécimen", None)],
        ..SaisieStructure::default()
    };
    app.add_structure(&proof(cpts), &saisie).await.unwrap();
}

/// A difficulty of somebody without a sheet, who left a name and an address to be told.
async fn heard(app: &TestApp, cpts: CptsId) {
    let contact = Contact { nom: "Apolline".into(), courriel: EMAIL.into() };
    let voiced = Difficulte {
        id: DifficulteId(app.unknown_id()),
        texte: "Apolline manque de places".into(),
        etat: EtatDifficulte::Exprimee,
        auteur: Auteur::default(),
        reponse: None,
        groupe: None,
        fiche: DifficulteFiche { contact: Some(contact), ..DifficulteFiche::default() },
        created_at: now(),
        version: 1,
        removed_at: None,
    };
    let tx = app.store().write().await.unwrap();
    tx.add_difficulte(&proof::<EditQuestionnaires>(cpts), &voiced).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn nothing_of_an_erased_person_of_the_community_is_left_and_what_was_counted_stays() {
    let app = TestApp::new().await;
    let cpts = app.tenant("CPTS du Val").await;
    let who = added(&app, cpts).await;
    is_contact(&app, cpts, who).await;
    let campagne = super::mobilisation::made(&app, cpts, CampagneCanal::Courriel).await;
    app.launch_campagne(&proof(cpts), campagne).await.unwrap();
    let questionnaire = answered(&app, cpts, who).await;
    let reunion = came(&app, cpts, who).await;
    asked_to_join(&app, cpts).await;
    imported(&app, cpts).await;
    // Somebody without a sheet, reached by the same address, said something as well.
    heard(&app, cpts).await;
    let before = traces(&app).await;
    for place in [
        "adhesion.fiche",
        "brouillon_import.content",
        "difficulte.fiche",
        "difficulte.texte",
        "lot.content",
        "mail.address",
        "personne.fiche",
        "presence.fiche",
        "reponse.fiche",
        "sollicitation.fiche",
        "structure.fiche",
    ] {
        assert!(before.iter().any(|one| one == place), "nothing to erase in {place}: {before:?}");
    }
    app.erase_sheet(&proof::<EditCommunaute>(cpts), who).await.unwrap();
    assert_eq!(traces(&app).await, Vec::<String>::new());
    // What was counted stays: an answer, a difficulty under its theme, a presence, other people's lines.
    let territory = testkit::person(domain::authz::Role::Coordinateur, cpts).authorize(cpts).unwrap();
    let results =
        app.read_questionnaire((&proof::<ReadQuestionnaires>(cpts), &territory), questionnaire).await;
    assert_eq!(results.unwrap().resultats.reponses, 1);
    let voiced = app.difficultes(&proof::<ReadQuestionnaires>(cpts)).await.unwrap();
    assert_eq!(voiced.len(), 2);
    assert!(voiced.iter().all(|one| one.difficulte.texte == ERASED_WORDS && !one.difficulte.has_author()));
    assert!(voiced.iter().any(|one| one.difficulte.fiche.themes.as_ref().is_some_and(|all| all.len() == 1)));
    let tx = app.store().read().await.unwrap();
    let presences = tx.presences(&proof::<ReadGroupes>(cpts), reunion).await.unwrap();
    assert_eq!((presences.len(), presences[0].personne), (1, Some(who)));
    drop(tx);
    let structures = app.structures(&proof(cpts)).await.unwrap();
    assert_eq!(structures[0].fiche.contacts[0].nom, "Dominique Spécimen");
    assert_eq!(structures[0].fiche.contacts.len(), 1);
}
