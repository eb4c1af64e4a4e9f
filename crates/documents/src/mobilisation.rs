//! The table of the letter of intent and the history of mobilisation as files, and the sentences of that history.

use domain::communaute::mobilisation::{
    CampagneCanal, Colonne, Comptes, Historique, Lieu, LigneCampagne, LigneReunion, Reponse,
    TableMobilisation,
};
use domain::nombres::{compte, date, entier, liste};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use rust_xlsxwriter::{Workbook, XlsxError};

use crate::csv::{MARK, line};
use crate::document::{Block, Column, Document, Row, RowStyle, Section, Table};
use crate::docx;
use crate::error::DocumentError;
use crate::typography::french;
use crate::xlsx::{Page, Style};

/// The table of the letter, ready to write.
#[derive(Clone, Debug, PartialEq)]
pub struct TableLettre {
    /// Name of the CPTS.
    pub cpts: String,
    /// Name of the territory and of its variant; empty without one.
    pub territoire: String,
    /// Name of the commune set aside.
    pub apart: Option<String>,
    /// The figures.
    pub table: TableMobilisation,
    /// How each number was counted, sentence by sentence.
    pub notes: Vec<String>,
}

/// A line as files hold it: heading, cells, whether it is a sum.
struct Ligne {
    head: String,
    cells: Vec<Option<f64>>,
    style: RowStyle,
}

const TITLE: &str = "Professionnels informés et sollicités";

impl TableLettre {
    fn header(&self) -> Vec<String> {
        let mut titles = vec!["Profession".to_owned()];
        let mut group = |suffix: &str| {
            titles.push(format!("Effectif officiel{suffix}"));
            titles.extend(Colonne::ALL.iter().map(|one| format!("{}{suffix}", one.label())));
        };
        match &self.apart {
            None => group(""),
            Some(name) => {
                group(&format!(", {name} compris"));
                group(&format!(", hors {name}"));
            }
        }
        titles.push("Sollicités, déclarés par les relais".to_owned());
        titles
    }

    fn lines(&self) -> Vec<Ligne> {
        let counts = |of: &dyn Fn(Colonne) -> usize| {
            Colonne::ALL.iter().map(|one| Some(of(*one) as f64)).collect::<Vec<_>>()
        };
        let mut lines: Vec<Ligne> = self
            .table
            .lignes
            .iter()
            .map(|own| {
                let mut cells = vec![own.officiel.as_ref().and_then(|measure| measure.value)];
                cells.extend(counts(&|one| own.comptes.avec(one)));
                if self.apart.is_some() {
                    cells.push(own.officiel_sans.as_ref().and_then(|measure| measure.value));
                    cells.extend(counts(&|one| own.comptes.sans(one)));
                }
                cells.push(own.declares.map(f64::from));
                Ligne { head: own.label.clone(), cells, style: RowStyle::Plain }
            })
            .collect();
        let total = |of: &dyn Fn(&Comptes, Colonne) -> usize| {
            Colonne::ALL
                .iter()
                .map(|one| Some(self.table.total(|own| of(own, *one)) as f64))
                .collect::<Vec<_>>()
        };
        let wide = |cells: Vec<Option<f64>>, declared: Option<f64>| {
            let mut all = vec![None];
            all.extend(cells);
            all.resize(if self.apart.is_some() { 8 } else { 4 }, None);
            all.push(declared);
            all
        };
        let mut sum = wide(total(&|own, one| own.avec(one)), self.table.declares_ensemble.map(f64::from));
        if self.apart.is_some() {
            sum.splice(5..8, total(&|own, one| own.sans(one)));
        }
        lines.push(Ligne { head: "Total du territoire".into(), cells: sum, style: RowStyle::Total });
        for lieu in [Lieu::Inconnu, Lieu::Ailleurs] {
            let cells = wide(total(&|own, one| own.at(lieu, one)), None);
            lines.push(Ligne { head: lieu.label().to_owned(), cells, style: RowStyle::Part });
        }
        lines
    }

    fn subtitle(&self) -> Vec<String> {
        let mut lines = vec![self.cpts.clone()];
        lines.extend(Some(self.territoire.clone()).filter(|name| !name.is_empty()));
        lines
    }
}

