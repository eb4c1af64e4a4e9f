//! Questionnaires from the first word to the results, and difficulties that keep their identity.

use std::collections::BTreeMap;

use app::communaute::questionnaires::{Change, Facts, Given, NewDifficulte, QuestionnaireError, Refus};
use domain::authz::{Allowed, EditQuestionnaires, ReadQuestionnaires, ReadTerritoire, Role};
use domain::communaute::questionnaires::{EnvoiKind, EtatDifficulte, QuestionTapee, RefusReponse};
use domain::communaute::{Accord, Canal, CanalKind, Fiche, Personne, Statut};
use domain::ids::{CptsId, PersonneId, QuestionnaireId};
use jiff::ToSpan;
use testkit::{TestApp, person};

fn edits(cpts: CptsId) -> Allowed<EditQuestionnaires> {
    person(Role::Coordinateur, cpts).authorize(cpts).unwrap()
}

fn reads(cpts: CptsId) -> Allowed<ReadQuestionnaires> {
    person(Role::Pilote, cpts).authorize(cpts).unwrap()
}

fn territory(cpts: CptsId) -> Allowed<ReadTerritoire> {
    person(Role::Pilote, cpts).authorize(cpts).unwrap()
}

async fn somebody(app: &TestApp, cpts: CptsId, (nom, profession): (&str, &str)) -> PersonneId {
    let courriel = Canal {
        kind: CanalKind::Courriel,
        valeur: format!("{nom}@exemple.test"),
        accord: Accord::Inconnu,
        rebond: None,
        source: "essai".into(),
        depuis: app.today(),
    };
    let one = Personne {
        id: PersonneId(app.unknown_id()),
        nom: nom.into(),
        prenom: "Camille".into(),
        rpps: None,
        profession: Some(profession.into()),
        statut: Statut::Repere,
        user: None,
        fiche: Fiche { canaux: vec![courriel], ..Fiche::default() },
        created_at: testkit::now(),
        changed_at: testkit::now(),
        version: 1,
        fusionnee: None,
        removed_at: None,
    };
    let tx = app.store().write().await.unwrap();
    tx.add_personne(&edits(cpts), &one).await.unwrap();
    tx.commit().await.unwrap();
    one.id
}

/// An open questionnaire of two questions.
pub(super) async fn opened(app: &TestApp, cpts: CptsId) -> QuestionnaireId {
    let id = app.create_questionnaire(&edits(cpts), ("deux_questions", "")).await.unwrap();
    let last = app.today().saturating_add(10.days());
    app.open_questionnaire(&edits(cpts), id, (app.today(), last)).await.unwrap();
    id
}

/// The token of the last message to somebody.
pub(super) async fn token(app: &TestApp, id: QuestionnaireId, who: PersonneId) -> String {
    let text = app.mail_text(&format!("questionnaire:{id}:{who}")).await;
    let line = text.lines().find(|line| line.contains("/questionnaire/")).unwrap();
    line.rsplit('/').next().unwrap().to_owned()
}

pub(super) fn given(pairs: &[(&str, &str)]) -> Given {
    let one = |(cle, text): &(&str, &str)| ((*cle).to_owned(), vec![(*text).to_owned()]);
    Given { valeurs: pairs.iter().map(one).collect::<BTreeMap<_, _>>(), ..Given::default() }
}

fn refusal(error: QuestionnaireError) -> Vec<(String, Refus)> {
    match error {
        QuestionnaireError::Refused(all) => all,
        other => panic!("{other}"),
    }
}

