//! Imports of spreadsheets: giving a file, its columns, its lines before anything is added, the imports that were done.

mod apercu;
mod colonnes;
mod faits;

use domain::communaute::import::Brouillon;
use domain::nombres::{compte, entier};

use super::components::{Cell, Column, Download, Field, FieldKind, Link, Row, Table};
use super::page::Page;
use super::sheet::{Form, Item, Part, SheetView};

pub use apercu::{PAR_PAGE, Vue, apercu};
pub use colonnes::colonnes;
pub use faits::{liste, montrer};

/// Addresses of the imports.
#[derive(Clone, Debug)]
pub struct Adresses {
    /// Where files are given: `/c/…/communaute/importer`.
    pub importer: String,
    /// Where imports that were done are: `/c/…/imports`.
    pub imports: String,
    /// The community: `/c/…/communaute`.
    pub communaute: String,
}

/// How long things are kept, in days: a file that waits, an import that can be taken back.
pub type Delais = (u32, u32);

fn nombre(count: usize) -> String {
    entier(i64::try_from(count).unwrap_or(i64::MAX))
}

/// Where to give a file, and the files that wait. `moment` writes an instant.
pub fn accueil(
    page: Page,
    urls: &Adresses,
    (attente, delais): (&[Brouillon], Delais),
    moment: &dyn Fn(jiff::Timestamp) -> String,
) -> SheetView {
    let file = Field::new("fichier", "Votre tableur")
        .kind(FieldKind::File { accept: ".csv,.xlsx,.xls,.ods,.txt" })
        .required()
        .hint("CSV ou classeur. Aucun modèle n'est imposé\u{a0}: vos colonnes sont reconnues.");
    let form = Form::new(urls.importer.clone(), "Lire le tableur", vec![Item::Field(file)])
        .cancel("Voir les imports passés", urls.imports.clone());
    let mut parts = vec![
        Part::Lead("Donnez une liste que vous tenez déjà. Rien n'est ajouté avant votre accord.".into()),
        Part::List(vec![
            "Liste des adhérents.".into(),
            "Annuaire du territoire ou liste de prospects.".into(),
            "Partenaires et conventions.".into(),
            "Export des adhésions de HelloAsso.".into(),
        ]),
        Part::Form(form),
    ];
    if !attente.is_empty() {
        parts.push(Part::Heading("Fichiers qui attendent votre décision".into()));
        let columns = ["Fichier", "Lu le", "Lignes"];
        let mut table = Table::new(
            format!("Ces fichiers s'effacent après {}", compte(delais.0 as usize, "jour", "jours")),
            columns.map(Column::text).to_vec(),
        );
        for one in attente {
            let link = Cell::from(one.nom.clone()).link(format!("{}/{}", urls.importer, one.id));
            let lines = nombre(one.fichier.lignes().count());
            table.rows.push(Row::new(link, vec![moment(one.at).into(), lines.into()]));
        }
        parts.push(Part::Table("attente", table));
    }
    parts.push(Part::Heading("Tout reprendre".into()));
    parts.push(Part::Text(vec![
        "Ces fichiers contiennent tout ce que la communauté garde ici. Un import sait les relire.".into(),
    ]));
    parts.push(Part::Downloads(exports(urls)));
    SheetView::new(page, parts)
}

fn exports(urls: &Adresses) -> Vec<Download> {
    let csv = |label: &str, key: &str, hint| Download {
        label: label.to_owned(),
        url: format!("{}/export.csv?feuille={key}", urls.communaute),
        format: "CSV",
        hint,
    };
    vec![
        Download {
            label: "Toute la communauté".into(),
            url: format!("{}/export.xlsx", urls.communaute),
            format: "XLSX",
            hint: "Personnes, étapes, structures, contacts, conventions et groupes.",
        },
        csv("Personnes", "personnes", "Une ligne par personne."),
        csv("Étapes", "etapes", "Le parcours daté de chaque personne."),
        csv("Structures", "structures", "Une ligne par structure."),
        csv("Contacts", "contacts", "Les personnes à joindre dans les structures."),
        csv("Conventions", "conventions", "Une ligne par convention."),
        csv("Groupes", "groupes", "Qui siège où, et depuis quand."),
    ]
}

fn suite(label: &str, url: String) -> Part {
    Part::Buttons(vec![Link::new(label, url)])
}
