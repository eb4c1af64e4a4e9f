//! The list of meetings.

use std::borrow::Cow;

use app::communaute::reunions::ReunionVue;
use domain::communaute::ReunionState;
use territory::text::search_key;

use super::quand;
use crate::views::components::{Cell, EmptyState, Link};
use crate::views::liste::{self, Colonne, Etat, Filtre, Lignes, Liste, Noms, Ordre};
use crate::views::page::Page;
use crate::views::sheet::{Part, SheetView};

/// What the list of meetings shows.
pub struct ReunionsPage<'a> {
    /// Address of the list.
    pub base: &'a str,
    /// Meetings, oldest first.
    pub reunions: &'a [ReunionVue],
    /// What the address asks.
    pub asked: &'a crate::fields::Fields,
    /// Whether the person may prepare one.
    pub may_edit: bool,
    /// Whether the person may choose for every meeting.
    pub may_settle: bool,
    /// Address of the groups.
    pub groupes: String,
    /// Now.
    pub now: jiff::Timestamp,
}

struct Lues<'a> {
    base: &'a str,
    now: jiff::Timestamp,
}

impl Lignes for Lues<'_> {
    type Item = ReunionVue;
    fn id(&self, item: &ReunionVue) -> String {
        item.reunion.id.to_string()
    }
    fn cle<'a>(&self, item: &'a ReunionVue) -> Cow<'a, str> {
        let groupe = item.groupe.as_ref().map(|one| one.nom.as_str()).unwrap_or_default();
        Cow::Owned(search_key(&format!("{} {groupe} {}", item.reunion.titre, item.reunion.fiche.lieu)))
    }
    fn garde(&self, item: &ReunionVue, filtre: &str, valeur: &str) -> bool {
        match filtre {
            "quand" => item.reunion.is_coming(self.now) == (valeur == "venir"),
            "groupe" => item.reunion.groupe.map(|id| id.to_string()).unwrap_or_default() == valeur,
            _ => item.reunion.state.key() == valeur,
        }
    }
    fn ordre(&self, item: &ReunionVue, colonne: &str) -> Ordre {
        match colonne {
            "date" => item.reunion.debut.map_or(Ordre::Rien, |at| Ordre::Nombre(at.as_second() as f64)),
            "groupe" => Ordre::mots(item.groupe.as_ref().map(|one| one.nom.as_str()).unwrap_or_default()),
            "etat" => Ordre::mots(item.reunion.state.label()),
            "lieu" => Ordre::mots(&item.reunion.fiche.lieu),
            _ => Ordre::mots(&item.reunion.titre),
        }
    }
    fn tete(&self, item: &ReunionVue) -> Cell {
        Cell::from(item.reunion.titre.clone()).link(format!("{}/{}", self.base, item.reunion.id))
    }
    fn cellule(&self, item: &ReunionVue, colonne: &str) -> Cell {
        match colonne {
            "date" => quand(&item.reunion, &item.zone).into(),
            "groupe" => item.groupe.as_ref().map(|one| one.nom.clone()).unwrap_or_default().into(),
            "etat" => item.reunion.state.label().into(),
            _ => item.reunion.fiche.lieu.clone().into(),
        }
    }
}

/// The list of meetings: those to come first, then the last ones.
pub fn list(page: Page, of: &ReunionsPage<'_>) -> SheetView {
    let mut buttons = Vec::new();
    if of.may_edit {
        buttons.push(Link::new("Préparer une réunion", format!("{}/nouvelle", of.base)));
    }
    buttons.push(Link::new("Voir les tâches", format!("{}/taches", of.base)));
    if of.may_settle {
        buttons.push(Link::new("Choisir l'heure locale", format!("{}/heure-locale", of.base)));
    }
    buttons.push(Link::new("M'abonner à mon agenda", format!("{}/agenda", of.base)));
    buttons.push(Link::new("Voir les groupes", of.groupes.clone()));
    let pair = |key: &str, label: &str| (key.to_owned(), label.to_owned());
    let states = ReunionState::ALL.iter().map(|state| pair(state.key(), state.label())).collect();
    let mut groupes: Vec<(String, String)> = of
        .reunions
        .iter()
        .filter_map(|one| one.groupe.as_ref())
        .map(|one| (one.id.to_string(), one.nom.clone()))
        .collect();
    groupes.sort_by(|a, b| a.1.cmp(&b.1).then_with(|| a.0.cmp(&b.0)));
    groupes.dedup();
    let noms = Noms { un: "réunion", plusieurs: "réunions", feminin: true };
    let liste = Liste::new("reunions", "Réunions", of.base, noms)
        .aide("Un titre, un groupe ou un lieu.")
        .colonnes(vec![
            Colonne::new("titre", "Réunion"),
            Colonne::new("date", "Date"),
            Colonne::new("groupe", "Groupe"),
            Colonne::new("etat", "État"),
            Colonne::new("lieu", "Lieu").cachee(),
        ])
        .filtres(vec![
            Filtre::new(
                "quand",
                "Période",
                "Toutes",
                vec![pair("venir", "À venir"), pair("passees", "Passées")],
            ),
            Filtre::new("groupe", "Groupe", "Tous les groupes", groupes),
            Filtre::new("etat", "État", "Tous les états", states),
        ])
        .vide(EmptyState {
            title: "Aucune réunion pour le moment.",
            text: "Préparez la première depuis la page d'un groupe.".into(),
            link: None,
        });
    let etat = Etat::of(of.asked, &liste);
    let mut rows: Vec<ReunionVue> = of.reunions.to_vec();
    // What comes next is what people look for.
    rows.sort_by_key(|one| {
        let at = one.reunion.debut.map(|at| at.as_second()).unwrap_or(i64::MAX / 2);
        let coming = one.reunion.is_coming(of.now);
        (!coming, if coming { at } else { -at })
    });
    let view = liste::page(liste, &etat, &rows, &Lues { base: of.base, now: of.now });
    SheetView::new(page, vec![Part::Buttons(buttons), Part::Liste(Box::new(view))])
}
