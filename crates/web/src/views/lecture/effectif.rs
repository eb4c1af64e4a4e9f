//! The community against the official register: who is missing.

use std::collections::BTreeMap;

use askama::Template;
use askama_web::WebTemplate;
use domain::communaute::lecture::{CommunauteLue, CommuneLue, LigneCommunaute, Rangs};
use domain::masque::{MaskRule, Masked, mask};
use domain::nombres::{entier, liste, pourcent};
use domain::territoire::Carte;
use territory::CommuneCode;

use crate::views::components::{Cell, Column, Link, Notice, Row, StaticMap, Table, Tone};
use crate::views::diagnostic::{Choropleth, ShadedArea};
use crate::views::page::Page;
use crate::views::urls::CptsUrls;

/// The community against the register.
#[derive(Template, WebTemplate)]
#[template(path = "lecture/effectif.html")]
pub struct EffectifView {
    /// Layout.
    pub page: Page,
    /// What the page compares.
    pub lead: String,
    /// What deserves a look.
    pub notices: Vec<Notice>,
    /// By profession.
    pub professions: Table,
    /// Shaded communes.
    pub map: Option<Choropleth>,
    /// By commune.
    pub communes: Table,
    /// Where the register was read.
    pub sources: String,
    /// The same page to share, or the whole one.
    pub other: Link,
}

const SHADES: [&str; 5] = ["shade-1", "shade-2", "shade-3", "shade-4", "shade-5"];
const LIMITS: [(f64, &str); 5] = [
    (0.0, "aucun intéressé"),
    (0.25, "moins d'un quart"),
    (0.5, "d'un quart à la moitié"),
    (0.75, "de la moitié aux trois quarts"),
    (f64::INFINITY, "trois quarts et plus"),
];

/// Small counts are hidden when the page is to be shared.
pub struct Partage<'a> {
    /// The rule; `None` shows everything.
    pub rule: Option<&'a MaskRule>,
}

fn number(count: u32) -> String {
    entier(i64::from(count))
}

/// Fills the page.
pub fn show(
    page: Page,
    urls: &CptsUrls,
    (found, carte): (&CommunauteLue, Option<&Carte>),
    partage: &Partage<'_>,
) -> EffectifView {
    let own = urls.under("participation/communaute");
    let other = match partage.rule {
        Some(_) => Link::new("Voir tous les nombres", own),
        None => Link::new("Masquer les petits nombres, pour partager", format!("{own}?partage=oui")),
    };
    EffectifView {
        page,
        lead: "Les professionnels de la communauté, comparés à l'effectif officiel du territoire.".to_owned(),
        notices: notices(found, partage),
        professions: by_profession(found, urls, partage),
        map: carte.filter(|_| partage.rule.is_none()).and_then(|carte| map(found, carte)),
        communes: by_commune(&found.communes, partage),
        sources: match found.sources.is_empty() {
            true => "Aucun répertoire officiel n'est chargé pour ce territoire.".to_owned(),
            false => format!("Effectif officiel\u{a0}: {}.", liste(&found.sources)),
        },
        other,
    }
}

fn notices(found: &CommunauteLue, partage: &Partage<'_>) -> Vec<Notice> {
    let mut notices = Vec::new();
    if found.sans_commune.connus > 0 {
        let text = format!(
            "Personnes sans commune connue\u{a0}: {}. Elles ne sont sur aucune carte.",
            number(found.sans_commune.connus)
        );
        notices.push(Notice::new(Tone::Info, text));
    }
    if found.hors.connus > 0 {
        let text = format!("Personnes qui exercent hors du territoire\u{a0}: {}.", number(found.hors.connus));
        notices.push(Notice::new(Tone::Info, text));
    }
    if partage.rule.is_some() {
        let text = "Les petits nombres sont masqués\u{a0}: nul ne peut y reconnaître une personne.";
        notices.push(Notice::new(Tone::Info, text));
    }
    notices
}

/// Cells of one column of counts, small ones hidden when the page is to be shared.
fn cells(counts: &[u32], partage: &Partage<'_>) -> Vec<Cell> {
    let Some(rule) = partage.rule else { return counts.iter().map(|count| number(*count).into()).collect() };
    let counts: Vec<u64> = counts.iter().map(|count| u64::from(*count)).collect();
    let shown = |cell: Masked| match cell {
        Masked::Shown(count) => Cell::from(entier(i64::try_from(count).unwrap_or(i64::MAX))),
        Masked::Hidden => Cell::from("masqué"),
    };
    mask(&counts, rule).cells.into_iter().map(shown).collect()
}

