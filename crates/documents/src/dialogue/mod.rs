//! The yearly dialogue as files: the file for the agencies (PDF with bookmarks, workbook) and the activity report
//! (DOCX, PDF), all from the one value that was put together or frozen.

mod classeur;
mod rapport;

use domain::aci::contrat::QualitePartie;
use domain::aci::dialogue::{DialogueRedige, LigneDialogue, MissionDialogue, PreuveDialogue, TotauxDialogue};
use domain::montant::Montant;
use domain::nombres::{compte, date};

use crate::DocumentError;
use crate::decision::spaced;
use crate::document::{Banner, Block, Column, Document, Fact, Figure, Note, Row, RowStyle, Section, Table};
use crate::pdf;
use crate::typography::french;

pub use classeur::dialogue_xlsx;
pub use rapport::{rapport_activite_docx, rapport_activite_pdf};

/// What stands where nothing was recorded: that is not zero.
const UNKNOWN: &str = "non renseigné";

fn montant(amount: Option<Montant>) -> String {
    amount.map_or_else(|| UNKNOWN.into(), Montant::texte)
}

fn signe(amount: Option<Montant>) -> String {
    amount.map_or_else(|| "non signé".into(), Montant::texte)
}

fn taux(share: Option<domain::aci::indicateur::Nombre>) -> String {
    share.map_or_else(String::new, |share| format!("{share} %"))
}

/// `année 1, du 15/04/2025 au 14/04/2026`.
fn annee(of: &DialogueRedige) -> String {
    format!("année {} du contrat, du {} au {}", of.annee, date(of.du), date(of.au))
}

fn banner(of: &DialogueRedige) -> Option<Banner> {
    of.fictif.then(|| Banner {
        title: "CPTS fictive".into(),
        text: "Ce document montre une CPTS inventée. Il n'engage personne.".into(),
    })
}

fn state(of: &DialogueRedige) -> String {
    match of.numero {
        Some(numero) => format!("Envoi n° {numero}, figé le {}", date(of.jour)),
        None => format!("Préparation, état du {}", date(of.jour)),
    }
}

/// A document of that year, without its parts.
fn coque(of: &DialogueRedige, kind: &str) -> Document {
    Document {
        kind: kind.into(),
        title: format!("{}, {}", of.cpts, annee(of)),
        subtitle: vec![of.contrat.clone(), state(of)],
        banner: banner(of),
        date: of.jour,
        dated: format!("Établi le {}", date(of.jour)),
        author: of.cpts.clone(),
        description: format!("{kind} de {}, {}.", of.cpts, annee(of)),
        keywords: vec!["CPTS".into(), "ACI".into(), "dialogue de gestion".into()],
        sections: Vec::new(),
    }
}

fn fact(label: &str, value: String) -> Fact {
    Fact { label: label.into(), value }
}

fn parties(of: &DialogueRedige) -> Vec<Fact> {
    let mut facts = Vec::new();
    for qualite in QualitePartie::ALL {
        for partie in of.termes.parties.iter().filter(|one| one.qualite == *qualite) {
            let signs =
                if partie.signataire.is_empty() { String::new() } else { format!(", {}", partie.signataire) };
            facts.push(fact(qualite.label(), format!("{}{signs}", partie.nom)));
        }
    }
    facts
}

fn contract(of: &DialogueRedige) -> Section {
    let version = if of.version == 0 { "Contrat".into() } else { format!("Avenant {}", of.version) };
    let mut facts = vec![
        fact("Signature", date(of.termes.signature)),
        fact("Version applicable", version),
        fact("Version de l'accord", of.termes.tarif.clone()),
    ];
    if let Some(year) = of.termes.annee(of.annee) {
        facts.push(fact("Classe de taille de l'année", year.taille.code().into()));
    }
    facts.extend(parties(of));
    let plan = of.plan_crise.map_or_else(|| "aucune date notée".into(), date);
    facts.push(fact("Plan de crise, dernière version", plan));
    for (day, words) in &of.crises {
        facts.push(fact("Crise reconnue par l'ARS", format!("{}, {words}", date(*day))));
    }
    Section { title: "Le contrat".into(), blocks: vec![Block::Facts { items: facts }] }
}

