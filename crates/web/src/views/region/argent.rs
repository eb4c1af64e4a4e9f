//! What the contracts of the CPTS add up to, by mission and by nature, in a civil year.

use app::region::ArgentRegion;
use documents::rapport::{Colonne, Rapport, Tableau, Valeur};
use domain::aci::argent::Natures;
use domain::masque::AmountRule;
use domain::montant::Montant;
use domain::nombres::compte;
use domain::region::{LigneTotaux, Sommes, TableTotaux};
use jiff::civil::Date;

use crate::views::components::{Cell, Column, Definition, Download, EmptyState, Link, Row, Table};
use crate::views::page::Page;
use crate::views::sheet::{Part, SheetView};
use crate::views::wording::spaced;
use crate::wording::contrats::mission;

/// What stands for an amount that would tell one association.
const MASQUE: &str = "masqué";

type Choix = (&'static str, fn(&Sommes) -> Montant);

const ENTREES: [Choix; 4] = [
    ("Notifié", |sums| sums.notifie),
    ("Reçu", |sums| sums.recu),
    ("Engagé", |sums| sums.engage),
    ("Payé", |sums| sums.paye),
];

/// Only what is spent has a nature.
const SORTIES: [Choix; 2] = [("Engagé", |sums| sums.engage), ("Payé", |sums| sums.paye)];

fn place(cle: &str) -> String {
    if cle.is_empty() { "Fonctionnement".into() } else { mission(cle) }
}

fn nature(natures: &Natures, classe: &str) -> String {
    natures.classes.get(classe).map_or_else(|| classe.to_owned(), |name| format!("{classe} {name}"))
}

/// What is read of a table, whatever shows it.
struct Lue<'a> {
    titre: String,
    premiere: &'static str,
    colonnes: &'static [Choix],
    lignes: Vec<(String, Option<Sommes>)>,
    total: &'a TableTotaux,
}

impl<'a> Lue<'a> {
    fn all(lu: &'a ArgentRegion, natures: &Natures) -> [Self; 2] {
        let named = |table: &TableTotaux, name: &dyn Fn(&str) -> String| {
            let line = |one: &LigneTotaux| (name(&one.cle), one.sommes);
            table.lignes.iter().map(line).collect()
        };
        let totaux = &lu.totaux;
        [
            Lue {
                titre: format!("Par mission, {}", lu.annee),
                premiere: "Mission",
                colonnes: &ENTREES,
                lignes: named(&totaux.missions, &place),
                total: &totaux.missions,
            },
            Lue {
                titre: format!("Dépenses par nature, {}", lu.annee),
                premiere: "Nature",
                colonnes: &SORTIES,
                lignes: named(&totaux.natures, &|classe| nature(natures, classe)),
                total: &totaux.natures,
            },
        ]
    }

    fn table(&self) -> Table {
        let first = Column::text(self.premiere);
        let others = self.colonnes.iter().map(|(name, _)| Column::number(*name));
        let mut table = Table::new(self.titre.clone(), std::iter::once(first).chain(others).collect());
        let cells = |sums: Option<Sommes>| -> Vec<Cell> {
            let cell = |(_, of): &Choix| sums.map_or(MASQUE.to_owned(), |sums| of(&sums).texte()).into();
            self.colonnes.iter().map(cell).collect()
        };
        table.rows = self.lignes.iter().map(|(name, sums)| Row::new(name.clone(), cells(*sums))).collect();
        table.rows.push(Row::total("Total", cells(self.total.total)));
        table
    }

    fn tableau(&self) -> Tableau {
        let first = Colonne::mots(self.premiere, 34);
        let others = self.colonnes.iter().map(|(name, _)| Colonne::nombre(*name, 16));
        let line = |name: &str, sums: Option<Sommes>| -> Vec<Valeur> {
            let cell = |(_, of): &Choix| sums.map_or(MASQUE.into(), |sums| Valeur::Euros(of(&sums)));
            std::iter::once(Valeur::from(name)).chain(self.colonnes.iter().map(cell)).collect()
        };
        let mut lignes: Vec<Vec<Valeur>> = self.lignes.iter().map(|(name, sums)| line(name, *sums)).collect();
        lignes.push(line("Total", self.total.total));
        Tableau {
            titre: self.titre.clone(),
            colonnes: std::iter::once(first).chain(others).collect(),
            lignes,
            ..Tableau::default()
        }
    }
}

