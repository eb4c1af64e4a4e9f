//! What the system knows for each field of a letter, as it is read and printed, with the passport of each figure.

mod chiffres;
mod communaute;
mod equipes;
mod territoire;

use std::collections::BTreeMap;

use domain::dossier::lettre::{Contenu, Source};
use domain::source::RulesError;

use super::matieres::Matieres;
pub(super) use equipes::{Membre, equipe, table as table_equipe};

/// The passports that are cited, each once.
#[derive(Default)]
pub(super) struct Registre(Vec<Source>);

impl Registre {
    /// Rank of a passport.
    pub fn cite(&mut self, source: Source) -> usize {
        match self.0.iter().position(|known| *known == source) {
            Some(rank) => rank,
            None => {
                self.0.push(source);
                self.0.len() - 1
            }
        }
    }

    /// Something that the CPTS keeps itself.
    pub fn own(&mut self, matieres: &Matieres, citation: &str, unite: &str) -> usize {
        self.cite(Source {
            citation: format!("{}, {citation}", matieres.cpts.name),
            millesime: format!("au {}", domain::nombres::date(matieres.jour)),
            perimetre: "ce que la CPTS a noté".to_owned(),
            unite: unite.to_owned(),
            masque: None,
        })
    }

    pub fn into_sources(self) -> Vec<Source> {
        self.0
    }
}

/// What is known, by name: keys of constats, and those that fields follow.
pub(super) struct Connu {
    contenus: BTreeMap<String, Vec<Contenu>>,
}

impl Connu {
    pub fn of(matieres: &Matieres, registre: &mut Registre) -> Result<Self, &'static RulesError> {
        let mut contenus = BTreeMap::new();
        territoire::add(matieres, registre, &mut contenus)?;
        chiffres::add(matieres, registre, &mut contenus);
        communaute::add(matieres, registre, &mut contenus)?;
        contenus.retain(|_, own: &mut Vec<Contenu>| !own.is_empty());
        Ok(Self { contenus })
    }

    /// What is known under a name; empty when nothing is.
    pub fn get(&self, name: &str) -> &[Contenu] {
        self.contenus.get(name).map(Vec::as_slice).unwrap_or_default()
    }

    pub fn names(&self) -> impl Iterator<Item = &String> {
        self.contenus.keys()
    }
}

/// What is known, as it is gathered.
type Contenus = BTreeMap<String, Vec<Contenu>>;

fn put(contenus: &mut Contenus, name: &str, what: impl IntoIterator<Item = Contenu>) {
    contenus.entry(name.to_owned()).or_default().extend(what);
}