fn figures(totaux: &TotauxDialogue) -> Block {
    let figure =
        |label: &str, value: String, details: Vec<String>| Figure { label: label.into(), value, details };
    let without = compte(totaux.sans_valeur, "indicateur sans valeur", "indicateurs sans valeur");
    let unproved = compte(totaux.sans_preuve, "indicateur sans preuve", "indicateurs sans preuve");
    Block::Figures {
        items: vec![
            figure(
                "Part variable en jeu",
                totaux.en_jeu.texte(),
                vec![compte(totaux.lignes, "indicateur", "indicateurs")],
            ),
            figure("Atteint d'après les valeurs", totaux.atteint.texte(), vec![without]),
            figure("Compté, preuve à l'appui", totaux.compte.texte(), vec![taux(totaux.taux()), unproved]),
        ],
    }
}

fn summary(of: &DialogueRedige) -> Section {
    let row = |title: String, totaux: &TotauxDialogue, style| Row {
        style,
        cells: vec![
            title,
            totaux.en_jeu.texte(),
            totaux.atteint.texte(),
            totaux.compte.texte(),
            taux(totaux.taux()),
            totaux.sans_valeur.to_string(),
            totaux.sans_preuve.to_string(),
        ],
    };
    let mut rows: Vec<Row> =
        of.missions.iter().map(|one| row(one.court.clone(), &one.totaux, RowStyle::Plain)).collect();
    rows.push(row("Ensemble".into(), &of.totaux, RowStyle::Total));
    let columns = vec![
        Column::text("Mission", 4),
        Column::number("En jeu"),
        Column::number("Atteint"),
        Column::number("Compté"),
        Column::number("Taux"),
        Column::number("Sans valeur"),
        Column::number("Sans preuve"),
    ];
    let rule = "Un indicateur n'est compté que si un document daté, inchangé depuis son dépôt, le montre.";
    Section {
        title: "Synthèse".into(),
        blocks: vec![
            figures(&of.totaux),
            Block::Table(Table { caption: "Part variable par mission".into(), columns, rows }),
            Block::paragraph(rule),
        ],
    }
}

/// What a line says under its title.
fn details(of: &DialogueRedige, one: &LigneDialogue) -> Vec<Block> {
    let mut facts = vec![fact("Cible", one.cible.clone())];
    if let Some(start) = &one.initiale {
        facts.push(fact("Au départ", start.clone()));
    }
    let value = one.valeur_texte.clone().unwrap_or_else(|| UNKNOWN.into());
    let when = one.valeur_le.map_or_else(String::new, |day| format!(", le {}", date(day)));
    let from = if one.valeur_source.is_empty() { one.source.label() } else { one.valeur_source.as_str() };
    facts.push(fact("Valeur", format!("{value}{when}")));
    facts.push(fact("Source", from.into()));
    if let Some(way) = one.avancement {
        facts.push(fact("Chemin parcouru", taux(Some(way))));
    }
    facts.push(fact("Montant en jeu", one.montant.texte()));
    facts.push(fact("Atteint", montant(one.atteint)));
    facts.push(fact("Compté", montant(one.compte)));
    facts.push(fact("État", one.etat.label().into()));
    if !one.preuves_demandees.is_empty() {
        facts.push(fact("Justificatifs demandés", one.preuves_demandees.clone()));
    }
    let shown: Vec<String> = of
        .preuves_de(one)
        .map(|preuve| format!("Preuve {} : {}, {}", preuve.numero, preuve.titre, date(preuve.le)))
        .collect();
    let mut blocks =
        vec![Block::heading(format!("{}. {}", one.numero, one.intitule)), Block::Facts { items: facts }];
    if shown.is_empty() {
        let text = "Aucun document daté ne montre cet indicateur.".to_owned();
        blocks.push(Block::Note(Note { attention: one.is_unproved(), text, places: Vec::new() }));
    } else {
        blocks.push(Block::List { items: shown });
    }
    for (label, text) in [
        ("Commentaire", &one.commentaire),
        ("Promesse de l'an dernier", &one.promesse_precedente),
        ("Promesse pour l'année suivante", &one.promesse),
    ] {
        if !text.is_empty() {
            blocks.push(Block::paragraph(format!("{label} : {text}")));
        }
    }
    blocks
}

fn mission_facts(one: &MissionDialogue) -> Block {
    let day = |day: Option<jiff::civil::Date>| day.map_or_else(|| "non noté".into(), date);
    Block::Facts {
        items: vec![
            fact("Début prévu", day(one.debut_prevu)),
            fact("Début", day(one.debut)),
            fact("Plein déploiement prévu", day(one.deploiement_prevu)),
            fact("Plein déploiement", day(one.deploiement)),
            fact("Part fixe de l'année", signe(one.fixe)),
            fact("Part variable de l'année", signe(one.variable)),
        ],
    }
}

