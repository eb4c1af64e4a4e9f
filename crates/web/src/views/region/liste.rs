//! The list of projects of a region: search, filters, columns, files.

use std::borrow::Cow;

use app::region::{Board, LigneSuivi};
use domain::nombres::{date, entier, habitants};
use territory::text::search_key;

use crate::views::components::{Cell, EmptyState, Tone};
use crate::views::liste::{Colonne, Export, Filtre, Lignes, Liste, Noms, Ordre};

const NOMS: Noms = Noms { un: "projet", plusieurs: "projets", feminin: false };

/// Ages over which one may filter, in days.
const AGES: [(&str, &str); 4] = [
    ("90", "Plus de 90 jours"),
    ("180", "Plus de 180 jours"),
    ("365", "Plus d'un an"),
    ("730", "Plus de deux ans"),
];

/// How a line of the list is read.
pub struct Lues<'a> {
    /// Address of the board.
    pub base: &'a str,
}

/// Key of a stage in an address: the kinds share some.
pub fn stage_key(kind: &str, etape: &str) -> String {
    format!("{kind}.{etape}")
}

impl Lignes for Lues<'_> {
    type Item = LigneSuivi;
    fn id(&self, one: &LigneSuivi) -> String {
        one.suivi.id.to_string()
    }
    fn cle<'a>(&self, one: &'a LigneSuivi) -> Cow<'a, str> {
        Cow::Owned(search_key(&format!("{} {}", one.suivi.nom, one.suivi.fiche.contact)))
    }
    fn garde(&self, one: &LigneSuivi, filtre: &str, valeur: &str) -> bool {
        match filtre {
            "type" => one.suivi.kind == valeur,
            "etape" => stage_key(&one.suivi.kind, &one.suivi.etape) == valeur,
            "departement" => one.departements.iter().any(|(code, _)| code.as_str() == valeur),
            "age" => valeur.parse().is_ok_and(|days: i64| one.jours.is_some_and(|age| age > days)),
            _ => true,
        }
    }
    fn ordre(&self, one: &LigneSuivi, colonne: &str) -> Ordre {
        let number = |value: Option<f64>| value.map_or(Ordre::Rien, Ordre::Nombre);
        match colonne {
            "type" => Ordre::mots(&one.kind.nom),
            "etape" => number(one.kind.rang(&one.suivi.etape).map(|rank| rank as f64)),
            "depuis" => number(one.jours.map(|days| -(days as f64))),
            "jours" => number(one.jours.map(|days| days as f64)),
            "communes" => Ordre::Nombre(one.communes as f64),
            "population" => number(one.population.nombre()),
            "departement" => Ordre::mots(&names(one)),
            _ => Ordre::mots(&one.suivi.nom),
        }
    }
    fn tete(&self, one: &LigneSuivi) -> Cell {
        Cell::from(one.suivi.nom.clone()).link(format!("{}/projets/{}", self.base, one.suivi.id))
    }
    fn cellule(&self, one: &LigneSuivi, colonne: &str) -> Cell {
        match colonne {
            "type" => one.kind.nom.clone().into(),
            "etape" => one.etape.nom.clone().into(),
            "depuis" => one.suivi.since().map(date).unwrap_or_default().into(),
            "jours" => {
                let cell = Cell::from(one.jours.map(entier).unwrap_or_default());
                if one.ancienne { cell.tag(Tone::Attention, "ancienne") } else { cell }
            }
            "communes" => one.communes.to_string().into(),
            "population" => match one.population.nombre() {
                Some(people) => habitants(people).into(),
                None => "non connue".into(),
            },
            _ => names(one).into(),
        }
    }
}

/// The départements of a project.
pub fn names(one: &LigneSuivi) -> String {
    let all: Vec<&str> = one.departements.iter().map(|(_, name)| name.as_str()).collect();
    all.join(", ")
}

/// What the list is.
pub fn liste_of(base: &str, board: &Board) -> Liste {
    let pair = |key: &str, label: &str| (key.to_owned(), label.to_owned());
    let kinds = board.etapes.types.iter().map(|kind| pair(&kind.cle, &kind.nom)).collect();
    let stages = board.etapes.types.iter().flat_map(|kind| {
        let label = |nom: &str| format!("{}\u{a0}: {nom}", kind.nom);
        kind.etapes.iter().map(move |etape| (stage_key(&kind.cle, &etape.cle), label(&etape.nom)))
    });
    let departements = board.departements.iter().map(|(code, name)| pair(code.as_str(), name)).collect();
    let ages = AGES.iter().map(|(key, label)| pair(key, label)).collect();
    let file =
        |format: &'static str, end: &str| Export::new("Projets trouvés", format, format!("{base}.{end}"));
    Liste::new("projets", "Projets suivis", base, NOMS)
        .aide("Le nom du projet, ou la fonction qui le suit.")
        .colonnes(vec![
            Colonne::new("nom", "Projet"),
            Colonne::new("type", "Type"),
            Colonne::new("etape", "Étape"),
            Colonne::new("depuis", "Depuis le"),
            Colonne::new("jours", "Jours à l'étape").nombre(),
            Colonne::new("communes", "Communes").nombre(),
            Colonne::new("population", "Habitants").nombre(),
            Colonne::new("departement", "Départements").cachee(),
        ])
        .filtres(vec![
            Filtre::new("type", "Type", "Tous les types", kinds),
            Filtre::new("etape", "Étape", "Toutes les étapes", stages.collect()),
            Filtre::new("departement", "Département", "Tous les départements", departements),
            Filtre::new("age", "Temps passé à l'étape", "Toutes les durées", ages),
        ])
        .exports(vec![file("CSV", "csv"), file("XLSX", "xlsx")])
        .vide(EmptyState {
            title: "Aucun projet suivi pour l'instant.",
            text: "Ajoutez un projet, ou collez votre liste. Une CPTS qui dépose sa lettre arrive ici toute seule.".into(),
            link: None,
        })
}
