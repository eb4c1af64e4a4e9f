//! Samples of the pages of questionnaires and difficulties.

use std::collections::BTreeMap;

use app::communaute::questionnaires::{
    Asked, Destinataire, DifficulteLue, Joignable, Lecture, Listed, NewDifficulte, Officiel, Opened, ToSort,
};
use domain::authz::Author;
use domain::communaute::Statut;
use domain::communaute::questionnaires::{
    Auteur, Banque, Difficulte, DifficulteFiche, EtatDifficulte, EtatQuestionnaire, Fait, QuestionTapee,
    Questionnaire, QuestionnaireFiche, Reponse, ReponseFiche, Resultats, Solicited, TexteLu, Valeur, Version,
    banque,
};
use domain::ids::{CptsId, DifficulteId, PersonneId, QuestionnaireId, ReponseId};
use jiff::Timestamp;
use jiff::civil::date;
use uuid::Uuid;

use super::{Sample, sample};
use crate::views::liste::Etat;
use crate::views::questionnaires::{
    self as views, classer, difficultes, envoi, noter, questions, repondre, resultats,
};
use crate::views::{Page, Section};

const BASE: &str = "/c/1/questionnaires";
const DIFFICULTES: &str = "/c/1/difficultes";

/// A code as the house draws it.
const CODE: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"qr\" viewBox=\"0 0 8 8\"><path d=\"M1 1h1v1h-1z\"/></svg>";

fn page(title: &str) -> Page {
    Page::of_cpts("1", "CPTS de la Vallée Verte", Section::Communaute, title)
}

fn listed(banque: &Banque, etat: EtatQuestionnaire, reponses: usize) -> Listed {
    let questions = banque.modele("guichet").map(|modele| banque.questions_of(modele)).unwrap_or_default();
    let questionnaire = Questionnaire {
        id: QuestionnaireId(Uuid::from_u128(4)),
        titre: "Questionnaire aux professionnels du territoire".into(),
        fiche: QuestionnaireFiche {
            introduction: "Votre avis guide le projet. Répondre prend deux minutes.".into(),
            remerciement: "Les résultats seront présentés en réunion.".into(),
            ouverture: Some(date(2026, 11, 10)),
            fermeture: Some(date(2026, 12, 1)),
            versions: vec![Version { numero: 1, depuis: Timestamp::UNIX_EPOCH, questions }],
            ..QuestionnaireFiche::default()
        },
        created_at: Timestamp::UNIX_EPOCH,
        version: 1,
        removed_at: None,
    };
    Listed { questionnaire, etat, reponses }
}

fn reponse(rank: u128, profession: &str) -> Reponse {
    let text = |text: &str| Valeur::Texte(text.to_owned());
    let valeurs = [
        ("interet".to_owned(), Valeur::Choix("oui".into())),
        ("parcours".to_owned(), Valeur::Plusieurs(["mt".to_owned(), "sortie".to_owned()].into())),
        ("difficulte".to_owned(), text("Les sorties du vendredi soir arrivent sans lettre.")),
    ];
    Reponse {
        id: ReponseId(Uuid::from_u128(rank)),
        questionnaire: QuestionnaireId(Uuid::from_u128(4)),
        personne: Some(PersonneId(Uuid::from_u128(rank))),
        jeton: rank.to_string(),
        profession: Some(profession.to_owned()),
        commune: None,
        fiche: ReponseFiche { version: 1, valeurs: valeurs.into(), ..ReponseFiche::default() },
        created_at: Timestamp::UNIX_EPOCH,
        changed_at: Timestamp::UNIX_EPOCH,
    }
}

