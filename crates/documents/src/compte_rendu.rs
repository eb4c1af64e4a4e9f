//! The convocation and the minutes of a meeting: a first text made from what is known, then the PDF of a text.

use domain::nombres::{compte, date};
use jiff::civil::Date;

use crate::DocumentError;
use crate::document::{Banner, Block, Column, Document, Entry, Row, Section, Table};
use crate::pdf;
use crate::typography::french;

/// What a convocation on paper says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Convocation {
    /// Name of the CPTS.
    pub cpts: String,
    /// Whether the CPTS is invented.
    pub fictitious: bool,
    /// Name of the group; `None` for a meeting of information.
    pub groupe: Option<String>,
    /// What it is about.
    pub titre: String,
    /// When: `jeudi 17 décembre 2026, de 20 h à 21 h 30`.
    pub quand: String,
    /// Where; empty when nobody said.
    pub lieu: String,
    /// Address of the video meeting.
    pub visio: Option<String>,
    /// Points of the agenda, with the minutes that each takes.
    pub points: Vec<(String, u16)>,
    /// Day of the document.
    pub date: Date,
}

/// How people took part, by name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Participation {
    /// Those whose presence counts, with when they came and left where that is known.
    pub presents: Vec<String>,
    /// Those who said that they would not come.
    pub excuses: Vec<String>,
    /// Those who were called and of whom nothing is known.
    pub absents: Vec<String>,
}

/// A decision or a task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decide {
    /// Whether somebody has to do it.
    pub tache: bool,
    /// What.
    pub texte: String,
    /// By whom; empty when nobody was named.
    pub qui: String,
    /// Until when.
    pub pour_le: Option<Date>,
}

/// What a first text of minutes is made from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NouveauCompteRendu {
    /// When it was held.
    pub quand: String,
    /// Where; empty when nobody said.
    pub lieu: String,
    /// Who took part.
    pub participation: Participation,
    /// Points of the agenda: title, notes, what was decided there.
    pub points: Vec<(String, String, Vec<Decide>)>,
    /// What was decided under no point.
    pub autres: Vec<Decide>,
    /// When the next meeting is; empty when nobody knows.
    pub prochaine: String,
}

/// The minutes as a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProcesVerbal {
    /// Name of the CPTS.
    pub cpts: String,
    /// Whether the CPTS is invented.
    pub fictitious: bool,
    /// Name of the group.
    pub groupe: Option<String>,
    /// What the meeting was about.
    pub titre: String,
    /// When it was held.
    pub quand: String,
    /// The text: titles start with `# `, points of a list with `- `.
    pub texte: String,
    /// What is said of the version: approved by whom and when, fingerprint, or that it is a draft.
    pub mentions: Vec<String>,
    /// Day of the document.
    pub date: Date,
}

fn decided(one: &Decide) -> String {
    let mut text =
        format!("- {} : {}", if one.tache { "Tâche" } else { "Décision" }, one.texte.replace('\n', " "));
    if !one.qui.is_empty() {
        text.push_str(&format!(" ({}", one.qui));
        text.push_str(&one.pour_le.map_or(")".to_owned(), |day| format!(", pour le {})", date(day))));
    } else if let Some(day) = one.pour_le {
        text.push_str(&format!(" (pour le {})", date(day)));
    }
    text
}

fn people(out: &mut Vec<String>, (one, many): (&str, &str), names: &[String]) {
    if !names.is_empty() {
        out.push(format!("{} : {}.", compte(names.len(), one, many), names.join(", ")));
    }
}

/// The first text of minutes: a person corrects it afterwards.
pub fn texte_compte_rendu(of: &NouveauCompteRendu) -> String {
    let mut lines = vec![format!("Réunion du {}.", of.quand)];
    if !of.lieu.is_empty() {
        lines.push(format!("Lieu : {}.", of.lieu));
    }
    lines.push("# Participation".to_owned());
    people(&mut lines, ("personne présente", "personnes présentes"), &of.participation.presents);
    people(&mut lines, ("personne excusée", "personnes excusées"), &of.participation.excuses);
    people(&mut lines, ("personne absente", "personnes absentes"), &of.participation.absents);
    if of.participation == Participation::default() {
        lines.push("Aucune présence n'est enregistrée.".to_owned());
    }
    for (rank, (titre, notes, decisions)) in of.points.iter().enumerate() {
        lines.push(format!("# {}. {titre}", rank + 1));
        if notes.is_empty() && decisions.is_empty() {
            lines.push("Point non noté.".to_owned());
        }
        lines.extend((!notes.is_empty()).then(|| notes.clone()));
        lines.extend(decisions.iter().map(decided));
    }
    if !of.autres.is_empty() {
        lines.push("# Autres décisions et tâches".to_owned());
        lines.extend(of.autres.iter().map(decided));
    }
    lines.push("# Prochaine réunion".to_owned());
    lines.push(if of.prochaine.is_empty() {
        "Date à fixer.".to_owned()
    } else {
        format!("{}.", of.prochaine)
    });
    lines.join("\n")
}

