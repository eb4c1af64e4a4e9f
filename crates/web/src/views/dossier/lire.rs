//! A whole letter on a page.

use askama::Template;
use askama_web::WebTemplate;
use domain::dossier::lettre::Redigee;

use super::contenu::{Bloc, ChampLu};
use crate::views::components::{Download, Link};
use crate::views::page::Page;

/// A part of a letter on a page.
#[derive(Clone, Debug, PartialEq)]
pub struct PartieLue {
    /// Identifier in the page.
    pub id: String,
    /// Title.
    pub titre: String,
    /// Its fields.
    pub champs: Vec<ChampLu>,
}

/// A whole letter on a page.
#[derive(Template, WebTemplate)]
#[template(path = "dossier/lire.html")]
pub struct LireView {
    /// Layout.
    pub page: Page,
    /// What it is: a draft, or which version with its fingerprint.
    pub statut: String,
    /// Its parts.
    pub parties: Vec<PartieLue>,
    /// The same as files.
    pub fichiers: Vec<Download>,
    /// Where to go from there.
    pub liens: Vec<Link>,
}

impl LireView {
    /// A letter.
    pub fn new(page: Page, letter: &Redigee, statut: impl Into<String>) -> Self {
        let parties = letter.parties.iter().map(|partie| PartieLue {
            id: partie.cle.clone(),
            titre: partie.titre.clone(),
            champs: partie.champs.iter().map(|champ| ChampLu::of(letter, champ)).collect(),
        });
        Self {
            page,
            statut: statut.into(),
            parties: parties.collect(),
            fichiers: Vec::new(),
            liens: Vec::new(),
        }
    }
}
