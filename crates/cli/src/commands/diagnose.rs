//! `maillage diagnose`: the sheet of a perimeter or, with `--livret`, its whole diagnosis.

use std::io::{self, IsTerminal, Read};
use std::path::Path;

use app::territoire::FicheTitles;
use app::{App, AppError};
use domain::diagnostic::Diagnostic;
use domain::nombres::compte;
use domain::territoire::{DeclaredPopulation, Fiche};
use opendata::ReadError;
use territory::Perimeter;
use territory::paste::Paste;

use super::{app_failure, open, problems};
use crate::args::{Diagnose, Format};
use crate::config::Config;
use crate::failure::Failure;
use crate::{files, output};

/// Reads the perimeter, computes its sheet, writes it.
pub async fn run(options: &Diagnose, config: &Config) -> Result<(), Failure> {
    let format = format(options)?;
    let (name, bytes) = read(&options.perimetre)?;
    let app = open(config).await?;
    let list = list(&app, &name, bytes).await?;
    let perimeter = understand(&app, &list, options.ignorer)?;
    let content = write(&app, options, format, &perimeter).await.map_err(|error| app_failure(&error))?;
    match &options.sortie {
        Some(path) if path != Path::new("-") => {
            files::write_whole(path, &content)?;
            let what = if options.livret { "Livret écrit" } else { "Fiche écrite" };
            output::notice(format!("{what} dans « {} ».", path.display()));
            Ok(())
        }
        _ => output::bytes(&content),
    }
}

/// The form asked for, else the one of the file's name, else text.
fn format(options: &Diagnose) -> Result<Format, Failure> {
    let extension =
        options.sortie.as_deref().and_then(Path::extension).and_then(|extension| extension.to_str());
    let of_name = extension.and_then(|extension| match extension.to_lowercase().as_str() {
        "txt" => Some(Format::Texte),
        "json" => Some(Format::Json),
        "html" | "htm" => Some(Format::Html),
        "pdf" => Some(Format::Pdf),
        "docx" => Some(Format::Docx),
        "xlsx" => Some(Format::Xlsx),
        "csv" => Some(Format::Csv),
        "geojson" => Some(Format::Geojson),
        "svg" => Some(Format::Svg),
        _ => None,
    });
    let format = options.format.or(of_name).unwrap_or(Format::Texte);
    match (options.livret, format) {
        (false, Format::Docx) => {
            return Err(Failure::usage(
                "La fiche n’existe pas en DOCX. Ajoutez --livret pour le diagnostic complet, ou choisissez une autre forme.",
            ));
        }
        (true, Format::Geojson | Format::Svg) => {
            return Err(Failure::usage(
                "Le livret n’existe pas sous cette forme. Retirez --livret pour la carte de la fiche, ou choisissez une autre forme.",
            ));
        }
        _ => {}
    }
    let binary = matches!(format, Format::Pdf | Format::Docx | Format::Xlsx);
    if binary && options.sortie.is_none() && io::stdout().is_terminal() {
        return Err(Failure::usage(
            "Cette forme de fiche ne s’affiche pas dans un terminal. Ajoutez le fichier à écrire, par exemple -o fiche.pdf.",
        ));
    }
    Ok(format)
}

/// The content of the list, under the name to tell people.
fn read(path: &Path) -> Result<(String, Vec<u8>), Failure> {
    let standard = path == Path::new("-");
    let name = if standard { "l’entrée standard".to_owned() } else { path.display().to_string() };
    let mut bytes = Vec::new();
    let read = match standard {
        true => io::stdin().lock().read_to_end(&mut bytes).map(|_| ()),
        false => std::fs::read(path).map(|content| bytes = content),
    };
    read.map_err(|error| Failure::new(ReadError::Io { name: name.clone(), error }.sentence()))?;
    if bytes.trim_ascii().is_empty() {
        return Err(Failure::new(format!(
            "« {name} » est vide. Écrivez-y une commune ou un IRIS par ligne : son code, ou son nom et son code postal."
        )));
    }
    if bytes.starts_with(b"%PDF") {
        return Err(Failure::new(format!(
            "« {name} » est un document PDF. Copiez-y la liste des communes et collez-la dans un fichier texte."
        )));
    }
    Ok((name, bytes))
}

