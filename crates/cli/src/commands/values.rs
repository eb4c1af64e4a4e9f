//! Invented values of the invented CPTS: what Rezone or the CPAM would have given it.

use app::diagnostic::{Cible, Entry, ReleveError, Typed};
use app::{App, AppError};
use domain::authz::{Allowed, EditDiagnostic, Role};
use domain::diagnostic::Saisie;

use super::life::Stage;

/// Year of every value.
const YEAR: &str = "2025";
/// A document that nobody wrote.
const DOCUMENT: (&str, &str) = (
    "export-fictif-rezone.csv",
    "document fictif;valeur\npatients sans médecin traitant;12,4\nemployé seulement pour la démonstration;\n",
);

/// Indicator, then value of the territory, of the département and of the country; nothing where nobody gave it.
const VALUES: [(&str, &str, &str, &str); 9] = [
    ("sans_mt_70", "5,9", "4,8", ""),
    ("ald", "24,6", "23,1", "22,8"),
    ("ald_diabete", "5,6", "5,1", "4,9"),
    ("ald_psychiatrie", "2,9", "3,2", "2,6"),
    ("urgences", "24,3", "21,0", "22,1"),
    ("depistage_sein", "57,2", "61,5", "60,1"),
    ("depistage_colorectal", "28,4", "31,9", "30,7"),
    ("depistage_col", "51,3", "", "54,2"),
    ("grippe_65", "53,8", "55,0", "54,2"),
];

/// Counts that the CPAM and the CPTS give beside the official one.
const COUNTS: [(&str, &str, &str); 3] = [
    ("effectif_medecin_generaliste", "cpam", "58"),
    ("effectif_medecin_generaliste", "local", "55"),
    ("effectif_infirmier", "cpam", "131"),
];

/// The values, each written down by the person who would do it; one of them is corrected.
pub async fn create(app: &App, stage: &Stage<'_>) -> Result<(), AppError> {
    let leader = stage.actor(Role::Pilote)?;
    let proof: Allowed<EditDiagnostic> = leader.authorize(stage.cpts)?;
    let territoire = app.territoire(&leader.authorize(stage.cpts)?, stage.reference.territoire).await?;
    let variante = territoire.variante(stage.reference.variante).ok_or(AppError::NotFound)?;
    let cible = Cible { territoire: territoire.id, variante: variante.id, revision: variante.revision };
    let departement = variante.perimeter.units().next().map(|unit| unit.commune().departement().to_string());
    let departement = departement.ok_or(AppError::NotFound)?;
    without_doctor(app, &proof, (cible, &departement)).await?;
    for (code, own, around, country) in VALUES {
        let places =
            [("territoire", "", own), ("departement", departement.as_str(), around), ("france", "", country)];
        for place in places.into_iter().filter(|(.., value)| !value.is_empty()) {
            record(app, &proof, read(cible, code, place, "rezone")?).await?;
        }
    }
    for (code, origin, count) in COUNTS {
        record(app, &proof, read(cible, code, ("territoire", "", count), origin)?).await?;
    }
    Ok(())
}

/// A value that was copied wrong, then corrected with its reason and its document.
async fn without_doctor(
    app: &App,
    proof: &Allowed<EditDiagnostic>,
    (cible, departement): (Cible, &str),
) -> Result<(), AppError> {
    let code = "sans_mt";
    record(app, proof, read(cible, code, ("departement", departement, "10,7"), "rezone")?).await?;
    record(app, proof, read(cible, code, ("france", "", "10,2"), "rezone")?).await?;
    let first = record(app, proof, read(cible, code, ("territoire", "", "14,2"), "rezone")?).await?;
    let (name, content) = DOCUMENT;
    let document = app
        .attach_piece::<domain::pieces::OfDiagnostic>(proof, name, content.as_bytes().to_vec())
        .await
        .map_err(undone)?;
    let right = read(cible, code, ("territoire", "", "12,4"), "rezone")?;
    let right = Saisie { document: Some(document), ..right };
    let reason = "Erreur de recopie : l'export dit 12,4 %.";
    app.correct_releve(proof, (first, reason), confirmed(right)).await.map_err(undone)?;
    Ok(())
}

/// Where a value of this origin would have been read.
fn source(origin: &str) -> &'static str {
    match origin {
        "cpam" => "Courrier fictif de la CPAM, 20/01/2026",
        "local" => "Décompte fictif de la CPTS, 02/02/2026",
        _ => "Export fictif de Rezone, 15/01/2026",
    }
}

fn read(
    cible: Cible,
    code: &str,
    (place, place_code, value): (&str, &str, &str),
    origin: &str,
) -> Result<Saisie, AppError> {
    let typed = Typed {
        indicateur: code.to_owned(),
        lieu: place.to_owned(),
        code: place_code.to_owned(),
        periode: YEAR.to_owned(),
        valeur: value.to_owned(),
        origine: origin.to_owned(),
        source: source(origin).to_owned(),
        ..Typed::default()
    };
    typed.read(cible).map_err(|wrong| undone(ReleveError::Refused(wrong)))
}

/// An invented value may be out of the usual: its author says that it is right.
fn confirmed(saisie: Saisie) -> Entry {
    Entry { saisie, confirmed: vec!["inhabituel".to_owned()] }
}

async fn record(
    app: &App,
    proof: &Allowed<EditDiagnostic>,
    saisie: Saisie,
) -> Result<domain::ids::ReleveId, AppError> {
    app.record_releve(proof, confirmed(saisie)).await.map_err(undone)
}

/// The invented values are part of the program: one that is refused is a defect of the release.
fn undone(error: impl std::fmt::Display) -> AppError {
    AppError::Rules(format!("invented values: {error}"))
}