/// One line a profession for a French spreadsheet: UTF-8 with a mark, `;`. What is not known is empty.
pub fn table_csv(table: &TableLettre) -> Vec<u8> {
    let mut text = MARK.to_owned();
    line(&mut text, &table.header());
    for own in table.lines() {
        let mut cells = vec![own.head];
        cells.extend(own.cells.iter().map(|value| value.map(|one| format!("{one:.0}")).unwrap_or_default()));
        line(&mut text, &cells);
    }
    text.into_bytes()
}

/// The table as a workbook, with a page that says how it was counted.
///
/// # Errors
/// When the workbook cannot be written, which is a defect of the program.
pub fn table_xlsx(table: &TableLettre) -> Result<Vec<u8>, DocumentError> {
    let mut workbook = Workbook::new();
    fill(&mut workbook, table)?;
    Ok(workbook.save_to_buffer()?)
}

fn fill(workbook: &mut Workbook, table: &TableLettre) -> Result<(), XlsxError> {
    let header = format!("{} – {TITLE}", table.subtitle().join(" – "));
    let footer = format!("Établi le {}", date(table.table.jour));
    let titles = table.header();
    let mut page = Page::plain(workbook, "Professionnels", (&header, &footer))?;
    let widths =
        titles.iter().enumerate().map(|(rank, title)| (title.as_str(), if rank == 0 { 36.0 } else { 16.0 }));
    page.columns(&widths.collect::<Vec<_>>())?;
    for own in table.lines() {
        page.row(|row| {
            row.text(&own.head, if own.style == RowStyle::Total { Style::Header } else { Style::Plain })?;
            own.cells.iter().try_for_each(|value| row.number_or_blank(*value, Style::Whole))
        })?;
    }
    let mut page = Page::plain(workbook, "Comptage", (&header, &footer))?;
    page.columns(&[("Comment chaque nombre est compté", 120.0)])?;
    table.notes.iter().try_for_each(|note| page.row(|row| row.text(note, Style::Wrapped)))
}

/// The table for a word processor (DOCX), to put in the letter.
///
/// # Errors
/// When the package is refused, which is a defect of the program.
pub fn table_docx(table: &TableLettre) -> Result<Vec<u8>, DocumentError> {
    let text = |value: &Option<f64>| value.map_or_else(|| "–".to_owned(), |one| entier(one as i64));
    let row = |own: Ligne| Row {
        style: own.style,
        cells: std::iter::once(own.head).chain(own.cells.iter().map(text)).collect(),
    };
    let mut columns: Vec<Column> =
        table.header().iter().map(|title| Column::share(title.as_str(), 2)).collect();
    columns[0] = Column::text("Profession", 4);
    let counted =
        Table { caption: TITLE.into(), columns, rows: table.lines().into_iter().map(row).collect() };
    let notes = table.notes.iter().map(Block::paragraph).collect();
    let sections = vec![
        Section { title: TITLE.into(), blocks: vec![Block::Table(counted)] },
        Section { title: "Comment ces nombres sont comptés".into(), blocks: notes },
    ];
    docx::write(&document(("Lettre d'intention", TITLE), table.subtitle(), table.table.jour, sections))
}

fn document(
    (kind, title): (&str, &str),
    mut subtitle: Vec<String>,
    day: Date,
    sections: Vec<Section>,
) -> Document {
    let cpts = subtitle.first().cloned().unwrap_or_default();
    // The running header shows the second line.
    if subtitle.len() == 1 {
        subtitle.push(format!("Au {}", date(day)));
    }
    let mut document = Document {
        kind: kind.into(),
        title: title.into(),
        subtitle,
        banner: None,
        date: day,
        dated: format!("Document établi le {}", date(day)),
        author: cpts.clone(),
        description: format!("{title}, {cpts}"),
        keywords: vec!["CPTS".into(), "lettre d'intention".into()],
        sections,
    };
    document.each_text(&mut |text| *text = french(text));
    document
}

