//! `maillage people`: a spreadsheet of people and structures, looked at or applied, through the use cases of the pages.

use std::collections::BTreeMap;

use app::App;
use app::communaute::imports::{ImportError, Preview, Tous};
use documents::communaute::{import_rejet, import_remarque};
use domain::authz::{Actor, Allowed, EditCommunaute};
use domain::communaute::import::{Champ, LignePlan, Verdict};
use domain::ids::LotId;
use domain::nombres::compte;
use opendata::ReadError;
use web::wording::imports as wording;

use super::tenant::chosen;
use super::{app_failure, open};
use crate::args::{Doubles, People};
use crate::config::Config;
use crate::failure::Failure;
use crate::output;

type Edits = Allowed<EditCommunaute>;

/// Reads the spreadsheet and says what becomes of each line; applies it when asked.
pub async fn run(options: &People, config: &Config) -> Result<(), Failure> {
    let name = options.file.display().to_string();
    let content = std::fs::read(&options.file);
    let content =
        content.map_err(|error| Failure::new(ReadError::Io { name: name.clone(), error }.sentence()))?;
    let app = open(config).await?;
    let cpts = chosen(&app, options.cpts.as_deref()).await?;
    let proof = Actor::system("people").authorize::<EditCommunaute>(cpts.id);
    let proof = proof.map_err(|error| app_failure(&error.into()))?;
    let short = options.file.file_name().map_or(name, |name| name.to_string_lossy().into_owned());
    let id = app.read_import(&proof, (&short, content)).await.map_err(refusal)?;
    let done = decided(&app, &proof, (id, options)).await;
    if done.is_err() || !options.appliquer {
        // A file that was only looked at does not wait in the pages.
        app.drop_import(&proof, id).await.map_err(|error| app_failure(&error))?;
    }
    done
}

async fn decided(app: &App, proof: &Edits, (id, options): (LotId, &People)) -> Result<(), Failure> {
    let tous = options.doublons.map(|doubles| match doubles {
        Doubles::Rattacher => Tous::Rattacher,
        Doubles::Creer => Tous::Creer,
        Doubles::Laisser => Tous::Laisser,
    });
    if tous.is_some() {
        app.decide_import(proof, id, (BTreeMap::new(), tous)).await.map_err(refusal)?;
    }
    let preview = app.preview_import(proof, id).await.map_err(|error| app_failure(&error))?;
    if !preview.brouillon.fichier.nomme() {
        return Err(refusal(ImportError::NoName));
    }
    shown(&preview)?;
    if !options.appliquer {
        return output::line("Rien n’a été ajouté. Pour appliquer, ajoutez --appliquer.");
    }
    if preview.comptes.indecises > 0 {
        return Err(Failure::new(format!(
            "{} à décider : rien n’a été ajouté. Ajoutez --doublons rattacher, creer ou laisser, ou importez le \
             fichier dans les pages pour décider un par un.",
            compte(preview.comptes.indecises, "doublon reste", "doublons restent")
        )));
    }
    app.apply_import(proof, id).await.map_err(refusal)?;
    output::line("L’import est appliqué. Il s’annule en entier dans les pages de la CPTS.")
}

/// What becomes of the lines, those to look at one by one.
fn shown(preview: &Preview) -> Result<(), Failure> {
    let file = &preview.brouillon.fichier;
    output::line(format!("{} :", preview.brouillon.nom))?;
    for sentence in wording::bilan(preview) {
        output::line(format!("  {sentence}"))?;
    }
    let left = file.champs.iter().enumerate().filter(|(_, champ)| **champ == Champ::Ignorer);
    let left: Vec<&str> = left
        .filter_map(|(rank, _)| file.titles().get(rank))
        .map(|title| title.trim())
        .filter(|title| !title.is_empty())
        .collect();
    if !left.is_empty() {
        output::line(format!("  Colonnes non reprises : {}.", left.join(", ")))?;
    }
    let lines = &preview.plan.lignes;
    let said: [(&str, Vec<String>); 3] = [
        ("Doublons possibles :", lines.iter().filter_map(double).collect()),
        ("Lignes rejetées :", lines.iter().filter_map(rejected).collect()),
        ("À savoir :", lines.iter().filter_map(remarked).collect()),
    ];
    for (title, lines) in said.iter().filter(|(_, lines)| !lines.is_empty()) {
        output::line(title)?;
        for line in lines {
            output::line(format!("  {line}"))?;
        }
    }
    Ok(())
}

fn double(line: &LignePlan) -> Option<String> {
    let Verdict::Douteuse(near, choix) = &line.verdict else { return None };
    let near: Vec<String> = near.iter().map(wording::proche).collect();
    let state = if choix.is_some() { ", décidé" } else { "" };
    Some(format!("Ligne {}{state} : {} ressemble à {}.", line.numero, wording::qui(line), near.join(" ; ")))
}

fn rejected(line: &LignePlan) -> Option<String> {
    let Verdict::Rejetee(rejet) = &line.verdict else { return None };
    Some(format!("Ligne {} : {}", line.numero, import_rejet(rejet)))
}

fn remarked(line: &LignePlan) -> Option<String> {
    let said: Vec<String> = line.remarques.iter().map(import_remarque).collect();
    (!said.is_empty()).then(|| format!("Ligne {} : {}", line.numero, said.join(" ")))
}

/// The sentence of a file that is refused.
fn refusal(error: ImportError) -> Failure {
    match error {
        ImportError::App(error) => app_failure(&error),
        other => wording::error(other).map_or_else(
            |_| Failure::new("Ce tableur n’a pas pu être lu. Rien n’a été ajouté."),
            Failure::new,
        ),
    }
}
