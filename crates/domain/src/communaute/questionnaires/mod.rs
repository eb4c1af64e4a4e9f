//! Questionnaires: the bank of questions, what is asked, what is answered, what the answers say, and difficulties.

pub mod banque;
pub mod difficulte;
mod identite;
pub mod question;
pub mod questionnaire;
pub mod reponse;
pub mod resultats;
pub mod saisie;

pub use banque::{Banque, Limites, Modele, Theme, banque};
pub use difficulte::{
    Auteur, Devenu, Difficulte, DifficulteFiche, EtatDifficulte, Evenement, Fait, Nouvelle,
};
pub use identite::names_a_patient;
pub use question::{Nature, NatureKind, Proposition, Question, RefusReponse, Valeur, free_text};
pub use questionnaire::{Envoi, EnvoiKind, EtatQuestionnaire, Questionnaire, QuestionnaireFiche, Version};
pub use reponse::{Contact, Reponse, ReponseFiche};
pub use resultats::{Compte, LigneProfession, ResultatQuestion, Resultats, Solicited, TexteLu};
pub use saisie::{QuestionTapee, RefusQuestion};
