//! The offer of care: the effectif of the letter, structures, priority neighbourhoods.

use askama::Template;
use askama_web::WebTemplate;
use documents::diagnostic_words as words;
use domain::diagnostic::offre::{GroupeLu, LigneEffectif};
use domain::diagnostic::{Chiffre, Unite};

use super::super::components::{Cell, Column, EmptyState, Link, Row, Table};
use super::super::page::Page;
use super::super::urls::LectureUrls;
use super::super::variante::communes;
use super::super::wording::spaced;
use super::figures::{cell, sources};
use super::{FrozenBanner, Reader};

/// The offer of care.
#[derive(Template, WebTemplate)]
#[template(path = "diagnostic/offre.html")]
pub struct OffreView {
    /// Layout.
    pub page: Page,
    /// Set on a frozen version.
    pub banner: Option<FrozenBanner>,
    /// Pages of this reading.
    pub lecture: LectureUrls,
    /// The effectif, one line a profession.
    pub effectifs: Option<Table>,
    /// Counting rule and communes of each profession.
    pub professions: Vec<ProfessionPanel>,
    /// Structures, one group a line, with their communes.
    pub structures: Option<Table>,
    /// The sites of each group.
    pub groups: Vec<GroupPanel>,
    /// Priority neighbourhoods.
    pub quartiers: Option<Table>,
    /// Where the counts come from.
    pub sources: Vec<String>,
    /// What stands in the place of the counts.
    pub empty: EmptyState,
}

/// A profession in detail.
pub struct ProfessionPanel {
    /// Identifier in the page.
    pub id: String,
    /// Name.
    pub label: String,
    /// How it is counted.
    pub rule: String,
    /// Where its figures come from, and what they lack.
    pub notes: Vec<String>,
    /// Commune by commune.
    pub communes: Option<Table>,
    /// Where to write the other counts down.
    pub write: Vec<Link>,
}

/// A group of structures.
pub struct GroupPanel {
    /// Identifier in the page.
    pub id: String,
    /// Name.
    pub label: String,
    /// The sites.
    pub table: Table,
}

impl OffreView {
    /// The page of the offer of care.
    pub fn new(page: Page, reader: &Reader<'_>) -> Self {
        let offre = &reader.diagnostic.offre;
        let lines = offre.effectifs.iter();
        let mut cited: Vec<String> = lines
            .clone()
            .map(|line| &line.officiel)
            .chain(offre.structures.iter().map(|group| &group.count))
            .flat_map(|chiffre| sources(reader.diagnostic, chiffre))
            .collect();
        cited.sort_unstable();
        cited.dedup();
        Self {
            page: page.fictitious(reader.diagnostic.is_fictitious()),
            banner: None,
            lecture: reader.lecture.clone(),
            effectifs: (!offre.effectifs.is_empty()).then(|| effectifs(reader)),
            professions: lines.map(|line| profession(reader, line)).collect(),
            structures: structures(&offre.structures),
            groups: offre.structures.iter().filter(|group| !group.sites.is_empty()).map(group).collect(),
            quartiers: communes::quartiers(&offre.quartiers),
            sources: cited,
            empty: EmptyState {
                title: "Aucun professionnel n'est encore compté.",
                text: "Il manque l'extraction du répertoire des professionnels (RPPS). La page des données dit où la trouver et comment l'importer.".to_owned(),
                link: Some(Link::new("Ouvrir la page des données", "/donnees")),
            },
        }
    }
}

/// Code of the indicator that counts the professionals of a rule, where people write the other counts down.
fn indicator_of(reader: &Reader<'_>, regle: &str) -> Option<String> {
    use domain::diagnostic::Calcul;
    let counts = |calcul: &Calcul| matches!(calcul, Calcul::Professionnels { regle: own } if own == regle);
    let found = reader.diagnostic.indicators().find(|read| counts(&read.indicateur.calcul));
    found.map(|read| read.indicateur.code.clone())
}

/// Code of the indicator of those of this age and over, for those who may write it down.
fn aged_indicator(reader: &Reader<'_>, line: &LigneEffectif, years: u8) -> Option<String> {
    let code = format!("{}_{years}", indicator_of(reader, &line.regle)?);
    let read = reader.diagnostic.indicator(&code)?;
    (reader.may_edit && read.indicateur.is_recorded()).then_some(code)
}

fn effectifs(reader: &Reader<'_>) -> Table {
    let columns = vec![
        Column::text("Profession"),
        Column::number("Registre officiel"),
        Column::number("Lieux d'exercice réunis"),
        Column::number("CPAM ou Rezone"),
        Column::number("Compte local"),
        Column::number("60 ans et plus"),
        Column::number("65 ans et plus"),
    ];
    let mut table = Table::new("Professionnels du territoire, selon qui les compte", columns);
    table.rows = reader.diagnostic.offre.effectifs.iter().map(|line| row(reader, line)).collect();
    table
}

