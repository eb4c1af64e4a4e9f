//! What changed between two filed versions, on a page: words that came and went are marked by words, not by colour
//! alone.

use askama::Template;
use askama_web::WebTemplate;
use domain::dossier::difference::{
    ChampDifference, Difference, Etat, Ligne, LigneDifference, Morceau, Mot, PasseportChange,
    TableauDifference,
};
use domain::nombres::compte;

use crate::views::components::{Link, Tag, Tone};
use crate::views::page::Page;

/// The difference, to put in a page: `{{ difference|safe }}`. Its titles start at the third level.
#[derive(Clone, Debug, Template)]
#[template(path = "dossier/difference.html")]
pub struct DifferenceView {
    /// What changed above the fields.
    pub entete: Vec<Ligne>,
    /// The fields in which there is something to read.
    pub champs: Vec<ChampVu>,
    /// Titles of the fields that did not change.
    pub inchanges: Vec<String>,
}

/// A field that changed.
#[derive(Clone, Debug, PartialEq)]
pub struct ChampVu {
    /// Identifier in the page.
    pub id: String,
    /// Title of its part.
    pub partie: String,
    /// Its title.
    pub titre: String,
    /// What became of it, in words.
    pub etiquettes: Vec<Tag>,
    /// What it was called before.
    pub titre_avant: Option<String>,
    /// What changed in it, with the paragraphs around.
    pub morceaux: Vec<Morceau>,
    /// Figures that rest on other sources.
    pub passeports: Vec<PasseportChange>,
}

impl DifferenceView {
    /// The difference between two versions.
    pub fn of(difference: Difference) -> Self {
        let (changed, same): (Vec<ChampDifference>, Vec<ChampDifference>) =
            difference.champs.into_iter().partition(ChampDifference::is_changed);
        Self {
            entete: difference.entete,
            champs: changed.into_iter().map(field).collect(),
            inchanges: same.into_iter().map(|one| one.titre).collect(),
        }
    }

    /// `3 champs ont changé, 12 sont les mêmes.`
    pub fn bilan(&self) -> String {
        if self.champs.is_empty() && self.entete.is_empty() {
            return "Ces deux versions disent la même chose.".to_owned();
        }
        let have = if self.champs.len() > 1 { "ont" } else { "a" };
        let changed = compte(self.champs.len(), "champ", "champs");
        match self.inchanges.len() {
            0 => format!("{changed} {have} changé."),
            count => {
                let same = compte(count, "champ est le même", "champs sont les mêmes");
                format!("{changed} {have} changé. {same}.")
            }
        }
    }

    fn etiquette(&self, etat: &Etat) -> Tag {
        tag(*etat)
    }

    fn seul<'a>(&self, mot: &'a Mot) -> &'a [Mot] {
        std::slice::from_ref(mot)
    }

    /// Rows worth reading: those that changed. A row that did not is counted.
    fn lignes<'a>(&self, tableau: &'a TableauDifference) -> Vec<&'a LigneDifference> {
        tableau.lignes.iter().filter(|row| row.etat != Etat::Inchange).collect()
    }

    fn memes(&self, tableau: &TableauDifference) -> Option<String> {
        let same = tableau.lignes.len() - self.lignes(tableau).len();
        (same > 0).then(|| format!("{}.", compte(same, "ligne inchangée", "lignes inchangées")))
    }
}

fn field(own: ChampDifference) -> ChampVu {
    let mut etiquettes = Vec::new();
    if own.etat != Etat::Inchange {
        etiquettes.push(tag(own.etat));
    }
    if own.deplace {
        etiquettes.push(Tag::new(Tone::Plain, "Déplacé"));
    }
    if !own.passeports.is_empty() {
        etiquettes.push(Tag::new(Tone::Attention, "Sources changées"));
    }
    // A field that only moved is not told again.
    let told = own.etat != Etat::Inchange;
    ChampVu {
        id: format!("ecart-{}", own.cle),
        partie: own.partie,
        titre: own.titre,
        etiquettes,
        titre_avant: own.titre_avant,
        morceaux: if told { own.morceaux } else { Vec::new() },
        passeports: own.passeports,
    }
}

fn tag(etat: Etat) -> Tag {
    match etat {
        Etat::Inchange => Tag::new(Tone::Plain, "Inchangé"),
        Etat::Ajoute => Tag::new(Tone::Success, "Ajouté"),
        Etat::Retire => Tag::new(Tone::Attention, "Retiré"),
        Etat::Change => Tag::new(Tone::Info, "Modifié"),
    }
}

/// A whole page that compares two versions.
#[derive(Template, WebTemplate)]
#[template(path = "dossier/comparer.html")]
pub struct ComparerView {
    /// Layout.
    pub page: Page,
    /// Which versions: `De la version 1, déposée le 06/04/2026, à la version 2, déposée le 01/09/2026.`
    pub versions: String,
    /// What changed.
    pub difference: DifferenceView,
    /// Where to go from there.
    pub liens: Vec<Link>,
}
