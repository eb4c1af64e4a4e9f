//! `maillage annex`: the indicators of a contract year from a spreadsheet, looked at or added, through the use cases of
//! the pages.

use app::App;
use app::indicateurs::{IndicateurError, PlanLu};
use domain::aci::contrat::ContratLu;
use domain::authz::{Actor, Allowed, EditContrat};
use domain::nombres::compte;
use opendata::ReadError;
use web::wording::contrats::mission;
use web::wording::indicateurs as wording;

use super::tenant::chosen;
use super::{app_failure, open};
use crate::args::Annex;
use crate::config::Config;
use crate::failure::Failure;
use crate::output;

/// Reads the annex and says what it would add to the year; adds it when asked.
pub async fn run(options: &Annex, config: &Config) -> Result<(), Failure> {
    let name = options.file.display().to_string();
    let content = std::fs::read(&options.file);
    let content =
        content.map_err(|error| Failure::new(ReadError::Io { name: name.clone(), error }.sentence()))?;
    let app = open(config).await?;
    let cpts = chosen(&app, options.cpts.as_deref()).await?;
    let proof = Actor::system("annex").authorize::<EditContrat>(cpts.id);
    let proof = proof.map_err(|error| app_failure(&error.into()))?;
    let contrat = contract(&app, &proof, options).await?;
    let at = (contrat.contrat.id, options.annee);
    let rows = app.rows_in_file(&name, content).await.map_err(refusal)?;
    let read = app.plan_annexe(&proof, at, &rows).await.map_err(refusal)?;
    shown(&read, &contrat.contrat.titre)?;
    if !read.plan.refus.is_empty() {
        return Err(Failure::new(
            "Rien n’a été ajouté. Corrigez ces cellules dans le tableur, puis recommencez.",
        ));
    }
    if !options.appliquer {
        return output::line("Rien n’a été ajouté. Pour ajouter, écrivez aussi --appliquer.");
    }
    let added = app.import_annexe(&proof, at, &rows).await.map_err(refusal)?;
    output::line(format!("{}.", compte(added, "indicateur ajouté", "indicateurs ajoutés")))
}

/// The contract that is named, or the only one.
async fn contract(app: &App, proof: &Allowed<EditContrat>, options: &Annex) -> Result<ContratLu, Failure> {
    let (mut all, _) = app.contrats(proof).await.map_err(|error| app_failure(&error))?;
    let names: Vec<String> = all.iter().map(|one| format!("« {} »", one.contrat.titre)).collect();
    if let Some(name) = &options.contrat {
        all.retain(|one| one.contrat.titre == name.trim());
    }
    let found = match (all.len(), names.len()) {
        (_, 0) => {
            return Err(Failure::new("Cette CPTS n’a pas encore de contrat. Préparez-le dans les pages."));
        }
        (1, _) => all.remove(0),
        (0, _) => {
            let asked = options.contrat.as_deref().unwrap_or_default();
            let text =
                format!("Aucun contrat ne s’appelle « {asked} ». Les contrats : {}.", names.join(", "));
            return Err(Failure::new(text));
        }
        _ => {
            let text =
                format!("Plusieurs contrats conviennent. Choisissez avec --contrat : {}.", names.join(", "));
            return Err(Failure::usage(text));
        }
    };
    let years = found.termes().map(|termes| termes.annees.len()).unwrap_or_default();
    if options.annee == 0 || usize::from(options.annee) > years {
        let text = format!(
            "Ce contrat n’a pas d’année {}. Écrivez --annee avec un nombre de 1 à {years}.",
            options.annee
        );
        return Err(Failure::usage(text));
    }
    Ok(found)
}

/// What would be added, what was left aside, the sums, and what cannot be read.
fn shown(read: &PlanLu, titre: &str) -> Result<(), Failure> {
    let count = compte(read.plan.lignes.len(), "indicateur lu", "indicateurs lus");
    output::line(format!("{titre}, année {} : {count}.", read.annee.annee.numero))?;
    for one in &read.plan.lignes {
        let (cle, intitule, fiche) = &one.lu;
        output::line(format!(
            "  Ligne {} : {}, {intitule}, {}",
            one.numero,
            mission(cle),
            fiche.montant.texte()
        ))?;
    }
    if read.plan.exemples > 0 {
        let left = compte(
            read.plan.exemples,
            "ligne d’exemple laissée de côté",
            "lignes d’exemple laissées de côté",
        );
        output::line(format!("{left}."))?;
    }
    if !read.plan.ignorees.is_empty() {
        output::line(format!("Colonnes laissées de côté : {}.", read.plan.ignorees.join(", ")))?;
    }
    output::line("Part variable de chaque mission, avec les indicateurs déjà notés :")?;
    for one in &read.sommes {
        output::line(format!("  {} : {}", mission(&one.mission), wording::reste(one)))?;
    }
    for (place, refus) in &read.plan.refus {
        output::line(format!("  {}", wording::cellule(place, refus)))?;
    }
    Ok(())
}

fn refusal(error: IndicateurError) -> Failure {
    match error {
        IndicateurError::App(error) => app_failure(&error),
        other => Failure::new(wording::refus(&other).unwrap_or_else(|| other.to_string())),
    }
}
