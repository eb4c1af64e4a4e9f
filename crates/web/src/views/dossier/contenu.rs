//! The content of a field of a letter on a page: what is printed, with where each figure comes from.

use domain::dossier::lettre::{Champ, Contenu, Fait, Redigee, Source};

use crate::views::components::{Column, Definition, Row, Table};

/// A piece of content on a page.
#[derive(Clone, Debug, PartialEq)]
pub enum Bloc {
    /// A paragraph.
    Texte(String),
    /// Short lines.
    Liste(Vec<String>),
    /// Named values.
    Faits(Vec<Definition>),
    /// A table, under an identifier of the page.
    Table(String, Table),
    /// A drawing of ours, with the text that stands for it.
    Carte(String, String),
}

/// A field as it is read.
#[derive(Clone, Debug, PartialEq)]
pub struct ChampLu {
    /// Identifier in the page.
    pub id: String,
    /// Title.
    pub titre: String,
    /// Its content; empty when nothing is known.
    pub blocs: Vec<Bloc>,
    /// What its authors say of it.
    pub explication: Option<String>,
    /// The passports of its figures, one sentence each.
    pub sources: Vec<String>,
}

impl ChampLu {
    /// A field of a letter.
    pub fn of(letter: &Redigee, champ: &Champ) -> Self {
        let mut ranks: Vec<usize> = champ.contenu.iter().flat_map(cited).collect();
        ranks.sort_unstable();
        ranks.dedup();
        Self {
            id: champ.cle.clone(),
            titre: champ.titre.clone(),
            blocs: champ
                .contenu
                .iter()
                .enumerate()
                .map(|(rank, one)| bloc((&champ.cle, rank), one))
                .collect(),
            explication: champ.explication.clone(),
            sources: ranks.iter().filter_map(|rank| letter.sources.get(*rank)).map(passport).collect(),
        }
    }
}

fn cited(contenu: &Contenu) -> Vec<usize> {
    match contenu {
        Contenu::Faits { faits } => faits.iter().flat_map(|one| one.sources.clone()).collect(),
        Contenu::Tableau(table) => table.sources.clone(),
        Contenu::Paragraphe { .. } | Contenu::Liste { .. } | Contenu::Carte { .. } => Vec::new(),
    }
}

/// `INSEE, Populations, 2023 ; millésime 2023 ; périmètre : 16 IRIS ; en habitants.`
fn passport(source: &Source) -> String {
    let mut text = format!(
        "{}. Millésime\u{a0}: {}. Périmètre\u{a0}: {}. Unité\u{a0}: {}.",
        source.citation, source.millesime, source.perimetre, source.unite
    );
    if let Some(mask) = &source.masque {
        text.push_str(&format!(" Masquage\u{a0}: {mask}."));
    }
    text
}

fn bloc((cle, rank): (&str, usize), contenu: &Contenu) -> Bloc {
    match contenu {
        Contenu::Paragraphe { texte } => Bloc::Texte(texte.clone()),
        Contenu::Liste { lignes } => Bloc::Liste(lignes.clone()),
        Contenu::Faits { faits } => {
            let line = |one: &Fait| Definition::new(one.libelle.clone(), one.valeur.clone());
            Bloc::Faits(faits.iter().map(line).collect())
        }
        Contenu::Carte { svg, texte, .. } => Bloc::Carte(svg.clone(), texte.clone()),
        Contenu::Tableau(table) => {
            let column = |one: &domain::dossier::lettre::Colonne| match one.nombre {
                true => Column::number(one.titre.clone()),
                false => Column::text(one.titre.clone()),
            };
            let mut own = Table::new(table.titre.clone(), table.colonnes.iter().map(column).collect());
            let last = table.lignes.len().saturating_sub(1);
            for (index, line) in table.lignes.iter().enumerate() {
                let (head, cells) = line
                    .split_first()
                    .map_or((String::new(), &[][..]), |(head, cells)| (head.clone(), cells));
                let cells = cells.iter().map(|cell| cell.as_str().into()).collect();
                let total = table.total && index == last;
                own.rows.push(if total { Row::total(head, cells) } else { Row::new(head, cells) });
            }
            Bloc::Table(format!("{cle}-{rank}"), own)
        }
    }
}
