//! The list of people.

use std::borrow::Cow;
use std::collections::BTreeMap;

use domain::communaute::{CanalKind, Personne, Statut};
use domain::ids::StructureId;
use domain::professions::professions;
use jiff::civil::Date;
use territory::Atlas;

use super::super::components::{Cell, Choice, EmptyState, Link, Opt, Tone};
use super::super::liste::{Action, Colonne, Export, Filtre, Lignes, Liste, Noms, Ordre};
use super::canal_valeur;
use crate::wording::personnes::metier;

const NOMS: Noms = Noms { un: "personne", plusieurs: "personnes", feminin: true };

/// How a person of the list is read.
pub struct Lues<'a> {
    /// Today.
    pub today: Date,
    /// Address of the list.
    pub base: &'a str,
    /// The communes.
    pub atlas: &'a Atlas,
    /// Names of the structures.
    pub structures: &'a BTreeMap<StructureId, String>,
}

impl Lues<'_> {
    fn commune(&self, one: &Personne) -> String {
        let name =
            |code| self.atlas.commune(code).map_or_else(|| code.to_string(), |found| found.name.clone());
        one.commune(self.today).map(name).unwrap_or_default()
    }

    fn structure(&self, one: &Personne) -> String {
        let ids = one.exercices(self.today).filter_map(|lieu| lieu.structure);
        ids.filter_map(|id| self.structures.get(&id).cloned()).collect::<Vec<_>>().join(", ")
    }

    /// A cell as text, for the page and for the file.
    pub fn text(&self, one: &Personne, colonne: &str) -> String {
        let canal = |kind| one.canal(kind).map(canal_valeur).unwrap_or_default();
        match colonne {
            "profession" => metier(one.profession.as_deref(), one.fiche.specialite.as_deref()),
            "statut" => one.statut.label().to_owned(),
            "commune" => self.commune(one),
            "structure" => self.structure(one),
            "rpps" => one.rpps.as_ref().map(|rpps| rpps.as_str().to_owned()).unwrap_or_default(),
            "courriel" => canal(CanalKind::Courriel),
            "telephone" => canal(CanalKind::Telephone),
            "source" => one.fiche.source.clone(),
            _ => String::new(),
        }
    }
}

impl Lignes for Lues<'_> {
    type Item = Personne;

    fn id(&self, one: &Personne) -> String {
        one.id.to_string()
    }

    fn cle<'a>(&self, one: &'a Personne) -> Cow<'a, str> {
        Cow::Owned(one.search_key())
    }

    fn garde(&self, one: &Personne, filtre: &str, valeur: &str) -> bool {
        match filtre {
            "statut" => one.statut.key() == valeur,
            "profession" => one.profession.as_deref().unwrap_or("aucune") == valeur,
            "commune" => {
                one.exercices(self.today).any(|lieu| lieu.commune.is_some_and(|code| code.as_str() == valeur))
            }
            "structure" => one
                .exercices(self.today)
                .any(|lieu| lieu.structure.is_some_and(|id| id.to_string() == valeur)),
            _ => true,
        }
    }

    fn ordre(&self, one: &Personne, colonne: &str) -> Ordre {
        match colonne {
            "nom" => Ordre::mots(&one.nom_liste()),
            "statut" => {
                Ordre::Nombre(Statut::ALL.iter().position(|known| *known == one.statut).unwrap_or(0) as f64)
            }
            other => Ordre::mots(&self.text(one, other)),
        }
    }

    fn tete(&self, one: &Personne) -> Cell {
        Cell::from(one.nom_liste()).link(format!("{}/{}", self.base, one.id))
    }

    fn cellule(&self, one: &Personne, colonne: &str) -> Cell {
        if colonne == "statut" {
            let mut cell = Cell::from(one.statut.label());
            if one.fiche.opposition.is_some() {
                cell = cell.note("Ne veut plus être contacté");
            }
            return cell;
        }
        let cell = Cell::from(self.text(one, colonne));
        match (colonne, one.fiche.canaux.iter().any(|canal| canal.rebond.is_some())) {
            ("courriel", true) if cell.text.is_empty() => cell.tag(Tone::Attention, "Adresse à corriger"),
            _ => cell,
        }
    }
}

