//! Sentences about imports of spreadsheets.

use app::communaute::imports::{ImportError, Preview};
use domain::communaute::import::{FichierRefuse, LignePlan, Proche};
use domain::nombres::{compte, entier};
use domain::professions::professions;

use crate::shell::PageError;

/// What is wrong with a spreadsheet; an error that is not about it has its own page.
pub fn error(error: ImportError) -> Result<String, PageError> {
    Ok(match error {
        ImportError::Read(error) => error.sentence(),
        ImportError::Refused(FichierRefuse::Vide) => {
            "Ce tableur ne contient aucune ligne. Choisissez-en un autre.".into()
        }
        ImportError::Refused(FichierRefuse::TropDeLignes(max)) => format!(
            "Ce tableur a plus de {} lignes. Coupez-le en plusieurs fichiers.",
            entier(i64::try_from(max).unwrap_or(i64::MAX))
        ),
        ImportError::TooLarge(max) => format!(
            "Ce tableur dépasse {}\u{a0}Mo. Retirez-en les images, ou coupez-le en plusieurs fichiers.",
            max / (1024 * 1024)
        ),
        ImportError::NoName => {
            "Aucune colonne ne contient de nom. Dites laquelle contient le nom ou la structure.".into()
        }
        ImportError::Undecided(count) => {
            format!(
                "{} à décider. Décidez, puis appliquez l'import.",
                compte(count, "doublon reste", "doublons restent")
            )
        }
        ImportError::Nothing => "Ce fichier ne change rien. Rien n'a été modifié.".into(),
        ImportError::App(error) => return Err(error.into()),
    })
}

/// What becomes of a file, in sentences: what it is, then how many lines become what.
pub fn bilan(preview: &Preview) -> Vec<String> {
    let counts = preview.comptes;
    let lines = [
        (counts.nouvelles, "personne à ajouter", "personnes à ajouter"),
        (counts.completees, "ligne qui complète une fiche", "lignes qui complètent une fiche"),
        (counts.identiques, "ligne déjà connue", "lignes déjà connues"),
        (counts.repetees, "ligne qui répète une autre ligne", "lignes qui répètent une autre ligne"),
        (counts.douteuses, "doublon possible", "doublons possibles"),
        (counts.structures, "structure à ajouter", "structures à ajouter"),
        (
            counts.structures_completees,
            "ligne qui complète une structure",
            "lignes qui complètent une structure",
        ),
        (counts.structures_identiques, "structure déjà connue", "structures déjà connues"),
        (counts.rejetees, "ligne rejetée", "lignes rejetées"),
    ];
    let some = lines.into_iter().filter(|(count, ..)| *count > 0);
    let mut said: Vec<String> =
        some.map(|(count, one, many)| format!("{}.", compte(count, one, many))).collect();
    said.insert(
        0,
        format!(
            "{}, {}.",
            preview.brouillon.fichier.kind.label(),
            compte(counts.lignes, "ligne lue", "lignes lues")
        ),
    );
    said
}

fn profession(code: Option<&str>) -> Option<String> {
    let label = professions().ok()?.label(code?)?;
    Some(label.to_owned())
}

/// Who or what a line is about.
pub fn qui(line: &LignePlan) -> String {
    match profession(line.profession.as_deref()) {
        Some(label) => format!("{} ({label})", line.nom),
        None => line.nom.clone(),
    }
}

/// A sheet near a doubtful line, and why.
pub fn proche(one: &Proche) -> String {
    let why: Vec<String> = one.raisons.iter().map(|reason| reason.label().to_lowercase()).collect();
    let job = profession(one.profession.as_deref()).map(|label| format!(", {label}")).unwrap_or_default();
    format!("{}{job} ({})", one.nom, why.join(", "))
}
