//! `maillage user`: the first operator, the first coordinator of a CPTS, and accounts that need help.

use app::comptes::NewPerson;
use app::{App, AppError};
use domain::authz::{Operates, Role};
use domain::ids::{CptsId, UserId};
use domain::texte::courriel::Email;

use super::tenant::chosen;
use super::{app_failure, open};
use crate::args::{CreateUser, UserAction};
use crate::config::Config;
use crate::failure::Failure;
use crate::output;

/// Does what was asked about an account.
pub async fn run(action: &UserAction, config: &Config) -> Result<(), Failure> {
    let app = open(config).await?;
    let proof = app::operate("user").map_err(|error| app_failure(&error.into()))?;
    match action {
        UserAction::Create(asked) => create(&app, &proof, asked).await,
        UserAction::List => list(&app, &proof).await,
        UserAction::Disable { courriel } => {
            let user = find(&app, &proof, courriel).await?;
            app.disable_account(&proof, user).await.map_err(|error| app_failure(&error))?;
            output::line("Le compte est fermé. Ses sessions sont terminées.")
        }
        UserAction::Reset { courriel } => {
            let user = find(&app, &proof, courriel).await?;
            app.remove_factors(&proof, user).await.map_err(|error| app_failure(&error))?;
            welcome(&app, &proof, user).await
        }
    }
}

/// The account, its role when one is asked, and the way to choose its password.
async fn create(app: &App, proof: &Operates, asked: &CreateUser) -> Result<(), Failure> {
    let email = address(&asked.courriel)?;
    // Before the account: a mistake in the role must not leave an account without use.
    let seat = seat(app, asked).await?;
    let person = NewPerson {
        name: asked.nom.clone(),
        email,
        password: None,
        operator: asked.operateur,
        fictitious: false,
    };
    let made = app.create_account(proof, &person).await.map_err(|error| match error {
        AppError::EmailTaken => Failure::new(
            "Cette adresse a déjà un compte. Pour un nouveau lien : maillage user reset --courriel ADRESSE.",
        ),
        other => app_failure(&other),
    })?;
    if let Some((cpts, role)) = seat {
        app.seat_in_cpts(proof, (cpts, made, role)).await.map_err(|error| app_failure(&error))?;
    }
    welcome(app, proof, made).await
}

async fn seat(app: &App, asked: &CreateUser) -> Result<Option<(CptsId, Role)>, Failure> {
    let (Some(name), Some(key)) = (&asked.cpts, &asked.role) else { return Ok(None) };
    let Some(role) = Role::from_key(key).filter(|role| role.is_given()) else {
        let known: Vec<&str> =
            Role::ALL.iter().filter(|role| role.is_given()).map(|role| role.key()).collect();
        return Err(Failure::new(format!(
            "Le rôle « {key} » n’existe pas. Choisissez : {}.",
            known.join(", ")
        )));
    };
    let cpts = chosen(app, Some(name)).await?;
    Ok(Some((cpts.id, role)))
}

/// Writes the link and the code, never a password.
async fn welcome(app: &App, proof: &Operates, user: UserId) -> Result<(), Failure> {
    let welcome = app.welcome(proof, user).await.map_err(|error| app_failure(&error))?;
    output::line(format!("Lien à donner à la personne, qui sert une seule fois :\n  {}", welcome.link))?;
    output::line(format!("Ou code à taper sur la page « J’ai un code d’invitation » :\n  {}", welcome.code))?;
    output::notice("La personne choisit son mot de passe, puis son second facteur. Ne gardez pas ce lien.");
    Ok(())
}

async fn list(app: &App, proof: &Operates) -> Result<(), Failure> {
    let accounts = app.accounts(proof).await.map_err(|error| app_failure(&error))?;
    for account in accounts {
        let email = account.email.as_deref().unwrap_or("sans adresse");
        let operator = if account.is_operator { ", opérateur" } else { "" };
        let closed = if account.disabled_at.is_some() { ", fermé" } else { "" };
        output::line(format!("{} <{email}>{operator}{closed}", account.name))?;
    }
    Ok(())
}

async fn find(app: &App, proof: &Operates, typed: &str) -> Result<UserId, Failure> {
    let key = address(typed)?.key();
    let accounts = app.accounts(proof).await.map_err(|error| app_failure(&error))?;
    let own = |email: &Option<String>| {
        email.as_deref().and_then(|email| Email::parse(email).ok()).is_some_and(|email| email.key() == key)
    };
    let found = accounts.into_iter().find(|account| own(&account.email));
    found.map(|account| account.id).ok_or_else(|| {
        Failure::new(format!("Aucun compte ne porte l’adresse {typed}. Voir maillage user list."))
    })
}

fn address(typed: &str) -> Result<Email, Failure> {
    Email::parse(typed).map_err(|_| Failure::new(format!("« {typed} » n’est pas une adresse e-mail.")))
}
