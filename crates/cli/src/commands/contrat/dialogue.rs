//! The first yearly dialogue of the demonstration: values, evidence, texts, sent to the CPAM and the ARS.

use app::dialogues::{DialogueError, IndicateurTape};
use app::preuves::NouvellePreuve;
use app::{App, AppError};
use domain::aci::preuve::TypePreuve;
use domain::authz::{EditDialogues, EditPreuves, InstitutionKind, ReadDialogues, Role, SendDialogues};
use domain::ids::{ContratId, IndicateurId};
use jiff::ToSpan;
use jiff::civil::Date;

use super::{Stage, proof, told};

/// What was found: beginning of the indicator, value, what shows it.
const FOUND: [(&str, &str, Option<TypePreuve>); 13] = [
    ("Patients en ALD", "90", Some(TypePreuve::Requete)),
    ("Patients de plus de 16 ans", "67 000", Some(TypePreuve::Requete)),
    ("Patients de plus de 70 ans", "203", Some(TypePreuve::Requete)),
    ("Recensement", "oui", Some(TypePreuve::Statistique)),
    ("Annuaire", "oui", Some(TypePreuve::Capture)),
    ("Circuit des demandes", "oui", Some(TypePreuve::Protocole)),
    ("Parcours de retour", "oui", Some(TypePreuve::Protocole)),
    ("Sorties avec une lettre", "52", Some(TypePreuve::Statistique)),
    ("Patients inclus", "64", None),
    ("Dépistage du cancer du sein", "73", Some(TypePreuve::Requete)),
    ("Dépistage du cancer colorectal", "27", Some(TypePreuve::Requete)),
    ("Actions de prévention", "oui", Some(TypePreuve::Bilan)),
    ("Réunions de cas", "oui", None),
];

const TEXTS: [(&str, &str); 4] = [
    (
        "synthese",
        "La première année a installé les missions.\nLes délais de démarrage sont tenus pour l'accès et la crise.",
    ),
    ("vie", "Trente réunions, deux assemblées, un groupe par mission."),
    ("mission.acces", "Le recensement des patients sans médecin traitant est fait avec la CPAM."),
    ("perspectives", "Inclure cent patients dans le parcours diabète."),
];

/// A small table as the Assurance Maladie would send it.
fn paper(title: &str, value: &str, le: Date) -> Vec<u8> {
    format!("Document fictif;{title}\r\nDate;{}\r\nValeur;{value}\r\n", domain::nombres::date(le))
        .into_bytes()
}

async fn record(app: &App, stage: &Stage<'_>, (id, le): (ContratId, Date)) -> Result<(), DialogueError> {
    let edits = proof::<EditDialogues>(stage, Role::Coordinateur)?;
    let vault = proof::<EditPreuves>(stage, Role::Coordinateur)?;
    let read = proof::<ReadDialogues>(stage, Role::Coordinateur)?;
    for (begin, value, kind) in FOUND {
        let lu = app.dialogue(&read, (id, 1)).await?;
        let Some(one) = lu.indicateurs.iter().find(|one| one.intitule.starts_with(begin)) else { continue };
        let at: (IndicateurId, i64) = (one.id, one.version);
        let typed = IndicateurTape {
            valeur: value.into(),
            le: Some(le),
            source: "Relevé fictif".into(),
            commentaire: if kind.is_none() { "Le document est attendu.".into() } else { String::new() },
            promesse: String::new(),
        };
        app.record_indicateur(&edits, (id, 1), at, &typed).await?;
        if let Some(kind) = kind {
            let new = NouvellePreuve {
                kind: Some(kind),
                titre: format!("{} ({})", kind.label(), begin),
                le: Some(le),
                indicateurs: vec![at.0],
            };
            let file = ("releve-fictif.csv", paper(begin, value, le));
            app.add_preuve(&vault, id, new, file).await.map_err(told)?;
        }
    }
    let version = app.dialogue(&read, (id, 1)).await?.version();
    let textes = TEXTS.map(|(cle, text)| (cle.to_owned(), text.to_owned()));
    app.write_rapport(&edits, (id, 1), (version, &textes)).await
}

/// Prepares the dialogue of the first year and sends it.
pub async fn create(
    app: &App,
    stage: &Stage<'_>,
    (id, signature): (ContratId, Date),
) -> Result<(), AppError> {
    let le = signature.saturating_add(12.months()).saturating_sub(3.days());
    record(app, stage, (id, le)).await.map_err(told)?;
    let wanted = |kind| matches!(kind, InstitutionKind::Cpam | InstitutionKind::Ars);
    let to: Vec<_> = stage.institutions.iter().filter(|one| wanted(one.kind)).map(|one| one.id).collect();
    if to.is_empty() {
        return Ok(());
    }
    let sends = proof::<SendDialogues>(stage, Role::Coordinateur)?;
    app.send_dialogue(&sends, (id, 1), &to).await.map_err(told)?;
    Ok(())
}