/// Columns of the file, in order, with their headings.
pub const COLUMNS: [(&str, &str); 8] = [
    ("profession", "Profession"),
    ("statut", "Statut"),
    ("commune", "Commune"),
    ("structure", "Structure"),
    ("rpps", "Numéro RPPS"),
    ("courriel", "E-mail"),
    ("telephone", "Téléphone"),
    ("source", "Source"),
];

/// What the list is: its filters are those of the people who are there.
pub fn liste(people: &[Personne], lues: &Lues<'_>, may_edit: bool) -> Liste {
    let base = lues.base;
    let mut communes: BTreeMap<String, String> = BTreeMap::new();
    let mut structures: BTreeMap<String, String> = BTreeMap::new();
    for lieu in people.iter().flat_map(|one| one.exercices(lues.today)) {
        if let Some(code) = lieu.commune {
            let name = lues.atlas.commune(code).map_or_else(|| code.to_string(), |found| found.name.clone());
            communes.insert(code.to_string(), name);
        }
        if let Some((id, nom)) = lieu.structure.and_then(|id| Some((id, lues.structures.get(&id)?))) {
            structures.insert(id.to_string(), nom.clone());
        }
    }
    let by_name = |map: BTreeMap<String, String>| {
        let mut all: Vec<_> = map.into_iter().collect();
        all.sort_by_key(|(_, name)| territory::text::search_key(name));
        all
    };
    let mut jobs: Vec<(String, String)> = professions()
        .map(|all| all.all.iter().map(|one| (one.code.clone(), one.label.clone())).collect())
        .unwrap_or_default();
    jobs.push(("aucune".into(), "Sans profession de santé, ou inconnue".into()));
    let statuts: Vec<(String, String)> =
        Statut::ALL.iter().map(|one| (one.key().to_owned(), one.label().to_owned())).collect();
    let mut columns = vec![Colonne::new("nom", "Nom")];
    columns.extend(COLUMNS.map(|(key, label)| {
        let column = Colonne::new(key, label);
        if matches!(key, "rpps" | "telephone" | "source") { column.cachee() } else { column }
    }));
    let liste = Liste::new("personnes", "Personnes de la communauté", base, NOMS)
        .aide("Un nom, un prénom ou un numéro RPPS. Les accents et l'ordre ne comptent pas.")
        .colonnes(columns)
        .filtres(vec![
            Filtre::new("profession", "Profession", "Toutes les professions", jobs),
            Filtre::new("statut", "Statut", "Tous les statuts", statuts),
            Filtre::new("commune", "Commune", "Toutes les communes", by_name(communes)),
            Filtre::new("structure", "Structure", "Toutes les structures", by_name(structures)),
        ])
        .exports(vec![Export::new("Personnes de la liste", "CSV", format!("{base}.csv"))])
        .vide(EmptyState {
            title: "Aucune personne pour l'instant",
            text: "Ajoutez une première personne, ou importez un tableau.".into(),
            link: may_edit.then(|| Link::new("Ajouter une personne", format!("{base}/nouvelle"))),
        });
    let export = Action::exporter(format!("{base}/exporter"));
    liste.actions(if may_edit { vec![change_status(base), export] } else { vec![export] })
}

fn change_status(base: &str) -> Action {
    let options = Statut::ALL.iter().map(|one| Opt::new(one.key(), one.label(), false)).collect();
    let choice =
        Choice::new("statut", "Nouveau statut, à la date d'aujourd'hui", options).id("nouveau-statut");
    Action::new("Changer le statut", format!("{base}/statut")).avec(choice)
}