/// Where the figures come from, over what, in what, and what hides them.
fn passport(lu: &ArgentRegion, rule: &AmountRule) -> Vec<(&'static str, String)> {
    let counted = format!(
        "{} avec au moins une ligne en {}, sur {}\u{a0}: {}. Les autres CPTS de la région ne sont pas dans ces totaux.",
        compte(lu.totaux.comptees, "CPTS", "CPTS"),
        lu.annee,
        compte(lu.autorisent.len(), "CPTS qui vous y autorise", "CPTS qui vous y autorisent"),
        lu.autorisent.join(", "),
    );
    let mask = format!(
        "Une ligne est masquée quand moins de {} CPTS y comptent, ou quand une seule en fait plus de {}\u{a0}%. D'autres lignes sont masquées pour qu'on ne la retrouve pas par soustraction. Masqué n'est pas zéro.",
        rule.at_least, rule.largest_percent,
    );
    vec![
        ("Source", "Versements et dépenses notés par les CPTS, lus le jour où la page s'ouvre".into()),
        ("Période", format!("Année civile {}, chaque montant à sa date", lu.annee)),
        ("Périmètre", counted),
        ("Unité", "Euros et centimes".into()),
        ("Masquage", mask),
        ("Origine de la règle", spaced(&format!("{}. {}", rule.sources.join(" ; "), rule.note))),
    ]
}

/// The page.
pub fn show(
    page: Page,
    base: &str,
    lu: &ArgentRegion,
    (natures, rule): (&Natures, &AmountRule),
) -> SheetView {
    if lu.autorisent.is_empty() {
        let empty = EmptyState {
            title: "Aucune CPTS ne vous autorise à compter son argent pour le moment.",
            text: "Une CPTS signe une autorisation depuis sa page «\u{a0}Autorisations\u{a0}», objet «\u{a0}L'argent du contrat ACI\u{a0}». Demandez-la à sa présidence.".into(),
            link: Some(Link::new("Lire l'aide sur les autorisations", "/aide/51-autorisations")),
        };
        return SheetView::new(page, vec![Part::Empty(empty)]);
    }
    let lead = "Ce que les contrats ACI des CPTS ont reçu et dépensé, par mission et par nature. Les CPTS n'ont rien à remplir\u{a0}: leurs lignes sont additionnées à chaque lecture.";
    let mut parts = vec![Part::Lead(lead.into())];
    let others = lu.annees.iter().filter(|annee| **annee != lu.annee);
    let years: Vec<Link> = others
        .map(|annee| Link::new(format!("Voir {annee}"), format!("{base}/argent?annee={annee}")))
        .collect();
    if !years.is_empty() {
        parts.push(Part::Buttons(years));
    }
    if lu.totaux.missions.lignes.is_empty() {
        parts.push(Part::Text(vec![format!("Rien n'est noté en {}.", lu.annee)]));
    } else {
        for (id, lue) in ["missions", "natures"].into_iter().zip(Lue::all(lu, natures)) {
            parts.push(Part::Table(id, lue.table()));
        }
        let file = |label: &str, format, url, hint| Download { label: label.into(), url, format, hint };
        let csv = format!("{base}/argent.csv?annee={}", lu.annee);
        parts.push(Part::Downloads(vec![
            file(
                "Totaux",
                "XLSX",
                format!("{base}/argent.xlsx?annee={}", lu.annee),
                "les deux tableaux et leur origine",
            ),
            file("Totaux par mission", "CSV", csv.clone(), "pour un autre logiciel"),
            file("Totaux par nature", "CSV", format!("{csv}&quoi=natures"), "pour un autre logiciel"),
        ]));
    }
    parts.push(Part::Heading("D'où viennent ces montants".into()));
    let said = passport(lu, rule).into_iter().map(|(term, text)| Definition::new(term, text));
    parts.push(Part::Definitions(said.collect()));
    SheetView::new(page, parts)
}

/// The same as files.
pub fn rapport(
    lu: &ArgentRegion,
    (natures, rule): (&Natures, &AmountRule),
    (auteur, jour): (&str, Date),
) -> Rapport {
    Rapport {
        nature: "Totaux de l'argent des contrats ACI".into(),
        titre: format!("Année {}", lu.annee),
        auteur: auteur.to_owned(),
        jour,
        faits: passport(lu, rule).into_iter().map(|(term, text)| format!("{term} : {text}")).collect(),
        tableaux: Lue::all(lu, natures).iter().map(Lue::tableau).collect(),
    }
}
