//! Reading the community: who is missing, who takes part, how much is asked, one's own page.

mod accueil;
mod attendu;
mod charge;
mod moi;
mod participation;

pub use accueil::CommunauteAccueil;
pub use attendu::{Attendus, QuestionnaireAttendu, VoteAttendu};
pub use charge::Depassement;
pub use moi::{Moi, OwnContact, OwnContactError};
pub use participation::{LectureParticipation, PlafondRefused};
