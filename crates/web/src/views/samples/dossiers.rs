//! Samples of the pages where a CPTS writes and reads its dossiers.

use domain::dossier::lettre::champs::champs;
use domain::dossier::lettre::saisie::Brut;
use domain::dossier::lettre::{Redigee, Source};

use super::instruction::lettre;
use super::{Sample, sample};
use crate::views::components::{Download, Link, Opt};
use crate::views::dossier::contenu::ChampLu;
use crate::views::dossier::ecrire::{Autre, ChampVue, CommentaireVue, EcrireView, RemarqueVue};
use crate::views::dossier::lire::LireView;
use crate::views::{Page, Section};

fn page(title: &str) -> Page {
    Page::of_cpts("1", "CPTS de la Vallée Verte", Section::Dossiers, title)
}

/// The letter with the passport of its population.
fn letter() -> Redigee {
    let mut letter = lettre();
    letter.sources = vec![Source {
        citation: "INSEE, Populations de référence, 2023".into(),
        millesime: "2023".into(),
        perimetre: "Vallée Verte, 16 communes et IRIS".into(),
        unite: "habitants".into(),
        masque: Some("aucun".into()),
    }];
    for contenu in
        letter.parties.iter_mut().flat_map(|partie| &mut partie.champs).flat_map(|champ| &mut champ.contenu)
    {
        if let domain::dossier::lettre::Contenu::Tableau(table) = contenu {
            table.sources = vec![0];
        }
    }
    letter
}

/// One field of each nature.
fn fields() -> Vec<ChampVue> {
    let all = champs().unwrap_or_default();
    let letter = letter();
    let known = letter.champ("communes").map(|one| ChampLu::of(&letter, one));
    let keys = [
        "intitule",
        "calendrier_construction",
        "communes",
        "nombre_communes",
        "outils",
        "mission_acces",
        "equipe_projet",
        "sources_prediagnostic",
    ];
    let defs = keys.iter().filter_map(|key| all.iter().find(|one| one.cle == *key));
    let fields = defs.enumerate().map(|(rank, def)| ChampVue {
        def,
        lu: match &known {
            Some(own) if def.cle == "communes" => own.clone(),
            _ => ChampLu {
                id: def.cle.clone(),
                titre: format!("Champ {}", rank + 1),
                blocs: vec![],
                explication: None,
                sources: vec![],
            },
        },
        aide: Some("Ce qui aide à remplir ce champ.".into()),
        obligatoire: rank % 2 == 0,
        brut: Brut {
            texte: "Un texte écrit\nsur deux lignes".into(),
            second: "16".into(),
            ..Brut::default()
        },
        version: 2,
        auteur: Some("Écrit par Alix Exemple le 18/04/2026 à 14\u{a0}h\u{a0}30".into()),
        histoire: Some(format!("/c/1/dossiers/2/champs/{}", def.cle)),
        choix: vec![Opt::new("oui", "Oui", true), Opt::new("non", "Non", false)],
        membres: vec![Opt::new("5", "EXEMPLE Alix", false), Opt::new("6", "MODÈLE Camille", true)],
        erreur: (rank == 1).then(|| "«\u{a0}demain\u{a0}» n'est ni un jour ni un mois.".into()),
        autre: (rank == 4).then(|| Autre {
            qui: "Écrit par Camille Modèle le 18/04/2026 à 14\u{a0}h\u{a0}31".into(),
            texte: "Une messagerie sécurisée\nUn dossier partagé".into(),
        }),
        remarques: vec![RemarqueVue {
            bloque: rank % 2 == 0,
            texte: "Une remarque de la vérification.".into(),
            lieux: vec!["Ligne 2".into()],
        }],
        commentaires: vec![CommentaireVue {
            qui: "Camille Modèle, le 18/04/2026".into(),
            texte: "À relire ensemble.".into(),
            resolu: rank % 2 == 1,
            url: format!("/c/1/dossiers/2/commentaires/{}/7", def.cle),
        }],
        commenter: format!("/c/1/dossiers/2/commentaires/{}", def.cle),
    });
    fields.collect()
}

fn step(champs: Vec<ChampVue>) -> EcrireView {
    let link = |label: &str, key: &str| Link::new(label, format!("/c/1/dossiers/2/ecrire/{key}"));
    EcrireView {
        page: page("Le projet et ses porteurs"),
        etapes: vec![
            (link("Le projet", "projet"), 2, 4, true),
            (link("Le territoire", "territoire"), 7, 7, false),
        ],
        action: "/c/1/dossiers/2/ecrire/projet".into(),
        champs,
        suite: Some(link("Le territoire", "territoire")),
        verifier: "/c/1/dossiers/2/verifier".into(),
    }
}

pub(super) fn samples() -> Vec<Sample> {
    let mut read = LireView::new(
        page("Lire le dossier"),
        &letter(),
        "Brouillon. Voici le dossier tel qu'il est aujourd'hui.",
    );
    read.liens = vec![Link::new("Vérifier le dossier", "/c/1/dossiers/2/verifier")];
    read.fichiers = vec![Download {
        label: "Brouillon à relire".into(),
        url: "/c/1/dossiers/2/lettre.pdf".into(),
        format: "PDF",
        hint: "Accessible.",
    }];
    vec![
        sample("dossier-lire", "Un dossier à lire", &read),
        sample(
            "dossier-etape",
            "Une étape d'un dossier, avec une erreur et un texte changé par quelqu'un d'autre",
            &step(fields()),
        ),
        sample("dossier-etape-vide", "Une étape sans champ", &step(Vec::new())),
    ]
}