#[tokio::test]
async fn a_personal_link_asks_once_counts_once_and_is_corrected_until_the_end() {
    let app = TestApp::new().await;
    let cpts = app.tenant("CPTS de test").await;
    let (nurse, doctor) =
        (somebody(&app, cpts, ("exemple", "60")).await, somebody(&app, cpts, ("specimen", "10")).await);
    let id = opened(&app, cpts).await;
    let sent =
        app.send_questionnaire(&edits(cpts), id, (EnvoiKind::Invitation, &[nurse, doctor])).await.unwrap();
    assert_eq!((sent.messages, sent.left_out), (2, 0));
    let own = token(&app, id, nurse).await;
    let page = app.open_questionnaire_link(&own).await.unwrap();
    let asked: Vec<&str> = page.asked.questions.iter().map(|one| one.cle.as_str()).collect();
    assert_eq!(asked, ["commune", "difficulte", "apport"], "the profession is known and not asked again");
    let answer = |text: &str| given(&[("commune", "autre"), ("difficulte", text)]);
    assert!(!app.answer_questionnaire(&own, &answer("Sorties sans lettre")).await.unwrap());
    assert!(app.answer_questionnaire(&own, &answer("Sorties sans lettre")).await.unwrap(), "sent twice");
    assert!(app.answer_questionnaire(&own, &answer("Sorties du vendredi sans lettre")).await.unwrap());
    let found = app.read_questionnaire((&reads(cpts), &territory(cpts)), id).await.unwrap();
    assert_eq!((found.resultats.reponses, found.resultats.total.sollicites), (1, 2));
    let nurses =
        found.resultats.professions.iter().find(|one| one.profession.as_deref() == Some("60")).unwrap();
    assert_eq!((nurses.reponses, nurses.repondants, nurses.taux()), (1, 1, Some(1.0)));
    let difficultes = app.difficultes(&reads(cpts)).await.unwrap();
    assert_eq!(difficultes.len(), 1);
    let born = &difficultes[0].difficulte;
    assert_eq!((born.texte.as_str(), born.auteur.personne), ("Sorties du vendredi sans lettre", Some(nurse)));
    assert_eq!(born.fiche.histoire.len(), 2, "voiced, then worded otherwise");
    let again = app.send_questionnaire(&edits(cpts), id, (EnvoiKind::Relance, &[])).await.unwrap();
    assert_eq!(again.messages, 1, "who answered is left alone");
    let all = app.recipients(&reads(cpts), id).await.unwrap();
    assert!(all.iter().all(|one| one.statut == Statut::Contacte));
    app.withdraw_answers(&own).await.unwrap();
    assert_eq!(app.difficultes(&reads(cpts)).await.unwrap().len(), 0);
    app.oppose_by_link(&own).await.unwrap();
    app.close_questionnaire(&edits(cpts), id).await.unwrap();
    let late = app.answer_questionnaire(&own, &answer("Trop tard")).await;
    assert!(matches!(late, Err(QuestionnaireError::Closed)));
}

#[tokio::test]
async fn a_common_link_asks_who_answers_and_a_page_sent_twice_counts_once() {
    let app = TestApp::with_reference().await;
    let cpts = app.tenant("CPTS de test").await;
    app.plot(cpts, "Val", &["96001", "96002"]).await;
    let id = opened(&app, cpts).await;
    let address = app.common_link(&edits(cpts), id).await.unwrap();
    let token = address.rsplit('/').next().unwrap().to_owned();
    let page = app.open_questionnaire_link(&token).await.unwrap();
    assert_eq!(page.asked.communes.len(), 2);
    let mut typed = given(&[("profession", "10"), ("commune", "96001"), ("difficulte", "Aucun rendez-vous")]);
    (typed.jeton, typed.courriel, typed.from) =
        (page.jeton.clone(), "medecin@exemple.test".into(), "192.0.2.1".into());
    app.answer_questionnaire(&token, &typed).await.unwrap();
    app.answer_questionnaire(&token, &typed).await.unwrap();
    let found = app.read_questionnaire((&reads(cpts), &territory(cpts)), id).await.unwrap();
    assert_eq!(found.reponses.len(), 1);
    assert_eq!(found.resultats.total.taux(), None, "nobody was asked by a personal link");
    assert!(found.officiel.is_some(), "the invented register counts this territory");
    for (text, refus) in
        [("Patiente née le 12/03/1941", Refus::Reponse(RefusReponse::Patient)), ("", Refus::Commune)]
    {
        let mut wrong = given(&[("profession", "10"), ("commune", "66001"), ("difficulte", text)]);
        wrong.jeton = page.jeton.clone();
        let said = refusal(app.answer_questionnaire(&token, &wrong).await.unwrap_err());
        assert!(said.iter().any(|(_, found)| *found == refus), "{said:?}");
    }
    let missing = refusal(app.answer_questionnaire(&token, &Given::default()).await.unwrap_err());
    assert!(missing.iter().any(|(field, _)| field == "profession"), "{missing:?}");
    app.revoke_common_links(&edits(cpts), id).await.unwrap();
    assert!(matches!(app.open_questionnaire_link(&token).await, Err(app::AppError::LinkOver)));
}

#[tokio::test]
async fn a_question_that_changes_after_an_answer_makes_a_version() {
    let app = TestApp::new().await;
    let cpts = app.tenant("CPTS de test").await;
    let nurse = somebody(&app, cpts, ("exemple", "60")).await;
    let id = opened(&app, cpts).await;
    app.send_questionnaire(&edits(cpts), id, (EnvoiKind::Invitation, &[nurse])).await.unwrap();
    let own = token(&app, id, nurse).await;
    app.answer_questionnaire(&own, &given(&[("commune", "autre"), ("apport", "Du temps")])).await.unwrap();
    let typed =
        QuestionTapee { texte: "Autre chose".into(), nature: "texte".into(), ..QuestionTapee::default() };
    app.change_questions(&edits(cpts), id, Change::Replace("apport".into(), typed)).await.unwrap();
    let one = app.questionnaire(&reads(cpts), id).await.unwrap().questionnaire;
    assert_eq!(one.numero(), 2);
    assert!(one.questions().iter().all(|question| question.cle != "apport"), "another wording, another key");
    let found = app.read_questionnaire((&reads(cpts), &territory(cpts)), id).await.unwrap();
    let old = found.resultats.questions.iter().find(|one| one.question.cle == "apport").unwrap();
    assert_eq!((old.repondue, old.textes[0].texte.as_str()), (1, "Du temps"));
}

