//! A filed version, field by field, as it was filed.

use app::dossier::instruction::Version;
use domain::dossier::lettre::redigee::{Champ, Contenu, Redigee};
use jiff::tz::TimeZone;

use super::day;
use crate::views::components::{Definition, Download, Link, Notice, Tone};
use crate::views::page::Page;
use crate::views::sheet::{Acte, Part, SheetView};

/// A version at `base`. `correct` is where a correction is asked on a field, for who may.
pub fn show(
    page: Page,
    version: &Version,
    (base, zone): (&str, &TimeZone),
    correct: Option<&str>,
) -> SheetView {
    let depot = &version.depot;
    let mut parts = Vec::new();
    if !version.courante {
        let text = "Cette version n'est plus la version en cours. Une autre a été déposée depuis.";
        parts.push(Part::Notice(Notice::new(Tone::Attention, text)));
    }
    parts.push(Part::Definitions(vec![
        Definition::new("Version", depot.numero.to_string()),
        Definition::new("Déposée le", day(depot.filed_at, zone)),
        Definition::new("Empreinte du PDF (SHA-256)", depot.sha256.clone()),
    ]));
    parts.push(Part::Downloads(downloads(version, base)));
    match &version.lettre {
        Some(lettre) => parts.extend(fields(lettre, correct)),
        None => parts.push(Part::Text(vec!["La CPTS a déposé son propre document. Lisez le PDF.".into()])),
    }
    SheetView::new(page, parts)
}

fn downloads(version: &Version, base: &str) -> Vec<Download> {
    let file = |label: &str, url: String, format: &'static str, hint: &'static str| Download {
        label: label.to_owned(),
        url,
        format,
        hint,
    };
    let pdf = "Figé\u{a0}: l'empreinte est la sienne.";
    let mut all = vec![file("Le dossier déposé", format!("{base}/dossier.pdf"), "PDF", pdf)];
    if version.docx {
        all.push(file("Le dossier déposé", format!("{base}/dossier.docx"), "DOCX", "Figé lui aussi."));
    }
    for one in &version.depot.annexes {
        let url = format!("{base}/annexes/{}", one.piece);
        all.push(file(&one.nom, url, "Annexe", "Jointe au dépôt, telle qu'elle a été donnée."));
    }
    all
}

fn fields(lettre: &Redigee, correct: Option<&str>) -> Vec<Part> {
    let mut parts = Vec::new();
    for partie in &lettre.parties {
        parts.push(Part::Heading(partie.titre.clone()));
        let acte = |champ: &Champ| {
            let mut acte = Acte::new(champ.titre.clone(), textes(champ));
            acte.liens.extend(correct.map(|url| {
                let label = format!("Demander une correction sur «\u{a0}{}\u{a0}»", champ.titre);
                Link::new(label, format!("{url}&champ={}", champ.cle))
            }));
            acte
        };
        parts.push(Part::Actes(partie.champs.iter().map(acte).collect()));
    }
    parts
}

/// What a field says, one paragraph an idea: tables are read row by row.
pub fn textes(champ: &Champ) -> Vec<String> {
    let mut said = Vec::new();
    for contenu in &champ.contenu {
        match contenu {
            Contenu::Paragraphe { texte } => said.push(texte.clone()),
            Contenu::Liste { lignes } => said.extend(lignes.iter().cloned()),
            Contenu::Faits { faits } => {
                said.extend(faits.iter().map(|fait| format!("{}\u{a0}: {}", fait.libelle, fait.valeur)));
            }
            Contenu::Tableau(tableau) => {
                said.push(format!("{}\u{a0}:", tableau.titre));
                said.extend(tableau.lignes.iter().map(|ligne| row(&tableau.colonnes, ligne)));
            }
            Contenu::Carte { texte, .. } => said.push(format!("Carte\u{a0}: {texte}")),
        }
    }
    said.extend(champ.explication.iter().map(|text| format!("Explication de la CPTS\u{a0}: {text}")));
    if said.is_empty() {
        said.push("Rien n'est écrit dans ce champ.".into());
    }
    said
}

/// `Céret, Code postal : 66400, Habitants : 7 839`.
fn row(columns: &[domain::dossier::lettre::redigee::Colonne], cells: &[String]) -> String {
    let cell = |(rank, text): (usize, &String)| match columns.get(rank) {
        Some(column) if rank > 0 => format!("{}\u{a0}: {text}", column.titre),
        _ => text.clone(),
    };
    cells.iter().enumerate().filter(|(_, text)| !text.is_empty()).map(cell).collect::<Vec<_>>().join(", ")
}
