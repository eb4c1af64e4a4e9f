//! The request for a subsidy, to be copied into the official form: PDF, DOCX, workbook, list, JSON.
//!
//! Nothing here looks like the official form: it is a help to fill it in, and says so.

use domain::nombres::{compte, date, entier};
use domain::subvention::{Lecture, LigneLue, Partie};
use serde::Serialize;

use crate::document::{Banner, Block, Column, Document, Row, RowStyle, Section, Table};
use crate::error::DocumentError;
use crate::rapport::{Colonne, Rapport, Tableau, Valeur, tableau_csv};
use crate::{docx, pdf};

/// Raised when a field changes its meaning or leaves; a new field does not raise it.
const VERSION: u32 = 1;

const EMPTY: &str = "non renseigné";

const BUDGET: [(Partie, &str, &str); 3] = [
    (Partie::Charges, "Charges", "Total des charges"),
    (Partie::Produits, "Produits", "Total des produits"),
    (Partie::Contributions, "Contributions volontaires", ""),
];

fn nature(lecture: &Lecture) -> &'static str {
    if lecture.manques > 0 { "Brouillon de demande de subvention" } else { "Demande de subvention" }
}

fn missing(lecture: &Lecture) -> String {
    let count = compte(lecture.manques, "point est à compléter", "points sont à compléter");
    format!("{count}. Cette demande ne peut pas encore être déposée.")
}

fn banner(lecture: &Lecture) -> Option<Banner> {
    let draft = || Banner { title: "Brouillon".into(), text: missing(lecture) };
    let invented = || Banner {
        title: "CPTS fictive".into(),
        text: "Ce document montre une CPTS inventée. Il ne demande rien.".into(),
    };
    if lecture.fictif { Some(invented()) } else { (lecture.manques > 0).then(draft) }
}

fn notice(lecture: &Lecture) -> Vec<String> {
    let mut said = vec![format!(
        "À reporter dans le formulaire officiel CERFA n° {}. Ce document ne le remplace pas.",
        lecture.formulaire
    )];
    if lecture.manques > 0 {
        said.push(format!("Brouillon : {}", missing(lecture)));
    }
    said
}

fn titre(numero: &str, titre: &str) -> String {
    if numero.is_empty() { titre.to_owned() } else { format!("{numero}. {titre}") }
}

fn value(text: &str) -> String {
    if text.is_empty() { EMPTY.into() } else { text.to_owned() }
}

fn of(lecture: &Lecture, partie: Partie) -> impl Iterator<Item = &LigneLue> {
    lecture.lignes.iter().filter(move |ligne| ligne.partie == partie)
}

/// Sums under the lines of a part: words and euros.
fn sums(lecture: &Lecture, (partie, total): (Partie, &str)) -> Vec<(String, i64)> {
    let [charges, produits, emplois, recues] = lecture.totaux;
    match partie {
        Partie::Charges => vec![(total.to_owned(), charges)],
        Partie::Produits => vec![(total.to_owned(), produits)],
        _ => vec![("Total du compte 86".into(), emplois), ("Total du compte 87".into(), recues)],
    }
}

fn what(ligne: &LigneLue) -> String {
    if ligne.financeur.is_empty() {
        ligne.libelle.clone()
    } else {
        format!("{} – {}", ligne.financeur, ligne.libelle)
    }
}

fn boxes(lecture: &Lecture, partie: &domain::subvention::PartieLue) -> Section {
    let rows = partie.cases.iter().map(|(label, text)| Row::plain([label.clone(), value(text)]));
    let caption = format!("{} : ce qu'il faut reporter", partie.titre);
    let columns = vec![Column::text("Case", 3), Column::text("Valeur", 7)];
    let mut blocks = Vec::new();
    if !partie.lue {
        blocks.push(Block::paragraph(&lecture.note));
    }
    blocks.push(Block::Table(Table { caption, columns, rows: rows.collect() }));
    Section { title: titre(&partie.numero, &partie.titre), blocks }
}

fn budget(lecture: &Lecture) -> Section {
    let mut blocks = Vec::new();
    for (partie, title, total) in BUDGET {
        let euros = |amount: i64| entier(amount);
        let line =
            |one: &LigneLue| Row::plain([one.compte.clone(), one.titre.clone(), what(one), euros(one.euros)]);
        let mut rows: Vec<Row> = of(lecture, partie).map(line).collect();
        rows.extend(sums(lecture, (partie, total)).into_iter().map(|(label, amount)| Row {
            style: RowStyle::Total,
            ..Row::plain([String::new(), label, String::new(), euros(amount)])
        }));
        let columns = vec![
            Column::text("Compte", 1),
            Column::text("Titre", 3),
            Column::text("Ligne", 4),
            Column::number("Euros"),
        ];
        blocks.push(Block::Table(Table { caption: format!("{title}, en euros"), columns, rows }));
    }
    if let Some(day) = lecture.rendu_le {
        blocks.push(Block::paragraph(format!("Compte rendu financier à rendre avant le {}.", date(day))));
    }
    Section { title: "5. Budget prévisionnel".into(), blocks }
}

