//! What the invented CPTS has already done, so that its pages are not empty: grants, invitations, links, requests.

use app::organisations::{AssociationForm, BankForm, NewGrant, NewInvitation, Way};
use app::rgpd::NewRequest;
use app::territoire::Created;
use app::{App, AppError, Institution};
use domain::authz::{Actor, InstitutionKind, InstitutionRole, Role, Standing, Subject};
use domain::ids::{CptsId, InstitutionId, UserId};
use domain::rgpd::demande::Droit;
use domain::texte::{Email, Iban, Siret, Telephone};
use jiff::{SignedDuration, Timestamp};

use super::community::StoryClock;
use super::values;

/// Who acts, and on what.
pub struct Stage<'a> {
    /// The CPTS.
    pub cpts: CptsId,
    /// Its people, with their roles.
    pub people: &'a [(UserId, Role)],
    /// The institutions.
    pub institutions: &'a [Institution],
    /// Who sits there.
    pub seats: &'a [(InstitutionId, UserId, InstitutionRole)],
    /// The variant of the reference.
    pub reference: Created,
    /// The clock of the application: what was lived before today is told at its date.
    pub clock: &'a StoryClock,
}

impl Stage<'_> {
    /// The person of a role, as if they had just signed in.
    pub(super) fn actor(&self, role: Role) -> Result<Actor, AppError> {
        let found = self.people.iter().find(|(_, held)| *held == role);
        let (user, _) = found.ok_or(AppError::NotFound)?;
        let roles = vec![(self.cpts, role)];
        Ok(Actor::person(*user, Standing { roles, strong: true, fresh: true, ..Standing::default() }))
    }
}

impl Stage<'_> {
    /// The person who sits in an institution, as if they had just signed in.
    pub(super) fn seated(&self, institution: InstitutionId) -> Result<Actor, AppError> {
        let found = self.seats.iter().find(|(held, ..)| *held == institution);
        let (_, user, role) = found.ok_or(AppError::NotFound)?;
        let institutions = vec![(institution, *role)];
        Ok(Actor::person(*user, Standing { institutions, strong: true, fresh: true, ..Standing::default() }))
    }
}

/// Everything, each act by the person who would do it.
pub async fn create(app: &App, stage: &Stage<'_>) -> Result<(), AppError> {
    record(app, stage).await?;
    grants(app, stage).await?;
    values::create(app, stage).await?;
    invitations(app, stage).await?;
    requests(app, stage).await
}

async fn record(app: &App, stage: &Stage<'_>) -> Result<(), AppError> {
    let form = AssociationForm {
        legal_name: Some("Association CPTS du Bassin de Valmirande".into()),
        // Right key, invented number; the domain `.test` and this telephone belong to nobody.
        siret: Siret::parse("12345678200010").ok(),
        rna: None,
        address: Some("1 place de la Fontaine, 96000 Valmirande".into()),
        email: Email::parse("contact@valmirande.test").ok(),
        phone: Telephone::parse("01 99 00 12 34").ok(),
        dpo_name: Some("Délégation mutualisée fictive".into()),
        dpo_email: Email::parse("dpo@valmirande.test").ok(),
    };
    let secretary = stage.actor(Role::Secretaire)?;
    app.save_association(&secretary.authorize(stage.cpts)?, &form).await?;
    let iban = Iban::parse("FR1420041010050500013M02606");
    let iban = iban.map_err(|error| AppError::Security(error.to_string()))?;
    let bank = BankForm { holder: "CPTS du Bassin de Valmirande".into(), iban, bic: None };
    app.save_bank_account(&stage.actor(Role::Tresorier)?.authorize(stage.cpts)?, &bank).await?;
    Ok(())
}

async fn grants(app: &App, stage: &Stage<'_>) -> Result<(), AppError> {
    let board = stage.actor(Role::Bureau)?;
    let now = app.clock().now();
    for institution in stage.institutions {
        let (subjects, days) = match institution.kind {
            InstitutionKind::GuichetUrps => {
                (vec![Subject::Territoire, Subject::Effectifs, Subject::Argent], 365)
            }
            InstitutionKind::Collectivite => (vec![Subject::Territoire], 20),
            InstitutionKind::Ars | InstitutionKind::Cpam | InstitutionKind::Msa | InstitutionKind::Urps => {
                continue;
            }
        };
        let new = NewGrant { institution: institution.id, subjects, since: now, until: in_days(now, days) };
        app.sign_grant(&board.authorize(stage.cpts)?, &new).await?;
    }
    let coordinator = stage.actor(Role::Coordinateur)?;
    let (proof, read) = (coordinator.authorize(stage.cpts)?, coordinator.authorize(stage.cpts)?);
    let page = (stage.reference.territoire, stage.reference.variante);
    app.give_link((&proof, &read), page, "Mairie de Valmirande", in_days(now, 30)).await?;
    Ok(())
}

async fn invitations(app: &App, stage: &Stage<'_>) -> Result<(), AppError> {
    let coordinator = stage.actor(Role::Coordinateur)?;
    let email = Email::parse("lise.invitee@valmirande.test");
    let email = email.map_err(|error| AppError::Security(error.to_string()))?;
    let new =
        NewInvitation { name: "Lise Invitée-Fictive".into(), role: Role::Membre, way: Way::Email(email) };
    app.invite(&coordinator.authorize(stage.cpts)?, &new).await?;
    Ok(())
}

async fn requests(app: &App, stage: &Stage<'_>) -> Result<(), AppError> {
    let secretary = stage.actor(Role::Secretaire)?;
    let new = NewRequest {
        user: None,
        person: "Gaël Demandeur-Fictif",
        droit: Droit::Acces,
        message: "Souhaite savoir ce que la CPTS garde sur son cabinet.",
        received_on: app.today(),
    };
    let recorded = app.record_demande(&secretary.authorize(stage.cpts)?, new).await;
    recorded.map(|_| ()).map_err(|error| AppError::Security(error.to_string()))
}

fn in_days(from: Timestamp, days: i64) -> Timestamp {
    from.saturating_add(SignedDuration::from_hours(24 * days)).unwrap_or(from)
}
