//! The certificate of a member, the receipt of dues, and lists for a French spreadsheet.

use domain::communaute::adhesions::montant;
use jiff::civil::Date;

use crate::csv::{MARK, line};
use crate::document::{Banner, Block, Column, Document, Row, Section, Table};
use crate::typography::french;
use crate::{DocumentError, pdf};

/// A certificate of membership.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certificat {
    /// Name of the CPTS.
    pub organisation: String,
    /// Whether the CPTS is invented.
    pub fictitious: bool,
    /// Name of the member.
    pub nom: String,
    /// Profession, as people read it; empty when unknown.
    pub profession: String,
    /// National number; empty without one.
    pub rpps: String,
    /// Civil year.
    pub annee: i16,
    /// When it was accepted.
    pub decidee: Option<Date>,
    /// What is due, in cents; `None` while the CPTS decided nothing.
    pub du_cents: Option<i64>,
    /// What remains to be paid, in cents.
    pub reste_cents: Option<i64>,
    /// Day of the certificate.
    pub date: Date,
}

/// A receipt of dues.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recu {
    /// Name of the CPTS.
    pub organisation: String,
    /// Whether the CPTS is invented.
    pub fictitious: bool,
    /// Name of the member.
    pub nom: String,
    /// Civil year.
    pub annee: i16,
    /// Payments: day, means, reference, amount.
    pub paiements: Vec<[String; 4]>,
    /// What was due, as it is printed; empty while nothing was decided.
    pub du: String,
    /// What was paid, as it is printed.
    pub paye: String,
    /// What remains, as it is printed; empty while nothing was decided.
    pub reste: String,
    /// Day of the receipt.
    pub date: Date,
}

/// A list: its columns and its lines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListeTableur {
    /// Headings.
    pub colonnes: Vec<String>,
    /// Lines, one text a column.
    pub lignes: Vec<Vec<String>>,
}

fn section(title: &str, blocks: Vec<Block>) -> Section {
    Section { title: title.into(), blocks }
}

fn page(
    kind: &str,
    (title, nom): (String, &str),
    (organisation, fictitious): (&str, bool),
    date: Date,
) -> Document {
    let invented = Banner {
        title: "CPTS fictive".into(),
        text: "Ce document montre une CPTS inventée. Il ne prouve rien.".into(),
    };
    Document {
        kind: kind.into(),
        subtitle: vec![nom.to_owned()],
        banner: fictitious.then_some(invented),
        date,
        dated: format!("Document établi le {}", domain::nombres::date(date)),
        author: organisation.to_owned(),
        description: format!("{kind} de {organisation}."),
        keywords: vec!["CPTS".into(), "adhésion".into()],
        title,
        sections: Vec::new(),
    }
}

fn cotisation(one: &Certificat) -> String {
    match (one.reste_cents, one.du_cents) {
        (None, _) => "Le montant de la cotisation n'est pas fixé.".to_owned(),
        (Some(0), Some(0)) => "Aucune cotisation n'est demandée.".to_owned(),
        (Some(0), _) => "La cotisation est réglée.".to_owned(),
        (Some(left), _) => format!("Reste à régler : {}.", montant(left)),
    }
}

fn certificat(one: &Certificat) -> Document {
    let title = format!("Certificat d'adhésion {}", one.annee);
    let mut document =
        page("Certificat d'adhésion", (title, &one.nom), (&one.organisation, one.fictitious), one.date);
    let mut texts = vec![format!(
        "{} certifie que {} est membre de l'association pour l'année civile {}.",
        one.organisation, one.nom, one.annee
    )];
    if !one.profession.is_empty() {
        texts.push(format!("Profession : {}.", one.profession));
    }
    if !one.rpps.is_empty() {
        texts.push(format!("Numéro RPPS : {}.", one.rpps));
    }
    if let Some(day) = one.decidee {
        texts.push(format!("Adhésion acceptée le {}.", domain::nombres::date(day)));
    }
    texts.push(cotisation(one));
    document.sections = vec![
        section("Adhésion", texts.into_iter().map(Block::paragraph).collect()),
        section("Pour l'association", vec![Block::paragraph("Nom, fonction, date et signature :")]),
    ];
    document.each_text(&mut |text| *text = french(text));
    document
}

