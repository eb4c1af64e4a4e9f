//! `maillage fetch`.

use std::collections::BTreeSet;
use std::path::Path;

use app::App;
use opendata::sources::sources;
use territory::DepartementCode;

use super::{import, open};
use crate::args::Fetch;
use crate::config::{Config, Environment};
use crate::failure::Failure;
use crate::fetch::{Downloader, FetchError, Mirror, Wanted, plan, silent_servers};
use crate::{output, progress};

/// Downloads what is missing, then imports it.
pub async fn run(options: &Fetch, config: &Config, environment: &Environment) -> Result<(), Failure> {
    let departements = departements(&options.departement)?;
    let table = sources().map_err(|error| {
        Failure::new(format!("La table des adresses livrée avec le programme est illisible ({error})."))
    })?;
    let wanted = plan(&table, &departements);
    let folder = options.dossier.clone().unwrap_or_else(|| config.data.join("telechargements"));
    if options.liste {
        return list(&wanted, &folder);
    }
    if departements.is_empty() {
        output::notice(
            "Sans --departement, les contours des IRIS ne sont pas téléchargés. Exemple : --departement 66.",
        );
    }
    let app = open(config).await?;
    std::fs::create_dir_all(&folder).map_err(|error| Failure::write_file(&folder, &error))?;
    let mirror = Mirror::new(environment.mirror.as_deref());
    let downloader = Downloader::new(mirror).map_err(|error| {
        Failure::new(format!("Les connexions chiffrées ne fonctionnent pas sur cet ordinateur ({error})."))
    })?;
    Round { app: &app, downloader: &downloader, folder: &folder, unreachable: BTreeSet::new(), failed: 0 }
        .all(&wanted)
        .await
}

fn departements(codes: &[String]) -> Result<Vec<DepartementCode>, Failure> {
    let read = |code: &String| {
        let padded = territory::codes::pad_left(code, 2);
        padded.parse().map_err(|_| {
            Failure::usage(format!(
                "« {code} » n’est pas un code de département. Attendu : deux caractères (66, 2A) ou trois outre-mer (974)."
            ))
        })
    };
    codes.iter().map(read).collect()
}

fn list(wanted: &[Wanted], folder: &Path) -> Result<(), Failure> {
    for file in wanted {
        let state = if folder.join(&file.name).is_file() { " (déjà dans le dossier)" } else { "" };
        let size =
            file.size_hint.map(|size| format!(", environ {}", progress::size(size))).unwrap_or_default();
        output::line(format!("{}{state}", file.title))?;
        output::line(format!("  {}, {}, {}{size}", file.producer, file.vintage, file.licence))?;
        output::line(format!("  {}", file.address))?;
        if let Some(note) = &file.note {
            output::line(format!("  {note}"))?;
        }
    }
    Ok(())
}

/// One pass over the files.
struct Round<'a> {
    app: &'a App,
    downloader: &'a Downloader,
    folder: &'a Path,
    /// Servers that did not answer: they are not asked again.
    unreachable: BTreeSet<String>,
    failed: usize,
}

impl Round<'_> {
    async fn all(mut self, wanted: &[Wanted]) -> Result<(), Failure> {
        for file in wanted {
            if self.known(file) {
                output::line(format!("{} : déjà importé.", file.title))?;
            } else {
                self.one(file).await?;
            }
        }
        if !self.unreachable.is_empty() {
            let hosts: Vec<&str> = self.unreachable.iter().map(String::as_str).collect();
            return Err(Failure::new(silent_servers(&hosts)));
        }
        match self.failed {
            0 => Ok(()),
            failed => {
                Err(Failure::new(format!("Fichiers qui manquent encore : {failed} sur {}.", wanted.len())))
            }
        }
    }

    async fn one(&mut self, file: &Wanted) -> Result<(), Failure> {
        let path = self.folder.join(&file.name);
        if !path.is_file() {
            match self.download(file, &path).await {
                Ok(true) => {}
                Ok(false) => return Ok(()),
                Err(error) => return self.say(file, &error),
            }
        }
        let mut face = progress::face();
        match import::import_file_of_year(self.app, &path, (file.vintage, false), &mut *face).await {
            Ok(imported) => import::report(&imported),
            Err(failure) => {
                output::notice(format!("{} : {failure}", file.title));
                self.failed += 1;
                Ok(())
            }
        }
    }

    /// Whether the file is there; `false` when its server is known not to answer.
    async fn download(&mut self, file: &Wanted, path: &Path) -> Result<bool, FetchError> {
        if self.unreachable.iter().any(|host| file.address.contains(host.as_str())) {
            return Ok(false);
        }
        let mut face = progress::face();
        match self.downloader.download(&file.address, path, &mut *face).await {
            Ok(_) => Ok(true),
            Err(FetchError::NoNetwork { host }) => {
                self.unreachable.insert(host);
                Ok(false)
            }
            Err(error) => Err(error),
        }
    }

    /// Tells why a file is not there, and what else can be done.
    fn say(&mut self, file: &Wanted, error: &FetchError) -> Result<(), Failure> {
        let sentence = format!("{} : {}", file.title, error.sentence());
        if error.stops_everything() {
            return Err(Failure::new(sentence));
        }
        output::notice(sentence);
        if !matches!(error, FetchError::Interrupted { .. }) {
            let note = file.note.as_deref().unwrap_or("Cherchez le fichier sur le site du producteur.");
            output::notice(format!("  {note}"));
            output::notice("  Une fois le fichier obtenu : maillage import FICHIER");
        }
        self.failed += 1;
        Ok(())
    }

    /// Whether the database already has this file, or a more recent one, for this place.
    fn known(&self, file: &Wanted) -> bool {
        let reference = self.app.reference();
        reference.datasets.iter().any(|row| {
            let covers =
                |code: DepartementCode| row.coverage.split(',').any(|covered| covered == code.as_str());
            let there = row.coverage == "FR" || file.departement.is_some_and(covers);
            row.passport.kind == file.kind && row.passport.vintage.year >= file.vintage && there
        })
    }
}
