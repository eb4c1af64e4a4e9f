//! The people of a campaign: the list, and one of them.

use std::borrow::Cow;

use app::communaute::mobilisation::Sollicite;
use domain::communaute::Personne;
use domain::communaute::mobilisation::{Campagne, Issue, MoyenReponse, Reponse, Sollicitation};
use domain::professions::professions;

use super::day;
use crate::views::components::{Cell, Choice, Column, Definition, Opt, Row, Table, Tone};
use crate::views::liste::{Colonne, Filtre, Lignes, Liste, Noms, Ordre};
use crate::views::page::Page;
use crate::views::sheet::{Form, Item, Part, SheetView};

/// How the people of a campaign are read.
pub struct Lues<'a> {
    /// Address of the campaign.
    pub base: &'a str,
}

const ETATS: [(&str, &str); 6] = [
    ("retenue", "Retenues"),
    ("jointe", "Jointes"),
    ("attente", "En attente"),
    ("revenu", "Message revenu"),
    ("ecartee", "Écartées"),
    ("sans_reponse", "Jointes, sans réponse"),
];

fn profession(one: &Sollicite) -> String {
    let code = one.personne.as_ref().and_then(|person| person.profession.as_deref());
    let label = code.and_then(|code| professions().ok().and_then(|table| table.label(code)));
    label.or(code).unwrap_or_default().to_owned()
}

fn state(one: &Sollicitation) -> (Tone, &'static str) {
    match (one.ecart, one.reponse) {
        (Some(why), _) => (Tone::Attention, why.label()),
        (None, Some(Reponse::Interesse)) => (Tone::Success, Reponse::Interesse.label()),
        (None, Some(reponse)) => (Tone::Plain, reponse.label()),
        (None, None) if one.came_back() => (Tone::Attention, "Message revenu"),
        (None, None) if one.contacte_at.is_some() => (Tone::Info, "Sans réponse"),
        (None, None) => (Tone::Plain, "En attente"),
    }
}

impl Lignes for Lues<'_> {
    type Item = Sollicite;

    fn id(&self, one: &Sollicite) -> String {
        one.sollicitation.id.to_string()
    }

    fn cle<'a>(&self, one: &'a Sollicite) -> Cow<'a, str> {
        Cow::Owned(one.personne.as_ref().map(Personne::search_key).unwrap_or_default())
    }

    fn garde(&self, one: &Sollicite, filtre: &str, valeur: &str) -> bool {
        let own = &one.sollicitation;
        let solicited = own.ecart.is_none();
        match (filtre, valeur) {
            ("profession", code) => {
                one.personne.as_ref().and_then(|person| person.profession.as_deref()) == Some(code)
            }
            ("etat", "retenue") => solicited,
            ("etat", "jointe") => solicited && own.contacte_at.is_some(),
            ("etat", "attente") => solicited && own.fiche.envois.is_empty() && own.fiche.appels.is_empty(),
            ("etat", "revenu") => solicited && own.came_back(),
            ("etat", "ecartee") => !solicited,
            ("etat", "sans_reponse") => solicited && own.contacte_at.is_some() && own.reponse.is_none(),
            ("etat", key) => Reponse::from_key(key).is_none_or(|reponse| own.reponse == Some(reponse)),
            _ => true,
        }
    }

    fn ordre(&self, one: &Sollicite, colonne: &str) -> Ordre {
        let own = &one.sollicitation;
        let at =
            |at: Option<jiff::Timestamp>| at.map_or(Ordre::Rien, |at| Ordre::Nombre(at.as_second() as f64));
        match colonne {
            "nom" => Ordre::mots(&one.personne.as_ref().map(Personne::nom_liste).unwrap_or_default()),
            "profession" => Ordre::mots(&profession(one)),
            "contact" => at(own.contacte_at),
            "repondu" => at(own.repondu_at),
            _ => Ordre::mots(state(own).1),
        }
    }

    fn tete(&self, one: &Sollicite) -> Cell {
        let name = one.personne.as_ref().map_or_else(|| "Fiche effacée".to_owned(), Personne::nom_liste);
        Cell::from(name).link(format!("{}/personnes/{}", self.base, one.sollicitation.id))
    }

    fn cellule(&self, one: &Sollicite, colonne: &str) -> Cell {
        let own = &one.sollicitation;
        match colonne {
            "profession" => profession(one).into(),
            "contact" => own.contacte_at.map(day).unwrap_or_default().into(),
            "repondu" => own.repondu_at.map(day).unwrap_or_default().into(),
            _ => {
                let (tone, word) = state(own);
                Cell::default().tag(tone, word)
            }
        }
    }
}

