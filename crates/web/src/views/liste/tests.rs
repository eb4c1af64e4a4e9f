use std::borrow::Cow;

use super::*;
use crate::fields::Fields;
use crate::views::components::Cell;

struct Noms3;

impl Lignes for Noms3 {
    type Item = (u32, String, Option<f64>);
    fn id(&self, item: &Self::Item) -> String {
        item.0.to_string()
    }
    fn cle<'a>(&self, item: &'a Self::Item) -> Cow<'a, str> {
        Cow::Owned(territory::text::search_key(&item.1))
    }
    fn garde(&self, item: &Self::Item, filtre: &str, valeur: &str) -> bool {
        filtre != "parite" || (valeur == "paire") == item.0.is_multiple_of(2)
    }
    fn ordre(&self, item: &Self::Item, colonne: &str) -> Ordre {
        match colonne {
            "nom" => Ordre::mots(&item.1),
            _ => item.2.map_or(Ordre::Rien, Ordre::Nombre),
        }
    }
    fn tete(&self, item: &Self::Item) -> Cell {
        item.1.clone().into()
    }
    fn cellule(&self, item: &Self::Item, colonne: &str) -> Cell {
        format!("{colonne} {:?}", item.2).into()
    }
}

const NOMS: Noms = Noms { un: "personne", plusieurs: "personnes", feminin: true };

fn liste() -> Liste {
    let parites =
        vec![("paire".to_owned(), "Paire".to_owned()), ("impaire".to_owned(), "Impaire".to_owned())];
    Liste::new("gens", "Gens", "/gens", NOMS)
        .colonnes(vec![
            Colonne::new("nom", "Nom"),
            Colonne::new("note", "Note").nombre(),
            Colonne::new("autre", "Autre").sans_tri().cachee(),
        ])
        .filtres(vec![Filtre::new("parite", "Parité", "Toutes", parites)])
        .exports(vec![Export::new("Liste", "CSV", "/gens.csv")])
}

fn people(count: u32) -> Vec<(u32, String, Option<f64>)> {
    let note = |rank: u32| (!rank.is_multiple_of(3)).then(|| f64::from(rank % 7));
    (1..=count).map(|rank| (rank, format!("Personne {rank}"), note(rank))).collect()
}

fn asked(question: &str) -> Etat {
    Etat::of(&Fields::parse(question.as_bytes()), &liste())
}

fn heads(view: &ListeView) -> Vec<&str> {
    view.lignes.iter().map(|line| line.tete.text.as_str()).collect()
}

#[test]
fn the_address_keeps_all_that_is_asked_and_nothing_that_makes_no_sense() {
    let etat = asked("q=dup&parite=paire&col=autre&tri=-note&page=3&autre=1");
    assert_eq!(etat.question(), "q=dup&parite=paire&col=autre&tri=-note&page=3");
    assert_eq!(etat.filtre("parite"), Some("paire"));
    let etat = asked("q=&parite=violette&col=note&col=inconnue&tri=autre&page=zero");
    assert_eq!(etat, Etat { page: 1, ..Etat::default() });
    assert_eq!(etat.url("/gens"), "/gens");
}

#[test]
fn a_list_is_narrowed_counted_and_cut_in_pages() {
    let people = people(412);
    let view = page(liste(), &asked(""), &people, &Noms3);
    assert_eq!((view.lignes.len(), view.compte.as_str()), (50, "412\u{a0}personnes"));
    assert_eq!(view.pager.unwrap().next.as_deref(), Some("/gens?page=2"));
    let view = page(liste(), &asked("parite=paire&page=99"), &people, &Noms3);
    assert_eq!(view.compte, "206\u{a0}personnes sur 412");
    assert_eq!(view.lignes.len(), 6);
    assert_eq!(view.pager.unwrap().previous.as_deref(), Some("/gens?parite=paire&page=4"));
    assert_eq!(view.exports[0].url, "/gens.csv?parite=paire");
    let view = page(liste(), &asked("q=persone 412"), &people, &Noms3);
    assert_eq!((view.compte.as_str(), heads(&view)), ("1\u{a0}personne sur 412", vec!["Personne 412"]));
    let view = page(liste(), &asked("q=zzz"), &people, &Noms3);
    assert_eq!(view.compte, "Aucune personne sur 412");
    assert!(view.vide.unwrap().title.contains("ne correspond"));
    assert!(page(liste(), &asked(""), &[], &Noms3).vide.is_some());
}

#[test]
fn what_is_not_known_comes_last_whichever_way() {
    let people = people(8);
    let up = page(liste(), &asked("tri=note"), &people, &Noms3);
    let down = page(liste(), &asked("tri=-note"), &people, &Noms3);
    assert_eq!(heads(&up)[6..], ["Personne 3", "Personne 6"]);
    assert_eq!(heads(&down)[6..], ["Personne 3", "Personne 6"]);
    assert_eq!(heads(&up)[0], "Personne 7");
    assert_eq!(heads(&down)[0], "Personne 5");
    assert_eq!(up.tetes[1].sens, Some("ascending"));
    assert_eq!(up.tetes[1].url.as_deref(), Some("/gens?tri=-note"));
    assert_eq!(down.tetes[1].url.as_deref(), Some("/gens?tri=note"));
}

#[test]
fn chosen_columns_show_and_the_first_always_does() {
    let people = people(1);
    let view = page(liste(), &asked("col=autre"), &people, &Noms3);
    let labels: Vec<_> = view.tetes.iter().map(|head| head.colonne.label).collect();
    assert_eq!(labels, ["Nom", "Autre"]);
    assert!(view.tetes[1].url.is_none());
}

#[test]
fn ticked_lines_come_with_the_list_to_go_back_to() {
    let form = Fields::parse(b"choix=1&choix=4&retour=q%3Ddup%26page%3D2&statut=adherent");
    let choix = Choix::of(&form, &liste());
    assert_eq!(choix.ids, ["1", "4"]);
    assert!(!choix.tout && !choix.is_empty());
    assert_eq!(choix.retour("/gens", ("fait", "statut")), "/gens?q=dup&page=2&fait=statut");
    let all = Choix::of(&Fields::parse(b"tout=oui&retour="), &liste());
    assert!(all.tout && !all.is_empty());
    assert!(Choix::of(&Fields::parse(b"retour="), &liste()).is_empty());
    assert_eq!(all.retour("/gens", ("fait", "x")), "/gens?fait=x");
}
