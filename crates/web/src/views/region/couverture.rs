//! What projects cover of a region: a map, and the same in tables.

use app::region::{Board, LigneSuivi};
use domain::nombres::{compte, habitants};
use domain::region::{Couverture, EtatCommune};
use domain::territoire::Carte;
use territory::{Atlas, UnitCode};

use super::tableau::{files, inhabitants};
use crate::views::components::{Choice, Column, Link, Notice, Opt, Row, StaticMap, Table, Tone};
use crate::views::diagnostic::{Choropleth, ShadedArea};
use crate::views::liste::{Etat, Liste};
use crate::views::page::Page;
use crate::views::sheet::{Form, Item, Part, SheetView};

/// Lines of a table of the page; the file has them all.
const MOST: usize = 200;

/// Shade and words of each state.
const STATES: [(EtatCommune, &str, &str); 4] = [
    (EtatCommune::Couverte, "shade-3", "couverte par un projet"),
    (EtatCommune::Recouverte, "loss-2", "couverte par plusieurs projets"),
    (EtatCommune::Partielle, "shade-1", "couverte en partie"),
    (EtatCommune::Blanche, "shade-unknown", "sans projet"),
];

fn state(etat: EtatCommune) -> (&'static str, &'static str) {
    let found = STATES.iter().find(|(known, ..)| *known == etat);
    found.map_or(("shade-outside", ""), |(_, class, label)| (class, label))
}

/// What the page shows.
pub struct Vue<'a> {
    /// The board.
    pub board: &'a Board,
    /// Address of the board.
    pub base: &'a str,
    /// What the address asks, of which list.
    pub asked: (&'a Liste, &'a Etat),
    /// The projects that are counted, and what is said of them.
    pub projets: (&'a [&'a LigneSuivi], &'a str),
    /// What they cover.
    pub couverture: &'a Couverture,
    /// The drawing, when there are contours.
    pub carte: Option<&'a Carte>,
    /// The communes.
    pub atlas: &'a Atlas,
}

impl Vue<'_> {
    fn names(&self, ranks: &[usize]) -> String {
        let name = |rank: &usize| self.projets.0.get(*rank).map(|one| one.suivi.nom.as_str());
        ranks.iter().filter_map(name).collect::<Vec<_>>().join(", ")
    }

    fn map(&self, carte: &Carte) -> Choropleth {
        let area = |area: &domain::territoire::CarteArea| {
            let here = self.couverture.communes.get(&area.code.commune().whole_commune());
            let (class, said) = match here {
                Some((etat, ranks)) => {
                    let (class, label) = state(*etat);
                    let by = self.names(ranks);
                    (class, if by.is_empty() { label.to_owned() } else { format!("{label} ({by})") })
                }
                None => ("shade-outside", "hors de la zone affichée".to_owned()),
            };
            ShadedArea { name: format!("{}\u{a0}: {said}", area.name), class, path: area.path.clone() }
        };
        let areas: Vec<ShadedArea> = carte.areas.iter().map(area).collect();
        let used = |class: &str| areas.iter().any(|area| area.class == class);
        let legend = STATES.iter().filter(|(_, class, _)| used(class));
        let description = format!(
            "Carte des communes de {}\u{a0}: couvertes, couvertes deux fois, en partie, ou sans projet. Les tableaux disent la même chose.",
            self.board.nom
        );
        Choropleth {
            legend: legend.map(|(_, class, label)| (*class, (*label).to_owned())).collect(),
            areas,
            label: "Couverture par les projets".into(),
            url: None,
            drawing: StaticMap::new(carte, description.clone()),
            description,
            rule:
                "Une commune dont un quartier relève d'un autre projet est couverte deux fois, ou en partie."
                    .into(),
        }
    }

    fn asking(&self) -> Part {
        let (liste, etat) = self.asked;
        let choose = |name: &'static str| {
            let filtre = liste.filtres.iter().find(|one| one.name == name)?;
            let mut options = vec![Opt::new("", filtre.tous, etat.filtre(name).is_none())];
            let chosen = |value: &str| etat.filtre(name) == Some(value);
            options.extend(filtre.valeurs.iter().map(|(key, label)| Opt::new(key, label, chosen(key))));
            Some(Item::Select(Choice::new(name, filtre.label, options)))
        };
        let mut items: Vec<Item> =
            ["type", "etape", "departement", "age"].into_iter().filter_map(choose).collect();
        if !etat.q.is_empty() {
            items.push(Item::Hidden("q", etat.q.clone()));
        }
        Part::Form(Form::new(format!("{}/couverture", self.base), "Afficher la couverture", items).asking())
    }

    fn white(&self) -> Table {
        let columns = vec![
            Column::text("Commune"),
            Column::text("Département"),
            Column::text("Ce qui manque"),
            Column::number("Habitants sans projet"),
        ];
        let all = &self.couverture.blanches;
        let mut table = Table::new("Zones blanches, la plus peuplée d'abord", columns);
        table.rows = all
            .iter()
            .take(MOST)
            .map(|one| {
                let part = match one.partie {
                    None => "toute la commune".to_owned(),
                    Some((lacking, whole)) => format!("{lacking} de ses {whole} quartiers (IRIS)"),
                };
                let people = one.habitants.map_or_else(|| "non publié".to_owned(), habitants);
                let departement = self.atlas.departement_name(one.departement);
                let head = format!("{} ({})", one.nom, one.code);
                Row::new(head, vec![departement.into(), part.into(), people.into()])
            })
            .collect();
        table
    }

    fn overlaps(&self) -> Table {
        let columns = vec![
            Column::text("Projets"),
            Column::text("Ce qu'ils couvrent tous deux"),
            Column::number("Habitants"),
        ];
        let mut table = Table::new("Recouvrements, le plus peuplé d'abord", columns);
        table.rows = self
            .couverture
            .recouvrements
            .iter()
            .take(MOST)
            .map(|one| {
                let pair = format!("{} et {}", self.name(one.projets.0), self.name(one.projets.1));
                let people = one.habitants.map_or_else(|| "non publié".to_owned(), habitants);
                Row::new(pair, vec![places(self.atlas, one.unites.units()).into(), people.into()])
            })
            .collect();
        table
    }

    fn name(&self, rank: usize) -> &str {
        self.projets.0.get(rank).map_or("", |one| one.suivi.nom.as_str())
    }
}

