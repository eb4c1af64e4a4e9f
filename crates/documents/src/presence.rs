//! The attendance sheet as files: a PDF to keep, a workbook and a table to reuse.

use domain::communaute::PresenceState;
use domain::communaute::gouvernance::paragraphes::phrase_quorum;
use domain::communaute::presences::{Cadran, Feuille, Ligne, duree};
use domain::nombres::{compte, date};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use rust_xlsxwriter::{Workbook, XlsxError};

use crate::csv::{MARK, line};
use crate::document::{Banner, Block, Column, Document, Note, Row, RowStyle, Section, Table};
use crate::error::DocumentError;
use crate::pdf;
use crate::typography::french;
use crate::xlsx::{Page, Style};

/// An attendance sheet to write.
#[derive(Clone, Debug)]
pub struct FeuillePresence<'a> {
    /// What it says.
    pub feuille: &'a Feuille,
    /// The closed version that it is; `None` for a sheet that may still change.
    pub scelle: Option<Sceau<'a>>,
    /// Whether the CPTS is invented.
    pub fictitious: bool,
    /// When the file is made.
    pub at: Timestamp,
    /// Zone of the hours.
    pub zone: TimeZone,
}

/// What seals a closed sheet.
#[derive(Clone, Copy, Debug)]
pub struct Sceau<'a> {
    /// From 1.
    pub version: u32,
    /// SHA-256 of what was sealed.
    pub empreinte: &'a str,
    /// When it was closed.
    pub closed_at: Timestamp,
    /// By whom.
    pub par: &'a str,
    /// Why there is another version.
    pub motif: Option<&'a str>,
}

const COLUMNS: [(&str, u8); 6] =
    [("Nom", 4), ("Profession", 3), ("Arrivée", 2), ("Départ", 2), ("Durée", 2), ("Signature", 6)];

fn cells(ligne: &Ligne, cadran: &Cadran, reason: bool) -> [String; 6] {
    let signature = cadran.signature(ligne);
    let phone =
        ligne.telephone.map(|rank| format!("\u{202f}; téléphone partagé n° {rank}")).unwrap_or_default();
    let last = if reason {
        format!("{}. {signature}{phone}", cadran.motif(ligne))
    } else {
        format!("{signature}{phone}")
    };
    [
        ligne.nom.clone(),
        ligne.profession.clone(),
        cadran.heure(ligne.arrivee),
        ligne.depart.map(|at| cadran.heure(at)).unwrap_or_else(|| "fin de la réunion".to_owned()),
        duree(ligne.minutes),
        last,
    ]
}

fn people(caption: &str, lines: Vec<&Ligne>, cadran: &Cadran, reason: bool) -> Block {
    Block::Table(Table {
        caption: caption.to_owned(),
        columns: COLUMNS.map(|(title, weight)| Column::text(title, weight)).to_vec(),
        rows: lines.into_iter().map(|ligne| Row::plain(cells(ligne, cadran, reason))).collect(),
    })
}

fn totals(feuille: &Feuille) -> Block {
    let named = |name: String| if name.is_empty() { "Profession non précisée".to_owned() } else { name };
    let mut rows: Vec<Row> = feuille
        .par_profession()
        .into_iter()
        .map(|one| Row::plain([named(one.profession), one.personnes.to_string(), duree(one.minutes)]))
        .collect();
    let total = [String::from("Total"), feuille.comptees().to_string(), duree(feuille.minutes())];
    rows.push(Row { style: RowStyle::Total, cells: total.to_vec() });
    Block::Table(Table {
        caption: "Présences comptées, par profession".to_owned(),
        columns: vec![
            Column::text("Profession", 4),
            Column::share("Personnes", 1),
            Column::share("Durée cumulée", 2),
        ],
        rows,
    })
}

fn sections(sheet: &FeuillePresence<'_>, cadran: &Cadran) -> Vec<Section> {
    let feuille = sheet.feuille;
    let of = |state| feuille.en_etat(state).collect::<Vec<_>>();
    let mut sections = vec![Section { title: "En résumé".to_owned(), blocks: vec![totals(feuille)] }];
    if let Some(quorum) = &feuille.quorum {
        let blocks = vec![Block::paragraph(phrase_quorum(quorum))];
        sections.push(Section { title: "Quorum".to_owned(), blocks });
    }
    let counted = of(PresenceState::Comptee);
    let blocks = match counted.is_empty() {
        true => vec![Block::paragraph("Personne n'a été compté.")],
        false => vec![people("Personnes présentes", counted, cadran, false)],
    };
    sections.push(Section { title: "Présences comptées".to_owned(), blocks });
    let waiting = of(PresenceState::AConfirmer);
    if !waiting.is_empty() {
        let text = "Ces présences ne comptent pas. Le secrétaire ne les a ni confirmées ni refusées.";
        let blocks = vec![Block::paragraph(text), people("À confirmer", waiting, cadran, true)];
        sections.push(Section { title: "Présences à confirmer".to_owned(), blocks });
    }
    let refused = of(PresenceState::Refusee);
    if !refused.is_empty() {
        let blocks = vec![people("Refusées", refused, cadran, true)];
        sections.push(Section { title: "Présences refusées".to_owned(), blocks });
    }
    sections.push(Section { title: "Clôture".to_owned(), blocks: closing(sheet, cadran) });
    sections
}