fn row(reader: &Reader<'_>, line: &LigneEffectif) -> Row {
    let count = |figure: &Chiffre| cell(figure, Unite::Nombre);
    let written = |figure: &Option<Chiffre>, origine: &str| match (figure, indicator_of(reader, &line.regle))
    {
        (Some(figure), _) => count(figure),
        (None, Some(code)) if reader.may_edit => {
            Cell::from("Noter").link(reader.urls.noter(&code, Some(origine))).note("non noté")
        }
        (None, _) => "non noté".into(),
    };
    let age = |figure: &Option<Chiffre>, years: u8| match (figure, aged_indicator(reader, line, years)) {
        (Some(figure), _) => count(figure),
        (None, Some(code)) => {
            Cell::from("Noter").link(reader.urls.noter(&code, Some("cpam"))).note("non publié")
        }
        (None, None) => "non publié".into(),
    };
    let merged = match line.second_sites {
        Some(sites) if sites > 0.0 => {
            let places = line.cabinets.map(|places| format!("sur {}", words::number(places, Unite::Nombre)));
            let cell = Cell::from(words::number(sites, Unite::Nombre));
            places.map_or(cell.clone(), |places| cell.note(places))
        }
        Some(_) => "0".into(),
        None => Cell::default(),
    };
    let head = Cell::from(spaced(&line.label)).link(format!("#profession-{}", line.regle));
    let head = if line.gaps.is_empty() { head } else { head.note(spaced(&line.gaps.join(" "))) };
    Row::new(
        head,
        vec![
            count(&line.officiel),
            merged,
            written(&line.cpam, "cpam"),
            written(&line.local, "local"),
            age(&line.aged_60, 60),
            age(&line.aged_65, 65),
        ],
    )
}

fn profession(reader: &Reader<'_>, line: &LigneEffectif) -> ProfessionPanel {
    let mut notes = sources(reader.diagnostic, &line.officiel);
    if !notes.is_empty() {
        notes = vec![format!("Source\u{a0}: {}.", notes.join("\u{202f}; "))];
    }
    notes.extend(words::reservations(&line.officiel).iter().map(|text| spaced(text)));
    let code = indicator_of(reader, &line.regle).filter(|_| reader.may_edit);
    let write = code.map(|code| {
        let link = |label: &str, origine| Link::new(label, reader.urls.noter(&code, Some(origine)));
        vec![link("Noter le compte de la CPAM", "cpam"), link("Noter le compte local", "local")]
    });
    ProfessionPanel {
        id: format!("profession-{}", line.regle),
        label: spaced(&line.label),
        rule: spaced(&line.rule),
        notes,
        communes: communes(line),
        write: write.unwrap_or_default(),
    }
}

fn communes(line: &LigneEffectif) -> Option<Table> {
    if line.communes.is_empty() {
        return None;
    }
    let caption = format!("{} par commune", spaced(&line.label));
    let mut table = Table::new(caption, vec![Column::text("Commune"), Column::number("Personnes")]);
    table.rows = line
        .communes
        .iter()
        .map(|place| Row::new(place.name.clone(), vec![words::local(place, Unite::Nombre).into()]))
        .collect();
    Some(table)
}

fn group(group: &GroupeLu) -> GroupPanel {
    GroupPanel { id: format!("groupe-{}", group.code), label: spaced(&group.label), table: sites(group) }
}

fn structures(groups: &[GroupeLu]) -> Option<Table> {
    if groups.is_empty() {
        return None;
    }
    let columns = vec![Column::text("Catégorie"), Column::number("Sites"), Column::text("Communes")];
    let mut table = Table::new("Structures du territoire et leurs communes", columns);
    table.rows = groups
        .iter()
        .map(|group| {
            let head = Cell::from(spaced(&group.label));
            let head = match group.sites.is_empty() {
                true => head,
                false => head.link(format!("#groupe-{}", group.code)),
            };
            Row::new(head, vec![cell(&group.count, Unite::Nombre), group.communes().join(", ").into()])
        })
        .collect();
    Some(table)
}

fn sites(group: &GroupeLu) -> Table {
    let columns = ["Nom", "Commune", "Catégorie", "FINESS"].map(Column::text).to_vec();
    let mut table = Table::new(spaced(&group.label), columns);
    table.rows = group
        .sites
        .iter()
        .map(|site| {
            let finess = match &site.legal_entity {
                Some(entity) => Cell::from(site.finess.clone()).note(format!("entité juridique {entity}")),
                None => site.finess.clone().into(),
            };
            Row::new(
                site.name.clone(),
                vec![
                    site.commune.clone().unwrap_or_else(|| "non indiquée".to_owned()).into(),
                    site.category.clone().into(),
                    finess,
                ],
            )
        })
        .collect();
    table
}
