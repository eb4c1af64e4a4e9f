//! `maillage verify-bundle`.

use std::fs::File;
use std::io::{self, BufReader};
use std::path::Path;

use documents::lettre_intention::bundle;
use domain::nombres::{compte, date};

use crate::args::VerifyBundle;
use crate::failure::Failure;
use crate::output;

/// Compares each file of the archive with its manifest; code 1 when one differs. Opens no database.
pub fn run(options: &VerifyBundle) -> Result<(), Failure> {
    let file = File::open(&options.file).map_err(|error| unreadable(&options.file, &error))?;
    let read = bundle::verify(BufReader::new(file));
    let read =
        read.map_err(|error| Failure::new(format!("« {} » : {}", options.file.display(), error.sentence())))?;
    let own = &read.manifeste;
    let filed = date(own.depose_le.date());
    output::line(format!("{}, {}", own.cpts, own.dossier))?;
    output::line(format!("Version {}, déposée le {filed} par {}", own.version, own.auteur))?;
    let first = own.fichiers.first().map_or("", |file| file.nom.as_str());
    // The main file: the PDF of a dossier, the frozen content of a dialogue.
    let main = if first.ends_with(".pdf") { "du PDF".to_owned() } else { format!("de {first}") };
    if let Some(fingerprint) = own.empreinte() {
        output::line(format!("Empreinte {main} : {fingerprint}"))?;
    }
    for ecart in &read.ecarts {
        output::line(ecart.sentence())?;
    }
    let count = compte(own.fichiers.len(), "fichier", "fichiers");
    if read.ecarts.is_empty() {
        return output::line(format!(
            "{count} : chacun est celui du manifeste. Comparez l’empreinte {main} avec celle que montre la page du dossier."
        ));
    }
    Err(Failure::new(format!(
        "{}. Cette archive n’est pas celle qui a été téléchargée de Maillage.",
        compte(read.ecarts.len(), "écart trouvé", "écarts trouvés")
    )))
}

fn unreadable(path: &Path, error: &io::Error) -> Failure {
    let shown = path.display();
    Failure::new(match error.kind() {
        io::ErrorKind::NotFound => {
            format!("Le fichier « {shown} » n’existe pas. Vérifiez son nom et son dossier.")
        }
        io::ErrorKind::PermissionDenied => {
            format!("Vous n’avez pas le droit de lire « {shown} ». Copiez-le dans un de vos dossiers.")
        }
        _ => format!("Le fichier « {shown} » ne se lit pas ({error})."),
    })
}
