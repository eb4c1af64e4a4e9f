//! The invented people of the demonstration: one for each role, so that every home can be looked at.

use app::comptes::NewPerson;
use app::territoire::Created;
use app::{App, AppError};
use domain::authz::{InstitutionKind, InstitutionRole, Operates, Role};
use domain::ids::{CptsId, UserId};
use domain::texte::courriel::Email;

use super::community::{self, StoryClock};
use super::contrat;
use super::dossiers;
use super::life::{self, Stage};
use super::region;

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
const SEATS: [(InstitutionKind, &str, &str, &str, InstitutionRole); 6] = [
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
        InstitutionKind::Msa,
        "MSA de la région fictive",
        "Sasha Plainval-Fictif",
        "msa",
        InstitutionRole::Instructeur,
    ),
    (
        InstitutionKind::Urps,
        "URPS de la région fictive",
        "Yaël Combefictive",
        "urps",
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
    let (mut institutions, mut seats) = (Vec::new(), Vec::new());
    let area = region::code(app);
    for (kind, institution, name, address, role) in SEATS {
        let institution =
            app.create_institution_in(&proof, (kind, institution), (area.as_deref(), true)).await?;
        let user = person(app, &proof, (name, address), false).await?;
        app.seat_in_institution(&proof, (institution.id, user, role)).await?;
        seats.push((institution.id, user, role));
        institutions.push(institution);
    }
    person(app, &proof, ("Exploitation de l'instance", "exploitation"), true).await?;
    let stage = Stage { cpts, people: &people, institutions: &institutions, seats: &seats, reference, clock };
    life::create(app, &stage).await?;
    community::create(app, &stage, &names).await?;
    dossiers::create(app, &stage).await?;
    contrat::create(app, &stage).await?;
    region::create(app, &stage).await
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
