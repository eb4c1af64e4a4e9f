//! Samples of the pages of a region, of its tool box and of the sheets of experience.

use app::region::{
    Board, LigneSuivi, OutilRow, Outillage, PopulationLue, PublishedExperience, TypedObjectif, TypedOutil,
    TypedSuivi,
};
use domain::authz::Author;
use domain::ids::{CptsId, ExperienceId, ObjectifRegionId, OutilId, SuiviId};
use domain::region::{
    Collee, CommuneBlanche, Couverture, Etapes, EtatCommune, Experience, ExperienceFiche, Inhabitants,
    LigneCollee, ObjectifRegion, Outil, OutilFiche, OutilVersion, Overlap, PassageSuivi, PasteError,
    Progress, SourceExperience, Suivi, SuiviFiche, TypedExperience, etapes,
};
use domain::territoire::{Carte, CarteArea};
use jiff::Timestamp;
use jiff::civil::date;
use territory::{Atlas, CommuneCode, Perimeter};
use uuid::Uuid;

use super::{Sample, sample};
use crate::fields::Fields;
use crate::views::liste::Etat;
use crate::views::region::couverture::{self, Vue};
use crate::views::region::experiences::{self as fiches, Droit};
use crate::views::region::liste::liste_of;
use crate::views::region::projet::{self, Autour as AutourProjet, Formulaire};
use crate::views::region::tableau::{self, Autour};
use crate::views::region::{coller, objectif, outils, sans_region};
use crate::views::{Page, Section};

const BASE: &str = "/i/1/region";

fn page(title: &str) -> Page {
    Page::new(Section::Accueil, title).under("Guichet CPTS d'exemple", "/i/1")
}

fn code(text: &str) -> Option<CommuneCode> {
    text.parse().ok()
}

fn ligne(etapes: &'static Etapes, rank: u128, (nom, etape, old): (&str, &str, bool)) -> Option<LigneSuivi> {
    let kind = etapes.kind("cpts")?;
    let passage = |etape: &str, le| PassageSuivi {
        etape: etape.into(),
        le,
        at: Timestamp::UNIX_EPOCH,
        by: Author::System("exemple".into()),
    };
    let unites: Perimeter = ["96001", "96002"].into_iter().filter_map(|one| one.parse().ok()).collect();
    Some(LigneSuivi {
        suivi: Suivi {
            id: SuiviId(Uuid::from_u128(rank)),
            region: "90".into(),
            kind: "cpts".into(),
            nom: nom.into(),
            etape: etape.into(),
            cpts: None,
            fiche: SuiviFiche {
                passages: vec![passage("etude", date(2024, 1, 1)), passage(etape, date(2024, 6, 1))],
                unites,
                contact: "Chargée de mission premier recours".into(),
                note: "Réunion publique prévue au printemps.".into(),
                ..SuiviFiche::default()
            },
            created_at: Timestamp::UNIX_EPOCH,
            version: 2,
            removed_at: None,
        },
        kind,
        etape: kind.etape(etape)?,
        jours: Some(if old { 420 } else { 40 }),
        ancienne: old,
        communes: 2,
        population: PopulationLue::Calculee {
            nombre: 12_430.0,
            manquants: 1,
            annees: vec![2022],
            sources: vec!["INSEE, Populations légales, 2022".into()],
        },
        departements: "96".parse().ok().map(|code| (code, "Val-Fictif".to_owned())).into_iter().collect(),
    })
}

