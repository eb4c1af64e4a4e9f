//! The list of memberships.

use std::borrow::Cow;

use domain::communaute::Annuaire;
use domain::communaute::adhesions::{Adhesion, montant};
use domain::nombres::date;
use territory::text::search_key;

use super::{dues, state};
use crate::views::components::{Cell, EmptyState, Link};
use crate::views::liste::{Action, Colonne, Export, Filtre, Lignes, Liste, Noms, Ordre};

/// A line: a membership and the name that it is under.
#[derive(Clone, Debug)]
pub struct AdhesionLigne {
    /// The membership.
    pub adhesion: Adhesion,
    /// Name.
    pub nom: String,
    /// Profession, as people read it.
    pub profession: String,
    /// Name of the category.
    pub categorie: String,
    cle: String,
}

impl AdhesionLigne {
    /// From a membership and who is who.
    pub fn new(adhesion: &Adhesion, annuaire: &Annuaire, (profession, categorie): (String, String)) -> Self {
        let nom = annuaire.nom(adhesion.personne);
        Self { adhesion: adhesion.clone(), cle: search_key(&nom), nom, profession, categorie }
    }
}

/// How a membership is read.
#[derive(Clone, Debug)]
pub struct Lues {
    /// Where memberships live.
    pub base: String,
}

/// Keys of the filter of dues.
const SETTLED: &str = "a_jour";

impl Lignes for Lues {
    type Item = AdhesionLigne;

    fn id(&self, one: &AdhesionLigne) -> String {
        one.adhesion.id.to_string()
    }

    fn cle<'a>(&self, one: &'a AdhesionLigne) -> Cow<'a, str> {
        Cow::Borrowed(&one.cle)
    }

    fn garde(&self, one: &AdhesionLigne, filtre: &str, valeur: &str) -> bool {
        match filtre {
            "annee" => one.adhesion.annee.to_string() == valeur,
            "etat" => state(&one.adhesion).1 == valeur,
            "cotisation" => one.adhesion.is_settled() == (valeur == SETTLED),
            _ => true,
        }
    }

    fn ordre(&self, one: &AdhesionLigne, colonne: &str) -> Ordre {
        match colonne {
            "nom" => Ordre::Mots(one.cle.clone()),
            "annee" => Ordre::Nombre(f64::from(one.adhesion.annee)),
            "regle" => Ordre::Nombre(one.adhesion.paid_cents() as f64),
            "profession" => Ordre::mots(&one.profession),
            "etat" => Ordre::mots(state(&one.adhesion).1),
            "decidee" => one.adhesion.fiche.decidee.map_or(Ordre::Rien, |day| Ordre::mots(&day.to_string())),
            _ => Ordre::Rien,
        }
    }

    fn tete(&self, one: &AdhesionLigne) -> Cell {
        Cell::from(one.nom.clone()).link(format!("{}/{}", self.base, one.adhesion.id))
    }

    fn cellule(&self, one: &AdhesionLigne, colonne: &str) -> Cell {
        let adhesion = &one.adhesion;
        match colonne {
            "annee" => adhesion.annee.to_string().into(),
            "etat" => {
                let (tone, word) = state(adhesion);
                Cell::from("").tag(tone, word)
            }
            "profession" => one.profession.clone().into(),
            "cotisation" => dues(adhesion).into(),
            "regle" => montant(adhesion.paid_cents()).into(),
            "categorie" => one.categorie.clone().into(),
            "decidee" => adhesion.fiche.decidee.map(date).unwrap_or_default().into(),
            _ => Cell::default(),
        }
    }
}

/// What the list is.
pub fn liste(base: &str, years: &[i16], may_decide: bool) -> Liste {
    let noms = Noms { un: "adhésion", plusieurs: "adhésions", feminin: true };
    let words = |one: &str| (one.to_owned(), one.to_owned());
    let actions = match may_decide {
        true => vec![
            Action::new("Accepter les demandes cochées", format!("{base}/decider")),
            Action::new("Refuser les demandes cochées", format!("{base}/refuser")).danger(),
        ],
        false => Vec::new(),
    };
    Liste::new("adhesions", "Adhésions", base, noms)
        .colonnes(vec![
            Colonne::new("nom", "Nom"),
            Colonne::new("annee", "Année").nombre(),
            Colonne::new("etat", "État"),
            Colonne::new("profession", "Profession"),
            Colonne::new("cotisation", "Cotisation").sans_tri(),
            Colonne::new("regle", "Réglé").nombre().cachee(),
            Colonne::new("categorie", "Catégorie").sans_tri().cachee(),
            Colonne::new("decidee", "Décidée le").cachee(),
        ])
        .filtres(vec![
            Filtre::new(
                "annee",
                "Année",
                "Toutes les années",
                years.iter().map(|one| words(&one.to_string())).collect(),
            ),
            Filtre::new(
                "etat",
                "État",
                "Tous les états",
                ["à décider", "acceptée", "refusée", "sorti"].map(words).to_vec(),
            ),
            Filtre::new(
                "cotisation",
                "Cotisation",
                "Toutes les cotisations",
                vec![(SETTLED.into(), "À jour".into()), ("reste".into(), "Pas à jour".into())],
            ),
        ])
        .actions(actions)
        .exports(vec![Export::new("Liste des adhésions", "CSV", format!("{base}.csv"))])
        .aide("Un nom, un prénom, même avec une faute.")
        .vide(EmptyState {
            title: "Aucune adhésion pour le moment.",
            text: "Notez une demande, ou donnez le lien de la page d'adhésion.".into(),
            link: Some(Link::new("Noter une demande", format!("{base}/nouvelle"))),
        })
}