fn attestations(lecture: &Lecture) -> Section {
    let mut blocks: Vec<Block> = lecture.attestations.iter().map(Block::paragraph).collect();
    blocks.push(Block::paragraph(match (&lecture.atteste_par, lecture.atteste_le) {
        (Some(who), Some(day)) => format!("Confirmé par {who}, le {}.", date(day)),
        (None, Some(day)) => format!("Confirmé le {}.", date(day)),
        (_, None) => "Personne n'a encore confirmé cette demande.".into(),
    }));
    Section { title: "Confirmation".into(), blocks }
}

fn document(lecture: &Lecture) -> Document {
    let mut sections: Vec<Section> = Vec::new();
    for partie in &lecture.parties {
        if partie.cle == Partie::Projet {
            sections.push(budget(lecture));
        }
        sections.push(boxes(lecture, partie));
    }
    sections.push(attestations(lecture));
    Document {
        kind: nature(lecture).into(),
        title: lecture.intitule.clone(),
        subtitle: std::iter::once(lecture.cpts.clone()).chain(notice(lecture)).collect(),
        banner: banner(lecture),
        date: lecture.jour,
        dated: format!("Établi le {}", date(lecture.jour)),
        author: lecture.cpts.clone(),
        description: format!("{} : {}", nature(lecture), lecture.intitule),
        keywords: vec!["CPTS".into(), "subvention".into()],
        sections,
    }
}

/// Every box and every line, one after the other.
fn flat(lecture: &Lecture) -> Tableau {
    let boxes = lecture.parties.iter().flat_map(|partie| {
        partie.cases.iter().map(|(label, text)| {
            vec![titre(&partie.numero, &partie.titre).into(), label.clone().into(), text.clone().into()]
        })
    });
    let lines = lecture.lignes.iter().map(|one| {
        let what = format!("{} {} – {}", one.compte, one.titre, what(one));
        vec!["5. Budget prévisionnel".into(), what.into(), Valeur::Entier(one.euros)]
    });
    let sums = BUDGET.iter().flat_map(|(partie, _, total)| sums(lecture, (*partie, total)));
    let sums =
        sums.map(|(label, euros)| vec!["5. Budget prévisionnel".into(), label.into(), Valeur::Entier(euros)]);
    let state = (lecture.manques > 0)
        .then(|| vec![Valeur::Texte("Brouillon".into()), "État".into(), missing(lecture).into()]);
    Tableau {
        titre: "À reporter".into(),
        avant: notice(lecture),
        colonnes: vec![Colonne::mots("Partie", 34), Colonne::mots("Case", 44), Colonne::mots("Valeur", 60)],
        lignes: state.into_iter().chain(boxes).chain(lines).chain(sums).collect(),
        apres: Vec::new(),
    }
}

fn sheet(lecture: &Lecture, (partie, title, total): (Partie, &str, &str)) -> Tableau {
    let line = |one: &LigneLue| {
        vec![
            one.compte.clone().into(),
            one.titre.clone().into(),
            one.financeur.clone().into(),
            one.libelle.clone().into(),
            Valeur::Entier(one.euros),
        ]
    };
    let sum = |(label, euros): (String, i64)| {
        vec![Valeur::Vide, label.into(), Valeur::Vide, Valeur::Vide, Valeur::Entier(euros)]
    };
    Tableau {
        titre: title.into(),
        colonnes: vec![
            Colonne::mots("Compte", 10),
            Colonne::mots("Titre", 36),
            Colonne::mots("Financeur", 26),
            Colonne::mots("Ligne", 40),
            Colonne::nombre("Euros", 14),
        ],
        lignes: of(lecture, partie)
            .map(line)
            .chain(sums(lecture, (partie, total)).into_iter().map(sum))
            .collect(),
        ..Tableau::default()
    }
}

/// The request as a tagged PDF, to be read and copied.
///
/// # Errors
/// When the template is refused, which is a defect of the program.
pub fn subvention_pdf(lecture: &Lecture) -> Result<Vec<u8>, DocumentError> {
    pdf::write(&document(lecture))
}

/// The same for a word processor.
///
/// # Errors
/// When the package is refused, which is a defect of the program.
pub fn subvention_docx(lecture: &Lecture) -> Result<Vec<u8>, DocumentError> {
    docx::write(&document(lecture))
}

