//! Asking people: by e-mail with a link each, again those who did not answer, or with a link for everybody.

use std::borrow::Cow;

use app::communaute::questionnaires::{Destinataire, Joignable, Listed};
use domain::communaute::questionnaires::EtatQuestionnaire;
use domain::communaute::{LienPersonnel, Statut};
use domain::nombres::{compte, date};
use domain::professions::professions;
use territory::text::search_key;

use crate::views::components::{Cell, Definition, EmptyState, Link, Notice, Tone};
use crate::views::liste::{self, Action, Colonne, Etat, Filtre, Lignes, Liste, Noms, Ordre};
use crate::views::page::Page;
use crate::views::sheet::{Form, Item, Part, SheetView};

const NOMS: Noms = Noms { un: "personne", plusieurs: "personnes", feminin: true };

/// Whether a person may be written to, in words.
pub fn joignable(what: Joignable) -> (&'static str, &'static str, Tone) {
    match what {
        Joignable::Oui => ("oui", "À solliciter", Tone::Info),
        Joignable::Sollicite => ("sollicite", "Sollicitée", Tone::Plain),
        Joignable::Repondu => ("repondu", "A répondu", Tone::Success),
        Joignable::SansAdresse => ("sans_adresse", "Sans adresse", Tone::Attention),
        Joignable::Oppose => ("oppose", "Opposition", Tone::Attention),
    }
}

const ALL: [Joignable; 5] =
    [Joignable::Oui, Joignable::Sollicite, Joignable::Repondu, Joignable::SansAdresse, Joignable::Oppose];

/// Name of a profession; its code when the nomenclature does not name it.
pub fn profession(code: Option<&str>) -> String {
    let Some(code) = code else { return "Profession non précisée".into() };
    let table = professions().ok();
    table.and_then(|table| table.label(code)).map_or_else(|| code.to_owned(), str::to_owned)
}

/// How a line of the list is read.
pub struct Lues;

impl Lignes for Lues {
    type Item = Destinataire;
    fn id(&self, one: &Destinataire) -> String {
        one.personne.to_string()
    }
    fn cle<'a>(&self, one: &'a Destinataire) -> Cow<'a, str> {
        Cow::Owned(search_key(&one.nom))
    }
    fn garde(&self, one: &Destinataire, filtre: &str, valeur: &str) -> bool {
        match filtre {
            "profession" => one.profession.as_deref() == Some(valeur),
            "statut" => one.statut.key() == valeur,
            "contact" => joignable(one.joignable).0 == valeur,
            _ => true,
        }
    }
    fn ordre(&self, one: &Destinataire, colonne: &str) -> Ordre {
        match colonne {
            "profession" => {
                Ordre::mots(&one.profession.as_deref().map(|code| profession(Some(code))).unwrap_or_default())
            }
            "statut" => Ordre::Nombre(one.statut as u8 as f64),
            "contact" => Ordre::Nombre(one.joignable as u8 as f64),
            _ => Ordre::mots(&one.nom),
        }
    }
    fn tete(&self, one: &Destinataire) -> Cell {
        Cell::from(one.nom.clone())
    }
    fn cellule(&self, one: &Destinataire, colonne: &str) -> Cell {
        match colonne {
            "profession" => profession(one.profession.as_deref()).into(),
            "statut" => one.statut.label().into(),
            _ => {
                let (_, label, tone) = joignable(one.joignable);
                Cell::default().tag(tone, label)
            }
        }
    }
}

/// The list of people, as the address and the forms read it.
pub fn liste_of(url: &str, all: &[Destinataire]) -> Liste {
    let mut codes: Vec<&str> = all.iter().filter_map(|one| one.profession.as_deref()).collect();
    codes.sort_unstable();
    codes.dedup();
    let named = codes.into_iter().map(|code| (code.to_owned(), profession(Some(code))));
    let statuts = Statut::ALL.iter().filter(|one| **one != Statut::Sorti);
    let statuts = statuts.map(|one| (one.key().to_owned(), one.label().to_owned()));
    let contacts = ALL.iter().map(|one| {
        let (key, label, _) = joignable(*one);
        (key.to_owned(), label.to_owned())
    });
    Liste::new("destinataires", "Personnes à solliciter", format!("{url}/envoyer"), NOMS)
        .aide("Un nom ou un prénom.")
        .colonnes(vec![
            Colonne::new("nom", "Personne"),
            Colonne::new("profession", "Profession"),
            Colonne::new("statut", "Statut"),
            Colonne::new("contact", "Contact"),
        ])
        .filtres(vec![
            Filtre::new("profession", "Profession", "Toutes les professions", named.collect()),
            Filtre::new("statut", "Statut", "Tous les statuts", statuts.collect()),
            Filtre::new("contact", "Contact", "Tous", contacts.collect()),
        ])
        .actions(vec![Action::new("Envoyer le questionnaire", format!("{url}/envoyer"))])
        .vide(EmptyState {
            title: "Personne dans la communauté.",
            text: "Importez une liste ou ajoutez des personnes. Un lien commun fonctionne déjà.".into(),
            link: None,
        })
}

