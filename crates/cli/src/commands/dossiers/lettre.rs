//! The letter of intent of the demonstration: written by several, filed, and sent back with two corrections to make.

use app::dossier::instruction::{InstructionError, NewCorrection};
use app::dossier::{DossierError, DossierLu, Lecteur, NewDepotRequest, NewDossier, Saisi};
use app::{App, AppError};
use domain::authz::{Actor, InstitutionKind, InstructDepots, Role};
use domain::dossier::lettre::champs::{Nature, champ};
use domain::dossier::lettre::saisie::Brut;
use domain::ids::DossierId;
use jiff::ToSpan as _;

use super::super::life::Stage;

/// What the authors write: field, answer to its question, words.
const WRITTEN: &[(&str, &str, &str)] = &[
    ("intitule", "", "CPTS du Bassin de Valmirande"),
    (
        "liens_msp",
        "",
        "Les deux MSP du territoire participent à l'équipe projet. Leurs projets de santé restent les leurs.",
    ),
    (
        "difficultes",
        "",
        "L'accès à un médecin traitant est de plus en plus difficile.\nLe retour à domicile après une hospitalisation se prépare trop tard, et sans lettre de sortie.\nLe temps médical manque pour les personnes âgées isolées.",
    ),
    (
        "outils",
        "",
        "Messagerie sécurisée dans tous les cabinets\nUn dossier partagé dans les deux MSP\nUn protocole de coopération sur le pied diabétique",
    ),
    ("partenaires_esp_msp", "oui", "Les deux MSP sont membres du projet."),
    ("partenaires_dac", "oui", "Le DAC du département participe aux réunions."),
    ("partenaires_collectivites", "oui", "La communauté d'agglomération prête ses salles."),
    (
        "methode",
        "",
        "Chaque professionnel connu a été contacté par courriel, puis relancé par téléphone. Deux réunions d'information ont suivi.",
    ),
    ("sollicitations_hopitaux", "oui", "Le centre hospitalier a désigné une correspondante."),
    ("sollicitations_cliniques", "non", ""),
    ("sollicitations_elus", "oui", "Les communes du territoire ont reçu la présentation."),
    ("sollicitations_medico_social", "oui", "Deux EHPAD et un SSIAD."),
    ("sollicitations_social", "en_cours", "Un rendez-vous est pris avec le centre social."),
    ("sollicitations_coordonnees", "oui", "Les MSP et le DAC."),
    (
        "mission_acces",
        "oui",
        "Recenser les patients sans médecin traitant et organiser la réponse aux demandes de la journée.",
    ),
    ("mission_parcours", "oui", "Un parcours de retour à domicile avec l'hôpital."),
    ("mission_prevention", "oui", "Dépistages et vaccination, avec les pharmacies."),
    ("mission_qualite", "oui", "Des réunions de cas entre professions."),
    ("mission_accompagnement", "oui", "Accueil des internes et des nouveaux installés."),
    ("mission_crise", "oui", "Une cellule de crise et un plan tenu à jour chaque année."),
    ("structure_juridique", "oui", "Association loi 1901."),
];

/// Makes the letter.
pub async fn create(app: &App, stage: &Stage<'_>) -> Result<(), AppError> {
    let told = told(app, stage).await;
    told.map_err(|error| match error {
        DossierError::App(error) => error,
        other => AppError::Document(other.to_string()),
    })
}

async fn told(app: &App, stage: &Stage<'_>) -> Result<(), DossierError> {
    let coordinator = stage.actor(Role::Coordinateur)?;
    let edits = coordinator.authorize(stage.cpts).map_err(AppError::from)?;
    let lecteur = Lecteur::of(&coordinator, stage.cpts).map_err(AppError::from)?;
    let new = NewDossier { modele: "occitanie".into(), territoire: Some(stage.reference.territoire) };
    let id = app.begin_dossier(&edits, &new).await?;
    let lu = app.dossier_ecrit(&lecteur, id).await?;
    let (first, second) = answers(app, &lu)?;
    app.write_fields(&edits, id, &first).await?;
    let pilote = stage.actor(Role::Pilote)?;
    let theirs = pilote.authorize(stage.cpts).map_err(AppError::from)?;
    app.write_fields(&theirs, id, &second).await?;
    app.comment_field(&theirs, (id, "methode"), "Pensez à citer la réunion de rentrée.").await?;
    explain(app, (&lecteur, &coordinator, stage), id).await?;
    file(app, (&lecteur, &coordinator, stage), id).await
}

