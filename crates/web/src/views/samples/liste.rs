//! Fictitious long lists.

use std::borrow::Cow;

use territory::text::search_key;

use super::{Sample, sample};
use crate::fields::Fields;
use crate::views::components::{Cell, Choice, EmptyState, Link, Opt, Tone};
use crate::views::liste::{self, Action, Colonne, Etat, Export, Filtre, Lignes, Liste, Noms, Ordre};
use crate::views::page::{Page, Section};
use crate::views::sheet::{Part, SheetView};

struct Invented;

impl Lignes for Invented {
    type Item = (usize, &'static str, &'static str);
    fn id(&self, item: &Self::Item) -> String {
        item.0.to_string()
    }
    fn cle<'a>(&self, item: &'a Self::Item) -> Cow<'a, str> {
        Cow::Owned(search_key(item.1))
    }
    fn garde(&self, item: &Self::Item, _: &str, valeur: &str) -> bool {
        item.2 == valeur
    }
    fn ordre(&self, item: &Self::Item, colonne: &str) -> Ordre {
        Ordre::mots(if colonne == "nom" { item.1 } else { item.2 })
    }
    fn tete(&self, item: &Self::Item) -> Cell {
        Cell::from(item.1).link("/c/vallee-verte/communaute/personnes/1")
    }
    fn cellule(&self, item: &Self::Item, colonne: &str) -> Cell {
        match colonne {
            "profession" => Cell::from(item.2),
            "statut" => Cell::from("Repéré").tag(Tone::Info, "à joindre"),
            _ => Cell::default(),
        }
    }
}

fn invented(count: usize) -> Vec<(usize, &'static str, &'static str)> {
    const NAMES: [&str; 3] = ["EXEMPLE Camille", "D'INVENTÉ Dominique", "FICTIF-LÉVÊQUE Claude"];
    const PROFESSIONS: [&str; 3] = ["Médecin", "Sage-femme", "Infirmier ou infirmière"];
    (0..count).map(|rank| (rank, NAMES[rank % 3], PROFESSIONS[rank / 2 % 3])).collect()
}

fn liste() -> Liste {
    let professions = ["Médecin", "Sage-femme"].map(|one| (one.to_owned(), one.to_owned())).into();
    let statuts = vec![Opt::new("contacte", "Contacté", true), Opt::new("sorti", "Sorti", false)];
    let url = "/c/vallee-verte/communaute/personnes";
    let noms = Noms { un: "personne", plusieurs: "personnes", feminin: true };
    Liste::new("personnes", "Personnes de la communauté", url, noms)
        .aide("Un nom, un prénom ou un numéro RPPS.")
        .colonnes(vec![
            Colonne::new("nom", "Nom"),
            Colonne::new("profession", "Profession"),
            Colonne::new("statut", "Statut"),
            Colonne::new("commune", "Commune").cachee(),
        ])
        .filtres(vec![Filtre::new("profession", "Profession", "Toutes les professions", professions)])
        .actions(vec![
            Action::new("Changer le statut", url).avec(Choice::new("statut", "Nouveau statut", statuts)),
            Action::new("Retirer de la liste", url).danger(),
        ])
        .exports(vec![Export::new("Liste des personnes", "CSV", format!("{url}.csv"))])
        .vide(EmptyState {
            title: "Personne pour le moment.",
            text: "Importez un tableur, ou ajoutez une première personne.".to_owned(),
            link: Some(Link::new("Importer un tableur", "/c/vallee-verte/communaute/importer")),
        })
}

fn shown(question: &str, count: usize, liste: Liste) -> SheetView {
    let etat = Etat::of(&Fields::parse(question.as_bytes()), &liste);
    let view = liste::page(liste, &etat, &invented(count), &Invented);
    let page = Page::of_cpts("vallee-verte", "CPTS de la Vallée Verte", Section::Communaute, "Personnes");
    SheetView::new(page, vec![Part::Liste(Box::new(view))])
}

/// All samples of long lists.
pub fn samples() -> Vec<Sample> {
    let refused = liste().erreur("Cochez au moins une personne, puis recommencez.");
    let read = Liste { actions: vec![], exports: vec![], ..liste() };
    vec![
        sample("liste", "Une longue liste", &shown("", 120, liste())),
        sample(
            "liste-cherchee",
            "Une liste, cherchée et triée",
            &shown("q=exmple&tri=-nom&col=commune", 9, refused),
        ),
        sample("liste-sans-droit", "Une liste à lire", &shown("profession=Sage-femme", 9, read)),
        sample("liste-rien", "Une liste où rien ne correspond", &shown("q=zzz", 9, liste())),
        sample("liste-vide", "Une liste encore vide", &shown("", 0, liste())),
    ]
}