/// The history as titled lists of sentences: the page and the document say the same.
pub fn historique_phrases(own: &Historique, zone: &TimeZone) -> Vec<(String, Vec<String>)> {
    let mut parts = Vec::new();
    let campaigns: Vec<String> = own.campagnes.iter().map(campaign).collect();
    parts.push((
        "Campagnes de mobilisation".to_owned(),
        or_nothing(campaigns, "Aucune campagne n'a été lancée."),
    ));
    let meetings: Vec<String> = own.reunions.iter().map(|one| meeting(one, zone)).collect();
    parts.push((
        "Réunions d'information".to_owned(),
        or_nothing(meetings, "Aucune réunion d'information n'est notée."),
    ));
    let next: Vec<String> =
        own.a_venir.iter().map(|name| format!("Campagne en préparation : {name}.")).collect();
    parts.push(("Actions prévues".to_owned(), or_nothing(next, "Aucune campagne n'est en préparation.")));
    for (_, sentences) in &mut parts {
        sentences.iter_mut().for_each(|sentence| *sentence = french(sentence));
    }
    parts
}

fn or_nothing(sentences: Vec<String>, nothing: &str) -> Vec<String> {
    if sentences.is_empty() { vec![nothing.to_owned()] } else { sentences }
}

fn campaign(one: &LigneCampagne) -> String {
    let when = one.lancee.map_or_else(|| "sans date".to_owned(), |day| format!("le {}", date(day)));
    let mut parts = vec![format!("« {} », par {}, {when}", one.nom, way(one.canal))];
    if one.canal == CampagneCanal::Relais {
        for told in &one.declarations {
            parts.push(format!(
                "{} déclare {} le {} (source : {})",
                told.relais,
                people(told.nombre as usize),
                date(told.date),
                told.source
            ));
        }
        if one.declarations.is_empty() {
            parts.push("nombre de destinataires non déclaré par les relais".to_owned());
        }
    } else {
        parts.push(format!("{} retenus, {} joints", people(one.bilan.retenus), one.bilan.contactes));
    }
    if one.bilan.laisses() > 0 {
        parts.push(format!("{} non joignables par ce moyen", one.bilan.laisses()));
    }
    if !one.listings.is_empty() {
        let listings: Vec<String> =
            one.listings.iter().map(|(source, count)| format!("{} ({count})", source_name(source))).collect();
        parts.push(format!("listes : {}", liste(&listings)));
    }
    if !one.relances.is_empty() {
        let days: Vec<String> = one.relances.iter().map(|day| date(*day)).collect();
        parts.push(format!("relances : {}", liste(&days)));
    }
    let answers = [(Reponse::Interesse, "oui"), (Reponse::PeutEtre, "peut-être"), (Reponse::Non, "non")];
    let answers: Vec<String> =
        answers.iter().map(|(kind, word)| format!("{} {word}", one.bilan.reponse(*kind))).collect();
    parts.push(format!("{} : {}", compte(one.bilan.repondu(), "réponse", "réponses"), liste(&answers)));
    if let Some(reunion) = &one.reunion {
        parts.push(format!("invitation à la réunion « {reunion} »"));
    }
    format!("{}.", parts.join(" ; "))
}

fn source_name(source: &str) -> &str {
    if source.trim().is_empty() { "source non notée" } else { source }
}

fn people(count: usize) -> String {
    compte(count, "professionnel", "professionnels")
}

fn way(canal: CampagneCanal) -> &'static str {
    match canal {
        CampagneCanal::Courriel => "e-mail",
        CampagneCanal::Relais => "relais",
        CampagneCanal::Telephone => "téléphone",
        CampagneCanal::Courrier => "courrier",
    }
}

fn meeting(one: &LigneReunion, zone: &TimeZone) -> String {
    let when = match one.debut {
        Some(at) => format!("le {}", date(at.to_zoned(zone.clone()).date())),
        None => "date à choisir".to_owned(),
    };
    let place = if one.lieu.is_empty() { String::new() } else { format!(", {}", one.lieu) };
    let invited = compte(one.invites, "invitation", "invitations");
    let came = if one.tenue {
        format!(
            "{}, dont {} parmi les personnes invitées",
            compte(one.presents, "présence", "présences"),
            one.presents_invites
        )
    } else {
        "réunion à venir".to_owned()
    };
    format!("« {} », {when}{place} ; {invited} ; {came}.", one.titre)
}

