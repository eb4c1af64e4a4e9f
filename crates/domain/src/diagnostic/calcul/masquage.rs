//! What a reader outside the CPTS sees: small counts are hidden, and what would tell them too.

use std::collections::BTreeSet;

use territory::UnitCode;

use super::brut::scale;
use crate::diagnostic::catalogue::{Calcul, Indicateur};
use crate::diagnostic::chiffre::{Chiffre, Etat};
use crate::diagnostic::lecture::{Diagnostic, IndicateurLu, ValeurLocale};
use crate::diagnostic::niveau::Niveau;
use crate::diagnostic::offre::LigneEffectif;
use crate::diagnostic::sujets::sujets;
use crate::masque::{self, MaskRule, MaskRules, Masked, MaskedRate};
use crate::source::RulesError;

/// Hides the small counts of a diagnosis, and whatever would let a reader work them out.
///
/// # Errors
/// When a table that ships with the program is malformed.
pub fn masquer(diagnostic: &mut Diagnostic) -> Result<(), &'static RulesError> {
    let rules = masque::rules()?;
    for read in diagnostic.families.iter_mut().flat_map(|family| &mut family.indicators) {
        indicator(read, rules);
    }
    hide_parts(diagnostic)?;
    hide_densities(diagnostic);
    for line in &mut diagnostic.offre.effectifs {
        effectif(line, &rules.professionals);
    }
    let hidden: BTreeSet<(String, Niveau)> = diagnostic.indicators().flat_map(hidden_levels).collect();
    diagnostic.highlights.retain(|told| {
        let own = (told.indicateur.clone(), Niveau::Territoire);
        !hidden.contains(&own) && !hidden.contains(&(told.indicateur.clone(), told.niveau))
    });
    Ok(())
}

fn hidden_levels(read: &IndicateurLu) -> Vec<(String, Niveau)> {
    let levels = read.comparisons.iter().map(|other| (other.niveau, &other.chiffre));
    let all = std::iter::once((Niveau::Territoire, &read.territoire)).chain(levels);
    let hidden = all.filter(|(_, chiffre)| chiffre.state == Etat::Hidden);
    hidden.map(|(niveau, _)| (read.indicateur.code.clone(), niveau)).collect()
}

fn rule_of<'a>(indicateur: &Indicateur, rules: &'a MaskRules) -> Option<&'a MaskRule> {
    let known = [&rules.professionals, &rules.patients];
    indicateur.mask.as_deref().and_then(|code| known.into_iter().find(|rule| rule.code == code))
}

fn indicator(read: &mut IndicateurLu, rules: &MaskRules) {
    let Some(rule) = rule_of(&read.indicateur, rules) else { return };
    let counted = read.indicateur.is_count();
    if counted {
        count(&mut read.territoire, rule);
    } else {
        rate(&mut read.territoire, &read.indicateur, (rules, rule, true));
    }
    for other in &mut read.comparisons {
        if counted {
            count(&mut other.chiffre, rule);
        } else {
            rate(&mut other.chiffre, &read.indicateur, (rules, rule, false));
        }
    }
    if counted {
        cells(&mut read.places, rule);
    } else if !matches!(read.indicateur.calcul, Calcul::DensiteProfessionnels { .. }) {
        // A place is known by its rate alone, without the class of its denominator.
        read.places.iter_mut().for_each(hide_place);
    }
    settle(read);
}

/// What follows from a hidden figure.
fn settle(read: &mut IndicateurLu) {
    let own_hidden = read.territoire.state == Etat::Hidden;
    for other in &mut read.comparisons {
        if own_hidden || other.chiffre.state == Etat::Hidden {
            other.difference = None;
        }
    }
    if own_hidden {
        read.alerts.clear();
    }
}

fn small(value: f64, rule: &MaskRule) -> bool {
    value > 0.0 && value.round() < rule.below as f64
}

fn count(chiffre: &mut Chiffre, rule: &MaskRule) {
    if chiffre.value.is_some_and(|value| small(value, rule)) {
        hide(chiffre, rule);
    } else {
        forget_records(chiffre);
    }
}

/// A rate is shown with the class of its denominator only. Large areas are published as they are.
fn rate(chiffre: &mut Chiffre, indicateur: &Indicateur, (rules, rule, own): (&MaskRules, &MaskRule, bool)) {
    let (Some(value), Some(scale)) = (chiffre.value, scale(indicateur.unit)) else { return };
    let Some(denominator) = chiffre.denominator else {
        match own {
            true => hide(chiffre, rule),
            false => forget_records(chiffre),
        }
        return;
    };
    let numerator = chiffre.numerator.unwrap_or(value * denominator / scale);
    // Professionals for ten thousand inhabitants are no part of them: only their number may be small.
    if indicateur.mask.as_deref() == Some(rules.professionals.code.as_str()) {
        if small(numerator, rule) {
            hide(chiffre, rule);
        }
        return forget_records(chiffre);
    }
    match rules.rate(numerator.round() as u64, denominator.round() as u64, rule) {
        MaskedRate::Shown { class, .. } => {
            chiffre.passport.mask = Some(format!("Taux calculé {}.", class.label));
            forget_records(chiffre);
        }
        MaskedRate::Hidden => hide(chiffre, rule),
    }
}

