//! What the invented region follows and shares: projects at every stage, a goal, a tool box, sheets of experience.

use app::region::{
    ExperienceRefused, ListError, RegionError, ToolError, TypedObjectif, TypedOutil, TypedSuivi,
};
use app::{App, AppError, Institution};
use documents::rapport::{Colonne, Rapport, Tableau};
use domain::authz::{AllowedIn, InstitutionKind, ReadRegion, Role};
use domain::region::{ExperienceFiche, TypedExperience};
use jiff::{Span, ToSpan as _};
use territory::{CommuneCode, UnitCode};

use super::life::Stage;

/// The invented CPTS: name, stage, months since, how many communes. Nobody leads them.
const CPTS: [(&str, &str, i32, usize); 9] = [
    ("CPTS du Plateau fictif", "Projet à l'étude", 3, 3),
    ("CPTS des Sources inventées", "Projet à l'étude", 14, 4),
    ("CPTS de la Combe fictive", "Lettre d'intention", 2, 4),
    ("CPTS du Val imaginaire", "Lettre d'intention", 16, 3),
    ("CPTS des Rives inventées", "Projet de santé", 5, 4),
    ("CPTS du Bois fictif", "Validé", 1, 3),
    ("CPTS de la Plaine imaginaire", "Contrat ACI", 8, 5),
    ("CPTS du Causse fictif", "En fonctionnement", 30, 4),
    ("CPTS des Crêtes inventées", "En fonctionnement", 26, 4),
];

/// Other projects: name, kind, stage, months since.
const OTHERS: [(&str, &str, &str, i32); 5] = [
    ("MSP du Pont fictif", "MSP", "Comité technique départemental", 2),
    ("MSP des Tilleuls inventés", "MSP", "Comité régional de sélection", 4),
    ("MSP de la Fontaine fictive", "MSP", "En fonctionnement", 40),
    ("CLS du Bassin de Valmirande", "CLS", "En préparation", 9),
    ("CLS des Monts inventés", "CLS", "Signé", 20),
];

/// Documents of the box: title, theme, months until its review.
const TOOLS: [(&str, &str, i32); 3] = [
    ("Pas à pas d'une lettre d'intention", "Lettre d'intention", 10),
    ("Questions à se poser avant les statuts", "Association et statuts", 6),
    ("Calendrier type d'un projet de santé", "Projet de santé", 14),
];

/// The region of the demonstration, as its files name it; `None` without them.
pub fn code(app: &App) -> Option<String> {
    let reference = app.reference();
    let first = reference
        .atlas
        .cpts_perimeters()
        .iter()
        .find(|(rank, _)| reference.atlas.sources()[rank.0].fictitious);
    let place = first.and_then(|(_, cpts)| cpts.units.first())?.commune();
    reference.atlas.commune(place)?.region.map(|code| code.to_string())
}

/// Everything, each act by the person who would do it.
pub async fn create(app: &App, stage: &Stage<'_>) -> Result<(), AppError> {
    let desk = stage.institutions.iter().find(|one| one.kind == InstitutionKind::GuichetUrps);
    let Some(desk) = desk.filter(|one| one.region.is_some()) else { return Ok(()) };
    projects(app, stage, desk).await?;
    tools(app, stage, desk).await?;
    sheets(app, stage).await
}

fn listed(error: ListError) -> AppError {
    match error {
        ListError::Region(error) => region(error),
        other => AppError::Security(other.to_string()),
    }
}

fn region(error: RegionError) -> AppError {
    match error {
        RegionError::App(error) => error,
        other => AppError::Security(other.to_string()),
    }
}

/// Communes that neither the invented CPTS nor its two neighbours cover.
fn free(app: &App) -> Vec<CommuneCode> {
    let reference = app.reference();
    let atlas = &reference.atlas;
    let taken: Vec<UnitCode> =
        atlas.cpts_perimeters().iter().flat_map(|(_, cpts)| cpts.units.clone()).collect();
    let towns: Vec<CommuneCode> = taken.iter().map(|unit| unit.commune()).collect();
    let departement = towns.first().map(|code| code.departement());
    let here = atlas.communes().iter().filter(|one| Some(one.departement) == departement);
    here.map(|one| one.code).filter(|code| !towns.contains(code)).collect()
}

