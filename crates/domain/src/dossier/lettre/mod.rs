//! The lettre d'intention: its template, its fields, what is typed in them, and the letter as it is read and filed.

pub mod champs;
pub mod controle;
pub mod modele;
pub mod redaction;
pub mod redigee;
pub mod saisie;
pub mod valeur;

pub use modele::{ChampModele, Modele, PartieModele, modele, modeles};
pub use redaction::{Commentaire, Ecrit, Redaction};
pub use redigee::{Champ, Colonne, Contenu, Fait, Partie, Redigee, Source, Tableau};
pub use valeur::Valeur;