fn lecture(banque: &Banque) -> Lecture {
    let one = listed(banque, EtatQuestionnaire::Ouvert, 3).questionnaire;
    let reponses = vec![reponse(11, "60"), reponse(12, "60"), reponse(13, "10")];
    let solicited = |rank: u128, code: &str| Solicited {
        personne: PersonneId(Uuid::from_u128(rank)),
        profession: Some(code.into()),
    };
    let asked = [solicited(11, "60"), solicited(12, "60"), solicited(13, "10"), solicited(14, "10")];
    let nombres = [("10".to_owned(), 41.0), ("60".to_owned(), 52.0)];
    Lecture {
        resultats: Resultats::count(&one, (&reponses, &[]), (&asked, &|who| who)),
        etat: EtatQuestionnaire::Ouvert,
        noms: BTreeMap::new(),
        themes: banque.themes.clone(),
        officiel: Some(Officiel {
            territoire: "Vallée Verte".into(),
            nombres: nombres.into(),
            sources: vec!["Annuaire inventé, 2026".into()],
            regles: BTreeMap::from([("60".to_owned(), "Infirmiers libéraux, en ville.".to_owned())]),
        }),
        questionnaire: one,
        reponses,
    }
}

fn opened(banque: &Banque, etat: EtatQuestionnaire) -> Opened {
    let questionnaire = listed(banque, etat, 0).questionnaire;
    Opened {
        cpts: CptsId(Uuid::from_u128(1)),
        cpts_name: "CPTS de la Vallée Verte".into(),
        asked: Asked { questions: banque.questions.clone(), version: 1, communes: Vec::new() },
        questionnaire,
        etat,
        personne: None,
        reponse: None,
        jeton: "essai".into(),
    }
}

fn difficulte(rank: u128, texte: &str) -> DifficulteLue {
    let mut one = Difficulte {
        id: DifficulteId(Uuid::from_u128(rank)),
        texte: texte.into(),
        etat: EtatDifficulte::Retenue,
        auteur: Auteur { personne: None, profession: Some("60".into()) },
        reponse: None,
        groupe: None,
        fiche: DifficulteFiche { themes: Some(vec!["sortie".into()]), ..DifficulteFiche::default() },
        created_at: Timestamp::UNIX_EPOCH,
        version: 1,
        removed_at: None,
    };
    let author = Author::System("essai".into());
    one.note((&author, Timestamp::UNIX_EPOCH), Fait::Exprimee);
    let motif = "bureau du 8 février".to_owned();
    one.note((&author, Timestamp::UNIX_EPOCH), Fait::Etat { etat: EtatDifficulte::Retenue, motif });
    DifficulteLue { difficulte: one, auteur: Some("EXEMPLE Camille".into()), joignable: true, autres: 1 }
}

fn writing(banque: &Banque) -> Vec<Sample> {
    let open = listed(banque, EtatQuestionnaire::Ouvert, 3);
    let url = format!("{BASE}/4");
    let question = &banque.questions[2];
    let typed = QuestionTapee::of(question);
    vec![
        sample(
            "questionnaires",
            "Les questionnaires",
            &views::liste(page("Questionnaires"), BASE, (std::slice::from_ref(&open), true)),
        ),
        sample(
            "questionnaires-vide",
            "Aucun questionnaire",
            &views::liste(page("Questionnaires"), BASE, (&[], true)),
        ),
        sample(
            "questionnaire-nouveau",
            "Préparer un questionnaire",
            &views::nouveau(page("Préparer"), BASE, banque),
        ),
        sample(
            "questionnaire",
            "Un questionnaire",
            &views::show(page("Questionnaire"), BASE, &open, (banque, true)),
        ),
        sample(
            "question-nouvelle",
            "Écrire une question",
            &questions::nouvelle(page("Écrire une question"), &url, &typed),
        ),
        sample(
            "question",
            "Modifier une question",
            &questions::une(page("Modifier une question"), &url, (question, &typed), true),
        ),
    ]
}

fn answering(banque: &Banque) -> Vec<Sample> {
    let none = |_: &str| Vec::new();
    let apart = || Page::apart("Questionnaire aux professionnels");
    let open = opened(banque, EtatQuestionnaire::Ouvert);
    let asked = repondre::page(apart(), (&open, "jeton"), &none);
    let wrong = repondre::page(apart(), (&open, "jeton"), &none)
        .refusing("q7", "Ce texte semble désigner un patient.");
    vec![
        sample("repondre", "Répondre par un lien commun", &asked),
        sample("repondre-refus", "Une réponse à corriger", &wrong),
        sample("repondre-merci", "Réponse reçue", &repondre::thanks(apart(), (&open, "jeton"), "recue")),
        sample(
            "repondre-ferme",
            "Questionnaire fermé",
            &repondre::closed(apart(), &opened(banque, EtatQuestionnaire::Ferme)),
        ),
        sample(
            "questionnaire-apercu",
            "Aperçu",
            &repondre::preview(page("Aperçu"), &open.asked, "Bonjour.", BASE),
        ),
    ]
}