/// What is typed by the coordinator, then by somebody who leads a group.
fn answers(app: &App, lu: &DossierLu) -> Result<(Vec<Saisi>, Vec<Saisi>), AppError> {
    let today = app.today();
    let month = |months: i64| {
        let day = today.checked_add(months.months()).unwrap_or(today);
        format!("{:02}/{}", day.month(), day.year())
    };
    let text = |texte: String, choix: &str| Brut { texte, choix: choix.to_owned(), ..Brut::default() };
    let mut all: Vec<(&str, Brut)> =
        WRITTEN.iter().map(|(cle, choix, words)| (*cle, text((*words).to_owned(), choix))).collect();
    let project = lu.groupes.iter().find(|(_, nom)| nom.contains("projet")).or(lu.groupes.first());
    let group = project.map(|(id, _)| id.to_string()).unwrap_or_default();
    all.extend([
        ("date_redaction", text(domain::nombres::date(today), "")),
        (
            "sources_prediagnostic",
            text(
                "Diagnostic de territoire de l'agence ; 10/09/2026\nDonnées de l'Assurance Maladie".into(),
                "",
            ),
        ),
        (
            "porteurs",
            text(String::new(), &lu.groupes.first().map(|(id, _)| id.to_string()).unwrap_or_default()),
        ),
        ("equipe_projet", text(String::new(), &group)),
        ("membres_actifs", text(String::new(), "volontaires")),
        ("partenaires", text(String::new(), "etablissements")),
        ("calendrier_construction", Brut { second: month(0), ..text(month(-14), "") }),
        ("calendrier_lettre", text(month(0), "")),
        ("calendrier_projet", text(month(9), "")),
        ("calendrier_contrat", text(month(12), "")),
    ]);
    let typed = |(cle, brut): (&str, Brut)| Saisi { champ: cle.to_owned(), vue: 0, brut };
    let (theirs, mine): (Vec<_>, Vec<_>) = all.into_iter().partition(|(cle, _)| cle.starts_with("mission_"));
    Ok((mine.into_iter().map(typed).collect(), theirs.into_iter().map(typed).collect()))
}

/// Explains what the check finds in what the system filled in, as people would.
async fn explain(
    app: &App,
    (lecteur, coordinator, stage): (&Lecteur, &Actor, &Stage<'_>),
    id: DossierId,
) -> Result<(), DossierError> {
    let lu = app.dossier_ecrit(lecteur, id).await?;
    let mut typed = Vec::new();
    for remark in lu.remarques.iter().filter(|one| one.bloque()) {
        let Some(def) = champ(&remark.champ)? else { continue };
        if def.nature == Nature::Constat && !typed.iter().any(|one: &Saisi| one.champ == remark.champ) {
            let texte = match remark.champ.as_str() {
                "voisinage" => "Le partage est convenu avec les CPTS voisines. Un avenant le dira.",
                "subvention" => "La demande sera jointe après le conseil d'administration.",
                _ => "Cette donnée sera complétée dans le projet de santé.",
            };
            let brut = Brut { texte: texte.to_owned(), ..Brut::default() };
            typed.push(Saisi { champ: remark.champ.clone(), vue: lu.ecrit.version(&remark.champ), brut });
        }
    }
    let edits = coordinator.authorize(stage.cpts).map_err(AppError::from)?;
    app.write_fields(&edits, id, &typed).await?;
    Ok(())
}

/// Files the letter; the desk asks two corrections.
async fn file(
    app: &App,
    (lecteur, coordinator, stage): (&Lecteur, &Actor, &Stage<'_>),
    id: DossierId,
) -> Result<(), DossierError> {
    let Some(desk) = stage.institutions.iter().find(|one| one.kind == InstitutionKind::GuichetUrps) else {
        return Ok(());
    };
    let vue = app.dossier_ecrit(lecteur, id).await?.dossier.version;
    let proof = coordinator.authorize(stage.cpts).map_err(AppError::from)?;
    let request = NewDepotRequest { guichet: Some(desk.id), vue };
    let filed = app.file_dossier((lecteur, &proof), id, request).await?.depot;
    let asks = [
        ("difficultes", "Précisez les communes où le retour à domicile pose problème."),
        ("calendrier_contrat", "Confirmez cette date avec la CPAM."),
    ];
    let instructs = stage.seated(desk.id)?.authorize_in::<InstructDepots>(desk.id).map_err(AppError::from)?;
    for (cle, texte) in asks {
        let new = NewCorrection { champ: cle.into(), extrait: String::new(), texte: texte.into() };
        app.prepare_correction(&instructs, (id, filed.id), &new).await.map_err(refused)?;
    }
    app.send_corrections(&instructs, id).await.map_err(refused)?;
    Ok(())
}

fn refused(error: InstructionError) -> AppError {
    AppError::Document(error.to_string())
}