fn board(etapes: &'static Etapes) -> Option<Board> {
    let lignes = [("CPTS du Val", "lettre", true), ("CPTS des Monts", "contrat", false)];
    let lignes: Vec<LigneSuivi> = lignes
        .into_iter()
        .enumerate()
        .filter_map(|(rank, one)| ligne(etapes, rank as u128 + 1, one))
        .collect();
    let goal = ObjectifRegion {
        id: ObjectifRegionId(Uuid::from_u128(9)),
        region: "90".into(),
        libelle: "100 CPTS dans la région".into(),
        kind: "cpts".into(),
        nombre: 100,
        echeance: date(2027, 12, 31),
        source: "Plan régional fictif".into(),
        version: 1,
    };
    let mut gone = lignes.first()?.suivi.clone();
    gone.nom = "CPTS abandonnée".into();
    Some(Board {
        region: "90".parse().ok()?,
        nom: "Région Imaginaire".into(),
        lignes,
        retires: vec![gone],
        objectifs: vec![(goal, Progress { atteint: 1, en_chemin: 1 })],
        departements: "96".parse().ok().map(|code| (code, "Val-Fictif".to_owned())).into_iter().collect(),
        etapes,
    })
}

fn couverture() -> Couverture {
    let states = [("96001", EtatCommune::Recouverte, vec![0, 1]), ("96002", EtatCommune::Couverte, vec![0])];
    let mut found = Couverture {
        habitants: Inhabitants {
            annee: Some(2022),
            couverts: Some(12_430.0),
            couverts_manquants: 1,
            total: Some(98_000.0),
            total_manquants: 2,
            sources: vec!["INSEE, Populations légales, 2022".into()],
        },
        dehors: 1,
        ..Couverture::default()
    };
    for (text, state, ranks) in states {
        found.communes.extend(code(text).map(|code| (code, (state, ranks))));
    }
    found.communes.extend(code("96003").map(|code| (code, (EtatCommune::Blanche, Vec::new()))));
    let departement = "96".parse();
    if let (Some(code), Ok(departement)) = (code("96003"), departement) {
        let nom = "Hauteclaire".to_owned();
        let partie = Some((2, 5));
        found.blanches = vec![
            CommuneBlanche { code, nom: nom.clone(), departement, partie: None, habitants: Some(840.0) },
            CommuneBlanche { code, nom, departement, partie, habitants: None },
        ];
    }
    let unites: Perimeter = "96001".parse().into_iter().collect();
    found.recouvrements = vec![Overlap { projets: (0, 1), unites, habitants: Some(2_100.0) }];
    found
}

fn carte() -> Carte {
    let area = |text: &str, x: u32| {
        let path = format!("M{x} 10L{} 10L{} 80L{x} 80Z", x + 60, x + 60);
        text.parse().ok().map(|code| CarteArea {
            code,
            name: format!("Commune {text}"),
            member: true,
            path,
            label: [f64::from(x), 40.0],
        })
    };
    Carte {
        width: 220.0,
        height: 90.0,
        km: 10.0,
        areas: [("96001", 10), ("96002", 70), ("96003", 130)]
            .into_iter()
            .filter_map(|(c, x)| area(c, x))
            .collect(),
        outline: "M10 10L190 10L190 80L10 80Z".into(),
        credit: "Contours fictifs, 2026".into(),
    }
}