fn hide(chiffre: &mut Chiffre, rule: &MaskRule) {
    conceal(chiffre);
    chiffre.passport.mask = Some(format!(
        "Chiffre caché\u{a0}: il laisserait reconnaître moins de {} personnes, ou son dénominateur n'est pas publié.",
        rule.below
    ));
}

fn conceal(chiffre: &mut Chiffre) {
    (chiffre.value, chiffre.numerator, chiffre.denominator) = (None, None, None);
    chiffre.state = Etat::Hidden;
    for record in &mut chiffre.passport.records {
        record.value = None;
        record.reason = None;
    }
}

/// Values that were not retained are not told outside.
fn forget_records(chiffre: &mut Chiffre) {
    for record in chiffre.passport.records.iter_mut().filter(|record| !record.retained) {
        record.value = None;
    }
}

fn hide_place(place: &mut ValeurLocale) {
    place.hidden |= place.value.is_some();
    place.value = None;
}

/// A row of counts, each commune or IRIS a cell. A cell that its source hides counts among the hidden ones.
fn cells(places: &mut [ValeurLocale], rule: &MaskRule) {
    let whole = |value: f64| value.max(0.0).round() as u64;
    let counts: Vec<u64> = places.iter().filter_map(|place| place.value).map(whole).collect();
    let masked = masque::mask(&counts, rule);
    let known = places.iter_mut().filter(|place| place.value.is_some());
    for (place, cell) in known.zip(masked.cells) {
        if cell == Masked::Hidden {
            hide_place(place);
        }
    }
    if places.iter().filter(|place| place.hidden).count() == 1 {
        let smallest = places.iter().filter_map(|place| place.value).min_by(f64::total_cmp);
        let alike = places.iter_mut().filter(|place| place.value.is_some() && place.value == smallest);
        alike.for_each(hide_place);
    }
}

/// Parts of one whole are hidden together: the last one would be the whole less the others.
fn hide_parts(diagnostic: &mut Diagnostic) -> Result<(), &'static RulesError> {
    for group in sujets()?.groups.iter().filter(|group| group.parts) {
        let inside = |read: &IndicateurLu| group.indicators.contains(&read.indicateur.code);
        let hidden =
            diagnostic.indicators().any(|read| inside(read) && read.territoire.state == Etat::Hidden);
        if !hidden {
            continue;
        }
        let all = diagnostic.families.iter_mut().flat_map(|family| &mut family.indicators);
        for read in all.filter(|read| inside(read) && read.territoire.value.is_some()) {
            conceal(&mut read.territoire);
            read.territoire.passport.mask =
                Some("Chiffre caché\u{a0}: un chiffre caché voisin s'en déduirait.".to_owned());
            settle(read);
        }
    }
    Ok(())
}

/// A density tells the number of professionals to whoever knows the inhabitants.
fn hide_densities(diagnostic: &mut Diagnostic) {
    let hidden: Vec<(String, BTreeSet<UnitCode>)> = diagnostic
        .indicators()
        .filter_map(|read| match &read.indicateur.calcul {
            Calcul::Professionnels { regle } => {
                let places = read.places.iter().filter(|place| place.hidden).map(|place| place.code);
                Some((regle.clone(), places.collect()))
            }
            _ => None,
        })
        .collect();
    for read in diagnostic.families.iter_mut().flat_map(|family| &mut family.indicators) {
        let Calcul::DensiteProfessionnels { regle } = &read.indicateur.calcul else { continue };
        let codes = hidden.iter().find(|(rule, _)| rule == regle).map(|(_, codes)| codes);
        let told = |place: &&mut ValeurLocale| codes.is_none_or(|codes| codes.contains(&place.code));
        read.places.iter_mut().filter(told).for_each(hide_place);
    }
}

fn effectif(line: &mut LigneEffectif, rule: &MaskRule) {
    let others = [&mut line.cpam, &mut line.local, &mut line.aged_60, &mut line.aged_65];
    for chiffre in others.into_iter().flatten() {
        count(chiffre, rule);
    }
    count(&mut line.officiel, rule);
    cells(&mut line.communes, rule);
    let few = line.second_sites.is_some_and(|sites| small(sites, rule));
    if few || line.officiel.state == Etat::Hidden {
        (line.cabinets, line.second_sites) = (None, None);
    }
    let counts = [Some(&line.officiel), line.cpam.as_ref(), line.local.as_ref()];
    if few || counts.into_iter().flatten().any(|chiffre| chiffre.state == Etat::Hidden) {
        line.gaps.clear();
    }
}