fn banner(fictitious: bool) -> Option<Banner> {
    fictitious.then(|| Banner {
        title: "CPTS fictive".to_owned(),
        text: "Cette CPTS et ce document sont inventés pour la démonstration.".to_owned(),
    })
}

/// Parts of a text: what stands before the first title goes under `first`.
fn sections(first: &str, texte: &str) -> Vec<Section> {
    let mut sections = vec![Section { title: first.to_owned(), blocks: Vec::new() }];
    for line in texte.lines().map(str::trim).filter(|line| !line.is_empty()) {
        if let Some(title) = line.strip_prefix("# ") {
            sections.push(Section { title: title.to_owned(), blocks: Vec::new() });
            continue;
        }
        let Some(section) = sections.last_mut() else { continue };
        match (line.strip_prefix("- "), section.blocks.last_mut()) {
            (Some(item), Some(Block::Entries { items })) => items.push(entry(item)),
            (Some(item), _) => section.blocks.push(Block::Entries { items: vec![entry(item)] }),
            (None, _) => section.blocks.push(Block::paragraph(line)),
        }
    }
    sections.retain(|section| !section.blocks.is_empty());
    sections
}

fn entry(text: &str) -> Entry {
    Entry { title: text.to_owned(), lines: Vec::new(), link: None }
}

/// The minutes as a tagged PDF (PDF/UA-1).
///
/// # Errors
/// When the template is refused, which is a defect of the program.
pub fn compte_rendu_pdf(of: &ProcesVerbal) -> Result<Vec<u8>, DocumentError> {
    let mut sections = sections("Séance", &of.texte);
    let mentions = of.mentions.iter().map(Block::paragraph).collect();
    sections.push(Section { title: "Approbation".to_owned(), blocks: mentions });
    let mut subtitle = vec![of.quand.clone()];
    subtitle.extend(of.groupe.clone());
    let mut document = Document {
        kind: "Compte rendu".to_owned(),
        title: of.titre.clone(),
        subtitle,
        banner: banner(of.fictitious),
        date: of.date,
        dated: format!("Document préparé le {}", date(of.date)),
        author: of.cpts.clone(),
        description: format!("Compte rendu de la réunion « {} », {}", of.titre, of.cpts),
        keywords: vec!["CPTS".to_owned(), "compte rendu".to_owned()],
        sections,
    };
    document.each_text(&mut |text| *text = french(text));
    pdf::write(&document)
}