fn recu(one: &Recu) -> Document {
    let title = format!("Reçu de cotisation {}", one.annee);
    let mut document =
        page("Reçu de cotisation", (title, &one.nom), (&one.organisation, one.fictitious), one.date);
    let table = Table {
        caption: "Paiements reçus".into(),
        columns: vec![
            Column::text("Date", 2),
            Column::text("Moyen", 3),
            Column::text("Référence", 4),
            Column::number("Montant"),
        ],
        rows: one.paiements.iter().cloned().map(Row::plain).collect(),
    };
    let mut sums = vec![format!("Total reçu : {}.", one.paye)];
    if !one.du.is_empty() {
        sums.push(format!("Cotisation de l'année : {}. Reste à régler : {}.", one.du, one.reste));
    }
    sums.push("Ce reçu n'est pas un reçu fiscal.".into());
    let mut blocks = vec![Block::Table(table)];
    blocks.extend(sums.into_iter().map(Block::paragraph));
    document.sections = vec![section("Paiements", blocks)];
    document.each_text(&mut |text| *text = french(text));
    document
}

/// The certificate as a tagged PDF (PDF/UA-1).
///
/// # Errors
/// When the template is refused, which is a defect of the program.
pub fn certificat_pdf(one: &Certificat) -> Result<Vec<u8>, DocumentError> {
    pdf::write(&certificat(one))
}

/// The receipt as a tagged PDF (PDF/UA-1).
///
/// # Errors
/// When the template is refused, which is a defect of the program.
pub fn recu_pdf(one: &Recu) -> Result<Vec<u8>, DocumentError> {
    pdf::write(&recu(one))
}

/// A list for a French spreadsheet: UTF-8 with a mark, semicolons.
pub fn liste_csv(feuille: &ListeTableur) -> Vec<u8> {
    let mut text = MARK.to_owned();
    line(&mut text, &feuille.colonnes);
    for cells in &feuille.lignes {
        line(&mut text, cells);
    }
    text.into_bytes()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn the_certificate_names_the_member_and_the_year() {
        let one = Certificat {
            organisation: "CPTS de l'Exemple".into(),
            fictitious: true,
            nom: "Camille Exemple".into(),
            profession: "Infirmier".into(),
            rpps: String::new(),
            annee: 2026,
            decidee: Some(date(2026, 1, 15)),
            du_cents: Some(3000),
            reste_cents: Some(0),
            date: date(2026, 11, 22),
        };
        let text = crate::text::write(&certificat(&one));
        for part in ["Camille Exemple", "2026", "15/01/2026", "CPTS fictive", "réglée"] {
            assert!(text.contains(part), "{part}: {text}");
        }
        assert!(certificat_pdf(&one).unwrap().starts_with(b"%PDF"));
    }

    #[test]
    fn the_receipt_adds_up_what_was_paid() {
        let cells = ["01/02/2026", "Virement", "VIR 12", "10,00 €"].map(str::to_owned);
        let one = Recu {
            organisation: "CPTS de l'Exemple".into(),
            fictitious: false,
            nom: "Camille Exemple".into(),
            annee: 2026,
            paiements: vec![cells],
            du: "30,00 €".into(),
            paye: "10,00 €".into(),
            reste: "20,00 €".into(),
            date: date(2026, 11, 22),
        };
        let text = crate::text::write(&recu(&one));
        assert!(text.contains("VIR 12") && text.contains("20,00"), "{text}");
        assert!(recu_pdf(&one).unwrap().starts_with(b"%PDF"));
    }

    #[test]
    fn a_list_runs_nothing_in_a_spreadsheet() {
        let feuille = ListeTableur { colonnes: vec!["Nom".into()], lignes: vec![vec!["=1+1".into()]] };
        let text = String::from_utf8(liste_csv(&feuille)).unwrap();
        assert!(text.ends_with("Nom\r\n'=1+1\r\n"), "{text}");
    }
}
