//! What an import says of a line: what it corrected or left out, and why a line is not taken.

use serde::{Deserialize, Serialize};

use super::champ::Champ;

/// Something that a person should know about a line that is taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Remarque {
    /// The zero of a telephone number was lost; it was put back: the number as shown.
    ZeroRendu(String),
    /// The national number was rounded by a spreadsheet: it is not kept.
    RppsScientifique,
    /// Its key is wrong: it is not kept.
    RppsCle,
    /// It has this many digits: it is not kept.
    RppsLongueur(usize),
    /// It is no number: it is not kept.
    RppsIllisible,
    /// A former number, kept beside.
    Adeli,
    /// A day that cannot be read: what the cell holds.
    DateIllisible(Champ, String),
    /// A profession that nobody knows, kept as a function.
    ProfessionInconnue(String),
    /// A specialty that nobody knows, kept as a remark.
    SpecialiteInconnue(String),
    /// A way to practise that nobody knows: not kept.
    ModeInconnu(String),
    /// A status that nobody knows: not kept.
    StatutInconnu(String),
    /// A telephone number that cannot be read: not kept.
    TelephoneIllisible(String),
    /// An e-mail address that cannot be read: not kept.
    CourrielIllisible(String),
    /// An address written with spaces: as it is kept.
    CourrielCorrige(String),
    /// Several addresses in a cell: how many.
    PlusieursCourriels(usize),
    /// Name and first name seemed to be swapped and were put back.
    Inverse,
    /// One cell held both, and the order was guessed.
    OrdreSuppose,
    /// The commune was not recognised; what is written is kept in the address.
    CommuneInconnue(String),
    /// The FINESS number is wrong: not kept.
    FinessFaux(String),
    /// The SIRET number is wrong: not kept.
    SiretFaux(String),
    /// Somebody else paid: their e-mail is not the member's.
    AutrePayeur,
    /// A convention that is over on the day of the import.
    ConventionFinie,
    /// A text was longer than what is kept.
    TexteCoupe(Champ),
    /// The name of the file says another one than the sheet: the sheet's is kept.
    AutreNom(String),
    /// The file says another value than the sheet: the sheet's is kept.
    GardeFiche(Champ),
}

/// Why a line is not taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rejet {
    /// No name.
    SansNom,
    /// A line of totals.
    Total,
    /// The titles once more.
    Titres,
    /// A social security number, which Maillage never keeps.
    NumeroSecu,
    /// The order was cancelled, refunded or not paid: its state.
    Commande(String),
    /// A convention whose day of signature cannot be read.
    SansSignature,
    /// A convention that ends before it starts.
    FinAvantDebut,
}

impl Rejet {
    /// Whether the line holds nothing that somebody would correct.
    pub fn is_noise(&self) -> bool {
        matches!(self, Rejet::Total | Rejet::Titres)
    }
}

impl Remarque {
    /// Whether something of the line was not kept, which somebody may correct and give again.
    pub fn is_loss(&self) -> bool {
        match self {
            Remarque::RppsScientifique
            | Remarque::RppsCle
            | Remarque::RppsLongueur(_)
            | Remarque::RppsIllisible
            | Remarque::DateIllisible(..)
            | Remarque::ModeInconnu(_)
            | Remarque::StatutInconnu(_)
            | Remarque::TelephoneIllisible(_)
            | Remarque::CourrielIllisible(_)
            | Remarque::CommuneInconnue(_)
            | Remarque::FinessFaux(_)
            | Remarque::SiretFaux(_)
            | Remarque::ProfessionInconnue(_) => true,
            Remarque::ZeroRendu(_)
            | Remarque::Adeli
            | Remarque::SpecialiteInconnue(_)
            | Remarque::CourrielCorrige(_)
            | Remarque::PlusieursCourriels(_)
            | Remarque::Inverse
            | Remarque::OrdreSuppose
            | Remarque::AutrePayeur
            | Remarque::ConventionFinie
            | Remarque::TexteCoupe(_)
            | Remarque::AutreNom(_)
            | Remarque::GardeFiche(_) => false,
        }
    }
}