/// What the list of the people of a campaign is.
pub fn liste(base: &str) -> Liste {
    let mut states: Vec<(String, String)> =
        ETATS.iter().map(|(key, label)| ((*key).to_owned(), (*label).to_owned())).collect();
    states.extend(
        Reponse::ALL.iter().map(|one| (one.key().to_owned(), format!("Réponse\u{a0}: {}", one.label()))),
    );
    let jobs = professions().map(|table| table.all.clone()).unwrap_or_default();
    let jobs = jobs.into_iter().map(|one| (one.code, one.label)).collect();
    let noms = Noms { un: "personne", plusieurs: "personnes", feminin: true };
    Liste::new("sollicites", "Personnes de la campagne", format!("{base}/personnes"), noms)
        .aide("Un nom, un prénom ou un numéro RPPS.")
        .colonnes(vec![
            Colonne::new("nom", "Nom"),
            Colonne::new("profession", "Profession"),
            Colonne::new("etat", "Situation"),
            Colonne::new("contact", "Jointe le"),
            Colonne::new("repondu", "Réponse du"),
        ])
        .filtres(vec![
            Filtre::new("etat", "Situation", "Toutes les situations", states),
            Filtre::new("profession", "Profession", "Toutes les professions", jobs),
        ])
}

/// One person of a campaign: what was sent, what came back, noting an answer.
pub fn one(page: Page, base: &str, (campagne, one): (&Campagne, &Sollicite), may_edit: bool) -> SheetView {
    let own = &one.sollicitation;
    let (_, word) = state(own);
    let mut known =
        vec![Definition::new("Situation", word), Definition::new("Campagne", campagne.nom.clone())];
    if !own.fiche.adresse.is_empty() {
        known.push(Definition::new("Coordonnée utilisée", own.fiche.adresse.clone()));
    }
    let mut parts = vec![Part::Definitions(known)];
    let table = history(own);
    if !table.rows.is_empty() {
        parts.push(Part::Table("histoire", table));
    }
    if may_edit && own.ecart.is_none() {
        let url = format!("{base}/personnes/{}", own.id);
        let options =
            Reponse::ALL.iter().map(|one| Opt::new(one.key(), one.label(), own.reponse == Some(*one)));
        let choice = Choice::new("reponse", "Réponse reçue autrement", options.collect());
        parts.push(Part::Heading("Noter une réponse".to_owned()));
        parts.push(Part::Form(Form::new(url.clone(), "Noter la réponse", vec![Item::Radios(choice)])));
        if !own.fiche.envois.is_empty() && !own.came_back() {
            let form = Form::new(format!("{url}/retour"), "Noter que le message est revenu", Vec::new());
            parts.push(Part::Heading("Le message est revenu".to_owned()));
            parts.push(Part::Text(vec!["L'adresse sera marquée\u{a0}: elle ne servira plus.".to_owned()]));
            parts.push(Part::Form(form.danger()));
        }
    }
    SheetView::new(page, parts)
}

fn history(own: &Sollicitation) -> Table {
    let mut table = Table::new("Ce qui s'est passé", vec![Column::text("Date"), Column::text("Fait")]);
    let mut lines: Vec<(jiff::Timestamp, String)> = Vec::new();
    for envoi in &own.fiche.envois {
        let what = if envoi.rang == 0 { "Message" } else { "Relance" };
        lines.push((envoi.at, format!("{what} préparé pour l'envoi")));
        lines.extend(envoi.parti_at.map(|at| (at, format!("{what} parti"))));
        lines.extend(envoi.refuse_at.map(|at| (at, format!("{what} revenu"))));
    }
    for appel in &own.fiche.appels {
        lines
            .push((appel.at, format!("Appel\u{a0}: {}", appel.issue.map_or("réponse donnée", Issue::label))));
    }
    for said in &own.fiche.reponses {
        let way = MoyenReponse::label(said.moyen);
        lines.push((said.at, format!("Réponse «\u{a0}{}\u{a0}», {way}", said.reponse.label())));
    }
    lines.sort_by_key(|(at, _)| *at);
    table.rows = lines.into_iter().map(|(at, what)| Row::new(day(at), vec![what.into()])).collect();
    table
}
