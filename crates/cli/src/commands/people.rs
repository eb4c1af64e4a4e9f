//! The invented people of the demonstration: one for each role, so that every home can be looked at.

use app::comptes::NewPerson;
use app::territoire::Created;
use app::{App, AppError};
use domain::authz::{InstitutionKind, InstitutionRole, Operates, Role};
use domain::ids::{CptsId, UserId};
use domain::texte::courriel::Email;

use super::community::{self, StoryClock};
use super::life::{self, Stage};

/// People of the CPTS: name, beginning of the address, role. Nobody has these names.
const PEOPLE: [(&str, &str, Role); 6] = [
    ("Alix Valmirande", "coordination", Role::Coordinateur),
    ("Camille Orfontaine", "presidence", Role::Bureau),
    ("Dominique Sauvelune", "tresorerie", Role::Tresorier),
    ("Sacha Grandpré-Fictif", "secretariat", Role::Secretaire),
    ("Ange Rivebelle", "pilote", Role::Pilote),
    ("Maxime Clairbois-Fictif", "membre", Role::Membre),
];

/// Institutions, and who looks from there.
const SEATS: [(InstitutionKind, &str, &str, &str, InstitutionRole); 4] = [
    (
        InstitutionKind::GuichetUrps,
        "Guichet CPTS de la région fictive",
        "Noa Belcombe",
        "guichet",
        InstitutionRole::Guichet,
    ),
    (
        InstitutionKind::Ars,
        "ARS de la région fictive",
        "Charlie Montfictif",
        "ars",
        InstitutionRole::Instructeur,
    ),
    (
        InstitutionKind::Cpam,
        "CPAM du département fictif",
        "Lou Hauteroche-Fictif",
        "cpam",
        InstitutionRole::Instructeur,
    ),
    (
        InstitutionKind::Collectivite,
        "CA du Bassin de Valmirande",
        "Andréa Pontfictif",
        "elu",
        InstitutionRole::Elu,
    ),
];

/// Makes the people of the invented CPTS, the institutions and the operator; then what they have done.
pub async fn create(
    app: &App,
    clock: &StoryClock,
    (cpts, reference): (CptsId, Created),
) -> Result<(), AppError> {
    let proof = app::operate("demo")?;
    let (mut people, mut names) = (Vec::new(), Vec::new());
    for (name, address, role) in PEOPLE {
        let user = person(app, &proof, (name, address), false).await?;
        app.seat_in_cpts(&proof, (cpts, user, role)).await?;
        people.push((user, role));
        names.push((user, name.to_owned()));
    }
    let mut institutions = Vec::new();
    for (kind, institution, name, address, role) in SEATS {
        let institution = app.create_institution(&proof, (kind, institution), true).await?;
        let user = person(app, &proof, (name, address), false).await?;
        app.seat_in_institution(&proof, (institution.id, user, role)).await?;
        institutions.push(institution);
    }
    person(app, &proof, ("Exploitation de l'instance", "exploitation"), true).await?;
    let stage = Stage { cpts, people: &people, institutions: &institutions, reference, clock };
    life::create(app, &stage).await?;
    community::create(app, &stage, &names).await
}

async fn person(
    app: &App,
    proof: &Operates,
    (name, address): (&str, &str),
    operator: bool,
) -> Result<UserId, AppError> {
    // `.test` is reserved: no message ever leaves.
    let email = Email::parse(&format!("{address}@valmirande.test"));
    let email = email.map_err(|error| AppError::Security(error.to_string()))?;
    let new = NewPerson { name: name.into(), email, password: None, operator, fictitious: true };
    app.create_account(proof, &new).await
}
