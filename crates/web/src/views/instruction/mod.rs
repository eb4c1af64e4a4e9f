//! Dossiers addressed to an institution: the list of its desk, one dossier, its forms; what the CPTS sees of it.

pub mod dossier;
pub mod echanges;
pub mod formulaires;
pub mod version;

use std::borrow::Cow;

use app::dossier::instruction::{Attente, Ligne};
use domain::dossier::correction::EtatCorrection;
use domain::dossier::delais::{Jours, Partie};
use domain::dossier::{DossierKind, EtatDossier, Passage};
use domain::nombres::{compte, date};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use territory::text::search_key;

use super::components::{Cell, Column, EmptyState, Row, Table, Tone};
use super::liste::{self, Colonne, Etat, Filtre, Lignes, Liste, Noms, Ordre};
use super::page::Page;
use super::sheet::{Part, SheetView};

const NOMS: Noms = Noms { un: "dossier", plusieurs: "dossiers", feminin: false };

/// A day at the hour of a CPTS.
pub fn day(at: Timestamp, zone: &TimeZone) -> String {
    date(at.to_zoned(zone.clone()).date())
}

/// Colour of a state.
pub fn tone(etat: EtatDossier) -> Tone {
    match etat {
        EtatDossier::Brouillon => Tone::Plain,
        EtatDossier::Depose | EtatDossier::EnInstruction => Tone::Info,
        EtatDossier::ACompleter | EtatDossier::Refuse => Tone::Attention,
        EtatDossier::Accepte => Tone::Success,
    }
}

/// Colour of the state of a correction.
pub fn correction_tone(etat: EtatCorrection) -> Tone {
    match etat {
        EtatCorrection::Preparee => Tone::Plain,
        EtatCorrection::Ouverte | EtatCorrection::Maintenue => Tone::Attention,
        EtatCorrection::Repondue => Tone::Info,
        EtatCorrection::Levee => Tone::Success,
    }
}

/// What waits for the institution, in words.
pub fn attente(one: Attente) -> String {
    match one {
        Attente::Verifier => "Vérifier le dossier".into(),
        Attente::Reponses(count) => format!("Lire {}", compte(count, "réponse", "réponses")),
        Attente::Envoyer(count) => format!("Envoyer {}", compte(count, "correction", "corrections")),
        Attente::DemanderAvis => "Demander les avis".into(),
        Attente::DonnerAvis => "Donner votre avis".into(),
        Attente::Decider => "Enregistrer la décision".into(),
    }
}

/// `CPTS 12, Guichet 3, institutions 31`: days with each party.
pub fn jours(kept: Jours) -> String {
    let of = |partie: Partie| compte(usize::try_from(kept.of(partie)).unwrap_or_default(), "jour", "jours");
    let parts = Partie::ALL.iter().map(|partie| format!("{}\u{a0}: {}", partie.label(), of(*partie)));
    parts.collect::<Vec<_>>().join(", ")
}

/// The states that a dossier took, the last first.
pub fn histoire(passages: &[Passage], zone: &TimeZone) -> Table {
    let columns = ["Le", "État", "Précision"].map(Column::text);
    let mut table = Table::new("Histoire du dossier, la plus récente d'abord", columns.to_vec());
    let row = |one: &Passage| {
        let state = Cell::default().tag(tone(one.etat), one.etat.label());
        Row::new(day(one.at, zone), vec![state, one.motif.clone().into()])
    };
    table.rows = passages.iter().rev().map(row).collect();
    table
}

/// How a line of the list is read.
struct Lues<'a> {
    base: &'a str,
}

