//! `maillage import`.

use std::path::Path;

use app::reference::{CodeChanges, ImportError, ImportOptions, Verdict};
use app::{App, Imported};
use domain::nombres::compte;
use opendata::{Input, Progress, ReadError};
use territory::{CommuneCode, Vintage};

use super::{app_failure, open};
use crate::args::Import;
use crate::config::Config;
use crate::failure::Failure;
use crate::{output, progress};

/// Codes that are listed before « … ».
const LISTED: usize = 10;

/// Imports each file; one that is refused does not stop the next.
pub async fn run(options: &Import, config: &Config) -> Result<(), Failure> {
    let app = open(config).await?;
    let how = ImportOptions { vintage: options.millesime.map(Vintage::year), fictitious: options.fictif };
    let mut refused = 0;
    for path in &options.files {
        let mut face = progress::face();
        match import_file(&app, path, &how, &mut *face).await {
            Ok(imported) => report(&imported)?,
            Err(failure) => {
                output::notice(failure.to_string());
                refused += 1;
            }
        }
    }
    match (refused, options.files.len()) {
        (0, _) => Ok(()),
        (_, 1) => Err(Failure::new("Rien n’a été importé.")),
        (refused, all) => Err(Failure::new(format!("Fichiers non importés : {refused} sur {all}."))),
    }
}

/// Imports one file, with the sentence for the person when it is refused.
pub async fn import_file(
    app: &App,
    path: &Path,
    options: &ImportOptions,
    progress: &mut (dyn Progress + Send),
) -> Result<Vec<Imported>, Failure> {
    let proof = app::operate("import").map_err(|error| app_failure(&error.into()))?;
    let imported = app.import(&proof, Input::path(path), options, progress).await;
    progress.finish();
    imported.map_err(|error| match error {
        ImportError::Read(error) => read_failure(&error),
        ImportError::App(error) => app_failure(&error),
    })
}

/// Same, with the year to use when neither the file nor its name says it.
pub async fn import_file_of_year(
    app: &App,
    path: &Path,
    (year, fictitious): (i16, bool),
    progress: &mut (dyn Progress + Send),
) -> Result<Vec<Imported>, Failure> {
    let proof = app::operate("import").map_err(|error| app_failure(&error.into()))?;
    let unsaid = ImportOptions { vintage: None, fictitious };
    match app.import(&proof, Input::path(path), &unsaid, progress).await {
        Err(ImportError::Read(ReadError::NoVintage { .. })) => {
            let said = ImportOptions { vintage: Some(Vintage::year(year)), fictitious };
            import_file(app, path, &said, progress).await
        }
        Err(ImportError::Read(error)) => Err(read_failure(&error)),
        Err(ImportError::App(error)) => Err(app_failure(&error)),
        Ok(imported) => {
            progress.finish();
            Ok(imported)
        }
    }
}

fn read_failure(error: &ReadError) -> Failure {
    tracing::debug!(error = error as &dyn std::error::Error, "the file was refused");
    Failure::new(error.sentence())
}

/// Writes the report of a file.
pub fn report(imported: &[Imported]) -> Result<(), Failure> {
    for one in imported {
        let passport = &one.passport;
        output::line(format!("{} : {}, {}", one.file_name, passport.kind.label(), passport.vintage))?;
        for sentence in one.report.sentences() {
            output::line(format!("  {sentence}"))?;
        }
        if let Some(codes) = &one.codes {
            for sentence in code_sentences(codes) {
                output::line(format!("  {sentence}"))?;
            }
        }
        output::line(match one.verdict {
            Verdict::Added => "  Enregistré.",
            Verdict::Unchanged => "  Ce fichier était déjà enregistré : rien n’a changé.",
        })?;
    }
    Ok(())
}

fn code_sentences(codes: &CodeChanges) -> Vec<String> {
    let mut sentences = Vec::new();
    if !codes.lost.is_empty() {
        let became = |(code, now): &(CommuneCode, Vec<CommuneCode>)| match now.as_slice() {
            [] => format!("{code} (sans suite connue)"),
            now => format!("{code} (aujourd’hui {})", codes_of(now)),
        };
        let listed: Vec<String> = codes.lost.iter().take(LISTED).map(became).collect();
        sentences.push(format!(
            "{} : {}{}.",
            compte(
                codes.lost.len(),
                "commune de la carte n’existe plus",
                "communes de la carte n’existent plus"
            ),
            listed.join(", "),
            more(codes.lost.len())
        ));
    }
    if !codes.new.is_empty() {
        sentences.push(format!(
            "{} : {}{}.",
            compte(
                codes.new.len(),
                "commune d’aujourd’hui n’y est pas dessinée",
                "communes d’aujourd’hui n’y sont pas dessinées"
            ),
            codes_of(&codes.new[..codes.new.len().min(LISTED)]),
            more(codes.new.len())
        ));
    }
    sentences
}

fn codes_of(codes: &[CommuneCode]) -> String {
    codes.iter().map(CommuneCode::as_str).collect::<Vec<_>>().join(", ")
}

fn more(count: usize) -> &'static str {
    if count > LISTED { "…" } else { "" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lost_and_new_codes_are_named() {
        let code = |text: &str| text.parse::<CommuneCode>().unwrap();
        let codes =
            CodeChanges { lost: vec![(code("14666"), vec![code("14712")])], new: vec![code("14472")] };
        assert_eq!(
            code_sentences(&codes),
            [
                "1\u{a0}commune de la carte n’existe plus : 14666 (aujourd’hui 14712).",
                "1\u{a0}commune d’aujourd’hui n’y est pas dessinée : 14472."
            ]
        );
        assert!(code_sentences(&CodeChanges::default()).is_empty());
    }
}