/// The history for a word processor (DOCX).
///
/// # Errors
/// When the package is refused, which is a defect of the program.
pub fn historique_docx(own: &Historique, zone: &TimeZone) -> Result<Vec<u8>, DocumentError> {
    let section = |(title, sentences): (String, Vec<String>)| Section {
        title,
        blocks: sentences.into_iter().map(Block::paragraph).collect(),
    };
    let sections = historique_phrases(own, zone).into_iter().map(section).collect();
    let titles = ("Lettre d'intention", "Méthodologie d'information et de mobilisation");
    docx::write(&document(titles, vec![own.cpts.clone()], own.jour, sections))
}

#[cfg(test)]
mod tests {
    use domain::communaute::Annuaire;
    use domain::communaute::mobilisation::{
        Bilan, CampagneState, PremierContact, Territoires, lettre_professions,
    };
    use jiff::civil::date;

    use super::*;

    fn table(apart: Option<&str>) -> TableLettre {
        let ou = Territoires::new(None, None);
        let lettre = lettre_professions().unwrap();
        let table = TableMobilisation::of(
            &Annuaire::default(),
            (lettre, &ou),
            &PremierContact::new(),
            date(2026, 11, 22),
        );
        TableLettre {
            cpts: "CPTS de l'Exemple".into(),
            territoire: "Vallée Verte".into(),
            apart: apart.map(str::to_owned),
            table,
            notes: vec!["Compté sur les fiches.".into()],
        }
    }

    #[test]
    fn files_have_one_line_a_profession_and_leave_the_unknown_empty() {
        let text = String::from_utf8(table_csv(&table(Some("Perpignan")))).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.len(), 1 + 11 + 3 + 1 + 2);
        assert!(lines[0].contains("Identifiés, Perpignan compris;") && lines[0].contains("hors Perpignan"));
        assert_eq!(lines[1], "Médecins généralistes;;0;0;0;;0;0;0;");
        let columns = |line: &str| line.split(';').count();
        assert!(lines.iter().all(|line| columns(line) == columns(lines[0])), "{text}");
        assert!(table_xlsx(&table(None)).unwrap().starts_with(b"PK"));
        assert!(table_docx(&table(None)).unwrap().starts_with(b"PK"));
    }

    #[test]
    fn the_history_says_channel_day_numbers_and_meetings() {
        let own = Historique {
            cpts: "CPTS de l'Exemple".into(),
            jour: date(2026, 11, 22),
            campagnes: vec![LigneCampagne {
                id: nil().parse().unwrap(),
                nom: "Premier envoi".into(),
                but: String::new(),
                canal: CampagneCanal::Courriel,
                state: CampagneState::Lancee,
                lancee: Some(date(2026, 10, 1)),
                relances: vec![date(2026, 10, 12)],
                bilan: Bilan { retenus: 200, contactes: 195, reponses: [60, 20, 10, 6], ..Bilan::default() },
                declarations: Vec::new(),
                listings: vec![("Annuaire RPPS".into(), 200)],
                reunion: None,
            }],
            a_venir: vec!["Second envoi".into()],
            reunions: vec![LigneReunion {
                id: nil().parse().unwrap(),
                titre: "Présentation du projet".into(),
                debut: "2026-10-20T18:00:00Z".parse().ok(),
                lieu: "salle des fêtes".into(),
                tenue: true,
                invites: 200,
                presents: 80,
                presents_invites: 70,
            }],
        };
        let said = historique_phrases(&own, &TimeZone::UTC);
        let campaign = said[0].1[0].replace('\u{a0}', " ");
        for part in
            ["01/10/2026", "200 professionnels retenus, 195 joints", "96 réponses", "60 oui", "12/10/2026"]
        {
            assert!(campaign.contains(part), "{part} is missing from {campaign}");
        }
        let meeting = said[1].1[0].replace('\u{a0}', " ");
        assert!(meeting.contains("80 présences, dont 70"), "{meeting}");
        assert!(historique_docx(&own, &TimeZone::UTC).unwrap().starts_with(b"PK"));
    }

    fn nil() -> &'static str {
        "00000000-0000-0000-0000-000000000000"
    }
}
