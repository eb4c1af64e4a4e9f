//! What the CPTS awaits from somebody, as their own page says it: votes, questionnaires.

use app::AppError;
use app::communaute::gouvernance::{NewBallot, NewVote};
use app::communaute::groupes::NewMandat;
use domain::authz::{
    Actor, Allowed, EditGouvernance, EditQuestionnaires, ManagePresences, Participer, Role, Standing,
};
use domain::communaute::gouvernance::{Forme, Mode};
use domain::communaute::questionnaires::EnvoiKind;
use domain::communaute::{Accord, Fonction, LienObjet};
use domain::ids::PersonneId;
use jiff::ToSpan;
use jiff::civil::date;
use testkit::Seat;

use super::reunions::{Bureau, by, edits, known};

/// A member with an account and a sheet.
async fn member(b: &Bureau) -> (Allowed<Participer>, PersonneId) {
    let user = b.app.seated(Seat::Cpts(b.cpts, Role::Membre)).await;
    let own = known(&b.app, b.cpts, "Membre", (Accord::Inconnu, Some(user))).await;
    let standing = Standing { roles: vec![(b.cpts, Role::Membre)], strong: true, ..Standing::default() };
    (Actor::person(user, standing).authorize(b.cpts).unwrap(), own)
}

#[tokio::test]
async fn a_vote_waits_for_who_is_there_until_they_voted_or_it_is_closed() {
    let b = Bureau::new().await;
    let (me, own) = member(&b).await;
    let id = b.meeting("2026-11-22T08:30:00Z").await;
    let groupe = b.app.reunion(&edits(b.cpts), id).await.unwrap().groupe.unwrap();
    let seat = NewMandat {
        groupe,
        personne: own,
        fonction: Fonction::Membre,
        depuis: date(2026, 1, 1),
        jusque: None,
    };
    b.app.seat(&edits(b.cpts), seat).await.unwrap();
    let runs = by::<EditGouvernance>(b.cpts, Role::Coordinateur);
    let new = NewVote {
        question: "Adopter le projet de budget".into(),
        forme: Forme::PourContre,
        mode: Mode::Secret,
        noms: Vec::new(),
        sieges: 0,
        remuneration: false,
        concernes: Vec::new(),
    };
    let vote = b.app.prepare_vote(&runs, id, new).await.unwrap();
    let manage = by::<ManagePresences>(b.cpts, Role::Coordinateur);
    b.app.mark_present(&manage, (id, &[b.joignable]), None).await.unwrap();
    assert!(b.app.attendus(&me).await.unwrap().votes.is_empty(), "it is not open");
    b.app.open_vote(&runs, vote).await.unwrap();
    assert!(b.app.attendus(&me).await.unwrap().votes.is_empty(), "they are not there");
    b.app.mark_present(&manage, (id, &[own]), None).await.unwrap();
    let waiting = b.app.attendus(&me).await.unwrap().votes;
    assert_eq!((waiting[0].reunion, waiting[0].voix), (id, 1));
    let ballot = NewBallot { pour: own, choix: vec!["pour".into()], interet: false, retrait: false };
    b.app.cast(&me, (vote, own), ballot).await.unwrap();
    assert!(b.app.attendus(&me).await.unwrap().votes.is_empty(), "once is enough");
}

#[tokio::test]
async fn a_questionnaire_waits_until_it_is_answered_and_only_for_who_was_asked() {
    let b = Bureau::new().await;
    let (me, own) = member(&b).await;
    let writes = by::<EditQuestionnaires>(b.cpts, Role::Coordinateur);
    let made = |model| b.app.create_questionnaire(&writes, (model, ""));
    let (asked, other) = (made("deux_questions").await.unwrap(), made("guichet").await.unwrap());
    let days = (b.app.today(), b.app.today().saturating_add(10.days()));
    for id in [asked, other] {
        b.app.open_questionnaire(&writes, id, days).await.unwrap();
    }
    assert!(b.app.attendus(&me).await.unwrap().questionnaires.is_empty(), "nobody asked them");
    b.app.send_questionnaire(&writes, asked, (EnvoiKind::Invitation, &[own])).await.unwrap();
    let waiting = b.app.attendus(&me).await.unwrap().questionnaires;
    assert_eq!(waiting.iter().map(|one| (one.id, one.minutes)).collect::<Vec<_>>(), [(asked, 1)]);
    let refused = b.app.own_questionnaire_link(&me, other).await;
    assert!(matches!(refused, Err(AppError::NotFound)), "what was not sent to them is not theirs to open");
    b.app.common_link(&writes, other).await.unwrap();
    assert_eq!(b.app.attendus(&me).await.unwrap().questionnaires.len(), 2, "everybody may answer that one");
    let address = b.app.own_questionnaire_link(&me, asked).await.unwrap();
    let token = address.rsplit('/').next().unwrap();
    assert_eq!(b.app.bearer(LienObjet::Questionnaire, token).await.unwrap().lien.personne, Some(own));
    let valeurs = [("commune", "autre"), ("difficulte", "Sorties sans lettre")];
    let valeurs = valeurs.map(|(cle, text)| (cle.to_owned(), vec![text.to_owned()]));
    let profession = [("profession".to_owned(), vec!["60".to_owned()])];
    let given = app::communaute::questionnaires::Given {
        valeurs: valeurs.into_iter().chain(profession).collect(),
        ..Default::default()
    };
    b.app.answer_questionnaire(token, &given).await.unwrap();
    let left = b.app.attendus(&me).await.unwrap().questionnaires;
    assert_eq!(left.iter().map(|one| one.id).collect::<Vec<_>>(), [other]);
}
