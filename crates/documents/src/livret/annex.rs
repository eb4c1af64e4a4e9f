//! Annexes: the numbered passports that every figure cites, and the official files.

use std::collections::BTreeMap;

use domain::diagnostic::offre::{GroupeLu, LigneEffectif};
use domain::diagnostic::{Chiffre, Diagnostic, IndicateurLu, Unite};

use crate::diagnostic_words as words;
use crate::document::{Block, Entry};
use crate::fiche;
use crate::wording;

/// A passport of the annex: one for each line of a table, with the figures of that line.
pub struct Numbered<'a> {
    /// What it is about.
    pub subject: Subject<'a>,
    /// What is counted.
    pub label: String,
    /// What it means and how it is counted, in sentences.
    pub meaning: Vec<String>,
    /// Unit of its figures.
    pub unit: Unite,
    /// Its figures, each with the name of where or by whom it was counted.
    pub figures: Vec<(String, &'a Chiffre)>,
}

/// What a passport is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject<'a> {
    /// An indicator, by its code.
    Indicator(&'a str),
    /// A profession of the count of professionals, by its rule.
    Profession(&'a str),
    /// A group of structures, by its code.
    Group(&'a str),
}

/// The passports in the order of the annex.
pub struct Numbers<'a> {
    /// The passports; their number is their rank plus one.
    pub all: Vec<Numbered<'a>>,
    ranks: BTreeMap<Subject<'a>, usize>,
}

impl<'a> Numbers<'a> {
    /// The passports of a diagnosis.
    pub fn of(diagnostic: &'a Diagnostic) -> Self {
        let indicators = diagnostic.indicators().map(|read| indicator(read, diagnostic));
        let professions = diagnostic.offre.effectifs.iter().map(profession);
        let groups = diagnostic.offre.structures.iter().map(group);
        let all: Vec<Numbered<'a>> = indicators.chain(professions).chain(groups).collect();
        let ranks = all.iter().enumerate().map(|(rank, numbered)| (numbered.subject, rank)).collect();
        Self { all, ranks }
    }

    /// `P12`; `None` for a subject that the diagnosis does not have.
    pub fn number(&self, subject: Subject<'_>) -> Option<String> {
        self.ranks.get(&subject).map(|rank| format!("P{}", rank + 1))
    }

    /// The number of an indicator.
    pub fn indicator(&self, code: &str) -> Option<String> {
        self.number(Subject::Indicator(code))
    }

    /// A label with the number of its passport: `Habitants (P1)`.
    pub fn cite(&self, label: &str, subject: Subject<'_>) -> String {
        self.number(subject).map_or_else(|| label.to_owned(), |number| format!("{label} ({number})"))
    }

    /// The annex.
    pub fn blocks(&self, diagnostic: &Diagnostic) -> Vec<Block> {
        let items: Vec<Entry> = self.all.iter().map(|numbered| entry(numbered, diagnostic)).collect();
        let intro = "Dans les tableaux, P12 renvoie au passeport 12 de cette liste. «\u{a0}Source 2\u{a0}» renvoie à la liste des sources, à la fin.";
        vec![Block::paragraph(intro), Block::Entries { items }]
    }
}

fn indicator<'a>(read: &'a IndicateurLu, diagnostic: &Diagnostic) -> Numbered<'a> {
    let line = &read.indicateur;
    let mut meaning = vec![line.meaning.clone(), words::direction(line.direction).to_owned()];
    meaning.extend(line.numerator.iter().map(|text| format!("Numérateur\u{a0}: {}.", clean(text))));
    meaning.extend(line.denominator.iter().map(|text| format!("Dénominateur\u{a0}: {}.", clean(text))));
    meaning.push(format!(
        "Producteur\u{a0}: {}. Définition\u{a0}: {}.",
        clean(&line.producer),
        line.confidence.label()
    ));
    meaning.extend(line.note.clone());
    let own = ("Territoire".to_owned(), &read.territoire);
    let others =
        read.comparisons.iter().map(|other| (words::level_name(diagnostic, other.niveau), &other.chiffre));
    Numbered {
        subject: Subject::Indicator(&line.code),
        label: words::labelled(line),
        meaning,
        unit: line.unit,
        figures: std::iter::once(own).chain(others).collect(),
    }
}