fn closing(sheet: &FeuillePresence<'_>, cadran: &Cadran) -> Vec<Block> {
    let Some(seal) = sheet.scelle else {
        let text = "Cette feuille n'est pas close. Elle peut encore changer.".to_owned();
        return vec![Block::Note(Note { attention: true, text, places: Vec::new() })];
    };
    let mut blocks = vec![Block::paragraph(format!(
        "Feuille signée par {} à {}. Version {}.",
        seal.par,
        cadran.moment(seal.closed_at),
        seal.version
    ))];
    if let Some(reason) = seal.motif {
        blocks.push(Block::paragraph(format!("Raison de cette version : {reason}")));
    }
    let said = "L'empreinte ci-dessous est celle des données de cette feuille. Une donnée changée donnerait une autre empreinte.";
    blocks.push(Block::paragraph(said));
    blocks.push(Block::Code { label: "Empreinte SHA-256".to_owned(), value: grouped(seal.empreinte) });
    blocks
}

/// Eight groups of eight characters, which a line can break.
fn grouped(fingerprint: &str) -> String {
    let characters: Vec<char> = fingerprint.chars().collect();
    characters.chunks(8).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

/// The sheet as a tagged PDF (PDF/UA-1), with the fingerprint of its data at the foot of each page.
///
/// # Errors
/// When the template is refused, which is a defect of the program.
pub fn feuille_pdf(sheet: &FeuillePresence<'_>) -> Result<Vec<u8>, DocumentError> {
    let (feuille, cadran) = (sheet.feuille, Cadran::of(sheet.feuille, sheet.zone.clone()));
    let place = if feuille.lieu.is_empty() { "Lieu non précisé".to_owned() } else { feuille.lieu.clone() };
    let day = sheet.at.to_zoned(sheet.zone.clone()).date();
    let dated = match sheet.scelle {
        Some(seal) => format!("Version {}, empreinte SHA-256 {}, établie", seal.version, seal.empreinte),
        None => format!("Feuille non close, établie le {}", date(day)),
    };
    let mut document = Document {
        kind: "Feuille de présence".to_owned(),
        title: feuille.titre.clone(),
        subtitle: vec![
            format!("{}, {}", feuille.cpts, feuille.kind.label()),
            cadran.seance(),
            place,
            compte(feuille.comptees(), "personne présente", "personnes présentes"),
        ],
        banner: sheet.fictitious.then(|| Banner {
            title: "CPTS fictive".to_owned(),
            text: "Cette CPTS et ces présences sont inventées pour la démonstration.".to_owned(),
        }),
        date: day,
        dated,
        author: feuille.cpts.clone(),
        description: format!("Feuille de présence, {}", feuille.titre),
        keywords: vec!["CPTS".to_owned(), "présence".to_owned()],
        sections: sections(sheet, &cadran),
    };
    document.each_text(&mut |text| *text = french(text));
    pdf::write(&document)
}

const HEADER: [&str; 10] = [
    "Nom",
    "Profession",
    "État",
    "Arrivée",
    "Départ",
    "Minutes",
    "Moyen",
    "Signature",
    "Motif",
    "Téléphone partagé",
];

fn record(ligne: &Ligne, cadran: &Cadran) -> [String; 10] {
    [
        ligne.nom.clone(),
        ligne.profession.clone(),
        ligne.state.label().to_owned(),
        cadran.heure(ligne.arrivee),
        ligne.depart.map(|at| cadran.heure(at)).unwrap_or_default(),
        ligne.minutes.to_string(),
        ligne.moyen.label().to_owned(),
        cadran.signature(ligne),
        cadran.motif(ligne),
        ligne.telephone.map(|rank| rank.to_string()).unwrap_or_default(),
    ]
}

/// The sheet for a French spreadsheet: UTF-8 with a mark, semicolons.
pub fn feuille_csv(feuille: &Feuille, zone: &TimeZone) -> Vec<u8> {
    let (mut text, cadran) = (MARK.to_owned(), Cadran::of(feuille, zone.clone()));
    line(&mut text, &HEADER.map(str::to_owned));
    for ligne in &feuille.lignes {
        line(&mut text, &record(ligne, &cadran));
    }
    text.into_bytes()
}

/// The sheet as a workbook.
///
/// # Errors
/// When the workbook cannot be written, which is a defect of the program.
pub fn feuille_xlsx(feuille: &Feuille, zone: &TimeZone) -> Result<Vec<u8>, DocumentError> {
    let mut workbook = Workbook::new();
    fill(&mut workbook, feuille, &Cadran::of(feuille, zone.clone()))?;
    Ok(workbook.save_to_buffer()?)
}

/// Widths of the columns, in characters.
const WIDTHS: [f64; 10] = [28.0, 24.0, 14.0, 12.0, 12.0, 10.0, 24.0, 44.0, 36.0, 12.0];
/// Rank of the column of minutes.
const MINUTES: usize = 5;

fn fill(workbook: &mut Workbook, feuille: &Feuille, cadran: &Cadran) -> Result<(), XlsxError> {
    let header = format!("{} – {}", feuille.cpts, feuille.titre);
    let mut page = Page::plain(workbook, "Présences", (&header, &cadran.seance()))?;
    let columns: Vec<(&str, f64)> = HEADER.into_iter().zip(WIDTHS).collect();
    page.columns(&columns)?;
    for ligne in &feuille.lignes {
        let cells = record(ligne, cadran);
        page.row(|row| {
            cells.iter().enumerate().try_for_each(|(rank, text)| match rank {
                // i64 minutes of a meeting fit exactly in a double.
                MINUTES => row.number(Some(ligne.minutes as f64), Style::Whole),
                _ => row.text(text, Style::Wrapped),
            })
        })?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use domain::communaute::{Moyen, ReunionKind};
    use domain::ids::PresenceId;
    use jiff::SignedDuration;

    use super::*;

    fn feuille() -> Feuille {
        let debut: Timestamp = "2026-11-24T18:00:00Z".parse().unwrap();
        let ligne = |rank: usize, nom: &str, state| Ligne {
            presence: format!("00000000-0000-0000-0000-00000000000{rank}").parse::<PresenceId>().unwrap(),
            personne: None,
            nom: nom.to_owned(),
            profession: "Médecin".to_owned(),
            moyen: Moyen::Qr,
            state,
            arrivee: debut + SignedDuration::from_mins(2),
            depart: None,
            minutes: 118,
            montre_at: Some(debut + SignedDuration::from_mins(2)),
            recue_at: debut + SignedDuration::from_mins(220),
            motif: (state != PresenceState::Comptee).then(|| "tardif".to_owned()),
            decidee_par: None,
            decidee_at: None,
            telephone: (rank == 1).then_some(1),
        };
        Feuille {
            cpts: "CPTS de la Vallée Verte".to_owned(),
            titre: "Réunion d'information".to_owned(),
            kind: ReunionKind::Information,
            lieu: "Salle des fêtes de Bassin-Fictif".to_owned(),
            debut,
            fin: debut + SignedDuration::from_mins(120),
            fuseau: None,
            quorum: None,
            lignes: vec![
                ligne(1, "EXEMPLE Anne", PresenceState::Comptee),
                ligne(2, "=FICTIF Camille", PresenceState::AConfirmer),
                ligne(3, "INVENTÉ Sacha", PresenceState::Refusee),
            ],
        }
    }

    fn paris() -> TimeZone {
        TimeZone::get("Europe/Paris").unwrap()
    }

    #[test]
    fn a_sheet_is_a_pdf_closed_or_not_and_even_empty() {
        let full = feuille();
        let empty = Feuille { lignes: Vec::new(), lieu: String::new(), ..feuille() };
        let seal = Sceau {
            version: 2,
            empreinte: &"0123abcd".repeat(8),
            closed_at: full.fin,
            par: "Alix Fictive",
            motif: Some("Une personne oubliée"),
        };
        for (feuille, scelle) in [(&full, None), (&full, Some(seal)), (&empty, Some(seal))] {
            let sheet = FeuillePresence { feuille, scelle, fictitious: true, at: full.fin, zone: paris() };
            assert!(feuille_pdf(&sheet).unwrap().starts_with(b"%PDF"));
        }
        let sheet = FeuillePresence {
            feuille: &full,
            scelle: Some(seal),
            fictitious: false,
            at: full.fin,
            zone: paris(),
        };
        let titles: Vec<String> =
            sections(&sheet, &Cadran::of(&full, paris())).into_iter().map(|one| one.title).collect();
        let expected =
            ["En résumé", "Présences comptées", "Présences à confirmer", "Présences refusées", "Clôture"];
        assert_eq!(titles, expected);
    }

    #[test]
    fn a_sheet_is_a_table_and_no_cell_is_a_formula() {
        let text = String::from_utf8(feuille_csv(&feuille(), &paris())).unwrap();
        assert!(text.starts_with("\u{feff}Nom;Profession;État;"), "{text}");
        assert!(text.contains("EXEMPLE Anne;Médecin;Comptée;19:02;;118;QR code affiché;"), "{text}");
        assert!(text.contains("'=FICTIF Camille"), "{text}");
        assert!(text.contains("code affiché à 19:02, reçu à 22:40"), "{text}");
        assert!(feuille_xlsx(&feuille(), &paris()).unwrap().starts_with(b"PK"));
    }
}
