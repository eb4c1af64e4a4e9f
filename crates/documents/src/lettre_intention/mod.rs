//! A letter of intent as files: PDF, DOCX, HTML and plain text from the same blocks, and the bundle of a filed version.

pub mod bundle;
mod contenu;
mod sources;

use domain::dossier::lettre::Redigee;
use domain::nombres::date;
use jiff::civil::Date;

use crate::DocumentError;
use crate::document::{Banner, Block, Document, Section};
use crate::typography::french;
use crate::{docx, html, pdf, text};

/// Where the printed letter stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Statut {
    /// Being written: every page says so, and what is empty is listed.
    Brouillon,
    /// A filed version.
    Depose {
        /// Its number among the versions of the dossier, from 1.
        numero: i64,
        /// The day on which it was filed.
        date: Date,
    },
}

/// The letter as a tagged PDF (PDF/UA-1) with its fonts in it.
///
/// # Errors
/// When the template is refused, which is a defect of the program.
pub fn lettre_intention_pdf(lettre: &Redigee, statut: Statut) -> Result<Vec<u8>, DocumentError> {
    pdf::write(&document(lettre, statut))
}

/// The letter for a word processor (DOCX), with real headings, lists, header rows and alternative texts.
///
/// # Errors
/// When a drawing or the package is refused, which is a defect of the program.
pub fn lettre_intention_docx(lettre: &Redigee, statut: Statut) -> Result<Vec<u8>, DocumentError> {
    docx::write(&document(lettre, statut))
}

/// The letter as one HTML file that needs nothing else.
pub fn lettre_intention_html(lettre: &Redigee, statut: Statut) -> String {
    html::write(&document(lettre, statut))
}

/// The letter as plain text.
pub fn lettre_intention_text(lettre: &Redigee, statut: Statut) -> String {
    text::write(&document(lettre, statut))
}

fn document(of: &Redigee, statut: Statut) -> Document {
    let mut sections: Vec<Section> =
        of.parties.iter().map(|partie| contenu::section(partie, of.sources.len(), statut)).collect();
    sections.extend(sources::section(of));
    sections.extend(to_complete(of).filter(|_| statut == Statut::Brouillon));
    let (day, dated) = match statut {
        Statut::Brouillon => (of.jour, format!("Brouillon établi le {}", date(of.jour))),
        Statut::Depose { numero, date: day } => {
            (day, format!("Version n° {numero}, déposée le {}", date(day)))
        }
    };
    let mut document = Document {
        kind: of.nature.clone(),
        title: of.titre.clone(),
        subtitle: subtitle(of, &dated),
        banner: banner(of, statut),
        date: day,
        // The footer says « avec Maillage » after it.
        dated: match statut {
            Statut::Brouillon => dated,
            Statut::Depose { .. } => format!("{dated}. Document établi"),
        },
        author: of.cpts.clone(),
        description: format!("{}, {}.", of.nature, of.cpts),
        keywords: vec!["CPTS".into(), of.nature.to_lowercase()],
        sections,
    };
    document.each_text(&mut |text| *text = french(text));
    document
}

/// The title block: whose letter, which version, when it was written, on which template.
fn subtitle(of: &Redigee, dated: &str) -> Vec<String> {
    let written = of
        .redigee_le
        .map_or("Date de rédaction : à compléter".to_owned(), |day| format!("Rédaction : {}", date(day)));
    let mut lines = vec![of.cpts.clone(), dated.to_owned(), written];
    if !of.modele_nom.is_empty() {
        lines.push(format!("Trame : {}", of.modele_nom));
    }
    lines
}

fn banner(of: &Redigee, statut: Statut) -> Option<Banner> {
    let draft = statut == Statut::Brouillon;
    let (title, text) = match (draft, of.fictif) {
        (true, true) => (
            "Brouillon – version fictive",
            "Ce document n'a pas été déposé. Il vient de la démonstration et ne décrit aucune CPTS réelle.",
        ),
        (true, false) => ("Brouillon", "Ce document n'a pas été déposé. Il peut encore changer."),
        (false, true) => {
            ("Version fictive", "Ce document vient de la démonstration. Il ne décrit aucune CPTS réelle.")
        }
        (false, false) => return None,
    };
    Some(Banner { title: title.into(), text: text.into() })
}

/// What the draft still lacks, by name.
fn to_complete(of: &Redigee) -> Option<Section> {
    let mut items: Vec<String> = Vec::new();
    // Most templates have a field for it, which is told with the others.
    if of.redigee_le.is_none() && of.champ("date_redaction").is_none() {
        items.push("Date de rédaction".to_owned());
    }
    for partie in &of.parties {
        let empty = partie.champs.iter().filter(|champ| contenu::is_empty(champ));
        items.extend(empty.map(|champ| format!("{} – {}", partie.titre, champ.titre)));
    }
    (!items.is_empty())
        .then(|| Section { title: "Champs à compléter".into(), blocks: vec![Block::List { items }] })
}