async fn projects(app: &App, stage: &Stage<'_>, desk: &Institution) -> Result<(), AppError> {
    let actor = stage.seated(desk.id)?;
    let (edits, home) = (actor.authorize_in(desk.id)?, actor.authorize_in(desk.id)?);
    let mut free = free(app).into_iter();
    let day = |months: i32| domain::nombres::date(app.today().saturating_sub(months.months()));
    let mut lines = Vec::new();
    for (name, etape, months, count) in CPTS {
        let codes: Vec<String> = free.by_ref().take(count).map(|code| code.to_string()).collect();
        lines.push(format!("{name}; CPTS; {etape}; {}; {}", day(months), codes.join(" ")));
    }
    let reference = app.reference();
    for (_, cpts) in reference.atlas.cpts_perimeters().iter().skip(1) {
        let codes: Vec<String> = cpts.units.iter().map(ToString::to_string).collect();
        lines.push(format!("{}; CPTS; En fonctionnement; {}; {}", cpts.name, day(34), codes.join(" ")));
    }
    for (name, kind, etape, months) in OTHERS {
        lines.push(format!("{name}; {kind}; {etape}; {}", day(months)));
    }
    app.add_region_list(&edits, &lines.join("\n")).await.map_err(listed)?;
    // The CPTS of the demonstration is there already when it has filed its letter.
    let reads: AllowedIn<ReadRegion> = actor.authorize_in(desk.id)?;
    let board = app.region_board(&reads).await?;
    let there = board.is_some_and(|board| board.lignes.iter().any(|one| one.suivi.cpts == Some(stage.cpts)));
    if !there {
        let own = reference.atlas.cpts_perimeters().first().map(|(_, cpts)| cpts.units.clone());
        let codes: Vec<String> = own.unwrap_or_default().iter().map(ToString::to_string).collect();
        let typed = TypedSuivi {
            nom: app.cpts(stage.cpts).await?.name,
            kind: "cpts".into(),
            etape: "etude".into(),
            le: day(6),
            cpts: Some(stage.cpts),
            unites: codes.join(" "),
            contact: "Chargée de mission premier recours".into(),
            ..TypedSuivi::default()
        };
        app.add_region_project((&edits, &home), &typed).await.map_err(region)?;
    }
    let goal = TypedObjectif {
        libelle: "Quinze CPTS dans la région fictive".into(),
        kind: "cpts".into(),
        nombre: "15".into(),
        echeance: domain::nombres::date(app.today().saturating_add(Span::new().years(2))),
        source: "Plan régional fictif".into(),
    };
    app.add_region_goal(&edits, &goal).await.map_err(region)?;
    Ok(())
}

fn document(app: &App, titre: &str) -> Result<Vec<u8>, AppError> {
    let step = |rank: usize, text: &str| vec![format!("Étape {rank}").into(), text.to_owned().into()];
    let report = Rapport {
        nature: "Boîte à outils de la région fictive".into(),
        titre: titre.to_owned(),
        auteur: "Guichet CPTS de la région fictive".into(),
        jour: app.today(),
        faits: vec!["Document inventé pour la démonstration.".into()],
        tableaux: vec![Tableau {
            titre: "Étapes".into(),
            colonnes: vec![Colonne::mots("Étape", 12), Colonne::mots("Ce qu'il faut faire", 60)],
            lignes: vec![
                step(1, "Réunir les professionnels du territoire."),
                step(2, "Écrire ce qui est décidé."),
                step(3, "Demander conseil au Guichet."),
            ],
            ..Tableau::default()
        }],
    };
    Ok(report.pdf()?)
}

async fn tools(app: &App, stage: &Stage<'_>, desk: &Institution) -> Result<(), AppError> {
    let edits = stage.seated(desk.id)?.authorize_in(desk.id)?;
    for (titre, theme, months) in TOOLS {
        let typed = TypedOutil {
            titre: titre.into(),
            theme: theme.into(),
            description: "Un document inventé, pour montrer la boîte à outils.".into(),
            responsable: "Guichet CPTS, appui aux projets".into(),
            a_revoir: domain::nombres::date(app.today().saturating_add(months.months())),
        };
        let file = (titre, document(app, titre)?);
        app.add_region_tool(&edits, &typed, Some(file)).await.map_err(|error| match error {
            ToolError::Region(error) => region(error),
            other => AppError::Document(other.to_string()),
        })?;
    }
    Ok(())
}

async fn sheets(app: &App, stage: &Stage<'_>) -> Result<(), AppError> {
    let refused = |error: ExperienceRefused| match error {
        ExperienceRefused::App(error) => error,
        other => AppError::Security(other.to_string()),
    };
    let proof = stage.actor(Role::Coordinateur)?.authorize(stage.cpts)?;
    let texts = [
        (
            "Une ligne commune pour les soins du jour",
            "Accès aux soins",
            "Quarante demandes par semaine ont trouvé un rendez-vous.",
        ),
        ("Une lettre de sortie relue à deux", "Parcours", "Huit sorties sur dix arrivent avec leur lettre."),
    ];
    for (titre, mission, resultat) in texts {
        let fiche = ExperienceFiche {
            besoin: "Les demandes n'aboutissaient pas. Récit inventé pour la démonstration.".into(),
            action: "Six cabinets se sont relayés, avec une personne qui coordonne.".into(),
            resultat: resultat.into(),
            moyens: "Deux heures de coordination par semaine.".into(),
            conseils: "Commencer petit, et compter dès le premier jour.".into(),
            mission: mission.into(),
            contact: "Coordination de la CPTS".into(),
            source: None,
        };
        let typed = TypedExperience { titre: titre.into(), fiche };
        let id = app.add_experience(&proof, &typed).await.map_err(refused)?;
        app.publish_experience(&proof, id).await.map_err(refused)?;
    }
    Ok(())
}