fn boards(etapes: &'static Etapes) -> Option<Vec<Sample>> {
    let (board, covered, atlas, map) = (board(etapes)?, couverture(), Atlas::default(), carte());
    let liste = liste_of(BASE, &board);
    let etat = Etat::of(&Fields::parse(b"type=cpts"), &liste);
    let trouves: Vec<&LigneSuivi> = board.lignes.iter().collect();
    let autour = Autour {
        base: BASE,
        etat: &etat,
        trouves: &trouves,
        couverture: (&covered, "2 CPTS, Région Imaginaire."),
        today: date(2026, 11, 22),
        may_edit: true,
    };
    let vue = Vue {
        board: &board,
        base: BASE,
        asked: (&liste, &etat),
        projets: (&trouves, "2 CPTS, Région Imaginaire."),
        couverture: &covered,
        carte: Some(&map),
        atlas: &atlas,
    };
    let one = board.lignes.first()?;
    let projet = AutourProjet {
        url: "/i/1/region/projets/1",
        base: BASE,
        cpts: Some("CPTS du Val"),
        atlas: &atlas,
        may_edit: true,
    };
    let typed = TypedSuivi { nom: "CPTS du Val".into(), unites: "99999".into(), ..TypedSuivi::default() };
    let cpts = [(CptsId(Uuid::from_u128(1)), "CPTS du Val".to_owned())];
    let form = Formulaire {
        urls: (format!("{BASE}/nouveau"), BASE.into()),
        typed: &typed,
        version: None,
        etapes,
        cpts: &cpts,
    };
    let form = projet::form(page("Ajouter un projet"), &form).refusing("unites", "Codes inconnus.");
    Some(vec![
        sample(
            "region",
            "Tableau régional",
            &tableau::show(page("Tableau régional"), &board, liste.clone(), &autour),
        ),
        sample("region-couverture", "Couverture de la région", &couverture::show(page("Couverture"), &vue)),
        sample("region-projet", "Projet suivi", &projet::show(page("CPTS du Val"), one, &projet)),
        sample("region-projet-form", "Ajouter un projet", &form),
    ])
}

fn lists(etapes: &'static Etapes) -> Vec<Sample> {
    let read = LigneCollee {
        nom: "CPTS A".into(),
        kind: "cpts".into(),
        etape: "valide".into(),
        le: date(2024, 2, 1),
        unites: Perimeter::default(),
    };
    let line = |numero, lue| Collee { numero, texte: "CPTS A; CPTS".into(), lue };
    let lines = [line(1, Ok(read)), line(2, Err(PasteError::Stage("Sacré".into())))];
    let goal = TypedObjectif::default();
    vec![
        sample("region-sans", "Institution sans région", &sans_region(page("Tableau régional"), "/i/1")),
        sample(
            "region-coller",
            "Coller une liste",
            &coller::form(page("Coller une liste"), BASE, ("", etapes)),
        ),
        sample(
            "region-coller-erreur",
            "Liste avec une erreur",
            &coller::preview(page("Coller une liste"), BASE, ("CPTS A; CPTS", &lines, etapes)),
        ),
        sample(
            "region-coller-pret",
            "Liste prête",
            &coller::preview(page("Coller une liste"), BASE, ("CPTS A; CPTS", &lines[..1], etapes)),
        ),
        sample(
            "region-objectif",
            "Ajouter un objectif",
            &objectif::form(page("Ajouter un objectif"), BASE, (&goal, etapes)),
        ),
    ]
}

fn tools() -> Vec<Sample> {
    let version = |numero| OutilVersion {
        numero,
        nom: "modele-lettre.pdf".into(),
        media_type: "application/pdf".into(),
        taille: 48_000,
        sha256: "a".repeat(64),
        added_at: Timestamp::UNIX_EPOCH,
        added_by: Author::System("exemple".into()),
    };
    let row = |rank: u128, removed_at| OutilRow {
        outil: Outil {
            id: OutilId(Uuid::from_u128(rank)),
            region: "90".into(),
            titre: format!("Modèle de lettre d'intention {rank}"),
            fiche: OutilFiche {
                description: "Le modèle à remplir, avec ses annexes.".into(),
                theme: "Lettre d'intention".into(),
                responsable: "Guichet CPTS, appui aux projets".into(),
                a_revoir: Some(date(2026, 1, 1)),
            },
            created_at: Timestamp::UNIX_EPOCH,
            version: 1,
            removed_at,
        },
        versions: vec![version(2), version(1)],
    };
    let all = Outillage {
        outils: vec![row(1, None), row(2, Some(Timestamp::UNIX_EPOCH))],
        regions: vec![("90".into(), "Région Imaginaire".into()), ("76".into(), "Occitanie".into())],
    };
    let today = date(2026, 11, 22);
    let (edits, reads) = (
        outils::Autour { base: "/i/1/outils", today, may_edit: true },
        outils::Autour { base: "/c/1/boite-a-outils", today, may_edit: false },
    );
    let typed = TypedOutil { titre: "Modèle".into(), ..TypedOutil::default() };
    let urls = ("/i/1/outils/nouveau".to_owned(), "/i/1/outils".to_owned());
    let form = outils::form(page("Ajouter un outil"), urls, (&typed, &["Autre".to_owned()]), None);
    let none = Outillage { outils: Vec::new(), regions: Vec::new() };
    vec![
        sample("outils", "Boîte à outils", &outils::liste(page("Boîte à outils"), &all, &edits)),
        sample("outils-vide", "Boîte à outils vide", &outils::liste(page("Boîte à outils"), &none, &reads)),
        sample("outil", "Un outil", &outils::show(page("Modèle"), &all.outils[0], &edits)),
        sample(
            "outil-lu",
            "Un outil, lu par une CPTS",
            &outils::show(page("Modèle"), &all.outils[0], &reads),
        ),
        sample(
            "outil-form",
            "Ajouter un outil",
            &form.refusing("fichier", "Choisissez un fichier à déposer."),
        ),
    ]
}

