//! First pages: what is described, what stands out, what it is compared with.

use domain::diagnostic::{ChiffreRef, Constat, Diagnostic, Niveau};
use domain::nombres::{compte, date, habitants, liste};

use super::annex::Numbers;
use crate::diagnostic_words as words;
use crate::document::{Block, Entry, Figure, Note};
use crate::wording;

/// The figures of the first page.
pub fn summary(diagnostic: &Diagnostic) -> Vec<Block> {
    let known = diagnostic.indicators().filter(|read| read.territoire.is_known()).count();
    let all = diagnostic.indicators().count();
    let mut items = vec![population(diagnostic), size(diagnostic)];
    items.push(figure(
        "Chiffres complets",
        format!("{known} sur {all}"),
        vec!["Les autres sont partiels, masqués ou non publiés.".into()],
    ));
    let mut blocks = vec![Block::Figures { items }];
    if let Some(assessment) = &diagnostic.taille {
        blocks.push(Block::paragraph(wording::class_position(assessment).join(" ")));
    }
    blocks.push(Block::paragraph(format!(
        "Ce livret donne chaque chiffre avec son passeport\u{a0}: sa source, sa date, son périmètre et son calcul. Il décrit le territoire tel qu'il était dessiné le {}.",
        date(diagnostic.established_on)
    )));
    blocks
}

fn figure(label: &str, value: String, details: Vec<String>) -> Figure {
    Figure { label: label.into(), value, details }
}

fn population(diagnostic: &Diagnostic) -> Figure {
    let measure = &diagnostic.population;
    let Some(value) = measure.value else {
        return figure("Habitants", "non publié".into(), vec![]);
    };
    let mut details = Vec::new();
    let marks = wording::marks(measure);
    if !marks.is_empty() {
        details.push(format!("Chiffre {}", marks.join(" et ")));
    }
    if measure.is_partial() {
        details.push(format!("{} sans chiffre", compte(measure.missing.len(), "lieu", "lieux")));
    }
    details.extend(wording::references(&measure.sources));
    figure("Habitants", habitants(value), details)
}

fn size(diagnostic: &Diagnostic) -> Figure {
    match &diagnostic.taille {
        Some(assessment) => {
            let code = assessment.taille.code();
            let value = if assessment.at_least { format!("au moins {code}") } else { code.to_owned() };
            figure("Classe de taille", value, vec![assessment.label.clone()])
        }
        None => figure("Classe de taille", "non connue".into(), vec![]),
    }
}

/// The largest gaps, in sentences.
pub fn highlights(diagnostic: &Diagnostic, numbers: &Numbers<'_>) -> Vec<Block> {
    if diagnostic.highlights.is_empty() {
        return vec![Block::paragraph(
            "Aucun écart ne ressort\u{a0}: il faut des chiffres complets ici et ailleurs pour comparer.",
        )];
    }
    let items = diagnostic.highlights.iter().map(|found| highlight(found, diagnostic, numbers)).collect();
    vec![Block::Entries { items }]
}

fn highlight(found: &Constat, diagnostic: &Diagnostic, numbers: &Numbers<'_>) -> Entry {
    let place = words::level_name(diagnostic, found.niveau);
    let mut line = String::new();
    if let Some(read) = diagnostic.indicator(&found.indicateur) {
        let unit = read.indicateur.unit;
        let reference = |niveau| ChiffreRef { indicateur: found.indicateur.clone(), niveau };
        let value =
            |niveau| diagnostic.figure(&reference(niveau)).map(|chiffre| words::figure(chiffre, unit));
        if let (Some(here), Some(there)) = (value(Niveau::Territoire), value(found.niveau)) {
            line = format!("Territoire\u{a0}: {here}. {place}\u{a0}: {there}. ");
        }
        line.push_str(&format!(
            "Écart\u{a0}: {}, {}.",
            words::difference(found.difference, unit),
            words::opinion(found.favourable)
        ));
    }
    let number = numbers.indicator(&found.indicateur).map(|number| format!(" Passeport {number}."));
    line.push_str(&number.unwrap_or_default());
    Entry { title: found.sentence.clone(), lines: vec![line], link: None }
}

/// What the territory is compared with, and how a difference is read.
pub fn comparisons(diagnostic: &Diagnostic) -> Vec<Block> {
    let mut blocks = Vec::new();
    let levels: Vec<String> = diagnostic
        .levels
        .iter()
        .filter(|level| level.niveau != Niveau::Similaires)
        .map(words::compared_with)
        .collect();
    if !levels.is_empty() {
        blocks.push(Block::paragraph(format!("Le territoire est comparé avec\u{a0}: {}.", liste(&levels))));
    }
    blocks.extend(similar(diagnostic));
    blocks.push(Block::paragraph(DIFFERENCE));
    blocks.push(Block::paragraph(LEGEND));
    blocks
}

/// How a difference is read.
pub const DIFFERENCE: &str = "Un écart est le chiffre du territoire moins celui du lieu comparé. Pour un pourcentage, il se dit en points. Il est calculé avant d'arrondir, et seulement quand les deux chiffres sont complets.";

/// What the states mean, printed once.
pub const LEGEND: &str = "«\u{a0}Partiel\u{a0}»\u{a0}: une partie du territoire n'a pas de chiffre, et le résultat ne la compte pas. «\u{a0}Non publié\u{a0}»\u{a0}: aucune source ne donne ce chiffre ici. «\u{a0}Masqué\u{a0}»\u{a0}: le chiffre existe, il est caché pour que personne ne soit reconnu. «\u{a0}Estimé\u{a0}»\u{a0}: le passeport dit comment. Un chiffre qui manque n'est jamais un zéro.";

fn similar(diagnostic: &Diagnostic) -> Vec<Block> {
    let similar = &diagnostic.similar;
    if similar.rule.is_empty() {
        return vec![];
    }
    let rule = similar.rule.trim_end_matches('.');
    if similar.members.is_empty() {
        let text = format!("Territoires semblables\u{a0}: aucun n'a été trouvé. Règle\u{a0}: {rule}.");
        return vec![Block::paragraph(text)];
    }
    let count = compte(similar.members.len(), "territoire semblable", "territoires semblables");
    let places = similar.members.clone();
    vec![Block::Note(Note { attention: false, text: format!("{count}. Règle\u{a0}: {rule}."), places })]
}
