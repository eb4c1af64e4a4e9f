//! A figure of the territory beside the same figure elsewhere; counts of professionals by profession.

use domain::diagnostic::offre::LigneEffectif;
use domain::diagnostic::{Chiffre, Diagnostic, Etat, IndicateurLu, Niveau, Unite};

use super::SvgOptions;
use super::bars::{Bar, bars};
use crate::diagnostic_words as words;
use crate::wording::places;

/// An indicator for the territory and what it is compared with; the table beside it has the same figures.
pub fn barres_svg(read: &IndicateurLu, diagnostic: &Diagnostic, options: &SvgOptions) -> String {
    let unit = read.indicateur.unit;
    let drawn: Vec<Bar> = named(read, diagnostic)
        .map(|(niveau, name, chiffre)| bar(name, chiffre, unit, niveau == Niveau::Territoire))
        .collect();
    bars(&drawn, options)
}

/// Persons in the official register, one bar a profession.
pub fn effectifs_svg(lines: &[LigneEffectif], options: &SvgOptions) -> String {
    let drawn: Vec<Bar> =
        lines.iter().map(|line| bar(line.label.clone(), &line.officiel, Unite::Nombre, true)).collect();
    bars(&drawn, options)
}

/// The figure of the territory, then those of the levels that have one, known or not.
fn named<'a>(
    read: &'a IndicateurLu,
    diagnostic: &'a Diagnostic,
) -> impl Iterator<Item = (Niveau, String, &'a Chiffre)> {
    let own = (Niveau::Territoire, diagnostic.territoire.clone(), &read.territoire);
    let others = read.comparisons.iter().map(|other| {
        let mark = words::vintage_mark(&read.territoire, &other.chiffre);
        let name = words::level_name(diagnostic, other.niveau);
        let name = mark.map_or_else(|| name.clone(), |mark| format!("{name} {mark}"));
        (other.niveau, name, &other.chiffre)
    });
    std::iter::once(own).chain(others)
}

fn bar(name: String, chiffre: &Chiffre, unit: Unite, own: bool) -> Bar {
    let shown = matches!(chiffre.state, Etat::Known | Etat::Partial);
    Bar {
        name,
        value: chiffre.value.filter(|_| shown),
        text: words::figure(chiffre, unit),
        own,
        partial: chiffre.state == Etat::Partial,
    }
}

impl SvgOptions {
    /// The words of the bars of an indicator: every value that the drawing shows.
    pub fn barres(read: &IndicateurLu, diagnostic: &Diagnostic) -> Self {
        let values: Vec<String> = named(read, diagnostic)
            .map(|(_, name, chiffre)| {
                format!("{name}\u{a0}: {}", words::figure(chiffre, read.indicateur.unit))
            })
            .collect();
        let title = words::labelled(&read.indicateur);
        Self { description: format!("{title}. {}.", places(&values)), title }
    }

    /// The words of the bars of the count of professionals.
    pub fn effectifs(lines: &[LigneEffectif]) -> Self {
        let values: Vec<String> = lines
            .iter()
            .map(|line| format!("{}\u{a0}: {}", line.label, words::figure(&line.officiel, Unite::Nombre)))
            .collect();
        Self {
            title: "Professionnels de santé du territoire, selon le registre officiel".to_owned(),
            description: format!("Nombre de personnes par profession. {}.", places(&values)),
        }
    }
}
