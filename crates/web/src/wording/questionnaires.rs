//! Sentences about questionnaires and difficulties.

use app::communaute::questionnaires::Refus;
use domain::communaute::questionnaires::{RefusQuestion, RefusReponse};

use super::organisation::{self, CHOOSE};

/// What is wrong with what was typed, and what to do.
pub fn sentence(refus: Refus) -> String {
    match refus {
        Refus::Texte(error) => organisation::text(error),
        Refus::Question(refus) => question(refus),
        Refus::Reponse(refus) => answer(refus),
        Refus::TropDeQuestions(most) => {
            format!("Un questionnaire contient au plus {most} questions. Retirez-en une d'abord.")
        }
        Refus::SansQuestion => "Ce questionnaire ne pose encore rien. Ajoutez au moins une question.".into(),
        Refus::Dates => {
            "Le dernier jour est passé ou précède le premier. Choisissez une date à venir.".into()
        }
        Refus::Courriel => "Cette adresse est incomplète. Écrivez-la comme camille@exemple.fr.".into(),
        Refus::Commune => {
            "Cette commune n'est pas reconnue. Choisissez-la dans la liste, ou écrivez son nom entier.".into()
        }
        Refus::Personne => {
            "Personne ne peut recevoir ce message dans ce choix. Cochez des personnes à solliciter.".into()
        }
        Refus::TropDePersonnes(most) => {
            format!("Un envoi compte au plus {most} personnes. Choisissez une profession à la fois.")
        }
        Refus::SansAdresse => {
            "L'auteur n'a pas d'adresse connue. Choisissez «\u{a0}de vive voix\u{a0}» après le lui avoir dit."
                .into()
        }
        Refus::DejaLa => "Ce thème existe déjà. Choisissez-le dans la liste.".into(),
    }
}

fn question(refus: RefusQuestion) -> String {
    match refus {
        RefusQuestion::Texte(error) => organisation::text(error),
        RefusQuestion::Nature => CHOOSE.into(),
        RefusQuestion::PeuDOptions => {
            "Écrivez au moins deux réponses différentes, une par ligne.".into()
        }
        RefusQuestion::TropDOptions(most) => {
            format!("Une question propose au plus {most} réponses. Regroupez les plus proches.")
        }
        RefusQuestion::Bornes => {
            "Écrivez deux nombres entiers, le plus petit d'abord. Par exemple 1 et 5.".into()
        }
        RefusQuestion::TropDePas(most) => {
            format!("Une échelle compte au plus {most} valeurs. Rapprochez les deux bouts.")
        }
        RefusQuestion::PasUneDifficulte => {
            "Seule une réponse libre devient une difficulté. Décochez, ou choisissez «\u{a0}Une réponse libre\u{a0}».".into()
        }
    }
}

fn answer(refus: RefusReponse) -> String {
    match refus {
        RefusReponse::Manquante => "Cette réponse est demandée. Choisissez ou écrivez-la.".into(),
        RefusReponse::HorsListe => CHOOSE.into(),
        RefusReponse::PasUnNombre => "Écrivez un nombre entier, en chiffres.".into(),
        RefusReponse::HorsBornes { min, max } => format!("Écrivez un nombre de {min} à {max}."),
        RefusReponse::Texte(error) => organisation::text(error),
        RefusReponse::Patient => {
            "Ce texte semble désigner un patient. Retirez son nom, son âge ou sa date de naissance\u{a0}: décrivez la situation.".into()
        }
    }
}