fn mission(of: &DialogueRedige, one: &MissionDialogue) -> Section {
    let mut blocks = vec![mission_facts(one)];
    if one.lignes.is_empty() {
        blocks.push(Block::paragraph("Aucun indicateur pour cette mission cette année."));
    }
    blocks.extend(one.lignes.iter().flat_map(|line| details(of, line)));
    Section { title: one.titre.clone(), blocks }
}

fn evidence(of: &DialogueRedige) -> Section {
    let line = |one: &PreuveDialogue| {
        let state = if one.alteree { "altérée, ne compte pas" } else { "intacte" };
        let numbers: Vec<String> = of
            .lignes()
            .filter(|line| one.indicateurs.contains(&line.indicateur))
            .map(|line| line.numero.to_string())
            .collect();
        Row::plain([
            one.numero.to_string(),
            format!("{} ({})", one.titre, one.kind.label()),
            date(one.le),
            numbers.join(", "),
            state.into(),
            spaced(&one.sha256),
        ])
    };
    let columns = vec![
        Column::text("N°", 1),
        Column::text("Document", 6),
        Column::text("Date", 2),
        Column::text("Indicateurs", 2),
        Column::text("État", 2),
        Column::text("Empreinte SHA-256", 5),
    ];
    let mut blocks = Vec::new();
    if of.preuves.is_empty() {
        blocks.push(Block::paragraph("Aucune preuve n'est rattachée à un indicateur de l'année."));
    } else {
        let rows = of.preuves.iter().map(line).collect();
        blocks.push(Block::Table(Table {
            caption: "Documents qui montrent les indicateurs".into(),
            columns,
            rows,
        }));
    }
    Section { title: "Preuves".into(), blocks }
}

fn document(of: &DialogueRedige) -> Document {
    let mut document = coque(of, "Dialogue de gestion");
    document.sections = vec![summary(of), contract(of)];
    document.sections.extend(of.missions.iter().map(|one| mission(of, one)));
    document.sections.push(evidence(of));
    document.each_text(&mut |text| *text = french(text));
    document
}

/// The file of the dialogue as a tagged PDF (PDF/UA-1), with a bookmark for each mission and indicator.
///
/// # Errors
/// When the template is refused, which is a defect of the program.
pub fn dialogue_pdf(of: &DialogueRedige) -> Result<Vec<u8>, DocumentError> {
    pdf::write(&document(of))
}

#[cfg(test)]
mod essai;

#[cfg(test)]
mod tests {
    use super::essai::dialogue;
    use super::*;

    fn texts(mut document: Document) -> String {
        let mut all = Vec::new();
        document.each_text(&mut |text| all.push(text.clone()));
        all.join("\n")
    }

    #[test]
    fn a_value_that_nobody_recorded_is_never_printed_as_zero() {
        let of = dialogue();
        let blocks = details(&of, &of.missions[1].lignes[0]);
        let Block::Facts { items } = &blocks[1] else { panic!("facts under the title") };
        let of = |label: &str| items.iter().find(|one| one.label == label).unwrap().value.as_str();
        assert_eq!((of("Valeur"), of("Atteint"), of("Compté")), (UNKNOWN, UNKNOWN, UNKNOWN));
    }

    #[test]
    fn every_line_its_evidence_and_its_fingerprint_are_in_the_file() {
        let text = texts(document(&dialogue()));
        for wanted in
            ["1. Indicateur fictif 1", "2. Indicateur fictif 2", "3. Indicateur fictif 3", "Preuve 1"]
        {
            assert!(text.contains(wanted), "{wanted}");
        }
        assert!(text.contains("abababab abababab") && text.contains("Aucun document daté"), "{text}");
        assert!(text.contains("non signé"), "an amount that was not signed");
    }

    #[test]
    fn the_file_has_a_bookmark_for_each_indicator_and_the_same_value_gives_the_same_bytes() {
        let of = dialogue();
        let first = dialogue_pdf(&of).unwrap();
        let raw = String::from_utf8_lossy(&first);
        assert!(raw.starts_with("%PDF") && raw.contains("/Outlines"), "bookmarks");
        assert_eq!(first, dialogue_pdf(&of).unwrap());
        assert_eq!(dialogue_xlsx(&of).unwrap(), dialogue_xlsx(&of).unwrap());
        assert_eq!(rapport_activite_docx(&of).unwrap(), rapport_activite_docx(&of).unwrap());
        assert!(rapport_activite_pdf(&of).unwrap().starts_with(b"%PDF"));
    }
}
