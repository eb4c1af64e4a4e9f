//! Mobilisation: campaigns, who is solicited, what they answer, the table of the letter of intent.

pub mod campagne;
pub mod effets;
pub mod historique;
pub mod lettre;
pub mod regles;
pub mod selection;
pub mod sollicitation;
pub mod tableau;

pub use campagne::{Campagne, CampagneCanal, CampagneFiche, CampagneState, Declaration, Selection};
pub use effets::{contacted, take_answer};
pub use historique::{Bilan, Historique, LigneCampagne, LigneReunion};
pub use lettre::{LettreProfessions, LigneLettre, lettre_professions};
pub use regles::{Regles, regles};
pub use selection::{Choix, choisir};
pub use sollicitation::{
    Appel, Ecart, Envoi, Issue, MoyenReponse, PasRelance, Reponse, ReponseDatee, Sollicitation,
    SollicitationFiche,
};
pub use tableau::{
    Colonne, Comptes, Lieu, LigneTableau, PremierContact, Provenance, TableMobilisation, Territoires,
};