/// Every box with its value, then the budget by side, as a workbook.
///
/// # Errors
/// When the workbook cannot be written, which is a defect of the program.
pub fn subvention_xlsx(lecture: &Lecture) -> Result<Vec<u8>, DocumentError> {
    let mut tableaux = vec![flat(lecture)];
    tableaux.extend(BUDGET.map(|side| sheet(lecture, side)));
    let rapport = Rapport {
        nature: nature(lecture).into(),
        titre: lecture.intitule.clone(),
        auteur: lecture.cpts.clone(),
        jour: lecture.jour,
        faits: Vec::new(),
        tableaux,
    };
    rapport.xlsx()
}

/// Every box with its value, as a list for a spreadsheet.
pub fn subvention_csv(lecture: &Lecture) -> Vec<u8> {
    tableau_csv(&flat(lecture))
}

#[derive(Serialize)]
struct Envelope<'a> {
    format: &'static str,
    version: u32,
    brouillon: bool,
    demande: &'a Lecture,
}

/// The request for programs.
///
/// # Errors
/// When it cannot be written, which is a defect of the program.
pub fn subvention_json(lecture: &Lecture) -> Result<Vec<u8>, DocumentError> {
    let brouillon = lecture.manques > 0;
    let envelope = Envelope { format: "maillage/subvention", version: VERSION, brouillon, demande: lecture };
    let mut bytes = serde_json::to_vec_pretty(&envelope)?;
    bytes.push(b'\n');
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use domain::subvention::PartieLue;
    use jiff::civil::date as day;

    use super::*;

    fn lecture(manques: usize) -> Lecture {
        let line = |partie, compte: &str, financeur: &str, euros| LigneLue {
            partie,
            compte: compte.into(),
            titre: "Titre".into(),
            libelle: "Ligne".into(),
            financeur: financeur.into(),
            euros,
        };
        let part = |cle, numero: &str, cases: &[(&str, &str)]| PartieLue {
            cle,
            numero: numero.into(),
            titre: "Partie".into(),
            lue: cle != Partie::Projet,
            cases: cases.iter().map(|(label, text)| ((*label).to_owned(), (*text).to_owned())).collect(),
        };
        Lecture {
            cpts: "CPTS de l'Exemple".into(),
            intitule: "Démarrage".into(),
            formulaire: "12156*06".into(),
            note: "Les cases de cette partie n'ont pas été lues.".into(),
            jour: day(2026, 11, 22),
            fictif: false,
            manques,
            parties: vec![
                part(Partie::Identite, "1", &[("Sigle", ""), ("Nom", "=CPTS")]),
                part(Partie::Projet, "6", &[("Objectifs", "Réduire")]),
            ],
            lignes: vec![
                line(Partie::Charges, "60", "", 1_000),
                line(Partie::Produits, "74", "ARS Occitanie", 1_000),
            ],
            totaux: [1_000, 1_000, 0, 0],
            rendu_le: Some(day(2027, 6, 30)),
            attestations: vec!["Je représente l'association.".into()],
            atteste_par: None,
            atteste_le: None,
        }
    }

    #[test]
    fn a_draft_says_so_in_every_format_and_a_complete_request_never_does() {
        for (manques, said) in [(2, true), (0, false)] {
            let one = lecture(manques);
            let csv = String::from_utf8(subvention_csv(&one)).unwrap();
            assert_eq!(csv.contains("Brouillon"), said, "{csv}");
            assert_eq!(document(&one).banner.is_some(), said);
            assert_eq!(document(&one).kind.contains("Brouillon"), said);
            let json = String::from_utf8(subvention_json(&one).unwrap()).unwrap();
            assert_eq!(json.contains("\"brouillon\": true"), said);
            assert!(subvention_pdf(&one).unwrap().starts_with(b"%PDF"));
            assert!(subvention_docx(&one).unwrap().starts_with(b"PK"));
            assert!(subvention_xlsx(&one).unwrap().starts_with(b"PK"));
        }
    }

    #[test]
    fn every_box_and_line_goes_out_and_nothing_pretends_to_be_the_form() {
        let csv = String::from_utf8(subvention_csv(&lecture(0))).unwrap();
        assert!(csv.contains("1. Partie;Sigle;\r\n"), "{csv}");
        assert!(csv.contains("'=CPTS"), "a cell runs nothing: {csv}");
        assert!(csv.contains("74 Titre – ARS Occitanie – Ligne;1000\r\n"), "{csv}");
        let document = document(&lecture(0));
        assert!(document.subtitle.iter().any(|line| line.contains("ne le remplace pas")));
        let titles: Vec<&str> = document.sections.iter().map(|one| one.title.as_str()).collect();
        assert_eq!(titles, ["1. Partie", "5. Budget prévisionnel", "6. Partie", "Confirmation"]);
    }
}