/// The first places by name, and how many others.
pub fn places(atlas: &Atlas, units: impl Iterator<Item = UnitCode>) -> String {
    const SHOWN: usize = 8;
    let names: Vec<String> = units.map(|unit| atlas.unit_name(unit)).collect();
    let shown = names.iter().take(SHOWN).cloned().collect::<Vec<_>>().join(", ");
    match names.len().saturating_sub(SHOWN) {
        0 => shown,
        rest => format!("{shown} et {}", compte(rest, "autre lieu", "autres lieux")),
    }
}

fn cut(count: usize) -> Option<Part> {
    (count > MOST).then(|| {
        let text = format!(
            "Le tableau montre les {MOST} premières lignes sur {count}. Le fichier les donne toutes."
        );
        Part::Notice(Notice::new(Tone::Info, text))
    })
}

/// What projects cover of a region.
pub fn show(page: Page, vue: &Vue<'_>) -> SheetView {
    let mut parts = vec![
        Part::Lead(format!("{} {}", vue.projets.1, inhabitants(&vue.couverture.habitants).join(" "))),
        vue.asking(),
    ];
    match vue.carte {
        Some(carte) => parts.push(Part::Carte(Box::new(vue.map(carte)))),
        None => parts.push(Part::Text(vec![
            "Les contours des communes ne sont pas dans cette instance\u{a0}: les tableaux disent la même chose.".into(),
        ])),
    }
    parts.push(Part::Heading("Zones blanches".into()));
    match vue.couverture.blanches.is_empty() {
        true => parts.push(Part::Text(vec!["Chaque commune a un projet.".into()])),
        false => parts.push(Part::Table("blanches", vue.white())),
    }
    parts.extend(cut(vue.couverture.blanches.len()));
    parts.push(Part::Heading("Recouvrements".into()));
    match vue.couverture.recouvrements.is_empty() {
        true => parts.push(Part::Text(vec!["Aucune commune ne relève de deux projets.".into()])),
        false => parts.push(Part::Table("recouvrements", vue.overlaps())),
    }
    parts.extend(cut(vue.couverture.recouvrements.len()));
    parts.push(Part::Downloads(files(vue.base, vue.asked.1)));
    parts.push(Part::Buttons(vec![Link::new("Revenir au tableau", vue.asked.1.url(vue.base))]));
    SheetView::new(page, parts)
}
