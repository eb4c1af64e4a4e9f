//! The list of structures.

use std::borrow::Cow;

use domain::communaute::{Structure, StructureKind};
use domain::nombres::{compte, date};
use jiff::civil::Date;
use territory::Atlas;
use territory::text::search_key;

use super::super::components::{Cell, EmptyState, Link, Tone};
use super::super::liste::{Action, Colonne, Filtre, Lignes, Liste, Noms, Ordre};

const NOMS: Noms = Noms { un: "structure", plusieurs: "structures", feminin: true };

/// How a structure of the list is read.
pub struct Lues<'a> {
    /// Today.
    pub today: Date,
    /// From that day on, an end is near.
    pub soon: Date,
    /// Address of the list.
    pub base: &'a str,
    /// The communes.
    pub atlas: &'a Atlas,
}

impl Lues<'_> {
    fn commune(&self, one: &Structure) -> String {
        let name =
            |code| self.atlas.commune(code).map_or_else(|| code.to_string(), |found| found.name.clone());
        one.commune.map(name).unwrap_or_default()
    }

    /// The state of its agreements: none, in force, near their end, over.
    fn state(&self, one: &Structure) -> &'static str {
        let all = &one.fiche.conventions;
        let standing: Vec<_> = all.iter().filter(|convention| convention.stands(self.today)).collect();
        let ends =
            |convention: &&domain::communaute::Convention| convention.fin.is_some_and(|fin| fin <= self.soon);
        match (all.is_empty(), standing.is_empty()) {
            (true, _) => "aucune",
            (_, true) => "expiree",
            _ if standing.iter().any(ends) => "bientot",
            _ => "vigueur",
        }
    }
}

const STATES: [(&str, &str); 4] = [
    ("vigueur", "En vigueur"),
    ("bientot", "Se termine bientôt"),
    ("expiree", "Expirée"),
    ("aucune", "Aucune convention"),
];

impl Lignes for Lues<'_> {
    type Item = Structure;

    fn id(&self, one: &Structure) -> String {
        one.id.to_string()
    }

    fn cle<'a>(&self, one: &'a Structure) -> Cow<'a, str> {
        let finess = one.finess.as_deref().unwrap_or_default();
        Cow::Owned(search_key(&format!("{} {finess} {}", one.nom, self.commune(one))))
    }

    fn garde(&self, one: &Structure, filtre: &str, valeur: &str) -> bool {
        match filtre {
            "type" => one.kind.key() == valeur,
            "convention" => self.state(one) == valeur,
            _ => true,
        }
    }

    fn ordre(&self, one: &Structure, colonne: &str) -> Ordre {
        match colonne {
            "nom" => Ordre::mots(&one.nom),
            "type" => Ordre::mots(one.kind.label()),
            "commune" => Ordre::mots(&self.commune(one)),
            "finess" => Ordre::mots(one.finess.as_deref().unwrap_or_default()),
            _ => {
                let rank = STATES.iter().position(|(key, _)| *key == self.state(one));
                rank.map_or(Ordre::Rien, |rank| Ordre::Nombre(rank as f64))
            }
        }
    }

    fn tete(&self, one: &Structure) -> Cell {
        Cell::from(one.nom.clone()).link(format!("{}/{}", self.base, one.id))
    }

    fn cellule(&self, one: &Structure, colonne: &str) -> Cell {
        match colonne {
            "type" => one.kind.label().into(),
            "commune" => self.commune(one).into(),
            "finess" => one.finess.clone().unwrap_or_default().into(),
            _ => self.agreements(one),
        }
    }
}

impl Lues<'_> {
    fn agreements(&self, one: &Structure) -> Cell {
        let standing = one.fiche.conventions.iter().filter(|convention| convention.stands(self.today));
        let count = standing.clone().count();
        let last = standing.filter_map(|convention| convention.fin).min();
        let cell = match count {
            0 if one.fiche.conventions.is_empty() => Cell::default(),
            0 => Cell::from("Aucune en vigueur"),
            count => Cell::from(compte(count, "en vigueur", "en vigueur")),
        };
        match (self.state(one), last) {
            ("expiree", _) => cell.tag(Tone::Attention, "Expirée"),
            ("bientot", Some(fin)) => cell.tag(Tone::Attention, &format!("Fin le {}", date(fin))),
            _ => cell,
        }
    }
}

/// What the list is.
pub fn liste(base: &str, may_edit: bool) -> Liste {
    let pairs = |all: &[(&str, &str)]| -> Vec<(String, String)> {
        all.iter().map(|(key, label)| ((*key).to_owned(), (*label).to_owned())).collect()
    };
    let kinds: Vec<_> = StructureKind::ALL.iter().map(|one| (one.key(), one.label())).collect();
    Liste::new("structures", "Structures de la communauté", base, NOMS)
        .aide("Un nom, une commune ou un numéro FINESS.")
        .colonnes(vec![
            Colonne::new("nom", "Nom"),
            Colonne::new("type", "Type"),
            Colonne::new("commune", "Commune"),
            Colonne::new("finess", "Numéro FINESS").cachee(),
            Colonne::new("convention", "Conventions"),
        ])
        .filtres(vec![
            Filtre::new("type", "Type", "Tous les types", pairs(&kinds)),
            Filtre::new("convention", "Conventions", "Toutes les situations", pairs(&STATES)),
        ])
        .actions(vec![Action::exporter(format!("{base}/exporter"))])
        .vide(EmptyState {
            title: "Aucune structure pour l'instant",
            text: "Ajoutez un cabinet, une pharmacie, un hôpital ou un partenaire.".into(),
            link: may_edit.then(|| Link::new("Ajouter une structure", format!("{base}/nouvelle"))),
        })
}