/// The convocation as a tagged PDF (PDF/UA-1), for those who have no e-mail.
///
/// # Errors
/// When the template is refused, which is a defect of the program.
pub fn convocation_pdf(of: &Convocation) -> Result<Vec<u8>, DocumentError> {
    let mut facts = vec![("Date", of.quand.clone())];
    facts.extend((!of.lieu.is_empty()).then(|| ("Lieu", of.lieu.clone())));
    facts.extend(of.visio.clone().map(|visio| ("À distance", visio)));
    let row = |(label, text): (&str, String)| Row::plain([label.to_owned(), text]);
    let facts = Block::Table(Table {
        caption: "Date et lieu".to_owned(),
        columns: vec![Column::text("Rubrique", 1), Column::text("Réunion", 3)],
        rows: facts.into_iter().map(row).collect(),
    });
    let minutes = |minutes: u16| if minutes == 0 { Vec::new() } else { vec![format!("{minutes} minutes")] };
    let points = of.points.iter().map(|(titre, time)| Entry { lines: minutes(*time), ..entry(titre) });
    let section = |title: &str, blocks| Section { title: title.to_owned(), blocks };
    let mut sections = vec![section("Date et lieu", vec![facts])];
    if !of.points.is_empty() {
        sections.push(section("Ordre du jour", vec![Block::Entries { items: points.collect() }]));
    }
    let answer = format!("Dites si vous venez à la coordination de {}.", of.cpts);
    sections.push(section("Votre réponse", vec![Block::paragraph(answer)]));
    let mut document = Document {
        kind: "Convocation".to_owned(),
        title: of.titre.clone(),
        subtitle: of.groupe.iter().cloned().collect(),
        banner: banner(of.fictitious),
        date: of.date,
        dated: format!("Convocation préparée le {}", date(of.date)),
        author: of.cpts.clone(),
        description: format!("Convocation à la réunion « {} », {}", of.titre, of.cpts),
        keywords: vec!["CPTS".to_owned(), "convocation".to_owned()],
        sections,
    };
    document.each_text(&mut |text| *text = french(text));
    pdf::write(&document)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source() -> NouveauCompteRendu {
        let task = Decide {
            tache: true,
            texte: "Appeler la mairie".into(),
            qui: "EXEMPLE Camille".into(),
            pour_le: Some(jiff::civil::date(2026, 12, 31)),
        };
        NouveauCompteRendu {
            quand: "jeudi 17 décembre 2026, de 20 h à 21 h 30".into(),
            lieu: "Salle des fêtes".into(),
            participation: Participation {
                presents: vec!["EXEMPLE Camille".into(), "ESSAI Alix".into()],
                excuses: vec!["TEST Sacha".into()],
                absents: Vec::new(),
            },
            points: vec![
                ("Trésorerie".into(), "Le compte est à jour.".into(), vec![task]),
                ("Divers".into(), String::new(), Vec::new()),
            ],
            autres: vec![Decide {
                tache: false, texte: "Adhérer".into(), qui: String::new(), pour_le: None
            }],
            prochaine: String::new(),
        }
    }

    #[test]
    fn the_first_text_says_who_was_there_and_what_was_decided() {
        let text = texte_compte_rendu(&source()).replace('\u{a0}', " ");
        for part in [
            "2 personnes présentes : EXEMPLE Camille, ESSAI Alix.",
            "1 personne excusée : TEST Sacha.",
            "# 1. Trésorerie\nLe compte est à jour.\n- Tâche : Appeler la mairie (EXEMPLE Camille, pour le 31/12/2026)",
            "# 2. Divers\nPoint non noté.",
            "# Autres décisions et tâches\n- Décision : Adhérer",
            "# Prochaine réunion\nDate à fixer.",
        ] {
            assert!(text.contains(part), "{part} is missing from {text}");
        }
    }

    #[test]
    fn a_text_is_cut_at_its_titles_and_its_lists_are_gathered() {
        let parts = sections("Séance", &texte_compte_rendu(&source()));
        let titles: Vec<&str> = parts.iter().map(|part| part.title.as_str()).collect();
        assert_eq!(titles[..3], ["Séance", "Participation", "1. Trésorerie"]);
        assert!(matches!(&parts[2].blocks[1], Block::Entries { items } if items.len() == 1));
        assert!(sections("Séance", "\n\n").is_empty());
    }

    #[test]
    fn minutes_and_convocation_are_pdf() {
        let source = source();
        let minutes = ProcesVerbal {
            cpts: "CPTS du Val".into(),
            fictitious: true,
            groupe: Some("Bureau".into()),
            titre: "Réunion de bureau".into(),
            quand: source.quand.clone(),
            texte: texte_compte_rendu(&source),
            mentions: vec!["Brouillon : ce texte n'est pas approuvé.".into()],
            date: jiff::civil::date(2026, 12, 18),
        };
        assert!(compte_rendu_pdf(&minutes).unwrap().starts_with(b"%PDF"));
        let paper = Convocation {
            cpts: "CPTS du Val".into(),
            fictitious: false,
            groupe: None,
            titre: "Réunion d'information".into(),
            quand: source.quand,
            lieu: String::new(),
            visio: Some("https://visio.exemple.test/abc".into()),
            points: vec![("Accueil".into(), 15), ("Divers".into(), 0)],
            date: jiff::civil::date(2026, 12, 1),
        };
        assert!(convocation_pdf(&paper).unwrap().starts_with(b"%PDF"));
    }
}
