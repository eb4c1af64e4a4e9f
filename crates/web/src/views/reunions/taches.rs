//! The list of decisions and tasks of a CPTS.

use std::borrow::Cow;

use app::communaute::reunions::TacheLigne;
use domain::communaute::DecisionKind;
use domain::nombres::date;
use jiff::civil::Date;
use territory::text::search_key;

use crate::views::components::{ActionForm, Cell, Choice, EmptyState, Opt, Tag, Tone};
use crate::views::liste::{self, Action, Colonne, Etat, Filtre, Lignes, Liste, Noms, Ordre};
use crate::views::page::Page;
use crate::views::sheet::{Acte, Part, SheetView};

/// What the list of tasks shows.
pub struct TachesPage<'a> {
    /// Address of the list.
    pub base: &'a str,
    /// Decisions and tasks.
    pub lignes: &'a [TacheLigne],
    /// What the address asks.
    pub asked: &'a crate::fields::Fields,
    /// Today.
    pub today: Date,
}

struct Lues {
    today: Date,
}

impl Lues {
    fn state(&self, one: &TacheLigne) -> &'static str {
        match (one.decision.faite_le, one.decision.is_late(self.today)) {
            (Some(_), _) => "faites",
            (None, true) => "retard",
            (None, false) => "ouvertes",
        }
    }
}

impl Lignes for Lues {
    type Item = TacheLigne;
    fn id(&self, item: &TacheLigne) -> String {
        item.decision.id.to_string()
    }
    fn cle<'a>(&self, item: &'a TacheLigne) -> Cow<'a, str> {
        Cow::Owned(search_key(&format!("{} {} {}", item.decision.texte, item.qui, item.groupe)))
    }
    fn garde(&self, item: &TacheLigne, filtre: &str, valeur: &str) -> bool {
        match (filtre, valeur) {
            ("etat", "ouvertes") => item.decision.is_open(),
            ("etat", state) => self.state(item) == state,
            ("nature", kind) => item.decision.kind.key() == kind,
            _ => item.mienne,
        }
    }
    fn ordre(&self, item: &TacheLigne, colonne: &str) -> Ordre {
        match colonne {
            "qui" => Ordre::mots(&item.qui),
            "pour" => Ordre::mots(&item.decision.pour_le.map(|day| day.to_string()).unwrap_or_default()),
            "groupe" => Ordre::mots(&item.groupe),
            "etat" => Ordre::mots(self.state(item)),
            _ => Ordre::mots(&item.decision.texte),
        }
    }
    fn tete(&self, item: &TacheLigne) -> Cell {
        Cell::from(item.decision.texte.clone()).note(item.decision.kind.label())
    }
    fn cellule(&self, item: &TacheLigne, colonne: &str) -> Cell {
        match colonne {
            "qui" => item.qui.clone().into(),
            "pour" => item.decision.pour_le.map(date).unwrap_or_default().into(),
            "groupe" => item.groupe.clone().into(),
            "reunion" => item.reunion.clone().into(),
            _ => crate::wording::reunions::etat_decision(&item.decision, self.today).into(),
        }
    }
}

/// The list: one's own open tasks first, then everything.
pub fn tasks(page: Page, of: &TachesPage<'_>) -> SheetView {
    let mut parts = vec![Part::Heading("Mes tâches ouvertes".into())];
    let mine: Vec<Acte> = of
        .lignes
        .iter()
        .filter(|one| one.mienne && one.decision.is_open())
        .map(|one| acte(one, of))
        .collect();
    match mine.is_empty() {
        true => parts.push(Part::Text(vec!["Vous n'avez aucune tâche ouverte.".into()])),
        false => parts.push(Part::Actes(mine)),
    }
    let pair = |key: &str, label: &str| (key.to_owned(), label.to_owned());
    let states = vec![pair("ouvertes", "Ouvertes"), pair("retard", "En retard"), pair("faites", "Faites")];
    let kinds = DecisionKind::ALL.iter().map(|kind| pair(kind.key(), kind.label())).collect();
    let noms = Noms { un: "décision ou tâche", plusieurs: "décisions et tâches", feminin: true };
    let options = vec![Opt::new("oui", "Faite", true), Opt::new("non", "À faire", false)];
    let liste = Liste::new("taches", "Décisions et tâches", of.base, noms)
        .aide("Un mot du texte, une personne ou un groupe.")
        .colonnes(vec![
            Colonne::new("texte", "Texte"),
            Colonne::new("qui", "Qui"),
            Colonne::new("pour", "Pour le"),
            Colonne::new("groupe", "Groupe"),
            Colonne::new("etat", "État"),
            Colonne::new("reunion", "Réunion").sans_tri().cachee(),
        ])
        .filtres(vec![
            Filtre::new("etat", "État", "Tous les états", states),
            Filtre::new("a", "Personne", "Toutes les personnes", vec![pair("moi", "Les miennes")]),
            Filtre::new("nature", "Nature", "Toutes", kinds),
        ])
        .actions(vec![Action::new("Enregistrer l'état", of.base).avec(Choice::new(
            "faite",
            "Nouvel état",
            options,
        ))])
        .vide(EmptyState {
            title: "Aucune décision pour le moment.",
            text: "Les décisions et les tâches se notent en séance.".into(),
            link: None,
        });
    let etat = Etat::of(of.asked, &liste);
    parts.push(Part::Heading("Toutes les décisions et tâches".into()));
    parts.push(Part::Liste(Box::new(liste::page(liste, &etat, of.lignes, &Lues { today: of.today }))));
    SheetView::new(page, parts)
}

fn acte(one: &TacheLigne, of: &TachesPage<'_>) -> Acte {
    let short: String = one.decision.texte.chars().take(60).collect();
    let done = ActionForm::new(format!("Marquer faite «\u{a0}{short}\u{a0}»"), of.base)
        .with("choix", one.decision.id.to_string())
        .with("faite", "oui");
    let mut textes = Vec::new();
    textes.extend(one.decision.pour_le.map(|day| format!("Pour le {}", date(day))));
    textes.extend((!one.groupe.is_empty()).then(|| one.groupe.clone()));
    let late = one.decision.is_late(of.today);
    Acte {
        tag: late.then(|| Tag::new(Tone::Attention, "en retard")),
        actions: vec![done],
        ..Acte::new(one.decision.texte.clone(), textes)
    }
}