/// What the page needs besides the list.
pub struct Autour<'a> {
    /// The questionnaire.
    pub one: &'a Listed,
    /// Its address.
    pub url: &'a str,
    /// Common links that work.
    pub liens: &'a [LienPersonnel],
}

/// The page.
pub fn page(
    title: Page,
    autour: &Autour<'_>,
    (liste, etat, all): (Liste, Etat, &[Destinataire]),
) -> SheetView {
    let url = autour.url;
    let mut parts = Vec::new();
    let open = matches!(autour.one.etat, EtatQuestionnaire::Ouvert | EtatQuestionnaire::AVenir);
    if !open {
        let notice =
            Notice::new(Tone::Attention, "Ce questionnaire n'est pas ouvert. Ouvrez-le avant d'écrire.");
        let link = Link::new("Choisir les dates", url);
        parts.push(Part::Notice(notice.with_link(link)));
    }
    let of = |what: Joignable| all.iter().filter(|one| one.joignable == what).count();
    parts.push(Part::Definitions(vec![
        Definition::new("À solliciter", compte(of(Joignable::Oui), "personne", "personnes")),
        Definition::new(
            "Sollicitées sans réponse",
            compte(of(Joignable::Sollicite), "personne", "personnes"),
        ),
        Definition::new("Sans adresse", compte(of(Joignable::SansAdresse), "personne", "personnes")),
        Definition::new("Opposition", compte(of(Joignable::Oppose), "personne", "personnes")),
    ]));
    if open && of(Joignable::Sollicite) > 0 {
        parts.push(Part::Heading("Relancer".into()));
        let form = Form::new(format!("{url}/relancer"), "Relancer les personnes sans réponse", Vec::new());
        parts.push(Part::Form(form));
    }
    parts.push(Part::Heading("Lien commun".into()));
    parts.extend(common(autour));
    parts.push(Part::Heading("Écrire à des personnes".into()));
    parts.push(Part::Text(vec![
        "Chaque personne reçoit son propre lien. Sa profession n'est pas redemandée. Sa réponse compte une fois."
            .into(),
    ]));
    parts.push(Part::Liste(Box::new(liste::page(liste, &etat, all, &Lues))));
    SheetView::new(title, parts)
}

fn common(autour: &Autour<'_>) -> Vec<Part> {
    let mut parts = vec![Part::Text(vec![
        "Un seul lien pour tout le monde\u{a0}: affiche, relais de la CPAM, de l'ARS ou des URPS.".into(),
        "La page demande alors la profession et la commune.".into(),
    ])];
    if !autour.liens.is_empty() {
        let given = autour.liens.iter().map(|lien| {
            let day = |at: jiff::Timestamp| date(at.to_zoned(app::paris()).date());
            Definition::new(format!("Lien donné le {}", day(lien.created_at)), "fonctionne".to_owned())
        });
        parts.push(Part::Definitions(given.collect()));
        let form = Form::new(format!("{}/lien/retirer", autour.url), "Retirer les liens communs", Vec::new());
        parts.push(Part::Form(form.danger()));
    }
    parts.push(Part::Form(Form::new(format!("{}/lien", autour.url), "Créer un lien commun", Vec::new())));
    parts
}

/// The address of a common link and its code, shown once. The poster asks for the token that only this page holds.
pub fn lien(title: Page, url: &str, (address, qr): (&str, String)) -> SheetView {
    let token = address.rsplit('/').next().unwrap_or_default().to_owned();
    let poster = vec![Item::Hidden("lien", token)];
    SheetView::new(
        title,
        vec![
            Part::Notice(Notice::new(
                Tone::Attention,
                "Copiez cette adresse ou prenez l'affiche maintenant. Elles ne seront plus proposées.",
            )),
            Part::Definitions(vec![Definition::new("Adresse à donner", address)]),
            Part::Qr("QR code de l'adresse écrite au-dessus".into(), qr),
            Part::Text(vec![
                "L'affiche porte le titre, l'introduction et ce code. Elle s'imprime sur une page A4.".into(),
            ]),
            Part::Form(Form::new(format!("{url}/lien/affiche.pdf"), "Télécharger l'affiche", poster)),
            Part::Buttons(vec![Link::new("Revenir à l'envoi", format!("{url}/envoyer"))]),
        ],
    )
}