fn sheets() -> Vec<Sample> {
    let source = SourceExperience {
        experience: ExperienceId(Uuid::from_u128(3)),
        cpts: "CPTS des Monts".into(),
        titre: "Astreinte".into(),
        le: date(2026, 10, 1),
    };
    let fiche = ExperienceFiche {
        besoin: "Les sorties du vendredi arrivent sans lettre.".into(),
        action: "Une astreinte partagée entre six cabinets.".into(),
        resultat: "40 sorties suivies en six mois.".into(),
        moyens: "Deux heures par semaine.".into(),
        conseils: "Commencez par un seul service.".into(),
        mission: "Accès aux soins".into(),
        contact: "Coordination de la CPTS".into(),
        source: Some(source),
    };
    let one = |published_at| PublishedExperience {
        experience: Experience {
            id: ExperienceId(Uuid::from_u128(4)),
            cpts: CptsId(Uuid::from_u128(1)),
            titre: "Astreinte du vendredi".into(),
            fiche: fiche.clone(),
            created_at: Timestamp::UNIX_EPOCH,
            published_at,
            version: 1,
            removed_at: None,
        },
        cpts: "CPTS du Val".into(),
    };
    let (draft, shared) = (one(None), one(Some(Timestamp::UNIX_EPOCH)));
    let (own, others) = ([draft.experience.clone(), shared.experience.clone()], [shared.clone()]);
    let base = "/c/1/experiences";
    let vue = fiches::Vue { base, siennes: Some(&own), autres: &others, may_edit: true };
    let none = fiches::Vue { base, siennes: None, autres: &[], may_edit: false };
    let typed = TypedExperience { titre: String::new(), fiche: fiche.clone() };
    let form =
        fiches::form(page("Écrire une fiche"), (format!("{base}/nouvelle"), base.into()), &typed, None);
    vec![
        sample("experiences", "Fiches d'expérience", &fiches::liste(page("Fiches d'expérience"), &vue)),
        sample("experiences-vide", "Aucune fiche", &fiches::liste(page("Fiches d'expérience"), &none)),
        sample(
            "experience-sienne",
            "Sa fiche",
            &fiches::show(page("Astreinte"), (&draft, base), Droit::Ecrire),
        ),
        sample(
            "experience",
            "Fiche publiée",
            &fiches::show(page("Astreinte"), (&shared, base), Droit::Reprendre),
        ),
        sample("experience-form", "Écrire une fiche", &form.refusing("titre", "Donnez un titre à la fiche.")),
    ]
}

/// Every page of the region.
pub fn samples() -> Vec<Sample> {
    let Ok(etapes) = etapes() else { return Vec::new() };
    let mut all = boards(etapes).unwrap_or_default();
    all.extend(lists(etapes));
    all.extend(tools());
    all.extend(sheets());
    all
}