fn by_profession(found: &CommunauteLue, urls: &CptsUrls, partage: &Partage<'_>) -> Table {
    let columns = vec![
        Column::text("Profession"),
        Column::number("Effectif officiel"),
        Column::number("Repérés"),
        Column::number("Contactés"),
        Column::number("Intéressés"),
        Column::number("Adhérents"),
        Column::number("Manquent encore"),
        Column::number("Sans commune"),
    ];
    let mut table = Table::new("La communauté et l'effectif officiel, par profession", columns);
    let column = |count: fn(&LigneCommunaute) -> u32| {
        cells(&found.lignes.iter().map(count).collect::<Vec<_>>(), partage)
    };
    let masked = [
        column(|line| line.dedans.connus),
        column(|line| line.dedans.contactes),
        column(|line| line.dedans.interesses),
        column(|line| line.dedans.adherents),
        column(|line| line.sans_commune),
    ];
    for (rank, line) in found.lignes.iter().enumerate() {
        let at = |column: usize| masked[column].get(rank).cloned().unwrap_or_default();
        let mut head = Cell::from(line.label.clone());
        if let Some(code) = line.profession.as_deref().filter(|_| partage.rule.is_none()) {
            head = head.link(urls.under(&format!("communaute/personnes?profession={code}")));
        }
        let official = line.officiel.map_or_else(|| Cell::from("inconnu"), |count| number(count).into());
        let official = if line.partiel { official.tag(Tone::Attention, "partiel") } else { official };
        let missing = match (line.manquants(), partage.rule) {
            (_, Some(_)) | (None, _) => Cell::default(),
            (Some(count), None) => {
                let part = line.part().map(|part| format!("{} intéressés", pourcent(part.min(1.0))));
                let cell = Cell::from(number(count));
                part.map_or(cell.clone(), |part| cell.note(part))
            }
        };
        table.rows.push(Row::new(head, vec![official, at(0), at(1), at(2), at(3), missing, at(4)]));
    }
    if partage.rule.is_none() {
        let Rangs { connus, contactes, interesses, adherents } = found.autres;
        let counts = [connus, contactes, interesses, adherents].map(|count| Cell::from(number(count)));
        let [known, told, willing, members] = counts;
        let cells = vec![Cell::default(), known, told, willing, members, Cell::default(), Cell::default()];
        table.rows.push(Row::new("Autres professions, ou spécialité inconnue", cells));
    }
    table
}

fn by_commune(communes: &[CommuneLue], partage: &Partage<'_>) -> Table {
    let columns = vec![
        Column::text("Commune"),
        Column::number("Effectif officiel"),
        Column::number("Repérés"),
        Column::number("Intéressés"),
        Column::number("Adhérents"),
    ];
    let mut table = Table::new("La communauté et l'effectif officiel, par commune", columns);
    let column =
        |count: fn(&CommuneLue) -> u32| cells(&communes.iter().map(count).collect::<Vec<_>>(), partage);
    let columns = [
        column(|one| one.officiel),
        column(|one| one.dedans.connus),
        column(|one| one.dedans.interesses),
        column(|one| one.dedans.adherents),
    ];
    for (rank, commune) in communes.iter().enumerate() {
        let cells = columns.iter().filter_map(|column| column.get(rank).cloned()).collect();
        table.rows.push(Row::new(commune.nom.clone(), cells));
    }
    table
}

/// Willing people out of the official effectif of each commune; `None` when there is nothing to shade.
fn map(found: &CommunauteLue, carte: &Carte) -> Option<Choropleth> {
    let by_code: BTreeMap<CommuneCode, &CommuneLue> =
        found.communes.iter().map(|one| (one.code, one)).collect();
    found.communes.iter().find(|one| one.officiel > 0)?;
    let areas = carte.areas.iter().map(|area| {
        let here = by_code.get(&area.code.commune()).filter(|_| area.member);
        let (class, said) = match here {
            Some(here) if here.officiel > 0 => {
                let part = f64::from(here.dedans.interesses) / f64::from(here.officiel);
                let rank = LIMITS.iter().position(|(limit, _)| part <= *limit).unwrap_or(SHADES.len() - 1);
                let said = format!("{} intéressés sur {}", here.dedans.interesses, here.officiel);
                (SHADES[rank.min(SHADES.len() - 1)], said)
            }
            Some(_) => ("shade-unknown", "aucun professionnel au répertoire".to_owned()),
            None => ("shade-outside", "hors du territoire".to_owned()),
        };
        ShadedArea { name: format!("{}\u{a0}: {said}", area.name), class, path: area.path.clone() }
    });
    let areas = areas.collect();
    let mut legend: Vec<(&'static str, String)> =
        SHADES.into_iter().zip(LIMITS).map(|(shade, (_, label))| (shade, label.to_owned())).collect();
    legend.push(("shade-unknown", "aucun professionnel au répertoire".to_owned()));
    legend.push(("shade-outside", "hors du territoire".to_owned()));
    let description = "Carte du territoire\u{a0}: part des professionnels intéressés dans l'effectif officiel. Le tableau des communes donne les mêmes chiffres.";
    Some(Choropleth {
        description: description.to_owned(),
        label: "Professionnels intéressés, sur l'effectif officiel".to_owned(),
        url: None,
        drawing: StaticMap::new(carte, description.to_owned()),
        areas,
        legend,
        rule: "Les classes sont des quarts de l'effectif officiel.".to_owned(),
    })
}