fn sending(banque: &Banque) -> Vec<Sample> {
    let open = listed(banque, EtatQuestionnaire::Ouvert, 3);
    let url = format!("{BASE}/4");
    let one = |rank: u128, nom: &str, joignable| Destinataire {
        personne: PersonneId(Uuid::from_u128(rank)),
        nom: nom.into(),
        profession: Some("60".into()),
        statut: Statut::Contacte,
        joignable,
    };
    let people =
        [one(1, "EXEMPLE Camille", Joignable::Oui), one(2, "EXEMPLE Dominique", Joignable::Sollicite)];
    let liste = envoi::liste_of(&url, &people);
    let autour = envoi::Autour { one: &open, url: &url, liens: &[] };
    let etat = Etat { page: 1, ..Etat::default() };
    let text = ToSort {
        texte: TexteLu {
            reponse: ReponseId(Uuid::from_u128(9)),
            cle: "difficulte".into(),
            texte: "Les sorties du vendredi soir arrivent sans lettre.".into(),
            themes: None,
        },
        question: banque.questions[6].clone(),
        profession: Some("60".into()),
        difficulte: None,
    };
    let place = classer::Place { url: &url, done: (3, 12), themes: &banque.themes };
    vec![
        sample(
            "questionnaire-envoyer",
            "Demander des réponses",
            &envoi::page(page("Demander des réponses"), &autour, (liste, etat, &people)),
        ),
        sample(
            "questionnaire-lien",
            "Un lien commun",
            &envoi::lien(
                page("Lien commun"),
                &url,
                ("https://exemple.fr/questionnaire/abc", CODE.to_owned()),
            ),
        ),
        sample("classer", "Classer une réponse libre", &classer::page(page("Classer"), &place, Some(&text))),
        sample("classer-fini", "Tout est classé", &classer::page(page("Classer"), &place, None)),
        sample(
            "questionnaire-resultats",
            "Résultats",
            &resultats::page(page("Résultats"), &url, &lecture(banque)),
        ),
    ]
}

fn difficulties(banque: &Banque) -> Vec<Sample> {
    let all = [
        difficulte(1, "Sorties du vendredi sans lettre"),
        difficulte(2, "Pas de médecin traitant disponible"),
    ];
    let lues = difficultes::Lues { base: DIFFICULTES, themes: &banque.themes, names: true };
    let liste = difficultes::liste_of(DIFFICULTES, (&all, &banque.themes), true);
    let etat = Etat { page: 1, ..Etat::default() };
    let who = |_: &Author| "Camille Exemple".to_owned();
    let autour = difficultes::Autour {
        base: DIFFICULTES,
        themes: &banque.themes,
        names: true,
        may_edit: true,
        membres: vec![&all[1]],
        principale: None,
        who: &who,
    };
    let form = noter::nouvelle(
        page("Noter une difficulté"),
        DIFFICULTES,
        (&NewDifficulte::default(), &banque.themes),
        &[],
    );
    vec![
        sample(
            "difficultes",
            "Les difficultés",
            &difficultes::page(page("Difficultés"), (liste, etat), (&all, &lues), true),
        ),
        sample("difficulte", "Une difficulté", &difficultes::show(page("Difficulté"), &all[0], &autour)),
        sample("difficulte-nouvelle", "Noter une difficulté", &form),
        sample("difficultes-regrouper", "Regrouper", &noter::regrouper(page("Regrouper"), DIFFICULTES, &all)),
    ]
}

/// All samples of questionnaires and difficulties.
pub fn samples() -> Vec<Sample> {
    let Ok(banque) = banque() else { return Vec::new() };
    let mut all = writing(banque);
    all.extend(answering(banque));
    all.extend(sending(banque));
    all.extend(difficulties(banque));
    all
}