impl Lignes for Lues<'_> {
    type Item = Ligne;
    fn id(&self, one: &Ligne) -> String {
        one.dossier.id.to_string()
    }
    fn cle<'a>(&self, one: &'a Ligne) -> Cow<'a, str> {
        Cow::Owned(search_key(&format!("{} {}", one.cpts, one.dossier.titre)))
    }
    fn garde(&self, one: &Ligne, filtre: &str, valeur: &str) -> bool {
        match filtre {
            "etat" => one.dossier.etat.key() == valeur,
            "nature" => one.dossier.kind.key() == valeur,
            "attend" => one.attentes.is_empty() == (valeur == "non"),
            _ => true,
        }
    }
    fn ordre(&self, one: &Ligne, colonne: &str) -> Ordre {
        match colonne {
            "etat" => Ordre::Nombre(one.dossier.etat as u8 as f64),
            "nature" => Ordre::mots(one.dossier.kind.label()),
            "depuis" => one.depuis.map_or(Ordre::Rien, |at| Ordre::Nombre(at.as_second() as f64)),
            "jours" => Ordre::Nombre(one.jours.total() as f64),
            "attend" => Ordre::Nombre(one.attentes.len() as f64),
            _ => Ordre::mots(&one.cpts),
        }
    }
    fn tete(&self, one: &Ligne) -> Cell {
        Cell::from(one.cpts.clone()).link(format!("{}/{}", self.base, one.dossier.id))
    }
    fn cellule(&self, one: &Ligne, colonne: &str) -> Cell {
        match colonne {
            "etat" => Cell::default().tag(tone(one.dossier.etat), one.dossier.etat.label()),
            "nature" => one.dossier.kind.label().into(),
            "depuis" => one.depuis.map(|at| day(at, &one.zone)).unwrap_or_default().into(),
            "jours" => jours(one.jours).into(),
            _ => one.attentes.iter().map(|one| attente(*one)).collect::<Vec<_>>().join(", ").into(),
        }
    }
}

/// The list, as the address reads it.
pub fn liste_of(base: &str) -> Liste {
    let pair = |key: &str, label: &str| (key.to_owned(), label.to_owned());
    let etats = EtatDossier::ALL.iter().filter(|one| **one != EtatDossier::Brouillon);
    let natures = DossierKind::ALL.iter().map(|one| pair(one.key(), one.label()));
    Liste::new("dossiers", "Dossiers adressés à votre institution", base, NOMS)
        .aide("Le nom d'une CPTS.")
        .colonnes(vec![
            Colonne::new("cpts", "CPTS"),
            Colonne::new("nature", "Nature"),
            Colonne::new("etat", "État"),
            Colonne::new("depuis", "Depuis le"),
            Colonne::new("jours", "Jours chez chacun"),
            Colonne::new("attend", "À faire"),
        ])
        .filtres(vec![
            Filtre::new(
                "etat",
                "État",
                "Tous les états",
                etats.map(|one| pair(one.key(), one.label())).collect(),
            ),
            Filtre::new("nature", "Nature", "Toutes les natures", natures.collect()),
            Filtre::new(
                "attend",
                "À faire",
                "Tous",
                vec![pair("oui", "Vous attend"), pair("non", "Rien à faire")],
            ),
        ])
        .vide(EmptyState {
            title: "Aucun dossier ne vous est adressé pour le moment.",
            text: "Une CPTS dépose son dossier au Guichet. Le Guichet demande ensuite les avis.".into(),
            link: Some(super::components::Link::new(
                "Lire l'aide pour instruire un dossier",
                "/aide/instruire-un-dossier",
            )),
        })
}

/// The list of the desk.
pub fn liste(page: Page, base: &str, (lignes, etat): (&[Ligne], &Etat)) -> SheetView {
    let waiting = lignes.iter().filter(|one| !one.attentes.is_empty()).count();
    let lead =
        format!("{} une action de votre part.", compte(waiting, "dossier attend", "dossiers attendent"));
    let view = liste::page(liste_of(base), etat, lignes, &Lues { base });
    let mut parts = Vec::new();
    if !lignes.is_empty() {
        parts.push(Part::Lead(lead));
    }
    parts.push(Part::Liste(Box::new(view)));
    SheetView::new(page, parts)
}