/// The lines of the list: the code column of a table, else the text as it is.
async fn list(app: &App, name: &str, bytes: Vec<u8>) -> Result<String, Failure> {
    let workbook = bytes.starts_with(b"PK") || bytes.starts_with(b"\xd0\xcf\x11\xe0");
    if workbook || name.to_lowercase().ends_with(".csv") {
        let lines = app.list_in_file(name, bytes).await;
        return lines.map(|lines| lines.join("\n")).map_err(|error| Failure::new(error.sentence()));
    }
    Ok(bytes.split(|byte| *byte == b'\n').map(opendata::text::decode).collect::<Vec<_>>().join("\n"))
}

/// The perimeter of the list. Lines that were not understood are shown, never dropped in silence.
fn understand(app: &App, list: &str, ignore: bool) -> Result<Perimeter, Failure> {
    let paste = Paste::read(&app.reference().atlas, list);
    let sentences: Vec<String> = paste.problems().filter_map(problems::sentence).collect();
    for sentence in &sentences {
        output::notice(sentence);
    }
    let perimeter = paste.perimeter();
    if perimeter.is_empty() {
        return Err(Failure::new(
            "Le périmètre ne contient aucune commune. Donnez au moins un code de commune ou d’IRIS, ou un nom de commune.",
        ));
    }
    if !sentences.is_empty() && !ignore {
        return Err(Failure::new(format!(
            "{}. Corrigez, ou ajoutez --ignorer pour continuer sans.",
            compte(
                sentences.len(),
                "ligne du périmètre n’est pas comprise",
                "lignes du périmètre ne sont pas comprises"
            )
        )));
    }
    Ok(perimeter)
}

async fn write(
    app: &App,
    options: &Diagnose,
    format: Format,
    perimeter: &Perimeter,
) -> Result<Vec<u8>, AppError> {
    let reference = app.reference();
    let name = options.nom.clone().unwrap_or_else(|| "Territoire".to_owned());
    let titles = FicheTitles {
        cpts: name.clone(),
        territoire: name.clone(),
        variante: "Périmètre fourni".to_owned(),
        is_reference: true,
    };
    if options.livret {
        let diagnostic = app.diagnostic_of(&reference, titles, perimeter, &[]).await?;
        return booklet(&diagnostic, format);
    }
    let declared = options.population_declaree.map(|inhabitants| DeclaredPopulation {
        inhabitants,
        year: options.annee,
        source: options.origine.clone().unwrap_or_else(|| "Dossier de la CPTS".to_owned()),
    });
    let fiche = app.fiche_of(&reference, titles, perimeter, declared).await?;
    if format == Format::Geojson {
        let shapes = app.shapes(&reference, perimeter).await?;
        return Ok(documents::geojson(&shapes, &name, &fiche.diagnosis.sources));
    }
    render(&fiche, format)
}

fn booklet(diagnostic: &Diagnostic, format: Format) -> Result<Vec<u8>, AppError> {
    Ok(match format {
        Format::Json => documents::livret_json(diagnostic)?,
        Format::Html => documents::livret_html(diagnostic).into_bytes(),
        Format::Pdf => documents::livret_pdf(diagnostic)?,
        Format::Docx => documents::livret_docx(diagnostic)?,
        Format::Xlsx => documents::livret_xlsx(diagnostic)?,
        Format::Csv => documents::livret_csv(diagnostic),
        // The forms that only the sheet has were refused before.
        Format::Texte | Format::Geojson | Format::Svg => documents::livret_text(diagnostic).into_bytes(),
    })
}

fn render(fiche: &Fiche, format: Format) -> Result<Vec<u8>, AppError> {
    Ok(match format {
        Format::Texte | Format::Docx => documents::fiche_text(fiche).into_bytes(),
        Format::Json => documents::fiche_json(fiche)?,
        Format::Html => documents::fiche_html(fiche).into_bytes(),
        Format::Pdf => documents::fiche_pdf(fiche)?,
        Format::Xlsx => documents::fiche_xlsx(fiche)?,
        Format::Csv => documents::fiche_csv(fiche),
        Format::Geojson | Format::Svg => match &fiche.carte {
            Some(carte) => documents::carte_svg(carte, &documents::SvgOptions::of(fiche)).into_bytes(),
            None => Vec::new(),
        },
    })
}