#[tokio::test]
async fn texts_are_sorted_by_a_person_and_undone() {
    let app = TestApp::new().await;
    let cpts = app.tenant("CPTS de test").await;
    let nurse = somebody(&app, cpts, ("exemple", "60")).await;
    let id = opened(&app, cpts).await;
    app.send_questionnaire(&edits(cpts), id, (EnvoiKind::Invitation, &[nurse])).await.unwrap();
    let own = token(&app, id, nurse).await;
    let both = given(&[("commune", "autre"), ("difficulte", "Sorties"), ("apport", "Du temps")]);
    app.answer_questionnaire(&own, &both).await.unwrap();
    let key = app.add_theme(&edits(cpts), "Vendredi soir").await.unwrap();
    let twice = refusal(app.add_theme(&edits(cpts), " vendredi  SOIR ").await.unwrap_err());
    assert_eq!(twice, [("libelle".to_owned(), Refus::DejaLa)]);
    let proofs = (&edits(cpts), &reads(cpts));
    for text in app.texts_to_sort(&reads(cpts), id).await.unwrap() {
        assert_eq!(text.texte.themes, None);
        let at = (text.texte.reponse, text.texte.cle.as_str());
        let before = app.sort_text(proofs, id, at, Some(vec![key.clone(), "sortie".into()])).await.unwrap();
        assert_eq!(before, None);
    }
    let difficulte = &app.difficultes(&reads(cpts)).await.unwrap()[0].difficulte;
    assert_eq!(difficulte.fiche.themes, Some(vec![key, "sortie".to_owned()]), "one place for its themes");
    let texts = app.texts_to_sort(&reads(cpts), id).await.unwrap();
    let at = (texts[0].texte.reponse, texts[0].texte.cle.as_str());
    assert!(app.sort_text(proofs, id, at, None).await.unwrap().is_some());
    let left = app.texts_to_sort(&reads(cpts), id).await.unwrap();
    assert_eq!(left.iter().filter(|text| text.texte.themes.is_none()).count(), 1);
    let unknown = app.sort_text(proofs, id, at, Some(vec!["inconnu".into()])).await;
    assert!(matches!(unknown, Err(QuestionnaireError::App(app::AppError::NotFound))));
}

#[tokio::test]
async fn authors_are_told_what_became_of_what_they_said() {
    let app = TestApp::new().await;
    let cpts = app.tenant("CPTS de test").await;
    let nurse = somebody(&app, cpts, ("exemple", "60")).await;
    let proofs = (&edits(cpts), &reads(cpts));
    let heard =
        |texte: &str, personne| NewDifficulte { texte: texte.into(), personne, ..NewDifficulte::default() };
    let first = app.add_difficulte(proofs, &heard("Sorties sans lettre", Some(nurse))).await.unwrap();
    let second = app.add_difficulte(proofs, &heard("Pas de lettre de sortie", None)).await.unwrap();
    let facts = Facts { etat: EtatDifficulte::Retenue, motif: "bureau".into() };
    app.settle_difficulte(&edits(cpts), first, &facts).await.unwrap();
    let said = refusal(app.tell_author(&edits(cpts), second, ("Un groupe", true)).await.unwrap_err());
    assert_eq!(said, [("nouvelle".to_owned(), Refus::SansAdresse)]);
    assert_eq!(app.tell_author(&edits(cpts), second, ("Un groupe", false)).await.unwrap(), 0);
    app.gather_difficultes(&edits(cpts), (&[first, second].into(), second)).await.unwrap();
    let told = app.tell_author(&edits(cpts), second, ("Un groupe y travaille.", true)).await.unwrap();
    assert_eq!(told, 1, "the author of the other one, under the same words");
    assert!(app.mail_text(&format!("difficulte:{first}")).await.contains("Un groupe y travaille."));
    let all = app.difficultes(&reads(cpts)).await.unwrap();
    let of = |id| all.iter().find(|one| one.difficulte.id == id).unwrap();
    assert_eq!((of(second).autres, of(first).difficulte.texte.as_str()), (1, "Sorties sans lettre"));
    app.separate_difficulte(&edits(cpts), first).await.unwrap();
    let patient = refusal(app.add_difficulte(proofs, &heard("Mme Exemple, 82 ans", None)).await.unwrap_err());
    assert_eq!(patient, [("texte".to_owned(), Refus::Reponse(RefusReponse::Patient))]);
    let other = app.tenant("CPTS voisine").await;
    assert!(app.difficultes(&reads(other)).await.unwrap().is_empty());
    assert!(app.settle_difficulte(&edits(other), first, &facts).await.is_err());
}