fn profession(line: &LigneEffectif) -> Numbered<'_> {
    Numbered {
        subject: Subject::Profession(&line.regle),
        label: line.label.clone(),
        meaning: vec![format!("Règle de comptage\u{a0}: {}.", clean(&line.rule))],
        unit: Unite::Nombre,
        figures: counts(line)
            .into_iter()
            .filter_map(|(name, chiffre)| Some((name.into(), chiffre?)))
            .collect(),
    }
}

/// The counts of a profession, by who counted; the names are the headings of the table too.
pub fn counts(line: &LigneEffectif) -> [(&'static str, Option<&Chiffre>); 5] {
    [
        ("Registre officiel", Some(&line.officiel)),
        ("CPAM ou Rezone", line.cpam.as_ref()),
        ("Compte local", line.local.as_ref()),
        ("60 ans et plus", line.aged_60.as_ref()),
        ("65 ans et plus", line.aged_65.as_ref()),
    ]
}

fn group(group: &GroupeLu) -> Numbered<'_> {
    Numbered {
        subject: Subject::Group(&group.code),
        label: group.label.clone(),
        meaning: vec![],
        unit: Unite::Nombre,
        figures: vec![("Territoire".to_owned(), &group.count)],
    }
}

fn clean(text: &str) -> &str {
    text.trim().trim_end_matches('.')
}

fn entry(numbered: &Numbered<'_>, diagnostic: &Diagnostic) -> Entry {
    let formula = shared_formula(numbered);
    let mut meaning = numbered.meaning.clone();
    meaning.extend(formula.map(|formula| format!("Calcul\u{a0}: {}.", clean(formula))));
    let mut lines = Vec::new();
    if !meaning.is_empty() {
        lines.push(meaning.join(" "));
    }
    lines.extend(numbered.figures.iter().map(|(name, chiffre)| {
        let heading = format!("{name}\u{a0}: {}.", words::figure(chiffre, numbered.unit));
        figure(heading, chiffre, formula, (numbered.unit, diagnostic))
    }));
    Entry { title: numbered.label.clone(), lines, link: None }
}

/// How all the figures were computed, when it is the same way: it is then said once.
fn shared_formula<'a>(numbered: &Numbered<'a>) -> Option<&'a str> {
    let mut formulas = numbered.figures.iter().map(|(_, chiffre)| chiffre.passport.formula.as_str());
    let first = formulas.next().filter(|formula| !formula.is_empty())?;
    (numbered.figures.len() > 1 && formulas.all(|formula| formula == first)).then_some(first)
}

/// `Gard : 11,9 %. Source 2. Millésime : 2022. Périmètre : …`
fn figure(
    heading: String,
    chiffre: &Chiffre,
    formula: Option<&str>,
    (unit, diagnostic): (Unite, &Diagnostic),
) -> String {
    let mut text = heading;
    if let Some(references) = wording::references(&chiffre.passport.sources) {
        text.push_str(&format!(" {references}."));
    }
    for line in words::passport(chiffre, unit, &diagnostic.sources) {
        // The figure says its state, the number of the source was just given.
        let said = line.label == "État" || line.label.starts_with("Source");
        if !said && Some(line.text.as_str()) != formula {
            text.push_str(&format!(" {}\u{a0}: {}.", line.label, clean(&line.text)));
        }
    }
    text
}

/// The official files, numbered as the passports cite them.
pub fn sources(diagnostic: &Diagnostic) -> Vec<Block> {
    if diagnostic.sources.is_empty() {
        return vec![Block::paragraph("Aucun fichier officiel n'a servi à ce diagnostic.")];
    }
    vec![Block::Entries { items: diagnostic.sources.iter().map(fiche::source_entry).collect() }]
}
