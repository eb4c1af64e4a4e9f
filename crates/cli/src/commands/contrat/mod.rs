//! The contract of the demonstration: what comes after the letter, so that its pages are not empty. All of it invented.

mod argent;
mod dialogue;

use std::collections::BTreeMap;

use app::contrats::{Complet, ContratError};
use app::indicateurs::IndicateurError;
use app::preuves::NouvellePreuve;
use app::{App, AppError};
use domain::aci::contrat::TermesTapes;
use domain::aci::missions::missions;
use domain::aci::preuve::TypePreuve;
use domain::authz::{Allowed, EditPreuves, Permission, Role};
use domain::ids::ContratId;
use domain::nombres::date;
use jiff::ToSpan;
use jiff::civil::Date;

use super::life::Stage;

/// Months since the signature: the first year is over, its dialogue is being held.
const SIGNED_FOR: i32 = 14;

/// Missions that started, so many months after the signature.
const STARTED: [(&str, i32); 5] =
    [("acces", 4), ("crise", 5), ("parcours", 8), ("prevention", 9), ("qualite", 11)];

const ANNEXE: &[u8] = include_bytes!("annexe.csv");

fn told<E: std::fmt::Display>(error: E) -> AppError {
    AppError::Document(error.to_string())
}

/// A proof of the person who holds a role.
fn proof<P: Permission>(stage: &Stage<'_>, role: Role) -> Result<Allowed<P>, AppError> {
    Ok(stage.actor(role)?.authorize(stage.cpts)?)
}

fn typed(signature: Date) -> Result<TermesTapes, AppError> {
    let fixed = [
        ("tarif", "avenant-2"),
        ("partie_cpts", "CPTS du Bassin de Valmirande"),
        ("partie_cpam", "CPAM du Département fictif"),
        ("partie_ars", "ARS de la Région fictive"),
        ("base_jours", "exact"),
        ("dernier_jour", "veille"),
        ("demarrage", "remplace"),
        ("variable_premiere_annee", "entiere"),
    ];
    let mut champs: BTreeMap<String, String> =
        fixed.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    champs.insert("signature".into(), date(signature));
    for year in 1..=5 {
        champs.insert(format!("taille_{year}"), "T3".into());
    }
    let own: Vec<String> =
        missions()?.missions.iter().map(|one| one.cle.clone()).filter(|cle| cle != "autre").collect();
    for cle in &own {
        let months = if matches!(cle.as_str(), "acces" | "crise") { 6 } else { 12 };
        champs.insert(format!("debut_{cle}"), date(signature.saturating_add(months.months())));
    }
    Ok(TermesTapes { champs, missions: own })
}

async fn signed(app: &App, stage: &Stage<'_>, signature: Date) -> Result<ContratId, ContratError> {
    let edits = proof(stage, Role::Coordinateur)?;
    let id = app.begin_contrat(&edits, "Contrat ACI d'exemple, taille 3", &typed(signature)?).await?;
    app.sign_contrat(&proof(stage, Role::Bureau)?, (id, 1)).await?;
    let complete = signature.saturating_add(20.days());
    app.note_complet(&edits, (id, 2), Complet::Le(complete)).await?;
    let mut version = 3;
    for (mission, months) in STARTED {
        let le = signature.saturating_add(months.months());
        app.start_mission(&edits, (id, version), mission, (le, None)).await?;
        version += 1;
    }
    app.note_plan_crise(&edits, (id, version), (signature.saturating_add(7.months()), None, false)).await?;
    Ok(id)
}

/// What shows the start of the access mission.
async fn shown(app: &App, stage: &Stage<'_>, (id, signature): (ContratId, Date)) -> Result<(), AppError> {
    let le = signature.saturating_add(4.months()).saturating_sub(6.days());
    let new = NouvellePreuve {
        kind: Some(TypePreuve::Protocole),
        titre: "Protocole d'accès aux soins non programmés".into(),
        le: Some(le),
        indicateurs: Vec::new(),
    };
    let text = format!("Protocole fictif;signé le;{}\n", date(le));
    let file = ("protocole-fictif.csv", text.into_bytes());
    let vault = proof::<EditPreuves>(stage, Role::Coordinateur)?;
    let preuve = app.add_preuve(&vault, id, new, file).await.map_err(told)?;
    let edits = proof(stage, Role::Coordinateur)?;
    let version = app.contrat(&edits, id).await?.contrat.version;
    app.prove_start(&edits, (id, version), "acces", Some(preuve)).await.map_err(told)
}

async fn indicators(app: &App, stage: &Stage<'_>, id: ContratId) -> Result<(), IndicateurError> {
    let edits = proof(stage, Role::Coordinateur)?;
    let rows = app.rows_in_file("annexe.csv", ANNEXE.to_vec()).await?;
    app.import_annexe(&edits, (id, 1), &rows).await?;
    let version = app.contrat(&edits, id).await?.contrat.version;
    app.settle_annee(&edits, (id, version), 1).await
}

/// Makes the contract, the first year of its life, its money and its first dialogue.
pub async fn create(app: &App, stage: &Stage<'_>) -> Result<(), AppError> {
    let signature = app.today().saturating_sub(SIGNED_FOR.months());
    let id = signed(app, stage, signature).await.map_err(told)?;
    indicators(app, stage, id).await.map_err(told)?;
    shown(app, stage, (id, signature)).await?;
    argent::create(app, stage, id).await?;
    dialogue::create(app, stage, (id, signature)).await
}
